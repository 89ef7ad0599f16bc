//! Numbered steps: three blocks in a row, else a numbered column.

use crate::model::Steps;
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};
use crate::scene::text::Block;

/// Space between steps of a column, in text units: what a number rises above its line, even when shrunk.
const ABOVE: f32 = 4.5;
/// The share of the free height that stands above blocks in a row.
const LIFT: f32 = 0.35;

/// In a row when there are three short ones on a wide screen; a column otherwise.
pub fn pages(steps: &Steps, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &steps.heading,
        color: layout.theme.accent,
        qr: steps.qr.as_ref(),
        foot: Foot { source: steps.source.as_deref(), confirm: steps.confirm },
    };
    layout.board(parts, &[Place::Above, Place::Beside], &mut |layout, room| {
        if let Some(page) = row(&steps.steps, room, layout) {
            return vec![page];
        }
        let rows = numbered(&steps.steps, room, layout);
        stack(&rows, room.h, usize::MAX).iter().map(|stack| stack.page(room.x, room.y)).collect()
    })
}

/// The steps one under the other, each number large on the first line of its text.
pub fn numbered(steps: &[String], room: Rect, layout: &mut Layout) -> Vec<Row> {
    let style = layout.style(Role::Title);
    let last = layout.fonts.width(&steps.len().to_string(), style);
    let indent = last + layout.u(3.0);
    let gap = ABOVE * layout.grid.t;
    let mut rows = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let text = Piece::body(step, layout.theme.text);
        let mut parts = layout.rows(&[text], indent, room.w, room.h);
        if let Some(first) = parts.first_mut() {
            let (number, above) = layout.figures(&(index + 1).to_string(), Role::Title, indent);
            first.part.text(&number, last - number.width, -above, layout.theme.accent);
            first.above = gap;
        }
        rows.extend(parts);
    }
    rows
}

/// Three blocks side by side, joined by a hairline; `None` when one of them has no room.
fn row(steps: &[String], room: Rect, layout: &mut Layout) -> Option<Page> {
    if steps.len() != 3 || layout.grid.portrait() {
        return None;
    }
    let gap = 2.0 * layout.grid.gap();
    let width = (room.w - 2.0 * gap) / 3.0;
    let style = layout.style(Role::Body);
    let texts: Vec<Block> = steps.iter().map(|step| layout.body(step, Role::Body, width)).collect();
    let number = layout.style(Role::Poster);
    // From the top of the numbers' figures down to the texts' first line.
    let under = number.capital() + layout.u(4.5) - style.capital_top();
    let height = under + texts.iter().map(|text| text.height).fold(0.0, f32::max);
    let whole = steps.iter().all(|step| layout.whole_words(step, style, width));
    if !whole || height > room.h {
        return None;
    }
    let mut page = Page::default();
    let (mut x, y) = (room.x, room.y + (room.h - height) * LIFT);
    for (index, text) in texts.iter().enumerate() {
        let (figure, above) = layout.figures(&(index + 1).to_string(), Role::Poster, width);
        let top = y + number.capital() - style.baseline() - above;
        page.text(&figure, x, top, layout.theme.accent);
        page.text(text, x, y + under, layout.theme.text);
        page.words += text.words();
        if index + 1 < texts.len() {
            let from = x + figure.width + layout.grid.gap();
            let to = x + width + gap - layout.grid.gap();
            let middle = y + number.capital() / 2.0;
            page.fill(Rect { x: from, y: middle, w: to - from, h: layout.u(0.3) }, layout.theme.muted);
        }
        x += width + gap;
    }
    Some(page)
}
