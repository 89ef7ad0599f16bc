//! Pure geometry: from an item, a theme and a size to a [`Frame`].
//!
//! [`pages`] and [`frame`] call the same function of the item's kind, so that what is counted is what is
//! drawn. Measures come from [`Grid`] alone: `u` is 1 % of the screen's shorter side, so landscape,
//! portrait and 4K are one design.

mod board;
mod breaks;
mod chrome;
mod cues;
mod flow;
mod fonts;
mod foot;
mod frame;
mod grid;
mod kinds;
mod layout;
mod operator;
mod qr;
mod sense;
mod stack;
mod strong;
mod text;
pub mod ticker;
mod urgent;

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

pub use cues::{Cue, Cues, Led, Timer};
pub use flow::{Column, Piece};
pub use fonts::Fonts;
pub use frame::*;
pub use grid::{Grid, Role, layout_size, place};
pub use kinds::FilmPlace;
pub use layout::{Layout, Page};
pub use operator::operator;
pub use text::{Block, Style};

use crate::model::{Color, Coming, Content, Film, Item, Picture, Rank, Screen, Slide, Want, dates};

/// Words that finding one's place on a page costs: 3 s at 0.4 s a word, as in the model's duration.
const ORIENTATION: f64 = 7.5;

/// The largest share of its duration that a quiz keeps its answer to itself.
const ASKING: f64 = 0.75;

/// What a frame is made for, besides the item.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// `screen.toml`.
    pub screen: &'a Screen,
    /// The target in pixels, before the turn.
    pub size: (u32, u32),
    /// Local time: of the header's date and clock, and of what a slide shows of it.
    pub local: NaiveDateTime,
    /// What the header says is about to begin.
    pub coming: Option<&'a Coming>,
    /// Pictures that have arrived, by the wishes of [`wants`] and [`chrome_wants`].
    pub pictures: &'a dyn Fn(&Want) -> Option<Arc<Picture>>,
}

/// The pictures that one page of `item` (from 0) needs on a target of `size` pixels (before the turn).
pub fn wants(item: &Item, page: usize, screen: &Screen, size: (u32, u32)) -> Vec<Want> {
    kinds::wants(item, page, &setting(item, screen, size).1)
}

/// Where `film`, which is the content of `item`, lies on a target of `size` pixels (before the turn).
pub fn film_place(item: &Item, film: &Film, screen: &Screen, size: (u32, u32)) -> FilmPlace {
    kinds::film_place(film, item.fit, &setting(item, screen, size).1)
}

/// The pictures that header and footer need.
pub fn chrome_wants(screen: &Screen, size: (u32, u32)) -> Vec<Want> {
    chrome::wants(screen, &Grid::new(screen, size))
}

/// The share of the item's duration that each of its pages gets, by their words; the answer of a quiz what its
/// question leaves, those of a document by how much of it they show. At least one; they sum to 1.
pub fn pages(item: &Item, screen: &Screen, size: (u32, u32), fonts: &mut Fonts) -> Vec<f64> {
    let (screen, grid) = setting(item, screen, size);
    if let Some(shares) = kinds::shares(item, &grid).filter(|shares| !shares.is_empty()) {
        return shares;
    }
    let mut layout = Layout::new(grid, &screen.theme, fonts);
    let pages = kinds::pages(item, &mut layout);
    let asking = asking(item);
    let weight = |page: &Page| ORIENTATION + page.words as f64;
    let share = |page: &Page| {
        let alike = pages.iter().filter(|other| other.answers == page.answers).map(weight);
        weight(page) / alike.sum::<f64>() * if page.answers { 1.0 - asking } else { asking }
    };
    pages.iter().map(share).collect()
}

/// The share of the item's duration before a quiz tells its answer; all of it on other items.
fn asking(item: &Item) -> f64 {
    let asks = match &item.content {
        Content::Slide(slide) => slide.asks(),
        Content::Picture
        | Content::Animation(_)
        | Content::Pages(_)
        | Content::Clip(_)
        | Content::Lines(_)
        | Content::Later(_) => None,
    };
    let millis = |length: TimeDelta| length.num_milliseconds() as f64;
    asks.map_or(1.0, |asks| (millis(asks) / millis(item.duration).max(1.0)).min(ASKING))
}

