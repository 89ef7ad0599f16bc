//! Large digits: what is left until a moment. From then on a line of text in their place.

use crate::model::{Countdown, Left};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::text::{Block, Style};

/// How much larger than display size the digits may be.
const LARGEST: f32 = 2.2;
/// Their leading, in sizes: digits carry no marks and nothing hangs from them; a word has both.
const DIGITS: f32 = 1.05;
const WORD: f32 = 1.35;
/// From the heading's box to the top of the digits, in u, at least.
const GAP: f32 = 6.0;
/// The largest share of the height that a heading takes above centred digits.
const HEADING: f32 = 0.42;
/// The share of the free height that stands above what is centred.
const LIFT: f32 = 0.45;

/// The heading over the digits, both centred; a heading that is longer stands as on any board.
pub fn pages(countdown: &Countdown, layout: &mut Layout) -> Vec<Page> {
    let left = countdown.left(layout.local);
    if left == Left::Over {
        return vec![over(&countdown.then, layout)];
    }
    let left = digits(left);
    if let Some(page) = centred(countdown, &left, layout) {
        return vec![page];
    }
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &countdown.heading,
        color: layout.theme.accent,
        qr: None,
        foot: Foot::default(),
    };
    layout.board(parts, &[Place::Above], &mut |layout, room| {
        let digits = set(&left, room.w, room.h, layout);
        let mut page = Page::default();
        page.text(&digits, room.x, room.y, layout.theme.accent);
        vec![page]
    })
}

/// "5 ngày", "23:59:59", "59:59"; nothing while nobody knows.
fn digits(left: Left) -> String {
    match left {
        Left::Days(days) => format!("{days}\u{a0}ngày"),
        Left::Seconds(left) if left >= 3600 => {
            format!("{}:{:02}:{:02}", left / 3600, left / 60 % 60, left % 60)
        }
        Left::Seconds(left) => format!("{:02}:{:02}", left / 60, left % 60),
        Left::Over | Left::Unknown => String::new(),
    }
}

/// `None` when the heading has no room above digits that are at least as large as any.
fn centred(countdown: &Countdown, left: &str, layout: &mut Layout) -> Option<Page> {
    let content = layout.grid.content;
    let most = content.h * HEADING;
    let heading =
        layout.largest(&countdown.heading, &[Role::Title, Role::Heading, Role::Strong], content.w, most);
    let whole = layout.whole_words(&countdown.heading, heading.style, content.w);
    let gap = layout.u(GAP);
    let room = content.h - heading.height - gap;
    if heading.height > most || !whole || room < layout.style(Role::Display).leading {
        return None;
    }
    let digits = set(left, content.w, room, layout);
    let style = digits.style;
    let gap = gap.max(style.capital_top());
    let free = content.h - heading.height - gap - style.capital();
    let mut page = Page { words: heading.words() + 1, ..Page::default() };
    let y = middle(&mut page, &heading, content, content.y + free * LIFT, layout);
    let color = layout.theme.accent;
    let x = content.x + (content.w - digits.width) / 2.0;
    page.text(&digits, x, y + gap - style.capital_top(), color);
    Some(page)
}

/// Digits on one line, as large as `width` and `height` allow. All digits are equally wide, so they stand still
/// while they change.
fn set(digits: &str, width: f32, height: f32, layout: &mut Layout) -> Block {
    let display = layout.style(Role::Display);
    let zeros: String = digits.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let one = layout.fonts.width(&zeros, display).max(1.0);
    let size = display.size * (width / one).min(LARGEST);
    let leading = if digits.contains(char::is_alphabetic) { WORD } else { DIGITS };
    let size = size.min(height / leading);
    let style = Style { size, leading: size * leading, ..display };
    let lines = if digits.is_empty() { Vec::new() } else { vec![digits.to_owned()] };
    layout.fonts.set(lines, style, width)
}

/// The line that stands there from then on.
fn over(then: &str, layout: &mut Layout) -> Page {
    let content = layout.grid.content;
    let roles = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let then = layout.largest(then, &roles, content.w, content.h);
    let mut page = Page { words: then.words(), ..Page::default() };
    let y = content.y + (content.h - then.height).max(0.0) * LIFT;
    middle(&mut page, &then, content, y, layout);
    page
}

/// Draws `block` with each of its lines in the middle of `space`; gives the y below it.
fn middle(page: &mut Page, block: &Block, space: Rect, mut y: f32, layout: &mut Layout) -> f32 {
    let color = layout.theme.text;
    for line in &block.lines {
        let line = layout.fonts.set(vec![line.clone()], block.style, space.w);
        y = page.text(&line, space.x + (space.w - line.width) / 2.0, y, color);
    }
    y
}
