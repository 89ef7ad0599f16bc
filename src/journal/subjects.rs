//! What showings are of, read once each: a year of rows is of a few hundred.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

/// Subjects that are remembered; of more, the file is asked again.
pub(super) const REMEMBERED: usize = 10_000;

/// What is made of each subject.
pub(super) struct Subjects<T> {
    known: HashMap<i64, T>,
    make: fn(&Row) -> rusqlite::Result<T>,
}

impl<T> Subjects<T> {
    /// None yet. `make` has the columns from `screen` to `form`.
    pub(super) fn new(make: fn(&Row) -> rusqlite::Result<T>) -> Subjects<T> {
        Subjects { known: HashMap::new(), make }
    }

    /// That of the subject `id`; `None` where there is no such one.
    pub(super) fn get(&mut self, db: &Connection, id: i64) -> rusqlite::Result<Option<&T>> {
        if !self.known.contains_key(&id) {
            let sql =
                "SELECT screen, zone, playlist, topic, item, hash, title, form FROM subject WHERE id = ?1";
            let Some(made) = db.prepare_cached(sql)?.query_row([id], self.make).optional()? else {
                return Ok(None);
            };
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(id, made);
        }
        Ok(self.known.get(&id))
    }
}
