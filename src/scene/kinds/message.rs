//! Heading, points, source: the plain slide.
//!
//! A few arrangements are tried in order of beauty; the one with the fewest pages wins. When none leaves the
//! body its room (a small screen read from afar), the picture goes first, then the source joins the body,
//! then the code's address does: the words stay.

use crate::model::{Fit, Mark, Message};
use crate::scene::board;
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::{Grid, Role};
use crate::scene::layout::{Layout, Page};
use crate::scene::text::{Block, words};
use crate::scene::{Column, Rect};

use super::{Place, paras};

/// From the top of the accent bar to the heading's first line box, in u: marks on its capitals rise to the top
/// of that box, and a little above it.
const BAR: f32 = 2.0;
/// The largest share of a stacked slide's height that a picture takes, and the smallest worth showing.
const PICTURE: f32 = 0.36;
const SMALLEST: f32 = 0.14;
/// Side by side needs a heading column of this many text units: nine characters of a title.
const COLUMN: f32 = 58.0;
/// Words of a heading that is set in title size.
const SHORT: usize = 8;
/// Words of a heading that may be set in display size, of a body that is short, and of a list that is.
const SHOUT: usize = 4;
const FEW: usize = 24;
const FEW_POINTS: usize = 12;
/// From a heading to the body under it, in u.
const UNDER: f32 = 3.0;
/// The share of the free height that stands above a short message.
const LIFT: f32 = 0.4;
/// Fewest body lines on a page that is not the whole body.
const LINES: f32 = 2.0;

/// Which parts besides heading and body are shown.
#[derive(Clone, Copy, PartialEq)]
struct Parts {
    picture: bool,
    source: bool,
    qr: bool,
}

/// Whether heading and body stand side by side, and in which size the heading is set.
#[derive(Clone, Copy)]
struct Arrangement {
    beside: bool,
    role: Role,
}

/// Where everything stands.
struct Plan {
    heading: Block,
    picture: Option<Rect>,
    /// The code's space, and whether its address stands beside it.
    qr: Option<(Rect, bool)>,
    body: Rect,
    columns: Vec<Column>,
}

/// Every page: the heading stands still, the body is paged.
pub fn pages(message: &Message, layout: &mut Layout) -> Vec<Page> {
    if let Some(page) = statement(message, layout) {
        return vec![page];
    }
    if let Some(pages) = code_alone(message, layout) {
        return pages;
    }
    let width = layout.grid.content.w;
    let all = Parts {
        picture: message.image.is_some(),
        source: message.source.as_deref().is_some_and(|source| layout.is_note(source, width)),
        qr: message.qr.is_some(),
    };
    let words_first = [
        all,
        Parts { picture: false, ..all },
        Parts { picture: false, source: false, ..all },
        Parts { picture: false, source: false, qr: false },
    ];
    for parts in words_first {
        if let Some(plan) = best(message, parts, layout) {
            return draw(message, parts, &plan, layout);
        }
    }
    let parts = Parts { picture: false, source: false, qr: false };
    let attempt = |layout: &mut Layout, pages| cut(message, parts, pages, layout);
    let plan = layout.settled(attempt, |plan| plan.columns.len());
    draw(message, parts, &plan, layout)
}

/// The picture's largest space.
pub fn image<'a>(message: &'a Message, grid: &Grid) -> Option<Place<'a>> {
    let content = grid.content;
    let space = if grid.portrait() {
        Rect { h: content.h * PICTURE, ..content }
    } else {
        let five = grid.columns().0.w;
        Rect { x: content.x + content.w - five, w: five, ..content }
    };
    Some((message.image.as_ref()?, space, Fit::Contain))
}

