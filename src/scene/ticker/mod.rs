//! The ticker's strip: short texts stand on it, longer ones run over it.
//!
//! What runs is a tape without end that moves to the left at a constant speed; the strip shows the stretch of it
//! that the clock names, so every screen shows the same at the same time and nothing has to be remembered. The
//! tape is painted by sections, each once: how long the texts are together does not matter to the device.

mod pages;
mod strip;
mod tape;

use std::sync::Arc;

use super::grid::{Grid, Role};
use super::text::Style;
use super::{Fonts, Frame, Node, Rect};
use crate::model::{Color, Screen, Theme};

pub use pages::{Leaf, Pages};
pub use strip::Strip;
pub use tape::Tape;

/// Speed, in u per second (wall.md).
const SPEED: f32 = 12.0;
/// Space on each side of the sign between two messages, in u.
const GAP: f32 = 3.5;
/// Height of that sign, in u.
const SIGN: f32 = 2.0;
/// The widest canvas that every device has, in pixels: OpenGL ES 3.1 on a small board.
const WIDEST: i64 = 4096;
/// The least that a section moves before the next is painted, in pixels: a second on a screen of 3840 × 2160.
const LEAST: i64 = 256;

/// Measures and colours of the ticker on one screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The strip, at the foot of the upright screen, in whole pixels.
    pub place: Rect,
    /// Where texts that stand begin and end.
    left: f32,
    room: f32,
    /// Top of the line of text, from the top of the strip.
    top: f32,
    style: Style,
    /// From one message to the next, and the sign between them, in pixels.
    gap: i64,
    sign: f32,
    /// Pixels a second.
    speed: f64,
    ground: Color,
    ink: Color,
    accent: Color,
}

impl Board {
    /// The board of `screen`, whose foot is the ticker, on a target of `size` pixels (before the turn).
    pub fn new(screen: &Screen, size: (u32, u32)) -> Board {
        let grid = Grid::new(screen, size);
        let foot = grid.footer.unwrap_or(Rect { y: grid.screen.h, h: 0.0, ..grid.screen });
        let (top, bottom) = (foot.y.round(), grid.screen.h);
        let place = Rect { x: 0.0, y: top, w: grid.screen.w, h: (bottom - top).max(1.0) };
        let style = grid.style(Role::Note);
        let high = grid.safe.y + grid.safe.h - top;
        let c = grid.u * grid.chrome;
        let Theme { raised, text, accent, .. } = screen.theme;
        Board {
            place,
            left: grid.content.x,
            room: grid.content.w,
            top: ((high - style.leading) / 2.0).round(),
            style,
            gap: ((2.0 * GAP + SIGN) * c).round() as i64,
            sign: SIGN * c,
            speed: f64::from(SPEED * grid.u),
            ground: raised,
            ink: text,
            accent,
        }
    }

    /// The strip without a word on it.
    pub fn bare(&self) -> Frame {
        Frame { ground: self.ground, nodes: Vec::new() }
    }

    /// How far the tape moves before the next section of it is painted, in pixels: as far as the widest canvas
    /// allows, and no further than the strip is wide.
    fn section(&self) -> i64 {
        let wide = self.place.w as i64;
        (WIDEST - wide).clamp(LEAST, wide.max(LEAST))
    }

    /// Puts a text on the strip with its left edge at `x`.
    fn word(&self, frame: &mut Frame, text: &str, x: f32, fonts: &mut Fonts) {
        let text = fonts.shape(text, self.style, 0.0);
        frame.nodes.push(Node::Text { text, x, y: self.top, color: self.ink });
    }

    /// Puts the sign behind a message that ends at `x`: a rhomb, hung in the middle of the small letters.
    fn mark(&self, frame: &mut Frame, x: f32) {
        let (x, half) = (x + self.gap as f32 / 2.0, self.sign / 2.0);
        let y = self.top + self.style.baseline() - self.style.size * 0.27;
        let points = vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
        frame.nodes.push(Node::Shape { points, color: self.accent });
    }
}

/// What a ticker shows of its messages.
#[derive(Clone, Debug)]
pub enum Ticker {
    /// All of them at once, or with `motion = "reduced"` one page after the other.
    Pages(Arc<Pages>),
    /// They have no room together: they run.
    Tape(Arc<Tape>),
}

impl Ticker {
    /// The ticker of `lines`, of which there is one at least; `still`: nothing may move.
    pub fn new(board: &Arc<Board>, lines: &[String], still: bool, fonts: &mut Fonts) -> Ticker {
        // What may run is measured by the tape alone: a folder may hold a book.
        let mut room = board.room;
        let fits = lines.iter().all(|line| {
            room -= fonts.width(line, board.style);
            let fits = room >= 0.0;
            room -= board.gap as f32;
            fits
        });
        if still || fits {
            Ticker::Pages(Arc::new(Pages::new(board.clone(), lines, fonts)))
        } else {
            Ticker::Tape(Arc::new(Tape::new(board.clone(), lines, fonts)))
        }
    }
}
