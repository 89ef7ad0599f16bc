//! Several layers: each where it belongs, each moving for itself, and only what moves drawn again.

use std::sync::Arc;

use bangtin::gpu::Offscreen;
use bangtin::model::{Color, TransitionKind};
use bangtin::scene::{Fonts, Frame, Layer, Mix, Node, Rect, Scene};

use crate::kit::*;

const BLUE: Color = Color(0x0B, 0x3D, 0x91);

fn scene(layers: Vec<Layer>) -> Scene {
    Scene { layers, ..still((200, 100), frame(BLACK, vec![])) }
}

/// `to` on `place`, half of the way from `from` to it.
fn half(place: Rect, kind: TransitionKind, from: Color, to: Color) -> Layer {
    let stage = rect(0.0, 0.0, place.w, place.h);
    let mix = Mix { from: frame(from, vec![]), kind, progress: 0.5, stage };
    Layer { mix: Some(mix), ..Layer::still(place, frame(to, vec![])) }
}

/// A canvas of noise, `size` pixels large.
fn noisy(name: &str, size: (u32, u32)) -> Arc<Frame> {
    let whole = rect(0.0, 0.0, size.0 as f32, size.1 as f32);
    frame(BLACK, vec![Node::Image { picture: picture(name, size, noise), rect: whole, clip: whole }])
}

#[test]
fn two_layers_change_at_once_each_in_its_own_way() {
    let wipe = half(rect(0.0, 0.0, 120.0, 80.0), TransitionKind::Wipe, RED, BLUE);
    let fade = half(rect(120.0, 0.0, 80.0, 80.0), TransitionKind::Fade, BLACK, WHITE);
    let image = draw(&scene(vec![wipe, fade]));
    assert_eq!((count(&image, BLUE), count(&image, RED)), (60 * 80, 60 * 80));
    assert_eq!(at(&image, 59, 79), at(&image, 0, 0));
    assert!((120..200).all(|x| close(at(&image, x, 40)[0], 188, 1)), "half, in linear light");
    assert_eq!(count(&image, BLACK), 200 * 20, "nothing is black");
}

#[test]
fn a_layer_pushes_its_old_frame_out_within_its_own_place() {
    let below = Layer::still(rect(0.0, 0.0, 200.0, 100.0), frame(WHITE, vec![]));
    let slide = half(rect(50.0, 20.0, 100.0, 60.0), TransitionKind::Slide, RED, BLUE);
    let image = draw(&scene(vec![below, slide]));
    assert_eq!((count(&image, RED), count(&image, BLUE)), (50 * 60, 50 * 60));
    assert_eq!(count(&image, WHITE), 200 * 100 - 100 * 60);
    assert_eq!((at(&image, 99, 20), at(&image, 100, 79)), ([0xDA, 0x25, 0x1D, 255], [0x0B, 0x3D, 0x91, 255]));
}

#[test]
fn a_layer_is_drawn_at_its_place_pixel_for_pixel_on_a_turned_screen_too() {
    let layer = Layer::still(rect(30.0, 10.0, 61.0, 43.0), noisy("n", (61, 43)));
    let below = Layer::still(rect(0.0, 0.0, 200.0, 100.0), frame(WHITE, vec![]));
    for layers in [vec![layer.clone()], vec![below, layer]] {
        let upright = scene(layers);
        let image = draw(&upright);
        let turned = draw(&Scene { turn: 90, ..upright });
        for (x, y) in (0..61).flat_map(|x| (0..43).map(move |y| (x, y))) {
            assert_eq!(at(&image, 30 + x, 10 + y), noise(x, y));
            assert_eq!(at(&turned, 99 - (10 + y), 30 + x), noise(x, y));
        }
    }
}

