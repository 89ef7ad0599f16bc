//! The folder going away and coming back: a file server that is down must not blank the wall.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::live::{Live, POLL, STABLE};
use super::root::Identity;
use super::scan::Arrival;
use super::trouble::{self, Trouble};
use crate::model::{Level, News, Problem, Programme};

/// How long a folder that is back may take to fill before it is believed to be what it is now.
const REFILL: Duration = Duration::from_secs(5);

/// What is known of the folder's whereabouts.
#[derive(Debug, Default)]
pub(super) struct Loss {
    /// Which directory it was when it was last there.
    identity: Option<Identity>,
    /// When it is looked for next; `None` while it is there.
    retry: Option<Duration>,
    /// Until when a folder that is back may be incomplete.
    refill: Option<Duration>,
    /// The last snapshot.
    last: Option<Arc<Programme>>,
    /// The snapshot before files began to vanish, and when the last of them did: deleting a folder deletes its
    /// files first.
    before: Option<(Arc<Programme>, Duration)>,
    /// How many files had been removed by the last snapshot.
    removals: u64,
}

impl Loss {
    pub(super) fn is_lost(&self) -> bool {
        self.retry.is_some()
    }

    /// The last snapshot.
    pub(super) fn last(&self) -> Option<&Programme> {
        self.last.as_deref()
    }

    /// What is left when everything else that is known of the folder is thrown away at `now`: its last snapshot
    /// stays until it was read anew.
    pub(super) fn remains(self, now: Duration) -> Loss {
        Loss { identity: self.identity, last: self.last, refill: Some(now + REFILL), ..Loss::default() }
    }

    /// When to look for the folder, or to believe what is in it.
    pub(super) fn deadline(&self) -> Option<Duration> {
        self.retry.or(self.refill)
    }
}

/// What is wrong with the folder itself.
fn of_folder(level: Level, (message, help): Trouble) -> Problem {
    Problem::file(level, "", message, help)
}

impl Live {
    /// Whether the folder is away. Finds out, and says so once.
    pub(super) fn is_lost(&mut self) -> bool {
        if self.loss.is_lost() {
            return true;
        }
        match (self.whereabouts(), self.loss.identity) {
            (None, _) => self.lose(),
            (Some(found), Some(known)) if found != known => self.come_back(),
            (found, _) => self.loss.identity = found,
        }
        self.loss.is_lost()
    }

    /// Which directory stands at the folder's path, unless it is the empty mount point of a disk that is gone.
    fn whereabouts(&self) -> Option<Identity> {
        let found = self.tree.root.identity().ok()?;
        let elsewhere = self.loss.identity.is_some_and(|known| known.device != found.device);
        let is_empty = || self.tree.root.list(Path::new("")).map_or(true, |found| found.is_empty());
        (!elsewhere || !is_empty()).then_some(found)
    }

    /// The folder is away: its last good snapshot stays, with a problem.
    fn lose(&mut self) {
        self.watch = None;
        self.loss.retry = Some(self.tree.now + POLL);
        let recent = self.loss.before.take().filter(|(_, at)| self.tree.now.saturating_sub(*at) <= STABLE);
        let good = recent.map(|(programme, _)| programme).or_else(|| self.loss.last.clone());
        match good {
            Some(good) => self.keep(&good, trouble::lost()),
            None => {
                let programme = self.tree.publish(vec![of_folder(Level::Error, trouble::lost())]).0;
                self.outbox.push(News::Programme { programme, fresh: Vec::new() });
            }
        }
    }

    /// Publishes a good snapshot once more, with what is wrong with the folder now.
    pub(super) fn keep(&self, good: &Programme, trouble: Trouble) {
        let problems =
            std::iter::once(of_folder(Level::Error, trouble)).chain(good.problems.iter().cloned()).collect();
        let programme = Arc::new(Programme::new(good.screen.clone(), good.playlists.clone(), problems));
        self.outbox.push(News::Programme { programme, fresh: Vec::new() });
    }

    /// Looks for a folder that is away, when that is due.
    pub(super) fn look_for_the_lost(&mut self) {
        if self.loss.retry.is_some_and(|retry| retry <= self.tree.now) {
            match self.whereabouts() {
                Some(_) => self.come_back(),
                None => self.loss.retry = Some(self.tree.now + POLL),
            }
        }
    }

    /// The folder is back, or another one stands in its place: what is not known yet is looked at as at the
    /// start, only that every text has to prove that it is complete.
    fn come_back(&mut self) {
        // It may be a share now, which is known by other marks than a folder of this machine.
        self.tree.root.settle();
        self.loss.identity = self.tree.root.identity().ok();
        self.loss.retry = None;
        self.loss.refill = Some(self.tree.now + REFILL);
        self.desk.reopen();
        self.tree.dirty = true;
        // What comes with a share that was never seen is no fresher than what is there at the start.
        self.tree.started = self.loss.last().is_some_and(|last| !last.playlists.is_empty());
        self.begin(Arrival::Start(i64::MIN, i64::MAX));
        self.tree.started = true;
    }

    /// Publishes a snapshot when there is something to say.
    pub(super) fn publish(&mut self) {
        if !self.tree.dirty || self.loss.is_lost() {
            return;
        }
        let filling = !self.tree.waiting.is_empty() || self.tree.is_empty();
        if filling && self.loss.refill.is_some_and(|until| self.tree.now < until) {
            return;
        }
        self.loss.refill = None;
        if self.tree.removals != self.loss.removals {
            self.loss.removals = self.tree.removals;
            let streak = self.loss.before.take();
            let streak = streak.filter(|(_, at)| self.tree.now.saturating_sub(*at) <= STABLE);
            let before = streak.map(|(programme, _)| programme).or_else(|| self.loss.last.clone());
            self.loss.before = before.map(|programme| (programme, self.tree.now));
        }
        let polled = self.watch.is_none() && !self.tree.root.is_remote();
        let more = polled.then(|| of_folder(Level::Warning, trouble::unwatched())).into_iter().collect();
        let (programme, fresh) = self.tree.publish(more);
        self.loss.last = Some(programme.clone());
        self.outbox.push(News::Programme { programme, fresh });
    }
}
