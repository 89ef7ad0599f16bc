//! One file for each kind of slide. Each has `pages(&Kind, &mut Layout) -> Vec<Page>`, which counts and
//! draws in one, so that measuring and drawing cannot disagree; one that carries a picture also has
//! `image(&Kind, &Grid)`, which names the space that both the wish and the drawing use.

mod agenda;
mod clip;
mod countdown;
mod document;
mod flag;
mod hotline;
mod index;
mod message;
mod paras;
mod picture;
mod poster;
mod praise;
mod procedure;
mod quiz;
mod ranking;
mod several;
mod sheets;
mod steps;
mod table;

use crate::model::{Asset, Content, Fit, Item, Rank, Slide, Want};

use super::Rect;
use super::grid::Grid;
use super::layout::{Layout, Page, want};

pub use clip::FilmPlace;
pub(super) use clip::place as film_place;

/// A picture's place on a slide.
type Place<'a> = (&'a Asset, Rect, Fit);

/// Every page of an item; at least one.
pub(super) fn pages(item: &Item, layout: &mut Layout) -> Vec<Page> {
    let pages = match &item.content {
        Content::Picture | Content::Animation(_) => picture::pages(item, layout),
        Content::Pages(leaves) => sheets::pages(item, leaves, layout),
        Content::Clip(film) => clip::pages(item, film, layout),
        Content::Slide(slide) => match &**slide {
            // Its own colours and its place are the urgent page's.
            Slide::Poster(poster) if item.rank == Rank::Urgent => {
                message::pages(&poster::plain(poster), layout)
            }
            slide => slide_pages(slide, layout),
        },
        Content::Lines(_) | Content::Later(_) => Vec::new(),
    };
    if pages.is_empty() { vec![Page::default()] } else { pages }
}

fn slide_pages(slide: &Slide, layout: &mut Layout) -> Vec<Page> {
    match slide {
        Slide::Message(message) => message::pages(message, layout),
        Slide::Several(parts) => several::pages(parts, layout),
        Slide::Document(document) => document::pages(document, layout),
        Slide::Poster(poster) => poster::pages(poster, layout),
        Slide::Flag => flag::pages(layout),
        Slide::Procedure(procedure) => procedure::pages(procedure, layout),
        Slide::Steps(steps) => steps::pages(steps, layout),
        Slide::Hotline(hotline) => hotline::pages(hotline, layout),
        Slide::Index(index) => index::pages(index, layout),
        Slide::Praise(praise) => praise::pages(praise, layout),
        Slide::Ranking(ranking) => ranking::pages(ranking, layout),
        Slide::Table(sheet) => table::pages(sheet, layout),
        Slide::Countdown(countdown) => countdown::pages(countdown, layout),
        Slide::Agenda(agenda) => agenda::pages(agenda, layout),
        Slide::Quiz(quiz) => quiz::pages(quiz, layout),
    }
}

/// The share of its duration that each page of a document gets, every leaf the same; `None` of any other item.
pub(super) fn shares(item: &Item, grid: &Grid) -> Option<Vec<f64>> {
    let Content::Pages(leaves) = &item.content else { return None };
    let all = leaves.len() as f64;
    Some(sheets::spreads(leaves, grid).iter().map(|spread| spread.len() as f64 / all).collect())
}

/// The pictures that a page of an item needs. Those of a slide stand on all of its pages.
pub(super) fn wants(item: &Item, page: usize, grid: &Grid) -> Vec<Want> {
    let place = match &item.content {
        Content::Picture | Content::Animation(_) => {
            let of = item.asset();
            return vec![want(&of, picture::space(grid, item.fit), item.fit)];
        }
        Content::Pages(leaves) => return sheets::wants(item, leaves, page, grid),
        Content::Clip(film) => return vec![clip::want(item, film, grid)],
        Content::Slide(slide) => match &**slide {
            Slide::Several(parts) => {
                let places = parts.iter().filter_map(|part| place(part, grid));
                return places.map(|(asset, space, fit)| want(asset, space, fit)).collect();
            }
            slide => place(slide, grid),
        },
        Content::Lines(_) | Content::Later(_) => None,
    };
    place.map(|(asset, space, fit)| want(asset, space, fit)).into_iter().collect()
}

/// Where the picture of a slide stands.
fn place<'a>(slide: &'a Slide, grid: &Grid) -> Option<Place<'a>> {
    match slide {
        Slide::Message(message) => message::image(message, grid),
        Slide::Poster(poster) => poster::image(poster, grid),
        Slide::Praise(praise) => praise::image(praise, grid),
        _ => None,
    }
}
