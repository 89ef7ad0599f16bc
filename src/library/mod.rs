//! The disk: what lies in the folder, made into a [`Programme`](crate::model::Programme), and its pictures.
//!
//! [`load`] reads a folder once and verifies every picture: for `check`, `when` and `shot`. [`Library`] keeps
//! reading it: one thread watches the folder, parses what changed and publishes snapshots; N−1 threads decode
//! what `show` wants, and one has office documents converted. Nothing is read twice that did not change, nothing is decoded that nobody wants, and what
//! is not known to be complete is not in a snapshot.
//!
//! The way of a file: an event (`watch`) is a hint; the file is looked at (`root`) and taken into the tree
//! (`tree`) when it is complete, else it waits (`live`). A snapshot is made of the tree (`shelf`,
//! `entry`) and pushed to `show` with a wake. A folder that goes away keeps its last snapshot (`loss`), and so does
//! one that makes the watcher panic (`revive`).
//!
//! What was taken in is copied while it is there (`keeper`, `kept`, `versions`), so that an old version can be brought
//! back (`restore`).

mod asset;
mod booth;
mod desk;
mod entry;
mod examine;
mod fresh;
mod hashes;
mod joining;
mod judge;
mod keeper;
mod kept;
mod kind;
mod links;
mod live;
mod load;
mod loss;
mod order;
mod outbox;
mod pictured;
mod restore;
mod revive;
mod root;
mod scan;
mod settings;
mod shelf;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod trouble;
mod versions;
mod watch;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::decode::Workers;
use crate::decode::office::Converter;
use crate::model::{News, Problem, Reel, Track, Wants};
use booth::Booth;
use desk::Desk;
use examine::Bench;
use keeper::Keeper;
use kept::Kept;
use live::{Input, Live};
use outbox::Outbox;
use root::Root;

pub use hashes::Hashes;
pub use load::{Loaded, load, picture};
pub use restore::{Brought, Old, Store};
pub use root::{Work, is_remote};

/// What the library needs of whoever runs it.
#[derive(Clone)]
pub struct Hooks {
    /// Called from the library's threads whenever [`Library::news`] has something new.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// A clock that never goes back, from any beginning.
    pub monotonic: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// The real present at the start: a text that was modified less than two seconds before may still be written.
    pub present: DateTime<Utc>,
    /// Who opens documents.
    pub workers: Workers,
}

/// A folder that is watched.
pub struct Library {
    desk: Arc<Desk>,
    outbox: Arc<Outbox>,
    booth: Booth,
    watcher: Sender<Input>,
    threads: Vec<JoinHandle<()>>,
    root: Root,
    wake: Arc<dyn Fn() + Send + Sync>,
    keeper: Option<Keeper>,
    converter: Converter,
    hurry: Arc<AtomicBool>,
}

impl Library {
    /// Starts watching `folder`, which need not be there (yet). The first snapshot comes as news.
    ///
    /// # Errors
    /// The system's, when it has no threads to give.
    pub fn open(folder: &Path, hooks: Hooks) -> io::Result<Library> {
        let root = Root::new(folder);
        let (sender, inbox) = channel();
        let desk = Arc::new(Desk::default());
        let outbox = Arc::new(Outbox::new(hooks.wake.clone()));
        let bench = Bench::new(root.clone(), hooks.workers.clone());
        let mut library = Library {
            booth: Booth::new(bench.clone(), hooks.wake.clone(), sender.clone()),
            desk: desk.clone(),
            outbox: outbox.clone(),
            watcher: sender.clone(),
            threads: Vec::new(),
            root: root.clone(),
            wake: hooks.wake.clone(),
            keeper: None,
            converter: bench.converter.clone(),
            hurry: bench.hurry.clone(),
        };
        library.threads = desk::start_decoders(&desk, &bench, &sender)?;
        library.threads.push(desk::start_converter(&desk, &bench, &sender)?);
        let live = Live::new(root, desk, outbox, sender, &hooks);
        let watch = thread::Builder::new().name("bangtin-watch".to_owned());
        library.threads.push(watch.spawn(move || live.run(&inbox))?);
        Ok(library)
    }

    /// Replaces the whole set of wanted pictures, most urgent first. Each is answered once, by a picture or a
    /// failure, while it stays in the set; what leaves the set is not decoded any more.
    pub fn want(&self, wants: Wants) {
        self.desk.want(wants);
    }

    /// Says whether the screen waits for what is wanted although something else could be shown: then a clip whose decoder
    /// says nothing is given up within a second.
    pub fn hurry(&self, late: bool) {
        self.hurry.store(late, Relaxed);
    }

    /// Fills these reels, and no others: what is not among them any more is closed. A clip that cannot go on leaves the
    /// programme.
    pub fn play(&mut self, reels: &[Arc<Reel>]) {
        self.booth.play(reels);
    }

    /// Says how many pixels the screen has, before its turn.
    pub fn fits(&self, size: (u32, u32)) {
        // Nobody listens any more: the library is being dropped.
        let _ = self.watcher.send(Input::Size(size));
    }

    /// Fills these tracks, and no others: what is not among them any more is closed.
    pub fn sound(&mut self, tracks: &[Arc<Track>]) {
        self.booth.sound(tracks);
    }

    /// What happened since the last call.
    pub fn news(&self) -> Vec<News> {
        self.outbox.drain()
    }

    /// Something is on the screen: what nobody waits for, the heads of pictures that were there at the start and what is
    /// to be kept, is read from now on.
    pub fn begin(&self) {
        if self.desk.begin()
            && let Some(keeper) = self.keeper.clone()
        {
            let _ = self.watcher.send(Input::Keep(keeper));
        }
    }

    /// The hash of each file's bytes, as far as they are known; from any thread.
    pub fn hashes(&self) -> Arc<Hashes> {
        self.root.hashes.clone()
    }

    /// Keeps a copy of every file once something is on the screen, below `state`, for [`Store`] to bring back; `now` is
    /// the time that people have. It is asked for once, before that. Without a thread for it there are none; the screen
    /// is what matters.
    pub fn keep(&mut self, state: &Path, now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>) {
        let kept = (Kept::new(state, &self.root), self.root.clone());
        let started = Keeper::start(kept, (self.desk.clone(), self.watcher.clone()), now, self.wake.clone());
        if let Ok((keeper, thread)) = started {
            self.threads.push(thread);
            self.keeper = Some(keeper);
        }
    }

    /// Why no copies are kept.
    pub fn unkept(&self) -> Option<Problem> {
        self.keeper.as_ref()?.problem()
    }

    /// How much disk work was done so far.
    pub fn work(&self) -> &Work {
        &self.root.work
    }
}

impl Drop for Library {
    fn drop(&mut self) {
        self.booth.play(&[]);
        self.booth.sound(&[]);
        self.desk.close();
        self.converter.close();
        if let Some(keeper) = &self.keeper {
            keeper.stop();
        }
        let _ = self.watcher.send(Input::Stop);
        for thread in self.threads.drain(..) {
            // None panics; one that did has nothing left to lose.
            let _ = thread.join();
        }
    }
}
