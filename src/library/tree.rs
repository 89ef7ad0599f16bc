//! Everything that is known of the folder, and the snapshots that are made of it.
//!
//! The tree changes one name at a time ([`Tree::accept`], [`Tree::wait`], [`Tree::remove`]); a snapshot shares
//! every item and playlist that did not change with the one before.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono_tz::Asia::Ho_Chi_Minh;
use xxhash_rust::xxh3::xxh3_64;

use super::entry::{Body, Entry, Version};
use super::fresh::{Bytes, Memory};
use super::keeper::Keeper;
use super::kind::{self, Kind};
use super::links::Links;
use super::live::STABLE;
use super::order::Collation;
use super::root::{Root, Seen};
use super::shelf::Shelf;
use super::text::{self, Known, Said};
use super::trouble::{self, Trouble};
use crate::decode::{Facts, Fault, PictureFacts};
use crate::model::{Asset, Days, Holidays, ItemPath, Problem, Programme, Screen, Stamp, misnamed};

/// The folder, as far as it is known.
pub(super) struct Tree {
    pub(super) root: Root,
    collation: Collation,
    /// `screen.toml`, the last good one.
    pub(super) screen: Screen,
    /// Its pixels, width and height before the turn; until they are known those of most televisions.
    pub(super) size: (u32, u32),
    /// Days off as `screen.toml` says them; those of the screen have the calendars besides.
    pub(super) holidays: Holidays,
    /// The days off of each calendar file, the last good ones.
    pub(super) calendars: BTreeMap<PathBuf, Vec<Days>>,
    /// Whether a good `screen.toml` was read since it last appeared.
    pub(super) screen_is_read: bool,
    /// By relative path; the root's own, at the empty path, is always there.
    pub(super) shelves: HashMap<PathBuf, Shelf>,
    /// What texts need of other files.
    pub(super) links: Links,
    pub(super) memory: Memory,
    fresh: Vec<ItemPath>,
    /// Who keeps copies of what is there.
    pub(super) keeper: Option<Keeper>,
    /// Files that are being written, or may be.
    pub(super) waiting: HashMap<PathBuf, Waiting>,
    /// Files that have to be opened before they can join the programme, until somebody does.
    pub(super) asked: Vec<PathBuf>,
    /// Pictures of which nothing but the name is known yet.
    pub(super) unseen: Vec<ItemPath>,
    /// Whether the first scan is over: only what comes later can be fresh.
    pub(super) started: bool,
    /// Whether a new snapshot is due.
    pub(super) dirty: bool,
    /// How many files were removed so far.
    pub(super) removals: u64,
    /// The present, by the caller's monotonic clock.
    pub(super) now: Duration,
}

/// A file that is not known to be complete.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// What was seen of it last.
    pub(super) stamp: Stamp,
    /// Since when it has looked like that.
    pub(super) since: Duration,
    /// Somebody was seen writing, so that the end of the writing will be seen too.
    pub(super) written: bool,
    /// A decode is under way that will tell.
    pub(super) probed: bool,
}

impl Waiting {
    /// When it has looked the same for long enough; `None` while something else will tell.
    pub(super) fn due(&self) -> Option<Duration> {
        (!self.written && !self.probed).then_some(self.since + STABLE)
    }
}

impl Tree {
    pub(super) fn new(root: Root) -> Tree {
        let collation = Collation::new();
        let top = Shelf::new(PathBuf::new(), &root.name(), &collation);
        Tree {
            root,
            collation,
            screen: Screen::bare(Ho_Chi_Minh),
            size: (1920, 1080),
            holidays: Holidays::public().clone(),
            calendars: BTreeMap::new(),
            screen_is_read: false,
            shelves: HashMap::from([(PathBuf::new(), top)]),
            links: Links::default(),
            memory: Memory::default(),
            fresh: Vec::new(),
            keeper: None,
            waiting: HashMap::new(),
            asked: Vec::new(),
            unseen: Vec::new(),
            started: false,
            dirty: true,
            removals: 0,
            now: Duration::ZERO,
        }
    }

    /// The folder that a file lies in; `None` when it lies in none that is played.
    pub(super) fn shelf(&self, path: &Path) -> Option<&Shelf> {
        self.shelves.get(path.parent()?)
    }

