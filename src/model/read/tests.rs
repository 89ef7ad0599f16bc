//! The readers over whole files: what they make of right ones, and what they say of wrong ones.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use super::*;
use crate::model::*;
use crate::words;

fn asset(path: &str) -> Result<Asset, Words> {
    if path.contains("..") {
        return Err(words!("Đường dẫn «{path}» ra ngoài thư mục.", "`{path}` leaves the folder."));
    }
    Ok(Asset { path: ItemPath::new(path), stamp: Stamp::default() })
}

fn no_theme(_: &str) -> Result<(ItemPath, Vec<u8>), Words> {
    Err(words!("Không có tệp này.", "There is no such file."))
}

fn read_slide(text: &str) -> Outcome<SlideFile> {
    slide(text.as_bytes(), "a.toml", &asset)
}

/// Level, line, column, key and Vietnamese message of every problem.
fn said(problems: &[Problem]) -> Vec<(Level, u32, u32, &str, &str)> {
    let of = |p: &Problem| (p.line.unwrap_or(0), p.column.unwrap_or(0));
    problems
        .iter()
        .map(|p| (p.level, of(p).0, of(p).1, p.key.as_deref().unwrap_or(""), p.message.vi.as_str()))
        .collect()
}

fn drawn(text: &str) -> Slide {
    let (read, problems) = read_slide(text);
    assert_eq!(said(&problems), [], "{text}");
    match read.map(|read| (read.content, read.hidden)) {
        Some((Content::Slide(slide), None)) => *slide,
        other => panic!("{other:?} of {text}"),
    }
}

#[test]
fn a_line_that_stands_below_a_table_is_told_to_go_above_it() {
    let text = b"[holidays]\noff = [\"30-11-2026\"]\nlayout = \"side\"\n";
    let (_, problems) = screen(text, "screen.toml", &asset, &no_theme);
    let message = "Dòng «layout» đang nằm trong mục [holidays].";
    assert_eq!(said(&problems), [(Level::Error, 3, 1, "holidays.layout", message)]);
    assert_eq!(problems[0].help.vi, "Chuyển dòng này lên trên dòng [holidays].");
}

#[test]
fn a_message_is_tidied_and_takes_points_or_text() {
    let slide = drawn(
        "kind = 'message'\nheading = ' Thủ  tục lớp 10A1 '\npoints = ['Một ', 'Hai']\nimage = 'media/a.png'\n\
         qr = 'https://dichvucong.gov.vn/'\nconfirm = true",
    );
    let Slide::Message(message) = slide else { panic!("{slide:?}") };
    assert_eq!(message.heading, "Thủ tục lớp\u{a0}10A1");
    assert_eq!(message.body, [Para::point("Một"), Para::point("Hai")]);
    assert_eq!(message.image, asset("media/a.png").ok());
    let qr = message.qr.unwrap();
    assert_eq!((qr.target.as_str(), qr.label.as_str()), ("https://dichvucong.gov.vn/", "dichvucong.gov.vn"));
    assert!(message.confirm);

    let slide = drawn("kind = 'message'\nheading = 'A'\ntext = '''\nĐoạn một\nnối tiếp.\n\nĐoạn hai.\n'''");
    let Slide::Message(message) = slide else { panic!("{slide:?}") };
    assert_eq!(message.body, [Para::text("Đoạn một nối tiếp."), Para::text("Đoạn hai.")]);
}

#[test]
fn a_telephone_code_prints_its_number_in_groups() {
    let slide = drawn("kind = 'steps'\nheading = 'A'\nsteps = ['B', 'C']\nqr = 'tel:1800 1096'");
    let Slide::Steps(steps) = slide else { panic!("{slide:?}") };
    let qr = steps.qr.unwrap();
    assert_eq!((qr.target.as_str(), qr.label.as_str()), ("tel:18001096", "1800\u{a0}1096"));
}

