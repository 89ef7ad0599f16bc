//! A folder read once: every item of the list of bad input that lies on a disk.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::Arc;

use bangtin::library::Loaded;
use bangtin::model::{Asset, Content, Fit, Item, ItemPath, Level, Problem, Rank, Reason, Slide, Want};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use crate::pictures::*;
use crate::stage::load;

/// A folder of these files, read at a time when none of them is recent.
pub fn read(files: &[(&str, &[u8])]) -> (TempDir, Loaded) {
    let folder = folder(files);
    let loaded = load(folder.path(), long_after());
    (folder, loaded)
}

pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn long_after() -> DateTime<Utc> {
    "2100-01-01T00:00:00Z".parse().unwrap()
}

fn items(loaded: &Loaded) -> Vec<&Arc<Item>> {
    loaded.programme.playlists.iter().flat_map(|list| list.items.iter()).collect()
}

pub fn item<'a>(loaded: &'a Loaded, path: &str) -> &'a Item {
    let found = items(loaded).into_iter().find(|item| item.path.shown() == path);
    found.unwrap_or_else(|| panic!("no {path} among {:?}", shown(loaded)))
}

fn shown(loaded: &Loaded) -> Vec<String> {
    items(loaded).iter().map(|item| item.path.shown().to_owned()).collect()
}

pub fn problems<'a>(loaded: &'a Loaded, file: &str) -> Vec<&'a Problem> {
    loaded.programme.problems.iter().filter(|problem| problem.file == file).collect()
}

/// The one problem of a file, which has to say something in both languages.
pub fn problem<'a>(loaded: &'a Loaded, file: &str) -> &'a Problem {
    let [problem] = problems(loaded, file)[..] else {
        panic!("not one problem of {file}: {:#?}", loaded.programme.problems)
    };
    for words in [&problem.message, &problem.help] {
        assert!(!words.vi.is_empty() && !words.en.is_empty());
    }
    problem
}

/// Asserts that a file is kept off the air as broken, and named.
fn assert_broken(loaded: &Loaded, file: &str, says: &str) {
    assert_eq!(item(loaded, file).hidden, Some(Reason::Broken), "{file}");
    let problem = problem(loaded, file);
    assert_eq!(problem.level, Level::Error);
    assert!(problem.message.vi.contains(says), "{}", problem.message.vi);
}

#[test]
fn a_bare_folder_of_pictures_plays_in_natural_order() {
    let picture = png(1300, 8);
    let (_folder, loaded) = read(&[
        ("10 mười.png", &picture),
        ("2 hai.png", &picture),
        ("ăn.png", &picture),
        ("an.png", &picture),
        ("b/1.png", &picture),
        ("a/1.png", &picture),
    ]);
    assert_eq!(shown(&loaded), ["2 hai.png", "10 mười.png", "an.png", "ăn.png", "a/1.png", "b/1.png"]);
    assert!(items(&loaded).iter().all(|item| item.hidden.is_none() && item.content == Content::Picture));
    assert!(loaded.programme.problems.is_empty(), "{:?}", loaded.programme.problems);
    assert_eq!(item(&loaded, "2 hai.png").duration, TimeDelta::seconds(10));
    assert!(!loaded.programme.screen.header);
    let names: Vec<_> = loaded.programme.playlists.iter().map(|list| list.folder.as_str()).collect();
    assert_eq!(names, ["", "a", "b"]);
}

#[test]
fn newest_first_when_the_playlist_says_so() {
    let picture = png(1300, 8);
    let folder = folder(&[
        ("a/playlist.toml", b"order = \"newest\""),
        ("a/1.png", &picture),
        ("a/2.png", &picture),
        ("a/3.png", &picture),
    ]);
    for (name, seconds) in [("1.png", 100), ("2.png", 300), ("3.png", 200)] {
        set_modified(&folder.path().join("a").join(name), seconds);
    }
    assert_eq!(shown(&load(folder.path(), long_after())), ["a/2.png", "a/3.png", "a/1.png"]);
}

#[test]
fn shuffled_when_the_playlist_says_so() {
    let picture = png(1300, 8);
    let (_folder, loaded) =
        read(&[("a/playlist.toml", b"order = 'shuffle'"), ("a/1.png", &picture), ("b.png", &picture)]);
    let shuffled: Vec<bool> = loaded.programme.playlists.iter().map(|list| list.shuffled).collect();
    assert_eq!(shuffled, [false, true]);
    assert!(loaded.programme.problems.is_empty(), "{:?}", loaded.programme.problems);
}

