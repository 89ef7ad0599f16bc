//! What texts need of other files: a change there is a change of the text.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::entry::Entry;
use super::root::{Root, Seen};
use super::tree::Tree;
use crate::model::{Asset, Stamp, Words};

/// Which texts looked for which paths.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// By the path that was looked for, whether or not anything was there.
    targets: HashMap<PathBuf, Target>,
    /// Pictures of texts that could not be decoded, and why.
    broken: HashMap<Asset, Words>,
    /// Those of `broken` that are the disk's fault: the next look at the whole folder tries again.
    unread: HashSet<Asset>,
}

#[derive(Debug)]
struct Target {
    users: HashSet<PathBuf>,
    /// What was there when it was looked for.
    seen: Option<Stamp>,
}

impl Links {
    /// Replaces what the text at `path` looked for.
    pub(super) fn replace(&mut self, root: &Root, path: &Path, old: &[PathBuf], new: &[PathBuf]) {
        for target in old {
            if let Some(known) = self.targets.get_mut(target) {
                known.users.remove(path);
                if known.users.is_empty() {
                    self.targets.remove(target);
                }
            }
        }
        for target in new {
            let seen = stamp(root, target);
            let known = self.targets.entry(target.clone());
            let known = known.or_insert_with(|| Target { users: HashSet::new(), seen });
            known.users.insert(path.to_owned());
            known.seen = seen;
        }
    }

    /// What was at a path when it was looked for.
    pub(super) fn seen(&self, path: &Path) -> Option<Stamp> {
        self.targets.get(path)?.seen
    }

    /// Pictures of texts that could not be decoded, and why.
    pub(super) fn broken(&self) -> &HashMap<Asset, Words> {
        &self.broken
    }

    /// Directories of everything that was looked for.
    pub(super) fn folders(&self) -> HashSet<PathBuf> {
        self.targets.keys().filter_map(|target| target.parent()).map(Path::to_owned).collect()
    }

    /// What was looked for and is another file now, or there at last, or gone.
    fn changed(&self, root: &Root) -> Vec<PathBuf> {
        let changed = self.targets.iter().filter(|(target, known)| stamp(root, target) != known.seen);
        changed.map(|(target, _)| target.clone()).collect()
    }
}

fn stamp(root: &Root, path: &Path) -> Option<Stamp> {
    match root.look(path) {
        Ok(Seen::File(stamp)) => Some(stamp),
        _ => None,
    }
}

impl Tree {
    /// Reads again every text that looked for `path`, or for something below it.
    pub(super) fn ripple(&mut self, path: &Path) {
        let touched = self.links.targets.iter().filter(|(target, _)| target.starts_with(path));
        let users: HashSet<PathBuf> = touched.flat_map(|(_, target)| target.users.iter().cloned()).collect();
        for user in users {
            self.accept(&user);
        }
    }

    /// Reads again every text whose pictures changed, where events do not tell.
    pub(super) fn check_links(&mut self) {
        let mut changed = self.links.changed(&self.root);
        for asset in std::mem::take(&mut self.links.unread) {
            self.links.broken.remove(&asset);
            changed.push(asset.path.os().to_owned());
        }
        for path in changed {
            self.ripple(&path);
        }
    }

    /// Says that a picture of a text cannot be decoded, or not even be read: the text goes on without it.
    pub(super) fn break_asset(&mut self, asset: Asset, why: Words, unread: bool) {
        let path = asset.path.clone();
        if unread {
            self.links.unread.insert(asset.clone());
        }
        self.links.broken.insert(asset, why);
        self.ripple(path.os());
        self.dirty = true;
    }

    /// Every picture file that can be decoded and is no draft.
    pub(super) fn pictures(&self) -> Vec<PathBuf> {
        let entries = self.shelves.values().flat_map(|shelf| shelf.entries());
        entries.filter(|entry| entry.is_picture()).map(|entry| entry.path.os().to_owned()).collect()
    }

    /// Every picture that a text shows.
    pub(super) fn assets(&self) -> Vec<Asset> {
        let entries = self.shelves.values().flat_map(|shelf| shelf.entries());
        let images = entries.flat_map(Entry::images).chain(self.screen.emblem.as_ref());
        images.collect::<HashSet<_>>().into_iter().cloned().collect()
    }
}
