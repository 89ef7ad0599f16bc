//! The immutable snapshot of a folder.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::block::{Block, LocalDay, Place, local};
use super::{Item, ItemPath, Playlist, Problem, Screen};

/// Everything the folder says at one moment. Published by `library`, never changed afterwards.
#[derive(Debug)]
pub struct Programme {
    /// `screen.toml`, defaults filled in.
    pub screen: Screen,
    /// Playlists in order of name, the root's own first.
    pub playlists: Vec<Arc<Playlist>>,
    /// Every problem found, in order of file and line.
    pub problems: Vec<Problem>,
    places: HashMap<ItemPath, Place>,
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
            items.map(move |(item, of)| (of.path.clone(), Place { playlist, item }))
        });
        let places = places.collect();
        let lit = screen.lit.with_holidays(&screen.holidays);
        let screen = Screen { lit, ..screen };
        Programme { screen, playlists, problems, places, memo: Mutex::default() }
    }

    /// Local time on this screen.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        local(self.screen.zone, at)
    }

    /// The item of this file, and its playlist.
    pub fn find(&self, path: &ItemPath) -> Option<(&Arc<Playlist>, &Arc<Item>)> {
        self.at(*self.places.get(path)?)
    }

    pub(super) fn at(&self, place: Place) -> Option<(&Arc<Playlist>, &Arc<Item>)> {
        let playlist = self.playlists.get(place.playlist)?;
        Some((playlist, playlist.items.get(place.item)?))
    }

    /// The block that holds `at`. What is kept changes how fast the answer comes, never the answer.
    pub(super) fn block(&self, at: DateTime<Utc>) -> Arc<Block> {
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(block) = memo.blocks.iter().find(|block| block.contains(at)) {
            return block.clone();
        }
        let day = memo.day(self, at);
        let block = Arc::new(day.block(&self.playlists, at));
        memo.blocks.push_front(block.clone());
        memo.blocks.truncate(KEPT);
        block
    }
    /// The local day of `at`.
    pub(super) fn day(&self, at: DateTime<Utc>) -> Arc<LocalDay> {
        self.memo.lock().unwrap_or_else(PoisonError::into_inner).day(self, at)
    }
}

impl Memo {
    fn day(&mut self, of: &Programme, at: DateTime<Utc>) -> Arc<LocalDay> {
        if let Some(day) = self.days.iter().find(|day| day.contains(at)) {
            return day.clone();
        }
        let day = Arc::new(LocalDay::new(&of.screen, &of.playlists, at));
        self.days.push_front(day.clone());
        self.days.truncate(KEPT);
        day
    }
}
