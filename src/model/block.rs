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

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::cycle::cycle;
use super::roster::Member;
use super::shuffle::Shuffle;
use super::{Item, Playlist};

/// A remainder shorter than this (or than a third of the showing) at a block's end is a flash on the wall.
const FLASH: TimeDelta = TimeDelta::seconds(3);

/// Where an item stands: index of its playlist, index in that playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub playlist: u32,
    pub item: u32,
}

impl Place {
    pub fn new(playlist: usize, item: usize) -> Place {
        Place { playlist: playlist as u32, item: item as u32 }
    }

    /// The playlist that it is in.
    pub fn list(self, playlists: &[Arc<Playlist>]) -> Option<&Arc<Playlist>> {
        playlists.get(self.playlist as usize)
    }

    /// The item that stands there.
    pub fn of(self, list: &Playlist) -> Option<&Arc<Item>> {
        list.items.get(self.item as usize)
    }
}

/// Puts the items of one playlist in their order of the day, when it is shuffled.
fn shuffle(playlists: &[Arc<Playlist>], date: NaiveDate, members: &mut [&Member]) {
    let list = members.first().and_then(|member| member.place.list(playlists));
    if let Some(list) = list.filter(|list| list.shuffled) {
        let shuffle = Shuffle::new(date, &list.folder);
        members.sort_by_cached_key(|member| member.place.of(list).map(|item| shuffle.place(&item.path)));
    }
}

/// The item that stands there.
fn item(playlists: &[Arc<Playlist>], place: Place) -> Option<&Item> {
    place.of(place.list(playlists)?).map(Arc::as_ref)
}

/// How long an item is shown, in milliseconds.
fn length(item: &Item) -> i64 {
    item.duration.num_milliseconds().max(1)
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
    /// `in_season`: in order of place.
    pub fn new(
        playlists: &[Arc<Playlist>],
        date: NaiveDate,
        span: Range<DateTime<Utc>>,
        mut in_season: Vec<&Member>,
    ) -> Block {
        let mut groups: Vec<&mut [&Member]> =
            in_season.chunk_by_mut(|one, other| one.place.playlist == other.place.playlist).collect();
        let mut block = Block { span, slots: Vec::new(), ends: Vec::new(), last: 0 };
        if let [steps] = &groups[..]
            && steps.first().and_then(|step| step.place.list(playlists)).is_some_and(|list| list.ceremony)
        {
            block.march(playlists, steps);
            return block;
        }
        groups.iter_mut().for_each(|group| shuffle(playlists, date, group));
        let weights: Vec<Vec<u32>> =
            groups.iter().map(|group| group.iter().map(|member| member.weight).collect()).collect();
        let all = (block.span.end - block.span.start).num_milliseconds();
        let mut end = 0;
        for (group, index) in cycle(&weights) {
            // Of a cycle of hours that is cut after a quarter the rest is never reached.
            if end >= all {
                break;
            }
            let member = groups.get(group as usize).and_then(|group| group.get(index as usize));
            let Some(Member { place, .. }) = member else { continue };
            let Some(item) = item(playlists, *place) else { continue };
            end += length(item);
            block.slots.push(*place);
            block.ends.push(end);
        }
        block.slots.shrink_to_fit();
        block.ends.shrink_to_fit();
        block.last = block.last_start();
        block
    }

    /// The steps of a ceremony, as far as they go by themselves.
    fn march(&mut self, playlists: &[Arc<Playlist>], steps: &[&Member]) {
        let all = (self.span.end - self.span.start).num_milliseconds();
        let mut end = 0;
        for (index, Member { place, .. }) in steps.iter().enumerate() {
            let Some(item) = item(playlists, *place) else { continue };
            self.last = end;
            let stays = !item.timed || index + 1 == steps.len();
            end = if stays { all } else { (end + length(item)).min(all) };
            self.slots.push(*place);
            self.ends.push(end);
            if end == all {
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

#[cfg(test)]
mod tests;