pub fn set_modified(path: &Path, seconds: u64) {
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn what_is_no_clerks_work_is_ignored() {
    let (_folder, loaded) = read(&[
        (".DS_Store", b"x"),
        ("Thumbs.db", b"x"),
        ("desktop.ini", b"x"),
        ("~$bai.pptx", b"x"),
        ("a.png.part", b"x"),
        ("a.png.crdownload", b"x"),
        ("a.tmp", b"x"),
        ("a.sync-conflict-20260101-000000-X.png", b"x"),
        ("_tinh-trang.html", b"x"),
        (".hidden/a.png", b"x"),
        ("media/a.png", b"x"),
    ]);
    assert!(items(&loaded).is_empty(), "{:?}", shown(&loaded));
    assert!(loaded.programme.problems.is_empty(), "{:?}", loaded.programme.problems);
}

#[test]
fn drafts_are_listed_and_stay_off() {
    let (_folder, loaded) =
        read(&[("_a.png", b"no picture"), ("_b/c.toml", b"no = [toml"), ("d.png", &png(1300, 8))]);
    assert_eq!(item(&loaded, "_a.png").hidden, Some(Reason::Draft));
    assert_eq!(item(&loaded, "_b/c.toml").hidden, Some(Reason::Draft));
    assert_eq!(item(&loaded, "d.png").hidden, None);
    assert!(loaded.programme.problems.is_empty(), "{:?}", loaded.programme.problems);
}

#[test]
fn broken_pictures_are_off_the_air_and_named() {
    let picture = jpeg(1300, 200);
    let (_folder, loaded) = read(&[
        ("cut.jpg", &picture[..picture.len() / 2]),
        ("empty.png", b""),
        ("bomb.png", &bomb_png(50_000, 50_000)),
        ("notes.png", b"just text, and enough of it to be read as a header"),
        ("scan.jpg", b"%PDF-1.7 and so on and on and on and on and on"),
        ("good.jpg", &picture),
    ]);
    assert_broken(&loaded, "cut.jpg", "cắt dở");
    assert_broken(&loaded, "empty.png", "rỗng");
    assert_broken(&loaded, "bomb.png", "quá lớn");
    assert_broken(&loaded, "notes.png", "không phải ảnh");
    assert_broken(&loaded, "scan.jpg", "PDF");
    assert_eq!(item(&loaded, "good.jpg").hidden, None);
}

#[test]
fn a_broken_file_of_this_moment_is_still_being_copied() {
    let picture = jpeg(1300, 200);
    let folder = folder(&[("cut.jpg", &picture[..picture.len() / 2])]);
    set_modified(&folder.path().join("cut.jpg"), 1_000_000);
    let at = |seconds: f64| DateTime::from_timestamp_millis((seconds * 1000.0) as i64).unwrap();
    let loaded = load(folder.path(), at(1_000_001.5));
    assert_eq!(item(&loaded, "cut.jpg").hidden, Some(Reason::Pending));
    assert_eq!(item(&load(folder.path(), at(1_000_002.5)), "cut.jpg").hidden, Some(Reason::Broken));
    // A clock that lags behind the file server does not keep it pending for ever.
    assert_eq!(item(&load(folder.path(), at(999_000.0)), "cut.jpg").hidden, Some(Reason::Broken));
}

#[test]
fn content_decides_and_a_wrong_name_is_a_notice() {
    let (_folder, loaded) = read(&[("photo.png", &jpeg(1300, 20))]);
    assert_eq!(item(&loaded, "photo.png").hidden, None);
    assert_eq!(problem(&loaded, "photo.png").level, Level::Notice);
    assert!(problem(&loaded, "photo.png").help.vi.contains(".jpg"));
}

#[test]
fn a_small_picture_is_shown_with_a_warning() {
    let (_folder, loaded) = read(&[("zalo.jpg", &jpeg(320, 200))]);
    assert_eq!(item(&loaded, "zalo.jpg").hidden, None);
    assert_eq!(problem(&loaded, "zalo.jpg").level, Level::Warning);
    assert!(problem(&loaded, "zalo.jpg").message.vi.contains("320 × 200"));
}

#[test]
fn garbage_is_refused_by_its_first_bytes() {
    let folder = folder(&[]);
    // Sparse: two hundred megabytes that would take a while to read.
    let file = fs::File::create(folder.path().join("rác.png")).unwrap();
    file.set_len(200 << 20).unwrap();
    let loaded = load(folder.path(), long_after());
    assert_broken(&loaded, "rác.png", "không phải ảnh");
}

#[test]
fn links_pipes_and_devices_are_never_opened() {
    let outside = folder(&[("secret.png", &png(1300, 8))]);
    let folder = folder(&[("inside.png", &png(1300, 8)), ("a/ok.png", &png(1300, 8))]);
    let at = |name: &str| folder.path().join(name);
    symlink(outside.path().join("secret.png"), at("out.png")).unwrap();
    symlink(outside.path(), at("out")).unwrap();
    symlink("inside.png", at("in.png")).unwrap();
    symlink("loop.png", at("loop.png")).unwrap();
    symlink("..", at("a/up")).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, at("pipe.png"), rustix::fs::FileType::Fifo, 0o666.into(), 0)
        .unwrap();
    std::os::unix::net::UnixListener::bind(at("socket.png")).unwrap();
    let loaded = load(folder.path(), long_after());
    for name in ["out.png", "out", "in.png", "loop.png", "a/up"] {
        assert_broken(&loaded, name, "liên kết");
    }
    for name in ["pipe.png", "socket.png"] {
        assert_broken(&loaded, name, "không phải tệp thường");
    }
    assert_eq!(item(&loaded, "inside.png").hidden, None);
    assert_eq!(item(&loaded, "a/ok.png").hidden, None);
}

