//! Transitions and turns.

use bangtin::model::TransitionKind;
use bangtin::scene::{Mix, Node, Scene};

use crate::kit::*;

#[test]
fn a_fade_is_halfway_in_linear_light_and_only_on_its_stage() {
    let image = draw(&mixed(TransitionKind::Fade, 0.5, rect(0.0, 20.0, 200.0, 60.0)));
    // 188 is 0.5 in linear light; a mix of the encoded values would give 128.
    assert!(close(at(&image, 100, 50)[0], 188, 1), "{:?}", at(&image, 100, 50));
    assert_eq!(count(&image, WHITE), 200 * 40);
    let gray = at(&image, 0, 20);
    assert_eq!(image.2.chunks_exact(4).filter(|p| **p == gray).count(), 200 * 60);
}

#[test]
fn a_fade_begins_as_the_old_frame_and_ends_as_the_new_one() {
    let all = rect(0.0, 0.0, 200.0, 100.0);
    assert_eq!(count(&draw(&mixed(TransitionKind::Fade, 0.0, all)), BLACK), 200 * 100);
    assert_eq!(count(&draw(&mixed(TransitionKind::Fade, 1.0, all)), WHITE), 200 * 100);
    assert_eq!(count(&draw(&mixed(TransitionKind::None, 0.3, all)), WHITE), 200 * 100);
}

#[test]
fn a_wipe_uncovers_the_new_frame_from_the_left() {
    let image = draw(&mixed(TransitionKind::Wipe, 0.5, rect(20.0, 0.0, 100.0, 100.0)));
    let row: Vec<bool> = (0..200).map(|x| at(&image, x, 50) == [255; 4]).collect();
    // Left of the stage and right of it the new frame stands; on the stage half of the columns do.
    assert!(row[..70].iter().all(|new| *new));
    assert!(row[70..120].iter().all(|new| !new));
    assert!(row[120..].iter().all(|new| *new));
}

#[test]
fn a_slide_pushes_the_old_frame_out_to_the_left() {
    let stripe = |x| frame(WHITE, vec![Node::Fill { rect: rect(x, 0.0, 10.0, 100.0), color: RED }]);
    let stage = rect(20.0, 10.0, 100.0, 80.0);
    let mix = Mix { from: stripe(80.0), kind: TransitionKind::Slide, progress: 0.5, stage };
    let image = draw(&moving(still((200, 100), stripe(40.0)), mix));
    let red = |y| -> Vec<u32> { (0..200).filter(|x| at(&image, *x, y) == [0xDA, 0x25, 0x1D, 255]).collect() };
    // Half of the stage is 50 pixels: the old stripe went from 80 to 30, the new one comes from 140 to 90.
    assert_eq!(red(50), (30..40).chain(90..100).collect::<Vec<_>>());
    assert_eq!(red(5), (40..50).collect::<Vec<_>>());
}

#[test]
fn a_turned_scene_has_its_corner_where_the_screen_has_it() {
    let mark = Node::Fill { rect: rect(0.0, 0.0, 10.0, 5.0), color: RED };
    let upright = still((160, 90), frame(WHITE, vec![mark]));
    let corners = [
        // turn, size of the target, first pixel of the mark, its size there
        (0, (160, 90), (0, 0), (10, 5)),
        (90, (90, 160), (85, 0), (5, 10)),
        (180, (160, 90), (150, 85), (10, 5)),
        (270, (90, 160), (0, 150), (5, 10)),
    ];
    for (turn, size, (x, y), (w, h)) in corners {
        let image = draw(&Scene { turn, ..upright.clone() });
        assert_eq!((image.0, image.1), size, "turn {turn}");
        assert_eq!(count(&image, RED), 50, "turn {turn}");
        for (x, y) in [(x, y), (x + w - 1, y + h - 1)] {
            assert_eq!(at(&image, x, y), [0xDA, 0x25, 0x1D, 255], "turn {turn} at {x}, {y}");
        }
    }
}
