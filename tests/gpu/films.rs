//! Frames of clips and of pictures that move: their colours, and where they lie.

use std::sync::Arc;

use bangtin::gpu::Offscreen;
use bangtin::model::{Color, Colours, Matrix, Still, still_bytes};
use bangtin::scene::{Fonts, Layer, Node, Rect};
use chrono::TimeDelta;

use crate::kit::*;

fn film(size: (u32, u32), colours: Colours, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Arc<Still> {
    let (w, h) = size;
    let mut planes = Vec::with_capacity(still_bytes(size));
    planes.extend((0..h).flat_map(|y| (0..w).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)[0]));
    for (x, y) in (0..h / 2).flat_map(|y| (0..w / 2).map(move |x| (x * 2, y * 2))) {
        planes.extend([pixel(x, y)[1], pixel(x, y)[2]]);
    }
    Arc::new(Still { at: TimeDelta::zero(), size, colours: Some(colours), planes })
}

fn shown(still: Arc<Still>, space: Rect) -> Vec<Node> {
    vec![Node::Film { still, rect: space, clip: space }]
}

/// The film on the whole of a screen of `size` pixels: as a device without a processor's help draws it, and alone on its
/// canvas, where a software device is spared the drawing.
fn both_ways(size: (u32, u32), film: Node) -> [Bytes; 2] {
    let whole = rect(0.0, 0.0, size.0 as f32, size.1 as f32);
    let under = Node::Fill { rect: whole, color: RED };
    [vec![under, film.clone()], vec![film]].map(|nodes| draw(&still(size, frame(BLACK, nodes))))
}

/// Luma, blue and red of a colour, and the colour.
type Known = ([u8; 3], [u8; 3]);

#[test]
fn known_colours_arrive() {
    // As ITU-R BT.601-7 and BT.709-6 quantise the full colours.
    let standard: [Known; 5] = [
        ([81, 90, 240], [255, 0, 0]),
        ([145, 54, 34], [0, 255, 0]),
        ([41, 240, 110], [0, 0, 255]),
        ([235, 128, 128], [255; 3]),
        ([16, 128, 128], [0; 3]),
    ];
    let high: [Known; 4] = [
        ([63, 102, 240], [255, 0, 0]),
        ([173, 42, 26], [0, 255, 0]),
        ([32, 240, 118], [0, 0, 255]),
        ([126, 128, 128], [128; 3]),
    ];
    // As JFIF does, with BT.601's matrix.
    let full: [Known; 5] = [
        ([76, 85, 255], [254, 0, 0]),
        ([150, 44, 21], [0, 255, 1]),
        ([29, 255, 107], [0, 0, 254]),
        ([255, 128, 128], [255; 3]),
        ([1, 128, 128], [1; 3]),
    ];
    let (limited_601, limited_709) =
        (Colours { matrix: Matrix::Bt601, full: false }, Colours { matrix: Matrix::Bt709, full: false });
    let jpeg = Colours { matrix: Matrix::Bt601, full: true };
    let all = standard.iter().map(|known| (limited_601, known));
    let all = all.chain(high.iter().map(|known| (limited_709, known)));
    for (colours, (numbers, colour)) in all.chain(full.iter().map(|known| (jpeg, known))) {
        let still = film((16, 8), colours, |_, _| *numbers);
        let space = rect(0.0, 0.0, 16.0, 8.0);
        for image in both_ways((16, 8), Node::Film { still, rect: space, clip: space }) {
            let [r, g, b, _] = at(&image, 8, 4);
            let near = [r, g, b].iter().zip(colour).all(|(is, due)| close(*is, *due, 2));
            assert!(near, "{colours:?} {numbers:?}: {:?} instead of {colour:?}", [r, g, b]);
        }
    }
}

#[test]
fn a_software_device_scales_and_cuts_as_another_one_draws() {
    // Soft slopes in luma and both colours; larger than the screen each way, as a clip that covers it is.
    let slope = |x: u32, y: u32| [(40 + x + y) as u8, (60 + x) as u8, (200 - y) as u8];
    let still = film((90, 60), Colours::default(), slope);
    for rect in [rect(0.0, 0.0, 150.0, 100.0), rect(-31.0, -9.0, 250.0, 117.0), rect(0.0, 0.0, 90.0, 60.0)] {
        let size = (rect.w.min(150.0) as u32, rect.h.min(100.0) as u32);
        let clip = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
        let [drawn, developed] = both_ways(size, Node::Film { still: still.clone(), rect, clip });
        let worst = drawn.2.iter().zip(&developed.2).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst <= Some(4), "{rect:?}: {worst:?}");
    }
}

