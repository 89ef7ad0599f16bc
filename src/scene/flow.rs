//! Paging: a column of pieces becomes as many pages as it needs, never smaller print.

use std::ops::Range;

use crate::model::Color;

use super::grid::Role;
use super::layout::{Layout, Page};
use super::text::{Block, Style};

/// Gaps between pieces shrink to these shares before a page is added.
pub(super) const GAPS: [f32; 4] = [1.0, 0.75, 0.5, 0.35];
/// Fewest lines of a divided paragraph on either page.
const KEPT_TOGETHER: usize = 2;
/// From the left of a bullet to its text, and from a number to its text, in ems.
pub(super) const BULLET: f32 = 0.7;
pub(super) const BESIDE: f32 = 0.35;

/// One paragraph of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// NFC text.
    pub text: String,
    /// How it is set.
    pub role: Role,
    /// Its colour.
    pub color: Color,
    /// A bullet hangs before it, in this colour.
    pub bullet: Option<Color>,
    /// The number that hangs before it instead.
    pub number: Option<String>,
    /// How far it stands from the left, in ems; with a bullet at least so far that it has room.
    pub indent: f32,
    /// Space above it in u, none at the top of a page.
    pub above: f32,
    /// It is never the last on its page (a label above its value).
    pub leads: bool,
}

impl Piece {
    /// A body paragraph.
    pub fn body(text: impl Into<String>, color: Color) -> Piece {
        Piece {
            text: text.into(),
            role: Role::Body,
            color,
            bullet: None,
            number: None,
            indent: 0.0,
            above: 3.0,
            leads: false,
        }
    }

    /// The same as a list point.
    pub fn bullet(self, color: Color) -> Piece {
        Piece { bullet: Some(color), ..self }
    }
}

/// A piece's lines at their place in the column.
#[derive(Clone, Debug)]
struct Placed {
    block: Block,
    y: f32,
    x: f32,
    color: Color,
    bullet: Option<Color>,
    number: Option<Block>,
}

/// What one page of a column holds.
#[derive(Clone, Debug, Default)]
pub struct Column {
    placed: Vec<Placed>,
    /// Height used.
    pub height: f32,
    /// Words on it.
    pub words: usize,
}

impl Column {
    /// A page of nothing else, with the column's left top corner at (`x`, `y`).
    pub fn page(&self, x: f32, y: f32) -> Page {
        let mut page = Page::default();
        self.draw(&mut page, x, y);
        page
    }

    /// Draws the column with its left top corner at (`x`, `y`).
    pub fn draw(&self, page: &mut Page, x: f32, y: f32) {
        for placed in &self.placed {
            let style = placed.block.style;
            let top = y + placed.y;
            match (placed.bullet, &placed.number) {
                (Some(color), Some(number)) => {
                    page.text(number, x + placed.x - BESIDE * style.size - number.width, top, color);
                }
                (Some(color), None) => {
                    let radius = style.size * 0.14;
                    // Centred on the middle of the small letters, where a typeset bullet stands.
                    let middle = top + style.baseline() - style.size * 0.29;
                    page.disc((x + placed.x - BULLET * style.size + radius, middle), radius, color);
                }
                (None, _) => {}
            }
            page.text(&placed.block, x + placed.x, top, placed.color);
        }
        page.words += self.words;
    }
}

/// A paragraph that has been broken, before it is paged.
struct Broken {
    block: Block,
    indent: f32,
    /// Space above it in pixels.
    above: f32,
    /// Height below it that must stay on its page: the first line of the value that a label leads.
    led: f32,
}

/// Some lines of one paragraph on a page.
struct Part {
    of: usize,
    lines: Range<usize>,
    y: f32,
}

