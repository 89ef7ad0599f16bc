//! The values a folder is made of: playlists, items, and the identity of files.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use super::{Film, Leaf, Reason, Screen, Slide, When, tidy};

/// A file's path relative to the folder: opened by its own bytes, shown and compared in NFC with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPath {
    shown: Arc<str>,
    /// As the system spells it, where that is another.
    os: Option<Arc<Path>>,
}

impl ItemPath {
    /// Wraps a relative path as the system spells it.
    pub fn new(relative: impl Into<PathBuf>) -> ItemPath {
        let os: PathBuf = relative.into();
        let parts: Vec<_> = os.iter().map(|part| part.to_string_lossy()).collect();
        let shown = tidy::nfc(parts.join("/").into());
        let other = os.as_os_str() != &*shown;
        ItemPath { shown: shown.into(), os: other.then(|| os.into()) }
    }

    /// The path as the system spells it, relative to the folder.
    pub fn os(&self) -> &Path {
        self.os.as_deref().unwrap_or(Path::new(&*self.shown))
    }

    /// The path as people read it: NFC, `/` between parts, bytes that are not UTF-8 replaced.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// By what is shown alone: hashing a system path goes part by part, and equal paths are shown alike.
impl Hash for ItemPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.shown.hash(state);
    }
}

/// Which version of a file this is; equal stamps mean the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970 UTC.
    pub modified: i64,
    /// Inode (0 where the system has none): a renamed-in file may keep size and time.
    pub inode: u64,
}

/// A file and its version: what a slide refers to, and what a decoded picture came from.
///
/// A file of the shared `media/` beside the folder has a path that begins with `../media/`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asset {
    /// Which file.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
}

/// How a picture meets its space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fit {
    /// Whole picture visible over a calm ground.
    #[default]
    Contain,
    /// Space filled, the picture's edges cropped.
    Cover,
}

/// How one slide gives way to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransitionKind {
    /// Dissolve in linear light.
    Fade,
    /// The new slide pushes the old one out to the left.
    Slide,
    /// An edge uncovers the new slide from left to right.
    Wipe,
    /// A cut.
    None,
}

/// A transition and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transition {
    /// Which.
    pub kind: TransitionKind,
    /// Length in milliseconds by the clock; 600 for a fade.
    pub millis: u32,
}

impl Transition {
    /// How long it takes.
    pub fn length(self) -> TimeDelta {
        TimeDelta::milliseconds(self.millis.into())
    }
}

impl Default for Transition {
    fn default() -> Transition {
        Transition { kind: TransitionKind::Fade, millis: 600 }
    }
}

/// What a file whose bytes are new does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Freshness {
    /// On air at once, one time, out of turn.
    #[default]
    Now,
    /// On air when the current dwell ends.
    Next,
    /// Waits for its place in the loop.
    InTurn,
}

/// Whose items have the screen to themselves, weakest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// In turn with all others.
    #[default]
    Loop,
    /// While one of its playlist is in season, that playlist has the screen alone; of several the first by name.
    Takeover,
    /// While one is in season, the urgent ones have the screen, whatever else there is.
    Urgent,
}

/// In what order a playlist's items stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// By name: digits as numbers, Vietnamese collation.
    #[default]
    Name,
    /// Newest first.
    Newest,
    /// Another order every day, the same on every screen.
    Shuffle,
}

/// What an item is made of. Boxed: ten thousand pictures have room for the largest kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A picture file.
    Picture,
    /// A picture that moves.
    Animation(Box<Film>),
    /// A file that has pages itself or a picture that is shown part by part, and those of them that play, at least one unless the item is hidden. Each has
    /// its share of the duration.
    Pages(Vec<Leaf>),
    /// A clip.
    Clip(Box<Film>),
    /// A slide drawn from text (TOML, `.txt`, `.md`).
    Slide(Box<Slide>),
    /// Lines of the ticker, at least one unless the item is hidden; each is tidied and on one line.
    Lines(Vec<String>),
    /// A file that this version names and does not play (Office, …); says what it is.
    Later(&'static str),
}

