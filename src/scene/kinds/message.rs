//! Heading, points, source: the plain slide.

use crate::model::{Fit, Message, Para};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::{Grid, Role};
use crate::scene::layout::{Layout, Page};
use crate::scene::text::{Block, words};
use crate::scene::{Column, Rect};

use super::Place;

/// From the top of the accent bar to the top of the heading's capitals, in u.
const BAR: f32 = 4.5;
/// The share of a stacked slide's height that a picture takes.
const PICTURE: f32 = 0.36;
/// Side by side needs a heading column of this many text units: nine characters of a title.
const COLUMN: f32 = 58.0;

/// One arrangement of the parts.
struct Plan {
    heading: Block,
    at: (f32, f32),
    picture: Option<Rect>,
    qr: Option<(Rect, bool)>,
    body: Rect,
    /// Where source and page stand; its bottom is the bottom of `body`.
    foot: Rect,
    pieces: Vec<Piece>,
}

/// Every page: the heading stands still, the body is paged.
pub fn pages(message: &Message, layout: &mut Layout) -> Vec<Page> {
    if message.body.is_empty() && message.image.is_none() && message.qr.is_none() {
        return vec![statement(message, layout)];
    }
    let aside = message.image.is_some() || message.qr.is_some();
    let stacked = stacked(message, layout);
    let stacked = draw(message, &stacked, layout);
    let five = layout.grid.columns().0.w;
    if layout.grid.portrait() || aside || five < COLUMN * layout.grid.t {
        return stacked;
    }
    let beside = beside(message, layout).map(|plan| draw(message, &plan, layout));
    beside.filter(|pages| pages.len() <= stacked.len()).unwrap_or(stacked)
}

/// The picture's space.
pub fn image<'a>(message: &'a Message, grid: &Grid) -> Option<Place<'a>> {
    let content = grid.content;
    let space = if grid.portrait() {
        Rect { h: content.h * PICTURE, ..content }
    } else {
        let five = grid.columns().0.w;
        // A code under the picture keeps its room.
        let under = if message.qr.is_some() { 36.0 * grid.u } else { 0.0 };
        Rect { x: content.x + content.w - five, w: five, h: content.h - under, ..content }
    };
    Some((message.image.as_ref()?, space, Fit::Contain))
}

/// A heading alone, larger, a little above the middle.
fn statement(message: &Message, layout: &mut Layout) -> Page {
    let content = layout.grid.content;
    let foot = Foot { source: message.source.as_deref(), confirm: message.confirm };
    let below = layout.foot_height(foot, content.w, 1);
    let bar = layout.u(BAR);
    let lines = if layout.grid.portrait() { 7 } else { 4 };
    let heading =
        layout.largest(&message.heading, &[Role::Poster, Role::Title, Role::Heading], content.w, lines);
    let free = content.h - below - heading.height - bar;
    let y = content.y + (free * 0.4).max(0.0);
    let mut page = Page { words: heading.words(), ..Page::default() };
    draw_heading(&mut page, &heading, (content.x, y), layout);
    layout.foot(&mut page, foot, content, 0, 1);
    page
}

/// Heading at left, body at right; `None` when the heading has no room there.
fn beside(message: &Message, layout: &mut Layout) -> Option<Plan> {
    let (five, seven) = layout.grid.columns();
    let heading = heading(message, layout, five.w, 4);
    let bar = layout.u(BAR);
    let whole = message.heading.split(' ').all(|word| layout.fonts.width(word, heading.style) <= five.w);
    if !whole || heading.height + bar > five.h * 0.8 {
        return None;
    }
    // The first lines of heading and body stand on one baseline.
    let body = layout.style(Role::Body);
    let top = five.y + bar - heading.style.capital_top() + heading.style.baseline() - body.baseline();
    Some(Plan {
        heading,
        at: (five.x, five.y),
        picture: None,
        qr: None,
        body: Rect { y: top, h: seven.y + seven.h - top, ..seven },
        foot: seven,
        pieces: pieces(message, layout),
    })
}