#[test]
fn a_document_has_its_number_without_the_word_and_a_day_in_any_spelling() {
    for date in ["2021-07-15", "'15/07/2021'", "'15-7-2021'", "'2021-07-15'"] {
        let text = format!(
            "kind = 'document'\nform = 'Nghị quyết'\nnumber = 'Số: 76/NQ-CP'\nsummary = 'S'\ndate = {date}"
        );
        let slide = drawn(&text);
        let Slide::Document(document) = &slide else { panic!("{slide:?}") };
        assert_eq!(document.number, "76/NQ-CP");
        assert_eq!(document.date, NaiveDate::from_ymd_opt(2021, 7, 15), "{date}");
        assert_eq!(document.issuer, None);
        assert_eq!(slide.title(), "Nghị quyết 76/NQ-CP");
    }
}

#[test]
fn bars_stand_in_order_of_years_with_the_digits_that_were_written() {
    let slide = drawn(
        "kind = 'index'\nheading = 'A'\nname = 'DTI'\nsource = 'B'\n\
         values = [{ year = 2024, value = 87.50 }, { year = 2023, value = 1234567 }, { year = 2022, value = 1e2 }]",
    );
    let Slide::Index(index) = slide else { panic!("{slide:?}") };
    let bars: Vec<_> = index.bars.iter().map(|bar| (bar.year, bar.value, bar.shown.as_str())).collect();
    assert_eq!(bars, [(2022, 100.0, "100"), (2023, 1_234_567.0, "1.234.567"), (2024, 87.5, "87,50")]);
}

#[test]
fn what_is_to_be_filled_in_hides_its_line_and_warns_at_its_place() {
    let (read, problems) = read_slide(
        "kind = 'hotline'\nheading = 'Gọi'\nlines = [\n  { label = 'A', number = '18001096', hours = '[ Cần điền ]' },\n  \
         { label = 'B', number = '[cần điền]' },\n]\nsource = \"[CẦN ĐIỀN]\"",
    );
    let expected = "Chỗ này nhà trường cần điền; dòng này chưa lên màn hình.";
    assert_eq!(
        said(&problems),
        [
            (Level::Warning, 4, 48, "lines.1.hours", expected),
            (Level::Warning, 5, 28, "lines.2.number", expected),
            (Level::Warning, 7, 11, "source", expected),
        ]
    );
    let read = read.unwrap();
    let Some(Slide::Hotline(hotline)) = read.content.slide() else { panic!("{read:?}") };
    assert_eq!(
        hotline.rows,
        [HotlineRow { label: "A".into(), number: "1800\u{a0}1096".into(), hours: None }]
    );
    assert_eq!((&hotline.source, read.hidden), (&None, None));
}

#[test]
fn a_slide_of_which_nothing_essential_is_left_waits() {
    for text in [
        "kind = 'message'\nheading = '[cần điền]'",
        "kind = 'message'\nheading = 'A'\npoints = ['[cần điền]']",
        "kind = 'message'\nheading = 'A'\ntext = '[cần điền]'",
        "kind = 'document'\nform = 'F'\nnumber = '[cần điền]/KH'\nsummary = 'S'",
        "kind = 'procedure'\nname = 'P'\nfee = '[cần điền]'\nupdated = '[cần điền]'",
        "kind = 'hotline'\nheading = 'A'\nlines = [{ label = 'A', number = '[cần điền]' }]",
        "kind = 'steps'\nheading = 'A'\nsteps = ['[cần điền]', '[cần điền]']",
        "kind = 'index'\nheading = 'A'\nname = 'N'\nsource = 'S'\nvalues = [{ year = 2024, value = '[cần điền]' }]",
        "kind = 'index'\nheading = 'A'\nname = 'N'\nsource = '[cần điền]'\nvalues = [{ year = 2024, value = 1 }]",
        "kind = 'praise'\nname = 'A'\nreason = '[cần điền]'",
        "kind = 'poster'\nsentence = '[cần điền]'",
    ] {
        let (read, problems) = read_slide(text);
        assert_eq!(read.map(|read| read.hidden), Some(Some(Reason::Placeholder)), "{text}");
        assert!(problems.iter().all(|problem| problem.level == Level::Warning), "{problems:?}");
        assert!(!problems.is_empty(), "{text}");
    }
}

