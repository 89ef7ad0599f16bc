//! A local day cut into blocks, and the slots of a block.
//!
//! The definition, which the tests say again without any of the shortcuts here:
//! - A day is cut at local midnight and wherever the set of items in season changes. An item is in season while
//!   nothing hides it and its own `when` and its playlist's hold.
//! - What is not urgent is in season only while the screen is lit.
//! - The lines of the ticker have seasons of their own and cut no blocks.
//! - While an urgent item is in season, only urgent ones are; else while an item of a takeover is, only those of
//!   the takeover that is the first by name are.
//! - A shuffled playlist has another order of its items every day ([`Shuffle`]).
//! - In a block of a ceremony the steps follow each other while they are timed; the first that is not, or the
//!   last, stays to the end.
//! - In any other block one cycle of its items ([`cycle`]) repeats from the block's start, each slot as long as its item.
//! - The block's end cuts its last slot. One that would be cut to a flash (less than 3 s, and less than a third
//!   of its length) is not begun, and the one before it stays to the end.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::cycle::cycle;
use super::shuffle::Shuffle;
use super::spans::{union, without};
use super::when::overlap;
use super::{Item, Playlist, Rank, Screen, When, clock_is_set};

/// A remainder shorter than this (or than a third of the showing) at a block's end is a flash on the wall.
const FLASH: TimeDelta = TimeDelta::seconds(3);

/// Where an item stands: index of its playlist, index in that playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub playlist: usize,
    pub item: usize,
}

/// A stretch in season, and whose it is.
type Season = (Range<DateTime<Utc>>, Place);

/// A local day: who is in season when, and where it is cut.
#[derive(Debug)]
pub(super) struct LocalDay {
    date: NaiveDate,
    span: Range<DateTime<Utc>>,
    /// Each item's stretches in season, in order of place.
    seasons: Vec<Season>,
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
        let (mut seasons, mut ticker) = (Vec::new(), Vec::new());
        for (playlist, list) in playlists.iter().enumerate().filter(|(_, list)| !list.waits_for_a_key()) {
            let listed = openings(&list.when, &stretches);
            let listed = if list.rank() == Rank::Urgent { listed } else { overlap(&listed, &lit) };
            // Of ten thousand files few have a last day of their own.
            let mut known: HashMap<&When, Vec<Range<DateTime<Utc>>>> = HashMap::new();
            let found = if list.ticker { &mut ticker } else { &mut seasons };
            for (item, of) in list.items.iter().enumerate().filter(|(_, of)| of.hidden.is_none()) {
                let open = known.entry(&of.when);
                let open = open.or_insert_with(|| overlap(&listed, &openings(&of.when, &stretches)));
                found.extend(open.iter().map(|open| (open.clone(), Place { playlist, item })));
            }
        }
        let (seasons, taken) = give_way(playlists, seasons);
        let mut cuts: Vec<_> = seasons.iter().flat_map(|(season, _)| [season.start, season.end]).collect();
        cuts.extend([span.start, span.end]);
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
        let in_season = self.seasons.iter().filter(|(season, _)| season.contains(&from));
        Block::new(playlists, self.date, from..until, in_season.map(|(_, place)| *place))
    }
}

/// Takes from each item's stretches in season what a stronger one has; gives besides when one has the screen to itself.
fn give_way(playlists: &[Arc<Playlist>], seasons: Vec<Season>) -> (Vec<Season>, Vec<Range<DateTime<Utc>>>) {
    let item = |place: &Place| playlists.get(place.playlist).and_then(|list| list.items.get(place.item));
    let rank = |place: &Place| item(place).map_or(Rank::Loop, |item| item.rank);
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

/// Puts the items of one playlist in their order of the day, when it is shuffled.
fn shuffle(playlists: &[Arc<Playlist>], date: NaiveDate, items: &mut [(Place, &Item)]) {
    let list = items.first().and_then(|(place, _)| playlists.get(place.playlist));
    if let Some(list) = list.filter(|list| list.shuffled) {
        let shuffle = Shuffle::new(date, &list.folder);
        items.sort_by_cached_key(|(_, item)| shuffle.place(&item.path));
    }
}

/// One cycle, repeated from the block's start.
#[derive(Debug)]
pub(super) struct Block {
    span: Range<DateTime<Utc>>,
    /// One cycle, in order; empty when nothing is in season.
    slots: Vec<Place>,
    /// End of each slot of the first cycle, milliseconds after the block's start.
    ends: Vec<i64>,
    /// Start of the block's last slot, milliseconds after the block's start.
    last: i64,
}

/// A slot: whose it is, and from when until when.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    pub place: Place,
    pub span: Range<DateTime<Utc>>,
}