/// Heading above the body; picture and code at the right in landscape, between and under in portrait.
fn stacked(message: &Message, layout: &mut Layout) -> Plan {
    let content = layout.grid.content;
    let portrait = layout.grid.portrait();
    let mut text = content;
    let mut picture = image(message, &layout.grid).map(|(_, space, _)| space);
    if !portrait {
        let aside = aside(message, layout);
        if aside > 0.0 {
            text.w -= aside + 2.0 * layout.grid.gap();
        }
    }
    let heading = heading(message, layout, text.w, if portrait { 4 } else { 2 });
    let (heading, rest) = cut(message, heading, layout, text);
    let bar = layout.u(BAR);
    let mut top = text.y + bar - heading.style.capital_top() + heading.height + layout.u(1.5);
    let mut bottom = content.y + content.h;
    let mut qr = None;
    if portrait && let Some(space) = &mut picture {
        space.y = top + layout.u(1.5);
        top = space.y + space.h + layout.u(3.0);
    }
    if let Some(code) = &message.qr {
        if portrait {
            let height = layout.qr_height(code, content.w, true);
            let foot = Foot { source: message.source.as_deref(), confirm: message.confirm };
            bottom -= layout.foot_height(foot, content.w, 2).max(layout.foot_height(foot, content.w, 1));
            bottom -= height;
            qr = Some((Rect { y: bottom, h: height, ..content }, true));
            bottom -= layout.u(3.0);
        } else {
            let width = aside(message, layout);
            let height = layout.qr_height(code, width, false);
            let x = content.x + content.w - width;
            qr = Some((Rect { x, y: bottom - height, w: width, h: height }, false));
        }
    }
    let mut pieces = pieces(message, layout);
    if let Some(rest) = rest {
        pieces.insert(0, Piece { role: Role::Strong, ..Piece::body(rest, layout.theme.text) });
    }
    let body = Rect { y: top, h: (bottom - top).max(1.0), ..text };
    Plan { heading, at: (text.x, text.y), picture, qr, body, foot: Rect { w: text.w, ..content }, pieces }
}

/// Width of the column at the right that holds picture and code.
fn aside(message: &Message, layout: &mut Layout) -> f32 {
    let five = layout.grid.columns().0.w;
    if message.image.is_some() {
        return five;
    }
    let Some(code) = &message.qr else { return 0.0 };
    let style = layout.style(Role::Note);
    let label = layout.fonts.width(&code.label, style);
    label.clamp(layout.u(crate::scene::qr::SIDE), five.max(layout.u(crate::scene::qr::SIDE)))
}

/// The heading in title size when it is short, else in heading size.
fn heading(message: &Message, layout: &mut Layout, width: f32, lines: usize) -> Block {
    let short = words(&message.heading) <= 8;
    let roles: &[Role] = if short { &[Role::Title, Role::Heading] } else { &[Role::Heading] };
    layout.largest(&message.heading, roles, width, lines)
}

/// A heading that would leave no room for the body is a text: its first lines stay, the rest leads the body.
fn cut(message: &Message, heading: Block, layout: &mut Layout, text: Rect) -> (Block, Option<String>) {
    let most = text.h * 0.5;
    if heading.height <= most {
        return (heading, None);
    }
    let strong = layout.heading(&message.heading, Role::Strong, text.w);
    let fits = (most / strong.style.leading).max(1.0) as usize;
    if strong.lines.len() <= fits {
        return (strong, None);
    }
    let (kept, rest) = strong.lines.split_at(fits);
    let rest = rest.join(" ");
    (layout.fonts.set(kept.to_vec(), strong.style, text.w), Some(rest))
}

fn pieces(message: &Message, layout: &Layout) -> Vec<Piece> {
    let theme = layout.theme;
    let piece = |para: &Para| match para {
        Para::Point(text) => Piece::body(text, theme.text).bullet(theme.accent),
        Para::Text(text) => Piece::body(text, theme.text),
    };
    message.body.iter().map(piece).collect()
}

fn draw(message: &Message, plan: &Plan, layout: &mut Layout) -> Vec<Page> {
    let foot = Foot { source: message.source.as_deref(), confirm: message.confirm };
    let bottom = plan.foot.y + plan.foot.h;
    let (columns, _) = layout.above_foot(foot, plan.foot.w, |layout, foot| {
        let room = (bottom - foot).min(plan.body.y + plan.body.h) - plan.body.y;
        layout.flow(&plan.pieces, plan.body.w, room)
    });
    let count = columns.len();
    let one = |(number, column): (usize, &Column)| {
        let mut page = Page::default();
        draw_heading(&mut page, &plan.heading, plan.at, layout);
        if let (Some(asset), Some(space)) = (&message.image, plan.picture) {
            layout.picture(&mut page, asset, space);
        }
        if let (Some(code), Some((space, beside))) = (&message.qr, plan.qr) {
            layout.qr(&mut page, code, space, beside);
        }
        column.draw(&mut page, plan.body.x, plan.body.y);
        layout.foot(&mut page, foot, plan.foot, number, count);
        page
    };
    columns.iter().enumerate().map(one).collect()
}

/// The short accent bar and the heading under it.
fn draw_heading(page: &mut Page, heading: &Block, (x, y): (f32, f32), layout: &Layout) {
    page.fill(Rect { x, y, w: layout.u(12.0), h: layout.u(1.0) }, layout.theme.accent);
    page.text(heading, x, y + layout.u(BAR) - heading.style.capital_top(), layout.theme.text);
}
