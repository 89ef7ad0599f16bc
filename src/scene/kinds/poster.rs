//! One sentence set like a pano: a full ground of the school's colour, or a picture beside it.

use crate::model::{Color, Fit, Poster, Theme};
use crate::scene::grid::{Grid, Role, inset, intersect};
use crate::scene::layout::{Layout, Page, lightness, want};
use crate::scene::{Node, Rect};

use super::Place;

/// The one page.
pub fn pages(poster: &Poster, layout: &mut Layout) -> Vec<Page> {
    let (ground, ink) = colors(layout.theme, poster.ceremony);
    let mut page = Page::default();
    let (panel, beside) = panels(&layout.grid, poster.image.is_some());
    if let (Some(asset), Some(space)) = (&poster.image, beside) {
        if let Some(picture) = (layout.pictures)(&want(asset, space, Fit::Cover)) {
            let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
            let scale = (space.w / w).max(space.h / h);
            let (w, h) = (w * scale, h * scale);
            let rect = Rect { x: space.x + (space.w - w) / 2.0, y: space.y + (space.h - h) / 2.0, w, h };
            page.nodes.push(Node::Image { picture, rect, clip: space });
        } else {
            page.fill(space, layout.theme.raised);
        }
    }
    page.fill(panel, ground);
    let margin = layout.u(6.0);
    let text = inset(intersect(panel, layout.grid.safe), margin, margin);

    let source = poster.source.as_deref().map(|source| layout.body(source, Role::Note, text.w));
    let below = source.as_ref().map_or(0.0, |block| block.height + layout.u(3.0));
    let bar = layout.u(3.5);
    let roles = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let sentence = layout.largest(&poster.sentence, &roles, text.w, text.h - below - bar);
    // A little above the middle: where the eye expects the middle to be.
    let top = text.y + ((text.h - below - sentence.height - bar) * 0.45).max(0.0);
    page.fill(Rect { x: text.x, y: top, w: layout.u(12.0), h: layout.u(1.0) }, ink);
    page.text(&sentence, text.x, top + bar, ink);
    if let Some(source) = source {
        page.text(&source, text.x, text.y + text.h - source.height, ink);
    }
    page.words = sentence.words();
    vec![page]
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

/// The panel of the sentence and the picture's space, edge to edge on the stage.
fn panels(grid: &Grid, pictured: bool) -> (Rect, Option<Rect>) {
    let stage = grid.stage;
    if !pictured {
        return (stage, None);
    }
    if grid.portrait() {
        let split = (stage.h * 0.5).round();
        let panel = Rect { y: stage.y + split, h: stage.h - split, ..stage };
        (panel, Some(Rect { h: split, ..stage }))
    } else {
        let split = (stage.w * 0.5).round();
        (Rect { w: split, ..stage }, Some(Rect { x: split, w: stage.w - split, ..stage }))
    }
}
