//! One file for each kind of slide. Each has `pages(&Kind, &mut Layout) -> Vec<Page>`, which counts and
//! draws in one, so that measuring and drawing cannot disagree; one that carries a picture also has
//! `image(&Kind, &Grid)`, which names the space that both the wish and the drawing use.

mod document;
mod flag;
mod message;
mod picture;
mod poster;

use crate::model::{Asset, Content, Fit, Item, Slide};

use super::Rect;
use super::grid::Grid;
use super::layout::{Layout, Page, want};

/// A picture's place on a slide.
type Place<'a> = (&'a Asset, Rect, Fit);

/// Every page of an item; at least one.
pub(super) fn pages(item: &Item, layout: &mut Layout) -> Vec<Page> {
    let pages = match &item.content {
        Content::Picture => picture::pages(item, layout),
        Content::Slide(slide) => slide_pages(slide, layout),
        Content::Later(_) => Vec::new(),
    };
    if pages.is_empty() { vec![Page::default()] } else { pages }
}

fn slide_pages(slide: &Slide, layout: &mut Layout) -> Vec<Page> {
    match slide {
        Slide::Message(message) => message::pages(message, layout),
        Slide::Document(document) => document::pages(document, layout),
        Slide::Poster(poster) => poster::pages(poster, layout),
        Slide::Flag => flag::pages(layout),
        Slide::Procedure(_) | Slide::Hotline(_) | Slide::Steps(_) | Slide::Index(_) | Slide::Praise(_) => {
            message::pages(&plain(slide), layout)
        }
    }
}

/// The pictures that an item needs.
pub(super) fn wants(item: &Item, grid: &Grid, bare: bool) -> Vec<crate::model::Want> {
    let place: Option<Place> = match &item.content {
        Content::Picture => {
            let of = Asset { path: item.path.clone(), stamp: item.stamp };
            return vec![want(&of, picture::space(grid, item.fit, bare), item.fit)];
        }
        Content::Slide(Slide::Message(message)) => message::image(message, grid),
        Content::Slide(Slide::Poster(poster)) => poster::image(poster, grid),
        Content::Slide(_) | Content::Later(_) => None,
    };
    place.map(|(asset, space, fit)| want(asset, space, fit)).into_iter().collect()
}

/// A kind whose own layout has not landed yet, as a message.
fn plain(slide: &Slide) -> crate::model::Message {
    use crate::model::{Message, Para};
    let list = |lines: Vec<String>| lines.into_iter().map(Para::Point).collect();
    match slide {
        Slide::Procedure(p) => Message {
            heading: p.name.clone(),
            body: list(p.steps.clone()),
            confirm: p.confirm,
            ..Message::default()
        },
        Slide::Hotline(h) => Message {
            heading: h.heading.clone(),
            body: list(h.rows.iter().map(|row| format!("{}: {}", row.label, row.number)).collect()),
            source: h.source.clone(),
            qr: h.qr.clone(),
            confirm: false,
            image: None,
        },
        Slide::Steps(s) => Message {
            heading: s.heading.clone(),
            body: list(s.steps.clone()),
            source: s.source.clone(),
            ..Message::default()
        },
        Slide::Index(i) => Message {
            heading: i.heading.clone(),
            body: list(i.bars.iter().map(|bar| format!("{}: {}", bar.year, bar.shown)).collect()),
            source: Some(i.source.clone()),
            ..Message::default()
        },
        Slide::Praise(p) => Message {
            heading: p.name.clone(),
            body: vec![Para::Text(p.reason.clone())],
            source: p.source.clone(),
            image: p.image.clone(),
            ..Message::default()
        },
        Slide::Message(_) | Slide::Document(_) | Slide::Poster(_) | Slide::Flag => Message::default(),
    }
}
