//! The built binary and the clock: `when`, `shot` and `play` agree to the second, whatever the clock does.
//!
//! The player runs under libfaketime, by a clock that stands still where a test puts it. So a line it prints is
//! exact, and nothing here waits for a dwell.
#![cfg(target_os = "linux")]

#[path = "../wall/display.rs"]
#[allow(dead_code)] // the screens of it are for the wall
mod display;
mod faked;
mod folder;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use faked::{Clock, Player};
use folder::{Folder, VIETNAM};

fn vietnam(local: &str) -> DateTime<Utc> {
    moment(VIETNAM, local)
}

fn moment(zone: Tz, local: &str) -> DateTime<Utc> {
    let local = local.parse().expect("a local time");
    zone.from_local_datetime(&local).earliest().expect("it exists").to_utc()
}

/// Puts the player's clock at each of `moments`, in this order, and compares what it then says and draws with
/// `when`; and, where `shot` can be asked for the same moment, its picture too.
fn agree(folder: &Folder, player: &mut Player, moments: &[DateTime<Utc>], shots: bool) {
    for at in moments {
        let told = folder.expected(*at);
        if player.shows(&told) {
            // What stays is not said again: something else comes between.
            let others = (1..60).map(|seconds| *at + TimeDelta::seconds(seconds));
            let other =
                others.map(|other| (other, folder.expected(other))).find(|(_, other)| !player.shows(other));
            let (other, told) = other.expect("another");
            player.jump(folder, other);
            assert_eq!(player.said(), folder.line(other, &told), "what play says at {other}");
        }
        player.jump(folder, *at);
        assert_eq!(player.said(), folder.line(*at, &told), "what play says at {at}");
        if shots {
            let played = player.picture();
            assert!(played == folder.shot(*at, None), "play and shot draw two things at {at}: {}", told.line);
            let item = folder.shot(*at, Some((&told.item, told.page)));
            assert!(played == item, "play does not draw {} at {at}", told.line);
        }
    }
}

#[test]
fn when_shot_and_play_agree_around_every_boundary() {
    let folder = Folder::new(VIETNAM);
    let clock = Clock::frozen(vietnam("2026-11-24T06:00:00"));
    let mut player = Player::start(&folder, clock);
    player.said();
    // The hours of a playlist begin and end, an item has its last second, and an ordinary quarter of a minute.
    for around in ["2026-11-24T07:00:00", "2026-11-24T11:30:00", "2026-11-25T00:00:00", "2026-11-25T15:00:00"]
    {
        let around = vietnam(around);
        let edges = folder.edges(around - TimeDelta::seconds(12), around + TimeDelta::seconds(12));
        assert!(edges.len() >= 3, "{edges:?}");
        // In three rounds, so that each moment has another line than the one before and none is missed.
        for (shift, shots) in [(-1, false), (0, true), (1, false)] {
            let moments: Vec<_> = edges.iter().map(|edge| *edge + TimeDelta::seconds(shift)).collect();
            agree(&folder, &mut player, &moments, shots);
        }
    }
}

#[test]
fn pages_turn_when_they_are_said_to() {
    let folder = Folder::new(VIETNAM);
    let mut player = Player::start(&folder, Clock::frozen(vietnam("2026-11-24T06:00:00")));
    player.said();
    let from = vietnam("2026-11-24T09:00:00");
    let mut turned = 0;
    for second in 0..40 {
        let at = from + TimeDelta::seconds(second);
        let told = folder.expected(at);
        if !player.shows(&told) {
            turned += u32::from(told.page > 1);
            agree(&folder, &mut player, &[at], told.page > 1);
        }
    }
    assert!(turned >= 3, "the procedure has pages");
}