#[test]
fn strange_names_play() {
    use unicode_normalization::UnicodeNormalization;
    let folder = folder(&[]);
    let nfd: String = "thông báo.png".nfd().collect();
    let long = format!("{}.png", "d".repeat(251));
    let names = [
        OsStr::from_bytes(b"kh\xf4ng.png"),
        OsStr::new("hai\ndòng.png"),
        OsStr::new(&long),
        OsStr::new(&nfd),
    ];
    for name in names {
        fs::write(folder.path().join(name), png(1300, 8)).unwrap();
    }
    let loaded = load(folder.path(), long_after());
    assert_eq!(items(&loaded).len(), 4);
    for item in items(&loaded) {
        assert_eq!(item.hidden, None, "{}", item.path.shown());
        let of = Asset { path: item.path.clone(), stamp: item.stamp };
        assert!(loaded.decode_now(&Want { of, page: 0, space: (10, 10), fit: Fit::Contain }).is_ok());
    }
    assert!(shown(&loaded).contains(&"thông báo.png".to_owned()), "shown in NFC");
}

#[test]
fn an_unreadable_file_is_named() {
    let folder = folder(&[("a.png", &png(1300, 8)), ("b.toml", b"kind = \"flag\"")]);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    for name in ["a.png", "b.toml"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let path = folder.path().to_owned();
    // Root reads everything: on Linux a single thread, and those it starts, can be somebody else.
    let loaded = std::thread::spawn(move || {
        if rustix::process::geteuid().is_root() {
            let nobody = rustix::fs::Uid::from_raw(65534);
            rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
        }
        load(&path, long_after())
    });
    let loaded = loaded.join().unwrap();
    assert_broken(&loaded, "a.png", "quyền");
    assert_broken(&loaded, "b.toml", "quyền");
}

#[test]
fn later_kinds_and_unknown_ones_are_named() {
    let (_folder, loaded) = read(&[("hình.svgz", b"x"), ("trang.webloc", b"x"), ("lạ.xyz", b"x")]);
    assert_eq!(items(&loaded).len(), 3);
    for item in items(&loaded) {
        assert_eq!(item.hidden, Some(Reason::Unsupported));
        assert!(matches!(item.content, Content::Later(_)));
        let problem = problem(&loaded, item.path.shown());
        let level = if item.path.shown() == "lạ.xyz" { Level::Warning } else { Level::Notice };
        assert_eq!(problem.level, level, "{}", item.path.shown());
    }
    assert!(problem(&loaded, "hình.svgz").message.vi.contains("chưa dùng"));
}

#[test]
fn a_table_of_scores_is_a_ranking_and_any_other_a_table() {
    let (_folder, loaded) = read(&[
        ("03 Thi đua tuần 12 (20s).csv", "Lớp;Điểm\r\n10A1;98,5\r\n10A2;tốt\r\n".as_bytes()),
        ("03 Thi đua tuần 12 (20s).csv.toml", b"topic = \"1.5\""),
        ("danh bạ.csv", "Họ tên,Điện thoại\nA,1\n".as_bytes()),
        ("cũ.csv", b"L\xffp,\xffi\xffm\n10A1,9\n"),
    ]);
    let ranking = item(&loaded, "03 Thi đua tuần 12 (20s).csv");
    let Some(Slide::Ranking(table)) = ranking.content.slide() else { panic!("{ranking:?}") };
    assert_eq!((ranking.hidden, ranking.title.as_str()), (None, "Thi đua tuần 12"));
    assert_eq!((ranking.duration, ranking.topic.as_deref()), (TimeDelta::seconds(20), Some("1.5")));
    assert_eq!(
        (table.heading.as_str(), table.rows[0].score.as_deref()),
        ("Thi đua tuần\u{a0}12", Some("98,5"))
    );
    let bad = problem(&loaded, "03 Thi đua tuần 12 (20s).csv");
    assert_eq!((bad.level, bad.line, bad.key.as_deref()), (Level::Error, Some(3), Some("Điểm")));
    let book = item(&loaded, "danh bạ.csv");
    assert!(matches!(book.content.slide(), Some(Slide::Table(table)) if table.heading == "danh bạ"));
    assert_eq!(book.hidden, None);
    assert_broken(&loaded, "cũ.csv", "UTF-8");
}

#[test]
fn a_web_shortcut_is_a_code_or_is_named() {
    let address = "[InternetShortcut]\r\nURL=https://dichvucong.gov.vn/\r\n";
    let unicode: Vec<u8> = format!("\u{feff}{address}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (_folder, loaded) = read(&[
        ("02 Cổng Dịch vụ công (đến 30-11-2026).url", &unicode),
        ("02 Cổng Dịch vụ công (đến 30-11-2026).url.toml", b"dwell = \"20s\""),
        ("máy.url", b"[InternetShortcut]\r\nURL=file:///C:/a.xlsx"),
        ("hỏng.url", b"\x00\xff\x00"),
    ]);
    let link = item(&loaded, "02 Cổng Dịch vụ công (đến 30-11-2026).url");
    let Some(Slide::Message(message)) = link.content.slide() else { panic!("{link:?}") };
    assert_eq!((link.title.as_str(), link.duration), ("Cổng Dịch vụ công", TimeDelta::seconds(20)));
    assert_eq!(message.qr.as_ref().map(|code| code.target.as_str()), Some("https://dichvucong.gov.vn/"));
    assert_broken(&loaded, "máy.url", "file:///C:/a.xlsx");
    assert_broken(&loaded, "hỏng.url", "không ghi địa chỉ");
}