#[test]
fn what_shows_as_it_was_painted_is_copied_and_what_is_covered_is_left_out() {
    let whole = |color: Color| Layer::still(rect(0.0, 0.0, 200.0, 100.0), frame(color, vec![]));
    let noise_at = |x: f32, y: f32| Layer::still(rect(x, y, 61.0, 43.0), noisy("n", (61, 43)));
    let fade = half(rect(20.0, 0.0, 100.0, 50.0), TransitionKind::Fade, BLACK, WHITE);
    let mixing = |layers: Vec<Layer>| {
        let (mut screen, mut fonts) = (Offscreen::new((200, 100)).unwrap(), Fonts::embedded());
        let frames: usize = layers.iter().map(|layer| layer.frames().count()).sum();
        let passes = screen.draw(&scene(layers), &mut fonts).unwrap().passes;
        (passes as usize - frames, (200, 100, screen.read().unwrap()))
    };
    let (passes, image) = mixing(vec![fade.clone(), whole(RED), noise_at(30.0, 10.0)]);
    assert_eq!((passes, count(&image, RED)), (0, 200 * 100 - 61 * 43));
    let (passes, image) = mixing(vec![whole(RED), noise_at(130.0, 50.0), fade.clone()]);
    assert_eq!((passes, at(&image, 140, 60)), (1, noise(10, 10)));
    assert!(close(at(&image, 60, 20)[0], 188, 1), "half, in linear light");
    let (passes, image) = mixing(vec![whole(RED), fade, noise_at(30.0, 10.0)]);
    assert_eq!((passes, at(&image, 60, 20)), (1, noise(30, 10)), "it lies over what is drawn");
}

#[test]
fn a_layer_larger_than_its_place_is_shown_small_and_no_line_of_it_is_lost() {
    // One column in three is white: shown at a third of its size that is one gray, wherever one looks.
    let lines = picture("lines", (300, 150), |x, _| if x % 3 == 0 { [255; 4] } else { [0, 0, 0, 255] });
    let whole = rect(0.0, 0.0, 300.0, 150.0);
    let image = Node::Image { picture: lines, rect: whole, clip: whole };
    let mark = Node::Fill { rect: rect(0.0, 0.0, 150.0, 75.0), color: RED };
    let layer = Layer {
        size: (300, 150),
        ..Layer::still(rect(40.0, 20.0, 100.0, 50.0), frame(BLACK, vec![image, mark]))
    };
    let image = draw(&scene(vec![layer]));
    assert_eq!(count(&image, RED), 50 * 25);
    assert_eq!(count(&image, BLACK), 200 * 100 - 100 * 50);
    let gray = encoded(1.0 / 3.0);
    let even = (91..140).all(|x| (20..70).all(|y| close(at(&image, x, y)[0], gray, 1)));
    assert!(even && close(at(&image, 40, 46)[0], gray, 1));
}

/// A strip over the whole width of which a canvas twice as wide is seen from `shift` on.
fn strip(canvas: &Arc<Frame>, shift: f32) -> Layer {
    Layer { size: (400, 20), shift, ..Layer::still(rect(0.0, 80.0, 200.0, 20.0), canvas.clone()) }
}

#[test]
fn a_shift_shows_another_part_of_the_canvas_also_between_its_pixels() {
    let canvas = noisy("n", (400, 20));
    let whole = draw(&scene(vec![strip(&canvas, 150.0)]));
    let between = draw(&scene(vec![strip(&canvas, 150.5)]));
    for (x, y) in (0..200).flat_map(|x| (0..20).map(move |y| (x, y))) {
        assert_eq!(at(&whole, x, 80 + y), noise(150 + x, y));
        let (left, right) = (noise(150 + x, y), noise(151 + x, y));
        let mean = |channel: usize| encoded((linear(left[channel]) + linear(right[channel])) / 2.0);
        let seen = at(&between, x, 80 + y);
        assert!((0..3).all(|c| close(seen[c], mean(c), 2)), "{seen:?} between {left:?} and {right:?}");
    }
}

#[test]
fn a_canvas_that_does_not_reach_shows_what_lies_below() {
    let below = Layer::still(rect(0.0, 0.0, 200.0, 100.0), frame(WHITE, vec![]));
    let red = frame(RED, vec![]);
    for (shift, count_red) in [(300.0, 100 * 20), (-50.0, 150 * 20), (400.0, 0), (-200.0, 0)] {
        let image = draw(&scene(vec![below.clone(), strip(&red, shift)]));
        assert_eq!(count(&image, RED), count_red, "{shift}");
        assert_eq!(count(&image, RED) + count(&image, WHITE), 200 * 100);
    }
}

