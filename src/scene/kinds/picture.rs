//! A picture file: as large as it fits, over a calm ground.

use crate::model::{Color, Fit, Item};
use crate::scene::grid::{Grid, intersect};
use crate::scene::layout::{Layout, Page, lightness, want};
use crate::scene::{Node, Rect};

/// How much of the picture's mean colour its surroundings keep: dark, so that the picture glows.
const DIM: f32 = 0.16;
/// Mean lightness (0 to 255) above which a picture is a sheet of paper, not a photograph.
const PAPER: f32 = 190.0;

/// The one page.
pub fn pages(item: &Item, layout: &mut Layout) -> Vec<Page> {
    let space = space(&layout.grid, item.fit);
    let asset = item.asset();
    let mut page = Page { words: 1, ..Page::default() };
    let Some(picture) = (layout.pictures)(&want(&asset, space, item.fit)) else { return vec![page] };
    let rect = place((picture.width, picture.height), space, item.fit);
    page.ground = Some(around(picture.mean, layout.theme.ground, layout.theme.raised));
    page.nodes.push(Node::Image { picture, rect, clip: intersect(rect, space) });
    vec![page]
}

/// Where a picture of `size` pixels lies in its space.
pub fn place(size: (u32, u32), space: Rect, fit: Fit) -> Rect {
    let (w, h) = (size.0.max(1) as f32, size.1.max(1) as f32);
    let (across, down) = (space.w / w, space.h / h);
    let scale = match fit {
        Fit::Contain => across.min(down),
        Fit::Cover => across.max(down),
    };
    // Whole pixels: a picture decoded for this space is then copied, not resampled.
    let (w, h) = (((w * scale).round()).max(1.0), ((h * scale).round()).max(1.0));
    Rect { x: (space.x + (space.w - w) / 2.0).round(), y: (space.y + (space.h - h) / 2.0).round(), w, h }
}

/// Where a picture may lie: the stage, in whole pixels.
/// A picture that must stay whole keeps clear of what the television's frame hides.
pub fn space(grid: &Grid, fit: Fit) -> Rect {
    let rect = if fit == Fit::Contain { intersect(grid.stage, grid.safe) } else { grid.stage };
    let (x, y) = (rect.x.round(), rect.y.round());
    Rect { x, y, w: (rect.x + rect.w).round() - x, h: (rect.y + rect.h).round() - y }
}

/// The ground around a contained picture: its own mean colour, very dark; a sheet of paper on a light theme
/// lies on the theme's raised ground instead, where a dark frame would blind.
pub fn around(mean: [u8; 3], ground: Color, raised: Color) -> Color {
    let [r, g, b] = mean;
    if lightness(Color(r, g, b)) > PAPER && lightness(ground) > PAPER {
        return raised;
    }
    let [r, g, b] = mean.map(|channel| (f32::from(channel) * DIM).round() as u8 + 6);
    Color(r, g, b)
}
