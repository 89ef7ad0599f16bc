//! The school's calendar, from real files: days off, and what `PH` becomes when they change.

use std::collections::BTreeSet;

use bangtin::model::{Level, Reason};
use chrono::NaiveDateTime;

use crate::load::folder;
use crate::pictures::png;
use crate::stage::{Stage, load, present};

/// "2026-11-20 09:00" as local time.
fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// Whether both the playlist and the item in it are in season.
fn plays(stage: &Stage, time: &str) -> [bool; 2] {
    let list = stage.programme.playlists.iter().find(|list| list.folder == "a").unwrap();
    [list.when.holds(at(time)), stage.item("a/1.png").unwrap().when.holds(at(time))]
}

fn event(first: &str, after: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Nghỉ\r\nDTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{after}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[test]
fn days_off_hold_in_every_when_and_change_live() {
    let picture = png(1300, 8);
    let mut stage = Stage::new(&[
        ("a/playlist.toml", b"when = '24/7; PH off'"),
        ("a/1.png", &picture),
        ("a/1.png.toml", b"when = '24/7; PH off'"),
    ]);
    let (tet, teachers, before_national) = ("2026-02-17 09:00", "2026-11-20 09:00", "2026-09-01 09:00");
    assert_eq!([tet, teachers, before_national].map(|time| plays(&stage, time)[0]), [false, true, false]);
    assert_eq!(plays(&stage, "2027-02-06 09:00"), [false, false], "Tết");

    stage.rename_in("screen.toml", b"[holidays]\noff = [2026-11-20]\non = ['01-09-2026']");
    stage.until("days of screen.toml", |stage| plays(stage, teachers) == [false, false]);
    assert_eq!(plays(&stage, before_national), [true, true]);

    let winter = "2027-01-25 09:00";
    stage.rename_in("Lịch nghỉ.ics", event("20270125", "20270215").as_bytes());
    stage.until("days of the calendar", |stage| plays(stage, winter) == [false, false]);
    assert_eq!(plays(&stage, teachers), [false, false], "both are obeyed");
    assert_eq!(plays(&stage, "2027-02-15 09:00"), [true, true], "the end of an event is not in it");
    assert!(stage.item("Lịch nghỉ.ics").is_none(), "it is no slide");

    stage.rename_in("Lịch nghỉ.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270230");
    stage.until("the problem", |stage| stage.programme.problems.iter().any(|of| of.file == "Lịch nghỉ.ics"));
    assert_eq!(plays(&stage, winter), [false, false], "a broken calendar keeps its last good days");

    std::fs::remove_file(stage.path("screen.toml")).unwrap();
    stage.until("no days of screen.toml", |stage| plays(stage, teachers) == [true, true]);
    assert_eq!(plays(&stage, winter), [false, false]);
    std::fs::remove_file(stage.path("Lịch nghỉ.ics")).unwrap();
    stage.until("no calendar", |stage| plays(stage, winter) == [true, true]);
    assert_eq!(plays(&stage, tet), [false, false], "the law stands");
}

/// A file, what stands in it, and the one problem that is said of it: line, key, and a part of the message.
type Row = (&'static str, &'static str, Option<u32>, Option<&'static str>, &'static str);

const SCREEN: &str = "screen.toml";
const LIST: &str = "a/playlist.toml";
const SIDE: &str = "a/1.png.toml";

#[rustfmt::skip]
const BAD: &[Row] = &[
    (SCREEN, "[holidays]\noff = [2026-11-20, '30-02-2027']", Some(2), Some("holidays.off.2"), "Tháng 2 không có ngày 30"),
    (SCREEN, "[holidays]\noff = '14-02-2027 đến 25-01-2027'", Some(2), Some("holidays.off"), "trước ngày đầu"),
    (SCREEN, "[holidays]\noff = '20-11'", Some(2), Some("holidays.off"), "thiếu năm"),
    (SCREEN, "[holidays]\noff = ['Tết']", Some(2), Some("holidays.off.1"), "không phải là ngày"),
    (SCREEN, "[holidays]\non = [2]", Some(2), Some("holidays.on.1"), "phải là một ngày"),
    (SCREEN, "[holidays]\noff = [1026-11-20]", Some(2), Some("holidays.off.1"), "Không có năm 1026"),
    (SCREEN, "[holidays]\noff = [2206-11-20]", Some(2), Some("holidays.off.1"), "không có năm 2206"),
    (SCREEN, "[holidays]\nof = [2026-11-20]", Some(2), Some("holidays.of"), "Có phải «off»?"),
    (SCREEN, "\nholidays = 2026-11-20", Some(2), Some("holidays"), "phải là một nhóm mục"),
    ("nghỉ.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270230\nEND:VEVENT\nEND:VCALENDAR", Some(3), Some("DTSTART"), "«20270230» không phải là ngày"),
    ("nghỉ.ics", "Nghỉ Tết từ 25-01", None, None, "không phải tệp lịch"),
    ("a/nghỉ.ics", "", None, None, "chỉ được đọc ở thư mục gốc"),
    (LIST, "title = 'A'\nwhen = '24/7; SH off'", Some(2), Some("when"), "Không có ngày nghỉ tên «SH»"),
    (LIST, "when = '24/7; easter off'", Some(1), Some("when"), "Không có ngày nghỉ tên «easter»"),
    (LIST, "when = '24/7; Vesak off'", Some(1), Some("when"), "Không đọc được «Vesak off»"),
    (LIST, "when = 'Feb 30'", Some(1), Some("when"), "Tháng 2 không có ngày 30"),
    (LIST, "when = '2026 Dec 31-2026 Feb 13'", Some(1), Some("when"), "trước ngày đầu"),
    (LIST, "when = 'Mo-Fr 07:00-11:30, Xy'", Some(1), Some("when"), "Không đọc được «Xy»"),
    (LIST, "when = 'Mo 25:00-26:00'", Some(1), Some("when"), "quá 24:00"),
    (LIST, "when = '2027 Jan week 30'", Some(1), Some("when"), "Không có ngày nào khớp"),
    (SIDE, "to = '30-02-2026'", Some(1), Some("to"), "Tháng 2 không có ngày 30"),
    (SIDE, "to = 2026-02-30", Some(1), None, "Ngày này không có trong lịch"),
    (SIDE, "from = '30-11-2026'\nto = '01-11-2026'", Some(2), Some("to"), "trước ngày đầu"),
    (SIDE, "days = ['T2', 'T9']", Some(1), Some("days.2"), "không phải là ngày trong tuần"),
    (SIDE, "hours = ['07:00-11:30', '13:30-24:30']", Some(1), Some("hours.2"), "quá 24:00"),
    (SIDE, "from = 2026-11-23\nto = 2026-11-24\ndays = 'CN'", Some(2), Some("to"), "Không có ngày nào khớp"),
    ("a/Họp (đến 31-11-2026).txt", "Họp", None, None, "Tháng 11 không có ngày 31"),
    ("a/Họp (từ 30-11 đến 01-11-2026, thứ 9).txt", "Họp", None, None, "«thứ 9» không phải là ngày"),
];

#[test]
fn bad_dates_are_named_with_their_place_and_what_to_do() {
    let picture = png(1300, 8);
    for (file, text, line, key, message) in BAD {
        let folder = folder(&[("a/1.png", &picture), ("b.png", &picture), (file, text.as_bytes())]);
        let loaded = load(folder.path(), present() + chrono::TimeDelta::days(1));
        let [problem] = loaded.programme.problems.as_slice() else {
            panic!("{file} «{text}»: {:#?}", loaded.programme.problems)
        };
        assert_eq!((problem.file.as_str(), problem.line), (*file, *line), "{text}: {}", problem.message.vi);
        assert_eq!(problem.key.as_deref(), *key, "{text}");
        assert!(problem.message.vi.contains(message), "{text}: {}", problem.message.vi);
        let said = [&problem.message.vi, &problem.message.en, &problem.help.vi, &problem.help.en];
        assert!(said.iter().all(|said| said.len() > 10), "{text}: {said:?}");
        let items = || loaded.programme.playlists.iter().flat_map(|list| list.items.iter());
        let broken: BTreeSet<_> = items()
            .filter(|item| item.hidden == Some(Reason::Broken))
            .map(|item| item.path.shown())
            .collect();
        // What its dates govern stays off; everything else plays.
        let governed = match *file {
            LIST | SIDE => Some("a/1.png"),
            name if name.ends_with(".txt") => Some(name),
            _ => None,
        };
        assert_eq!(broken, BTreeSet::from_iter(governed), "{text}");
        assert!(problem.level == Level::Error || *file == "a/nghỉ.ics");
    }
}

#[test]
fn ten_thousand_rules_are_refused_and_ten_thousand_dates_obeyed() {
    let rules = format!("when = '{}'", vec!["Mo"; 10_000].join("; "));
    let days = vec!["2026-11-20"; 5_000].join(",");
    let (picture, own) = (png(1300, 8), format!("[holidays]\noff = [{days}]"));
    let calendar: String = std::iter::once("BEGIN:VCALENDAR\n".to_owned())
        .chain((0..10_000).map(|year| {
            format!(
                "BEGIN:VEVENT\nDTSTART:{:04}0101\nDTEND:99991231\nRRULE:FREQ=YEARLY\nEND:VEVENT\n",
                2021 + year % 5
            )
        }))
        .collect();
    let files: [(&str, &[u8]); 4] = [
        (SCREEN, own.as_bytes()),
        ("nghỉ.ics", calendar.as_bytes()),
        ("a/1.png", &picture),
        (LIST, rules.as_bytes()),
    ];
    let folder = folder(&files);
    let loaded = load(folder.path(), present() + chrono::TimeDelta::days(1));
    let [problem] = loaded.programme.problems.as_slice() else { panic!("{:#?}", loaded.programme.problems) };
    assert_eq!((problem.file.as_str(), problem.line, problem.key.as_deref()), (LIST, Some(1), Some("when")));
    assert!(problem.message.vi.contains("dài quá"), "{}", problem.message.vi);
    assert!(loaded.programme.screen.holidays.contains(at("2031-03-05 00:00").date()));
}