/// A short message: the heading alone or with a few words, larger, a little above the middle. `None` when it
/// does not fit a page, and when it is not short.
fn statement(message: &Message, layout: &mut Layout) -> Option<Page> {
    let content = layout.grid.content;
    let source = message.source.as_deref();
    if message.image.is_some()
        || message.qr.is_some()
        || source.is_some_and(|s| !layout.is_note(s, content.w))
    {
        return None;
    }
    let foot = Foot { source, confirm: message.confirm };
    let below = layout.foot_height(foot, content.w, 1);
    let bar = layout.u(BAR);
    let roles = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let mut roles = roles.get(usize::from(words(&message.heading) > SHOUT)..)?;
    let (mut body, mut gap) = (Column::default(), 0.0);
    if !message.body.is_empty() {
        let all = Parts { picture: false, source: true, qr: true };
        let lead = |piece: Piece| match piece.role {
            Role::Body => Piece { role: Role::Lead, ..piece },
            _ => piece,
        };
        let pieces: Vec<Piece> = pieces(message, all, layout).into_iter().map(lead).collect();
        let [column]: [Column; 1] = layout.flow(&pieces, content.w, f32::MAX).try_into().ok()?;
        (body, gap) = (column, layout.u(UNDER));
        roles = roles.get(..roles.len() - 2)?;
        let points = message.body.iter().any(|para| para.mark != Mark::None);
        if words(&message.heading) > SHORT || body.words > if points { FEW_POINTS } else { FEW } {
            return None;
        }
    }
    let room = content.h - below - bar - gap - body.height;
    let heading = layout.largest(&message.heading, roles, content.w, room);
    if heading.height > room || (gap > 0.0 && !heading.fair()) {
        return None;
    }
    let y = content.y + (room - heading.height) * LIFT;
    let mut page = Page { words: heading.words(), ..Page::default() };
    draw_heading(&mut page, &heading, (content.x, y), layout);
    body.draw(&mut page, content.x, y + bar + heading.height + gap);
    layout.foot(&mut page, foot, content, (0, 1), layout.theme.accent);
    Some(page)
}

/// A heading and a code: the code is the thought, and is large. `None` of any other message, and where
/// the address would leave the code less room than it has beside a body.
fn code_alone(message: &Message, layout: &mut Layout) -> Option<Vec<Page>> {
    let code = message.qr.as_ref().filter(|_| message.body.is_empty() && message.image.is_none())?;
    let parts = board::Parts {
        area: layout.grid.content,
        kicker: None,
        title: &message.heading,
        color: layout.theme.accent,
        qr: None,
        foot: Foot { source: message.source.as_deref(), confirm: message.confirm },
    };
    let places = [board::Place::Beside, board::Place::Above];
    let mut roomy = true;
    let pages = layout.board(parts, &places, &mut |layout, room| {
        let label = layout.body(&code.label, Role::Body, room.w).height;
        roomy &= label + layout.u(1.5) + layout.qr_side(code) <= room.h;
        vec![layout.qr_page(code, room)]
    });
    roomy.then_some(pages)
}

/// The arrangement with the fewest pages; the first of equals (which `min_by_key` gives).
fn best(message: &Message, parts: Parts, layout: &mut Layout) -> Option<Plan> {
    let short = words(&message.heading) <= SHORT;
    let large = [Role::Title, Role::Heading];
    let roles = if short { large.as_slice() } else { large.get(1..).unwrap_or_default() };
    let both = |role: &Role| [true, false].map(|beside| Arrangement { beside, role: *role });
    let tried: Vec<Arrangement> = roles.iter().flat_map(both).collect();
    let last = [true, false].map(|beside| Arrangement { beside, role: Role::Strong });
    let mut plans: Vec<Plan> = Vec::new();
    for arrangement in tried {
        plans.extend(plan(message, parts, arrangement, layout));
    }
    // A heading that the column tears apart only where all do.
    let fair = plans.iter().any(|plan| plan.heading.fair());
    let found = plans.into_iter().filter(|plan| plan.heading.fair() || !fair);
    found
        .min_by_key(|plan| plan.columns.len())
        .or_else(|| last.into_iter().find_map(|arrangement| plan(message, parts, arrangement, layout)))
}

/// One arrangement; `None` when heading or body do not have their room.
fn plan(message: &Message, parts: Parts, arrangement: Arrangement, layout: &mut Layout) -> Option<Plan> {
    let attempt = |layout: &mut Layout, pages| placed(message, parts, arrangement, pages, layout);
    layout.settled(attempt, |plan| plan.as_ref().map_or(0, |plan| plan.columns.len()))
}