    pub(super) fn shelf_mut(&mut self, path: &Path) -> Option<&mut Shelf> {
        self.shelves.get_mut(path.parent()?)
    }

    pub(super) fn entry(&self, path: &Path) -> Option<&Entry> {
        self.shelf(path)?.entry(path.file_name()?)
    }

    pub(super) fn entry_mut(&mut self, path: &Path) -> Option<&mut Entry> {
        self.shelf_mut(path)?.entry_mut(path.file_name()?)
    }

    /// What is in the programme of a file.
    pub(super) fn version_mut(&mut self, path: &Path) -> Option<&mut Version> {
        self.entry_mut(path)?.version.as_mut()
    }

    /// Says that what is known of a file changed.
    pub(super) fn changed(&mut self, path: &Path) {
        self.dirty = true;
        if let (Some(shelf), Some(name)) = (self.shelf_mut(path), path.file_name()) {
            shelf.changed(name);
        }
    }

    /// Adds a folder as a playlist.
    pub(super) fn add_shelf(&mut self, folder: &Path) {
        let shelf = Shelf::new(folder.to_owned(), "", &self.collation);
        self.shelves.insert(folder.to_owned(), shelf);
        self.dirty = true;
    }

    /// Makes sure that a file is listed, and says that what is known of it changed.
    fn list(&mut self, path: &Path, kind: Kind, draft: bool) -> Option<&mut Entry> {
        self.dirty = true;
        let (shelf, name) = (self.shelves.get_mut(path.parent()?)?, path.file_name()?);
        shelf.changed(name);
        let make = || Entry::new(path.to_owned(), kind, draft);
        shelf.add(name, &self.collation, make)
    }

    /// Takes in what lies at `path` as complete.
    pub(super) fn accept(&mut self, path: &Path) {
        match self.root.look(path) {
            Ok(seen) => self.admit(path, seen),
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.remove(path),
            Err(error) => {
                let version = Version::new(Stamp::default(), Body::Slide(None));
                if let Some((kind, draft)) = self.place(path) {
                    self.put(path, kind, draft, version.unread(&error));
                }
            }
        }
    }

    /// Takes in what was seen at `path` as complete.
    pub(super) fn admit(&mut self, path: &Path, seen: Seen) {
        #[cfg(test)]
        super::tests::trip(super::tests::WATCHER, [path]);
        self.waiting.remove(path);
        let Some((kind, draft)) = self.place(path) else { return };
        let version = match seen {
            Seen::File(stamp) if self.opens(path) => return self.ask(path, stamp),
            Seen::Folder => Version::new(Stamp::default(), Body::Folder),
            Seen::Link => Version::new(Stamp::default(), Body::Other("liên kết")).broken(trouble::link()),
            Seen::Special => {
                Version::new(Stamp::default(), Body::Other("thiết bị")).broken(trouble::special())
            }
            Seen::File(stamp) => match self.load(path, &kind, draft, stamp) {
                Some(version) => version,
                None => return self.wait(path, stamp, false),
            },
        };
        self.put(path, kind, draft, version);
    }

    /// What a name in a played folder is, and whether it is a draft. `None`: nothing to do with it.
    pub(super) fn place(&self, path: &Path) -> Option<(Kind, bool)> {
        let (folder, name) = (path.parent()?, path.file_name()?);
        let shelf = self.shelves.get(folder)?;
        let kind = kind::kind(name, folder.as_os_str().is_empty());
        let kind = match kind {
            kind if shelf.is_ticker() => kind::in_ticker(kind),
            Kind::Workbook if shelf.is_printed(path) => Kind::Office("Excel"),
            kind => kind,
        };
        (kind != Kind::Ignored).then(|| (kind, shelf.draft || kind::is_draft(name)))
    }

    /// Whether a file has to be decoded before it is believed to be complete.
    pub(super) fn needs_probe(&self, path: &Path) -> bool {
        matches!(self.place(path), Some((Kind::Picture(_), false)))
    }

    /// Whether nothing at all is listed.
    pub(super) fn is_empty(&self) -> bool {
        self.shelves.values().all(|shelf| shelf.names().next().is_none())
    }

