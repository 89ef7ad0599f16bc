//! Whether anybody changed a row after it was written.

use rusqlite::Row;

use super::chain::{Columns, Link};
use super::reader::Reader;
use super::schema;
use super::subjects::Subjects;
use super::trouble::Trouble;

/// What [`Reader::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Rows of `showing` that are as they were written.
    pub showings: u64,
    /// Rows of `event` that are.
    pub events: u64,
    /// The first thing that is wrong in each table. None: nothing is.
    pub flaws: Vec<Flaw>,
    /// The hash of the newest showing and of the newest event. A printed report that carries them can be held against
    /// the file later: a chain that was made anew has others.
    pub heads: [String; 2],
}

/// What is wrong in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// `showing` or `event`.
    pub table: &'static str,
    /// The row.
    pub id: i64,
    /// When that row began, where it can be read; milliseconds since 1970 UTC.
    pub began: Option<i64>,
    /// What became of it.
    pub what: What,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is not as it was written, or one before it is gone or was put in.
    Changed,
    /// It and what followed it is gone.
    CutOff,
    /// It cannot be read.
    Damaged(Trouble),
}

impl Reader {
    /// Reads every row and its chain.
    ///
    /// # Errors
    /// When not even the ends of the chains can be read.
    pub fn verify(&self) -> Result<Verdict, Trouble> {
        let mut subjects = Subjects::new(|row| Columns::default().stored(row, 0..8));
        let shown =
            "SELECT id, began, chain, subject, page, pages, by, began, ended, cut FROM shown ORDER BY id";
        let (showings, first, showing) = self.follow("showing", shown, |columns, row| {
            // Without its subject it is not as it was written.
            let subject = subjects.get(&self.db, row.get(3)?)?;
            let columns = columns.stored(row, 0..1)?;
            subject.into_iter().fold(columns, Columns::with).stored(row, 4..10)
        })?;
        let event =
            "SELECT id, began, chain, screen, kind, item, hash, owner, began, ended, detail FROM event
            ORDER BY id";
        let (events, second, event) =
            self.follow("event", event, |columns, row| columns.stored(row, 0..1)?.stored(row, 3..11))?;
        Ok(Verdict {
            showings,
            events,
            flaws: first.into_iter().chain(second).collect(),
            heads: [showing, event],
        })
    }

    /// How many rows of a table are good, what is wrong with the next, and the head that is told. `sql` gives the row's
    /// number, beginning and chain before what `columns` takes of it.
    fn follow(
        &self,
        table: &'static str,
        sql: &str,
        mut columns: impl FnMut(Columns, &Row) -> rusqlite::Result<Columns>,
    ) -> Result<(u64, Option<Flaw>, String), Trouble> {
        let head = schema::link(&self.db, "head", table)?;
        let mut at = schema::link(&self.db, "anchor", table)?;
        let mut good = 0;
        let told = schema::hex(&head.hash);
        let flaw = |id, began, what| Some(Flaw { table, id, began, what });
        let mut asking = self.db.prepare(sql)?;
        let mut rows = asking.query([])?;
        let mut room = Columns::default();
        loop {
            let link = |row: &Row| {
                let next = Link { id: row.get(0)?, hash: row.get(2)? };
                room = columns(std::mem::take(&mut room).emptied(), row)?;
                Ok((next, row.get(1)?, room.after(&at.hash)))
            };
            let (next, began, hash) = match rows.next().and_then(|row| row.map(link).transpose()) {
                Ok(Some(read)) => read,
                Ok(None) => break,
                Err(error) => return Ok((good, flaw(at.id + 1, None, What::Damaged(error.into())), told)),
            };
            if next.id != at.id + 1 || next.hash != hash {
                return Ok((good, flaw(next.id, Some(began), What::Changed), told));
            }
            at = next;
            good += 1;
        }
        // Rows behind the head were put there without it.
        let (id, what) =
            if at.id > head.id { (head.id + 1, What::Changed) } else { (at.id + 1, What::CutOff) };
        let end = if at == head { None } else { flaw(id, None, what) };
        Ok((good, end, told))
    }
}
