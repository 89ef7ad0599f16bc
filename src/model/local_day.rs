//! A local day: who is in season when, and where that cuts it ([`block`](super::block) says by which rules).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use rustc_hash::FxHashMap;

use super::block::{Block, Place, item};
use super::spans::{union, without};
use super::when::overlap;
use super::{Playlist, Rank, Screen, When, clock_is_set};

/// A stretch in season, and whose it is: ten thousand of them are held, and asked for each block of a day.
#[derive(Clone, Debug)]
struct Season {
    /// In seconds after the day's beginning: whole ones, as everything that a rule says.
    open: Range<u32>,
    place: Place,
    weight: u32,
}

/// A local day: who is in season when, and where it is cut. All in seconds after its beginning.
#[derive(Debug)]
pub(super) struct LocalDay {
    date: NaiveDate,
    span: Range<DateTime<Utc>>,
    /// Each item's stretches in season, in order of place.
    seasons: Vec<Season>,
    /// The same of the ticker's items, whoever has the screen.
    ticker: Vec<Season>,
    /// When an item has the screen to itself, in order.
    taken: Vec<Range<u32>>,
    /// Where the set of items in season changes, with both ends of the day, in order.
    cuts: Vec<u32>,
}

impl LocalDay {
    /// The local day of `screen` that `at` belongs to.
    pub fn new(screen: &Screen, playlists: &[Arc<Playlist>], at: DateTime<Utc>) -> LocalDay {
        let span = day_of(screen.zone, at);
        let stretches = stretches(screen.zone, &span);
        let date = local(screen.zone, span.start).date();
        // As `Screen::is_lit`.
        let always = When::always();
        let hours = if clock_is_set(date.and_time(NaiveTime::MIN)) { &screen.lit } else { &always };
        let lit = openings(hours, &stretches);
        let (mut seasons, mut ticker, mut cuts) = (Vec::new(), Vec::new(), vec![0, second(&span, span.end)]);
        for (playlist, list) in playlists.iter().enumerate().filter(|(_, list)| !list.waits_for_a_key()) {
            let listed = openings(&list.when, &stretches);
            let listed = if list.rank() == Rank::Urgent { listed } else { overlap(&listed, &lit) };
            // Of ten thousand files few have a last day of their own.
            let mut known: FxHashMap<&When, Vec<Range<u32>>> = FxHashMap::default();
            let found = if list.ticker { &mut ticker } else { &mut seasons };
            found.reserve(list.items.len());
            for (item, of) in list.items.iter().enumerate().filter(|(_, of)| of.hidden.is_none()) {
                let open = known.entry(&of.when).or_insert_with(|| {
                    let open = overlap(&listed, &openings(&of.when, &stretches));
                    let open = open.iter().map(|open| second(&span, open.start)..second(&span, open.end));
                    let open: Vec<Range<u32>> = open.collect();
                    if !list.ticker {
                        cuts.extend(open.iter().flat_map(|open| [open.start, open.end]));
                    }
                    open
                });
                let (place, weight) = (Place::new(playlist, item), of.weight);
                found.extend(open.iter().map(|open| Season { open: open.clone(), place, weight }));
            }
        }
        let (seasons, taken) = give_way(playlists, seasons);
        if !taken.is_empty() {
            cuts = seasons.iter().flat_map(|season| [season.open.start, season.open.end]).collect();
            cuts.extend([0, second(&span, span.end)]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        LocalDay { date, span, seasons, ticker, taken, cuts }
    }

    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.span.contains(&at)
    }

    /// From its first moment to the next day's.
    pub fn span(&self) -> Range<DateTime<Utc>> {
        self.span.clone()
    }

    fn moment(&self, second: u32) -> DateTime<Utc> {
        self.span.start + TimeDelta::seconds(second.into())
    }

    fn moments(&self, open: &Range<u32>) -> Range<DateTime<Utc>> {
        self.moment(open.start)..self.moment(open.end)
    }

    /// Each item's stretches in season, in order of place.
    pub fn seasons(&self) -> impl Iterator<Item = (Range<DateTime<Utc>>, Place)> {
        self.seasons.iter().map(|season| (self.moments(&season.open), season.place))
    }

    /// The first of the items in season at `at`, which is a time of this day; the others have its rank.
    pub fn leader(&self, at: DateTime<Utc>) -> Option<Place> {
        let at = second(&self.span, at);
        self.seasons.iter().find(|season| season.open.contains(&at)).map(|season| season.place)
    }

    /// Where the day is cut next after `at`, which is a time of it.
    pub fn next_cut(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let at = second(&self.span, at);
        let next = self.cuts.get(self.cuts.partition_point(|cut| *cut <= at));
        next.map_or(self.span.end, |cut| self.moment(*cut))
    }

    /// Each of the ticker's items' stretches in season, in order of place, whoever has the screen.
    pub fn ticker(&self) -> impl Iterator<Item = (Range<DateTime<Utc>>, Place)> {
        self.ticker.iter().map(|season| (self.moments(&season.open), season.place))
    }

    /// What is left of them while nothing has the screen to itself.
    pub fn beside(&self) -> impl Iterator<Item = (Range<DateTime<Utc>>, Place)> {
        self.ticker.iter().flat_map(|season| {
            let left = without(&season.open, &self.taken).into_iter();
            left.map(|open| (self.moments(&open), season.place))
        })
    }

    /// The block that holds `at`, which is a time of this day.
    pub fn block(&self, playlists: &[Arc<Playlist>], at: DateTime<Utc>) -> Block {
        let until = self.next_cut(at);
        let next = self.cuts.partition_point(|cut| *cut <= second(&self.span, at));
        let from = next.checked_sub(1).and_then(|index| self.cuts.get(index)).copied().unwrap_or(0);
        let mut in_season = Vec::with_capacity(self.seasons.len());
        let open = self.seasons.iter().filter(|season| season.open.contains(&from));
        in_season.extend(open.map(|season| (season.place, season.weight)));
        Block::new(playlists, self.date, self.moment(from)..until, in_season)
    }
}

/// The second of the day of `span` in which `at`, a time of it or its end, lies.
fn second(span: &Range<DateTime<Utc>>, at: DateTime<Utc>) -> u32 {
    (at - span.start).num_seconds() as u32
}

/// Takes from each item's stretches in season what a stronger one has; gives besides when one has the screen to itself.
fn give_way(playlists: &[Arc<Playlist>], seasons: Vec<Season>) -> (Vec<Season>, Vec<Range<u32>>) {
    let rank = |place: Place| item(playlists, place).map_or(Rank::Loop, |item| item.rank);
    if seasons.iter().all(|season| rank(season.place) == Rank::Loop) {
        return (seasons, Vec::new());
    }
    // Strongest first; each takeover by itself, in order of name.
    let mut groups: BTreeMap<(Reverse<Rank>, u32), Vec<Season>> = BTreeMap::new();
    for season in seasons {
        let rank = rank(season.place);
        let alone = if rank == Rank::Takeover { season.place.playlist } else { 0 };
        groups.entry((Reverse(rank), alone)).or_default().push(season);
    }
    let (mut taken, mut kept) = (Vec::new(), Vec::new());
    for ((rank, _), group) in groups {
        let own = group.iter().map(|season| season.open.clone()).filter(|_| rank.0 != Rank::Loop);
        let all = union(taken.iter().cloned().chain(own));
        let rest = group.into_iter().flat_map(|season| {
            let left = without(&season.open, &taken).into_iter();
            left.map(move |open| Season { open, ..season.clone() })
        });
        kept.extend(rest);
        taken = all;
    }
    kept.sort_by_key(|season| (season.place.playlist, season.place.item, season.open.start));
    (kept, taken)
}

/// When `when` holds, within the stretches of a day.
fn openings(when: &When, stretches: &[Stretch]) -> Vec<Range<DateTime<Utc>>> {
    let mut open: Vec<Range<DateTime<Utc>>> = Vec::new();
    for stretch in stretches {
        for local in when.open_in(&stretch.local()) {
            let (start, end) = (stretch.utc(local.start), stretch.utc(local.end));
            match open.last_mut() {
                // Two stretches meet where the clocks are set; that is no change of season.
                Some(last) if last.end == start => last.end = end,
                _ => open.push(start..end),
            }
        }
    }
    open
}

/// Part of a day without a change of the clocks.
struct Stretch {
    span: Range<DateTime<Utc>>,
    /// Local time less UTC.
    offset: TimeDelta,
}

impl Stretch {
    fn local(&self) -> Range<NaiveDateTime> {
        self.span.start.naive_utc() + self.offset..self.span.end.naive_utc() + self.offset
    }

