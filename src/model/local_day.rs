//! A local day: who is in season when, and where that cuts it ([`block`](super::block) says by which rules).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::block::{Block, Place};
use super::roster::{Member, Roster};
use super::spans::{union, without};
use super::when::overlap;
use super::{Programme, Rank, When, clock_is_set};

/// A local day: who is in season when, and where it is cut.
#[derive(Debug)]
pub(super) struct LocalDay {
    date: NaiveDate,
    span: Range<DateTime<Utc>>,
    /// When each shift of the loops is in season, in order.
    seasons: Vec<Seasons>,
    /// The same of the ticker's, whoever has the screen.
    ticker: Vec<Seasons>,
    /// When an item has the screen to itself, in order.
    taken: Vec<Range<DateTime<Utc>>>,
    /// Where the set of items in season changes, with both ends of the day, in order.
    cuts: Vec<DateTime<Utc>>,
}

/// When a shift is in season, in order.
type Seasons = Vec<Range<DateTime<Utc>>>;

impl LocalDay {
    /// The local day of the screen that `at` belongs to.
    pub fn new(programme: &Programme, at: DateTime<Utc>) -> LocalDay {
        let screen = &programme.screen;
        let span = day_of(screen.zone, at);
        let stretches = stretches(screen.zone, &span);
        let date = local(screen.zone, span.start).date();
        // As `Screen::is_lit`.
        let always = When::always();
        let hours = if clock_is_set(date.and_time(NaiveTime::MIN)) { &screen.lit } else { &always };
        let lit = openings(hours, &stretches);
        let ticker = seasons(programme, &programme.ticker, &lit, &stretches);
        let mut seasons = seasons(programme, &programme.roster, &lit, &stretches);
        let taken = give_way(programme, &mut seasons);
        let mut cuts = vec![span.start, span.end];
        cuts.extend(seasons.iter().flatten().flat_map(|season| [season.start, season.end]));
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

    /// Whether everything comes and goes at the same moments after midnight as on the day `before`.
    pub fn is_like(&self, before: &LocalDay) -> bool {
        let later = self.span.start - before.span.start;
        let moved = |one: &Range<DateTime<Utc>>, other: &Range<DateTime<Utc>>| {
            one.start + later == other.start && one.end + later == other.end
        };
        let same = |one: &[Seasons], other: &[Seasons]| {
            let alike = |(one, other): (&Seasons, &Seasons)| {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| moved(one, other))
            };
            one.iter().zip(other).all(alike)
        };
        moved(&before.span, &self.span)
            && same(&before.seasons, &self.seasons)
            && same(&before.ticker, &self.ticker)
    }

    /// When an item of the loops is in season, in order.
    pub fn seasons(&self, member: &Member) -> &[Range<DateTime<Utc>>] {
        self.seasons.get(member.shift as usize).map_or(&[], Vec::as_slice)
    }

    /// When an item of the ticker is in season, in order, whoever has the screen.
    pub fn ticker(&self, member: &Member) -> &[Range<DateTime<Utc>>] {
        self.ticker.get(member.shift as usize).map_or(&[], Vec::as_slice)
    }

    /// What is left of a stretch of the ticker while nothing has the screen to itself.
    pub fn beside(&self, season: &Range<DateTime<Utc>>) -> Vec<Range<DateTime<Utc>>> {
        without(season, &self.taken)
    }

    /// The first moment after `at` at which something of the ticker comes or goes; no later than the day's end.
    pub fn next_line(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let edges = self.ticker.iter().flatten().flat_map(|season| [season.start, season.end]);
        edges.filter(|edge| *edge > at).fold(self.span.end, DateTime::min)
    }

    /// The first of the items in season at `at`, which is a time of this day; the others have its rank.
    pub fn leader(&self, roster: &Roster, at: DateTime<Utc>) -> Option<Place> {
        let mut shifts = roster.shifts.iter().zip(&self.seasons);
        shifts.find(|(_, seasons)| holds(seasons, at)).map(|(first, _)| *first)
    }

