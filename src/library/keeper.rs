//! The thread that copies what lies in the folder while it is there, so that the old version of a file that is replaced
//! or deleted can be had again.
//!
//! It works when nobody waits for a picture, at the lowest priority, and sleeps until the watcher tells of a change.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use chrono::{DateTime, Utc};

use super::desk::Desk;
use super::entry::{Entry, Version};
use super::kept::{Kept, LARGEST, Part};
use super::kind::Kind;
use super::live::Input;
use super::root::{OUTER_MEDIA, Root};
use super::shelf::Shelf;
use super::tree::Tree;
use super::versions::Index;
use crate::model::{ItemPath, Level, Problem, Stamp};
use crate::words;

/// Files that are told at a time when all of a folder is: ten thousand in a queue would be some MB.
const PIECE: usize = 1000;
/// Changes that are written together; copies, each an open file; and their bytes.
const CHANGES: usize = 4096;
const COPIES: usize = 64;
const BYTES: u64 = 64 << 20;

/// A clock that people read.
pub(super) type Present = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

enum Change {
    Of(PathBuf, Fate),
    /// There is more in the folder than was told.
    More,
    /// Everything that is in the folder was told.
    Settle(DateTime<Utc>),
    Stop,
}

/// What became of a file, and when.
#[derive(Clone, Copy)]
struct Fate {
    /// The version that is there; `None`: it is gone.
    stamp: Option<Stamp>,
    at: DateTime<Utc>,
}

/// Tells the thread.
#[derive(Clone)]
pub(super) struct Keeper {
    changes: Sender<Change>,
    now: Present,
    trouble: Arc<Mutex<Option<io::Error>>>,
}

impl Keeper {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system's, when it has none to give.
    pub(super) fn start(
        (kept, root): (Kept, Root),
        (desk, watcher): (Arc<Desk>, Sender<Input>),
        now: Present,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<(Keeper, JoinHandle<()>)> {
        let (changes, inbox) = channel();
        let keeper = Keeper { changes, now, trouble: Arc::default() };
        let (index, pending) = (Index::default(), BTreeMap::new());
        let mut hands =
            Hands { kept, root, desk, watcher, index, pending, more: false, keeper: keeper.clone(), wake };
        let thread = thread::Builder::new().name("bangtin-keep".to_owned());
        Ok((keeper, thread.spawn(move || hands.work(&inbox))?))
    }

    /// Sends it home.
    pub(super) fn stop(&self) {
        self.tell(Change::Stop);
    }

    fn tell(&self, change: Change) {
        // Nobody listens any more: the library is being dropped.
        let _ = self.changes.send(change);
    }

    fn of(&self, path: &Path, stamp: Option<Stamp>) {
        self.tell(Change::Of(path.to_owned(), Fate { stamp, at: (self.now)() }));
    }

    fn trouble(&self) -> MutexGuard<'_, Option<io::Error>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why no copies are made, for the clerk's page.
    pub(super) fn problem(&self) -> Option<Problem> {
        let trouble = self.trouble();
        let error = trouble.as_ref()?;
        let message = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => words!(
                "Đĩa của máy chiếu gần đầy nên bản cũ của tệp bị thay hay xoá không được giữ.",
                "The player's disk is nearly full: old versions of replaced and deleted files are not kept."
            ),
            _ => words!(
                "Máy chiếu không ghi được bản cũ của tệp bị thay hay xoá: {error}",
                "The player cannot keep old versions of replaced and deleted files: {error}"
            ),
        };
        let help = words!(
            "Màn hình vẫn chiếu bình thường. Giáo viên tin học xem lại đĩa và quyền của ~/.local/state/bangtin; có tệp thay đổi thì máy thử lại.",
            "The screen plays on. Check the disk and the permissions of ~/.local/state/bangtin; the next change of a file tries again."
        );
        Some(Problem::file(Level::Warning, "", message, help))
    }
}

impl Tree {
    /// Hands some of what is there to whoever keeps copies, who asks for the rest, and from now on whatever changes.
    pub(super) fn hand_over(&mut self, keeper: Keeper) {
        self.keeper = Some(keeper.clone());
        let untold = self.shelves.values().flat_map(Shelf::entries).filter(|entry| !entry.told);
        let piece: Vec<ItemPath> = untold.take(PIECE).map(|entry| entry.path.clone()).collect();
        for path in &piece {
            if let Some(Entry { kind, version: Some(version), .. }) = self.entry(path.os()) {
                self.hand(path.os(), kind, version);
            }
            self.entry_mut(path.os()).into_iter().for_each(|entry| entry.told = true);
        }
        match piece.len() {
            PIECE => keeper.tell(Change::More),
            _ if self.is_empty() => {}
            _ => keeper.tell(Change::Settle((keeper.now)())),
        }
    }

    /// Tells of a version that joined the programme, and of the pictures that it shows.
    pub(super) fn hand(&self, path: &Path, kind: &Kind, version: &Version) {
        let Some(keeper) = &self.keeper else { return };
        // A link, a pipe, or what cannot even be looked at.
        let is_file = version.seen != Stamp::default();
        if !matches!(kind, Kind::Later(_)) {
            keeper.of(path, is_file.then_some(version.seen));
        }
        // What lies in a playlist itself is told of when it is complete; the shared `media/` is not of this folder.
        let beside = |used: &&PathBuf| self.place(used).is_none() && !used.starts_with(OUTER_MEDIA);
        for used in version.uses().iter().filter(beside) {
            keeper.of(used, self.links.seen(used));
        }
    }

