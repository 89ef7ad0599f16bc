//! Which bytes are new.
//!
//! A file is fresh when its bytes are new since the last snapshot: not when it was only touched, renamed,
//! restored, or found again after the folder was away.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::entry::Version;
use crate::model::Stamp;

/// How many removed files are remembered. Forgetting all of them at once costs a showing out of turn at worst.
const REMEMBERED: usize = 50_000;

/// What is remembered of files that are gone.
#[derive(Debug, Default)]
pub(super) struct Memory {
    by_path: HashMap<PathBuf, (u64, Option<u64>)>,
    stamps: HashSet<Stamp>,
}

/// How the bytes of a file compare with those known before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bytes {
    /// Never seen.
    New,
    /// The same, or nobody has ever read the old ones: its name in the programme, and its picture, stay.
    Same,
    /// As far as anyone can tell the same, but its picture has to be read again.
    Touched,
}

impl Memory {
    /// Remembers a version that leaves the programme.
    pub(super) fn remember(&mut self, path: &Path, version: &Version) {
        if self.by_path.len() >= REMEMBERED {
            self.by_path.clear();
            self.stamps.clear();
        }
        self.by_path.insert(path.to_owned(), (version.seen.size, version.hash));
        self.stamps.insert(version.seen);
    }

    /// Remembers a version that is there from the start and is not read yet.
    pub(super) fn expect(&mut self, stamp: Stamp) {
        self.stamps.insert(stamp);
    }

    /// How `new` at `path` compares with `old`, its predecessor in the programme, or with what was remembered.
    /// `new.hash` is to be known when [`Memory::needs_hash`] says so.
    pub(super) fn compare(&self, path: &Path, old: Option<&Version>, new: &Version) -> Bytes {
        let known = match old {
            Some(old) if old.seen == new.seen => return Bytes::Same,
            Some(old) => Some((old.seen.size, old.hash)),
            // Renamed within the folder: another path, the same inode with the same time and size.
            None if self.stamps.contains(&new.seen) => return Bytes::Touched,
            None => self.by_path.get(path).copied(),
        };
        match known {
            None => Bytes::New,
            Some((size, _)) if size != new.seen.size => Bytes::New,
            Some((_, Some(hash))) if new.hash.is_some_and(|new| new != hash) => Bytes::New,
            // A copier sets the time after it closed the file: that is no other version.
            Some((_, hash)) if old.is_some() && (hash.is_none() || new.hash.is_some()) => Bytes::Same,
            Some(_) => Bytes::Touched,
        }
    }

    /// Whether only the hash of `new`'s bytes can tell.
    pub(super) fn needs_hash(&self, path: &Path, old: Option<&Version>, new: &Version) -> bool {
        let known = match old {
            Some(old) => Some((old.seen.size, old.hash)),
            None => self.by_path.get(path).copied(),
        };
        new.hash.is_none() && matches!(known, Some((size, Some(_))) if size == new.seen.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::entry::Body;

    fn version(size: u64, modified: i64, hash: Option<u64>) -> Version {
        let stamp = Stamp { size, modified, inode: 7 };
        Version { hash, ..Version::new(stamp, Body::Picture) }
    }

    #[test]
    fn bytes_are_told_apart_by_size_then_hash() {
        let path = Path::new("a.png");
        let old = version(10, 1, Some(5));
        let compare = |old: Option<&Version>, new: &Version| Memory::default().compare(path, old, new);
        assert_eq!(compare(None, &version(10, 1, None)), Bytes::New);
        assert_eq!(compare(Some(&old), &version(10, 1, None)), Bytes::Same);
        assert_eq!(compare(Some(&old), &version(11, 2, None)), Bytes::New);
        assert_eq!(compare(Some(&old), &version(10, 2, Some(6))), Bytes::New);
        assert_eq!(compare(Some(&old), &version(10, 2, Some(5))), Bytes::Same);
        assert_eq!(compare(Some(&old), &version(10, 2, None)), Bytes::Touched);
        assert_eq!(compare(Some(&version(10, 1, None)), &version(10, 2, None)), Bytes::Same);
    }

    #[test]
    fn what_was_removed_is_remembered() {
        let path = Path::new("a.png");
        let mut memory = Memory::default();
        memory.remember(path, &version(10, 1, Some(5)));
        assert_eq!(memory.compare(path, None, &version(10, 9, Some(5))), Bytes::Touched);
        assert_eq!(memory.compare(path, None, &version(10, 9, Some(6))), Bytes::New);
        assert_eq!(memory.compare(Path::new("b.png"), None, &version(10, 1, None)), Bytes::Touched);
        assert_eq!(memory.compare(Path::new("b.png"), None, &version(10, 9, None)), Bytes::New);
        assert!(memory.needs_hash(path, None, &version(10, 9, None)));
        assert!(!memory.needs_hash(path, None, &version(11, 9, None)));
    }
}
