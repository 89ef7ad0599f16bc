//! A legal document cited: its number so large that it can be written down.

use crate::model::{Document, dates};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::text::{Block, Style};
use crate::scene::{Column, Rect};

/// What a missing fact reads.
const MISSING: &str = "Chưa\u{a0}cập\u{a0}nhật";
/// Most pages for which the number keeps its size.
const PAGES: usize = 2;
/// Lines of body text that each of them holds then, and the fewest that any page holds.
const LINES: f32 = 3.0;
const LEAST: f32 = 2.0;
/// Of the number's one line.
const LEADING: f32 = 1.1;
/// Space under the number and above the summary, in u.
const UNDER: f32 = 1.0;
const GAP: f32 = 3.0;

/// What stands on every page.
struct Top {
    label: Block,
    /// The label stands above the number instead of on its baseline.
    above: bool,
    number: Block,
    /// Who and when; `None` when it leads the body instead.
    issued: Option<Block>,
    height: f32,
}

/// One way to set a document.
struct Arranged<'a> {
    top: Top,
    foot: Foot<'a>,
    columns: Vec<Column>,
    /// Height that the columns may take.
    room: f32,
}

/// The number stands on every page; the trích yếu is paged under it. On a small screen the number gives way
/// before the summary is cut into slices, and then issuer, date and source are paged with it.
pub fn pages(document: &Document, layout: &mut Layout) -> Vec<Page> {
    let mut best: Option<Arranged> = None;
    for largest in [Role::Display, Role::Poster, Role::Title, Role::Heading] {
        let tried = arranged(document, largest, true, layout);
        let calm = tried.calm(layout);
        if tried.sound(layout)
            && (calm || best.as_ref().is_none_or(|kept| tried.columns.len() < kept.columns.len()))
        {
            best = Some(tried);
        }
        if calm {
            break;
        }
    }
    let best = best
        .or_else(|| Some(arranged(document, Role::Strong, true, layout)).filter(|tried| tried.sound(layout)))
        .unwrap_or_else(|| arranged(document, Role::Strong, false, layout));
    draw(&best, layout)
}

impl Arranged<'_> {
    /// Every page holds what it should, and is worth turning.
    fn sound(&self, layout: &Layout) -> bool {
        let fits = self.columns.iter().all(|column| column.height <= self.room + 0.5);
        fits && (self.columns.len() == 1 || self.room >= LEAST * layout.style(Role::Body).leading)
    }

    /// Few pages, well filled: the number need not give way.
    fn calm(&self, layout: &Layout) -> bool {
        let full = self.room >= LINES * layout.style(Role::Body).leading;
        self.sound(layout) && (self.columns.len() == 1 || (self.columns.len() <= PAGES && full))
    }
}

/// The number no larger than `largest`; `standing`: issuer and date stand under it on every page, and the
/// source at the foot.
fn arranged<'a>(document: &'a Document, largest: Role, standing: bool, layout: &mut Layout) -> Arranged<'a> {
    let width = layout.grid.content.w;
    let text = text(layout);
    let top = top(document, largest, standing, layout, text.w);
    let source = document.source.as_deref();
    let note = source.filter(|source| standing && layout.is_note(source, width));
    let foot = Foot { source: note, confirm: false };
    let whole = layout.grid.content.h - top.height - layout.u(GAP);

    let theme = layout.theme;
    let heading = layout.heading(&document.summary, Role::Heading, text.w);
    let large = standing
        && heading.height <= whole - layout.foot_height(foot, width, 1)
        && layout.whole_words(&document.summary, heading.style, text.w);
    let role = if large { Role::Heading } else { Role::Body };
    let mut pieces = vec![Piece { role, ..Piece::body(&document.summary, theme.text) }];
    if !standing {
        pieces.insert(0, Piece::body(issued(document, ", "), theme.quiet));
    }
    if let Some(source) = source.filter(|_| note.is_none()) {
        pieces.push(Piece::body(source, theme.quiet));
    }
    let (columns, below) =
        layout.above_foot(foot, width, |layout, foot| layout.flow(&pieces, text.w, whole - foot));
    Arranged { top, foot, columns, room: whole - below }
}

/// Right of the accent column.
fn text(layout: &Layout) -> Rect {
    let content = layout.grid.content;
    let indent = layout.u(4.0);
    Rect { x: content.x + indent, w: content.w - indent, ..content }
}

