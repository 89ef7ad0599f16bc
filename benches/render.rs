//! What drawing costs: a page of text, a frame of a transition, a picture that nobody announced.
//!
//! Drawn offscreen, each to its last pixel, on whatever device this machine has.

use std::sync::Arc;

use bangtin::gpu::Offscreen;
use bangtin::model::{Asset, Color, Fit, ItemPath, Picture, Stamp, TransitionKind, Want};
use bangtin::scene::{Fonts, Frame, Layer, Mix, Node, Rect, Scene, Text, TextKey};
use divan::Bencher;

const SIZES: [(u32, u32); 2] = [(1920, 1080), (3840, 2160)];

fn main() {
    // Twenty samples tell a regression; a software device takes long enough for them.
    divan::Divan::from_args().sample_count(20).main();
}

/// A page as full as pages get: the plan's own sentence (1.2), about forty tiếng, under a band of a header.
fn page(fonts: &mut Fonts, (width, height): (u32, u32), ground: Color) -> Arc<Frame> {
    let u = height as f32 / 100.0;
    let string = "Tầm quan trọng, ý nghĩa, mục tiêu và tác động của công tác cải cách hành chính đối với sự phát triển \
                  kinh tế - xã hội; cải thiện môi trường đầu tư kinh doanh, nâng cao năng lực cạnh tranh của thành phố.";
    let (size, leading, box_width) = (6.0 * u, 8.7 * u, width as f32 - 12.0 * u);
    let mut buffer = glyphon::Buffer::new(&mut fonts.system, glyphon::Metrics::new(size, leading));
    buffer.set_size(Some(box_width), None);
    let attributes = glyphon::Attrs::new().family(glyphon::Family::Name("Noto Sans"));
    buffer.set_text(string, &attributes, glyphon::Shaping::Advanced, None);
    buffer.shape_until_scroll(&mut fonts.system, false);
    let key = TextKey { string: string.into(), size, leading, bold: false, width: box_width };
    let text = Text { key: Arc::new(key), buffer: Arc::new(buffer) };
    let header = Rect { x: 0.0, y: 0.0, w: width as f32, h: 9.0 * u };
    let nodes = vec![
        Node::Fill { rect: header, color: Color(0xEA, 0xE4, 0xD3) },
        Node::Text { text, x: 6.0 * u, y: 15.0 * u, color: Color(0x12, 0x21, 0x3A) },
    ];
    Arc::new(Frame { ground, nodes })
}

fn still(size: (u32, u32), frame: Arc<Frame>) -> Scene {
    Scene::full(size, 0, frame)
}

/// Draws each of `scenes` in turn, and waits for it.
fn draw(bencher: Bencher, size: (u32, u32), fonts: &mut Fonts, scenes: impl Fn(&mut Fonts, u8) -> Scene) {
    let mut screen = Offscreen::new(size).expect("a graphics driver");
    let mut n = 0u8;
    bencher.bench_local(|| {
        n = n.wrapping_add(1);
        screen.draw(&scenes(fonts, n), fonts).expect("drawn");
        screen.finish().expect("drawn");
    });
}

/// Shape, rasterize what is new, paint, mix.
#[divan::bench(args = SIZES)]
fn text_page(bencher: Bencher, size: (u32, u32)) {
    draw(bencher, size, &mut Fonts::embedded(), |fonts, n| {
        still(size, page(fonts, size, Color(0xF7, 0xF4, n)))
    });
}

/// One frame of a transition whose two frames are painted: the budget is 16.7 ms.
#[divan::bench(args = [TransitionKind::Fade, TransitionKind::Slide, TransitionKind::Wipe], consts = [1080, 2160])]
fn transition<const HEIGHT: u32>(bencher: Bencher, kind: TransitionKind) {
    let size = (HEIGHT * 16 / 9, HEIGHT);
    let stage = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
    let mut fonts = Fonts::embedded();
    let from = page(&mut fonts, size, Color(0xF7, 0xF4, 0xEC));
    let to = page(&mut fonts, size, Color(0x0B, 0x1B, 0x33));
    draw(bencher, size, &mut fonts, |_, n| {
        let mix = Mix { from: from.clone(), kind, progress: f32::from(n) / 255.0, stage };
        let mut scene = still(size, to.clone());
        scene.layers[0].mix = Some(mix);
        scene
    });
}

/// One frame of a ticker: a strip that moves under a page that stands.
#[divan::bench(args = SIZES)]
fn ticker(bencher: Bencher, size: (u32, u32)) {
    let mut fonts = Fonts::embedded();
    let (width, height) = (size.0 as f32, size.1 as f32);
    let strip = Rect { x: 0.0, y: height * 0.92, w: width, h: height * 0.08 };
    let above = Rect { x: 0.0, y: 0.0, w: width, h: strip.y };
    let still = Layer::still(above, page(&mut fonts, (size.0, above.h as u32), Color(0xF7, 0xF4, 0xEC)));
    let canvas = (size.0 * 2, strip.h as u32);
    let moving = page(&mut fonts, canvas, Color(0xEA, 0xE4, 0xD3));
    draw(bencher, size, &mut fonts, |_, n| {
        let ticker =
            Layer { size: canvas, shift: f32::from(n) * 2.16, ..Layer::still(strip, moving.clone()) };
        Scene { size, turn: 0, layers: vec![still.clone(), ticker], ahead: Vec::new() }
    });
}

/// A full-screen picture that is not on the device yet: upload, paint, mix.
#[divan::bench(args = SIZES)]
fn new_picture(bencher: Bencher, size: (u32, u32)) {
    let pictures: Vec<_> = (0..2u8).map(|n| full(size, n)).collect();
    let whole = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
    draw(bencher, size, &mut Fonts::embedded(), |_, n| {
        // Two pictures by turns: each has left the device when it comes again.
        let picture = pictures[usize::from(n % 2)].clone();
        let node = Node::Image { picture, rect: whole, clip: whole };
        still(size, Arc::new(Frame { ground: Color(0, 0, n), nodes: vec![node] }))
    });
}

fn full((width, height): (u32, u32), n: u8) -> Arc<Picture> {
    let of = Asset { path: ItemPath::new(n.to_string()), stamp: Stamp::default() };
    let want = Want { of, page: 0, space: (width, height), fit: Fit::Cover };
    let rgba = [n * 100, 80, 120, 255].repeat((width * height) as usize);
    Arc::new(Picture { want, width, height, rgba, mean: [n; 3] })
}

/// A scene that the screen shows already: what every turn between two slides costs.
#[divan::bench]
fn unchanged(bencher: Bencher) {
    let mut fonts = Fonts::embedded();
    let frame = page(&mut fonts, (1920, 1080), Color(0xF7, 0xF4, 0xEC));
    draw(bencher, (1920, 1080), &mut fonts, |_, _| still((1920, 1080), frame.clone()));
}

/// A device, its pipelines and the first page: what a start waits for.
#[divan::bench(sample_count = 10)]
fn first_page(bencher: Bencher) {
    let mut fonts = Fonts::embedded();
    let scene = still((1920, 1080), page(&mut fonts, (1920, 1080), Color(0xF7, 0xF4, 0xEC)));
    bencher.bench_local(|| {
        let mut screen = Offscreen::new((1920, 1080)).expect("a graphics driver");
        screen.draw(&scene, &mut fonts).expect("drawn");
        screen.finish().expect("drawn");
    });
}
