//! Boards for the tests.

use std::sync::Arc;

use super::Board;
pub(super) use crate::model::fixture::at;
use crate::model::fixture::{VIETNAM, dated, notices};
use crate::model::{Item, Overrides, Problem, Programme, Reason, Screen};

/// A picture of 10 s, titled as its file is named, on air when `when` (opening_hours; empty: always) says so.
pub fn item(path: &str, when: &str, hidden: Option<Reason>) -> Item {
    Item { hidden, ..dated(path, 10, when) }
}

/// A folder of these files, at 07:15:23 on Tuesday, 24 November 2026.
pub fn board(items: Vec<Item>, problems: Vec<Problem>) -> Board {
    let screen = Screen { school: "Trường THPT Cộng Hiền".to_owned(), ..Screen::bare(VIETNAM) };
    Board {
        programme: Arc::new(Programme::new(screen, vec![notices(items)], problems)),
        overrides: Overrides::default(),
        now: at("2026-11-24 07:15:23"),
        blank: false,
        machine: Vec::new(),
        size: (1920, 1080),
    }
}
