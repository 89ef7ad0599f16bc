//! Operations and invariants: whatever happens, in whatever order, the wall stays right.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::{AHEAD, Show, Step};
use crate::model::fixture::{named, playlist};
use crate::model::*;
use crate::scene::{Fonts, Layer};

pub(super) const SIZE: (u32, u32) = (320, 180);

fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 1, 0, 0).single().expect("a time")
}

pub(super) fn path(name: usize) -> ItemPath {
    ItemPath::new(format!("{name:02}.png"))
}

/// A picture, or (each third) a slide of text with more than one page.
pub(super) fn item(name: usize, version: u64, seconds: i64, when: When) -> Arc<Item> {
    let content = match name % 3 {
        2 => Content::of(Slide::Message(Message {
            heading: format!("Thông báo {name}"),
            body: (0..12).map(|n| Para::point(format!("Ý thứ {n} của thông báo số {name}"))).collect(),
            ..Message::default()
        })),
        _ => Content::Picture,
    };
    Arc::new(Item {
        path: path(name),
        stamp: Stamp { size: version, modified: 0, inode: 0 },
        content,
        title: format!("{name}"),
        topic: None,
        when,
        duration: TimeDelta::seconds(seconds),
        timed: false,
        weight: 1,
        rank: Rank::Loop,
        transition: Transition::default(),
        fit: Fit::Contain,
        fresh: Freshness::Now,
        volume: 0,
        hidden: None,
    })
}

fn programme(items: Vec<Arc<Item>>) -> Arc<Programme> {
    let list = named("thử", playlist(When::always(), items));
    Arc::new(Programme::new(Screen::bare(chrono_tz::Asia::Ho_Chi_Minh), vec![list], Vec::new()))
}

pub(super) fn picture(want: &Want) -> News {
    let want = want.clone();
    News::Picture(Arc::new(Picture { want, width: 1, height: 1, rgba: vec![255; 4], mean: [0; 3] }))
}

pub(super) fn reload(items: Vec<Arc<Item>>, fresh: Vec<ItemPath>) -> News {
    News::Programme { programme: programme(items), fresh }
}

/// The one layer of what is on the screen.
pub(super) fn layer(step: &Step) -> &Layer {
    let scene = step.scene.as_ref().expect("a scene");
    let [layer] = &scene.layers[..] else { panic!("{} layers", scene.layers.len()) };
    layer
}

/// A show with a clock, for the tables.
pub(super) struct Bench {
    pub(super) show: Show,
    fonts: Fonts,
    pub(super) now: DateTime<Utc>,
}

impl Bench {
    pub(super) fn new() -> Bench {
        Bench { show: Show::new(), fonts: Fonts::embedded(), now: morning() }
    }

    pub(super) fn step(&mut self, news: Vec<News>) -> Step {
        self.show.step(self.now, SIZE, news, &mut self.fonts)
    }

    /// Turns until every wish is granted.
    pub(super) fn settle(&mut self, mut news: Vec<News>) -> Step {
        loop {
            let step = self.step(std::mem::take(&mut news));
            if step.wants.is_empty() {
                return step;
            }
            news = step.wants.iter().map(picture).collect();
        }
    }

    pub(super) fn after(&mut self, millis: i64) -> Step {
        self.now += TimeDelta::milliseconds(millis);
        self.settle(Vec::new())
    }

    /// Name of what is on the screen.
    pub(super) fn on(step: &Step) -> String {
        step.shown.as_ref().map_or("—".into(), |shown| shown.item.title.clone())
    }
}

pub(super) fn loop_of(names: &[usize]) -> Vec<Arc<Item>> {
    names.iter().map(|name| item(*name, 1, 10, When::always())).collect()
}

#[test]
fn the_loop_follows_the_clock_and_fades() {
    let mut bench = Bench::new();
    let step = bench.settle(vec![reload(loop_of(&[0, 1, 3]), vec![])]);
    let first = Bench::on(&step);
    let rest = step.shown.expect("on air").until - bench.now;
    let step = bench.after(rest.num_milliseconds() + 300);
    assert_ne!(Bench::on(&step), first);
    let mix = layer(&step).mix.clone().expect("half way through a fade");
    assert!((mix.progress - 0.5).abs() < 0.01, "{}", mix.progress);
    assert!(layer(&bench.after(300)).mix.is_none(), "a fade of 600 ms is over");
}

