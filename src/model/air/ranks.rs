//! Who gives way to whom: urgent > takeover > fresh > loop.

use super::*;
use crate::model::fixture::{VIETNAM, at, dated, item, playlist, programme, ranked};
use crate::model::{Screen, When};

/// "a Loop", or "a" when `on` is out of turn, at this time of 24 November 2026, a Tuesday.
fn told(programme: &Programme, overrides: &Overrides, time: &str) -> String {
    let showing = on_air(programme, overrides, at(&format!("2026-11-24 {time}"))).showing;
    showing.map_or("nothing".to_owned(), |showing| format!("{} {:?}", showing.item.path.shown(), showing.by))
}

fn new(path: &str, from: &str) -> Overrides {
    let from = at(&format!("2026-11-24 {from}"));
    let (path, stamp) = (ItemPath::new(path), item("", 1).stamp);
    Overrides {
        fresh: vec![Fresh { path, stamp, from, until: from + TimeDelta::seconds(10) }],
        ..Overrides::default()
    }
}

#[test]
fn the_order_of_the_powers() {
    let everyday = || playlist(When::always(), vec![item("a", 10)]);
    let takeover = || ranked(Rank::Takeover, "07:00-07:30", vec![item("t", 10)]);
    let urgent = || ranked(Rank::Urgent, "", vec![dated("u", 10, "07:10-07:20")]);
    let all = programme(VIETNAM, vec![everyday(), takeover(), urgent()]);
    let table = [
        ("06:59:59", "a Loop"),
        ("07:00:00", "t Takeover"),
        ("07:10:00", "u Urgent"),
        ("07:20:00", "t Takeover"),
        ("07:30:00", "a Loop"),
    ];
    for (time, expected) in table {
        assert_eq!(told(&all, &Overrides::default(), time), expected, "{time}");
    }
    // A new file is stronger than the loop, and weaker than a takeover.
    let calm = programme(
        VIETNAM,
        vec![playlist(When::always(), vec![item("a", 3600), item("b", 3600)]), takeover()],
    );
    assert_eq!(told(&calm, &new("b", "06:00:05"), "06:00:06"), "b Fresh");
    assert_eq!(told(&calm, &new("b", "07:10:05"), "07:10:06"), "t Takeover");
    // One that is on air gives way at the first moment.
    assert_eq!(
        on_air(&calm, &new("b", "06:59:55"), at("2026-11-24 06:59:56")).until,
        at("2026-11-24 07:00:00")
    );
    // What is new among the urgent does not wait for the others.
    let two = programme(
        VIETNAM,
        vec![everyday(), ranked(Rank::Urgent, "", vec![item("u", 3600), item("v", 3600)])],
    );
    assert_eq!(told(&two, &Overrides::default(), "00:00:06"), "u Urgent");
    assert_eq!(told(&two, &new("v", "00:00:05"), "00:00:06"), "v Fresh");
    assert_eq!(
        on_air(&two, &new("v", "00:00:05"), at("2026-11-24 00:00:01")).until,
        at("2026-11-24 00:00:05")
    );
}

#[test]
fn of_two_takeovers_the_first_by_name_has_the_screen() {
    let both = programme(
        VIETNAM,
        vec![
            playlist(When::always(), vec![item("a", 10)]),
            ranked(Rank::Takeover, "07:00-07:30", vec![item("first", 10), item("second", 10)]),
            ranked(Rank::Takeover, "06:45-07:45", vec![item("other", 10)]),
        ],
    );
    let at_these = ["06:44:59", "06:45:00", "07:00:00", "07:00:10", "07:30:00", "07:45:00"];
    let seen = at_these.map(|time| told(&both, &Overrides::default(), time));
    let expected =
        ["a Loop", "other Takeover", "first Takeover", "second Takeover", "other Takeover", "a Loop"];
    assert_eq!(seen, expected);
}

#[test]
fn several_urgent_files_take_turns_and_the_others_are_told_why_they_wait() {
    let all = programme(
        VIETNAM,
        vec![
            playlist(When::always(), vec![item("a", 10), dated("night", 10, "20:00-21:00")]),
            ranked(Rank::Takeover, "", vec![item("t", 10)]),
            ranked(Rank::Urgent, "", vec![item("u", 10), item("v", 10)]),
        ],
    );
    let lines: Vec<_> = ["10:00:00", "10:00:10"].map(|time| told(&all, &Overrides::default(), time)).into();
    assert_eq!(lines, ["u Urgent", "v Urgent"]);
    let reasons: Vec<_> = hidden(&all, at("2026-11-24 10:00:00"))
        .into_iter()
        .map(|(_, item, reason)| format!("{} {}", item.path.shown(), reason.name()))
        .collect();
    assert_eq!(reasons, ["a takeover", "night hours", "t takeover"]);
}

#[test]
fn a_takeover_without_anything_to_show_takes_nothing() {
    let broken = Item { hidden: Some(Reason::Broken), ..item("u", 10) };
    let all = programme(
        VIETNAM,
        vec![playlist(When::always(), vec![item("a", 10)]), ranked(Rank::Urgent, "", vec![broken])],
    );
    assert_eq!(told(&all, &Overrides::default(), "10:00:00"), "a Loop");
}

#[test]
fn outside_its_hours_the_screen_is_dark_but_for_what_is_urgent() {
    let everyday = || playlist(When::always(), vec![item("a", 10)]);
    let urgent = || ranked(Rank::Urgent, "", vec![dated("u", 10, "20:00-21:00")]);
    let screen = Screen { lit: When::parse("06:30-17:30").unwrap(), ..Screen::bare(VIETNAM) };
    let all = Programme::new(screen, vec![everyday(), urgent()], Vec::new());
    let table = [
        ("06:29:59", "nothing"),
        ("06:30:00", "a Loop"),
        ("17:29:59", "a Loop"),
        ("17:30:00", "nothing"),
        ("20:00:00", "u Urgent"),
        ("21:00:00", "nothing"),
    ];
    for (time, expected) in table {
        assert_eq!(told(&all, &Overrides::default(), time), expected, "{time}");
    }
    assert_eq!(told(&all, &new("a", "19:00:00"), "19:00:01"), "nothing", "what is new waits for the morning");
    let reasons: Vec<_> =
        hidden(&all, at("2026-11-24 19:00:00")).into_iter().map(|(.., why)| why.name()).collect();
    assert_eq!(reasons, ["hours", "hours"]);
    assert_eq!(
        on_air(&all, &Overrides::default(), at("2026-11-24 05:00:00")).until,
        at("2026-11-24 06:30:00")
    );
}

#[test]
fn by_a_clock_that_was_never_set_the_screen_is_lit_at_every_hour() {
    let screen = Screen { lit: When::parse("06:30-17:30").unwrap(), ..Screen::bare(VIETNAM) };
    let lists = vec![playlist(When::always(), vec![item("a", 10), dated("b", 10, "2026")])];
    let folder = Programme::new(screen, lists, Vec::new());
    for time in ["1970-01-01 00:00:05", "1970-01-01 12:00:05", "2024-12-31 23:59:55"] {
        let showing = on_air(&folder, &Overrides::default(), at(time)).showing;
        assert_eq!(showing.map(|showing| showing.item.title.clone()).as_deref(), Some("a"), "{time}");
        let hidden: Vec<_> =
            hidden(&folder, at(time)).iter().map(|(_, item, _)| item.title.clone()).collect();
        assert_eq!(hidden, ["b"], "what has a date waits for the time");
    }
    assert_eq!(on_air(&folder, &Overrides::default(), at("2025-01-01 00:00:05")).showing, None);
}