#[test]
fn the_clock_may_be_set_to_anything() {
    let folder = Folder::new(VIETNAM);
    // A board without a battery wakes in 1970, then hears from the network.
    let mut player = Player::start(&folder, Clock::frozen(Utc.timestamp_opt(20, 0).unwrap()));
    let start = Utc.timestamp_opt(20, 0).unwrap();
    assert_eq!(player.said(), folder.line(start, &folder.expected(start)));
    let steps = [
        "2026-11-24T08:00:00",
        "2026-11-24T10:00:00", // two hours on
        "2026-11-24T08:00:00", // and back
        "2026-11-24T23:59:59",
        "2026-11-25T00:00:00", // a day boundary, behind which an item has expired
        "2026-11-24T23:59:57", // and back: it has not
        "2029-11-24T08:00:00",
        "2038-01-19T10:14:08", // the second after 2^31 − 1
        "2043-01-26T12:00:00",
        "2099-12-31T23:59:59",
        "2026-11-24T08:00:00",
        "1970-01-01T08:00:05",
        "1969-12-31T12:00:00", // no kernel allows it; still no reason to fall over
        "2024-12-31T23:59:59", // the last second in which a clock counts as never set
        "2025-01-01T00:00:00",
    ];
    agree(&folder, &mut player, &steps.map(vietnam), true);
}

#[test]
fn a_clock_that_was_never_set_shows_no_time_and_nothing_that_goes_by_it() {
    let folder = Folder::new(VIETNAM);
    let item = "01 ảnh (3s).png";
    let shot = |local: &str| folder.shot(vietnam(local), Some((item, 1)));
    assert!(shot("1970-01-01T07:00:00") == shot("1970-01-02T09:31:00"), "a header without date and time");
    assert!(shot("2026-11-24T07:00:00") != shot("2026-11-24T07:01:00"), "a header with the time");
    assert!(shot("2026-11-24T07:00:00") != shot("1970-01-01T07:00:00"));
    let listed = folder.when(vietnam("1970-01-01T06:59:00"), "2m");
    let bound: Vec<_> = listed.iter().filter(|s| s.item.contains("Họp") || s.item.contains("sáng")).collect();
    assert!(listed.len() > 10 && bound.is_empty(), "{bound:?}");
}

#[test]
fn where_summer_time_begins_and_ends() {
    let zone = Tz::Europe__Paris;
    let folder = Folder::new(zone);
    let mut player = Player::start(&folder, Clock::frozen(moment(zone, "2026-03-28T12:00:00")));
    player.said();
    for set in ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"] {
        let set: DateTime<Utc> = set.parse().expect("a moment");
        let night =
            |minutes: i64, seconds: i64| set + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
        // The hour that is skipped in spring and comes twice in autumn is bound to show an item of its own.
        let moments = [night(-61, 0), night(-30, 0), night(0, -4), night(0, 4), night(30, 0), night(60, -1)];
        agree(&folder, &mut player, &moments, false);
        agree(&folder, &mut player, &[night(60, 0), night(61, 0), night(24 * 60, 0)], true);
    }
}

#[test]
fn a_running_player_follows_the_steps_of_its_clock() {
    let folder = Folder::new(VIETNAM);
    let start = vietnam("2026-11-24T08:00:00");
    let clock = Clock::running(start);
    let mut player = Player::start(&folder, clock);
    player.follow(&folder, start, 2);
    let hours = |hours| start + TimeDelta::hours(hours);
    let midnight = vietnam("2026-11-24T23:59:57");
    for to in [hours(2), hours(0), hours(-2), midnight, hours(3 * 365 * 24), hours(1)] {
        player.set(to);
        player.follow(&folder, to, 2);
    }
}

#[test]
fn play_can_start_at_any_time() {
    let folder = Folder::new(VIETNAM);
    for local in ["1970-01-01T00:00:00", "2026-11-24T07:00:00", "2038-01-19T10:14:07", "9999-12-31T12:00:00"]
    {
        let mut player = Player::start_at(&folder, local);
        player.follow(&folder, vietnam(local), 1);
    }
}

#[test]
fn a_time_that_no_calendar_here_has_is_wrong_usage() {
    for time in ["+262142-12-31T23:59", "10000-01-01", "1899-12-31T23:59", "2026-02-30T07:00"] {
        let done = folder::bangtin().args(["when", "/", "--at", time]).output().expect("when runs");
        assert_eq!(done.status.code(), Some(2), "{time}");
    }
}
