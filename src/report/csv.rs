//! The rows themselves as CSV, for whoever reckons with a program of their own.

use std::io::{self, Write};

use chrono::SecondsFormat;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::journal::Showing;

/// The heads, in order; README.md says what each is.
const HEADS: [&str; 15] = [
    "screen", "zone", "playlist", "topic", "item", "title", "form", "by", "page", "pages", "from", "until",
    "seconds", "cut", "hash",
];

/// Writes rows one by one: UTF-8 with its byte order mark, without which Excel takes it for something else.
pub struct Csv<W: Write> {
    rows: csv::Writer<W>,
    zone: Tz,
}

impl<W: Write> Csv<W> {
    /// The mark and the heads.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub fn new(mut to: W, zone: Tz) -> io::Result<Csv<W>> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut rows = csv::Writer::from_writer(to);
        rows.write_record(HEADS)?;
        Ok(Csv { rows, zone })
    }

    /// One row, whole even where the period's edge lies in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, row: &Showing) -> io::Result<()> {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let cells = [
            guarded(&row.screen),
            guarded(&row.zone),
            guarded(&row.playlist),
            guarded(row.topic.as_deref().unwrap_or_default()),
            guarded(&row.item),
            guarded(&row.title),
            guarded(&row.form),
            row.by.name().to_owned(),
            number(row.page),
            number(row.pages),
            self.time(row.began),
            self.time(row.ended),
            format!("{}", (row.ended - row.began) as f64 / 1000.0),
            row.cut.map(|cut| cut.name()).unwrap_or_default().to_owned(),
            guarded(row.hash.as_deref().unwrap_or_default()),
        ];
        Ok(self.rows.write_record(cells)?)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }

    fn time(&self, millis: i64) -> String {
        let at: DateTime<Utc> = DateTime::from_timestamp_millis(millis).unwrap_or_default();
        at.with_timezone(&self.zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
    }
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}