#[test]
fn every_step_of_grey_is_itself() {
    let full = Colours { matrix: Matrix::Bt709, full: true };
    let still_of = film((256, 2), full, |x, _| [x as u8, 128, 128]);
    let space = rect(0.0, 0.0, 256.0, 2.0);
    for image in both_ways((256, 2), Node::Film { still: still_of, rect: space, clip: space }) {
        for x in 0..=255u8 {
            assert_eq!(at(&image, x.into(), 1), [x, x, x, 255]);
        }
    }
}

#[test]
fn a_frame_with_colours_is_seen_through() {
    // Half a red, premultiplied, over a ground of blue: mixed in linear light, as a picture would be.
    let planes = [[188, 0, 0, 128], [0, 200, 0, 255]].map(|pixel| pixel.repeat(2)).concat().repeat(2);
    let size = (4, 2);
    let moving = Arc::new(Still { at: TimeDelta::zero(), size, colours: None, planes });
    let nodes = shown(moving, rect(0.0, 0.0, 4.0, 2.0));
    let image = draw(&still((4, 4), frame(Color(0, 0, 255), nodes)));
    assert_eq!(at(&image, 3, 0), [0, 200, 0, 255]);
    assert_eq!(at(&image, 0, 3), [0, 0, 255, 255], "the ground");
    let [red, green, blue, alpha] = at(&image, 0, 0);
    assert!(red > 120 && green == 0 && (150..255).contains(&blue) && alpha == 255, "{red} {green} {blue}");
}

#[test]
fn a_film_is_stretched_to_its_place_and_clipped() {
    let colours = Colours { matrix: Matrix::Bt709, full: true };
    let halves = film((4, 4), colours, |x, _| [if x < 2 { 0 } else { 255 }, 128, 128]);
    let node =
        Node::Film { still: halves, rect: rect(-20.0, 10.0, 80.0, 40.0), clip: rect(0.0, 10.0, 50.0, 30.0) };
    let image = draw(&still((100, 60), frame(RED, vec![node])));
    let red = [RED.0, RED.1, RED.2, 255];
    assert_eq!([at(&image, 0, 20), at(&image, 45, 20)], [[0, 0, 0, 255], [255; 4]]);
    assert_eq!([at(&image, 55, 20), at(&image, 10, 5), at(&image, 10, 41)], [red; 3]);
}

#[test]
fn a_new_frame_draws_its_own_layer_and_reuses_its_textures() {
    let colours = Colours { matrix: Matrix::Bt709, full: true };
    let mut screen = Offscreen::new((64, 32)).unwrap();
    let mut fonts = Fonts::embedded();
    let ground = frame(RED, vec![]);
    let space = rect(0.0, 0.0, 16.0, 8.0);
    let scene = |luma: u8| {
        let mut nodes = vec![Node::Fill { rect: space, color: RED }];
        nodes.extend(shown(film((16, 8), colours, |_, _| [luma, 128, 128]), space));
        let film = frame(BLACK, nodes);
        let mut scene = still((64, 32), ground.clone());
        scene.layers.push(Layer::still(rect(8.0, 4.0, 16.0, 8.0), film));
        scene
    };
    screen.draw(&scene(0), &mut fonts).unwrap();
    screen.draw(&scene(1), &mut fonts).unwrap();
    let (pictures, canvases) = (screen.picture_bytes(), screen.canvas_bytes());
    for luma in 2..20 {
        let drawn = screen.draw(&scene(luma), &mut fonts).unwrap();
        // Painted once; the ground is copied, and the film over it.
        assert!(drawn.passes <= 2, "{drawn:?}");
        assert_eq!(drawn.uploaded, 16 * 8 * 3 / 2);
    }
    assert_eq!((screen.picture_bytes(), screen.canvas_bytes()), (pictures, canvases));
    let image = (64, 32, screen.read().unwrap());
    assert_eq!([at(&image, 0, 0)[0], at(&image, 8, 4)[0], at(&image, 24, 12)[0]], [RED.0, 19, RED.0]);
}
