//! Events of the system, made into hints about paths.
//!
//! An event is a hint, never a fact: what is true is looked up on the disk afterwards.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{ErrorKind, Event, EventHandler, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::live::Input;

/// Whether the system tells when a writer closes a file. Elsewhere only time tells.
pub(super) const CLOSES_ARE_SEEN: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What may have happened to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hint {
    /// It may have gone, come or got other permissions.
    Look,
    /// It was created.
    Created,
    /// Somebody is writing.
    Written,
    /// It is complete: renamed here, or closed after writing.
    Complete,
}

/// What a batch of events says.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// By full path. What was said last counts, but a look never outweighs the rest.
    pub(super) paths: BTreeMap<PathBuf, Hint>,
    /// Events were lost: everything has to be looked at.
    pub(super) lost: bool,
    /// The system watches no more directories: only polling is left.
    pub(super) exhausted: bool,
}

impl Hints {
    /// Adds what one event says.
    pub(super) fn add(&mut self, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.exhausted |= matches!(error.kind, ErrorKind::MaxFilesWatch);
                self.lost = true;
                return;
            }
        };
        self.lost |= event.need_rescan();
        if let EventKind::Modify(ModifyKind::Name(RenameMode::Both)) = event.kind {
            let hints = [Hint::Look, Hint::Complete];
            event.paths.into_iter().zip(hints).for_each(|(path, hint)| self.note(path, hint));
        } else if let Some(hint) = hint(event.kind) {
            event.paths.into_iter().for_each(|path| self.note(path, hint));
        }
    }

    fn note(&mut self, path: PathBuf, hint: Hint) {
        let known = self.paths.entry(path).or_insert(hint);
        if hint != Hint::Look {
            *known = hint;
        }
    }
}

fn hint(kind: EventKind) -> Option<Hint> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Hint::Complete),
        EventKind::Access(_) => None,
        EventKind::Create(_) => Some(Hint::Created),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Some(Hint::Complete),
        EventKind::Modify(ModifyKind::Name(RenameMode::From) | ModifyKind::Metadata(_)) => Some(Hint::Look),
        EventKind::Modify(_) => Some(Hint::Written),
        EventKind::Remove(_) | EventKind::Any | EventKind::Other => Some(Hint::Look),
    }
}

/// The watched directories.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    folders: HashSet<PathBuf>,
}

impl Watch {
    /// Starts watching nothing; `None` when the system has no watcher to give.
    pub(super) fn start(judge: Sender<Input>) -> Option<Watch> {
        let watcher = notify::recommended_watcher(Ear(judge)).ok()?;
        Some(Watch { watcher, folders: HashSet::new() })
    }

    /// Watches a directory itself, not what lies below. Answers whether it was not watched before.
    ///
    /// # Errors
    /// `Err` when the system watches no more; a directory that is not there is simply not watched.
    pub(super) fn add(&mut self, folder: &Path) -> Result<bool, Exhausted> {
        if self.folders.contains(folder) {
            return Ok(false);
        }
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => Ok(self.folders.insert(folder.to_owned())),
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Err(Exhausted),
            Err(_) => Ok(false),
        }
    }

    /// Whether a directory is watched.
    pub(super) fn has(&self, folder: &Path) -> bool {
        self.folders.contains(folder)
    }

    /// A directory went: its watch went with it, or follows it to where it is nobody's business.
    pub(super) fn forget(&mut self, folder: &Path) {
        if self.folders.remove(folder) {
            // Gone with the directory, as a rule.
            let _ = self.watcher.unwatch(folder);
        }
    }
}

/// Hears the system's events, on the thread of notify's watcher. Only passes on: a slow one would overflow the
/// system's queue.
struct Ear(Sender<Input>);

impl EventHandler for Ear {
    fn handle_event(&mut self, event: notify::Result<Event>) {
        #[cfg(test)]
        super::tests::trip(super::tests::EAR, event.iter().flat_map(|event| &event.paths));
        let _ = self.0.send(Input::Event(event));
    }
}

impl Drop for Ear {
    /// A panic of notify's (it has some) ends its thread without a word: the folder would be followed by the
    /// hourly look alone.
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(Input::Deaf);
        }
    }
}

/// The system's limit of watches is reached.
#[derive(Debug)]
pub(super) struct Exhausted;