    fn utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        (local - self.offset).and_utc()
    }
}

/// The local day of `at`: from the first moment at or after its midnight to that of the next date.
pub(super) fn day_of(zone: Tz, at: DateTime<Utc>) -> Range<DateTime<Utc>> {
    let date = local(zone, at).date();
    let (start, end) = (midnight(zone, date), midnight(zone, date + TimeDelta::days(1)));
    // Clocks that are set back over midnight come to the old date again: it belongs to the new day.
    if at < end { start..end } else { end..midnight(zone, date + TimeDelta::days(2)) }
}

/// The first moment of `date` in `zone`, also where clocks skip midnight.
pub fn midnight(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    // The longest skip so far was a whole day (Samoa, 30 December 2011); every one is whole minutes.
    (0..=24 * 60)
        .find_map(|minute| zone.from_local_datetime(&(midnight + TimeDelta::minutes(minute))).earliest())
        .map_or(midnight.and_utc(), |at| at.to_utc())
}

/// Local time in `zone`.
pub(super) fn local(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}

/// `span`, divided where the clocks are set (once at most in a day).
fn stretches(zone: Tz, span: &Range<DateTime<Utc>>) -> Vec<Stretch> {
    let offset = |at: DateTime<Utc>| {
        TimeDelta::seconds(zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into())
    };
    let (first, last) = (offset(span.start), offset(span.end - TimeDelta::seconds(1)));
    if first == last {
        return vec![Stretch { span: span.clone(), offset: first }];
    }
    let (mut before, mut after) = (0, (span.end - span.start).num_seconds());
    while after - before > 1 {
        let middle = (before + after) / 2;
        if offset(span.start + TimeDelta::seconds(middle)) == first {
            before = middle
        } else {
            after = middle
        }
    }
    let set = span.start + TimeDelta::seconds(after);
    vec![Stretch { span: span.start..set, offset: first }, Stretch { span: set..span.end, offset: last }]
}
