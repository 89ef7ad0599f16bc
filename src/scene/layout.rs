//! The drawing board that every kind of slide is given: the grid, the theme, the fonts, and pages to fill.

use std::sync::Arc;

use crate::model::{Asset, Color, Fit, Picture, Theme, Want};

use super::grid::{Grid, Role};
use super::text::{Block, Style};
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
    /// Nothing else on the screen, neither header nor footer: the flag.
    pub alone: bool,
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
    /// Pictures that have arrived.
    pub pictures: &'a dyn Fn(&Want) -> Option<Arc<Picture>>,
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

    /// Running text in `role`, no wider than the measure.
    pub fn body(&mut self, text: &str, role: Role, width: f32) -> Block {
        let style = self.style(role);
        let width = width.min(self.grid.measure());
        self.fonts.body(text, style, width)
    }

    /// The largest of `roles` in which `text` is at most `lines` lines and no word is divided; else the last.
    pub fn largest(&mut self, text: &str, roles: &[Role], width: f32, lines: usize) -> Block {
        let (last, larger) = roles.split_last().unwrap_or((&Role::Body, &[]));
        for role in larger {
            let style = self.style(*role);
            let whole = text.split(' ').all(|word| self.fonts.width(word, style) <= width);
            if whole {
                let block = self.heading(text, *role, width);
                if block.lines.len() <= lines {
                    return block;
                }
            }
        }
        self.heading(text, *last, width)
    }

    /// The picture of a slide, whole, at the top left of `space` (which is what [`super::wants`] asked for).
    /// Gives what it covers; until it arrives its place is raised ground.
    pub fn picture(&mut self, page: &mut Page, asset: &Asset, space: Rect) -> Rect {
        let want = want(asset, space, Fit::Contain);
        let Some(picture) = (self.pictures)(&want) else {
            page.fill(space, self.theme.raised);
            return space;
        };
        let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (space.w / w).min(space.h / h);
        let rect = Rect { x: space.x.round(), y: space.y.round(), w: w * scale, h: h * scale };
        page.nodes.push(Node::Image { picture, rect, clip: rect });
        rect
    }
}

/// The wish for `asset` in `space`, in whole pixels.
pub(super) fn want(asset: &Asset, space: Rect, fit: Fit) -> Want {
    let pixels = |length: f32| (length.round() as u32).max(1);
    Want { of: asset.clone(), space: (pixels(space.w), pixels(space.h)), fit }
}
