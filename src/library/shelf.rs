//! One folder of the noticeboard: a playlist in the making.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use super::entry::Entry;
use super::kind::{Kind, is_draft};
use super::order::{Collation, NameKey, shown};
use super::trouble::{self, Trouble};
use crate::model::read::{PlaylistSettings, Settings};
use crate::model::{Item, ItemPath, Level, Name, Order, Playlist, Problem, Screen};

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
    /// `playlist.toml`, the last good one.
    pub(super) settings: PlaylistSettings,
    /// Settings of single files by the shown name of the file, the last good ones.
    pub(super) sidecars: HashMap<String, Settings>,
    /// Everything in the folder that is not ignored.
    pub(super) entries: HashMap<OsString, Entry>,
    /// The names of `entries` in order.
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
            name,
            settings: PlaylistSettings::default(),
            sidecars: HashMap::new(),
            entries: HashMap::new(),
            order: BTreeSet::new(),
            fault: None,
            built: None,
        }
    }

    /// The settings that lie beside a file.
    pub(super) fn sidecar_of(&self, path: &ItemPath) -> Option<&Settings> {
        let name = path.shown().rsplit('/').next()?;
        self.sidecars.get(name)
    }

    /// Adds a name, unless it is there.
    pub(super) fn add(
        &mut self,
        name: &OsStr,
        collation: &Collation,
        make: impl FnOnce() -> Entry,
    ) -> &mut Entry {
        self.entries.entry(name.to_owned()).or_insert_with(|| {
            self.order.insert(collation.key(name));
            make()
        })
    }

    /// Takes a name out.
    pub(super) fn take(&mut self, name: &OsStr, collation: &Collation) -> Option<Entry> {
        self.order.remove(&collation.key(name));
        self.entries.remove(name)
    }

    /// Every entry, in order of name.
    fn sorted(&self) -> impl Iterator<Item = &Entry> {
        self.order.iter().filter_map(|key| self.entries.get(key.name()))
    }

    /// Forgets what was built of one file.
    pub(super) fn changed(&mut self, name: &OsStr) {
        self.built = None;
        if let Some(entry) = self.entries.get_mut(name) {
            entry.built = None;
        }
    }

    /// Forgets what was built of every file: something they share changed.
    pub(super) fn all_changed(&mut self) {
        self.built = None;
        for entry in self.entries.values_mut() {
            entry.built = None;
        }
    }

    /// The playlist, and every problem in it; both are made anew only when something changed.
    pub(super) fn build(&mut self, screen: &Screen) -> &(Arc<Playlist>, Vec<Problem>) {
        let built = self.built.take().unwrap_or_else(|| {
            self.build_entries(screen);
            (Arc::new(self.playlist()), self.problems())
        });
        self.built.insert(built)
    }

    fn build_entries(&mut self, screen: &Screen) {
        let stale = |(name, entry): (&OsString, &Entry)| entry.built.is_none().then(|| name.clone());
        let names: Vec<OsString> = self.entries.iter().filter_map(stale).collect();
        for name in names {
            let built = self.entries.get(&name).map(|entry| entry.build(self, screen));
            if let Some(entry) = self.entries.get_mut(&name) {
                entry.built = built;
            }
        }
    }

    fn playlist(&self) -> Playlist {
        let items = self.sorted().filter_map(|entry| entry.built.as_ref()?.0.clone());
        let mut items: Vec<Arc<Item>> = items.collect();
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
            when: settings.when.iter().fold(self.by_name.when.clone(), |all, when| all.and(when)),
            items,
        }
    }

    fn problems(&self) -> Vec<Problem> {
        if self.draft {
            return Vec::new();
        }
        let of_folder = |level, (message, help): Trouble| Problem::file(level, &*self.shown, message, help);
        let mut problems = Vec::new();
        problems.extend(self.fault.clone().map(|words| of_folder(Level::Error, words)));
        problems.extend(trouble::takeover(&self.name).map(|words| of_folder(Level::Notice, words)));
        for (level, misread) in &self.by_name.problems {
            problems.push(of_folder(*level, (misread.message.clone(), misread.help.clone())));
        }
        let owners = self.owners();
        for entry in self.sorted() {
            problems.extend(entry.built.iter().flat_map(|(_, problems)| problems.iter().cloned()));
            if let Kind::Sidecar(owner) = &entry.kind
                && !owners.contains(owner.as_str())
            {
                let (message, help) = trouble::orphan(owner);
                problems.push(Problem::file(Level::Warning, entry.path.shown(), message, help));
            }
        }
        problems
    }

    /// Shown names of every file, when there is a sidecar that may look for its own.
    fn owners(&self) -> HashSet<&str> {
        if !self.entries.values().any(|entry| matches!(entry.kind, Kind::Sidecar(_))) {
            return HashSet::new();
        }
        self.entries.values().filter_map(|entry| entry.path.shown().rsplit('/').next()).collect()
    }

    /// Whether the dates of the whole folder cannot be read, in its name or its settings.
    pub(super) fn is_undated(&self) -> bool {
        self.by_name.undated || self.settings.settings.undated
    }
}
