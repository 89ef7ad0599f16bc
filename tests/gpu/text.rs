//! Text against cosmic-text's own raster of the same lines.

use bangtin::gpu;
use bangtin::scene::{Fonts, Node, Text};

use crate::kit::*;

/// Coverage of `text` at (x, y) on a canvas, as cosmic-text itself rasterizes it, 0 to 255.
fn raster(fonts: &mut Fonts, text: &Text, (x, y): (i32, i32), (width, height): (u32, u32)) -> Vec<u8> {
    let mut canvas = vec![0; (width * height) as usize];
    let mut swash = glyphon::SwashCache::new();
    let white = glyphon::Color::rgb(255, 255, 255);
    for run in text.buffer.layout_runs() {
        for glyph in run.glyphs {
            let at = glyph.physical((0.0, 0.0), 1.0);
            let (left, top) = (x + at.x, y + at.y + run.line_y.round() as i32);
            swash.with_pixels(&mut fonts.system, at.cache_key, white, |dx, dy, color| {
                let here: &mut u8 = &mut canvas[((top + dy) * width as i32 + left + dx) as usize];
                *here = (*here).max(color.a());
            });
        }
    }
    canvas
}

/// Draws `string` in white on black and returns its coverage, 0 to 255, with cosmic-text's own beside it.
///
/// Asserts that they are one picture. Letters that touch are blended over each other by one and drawn as the
/// larger by the other: a handful of pixels.
fn coverage(string: &str, font_size: f32, size: (u32, u32)) -> (Text, Vec<u8>) {
    let mut fonts = Fonts::embedded();
    let text = text(&mut fonts, string, font_size, size.0 as f32 - 40.0);
    let expected = raster(&mut fonts, &text, (20, 100), size);
    let node = Node::Text { text: text.clone(), x: 20.0, y: 100.0, color: WHITE };
    let image = gpu::offscreen(&still(size, frame(BLACK, vec![node])), &mut fonts).unwrap();
    let light: Vec<u8> = (0..=255).map(|c| (linear(c) * 255.0).round() as u8).collect();
    let drawn: Vec<u8> = image.2.chunks_exact(4).map(|p| light[usize::from(p[0])]).collect();
    let different = drawn.iter().zip(&expected).filter(|(a, b)| !close(**a, **b, 3)).count();
    assert!(different < 20, "{different} pixels differ");
    assert!(expected.iter().filter(|c| **c == 255).count() > 10_000);
    (text, drawn)
}

#[test]
fn marks_above_capitals_are_whole() {
    let (text, drawn) = coverage("ẴẬỘỮỵ Ẳ Ẩ", 216.0, (1600, 500));
    let line = text.buffer.layout_runs().next().expect("a line");
    let top = drawn.iter().position(|c| *c > 8).map(|at| at / 1600).expect("ink");
    // 1.05 em: the top of Ẵ in Noto Sans. Leading is tight enough for it to reach over the text's own box.
    assert_eq!(top, (100.0 + line.line_y).round() as usize - 227);
    assert!(top < 100, "{top}");
}

#[test]
fn text_that_reaches_over_the_screen_is_cut_only_there() {
    let mut fonts = Fonts::embedded();
    let stacked = text(&mut fonts, "Ẵ", 100.0, 300.0);
    let node = |y| Node::Text { text: stacked.clone(), x: -20.0, y, color: WHITE };
    let inside = gpu::offscreen(&still((200, 300), frame(BLACK, vec![node(100.0)])), &mut fonts).unwrap();
    let above = gpu::offscreen(&still((200, 300), frame(BLACK, vec![node(-60.0)])), &mut fonts).unwrap();
    let row = 200 * 4;
    assert_eq!(inside.2[160 * row..], above.2[..140 * row]);
}

#[test]
fn the_largest_digits_fit_a_4k_screen() {
    coverage("0123 456 789", 432.0, (3840, 2160));
}
