//! Zones: each keeps to its own, and all wait behind what takes the screen.

use std::collections::HashSet;

use chrono::{TimeDelta, TimeZone};
use proptest::prelude::*;

use super::super::ceremony::{key, list};
use super::super::tests::{SIZE, item, picture};
use super::*;
use crate::model::{
    Area, Key, Level, Mention, Overrides, Problem, Rank, Screen, Share, Wants, When, Zone, on_air,
};

fn zone(name: &str, x: f32, w: f32) -> Zone {
    let share = Share { x, y: 0.0, w, h: 1.0 };
    let place = Problem::file(Level::Error, "screen.toml", Default::default(), Default::default());
    let lists = vec![Mention { name: name.to_owned(), place }];
    let area = Area { wide: share, tall: share };
    Zone { name: name.to_owned(), area, lists, fit: None, transition: None }
}

/// Items below 10 play in the main zone, those from 10 in the other; an urgent one is 21, and a ceremony of 30 and 31
/// has its hours.
fn folder(items: &[usize], urgent: bool, fresh: Option<usize>) -> News {
    let of = |number: usize| item(number, 1, 8, When::always());
    let beside = |beside: bool| items.iter().filter(|n| (**n >= 10) == beside).map(|n| of(*n)).collect();
    let mut lists =
        vec![list("tin", "", Rank::Loop, beside(false)), list("side", "", Rank::Loop, beside(true))];
    lists.push(list("chao-co", "08:01-08:03", Rank::Takeover, vec![of(30), of(31)]));
    if urgent {
        lists.push(list("khan-cap", "", Rank::Urgent, vec![of(21)]));
    }
    let zones = vec![zone("main", 0.0, 0.6), zone("side", 0.6, 0.4)];
    let screen = Screen { zones, ..Screen::bare(chrono_tz::Asia::Ho_Chi_Minh) };
    let fresh = fresh.and_then(|n| items.get(n % items.len().max(1))).map(|n| of(*n).path.clone());
    let programme = Arc::new(Programme::new(screen, lists, Vec::new()));
    News::Programme { programme, fresh: fresh.into_iter().collect() }
}

fn number(shown: &Shown) -> usize {
    shown.item.title.parse().expect("a number")
}

/// Whether it covers every zone.
fn alone(shown: &Shown) -> bool {
    number(shown) > 20
}

/// Turns until every wish is granted.
fn settle(show: &mut Show, now: DateTime<Utc>, mut news: Vec<News>, fonts: &mut Fonts) -> Step {
    loop {
        let step = show.step(now, SIZE, std::mem::take(&mut news), fonts);
        if step.wants.is_empty() {
            return step;
        }
        news = step.wants.iter().map(picture).collect();
    }
}

fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 1, 0, 0).single().expect("a time")
}

#[test]
fn a_new_file_is_shown_at_once_in_its_own_zone_and_nowhere_else() {
    let (mut show, mut fonts, mut now) = (Show::new(), Fonts::embedded(), morning());
    let before = settle(&mut show, now, vec![folder(&[0, 1, 10, 12], false, None)], &mut fonts);
    now += TimeDelta::seconds(2);
    let step = settle(&mut show, now, vec![folder(&[0, 1, 10, 12, 13], false, Some(4))], &mut fonts);
    let (name, shown) = &step.zones[0];
    assert_eq!((name.as_str(), number(shown.as_ref().expect("on air"))), ("side", 13));
    assert_eq!(step.shown.map(|shown| number(&shown)), before.shown.map(|shown| number(&shown)));
}

#[test]
fn what_is_urgent_covers_every_zone_and_gives_the_screen_back() {
    let (mut show, mut fonts, mut now) = (Show::new(), Fonts::embedded(), morning());
    let step = settle(&mut show, now, vec![folder(&[0, 1, 10, 12], false, None)], &mut fonts);
    let layers = &step.scene.expect("a scene").layers;
    assert_eq!(layers.len(), 2);
    assert_eq!((layers[1].place.x, layers[1].place.w, layers[1].size), (192.0, 128.0, (128, 180)));
    now += TimeDelta::seconds(1);
    let step = settle(&mut show, now, vec![folder(&[0, 1, 10, 12], true, None)], &mut fonts);
    now += TimeDelta::seconds(1);
    let later = settle(&mut show, now, Vec::new(), &mut fonts);
    assert_eq!(step.shown.map(|shown| number(&shown)), Some(21));
    assert_eq!((later.scene.expect("a scene").layers.len(), &later.zones[0].1), (1, &None));
    let step = settle(&mut show, now, vec![folder(&[0, 1, 10, 12], false, None)], &mut fonts);
    let back = &step.scene.expect("a scene").layers[1];
    assert!(back.mix.is_some(), "it fades in from what covered it");
    assert!(step.zones[0].1.is_some());
}

#[derive(Clone, Debug)]
enum Op {
    Reload(Vec<usize>, bool, Option<usize>),
    Advance(i64),
    Arrives(usize),
    Fails(usize),
    Resize(bool),
    Press(Key),
}

