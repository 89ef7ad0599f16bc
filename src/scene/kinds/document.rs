//! A legal document cited: its number so large that it can be written down.

use crate::model::Document;
use crate::scene::dates;
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::text::Block;
use crate::scene::{Column, Rect};

/// What a missing fact reads.
const MISSING: &str = "Chưa cập nhật";

/// The number and what stands under it on every page.
struct Top {
    label: Block,
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
    let space = layout.style(Role::Heading).size * 0.35;
    let roles = [Role::Display, Role::Poster, Role::Title, Role::Heading, Role::Strong];
    let number = layout.largest(&document.number, &roles, width - label.width - space, 1);
    let issuer = document.issuer.as_deref().map_or_else(
        || format!("{}. Cơ quan ban hành: {MISSING}", document.form),
        |issuer| format!("{} của {issuer}", document.form),
    );
    let date = document.date.map_or_else(|| format!("ngày ban hành: {MISSING}"), dates::long);
    let issued = layout.body(&format!("{issuer}, {date}"), Role::Body, width);
    let height = number.height - number.style.capital_top() + issued.height;
    Top { label, number, issued, height }
}

fn draw_top(page: &mut Page, top: &Top, text: Rect, layout: &Layout) {
    let space = layout.style(Role::Heading).size * 0.35;
    // The top of the numerals stands at the top of the column.
    let y = text.y - top.number.style.capital_top();
    let baseline = y + top.number.style.baseline();
    page.text(&top.label, text.x, baseline - top.label.style.baseline(), layout.theme.quiet);
    let below = page.text(&top.number, text.x + top.label.width + space, y, layout.theme.accent);
    page.text(&top.issued, text.x, below, layout.theme.quiet);
}