/// The same above a foot that says "Trang 1/2" or not.
fn placed(
    message: &Message,
    parts: Parts,
    arrangement: Arrangement,
    pages: usize,
    layout: &mut Layout,
) -> Option<Plan> {
    let content = layout.grid.content;
    let bottom = content.y + content.h - layout.foot_height(foot(message, parts), content.w, pages);
    let plan = if arrangement.beside {
        beside(message, parts, arrangement.role, bottom, layout)?
    } else if layout.grid.portrait() {
        stacked(message, parts, arrangement.role, bottom, layout)?
    } else {
        with_aside(message, parts, arrangement.role, bottom, layout)?
    };
    paged(message, parts, plan, layout)
}

/// Heading at left, body at right, nothing else.
fn beside(message: &Message, parts: Parts, role: Role, bottom: f32, layout: &mut Layout) -> Option<Plan> {
    let (five, seven) = layout.grid.columns();
    let wide = !layout.grid.portrait() && five.w >= COLUMN * layout.grid.t;
    if !wide || parts.picture || parts.qr {
        return None;
    }
    let heading = heading(message, role, five.w, bottom - five.y, layout)?;
    // The first lines of heading and body stand on one baseline.
    let offset = heading.style.baseline() - layout.style(Role::Body).baseline();
    let top = five.y + layout.u(BAR) + offset;
    let body = Rect { y: top, h: bottom - top, ..seven };
    Some(Plan { heading, picture: None, qr: None, body, columns: Vec::new() })
}

/// Heading above the body; picture and code in a column at the right.
fn with_aside(message: &Message, parts: Parts, role: Role, bottom: f32, layout: &mut Layout) -> Option<Plan> {
    let content = layout.grid.content;
    let aside = aside(message, parts, layout);
    let taken = if aside > 0.0 { aside + 2.0 * layout.grid.gap() } else { 0.0 };
    let text = Rect { w: content.w - taken, ..content };
    let column = Rect { x: content.x + content.w - aside, w: aside, h: bottom - content.y, ..content };
    let heading = heading(message, role, text.w, (bottom - text.y) * 0.55, layout)?;
    let top = under(&heading, text.y, layout);
    let mut picture = parts.picture.then_some(column);
    let mut qr = None;
    if let Some(code) = message.qr.as_ref().filter(|_| parts.qr) {
        let height = layout.qr_height(code, aside, false);
        qr = Some((Rect { y: bottom - height, h: height, ..column }, false));
        if let Some(picture) = &mut picture {
            picture.h -= height + layout.u(3.0);
        }
    }
    let room = picture.is_none_or(|picture| picture.h >= content.h * SMALLEST);
    let body = Rect { y: top, h: bottom - top, ..text };
    room.then_some(Plan { heading, picture, qr, body, columns: Vec::new() })
}

/// Heading, picture, body, code under each other.
fn stacked(message: &Message, parts: Parts, role: Role, bottom: f32, layout: &mut Layout) -> Option<Plan> {
    let content = layout.grid.content;
    let heading = heading(message, role, content.w, (bottom - content.y) * 0.5, layout)?;
    let mut top = under(&heading, content.y, layout);
    let mut bottom = bottom;
    let mut qr = None;
    if let Some(code) = message.qr.as_ref().filter(|_| parts.qr) {
        let height = layout.qr_height(code, content.w, true);
        bottom -= height;
        qr = Some((Rect { y: bottom, h: height, ..content }, true));
        bottom -= layout.u(3.0);
    }
    let mut picture = None;
    if parts.picture {
        // What the body leaves, within reason.
        let body = pieces(message, parts, layout);
        let needed = layout.flow(&body, content.w, f32::MAX).iter().map(|column| column.height).sum::<f32>();
        let gap = layout.u(4.5);
        let most = image(message, &layout.grid)?.1.h;
        let height = (bottom - top - gap - needed).clamp(content.h * SMALLEST, most);
        picture = Some(Rect { y: top, h: height, ..content });
        top += height + gap;
    }
    let body = Rect { y: top, h: bottom - top, ..content };
    Some(Plan { heading, picture, qr, body, columns: Vec::new() })
}

