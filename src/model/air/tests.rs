use proptest::prelude::*;

use super::*;
use crate::model::fixture::{VIETNAM, at, dated, item, line, one, playlist, programme};
use crate::model::{Item, When};

fn stamp() -> Stamp {
    item("", 1).stamp
}

/// A fresh file on air from and until these times of 24 November 2026.
fn fresh(path: &str, from: &str, until: &str) -> Fresh {
    let time = |text| at(&format!("2026-11-24 {text}"));
    Fresh { path: ItemPath::new(path), stamp: stamp(), from: time(from), until: time(until) }
}

fn held(path: &str, from: &str, until: &str) -> Option<Hold> {
    let Fresh { path, stamp, from, until } = fresh(path, from, until);
    Some(Hold { path, stamp, from, until })
}

/// "a 07:00:00-07:00:10 Loop" for the showing at this time of 24 November 2026.
fn told(programme: &Programme, overrides: &Overrides, time: &str) -> String {
    let on_air = on_air(programme, overrides, at(&format!("2026-11-24 {time}")));
    on_air.showing.map_or("nothing".to_owned(), |showing| {
        assert_eq!(showing.until, on_air.until);
        format!("{} {:?}", line(&showing), showing.by)
    })
}

#[test]
fn one_playlist_plays_in_its_order_from_midnight() {
    let programme = one(vec![item("a", 10), item("b", 15), item("c", 5)]);
    let from = at("2026-11-24 00:01:05");
    let lines: Vec<_> =
        showings(&programme, from, from + TimeDelta::seconds(31)).map(|showing| line(&showing)).collect();
    assert_eq!(
        lines,
        ["a 00:01:00-00:01:10", "b 00:01:10-00:01:25", "c 00:01:25-00:01:30", "a 00:01:30-00:01:40"]
    );
}

#[test]
fn a_single_item_comes_again_and_again() {
    let programme = one(vec![item("a", 10)]);
    assert_eq!(told(&programme, &Overrides::default(), "00:00:00"), "a 00:00:00-00:00:10 Loop");
    assert_eq!(told(&programme, &Overrides::default(), "23:59:59"), "a 23:59:50-00:00:00 Loop");
}

#[test]
fn nothing_in_season_lasts_until_something_may_be() {
    let empty = programme(VIETNAM, Vec::new());
    let now = at("2026-11-24 10:00:00");
    assert_eq!(
        on_air(&empty, &Overrides::default(), now),
        OnAir { showing: None, until: at("2026-11-25 00:00:00") }
    );
    assert_eq!(showings(&empty, now, now + TimeDelta::days(2)).count(), 0);
    assert_eq!(upcoming(&empty, &Overrides::default(), now, 3), []);

    let afternoon = one(vec![dated("a", 10, "13:30-17:00")]);
    assert_eq!(
        on_air(&afternoon, &Overrides::default(), now),
        OnAir { showing: None, until: at("2026-11-24 13:30:00") }
    );
    let next = upcoming(&afternoon, &Overrides::default(), now, 1);
    assert_eq!(next.iter().map(line).collect::<Vec<_>>(), ["a 13:30:00-13:30:10"]);
}

#[test]
fn the_last_day_is_included_and_nothing_after_it() {
    let programme = one(vec![dated("a", 10, "2026 Nov 20-2026 Nov 30")]);
    let by_day = ["2026-11-19 23:59:59", "2026-11-20 00:00:00", "2026-11-30 23:59:59", "2026-12-01 00:00:00"];
    let on = by_day.map(|day| on_air(&programme, &Overrides::default(), at(day)).showing.is_some());
    assert_eq!(on, [false, true, true, false]);
}

#[test]
fn the_clock_may_jump_by_years() {
    let items = || vec![item("a", 10), dated("b", 7, "Mo-Fr"), dated("c", 12, "2019-2020")];
    let asked = one(items());
    for day in
        ["2026-11-24", "1970-01-01", "2019-05-05", "2026-11-24", "2093-02-28", "1999-12-31", "2026-11-23"]
    {
        let now = at(&format!("{day} 10:00:03"));
        assert_eq!(
            on_air(&asked, &Overrides::default(), now),
            on_air(&one(items()), &Overrides::default(), now),
            "{day}"
        );
    }
}

#[test]
fn what_is_new_shows_once_to_a_boundary_of_the_loop() {
    // The loop: a at :00, b at :10, c at :20 and so on.
    let programme = one(vec![item("a", 10), item("b", 10), item("c", 10)]);
    let overrides = Overrides {
        fresh: vec![fresh("c", "10:00:04", "10:00:14"), fresh("b", "10:00:14", "10:00:24")],
        ..Overrides::default()
    };
    let table = [
        ("10:00:03", "a 10:00:00-10:00:04 Loop"),
        ("10:00:04", "c 10:00:04-10:00:14 Fresh"),
        ("10:00:14", "b 10:00:14-10:00:30 Fresh"),
        ("10:00:29", "b 10:00:14-10:00:30 Fresh"),
        ("10:00:30", "a 10:00:30-10:00:40 Loop"),
    ];
    for (time, expected) in table {
        assert_eq!(told(&programme, &overrides, time), expected, "{time}");
    }
    let next = upcoming(&programme, &overrides, at("2026-11-24 10:00:03"), 3);
    assert_eq!(
        next.iter().map(line).collect::<Vec<_>>(),
        ["c 10:00:04-10:00:14", "b 10:00:14-10:00:30", "a 10:00:30-10:00:40"]
    );
    // An end that is a boundary needs no other.
    let exact = Overrides { fresh: vec![fresh("c", "10:00:04", "10:00:20")], ..Overrides::default() };
    assert_eq!(told(&programme, &exact, "10:00:05"), "c 10:00:04-10:00:20 Fresh");
}

