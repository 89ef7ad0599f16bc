//! One sentence set like a pano: the whole screen in the school's colour, or a picture beside it.

use crate::model::{Asset, Color, Fit, Message, Poster, Theme};
use crate::scene::grid::{Grid, Role, inset, intersect};
use crate::scene::layout::{Layout, Page, lightness, want};
use crate::scene::{Node, Rect};

use super::{Place, message};

/// From the top of the bar to the sentence's first line box, in u.
const BAR: f32 = 3.5;

/// The share of the free height that a sentence may fill: a pano needs air.
const FULL: f32 = 0.85;

/// The one page; a sentence that has no room beside the picture has the whole screen, and one that is none is
/// set as a message.
pub fn pages(poster: &Poster, layout: &mut Layout) -> Vec<Page> {
    let pictured = poster.image.is_some();
    let page = page(poster, pictured, layout).or_else(|| page(poster, false, layout));
    page.map_or_else(|| message::pages(&plain(poster), layout), |page| vec![page])
}

/// What is too long for a poster.
pub fn plain(poster: &Poster) -> Message {
    Message { heading: poster.sentence.clone(), source: poster.source.clone(), ..Message::default() }
}

fn page(poster: &Poster, pictured: bool, layout: &mut Layout) -> Option<Page> {
    let (ground, ink) = colors(layout.theme, poster.ceremony);
    let (panel, beside) = panels(&layout.grid, pictured);
    let margin = layout.u(6.0);
    let text = inset(intersect(panel, layout.grid.safe), margin, margin);
    let source = poster.source.as_deref().map(|source| layout.heading(source, Role::Note, text.w));
    let below = source.as_ref().map_or(0.0, |block| block.height + layout.u(3.0));
    let room = text.h - below - layout.u(BAR);
    let roles = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let sentence = layout.largest(&poster.sentence, &roles, text.w, room * FULL);
    if sentence.height > room {
        return None;
    }

    let mut page = Page { alone: !layout.grid.is_shared(), words: sentence.words(), ..Page::default() };
    if let (Some(asset), Some(space)) = (&poster.image, beside) {
        picture(&mut page, asset, space, layout);
    }
    page.fill(panel, ground);
    // A little above the middle: where the eye expects the middle to be.
    let top = text.y + (room - sentence.height) * 0.45;
    page.fill(Rect { x: text.x, y: top, w: layout.u(12.0), h: layout.u(1.0) }, ink);
    page.text(&sentence, text.x, top + layout.u(BAR), ink);
    if let Some(source) = source {
        page.text(&source, text.x, text.y + text.h - source.height, ink);
    }
    Some(page)
}

/// The picture fills its space; until it arrives that is raised ground.
fn picture(page: &mut Page, asset: &Asset, space: Rect, layout: &Layout) {
    let Some(picture) = (layout.pictures)(&want(asset, space, Fit::Cover)) else {
        page.fill(space, layout.theme.raised);
        return;
    };
    let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
    let scale = (space.w / w).max(space.h / h);
    let (w, h) = (w * scale, h * scale);
    let rect = Rect { x: space.x + (space.w - w) / 2.0, y: space.y + (space.h - h) / 2.0, w, h };
    page.nodes.push(Node::Image { picture, rect, clip: space });
}

/// Ground and ink. Ceremony is red on every theme: the theme's urgent pair is, where its ceremony colour is a
/// gold for text on dark. An accent that is a light on a dark theme would glare as a ground, so it is the ink.
fn colors(theme: &Theme, ceremony: bool) -> (Color, Color) {
    if ceremony {
        (theme.urgent, theme.on_urgent)
    } else if lightness(theme.accent) < lightness(theme.ground) {
        (theme.accent, theme.on_accent)
    } else {
        (theme.raised, theme.accent)
    }
}

/// The picture's space.
pub fn image<'a>(poster: &'a Poster, grid: &Grid) -> Option<Place<'a>> {
    let (_, beside) = panels(grid, poster.image.is_some());
    Some((poster.image.as_ref()?, beside?, Fit::Cover))
}

/// The panel of the sentence and the picture's space, edge to edge of the screen or its zone, or down to the ticker.
fn panels(grid: &Grid, pictured: bool) -> (Rect, Option<Rect>) {
    let screen = grid.free;
    if !pictured {
        return (screen, None);
    }
    if grid.portrait() {
        let split = (screen.h * 0.5).round();
        let panel = Rect { y: screen.y + split, h: screen.h - split, ..screen };
        (panel, Some(Rect { h: split, ..screen }))
    } else {
        let split = (screen.w * 0.5).round();
        (Rect { w: split, ..screen }, Some(Rect { x: split, w: screen.w - split, ..screen }))
    }
}
