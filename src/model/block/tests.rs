use chrono::Timelike;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::model::fixture::{VIETNAM, at, dated, item, line, one, playlist, programme};
use crate::model::local_day::day_of;
use crate::model::{Programme, Showing, When, showings};

/// The slots of the local day of `at` by the plain definition: every minute asks every item whether it is in
/// season, and every slot follows the one before. As (file, from, until).
fn plainly(programme: &Programme, at: DateTime<Utc>) -> Vec<(String, DateTime<Utc>, DateTime<Utc>)> {
    let date = |at| programme.local(at).date();
    let minute = TimeDelta::minutes(1);
    let in_season = |at: DateTime<Utc>| {
        let local = programme.local(at);
        let mut found = Vec::new();
        for (playlist, list) in programme.playlists.iter().enumerate() {
            for (item, of) in list.items.iter().enumerate() {
                if of.hidden.is_none() && list.when.holds(local) && of.when.holds(local) {
                    found.push(Place::new(playlist, item));
                }
            }
        }
        found
    };
    let mut from = at.with_second(0).unwrap().with_nanosecond(0).unwrap();
    while date(from - minute) == date(at) {
        from -= minute;
    }
    let mut slots = Vec::new();
    while date(from) == date(at) {
        let set = in_season(from);
        let mut until = from + minute;
        while date(until) == date(at) && in_season(until) == set {
            until += minute;
        }
        slots.extend(plain_block(programme, &set, from, until));
        from = until;
    }
    slots
}

