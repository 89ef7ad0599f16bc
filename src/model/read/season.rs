//! `when`, or its easy spelling `from`, `to`, `days`, `hours`.

use super::table::Table;
use crate::model::When;

/// Reads the keys that say when something is in season; `None` when it says nothing.
pub(super) fn when(table: &Table) -> Option<When> {
    for key in ["when", "from", "to", "days", "hours"] {
        table.get(key);
    }
    None
}
