use std::collections::HashSet;
use std::sync::Arc;

use super::*;
use crate::desk::BUDGET;
use crate::desk::sample::{at, board, item};
use crate::model::{Asset, Item, Level, Playlist, Problem, Programme, Reason, Stamp, Words};
use crate::words;

fn problem(level: Level, file: &str, line: Option<u32>, message: &str) -> Problem {
    let words = |text: &str| Words { vi: text.to_owned(), en: String::new() };
    Problem { line, ..Problem::file(level, file, words(message), words("Chép lại tệp này")) }
}

/// The parts of the page without its style sheet, every tag closed where it has to be, every id once, every
/// link answered. A page that a browser has to mend fails here.
fn checked(page: &str) -> String {
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let text = format!("{head}{body}");
    let mut open: Vec<&str> = Vec::new();
    let (mut ids, mut links) = (HashSet::new(), Vec::new());
    for tag in text.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag that ends");
        let name = tag.split(' ').next().unwrap();
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "</{closed}> closes something else");
        } else if !["!DOCTYPE", "meta", "img", "br"].contains(&name) {
            open.push(name);
        }
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(name != "script" && !bare.contains(" on") && !bare.contains('\''), "{tag}");
        let attribute = |name: &str| Some(tag.split_once(name)?.1.split_once('"')?.0);
        if let Some(id) = attribute(" id=\"") {
            assert!(ids.insert(id), "two of {id}");
        }
        links.extend(attribute("href=\"#"));
        if name == "img" {
            assert!(tag.contains(" alt=\"") && tag.contains("src=\"data:image/jpeg;base64,"), "{tag}");
        }
    }
    assert!(open.is_empty(), "{open:?} never close");
    assert!(links.iter().all(|link| ids.contains(link)), "{links:?} of {ids:?}");
    text
}

/// The page of `board`, checked, non-breaking spaces as spaces.
fn text(board: &Board) -> String {
    checked(&page(board, &Album::default())).replace('\u{a0}', " ")
}

#[track_caller]
fn contains_in_order(text: &str, parts: &[&str]) {
    parts.iter().fold(text, |rest, part| {
        rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not in:\n{rest}")).1
    });
}

#[test]
fn a_calm_folder() {
    let page = text(&board(vec![item("a.png", "", None), item("b.png", "", None)], Vec::new()));
    contains_in_order(
        &page,
        &[
            "<html lang=\"vi\">",
            "Trường THPT Cộng Hiền",
            "<h1>Tình trạng bảng tin</h1>",
            "<time datetime=\"2026-11-24T07:15:23+07:00\">07:15</time>, Thứ Ba ngày 24/11/2026",
            "Mọi tệp đều ổn",
            "Đang chiếu lúc",
            "a.png",
            "đến <time datetime=\"2026-11-24T07:15:30+07:00\">07:15:30</time>",
            "Tiếp theo",
            "07:15:30</time> <bdi>b.png",
            "Giờ chiếu từng tệp đến 07:30",
            "<th scope=\"row\">07:15</th>",
            "<th scope=\"row\">07:29</th>",
            "Các tệp <span class=\"count\">2</span>",
            "<bdi>Thông báo</bdi></h3>",
            "Đang phát</b><br>Mỗi vòng 1 lần, 10 giây",
        ],
    );
    assert!(!page.contains("việc"), "nothing to do");
}

#[test]
fn problems_worst_first_and_together() {
    let problems = vec![
        problem(Level::Notice, "phim.mp4", None, "Chưa dùng"),
        problem(Level::Warning, "mẫu.toml", Some(4), "Chỗ này cần điền"),
        problem(Level::Warning, "mẫu.toml", Some(6), "Chỗ này cần điền"),
        problem(Level::Error, "thong-bao/hỏng.jpg", None, "Ảnh bị cắt dở"),
        problem(Level::Error, "", None, "Không mở được thư mục"),
    ];
    let hidden = item("thong-bao/hỏng.jpg", "", Some(Reason::Broken));
    let page = text(&board(vec![hidden], problems));
    contains_in_order(
        &page,
        &[
            "3 việc cần xem",
            "Cần sửa",
            "id=\"viec-1\"",
            "hỏng.jpg",
            "Ảnh bị cắt dở. Chép lại tệp này.",
            "Thư mục <bdi>thong-bao</bdi>",
            "id=\"viec-2\"",
            "Cả thư mục",
            "Nên xem lại",
            "<ol class=\"problems\" start=\"3\">",
            "mẫu.toml",
            "dòng 4 và 6",
            "Để biết (1)",
            "phim.mp4",
            "Không chiếu được",
            "href=\"#viec-1\"",
        ],
    );
}

#[test]
fn warnings_alone_are_no_alarm() {
    let page = text(&board(Vec::new(), vec![problem(Level::Warning, "a", None, "Ảnh hơi mờ")]));
    contains_in_order(&page, &["verdict look", "1 việc nên xem", "Ảnh hơi mờ"]);
    assert!(!page.contains("Cần sửa") && !page.contains("Mọi tệp đều ổn"));
    contains_in_order(&page, &["Thư mục chưa có tệp nào"]);
}

/// Every text that comes from a file, in every place of the page.
#[test]
fn what_has_expired_is_worth_knowing() {
    let over = item("thong-bao/cũ.png", "2025 Feb 13-2025 Dec 31", None);
    let text = text(&board(vec![over, item("thong-bao/a.png", "", None)], Vec::new()));
    contains_in_order(
        &text,
        &["Mọi tệp đều ổn", "Để biết (1)", "cũ.png", "Đã hết hạn ngày 31/12/2025. Xoá đi,"],
    );
}

