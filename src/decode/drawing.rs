//! Drawings in SVG, by resvg.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Error, ParsingOptions};
use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

use super::Fault;
use super::answer::Answer;
use crate::model::{Fit, Sheet};

/// Elements and texts that a drawing may have; one of a whole city has a tenth of it.
const MAX_NODES: u32 = 1_000_000;

/// Pixels that show whether a drawing is blank.
const SMALL: (u32, u32) = (256, 256);

/// The family of the fonts that are the program's own.
const FAMILY: &str = "Noto Sans";

/// An open drawing.
pub(super) struct Drawing(Tree);

impl Drawing {
    /// Opens the drawing that `bytes` are. What it refers to outside of itself is not there, and its letters are of
    /// the program's own fonts.
    pub(super) fn open(bytes: &[u8]) -> Result<Drawing, Fault> {
        let text = std::str::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
        // Illustrator's files define entities. The parser knows how few of them make a bomb, and fetches none.
        let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options).map_err(|error| match error {
            Error::UnexpectedEndOfStream | Error::UnclosedRootNode => Fault::Cut,
            Error::NodesLimitReached => Fault::TooLarge,
            _ => Fault::Damaged,
        })?;
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        fonts.set_serif_family(FAMILY);
        fonts.set_sans_serif_family(FAMILY);
        let options = Options {
            font_family: FAMILY.to_owned(),
            fontdb: Arc::new(fonts),
            image_href_resolver: ImageHrefResolver {
                resolve_data: ImageHrefResolver::default_data_resolver(),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        Tree::from_xmltree(&document, &options).map(Drawing).map_err(|_| Fault::Damaged)
    }

    /// Its size in pixels, as it says itself, when there is something to be seen of it.
    pub(super) fn verify(&self) -> Result<Sheet, Fault> {
        self.pixels(SMALL, Fit::Contain).map(|_| self.sheet())
    }

    fn sheet(&self) -> Sheet {
        Sheet { width: self.0.size().width(), height: self.0.size().height() }
    }

    /// Its pixels: the whole of it as large as it fits in `space`, or the middle of it that covers the space.
    pub(super) fn pixels(&self, space: (u32, u32), fit: Fit) -> Result<Answer, Fault> {
        let Sheet { width, height } = self.sheet();
        let (across, down) = (space.0 as f32 / width, space.1 as f32 / height);
        let scale = if fit == Fit::Cover { across.max(down) } else { across.min(down) };
        let pixels = |length: f32, most: u32| (length * scale).round().clamp(1.0, most as f32) as u32;
        let (w, h) = (pixels(width, space.0), pixels(height, space.1));
        let mut picture = Pixmap::new(w, h).ok_or(Fault::TooLarge)?;
        let (x, y) = ((w as f32 - width * scale) / 2.0, (h as f32 - height * scale) / 2.0);
        let onto = Transform::from_scale(scale, scale).post_translate(x, y);
        resvg::render(&self.0, onto, &mut picture.as_mut());
        // Impress saves slides that a script is to uncover.
        if picture.data().iter().all(|byte| *byte == 0) {
            return Err(Fault::Blank);
        }
        Ok(Answer::Pixels(w, h, picture.take()))
    }
}
