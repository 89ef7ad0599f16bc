//! From what is on the screen, turn by turn, to rows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::row::{By, Cut, Event, Kind, Row, Showing, Subject};
use super::seen::{Leaf, Seen, form};
use crate::model::{Authority, Content, Item, Programme, clock_is_set, tidy};

/// A clock that is this far from where it should be was set, or the machine slept.
const STEP: TimeDelta = TimeDelta::seconds(2);

/// Who turns says so every minute. One that says nothing for this long has shown nothing.
const SILENCE: Duration = Duration::from_secs(90);

/// What is in progress, and rows of what was.
#[derive(Default)]
pub(super) struct Recorder {
    open: BTreeMap<Slot, Open>,
    /// The last turn, by both clocks.
    last: Option<(DateTime<Utc>, Duration)>,
    /// Whether the start was told.
    begun: bool,
    /// Since when, by the clock that nobody sets, turns are left out, as the machine does not know the time.
    timeless: Option<Duration>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Zone(String),
    State(Kind),
    Fault(String),
}

struct Open {
    row: Row,
    /// Of a showing: what it is by the last plan, and that.
    leaf: Option<(Leaf, Arc<Programme>)>,
}

impl Open {
    /// Whether its time is over at `at`: as planned, or because it was there as long already.
    fn is_over(&self, at: DateTime<Utc>) -> bool {
        let shown = TimeDelta::milliseconds(at.timestamp_millis() - self.row.began());
        self.leaf.as_ref().is_some_and(|(leaf, _)| leaf.is_over(at) || leaf.is_over(leaf.from + shown))
    }

    /// Whether `next` is what people see already, so that both are one showing: the same page of the same bytes, planned
    /// anew around it or for another turn. A clip that begins again is not, nor what is counted elsewhere: for another topic, or by
    /// the local time of `zone` on another day.
    fn stays(&self, next: &Leaf, zone: Tz, hash: &dyn Fn(&Item) -> Option<u64>) -> bool {
        let (Row::Showing(row), Some((leaf, _))) = (&self.row, &self.leaf) else { return false };
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let today =
            DateTime::from_timestamp_millis(row.began).is_some_and(|began| day(next.from) <= day(began));
        let again = next.from > leaf.from && self.is_over(next.from);
        let other = matches!(next.item.content, Content::Clip(_))
            || row.subject.topic.as_deref() != next.item.topic.as_deref();
        let untouched = || row.hash.is_some() && row.hash == hash(&next.item).map(digits);
        let same = leaf.is_of(next) || leaf.item.path == next.item.path && untouched();
        leaf.page == next.page && same && today && !(again && other)
    }
}

impl Recorder {
    /// Takes in what is on the screen; gives what ended. `lost`: from then on so many turns were not heard of. `hash` is
    /// asked for that of an item's file.
    pub(super) fn see(
        &mut self,
        seen: &Seen,
        lost: Option<(DateTime<Utc>, u64)>,
        hash: &dyn Fn(&Item) -> Option<u64>,
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        let expected =
            self.last.map(|(then, monotonic)| then + span(seen.monotonic.saturating_sub(monotonic)));
        if !clock_is_set(seen.programme.local(seen.now)) {
            self.interrupt(expected.unwrap_or(seen.now), Cut::Clock, &mut rows);
            self.last = None;
            self.timeless.get_or_insert(seen.monotonic);
            return rows;
        }
        self.interruptions(seen, expected, lost, &mut rows);
        if !self.begun {
            rows.push(event(Kind::Start, seen.now, None, None));
            self.begun = true;
        }
        self.last = Some((seen.now, seen.monotonic));
        self.close(seen, hash, &mut rows);
        self.begin(seen, hash);
        rows
    }

    /// Ends everything at `now`: the player is left.
    pub(super) fn stop(&mut self, now: DateTime<Utc>) -> Vec<Row> {
        let mut rows = Vec::new();
        if self.begun && self.last.is_some() {
            self.interrupt(now, Cut::Shutdown, &mut rows);
            rows.push(event(Kind::Stop, now, None, None));
        }
        rows
    }

    /// What is in progress, as it would be if it had ended at the last turn, and nothing came after. `None` before the
    /// start.
    pub(super) fn current(&self) -> Option<Vec<Row>> {
        let (at, _) = self.last.filter(|_| self.begun)?;
        let open = self.open.values().map(|open| ended(open.row.clone(), at, Some(Cut::Lost)));
        Some(open.chain([down(at, "lost")]).collect())
    }

