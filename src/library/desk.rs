//! What is to be decoded, and the threads that do it.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::examine::{Bench, glance};
use super::live::Input;
use crate::model::{ItemPath, Want, Wants};

/// Heads of pictures that are read at a time.
const PIECE: usize = 64;

/// The orders, shared by whoever wants pictures, whoever makes them, and the judge of what was made.
#[derive(Debug, Default)]
pub(super) struct Desk {
    orders: Mutex<Orders>,
    bell: Condvar,
    /// Rung when nobody waits for anything.
    calm: Condvar,
}

#[derive(Debug, Default)]
struct Orders {
    /// The whole desired set, most urgent first.
    wants: Wants,
    /// Being decoded, or decoded and not yet judged.
    busy: HashSet<Want>,
    /// Of the desired set: answered, one way or the other.
    settled: HashSet<Want>,
    /// Files to be verified when nothing is wanted.
    probes: VecDeque<PathBuf>,
    /// Pictures whose heads are to be read when there is nothing else to do.
    glances: Vec<ItemPath>,
    /// Something is on the screen: until then the heads of ten thousand pictures would hold it up.
    begun: bool,
    /// Documents to be converted, by a thread of its own.
    conversions: VecDeque<PathBuf>,
    /// Threads that decode.
    working: usize,
    closed: bool,
}

impl Orders {
    /// The most urgent want that nobody answers yet.
    fn open(&self) -> Option<&Want> {
        self.wants.iter().find(|want| !self.busy.contains(*want) && !self.settled.contains(*want))
    }

    /// Whether nobody waits for anything.
    fn is_calm(&self) -> bool {
        let idle = self.working == 0 && self.busy.is_empty();
        idle && self.probes.is_empty() && self.glances.is_empty() && self.open().is_none()
    }
}

enum Job {
    Want(Want),
    Probe(PathBuf),
    Glance(Vec<ItemPath>),
}

impl Desk {
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Replaces the whole desired set.
    pub(super) fn want(&self, wants: Wants) {
        let mut orders = self.orders();
        if orders.wants == wants {
            return;
        }
        // What leaves the set may be wanted anew later.
        orders.settled.retain(|want| wants.contains(want));
        orders.wants = wants;
        self.bell.notify_all();
        self.calm(&orders);
    }

    /// The want was answered: it is not decoded again while it stays in the set. Whether it is (still) in it: asked in
    /// one breath, lest a want that comes back in between is counted as answered and never is.
    pub(super) fn settle(&self, want: &Want) -> bool {
        let mut orders = self.orders();
        orders.busy.remove(want);
        let is_wanted = orders.wants.contains(want);
        if is_wanted {
            orders.settled.insert(want.clone());
        }
        self.calm(&orders);
        is_wanted
    }

    /// The want was not answered: it is decoded again if it is still in the set.
    pub(super) fn release(&self, want: &Want) {
        self.orders().busy.remove(want);
        self.bell.notify_all();
    }

    /// Every want is open again: the folder was away and is back.
    pub(super) fn reopen(&self) {
        self.orders().settled.clear();
        self.bell.notify_all();
    }

    /// Nothing was answered or asked for yet: whoever judges has forgotten everything.
    pub(super) fn restart(&self) {
        let mut orders = self.orders();
        (orders.busy, orders.settled, orders.probes, orders.glances, orders.conversions) = Default::default();
        self.bell.notify_all();
        self.calm(&orders);
    }

    /// Asks for a file to be verified.
    pub(super) fn probe(&self, path: PathBuf) {
        self.orders().probes.push_back(path);
        // Those who convert listen to the same bell.
        self.bell.notify_all();
    }

    /// Asks for a document to be converted.
    fn convert(&self, path: PathBuf) {
        self.orders().conversions.push_back(path);
        self.bell.notify_all();
    }

