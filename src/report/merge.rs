//! Rows of several journals as one: in order of time, each once, as far as they can be read.

use std::iter::Peekable;
use std::ops::Range;

use crate::journal::{Event, Kind, Reader, Row, Showing, Trouble};

/// Milliseconds of a day. Journals are read by the day: a damaged page costs the rest of one.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Showings that began so long before the period may reach into it: a step that a person holds on the wall.
const BEFORE: i64 = 31 * DAY;

/// A stretch of a journal that could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lost {
    /// Which of the journals, in the order in which they were given.
    pub journal: usize,
    /// Where it begins, milliseconds since 1970 UTC.
    pub from: i64,
    /// What stood in the way.
    pub why: Trouble,
}

/// A row that has its place in time.
pub(super) trait Timed: Clone {
    /// Milliseconds since 1970 UTC.
    fn began(&self) -> i64;

    /// Whether a copy of its journal, or another journal of that screen, has the same row, perhaps as it was before it
    /// had ended.
    fn is(&self, other: &Self) -> bool;

    /// A row in progress, if it is one of these.
    fn of(row: Row) -> Option<Self>;
}

impl Timed for Showing {
    fn began(&self) -> i64 {
        self.began
    }

    fn is(&self, other: &Showing) -> bool {
        (self.began, self.page) == (other.began, other.page) && self.subject == other.subject
    }

    fn of(row: Row) -> Option<Showing> {
        // It is not cut; the journal has there what becomes of it if nothing more is heard.
        let Row::Showing(row) = row else { return None };
        Some(Showing { cut: None, ..row })
    }
}

impl Timed for Event {
    fn began(&self) -> i64 {
        self.began
    }

    fn is(&self, other: &Event) -> bool {
        let whole = |event: &Event| Event { id: 0, ended: None, ..event.clone() };
        whole(self) == whole(other)
    }

    fn of(row: Row) -> Option<Event> {
        let Row::Event(row) = row else { return None };
        // Likewise: the player is not down.
        Some(row).filter(|row| row.kind != Kind::Down)
    }
}

type Read<'r, T> = Box<dyn Iterator<Item = Result<T, Trouble>> + 'r>;

type Rows<'r, T> = Peekable<Box<dyn Iterator<Item = Result<T, Lost>> + 'r>>;

/// What [`showings`] and [`events`] give, row by row.
pub(super) struct Merged<'r, T> {
    journals: Vec<Rows<'r, T>>,
    /// The rows of the moment that was given last and which of `journals` had them, where there are several.
    moment: Vec<(usize, T)>,
    /// What was passed over so far.
    pub lost: Vec<Lost>,
}

/// Every showing that may overlap `span`.
pub(super) fn showings(readers: &[Reader], span: Range<i64>) -> Merged<'_, Showing> {
    let before = span.start.saturating_sub(BEFORE);
    merged(readers, before, span, |reader, part| Box::new(reader.showings(part)))
}

/// Every event that may overlap `span`: a screen may have been off for a whole summer.
pub(super) fn events(readers: &[Reader], span: Range<i64>) -> Merged<'_, Event> {
    merged(readers, 0, span, |reader, part| Box::new(reader.events(part)))
}

fn merged<'r, T: Timed + 'r>(
    readers: &'r [Reader],
    before: i64,
    span: Range<i64>,
    read: fn(&'r Reader, Range<i64>) -> Read<'r, T>,
) -> Merged<'r, T> {
    let journals = readers.iter().enumerate().map(|(journal, reader)| {
        let days = parts(before, span.clone());
        let rows = days.flat_map(move |part| {
            let from = part.start;
            read(reader, part).map(move |row| row.map_err(|why| Lost { journal, from, why }))
        });
        let rows: Box<dyn Iterator<Item = Result<T, Lost>> + 'r> = Box::new(rows);
        rows.peekable()
    });
    // Behind those that have ended: of the same row in two journals that one counts. What cannot be read of it is a
    // minute, and one that has not ended.
    let now = readers.iter().filter_map(|reader| {
        let rows = reader.in_progress().unwrap_or_default().into_iter().filter_map(T::of);
        let rows: Vec<T> = rows.filter(|row| row.began() < span.end).collect();
        let some = !rows.is_empty();
        let rows: Box<dyn Iterator<Item = Result<T, Lost>> + 'r> = Box::new(rows.into_iter().map(Ok));
        some.then(|| rows.peekable())
    });
    Merged { journals: journals.chain(now).collect(), moment: Vec::new(), lost: Vec::new() }
}

/// What comes before `span` in one part, then the span day by day.
fn parts(before: i64, span: Range<i64>) -> impl Iterator<Item = Range<i64>> {
    let Range { start, end } = span;
    let days = (start..end).step_by(DAY as usize).map(move |from| from..end.min(from + DAY));
    std::iter::once(before.min(start)..start).chain(days)
}

impl<T: Timed> Iterator for Merged<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        loop {
            let (place, row) = self.earliest()?;
            if self.journals.len() < 2 {
                return Some(row);
            }
            if self.moment.first().is_some_and(|(_, last)| last.began() != row.began()) {
                self.moment.clear();
            }
            if !self.moment.iter().any(|(from, known)| *from != place && known.is(&row)) {
                self.moment.push((place, row.clone()));
                return Some(row);
            }
        }
    }
}

impl<T: Timed> Merged<'_, T> {
    fn earliest(&mut self) -> Option<(usize, T)> {
        for journal in &mut self.journals {
            while let Some(Err(lost)) = journal.next_if(Result::is_err) {
                self.lost.push(lost);
            }
        }
        let began = |rows: &mut Rows<'_, T>| rows.peek().and_then(|row| row.as_ref().ok()).map(T::began);
        let heads =
            self.journals.iter_mut().enumerate().filter_map(|(place, rows)| Some((began(rows)?, place)));
        let (_, place) = heads.min()?;
        Some((place, self.journals[place].next()?.ok()?))
    }
}
