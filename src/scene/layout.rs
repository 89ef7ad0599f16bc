//! The drawing board that every kind of slide is given: the grid, the theme, the fonts, and pages to fill.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::model::{Asset, Color, Fit, Picture, Theme, Want};

use super::grid::{Grid, Role};
use super::text::{Block, Style, words};
use super::{Fonts, Node, Rect};

/// One page of a slide, in pixels of the upright layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Ground of the stage, when it is not the theme's.
    pub ground: Option<Color>,
    /// In drawing order.
    pub nodes: Vec<Node>,
    /// Words (tiếng) on it that were not on the page before: its share of the duration.
    pub words: usize,
    /// Nothing else on the screen, neither header nor footer: the flag, a poster.
    pub alone: bool,
    /// It tells the answer of a quiz, for which there is a time.
    pub answers: bool,
}

impl Page {
    /// A filled rectangle.
    pub fn fill(&mut self, rect: Rect, color: Color) {
        self.nodes.push(Node::Fill { rect, color });
    }

    /// A block with its left top corner at (`x`, `y`); gives the y below it.
    pub fn text(&mut self, block: &Block, x: f32, y: f32, color: Color) -> f32 {
        if !block.lines.is_empty() {
            self.nodes.push(Node::Text { text: block.text.clone(), x, y, color });
        }
        y + block.height
    }

    /// A disc.
    pub fn disc(&mut self, (x, y): (f32, f32), radius: f32, color: Color) {
        const CORNERS: u32 = 32;
        let corner = |n| {
            let angle = n as f32 * std::f32::consts::TAU / CORNERS as f32;
            (x + radius * angle.cos(), y + radius * angle.sin())
        };
        self.nodes.push(Node::Shape { points: (0..CORNERS).map(corner).collect(), color });
    }

    /// A triangle that points up, standing in a square of `side` at (`x`, `y`): "look here".
    pub fn triangle(&mut self, x: f32, y: f32, side: f32, color: Color) {
        let points = vec![(x + side / 2.0, y), (x + side, y + side * 0.92), (x, y + side * 0.92)];
        self.nodes.push(Node::Shape { points, color });
    }
}

/// What a layout works with. One is made for each call; it keeps nothing.
pub struct Layout<'a> {
    /// Measures.
    pub grid: Grid,
    /// Colours.
    pub theme: &'a Theme,
    /// To measure and shape.
    pub fonts: &'a mut Fonts,
    /// Local time, of a countdown and an agenda. What they show of it never changes how many pages they have.
    pub local: NaiveDateTime,
    /// Pictures that have arrived.
    pub pictures: &'a dyn Fn(&Want) -> Option<Arc<Picture>>,
    /// How many pages of the same item come before and after those of this slide.
    pub series: (usize, usize),
}

impl<'a> Layout<'a> {
    /// For what is measured, or asks neither the time nor for pictures: of an item by itself.
    pub fn new(grid: Grid, theme: &'a Theme, fonts: &'a mut Fonts) -> Layout<'a> {
        Layout { grid, theme, fonts, local: NaiveDateTime::default(), pictures: &|_| None, series: (0, 0) }
    }
}

impl Layout<'_> {
    /// Size, weight and leading of a role.
    pub fn style(&self, role: Role) -> Style {
        self.grid.style(role)
    }

    /// `n` u in pixels.
    pub fn u(&self, n: f32) -> f32 {
        n * self.grid.u
    }

    /// A heading in `role`.
    pub fn heading(&mut self, text: &str, role: Role, width: f32) -> Block {
        let style = self.style(role);
        self.fonts.heading(text, style, width)
    }

    /// Running text in `role`, no wider than the measure. An address alone is divided into parts of about the
    /// same length, as a heading is.
    pub fn body(&mut self, text: &str, role: Role, width: f32) -> Block {
        let style = self.style(role);
        let width = width.min(self.grid.measure());
        if text.contains(' ') {
            self.fonts.body(text, style, width)
        } else {
            self.fonts.heading(text, style, width)
        }
    }

    /// One line of figures in `role` for a line of body text, and how far above that line's top it stands so
    /// that both share their baseline. Its box is as high as the line's: figures carry no marks.
    pub fn figures(&mut self, text: &str, role: Role, width: f32) -> (Block, f32) {
        let body = self.style(Role::Body);
        let style = Style { leading: body.leading, ..self.style(role) };
        (self.fonts.body(text, style, width), style.baseline() - body.baseline())
    }

    /// The largest of `roles` in which `text` is at most `height` high, no word is divided, no line is a lonely
    /// word (the first may be, before a pause) and every line ends where the sense allows it; failing that,
    /// where it does not; failing that, the last.
    pub fn largest(&mut self, text: &str, roles: &[Role], width: f32, height: f32) -> Block {
        let mut rough: Option<Block> = None;
        let many = words(text) > 1;
        let pause = |line: &str| line.ends_with([',', ';', ':', '.', '!', '?']);
        for role in roles {
            let block = self.heading(text, *role, width);
            let lonely =
                |(index, line): (usize, &String)| many && words(line) < 2 && (index > 0 || !pause(line));
            if block.height > height
                || !self.whole_words(text, block.style, width)
                || block.lines.iter().enumerate().any(lonely)
            {
                continue;
            }
            if block.sound {
                return block;
            }
            rough = rough.or(Some(block));
        }
        let last = roles.last().copied().unwrap_or(Role::Body);
        rough.unwrap_or_else(|| self.heading(text, last, width))
    }

    /// Whether each word of `text` has room in a line of `width` pixels.
    pub fn whole_words(&mut self, text: &str, style: Style, width: f32) -> bool {
        text.split(' ').all(|word| self.fonts.width(word, style) <= width)
    }

    /// The picture of a slide, whole, at the left top of `place`, asked for at the size of `space` (as
    /// [`super::wants`] does). Until it arrives its place is raised ground.
    pub fn picture(&mut self, page: &mut Page, asset: &Asset, space: Rect, place: Rect) {
        let Some(picture) = (self.pictures)(&want(asset, space, Fit::Contain)) else {
            page.fill(place, self.theme.raised);
            return;
        };
        let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (place.w / w).min(place.h / h);
        let rect = Rect { x: place.x.round(), y: place.y.round(), w: w * scale, h: h * scale };
        page.nodes.push(Node::Image { picture, rect, clip: rect });
    }
}

/// How light a colour looks, 0 to 255.
pub(super) fn lightness(Color(r, g, b): Color) -> f32 {
    0.2126 * f32::from(r) + 0.7152 * f32::from(g) + 0.0722 * f32::from(b)
}

/// The wish for `asset` in `space`, in whole pixels.
pub(super) fn want(asset: &Asset, space: Rect, fit: Fit) -> Want {
    let pixels = |length: f32| (length.round() as u32).max(1);
    Want { of: asset.clone(), page: 0, space: (pixels(space.w), pixels(space.h)), fit }
}
