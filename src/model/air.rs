//! What is on air: law 1.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHashMap;

use super::block::Slot;
use super::{Item, ItemPath, Operator, Playlist, Programme, Rank, Reason, Stamp, When, in_hand};

/// Whose word put a showing on air, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// The cycle of the block.
    Loop,
    /// A slide that a reload found on air and that stays to its own end.
    Held,
    /// New bytes, shown once out of turn.
    Fresh,
    /// The cycle of a playlist that has the screen in its hours.
    Takeover,
    /// A person who advances a ceremony.
    Operator,
    /// The cycle of what is urgent.
    Urgent,
}

/// One showing of an item in the main zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Showing {
    /// The playlist it stands in.
    pub playlist: Arc<Playlist>,
    /// What is shown.
    pub item: Arc<Item>,
    /// Its first moment.
    pub from: DateTime<Utc>,
    /// The first moment after it.
    pub until: DateTime<Utc>,
    /// Why it is on.
    pub by: Authority,
    /// The page that a person has turned to; `None` while pages turn by the clock.
    pub page: Option<usize>,
}

/// A file whose bytes are new and whose picture is complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Fresh {
    /// Which file.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
    /// When it goes on air.
    pub from: DateTime<Utc>,
    /// The end of its own dwell; on air until the loop's first slot boundary at or after it.
    pub until: DateTime<Utc>,
}

/// A slide that was on air when the folder changed around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// Which file.
    pub path: ItemPath,
    /// Which version.
    pub stamp: Stamp,
    /// When its showing began.
    pub from: DateTime<Utc>,
    /// The end of its own dwell; on air until the loop's first slot boundary at or after it.
    pub until: DateTime<Utc>,
}

/// Overrides of the moment: values with an end, owned by `show`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// Fresh files, in order of `from`, at most five, not overlapping.
    pub fresh: Vec<Fresh>,
    /// What a reload found on air.
    pub hold: Option<Hold>,
    /// Where a person has put a ceremony.
    pub operator: Option<Operator>,
}

/// What is on air at `now`, and until when. `None`: nothing is in season (the calm placeholder).
#[derive(Clone, Debug, PartialEq)]
pub struct OnAir {
    /// What is shown.
    pub showing: Option<Showing>,
    /// When the answer changes next.
    pub until: DateTime<Utc>,
}

/// Law 1: what is on air at `now`. A fresh file is stronger than a held one, and that than the loop; but each only
/// among the items that have the screen.
pub fn on_air(programme: &Programme, overrides: &Overrides, now: DateTime<Utc>) -> OnAir {
    if let Some(showing) = in_hand(programme, overrides, now) {
        let block = programme.block(now);
        let urgent = block
            .first()
            .and_then(|place| programme.at(place))
            .is_some_and(|(_, item)| item.rank == Rank::Urgent);
        if !urgent {
            // A block may bring something urgent.
            let until = showing.until.min(block.until());
            return OnAir { showing: Some(Showing { until, ..showing }), until };
        }
    }
    let began = out_of_turn(overrides).filter(|turn| turn.span.start <= now);
    let showing = began.filter_map(|turn| turn.showing(programme)).find(|showing| now < showing.until);
    let (showing, until) = match showing {
        Some(showing) => (Some(showing.clone()), showing.until),
        None => {
            let block = programme.block(now);
            let showing = block.slot(now).and_then(|slot| in_turn(programme, slot));
            let until = showing.as_ref().map_or(block.until(), |showing| showing.until);
            (showing, until)
        }
    };
    // What is at least as strong does not wait for the end.
    let by = showing.as_ref().map_or(Authority::Loop, |showing| showing.by);
    let next = out_of_turn(overrides).filter(|turn| {
        (turn.by >= by || by > Authority::Fresh)
            && turn.span.start > now
            && turn.item(programme, turn.span.start).is_some()
    });
    let until = next.map(|turn| turn.span.start).min().map_or(until, |start| start.min(until));
    OnAir { showing: showing.map(|showing| Showing { until, ..showing }), until }
}