#[test]
fn a_restart_in_a_fade_shows_what_the_others_show() {
    let mut bench = Bench::new();
    let step = bench.settle(vec![reload(loop_of(&[0, 1, 3]), vec![])]);
    bench.now = step.shown.expect("on air").until + TimeDelta::milliseconds(200);
    let running = bench.settle(Vec::new()).scene.expect("a scene");
    let mut news = vec![reload(loop_of(&[0, 1, 3]), vec![])];
    let restarted = loop {
        let step = Show::new().step(bench.now, SIZE, news.clone(), &mut bench.fonts);
        if step.wants.is_empty() {
            break step.scene.expect("a scene");
        }
        news.extend(step.wants.iter().map(picture));
    };
    assert_eq!(running.layers, restarted.layers);
}

#[test]
fn a_new_file_is_shown_once_at_once_and_then_takes_its_place() {
    let mut bench = Bench::new();
    bench.settle(vec![reload(loop_of(&[0, 1]), vec![])]);
    bench.now += TimeDelta::seconds(3);
    let step = bench.settle(vec![reload(loop_of(&[0, 1, 3]), vec![path(3)])]);
    assert_eq!(Bench::on(&step), "3");
    let shown = step.shown.expect("on air");
    assert_eq!((shown.from, shown.by), (bench.now, Authority::Fresh));
    assert!(shown.until >= bench.now + TimeDelta::seconds(10), "its full dwell");
    bench.now = shown.until;
    let step = bench.after(0);
    assert_eq!(step.shown.expect("on air").by, Authority::Loop);
}

#[test]
fn five_new_files_follow_each_other_and_the_sixth_waits_its_turn() {
    let mut bench = Bench::new();
    bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    let news = [1, 3, 4, 6, 7, 9];
    let step = bench.settle(vec![reload(loop_of(&[0, 1, 3, 4, 6, 7, 9]), news.map(path).to_vec())]);
    let mut seen = vec![Bench::on(&step)];
    while seen.len() < 5 {
        seen.push(Bench::on(&bench.after(10_000)));
    }
    assert_eq!(seen, ["1", "3", "4", "6", "7"]);
    let mut step = bench.after(0);
    while step.shown.as_ref().is_some_and(|shown| shown.by == Authority::Fresh) {
        bench.now = step.shown.expect("on air").until;
        step = bench.after(0);
    }
    assert!(bench.show.overrides.fresh.is_empty());
}

#[test]
fn a_fresh_file_whose_settings_say_later_that_it_is_shorter_ends_earlier() {
    let mut bench = Bench::new();
    let still = item(0, 1, 1, When::always());
    bench.settle(vec![reload(vec![still.clone()], vec![])]);
    let dropped = item(1, 1, 200, When::always());
    let step = bench.settle(vec![reload(vec![still.clone(), dropped.clone()], vec![dropped.path.clone()])]);
    let from = step.shown.filter(|shown| shown.item.title == "1").expect("fresh").from;
    let short = Arc::new(Item { duration: TimeDelta::seconds(20), ..Arc::unwrap_or_clone(dropped) });
    bench.now += TimeDelta::seconds(2);
    let step = bench.settle(vec![reload(vec![still, short], vec![])]);
    let lasts = step.shown.expect("still on").until - from;
    // To the next edge of the loop, which has it once more.
    assert!((20..=41).contains(&lasts.num_seconds()), "{lasts}");
}

#[test]
fn a_new_file_does_not_wait_for_one_that_was_removed() {
    let mut bench = Bench::new();
    bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    bench.settle(vec![reload(loop_of(&[0, 1]), vec![path(1)])]);
    bench.after(1000);
    bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    let step = bench.settle(vec![reload(loop_of(&[0, 3]), vec![path(3)])]);
    assert_eq!(Bench::on(&step), "3");
}

