//! Real devices, real pixels: everything here is drawn offscreen and counted.

use std::sync::Arc;

use bangtin::gpu;
use bangtin::model::Color;
use bangtin::scene::{Fonts, Frame, Node, Rect, Scene};

const WHITE: Color = Color(255, 255, 255);
const RED: Color = Color(0xDA, 0x25, 0x1D);

type Bytes = (u32, u32, Vec<u8>);

fn frame(ground: Color, nodes: Vec<Node>) -> Arc<Frame> {
    Arc::new(Frame { ground, nodes })
}

fn still(size: (u32, u32), frame: Arc<Frame>) -> Scene {
    Scene { size, turn: 0, frame, mix: None, ahead: vec![] }
}

fn draw(scene: &Scene) -> Bytes {
    gpu::offscreen(scene, &mut Fonts::embedded()).expect("a device")
}

fn at((width, _, rgba): &Bytes, x: u32, y: u32) -> [u8; 4] {
    let from = ((y * width + x) * 4) as usize;
    rgba[from..from + 4].try_into().unwrap()
}

fn count(image: &Bytes, color: Color) -> usize {
    image.2.chunks_exact(4).filter(|p| **p == [color.0, color.1, color.2, 255]).count()
}

fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

#[test]
fn a_fill_is_exactly_its_pixels_and_its_colour() {
    let fill = Node::Fill { rect: rect(10.0, 20.0, 30.0, 40.0), color: RED };
    let image = draw(&still((100, 90), frame(WHITE, vec![fill])));
    assert_eq!((image.0, image.1, image.2.len()), (100, 90, 100 * 90 * 4));
    assert_eq!(count(&image, RED), 30 * 40);
    assert_eq!(count(&image, WHITE), 100 * 90 - 30 * 40);
    assert_eq!(at(&image, 10, 20), [0xDA, 0x25, 0x1D, 255]);
    assert_eq!(at(&image, 39, 59), [0xDA, 0x25, 0x1D, 255]);
    assert_eq!(at(&image, 40, 59), [255; 4]);
}

#[test]
fn every_colour_arrives_as_it_was_given() {
    let fills =
        (0..=255).map(|v| Node::Fill { rect: rect(v as f32, 0.0, 1.0, 1.0), color: Color(v, 255 - v, v) });
    let image = draw(&still((256, 2), frame(Color(0x12, 0x21, 0x3A), fills.collect())));
    for v in 0..=255u8 {
        assert_eq!(at(&image, v.into(), 0), [v, 255 - v, v, 255]);
    }
    assert_eq!(count(&image, Color(0x12, 0x21, 0x3A)), 256);
}
