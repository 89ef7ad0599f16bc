//! Writing: rows, and what is in progress, in one transaction.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::chain::{Chained, Link};
use super::files::{Change, Files, Known, State};
use super::row::{Event, Kind, Row, Showing, Subject};
use super::schema;
use super::subjects::REMEMBERED;
use super::trouble::Trouble;

/// The number of each subject.
type Subjects = HashMap<Arc<Subject>, i64>;

/// Rows deleted in one transaction: others may write in between.
const PRUNED: i64 = 5000;

/// One transaction.
pub(super) struct Batch<'a> {
    /// To be added, in this order.
    pub(super) rows: &'a [Row],
    /// Who writes: a number that no other process has.
    pub(super) player: i64,
    /// What is in progress then, as it would be if it ended now.
    pub(super) current: &'a [Row],
    /// Whose folder the next are of.
    pub(super) screen: &'a str,
    /// What changed in it.
    pub(super) files: &'a [Change],
}

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

    /// Adds rows and replaces what is in progress. All of it is on the disk when this returns, or none.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), Trouble> {
        self.change(|db, subjects| {
            add(db, subjects, batch.rows)?;
            replace(db, batch.player, batch.current)?;
            note(db, batch.screen, batch.files)
        })
    }

    /// Deletes some of the rows that ended before a moment (milliseconds since 1970 UTC), the oldest first, and of the
    /// others while the file holds more than `most` bytes. Whether there may be more of them.
    pub(super) fn prune(&mut self, before: i64, most: i64) -> Result<bool, Trouble> {
        self.change(|db, _| {
            let pages =
                schema::number(db, "PRAGMA page_count")? - schema::number(db, "PRAGMA freelist_count")?;
            let full = pages * schema::number(db, "PRAGMA page_size")? > most;
            let shown = prune(db, "showing", "shown", "ended", if full { i64::MAX } else { before })?;
            Ok(shown | prune(db, "event", "event", "began", before)?)
        })
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

    /// The players that have something in progress.
    pub(super) fn players(&self) -> Result<Vec<i64>, Trouble> {
        let mut asking = self.db.prepare_cached("SELECT DISTINCT player FROM current ORDER BY player")?;
        let players = asking.query_map([], |row| row.get(0))?;
        Ok(players.collect::<Result<_, _>>()?)
    }

    /// What was known of the folder of `screen`.
    pub(super) fn files(&self, screen: &str) -> Result<Files, Trouble> {
        let mut asking =
            self.db.prepare_cached("SELECT item, size, modified, state FROM file WHERE screen = ?1")?;
        let mut rows = asking.query([screen])?;
        let mut files = Files::new();
        while let Some(row) = rows.next()? {
            let state: String = row.get(3)?;
            let state = State::ALL.iter().find(|(_, name)| *name == state);
            if let Some((state, _)) = state {
                files.insert(row.get(0)?, Known { size: row.get(1)?, modified: row.get(2)?, state: *state });
            }
        }
        Ok(files)
    }

    /// When `screen` was first started, of what is kept.
    pub(super) fn beginning(&self, screen: &str) -> Result<Option<DateTime<Utc>>, Trouble> {
        let first = "SELECT began FROM event WHERE screen = ?1 AND kind = ?2 ORDER BY began LIMIT 1";
        let mut asking = self.db.prepare_cached(first)?;
        let began: Option<i64> =
            asking.query_row(params![screen, Kind::Start], |row| row.get(0)).optional()?;
        Ok(began.and_then(DateTime::from_timestamp_millis))
    }

    /// What `player` had in progress when it wrote last.
    pub(super) fn current(&self, player: i64) -> Result<Vec<Row>, Trouble> {
        let mut asking = self.db.prepare_cached("SELECT row FROM current WHERE player = ?1 ORDER BY slot")?;
        let texts = asking.query_map([player], |row| row.get::<_, String>(0))?;
        // What a later version of this program left there is nothing that this one can end.
        let rows = texts.map(|text| Ok(text.map(|text| serde_json::from_str(&text).ok())?));
        rows.filter_map(Result::transpose).collect()
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
                let subject = subject(writing, subjects, &showing.subject)?;
                put_showing(writing, subject, &showing, &showings.hash)?;
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
fn subject(db: &Connection, known: &mut Subjects, subject: &Arc<Subject>) -> Result<i64, Trouble> {
    if let Some(id) = known.get(subject) {
        return Ok(*id);
    }
    let Subject { screen, zone, playlist, topic, item, hash, title, form } = &**subject;
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
    known.insert(subject.clone(), id);
    Ok(id)
}

fn replace(db: &Connection, player: i64, current: &[Row]) -> Result<(), Trouble> {
    db.prepare_cached("DELETE FROM current WHERE player = ?1")?.execute([player])?;
    let mut putting = db.prepare_cached("INSERT INTO current (player, slot, row) VALUES (?1, ?2, ?3)")?;
    for (slot, row) in current.iter().enumerate() {
        let text = serde_json::to_string(row).map_err(|error| Trouble::Other(error.to_string()))?;
        putting.execute(params![player, slot as i64, text])?;
    }
    Ok(())
}

fn note(db: &Connection, screen: &str, files: &[Change]) -> Result<(), Trouble> {
    let mut putting = db.prepare_cached(
        "INSERT OR REPLACE INTO file (screen, item, size, modified, state) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut deleting = db.prepare_cached("DELETE FROM file WHERE screen = ?1 AND item = ?2")?;
    for (item, known) in files {
        match known {
            Some(Known { size, modified, state }) => {
                putting.execute(params![screen, item, size, modified, state.name()])?
            }
            None => deleting.execute(params![screen, item])?,
        };
    }
    Ok(())
}

/// Deletes the oldest rows of `table` whose `column` is before a moment, and moves the anchor of its chain behind them.
fn prune(db: &Connection, name: &str, table: &str, column: &str, before: i64) -> Result<bool, Trouble> {
    let mut asking = db.prepare_cached(&format!(
        "SELECT id, chain, {column} < ?1 FROM {table} ORDER BY id LIMIT {PRUNED}"
    ))?;
    let mut rows = asking.query([before])?;
    let (mut last, mut count) = (None, 0);
    while let Some(row) = rows.next()? {
        if !row.get(2)? {
            break;
        }
        last = Some(Link { id: row.get(0)?, hash: row.get(1)? });
        count += 1;
    }
    if let Some(last) = last {
        db.execute(&format!("DELETE FROM {table} WHERE id <= ?1"), [last.id])?;
        schema::put_link(db, "anchor", name, &last)?;
    }
    Ok(count == PRUNED)
}
