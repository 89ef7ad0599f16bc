//! Clips that are to be heard: when, how loud, and which of several.

use super::ceremony::list;
use super::tests::{Bench, item, picture, reload};
use super::*;
use crate::model::{
    Area, Colours, Content, Film, Item, Key, Level, Mention, Problem, Rank, Screen, Share, When, Zone,
};

/// A clip of so many seconds that has sound, as loud as `volume` says.
fn clip(name: usize, seconds: i64, volume: u32) -> Arc<Item> {
    let film = Film {
        size: (320, 180),
        pixel: (1, 1),
        length: TimeDelta::seconds(seconds),
        colours: Some(Colours::default()),
        codec: "h264".to_owned(),
        sound: true,
    };
    let usual = Arc::unwrap_or_clone(item(name, 1, seconds, When::always()));
    Arc::new(Item { content: Content::Clip(film.into()), volume, ..usual })
}

fn folder(screen: Screen, lists: Vec<Arc<Playlist>>) -> News {
    News::Programme { programme: Arc::new(Programme::new(screen, lists, Vec::new())), fresh: Vec::new() }
}

fn bare() -> Screen {
    Screen::bare(chrono_tz::Asia::Ho_Chi_Minh)
}

fn loud(items: Vec<Arc<Item>>) -> Vec<Arc<Playlist>> {
    vec![list("phim", "", Rank::Loop, items)]
}

/// How loud what is heard is, and the seconds into its clip.
fn heard(bench: &Bench, step: &Step) -> Vec<(u32, i64)> {
    let heard = step.voices.iter().filter(|voice| voice.is_heard());
    heard.map(|voice| (voice.volume, (bench.now - voice.zero).num_seconds())).collect()
}

#[test]
fn a_clip_is_heard_from_its_beginning_and_the_next_is_ready_before() {
    let mut bench = Bench::new();
    let step = bench.settle(vec![folder(bare(), loud(vec![clip(1, 20, 60), clip(2, 20, 80)]))]);
    let from = step.shown.unwrap().from;
    bench.now = from;
    let step = bench.after(10_000);
    assert_eq!(heard(&bench, &step), [(60, 10)]);
    assert_eq!(step.voices.len(), 1, "the next is far away");
    let step = bench.after(8_000);
    assert_eq!(step.voices.len(), 2, "its decoder has begun");
    assert_eq!(heard(&bench, &step), [(60, 18)]);
    let known = step.voices[1].track.clone();
    let step = bench.after(2_500);
    assert_eq!(heard(&bench, &step), [(80, 0)]);
    assert!(step.voices.iter().any(|voice| voice.track == known && voice.is_heard()), "the same track");
}

#[test]
fn nothing_is_heard_unless_it_is_said() {
    let mut bench = Bench::new();
    let step = bench.settle(vec![folder(bare(), loud(vec![clip(1, 20, 0)]))]);
    assert_eq!((step.voices.len(), step.reels.is_empty()), (0, false));
}

#[test]
fn a_blanked_screen_is_silent_and_goes_on_where_the_clock_is() {
    let mut bench = Bench::new();
    bench.settle(vec![folder(bare(), loud(vec![clip(1, 1000, 60)]))]);
    let before = bench.after(5_000);
    assert_eq!(heard(&bench, &before).len(), 1);
    let step = bench.settle(vec![News::Key(Key::Blank)]);
    assert_eq!(step.voices, []);
    bench.after(10_000);
    let again = bench.settle(vec![News::Key(Key::Blank)]);
    assert_eq!(heard(&bench, &again)[0].0, 60);
    let (old, new) = (&before.voices[0], &again.voices[0]);
    assert_eq!(old.zero, new.zero);
    assert!(new.track != old.track && new.track.start > old.track.start + TimeDelta::seconds(9));
}

#[test]
fn what_is_urgent_is_not_talked_over() {
    let mut bench = Bench::new();
    let lists = loud(vec![clip(1, 1000, 60)]);
    bench.settle(vec![folder(bare(), lists.clone())]);
    let urgent = list(
        "khan-cap",
        "",
        Rank::Urgent,
        vec![Arc::new(Item { rank: Rank::Urgent, ..Arc::unwrap_or_clone(item(21, 1, 10, When::always())) })],
    );
    let step = bench.settle(vec![folder(bare(), [lists.clone(), vec![urgent]].concat())]);
    assert_eq!((step.shown.clone().unwrap().item.title.as_str(), heard(&bench, &step)), ("21", vec![]));
    let step = bench.settle(vec![folder(bare(), lists)]);
    assert_eq!(heard(&bench, &step).len(), 1);
}