    /// Tells of a file that is gone.
    pub(super) fn hand_gone(&self, path: &Path) {
        if let Some(keeper) = &self.keeper {
            keeper.of(path, None);
        }
    }
}

/// What became of a file, to be written down.
struct Made {
    path: PathBuf,
    fate: Fate,
    /// Known without reading it: the same file under another name.
    hash: Option<u128>,
    part: Option<(Part, Stamp)>,
}

/// What the thread has.
struct Hands {
    kept: Kept,
    root: Root,
    desk: Arc<Desk>,
    /// Who tells of the rest of the folder.
    watcher: Sender<Input>,
    /// As it was read or written last.
    index: Index,
    /// The last that was told of each file.
    pending: BTreeMap<PathBuf, Fate>,
    /// There is more.
    more: bool,
    keeper: Keeper,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Hands {
    fn work(&mut self, inbox: &Receiver<Change>) {
        step_back();
        while let Ok(first) = inbox.recv() {
            let mut next = Some(first);
            while let Some(change) = next.take().or_else(|| inbox.try_recv().ok()) {
                match change {
                    Change::Of(path, fate) => drop(self.pending.insert(path, fate)),
                    Change::More => self.more = true,
                    Change::Settle(at) => self.settle(at),
                    Change::Stop => return,
                }
            }
            let mut done = Ok(());
            while done.is_ok() && !self.pending.is_empty() {
                if !self.desk.rests() {
                    return;
                }
                done = self.piece();
            }
            if done.is_ok() && std::mem::take(&mut self.more) {
                let _ = self.watcher.send(Input::Keep(self.keeper.clone()));
            }
            self.say(done.err());
        }
    }

    /// Finds what left the folder while nobody was looking.
    fn settle(&mut self, at: DateTime<Utc>) {
        // A store that cannot be read is told of by the next piece.
        if self.kept.make().is_err() {
            return;
        }
        // As in `write`: not twice.
        self.index = Index::default();
        let Ok(held) = self.kept.hold() else { return };
        self.index = held.index;
        for (path, stamp) in self.index.misses(&self.root) {
            self.pending.entry(path.into()).or_insert(Fate { stamp, at });
        }
    }

    /// Copies some of what is pending, and writes down what became of it. What could not be written stays pending.
    fn piece(&mut self) -> io::Result<()> {
        let known = self.index.by_inode();
        let (mut made, mut copies, mut bytes, mut failed) = (Vec::new(), 0, 0, None);
        while made.len() < CHANGES && copies < COPIES && bytes < BYTES {
            let Some((path, fate)) = self.pending.pop_first() else { break };
            let is_known = |stamp: Stamp| path.to_str().is_some_and(|path| self.index.knows(path, stamp));
            let new = fate.stamp.filter(|stamp| !is_known(*stamp));
            let hash = new.and_then(|stamp| known.get(&stamp).copied());
            match new.filter(|_| hash.is_none()).map_or(Ok(None), |_| self.copy(&path)) {
                Ok(part) => {
                    if let Some((_, stamp)) = &part {
                        (copies, bytes) = (copies + 1, bytes + stamp.size);
                    }
                    made.push(Made { path, fate, hash, part });
                }
                Err(error) => {
                    self.pending.insert(path, fate);
                    failed = Some(error);
                    break;
                }
            }
        }
        let written = self.write(&made);
        if written.is_err() {
            for Made { path, fate, .. } in made {
                self.pending.entry(path).or_insert(fate);
            }
        }
        failed.map_or(written, Err)
    }

    /// A copy of a file, and which version it is of; `None` when it is none to be kept, or changed meanwhile.
    fn copy(&self, path: &Path) -> io::Result<Option<(Part, Stamp)>> {
        self.kept.make()?;
        let Ok((mut file, stamp)) = self.root.open(path) else { return Ok(None) };
        if stamp.size > LARGEST || path.to_str().is_none() {
            return Ok(None);
        }
        let part = self.kept.copy(&mut file, stamp.size, || self.desk.rests())?;
        Ok(part.filter(|_| self.root.unchanged(&file, stamp).is_ok()).map(|part| (part, stamp)))
    }

    fn write(&mut self, made: &[Made]) -> io::Result<()> {
        if made.is_empty() {
            return Ok(());
        }
        self.kept.make()?;
        // Ten thousand files twice would be some MB; should the disk refuse, what is pending is copied anew.
        self.index = Index::default();
        let mut held = self.kept.hold()?;
        for Made { path, fate, hash, part } in made {
            let Some(path) = path.to_str() else { continue };
            match (part, fate.stamp) {
                (Some((part, stamp)), _) => {
                    held.add(part)?;
                    held.index.here(path, *stamp, Some(part.hash), fate.at);
                }
                (None, Some(stamp)) => held.index.here(path, stamp, *hash, fate.at),
                (None, None) => held.index.gone(path, fate.at, false),
            }
        }
        held.save((self.keeper.now)())?;
        self.index = held.index;
        Ok(())
    }

    /// Says what is wrong, or that nothing is any more.
    fn say(&self, trouble: Option<io::Error>) {
        let before = std::mem::replace(&mut *self.keeper.trouble(), trouble);
        let now = self.keeper.trouble().as_ref().map(io::Error::kind);
        if before.map(|error| error.kind()) != now {
            (self.wake)();
        }
    }
}

/// Gives way to every other thread; on Linux this is for the calling one alone, and its turn at the disk follows it.
fn step_back() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(19);
}