    /// Keeps what decoding a picture taught.
    pub(super) fn learn(&mut self, path: &Path, facts: PictureFacts, hash: Option<u64>) {
        let Some(entry) = self.entry_mut(path) else { return };
        if !matches!(entry.kind, Kind::Picture(_)) {
            return;
        }
        let Some(version) = &mut entry.version else { return };
        version.hash = hash.or(version.hash);
        let known = Some(Facts::Picture(facts));
        let is_news = version.facts != known;
        version.facts = known;
        self.tell_hash(path);
        if is_news {
            // Most pictures are what they seemed to be, and a new snapshot for each would be one for nothing.
            let (shelf, name) = (self.shelf(path), path.file_name().unwrap_or_default());
            if shelf.is_some_and(|shelf| shelf.would_change(name, &self.screen, self.size)) {
                self.changed(path);
            }
        }
    }

    /// Tells the hash of a file, if it is known, to whoever keeps a record.
    pub(super) fn tell_hash(&self, path: &Path) {
        let Some(entry) = self.entry(path) else { return };
        let Some(Version { stamp, hash: Some(hash), .. }) = entry.version else { return };
        self.root.hashes.put(Asset { path: entry.path.clone(), stamp }, hash);
    }

    /// Keeps why a picture cannot be decoded; `unread` when it could not even be read.
    pub(super) fn spoil(&mut self, path: &Path, fault: Trouble, unread: bool) {
        if let Some(version) = self.version_mut(path) {
            (version.fault, version.unread) = (Some(Box::new(fault)), unread);
            self.changed(path);
        }
    }

    /// Whether a name is read as text.
    pub(super) fn is_text(&self, path: &Path) -> bool {
        let kind = self.place(path).filter(|(_, draft)| !draft).map(|(kind, _)| kind);
        !matches!(
            kind,
            None | Some(Kind::Picture(_) | Kind::Pages | Kind::Office(_) | Kind::Clip | Kind::Later(_))
        )
    }

