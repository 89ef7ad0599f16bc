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

/// Most pages for which the number keeps its size, and fewest lines on each of them.
const PAGES: usize = 2;
const LINES: f32 = 3.0;

/// The number stands on every page; the trích yếu is paged under it. On a small screen the number gives way
/// before the summary is cut into slices.
pub fn pages(document: &Document, layout: &mut Layout) -> Vec<Page> {
    let mut best: Option<(Top, Vec<Column>)> = None;
    for role in [Role::Display, Role::Poster, Role::Title, Role::Strong] {
        let (top, columns, calm) = arranged(document, role, layout);
        if best.as_ref().is_none_or(|(_, kept)| calm || columns.len() < kept.len()) {
            best = Some((top, columns));
        }
        if calm {
            break;
        }
    }
    best.map(|(top, columns)| draw(document, &top, &columns, layout)).unwrap_or_default()
}

/// Number, issuer and date with the number no larger than `role`, the columns under them, and whether the
/// pages are few and full enough.
fn arranged(document: &Document, role: Role, layout: &mut Layout) -> (Top, Vec<Column>, bool) {
    let text = text(layout);
    let top = top(document, role, layout, text.w);
    let foot = foot(document);
    let whole = layout.grid.content.h - top.height - layout.u(3.0);
    let heading = layout.heading(&document.summary, Role::Heading, text.w);
    let short = layout.foot_height(foot, layout.grid.content.w, 1);
    let role = if heading.height <= whole - short { Role::Heading } else { Role::Body };
    let piece = [Piece { role, ..Piece::body(&document.summary, layout.theme.text) }];
    let width = layout.grid.content.w;
    let (columns, below) =
        layout.above_foot(foot, width, |layout, foot| layout.flow(&piece, text.w, whole - foot));
    let full = whole - below >= LINES * layout.style(Role::Body).leading;
    let calm = columns.len() == 1 || (columns.len() <= PAGES && full);
    (top, columns, calm)
}

/// Right of the accent column.
fn text(layout: &Layout) -> Rect {
    let content = layout.grid.content;
    let indent = layout.u(4.0);
    Rect { x: content.x + indent, w: content.w - indent, ..content }
}

fn foot(document: &Document) -> Foot<'_> {
    Foot { source: document.source.as_deref(), confirm: false }
}

fn draw(document: &Document, top: &Top, columns: &[Column], layout: &mut Layout) -> Vec<Page> {
    let content = layout.grid.content;
    let text = text(layout);
    let gap = layout.u(3.0);
    let one = |(number, column): (usize, &Column)| {
        let mut page = Page::default();
        draw_top(&mut page, top, text, layout);
        column.draw(&mut page, text.x, text.y + top.height + gap);
        // The accent column ends with the last line's small letters, not with its box.
        let below = layout.style(Role::Body).below() * 0.6;
        let rect = Rect { w: layout.u(1.0), h: top.height + gap + column.height - below, ..content };
        page.fill(rect, layout.theme.accent);
        layout.foot(&mut page, foot(document), content, number, columns.len());
        page
    };
    columns.iter().enumerate().map(one).collect()
}

fn top(document: &Document, largest: Role, layout: &mut Layout, width: f32) -> Top {
    let label = layout.heading("Số", Role::Heading, width);
    let space = label.style.size * 0.35;
    let beside = fitted(&document.number, largest, layout, width - label.width - space);
    // A long number on a narrow screen has the line for itself, under its label.
    let small = beside.style.size < layout.style(Role::Title).size.min(layout.style(largest).size);
    let number = if small { fitted(&document.number, largest, layout, width) } else { beside };
    let issued = layout.body(&issued(document), Role::Body, width);
    let lead = if small { label.height } else { 0.0 };
    let height = lead + number.height - number.style.capital_top() + layout.u(1.0) + issued.height;
    Top { label, above: small, number, issued, height }
}

/// The number on one line as large as the width allows, between body size and `largest`.
fn fitted(number: &str, largest: Role, layout: &mut Layout, width: f32) -> Block {
    let largest = layout.style(largest);
    let display = layout.style(Role::Display);
    let least = layout.style(Role::Body).size;
    let fits = display.size * width / layout.fonts.width(number, display).max(1.0);
    let size = fits.clamp(least.min(largest.size), largest.size).floor();
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
