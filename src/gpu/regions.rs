//! Which parts of a layer's canvases are seen where on the screen.

use bytemuck::{Pod, Zeroable};

use super::plan::edges;
use super::sampled::Filter;
use crate::model::TransitionKind;
use crate::scene::Layer;

/// A region of the upright screen that shows one part of a canvas: an instance of pass `mix`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub(super) struct Region {
    /// Left, top, right, bottom in pixels of the screen, whole ones.
    rect: [f32; 4],
    /// The same corners on the canvas, 0 to 1.
    part: [f32; 4],
    /// Pixels of the canvas in one of the screen.
    scale: f32,
    /// Of a fade, 0 to 1.
    progress: f32,
}

/// What a region shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Show {
    /// The new frame.
    After,
    /// The frame that gives way.
    Before,
    /// Both.
    Fade,
}

/// A part of the layer's picture: left, top, right, bottom in pixels of the canvas.
struct Part {
    show: Show,
    edges: [f32; 4],
    /// How far to the right of there its pixels come from.
    shift: f32,
}

/// Pixels of the layer's canvas in one of the screen.
fn scale(layer: &Layer) -> f32 {
    layer.size.1.max(1) as f32 / layer.place.h.max(1.0)
}

/// How a layer's canvases are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// Pixel by pixel: they and those of the screen lie on each other.
    Exact,
    /// Between a pixel and the next one to the right: a ticker. Two reads cost a software device half of a linear one's
    /// four (measured).
    Beside,
    /// The mean of what a pixel of the screen covers.
    Mean,
}

impl Read {
    /// How those of `layer` are read.
    pub fn of(layer: &Layer) -> Read {
        match (scale(layer) == 1.0, layer.shift.fract() == 0.0) {
            (true, true) => Read::Exact,
            (true, false) => Read::Beside,
            (false, _) => Read::Mean,
        }
    }

    /// With which sampler.
    pub fn filter(self) -> Filter {
        if self == Read::Mean { Filter::Linear } else { Filter::Nearest }
    }
}

/// The regions of `layer`, whose canvases have `canvas` pixels, on a screen of `screen` pixels. None overlap.
pub(super) fn regions(layer: &Layer, canvas: (u32, u32), screen: (u32, u32)) -> Vec<(Show, Region)> {
    let (width, height) = (canvas.0 as f32, canvas.1 as f32);
    let (scale, place) = (scale(layer), edges(&layer.place));
    let progress = layer.mix.as_ref().map_or(1.0, |mix| mix.progress.clamp(0.0, 1.0));
    let region = |part: Part| {
        let [left, top, right, bottom] = part.edges;
        let x = |x: f32| (place[0] + (x - layer.shift) / scale).round();
        let y = |y: f32| (place[1] + y / scale).round();
        let rect = [
            x(left).max(place[0]).max(0.0),
            y(top).max(place[1]).max(0.0),
            x(right).min(place[2]).min(screen.0 as f32),
            y(bottom).min(place[3]).min(screen.1 as f32),
        ];
        let u = |x: f32| ((x - place[0]) * scale + layer.shift + part.shift) / width;
        let v = |y: f32| (y - place[1]) * scale / height;
        let region = Region { rect, part: [u(rect[0]), v(rect[1]), u(rect[2]), v(rect[3])], scale, progress };
        (rect[0] < rect[2] && rect[1] < rect[3]).then_some((part.show, region))
    };
    parts(layer, (width, height)).into_iter().filter_map(region).collect()
}

/// What each part of a canvas of `width` × `height` pixels shows: none overlap, together they are the canvas.
fn parts(layer: &Layer, (width, height): (f32, f32)) -> Vec<Part> {
    let part = |show, edges, shift| Part { show, edges, shift };
    let moving = layer.mix.as_ref().filter(|mix| mix.kind != TransitionKind::None);
    let Some(mix) = moving else {
        return vec![part(Show::After, [0.0, 0.0, width, height], 0.0)];
    };
    let [left, top, right, bottom] = edges(&mix.stage);
    let (left, right) = (left.clamp(0.0, width), right.clamp(0.0, width));
    let (top, bottom) = (top.clamp(0.0, height), bottom.clamp(0.0, height));
    let covered = ((right - left) * mix.progress.clamp(0.0, 1.0)).round();

    // Around the stage the new frame stands.
    let mut out = vec![
        part(Show::After, [0.0, 0.0, width, top], 0.0),
        part(Show::After, [0.0, top, left, bottom], 0.0),
        part(Show::After, [right, top, width, bottom], 0.0),
        part(Show::After, [0.0, bottom, width, height], 0.0),
    ];
    match mix.kind {
        TransitionKind::None => {}
        TransitionKind::Fade => out.push(part(Show::Fade, [left, top, right, bottom], 0.0)),
        TransitionKind::Slide => {
            let edge = right - covered;
            out.push(part(Show::Before, [left, top, edge, bottom], covered));
            out.push(part(Show::After, [edge, top, right, bottom], left - edge));
        }
        TransitionKind::Wipe => {
            let edge = left + covered;
            out.push(part(Show::After, [left, top, edge, bottom], 0.0));
            out.push(part(Show::Before, [edge, top, right, bottom], 0.0));
        }
    }
    out
}