#[test]
fn a_reload_leaves_the_slide_on_air_to_its_own_end() {
    let mut bench = Bench::new();
    let before = bench.settle(vec![reload(loop_of(&[0, 1, 3]), vec![])]).shown.expect("on air");
    bench.now += TimeDelta::seconds(2);
    let after = bench.settle(vec![reload(loop_of(&[0, 1, 3, 4, 6]), vec![])]).shown.expect("on air");
    assert_eq!(after.item.path, before.item.path);
    assert_eq!(after.from, before.from);
    assert!(after.until >= before.until, "not cut short");
}

#[test]
fn a_deleted_slide_goes_within_a_second_even_if_nothing_else_is_ready() {
    let mut bench = Bench::new();
    bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    bench.now += TimeDelta::seconds(1);
    assert!(bench.step(vec![reload(loop_of(&[1]), vec![])]).shown.is_some());
    bench.now += TimeDelta::milliseconds(999);
    let step = bench.step(Vec::new());
    assert!(step.shown.is_none(), "the calm placeholder");
    assert!(step.scene.is_some());
}

#[test]
fn an_item_that_expires_on_air_gives_way_on_the_second() {
    let last = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
    let until = When::easy(None, Some(Day::Of(last)), &[], &[]).expect("a season");
    let mut bench = Bench::new();
    bench.now = Utc.with_ymd_and_hms(2026, 11, 24, 16, 59, 58).single().expect("23:59:58 in Hải Phòng");
    let items = vec![item(0, 1, 3600, until), item(1, 1, 10, When::always())];
    bench.settle(vec![reload(items, vec![])]);
    bench.now += TimeDelta::seconds(2);
    assert_eq!(Bench::on(&bench.after(0)), "1");
}

#[test]
fn b_blanks_and_returns_to_what_the_clock_says() {
    let mut bench = Bench::new();
    let lit = bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    let dark = bench.settle(vec![News::Key(Key::Blank)]);
    assert!(dark.shown.is_none());
    assert_ne!(layer(&dark).frame, layer(&lit).frame);
    let back = bench.settle(vec![News::Key(Key::Blank)]);
    assert_eq!(layer(&back).frame, layer(&lit).frame);
}

pub(super) fn urgent(name: usize) -> Arc<Item> {
    let usual = Arc::unwrap_or_clone(item(name, 1, 10, When::always()));
    Arc::new(Item { rank: Rank::Urgent, ..usual })
}

#[test]
fn what_is_urgent_waits_for_nothing_but_its_picture() {
    let mut bench = Bench::new();
    let was = Bench::on(&bench.settle(vec![reload(loop_of(&[0, 1]), vec![])]));
    bench.now += TimeDelta::seconds(1);
    let with = || [loop_of(&[0, 1]), vec![urgent(3)]].concat();
    let step = bench.step(vec![reload(with(), vec![path(3)])]);
    assert_eq!(Bench::on(&step), was, "what was on air stays until the picture is complete");
    let step = bench.settle(step.wants.iter().map(picture).collect());
    assert_eq!(Bench::on(&step), "3", "in the same turn that brings the picture");
    assert_eq!(Bench::on(&bench.after(3_600_000)), "3", "as long as it is there");
    let step = bench.settle(vec![reload(loop_of(&[0, 1]), vec![])]);
    assert_ne!(Bench::on(&step), "3");
}

#[test]
fn an_urgent_picture_that_fails_leaves_the_screen_as_it_is() {
    let mut bench = Bench::new();
    let was = Bench::on(&bench.settle(vec![reload(loop_of(&[0]), vec![])]));
    let step = bench.step(vec![reload([loop_of(&[0]), vec![urgent(3)]].concat(), vec![path(3)])]);
    let step = bench.step(step.wants.into_iter().map(News::Failed).collect());
    assert_eq!(Bench::on(&step), was);
    bench.now += TimeDelta::minutes(5);
    assert_eq!(Bench::on(&bench.step(Vec::new())), was);
}

