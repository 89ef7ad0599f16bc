//! Who comes and goes together, whatever the day.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::block::Place;
use super::{Playlist, Rank, When};

/// An item that is in season whenever its shift is.
#[derive(Debug)]
pub(super) struct Member {
    pub place: Place,
    /// Index of its shift.
    pub shift: u32,
    pub weight: u32,
}

/// The items of some playlists, in shifts: those of one playlist that have the same `when` and the same rank. Of ten
/// thousand files few have days or hours of their own, so that a day asks the calendar of few.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// The first item of each shift, in order.
    pub shifts: Vec<Place>,
    /// Every item that only the calendar hides, in order.
    pub members: Vec<Member>,
}

impl Roster {
    /// Of the `playlists` that are meant and do not wait for a key.
    pub fn new(playlists: &[Arc<Playlist>], meant: impl Fn(&Playlist) -> bool) -> Roster {
        let mut roster = Roster::default();
        let lists = playlists.iter().enumerate().filter(|(_, list)| meant(list) && !list.waits_for_a_key());
        for (playlist, list) in lists {
            let mut known: FxHashMap<(&When, Rank), u32> = FxHashMap::default();
            for (item, of) in list.items.iter().enumerate().filter(|(_, of)| of.hidden.is_none()) {
                let place = Place::new(playlist, item);
                let shift = *known.entry((&of.when, of.rank)).or_insert(roster.shifts.len() as u32);
                if shift as usize == roster.shifts.len() {
                    roster.shifts.push(place);
                }
                roster.members.push(Member { place, shift, weight: of.weight });
            }
        }
        roster.members.shrink_to_fit();
        roster
    }
}