#[test]
fn a_line_of_a_longer_text_is_hidden_alone() {
    let (read, problems) =
        read_slide("kind = 'message'\nheading = 'A'\ntext = '''\nMột.\n[cần điền]\nBa.'''");
    assert_eq!(said(&problems).iter().map(|said| (said.1, said.2)).collect::<Vec<_>>(), [(5, 1)]);
    let Some(Slide::Message(message)) = read.as_ref().and_then(|read| read.content.slide()) else { panic!() };
    assert_eq!(message.body, [Para::text("Một. Ba.")]);
}

#[test]
fn every_fault_is_named_at_once_with_its_place() {
    let (read, problems) = read_slide(
        "kind = \"message\"\nheadng = \"Xin chào\"\npoints = 5\ndwell = \"0s\"\nweight = 99\nfit = \"covr\"\n\
         image = \"../../etc/passwd\"\nqr = \"dichvucong.gov.vn\"\nsound = true\nconfirm = \"có\"\n",
    );
    assert_eq!(read, None);
    assert_eq!(
        said(&problems),
        [
            (Level::Error, 2, 1, "headng", "Không có mục «headng». Có phải «heading»?"),
            (Level::Error, 3, 10, "points", "Mục «points» phải là chữ trong dấu nháy."),
            (Level::Error, 4, 9, "dwell", "Mục «dwell» phải từ 1 giây đến 1 giờ."),
            (Level::Error, 5, 10, "weight", "Mục «weight» phải từ 1 đến 20."),
            (Level::Error, 6, 7, "fit", "Mục «fit» không nhận «covr». Có phải «cover»?"),
            (Level::Error, 7, 9, "image", "Đường dẫn «../../etc/passwd» ra ngoài thư mục."),
            (Level::Error, 8, 6, "qr", "Mã QR không nhận địa chỉ «dichvucong.gov.vn»."),
            (Level::Error, 9, 1, "sound", "Không có mục «sound»."),
            (Level::Error, 10, 11, "confirm", "Mục «confirm» phải là true hoặc false."),
        ]
    );
}

#[test]
fn a_fault_of_a_setting_or_a_picture_leaves_the_slide_on_air() {
    let (read, problems) = read_slide(
        "kind = 'praise'\nname = 'A'\nreason = 'B'\nimage = '../x.png'\ndwell = 'lâu'\ncolour = 'đỏ'",
    );
    assert_eq!(problems.iter().filter(|problem| problem.level == Level::Error).count(), 3);
    let read = read.unwrap();
    assert!(matches!(read.content.slide(), Some(Slide::Praise(Praise { image: None, .. }))));
    assert_eq!((read.hidden, read.settings), (None, Settings::default()));
}

#[test]
fn after_a_syntax_error_the_other_faults_are_named_too() {
    let (read, problems) =
        read_slide("kind = 'message'\nheading = “Xin chào”\nTiêu đề\nwieght = 3\nfit = 'x'\n");
    assert_eq!(read, None);
    assert_eq!(
        said(&problems).iter().map(|said| (said.1, said.3)).collect::<Vec<_>>(),
        [(2, ""), (3, ""), (4, "wieght"), (5, "fit")]
    );
    assert!(problems[0].message.en.contains("must be quoted"), "the parser's own words stay: {problems:?}");
}

#[test]
fn a_slide_without_its_essentials_is_no_slide() {
    for (text, key) in [
        ("heading = 'A'", "kind"),
        ("kind = 'message'", "heading"),
        ("kind = 'message'\nheading = ' '", "heading"),
        ("kind = 'message'\nheading = 'A'\ntext = 'B'\npoints = ['C']", "text"),
        ("kind = 'document'\nform = 'A'\nsummary = 'B'", "number"),
        ("kind = 'hotline'\nheading = 'A'", "lines"),
        ("kind = 'hotline'\nheading = 'A'\nlines = [{ label = 'B' }]", "lines.1.number"),
        ("kind = 'hotline'\nheading = 'A'\nlines = ['B']", "lines.1"),
        ("kind = 'steps'\nheading = 'A'\nsteps = ['1','2','3','4','5','6']", "steps"),
        ("kind = 'index'\nheading = 'A'\nname = 'B'\nvalues = [{ year = 2024, value = 1 }]", "source"),
        (
            "kind = 'index'\nheading = 'A'\nname = 'B'\nsource = 'S'\nvalues = [{ year = 24, value = 1 }]",
            "values.1.year",
        ),
        (
            "kind = 'index'\nheading = 'A'\nname = 'B'\nsource = 'S'\nvalues = [{ year = 2024, value = nan }]",
            "values.1.value",
        ),
        (
            "kind = 'index'\nheading = 'A'\nname = 'B'\nsource = 'S'\nvalues = [{ year = 2024, value = 1 }, { year = 2024, value = 2 }]",
            "values.2",
        ),
        ("kind = 'mesage'\nheading = 'A'", "kind"),
    ] {
        let (read, problems) = read_slide(text);
        assert_eq!(read, None, "{text}");
        let keys: Vec<_> = problems.iter().map(|problem| (problem.level, problem.key.as_deref())).collect();
        assert_eq!(keys, [(Level::Error, Some(key))], "{text}");
    }
}