#[test]
fn what_was_found_on_air_stays_and_gives_way_to_the_new() {
    let programme = one(vec![item("a", 10), item("b", 10), item("c", 10)]);
    let hold = held("b", "09:59:55", "10:00:05");
    let overrides = Overrides { fresh: vec![fresh("c", "10:00:03", "10:00:13")], hold, operator: None };
    let table = [
        ("09:59:54", "c 09:59:50-09:59:55 Loop"),
        ("09:59:56", "b 09:59:55-10:00:03 Held"),
        ("10:00:04", "c 10:00:03-10:00:20 Fresh"),
        ("10:00:20", "c 10:00:20-10:00:30 Loop"),
    ];
    for (time, expected) in table {
        assert_eq!(told(&programme, &overrides, time), expected, "{time}");
    }
    let alone = Overrides { fresh: Vec::new(), ..overrides };
    assert_eq!(told(&programme, &alone, "10:00:06"), "b 09:59:55-10:00:10 Held");
    assert_eq!(told(&programme, &alone, "10:00:10"), "b 10:00:10-10:00:20 Loop");
}

#[test]
fn an_override_that_no_longer_holds_is_ignored() {
    let hidden = Item { hidden: Some(Reason::Broken), ..item("hidden", 10) };
    let changed = Item { stamp: Stamp { size: 2, ..stamp() }, ..item("changed", 10) };
    let programme = one(vec![item("a", 10), hidden, changed, dated("morning", 10, "07:00-10:00")]);
    for path in ["gone", "hidden", "changed", "morning"] {
        let overrides =
            Overrides { fresh: vec![fresh(path, "10:00:01", "10:00:31")], ..Overrides::default() };
        for (time, expected) in
            [("10:00:00", "a 10:00:00-10:00:10 Loop"), ("10:00:05", "a 10:00:00-10:00:10 Loop")]
        {
            assert_eq!(told(&programme, &overrides, time), expected, "{path}");
        }
    }
    // It goes off at the end of its season, not later.
    let overrides =
        Overrides { fresh: vec![fresh("morning", "09:59:55", "10:00:05")], ..Overrides::default() };
    assert_eq!(told(&programme, &overrides, "09:59:56"), "morning 09:59:55-10:00:00 Fresh");
    assert_eq!(told(&programme, &overrides, "10:00:00"), "a 10:00:00-10:00:10 Loop");
    // A change of the others is none of its own.
    let overrides = Overrides { fresh: vec![fresh("a", "09:59:55", "10:00:05")], ..Overrides::default() };
    assert_eq!(told(&programme, &overrides, "09:59:56"), "a 09:59:55-10:00:10 Fresh");
}

#[test]
fn each_hidden_item_has_its_reason() {
    let broken = Item { hidden: Some(Reason::Broken), ..item("broken", 10) };
    let items = vec![
        item("a", 10),
        broken,
        dated("past", 10, "2025"),
        dated("later", 10, "2027"),
        dated("night", 10, "20:00-22:00"),
    ];
    let closed =
        playlist(When::parse("2026 Dec").unwrap(), vec![item("december", 10), dated("gone", 10, "2025")]);
    let programme = programme(VIETNAM, vec![playlist(When::always(), items), closed]);
    let found: Vec<_> = hidden(&programme, at("2026-11-24 10:00:00"))
        .into_iter()
        .map(|(_, item, reason)| format!("{} {}", item.path.shown(), reason.name()))
        .collect();
    assert_eq!(
        found,
        ["broken broken", "past expired", "later not-yet", "night hours", "december not-yet", "gone expired"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_answer_holds_until_it_says(
        fresh in prop::collection::vec((0usize..5, 0i64..400, 1i64..90), 0..4),
        hold in prop::option::of((0usize..5, 0i64..400, 1i64..90)),
        second in 0i64..500,
        later in 0.0f64..1.0,
    ) {
        let items = vec![item("0", 10), item("1", 25), dated("2", 8, "07:03-07:05"), dated("3", 9, "00:00-07:02")];
        let programme = one(items);
        let start = at("2026-11-24 07:00:00");
        let span = |from: i64, length: i64| (start + TimeDelta::seconds(from), start + TimeDelta::seconds(from + length));
        let mut fresh: Vec<Fresh> = fresh.into_iter().map(|(path, from, length)| {
            let (from, until) = span(from, length);
            Fresh { path: ItemPath::new(path.to_string()), stamp: stamp(), from, until }
        }).collect();
        fresh.sort_by_key(|fresh| fresh.from);
        let hold = hold.map(|(path, from, length)| {
            let (from, until) = span(from, length);
            Hold { path: ItemPath::new(path.to_string()), stamp: stamp(), from, until }
        });
        let overrides = Overrides { fresh, hold, operator: None };
        let now = start + TimeDelta::seconds(second);
        let answer = on_air(&programme, &overrides, now);
        prop_assert!(now < answer.until);
        let between = now + TimeDelta::milliseconds(((answer.until - now).num_milliseconds() as f64 * later) as i64);
        prop_assert_eq!(&on_air(&programme, &overrides, between), &answer, "{} {}", now, between);
        if let Some(showing) = answer.showing {
            prop_assert!(showing.from <= now && now < showing.until);
            let local = programme.local(now);
            prop_assert!(showing.item.when.holds(local));
        }
    }
}
