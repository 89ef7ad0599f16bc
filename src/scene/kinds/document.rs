//! A legal document cited: its number so large that it can be written down.

use crate::model::Document;
use crate::scene::dates;
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::text::{Block, Style};
use crate::scene::{Column, Rect};

/// What a missing fact reads.
const MISSING: &str = "Chưa cập nhật";

/// The number and what stands under it on every page.
struct Top {
    label: Block,
    /// The label stands above the number instead of on its baseline.
    above: bool,
    number: Block,
    issued: Block,
    height: f32,
}

/// The number stands on every page; the trích yếu is paged under it.
pub fn pages(document: &Document, layout: &mut Layout) -> Vec<Page> {
    let content = layout.grid.content;
    let indent = layout.u(4.0);
    let text = Rect { x: content.x + indent, w: content.w - indent, ..content };
    let top = top(document, layout, text.w);
    let foot = Foot { source: document.source.as_deref(), confirm: false };
    let gap = layout.u(3.0);
    let room = |foot: f32| content.h - top.height - gap - foot;
    let piece = |role| Piece { role, ..Piece::body(&document.summary, layout.theme.text) };
    let (large, small) = (piece(Role::Heading), piece(Role::Body));

    let short = layout.foot_height(foot, content.w, 1);
    let heading = layout.heading(&document.summary, Role::Heading, text.w);
    let (columns, _) = if heading.height <= room(short) {
        let lines = heading.height;
        layout
            .above_foot(foot, content.w, |layout, _| layout.flow(std::slice::from_ref(&large), text.w, lines))
    } else {
        layout.above_foot(foot, content.w, |layout, foot| {
            layout.flow(std::slice::from_ref(&small), text.w, room(foot))
        })
    };
    let count = columns.len();
    let draw = |(number, column): (usize, &Column)| {
        let mut page = Page::default();
        draw_top(&mut page, &top, text, layout);
        column.draw(&mut page, text.x, text.y + top.height + gap);
        let rest = top.height + gap + column.height;
        let style = layout.style(Role::Body);
        let ends = style.below().min(rest);
        page.fill(Rect { w: layout.u(1.0), h: rest - ends * 0.6, ..content }, layout.theme.accent);
        layout.foot(&mut page, foot, content, number, count);
        page
    };
    columns.iter().enumerate().map(draw).collect()
}

fn top(document: &Document, layout: &mut Layout, width: f32) -> Top {
    let label = layout.heading("Số", Role::Heading, width);
    let space = label.style.size * 0.35;
    let (large, small) = (layout.style(Role::Title), layout.style(Role::Display));
    let beside = fitted(&document.number, layout, width - label.width - space);
    // A long number on a narrow screen has the line for itself, under its label.
    let above = beside.style.size < large.size.min(small.size);
    let number = if above { fitted(&document.number, layout, width) } else { beside };
    let issued = layout.body(&issued(document), Role::Body, width);
    let lead = if above { label.height } else { 0.0 };
    let height = lead + number.height - number.style.capital_top() + layout.u(1.0) + issued.height;
    Top { label, above, number, issued, height }
}

/// The number on one line as large as the width allows, between body and display size.
fn fitted(number: &str, layout: &mut Layout, width: f32) -> Block {
    let display = layout.style(Role::Display);
    let least = layout.style(Role::Body).size;
    let fits = display.size * width / layout.fonts.width(number, display).max(1.0);
    let size = fits.clamp(least.min(display.size), display.size).floor();
    let style = Style { size, leading: display.leading * size / display.size, bold: true };
    layout.fonts.heading(number, style, width)
}

/// "Nghị quyết của Chính phủ, ngày 15 tháng 7 năm 2021"; what is not known is said to be.
fn issued(document: &Document) -> String {
    let form = &document.form;
    match (document.issuer.as_deref(), document.date.map(dates::long)) {
        (Some(issuer), Some(date)) => format!("{form} của {issuer}, {date}"),
        (Some(issuer), None) => format!("{form} của {issuer}\nNgày ban hành: {MISSING}"),
        (None, Some(date)) => format!("{form}, {date}\nCơ quan ban hành: {MISSING}"),
        (None, None) => format!("{form}\nCơ quan và ngày ban hành: {MISSING}"),
    }
}

fn draw_top(page: &mut Page, top: &Top, text: Rect, layout: &Layout) {
    let theme = layout.theme;
    // The top of the numerals stands at the top of the column.
    let y = text.y - top.number.style.capital_top();
    let below = if top.above {
        let y = page.text(&top.label, text.x, text.y - top.label.style.capital_top(), theme.quiet);
        page.text(&top.number, text.x, y, theme.accent)
    } else {
        let baseline = y + top.number.style.baseline();
        page.text(&top.label, text.x, baseline - top.label.style.baseline(), theme.quiet);
        let space = top.label.style.size * 0.35;
        page.text(&top.number, text.x + top.label.width + space, y, theme.accent)
    };
    page.text(&top.issued, text.x, below + layout.u(1.0), theme.quiet);
}