#[test]
fn folders_of_later_kinds_are_named() {
    let (_folder, loaded) = read(&[("a/b/c.png", &png(1300, 8)), ("a/d.png", &png(1300, 8))]);
    assert_eq!(problem(&loaded, "a/b").level, Level::Notice);
    assert_eq!(shown(&loaded), ["a/d.png"]);
}

#[test]
fn folders_that_take_the_screen() {
    let takeover = "title = \"Sinh hoạt dưới cờ\"\ntakeover = true\n";
    let (_folder, loaded) = read(&[
        ("Khẩn cấp/bão.png", &png(1300, 8)),
        ("Chào cờ/01 cờ.png", &png(1300, 8)),
        ("Chào cờ/02 (10s).png", &png(1300, 8)),
        ("b/a.png", &png(1300, 8)),
        ("b/playlist.toml", takeover.as_bytes()),
        ("c/a.png", &png(1300, 8)),
        ("c/playlist.toml", format!("{takeover}hours = \"07:00-07:30\"").as_bytes()),
    ]);
    let rank = |path: &str| loaded.programme.find(&ItemPath::new(path)).map(|(_, item)| item.rank);
    assert_eq!(rank("Khẩn cấp/bão.png"), Some(Rank::Urgent));
    assert_eq!((rank("b/a.png"), rank("c/a.png")), (Some(Rank::Takeover), Some(Rank::Takeover)));
    let ceremony = |path: &str| {
        loaded.programme.find(&ItemPath::new(path)).map(|(list, item)| (list.ceremony, item.timed))
    };
    assert_eq!(ceremony("Chào cờ/01 cờ.png"), Some((true, false)));
    assert_eq!(ceremony("Chào cờ/02 (10s).png"), Some((true, true)));
    assert_eq!(ceremony("c/a.png"), Some((false, false)));
    assert_eq!(problem(&loaded, "b").level, Level::Warning, "it never gives the screen back");
    assert_eq!(loaded.programme.problems.len(), 1);
}

