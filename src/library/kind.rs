//! What a name says about a file, before anything is read.

use std::ffi::OsStr;
use std::path::Path;

use super::order::shown;
use crate::decode::{Family, office};
use crate::model::{PDF, Words, fold, paged};
use crate::words;

/// What the player does with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody's business: system files, half-made copies, the player's own page.
    Ignored,
    /// `screen.toml` of the root.
    Screen,
    /// `playlist.toml`.
    Playlist,
    /// Days off, in a calendar file of the root.
    Calendar,
    /// The settings of one file: the shown name of that file.
    Sidecar(String),
    /// A picture, by its name.
    Picture(Family),
    /// A document that has pages itself. It joins the programme once they are known.
    Pages,
    /// A document of an office program, by what that is called. It joins once it is made into pages.
    Office(&'static str),
    /// A clip. It joins the programme once its length is known.
    Clip,
    /// A slide in TOML.
    Slide,
    /// A notice in plain text.
    Text,
    /// A notice in Markdown.
    Markdown,
    /// A table in plain text; a ranking when its head says so.
    Table,
    /// The same in a workbook.
    Workbook,
    /// A web address.
    Link,
    /// Something that is named and not played: what it is.
    Later(Later),
}

/// Kinds of file that this version does not play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// A document with programs in it.
    Macros,
    Calendar,
    Drawing,
    WebLink,
    Shortcut,
    Unknown,
    /// No text, in the ticker's folder: what it is.
    Silent(&'static str),
}

const CLIPS: &[&str] = &["mp4", "m4v", "mov", "mkv", "webm", "avi", "wmv", "mpg", "mpeg", "3gp"];
const MACROS: &[&str] = &["xlsm", "xltm", "xlsb", "docm", "dotm", "pptm", "ppsm", "potm"];

/// What the name of a file says; `root` when it lies in the folder's root.
pub(super) fn kind(name: &OsStr, root: bool) -> Kind {
    let name = shown(name);
    if is_ignored(&name) {
        return Kind::Ignored;
    }
    let path = Path::new(&name);
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "toml" if root && name.eq_ignore_ascii_case("screen.toml") => Kind::Screen,
        "toml" if name.eq_ignore_ascii_case("playlist.toml") => Kind::Playlist,
        "toml" => match path.file_stem().map(shown) {
            Some(owner) if has_settings(&owner) => Kind::Sidecar(owner),
            _ => Kind::Slide,
        },
        "ics" if root => Kind::Calendar,
        "txt" => match path.file_stem().map(|stem| kind(stem, false)) {
            // Notepad has added its own end to a name that it was given, which Explorer does not show.
            Some(Kind::Sidecar(owner)) => Kind::Sidecar(owner),
            _ => Kind::Text,
        },
        "md" | "markdown" => Kind::Markdown,
        "csv" | "tsv" => Kind::Table,
        "xlsx" => Kind::Workbook,
        "url" => Kind::Link,
        _ if CLIPS.contains(&extension.as_str()) => Kind::Clip,
        extension => match (Family::of_extension(extension), paged(&name)) {
            (Some(family), _) => Kind::Picture(family),
            (None, Some(PDF)) => Kind::Pages,
            (None, Some(program)) => Kind::Office(program),
            (None, None) => Kind::Later(Later::of(extension)),
        },
    }
}

/// Whether a file of this name has pages itself.
pub(super) fn has_pages(path: &Path) -> bool {
    path.file_name().is_some_and(|name| kind(name, false) == Kind::Pages)
}

/// Whether a file of this name is a document of an office program, when it is opened: a workbook is as it is printed.
pub(super) fn is_office(path: &Path) -> bool {
    path.file_name().is_some_and(|name| matches!(kind(name, false), Kind::Office(_) | Kind::Workbook))
}

/// Whether a file of this name is a clip.
pub(super) fn is_clip(path: &Path) -> bool {
    path.file_name().is_some_and(|name| kind(name, false) == Kind::Clip)
}

/// Whether a name is one that a sidecar can belong to: any known kind but TOML, which has its own keys.
fn has_settings(owner: &str) -> bool {
    match kind(OsStr::new(owner), false) {
        Kind::Picture(_) | Kind::Pages | Kind::Office(_) | Kind::Clip | Kind::Text | Kind::Markdown => true,
        Kind::Table | Kind::Workbook | Kind::Link => true,
        Kind::Later(later) => later != Later::Unknown,
        _ => false,
    }
}

/// Names of files and folders that are not the clerk's work.
pub(super) fn is_ignored(name: &str) -> bool {
    let lower = name.to_lowercase();
    let half_made = [".tmp", ".part", ".crdownload", ".partial", ".download"];
    let by_systems = ["thumbs.db", "ehthumbs.db", "desktop.ini", "_tinh-trang.html"];
    let conflicts = [".sync-conflict-", "conflicted copy", "bản sao xung đột"];
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || by_systems.contains(&lower.as_str())
        || half_made.iter().any(|end| lower.ends_with(end))
        || conflicts.iter().any(|part| lower.contains(part))
}

/// Whether a file or folder is a draft by its name.
pub(super) fn is_draft(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"_")
}