/// The showings of the loop that overlap `from..until`, in order, with their whole length. Overrides are of the
/// moment and not part of it.
pub fn showings(
    programme: &Programme,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> impl Iterator<Item = Showing> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        while at < until {
            let block = programme.block(at);
            let slot = block.slot(at);
            at = slot.as_ref().map_or(block.until(), |slot| slot.span.end);
            if let Some(showing) = slot.and_then(|slot| in_turn(programme, slot)) {
                return Some(showing);
            }
        }
        None
    })
}

/// The next `n` showings after the one on air at `now`, fewer when a day has no more of them. What to prefetch.
pub fn upcoming(programme: &Programme, overrides: &Overrides, now: DateTime<Utc>, n: usize) -> Vec<Showing> {
    let mut at = on_air(programme, overrides, now).until;
    let horizon = now + TimeDelta::days(1);
    let next = std::iter::from_fn(|| {
        while at < horizon {
            let on_air = on_air(programme, overrides, at);
            at = on_air.until;
            if on_air.showing.is_some() {
                return on_air.showing;
            }
        }
        None
    });
    next.take(n).collect()
}

/// A local day as the folder plans it.
#[derive(Clone, Debug, PartialEq)]
pub struct DayPlan<'p> {
    /// From its first moment to the next day's.
    pub span: Range<DateTime<Utc>>,
    /// Who is in season when, in order of the folder and then of time; the ticker's items too.
    pub seasons: Vec<(&'p Arc<Item>, Range<DateTime<Utc>>)>,
}

/// The plan of the local day that `at` belongs to.
pub fn day_plan(programme: &Programme, at: DateTime<Utc>) -> DayPlan<'_> {
    let day = programme.day(at);
    let roster = programme.roster.members.iter();
    let shown =
        roster.flat_map(|member| day.seasons(member).iter().map(|season| (member.place, season.clone())));
    let ticker = programme.ticker.members.iter().flat_map(|member| {
        let left = day.ticker(member).iter().flat_map(|season| day.beside(season));
        left.map(|season| (member.place, season))
    });
    let mut seasons: Vec<_> = shown.chain(ticker).collect();
    seasons.sort_by_key(|(place, _)| *place);
    let item = |place| programme.at(place).map(|(_, item)| item);
    let seasons = seasons.into_iter().filter_map(|(place, season)| Some((item(place)?, season)));
    DayPlan { span: day.span(), seasons: seasons.collect() }
}

/// From the first moment of the local day of `at` to the next day's.
pub fn day_span(programme: &Programme, at: DateTime<Utc>) -> Range<DateTime<Utc>> {
    programme.day(at).span()
}

/// Whether the local day of `at` is on air as that of `before` was, moment by moment: everything comes and goes as it
/// did, and nothing is shuffled by the date.
pub fn same_day(programme: &Programme, before: DateTime<Utc>, at: DateTime<Utc>) -> bool {
    !programme.playlists.iter().any(|list| list.shuffled) && programme.day(at).is_like(&programme.day(before))
}

/// Every item that is not in the loop at `now`, with its playlist, and why, in order of the folder.
pub fn hidden(programme: &Programme, now: DateTime<Utc>) -> Vec<(&Arc<Playlist>, &Arc<Item>, Reason)> {
    let mut found = Vec::new();
    for playlist in &programme.playlists {
        let why = why_hidden(programme, playlist, now);
        found.extend(playlist.items.iter().filter_map(|item| Some((playlist, item, why(item)?))));
    }
    found
}

