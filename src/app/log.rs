//! What the player tells the journal.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::journal::{self, Hooks, Journal, Leaf, Seen};
use crate::library::{Library, is_remote};
use crate::model::{Item, ItemPath, Level, MAIN, Problem, tidy};
use crate::show::{Show, Shown, Step};

/// How long a picture may fail to reach the screen (a window that is being resized) without being told.
const HIDDEN: TimeDelta = TimeDelta::seconds(5);

/// The journal of this player.
pub struct Log {
    journal: Journal,
    /// Since when nothing reached the screen.
    unseen: Option<DateTime<Utc>>,
}

impl Log {
    /// Begins to tell. `None` where the system names no place for it, or has no thread to give: the screen is what
    /// matters.
    pub fn start(folder: &Path, library: &Library, wake: Arc<dyn Fn() + Send + Sync>) -> Option<Log> {
        let hashes = library.hashes();
        let (folder, home) = (folder.to_path_buf(), folder.to_path_buf());
        let hooks = Hooks {
            host: host(),
            wake,
            hash: Box::new(move |item: &Item| hashes.of(&item.asset())),
            owner: Box::new(move |path: &ItemPath| owner(&folder, path)),
            came: Box::new(move |path: &ItemPath| came(&home, path)),
        };
        Some(Log::of(Journal::start(journal::file()?, hooks).ok()?))
    }

    /// Tells `journal`.
    pub fn of(journal: Journal) -> Log {
        Log { journal, unseen: None }
    }

    /// Waits until all that was told is written: for whoever has a clock that is faster than the disk.
    pub fn settle(&self) {
        self.journal.settle();
    }

    /// Tells what `step` of this moment, by the wall clock and by one that nobody sets, has put on the screen, if it was `seen` there. Answers when the loop has to say so again.
    pub fn drawn(
        &mut self,
        show: &Show,
        step: &Step,
        (now, monotonic): (DateTime<Utc>, Duration),
        seen: bool,
        faults: &[Problem],
    ) -> Option<DateTime<Utc>> {
        let programme = show.programme()?;
        step.scene.as_ref()?;
        if !seen {
            self.unseen.get_or_insert(now);
            return None;
        }
        let beside = step.zones.iter().map(|(name, shown)| (name.clone(), shown.as_ref().map(leaf)));
        let main = (MAIN.to_owned(), step.shown.as_ref().map(leaf));
        let seen = Seen {
            now,
            monotonic,
            programme: programme.clone(),
            zones: std::iter::once(main).chain(beside).collect(),
            blank: show.blanked(),
            faults: faults
                .iter()
                .filter(|problem| problem.level != Level::Notice)
                .map(|problem| problem.message.vi.clone())
                .collect(),
            unseen: self.unseen.take().filter(|since| now - *since > HIDDEN),
        };
        Some(self.journal.see(seen))
    }

    /// What is wrong with the journal, for the clerk's page.
    pub fn problems(&self) -> Vec<Problem> {
        self.journal.problems()
    }

    /// The player is left.
    pub fn stop(&mut self, now: DateTime<Utc>) {
        self.journal.stop(now);
    }
}

fn leaf(shown: &Shown) -> Leaf {
    let Shown { playlist, item, page, pages, from, by, .. } = shown.clone();
    Leaf { playlist, item, page, pages, from, by }
}

/// The machine's name.
fn host() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name =
        kernel.or_else(|| ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok()));
    name.map(|name| tidy::line(&name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "bangtin".to_owned())
}

/// Who owns a file: the name in `/etc/passwd`, else the number. A network share says of every file what its mount was
/// told, so nothing is asked of one.
#[cfg(unix)]
fn owner(folder: &Path, path: &ItemPath) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    if is_remote(folder) {
        return None;
    }
    let user = std::fs::symlink_metadata(folder.join(path.os())).ok()?.uid().to_string();
    let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = known.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == user).then(|| name.to_owned())
    });
    Some(named.unwrap_or(user))
}

#[cfg(not(unix))]
fn owner(_folder: &Path, _path: &ItemPath) -> Option<String> {
    None
}

/// Since when a file is there under its name; it may be much older itself.
#[cfg(unix)]
fn came(folder: &Path, path: &ItemPath) -> Option<DateTime<Utc>> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::symlink_metadata(folder.join(path.os())).ok()?;
    DateTime::from_timestamp(found.ctime(), u32::try_from(found.ctime_nsec()).ok()?)
}

#[cfg(not(unix))]
fn came(folder: &Path, path: &ItemPath) -> Option<DateTime<Utc>> {
    Some(std::fs::symlink_metadata(folder.join(path.os())).ok()?.created().ok()?.into())
}
