//! What is drawn again and what is not; what is held on the device, and what survives its loss.

use std::collections::VecDeque;
use std::sync::Arc;

use bangtin::gpu::{self, Offscreen, PICTURE_BUDGET, UPLOAD_BUDGET};
use bangtin::model::{Color, TransitionKind};
use bangtin::scene::{Fonts, Frame, Mix, Node};

use crate::kit::*;

/// A frame with one of everything.
fn everything(fonts: &mut Fonts) -> Arc<Frame> {
    let whole = rect(30.0, 40.0, 60.0, 60.0);
    frame(
        Color(0xF7, 0xF4, 0xEC),
        vec![
            Node::Fill { rect: rect(5.0, 5.0, 300.0, 20.0), color: RED },
            Node::Image { picture: picture("p", (60, 60), noise), rect: whole, clip: whole },
            Node::Shape { points: star((200.0, 80.0), 50.0), color: Color(255, 255, 0) },
            Node::Text {
                text: text(fonts, "Thủ tục hành chính", 24.0, 300.0),
                x: 10.0,
                y: 120.0,
                color: BLACK,
            },
        ],
    )
}

#[test]
fn the_same_scene_is_the_same_bytes() {
    let mut fonts = Fonts::embedded();
    let scene = still((320, 180), everything(&mut fonts));
    let first = gpu::offscreen(&scene, &mut fonts).unwrap();
    // Once more on a device of its own with fonts of their own, and once over another scene.
    assert!(first == draw(&scene));
    let mut screen = Offscreen::new((320, 180)).unwrap();
    screen.draw(&still((320, 180), frame(RED, vec![])), &mut fonts).unwrap();
    screen.draw(&scene, &mut fonts).unwrap();
    assert!(screen.read().unwrap() == first.2);
}

#[test]
fn a_scene_that_is_shown_costs_nothing() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((320, 180)).unwrap();
    let scene = still((320, 180), everything(&mut fonts));
    let first = screen.draw(&scene, &mut fonts).unwrap();
    assert_eq!((first.shown, first.passes), (true, 1), "one to paint; what fills the target is copied");
    // Equal, and not the same: built once more from nothing.
    let again = still((320, 180), everything(&mut fonts));
    let second = screen.draw(&again, &mut fonts).unwrap();
    assert_eq!((second.shown, second.passes, second.uploaded), (true, 0, 0));

    // A transition paints the new frame once and then only mixes.
    let next = frame(WHITE, vec![]);
    let step = |progress| {
        let from = scene.layers[0].frame.clone();
        let mix = Mix { from, kind: TransitionKind::Fade, progress, stage: rect(0.0, 0.0, 320.0, 180.0) };
        moving(still((320, 180), next.clone()), mix)
    };
    let passes: Vec<u32> =
        [0.0, 0.3, 0.3, 0.6].map(|p| screen.draw(&step(p), &mut fonts).unwrap().passes).into();
    assert_eq!(passes, [2, 1, 0, 1]);
}

#[test]
fn a_lost_device_is_replaced_from_the_scene_alone() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((320, 180)).unwrap();
    let scene = still((320, 180), everything(&mut fonts));
    screen.draw(&scene, &mut fonts).unwrap();
    let before = screen.read().unwrap();
    screen.lose_device();
    assert!(screen.read().is_err());
    // The same scene, which a living device would have skipped.
    let drawn = screen.draw(&scene, &mut fonts).unwrap();
    assert_eq!((drawn.shown, drawn.passes), (true, 1));
    assert!(screen.read().unwrap() == before);
}

#[test]
fn pictures_to_come_are_uploaded_a_turn_at_a_time() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((320, 180)).unwrap();
    let next = picture("next", (1920, 1080), noise);
    let mut scene = still((320, 180), frame(WHITE, vec![]));
    scene.ahead = vec![next.clone()];

    let mut turns = Vec::new();
    loop {
        let drawn = screen.draw(&scene, &mut fonts).unwrap();
        turns.push(drawn.uploaded);
        if !drawn.pending {
            break;
        }
    }
    let size = 1920 * 1080 * 4;
    assert_eq!(turns.iter().sum::<u64>(), size);
    assert!(turns.len() == 2 && turns.iter().all(|bytes| *bytes <= UPLOAD_BUDGET), "{turns:?}");
    assert_eq!(screen.picture_bytes(), size);

    // Its turn comes, and nothing is left to upload.
    let whole = rect(0.0, 0.0, 320.0, 180.0);
    let shown =
        still((320, 180), frame(WHITE, vec![Node::Image { picture: next, rect: whole, clip: whole }]));
    assert_eq!(screen.draw(&shown, &mut fonts).unwrap().uploaded, 0);
}

#[test]
fn a_transition_waits_for_no_upload() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((200, 100)).unwrap();
    let mut scene = mixed(TransitionKind::Fade, 0.5, rect(0.0, 0.0, 200.0, 100.0));
    scene.ahead = vec![picture("next", (640, 480), noise)];
    let during = screen.draw(&scene, &mut fonts).unwrap();
    assert_eq!((during.uploaded, during.pending), (0, false));
    scene.layers[0].mix = None;
    assert_eq!(screen.draw(&scene, &mut fonts).unwrap().uploaded, 640 * 480 * 4);
}

#[test]
fn two_hundred_pictures_stay_within_the_budget() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((320, 180)).unwrap();
    let whole = rect(0.0, 0.0, 320.0, 180.0);
    // 14.7 MB each: ten of them exceed the budget. Not more than thirteen are alive.
    let make = |n: u32| plain(&n.to_string(), (2560, 1440), n as u8);
    let mut coming: VecDeque<_> = (0..13).map(make).collect();
    let mut most = 0;
    for n in 13..213 {
        let picture = coming.pop_front().expect("thirteen");
        let node = Node::Image { picture, rect: whole, clip: whole };
        let mut scene = still((320, 180), frame(WHITE, vec![node]));
        scene.ahead = coming.iter().cloned().collect();
        while screen.draw(&scene, &mut fonts).unwrap().pending {}
        most = most.max(screen.picture_bytes());
        coming.push_back(make(n));
    }
    assert!(most <= PICTURE_BUDGET, "{most}");
    // And it is used: nine lie on the device.
    assert_eq!(most, 9 * 2560 * 1440 * 4);
}

#[test]
fn a_frame_may_need_more_than_the_budget() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((320, 180)).unwrap();
    let whole = rect(0.0, 0.0, 320.0, 180.0);
    let nodes = (1..6).map(|n| {
        let picture = plain(&n.to_string(), (3000, 3000), 51 * n as u8);
        Node::Image { picture, rect: whole, clip: whole }
    });
    let drawn = screen.draw(&still((320, 180), frame(BLACK, nodes.collect())), &mut fonts).unwrap();
    assert!(drawn.shown && screen.picture_bytes() > PICTURE_BUDGET);
    assert_eq!(screen.read().unwrap()[..4], [255; 4]);
    screen.draw(&still((320, 180), frame(WHITE, vec![])), &mut fonts).unwrap();
    assert_eq!(screen.picture_bytes(), 0);
}
