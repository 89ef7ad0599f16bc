//! The watcher thread outlives its own panics.
//!
//! It is started anew in place, and the process is not ended for its supervisor to start it again: the picture
//! stays on the wall meanwhile (ending would show the desktop for a second or two), it works without a
//! supervisor too, and a file that makes it panic every time costs the news of the folder and not the screen.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use chrono_tz::Asia::Ho_Chi_Minh;

use super::live::{Input, Live, POLL};
use super::loss::Loss;
use super::scan::Arrival;
use super::tree::Tree;
use super::trouble;
use crate::model::{Programme, Screen};

impl Live {
    /// Follows the folder until it is told to stop, whatever happens.
    pub(super) fn run(mut self, inbox: &Receiver<Input>) {
        let mut arrival = self.arrival;
        while catch_unwind(AssertUnwindSafe(|| self.follow(inbox, arrival))).is_err() {
            let nothing = Programme::new(Screen::bare(Ho_Chi_Minh), Vec::new(), Vec::new());
            self.keep(self.loss.last().unwrap_or(&nothing), trouble::stumbled());
            if !self.pause(inbox) {
                return;
            }
            self = self.revived();
            // Nobody knows what was complete: every text has to prove it.
            arrival = Arrival::Start(i64::MIN, i64::MAX);
        }
    }

    /// Waits, so that a panic that comes at every look does not keep a core busy. What comes in meanwhile is
    /// found on the disk afterwards. `false`: told to stop.
    fn pause(&self, inbox: &Receiver<Input>) -> bool {
        let until = (self.monotonic)() + POLL;
        loop {
            match until.checked_sub((self.monotonic)()).filter(|left| *left > Duration::ZERO) {
                None => return true,
                Some(left) => match inbox.recv_timeout(left) {
                    Ok(Input::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
                    Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                },
            }
        }
    }

    /// The same watcher, knowing nothing but its last snapshot: what a panic leaves behind may be half-changed.
    fn revived(self) -> Live {
        let Live { tree, desk, outbox, judge, monotonic, watch, loss, arrival, .. } = self;
        desk.restart();
        let (root, keeper) = (tree.root.clone(), tree.keeper.clone());
        // What is broken may not even be taken apart.
        let _ = catch_unwind(AssertUnwindSafe(move || drop((tree, watch))));
        let mut new = Tree::new(root);
        new.keeper = keeper;
        let loss = Loss::remains(loss, monotonic());
        Live {
            tree: new,
            desk,
            outbox,
            judge,
            monotonic,
            watch: None,
            loss,
            arrival,
            next_scan: Duration::ZERO,
        }
    }
}