/// What may happen to a player.
#[derive(Clone, Debug)]
enum Op {
    Reload(Vec<(usize, u64, bool)>),
    Advance(i64),
    ClockStep(i64),
    Arrives(usize),
    Fails(usize),
    Resize(bool),
    Blank,
}

fn op() -> impl Strategy<Value = Op> {
    let entry = (0..9usize, 1..4u64, any::<bool>());
    prop_oneof![
        3 => prop::collection::vec(entry, 0..7).prop_map(Op::Reload),
        6 => (0..20_000i64).prop_map(Op::Advance),
        1 => prop_oneof![Just(-7200), Just(7200), Just(86_400 * 3650)].prop_map(Op::ClockStep),
        8 => (0..9usize).prop_map(Op::Arrives),
        1 => (0..9usize).prop_map(Op::Fails),
        1 => any::<bool>().prop_map(Op::Resize),
        1 => Just(Op::Blank),
    ]
}

/// A season that ends soon, so that items expire while they are on air.
fn season(short: bool, now: DateTime<Utc>) -> When {
    let day = (now + TimeDelta::hours(7)).date_naive();
    if short { When::easy(None, Some(Day::Of(day)), &[], &[]).expect("a season") } else { When::always() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_the_wall_stays_right(ops in prop::collection::vec(op(), 1..60)) {
        let mut show = Show::new();
        let mut fonts = Fonts::embedded();
        let (mut now, mut size, mut wants) = (morning(), SIZE, Wants::new());
        let (mut lit, mut blanked) = (false, false);
        let mut barred_since: Option<DateTime<Utc>> = None;
        for op in ops {
            let mut news = Vec::new();
            match op {
                Op::Reload(mut entries) => {
                    entries.sort();
                    entries.dedup_by_key(|entry| entry.0);
                    let items = entries.iter().map(|(n, v, short)| item(*n, *v, 8, season(*short, now)));
                    let fresh = entries.iter().filter(|e| e.1 == 3).map(|e| path(e.0)).collect();
                    news.push(reload(items.collect(), fresh));
                }
                Op::Advance(millis) => now += TimeDelta::milliseconds(millis),
                Op::ClockStep(seconds) => { now += TimeDelta::seconds(seconds); barred_since = None; }
                Op::Arrives(n) => news.extend(wants.get(n % wants.len().max(1)).map(picture)),
                Op::Fails(n) => news.extend(wants.get(n % wants.len().max(1)).cloned().map(News::Failed)),
                Op::Resize(portrait) => size = if portrait { (180, 320) } else { SIZE },
                Op::Blank => { news.push(News::Key(Key::Blank)); blanked = !blanked; }
            }
            let step = show.step(now, size, news, &mut fonts);
            let again = show.step(now, size, Vec::new(), &mut fonts);

            // Never blank after the first picture; black only when a person asked.
            prop_assert!(step.scene.is_some() || !lit, "went dark");
            lit = step.scene.is_some();
            if step.scene.is_some() {
                let black = *layer(&step).frame == crate::scene::blank();
                prop_assert_eq!(black, blanked);
                if let Some(mix) = &layer(&step).mix {
                    prop_assert!((0.0..=1.0).contains(&mix.progress));
                }
            }
            // Nothing changes while nothing happens.
            prop_assert!(step.scene == again.scene, "changed by itself");
            // No item that is deleted or out of season stays for more than a second.
            if let (Some(shown), Some(programme)) = (&step.shown, show.programme()) {
                if super::reload::playable(programme, &shown.item.path, now) {
                    barred_since = None;
                } else {
                    let since = *barred_since.get_or_insert(now);
                    prop_assert!(now - since <= TimeDelta::seconds(1), "{} is not allowed", shown.item.title);
                }
            } else {
                barred_since = None;
            }
            // Bounded wants, no doubles, and nothing that is already held.
            prop_assert!(step.wants.len() <= AHEAD + 5 + 3, "{} wants", step.wants.len());
            prop_assert!(show.shelf.len() <= AHEAD + 5 + 3);
            // The loop never spins.
            prop_assert!(step.wake_at > now || step.moving_until.is_some());
            wants = step.wants;
        }
    }
}
