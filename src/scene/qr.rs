//! A QR code with its address printed legibly, for whoever cannot scan it.

use qrcode::bits::encode_auto;
use qrcode::{Color as Module, EcLevel, QrCode};

use crate::model::{Color, Qr};

use super::Rect;
use super::grid::Role;
use super::layout::{Layout, Page};

/// Side of the code with its quiet zone, in u: scans from about 1.5 m.
pub const SIDE: f32 = 22.0;
/// Width of a column whose address is long, in u.
const COLUMN: f32 = 32.0;
/// The largest side of a code that has a page for itself, in u.
const LARGE: f32 = 44.0;
/// White around the modules that the standard asks for, in modules.
const QUIET: usize = 4;
/// Mends 15 % of the code: a reflection on the screen, not a hole in it.
const LEVEL: EcLevel = EcLevel::M;
const WHITE: Color = Color(0xff, 0xff, 0xff);
const BLACK: Color = Color(0, 0, 0);

/// A code's modules, and how large one is drawn.
struct Code {
    /// Row by row, dark is `true`.
    modules: Vec<bool>,
    /// Modules on a side.
    width: usize,
    /// Side of a module: whole pixels, so that every edge is sharp.
    module: f32,
}

impl Code {
    /// `None` when `target` is too long for a code, or for modules of a pixel.
    fn new(target: &str, side: f32) -> Option<Code> {
        let code = QrCode::with_error_correction_level(target, LEVEL).ok()?;
        let width = code.width();
        let module = (side / (width + 2 * QUIET) as f32).round();
        let modules = code.to_colors().iter().map(|color| *color == Module::Dark).collect();
        (module >= 1.0).then_some(Code { modules, width, module })
    }

    /// Side with the quiet zone.
    fn side(&self) -> f32 {
        (self.width + 2 * QUIET) as f32 * self.module
    }

    /// The side of the code for `target` in a space of `side`, without choosing its mask: layouts are tried by the
    /// dozen. 0 when it cannot be a code.
    fn measured(target: &str, side: f32) -> f32 {
        let Ok(bits) = encode_auto(target.as_bytes(), LEVEL) else { return 0.0 };
        let modules = f32::from(bits.version().width()) + 2.0 * QUIET as f32;
        modules * (side / modules).round()
    }

    /// Draws it with its left top corner at (`x`, `y`): each run of dark modules in a row is one rectangle.
    fn draw(&self, page: &mut Page, x: f32, y: f32) {
        let (x, y) = (x.round(), y.round());
        page.fill(Rect { x, y, w: self.side(), h: self.side() }, WHITE);
        for (row, modules) in self.modules.chunks(self.width).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|a, b| a == b) {
                if run.first() == Some(&true) {
                    let at = |n: usize| (QUIET + n) as f32 * self.module;
                    let rect = Rect {
                        x: x + at(column),
                        y: y + at(row),
                        w: run.len() as f32 * self.module,
                        h: self.module,
                    };
                    page.fill(rect, BLACK);
                }
                column += run.len();
            }
        }
    }
}

impl Layout<'_> {
    /// Side of the code with its quiet zone; 0 when `qr` cannot be a code.
    pub fn qr_side(&self, qr: &Qr) -> f32 {
        Code::measured(&qr.target, self.u(SIDE))
    }

    /// Width of a column for the code with its address under it: a long address takes further lines, divided
    /// after its points and strokes alone.
    pub fn qr_width(&mut self, qr: &Qr) -> f32 {
        let style = self.style(Role::Note);
        let parts = qr.label.split_inclusive(['.', '/', ' ']);
        let part = parts.map(|part| self.fonts.width(part.trim_end(), style)).fold(0.0, f32::max);
        self.fonts.width(&qr.label, style).min(self.u(COLUMN)).max(part).max(self.qr_side(qr))
    }

    /// A page of the code alone, large, its address under it.
    pub fn qr_page(&mut self, qr: &Qr, room: Rect) -> Page {
        let label = self.body(&qr.label, Role::Body, room.w);
        let side = (room.h - label.height - self.u(1.5)).min(room.w).min(self.u(LARGE));
        let mut page = Page { words: label.words(), ..Page::default() };
        let mut y = room.y;
        if let Some(code) = Code::new(&qr.target, side) {
            // Below the line's air, where a text would begin.
            y += self.style(Role::Body).capital_top().min(room.h - code.side() - label.height - self.u(1.5));
            code.draw(&mut page, room.x, y);
            y += code.side() + self.u(1.5);
        }
        page.text(&label, room.x, y, self.theme.text);
        page
    }

    /// Height that [`Layout::qr`] takes in a space `width` wide; `beside`: the address stands at the right
    /// of the code instead of under it.
    pub fn qr_height(&mut self, qr: &Qr, width: f32, beside: bool) -> f32 {
        let side = self.qr_side(qr);
        let room = if beside { width - side - self.grid.gap() } else { width };
        let label = self.body(&qr.label, Role::Note, room).height;
        if beside { side.max(label) } else { side + self.u(1.5) + label }
    }

    /// Draws the code at the left top of `space`, its address under or beside it. What cannot be a code is
    /// its address alone.
    pub fn qr(&mut self, page: &mut Page, qr: &Qr, space: Rect, beside: bool) {
        let code = self.code(qr);
        let side = code.as_ref().map_or(0.0, Code::side);
        if let Some(code) = code {
            code.draw(page, space.x, space.y);
        }
        let (x, room) = if beside {
            (space.x + side + self.grid.gap(), space.w - side - self.grid.gap())
        } else {
            (space.x, space.w)
        };
        let label = self.body(&qr.label, Role::Note, room);
        let y = if beside {
            space.y + (side - label.height).max(0.0) / 2.0
        } else {
            space.y + side + self.u(1.5)
        };
        page.text(&label, x, y, self.theme.text);
    }

    fn code(&self, qr: &Qr) -> Option<Code> {
        Code::new(&qr.target, self.u(SIDE))
    }
}
