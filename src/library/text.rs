//! Text files into what they say.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::asset::Tried;
use super::entry::Found;
use super::kind::Kind;
use super::order::shown;
use super::root::Root;
use super::trouble;
use crate::decode::{self, WORKBOOK};
use crate::model::read::{self, Choice, PlaylistSettings, Settings, SlideFile};
use crate::model::{Asset, Days, ItemPath, Level, Name, Problem, Screen, Words};

/// What a text file says; `None` where nothing of it can be used.
pub(super) enum Said {
    Slide(Option<Box<SlideFile>>),
    Screen(Option<Box<Screen>>),
    Calendar(Option<Vec<Days>>),
    Playlist(Option<PlaylistSettings>),
    Sidecar(String, Option<Settings>),
}

/// What is known of a text before it is read.
pub(super) struct Known<'a> {
    /// By its name.
    pub(super) kind: &'a Kind,
    /// The ticker runs what it says.
    pub(super) runs: bool,
    /// What its sidecar says.
    pub(super) side: Settings,
}

/// Most bytes of a file of this kind that are read.
pub(super) fn limit(kind: &Kind) -> usize {
    match kind {
        Kind::Calendar => read::CALENDAR_LIMIT,
        Kind::Workbook => WORKBOOK,
        _ => read::LIMIT,
    }
}

/// Reads the text of a file; `None` for kinds that are no text. Pictures in `broken` are refused.
pub(super) fn read(
    root: &Root,
    broken: &HashMap<Asset, Words>,
    path: &Path,
    Known { kind, runs, side }: Known,
    bytes: &[u8],
) -> Option<(Said, Found)> {
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
    let by_name = || Name::of_file(&path.file_name().map(shown).unwrap_or_default()).title;
    let heading = side.title.clone().unwrap_or_else(by_name);
    let path = ItemPath::new(path);
    let file = path.shown();
    let (bytes, written) = match clear(kind, file, bytes, &side) {
        Ok(clear) => clear,
        Err(problem) => {
            return Some((unsaid(kind)?, Found { problems: vec![*problem], uses: Vec::new() }));
        }
    };
    let bytes = &*bytes;
    // One notice that trips a parser must not stop the watcher, and with it the whole screen.
    let (said, problems) = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Slide if runs => Some(of(read::run(read::slide(bytes, file, &picture), file), slide)),
        Kind::Text if runs => Some(of(read::lines(bytes, file), slide)),
        Kind::Markdown if runs => Some(of(read::run(read::markdown(bytes, file, &picture), file), slide)),
        Kind::Slide => Some(of(read::slide(bytes, file, &picture), slide)),
        Kind::Text => Some(of(read::plain(bytes, file), slide)),
        Kind::Markdown => Some(of(read::markdown(bytes, file, &picture), slide)),
        Kind::Table => Some(of(read::table(bytes, file, &heading, &side.choice), slide)),
        Kind::Workbook => Some(of(workbook(bytes, file, &heading, &side.choice), slide)),
        Kind::Link => Some(of(read::link(bytes, file, &heading), slide)),
        Kind::Screen => {
            Some(of(read::screen(bytes, file, &picture, &theme), |screen| Said::Screen(screen.map(Box::new))))
        }
        Kind::Calendar => Some(of(read::calendar(bytes, file), Said::Calendar)),
        Kind::Playlist => Some(of(read::playlist(bytes, file), Said::Playlist)),
        Kind::Sidecar(owner) => {
            Some(of(read::sidecar(bytes, file), |said| Said::Sidecar(owner.clone(), said)))
        }
        Kind::Ignored | Kind::Picture(_) | Kind::Pages | Kind::Office(_) | Kind::Clip | Kind::Later(_) => {
            None
        }
    }))
    .unwrap_or_else(|_| nothing(kind, file))?;
    let problems = written.into_iter().chain(problems).collect();
    Some((said, Found { problems, uses: tried.into_inner() }))
}

/// The bytes of a text in UTF-8, and what there is to say about that.
fn clear<'a>(kind: &Kind, file: &str, bytes: &'a [u8], side: &Settings) -> read::Legible<'a> {
    match kind {
        Kind::Text | Kind::Markdown | Kind::Table => read::legible(bytes, file, side.choice.encoding, true),
        Kind::Slide | Kind::Screen | Kind::Playlist | Kind::Sidecar(_) => {
            read::legible(bytes, file, None, false)
        }
        Kind::Workbook => Ok((bytes.into(), None)),
        _ => Ok((read::unicode(bytes), None)),
    }
}

/// A workbook's sheet, and what there is to say about the workbook.
fn workbook(bytes: &[u8], file: &str, heading: &str, choice: &Choice) -> read::Outcome<SlideFile> {
    let book = match decode::workbook(bytes, choice) {
        Ok(book) => book,
        Err(unread) => {
            let (message, help) = unread.words();
            return (None, vec![Problem::file(Level::Error, file, message, help)]);
        }
    };
    let (read, found) = read::workbook(book.lines, file, heading, choice);
    let said = |(level, line, message, help)| Problem { line, ..Problem::file(level, file, message, help) };
    (read, book.remarks.into_iter().map(said).chain(found).collect())
}

/// What is known of a text that no parser survives.
fn nothing(kind: &Kind, file: &str) -> Option<(Said, Vec<Problem>)> {
    let (message, help) = trouble::unparsed();
    Some((unsaid(kind)?, vec![Problem::file(Level::Error, file, message, help)]))
}

/// What a text says of which nothing can be used; `None` for kinds that are no text.
fn unsaid(kind: &Kind) -> Option<Said> {
    Some(match kind {
        Kind::Screen => Said::Screen(None),
        Kind::Calendar => Said::Calendar(None),
        Kind::Playlist => Said::Playlist(None),
        Kind::Sidecar(owner) => Said::Sidecar(owner.clone(), None),
        Kind::Slide | Kind::Text | Kind::Markdown | Kind::Table | Kind::Workbook | Kind::Link => {
            Said::Slide(None)
        }
        Kind::Ignored | Kind::Picture(_) | Kind::Pages | Kind::Office(_) | Kind::Clip | Kind::Later(_) => {
            return None;
        }
    })
}

fn slide(slide: Option<SlideFile>) -> Said {
    Said::Slide(slide.map(Box::new))
}

fn of<T>(outcome: read::Outcome<T>, say: impl FnOnce(Option<T>) -> Said) -> (Said, Vec<Problem>) {
    (say(outcome.0), outcome.1)
}