#[test]
fn a_number_that_is_none_is_shown_as_written_with_a_warning() {
    let line =
        |number| format!("kind = 'hotline'\nheading = 'A'\nlines = [{{ label = 'B', number = '{number}' }}]");
    for (number, shown, warns) in [
        ("0912345678", "0912\u{a0}345\u{a0}678", false),
        ("dichvucong.gov.vn", "dichvucong.gov.vn", false),
        ("0912 34", "0912 34", true),
    ] {
        let (read, problems) = read_slide(&line(number));
        let Some(Slide::Hotline(hotline)) = read.as_ref().and_then(|read| read.content.slide()) else {
            panic!()
        };
        assert_eq!(hotline.rows[0].number, shown);
        assert_eq!(
            problems.iter().map(|problem| problem.level).collect::<Vec<_>>(),
            vec![Level::Warning; usize::from(warns)]
        );
    }
}

#[test]
fn settings_read_and_the_season_has_two_spellings() {
    let easy = "from = '01/02/2025'\nto = 2025-12-31\ndays = ['T2', 'T6']\nhours = '07:00-11:30'\n";
    let (read, problems) = sidecar(format!("{easy}dwell = 12\nweight = 2\ntransition = {{ kind = 'wipe', duration = '1s' }}\nfit = 'cover'\nfresh = 'next'\ntitle = 'lớp 10A1'").as_bytes(), "a.png.toml");
    assert_eq!(said(&problems), []);
    let read = read.unwrap();
    let when = When::parse("2025 Feb 01-2025 Dec 31 Mo,Fr 07:00-11:30").unwrap();
    assert_eq!(read.when, Some(when));
    assert_eq!((read.dwell, read.weight), (Some(TimeDelta::seconds(12)), Some(2)));
    assert_eq!(read.transition, Some(Transition { kind: TransitionKind::Wipe, millis: 1000 }));
    assert_eq!((read.fit, read.fresh), (Some(Fit::Cover), Some(Freshness::Next)));
    assert_eq!(
        (read.title.as_deref(), read.undated),
        (Some("lớp 10A1"), false),
        "a name has ordinary spaces"
    );

    let (read, _) = playlist("order = 'newest'\nwhen = 'Mo-Fr 07:00-17:00'".as_bytes(), "playlist.toml");
    let read = read.unwrap();
    assert_eq!((read.order, read.settings.when.is_some()), (Some(Order::Newest), true));
}

#[test]
fn a_season_that_cannot_be_read_is_said_and_kept_off() {
    for (text, key) in [
        ("to = '31/02/2025'", "to"),
        ("to = '31/12'", "to"),
        ("from = '31/12/2025'\nto = '01/01/2025'", "to"),
        ("days = ['T8']", "days.1"),
        ("hours = '25:00-26:00'", "hours"),
        ("hours = 7", "hours"),
        ("when = 'mỗi sáng'", "when"),
        ("when = 'Mo'\nto = '31/12/2025'", "when"),
        ("from = 2025-01-01T07:00:00", "from"),
    ] {
        let (read, problems) = sidecar(text.as_bytes(), "a.png.toml");
        let read = read.unwrap();
        assert!(read.undated && read.when.is_none(), "{text}");
        assert_eq!(
            problems.iter().map(|problem| problem.key.as_deref()).collect::<Vec<_>>(),
            [Some(key)],
            "{text}"
        );
    }
}

