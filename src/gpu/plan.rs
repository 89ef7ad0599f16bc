//! From a frame to what the passes draw: rectangles on whole pixels, in order.
//!
//! Edges of rectangles and pictures are rounded to whole pixels: a hairline is sharp, neighbours that share an
//! edge leave no seam, and a picture that was decoded for its space is shown pixel for pixel. Polygons keep
//! their fractions and are antialiased.

use std::ops::Range;
use std::sync::Arc;

use bytemuck::{Pod, Zeroable};

use super::coverage::spans;
use super::films::FilmQuad;
use super::sampled::Filter;
use crate::model::{Color, Picture, Still};
use crate::scene::{Frame, Node, Rect};

/// An instance of pass `fill`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub(super) struct Fill {
    /// Left, top, right, bottom in pixels.
    pub rect: [f32; 4],
    /// sRGB and coverage.
    pub color: [u8; 4],
}

/// An instance of pass `picture`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub(super) struct Quad {
    /// Left, top, right, bottom in pixels.
    pub rect: [f32; 4],
    /// The same corners in the picture, 0 to 1.
    pub uv: [f32; 4],
}

/// One draw call.
pub(super) enum Step {
    /// These of the fills.
    Fills(Range<u32>),
    /// One of the quads.
    Picture {
        /// Which.
        at: u32,
        /// What it shows.
        picture: Arc<Picture>,
        /// [`Filter::Nearest`] when it is shown pixel for pixel.
        filter: Filter,
    },
    /// One of the quads.
    Moving {
        /// Which.
        at: u32,
        /// What it shows, as colours.
        still: Arc<Still>,
        /// [`Filter::Nearest`] when it is shown pixel for pixel.
        filter: Filter,
    },
    /// One of the films.
    Film {
        /// Which.
        at: u32,
        /// What it shows, as luma and chroma.
        still: Arc<Still>,
        /// [`Filter::Nearest`] when it is shown pixel for pixel.
        filter: Filter,
    },
}

/// Everything of a frame but its text.
#[derive(Default)]
pub(super) struct Plan {
    pub fills: Vec<Fill>,
    pub quads: Vec<Quad>,
    pub films: Vec<FilmQuad>,
    pub steps: Vec<Step>,
}

impl Plan {
    /// What to draw for `frame` on a canvas of `size` pixels.
    pub fn of(frame: &Frame, size: (u32, u32)) -> Plan {
        let mut plan = Plan::default();
        for node in &frame.nodes {
            match node {
                Node::Fill { rect, color } => plan.fill(edges(rect), *color, 255),
                Node::Shape { points, color } => {
                    for span in spans(points, size) {
                        let (x0, x1, y) = (span.x0 as f32, span.x1 as f32, span.y as f32);
                        plan.fill([x0, y, x1, y + 1.0], *color, span.alpha);
                    }
                }
                Node::Image { picture, rect, clip } => plan.picture(picture, rect, clip),
                Node::Film { still, rect, clip } => plan.film(still, rect, clip),
                Node::Text { .. } => {}
            }
        }
        plan
    }

    fn fill(&mut self, rect: [f32; 4], color: Color, alpha: u8) {
        let [left, top, right, bottom] = rect;
        if left >= right || top >= bottom {
            return;
        }
        let at = self.fills.len() as u32;
        self.fills.push(Fill { rect, color: [color.0, color.1, color.2, alpha] });
        match self.steps.last_mut() {
            Some(Step::Fills(range)) => range.end = at + 1,
            _ => self.steps.push(Step::Fills(at..at + 1)),
        }
    }

    fn picture(&mut self, picture: &Arc<Picture>, rect: &Rect, clip: &Rect) {
        let Some((quad, filter)) = seen((picture.width, picture.height), rect, clip) else { return };
        let at = self.quads.len() as u32;
        self.steps.push(Step::Picture { at, picture: picture.clone(), filter });
        self.quads.push(quad);
    }

    fn film(&mut self, still: &Arc<Still>, rect: &Rect, clip: &Rect) {
        let Some((quad, filter)) = seen(still.size, rect, clip) else { return };
        let still = still.clone();
        let Some(colours) = still.colours else {
            self.steps.push(Step::Moving { at: self.quads.len() as u32, still, filter });
            return self.quads.push(quad);
        };
        let (Quad { rect, uv }, (level, tint)) = (quad, colours.conversion());
        self.steps.push(Step::Film { at: self.films.len() as u32, still, filter });
        self.films.push(FilmQuad { rect, uv, level, tint });
    }
}

/// What is visible inside `clip` of a picture of `size` pixels that lies on `rect`.
fn seen(size: (u32, u32), rect: &Rect, clip: &Rect) -> Option<(Quad, Filter)> {
    let (whole, filter) = whole(size, rect);
    let clip = edges(clip);
    let [left, top, right, bottom] =
        [whole[0].max(clip[0]), whole[1].max(clip[1]), whole[2].min(clip[2]), whole[3].min(clip[3])];
    let u = |x: f32| (x - whole[0]) / (whole[2] - whole[0]);
    let v = |y: f32| (y - whole[1]) / (whole[3] - whole[1]);
    let quad = Quad { rect: [left, top, right, bottom], uv: [u(left), v(top), u(right), v(bottom)] };
    (left < right && top < bottom).then_some((quad, filter))
}

/// Where all of a picture of `size` pixels is that lies on `rect`, and how it is read.
pub(super) fn whole(size: (u32, u32), rect: &Rect) -> ([f32; 4], Filter) {
    match own_size(size, rect) {
        Some(own) => (own, Filter::Nearest),
        None => (edges(rect), Filter::Linear),
    }
}

/// A rectangle's edges on whole pixels; one with an area keeps at least one pixel each way.
pub(super) fn edges(rect: &Rect) -> [f32; 4] {
    let snap = |from: f32, length: f32| {
        let near = from.round();
        let far = (from + length).round();
        if length > 0.0 { (near, far.max(near + 1.0)) } else { (near, near) }
    };
    let (left, right) = snap(rect.x, rect.w);
    let (top, bottom) = snap(rect.y, rect.h);
    [left, top, right, bottom]
}

/// The edges that show the picture pixel for pixel, when its rectangle is within a pixel of its size.
fn own_size((width, height): (u32, u32), rect: &Rect) -> Option<[f32; 4]> {
    let (w, h) = (width as f32, height as f32);
    let close = (rect.w - w).abs() < 1.0 && (rect.h - h).abs() < 1.0;
    let (left, top) = (rect.x.round(), rect.y.round());
    close.then_some([left, top, left + w, top + h])
}
