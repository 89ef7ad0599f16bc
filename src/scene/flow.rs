//! Paging: a column of pieces becomes as many pages as it needs, never smaller print.

use crate::model::Color;

use super::grid::Role;
use super::layout::{Layout, Page};
use super::text::{Block, words};

/// Fewest lines of a divided paragraph on either page.
const KEPT_TOGETHER: usize = 2;

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
    /// Space above it in u, none at the top of a page.
    pub above: f32,
    /// It is never the last on its page (a label above its value).
    pub leads: bool,
}

impl Piece {
    /// A body paragraph.
    pub fn body(text: impl Into<String>, color: Color) -> Piece {
        Piece { text: text.into(), role: Role::Body, color, bullet: None, above: 3.0, leads: false }
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
    /// Draws the column with its left top corner at (`x`, `y`).
    pub fn draw(&self, page: &mut Page, x: f32, y: f32) {
        for placed in &self.placed {
            let style = placed.block.style;
            let top = y + placed.y;
            if let Some(color) = placed.bullet {
                let radius = style.size * 0.13;
                // Centred on the middle of the small letters, where a typeset bullet stands.
                let middle = top + style.baseline() - style.size * 0.29;
                page.disc((x + radius, middle), radius, color);
            }
            page.text(&placed.block, x + placed.x, top, placed.color);
        }
        page.words += self.words;
    }
}

impl Layout<'_> {
    /// Pages a column of `pieces`, `width` by at most `height` pixels. Always at least one page; pages are
    /// about equally full.
    pub fn flow(&mut self, pieces: &[Piece], width: f32, height: f32) -> Vec<Column> {
        let blocks: Vec<(Block, f32)> = pieces
            .iter()
            .map(|piece| {
                let indent = if piece.bullet.is_some() { self.style(piece.role).size * 0.7 } else { 0.0 };
                (self.body(&piece.text, piece.role, width - indent), indent)
            })
            .collect();
        let pages = self.fill(pieces, &blocks, height);
        if pages.len() < 2 {
            return pages;
        }
        // The lowest height that needs no further page shares the text evenly: no page of one line.
        let (mut low, mut high) = (height / 2.0, height);
        for _ in 0..8 {
            let middle = (low + high) / 2.0;
            if self.fill(pieces, &blocks, middle).len() > pages.len() { low = middle } else { high = middle }
        }
        self.fill(pieces, &blocks, high)
    }

    fn fill(&mut self, pieces: &[Piece], blocks: &[(Block, f32)], height: f32) -> Vec<Column> {
        let mut pages = vec![Column::default()];
        for (index, (piece, (block, indent))) in pieces.iter().zip(blocks).enumerate() {
            let mut lines = block.lines.clone();
            let style = block.style;
            let mut first = true;
            // A label moves on with its value when that has no room beside it.
            let led = if piece.leads {
                blocks.get(index + 1).map_or(0.0, |next| next.0.style.leading)
            } else {
                0.0
            };
            while !lines.is_empty() {
                let Some(page) = pages.last_mut() else { break };
                let empty = page.placed.is_empty();
                let above = if empty || !first { 0.0 } else { self.grid.u * piece.above };
                let room = height - page.height - above - led;
                let fits = ((room + 0.5) / style.leading).max(0.0) as usize;
                let taken = divide(lines.len(), fits, empty);
                if taken == 0 {
                    pages.push(Column::default());
                    continue;
                }
                let rest = lines.split_off(taken);
                let y = page.height + above;
                page.words += lines.iter().map(|line| words(line)).sum::<usize>();
                let part = self.fonts.set(lines, style, block.text.key.width);
                page.height = y + part.height;
                let bullet = piece.bullet.filter(|_| first);
                page.placed.push(Placed { block: part, y, x: *indent, color: piece.color, bullet });
                lines = rest;
                first = false;
            }
        }
        pages
    }
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