#[test]
fn while_a_strip_moves_nothing_else_is_drawn_again() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((200, 100)).unwrap();
    let canvas = noisy("n", (400, 20));
    let still = Layer::still(rect(0.0, 0.0, 200.0, 80.0), noisy("still", (200, 80)));
    let at = |shift| scene(vec![still.clone(), strip(&canvas, shift)]);
    let passes =
        [0.0, 0.0, 1.5, 3.0, 4.5, 4.5].map(|shift| screen.draw(&at(shift), &mut fonts).unwrap().passes);
    // Both canvases and the mix; nothing; what stands still, and the strip; then the strip alone.
    assert_eq!(passes, [3, 0, 2, 1, 1, 0]);
    assert!(screen.read().unwrap() == draw(&at(4.5)).2);

    // A page that fades while the strip moves costs its own painting and no more passes than before.
    let page = Layer { mix: None, ..half(still.place, TransitionKind::Fade, BLACK, WHITE) };
    let fading = |progress, shift| {
        let stage = rect(0.0, 0.0, 200.0, 80.0);
        let mix = Mix { from: still.frame.clone(), kind: TransitionKind::Fade, progress, stage };
        scene(vec![Layer { mix: Some(mix), ..page.clone() }, strip(&canvas, shift)])
    };
    let passes: Vec<u32> = [(0.2, 6.0), (0.4, 7.5), (0.6, 9.0)]
        .map(|(progress, shift)| screen.draw(&fading(progress, shift), &mut fonts).unwrap().passes)
        .into();
    assert_eq!(passes, [2, 1, 1]);
    assert!(screen.read().unwrap() == draw(&fading(0.6, 9.0)).2);
}

#[test]
fn what_lies_above_a_moving_layer_stays_above_it() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((200, 100)).unwrap();
    let canvas = noisy("n", (400, 20));
    let below = Layer::still(rect(0.0, 0.0, 200.0, 100.0), frame(WHITE, vec![]));
    let above = Layer::still(rect(90.0, 70.0, 20.0, 30.0), frame(RED, vec![]));
    for shift in [0.0, 1.5, 3.0] {
        let scene = scene(vec![below.clone(), strip(&canvas, shift), above.clone()]);
        screen.draw(&scene, &mut fonts).unwrap();
        let image = (200, 100, screen.read().unwrap());
        assert_eq!(count(&image, RED), 20 * 30, "{shift}");
        assert!(image == draw(&scene), "{shift}");
    }
}

#[test]
fn no_more_is_kept_than_two_canvases_a_layer_and_what_stands_still() {
    let mut fonts = Fonts::embedded();
    let mut screen = Offscreen::new((200, 100)).unwrap();
    let mut most = 0;
    for n in 0..60u8 {
        let side = 20.0 + f32::from(n % 7) * 10.0;
        let main = half(
            rect(0.0, 0.0, 200.0 - side, 80.0),
            TransitionKind::Fade,
            Color(n, 0, 0),
            Color(n + 1, 0, 0),
        );
        let panel = half(
            rect(200.0 - side, 0.0, side, 80.0),
            TransitionKind::Fade,
            Color(0, n, 0),
            Color(0, n + 1, 0),
        );
        let foot = Layer::still(rect(0.0, 80.0, 200.0, 20.0), frame(BLUE, vec![]));
        screen.draw(&scene(vec![main, panel, foot]), &mut fonts).unwrap();
        most = most.max(screen.canvas_bytes());
    }
    let pixels = 2 * 200 * 80 + 200 * 20 + 200 * 100;
    assert_eq!(most, 4 * pixels, "two canvases of each that fades, one of the foot, and what is copied");
    screen.draw(&still((200, 100), frame(WHITE, vec![])), &mut fonts).unwrap();
    assert_eq!(screen.canvas_bytes(), 4 * 200 * 100);
}
