//! The folder of the ticker: what it takes, and what it says of the rest.

use bangtin::model::{Content, Level, Rank, Reason, running};
use chrono::{DateTime, Utc};

use crate::load::{item, problem, problems, read};
use crate::pictures::png;

fn now() -> DateTime<Utc> {
    "2026-11-24T00:15:00Z".parse().unwrap()
}

#[test]
fn each_line_of_a_text_is_a_message_and_so_is_each_paragraph_of_a_slide() {
    let (_folder, loaded) = read(&[
        ("screen.toml", "ticker = ['Luôn chạy', '[cần điền]']".as_bytes()),
        ("Chữ chạy/01 Tin.txt", "\u{feff}- Lớp 10A1\r\n\r\n  Một   cửa\r\n• [cần điền]\r\n".as_bytes()),
        ("Chữ chạy/02.toml", "kind = 'message'\nheading = 'Hai'\npoints = ['Ba', '[cần điền]']".as_bytes()),
        ("Chữ chạy/03.md", "# Bốn\n\nNăm\nnối tiếp".as_bytes()),
        ("Chữ chạy/04 Cũ (đến 23-11-2026).txt", "Hết hạn".as_bytes()),
        ("Chữ chạy/05 (15s).txt", "Sáu".as_bytes()),
        ("Chữ chạy/05 (15s).txt.toml", "hours = '07:15-08:00'".as_bytes()),
        ("Chữ chạy/_nháp.txt", "Nháp".as_bytes()),
        ("Chữ chạy/06 mẫu.txt", "[cần điền]".as_bytes()),
    ]);
    let programme = &loaded.programme;
    let said = running(programme, now()).lines;
    let expected = ["Luôn chạy", "Lớp\u{a0}10A1", "Một cửa", "Hai", "Ba", "Bốn", "Năm nối tiếp", "Sáu"];
    assert_eq!(said, expected);
    assert!(programme.playlists.iter().all(|list| list.ticker));
    for (file, reason) in [("_nháp.txt", Reason::Draft), ("06 mẫu.txt", Reason::Placeholder)] {
        assert_eq!(item(&loaded, &format!("Chữ chạy/{file}")).hidden, Some(reason));
    }
    let place = problem(&loaded, "Chữ chạy/01 Tin.txt");
    assert_eq!((place.level, place.line, place.column), (Level::Warning, Some(4), Some(1)));
    assert_eq!(problem(&loaded, "screen.toml").key.as_deref(), Some("ticker.2"));
}

#[test]
fn what_is_no_text_stays_off_and_is_named() {
    let picture = png(1300, 8);
    let (_folder, loaded) = read(&[
        ("chu-chay/a.png", &picture),
        ("chu-chay/b.csv", "Lớp,Điểm\n10A1,9".as_bytes()),
        ("chu-chay/c.pdf", b"%PDF"),
        ("chu-chay/d.toml", "kind = 'poster'\nsentence = 'Một cửa'".as_bytes()),
        ("chu-chay/e.txt", b" \r\n"),
        ("chu-chay/f.toml", b"kind ="),
        ("chu-chay/playlist.toml", "takeover = true\nceremony = true".as_bytes()),
    ]);
    for (file, reason, level) in [
        ("a.png", Reason::Unsupported, Level::Warning),
        ("b.csv", Reason::Unsupported, Level::Warning),
        ("c.pdf", Reason::Unsupported, Level::Warning),
        ("d.toml", Reason::Unsupported, Level::Warning),
        ("e.txt", Reason::Broken, Level::Error),
        ("f.toml", Reason::Broken, Level::Error),
    ] {
        let file = format!("chu-chay/{file}");
        assert_eq!(item(&loaded, &file).hidden, Some(reason), "{file}");
        assert_eq!(problem(&loaded, &file).level, level, "{file}");
    }
    for file in ["chu-chay/a.png", "chu-chay/d.toml"] {
        let said = problem(&loaded, file);
        assert!(said.message.vi.contains("Thư mục chữ chạy chỉ nhận"), "{}", said.message.vi);
        assert!(matches!(item(&loaded, file).content, Content::Later(_)));
    }
    // It never has the screen, and says so.
    let list = &loaded.programme.playlists[0];
    assert!(list.ticker && !list.ceremony && list.rank() == Rank::Loop);
    assert!(problems(&loaded, "chu-chay")[0].message.vi.contains("takeover"));
    assert_eq!(running(&loaded.programme, now()).lines, Vec::<String>::new());
}