impl Layout<'_> {
    /// Pages a column of `pieces`, `width` by at most `height` pixels. Always at least one page; pages are
    /// about equally full.
    pub fn flow(&mut self, pieces: &[Piece], width: f32, height: f32) -> Vec<Column> {
        let mut broken: Vec<Broken> = pieces.iter().map(|piece| self.broken(piece, width)).collect();
        let begins = |Broken { block, .. }: &Broken| block.style.leading * least(block.lines.len()) as f32;
        let begins: Vec<f32> = broken.iter().map(begins).collect();
        for (index, _) in pieces.iter().enumerate().filter(|(_, piece)| piece.leads) {
            if let (Some(label), Some(next)) = (broken.get_mut(index), begins.get(index + 1)) {
                label.led = *next + self.grid.u * pieces.get(index + 1).map_or(0.0, |piece| piece.above);
            }
        }
        let pages = even(&broken, height);
        pages.iter().map(|parts| self.column(parts, pieces, &broken)).collect()
    }

    fn broken(&mut self, piece: &Piece, width: f32) -> Broken {
        let least = if piece.bullet.is_some() { BULLET } else { 0.0 };
        let indent = self.style(piece.role).size * piece.indent.max(least);
        let block = match piece.role {
            Role::Body => self.body(&piece.text, piece.role, width - indent),
            _ => self.heading(&piece.text, piece.role, width - indent),
        };
        Broken { block, indent, above: self.grid.u * piece.above, led: 0.0 }
    }

    fn column(&mut self, parts: &[Part], pieces: &[Piece], broken: &[Broken]) -> Column {
        let mut column = Column::default();
        for part in parts {
            let (Some(piece), Some(Broken { block, indent, .. })) =
                (pieces.get(part.of), broken.get(part.of))
            else {
                continue;
            };
            let lines = block.lines.get(part.lines.clone()).unwrap_or_default().to_vec();
            let bullet = piece.bullet.filter(|_| part.lines.start == 0);
            let block = self.fonts.set(lines, block.style, block.text.key.width);
            column.height = part.y + block.height;
            column.words += block.words();
            let style = Style { bold: true, ..block.style };
            let number = piece.number.as_ref().map(|number| self.fonts.body(number, style, f32::MAX));
            column.placed.push(Placed { block, y: part.y, x: *indent, color: piece.color, bullet, number });
        }
        column
    }
}

/// The fewest pages of at most `height`, and on them the text shared evenly: no page of one line.
fn even(broken: &[Broken], height: f32) -> Vec<Vec<Part>> {
    let mut best = fill(broken, height, 1.0);
    let mut gaps = 1.0;
    for tighter in GAPS {
        let pages = fill(broken, height, tighter);
        if pages.len() < best.len() {
            (best, gaps) = (pages, tighter);
        }
    }
    let count = best.len();
    if count < 2 {
        return best;
    }
    let (mut low, mut high) = (height / 2.0, height);
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        if fill(broken, middle, gaps).len() > count { low = middle } else { high = middle }
    }
    fill(broken, high, gaps)
}

/// Fills pages one after the other; `gaps` scales the space between paragraphs.
fn fill(broken: &[Broken], height: f32, gaps: f32) -> Vec<Vec<Part>> {
    let mut pages = Vec::new();
    let mut page: Vec<Part> = Vec::new();
    let mut used = 0.0;
    for (of, paragraph) in broken.iter().enumerate() {
        let leading = paragraph.block.style.leading;
        let count = paragraph.block.lines.len();
        let mut start = 0;
        while start < count {
            let above = if page.is_empty() || start > 0 { 0.0 } else { paragraph.above * gaps };
            let room = height - used - above - paragraph.led;
            let fits = ((room + 0.5) / leading).max(0.0) as usize;
            let taken = divide(count - start, fits, page.is_empty());
            if taken == 0 {
                pages.push(std::mem::take(&mut page));
                used = 0.0;
                continue;
            }
            page.push(Part { of, lines: start..start + taken, y: used + above });
            used += above + taken as f32 * leading;
            start += taken;
        }
    }
    pages.push(page);
    pages
}

/// Fewest of `lines` that may begin on a page that holds something already.
fn least(lines: usize) -> usize {
    if lines < 2 * KEPT_TOGETHER { lines } else { KEPT_TOGETHER }
}

/// How many of `lines` go on this page when `fits` have room.
fn divide(lines: usize, fits: usize, empty: bool) -> usize {
    if lines <= fits {
        return lines;
    }
    let least = if empty { 1 } else { KEPT_TOGETHER };
    let most = lines.saturating_sub(KEPT_TOGETHER);
    let taken = fits.min(most);
    if taken >= least {
        taken
    } else if empty {
        // Not even the smallest part has room: one line, so that every page moves on.
        fits.clamp(1, lines)
    } else {
        0
    }
}