impl Block {
    fn new(
        playlists: &[Arc<Playlist>],
        date: NaiveDate,
        span: Range<DateTime<Utc>>,
        in_season: impl Iterator<Item = Place>,
    ) -> Block {
        let mut groups: Vec<Vec<(Place, &Item)>> = Vec::new();
        for place in in_season {
            let Some(item) = playlists.get(place.playlist).and_then(|list| list.items.get(place.item)) else {
                continue;
            };
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|(last, _)| last.playlist == place.playlist) => {
                    group.push((place, item));
                }
                _ => groups.push(vec![(place, item)]),
            }
        }
        let mut block = Block { span, slots: Vec::new(), ends: Vec::new(), last: 0 };
        if let [steps] = &groups[..]
            && steps
                .first()
                .and_then(|(place, _)| playlists.get(place.playlist))
                .is_some_and(|list| list.ceremony)
        {
            block.march(steps);
            return block;
        }
        groups.iter_mut().for_each(|group| shuffle(playlists, date, group));
        let weights: Vec<Vec<u32>> =
            groups.iter().map(|group| group.iter().map(|(_, item)| item.weight).collect()).collect();
        let length = (block.span.end - block.span.start).num_milliseconds();
        let mut end = 0;
        for (group, index) in cycle(&weights) {
            // Of a cycle of hours that is cut after a quarter the rest is never reached.
            if end >= length {
                break;
            }
            let Some((place, item)) = groups.get(group as usize).and_then(|group| group.get(index as usize))
            else {
                continue;
            };
            end += item.duration.num_milliseconds().max(1);
            block.slots.push(*place);
            block.ends.push(end);
        }
        block.last = block.last_start();
        block
    }

    /// The steps of a ceremony, as far as they go by themselves.
    fn march(&mut self, steps: &[(Place, &Item)]) {
        let length = (self.span.end - self.span.start).num_milliseconds();
        let mut end = 0;
        for (index, (place, item)) in steps.iter().enumerate() {
            self.last = end;
            let stays = !item.timed || index + 1 == steps.len();
            end = if stays { length } else { (end + item.duration.num_milliseconds().max(1)).min(length) };
            self.slots.push(*place);
            self.ends.push(end);
            if end == length {
                break;
            }
        }
    }

    /// The first of the items in season; the others have its rank.
    pub fn first(&self) -> Option<Place> {
        self.slots.first().copied()
    }

    /// The first moment after the block.
    pub fn until(&self) -> DateTime<Utc> {
        self.span.end
    }

    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.span.contains(&at)
    }

    /// The slot that holds `at`, which is a time of this block; `None` when nothing is in season.
    pub fn slot(&self, at: DateTime<Utc>) -> Option<Slot> {
        let offset = (at - self.span.start).num_milliseconds().clamp(0, self.last);
        let (place, range) = self.turn(offset)?;
        let start = self.span.start + TimeDelta::milliseconds(range.start);
        let end = if offset == self.last {
            self.span.end
        } else {
            self.span.start + TimeDelta::milliseconds(range.end)
        };
        Some(Slot { place, span: start..end })
    }

    /// The first slot boundary at or after `at`; both ends of the block are boundaries.
    pub fn boundary(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        match self.slot(at) {
            _ if at <= self.span.start => self.span.start,
            Some(slot) if slot.span.start == at => at,
            Some(slot) => slot.span.end,
            None => self.span.end,
        }
    }

    /// The turn of the repeated cycle at `offset`: start and end in milliseconds after the block's start.
    fn turn(&self, offset: i64) -> Option<(Place, Range<i64>)> {
        let cycle = *self.ends.last()?;
        let (round, within) = (offset.div_euclid(cycle), offset.rem_euclid(cycle));
        let index = self.ends.partition_point(|end| *end <= within);
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = *self.ends.get(index)?;
        Some((*self.slots.get(index)?, round * cycle + start..round * cycle + end))
    }

    /// Where the last slot of the block begins. One that the block's end would cut to a flash is not begun: its
    /// time goes to the one before.
    fn last_start(&self) -> i64 {
        let length = (self.span.end - self.span.start).num_milliseconds();
        let Some((_, cut)) = self.turn(length - 1) else { return 0 };
        let flash = FLASH.num_milliseconds().min((cut.end - cut.start) / 3);
        if cut.start == 0 || length - cut.start >= flash {
            return cut.start;
        }
        self.turn(cut.start - 1).map_or(0, |(_, before)| before.start)
    }
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
fn day_of(zone: Tz, at: DateTime<Utc>) -> Range<DateTime<Utc>> {
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

#[cfg(test)]
mod tests;
