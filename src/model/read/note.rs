//! `.txt` and `.md`: a message whose first line is the heading.

use super::{Outcome, Resolve, SlideFile};

/// Reads a `.txt` file.
pub fn plain(_bytes: &[u8], _file: &str) -> Outcome<SlideFile> {
    (None, Vec::new())
}

/// Reads a `.md` file; its first picture stands beside the text.
pub fn markdown(_bytes: &[u8], _file: &str, _asset: &Resolve) -> Outcome<SlideFile> {
    (None, Vec::new())
}