/// Tells of each item of `playlist` why it is not in the loop at `now`.
pub fn why_hidden<'p>(
    programme: &'p Programme,
    playlist: &'p Arc<Playlist>,
    now: DateTime<Utc>,
) -> impl Fn(&Item) -> Option<Reason> + 'p {
    let at = programme.local(now);
    let dark = playlist.rank() != Rank::Urgent && !programme.screen.is_lit(at);
    let closed = playlist.when.hidden(at).or(dark.then_some(Reason::Hours));
    let leader = programme.block(now).first().and_then(|place| programme.at(place));
    let gives_way = leader.is_some_and(|(leaders, leader)| gives_way(playlist, leaders, leader.rank));
    let by_key = playlist.waits_for_a_key().then_some(Reason::Hours);
    // Of ten thousand files few have days or hours of their own.
    let known: RefCell<FxHashMap<When, Option<Reason>>> = RefCell::default();
    let hidden = move |when: &When| {
        let known = &mut *known.borrow_mut();
        known.get(when).copied().unwrap_or_else(|| *known.entry(when.clone()).or_insert(when.hidden(at)))
    };
    move |item| {
        let calendar = hidden(&item.when).into_iter().chain(closed).max_by_key(|reason| reason.gravity());
        item.hidden.or(calendar).or(by_key).or(gives_way.then_some(Reason::Takeover))
    }
}

/// Whether the items of `playlist` have to wait while those of `leaders`, which are of `rank`, have the screen.
fn gives_way(playlist: &Arc<Playlist>, leaders: &Arc<Playlist>, rank: Rank) -> bool {
    let own = playlist.rank();
    own < rank || own == Rank::Takeover && !Arc::ptr_eq(playlist, leaders)
}

/// The slot as a showing.
fn in_turn(programme: &Programme, slot: Slot) -> Option<Showing> {
    let (playlist, item) = programme.at(slot.place)?;
    let Range { start, end } = slot.span;
    let by = match item.rank {
        Rank::Loop => Authority::Loop,
        Rank::Takeover => Authority::Takeover,
        Rank::Urgent => Authority::Urgent,
    };
    Some(Showing { playlist: playlist.clone(), item: item.clone(), from: start, until: end, by, page: None })
}

/// What an override asks for.
struct Turn<'a> {
    path: &'a ItemPath,
    stamp: Stamp,
    /// Its beginning, and the end of its own dwell.
    span: Range<DateTime<Utc>>,
    by: Authority,
}

/// The overrides, strongest first: of several fresh files the one that comes last.
fn out_of_turn(overrides: &Overrides) -> impl Iterator<Item = Turn<'_>> {
    let fresh = overrides.fresh.iter().rev().map(|Fresh { path, stamp, from, until }| Turn {
        path,
        stamp: *stamp,
        span: *from..*until,
        by: Authority::Fresh,
    });
    let held = overrides.hold.iter().map(|Hold { path, stamp, from, until }| Turn {
        path,
        stamp: *stamp,
        span: *from..*until,
        by: Authority::Held,
    });
    fresh.chain(held)
}

impl Turn<'_> {
    /// The item, if the programme still has this version of it and it is in season at `at`.
    fn item<'p>(
        &self,
        programme: &'p Programme,
        at: DateTime<Utc>,
    ) -> Option<(&'p Arc<Playlist>, &'p Arc<Item>)> {
        let (playlist, item) = programme.find(self.path).filter(|(_, item)| item.stamp == self.stamp)?;
        let local = programme.local(at);
        let lit = item.rank == Rank::Urgent || programme.screen.is_lit(local);
        let plays = lit && item.hidden.is_none() && playlist.when.holds(local) && item.when.holds(local);
        let leader = programme.block(at).first().and_then(|place| programme.at(place));
        let waits = leader.is_some_and(|(leaders, leader)| gives_way(playlist, leaders, leader.rank));
        (plays && !waits).then_some((playlist, item))
    }

    /// Its showing: to the loop's first slot boundary at or after the end of its dwell, and no longer than the
    /// season in which it began.
    fn showing(&self, programme: &Programme) -> Option<Showing> {
        let Range { start: from, end } = self.span;
        let (playlist, item) = self.item(programme, from)?;
        let end = programme.block(end).boundary(end);
        // The loop has it too, so its season ends only where a block does.
        let mut until = programme.block(from).until();
        while until < end && self.item(programme, until).is_some() {
            until = programme.block(until).until();
        }
        let until = until.min(end);
        Some(Showing { playlist: playlist.clone(), item: item.clone(), from, until, by: self.by, page: None })
    }
}

#[cfg(test)]
mod ranks;
#[cfg(test)]
mod tests;