    /// Reads what has to be read of a complete file. `None`: it changed meanwhile.
    fn load(&mut self, path: &Path, kind: &Kind, draft: bool, stamp: Stamp) -> Option<Version> {
        match kind {
            Kind::Picture(_) if stamp.size == 0 && !draft => {
                return Some(Version::new(stamp, Body::Picture).broken(Fault::Empty.words()));
            }
            Kind::Picture(_) => return Some(Version::new(stamp, Body::Picture)),
            Kind::Pages => return Some(Version::new(stamp, Body::Other("PDF"))),
            Kind::Office(name) => return Some(Version::new(stamp, Body::Other(name))),
            Kind::Clip => return Some(Version::new(stamp, Body::Other("video"))),
            Kind::Later(later) => return Some(Version::new(stamp, Body::Other(later.name()))),
            _ if draft => return Some(Version::new(stamp, Body::Other("trang chữ"))),
            _ => {}
        }
        let (bytes, stamp) = match self.root.read(path, text::limit(kind) as u64 + 1) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return None,
            Err(error) => {
                return Some(Version::new(stamp, Body::Slide(None)).unread(&error));
            }
        };
        self.root.work.parsed.fetch_add(1, Relaxed);
        let shelf = self.shelf(path);
        let side =
            shelf.and_then(|shelf| shelf.sidecar_of(&ItemPath::new(path))).cloned().unwrap_or_default();
        let known = Known { kind, runs: shelf.is_some_and(Shelf::is_ticker), side };
        let (said, found) = text::read(&self.root, self.links.broken(), path, known, &bytes)?;
        let body = match said {
            Said::Slide(slide) => Body::Slide(slide),
            Said::Screen(screen) => self.set_screen(screen.map(|screen| *screen), &found.problems),
            Said::Calendar(days) => self.set_calendar(path, days, &found.problems),
            Said::Playlist(settings) => self.set_playlist(path, settings, &found.problems),
            Said::Sidecar(owner, settings) => self.set_sidecar(path, owner, settings, &found.problems),
        };
        let hash = Some(xxh3_64(&bytes));
        Some(Version { hash, found: Some(Box::new(found)), ..Version::new(stamp, body) })
    }

    /// Puts a version in the programme.
    pub(super) fn put(&mut self, path: &Path, kind: Kind, draft: bool, mut version: Version) {
        let old = self.entry(path).and_then(|entry| entry.version.clone());
        if self.memory.needs_hash(path, old.as_ref(), &version) && version.fault.is_none() {
            version.hash = self.root.read(path, version.seen.size).ok().map(|(bytes, _)| xxh3_64(&bytes));
        }
        match self.memory.compare(path, old.as_ref(), &version) {
            Bytes::New if self.started => self.fresh.push(ItemPath::new(path)),
            Bytes::Same => {
                if let Some(old) = &old {
                    version.stamp = old.stamp;
                    version.hash = version.hash.or(old.hash);
                    let known = old.facts.clone().filter(|_| version.body == old.body);
                    version.facts = version.facts.or(known);
                    version.stops = old.stops;
                }
            }
            Bytes::New | Bytes::Touched => {}
        }
        if old.as_ref() == Some(&version) {
            return;
        }
        self.links.replace(&self.root, path, old.as_ref().map_or(&[], Version::uses), version.uses());
        let unseen = matches!(kind, Kind::Picture(_)) && !draft && version.facts.is_none();
        let unseen = unseen && version.fault.is_none() && version.body == Body::Picture;
        self.hand(path, &kind, &version);
        let listed = self.list(path, kind, draft).map(|entry| {
            entry.version = Some(version);
            entry.path.clone()
        });
        self.unseen.extend(listed.filter(|_| unseen));
        self.tell_hash(path);
    }

    /// Lists a file as being written. What is in the programme of it stays there.
    pub(super) fn wait(&mut self, path: &Path, stamp: Stamp, written: bool) {
        let Some((kind, draft)) = self.place(path) else { return };
        let written = written || self.waiting.get(path).is_some_and(|waiting| waiting.written);
        self.waiting.insert(path.to_owned(), Waiting { stamp, since: self.now, written, probed: false });
        if self.entry(path).is_none() {
            self.list(path, kind, draft);
        }
    }

    /// Takes the old version of a file that is being overwritten out of the programme: its bytes are gone.
    pub(super) fn withdraw(&mut self, path: &Path) {
        if let Some(old) = self.entry_mut(path).and_then(|entry| entry.version.take()) {
            self.memory.remember(path, &old);
            self.links.replace(&self.root, path, old.uses(), &[]);
            self.changed(path);
        }
    }

    /// Forgets a file that is gone.
    pub(super) fn remove(&mut self, path: &Path) {
        self.withdraw(path);
        self.waiting.remove(path);
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
        let shelf = self.shelves.get_mut(folder);
        let Some(entry) = shelf.and_then(|shelf| shelf.take(name)) else { return };
        self.removals += 1;
        self.hand_gone(path);
        self.changed(path);
        self.unset(path, &entry.kind);
    }

    /// Forgets a folder that is gone.
    pub(super) fn remove_shelf(&mut self, folder: &Path) {
        let Some(shelf) = self.shelves.get(folder) else { return };
        let files: Vec<PathBuf> = shelf.names().map(|name| folder.join(name)).collect();
        for file in files {
            self.remove(&file);
        }
        self.shelves.remove(folder);
        self.dirty = true;
    }

    /// Makes a snapshot, with what became fresh since the last one. `more` are problems of the folder itself.
    pub(super) fn publish(&mut self, more: Vec<Problem>) -> (Arc<Programme>, Vec<ItemPath>) {
        self.dirty = false;
        let mut playlists = Vec::new();
        let mut problems = more;
        let mut shelves: Vec<&mut Shelf> = self.shelves.values_mut().collect();
        shelves.sort_by(|a, b| a.place.cmp(&b.place));
        for shelf in shelves {
            let (playlist, found) = shelf.build(&self.screen, self.size);
            problems.extend(found.iter().cloned());
            playlists.push(playlist.clone());
        }
        problems.extend(misnamed(&self.screen.zones, &playlists));
        playlists.retain(|playlist| !playlist.items.is_empty());
        let mut screen = self.screen.clone();
        screen.emblem = screen.emblem.filter(|emblem| !self.links.broken().contains_key(emblem));
        let fresh = std::mem::take(&mut self.fresh);
        let playable = |path: &ItemPath| self.entry(path.os()).is_some_and(Entry::is_playable);
        let fresh = fresh.into_iter().filter(playable).collect();
        (Arc::new(Programme::new(screen, playlists, problems)), fresh)
    }
}
