//! The clips that run: a named thread for each picture and each sound, which has a decoder fill its reel or its track.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use super::examine::Bench;
use super::live::Input;
use crate::decode::clip::{self, Fault};
use crate::decode::moving;
use crate::model::{Reel, Track};

/// The clips that run.
pub(super) struct Booth {
    bench: Bench,
    wake: Arc<dyn Fn() + Send + Sync>,
    judge: Sender<Input>,
    reels: Running<Reel>,
    tracks: Running<Track>,
}

impl Booth {
    pub(super) fn new(bench: Bench, wake: Arc<dyn Fn() + Send + Sync>, judge: Sender<Input>) -> Booth {
        Booth { bench, wake, judge, reels: Running::new(Reel::close), tracks: Running::new(Track::close) }
    }

    /// Fills these reels and no others.
    pub(super) fn play(&mut self, reels: &[Arc<Reel>]) {
        for reel in self.reels.keep(reels) {
            reel.on_hunger(self.wake.clone());
            let (bench, judge, filled) = (self.bench.clone(), self.judge.clone(), reel.clone());
            let run = move || {
                let ended = bench.run(&filled.play.of, |file| match filled.play.film.is_endless() {
                    true => moving::play(&file, &filled).map_err(Fault::Picture),
                    false => clip::play(&bench.workers, file, &filled),
                });
                // Nobody listens any more: the library is being dropped.
                let _ = judge.send(Input::Ran(filled.play.clone(), ended));
            };
            if !self.reels.start(&reel, "bangtin-clip", run) {
                let _ = self.judge.send(Input::Ran(reel.play.clone(), Err(Fault::NoProcess)));
            }
        }
    }

    /// Fills these tracks and no others. One that cannot go on is silent from there: its picture is what matters, and
    /// tells what is wrong with the file.
    pub(super) fn sound(&mut self, tracks: &[Arc<Track>]) {
        for track in self.tracks.keep(tracks) {
            let (bench, filled) = (self.bench.clone(), track.clone());
            let run = move || {
                let _ = bench.run(&filled.of, |file| clip::sound(&bench.workers, file, &filled));
            };
            self.tracks.start(&track, "bangtin-sound", run);
        }
    }
}

impl Drop for Booth {
    fn drop(&mut self) {
        self.reels.keep(&[]);
        self.tracks.keep(&[]);
        self.reels.stopping.drain(..).chain(self.tracks.stopping.drain(..)).for_each(|thread| {
            let _ = thread.join();
        });
    }
}

/// What is being filled, and by whom.
struct Running<T> {
    running: Vec<(Arc<T>, JoinHandle<()>)>,
    /// Told to stop, and about to.
    stopping: Vec<JoinHandle<()>>,
    close: fn(&T),
}

impl<T> Running<T> {
    fn new(close: fn(&T)) -> Running<T> {
        Running { running: Vec::new(), stopping: Vec::new(), close }
    }

    /// Closes what is not among these any more; gives those of them that are not being filled.
    fn keep(&mut self, wanted: &[Arc<T>]) -> Vec<Arc<T>> {
        let is_wanted = |known: &Arc<T>| wanted.iter().any(|wanted| Arc::ptr_eq(wanted, known));
        for (gone, thread) in self.running.extract_if(.., |(known, _)| !is_wanted(known)) {
            (self.close)(&gone);
            self.stopping.push(thread);
        }
        self.stopping.retain(|thread| !thread.is_finished());
        let is_new = |wanted: &&Arc<T>| !self.running.iter().any(|(known, _)| Arc::ptr_eq(known, wanted));
        wanted.iter().filter(is_new).cloned().collect()
    }

    /// Has a thread fill one of them; whether there is one.
    fn start(&mut self, of: &Arc<T>, name: &str, run: impl FnOnce() + Send + 'static) -> bool {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        let started = thread.is_ok();
        self.running.extend(thread.ok().map(|thread| (of.clone(), thread)));
        started
    }
}