#[test]
fn a_ceremony_that_ends_on_time_needs_hours() {
    let ends = "ends_on_time = true\n";
    let (_folder, loaded) = read(&[
        ("Chào cờ/a.png", &png(1300, 8)),
        ("Chào cờ/playlist.toml", ends.as_bytes()),
        ("b/a.png", &png(1300, 8)),
        ("b/playlist.toml", format!("{ends}hours = \"07:00-07:30\"").as_bytes()),
        ("c/a.png", &png(1300, 8)),
        ("c/playlist.toml", format!("{ends}ceremony = true\nhours = \"07:00-07:30\"").as_bytes()),
    ]);
    assert_eq!(problem(&loaded, "Chào cờ").level, Level::Warning, "it has no hours");
    assert_eq!(problem(&loaded, "b").level, Level::Warning, "it is no ceremony");
    assert_eq!(loaded.programme.problems.len(), 2);
    let list = |path: &str| loaded.programme.find(&ItemPath::new(path)).map(|(list, _)| list.ends_on_time);
    assert_eq!(list("c/a.png"), Some(true));
}

#[test]
fn dwell_comes_from_the_nearest_word() {
    let picture = png(1300, 8);
    let (_folder, loaded) = read(&[
        ("screen.toml", b"dwell = \"7s\""),
        ("a/playlist.toml", b"dwell = \"12s\"\nweight = 3"),
        ("a/1.png", &picture),
        ("a/2 (15s).png", &picture),
        ("a/3 (15s).png", &picture),
        ("a/3 (15s).png.toml", b"dwell = \"20s\"\nweight = 2\ntopic = \"1.1\""),
        ("a/4.toml", b"kind = \"flag\"\ndwell = \"30s\""),
        ("b/1.png", &picture),
    ]);
    let seconds = |path: &str| item(&loaded, path).duration.num_seconds();
    assert_eq!(seconds("a/1.png"), 12);
    assert_eq!(seconds("a/2 (15s).png"), 15);
    assert_eq!(seconds("a/3 (15s).png"), 20);
    assert_eq!(seconds("a/4.toml"), 30);
    assert_eq!(seconds("b/1.png"), 7);
    assert_eq!((item(&loaded, "a/1.png").weight, item(&loaded, "a/3 (15s).png").weight), (3, 2));
    assert_eq!(item(&loaded, "a/3 (15s).png").topic.as_deref(), Some("1.1"));
    assert_eq!(item(&loaded, "a/2 (15s).png").title, "2");
}

#[test]
fn a_sidecar_and_a_name_must_both_hold() {
    let (_folder, loaded) = read(&[
        ("họp (đến 30-11-2026).png", &png(1300, 8)),
        ("họp (đến 30-11-2026).png.toml", b"from = 2026-11-10"),
    ]);
    let when = &item(&loaded, "họp (đến 30-11-2026).png").when;
    let hidden = |at: &str| when.hidden(at.parse().unwrap());
    assert_eq!(hidden("2026-11-01T08:00:00"), Some(Reason::NotYet));
    assert_eq!(hidden("2026-11-20T08:00:00"), None);
    assert_eq!(hidden("2026-12-01T08:00:00"), Some(Reason::Expired));
}

#[test]
fn dates_that_cannot_be_read_keep_the_file_off() {
    let picture = png(1300, 8);
    let (_folder, loaded) = read(&[
        ("a (đến 31-02-2026).png", &picture),
        ("b.png", &picture),
        ("b.png.toml", b"to = [broken"),
        ("c/playlist.toml", b"when = \"every other day\""),
        ("c/d.png", &picture),
    ]);
    for name in ["a (đến 31-02-2026).png", "b.png", "c/d.png"] {
        assert_eq!(item(&loaded, name).hidden, Some(Reason::Broken), "{name}");
    }
    assert_eq!(problem(&loaded, "b.png.toml").line, Some(1));
    assert_eq!(problem(&loaded, "c/playlist.toml").key.as_deref(), Some("when"));
}

#[test]
fn a_sidecar_without_its_file_is_named() {
    let (_folder, loaded) = read(&[("a.png.toml", b"dwell = \"5s\"")]);
    assert_eq!(problem(&loaded, "a.png.toml").level, Level::Warning);
    assert!(items(&loaded).is_empty());
}

