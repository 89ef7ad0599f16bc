//! A scene is data: what to draw, complete, with the pictures it needs and the ones that come next.
//!
//! Coordinates are pixels of the upright (already turned) screen, y down, f32.

use std::sync::Arc;

use glyphon::Buffer;

use crate::model::{Color, Picture, Still, TransitionKind};

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

impl Rect {
    /// Whether the two share an area.
    pub fn overlaps(&self, other: &Rect) -> bool {
        let apart = |from: f32, length: f32, other_from: f32, other_length: f32| {
            from + length <= other_from || other_from + other_length <= from
        };
        !apart(self.x, self.w, other.x, other.w) && !apart(self.y, self.h, other.y, other.h)
    }
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
    /// A frame of a clip, stretched to `rect` and clipped to `clip`.
    Film {
        /// Which.
        still: Arc<Still>,
        /// Where the whole frame lies.
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

impl Node {
    /// Where a picture or a film lies.
    fn rect(&self) -> Option<&Rect> {
        match self {
            Node::Image { rect, .. } | Node::Film { rect, .. } => Some(rect),
            _ => None,
        }
    }
}

/// A complete still picture: of the screen, or of a part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Behind everything.
    pub ground: Color,
    /// In drawing order.
    pub nodes: Vec<Node>,
}

/// Frames are compared on every turn; as `Eq` their `Arc`s compare pointers first. No coordinate is NaN.
impl Eq for Frame {}

/// `frame` with the frame of a clip on it, in the place of the still that stands there. Without one, `frame` itself.
pub fn with_film(frame: &Arc<Frame>, film: Option<&Node>) -> Arc<Frame> {
    let Some(film) = film else { return frame.clone() };
    let mut nodes = frame.nodes.clone();
    match nodes.iter().position(|node| matches!(node, Node::Image { rect, .. } if Some(rect) == film.rect()))
    {
        Some(at) => nodes.splice(at..=at, [film.clone()]).for_each(drop),
        None => nodes.insert(0, film.clone()),
    }
    Arc::new(Frame { ground: frame.ground, nodes })
}

/// The frame of a clip as a layer of its own, on its place on the screen; one that is seen through shows `ground`.
pub fn film_layer(film: &Node, ground: Color) -> Option<Layer> {
    let Node::Film { still, rect, clip } = film else { return None };
    let moved = |of: &Rect| Rect { x: of.x - clip.x, y: of.y - clip.y, ..*of };
    let node = Node::Film { still: still.clone(), rect: moved(rect), clip: moved(clip) };
    Some(Layer::still(*clip, Arc::new(Frame { ground, nodes: vec![node] })))
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
    /// The part of the layer's canvas that moves; outside it the new frame stands.
    pub stage: Rect,
}

/// A frame with its place on the screen.
///
/// The frame is painted once on a canvas and laid on `place` as high as that is, in proportion: smaller than it
/// was painted where the place is lower. What is wider than the place is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Where, in whole pixels of the upright layout.
    pub place: Rect,
    /// Width and height in pixels of the canvas that the frame is painted on, in coordinates of its own.
    pub size: (u32, u32),
    /// What it shows.
    pub frame: Arc<Frame>,
    /// A transition under way.
    pub mix: Option<Mix>,
    /// How far to the left of the place the canvas begins, in its pixels, fractions included. What the canvas
    /// does not reach shows the layers below.
    pub shift: f32,
}

impl Layer {
    /// A still frame on `place`, as large as it was painted.
    pub fn still(place: Rect, frame: Arc<Frame>) -> Layer {
        Layer { place, size: (place.w as u32, place.h as u32), frame, mix: None, shift: 0.0 }
    }

    /// The frames that are seen: what it shows, and what gives way to that.
    pub fn frames(&self) -> impl Iterator<Item = &Arc<Frame>> {
        std::iter::once(&self.frame).chain(self.mix.as_ref().map(|mix| &mix.from))
    }
}

/// Everything the renderer needs for one picture on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Size of the upright layout in pixels (width and height swapped against the target at 90 and 270).
    pub size: (u32, u32),
    /// Clockwise turn of the picture on the target in degrees: 0, 90, 180, 270.
    pub turn: u32,
    /// What is on screen, the lowest first; black where there is nothing.
    pub layers: Vec<Layer>,
    /// Pictures that come next: uploaded when there is time, so that uploading is prefetching.
    pub ahead: Vec<Arc<Picture>>,
}

impl Scene {
    /// One still frame over a whole screen of `size` pixels, turned clockwise by `turn` degrees.
    pub fn full(size: (u32, u32), turn: u32, frame: Arc<Frame>) -> Scene {
        let place = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
        Scene { size, turn, layers: vec![Layer::still(place, frame)], ahead: Vec::new() }
    }

    /// The same without motion and without what comes next: every transition is at its end.
    pub fn at_rest(&self) -> Scene {
        let layers = self.layers.iter().map(|layer| Layer { mix: None, ..layer.clone() }).collect();
        Scene { size: self.size, turn: self.turn, layers, ahead: Vec::new() }
    }

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