#[test]
fn hostile_names() {
    let hostile = "<script>alert(1)</script>\" onload='x' \u{202E}&\n";
    let mut file = item(&format!("{hostile}.png").replace('/', "∕"), "", None);
    file.title = hostile.to_owned();
    let named = problem(Level::Error, &format!("{hostile}/{hostile}"), Some(1), hostile);
    let named = Problem { help: words!("{hostile}", "{hostile}"), key: Some(hostile.to_owned()), ..named };
    let mut board = board(vec![file.clone()], vec![named]);
    let mut programme =
        Programme::new(board.programme.screen.clone(), Vec::new(), board.programme.problems.clone());
    programme.screen.school = hostile.to_owned();
    let name = || hostile.to_owned();
    let mut playlist = Playlist::clone(board.programme.playlists.first().unwrap());
    (playlist.folder, playlist.name, playlist.title) = (name(), name(), name());
    board.programme =
        Arc::new(Programme::new(programme.screen, vec![Arc::new(playlist)], programme.problems));
    let mut album = Album::default();
    let drawn = checked(&page(&board, &album));
    album.add(Asset { path: file.path, stamp: file.stamp }, vec![1, 2, 3]);
    let pictured = checked(&page(&board, &album));
    for page in [drawn, pictured] {
        assert!(!page.contains("<script") && !page.contains('\u{202E}'));
        assert!(page.matches("&lt;script&gt;alert(1)").count() >= 10);
    }
}

#[test]
fn thumbnails() {
    let files = vec![item("a.png", "", None)];
    let mut album = Album::default();
    let old = Asset { path: files[0].path.clone(), stamp: Stamp::default() };
    album.add(old, vec![0]);
    assert!(
        page(&board(files.clone(), Vec::new()), &album).contains("thumb card picture"),
        "an older version"
    );
    album.add(Asset { path: files[0].path.clone(), stamp: files[0].stamp }, vec![0xFF, 0xD8, 0xFF]);
    let page = checked(&page(&board(files, Vec::new()), &album));
    assert_eq!(page.matches("src=\"data:image/jpeg;base64,/9j/\"").count(), 2, "on air and in the list");
}

#[test]
fn ten_thousand_files_are_bounded() {
    let files: Vec<Item> = (0..10_000).map(|number| item(&format!("ảnh {number}.png"), "", None)).collect();
    let broken = |file: &Item| problem(Level::Error, file.path.shown(), None, &"Ảnh bị cắt dở ".repeat(50));
    let problems = files.iter().map(broken).collect();
    let mut album = Album::default();
    for file in &files {
        album.add(Asset { path: file.path.clone(), stamp: file.stamp }, vec![7; 9_000]);
    }
    let board = board(files, problems);
    let page = page(&board, &album);
    checked(&page);
    contains_in_order(
        &page,
        &["10000 việc cần xem", "… và 9900 việc nữa", "Các tệp <span class=\"count\">10000</span>"],
    );
    contains_in_order(&page, &["ảnh 299.png", "… và 9700 tệp nữa"]);
    assert!(page.len() < BUDGET * 4 / 3 + 1_000_000, "{} bytes", page.len());
}

#[test]
fn nothing_to_show() {
    let empty = text(&board(Vec::new(), Vec::new()));
    contains_in_order(&empty, &["Lúc này không có tệp nào để chiếu", "Thư mục chưa có tệp nào"]);
    let evening = text(&board(vec![item("a.png", "Mo-Fr 07:00-11:30", None)], Vec::new()));
    assert!(evening.contains("Đang chiếu lúc"));
    let mut noon = board(vec![item("a.png", "Mo-Fr 07:00-11:30", None)], Vec::new());
    noon.now = at("2026-11-24 12:00:00");
    let noon = text(&noon);
    contains_in_order(
        &noon,
        &["Lúc này không có tệp nào để chiếu", "Chiếu tiếp", "lúc 07:00 ngày mai", "Ngoài giờ chiếu"],
    );
    assert!(!noon.contains("Giờ chiếu từng tệp"));
}

#[test]
fn a_blanked_screen_is_told() {
    let mut board = board(vec![item("a.png", "", None)], Vec::new());
    board.blank = true;
    contains_in_order(&text(&board), &["Trên màn hình", "đang được tắt tạm", "a.png"]);
}

/// The colours of the style sheet, by the formula of WCAG: 7 to 1 for text.
#[test]
fn contrast() {
    let sheet = include_str!("../page.css");
    let (light, dark) = sheet.split_once("@media (prefers-color-scheme: dark)").unwrap();
    for palette in [light, dark] {
        let luminance = |name: &str| {
            let (_, after) = palette.split_once(&format!("--{name}: #")).unwrap();
            let digits: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
            let wide = if digits.len() == 3 {
                digits.chars().flat_map(|digit| [digit; 2]).collect()
            } else {
                digits
            };
            let channels = [0, 2, 4].map(|start| {
                let value = f64::from(u8::from_str_radix(&wide[start..start + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        };
        for (ink, paper) in [
            ("text", "ground"),
            ("text", "raised"),
            ("quiet", "ground"),
            ("quiet", "raised"),
            ("accent", "ground"),
            ("bad", "ground"),
            ("good", "ground"),
            ("on-bad", "bad"),
            ("on-good", "good"),
        ] {
            let (one, other) = (luminance(ink), luminance(paper));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= 7.0, "{ink} on {paper}: {contrast:.1}");
        }
    }
}