impl Content {
    /// A slide drawn from text.
    pub fn of(slide: Slide) -> Content {
        Content::Slide(Box::new(slide))
    }

    /// The slide that is drawn from text; `None` of any other content.
    pub fn slide(&self) -> Option<&Slide> {
        match self {
            Content::Slide(slide) => Some(slide),
            _ => None,
        }
    }
}

/// One file of the folder that is, or would be, on air.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Where it is.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
    /// What it is made of.
    pub content: Content,
    /// Its name for people: the heading of a slide, else the file name without dates and extension.
    pub title: String,
    /// Topic of the plan ("1.1" … "1.8"), for the report.
    pub topic: Option<Arc<str>>,
    /// When it is in season; the playlist's own `when` must hold too.
    pub when: When,
    /// How long one showing lasts. Positive.
    pub duration: TimeDelta,
    /// Whether that was given: then a step of a ceremony ends by itself.
    pub timed: bool,
    /// Times per cycle, at least 1.
    pub weight: u32,
    /// Whom it gives way to; the same for all items of a playlist.
    pub rank: Rank,
    /// How it comes on.
    pub transition: Transition,
    /// How its picture meets the space.
    pub fit: Fit,
    /// What it does when its bytes are new.
    pub fresh: Freshness,
    /// How loud its sound is, in percent; 0: it is silent.
    pub volume: u32,
    /// Why it can never be on air as it stands; `None` when only the calendar decides.
    pub hidden: Option<Reason>,
}

impl Item {
    /// The first moment after local time `at` at which it shows something else by itself, besides turning its pages.
    pub fn changes(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        match &self.content {
            Content::Slide(slide) => slide.changes(at),
            Content::Picture
            | Content::Animation(_)
            | Content::Pages(_)
            | Content::Clip(_)
            | Content::Lines(_)
            | Content::Later(_) => None,
        }
    }

    /// How many pages of its file play; `None` of a file that has none itself.
    pub fn pages(&self) -> Option<usize> {
        match &self.content {
            Content::Pages(leaves) => Some(leaves.len()),
            _ => None,
        }
    }
}

impl Item {
    /// Whether it has the whole screen when it is on, and every zone waits behind it: a takeover, what is urgent, and
    /// the flag.
    pub fn takes_all(&self) -> bool {
        self.rank != Rank::Loop || self.content.slide() == Some(&Slide::Flag)
    }

    /// Its file and version.
    pub fn asset(&self) -> Asset {
        Asset { path: self.path.clone(), stamp: self.stamp }
    }
}

/// A sub-folder, or the root's own files.
#[derive(Clone, Debug, PartialEq)]
pub struct Playlist {
    /// Relative path of the folder, shown form; empty for the root. `when --json` prints `name`.
    pub folder: String,
    /// The folder's name (the root's: the name of the whole folder).
    pub name: String,
    /// Title for people.
    pub title: String,
    /// When its items are in season.
    pub when: When,
    /// Whether its items are the steps of a ceremony, which a person advances.
    pub ceremony: bool,
    /// Whether the ceremony ends with its hours even while a person is at it.
    pub ends_on_time: bool,
    /// Whether its items are lines of the ticker, which take no turn on the screen.
    pub ticker: bool,
    /// Whether its items play in another order every day.
    pub shuffled: bool,
    /// Items in playing order (by name when they are shuffled), hidden ones among them.
    pub items: Vec<Arc<Item>>,
}

impl Playlist {
    /// The rank of its items.
    pub fn rank(&self) -> Rank {
        self.items.first().map_or(Rank::Loop, |item| item.rank)
    }

    /// When `item` of it is in season on `screen`: in its own season and the playlist's, and unless it is urgent while
    /// the screen is lit.
    pub fn season(&self, item: &Item, screen: &Screen) -> When {
        let own = item.when.and(&self.when);
        if item.rank == Rank::Urgent { own } else { own.and(&screen.lit) }
    }

    /// Whether only a key brings it on air: a ceremony that was given no hours.
    pub fn waits_for_a_key(&self) -> bool {
        self.ceremony && self.when.is_always()
    }
}
