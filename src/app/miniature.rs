//! What slides look like, small: for the clerk's page.

use std::path::Path;
use std::sync::Arc;

use crate::decode::Workers;
use crate::desk::{Board, SIDE};
use crate::gpu::Offscreen;
use crate::library;
use crate::model::{Fit, Item, Picture, Screen, Want};
use crate::scene::{self, Fonts, Look, Scene};

/// Drawn twice as large as they are shown, so that thin strokes survive.
const FINER: u32 = 2;

/// The first page of each of `items` of the folder at `folder`, upright and without header or footer, on a
/// device of its own that is closed again: the screen never waits for it. Empty where there is no driver.
pub fn miniatures(folder: &Path, board: &Board, items: &[Arc<Item>]) -> Vec<Picture> {
    let turned = &board.programme.screen;
    let screen = Screen { header: false, footer: None, overscan: 0.0, turn: 0, ..turned.clone() };
    let size = small(scene::layout_size(turned, board.size));
    let Ok(mut target) = Offscreen::new(size) else { return Vec::new() };
    let mut fonts = Fonts::embedded();
    let workers = Workers::own();
    let look = Look {
        screen: &screen,
        size,
        local: board.programme.local(board.now),
        coming: None,
        pictures: &|want| library::picture(folder, want, &workers),
    };
    let mut draw = |item: &Arc<Item>| {
        let frame = Arc::new(scene::frame(item, 0, &look, &mut fonts));
        let still = Scene::full(size, 0, frame);
        target.draw(&still, &mut fonts).ok()?;
        let rgba = target.read().ok()?;
        let of = item.asset();
        let want = Want { of, page: 0, space: size, fit: Fit::Contain };
        Some(Picture { want, width: size.0, height: size.1, rgba, mean: [0; 3] })
    };
    items.iter().filter_map(&mut draw).collect()
}

/// The shape of `size`, its longer side as long as a thumbnail's needs.
fn small((width, height): (u32, u32)) -> (u32, u32) {
    let longest = u64::from(width.max(height).max(1));
    let scaled = |side: u32| (u64::from(side) * u64::from(FINER * SIDE) / longest).max(1) as u32;
    (scaled(width), scaled(height))
}
