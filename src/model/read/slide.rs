//! Slides written in TOML.

use super::{Outcome, Resolve, Settings};
use crate::model::{Content, Reason};

/// What a slide's file says.
#[derive(Clone, Debug, PartialEq)]
pub struct SlideFile {
    /// The slide, or the later kind that it names.
    pub content: Content,
    /// The keys it shares with a sidecar.
    pub settings: Settings,
    /// `Placeholder`: nothing essential is left; `Unsupported`: a later kind. `None`: it can be shown.
    pub hidden: Option<Reason>,
}

/// Reads a slide. A missing or refused picture leaves the slide without it (and a problem).
pub fn slide(_bytes: &[u8], _file: &str, _asset: &Resolve) -> Outcome<SlideFile> {
    (None, Vec::new())
}