    /// The document that has waited longest to be converted; waits for one. `None`: closed.
    fn take_conversion(&self) -> Option<PathBuf> {
        let mut orders = self.orders();
        loop {
            if orders.closed {
                return None;
            }
            if let Some(path) = orders.conversions.pop_front() {
                return Some(path);
            }
            orders = self.bell.wait(orders).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks for the heads of pictures to be read.
    pub(super) fn glance(&self, paths: Vec<ItemPath>) {
        self.orders().glances.extend(paths);
        self.bell.notify_all();
    }

    /// Something is on the screen: what can wait may begin. Whether that is news.
    pub(super) fn begin(&self) -> bool {
        let begins = !std::mem::replace(&mut self.orders().begun, true);
        if begins {
            self.bell.notify_all();
        }
        begins
    }

    /// Sends the threads home.
    pub(super) fn close(&self) {
        self.orders().closed = true;
        self.bell.notify_all();
        self.calm.notify_all();
    }

    /// Wakes whoever waits for calm, when it is.
    fn calm(&self, orders: &Orders) {
        if orders.is_calm() {
            self.calm.notify_all();
        }
    }

    /// What was taken is done.
    fn done(&self) {
        let mut orders = self.orders();
        orders.working = orders.working.saturating_sub(1);
        self.calm(&orders);
    }

    /// Waits until nobody waits for anything. `false`: closed.
    pub(super) fn rests(&self) -> bool {
        let mut orders = self.orders();
        while !orders.closed && !orders.is_calm() {
            orders = self.calm.wait(orders).unwrap_or_else(PoisonError::into_inner);
        }
        !orders.closed
    }

    /// The most urgent thing that nobody does yet; waits for one. `None`: closed.
    fn take(&self) -> Option<Job> {
        let mut orders = self.orders();
        loop {
            if orders.closed {
                return None;
            }
            if let Some(want) = orders.open().cloned() {
                orders.busy.insert(want.clone());
                orders.working += 1;
                return Some(Job::Want(want));
            }
            if let Some(path) = orders.probes.pop_front() {
                orders.working += 1;
                return Some(Job::Probe(path));
            }
            if orders.begun && !orders.glances.is_empty() {
                // A piece: what is wanted meanwhile comes first.
                let rest = orders.glances.len().saturating_sub(PIECE);
                orders.working += 1;
                let piece = orders.glances.drain(rest..).collect();
                if rest == 0 {
                    // The room of ten thousand is not needed again.
                    orders.glances = Vec::new();
                }
                return Some(Job::Glance(piece));
            }
            orders = self.bell.wait(orders).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts N−1 (at least one) decoding threads that answer to `judge`.
///
/// # Errors
/// The system's, when it has no thread to give.
pub(super) fn start_decoders(
    desk: &Arc<Desk>,
    bench: &Bench,
    judge: &Sender<Input>,
) -> io::Result<Vec<JoinHandle<()>>> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let spawn = |number: usize| {
        let (desk, bench, judge) = (desk.clone(), bench.clone(), judge.clone());
        thread::Builder::new().name(format!("bangtin-decode-{number}")).spawn(move || {
            while let Some(job) = desk.take() {
                // Nobody listens any more: the library is being dropped.
                let _ = judge.send(perform(&desk, &bench, job));
                desk.done();
            }
        })
    };
    (0..cores.saturating_sub(1).max(1)).map(spawn).collect()
}

/// Starts the thread that has documents converted, one after the other.
///
/// # Errors
/// The same.
pub(super) fn start_converter(
    desk: &Arc<Desk>,
    bench: &Bench,
    judge: &Sender<Input>,
) -> io::Result<JoinHandle<()>> {
    let (desk, bench, judge) = (desk.clone(), bench.clone(), judge.clone());
    thread::Builder::new().name("bangtin-convert".to_owned()).spawn(move || {
        while let Some(path) = desk.take_conversion() {
            let made = bench.convert(&path);
            let _ = judge.send(Input::Probed(path, made));
        }
    })
}

fn perform(desk: &Desk, bench: &Bench, job: Job) -> Input {
    match job {
        Job::Want(want) => {
            let made = bench.picture(&want);
            Input::Decoded(want, Box::new(made))
        }
        Job::Probe(path) => match bench.verify(&path) {
            Some(made) => Input::Probed(path, made),
            None => {
                desk.convert(path.clone());
                Input::Converting(path)
            }
        },
        Job::Glance(paths) => {
            let look =
                |path: ItemPath| glance(&bench.root, path.os()).map(|(seen, facts)| (path, seen, facts));
            Input::Glanced(paths.into_iter().filter_map(look).collect())
        }
    }
}