#[test]
fn a_screen_has_its_defaults() {
    let (read, problems) = screen(b"", "screen.toml", &asset, &no_theme);
    assert_eq!(said(&problems), []);
    let bare = Screen::bare(Tz::Asia__Ho_Chi_Minh);
    assert!(!bare.header && bare.dwell == TimeDelta::seconds(10) && bare.transition.millis == 600);
    assert_eq!(read, Some(Screen { header: true, ..bare }));
}

#[test]
fn a_faulty_key_of_the_screen_stands_at_its_default() {
    let text = "scool = 'A'\nturn = 45\noverscan = 3\ndiagonal = 55\ntimezone = 'Hanoi'\nzones = 1\ntheme = 'xanh'\n";
    let (read, problems) = screen(text.as_bytes(), "screen.toml", &asset, &no_theme);
    let keys: Vec<_> = problems.iter().map(|problem| problem.key.as_deref().unwrap_or("")).collect();
    assert_eq!(keys, ["scool", "turn", "overscan", "diagonal", "timezone", "zones", "theme"]);
    let bare = Screen::bare(Tz::Asia__Ho_Chi_Minh);
    assert_eq!(read, Some(Screen { header: true, ..bare }));
    assert_eq!(screen(b"a = ", "screen.toml", &asset, &no_theme).0, None, "a broken one keeps the last good");
}

#[test]
fn a_theme_of_the_schools_own_inherits_and_has_its_own_problems() {
    let file = |_: &str| {
        Ok((
            ItemPath::new("../media/truong.toml"),
            b"base = 'dem'\naccent = '#FFD54A'\nquiet = '#333'\nsizes = { body = 7 }".to_vec(),
        ))
    };
    let (read, problems) = screen(b"theme = 'media/truong.toml'", "screen.toml", &asset, &file);
    let theme = read.unwrap().theme;
    let dark = Theme::dark();
    let sizes = Sizes { body: 7.0, ..dark.sizes };
    assert_eq!(theme, Theme { name: "truong".into(), accent: Color(0xFF, 0xD5, 0x4A), sizes, ..dark });
    assert_eq!(
        problems.iter().map(|p| (p.file.as_str(), p.key.as_deref())).collect::<Vec<_>>(),
        [("../media/truong.toml", Some("quiet"))]
    );
}

#[test]
fn a_faint_theme_is_warned_of() {
    let (read, problems) = theme(b"text = '#999999'\nsizes = { body = 3 }", "media/a.toml");
    assert_eq!(read.unwrap().sizes, Theme::light().sizes);
    let levels: Vec<_> = problems.iter().map(|p| (p.level, p.key.as_deref().unwrap_or(""))).collect();
    assert_eq!(levels, [(Level::Warning, "text"), (Level::Warning, "text"), (Level::Error, "sizes.body")]);
}

#[test]
fn a_note_is_a_message() {
    let text = "\u{feff}HỌP PHỤ HUYNH\r\n\r\n- Lúc 8 giờ\r\n•Phòng 12\r\n-5 độ\r\n[cần điền giờ]\r\nHết";
    let (read, problems) = plain(text.as_bytes(), "a.txt");
    assert_eq!(said(&problems).iter().map(|said| (said.1, said.2)).collect::<Vec<_>>(), [(6, 1)]);
    let Some(Slide::Message(message)) = read.as_ref().and_then(|read| read.content.slide()) else { panic!() };
    assert_eq!(message.heading, "HỌP PHỤ HUYNH");
    let (point, text) = (|text: &str| Para::point(text), |text: &str| Para::text(text));
    let body = [point("Lúc 8\u{a0}giờ"), point("Phòng\u{a0}12"), text("-5 độ"), text("Hết")];
    assert_eq!(message.body, body);
    assert_eq!(plain(b" \n\n", "a.txt").0, None);
    assert_eq!(plain("[cần điền]".as_bytes(), "a.txt").0.unwrap().hidden, Some(Reason::Placeholder));
}
