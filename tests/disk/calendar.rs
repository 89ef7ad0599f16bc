//! The school's calendar, from real files: days off, and what `PH` becomes when they change.

use chrono::NaiveDateTime;

use crate::pictures::png;
use crate::stage::Stage;

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
    let picture = png(1000, 8);
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
