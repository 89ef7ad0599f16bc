//! Text files into what they say.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::asset::Tried;
use super::kind::Kind;
use super::root::Root;
use crate::model::read::{self, PlaylistSettings, Settings, SlideFile};
use crate::model::{Asset, ItemPath, Problem, Screen, Words};

/// What a text file says; `None` where nothing of it can be used.
pub(super) enum Said {
    Slide(Option<Box<SlideFile>>),
    Screen(Option<Screen>),
    Playlist(Option<PlaylistSettings>),
    Sidecar(String, Option<Settings>),
}

/// A text file, read.
pub(super) struct Read {
    pub(super) said: Said,
    pub(super) problems: Vec<Problem>,
    /// Paths it looked for.
    pub(super) uses: Vec<PathBuf>,
}

/// Reads the text of a file of this kind; `None` for kinds that are no text. Pictures in `broken` are refused.
pub(super) fn read(
    root: &Root,
    broken: &HashMap<Asset, Words>,
    path: &Path,
    kind: &Kind,
    bytes: &[u8],
) -> Option<Read> {
    let tried = Tried::default();
    let beside = path.parent().unwrap_or(Path::new(""));
    let find = |text: &str| root.asset(beside, text, &tried);
    let picture = |text: &str| {
        let asset = find(text)?;
        broken.get(&asset).map_or(Ok(asset), |why| Err(why.clone()))
    };
    let theme = |text: &str| {
        let asset = find(text)?;
        let bytes = root.read(asset.path.os(), read::LIMIT as u64 + 1);
        bytes.map(|(bytes, _)| (asset.path, bytes)).map_err(|error| super::trouble::unreadable(&error).0)
    };
    let path = ItemPath::new(path);
    let file = path.shown();
    let (said, problems) = match kind {
        Kind::Slide => of(read::slide(bytes, file, &picture), slide),
        Kind::Text => of(read::plain(bytes, file), slide),
        Kind::Markdown => of(read::markdown(bytes, file, &picture), slide),
        Kind::Screen => of(read::screen(bytes, file, &picture, &theme), Said::Screen),
        Kind::Playlist => of(read::playlist(bytes, file), Said::Playlist),
        Kind::Sidecar(owner) => {
            of(read::sidecar(bytes, file), |settings| Said::Sidecar(owner.clone(), settings))
        }
        Kind::Ignored | Kind::Picture(_) | Kind::Later(_) => return None,
    };
    Some(Read { said, problems, uses: tried.into_inner() })
}

fn slide(slide: Option<SlideFile>) -> Said {
    Said::Slide(slide.map(Box::new))
}

fn of<T>(outcome: read::Outcome<T>, say: impl FnOnce(Option<T>) -> Said) -> (Said, Vec<Problem>) {
    (say(outcome.0), outcome.1)
}
