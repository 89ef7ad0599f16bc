//! What is urgent: the whole screen in the urgent pair, larger text, and a sign at the left (in portrait at the top).
//! Calm, no blinking (wall.md).

use crate::model::{Screen, Sizes, Theme};

use super::Rect;
use super::grid::{Grid, Role, inset};
use super::layout::{Layout, Page};

/// Width of the band with the sign, from the edge to the rule (in portrait its height), in u.
const BAND: f32 = 24.0;
/// The sign's side, in u.
const SIGN: f32 = 13.0;
/// Width of the rule between band and text, in u.
const RULE: f32 = 0.4;
/// What is left of the urgent ground around a picture, in u.
const EDGE: f32 = 2.0;
/// Margin of the text, in u.
const MARGIN: f32 = 6.0;

/// The screen as an urgent item has it: no header, no footer, the urgent pair, and each size of text the next
/// larger one.
pub(super) fn screen(screen: &Screen) -> Screen {
    let Theme { urgent, on_urgent, .. } = screen.theme;
    let Sizes { title, heading, .. } = screen.theme.sizes;
    let theme = Theme {
        ground: urgent,
        raised: urgent,
        text: on_urgent,
        quiet: on_urgent,
        accent: on_urgent,
        on_accent: urgent,
        ceremony: on_urgent,
        on_ceremony: urgent,
        good: on_urgent,
        sizes: Sizes { heading: title, body: heading, ..screen.theme.sizes },
        ..screen.theme.clone()
    };
    Screen { header: false, footer: None, part: None, theme, ..screen.clone() }
}

/// The grid beside the band.
pub(super) fn grid(screen: &Screen, size: (u32, u32)) -> Grid {
    let mut grid = Grid::new(screen, size);
    let (u, safe) = (grid.u, grid.safe);
    let (whole, edge, margin) = (inset(safe, EDGE * u, EDGE * u), EDGE * u, MARGIN * u);
    let band = BAND * u;
    grid.stage = if grid.portrait() {
        Rect { y: safe.y + band + edge, h: safe.h - band - 2.0 * edge, ..whole }
    } else {
        Rect { x: safe.x + band + edge, w: safe.w - band - 2.0 * edge, ..whole }
    };
    let inner = inset(safe, margin, margin);
    grid.content = if grid.portrait() {
        Rect { y: safe.y + band + margin, h: safe.h - band - 2.0 * margin, ..inner }
    } else {
        Rect { x: safe.x + band + margin, w: safe.w - band - 2.0 * margin, ..inner }
    };
    grid
}

/// Puts the sign on a page.
pub(super) fn dress(page: &mut Page, layout: &mut Layout) {
    let (theme, grid) = (layout.theme, layout.grid.clone());
    page.alone = true;
    page.ground = Some(theme.ground);
    let (side, u, safe) = (layout.u(SIGN), grid.u, grid.safe);
    let word = layout.heading("KHẨN", Role::NoteStrong, layout.u(BAND));
    let (band, margin, rule) = (BAND * u, MARGIN * u, RULE * u);
    let (x, y, left, top, line) = if grid.portrait() {
        let (x, y) = (safe.x + margin, safe.y + (band - side) / 2.0);
        let line = Rect { x, y: safe.y + band, w: safe.w - 2.0 * margin, h: rule };
        (x, y, x + side + 3.0 * u, y + (side * 0.92 - word.height) / 2.0, line)
    } else {
        let (x, y) = (safe.x + (band - side) / 2.0, safe.y + margin);
        let line = Rect { x: safe.x + band, y, w: rule, h: safe.h - 2.0 * margin };
        (x, y, safe.x + (band - word.width) / 2.0, y + side, line)
    };
    page.triangle(x, y, side, theme.text);
    let (middle, stroke) = (x + side / 2.0, side * 0.11);
    let stroke = |from: f32, to: f32| Rect {
        x: middle - stroke / 2.0,
        y: y + side * from,
        w: stroke,
        h: side * (to - from),
    };
    page.fill(stroke(0.33, 0.63), theme.ground);
    page.fill(stroke(0.70, 0.81), theme.ground);
    page.fill(line, theme.text);
    page.text(&word, left, top, theme.text);
}
