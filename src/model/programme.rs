//! The immutable snapshot of a folder.

use std::sync::Arc;

use super::{Playlist, Problem, Screen};

/// Everything the folder says at one moment. Published by `library`, never changed afterwards.
#[derive(Debug)]
pub struct Programme {
    /// `screen.toml`, defaults filled in.
    pub screen: Screen,
    /// Playlists in order of name, the root's own first.
    pub playlists: Vec<Arc<Playlist>>,
    /// Every problem found, in order of file and line.
    pub problems: Vec<Problem>,
}
