//! Numbers to call: who answers at the left, the number at the right.

use crate::model::{Hotline, HotlineRow};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, Stack, stack};

/// Rows on a page.
const ROWS: usize = 4;
/// Space between rows and thickness of the line in its middle, in u.
const GAP: f32 = 5.0;
const HAIRLINE: f32 = 0.3;
/// Height of a row, in u, below which a number is set in heading size, to leave it air.
const AIRY: f32 = 14.0;
/// The share of a row that a number may take beside its label, and the lines that are left for the label.
const NUMBER: f32 = 0.62;
const LABEL: usize = 2;

/// One number alone is large; more are rows.
pub fn pages(hotline: &Hotline, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &hotline.heading,
        color: layout.theme.accent,
        qr: hotline.qr.as_ref(),
        foot: Foot { source: hotline.source.as_deref(), confirm: false },
    };
    let rows = &hotline.rows;
    // An address that would be divided beside the heading has more room under it.
    let (style, beside) = (layout.style(Role::Body), layout.beside());
    let divided = rows.iter().any(|row| layout.fonts.width(&row.number, style) > beside);
    let places: &[Place] = match rows.len() {
        1 => &[Place::Above],
        _ if divided => &[Place::Above, Place::Beside],
        _ => &[Place::Beside, Place::Above],
    };
    layout.board(parts, places, &mut |layout, room| {
        let under = stack(&stacked(rows, room, layout), room.h, ROWS);
        let beside = lined(rows, room, layout).map(|rows| stack(&rows, room.h, ROWS));
        let pages = beside.filter(|beside| beside.len() <= under.len()).unwrap_or(under);
        pages.iter().map(|stack| draw(stack, room, layout)).collect()
    })
}

/// Each label with its number at the right on one baseline, its hours under it; `None` when one has no room.
fn lined(rows: &[HotlineRow], room: Rect, layout: &mut Layout) -> Option<Vec<Row>> {
    if rows.len() < 2 {
        return None;
    }
    let theme = layout.theme;
    let gap = layout.u(GAP);
    let widest = room.w * NUMBER;
    let roles = [Role::Title, Role::Heading, Role::Strong, Role::Body];
    let height = room.h / rows.len().min(ROWS) as f32;
    let roles = if height < layout.u(AIRY) { roles.get(1..).unwrap_or_default() } else { &roles };
    let mut lined = Vec::new();
    for row in rows {
        let role = role(row, rows, roles, widest, layout);
        let (number, above) = layout.figures(&row.number, role, widest);
        let width = room.w - number.width - 2.0 * layout.grid.gap();
        let label = layout.body(&row.label, Role::Body, width);
        let whole = layout.whole_words(&row.label, label.style, width);
        if number.lines.len() > 1 || label.lines.len() > LABEL || !whole {
            return None;
        }
        let mut part = Page { words: label.words() + number.words(), ..Page::default() };
        let mut height = part.text(&label, 0.0, 0.0, theme.text);
        part.text(&number, room.w - number.width, -above, theme.accent);
        if let Some(hours) = &row.hours {
            let hours = layout.body(hours, Role::Body, width);
            if hours.lines.len() > 1 {
                return None;
            }
            part.words += hours.words();
            height = part.text(&hours, 0.0, height, theme.quiet);
        }
        lined.push(Row { part, height, above: gap, ..Row::default() });
    }
    Some(lined)
}

/// Each label above its number, its hours under it.
fn stacked(rows: &[HotlineRow], room: Rect, layout: &mut Layout) -> Vec<Row> {
    let theme = layout.theme;
    let gap = layout.u(GAP);
    let alone = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong, Role::Body];
    let roles = if rows.len() == 1 { alone.as_slice() } else { alone.get(2..).unwrap_or_default() };
    let mut stacked = Vec::new();
    for row in rows {
        let largest = role(row, rows, roles, room.w, layout);
        let mut parts = Vec::new();
        // A large number that would be torn from its label gives way.
        for role in roles.iter().skip_while(|role| **role != largest) {
            let label = Piece { leads: true, ..Piece::body(&row.label, theme.text) };
            let number = Piece { role: *role, above: 0.0, ..Piece::body(&row.number, theme.accent) };
            let hours =
                row.hours.as_ref().map(|hours| Piece { above: 0.0, ..Piece::body(hours, theme.quiet) });
            let pieces: Vec<Piece> = [label, number].into_iter().chain(hours).collect();
            parts = layout.rows(&pieces, 0.0, room.w, room.h);
            if parts.len() < 2 {
                break;
            }
        }
        stacked.extend(
            parts.into_iter().enumerate().map(|(n, part)| part.under(if n == 0 { gap } else { 0.0 })),
        );
    }
    stacked
}

/// The largest of `roles` in which every number of the same sort has room on one line, else the last: what
/// is dialled in one size, what is typed (addresses) in another.
fn role(row: &HotlineRow, rows: &[HotlineRow], roles: &[Role], width: f32, layout: &mut Layout) -> Role {
    let typed = |row: &HotlineRow| row.number.contains(char::is_alphabetic);
    let fits = |role: &Role| {
        let style = layout.style(*role);
        let mut same = rows.iter().filter(|other| typed(other) == typed(row));
        same.all(|other| layout.fonts.width(&other.number, style) <= width)
    };
    let found = roles.iter().copied().find(fits);
    found.or(roles.last().copied()).unwrap_or(Role::Body)
}

/// Rows with a hairline between them.
fn draw(stack: &Stack, room: Rect, layout: &Layout) -> Page {
    let mut page = stack.page(room.x, room.y);
    let mut y = room.y;
    for (index, row) in stack.rows.iter().enumerate() {
        if index > 0 && row.above > 0.0 {
            let line = Rect { y: y + row.above / 2.0, h: layout.u(HAIRLINE), ..room };
            page.fill(line, layout.theme.raised);
            y += row.above;
        }
        y += row.height;
    }
    page
}