fn draw(arranged: &Arranged, layout: &mut Layout) -> Vec<Page> {
    let Arranged { top, foot, columns, .. } = arranged;
    let content = layout.grid.content;
    let text = text(layout);
    let gap = layout.u(GAP);
    let one = |(number, column): (usize, &Column)| {
        let mut page = Page::default();
        draw_top(&mut page, top, text, layout);
        column.draw(&mut page, text.x, text.y + top.height + gap);
        // The accent column ends with the last line's small letters, not with its box.
        let below = layout.style(Role::Body).below() * 0.6;
        let rect = Rect { w: layout.u(1.0), h: top.height + gap + column.height - below, ..content };
        page.fill(rect, layout.theme.accent);
        layout.foot(&mut page, *foot, content, (number, columns.len()), layout.theme.accent);
        page
    };
    columns.iter().enumerate().map(one).collect()
}

fn top(document: &Document, largest: Role, standing: bool, layout: &mut Layout, width: f32) -> Top {
    let small = if largest == Role::Strong { Role::Body } else { Role::Heading };
    let Style { size, bold, .. } = layout.style(small);
    let label = layout.fonts.heading("Số", Style { size, leading: size * LEADING, bold }, width);
    // The blank that the school has still to fill in: such a slide is seen before it goes on air, never on it.
    let written = if document.number.is_empty() { "…" } else { &document.number };
    let beside = fitted(written, largest, layout, width - label.width - space(&label));
    // A long number on a narrow screen has the line for itself, under its label.
    let above = beside.style.size + 1.0 < layout.style(Role::Title).size.min(layout.style(largest).size);
    let number = if above { fitted(written, largest, layout, width) } else { beside };
    let issued = standing.then(|| {
        let run_on = layout.body(&issued(document, ", "), Role::Body, width);
        // Who and when on lines of their own, where that takes no more of them.
        let apart = layout.heading(&issued(document, "\n"), Role::Body, width);
        if apart.lines.len() > run_on.lines.len() { run_on } else { apart }
    });
    let lead = if above { label.height } else { 0.0 };
    let under = issued.as_ref().map_or(0.0, |block| layout.u(UNDER) + block.height);
    let height = lead + number.height - number.style.capital_top() + under;
    Top { label, above, number, issued, height }
}

/// Between "Số" and the number on one baseline.
fn space(label: &Block) -> f32 {
    label.style.size * 0.35
}

/// The number on one line, as large as the width allows, up to `largest`; it is never divided.
fn fitted(number: &str, largest: Role, layout: &mut Layout, width: f32) -> Block {
    let display = layout.style(Role::Display);
    let fits = display.size * width / layout.fonts.width(number, display).max(1.0);
    let size = fits.min(layout.style(largest).size).floor().max(1.0);
    layout.fonts.heading(number, Style { size, leading: size * LEADING, bold: true }, width)
}

/// "Nghị quyết của Chính phủ, ngày 15 tháng 7 năm 2021", divided by `between`; what is not known is said to be,
/// on a line of its own.
fn issued(document: &Document, between: &str) -> String {
    let form = &document.form;
    match (document.issuer.as_deref(), document.date.map(dates::long)) {
        (Some(issuer), Some(date)) => format!("{form} của {issuer}{between}{date}"),
        (Some(issuer), None) => format!("{form} của {issuer}\nNgày ban hành: {MISSING}"),
        (None, Some(date)) => format!("{form}{between}{date}\nCơ quan ban hành: {MISSING}"),
        (None, None) => format!("{form}\nCơ quan và ngày ban hành: {MISSING}"),
    }
}

fn draw_top(page: &mut Page, top: &Top, text: Rect, layout: &Layout) {
    let theme = layout.theme;
    let below = if top.above {
        let y = page.text(&top.label, text.x, text.y - top.label.style.capital_top(), theme.quiet);
        page.text(&top.number, text.x, y, theme.accent)
    } else {
        // The top of the numerals stands at the top of the column.
        let y = text.y - top.number.style.capital_top();
        let baseline = y + top.number.style.baseline();
        page.text(&top.label, text.x, baseline - top.label.style.baseline(), theme.quiet);
        page.text(&top.number, text.x + top.label.width + space(&top.label), y, theme.accent)
    };
    if let Some(issued) = &top.issued {
        page.text(issued, text.x, below + layout.u(UNDER), theme.quiet);
    }
}
