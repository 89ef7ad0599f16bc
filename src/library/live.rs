//! The watcher thread: one turn for every batch of events, decodes and deadlines.
//!
//! It alone owns the [`Tree`], so that every judgement (is this file complete? is this picture the one that was
//! wanted?) is made against one state. It parses here, off the main thread, and never decodes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::Hooks;
use super::desk::Desk;
use super::examine::Examined;
use super::keeper::Keeper;
use super::loss::Loss;
use super::outbox::Outbox;
use super::root::{Root, Seen};
use super::scan::{Arrival, is_playlist};
use super::tree::Tree;
use super::watch::{CLOSES_ARE_SEEN, Hint, Hints, Watch};
use crate::decode::{Facts, PictureFacts, clip};
use crate::model::{ItemPath, Picture, Play, Stamp, Want};

/// How long a file has to look the same before it can be complete (tech.md §8).
pub(super) const STABLE: Duration = Duration::from_secs(2);
/// How often a folder without reliable events is looked at, and a lost one looked for.
pub(super) const POLL: Duration = Duration::from_secs(2);
/// How often a local folder is looked at all the same: no event is worth blind trust for days.
const HOURLY: Duration = Duration::from_secs(3600);

/// What reaches the watcher thread.
pub(super) enum Input {
    /// The file system says something.
    Event(notify::Result<notify::Event>),
    /// Nothing more is heard of the file system: whoever listened to it panicked.
    Deaf,
    /// A want was decoded, or failed.
    Decoded(Want, Box<Examined<(Picture, Option<PictureFacts>)>>),
    /// A file was verified.
    Probed(PathBuf, Examined<Facts>),
    /// The heads of pictures were read.
    Glanced(Vec<(ItemPath, Stamp, PictureFacts)>),
    /// The pixels of the screen are known.
    Size((u32, u32)),
    /// A file turned out to be one that has to be converted.
    Converting(PathBuf),
    /// A clip has run.
    Ran(Play, Result<(), clip::Fault>),
    /// Copies of what is there are to be kept from now on, or it is time to tell of more of it.
    Keep(Keeper),
    /// The library is being dropped.
    Stop,
}

/// The state of the watcher thread.
pub(super) struct Live {
    pub(super) tree: Tree,
    pub(super) desk: Arc<Desk>,
    pub(super) outbox: Arc<Outbox>,
    /// To whom events and decodes report: to this thread itself.
    pub(super) judge: Sender<Input>,
    pub(super) monotonic: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// `None`: the folder is polled.
    pub(super) watch: Option<Watch>,
    pub(super) loss: Loss,
    /// How the files present at the start are trusted.
    pub(super) arrival: Arrival,
    /// When the whole folder is looked at next.
    pub(super) next_scan: Duration,
}

impl Live {
    pub(super) fn new(
        root: Root,
        desk: Arc<Desk>,
        outbox: Arc<Outbox>,
        judge: Sender<Input>,
        hooks: &Hooks,
    ) -> Live {
        Live {
            tree: Tree::new(root),
            desk,
            outbox,
            judge,
            monotonic: hooks.monotonic.clone(),
            watch: None,
            loss: Loss::default(),
            arrival: Arrival::start(hooks.present.timestamp_nanos_opt().unwrap_or(0)),
            next_scan: Duration::ZERO,
        }
    }