    /// What broke the record since the last turn.
    fn interruptions(
        &mut self,
        seen: &Seen,
        expected: Option<DateTime<Utc>>,
        lost: Option<(DateTime<Utc>, u64)>,
        rows: &mut Vec<Row>,
    ) {
        let now = seen.now;
        if let Some(since) = self.timeless.take() {
            let minutes = seen.monotonic.saturating_sub(since).as_secs().div_ceil(60);
            let minutes = tidy::grouped(&minutes.to_string(), '.');
            let detail = format!("Máy mất giờ nên {minutes} phút vừa rồi không ghi");
            rows.push(event(Kind::Gap, now, None, Some(detail)));
        }
        if let (Some(expected), Some((then, monotonic))) = (expected, self.last) {
            let off = now - expected;
            if off.abs() > STEP {
                self.interrupt(expected, Cut::Clock, rows);
                let detail = Some(off.num_seconds().to_string());
                rows.push(event(Kind::Clock, expected.min(now), Some(now), detail));
            } else if seen.monotonic.saturating_sub(monotonic) > SILENCE {
                self.unseen(then, now, rows);
            }
        }
        if let Some(since) = seen.unseen {
            self.unseen(since, now, rows);
        }
        if let Some((since, count)) = lost {
            self.interrupt(since, Cut::Lost, rows);
            let detail = format!("{} lượt không kịp ghi", tidy::grouped(&count.to_string(), '.'));
            rows.push(event(Kind::Gap, since.min(now), Some(now), Some(detail)));
        }
    }

    fn unseen(&mut self, since: DateTime<Utc>, now: DateTime<Utc>, rows: &mut Vec<Row>) {
        self.interrupt(since, Cut::Fault, rows);
        let detail = "Hình không lên được màn hình".to_owned();
        rows.push(event(Kind::Fault, since.min(now), Some(now), Some(detail)));
    }

    /// Ends everything at `at`.
    fn interrupt(&mut self, at: DateTime<Utc>, cut: Cut, rows: &mut Vec<Row>) {
        for open in std::mem::take(&mut self.open).into_values() {
            let over = open.is_over(at);
            rows.push(ended(open.row, at, (!over).then_some(cut)));
        }
    }

    /// Ends what is not on the screen any more.
    fn close(&mut self, seen: &Seen, hash: &dyn Fn(&Item) -> Option<u64>, rows: &mut Vec<Row>) {
        let state = seen.state();
        let gone = |slot: &Slot, open: &mut Open| match (slot, &open.leaf) {
            (Slot::Zone(zone), Some(_)) => {
                let local = seen.programme.screen.zone;
                !seen.leaf(zone).is_some_and(|next| open.stays(next, local, hash))
            }
            (Slot::State(kind), _) => state != Some(*kind),
            (Slot::Fault(fault), _) => !seen.faults.contains(fault),
            (Slot::Zone(_), None) => true,
        };
        for (slot, open) in self.open.extract_if(.., gone) {
            let cut = match &slot {
                Slot::Zone(zone) => cut(zone, &open, seen),
                _ => None,
            };
            rows.push(ended(open.row, seen.now, cut));
        }
    }

    /// Begins what is new on the screen, and takes over how the plan has what stays.
    fn begin(&mut self, seen: &Seen, hash: &dyn Fn(&Item) -> Option<u64>) {
        for (zone, leaf) in &seen.zones {
            let Some(leaf) = leaf else { continue };
            let open = self.open.entry(Slot::Zone(zone.clone())).or_insert_with(|| Open {
                row: Row::Showing(showing(zone, leaf, seen.now, hash(&leaf.item))),
                leaf: None,
            });
            if !open.leaf.as_ref().is_some_and(|(last, _)| last.is(leaf)) {
                open.leaf = Some((leaf.clone(), seen.programme.clone()));
            }
        }
        let states = seen.state().map(|kind| (Slot::State(kind), kind, None));
        let faults =
            seen.faults.iter().map(|fault| (Slot::Fault(fault.clone()), Kind::Fault, Some(fault.clone())));
        for (slot, kind, detail) in states.into_iter().chain(faults) {
            let row = || event(kind, seen.now, None, detail);
            self.open.entry(slot).or_insert_with(|| Open { row: row(), leaf: None });
        }
    }
}

