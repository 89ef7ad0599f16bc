//! The rows themselves as CSV, for whoever reckons with a program of their own.

use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::SecondsFormat;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::subjects::PerSubject;
use crate::journal::{Showing, Subject};

/// The heads, in order; docs/report.md says what each is.
const HEADS: [&str; 15] = [
    "screen", "zone", "playlist", "topic", "item", "title", "form", "by", "page", "pages", "from", "until",
    "seconds", "cut", "hash",
];

/// Writes rows one by one: UTF-8 with its byte order mark, without which Excel takes it for something else.
pub struct Csv<W: Write> {
    to: W,
    zone: Tz,
    subjects: PerSubject<Around>,
    /// The end of the row before, which is mostly the beginning of the next.
    last: (i64, String),
    line: String,
}

/// The cells of a subject before and behind the others of its rows, and the commas between.
struct Around {
    before: String,
    behind: String,
}

impl<W: Write> Csv<W> {
    /// The mark and the heads.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub fn new(mut to: W, zone: Tz) -> io::Result<Csv<W>> {
        to.write_all("\u{feff}".as_bytes())?;
        to.write_all(record(&HEADS).as_bytes())?;
        Ok(Csv { to, zone, subjects: PerSubject::default(), last: (0, time(zone, 0)), line: String::new() })
    }

    /// One row, whole even where the period's edge lies in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, row: &Showing) -> io::Result<()> {
        let (until, last) = (time(self.zone, row.ended), std::mem::take(&mut self.last));
        let from = if last.0 == row.began { last.1 } else { time(self.zone, row.began) };
        let Around { before, behind } = self.subjects.of(&row.subject, Around::of);
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let (by, cut) = (row.by.name(), row.cut.map(|cut| cut.name()).unwrap_or_default());
        let (page, pages) = (number(row.page), number(row.pages));
        let millis = row.ended - row.began;
        let (seconds, part) = (millis / 1000, millis % 1000);
        let part = if part == 0 { String::new() } else { format!(".{part:03}") };
        // Together, and then at once: the formatting of numbers asks for room piece by piece.
        self.line.clear();
        let _ = write!(self.line, "{by},{page},{pages},{from},{until},{seconds}{part},{cut}");
        for piece in [before, &*self.line, behind] {
            self.to.write_all(piece.as_bytes())?;
        }
        self.last = (row.ended, until);
        Ok(())
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Around {
    fn of(subject: &Subject) -> Around {
        let Subject { screen, zone, playlist, topic, item, hash, title, form } = subject;
        let topic = topic.as_deref().unwrap_or_default();
        let cells = [screen, zone, playlist, topic, item, title, form].map(guarded);
        // An empty cell at the end or at the beginning: the comma before or behind it.
        let mut before = record(&[&cells[..], &[String::new()]].concat());
        before.pop();
        let behind = record(&["", &guarded(hash.as_deref().unwrap_or_default())]);
        Around { before, behind }
    }
}

/// A line of these cells, quoted where they have to be.
fn record(cells: &[impl AsRef<[u8]>]) -> String {
    let mut line = csv::Writer::from_writer(Vec::new());
    // Memory is written, and of cells that are text.
    let _ = line.write_record(cells);
    line.into_inner().ok().and_then(|line| String::from_utf8(line).ok()).unwrap_or_default()
}

fn time(zone: Tz, millis: i64) -> String {
    let at: DateTime<Utc> = DateTime::from_timestamp_millis(millis).unwrap_or_default();
    at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}