/// A heading that is a text: its first lines stay, the rest leads the body.
fn cut(message: &Message, parts: Parts, pages: usize, layout: &mut Layout) -> Plan {
    let content = layout.grid.content;
    let whole = layout.heading(&message.heading, Role::Strong, content.w);
    let foot = layout.foot_height(foot(message, parts), content.w, pages);
    let room = content.h - foot;
    let fits = (room * 0.5 / whole.style.leading).max(1.0) as usize;
    let (kept, rest) = whole.lines.split_at(fits.min(whole.lines.len()));
    let mut pieces = pieces(message, parts, layout);
    if !rest.is_empty() {
        let lead = Piece { role: Role::Strong, ..Piece::body(rest.join(" "), layout.theme.text) };
        pieces.insert(0, lead);
    }
    let heading = layout.fonts.set(kept.to_vec(), whole.style, content.w);
    let top = under(&heading, content.y, layout);
    let body = Rect { y: top, h: content.y + room - top, ..content };
    let columns = layout.flow(&pieces, body.w, body.h);
    Plan { heading, picture: None, qr: None, body, columns }
}

/// Pages the body of a plan; `None` when a page would hold next to nothing.
fn paged(message: &Message, parts: Parts, plan: Plan, layout: &mut Layout) -> Option<Plan> {
    let pieces = pieces(message, parts, layout);
    let columns = layout.flow(&pieces, plan.body.w, plan.body.h);
    let tight = plan.body.h < LINES * layout.style(Role::Body).leading;
    let fits = columns.iter().all(|column| column.height <= plan.body.h + 0.5);
    (fits && (columns.len() < 2 || !tight)).then_some(Plan { columns, ..plan })
}

/// Width of the column at the right that holds picture and code.
fn aside(message: &Message, parts: Parts, layout: &mut Layout) -> f32 {
    let five = layout.grid.columns().0.w;
    if parts.picture {
        return five;
    }
    let Some(code) = message.qr.as_ref().filter(|_| parts.qr) else { return 0.0 };
    let style = layout.style(Role::Note);
    let side = layout.qr_side(code);
    layout.fonts.width(&code.label, style).min(five).max(side)
}

/// The heading in `role`, if its words and lines have room.
fn heading(message: &Message, role: Role, width: f32, height: f32, layout: &mut Layout) -> Option<Block> {
    let block = layout.heading(&message.heading, role, width);
    let whole = layout.whole_words(&message.heading, block.style, width);
    let room = block.height + layout.u(BAR) <= height;
    (whole && room).then_some(block)
}

/// Where the body begins under a heading.
fn under(heading: &Block, y: f32, layout: &Layout) -> f32 {
    y + layout.u(BAR) + heading.height + layout.u(UNDER)
}

fn foot(message: &Message, parts: Parts) -> Foot<'_> {
    Foot { source: message.source.as_deref().filter(|_| parts.source), confirm: message.confirm }
}

fn pieces(message: &Message, parts: Parts, layout: &mut Layout) -> Vec<Piece> {
    let theme = layout.theme;
    let mut pieces = paras::pieces(&message.body, layout);
    // A code that has no room leaves its address.
    if let Some(code) = message.qr.as_ref().filter(|_| !parts.qr) {
        pieces.push(Piece::body(&code.label, theme.text));
    }
    if let Some(source) = message.source.as_deref().filter(|_| !parts.source) {
        pieces.push(Piece::body(source, theme.quiet));
    }
    pieces
}

fn draw(message: &Message, parts: Parts, plan: &Plan, layout: &mut Layout) -> Vec<Page> {
    let content = layout.grid.content;
    let foot = foot(message, parts);
    let space = image(message, &layout.grid).map(|(_, space, _)| space);
    let count = plan.columns.len();
    let one = |(number, column): (usize, &Column)| {
        let mut page = Page::default();
        draw_heading(&mut page, &plan.heading, (content.x, content.y), layout);
        if let (Some(asset), Some(space), Some(place)) = (&message.image, space, plan.picture) {
            layout.picture(&mut page, asset, space, place);
        }
        if let (Some(code), Some((space, beside))) = (&message.qr, plan.qr) {
            layout.qr(&mut page, code, space, beside);
        }
        column.draw(&mut page, plan.body.x, plan.body.y);
        layout.foot(&mut page, foot, content, (number, count), layout.theme.accent);
        page
    };
    plan.columns.iter().enumerate().map(one).collect()
}

/// The short accent bar and the heading under it.
fn draw_heading(page: &mut Page, heading: &Block, (x, y): (f32, f32), layout: &Layout) {
    page.fill(Rect { x, y, w: layout.u(12.0), h: layout.u(1.0) }, layout.theme.accent);
    page.text(heading, x, y + layout.u(BAR), layout.theme.text);
}
