//! A question with its options; then the same with the answer filled and the others quiet.

use std::ops::Range;

use crate::model::{Color, Quiz};
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::{Role, intersect};
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};
use crate::scene::{Node, Rect};

/// Space between options, in u.
const ABOVE: f32 = 2.5;
/// Space around the text of an option, in u: above and below, and at the left.
const PAD: f32 = 1.2;
const EDGE: f32 = 3.0;
/// Width of the tick, in u, and of the space at the right that it stands in.
const TICK: f32 = 5.5;
const TICKED: f32 = 9.0;

/// The question's pages, then those of them on which the answer stands, where nothing has moved.
pub fn pages(quiz: &Quiz, layout: &mut Layout) -> Vec<Page> {
    let mut pages = all(quiz, false, layout);
    pages.extend(all(quiz, true, layout).into_iter().filter(|page| page.answers));
    pages
}

/// Every page, with the answer told or not.
fn all(quiz: &Quiz, told: bool, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &quiz.question,
        color: layout.theme.accent,
        qr: None,
        foot: Foot { source: quiz.source.as_deref(), confirm: false },
    };
    layout.board(parts, &[Place::Above, Place::Beside], &mut |layout, room| {
        // The grounds stand level with the bar, not with the capitals of a text.
        let room = intersect(room, layout.grid.content);
        // Larger where that takes one page.
        let large = options(quiz, told, Role::Lead, room, layout);
        if large.len() < 2 { large } else { options(quiz, told, Role::Body, room, layout) }
    })
}

/// The options under each other.
fn options(quiz: &Quiz, told: bool, role: Role, room: Rect, layout: &mut Layout) -> Vec<Page> {
    let mut rows = Vec::new();
    let mut answer = 0..0;
    for index in 0..quiz.options.len() {
        let start = rows.len();
        rows.extend(option(quiz, index, told, role, room, layout));
        if index == quiz.answer {
            answer = start..rows.len();
        }
    }
    let mut first = 0;
    let mut pages = Vec::new();
    for stack in stack(&rows, room.h, usize::MAX) {
        let range: Range<usize> = first..first + stack.rows.len();
        first = range.end;
        let answers = told && range.start < answer.end && answer.start < range.end;
        pages.push(Page { answers, ..stack.page(room.x, room.y) });
    }
    pages
}

/// One option on a ground of its own: its letter, its text; parts of it when it is higher than a page.
fn option(quiz: &Quiz, index: usize, told: bool, role: Role, room: Rect, layout: &mut Layout) -> Vec<Row> {
    let theme = layout.theme;
    let is_answer = told && index == quiz.answer;
    let (ground, letter_color, color) = match (told, is_answer) {
        (_, true) => (theme.accent, theme.on_accent, theme.on_accent),
        (true, false) => (theme.raised, theme.quiet, theme.quiet),
        (false, false) => (theme.raised, theme.accent, theme.text),
    };
    let strong = if role == Role::Lead { Role::Heading } else { Role::Strong };
    let style = layout.style(strong);
    let (pad, edge) = (layout.u(PAD), layout.u(EDGE));
    // "W" is wider than any letter that an option has.
    let x = edge + layout.fonts.width("W", style) + layout.u(1.0);
    let right = layout.u(TICKED);
    let width = (room.w - x - right).max(1.0);
    let piece = Piece { role, ..Piece::body(quiz.options.get(index).map_or("", String::as_str), color) };
    let mut rows = layout.rows(&[piece], 0.0, width, (room.h - 2.0 * pad).max(1.0));
    for (part, row) in rows.iter_mut().enumerate() {
        let height = row.height + 2.0 * pad;
        let mut page = Page::default();
        page.fill(Rect { x: 0.0, y: 0.0, w: room.w, h: height }, ground);
        page.place(&row.part, x, pad);
        if part == 0 {
            let letter = layout.body(&Quiz::letter(index), strong, x);
            page.text(&letter, edge, pad, letter_color);
            page.words += letter.words();
            if is_answer {
                let side = layout.u(TICK);
                let middle = pad + style.capital_top() + style.capital() / 2.0;
                page.nodes.push(tick(room.w - (right + side) / 2.0, middle, side, theme.on_accent));
            }
        }
        let above = if part == 0 { layout.u(ABOVE) } else { 0.0 };
        *row = Row { part: page, height, above, ..Row::default() };
    }
    rows
}

/// A tick as wide as `side`, from `x` on, its middle at `y`: the answer is told by a shape too.
fn tick(x: f32, y: f32, side: f32, color: Color) -> Node {
    // Of a square of one; the short arm and the long one are equally thick.
    let outline = [(0.0, 0.55), (0.14, 0.41), (0.36, 0.63), (0.86, 0.13), (1.0, 0.27), (0.36, 0.91)];
    let points = outline.map(|(px, py)| (x + px * side, y + (py - 0.52) * side)).to_vec();
    Node::Shape { points, color }
}
