//! When something is in season: the opening_hours notation and its easy spellings, one value.

use chrono::NaiveDateTime;

use super::Reason;

/// A condition on local time. Cheap to clone; two that mean the same by construction compare equal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct When {}

impl When {
    /// Always in season.
    pub fn always() -> When {
        When::default()
    }

    /// `None` while in season at local time `at`, else why not: `NotYet`, `Expired` or `Hours`.
    pub fn hidden(&self, _at: NaiveDateTime) -> Option<Reason> {
        None
    }

    /// The first local time after `at` when [`When::hidden`] may answer otherwise; `None` when never.
    pub fn next_change(&self, _at: NaiveDateTime) -> Option<NaiveDateTime> {
        None
    }
}
