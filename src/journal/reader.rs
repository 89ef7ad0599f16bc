//! Reading: rows in order of time, a page of them at a time, however many there are.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::row::{Event, Row, Showing, Subject};
use super::schema;
use super::subjects::Subjects;
use super::trouble::Trouble;

/// Rows that are held at once.
const PAGE: usize = 1024;

/// A journal that is read. What is written to it meanwhile is not seen, and who writes does not wait.
pub struct Reader {
    pub(super) db: Connection,
}

impl Reader {
    /// Opens the journal at `file`.
    ///
    /// # Errors
    /// When there is none, or it is none of ours, a newer one, or a damaged one.
    pub fn open(file: &Path) -> Result<Reader, Trouble> {
        Ok(Reader { db: schema::open_to_read(file)? })
    }

    /// The journal's own name, 32 hexadecimal digits: two files that have the same are copies of one.
    ///
    /// # Errors
    /// The file's.
    pub fn id(&self) -> Result<String, Trouble> {
        schema::id(&self.db)
    }

    /// What its players had in progress when they wrote last, which they do every minute, as if it had ended then, the
    /// oldest first. It is in no chain yet. A player that is not there any more left it to be told by its next start.
    ///
    /// # Errors
    /// The file's.
    pub fn in_progress(&self) -> Result<Vec<Row>, Trouble> {
        let mut asking = self.db.prepare_cached("SELECT row FROM current")?;
        let texts = asking.query_map([], |row| row.get::<_, String>(0))?;
        // What a later version of this program left there is nothing that this one can read.
        let rows = texts.map(|text| Ok(text.map(|text| serde_json::from_str(&text).ok())?));
        let mut rows = rows.filter_map(Result::transpose).collect::<Result<Vec<Row>, Trouble>>()?;
        rows.sort_by_key(Row::began);
        Ok(rows)
    }

    /// The showings that began in `span` (milliseconds since 1970 UTC), in order of that moment.
    pub fn showings(&self, span: Range<i64>) -> Rows<'_, Showing> {
        Rows::new(&self.db, span)
    }

    /// The events that began in `span`, in order of that moment.
    pub fn events(&self, span: Range<i64>) -> Rows<'_, Event> {
        Rows::new(&self.db, span)
    }
}

/// A row that can be read.
pub trait Stored: Sized {
    /// Takes the rows behind `(began, id)` and before `began`, the oldest first.
    #[doc(hidden)]
    const PAGE: &'static str;
    #[doc(hidden)]
    fn of(row: &rusqlite::Row, shared: &mut Shared) -> rusqlite::Result<Self>;
    #[doc(hidden)]
    fn key(&self) -> (i64, i64);
}

/// What rows share.
#[doc(hidden)]
pub struct Shared<'r> {
    db: &'r Connection,
    subjects: Subjects<Arc<Subject>>,
}

impl Stored for Showing {
    const PAGE: &'static str = "SELECT id, subject, page, pages, by, began, ended, cut FROM shown
        WHERE (began, id) > (?1, ?2) AND began < ?3 ORDER BY began, id LIMIT ?4";

    fn of(row: &rusqlite::Row, shared: &mut Shared) -> rusqlite::Result<Showing> {
        let subject = shared.subjects.get(shared.db, row.get(1)?)?;
        Ok(Showing {
            id: row.get(0)?,
            subject: subject.ok_or(rusqlite::Error::QueryReturnedNoRows)?.clone(),
            page: row.get(2)?,
            pages: row.get(3)?,
            by: row.get(4)?,
            began: row.get(5)?,
            ended: row.get(6)?,
            cut: row.get(7)?,
        })
    }

    fn key(&self) -> (i64, i64) {
        (self.began, self.id)
    }
}

fn subject(row: &rusqlite::Row) -> rusqlite::Result<Arc<Subject>> {
    Ok(Arc::new(Subject {
        screen: row.get(0)?,
        zone: row.get(1)?,
        playlist: row.get(2)?,
        topic: row.get(3)?,
        item: row.get(4)?,
        hash: row.get(5)?,
        title: row.get(6)?,
        form: row.get(7)?,
    }))
}

impl Stored for Event {
    const PAGE: &'static str =
        "SELECT id, screen, kind, item, hash, owner, began, ended, detail, chain FROM event
        WHERE (began, id) > (?1, ?2) AND began < ?3 ORDER BY began, id LIMIT ?4";

    fn of(row: &rusqlite::Row, _: &mut Shared) -> rusqlite::Result<Event> {
        Ok(Event {
            id: row.get(0)?,
            screen: row.get(1)?,
            kind: row.get(2)?,
            item: row.get(3)?,
            hash: row.get(4)?,
            owner: row.get(5)?,
            began: row.get(6)?,
            ended: row.get(7)?,
            detail: row.get(8)?,
        })
    }

    fn key(&self) -> (i64, i64) {
        (self.began, self.id)
    }
}

/// Rows in order of time. Ends after the first error.
pub struct Rows<'r, T> {
    shared: Shared<'r>,
    /// The last row that was fetched.
    after: (i64, i64),
    until: i64,
    page: VecDeque<T>,
    done: bool,
}

impl<'r, T: Stored> Rows<'r, T> {
    fn new(db: &'r Connection, span: Range<i64>) -> Rows<'r, T> {
        // Rows are numbered from 1.
        let shared = Shared { db, subjects: Subjects::new(subject) };
        Rows { shared, after: (span.start, 0), until: span.end, page: VecDeque::new(), done: false }
    }

    fn fetch(&mut self) -> Result<(), Trouble> {
        let mut asking = self.shared.db.prepare_cached(T::PAGE)?;
        let (began, id) = self.after;
        let mut rows = asking.query(params![began, id, self.until, PAGE as i64])?;
        while let Some(row) = rows.next()? {
            self.page.push_back(T::of(row, &mut self.shared)?);
        }
        self.done = self.page.len() < PAGE;
        self.after = self.page.back().map_or(self.after, T::key);
        Ok(())
    }
}

impl<T: Stored> Iterator for Rows<'_, T> {
    type Item = Result<T, Trouble>;

    fn next(&mut self) -> Option<Result<T, Trouble>> {
        if self.page.is_empty()
            && !self.done
            && let Err(trouble) = self.fetch()
        {
            self.done = true;
            self.page.clear();
            return Some(Err(trouble));
        }
        self.page.pop_front().map(Ok)
    }
}