/// What a folder is by its name alone, however that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    /// `khan-cap`, `00 Khẩn cấp`.
    Urgent,
    /// `chao-co`, `Chào cờ`.
    Ceremony,
    /// `chu-chay`, `Chữ chạy`.
    Ticker,
    /// Anything else.
    Plain,
}

impl Called {
    /// What `folder` is called.
    pub(super) fn of(folder: &str) -> Called {
        match letters(folder).as_str() {
            "khancap" => Called::Urgent,
            "chaoco" => Called::Ceremony,
            "chuchay" => Called::Ticker,
            _ => Called::Plain,
        }
    }
}

/// What the player does with a file of this kind in the ticker's folder, where only text is of use.
pub(super) fn in_ticker(kind: Kind) -> Kind {
    match kind {
        Kind::Picture(_) => Kind::Later(Later::Silent("ảnh")),
        Kind::Pages => Kind::Later(Later::Silent("PDF")),
        Kind::Office(name) => Kind::Later(Later::Silent(name)),
        Kind::Clip => Kind::Later(Later::Silent("video")),
        Kind::Table | Kind::Workbook => Kind::Later(Later::Silent("bảng")),
        Kind::Link => Kind::Later(Later::Silent("liên kết web")),
        Kind::Later(later) => Kind::Later(Later::Silent(later.name())),
        text => text,
    }
}

/// The letters of a name alone, small and without marks.
fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphabetic()).collect()
}

impl Later {
    fn of(extension: &str) -> Later {
        match extension {
            "ics" => Later::Calendar,
            "svgz" => Later::Drawing,
            "webloc" => Later::WebLink,
            "lnk" | "desktop" => Later::Shortcut,
            _ if MACROS.contains(&extension) => Later::Macros,
            _ => Later::Unknown,
        }
    }