#[test]
fn quiet_hours_are_kept_to_the_minute() {
    let quiet = || When::parse("11:30-13:30").ok();
    let mut bench = Bench::new();
    bench.settle(vec![folder(Screen { quiet: quiet(), ..bare() }, loud(vec![clip(1, 86_000, 60)]))]);
    let local = |bench: &Bench| bench.now.with_timezone(&chrono_tz::Asia::Ho_Chi_Minh).naive_local();
    let at = |bench: &mut Bench, hour: u32, minute: u32| {
        let wanted = local(bench).date().and_hms_opt(hour, minute, 0).unwrap();
        bench.now += wanted - local(bench);
    };
    at(&mut bench, 11, 29);
    let step = bench.after(0);
    assert_eq!(heard(&bench, &step).len(), 1);
    assert!(step.wake_at <= bench.now + TimeDelta::minutes(1));
    at(&mut bench, 11, 30);
    assert_eq!(bench.after(0).voices, []);
    at(&mut bench, 13, 29);
    assert_eq!(bench.after(0).voices, []);
    at(&mut bench, 13, 30);
    let step = bench.after(0);
    assert_eq!(heard(&bench, &step).len(), 1);
}

#[test]
fn of_two_zones_the_main_one_is_heard() {
    let zone = |name: &str, x: f32, w: f32| {
        let share = Share { x, y: 0.0, w, h: 1.0 };
        let place = Problem::file(Level::Error, "screen.toml", Default::default(), Default::default());
        let lists = vec![Mention { name: name.to_owned(), place }];
        Zone {
            name: name.to_owned(),
            area: Area { wide: share, tall: share },
            lists,
            fit: None,
            transition: None,
        }
    };
    let screen = Screen { zones: vec![zone("main", 0.0, 0.6), zone("side", 0.6, 0.4)], ..bare() };
    let side = list("side", "", Rank::Loop, vec![clip(11, 1000, 40)]);
    let mut bench = Bench::new();
    let main = |item| list("phim", "", Rank::Loop, vec![item]);
    bench.settle(vec![folder(screen.clone(), vec![main(clip(1, 1000, 60)), side.clone()])]);
    let step = bench.after(1000);
    assert_eq!(heard(&bench, &step).iter().map(|heard| heard.0).collect::<Vec<_>>(), [60]);
    assert_eq!(step.voices.len(), 1);
    // While the main one is silent, the other is heard.
    bench.settle(vec![folder(screen, vec![main(clip(1, 1000, 0)), side])]);
    let step = bench.after(1000);
    assert_eq!(heard(&bench, &step).iter().map(|heard| heard.0).collect::<Vec<_>>(), [40]);
    // And nothing of it behind a black screen.
    assert_eq!(bench.settle(vec![News::Key(Key::Blank)]).voices, []);
}

#[test]
fn a_fresh_clip_is_decoded_for_a_second_before_it_is_on() {
    let mut bench = Bench::new();
    let still = item(0, 1, 1000, When::always());
    bench.settle(vec![reload(vec![still.clone()], vec![])]);
    let dropped = clip(1, 20, 0);
    let step = bench.settle(vec![reload(vec![still, dropped.clone()], vec![dropped.path.clone()])]);
    assert_eq!((step.reels.len(), step.shown.unwrap().item.title.as_str()), (1, "0"));
    assert_eq!(bench.after(999).shown.unwrap().item.title, "0");
    let on = bench.after(1);
    assert_eq!(on.shown.unwrap().item.title, "1");
    assert!(Arc::ptr_eq(&on.reels[0], &step.reels[0]), "the same run");
}

#[test]
fn it_is_late_when_a_clip_that_is_due_is_missing_and_something_else_follows() {
    let mut bench = Bench::new();
    let (still, film) = (item(0, 1, 10, When::always()), clip(1, 20, 0));
    let step = bench.step(vec![reload(vec![still.clone(), film.clone()], vec![])]);
    // All but the clip's picture.
    let given: Vec<_> = step.wants.iter().filter(|want| want.of.path == still.path).map(picture).collect();
    let mut step = bench.step(given);
    let mut late = 0;
    for _ in 0..60 {
        bench.now += TimeDelta::seconds(1);
        let given = step.wants.iter().filter(|want| want.of.path == still.path).map(picture).collect();
        step = bench.step(given);
        if let Some(shown) = &step.shown {
            assert_eq!((shown.item.title.as_str(), step.late), ("0", bench.now >= shown.until));
            late += usize::from(step.late);
        }
    }
    assert!(late >= 20, "{late} of 60 seconds");
    assert!(!Bench::new().step(vec![reload(vec![film], vec![])]).late, "nothing else could be shown");
}
