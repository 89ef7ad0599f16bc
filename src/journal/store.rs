//! Writing: rows, and what is in progress, in one transaction.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::chain::Chained;
use super::row::{Event, Row, Showing};
use super::schema;
use super::trouble::Trouble;

/// Subjects whose number is remembered; of more, the file is asked again.
const REMEMBERED: usize = 10_000;

/// The number of each subject.
type Subjects = HashMap<[Option<String>; 8], i64>;

/// A journal that is written. Several processes may write one at the same time.
pub struct Store {
    db: Connection,
    subjects: Subjects,
}

impl Store {
    /// Opens the journal at `file`, and makes it where there is none. Its folder is there.
    ///
    /// # Errors
    /// When it is no journal, a newer one or a damaged one, or cannot be written.
    pub fn open(file: &Path) -> Result<Store, Trouble> {
        Ok(Store { db: schema::open(file)?, subjects: Subjects::new() })
    }

    /// Adds `rows` in this order. All of them are on the disk when this returns, or none.
    ///
    /// # Errors
    /// The file's.
    pub fn append(&mut self, rows: &[Row]) -> Result<(), Trouble> {
        self.change(|db, subjects| add(db, subjects, rows))
    }

    fn change<T>(
        &mut self,
        change: impl FnOnce(&Connection, &mut Subjects) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let writing = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = change(&writing, &mut self.subjects)
            .and_then(|done| writing.commit().map(|()| done).map_err(Trouble::from));
        if changed.is_err() {
            // What was rolled back may be remembered.
            self.subjects.clear();
        }
        changed
    }
}

fn add(writing: &Connection, subjects: &mut Subjects, rows: &[Row]) -> Result<(), Trouble> {
    let mut showings = schema::link(writing, "head", "showing")?;
    let mut events = schema::link(writing, "head", "event")?;
    let (first_showing, first_event) = (showings.id, events.id);
    for row in rows {
        match row {
            Row::Showing(showing) => {
                showings.id += 1;
                let showing = Showing { id: showings.id, ..showing.clone() };
                showings.hash = showing.hash(&showings.hash);
                put_showing(writing, subject(writing, subjects, &showing)?, &showing, &showings.hash)?;
            }
            Row::Event(event) => {
                events.id += 1;
                let event = Event { id: events.id, ..event.clone() };
                events.hash = event.hash(&events.hash);
                put_event(writing, &event, &events.hash)?;
            }
        }
    }
    if showings.id > first_showing {
        schema::put_link(writing, "head", "showing", &showings)?;
    }
    if events.id > first_event {
        schema::put_link(writing, "head", "event", &events)?;
    }
    Ok(())
}

fn put_showing(db: &Connection, subject: i64, row: &Showing, chain: &[u8]) -> Result<(), Trouble> {
    let Showing { id, page, pages, by, began, ended, cut, .. } = row;
    db.prepare_cached(
        "INSERT INTO shown (id, subject, page, pages, by, began, ended, cut, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![id, subject, page, pages, by, began, ended, cut, chain])?;
    Ok(())
}

fn put_event(db: &Connection, row: &Event, chain: &[u8]) -> Result<(), Trouble> {
    let Event { id, screen, kind, item, hash, owner, began, ended, detail } = row;
    db.prepare_cached(
        "INSERT INTO event (id, screen, kind, item, hash, owner, began, ended, detail, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![id, screen, kind, item, hash, owner, began, ended, detail, chain])?;
    Ok(())
}

/// The number of what a showing is of.
fn subject(db: &Connection, known: &mut Subjects, row: &Showing) -> Result<i64, Trouble> {
    let Showing { screen, zone, playlist, topic, item, hash, title, form, .. } = row;
    let some = |text: &String| Some(text.clone());
    let key = [
        some(screen),
        some(zone),
        some(playlist),
        topic.clone(),
        some(item),
        hash.clone(),
        some(title),
        some(form),
    ];
    if let Some(id) = known.get(&key) {
        return Ok(*id);
    }
    let mut asking = db.prepare_cached(
        "SELECT id FROM subject WHERE screen = ?1 AND zone = ?2 AND playlist = ?3 AND topic IS ?4 AND item = ?5
         AND hash IS ?6 AND title = ?7 AND form = ?8",
    )?;
    let columns = params![screen, zone, playlist, topic, item, hash, title, form];
    let id = match asking.query_row(columns, |row| row.get(0)).optional()? {
        Some(id) => id,
        None => {
            db.prepare_cached(
                "INSERT INTO subject (screen, zone, playlist, topic, item, hash, title, form)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(columns)?;
            db.last_insert_rowid()
        }
    };
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.insert(key, id);
    Ok(id)
}
