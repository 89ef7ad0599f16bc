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

/// A stretch in season, and whose it is.
type Season = (Range<DateTime<Utc>>, Place);

/// A stretch in season, at hand: asked of ten thousand for each block of a day.
#[derive(Debug)]
struct Share {
    /// Its beginning and its end, in milliseconds of the epoch: whole seconds, as everything that a rule says.
    from: i64,
    until: i64,
    place: Place,
    weight: u32,
}

impl Share {
    fn new(playlists: &[Arc<Playlist>], (season, place): &Season) -> Share {
        let (from, until) = (season.start.timestamp_millis(), season.end.timestamp_millis());
        let weight = item(playlists, *place).map_or(1, |item| item.weight);
        Share { from, until, place: *place, weight }
    }
}

/// A local day: who is in season when, and where it is cut.
#[derive(Debug)]
pub(super) struct LocalDay {
    date: NaiveDate,
    span: Range<DateTime<Utc>>,
    /// Each item's stretches in season, in order of place.
    seasons: Vec<Season>,
    /// The same, in the same order, as a block asks for them all to show few.
    shares: Vec<Share>,
    /// The same of the ticker's items, whoever has the screen.
    ticker: Vec<Season>,
    /// When an item has the screen to itself, in order.
    taken: Vec<Range<DateTime<Utc>>>,
    /// Where the set of items in season changes, with both ends of the day, in order.
    cuts: Vec<DateTime<Utc>>,
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
        let (mut seasons, mut ticker, mut cuts) = (Vec::new(), Vec::new(), vec![span.start, span.end]);
        for (playlist, list) in playlists.iter().enumerate().filter(|(_, list)| !list.waits_for_a_key()) {
            let listed = openings(&list.when, &stretches);
            let listed = if list.rank() == Rank::Urgent { listed } else { overlap(&listed, &lit) };
            // Of ten thousand files few have a last day of their own.
            let mut known: FxHashMap<&When, Vec<Range<DateTime<Utc>>>> = FxHashMap::default();
            let found = if list.ticker { &mut ticker } else { &mut seasons };
            found.reserve(list.items.len());
            for (item, of) in list.items.iter().enumerate().filter(|(_, of)| of.hidden.is_none()) {
                let open = known.entry(&of.when).or_insert_with(|| {
                    let open = overlap(&listed, &openings(&of.when, &stretches));
                    if !list.ticker {
                        cuts.extend(open.iter().flat_map(|open| [open.start, open.end]));
                    }
                    open
                });
                found.extend(open.iter().map(|open| (open.clone(), Place { playlist, item })));
            }
        }
        let (seasons, taken) = give_way(playlists, seasons);
        if !taken.is_empty() {
            cuts = seasons.iter().flat_map(|(season, _)| [season.start, season.end]).collect();
            cuts.extend([span.start, span.end]);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let shares = seasons.iter().map(|season| Share::new(playlists, season)).collect();
        LocalDay { date, span, seasons, shares, ticker, taken, cuts }
    }

    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.span.contains(&at)
    }

    /// From its first moment to the next day's.
    pub fn span(&self) -> Range<DateTime<Utc>> {
        self.span.clone()
    }

    /// Each item's stretches in season, in order of place.
    pub fn seasons(&self) -> &[Season] {
        &self.seasons
    }

    /// The first of the items in season at `at`, which is a time of this day; the others have its rank.
    pub fn leader(&self, at: DateTime<Utc>) -> Option<Place> {
        self.seasons.iter().find(|(season, _)| season.contains(&at)).map(|(_, place)| *place)
    }

    /// Where the day is cut next after `at`, which is a time of it.
    pub fn next_cut(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.cuts.get(self.cuts.partition_point(|cut| *cut <= at)).copied().unwrap_or(self.span.end)
    }

    /// Each of the ticker's items' stretches in season, in order of place, whoever has the screen.
    pub fn ticker(&self) -> &[Season] {
        &self.ticker
    }

    /// What is left of a stretch of the ticker while nothing has the screen to itself.
    pub fn beside(&self, season: &Range<DateTime<Utc>>) -> Vec<Range<DateTime<Utc>>> {
        without(season, &self.taken)
    }

    /// The block that holds `at`, which is a time of this day.
    pub fn block(&self, playlists: &[Arc<Playlist>], at: DateTime<Utc>) -> Block {
        let next = self.cuts.partition_point(|cut| *cut <= at);
        let from =
            next.checked_sub(1).and_then(|index| self.cuts.get(index)).copied().unwrap_or(self.span.start);
        let until = self.next_cut(at);
        let at = from.timestamp_millis();
        let in_season = self.shares.iter().filter(|share| share.from <= at && at < share.until);
        let in_season = in_season.map(|share| (share.place, share.weight)).collect();
        Block::new(playlists, self.date, from..until, in_season)
    }
}

/// Takes from each item's stretches in season what a stronger one has; gives besides when one has the screen to itself.
fn give_way(playlists: &[Arc<Playlist>], seasons: Vec<Season>) -> (Vec<Season>, Vec<Range<DateTime<Utc>>>) {
    let rank = |place: &Place| item(playlists, *place).map_or(Rank::Loop, |item| item.rank);
    if seasons.iter().all(|(_, place)| rank(place) == Rank::Loop) {
        return (seasons, Vec::new());
    }
    // Strongest first; each takeover by itself, in order of name.
    let mut groups: BTreeMap<(Reverse<Rank>, usize), Vec<_>> = BTreeMap::new();
    for (season, place) in seasons {
        let rank = rank(&place);
        let alone = if rank == Rank::Takeover { place.playlist } else { 0 };
        groups.entry((Reverse(rank), alone)).or_default().push((season, place));
    }
    let (mut taken, mut kept) = (Vec::new(), Vec::new());
    for ((rank, _), group) in groups {
        let own = group.iter().map(|(season, _)| season.clone()).filter(|_| rank.0 != Rank::Loop);
        let all = union(taken.iter().cloned().chain(own));
        let rest = group.into_iter().flat_map(|(season, place)| {
            without(&season, &taken).into_iter().map(move |season| (season, place))
        });
        kept.extend(rest);
        taken = all;
    }
    kept.sort_by_key(|(season, place)| (place.playlist, place.item, season.start));
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
