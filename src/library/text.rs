//! Text files into what they say.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::asset::Tried;
use super::kind::Kind;
use super::order::shown;
use super::root::Root;
use super::trouble;
use crate::model::read::{self, PlaylistSettings, Settings, SlideFile};
use crate::model::{Asset, Days, ItemPath, Level, Name, Problem, Screen, Words};

/// What a text file says; `None` where nothing of it can be used.
pub(super) enum Said {
    Slide(Option<Box<SlideFile>>),
    Screen(Option<Box<Screen>>),
    Calendar(Option<Vec<Days>>),
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

/// Reads the text of a file of this kind, of which the ticker `runs` what it says; `None` for kinds that are no text. Pictures in `broken` are refused.
pub(super) fn read(
    root: &Root,
    broken: &HashMap<Asset, Words>,
    path: &Path,
    (kind, runs): (&Kind, bool),
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
        bytes
            .map(|(bytes, _)| (asset.path, read::unicode(&bytes).into_owned()))
            .map_err(|error| trouble::unreadable(&error).0)
    };
    let heading = Name::of_file(&path.file_name().map(shown).unwrap_or_default()).title;
    let path = ItemPath::new(path);
    let file = path.shown();
    let bytes = &*read::unicode(bytes);
    // One notice that trips a parser must not stop the watcher, and with it the whole screen.
    let (said, problems) = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Slide if runs => Some(of(read::run(read::slide(bytes, file, &picture), file), slide)),
        Kind::Text if runs => Some(of(read::lines(bytes, file), slide)),
        Kind::Markdown if runs => Some(of(read::run(read::markdown(bytes, file, &picture), file), slide)),
        Kind::Slide => Some(of(read::slide(bytes, file, &picture), slide)),
        Kind::Text => Some(of(read::plain(bytes, file), slide)),
        Kind::Markdown => Some(of(read::markdown(bytes, file, &picture), slide)),
        Kind::Table => Some(of(read::scores(bytes, file, &heading), slide)),
        Kind::Link => Some(of(read::link(bytes, file, &heading), slide)),
        Kind::Screen => {
            Some(of(read::screen(bytes, file, &picture, &theme), |screen| Said::Screen(screen.map(Box::new))))
        }
        Kind::Calendar => Some(of(read::calendar(bytes, file), Said::Calendar)),
        Kind::Playlist => Some(of(read::playlist(bytes, file), Said::Playlist)),
        Kind::Sidecar(owner) => {
            Some(of(read::sidecar(bytes, file), |said| Said::Sidecar(owner.clone(), said)))
        }
        Kind::Ignored | Kind::Picture(_) | Kind::Pages | Kind::Later(_) => None,
    }))
    .unwrap_or_else(|_| Some(nothing(kind, file)))?;
    Some(Read { said, problems, uses: tried.into_inner() })
}

/// What is known of a text that no parser survives.
fn nothing(kind: &Kind, file: &str) -> (Said, Vec<Problem>) {
    let said = match kind {
        Kind::Screen => Said::Screen(None),
        Kind::Calendar => Said::Calendar(None),
        Kind::Playlist => Said::Playlist(None),
        Kind::Sidecar(owner) => Said::Sidecar(owner.clone(), None),
        _ => Said::Slide(None),
    };
    let (message, help) = trouble::unparsed();
    (said, vec![Problem::file(Level::Error, file, message, help)])
}

fn slide(slide: Option<SlideFile>) -> Said {
    Said::Slide(slide.map(Box::new))
}

fn of<T>(outcome: read::Outcome<T>, say: impl FnOnce(Option<T>) -> Said) -> (Said, Vec<Problem>) {
    (say(outcome.0), outcome.1)
}