#[test]
fn bad_toml_is_named_with_its_place_and_the_rest_plays() {
    let big = [b"# ", vec![b'x'; 10 << 20].as_slice()].concat();
    let (_folder, loaded) = read(&[
        ("a.toml", "kind = \"message\"\nheadin = \"Xin chào\"".as_bytes()),
        ("b.toml", b"kind = 7"),
        ("c.toml", b"kind = \"message\"\nheading = \"A\nB\""),
        ("d.toml", &big),
        ("e.txt", "Xin chào\n\nCác em".as_bytes()),
    ]);
    for name in ["b.toml", "c.toml", "d.toml"] {
        assert_eq!(item(&loaded, name).hidden, Some(Reason::Broken), "{name}");
        assert!(!problems(&loaded, name).is_empty(), "{name}");
    }
    let typo = problems(&loaded, "a.toml");
    assert!(typo.iter().any(|problem| problem.line == Some(2)), "{typo:#?}");
    assert_eq!(item(&loaded, "e.txt").title, "Xin chào");
    assert!(loaded.sources()["a.toml"].contains("headin"));
}

#[test]
fn a_path_in_toml_stays_inside() {
    let slide =
        |image: &str| format!("kind = \"praise\"\nname = \"Lớp 10A1\"\nreason = \"Tốt\"\nimage = '{image}'");
    let outside = folder(&[("secret.png", &png(1300, 8))]);
    let folder = folder(&[
        ("a/1.toml", slide("../../etc/passwd").as_bytes()),
        ("a/2.toml", slide("/etc/passwd").as_bytes()),
        ("a/3.toml", slide("link.png").as_bytes()),
        ("a/4.toml", slide("linked/secret.png").as_bytes()),
        ("a/5.toml", slide("missing.png").as_bytes()),
        ("a/6.toml", slide("media/inner.png").as_bytes()),
        ("a/7.toml", slide("beside.png").as_bytes()),
        ("a/8.toml", slide("top.png").as_bytes()),
        ("a/9.toml", slide("broken.png").as_bytes()),
        ("media/inner.png", &png(1300, 8)),
        ("a/beside.png", &png(1300, 8)),
        ("a/broken.png", b"no"),
        ("top.png", &png(1300, 8)),
    ]);
    symlink(outside.path().join("secret.png"), folder.path().join("a/link.png")).unwrap();
    symlink(outside.path(), folder.path().join("a/linked")).unwrap();
    let loaded = load(folder.path(), long_after());
    let image = |name: &str| match &item(&loaded, name).content {
        Content::Slide(slide) => slide.images().first().map(|asset| asset.path.shown().to_owned()),
        _ => panic!("{name} is no slide"),
    };
    for name in ["a/1.toml", "a/2.toml", "a/3.toml", "a/4.toml", "a/5.toml", "a/9.toml"] {
        assert_eq!(image(name), None, "{name}");
        assert_eq!(problem(&loaded, name).level, Level::Error, "{name}");
        assert_eq!(problem(&loaded, name).key.as_deref(), Some("image"));
    }
    assert!(problem(&loaded, "a/1.toml").message.vi.contains("ra ngoài"));
    assert_eq!(image("a/6.toml").as_deref(), Some("media/inner.png"));
    assert_eq!(image("a/7.toml").as_deref(), Some("a/beside.png"));
    assert_eq!(image("a/8.toml").as_deref(), Some("top.png"));
}

#[test]
fn shared_media_lie_beside_the_folder() {
    let whole = folder(&[
        ("playlists/screen.toml", b"school = \"THPT\"\nemblem = \"media/emblem.png\""),
        ("media/emblem.png", &png(1300, 8)),
    ]);
    let loaded = load(&whole.path().join("playlists"), long_after());
    let emblem = loaded.programme.screen.emblem.clone().expect("found");
    assert_eq!(emblem.path.shown(), "../media/emblem.png");
    let picture =
        loaded.decode_now(&Want { of: emblem, page: 0, space: (100, 100), fit: Fit::Contain }).unwrap();
    assert_eq!((picture.width, picture.height), (100, 1));
    assert!(loaded.programme.problems.is_empty(), "{:?}", loaded.programme.problems);
}

#[test]
fn empty_and_missing_folders_are_calm() {
    let (_folder, loaded) = read(&[]);
    assert!(items(&loaded).is_empty() && loaded.programme.problems.is_empty());
    let loaded = load(Path::new("/nonexistent/bảng tin"), long_after());
    assert!(items(&loaded).is_empty());
    assert_eq!(problem(&loaded, "").level, Level::Error);
}
