//! The pages of a document and the parts of a picture: as large as they fit, two side by side where that costs neither its
//! size.

use crate::model::{Fit, Item, Leaf, Picture, Sheet, Want};
use crate::scene::grid::Grid;
use crate::scene::layout::{Layout, Page, want};
use crate::scene::{Node, Rect};

use super::picture::{around, space};

/// What a page may shrink for another one beside it: to this share of its size alone. Smaller print than a page alone
/// has is hard to read from the back of a hall, and an empty half of the screen is no better.
const BESIDE: f32 = 0.9;

/// The leaves that each page of the screen shows, at least one each.
pub fn spreads<'a>(leaves: &'a [Leaf], grid: &Grid) -> Vec<&'a [Leaf]> {
    let whole = space(grid, Fit::Contain);
    let half = half(whole, grid);
    let upright = |leaf: &Leaf| leaf.sheet.width < leaf.sheet.height;
    let fits = |leaf: &Leaf| upright(leaf) && scale(leaf.sheet, half) >= BESIDE * scale(leaf.sheet, whole);
    let mut spreads = Vec::new();
    let mut rest = leaves;
    while !rest.is_empty() {
        let pair = whole.w > whole.h && rest.get(..2).is_some_and(|pair| pair.iter().all(fits));
        let (spread, others) = rest.split_at(if pair { 2 } else { 1 });
        spreads.push(spread);
        rest = others;
    }
    spreads
}

/// Every page. A leaf whose picture has not arrived leaves its place empty.
pub fn pages(item: &Item, leaves: &[Leaf], layout: &mut Layout) -> Vec<Page> {
    let spreads = spreads(leaves, &layout.grid);
    spreads.into_iter().map(|spread| page(item, spread, layout)).collect()
}

/// The pictures that one page of the screen (from 0; beyond the last is the last) needs.
pub fn wants(item: &Item, leaves: &[Leaf], page: usize, grid: &Grid) -> Vec<Want> {
    let spreads = spreads(leaves, grid);
    let spread = spreads.get(page).or(spreads.last()).copied().unwrap_or_default();
    wishes(item, spread, grid)
}

fn wishes(item: &Item, spread: &[Leaf], grid: &Grid) -> Vec<Want> {
    let whole = space(grid, Fit::Contain);
    let place = if spread.len() > 1 { half(whole, grid) } else { whole };
    let asset = item.asset();
    spread.iter().map(|leaf| Want { page: leaf.number, ..want(&asset, place, Fit::Contain) }).collect()
}

fn page(item: &Item, spread: &[Leaf], layout: &mut Layout) -> Page {
    let whole = space(&layout.grid, Fit::Contain);
    let wants = wishes(item, spread, &layout.grid);
    let arrived = wants.iter().filter_map(|want| Some((want, (layout.pictures)(want)?)));
    let pictures: Vec<_> = arrived.map(|(want, picture)| (size(&picture, want), picture)).collect();
    let mut page = Page { words: 1, ..Page::default() };
    // They stand together in the middle, whatever room each was given.
    let gap = layout.grid.gap().round();
    let taken: f32 = pictures.iter().map(|((w, _), _)| w + gap).sum::<f32>() - gap;
    let mut x = (whole.x + (whole.w - taken) / 2.0).round();
    for ((w, h), picture) in pictures {
        let rect = Rect { x, y: (whole.y + (whole.h - h) / 2.0).round(), w, h };
        page.ground.get_or_insert(around(picture.mean, layout.theme.ground, layout.theme.raised));
        page.nodes.push(Node::Image { picture, rect, clip: rect });
        x += w + gap;
    }
    page
}

/// How large a picture is shown in the room it was wanted for: a page of a document was drawn for just that; the part of a
/// picture may have fewer pixels.
fn size(picture: &Picture, want: &Want) -> (f32, f32) {
    let (w, h) = (picture.width as f32, picture.height as f32);
    let grows = (want.space.0 as f32 / w).min(want.space.1 as f32 / h);
    // A rounded edge is none that grows.
    if grows < 1.01 { (w, h) } else { ((w * grows).round(), (h * grows).round()) }
}

/// The room of one of two pages.
fn half(whole: Rect, grid: &Grid) -> Rect {
    Rect { w: ((whole.w - grid.gap().round()) / 2.0).floor(), ..whole }
}

/// Pixels for a point of `sheet`, as large as it fits in `room`.
fn scale(sheet: Sheet, room: Rect) -> f32 {
    (room.w / sheet.width).min(room.h / sheet.height)
}
