//! Looking at whole folders: at the start, when one was moved in, and when events cannot be trusted.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::kind::is_ignored;
use super::order::shown;
use super::root::Seen;
use super::tree::Tree;
use super::trouble;
use crate::model::Stamp;

/// How far what a scan finds can be trusted to be complete.
#[derive(Clone, Copy, Debug)]
pub(super) enum Arrival {
    /// At start-up: pictures are decided by decoding; a text that was modified in these nanoseconds since 1970
    /// may still be written.
    Start(i64, i64),
    /// It was all complete elsewhere: a folder renamed in.
    Whole,
    /// Whatever is not known yet may be growing.
    Doubtful,
}

impl Arrival {
    /// Start-up at `now`, nanoseconds since 1970: what is younger than two seconds may be growing.
    pub(super) fn start(now: i64) -> Arrival {
        Arrival::Start(now.saturating_sub(2_000_000_000), now)
    }

    /// Whether a file of this version may still be growing.
    pub(super) fn is_recent(self, stamp: Stamp) -> bool {
        matches!(self, Arrival::Start(from, to) if (from..=to).contains(&stamp.modified))
    }
}

impl Tree {
    /// Looks at the whole folder.
    ///
    /// # Errors
    /// Those of listing the folder itself: it is not there. Nothing changes then.
    pub(super) fn scan(&mut self, arrival: Arrival) -> io::Result<()> {
        let found = self.root.list(Path::new(""))?;
        let folders: HashSet<PathBuf> = found
            .iter()
            .filter(|(name, seen)| is_playlist(name, *seen))
            .map(|(name, _)| name.into())
            .collect();
        let gone: Vec<PathBuf> =
            self.shelves.keys().filter(|shelf| !shelf.as_os_str().is_empty()).cloned().collect();
        for shelf in gone.iter().filter(|shelf| !folders.contains(*shelf)) {
            self.remove_shelf(shelf);
        }
        self.meet_all(Path::new(""), found, arrival);
        for folder in folders {
            self.scan_folder(&folder, arrival);
        }
        Ok(())
    }

    /// Looks at one playlist.
    pub(super) fn scan_folder(&mut self, folder: &Path, arrival: Arrival) {
        if !self.shelves.contains_key(folder) {
            self.add_shelf(folder);
        }
        let listed = self.root.list(folder);
        let fault = listed.is_err().then(trouble::unlisted);
        if let Some(shelf) = self.shelves.get_mut(folder)
            && shelf.fault != fault
        {
            shelf.fault = fault;
            shelf.all_changed();
            self.dirty = true;
        }
        // What cannot be listed is not thereby gone.
        if let Ok(found) = listed {
            self.meet_all(folder, found, arrival);
        }
    }

    fn meet_all(&mut self, folder: &Path, found: Vec<(OsString, Seen)>, arrival: Arrival) {
        let known = self.shelves.get(folder).into_iter().flat_map(|shelf| shelf.names());
        let mut gone: HashSet<&OsStr> = known.collect();
        for (name, _) in &found {
            gone.remove(name.as_os_str());
        }
        let gone: Vec<PathBuf> = gone.into_iter().map(|name| folder.join(name)).collect();
        for path in gone {
            self.remove(&path);
        }
        if let Some(shelf) = self.shelves.get_mut(folder) {
            shelf.expect(found.len());
        }
        let is_root = folder.as_os_str().is_empty();
        for (name, seen) in found {
            if !(is_root && seen == Seen::Folder) {
                self.meet(&folder.join(name), seen, arrival);
            }
        }
    }

    /// Takes in one name that a scan found.
    fn meet(&mut self, path: &Path, seen: Seen, arrival: Arrival) {
        let stamp = if let Seen::File(stamp) = seen { stamp } else { Stamp::default() };
        let version = self.entry(path).and_then(|entry| entry.version.as_ref());
        let known = version.is_some_and(|version| version.seen == stamp && !version.unread);
        if let Some(waiting) = self.waiting.get_mut(path) {
            // Should its end have been missed, time will tell.
            waiting.written = false;
        } else if !known {
            let doubtful = match arrival {
                Arrival::Start(..) => arrival.is_recent(stamp) && self.is_text(path),
                Arrival::Whole => false,
                Arrival::Doubtful => true,
            };
            if doubtful && seen == Seen::File(stamp) {
                if matches!(arrival, Arrival::Start(..)) {
                    self.memory.expect(stamp);
                }
                self.wait(path, stamp, false)
            } else {
                self.admit(path, seen)
            }
        }
    }
}

/// Whether a name in the root is a playlist.
pub(super) fn is_playlist(name: &OsStr, seen: Seen) -> bool {
    seen == Seen::Folder && name != "media" && !is_ignored(&shown(name))
}