fn op() -> impl Strategy<Value = Op> {
    let items = prop::collection::vec(prop_oneof![0..6usize, 10..16usize], 0..9);
    prop_oneof![
        3 => (items, prop::bool::weighted(0.3), prop::option::of(0..9usize)).prop_map(|(items, urgent, fresh)| Op::Reload(items, urgent, fresh)),
        6 => (0..20_000i64).prop_map(Op::Advance),
        9 => (0..9usize).prop_map(Op::Arrives),
        1 => (0..9usize).prop_map(Op::Fails),
        1 => any::<bool>().prop_map(Op::Resize),
        1 => Just(Op::Press(Key::Blank)),
        2 => prop_oneof![4 => key(), 1 => Just(Key::Release)].prop_map(Op::Press),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_zone_keeps_to_its_own(ops in prop::collection::vec(op(), 1..50)) {
        let (mut show, mut fonts, mut now, mut size) = (Show::new(), Fonts::embedded(), morning(), SIZE);
        let (mut wants, mut blanked, mut failed) = (Wants::new(), false, false);
        let mut broken = HashSet::new();
        for op in ops {
            let mut news = Vec::new();
            match op {
                Op::Reload(mut items, urgent, fresh) => {
                    failed = false;
                    items.sort();
                    items.dedup();
                    items.retain(|n| !broken.contains(&format!("{n:02}.png")));
                    news.push(folder(&items, urgent, fresh));
                }
                Op::Advance(millis) => now += TimeDelta::milliseconds(millis),
                Op::Arrives(n) => news.extend(wants.get(n % wants.len().max(1)).map(picture)),
                Op::Fails(n) => {
                    // Snapshots without it follow; the ceremony is the same in all of them.
                    let want = wants.get(n % wants.len().max(1)).filter(|want| !want.of.path.shown().starts_with('3')).cloned();
                    failed |= want.is_some();
                    broken.extend(want.iter().map(|want| want.of.path.shown().to_owned()));
                    news.extend(want.map(News::Failed));
                }
                Op::Resize(tall) => size = if tall { (180, 320) } else { SIZE },
                Op::Press(key) => {
                    news.push(News::Key(key));
                    blanked ^= key == Key::Blank;
                }
            }
            let step = show.step(now, size, news, &mut fonts);
            let again = show.step(now, size, Vec::new(), &mut fonts);
            prop_assert!(step.scene == again.scene, "changed by itself");
            if let Some(shown) = &step.shown {
                prop_assert!(number(shown) < 10 || alone(shown), "{} in the main zone", number(shown));
            }
            for (name, shown) in &step.zones {
                prop_assert_eq!(name, "side");
                prop_assert!(shown.iter().all(|shown| (10..20).contains(&number(shown))));
            }
            if let Some(scene) = &step.scene {
                let moving = scene.layers.iter().any(|layer| layer.mix.is_some());
                let alone = step.shown.as_ref().is_some_and(alone);
                if blanked || alone && !moving {
                    prop_assert_eq!(scene.layers.len(), 1);
                }
                for layer in scene.layers.iter().skip(1) {
                    let Rect { x, y, w, h } = layer.place;
                    let (width, height) = (size.0 as f32, size.1 as f32);
                    prop_assert!(x > 0.0 && x + w <= width && y >= 0.0 && y + h <= height, "{:?}", layer.place);
                    // Until its picture has come in another size, the old one stays.
                    prop_assert!(layer.size == (w as u32, h as u32) || !step.wants.is_empty() || failed);
                }
            }
            // Law 1, in each zone: where its picture is there and nothing is out of turn.
            if let (Some((_, part)), Some(beside)) = (show.programme().and_then(|all| all.beside().first()), show.beside.first())
                && beside.show.overrides == Overrides::default()
                && let Some((_, Some(shown))) = step.zones.first()
                && step.wants.is_empty()
                && !failed
            {
                let due = on_air(part, &Overrides::default(), now).showing;
                prop_assert_eq!(Some(&shown.item.path), due.as_ref().map(|due| &due.item.path));
            }
            prop_assert!(step.wake_at > now || step.moving_until.is_some());
            wants = step.wants;
        }
        // After Esc every zone shows what it shows where nobody ever pressed a key.
        let on = |step: Step| {
            let zones = step.zones.into_iter().map(|(_, shown)| shown);
            let all = std::iter::once(step.shown).chain(zones);
            all.map(|shown| shown.map(|shown| number(&shown))).collect::<Vec<_>>()
        };
        let unblank = if blanked { vec![News::Key(Key::Blank)] } else { Vec::new() };
        let items = [0, 1, 10, 12].into_iter().filter(|n| !broken.contains(&format!("{n:02}.png")));
        let items: Vec<usize> = items.collect();
        let whole = || folder(&items, false, None);
        settle(&mut show, now, [unblank, vec![News::Key(Key::Release), whole()]].concat(), &mut fonts);
        now += TimeDelta::seconds(60);
        let mut other = Show::new();
        let expected = on(settle(&mut other, now, vec![whole()], &mut fonts));
        prop_assert_eq!(on(settle(&mut show, now, Vec::new(), &mut fonts)), expected);
    }
}
