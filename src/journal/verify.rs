//! Whether anybody changed a row after it was written.

use super::chain::{Hash, Link, hash};
use super::reader::{EVENT, Reader, SHOWING};
use super::schema;
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
        let (showings, first, showing) =
            self.follow("showing", &format!("{SHOWING} ORDER BY shown.id"), (12, 15))?;
        let (events, second, event) = self.follow("event", &format!("{EVENT} ORDER BY id"), (6, 9))?;
        Ok(Verdict {
            showings,
            events,
            flaws: first.into_iter().chain(second).collect(),
            heads: [showing, event],
        })
    }

    /// How many rows of a table are good, what is wrong with the next, and the head that is told. The columns are those
    /// of the row's beginning and of its chain, which is the last.
    fn follow(
        &self,
        table: &'static str,
        sql: &str,
        (began, chain): (usize, usize),
    ) -> Result<(u64, Option<Flaw>, String), Trouble> {
        let head = schema::link(&self.db, "head", table)?;
        let mut at = schema::link(&self.db, "anchor", table)?;
        let mut good = 0;
        let told = schema::hex(&head.hash);
        let flaw = |id, began, what| Some(Flaw { table, id, began, what });
        let mut asking = self.db.prepare(sql)?;
        let mut rows = asking.query([])?;
        loop {
            let link = |row: &rusqlite::Row| {
                let next = Link { id: row.get(0)?, hash: row.get::<_, Hash>(chain)? };
                Ok((next, row.get::<_, i64>(began)?, hash(row, chain, &at.hash)?))
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