/// The frame of one page of `item` (from 0; beyond the last is the last).
pub fn frame(item: &Item, page: usize, look: &Look, fonts: &mut Fonts) -> Frame {
    let (screen, grid) = setting(item, look.screen, look.size);
    let layout = Layout::new(grid, &screen.theme, fonts);
    let mut layout = Layout { local: look.local, pictures: look.pictures, ..layout };
    let mut pages = kinds::pages(item, &mut layout);
    let mut chosen = pages.swap_remove(page.min(pages.len().saturating_sub(1)));
    if is_urgent(item) {
        urgent::dress(&mut chosen, &mut layout);
    }
    finish(chosen, layout.grid, look, fonts, true)
}

/// Nothing is in season: the school's name, calm; with no header also the date and the clock.
pub fn placeholder(look: &Look, fonts: &mut Fonts) -> Frame {
    let grid = Grid::new(look.screen, look.size);
    let layout = Layout::new(grid, &look.screen.theme, fonts);
    let mut layout = Layout { local: look.local, pictures: look.pictures, ..layout };
    let page = placeholder_page(look, &mut layout);
    finish(page, layout.grid, look, fonts, false)
}

/// Black.
pub fn blank() -> Frame {
    Frame { ground: Color(0, 0, 0), nodes: Vec::new() }
}

/// Where the transition between `items` happens: between header and footer; the whole screen without them, and
/// where a poster or something urgent covers them (a poster not the ticker).
pub fn stage<'a>(screen: &Screen, size: (u32, u32), items: impl IntoIterator<Item = &'a Item>) -> Rect {
    let grid = Grid::new(screen, size);
    let (mut urgent, mut poster, mut all) = (false, false, false);
    for item in items {
        urgent |= is_urgent(item);
        poster |= matches!(item.content.slide(), Some(Slide::Poster(_)));
        all |= screen.part.is_some() && item.takes_all();
    }
    match (urgent || all, poster) {
        (true, _) => grid.screen,
        (false, true) => grid.free,
        (false, false) => grid.stage,
    }
}

/// Whether `item` comes and goes without a transition: the flag.
pub fn still(item: &Item) -> bool {
    item.content.slide() == Some(&Slide::Flag)
}

/// The screen as `item` has it.
fn setting<'a>(item: &Item, screen: &'a Screen, size: (u32, u32)) -> (Cow<'a, Screen>, Grid) {
    if is_urgent(item) {
        let screen = urgent::screen(screen);
        let grid = urgent::grid(&screen, size);
        (Cow::Owned(screen), grid)
    } else {
        let part = screen.part.filter(|_| !item.takes_all());
        (Cow::Borrowed(screen), Grid::of(screen, part, size))
    }
}

/// Whether `item` is dressed as urgent. The flag never is: nothing stands over it.
fn is_urgent(item: &Item) -> bool {
    item.rank == Rank::Urgent && !still(item)
}

fn finish(mut page: Page, grid: Grid, look: &Look, fonts: &mut Fonts, named: bool) -> Frame {
    let ground = page.ground.unwrap_or(look.screen.theme.ground);
    if !page.alone {
        chrome::draw(&mut page, &grid, look, fonts, named);
    }
    Frame { ground, nodes: page.nodes }
}

/// The school's name; where there is no header to show them, the date and the clock under it. Without a name the
/// clock takes its place.
fn placeholder_page(look: &Look, layout: &mut Layout) -> Page {
    let content = layout.grid.content;
    let date = dates::header(look.local.date(), look.screen.lunar).swap_remove(0);
    let clock = dates::clock(look.local);
    let (name, now) = match (look.screen.school.as_str(), look.screen.header) {
        ("", false) => (clock.as_str(), date),
        (name, false) => (name, format!("{clock}\n{date}")),
        (name, true) => (name, String::new()),
    };
    let roles = [Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let name = layout.largest(name, &roles, content.w, content.h * 0.6);
    let bar = layout.u(3.5);
    let now = layout.body(&now, Role::Body, content.w);
    let gap = layout.u(3.0);
    let height = bar + name.height + gap + now.height;
    let y = content.y + ((content.h - height) * 0.42).max(0.0);
    let mut page = Page::default();
    page.fill(Rect { x: content.x, y, w: layout.u(12.0), h: layout.u(1.0) }, layout.theme.accent);
    let below = page.text(&name, content.x, y + bar, layout.theme.text);
    page.text(&now, content.x, below + gap, layout.theme.quiet);
    page
}
