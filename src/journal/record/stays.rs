//! What stays on the screen is one showing.

use super::tests::{ALL, Wall, folder};
use super::*;
use crate::model::fixture::{VIETNAM, programme, ranked};
use crate::model::{Film, Rank, Stamp};

#[test]
fn what_is_planned_anew_while_it_stays_is_one_showing() {
    let mut wall = Wall::new();
    // Put on by the loop of what is urgent, in the middle of a turn; then as a new file; then by the loop again.
    let turns = [
        (2, -4, Authority::Urgent),
        (3, 3, Authority::Fresh),
        (5, 1, Authority::Urgent),
        (6, 6, Authority::Held),
    ];
    wall.programme = folder(&ALL);
    wall.plays(0, "tin/a", 0);
    for (now, from, by) in turns {
        let leaf = wall.leaf("khan-cap/k", from, by);
        wall.programme = folder(&ALL);
        assert_eq!(wall.main(now, Some(leaf)), if now == 2 { "a 0-2 urgent" } else { "" });
    }
    wall.programme = folder(&ALL[..4]);
    assert_eq!(wall.plays(8, "tin/b", 0), "k 2-8 deleted", "not by itself");
    // What was there for its whole length is not cut short, whatever the plan says.
    let mut wall = Wall::new();
    for from in [0, 7] {
        let leaf = wall.leaf("khan-cap/k", from, Authority::Urgent);
        wall.main(from, Some(leaf));
    }
    wall.programme = folder(&ALL[..4]);
    assert_eq!(wall.plays(12, "tin/b", 10), "k 0-12");
}

#[test]
fn the_same_bytes_once_more_are_the_same_showing() {
    let mut wall = Wall::new();
    wall.plays(0, "tin/a", 0);
    let of = |wall: &Wall, stamp: fn(Stamp) -> Stamp| {
        let mut leaf = wall.leaf("tin/a", 4, Authority::Fresh);
        let item = Item { stamp: stamp(leaf.item.stamp), ..(*leaf.item).clone() };
        leaf.item = Arc::new(item);
        leaf
    };
    let touched = of(&wall, |stamp| Stamp { modified: 2, ..stamp });
    assert_eq!(wall.main(4, Some(touched)), "");
    let replaced = of(&wall, |stamp| Stamp { size: 2, ..stamp });
    wall.programme =
        Arc::new(programme(VIETNAM, vec![ranked(Rank::Loop, "", vec![(*replaced.item).clone()])]));
    assert_eq!(wall.main(6, Some(replaced)), "a 0-6 reload");
}

#[test]
fn what_stays_is_another_row_for_another_topic_another_day_and_a_clip_that_begins_again() {
    let mut wall = Wall::new();
    let with = |wall: &Wall, from: i64, change: fn(&mut Item)| {
        let mut leaf = wall.leaf("tin/a", from, Authority::Loop);
        let mut item = (*leaf.item).clone();
        change(&mut item);
        leaf.item = Arc::new(item);
        leaf
    };
    wall.plays(0, "tin/a", 0);
    // Settings that came a moment later count from its next turn.
    for (now, from, rows) in [(3, 3, ""), (13, 13, "a 0-13"), (23, 23, "")] {
        let leaf = with(&wall, from, |item| item.topic = Some("1.4".into()));
        assert_eq!(wall.main(now, Some(leaf)), rows);
    }
    let midnight = 17 * 3600;
    let leaf = with(&wall, midnight - 5, |item| item.topic = Some("1.4".into()));
    for minute in 1..17 * 60 {
        assert_eq!(wall.main(60 * minute, Some(leaf.clone())), "");
    }
    let leaf = with(&wall, midnight, |item| item.topic = Some("1.4".into()));
    assert_eq!(wall.main(midnight, Some(leaf)), format!("a 13-{midnight}"));

    let mut wall = Wall::new();
    let clip = |item: &mut Item| {
        item.content = Content::Clip(Box::new(Film {
            size: (16, 9),
            pixel: (1, 1),
            length: TimeDelta::seconds(10),
            colours: Some(Default::default()),
            codec: "h264".to_owned(),
            sound: false,
        }));
    };
    for (now, from, rows) in [(0, 0, "start 0"), (4, 2, ""), (12, 12, "a 0-12"), (22, 22, "a 12-22")] {
        let leaf = with(&wall, from, clip);
        assert_eq!(wall.main(now, Some(leaf)), rows, "{now}");
    }
}
