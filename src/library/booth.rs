//! The clips that run: a named thread for each, which has a decoder fill its reel.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use super::examine::Bench;
use super::live::Input;
use crate::decode::clip::{self, Fault};
use crate::decode::moving;
use crate::model::Reel;

/// The clips that run.
pub(super) struct Booth {
    bench: Bench,
    wake: Arc<dyn Fn() + Send + Sync>,
    judge: Sender<Input>,
    running: Vec<(Arc<Reel>, JoinHandle<()>)>,
    /// Told to stop, and about to.
    stopping: Vec<JoinHandle<()>>,
}

impl Booth {
    pub(super) fn new(bench: Bench, wake: Arc<dyn Fn() + Send + Sync>, judge: Sender<Input>) -> Booth {
        Booth { bench, wake, judge, running: Vec::new(), stopping: Vec::new() }
    }

    /// Fills these reels and no others.
    pub(super) fn play(&mut self, reels: &[Arc<Reel>]) {
        let wanted = |reel: &Arc<Reel>| reels.iter().any(|wanted| Arc::ptr_eq(wanted, reel));
        let (kept, gone) = std::mem::take(&mut self.running).into_iter().partition(|(reel, _)| wanted(reel));
        self.running = kept;
        for (reel, thread) in gone {
            let (reel, thread): (Arc<Reel>, JoinHandle<()>) = (reel, thread);
            reel.close();
            self.stopping.push(thread);
        }
        self.stopping.retain(|thread| !thread.is_finished());
        for reel in reels {
            if !self.running.iter().any(|(known, _)| Arc::ptr_eq(known, reel)) {
                self.start(reel);
            }
        }
    }

    fn start(&mut self, reel: &Arc<Reel>) {
        reel.on_hunger(self.wake.clone());
        let (bench, judge, filled) = (self.bench.clone(), self.judge.clone(), reel.clone());
        let run = move || {
            let ended = bench.run(&filled.play, |file| match filled.play.film.is_endless() {
                true => moving::play(&file, &filled).map_err(Fault::Picture),
                false => clip::play(&bench.workers, file, &filled),
            });
            // Nobody listens any more: the library is being dropped.
            let _ = judge.send(Input::Ran(filled.play.clone(), ended));
        };
        match thread::Builder::new().name("bangtin-clip".to_owned()).spawn(run) {
            Ok(thread) => self.running.push((reel.clone(), thread)),
            Err(_) => {
                let _ = self.judge.send(Input::Ran(reel.play.clone(), Err(Fault::NoProcess)));
            }
        }
    }
}

impl Drop for Booth {
    fn drop(&mut self) {
        self.play(&[]);
        for thread in self.stopping.drain(..) {
            let _ = thread.join();
        }
    }
}
