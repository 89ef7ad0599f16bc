//! A QR code with its address printed legibly, for whoever cannot scan it.

use crate::model::{Color, Qr};

use super::Rect;
use super::grid::Role;
use super::layout::{Layout, Page};

/// Side of the code with its quiet zone, in u: scans from about 1.5 m.
pub const SIDE: f32 = 22.0;
const WHITE: Color = Color(0xff, 0xff, 0xff);

impl Layout<'_> {
    /// Height that [`Layout::qr`] takes in a space `width` wide; `beside`: the address stands at the right
    /// of the code instead of under it.
    pub fn qr_height(&mut self, qr: &Qr, width: f32, beside: bool) -> f32 {
        let side = self.u(SIDE);
        let room = if beside { width - side - self.grid.gap() } else { width };
        let label = self.body(&qr.label, Role::Note, room).height;
        if beside { side.max(label) } else { side + self.u(1.5) + label }
    }

    /// Draws the code at the left top of `space`, its address under or beside it.
    pub fn qr(&mut self, page: &mut Page, qr: &Qr, space: Rect, beside: bool) {
        let side = self.u(SIDE);
        page.fill(Rect { w: side, h: side, ..space }, WHITE);
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
}
