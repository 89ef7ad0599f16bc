//! A scene is data: what to draw, complete, with the pictures it needs and the ones that come next.
//!
//! Coordinates are pixels of the upright (already turned) screen, y down, f32.

use std::sync::Arc;

use glyphon::Buffer;

use crate::model::{Color, Picture, TransitionKind};

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// Shaped text. Equal when string, style and width are; the buffer follows from them.
#[derive(Clone, Debug)]
pub struct Text {
    /// What shaping depends on, as one comparable value.
    pub key: Arc<TextKey>,
    /// The shaped lines.
    pub buffer: Arc<Buffer>,
}

/// What the shaped buffer is a function of. Sizes in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct TextKey {
    /// NFC text.
    pub string: String,
    /// Font size.
    pub size: f32,
    /// Line height.
    pub leading: f32,
    /// Bold instead of regular.
    pub bold: bool,
    /// Width it is wrapped to.
    pub width: f32,
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.key == other.key
    }
}

/// One thing to draw. Shapes and pictures are drawn in order; all text of a frame lies above them.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A filled rectangle.
    Fill {
        /// Where.
        rect: Rect,
        /// Colour.
        color: Color,
    },
    /// A filled polygon, any simple outline (a star, a round bullet), antialiased at its edges.
    Shape {
        /// Outline, in order.
        points: Vec<(f32, f32)>,
        /// Colour.
        color: Color,
    },
    /// A picture, stretched to `rect` and clipped to `clip`.
    Image {
        /// Pixels.
        picture: Arc<Picture>,
        /// Where the whole picture lies.
        rect: Rect,
        /// What of it is visible.
        clip: Rect,
    },
    /// Text with its box's left top corner at (x, y). Never clipped.
    Text {
        /// What.
        text: Text,
        /// Left.
        x: f32,
        /// Top.
        y: f32,
        /// Colour.
        color: Color,
    },
}

/// A complete still picture of the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Behind everything.
    pub ground: Color,
    /// In drawing order.
    pub nodes: Vec<Node>,
}

/// The old frame giving way.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix {
    /// What gives way.
    pub from: Arc<Frame>,
    /// How.
    pub kind: TransitionKind,
    /// Eased progress, 0 to 1.
    pub progress: f32,
    /// The part of the screen that moves; outside it the new frame stands.
    pub stage: Rect,
}

/// Everything the renderer needs for one picture on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Size of the upright layout in pixels (width and height swapped against the target at 90 and 270).
    pub size: (u32, u32),
    /// Clockwise turn of the picture on the target in degrees: 0, 90, 180, 270.
    pub turn: u32,
    /// What is on screen.
    pub frame: Arc<Frame>,
    /// A transition under way.
    pub mix: Option<Mix>,
    /// Pictures that come next: uploaded when there is time, so that uploading is prefetching.
    pub ahead: Vec<Arc<Picture>>,
}

impl Scene {
    /// Size of the target that the scene fills: its own, width and height swapped at 90 and 270 degrees.
    pub fn target_size(&self) -> (u32, u32) {
        match self.turn {
            90 | 270 => (self.size.1, self.size.0),
            _ => self.size,
        }
    }
}

impl PartialEq for Picture {
    fn eq(&self, other: &Picture) -> bool {
        self.want == other.want
    }
}