fn plain_block(
    programme: &Programme,
    set: &[Place],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<(String, DateTime<Utc>, DateTime<Utc>)> {
    let mut lists: Vec<u32> = set.iter().map(|place| place.playlist).collect();
    lists.dedup();
    let of = |list: u32| -> Vec<&Item> {
        let places = set.iter().filter(|place| place.playlist == list);
        places.filter_map(|place| super::item(&programme.playlists, *place)).collect()
    };
    let weights: Vec<Vec<u32>> =
        lists.iter().map(|list| of(*list).iter().map(|item| item.weight).collect()).collect();
    let mut slots: Vec<(String, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    let mut at = from;
    for (list, index) in cycle(&weights).collect::<Vec<_>>().into_iter().cycle() {
        if at >= until {
            break;
        }
        let item = of(lists[list as usize])[index as usize];
        let flash = TimeDelta::seconds(3).min(item.duration / 3);
        match slots.last_mut() {
            Some(before) if at + item.duration > until && until - at < flash => before.2 = until,
            _ => slots.push((item.path.shown().to_owned(), at, until.min(at + item.duration))),
        }
        at += item.duration;
    }
    slots
}

fn any_item() -> impl Strategy<Value = Item> {
    let when = prop_oneof![
        3 => Just(""),
        1 => prop::sample::select(vec![
            "07:00-11:30", "22:00-02:00", "Mo-Fr", "Sa,Su 01:00-03:30", "02:15-02:45", "12:00-12:01", "23:30-00:30",
            "2026 Mar 29", "2026 Apr 24-2026 Oct 29", "2030", "Feb 29", "00:00-00:01", "23:59-24:00",
        ]),
    ];
    let seconds = prop_oneof![3 => 1i64..40, 1 => 40i64..9000];
    (when, seconds, prop_oneof![4 => Just(1u32), 1 => 2u32..5], prop::bool::weighted(0.1)).prop_map(
        |(when, seconds, weight, hidden)| {
            let hidden = hidden.then_some(crate::model::Reason::Broken);
            Item { weight, hidden, ..dated("", seconds, when) }
        },
    )
}

fn any_programme() -> impl Strategy<Value = Programme> {
    // Clocks set by an hour, by half an hour, over midnight, never.
    let zone = prop::sample::select(vec![
        VIETNAM,
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::Australia__Lord_Howe,
        Tz::Africa__Cairo,
        Tz::Asia__Beirut,
    ]);
    let lists = prop::collection::vec(
        (prop::sample::select(vec!["24/7", "Mo-Fr", "06:00-22:00"]), prop::collection::vec(any_item(), 0..5)),
        0..4,
    );
    (zone, lists).prop_map(|(zone, lists)| {
        let mut number = 0;
        let lists = lists.into_iter().map(|(when, mut items)| {
            for item in &mut items {
                number += 1;
                item.path = crate::model::ItemPath::new(format!("{number}"));
            }
            playlist(When::parse(when).unwrap(), items)
        });
        let lists = lists.collect();
        programme(zone, lists)
    })
}

fn any_day() -> impl Strategy<Value = DateTime<Utc>> {
    // Days on which clocks are set in one of the zones, a leap day, and an ordinary one.
    let days = vec![
        "2026-11-24",
        "2028-02-29",
        "1970-01-01",
        "2026-03-29",
        "2026-10-25",
        "2026-03-08",
        "2026-11-01",
        "2026-04-05",
        "2026-10-04",
        "2026-04-24",
        "2026-10-29",
        "2026-10-30",
        "2026-10-24",
        "2026-03-28",
    ];
    (prop::sample::select(days), 0u32..86_400)
        .prop_map(|(day, second)| at(&format!("{day} 00:00:00")) + TimeDelta::seconds(second.into()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_day_is_what_the_plain_definition_says(programme in any_programme(), at in any_day(), ask in prop::collection::vec(0i64..86_400_000, 8)) {
        let day = plainly(&programme, at);
        let span = day_of(programme.screen.zone, at);
        let shown: Vec<_> = showings(&programme, span.start, span.end)
            .map(|Showing { item, from, until, .. }| (item.path.shown().to_owned(), from, until))
            .collect();
        prop_assert_eq!(&shown, &day);
        // In any order, with whatever the memo holds by then.
        for millis in ask {
            let at = span.start + TimeDelta::milliseconds(millis);
            if !span.contains(&at) { continue; }
            let slot = programme.block(at).slot(at).map(|slot| (slot.span.start, slot.span.end));
            let plain = day.iter().find(|(_, from, until)| *from <= at && at < *until);
            prop_assert_eq!(slot, plain.map(|(_, from, until)| (*from, *until)));
        }
    }
}

#[test]
fn days_meet_without_a_gap() {
    for zone in [
        VIETNAM,
        Tz::Europe__Berlin,
        Tz::Africa__Cairo,
        Tz::Asia__Beirut,
        Tz::America__St_Johns,
        Tz::Pacific__Apia,
    ] {
        // Samoa had no 30 December 2011; St. John's set its clocks at one past midnight until 2011.
        let mut day = day_of(zone, at("2009-12-25 12:00:00"));
        for _ in 0..1000 {
            let next = day_of(zone, day.end);
            assert_eq!(next.start, day.end, "{zone}");
            assert!(next.end > next.start, "{zone}");
            assert_eq!(day_of(zone, next.end - TimeDelta::milliseconds(1)), next, "{zone}");
            day = next;
        }
    }
}

#[test]
fn what_the_end_of_a_block_would_cut_to_a_flash_is_not_begun() {
    let last = |a: i64, b: i64| {
        let programme = one(vec![item("a", a), item("b", b), dated("c", 5, "07:00-24:00")]);
        let around = at("2026-11-24 06:59:59");
        line(&showings(&programme, around, around + TimeDelta::seconds(1)).next().unwrap())
    };
    assert_eq!(last(10, 20), "b 06:59:40-07:00:00");
    // 25 200 s are 1145 cycles of 22 s and 10 s more, which are all of a.
    assert_eq!(last(10, 12), "a 06:59:50-07:00:00");
    // … 1145 cycles and 10 s: 8 s of a, and the 2 s left of b go to a.
    assert_eq!(last(8, 14), "a 06:59:50-07:00:00");
    // 5 s of a and 5 s of b: no flash.
    assert_eq!(last(5, 17), "b 06:59:55-07:00:00");
    // 812 cycles of 31 s, 26 s of a and 2 s of b's five: short, but more than its third.
    assert_eq!(last(26, 5), "b 06:59:58-07:00:00");
}

#[test]
fn a_showing_longer_than_its_block_is_cut() {
    let programme = one(vec![dated("a", 7200, "07:00-07:30"), item("b", 7200)]);
    let from = at("2026-11-24 06:30:00");
    let lines: Vec<_> =
        showings(&programme, from, at("2026-11-24 08:00:00")).map(|showing| line(&showing)).collect();
    assert_eq!(lines, ["b 06:00:00-07:00:00", "a 07:00:00-07:30:00", "b 07:30:00-09:30:00"]);
}

#[test]
fn setting_the_clocks_cuts_nothing() {
    // Europe goes from 02:00 to 03:00: a day of 23 hours, one block; and in autumn one of 25.
    for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 25)] {
        let programme = programme(Tz::Europe__Berlin, vec![playlist(When::always(), vec![item("a", 7)])]);
        let noon = at(&format!("{day} 18:00:00"));
        let block = programme.block(noon);
        assert_eq!(block.span, day_of(Tz::Europe__Berlin, noon));
        assert_eq!(block.span.end - block.span.start, TimeDelta::hours(hours));
    }
}

#[test]
fn an_hour_that_comes_twice_is_in_season_twice() {
    let list = playlist(When::always(), vec![dated("a", 3600, "02:00-02:30")]);
    let programme = programme(Tz::Europe__Berlin, vec![list]);
    let day = day_of(Tz::Europe__Berlin, at("2026-10-25 18:00:00"));
    let shown: Vec<_> =
        showings(&programme, day.start, day.end).map(|showing| showing.from - day.start).collect();
    assert_eq!(shown, [TimeDelta::hours(2), TimeDelta::hours(3)]);
}
