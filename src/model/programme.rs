//! The immutable snapshot of a folder.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};
use xxhash_rust::xxh3::xxh3_64;

use super::block::{Block, Place};
use super::local_day::{LocalDay, local};
use super::roster::Roster;
use super::{Foot, Item, ItemPath, Part, Playlist, Problem, Screen, Zone, zone_of};

/// Everything the folder says at one moment. Published by `library`, never changed afterwards.
#[derive(Debug)]
pub struct Programme {
    /// `screen.toml`, defaults filled in.
    pub screen: Screen,
    /// Playlists in order of name, the root's own first.
    pub playlists: Vec<Arc<Playlist>>,
    /// Every problem found, in order of file and line.
    pub problems: Vec<Problem>,
    /// Where each file stands, by the hash of its path.
    places: Box<[(u32, Place)]>,
    /// Who takes a turn on the screen.
    pub(super) roster: Roster,
    /// Who runs in the ticker.
    pub(super) ticker: Roster,
    /// The loop of the main zone, and those of the others with their zones. Empty: the screen is not divided.
    parts: Vec<(Zone, Arc<Programme>)>,
    memo: Mutex<Memo>,
}

/// The days and blocks asked for last: today's, and what `upcoming` looks into. Ten thousand items make a block
/// of 160 kB.
#[derive(Debug, Default)]
struct Memo {
    days: VecDeque<Arc<LocalDay>>,
    blocks: VecDeque<Arc<Block>>,
}

/// Days and blocks kept at most.
const KEPT: usize = 4;

impl Programme {
    /// A snapshot of these.
    pub fn new(screen: Screen, playlists: Vec<Arc<Playlist>>, problems: Vec<Problem>) -> Programme {
        let places = playlists.iter().enumerate().flat_map(|(playlist, list)| {
            let items = list.items.iter().enumerate();
            items.map(move |(item, of)| (hash(of.path.shown()), Place::new(playlist, item)))
        });
        let mut places: Box<[(u32, Place)]> = places.collect();
        places.sort_unstable_by_key(|(hash, _)| *hash);
        let lit = screen.lit.with_holidays(&screen.holidays);
        let screen = Screen { lit, ..screen };
        let parts = parts(&screen, &playlists);
        let roster = Roster::new(&playlists, |list| !list.ticker);
        let ticker = Roster::new(&playlists, |list| list.ticker);
        Programme { screen, playlists, problems, places, roster, ticker, parts, memo: Mutex::default() }
    }

    /// What plays in the main zone, and what takes the whole screen: law 1 is asked of this. All of it where the
    /// screen is not divided.
    pub fn main(&self) -> &Programme {
        self.parts.first().map_or(self, |(_, main)| main)
    }

    /// The main zone and its programme, where the screen is divided.
    pub fn divided(&self) -> Option<&(Zone, Arc<Programme>)> {
        self.parts.first()
    }

    /// The other zones, each with what plays in it.
    pub fn beside(&self) -> &[(Zone, Arc<Programme>)] {
        self.parts.get(1..).unwrap_or_default()
    }

    /// Local time on this screen.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        local(self.screen.zone, at)
    }

    /// The item of this file, and its playlist.
    pub fn find(&self, path: &ItemPath) -> Option<(&Arc<Playlist>, &Arc<Item>)> {
        self.alike(path.shown()).find(|(_, item)| item.path == *path)
    }

    /// The item of the file whose path is shown so.
    pub fn named(&self, shown: &str) -> Option<&Arc<Item>> {
        self.alike(shown).map(|(_, item)| item).find(|item| item.path.shown() == shown)
    }

    /// Items that may be of this path, each with its playlist.
    fn alike(&self, shown: &str) -> impl Iterator<Item = (&Arc<Playlist>, &Arc<Item>)> {
        let hash = hash(shown);
        let first = self.places.partition_point(|(known, _)| *known < hash);
        let same = self.places.iter().skip(first).take_while(move |(known, _)| *known == hash);
        same.filter_map(|(_, place)| self.at(*place))
    }

    pub(super) fn at(&self, place: Place) -> Option<(&Arc<Playlist>, &Arc<Item>)> {
        let playlist = place.list(&self.playlists)?;
        Some((playlist, place.of(playlist)?))
    }

    /// The block that holds `at`. What is kept changes how fast the answer comes, never the answer.
    pub(super) fn block(&self, at: DateTime<Utc>) -> Arc<Block> {
        let known = self.memo().blocks.iter().find(|block| block.contains(at)).cloned();
        known.unwrap_or_else(|| {
            let block = Arc::new(self.day(at).block(self, at));
            keep(&mut self.memo().blocks, &block);
            block
        })
    }

    /// The local day of `at`.
    pub(super) fn day(&self, at: DateTime<Utc>) -> Arc<LocalDay> {
        let known = self.memo().days.iter().find(|day| day.contains(at)).cloned();
        known.unwrap_or_else(|| {
            let day = Arc::new(LocalDay::new(self, at));
            keep(&mut self.memo().days, &day);
            day
        })
    }

    /// Held only to look something up or to keep it, so that nobody waits while it is being made.
    fn memo(&self) -> MutexGuard<'_, Memo> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a file is found by among ten thousand.
fn hash(shown: &str) -> u32 {
    xxh3_64(shown.as_bytes()) as u32
}

/// The playlists of each zone of `screen`, with the screen as its slides have it.
fn parts(screen: &Screen, playlists: &[Arc<Playlist>]) -> Vec<(Zone, Arc<Programme>)> {
    // Zones would jump when the last of its lines goes.
    let strip = screen.strip || !screen.ticker.is_empty() || playlists.iter().any(|list| list.ticker);
    let part = |(at, zone): (usize, &Zone)| {
        let here = |list: &&Arc<Playlist>| match zone_of(&screen.zones, &list.name, list.rank()) {
            Some(own) if !list.ticker => own.name == zone.name,
            _ => at == 0,
        };
        let lists = playlists.iter().filter(here).cloned().collect();
        let mut screen = Screen { zones: Vec::new(), strip, ..screen.clone() };
        screen.part = Some(if at == 0 { Part::Main(zone.area) } else { Part::Beside(zone.area) });
        if at > 0 {
            screen.ticker = Vec::new();
            screen.footer = if strip { Some(Foot::Ticker) } else { screen.footer };
            // Of the ground of header and foot: one band around the main zone.
            std::mem::swap(&mut screen.theme.ground, &mut screen.theme.raised);
        }
        (zone.clone(), Arc::new(Programme::new(screen, lists, Vec::new())))
    };
    screen.zones.iter().enumerate().map(part).collect()
}

/// Keeps what was asked for last, and the few before it.
fn keep<T>(kept: &mut VecDeque<Arc<T>>, new: &Arc<T>) {
    kept.push_front(new.clone());
    kept.truncate(KEPT);
}
