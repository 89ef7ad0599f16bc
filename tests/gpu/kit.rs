//! Scenes to draw, and ways to count what was drawn.

use std::sync::Arc;

use bangtin::gpu;
use bangtin::model::{Asset, Color, Fit, ItemPath, Picture, Stamp, TransitionKind, Want};
use bangtin::scene::{Fonts, Frame, Mix, Node, Rect, Scene, Text, TextKey};

pub const BLACK: Color = Color(0, 0, 0);
pub const WHITE: Color = Color(255, 255, 255);
pub const RED: Color = Color(0xDA, 0x25, 0x1D);

pub type Bytes = (u32, u32, Vec<u8>);

pub fn frame(ground: Color, nodes: Vec<Node>) -> Arc<Frame> {
    Arc::new(Frame { ground, nodes })
}

pub fn still(size: (u32, u32), frame: Arc<Frame>) -> Scene {
    Scene::full(size, 0, frame)
}

pub fn draw(scene: &Scene) -> Bytes {
    gpu::offscreen(scene, &mut Fonts::embedded()).expect("a device")
}

pub fn at((width, _, rgba): &Bytes, x: u32, y: u32) -> [u8; 4] {
    let from = ((y * width + x) * 4) as usize;
    rgba[from..from + 4].try_into().unwrap()
}

pub fn count(image: &Bytes, color: Color) -> usize {
    image.2.chunks_exact(4).filter(|p| **p == [color.0, color.1, color.2, 255]).count()
}

pub fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
    Rect { x, y, w, h }
}

/// A picture whose colour at (x, y) is `pixel(x, y)`, RGBA premultiplied.
pub fn picture(name: &str, (width, height): (u32, u32), pixel: impl Fn(u32, u32) -> [u8; 4]) -> Arc<Picture> {
    let of = Asset { path: ItemPath::new(name), stamp: Stamp::default() };
    let want = Want { of, page: 0, space: (width, height), fit: Fit::Contain };
    let rgba =
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
    Arc::new(Picture { want, width, height, rgba, mean: [0; 3] })
}

/// A picture of one value in all channels.
pub fn plain(name: &str, (width, height): (u32, u32), gray: u8) -> Arc<Picture> {
    let one = picture(name, (1, 1), |_, _| [0; 4]);
    let want = Want { space: (width, height), ..one.want.clone() };
    let rgba = vec![gray; (width * height * 4) as usize];
    Arc::new(Picture { want, width, height, rgba, mean: [gray; 3] })
}

pub fn text(fonts: &mut Fonts, string: &str, size: f32, width: f32) -> Text {
    // Tight on purpose: marks must reach over the box unharmed.
    let leading = size * 0.9;
    let mut buffer = glyphon::Buffer::new(&mut fonts.system, glyphon::Metrics::new(size, leading));
    buffer.set_size(Some(width), None);
    let attrs = glyphon::Attrs::new().family(glyphon::Family::Name("Noto Sans"));
    buffer.set_text(string, &attrs, glyphon::Shaping::Advanced, None);
    buffer.shape_until_scroll(&mut fonts.system, false);
    let key = TextKey { string: string.into(), size, leading, bold: false, width };
    Text { key: Arc::new(key), buffer: Arc::new(buffer) }
}

pub fn star(center: (f32, f32), radius: f32) -> Vec<(f32, f32)> {
    // The inner corners of a regular five-pointed star lie on a circle of 0.381966 (1/φ²) of the outer radius.
    (0..10)
        .map(|i| {
            let angle = std::f32::consts::PI * (i as f32 / 5.0 - 0.5);
            let r = if i % 2 == 0 { radius } else { radius * 0.381_966 };
            (center.0 + r * angle.cos(), center.1 + r * angle.sin())
        })
        .collect()
}

/// Linear light of an 8-bit sRGB value, 0 to 1.
pub fn linear(c: u8) -> f64 {
    let c = f64::from(c) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

/// The 8-bit sRGB value of linear light.
pub fn encoded(l: f64) -> u8 {
    let c = if l <= 0.0031308 { l * 12.92 } else { 1.055 * l.powf(1.0 / 2.4) - 0.055 };
    (c * 255.0).round() as u8
}

pub fn close(a: u8, b: u8, tolerance: u8) -> bool {
    a.abs_diff(b) <= tolerance
}

/// Different in every pixel.
pub fn noise(x: u32, y: u32) -> [u8; 4] {
    let n = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761);
    [(n >> 8) as u8, (n >> 16) as u8, (n >> 24) as u8, 255]
}

/// The scene with a transition in its only layer.
pub fn moving(mut scene: Scene, mix: Mix) -> Scene {
    scene.layers[0].mix = Some(mix);
    scene
}

/// Black giving way to white on `stage`.
pub fn mixed(kind: TransitionKind, progress: f32, stage: Rect) -> Scene {
    let mix = Mix { from: frame(BLACK, vec![]), kind, progress, stage };
    moving(still((200, 100), frame(WHITE, vec![])), mix)
}
