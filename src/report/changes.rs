//! What became of a board's files, and what went wrong, one by one.

use crate::journal::{Event, Kind};

/// Changes and faults that a report lists one by one; of more it gives the number.
pub(super) const LISTED: usize = 500;

/// A change of the folder, or a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The screen that saw it.
    pub screen: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// What.
    pub kind: Kind,
    /// The file, where it is about one.
    pub item: Option<String>,
    /// Who, where the system says so.
    pub owner: Option<String>,
    /// Why, in words.
    pub detail: Option<String>,
}

/// The files that a screen's folder had when its record began: they were there, nobody changed anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The screen.
    pub screen: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// All of them.
    pub files: u64,
    /// Those that could not be shown.
    pub rejected: u64,
    /// Those whose last day was over.
    pub expired: u64,
}

/// How many, and the first of them one by one.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// All.
    pub count: u64,
    /// The first [`LISTED`] of them.
    pub first: Vec<Change>,
}

impl Listed {
    pub(super) fn push(&mut self, change: Change) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(change);
        }
    }
}

impl Found {
    /// Counts a file that was there at the first start of its screen.
    pub(super) fn count(all: &mut Vec<Found>, row: &Event) {
        let place = all.iter().position(|found| found.screen == row.screen).unwrap_or_else(|| {
            let (screen, at) = (row.screen.clone(), row.began);
            all.push(Found { screen, at, files: 0, rejected: 0, expired: 0 });
            all.len() - 1
        });
        let found = &mut all[place];
        match row.kind {
            // What has expired has been added too.
            Kind::Expired => found.expired += 1,
            Kind::Rejected => (found.files, found.rejected) = (found.files + 1, found.rejected + 1),
            _ => found.files += 1,
        }
    }
}

impl Change {
    pub(super) fn of(row: &Event) -> Change {
        Change {
            screen: row.screen.clone(),
            at: row.began,
            kind: row.kind,
            item: row.item.clone(),
            owner: row.owner.clone(),
            detail: row.detail.clone(),
        }
    }
}
