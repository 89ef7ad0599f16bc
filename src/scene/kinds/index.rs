//! Values of an index by year: horizontal bars from zero.

use crate::model::{Bar, Index};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};

/// Distance from bar to bar, in u: at least a line and a little, at most this.
const PITCH: f32 = 15.0;
/// Of that distance, the share that the bar takes.
const THICK: f32 = 0.55;

/// The finding as the title, the years as bars on one scale.
pub fn pages(index: &Index, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &index.heading,
        color: layout.theme.accent,
        qr: None,
        foot: Foot { source: Some(&index.source), confirm: false },
    };
    layout.board(parts, &[Place::Beside, Place::Above], &mut |layout, room| charts(index, room, layout))
}

/// The index's name above its bars; on a page before them when it leaves the bars no room.
fn charts(index: &Index, room: Rect, layout: &mut Layout) -> Vec<Page> {
    let name =
        if index.unit.is_empty() { index.name.clone() } else { format!("{} ({})", index.name, index.unit) };
    let name = Piece::body(name, layout.theme.quiet);
    let names = layout.flow(&[name], room.w, room.h);
    let height = names.iter().map(|column| column.height).fold(layout.u(3.0), |sum, height| sum + height);
    let least = layout.style(Role::Body).leading + layout.u(1.0);
    if height + least > room.h {
        let mut pages: Vec<Page> = names.iter().map(|name| name.page(room.x, room.y)).collect();
        pages.extend(chart(index, room, least, layout));
        return pages;
    }
    let below = Rect { y: room.y + height, h: room.h - height, ..room };
    let mut pages = chart(index, below, least, layout);
    for page in &mut pages {
        for name in &names {
            name.draw(page, room.x, room.y);
        }
    }
    pages
}

/// The bars, on as many pages as they need with at least `least` pixels for each.
fn chart(index: &Index, room: Rect, least: f32, layout: &mut Layout) -> Vec<Page> {
    let most = ((room.h / least) as usize).max(1);
    let pages = index.bars.len().div_ceil(most).max(1);
    let each = index.bars.len().div_ceil(pages).max(1);
    let pitch = (room.h / each as f32).min(layout.u(PITCH)).max(least);
    let rows = bars(&index.bars, room.w, pitch, layout);
    stack(&rows, room.h, each).iter().map(|stack| stack.page(room.x, room.y)).collect()
}

/// One row for each year: the year, its bar, and the value at the bar's end. The latest is in accent.
fn bars(bars: &[Bar], width: f32, pitch: f32, layout: &mut Layout) -> Vec<Row> {
    let strong = layout.style(Role::Strong);
    let gap = layout.u(2.0);
    let mut widest = |text: &dyn Fn(&Bar) -> String| {
        bars.iter().map(|bar| layout.fonts.width(&text(bar), strong)).fold(0.0, f32::max)
    };
    let from = widest(&|bar| bar.year.to_string()) + gap;
    let longest = (width - from - gap - widest(&|bar| bar.shown.clone())).max(0.0);
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let height = strong.leading.max(pitch * THICK);
    let mut rows = Vec::new();
    for (at, bar) in bars.iter().enumerate() {
        let latest = at + 1 == bars.len();
        let theme = layout.theme;
        let (role, text, color) = if latest {
            (Role::Strong, theme.text, theme.accent)
        } else {
            (Role::Body, theme.quiet, theme.muted)
        };
        let year = layout.body(&bar.year.to_string(), role, width);
        let value = layout.body(&bar.shown, role, width);
        let share = if most > 0.0 { (bar.value / most).clamp(0.0, 1.0) as f32 } else { 0.0 };
        let length = longest * share;
        let mut part = Page { words: year.words() + value.words(), ..Page::default() };
        // The middle of the figures lies on the middle of the bar.
        let style = year.style;
        let y = height / 2.0 - style.capital_top() - style.capital() / 2.0;
        part.text(&year, 0.0, y, text);
        let thick = pitch * THICK;
        part.fill(Rect { x: from, y: (height - thick) / 2.0, w: length, h: thick }, color);
        part.text(&value, from + length + gap, y, text);
        rows.push(Row { part, height, above: pitch - height, ..Row::default() });
    }
    rows
}
