//! What is on air: law 1.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Item, ItemPath, Playlist, Programme, Stamp};

/// Whose word put a showing on air, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// The cycle of the block.
    Loop,
    /// A slide that a reload found on air and that stays to its own end.
    Held,
    /// New bytes, shown once out of turn.
    Fresh,
}

/// One showing of an item in the main zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Showing {
    /// The playlist it stands in.
    pub playlist: Arc<Playlist>,
    /// What is shown.
    pub item: Arc<Item>,
    /// Its first moment.
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub until: DateTime<Utc>,
    /// Why it is on.
    pub by: Authority,
}

/// A file whose bytes are new and whose picture is complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// Which file.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
    /// When it goes on air.
    pub from: DateTime<Utc>,
    /// The end of its own dwell; on air until the loop's first slot boundary at or after it.
    pub until: DateTime<Utc>,
}

/// A slide that was on air when the folder changed around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// Which file.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
    /// When its showing began.
    pub from: DateTime<Utc>,
    /// The end of its own dwell; on air until the loop's first slot boundary at or after it.
    pub until: DateTime<Utc>,
}

/// Overrides of the moment: values with an end, owned by `show`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Fresh files, in order of `from`, at most five, not overlapping.
    pub fresh: Vec<Fresh>,
    /// What a reload found on air.
    pub hold: Option<Hold>,
}

/// What is on air at `now`, and until when. `None`: nothing is in season (the calm placeholder).
#[derive(Clone, Debug, PartialEq)]
pub struct OnAir {
    /// What is shown.
    pub showing: Option<Showing>,
    /// When the answer changes next.
    pub until: DateTime<Utc>,
}

/// Law 1: what is on air at `now`.
pub fn on_air(_programme: &Programme, _overrides: &Overrides, _now: DateTime<Utc>) -> OnAir {
    todo!("time helper")
}