    /// What it is, for the list of what is not on air.
    pub(super) fn name(self) -> &'static str {
        match self {
            Later::Macros => "tệp có macro",
            Later::Calendar => "lịch .ics",
            Later::Drawing => "SVG nén",
            Later::WebLink => "liên kết web",
            Later::Shortcut => "lối tắt",
            Later::Unknown => "tệp lạ",
            Later::Silent(what) => what,
        }
    }

    /// That it is not played yet, and what the clerk can do meanwhile.
    pub(super) fn words(self) -> (Words, Words) {
        let what = self.name();
        let yet =
            words!("Loại tệp này ({what}) chưa dùng được.", "This kind of file ({what}) is not used yet.");
        let help = match self {
            Later::Macros => return office::Fault::Macros.words(),
            Later::Drawing => words!(
                "Hãy lưu lại thành .svg (không nén) hoặc xuất ra ảnh PNG rồi chép vào.",
                "Save it as .svg, not compressed, or export it as a PNG picture and copy that."
            ),
            Later::WebLink => words!(
                "Muốn hiện mã QR, ghi địa chỉ vào dòng qr = \"…\" của một trang thông báo .toml.",
                "To show it as a QR code, write the address into the line qr = \"…\" of a notice in TOML."
            ),
            Later::Shortcut => words!(
                "Đây chỉ là đường dẫn đến tệp khác. Hãy chép chính tệp đó vào đây.",
                "This only points to another file. Copy that file itself."
            ),
            Later::Calendar => {
                return (
                    words!("Tệp lịch chỉ được đọc ở thư mục gốc.", "A calendar is read in the root alone."),
                    words!(
                        "Chuyển nó ra ngoài cùng, cạnh screen.toml; mọi sự kiện cả ngày trong đó là ngày nghỉ.",
                        "Move it up beside screen.toml; every whole-day event in it is a day off."
                    ),
                );
            }
            Later::Silent(_) => {
                return (
                    words!(
                        "Thư mục chữ chạy chỉ nhận chữ; tệp này ({what}) không lên màn hình.",
                        "The ticker's folder is for text: this file is not shown."
                    ),
                    words!(
                        "Chuyển tệp sang thư mục khác, hoặc ghi lời cần chạy vào một tệp .txt ở đây, mỗi dòng một tin.",
                        "Move it to another folder, or write what is to run into a .txt file here, one message a line."
                    ),
                );
            }
            Later::Unknown => {
                return (
                    words!("Không biết loại tệp này.", "This kind of file is not known."),
                    words!(
                        "Bảng tin phát PDF, Word, PowerPoint, video, ảnh (PNG, JPEG, WebP, BMP, TIFF, GIF, SVG, HEIC, AVIF), trang chữ (.txt, .md, .toml) và bảng (.xlsx, .csv).",
                        "The player shows PDF, Word, PowerPoint, clips, pictures (PNG, JPEG, WebP, BMP, TIFF, GIF, SVG, HEIC, AVIF), text (.txt, .md, .toml) and tables (.xlsx, .csv)."
                    ),
                );
            }
        };
        (yet, help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_files_are() {
        let of = |name: &str| kind(OsStr::new(name), true);
        assert_eq!(of("ảnh.PNG"), Kind::Picture(Family::Png));
        assert_eq!(of("screen.toml"), Kind::Screen);
        assert_eq!(kind(OsStr::new("screen.toml"), false), Kind::Slide);
        assert_eq!(of("Lịch nghỉ.ICS"), Kind::Calendar);
        assert_eq!(kind(OsStr::new("nghỉ.ics"), false), Kind::Later(Later::Calendar));
        assert_eq!(of("playlist.toml"), Kind::Playlist);
        assert_eq!(of("04 ảnh.png.toml"), Kind::Sidecar("04 ảnh.png".into()));
        assert_eq!(of("04 a\u{309}nh.png.toml"), Kind::Sidecar("04 ảnh.png".into()));
        assert_eq!(of("phim.mp4.toml"), Kind::Sidecar("phim.mp4".into()));
        assert_eq!(of("Điều 8.2.toml"), Kind::Slide);
        assert_eq!(of("_nháp.md"), Kind::Markdown);
        assert_eq!(of("Điểm.CSV"), Kind::Table);
        assert_eq!(of("Điểm.csv.toml"), Kind::Sidecar("Điểm.csv".into()));
        assert_eq!(of("Họp.txt.toml.txt"), Kind::Sidecar("Họp.txt".into()));
        assert_eq!(of("Họp.toml.txt"), Kind::Text);
        assert_eq!(of("Công văn.PDF"), Kind::Pages);
        assert_eq!(of("Công văn.pdf.toml"), Kind::Sidecar("Công văn.pdf".into()));
        assert!(has_pages(Path::new("cchc/a.Pdf")) && !has_pages(Path::new("a.pdf.toml")));
        assert_eq!(of("Điểm.XLSX"), Kind::Workbook);
        assert_eq!(of("Điểm.xlsx.toml"), Kind::Sidecar("Điểm.xlsx".into()));
        assert_eq!(of("Điểm.xls"), Kind::Office("Excel"));
        assert_eq!(of("Điểm.xlsm"), Kind::Later(Later::Macros));
        assert_eq!(of("phim.MOV"), Kind::Clip);
        assert_eq!(of("Công văn.DOCX"), Kind::Office("Word"));
        assert_eq!(of("Họp.pptx"), Kind::Office("PowerPoint"));
        assert_eq!(of("Họp.pptx.toml"), Kind::Sidecar("Họp.pptx".into()));
        assert_eq!(of("Họp.pptm"), Kind::Later(Later::Macros));
        assert!(is_office(Path::new("họp/a.ODP")) && !is_office(Path::new("a.pdf")));
        assert_eq!(of("trường.URL"), Kind::Link);
        assert_eq!(of("trường.url.toml"), Kind::Sidecar("trường.url".into()));
        assert_eq!(of("trường.webloc"), Kind::Later(Later::WebLink));
        assert_eq!(of("Ảnh - Shortcut.lnk"), Kind::Later(Later::Shortcut));
        assert_eq!(of("không đuôi"), Kind::Later(Later::Unknown));
    }

    #[test]
    fn the_urgent_folder_has_many_spellings() {
        for name in
            ["khan-cap", "khẩn cấp", "00 Khẩn cấp", "KHAN_CAP", "Kha\u{302}\u{309}n ca\u{302}\u{301}p"]
        {
            assert_eq!(Called::of(name), Called::Urgent, "{name}");
        }
        for name in ["khan", "cấp phép", "khẩn cấp 2026 cũ", ""] {
            assert_eq!(Called::of(name), Called::Plain, "{name}");
        }
    }

    #[test]
    fn the_ticker_takes_text_alone() {
        for name in ["chu-chay", "Chữ chạy", "00 CHỮ CHẠY", "chu_chay", "Chu\u{31b}\u{303} cha\u{323}y"]
        {
            assert_eq!(Called::of(name), Called::Ticker, "{name}");
        }
        for name in ["chữ", "chạy", "chữ chạy 2025 cũ", ""] {
            assert_eq!(Called::of(name), Called::Plain, "{name}");
        }
        let of = |name: &str| in_ticker(kind(OsStr::new(name), false));
        for name in ["a.txt", "a.md", "a.toml", "playlist.toml", "a.txt.toml", "Thumbs.db"] {
            assert_eq!(of(name), kind(OsStr::new(name), false), "{name}");
        }
        for (name, what) in [
            ("a.png", "ảnh"),
            ("a.csv", "bảng"),
            ("a.xlsx", "bảng"),
            ("a.pdf", "PDF"),
            ("a.docx", "Word"),
            ("a.url", "liên kết web"),
        ] {
            assert_eq!(of(name), Kind::Later(Later::Silent(what)), "{name}");
        }
    }

    #[test]
    fn what_systems_and_copiers_leave_is_ignored() {
        for name in [
            ".DS_Store",
            "~$trình chiếu.pptx",
            "Thumbs.db",
            "desktop.ini",
            "ảnh.png.tmp",
            "ảnh.png.part",
            "ảnh.png.crdownload",
            "ảnh.sync-conflict-20261124-101010-ABC.png",
            "ảnh (conflicted copy 2026).png",
            "_tinh-trang.html",
        ] {
            assert_eq!(kind(OsStr::new(name), true), Kind::Ignored, "{name}");
        }
    }
}