/// Why what `zone` showed has ended; `None`: at its own end.
fn cut(zone: &str, open: &Open, seen: &Seen) -> Option<Cut> {
    let (was, programme) = open.leaf.as_ref()?;
    let next = seen.leaf(zone);
    if open.is_over(seen.now) || next.is_some_and(|next| was.is_of(next)) {
        return None;
    }
    if seen.blank {
        return Some(Cut::Blank);
    }
    let Some((list, item)) = seen.programme.find(&was.item.path) else { return Some(Cut::Deleted) };
    if item.stamp != was.item.stamp || item.hidden.is_some() {
        return Some(Cut::Reload);
    }
    // A slide that covers every zone.
    let cover =
        || seen.zones.first().and_then(|(_, leaf)| leaf.as_ref()).filter(|leaf| leaf.item.takes_all());
    let by = match next {
        Some(next) => Some(next.by()),
        None => cover().map(|leaf| leaf.by().max(Authority::Takeover)),
    };
    match by {
        Some(Authority::Urgent) => return Some(Cut::Urgent),
        // A step ends when a person says so.
        _ if was.by == Authority::Operator => return None,
        Some(Authority::Operator) => return Some(Cut::Operator),
        Some(Authority::Takeover) if was.by() != Authority::Takeover => return Some(Cut::Takeover),
        Some(Authority::Fresh) => return Some(Cut::Fresh),
        _ => {}
    }
    let local = seen.programme.local(seen.now);
    let dark = !seen.programme.screen.is_lit(local);
    if dark
        || !list.season(item, &seen.programme.screen).holds(local)
        || Arc::ptr_eq(programme, &seen.programme)
    {
        return Some(Cut::Hours);
    }
    Some(Cut::Reload)
}

fn showing(zone: &str, leaf: &Leaf, now: DateTime<Utc>, hash: Option<u64>) -> Showing {
    let Leaf { playlist, item, page, pages, .. } = leaf;
    let many = *pages > 1;
    Showing {
        id: 0,
        subject: Arc::new(Subject {
            screen: String::new(),
            zone: zone.to_owned(),
            playlist: playlist.name.clone(),
            topic: item.topic.as_deref().map(str::to_owned),
            item: item.path.shown().to_owned(),
            hash: hash.map(digits),
            title: tidy::unbound(&tidy::line(&item.title)),
            form: form(item).to_owned(),
        }),
        page: many.then_some(*page as i64 + 1),
        pages: many.then_some(*pages as i64),
        by: match leaf.by() {
            Authority::Loop | Authority::Held => By::Loop,
            Authority::Fresh => By::Fresh,
            Authority::Takeover if playlist.ceremony => By::Ceremony,
            Authority::Takeover => By::Takeover,
            Authority::Operator => By::Operator,
            Authority::Urgent => By::Urgent,
        },
        began: now.timestamp_millis(),
        ended: now.timestamp_millis(),
        cut: None,
    }
}

/// A hash as the journal has it.
pub(super) fn digits(hash: u64) -> String {
    format!("{hash:016x}")
}

/// `kind` at `began`, of nothing in particular.
pub(super) fn event(
    kind: Kind,
    began: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    detail: Option<String>,
) -> Row {
    Row::Event(Event {
        id: 0,
        screen: String::new(),
        kind,
        item: None,
        hash: None,
        owner: None,
        began: began.timestamp_millis(),
        ended: ended.map(|ended| ended.timestamp_millis()),
        detail,
    })
}

/// The player is not there since `at`: until its next start, which fills in the end.
pub(super) fn down(at: DateTime<Utc>, why: &str) -> Row {
    event(Kind::Down, at, None, Some(why.to_owned()))
}

/// A row that ends at `at`, and never before it began.
fn ended(row: Row, at: DateTime<Utc>, cut: Option<Cut>) -> Row {
    let at = at.timestamp_millis();
    match row {
        Row::Showing(row) => Row::Showing(Showing { ended: at.max(row.began), cut, ..row }),
        Row::Event(row) => Row::Event(Event { ended: Some(at.max(row.began)), ..row }),
    }
}

fn span(length: Duration) -> TimeDelta {
    TimeDelta::from_std(length).unwrap_or_default()
}

#[cfg(test)]
mod stays;
#[cfg(test)]
mod tests;
