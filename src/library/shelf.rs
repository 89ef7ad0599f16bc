//! One folder of the noticeboard: a playlist in the making.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::{Built, Entry};
use super::kind::{Called, Kind, is_draft};
use super::order::{Collation, NameKey, shown};
use super::trouble::{self, Trouble};
use crate::model::read::{PlaylistSettings, Settings, Shape};
use crate::model::{Item, ItemPath, Level, Name, Order, Playlist, Problem, Rank, Screen, When, zone_of};

/// A sub-folder, or the root's own files.
#[derive(Debug)]
pub(super) struct Shelf {
    /// Its place among the playlists: the root's first, then by name.
    pub(super) place: (bool, NameKey),
    shown: String,
    name: String,
    /// Its name begins with `_`: everything in it is a draft.
    pub(super) draft: bool,
    by_name: Name,
    /// What it is by its name; the root is called as whoever set up the share liked.
    called: Called,
    /// `playlist.toml`, the last good one.
    pub(super) settings: PlaylistSettings,
    /// Settings of single files by the shown name of the file, the last good ones.
    pub(super) sidecars: HashMap<String, Settings>,
    /// Everything in the folder that is not ignored. Boxed: a table of ten thousand has room for half as many more.
    entries: HashMap<NameKey, Box<Entry>>,
    /// Every name in order. Kept beside the entries: ten thousand of those are found by name at the start, and a
    /// tree takes twenty comparisons for each.
    order: BTreeSet<NameKey>,
    /// Why it could not be listed.
    pub(super) fault: Option<Trouble>,
    built: Option<(Arc<Playlist>, Vec<Problem>)>,
}

impl Shelf {
    /// The folder at `folder` (relative; empty for the root, which is called `root_name`).
    pub(super) fn new(folder: PathBuf, root_name: &str, collation: &Collation) -> Shelf {
        let is_root = folder.as_os_str().is_empty();
        let name = if is_root { root_name.to_owned() } else { shown(folder.as_os_str()) };
        Shelf {
            place: (!is_root, collation.key(folder.as_os_str())),
            shown: ItemPath::new(&folder).shown().to_owned(),
            draft: !is_root && is_draft(folder.as_os_str()),
            by_name: if is_root { Name::of_folder("") } else { Name::of_folder(&name) },
            called: if is_root { Called::Plain } else { Called::of(&name) },
            name,
            settings: PlaylistSettings::default(),
            sidecars: HashMap::new(),
            entries: HashMap::new(),
            order: BTreeSet::new(),
            fault: None,
            built: None,
        }
    }

    /// Whom its items give way to.
    pub(super) fn rank(&self) -> Rank {
        if self.is_ticker() {
            Rank::Loop
        } else if self.called == Called::Urgent {
            Rank::Urgent
        } else if self.settings.takeover || self.is_ceremony() {
            Rank::Takeover
        } else {
            Rank::Loop
        }
    }

    /// Whether its items are lines of the ticker.
    pub(super) fn is_ticker(&self) -> bool {
        self.called == Called::Ticker
    }

    fn is_ceremony(&self) -> bool {
        !self.is_ticker() && self.settings.ceremony.unwrap_or(self.called == Called::Ceremony)
    }

    /// Whether its clips sound; `None` where nothing is said.
    pub(super) fn sound(&self) -> Option<bool> {
        self.settings.settings.sound.or(self.by_name.sound)
    }

    /// The settings that lie beside a file.
    pub(super) fn sidecar_of(&self, path: &ItemPath) -> Option<&Settings> {
        let name = path.shown().rsplit('/').next()?;
        self.sidecars.get(name)
    }

    /// Whether a workbook is to be shown as it is printed, and not as a table.
    pub(super) fn is_printed(&self, path: &Path) -> bool {
        let side = self.sidecar_of(&ItemPath::new(path));
        side.is_some_and(|side| side.choice.shape == Some(Shape::Pages))
    }

    /// The entry of a name.
    pub(super) fn entry(&self, name: &OsStr) -> Option<&Entry> {
        self.entries.get(name).map(Box::as_ref)
    }

    /// The entry of a name.
    pub(super) fn entry_mut(&mut self, name: &OsStr) -> Option<&mut Entry> {
        self.entries.get_mut(name).map(Box::as_mut)
    }

