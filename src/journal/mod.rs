//! The journal: what was on the screen, when, and what became of the folder, in an SQLite file of the machine's user.
//!
//! A row is written when what it tells of has ended, in the same transaction as what is in progress then; a commit is
//! on the disk before it is acknowledged (WAL, `synchronous=FULL`). Rows are never changed: each carries the SHA-256 of
//! itself and of the row before it ([`Reader::verify`]). That shows an edit to whoever holds an older `head`; it does
//! not hide the file from its owner, who could chain it anew.
//!
//! The way of a row: the player hands what is on the screen to [`Journal`] (`writer`), whose thread compares it with the
//! turn before (`record`, and `files` for the folder) and writes what ended (`scribe`, [`Store`]). [`Reader`] reads while
//! others write.

mod chain;
mod files;
mod reader;
mod record;
mod row;
mod schema;
mod scribe;
mod seen;
mod store;
mod subjects;
#[cfg(test)]
mod tests;
mod trouble;
mod verify;
mod writer;

use std::path::PathBuf;

pub use reader::{Reader, Rows};
pub use row::{By, Cut, Event, Kind, Row, Showing, Subject};
pub use seen::{Leaf, Seen, ZoneSeen};
pub use store::Store;
pub use trouble::Trouble;
pub use verify::{Flaw, Verdict, What};
pub use writer::{CameOf, HashOf, Hooks, Journal, OwnerOf};

/// Where the journal of this user lies, whether it is there or not; `None` where the system names no such place.
pub fn file() -> Option<PathBuf> {
    Some(state()?.join("journal.sqlite"))
}

/// Where this user's machine keeps what it cannot make again; the same.
pub fn state() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        set("LOCALAPPDATA")?
    } else {
        set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?
    };
    Some(state.join("bangtin"))
}