    /// Where the day is cut next after `at`, which is a time of it.
    pub fn next_cut(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.cuts.get(self.cuts.partition_point(|cut| *cut <= at)).copied().unwrap_or(self.span.end)
    }

    /// The block that holds `at`, which is a time of this day.
    pub fn block(&self, programme: &Programme, at: DateTime<Utc>) -> Block {
        let next = self.cuts.partition_point(|cut| *cut <= at);
        let from =
            next.checked_sub(1).and_then(|index| self.cuts.get(index)).copied().unwrap_or(self.span.start);
        let until = self.next_cut(at);
        let on: Vec<bool> = self.seasons.iter().map(|seasons| holds(seasons, from)).collect();
        let members = programme.roster.members.iter();
        let in_season = members.filter(|member| on.get(member.shift as usize) == Some(&true)).collect();
        Block::new(&programme.playlists, self.date, from..until, in_season)
    }
}

fn holds(seasons: &[Range<DateTime<Utc>>], at: DateTime<Utc>) -> bool {
    seasons.iter().any(|season| season.contains(&at))
}

/// When each shift of `roster` is in season by its own rules and its playlist's.
fn seasons(
    programme: &Programme,
    roster: &Roster,
    lit: &[Range<DateTime<Utc>>],
    stretches: &[Stretch],
) -> Vec<Seasons> {
    let mut found = Vec::with_capacity(roster.shifts.len());
    for shifts in roster.shifts.chunk_by(|one, other| one.playlist == other.playlist) {
        let Some((list, _)) = shifts.first().and_then(|first| programme.at(*first)) else { continue };
        let listed = openings(&list.when, stretches);
        let listed = if list.rank() == Rank::Urgent { listed } else { overlap(&listed, lit) };
        let items = shifts.iter().filter_map(|first| programme.at(*first));
        found.extend(items.map(|(_, item)| overlap(&listed, &openings(&item.when, stretches))));
    }
    found
}

/// Takes from the seasons of each shift what a stronger one has; gives when one has the screen to itself.
fn give_way(programme: &Programme, seasons: &mut [Seasons]) -> Vec<Range<DateTime<Utc>>> {
    // Strongest first; each takeover by itself, in order of name.
    let mut ranks: BTreeMap<(Reverse<Rank>, u32), Vec<&mut Seasons>> = BTreeMap::new();
    for (first, seasons) in programme.roster.shifts.iter().zip(seasons) {
        let rank = programme.at(*first).map_or(Rank::Loop, |(_, item)| item.rank);
        let alone = if rank == Rank::Takeover { first.playlist } else { 0 };
        ranks.entry((Reverse(rank), alone)).or_default().push(seasons);
    }
    let mut taken = Vec::new();
    for ((Reverse(rank), _), shifts) in ranks {
        let mut own = Vec::new();
        for seasons in shifts {
            if rank != Rank::Loop {
                own.extend(seasons.iter().cloned());
            }
            if !taken.is_empty() {
                *seasons = seasons.iter().flat_map(|season| without(season, &taken)).collect();
            }
        }
        taken = union(taken.into_iter().chain(own));
    }
    taken
}

/// When `when` holds, within the stretches of a day.
fn openings(when: &When, stretches: &[Stretch]) -> Vec<Range<DateTime<Utc>>> {
    let mut open: Vec<Range<DateTime<Utc>>> = Vec::new();
    for stretch in stretches {
        for local in when.open_in(&stretch.local) {
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
    local: Range<NaiveDateTime>,
    /// Local time less UTC.
    offset: TimeDelta,
}

impl Stretch {
    fn new(span: Range<DateTime<Utc>>, offset: TimeDelta) -> Stretch {
        Stretch { local: span.start.naive_utc() + offset..span.end.naive_utc() + offset, offset }
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
        return vec![Stretch::new(span.clone(), first)];
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
    vec![Stretch::new(span.start..set, first), Stretch::new(set..span.end, last)]
}