    /// Every entry, in order of name.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.order.iter().filter_map(|key| self.entry(key.name()))
    }

    /// Every name, in no order.
    pub(super) fn names(&self) -> impl Iterator<Item = &OsStr> {
        self.entries.keys().map(NameKey::name)
    }

    /// Makes room for `count` names in all.
    pub(super) fn expect(&mut self, count: usize) {
        let more = count.saturating_sub(self.entries.len());
        self.entries.reserve(more);
    }

    /// Adds a name, unless it is there.
    pub(super) fn add(
        &mut self,
        name: &OsStr,
        collation: &Collation,
        make: impl FnOnce() -> Entry,
    ) -> Option<&mut Entry> {
        if self.entries.contains_key(name) {
            return self.entry_mut(name);
        }
        let key = collation.key(name);
        self.order.insert(key.clone());
        Some(self.entries.entry(key).or_insert_with(|| Box::new(make())))
    }

    /// Takes a name out.
    pub(super) fn take(&mut self, name: &OsStr) -> Option<Entry> {
        self.built = None;
        let (key, entry) = self.entries.remove_entry(name)?;
        self.order.remove(&key);
        Some(*entry)
    }

    /// What is known of one file changed.
    pub(super) fn changed(&mut self, name: &OsStr) {
        self.built = None;
        self.entry_mut(name).into_iter().for_each(|entry| entry.stale = true);
    }

    /// Something that every file shares changed.
    pub(super) fn all_changed(&mut self) {
        self.built = None;
        self.entries.values_mut().for_each(|entry| entry.stale = true);
    }

    /// The playlist, and every problem in it; both are made anew only when something changed. `size` are the pixels of the
    /// screen before the turn.
    pub(super) fn build(&mut self, screen: &Screen, size: (u32, u32)) -> &(Arc<Playlist>, Vec<Problem>) {
        let built = self.built.take().unwrap_or_else(|| {
            self.build_entries(screen, size);
            let entries: Vec<&Entry> = self.entries().collect();
            (Arc::new(self.playlist(screen, &entries)), self.problems(&entries))
        });
        self.built.insert(built)
    }

    /// Whether a snapshot made now would say something else of a file than the last one.
    pub(super) fn would_change(&self, name: &OsStr, screen: &Screen, size: (u32, u32)) -> bool {
        let zone = zone_of(&screen.zones, &self.name, self.rank());
        self.entry(name).is_some_and(|entry| {
            let built = entry.build(self, screen, size, zone);
            built.problems != entry.built.problems || built.item.as_deref() != entry.built.item.as_deref()
        })
    }

    fn build_entries(&mut self, screen: &Screen, size: (u32, u32)) {
        let zone = zone_of(&screen.zones, &self.name, self.rank());
        // An entry looks at what the folder says, never at the others.
        let mut entries = std::mem::take(&mut self.entries);
        for entry in entries.values_mut().filter(|entry| entry.stale) {
            let built = entry.build(self, screen, size, zone);
            // Of ten thousand that a change could have touched most are what they were, and are shared on.
            let same = built.item.is_some() && built.item == entry.built.item;
            let item = if same { entry.built.item.take() } else { built.item };
            (entry.built, entry.stale) = (Built { item, ..built }, false);
        }
        self.entries = entries;
    }

    fn playlist(&self, screen: &Screen, entries: &[&Entry]) -> Playlist {
        let items = entries.iter().filter_map(|entry| entry.built.item.clone());
        let mut items: Vec<Arc<Item>> = items.collect();
        items.shrink_to_fit();
        if self.settings.order == Some(Order::Newest) {
            // Stable: files of one moment keep the order of their names.
            items.sort_by_key(|item| std::cmp::Reverse(item.stamp.modified));
        }
        let settings = &self.settings.settings;
        let title = if self.by_name.title.is_empty() { &self.name } else { &self.by_name.title };
        Playlist {
            folder: self.shown.clone(),
            name: self.name.clone(),
            title: settings.title.as_ref().unwrap_or(title).clone(),
            when: self.when().with_holidays(&screen.holidays),
            ceremony: self.is_ceremony(),
            ends_on_time: self.settings.ends_on_time,
            ticker: self.is_ticker(),
            shuffled: self.settings.order == Some(Order::Shuffle),
            items,
        }
    }

    fn when(&self) -> When {
        let settings = self.settings.settings.when.iter();
        settings.fold(self.by_name.when.clone(), |all, when| all.and(when))
    }

    fn problems(&self, entries: &[&Entry]) -> Vec<Problem> {
        if self.draft {
            return Vec::new();
        }
        let of_folder = |level, (message, help): Trouble| Problem::file(level, &*self.shown, message, help);
        let mut problems = Vec::new();
        problems.extend(self.fault.clone().map(|words| of_folder(Level::Error, words)));
        if self.rank() == Rank::Takeover && !self.is_ceremony() && self.when().is_always() {
            problems.push(of_folder(Level::Warning, trouble::always_takes_over()));
        }
        if self.settings.ends_on_time && (!self.is_ceremony() || self.when().is_always()) {
            problems.push(of_folder(Level::Warning, trouble::never_ends_on_time()));
        }
        if self.is_ticker() && (self.settings.takeover || self.settings.ceremony == Some(true)) {
            problems.push(of_folder(Level::Warning, trouble::ticker_takes_nothing()));
        }
        for (level, misread) in &self.by_name.problems {
            problems.push(of_folder(*level, (misread.message.clone(), misread.help.clone())));
        }
        let owners = owners(entries);
        for entry in entries {
            problems.extend(entry.built.problems.iter().cloned());
            if let Kind::Sidecar(owner) = &entry.kind
                && !owners.contains(owner.as_str())
            {
                let (message, help) = trouble::orphan(owner);
                problems.push(Problem::file(Level::Warning, entry.path.shown(), message, help));
            }
        }
        problems
    }

    /// Whether the dates of the whole folder cannot be read, in its name or its settings.
    pub(super) fn is_undated(&self) -> bool {
        self.by_name.undated || self.settings.settings.undated
    }
}

/// Shown names of every file, when there is a sidecar that may look for its own.
fn owners<'a>(entries: &[&'a Entry]) -> HashSet<&'a str> {
    if !entries.iter().any(|entry| matches!(entry.kind, Kind::Sidecar(_))) {
        return HashSet::new();
    }
    entries.iter().filter_map(|entry| entry.path.shown().rsplit('/').next()).collect()
}
