//! The national flag: exactly the flag, nothing else on the screen.

use crate::model::Color;
use crate::scene::layout::{Layout, Page};
use crate::scene::{Node, Rect};

/// Red and yellow of the flag (domain.md: #DA251D, #FFFF00).
const RED: Color = Color(0xda, 0x25, 0x1d);
const YELLOW: Color = Color(0xff, 0xff, 0x00);
/// Height in landscape and width in portrait, in u.
const HIGH: f32 = 72.0;
const WIDE: f32 = 88.0;

/// The one page.
pub fn pages(layout: &mut Layout) -> Vec<Page> {
    let screen = layout.grid.screen;
    let height = if layout.grid.portrait() { layout.u(WIDE) * 2.0 / 3.0 } else { layout.u(HIGH) };
    // Three to two at whatever size: a screen that is nearly square must not cut it.
    let height = height.min(screen.w * 0.88 * 2.0 / 3.0).round();
    let width = (height * 1.5).round();
    let x = ((screen.w - width) / 2.0).round();
    let y = ((screen.h - height) / 2.0).round();
    let mut page = Page { alone: true, words: 1, ..Page::default() };
    page.fill(Rect { x, y, w: width, h: height }, RED);
    let points = star((x + width / 2.0, y + height / 2.0), width / 5.0);
    page.nodes.push(Node::Shape { points, color: YELLOW });
    vec![page]
}

/// A five-pointed star with one point up, its points on a circle of `radius` (a fifth of the flag's length);
/// the edges of opposite points lie on one line.
fn star((x, y): (f32, f32), radius: f32) -> Vec<(f32, f32)> {
    let (outer, turn) = (f64::from(radius), std::f64::consts::PI / 5.0);
    let inner = outer * (2.0 * turn).cos() / turn.cos();
    let point = |n: u32| {
        let reach = if n.is_multiple_of(2) { outer } else { inner };
        let angle = f64::from(n) * turn;
        ((f64::from(x) + reach * angle.sin()) as f32, (f64::from(y) - reach * angle.cos()) as f32)
    };
    (0..10).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_the_star_are_straight() {
        let points = star((0.0, 0.0), 100.0);
        assert!((points[0].0).abs() < 1e-4 && (points[0].1 + 100.0).abs() < 1e-4, "a point stands up");
        // Upper left point, two inner corners and upper right point lie on one level line.
        for corner in [8, 9, 1, 2] {
            assert!((points[corner].1 - points[2].1).abs() < 1e-3, "{points:?}");
        }
    }
}
