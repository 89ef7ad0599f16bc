//! Pictures that move: their frames by the clock.

use super::tests::{Bench, item, reload};
use super::*;
use crate::model::{Content, Film, Still, When};

/// A picture that moves, 40 ms a frame, 10 s on the screen.
fn animation(name: usize) -> Arc<Item> {
    let film = Film {
        size: (64, 36),
        pixel: (1, 1),
        length: TimeDelta::milliseconds(400),
        colours: None,
        codec: "gif".to_owned(),
        sound: false,
    };
    let item = Arc::unwrap_or_clone(item(name, 1, 10, When::always()));
    Arc::new(Item { content: Content::Animation(film.into()), ..item })
}

/// Its frames from the one due at `start` on, as a decoder would give them.
fn fill(reel: &Reel) {
    let step = TimeDelta::milliseconds(40);
    let first = reel.play.start.num_milliseconds() / 40;
    for number in 0..3 {
        let at = step * (first + number) as i32;
        let size = reel.play.size;
        let planes = vec![number as u8; size.0 as usize * size.1 as usize * 4];
        assert!(reel.offer(Still { at, size, colours: None, planes }));
    }
}

/// When the frame on the screen was due, from the beginning of its showing.
fn frame(step: &Step) -> Option<TimeDelta> {
    let layers = step.scene.iter().flat_map(|scene| &scene.layers);
    let mut nodes = layers.flat_map(|layer| &layer.frame.nodes);
    nodes.find_map(|node| match node {
        scene::Node::Film { still, .. } => Some(still.at),
        _ => None,
    })
}

#[test]
fn a_player_that_begins_later_shows_the_same_frame() {
    let items = || vec![animation(0), item(1, 1, 10, When::always())];
    let mut bench = Bench::new();
    let mut step = bench.settle(vec![reload(items(), vec![])]);
    while step.shown.as_ref().is_none_or(|shown| shown.item.title != "0") {
        step = bench.after(1000);
    }
    let from = step.shown.expect("on air").from;
    bench.now = from + TimeDelta::milliseconds(7_130);
    let mut later = Bench::new();
    later.now = bench.now;
    let step = later.settle(vec![reload(items(), vec![])]);
    let [reel] = &step.reels[..] else { panic!("{:?}", step.reels) };
    assert_eq!(reel.play.start, TimeDelta::milliseconds(7_130), "from where the clock says");
    fill(reel);
    let step = later.step(Vec::new());
    assert_eq!(frame(&step), Some(TimeDelta::milliseconds(7_120)));
    assert_eq!(step.wake_at, from + TimeDelta::milliseconds(7_160), "nothing is drawn between two frames");
    later.now = step.wake_at;
    assert_eq!(frame(&later.step(Vec::new())), Some(TimeDelta::milliseconds(7_160)));
    assert_eq!(step.reels.len(), 1, "one run, however short its laps");
}

#[test]
fn a_clip_that_is_begun_too_late_for_its_first_frame_begins_ahead_of_the_clock() {
    let clip = || match Arc::unwrap_or_clone(animation(0)) {
        Item { content: Content::Animation(film), duration, .. } => {
            let film = Film { colours: Some(Default::default()), length: duration, ..*film };
            Arc::new(Item {
                content: Content::Clip(film.into()),
                ..Arc::unwrap_or_clone(item(0, 1, 10, When::always()))
            })
        }
        other => panic!("{other:?}"),
    };
    let mut bench = Bench::new();
    let from = bench.settle(vec![reload(vec![clip()], vec![])]).shown.expect("on air").from;
    bench.now = from + TimeDelta::milliseconds(3_130);
    let mut later = Bench::new();
    later.now = bench.now;
    let step = later.settle(vec![reload(vec![clip()], vec![])]);
    let [reel] = &step.reels[..] else { panic!("{:?}", step.reels) };
    assert_eq!(reel.play.start, TimeDelta::milliseconds(4_130));
    fill(reel);
    let step = later.step(Vec::new());
    assert_eq!(frame(&step), None, "its picture stands until the clock is there");
    assert_eq!(step.wake_at, from + TimeDelta::milliseconds(4_120));
    later.now = step.wake_at;
    assert_eq!(frame(&later.step(Vec::new())), Some(TimeDelta::milliseconds(4_120)), "none was passed over");
    assert_eq!(reel.tally().dropped, 0);
}

#[test]
fn its_ground_is_the_pictures() {
    let mut bench = Bench::new();
    let step = bench.settle(vec![reload(vec![animation(0)], vec![])]);
    fill(&step.reels[0]);
    let scene = bench.step(Vec::new()).scene.expect("a scene");
    let [still, moving] = &scene.layers[..] else { panic!("{} layers", scene.layers.len()) };
    assert_eq!(still.frame.ground, moving.frame.ground, "what one sees through it");
}

#[test]
fn with_reduced_motion_its_first_frame_stands() {
    let mut bench = Bench::new();
    let news = match reload(vec![animation(0)], vec![]) {
        News::Programme { programme, fresh } => {
            let screen = Screen { reduced_motion: true, ..programme.screen.clone() };
            let programme = Programme::new(screen, programme.playlists.clone(), Vec::new());
            News::Programme { programme: Arc::new(programme), fresh }
        }
        other => other,
    };
    let step = bench.settle(vec![news]);
    assert!(step.reels.is_empty());
    assert!(step.scene.is_some());
}
