//! What the page is made from, and how long it stays true.

use std::sync::Arc;

use chrono::{DateTime, DurationRound, NaiveDateTime, TimeDelta, Utc};

use crate::model::{
    Item, ItemPath, Overrides, Playlist, Problem, Programme, Reason, Showing, Stamp, on_air, upcoming,
    why_hidden,
};

/// The page is written anew at least this often. A clerk who reads an older time on it knows that the player
/// is off or has lost the folder.
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// How long new thumbnails wait for one another.
const PATIENCE: TimeDelta = TimeDelta::minutes(1);

/// Showings foreseen at most: a quarter of an hour of the shortest useful dwell.
const FORESEEN: usize = 180;

/// Files that the page describes one by one; of more it gives the number.
pub(super) const LISTED: usize = 300;

/// Everything the page tells, as values of one moment.
#[derive(Clone, Debug)]
pub struct Board {
    /// The folder.
    pub programme: Arc<Programme>,
    /// The overrides of the moment, as `show` has them.
    pub overrides: Overrides,
    /// When this is true.
    pub now: DateTime<Utc>,
    /// Whether someone has blanked the screen.
    pub blank: bool,
    /// What is wrong with the machine that plays.
    pub machine: Vec<Problem>,
    /// The screen in pixels, before its turn: the shape of the thumbnails.
    pub size: (u32, u32),
}

/// A playlist whose files the page describes.
pub(super) struct Listed<'a> {
    pub playlist: &'a Playlist,
    /// Files, and why each is hidden.
    pub items: Vec<(&'a Arc<Item>, Option<Reason>)>,
}

/// When the page has to be written anew even if nothing has changed: the next quarter of an hour after `now`.
/// Whoever feeds the [`Writer`](super::Writer) wakes then at the latest.
pub fn due(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(QUARTER).unwrap_or(now) + QUARTER
}

impl Board {
    /// Local time on the screen.
    pub(super) fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        self.programme.local(at)
    }

    /// What is on air, then what follows until the page is due, and one showing more at least.
    pub(super) fn showings(&self) -> Vec<Showing> {
        let mut showings: Vec<Showing> =
            on_air(self.programme.main(), &self.overrides, self.now).showing.into_iter().collect();
        let due = due(self.now);
        for next in upcoming(self.programme.main(), &self.overrides, self.now, FORESEEN) {
            let late = next.from >= due;
            showings.push(next);
            if late {
                break;
            }
        }
        showings
    }

    /// The first [`LISTED`] files in order of the folder, by playlist.
    pub(super) fn listed(&self) -> Vec<Listed<'_>> {
        let mut room = LISTED;
        let mut listed = Vec::new();
        for playlist in self.programme.playlists.iter().filter(|playlist| !playlist.items.is_empty()) {
            if room == 0 {
                break;
            }
            let why = why_hidden(&self.programme, playlist, self.now);
            let items: Vec<_> = playlist.items.iter().take(room).map(|item| (item, why(item))).collect();
            room -= items.len();
            listed.push(Listed { playlist, items });
        }
        listed
    }

    /// The first moment when a listed file comes into season or goes, or the page is due.
    fn until(&self) -> DateTime<Utc> {
        let at = self.local(self.now);
        let listed = self.listed();
        let seasons = listed.iter().flat_map(|Listed { playlist, items }| {
            std::iter::once(&playlist.when).chain(items.iter().map(|(item, _)| &item.when))
        });
        let change = seasons.filter_map(|when| when.next_change(at)).min();
        let due = due(self.now);
        change.map_or(due, |change| (self.now + (change - at)).min(due))
    }
}

/// What a page said when it was written, to tell whether it still is true.
pub(super) struct Told {
    board: Board,
    showings: Vec<Showing>,
    until: DateTime<Utc>,
}

impl Told {
    /// What a page of this board says.
    pub fn of(board: Board) -> Told {
        Told { showings: board.showings(), until: board.until(), board }
    }

    /// Whether a page of `board` would say nothing else, but for the time it was written. Thumbnails that were
    /// `pasted` since then are no news, but after a minute they are worth showing.
    pub fn still_true(&self, board: &Board, pasted: bool) -> bool {
        let (then, now) = (&self.board, board.now);
        let foreseen =
            self.showings.iter().filter(|showing| showing.until > now && showing.from < self.until);
        then.now <= now
            && now < self.until
            && !(pasted && now - then.now >= PATIENCE)
            && then.blank == board.blank
            && then.machine == board.machine
            && same_folder(&then.programme, &board.programme)
            && board
                .showings()
                .iter()
                .filter(|showing| showing.from < self.until)
                .map(seen)
                .eq(foreseen.map(seen))
    }
}

/// What a reader sees of a showing.
fn seen(showing: &Showing) -> (&ItemPath, Stamp, DateTime<Utc>, DateTime<Utc>) {
    (&showing.item.path, showing.item.stamp, showing.from, showing.until)
}

fn same_folder(one: &Arc<Programme>, other: &Arc<Programme>) -> bool {
    Arc::ptr_eq(one, other)
        || (one.screen == other.screen && one.problems == other.problems && one.playlists == other.playlists)
}

#[cfg(test)]
mod tests;
