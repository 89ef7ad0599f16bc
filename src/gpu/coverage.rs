//! Polygons as rectangles: exact area coverage, computed here so that every driver shows the same edge.

/// A run of pixels in one row that a polygon covers equally.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// First pixel.
    pub x0: u32,
    /// The pixel after the last.
    pub x1: u32,
    /// Row.
    pub y: u32,
    /// How much of each pixel is covered, 1 to 255.
    pub alpha: u8,
}

type Point = (f32, f32);

/// The spans of a polygon (`points` in order, closed by itself, either orientation) on a canvas of `size` pixels.
///
/// Concave is fine. Where an outline crosses itself, what it winds around twice counts once. An outline with
/// a coordinate that is no finite number covers nothing.
pub(super) fn spans(points: &[Point], size: (u32, u32)) -> Vec<Span> {
    let mut out = Vec::new();
    if points.len() < 3 || points.iter().any(|p| !p.0.is_finite() || !p.1.is_finite()) {
        return out;
    }
    let (width, height) = (size.0 as f32, size.1 as f32);
    let low = |f: fn(&Point) -> f32| points.iter().map(f).fold(f32::INFINITY, f32::min);
    let high = |f: fn(&Point) -> f32| points.iter().map(f).fold(f32::NEG_INFINITY, f32::max);
    let left = low(|p| p.0).clamp(0.0, width).floor();
    let right = high(|p| p.0).clamp(0.0, width).ceil();
    let top = low(|p| p.1).clamp(0.0, height) as u32;
    let bottom = high(|p| p.1).clamp(0.0, height).ceil() as u32;

    // Two cells more than pixels: an edge at the right border writes into the cell after its own.
    let mut cells = vec![0.0; (right - left) as usize + 2];
    for y in top..bottom {
        cells.fill(0.0);
        for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
            add_edge(&mut cells, *a, *b, y as f32, (left, right));
        }
        push_row(&cells[..cells.len() - 2], left as u32, y, &mut out);
    }
    out
}

/// Adds what the edge `a`–`b` does to the row of pixels that begins at `y`: `cells[i]` collects the change of
/// coverage from pixel `i - 1` to pixel `i`.
fn add_edge(cells: &mut [f32], a: Point, b: Point, y: f32, (left, right): (f32, f32)) {
    let (top, bottom) = (a.1.min(b.1).max(y), a.1.max(b.1).min(y + 1.0));
    if top >= bottom {
        return;
    }
    let slope = (b.0 - a.0) / (b.1 - a.1);
    let x_at = |y: f32| (a.0 + (y - a.1) * slope).clamp(a.0.min(b.0), a.0.max(b.0));
    let down = if a.1 < b.1 { 1.0 } else { -1.0 };
    let ends = (x_at(top), x_at(bottom));
    let (x0, x1) = (ends.0.min(ends.1), ends.0.max(ends.1));
    let full = down * (bottom - top);

    // The edge is cut at pixel borders; each piece covers its own pixel in part and all pixels to its right.
    let mut piece = |from: f32, to: f32| {
        let share = if x1 > x0 { full * (to - from) / (x1 - x0) } else { full };
        // What lies left of the canvas covers all of it; what lies right of it covers none.
        let middle = ((from + to) / 2.0).clamp(left, right) - left;
        let pixel = middle.floor();
        let covered = share * (pixel + 1.0 - middle);
        cells[pixel as usize] += covered;
        cells[pixel as usize + 1] += share - covered;
    };
    let mut from = x0;
    if from < left {
        piece(from, x1.min(left));
        from = left;
    }
    while from < x1 && from < right {
        let to = (from.floor() + 1.0).min(x1);
        piece(from, to);
        from = to;
    }
    if x0 == x1 && x0 >= left {
        piece(x0, x1);
    }
}

/// The runs of equal coverage of one row.
fn push_row(cells: &[f32], left: u32, y: u32, out: &mut Vec<Span>) {
    let mut winding = 0.0;
    let mut open: Option<Span> = None;
    for (x, cell) in (left..).zip(cells) {
        winding += cell;
        let alpha = (winding.abs().min(1.0) * 255.0).round() as u8;
        match &mut open {
            Some(span) if span.alpha == alpha => span.x1 = x + 1,
            _ => {
                out.extend(open.take());
                open = (alpha > 0).then_some(Span { x0: x, x1: x + 1, y, alpha });
            }
        }
    }
    out.extend(open);
}
