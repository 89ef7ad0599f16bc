//! Steps with their times: the current one larger and in accent, the past ones quiet.

use crate::model::{Agenda, AgendaStep, dates};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, Stack, stack};

/// Space between steps, in u.
const ABOVE: f32 = 5.0;
/// Width of the bar at the current step, and the space from it to the time, in u.
const BAR: f32 = 1.0;
const AFTER: f32 = 2.5;
/// From the time to the text, in u.
const GAP: f32 = 3.0;

/// The steps under each other. On each page is room for any of them to be the current one: which one is never
/// changes how many pages there are.
pub fn pages(agenda: &Agenda, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &agenda.heading,
        color: layout.theme.accent,
        qr: None,
        foot: Foot { source: agenda.source.as_deref(), confirm: false },
    };
    let current = agenda.current(layout.local);
    layout.board(parts, &[Place::Beside, Place::Above], &mut |layout, room| {
        let (mut rows, mut usual, mut growth) = (Vec::new(), Vec::new(), 0.0_f32);
        for (index, step) in agenda.steps.iter().enumerate() {
            let turn = current.map_or(Turn::Coming, |current| Turn::of(index, current));
            rows.extend(row(step, turn, room, layout));
            let [small, large] = [Turn::Coming, Turn::Now].map(|turn| row(step, turn, room, layout));
            let height = |rows: &[Row]| rows.iter().map(|row| row.height).sum::<f32>();
            growth = growth.max(height(&large) - height(&small));
            usual.extend(small);
        }
        let mut rows = rows.into_iter();
        let mut page = |stack: Stack| {
            let rows = stack.rows.into_iter().zip(rows.by_ref()).map(|(usual, row)| row.under(usual.above));
            Stack { rows: rows.collect() }.page(room.x, room.y)
        };
        stack(&usual, room.h - growth, usize::MAX).into_iter().map(&mut page).collect()
    })
}

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Past,
    Now,
    Coming,
}

impl Turn {
    fn of(index: usize, current: usize) -> Turn {
        match index.cmp(&current) {
            std::cmp::Ordering::Less => Turn::Past,
            std::cmp::Ordering::Equal => Turn::Now,
            std::cmp::Ordering::Greater => Turn::Coming,
        }
    }
}

/// One step; parts of it, all in body size, when it is higher than a page.
fn row(step: &AgendaStep, turn: Turn, room: Rect, layout: &mut Layout) -> Vec<Row> {
    let theme = layout.theme;
    let color = match turn {
        Turn::Past => theme.quiet,
        Turn::Now => theme.accent,
        Turn::Coming => theme.text,
    };
    let large = layout.style(Role::Heading);
    let clock = dates::time(step.time);
    let at = layout.u(BAR + AFTER);
    let x = at + layout.fonts.width(&clock, large) + layout.u(GAP);
    let width = (room.w - x).max(1.0);
    let largest = layout.heading(&step.text, Role::Heading, width);
    let grows = largest.height <= room.h && layout.whole_words(&step.text, large, width);
    let role = if grows && turn == Turn::Now { Role::Heading } else { Role::Body };
    let mut rows = if grows {
        let text = if role == Role::Heading { largest } else { layout.body(&step.text, role, width) };
        let mut part = Page { words: text.words(), ..Page::default() };
        part.text(&text, x, 0.0, color);
        vec![Row { part, height: text.height, ..Row::default() }]
    } else {
        layout.rows(&[Piece::body(&step.text, color)], x, room.w, room.h)
    };
    if turn == Turn::Now {
        for row in &mut rows {
            row.part.fill(Rect { x: 0.0, y: 0.0, w: layout.u(BAR), h: row.height }, color);
        }
    }
    if let Some(first) = rows.first_mut() {
        let clock = layout.body(&clock, role, x);
        first.part.text(&clock, at, 0.0, color);
        first.part.words += clock.words();
        first.above = layout.u(ABOVE);
    }
    rows
}