    /// Reads the folder, then follows it until it is told to stop.
    pub(super) fn follow(&mut self, inbox: &Receiver<Input>, arrival: Arrival) {
        self.tree.now = (self.monotonic)();
        self.begin(arrival);
        self.tree.started = true;
        loop {
            self.glance();
            self.publish();
            self.tree.asked().into_iter().for_each(|path| self.desk.probe(path));
            let wait = self.next_deadline().saturating_sub((self.monotonic)());
            let first = match inbox.recv_timeout(wait) {
                Ok(input) => Some(input),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            self.tree.now = (self.monotonic)();
            let mut hints = Hints::default();
            for input in first.into_iter().chain(inbox.try_iter()) {
                match input {
                    Input::Event(event) => hints.add(event),
                    Input::Deaf => self.listen_anew(),
                    Input::Decoded(want, made) => self.decoded(&want, *made),
                    Input::Probed(path, made) => self.probed(&path, made),
                    Input::Glanced(seen) => self.glanced(seen),
                    Input::Size(size) => self.tree.set_size(size),
                    Input::Converting(path) => self.converting(&path),
                    Input::Ran(play, ended) => self.ran(&play, ended),
                    Input::Keep(keeper) => self.tree.hand_over(keeper),
                    Input::Stop => return,
                }
            }
            self.heed(hints);
            self.ripen();
            self.look_around();
            self.look_for_the_lost();
        }
    }

    /// Watches the folder, then looks at it: in this order nothing is missed.
    pub(super) fn begin(&mut self, arrival: Arrival) {
        let remote = self.tree.root.settle();
        self.watch = if remote { None } else { Watch::start(self.judge.clone()) };
        self.add_watch(Path::new(""));
        for name in self.tree.root.folders().iter().filter(|name| is_playlist(name, Seen::Folder)) {
            self.add_watch(Path::new(name));
        }
        self.scan(arrival);
        self.sync_watches();
    }

    /// Watches with another watcher in place of one that is deaf, and looks for what was missed.
    fn listen_anew(&mut self) {
        // Not dropped: notify panics when its thread is not there to hear of that.
        std::mem::forget(self.watch.take());
        self.begin(Arrival::Doubtful);
    }

    /// Looks at everything, unless the folder is away.
    pub(super) fn scan(&mut self, arrival: Arrival) {
        self.next_scan = self.tree.now + if self.watch.is_some() { HOURLY } else { POLL };
        if self.is_lost() {
            return;
        }
        // Should the listing fail now, the next look will find the folder lost.
        let _ = self.tree.scan(arrival);
        if self.tree.started {
            self.tree.check_links();
        }
        // An empty folder may be where a share is about to be mounted, and no event tells of that.
        if self.tree.is_empty() {
            self.next_scan = self.tree.now + POLL;
        }
    }

    /// Looks at everything when that is due.
    fn look_around(&mut self) {
        if self.tree.now >= self.next_scan {
            self.scan(Arrival::Doubtful);
            self.sync_watches();
        }
    }

    /// Watches one folder; without a watcher, or when the system has no more watches, everything is polled.
    fn add_watch(&mut self, folder: &Path) -> bool {
        let full = self.tree.root.full(folder);
        match self.watch.as_mut().map(|watch| watch.add(&full)) {
            Some(Ok(added)) => return added,
            Some(Err(_)) => self.poll(),
            None => {}
        }
        false
    }

    /// Polls from now on.
    fn poll(&mut self) {
        self.watch = None;
        self.tree.dirty = true;
        // Nobody will say that a writer is done.
        self.tree.waiting.values_mut().for_each(|waiting| waiting.written = false);
        self.next_scan = self.next_scan.min(self.tree.now + POLL);
    }

    /// Watches every folder that matters, and looks at those that were not watched before.
    fn sync_watches(&mut self) {
        if self.loss.is_lost() {
            return;
        }
        let shelves: Vec<PathBuf> = self.tree.shelves.keys().cloned().collect();
        for shelf in shelves {
            let is_new = self.watch.is_some() && !shelf.as_os_str().is_empty() && self.add_watch(&shelf);
            if is_new && self.tree.started {
                self.tree.scan_folder(&shelf, Arrival::Doubtful);
            }
        }
        for folder in self.tree.links.folders() {
            if self.add_watch(&folder) && self.tree.started {
                self.tree.ripple(&folder);
            }
        }
    }

    /// Does what a batch of events asks for.
    fn heed(&mut self, hints: Hints) {
        if hints.exhausted {
            self.poll();
        }
        if !hints.paths.is_empty() || hints.lost {
            self.forget_watches(&hints);
            if self.is_lost() {
                return;
            }
            let seen = hints.paths.into_iter().filter_map(|(full, hint)| {
                let path = self.tree.root.relative(&full)?;
                let seen = self.tree.root.look(&path);
                Some((path, hint, seen))
            });
            // What is gone first: a renamed file is then known under its new name.
            let (there, gone): (Vec<_>, Vec<_>) = seen.partition(|(_, _, seen)| seen.is_ok());
            for (path, hint, seen) in gone.into_iter().chain(there) {
                self.take(&path, hint, seen);
            }
            if hints.lost {
                self.scan(Arrival::Doubtful);
            }
            self.sync_watches();
        }
    }

    /// Directories that may have been replaced lost their watch.
    fn forget_watches(&mut self, hints: &Hints) {
        let Some(watch) = &mut self.watch else { return };
        for (full, hint) in &hints.paths {
            if *hint != Hint::Written && watch.has(full) && *full != self.tree.root.full(Path::new("")) {
                watch.forget(full);
            }
        }
    }

    /// Takes in what was seen at a path.
    pub(super) fn take(&mut self, path: &Path, hint: Hint, seen: io::Result<Seen>) {
        let in_root = path.parent().is_some_and(|parent| parent.as_os_str().is_empty());
        let partial = matches!((hint, &seen), (Hint::Written | Hint::Created, Ok(Seen::File(_))));
        match seen {
            Err(_) => {
                self.tree.remove(path);
                if in_root {
                    self.tree.remove_shelf(path);
                }
            }
            Ok(Seen::Folder)
                if in_root && path.file_name().is_some_and(|name| is_playlist(name, Seen::Folder)) =>
            {
                self.tree.remove(path);
                let whole = hint == Hint::Complete && !self.tree.shelves.contains_key(path);
                self.tree.scan_folder(path, if whole { Arrival::Whole } else { Arrival::Doubtful });
            }
            Ok(Seen::Folder) if in_root => {}
            Ok(seen) => {
                if in_root {
                    self.tree.remove_shelf(path);
                }
                self.take_file(path, hint, seen);
            }
        }
        // Texts that use it, or something below it, are read again once it is complete (or gone).
        if !partial {
            self.tree.ripple(path);
        }
    }

    fn take_file(&mut self, path: &Path, hint: Hint, seen: Seen) {
        let Seen::File(stamp) = seen else { return self.tree.admit(path, seen) };
        let version = self.tree.entry(path).and_then(|entry| entry.version.as_ref());
        match hint {
            Hint::Complete => self.tree.admit(path, seen),
            Hint::Created => self.tree.wait(path, stamp, false),
            Hint::Written => self.tree.wait(path, stamp, CLOSES_ARE_SEEN && self.watch.is_some()),
            Hint::Look if self.tree.waiting.contains_key(path) => {}
            Hint::Look => match version {
                None => self.tree.wait(path, stamp, false),
                // Other permissions may make readable what was not.
                Some(version) if version.seen == stamp && version.fault.is_none() => {}
                Some(_) => self.tree.admit(path, seen),
            },
        }
    }

    /// Looks again at files that have looked the same for long enough.
    fn ripen(&mut self) {
        let now = self.tree.now;
        let due = self.tree.waiting.iter().filter(|(_, waiting)| waiting.due().is_some_and(|due| due <= now));
        let due: Vec<PathBuf> = due.map(|(path, _)| path.clone()).collect();
        for path in due {
            let seen = self.tree.root.look(&path);
            let Some(waiting) = self.tree.waiting.get_mut(&path) else { continue };
            match seen {
                Ok(Seen::File(stamp)) if stamp != waiting.stamp => {
                    (waiting.stamp, waiting.since) = (stamp, now);
                }
                Ok(Seen::File(stamp)) if stamp.size > 0 && self.tree.needs_probe(&path) => {
                    if let Some(waiting) = self.tree.waiting.get_mut(&path) {
                        waiting.probed = true;
                    }
                    self.desk.probe(path);
                }
                _ => self.tree.accept(&path),
            }
        }
    }

    /// When something is due next.
    fn next_deadline(&self) -> Duration {
        let ripe = self.tree.waiting.values().filter_map(|waiting| waiting.due()).min();
        let retry = self.loss.deadline();
        [Some(self.next_scan), ripe, retry].into_iter().flatten().min().unwrap_or(self.next_scan)
    }
}
