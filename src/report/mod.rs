//! The report: what the journal says was on the screen, as the office has to tell it.
//!
//! One pass over the rows of one or several journals makes [`Totals`], whose size does not follow the number of rows.
//! [`paper()`] puts them into words; [`html()`], [`docx()`] and [`xlsx()`] write the same [`Paper`] in three ways.
//! [`Journals::csv`] writes the rows themselves.

mod changes;
mod chart;
mod csv;
mod days;
mod docx;
mod escape;
mod form;
mod health;
mod html;
mod merge;
mod paper;
mod period;
mod subjects;
mod tally;
mod write;
mod xlsx;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::journal::{Reader, Trouble, Verdict};
use crate::model::{Words, topic_number};

pub use changes::{Change, Found, Listed};
pub use docx::docx;
pub use form::Form;
pub use health::Health;
pub use html::html;
pub use paper::{Card, Paper};
pub use period::Period;
pub use tally::{Airtime, Item, Outage, Screen, Totals, Why};
pub use write::paper;
pub use xlsx::xlsx;

/// Who reports, as `screen.toml` names them; what it does not name is left for the writer to fill in.
#[derive(Clone, Debug, Default)]
pub struct Issuer {
    /// The school.
    pub school: String,
    /// The office above it.
    pub authority: String,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The days.
    pub period: Period,
    /// Whose midnight parts them.
    pub zone: Tz,
    /// The present.
    pub now: DateTime<Utc>,
    /// This topic alone, as in "1.8".
    pub topic: Option<String>,
    /// These screens alone; all when empty.
    pub screens: Vec<String>,
}

impl Question {
    /// The local day of the present.
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.zone).date_naive()
    }

    fn wants_screen(&self, screen: &str) -> bool {
        self.screens.is_empty() || self.screens.iter().any(|wanted| wanted == screen)
    }

    fn wants_topic(&self, topic: Option<&str>) -> bool {
        self.topic.is_none() || self.topic.as_deref() == topic.map(topic_number)
    }
}

/// The journals that a report is made from. A player may write them meanwhile.
pub struct Journals {
    files: Vec<PathBuf>,
    readers: Vec<Reader>,
}

impl Journals {
    /// Opens each of `files`.
    ///
    /// # Errors
    /// When one of them cannot be read: a report never leaves out a journal that it was given.
    pub fn open(files: Vec<PathBuf>) -> Result<Journals, Words> {
        let open = |file: &PathBuf| Reader::open(file).map_err(|trouble| trouble.words(file));
        let readers = files.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Journals { files, readers })
    }

    /// What they say, and how far they can be trusted. Follows their chains on other threads meanwhile.
    pub fn totals(&self, question: &Question) -> (Totals, Health) {
        thread::scope(|threads| {
            let verdicts: Vec<_> = self.files.iter().map(|file| threads.spawn(|| verify(file))).collect();
            let mut totals = Totals::new(question);
            let span = question.period.span(question.zone);
            let mut rows = merge::showings(&self.readers, span.clone());
            rows.by_ref().for_each(|row| totals.showing(&row));
            let mut lost = rows.lost;
            let mut rows = merge::events(&self.readers, span);
            rows.by_ref().for_each(|row| totals.event(&row));
            lost.extend(rows.lost);
            lost.sort_by_key(|lost| (lost.journal, lost.from));
            let verdicts = verdicts.into_iter().map(|verdict| {
                // What panics while it reads a file is the file's damage.
                verdict.join().unwrap_or_else(|_| Err(Trouble::Damaged("panic".to_owned())))
            });
            let journals = self.files.iter().cloned().zip(verdicts).collect();
            (totals, Health { journals, lost, zone: question.zone })
        })
    }

    /// What became of their chains.
    pub fn verify(&self, zone: Tz) -> Health {
        let journals = self.files.iter().map(|file| (file.clone(), verify(file))).collect();
        Health { journals, lost: Vec::new(), zone }
    }

    /// Writes the rows that are asked for, and gives how many; those that overlap the period, whole. The second number
    /// is of the stretches that could not be read.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub fn csv(&self, question: &Question, to: impl Write) -> io::Result<(u64, usize)> {
        let span = question.period.span(question.zone);
        let mut csv = csv::Csv::new(to, question.zone)?;
        let mut count = 0;
        let mut rows = merge::showings(&self.readers, span.clone());
        for row in rows.by_ref() {
            let inside = row.began < span.end && row.ended > span.start;
            if inside && question.wants_screen(&row.screen) && question.wants_topic(row.topic.as_deref()) {
                csv.row(&row)?;
                count += 1;
            }
        }
        csv.finish()?;
        Ok((count, rows.lost.len()))
    }
}

fn verify(file: &Path) -> Result<Verdict, Trouble> {
    Reader::open(file)?.verify()
}
