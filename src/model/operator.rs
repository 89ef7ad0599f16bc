//! A ceremony in a person's hand.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Authority, Item, ItemPath, Overrides, Playlist, Programme, Showing};

/// How long the screen waits for the next key after the ceremony's time is over.
pub const FORGOTTEN: TimeDelta = TimeDelta::minutes(15);

/// How long before its hours a key may begin a ceremony.
pub const EARLY: TimeDelta = TimeDelta::hours(1);

/// Where a person has put a ceremony.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// The playlist's folder.
    pub folder: String,
    /// The step, and its place among the steps, should it be gone.
    pub step: (ItemPath, usize),
    /// The page of the step.
    pub page: usize,
    /// When a key put it there.
    pub from: DateTime<Utc>,
    /// It stays though its time is over.
    pub frozen: bool,
    /// When the schedule has the screen again unless another key comes.
    pub until: DateTime<Utc>,
}

/// The steps of a ceremony that can be shown at `now`, in order.
pub fn steps(programme: &Programme, playlist: &Playlist, now: DateTime<Utc>) -> Vec<Arc<Item>> {
    let local = programme.local(now);
    let shown = |item: &&Arc<Item>| item.hidden.is_none() && item.when.holds(local);
    playlist.items.iter().filter(shown).cloned().collect()
}

/// The ceremony that a key may begin at `now`, though it is not on the air: the first by name that has no hours, or
/// whose hours begin within [`EARLY`].
pub fn startable(programme: &Programme, now: DateTime<Utc>) -> Option<&Arc<Playlist>> {
    let local = programme.local(now);
    let soon = |list: &Playlist| {
        list.when.is_always()
            || list.when.holds(local)
            || list
                .when
                .next_change(local)
                .is_some_and(|change| change <= local + EARLY && list.when.holds(change))
    };
    programme
        .playlists
        .iter()
        .find(|list| list.ceremony && soon(list) && !steps(programme, list, now).is_empty())
}

/// What a person's word comes to at `now`: the step it was put at, or a later one, as timed steps go on by themselves.
pub fn in_hand(programme: &Programme, overrides: &Overrides, now: DateTime<Utc>) -> Option<Showing> {
    let operator = overrides.operator.as_ref().filter(|operator| now < operator.until)?;
    let playlist = programme.playlists.iter().find(|list| list.ceremony && list.folder == operator.folder)?;
    let steps = steps(programme, playlist, now);
    let (path, place) = &operator.step;
    let found = steps.iter().position(|item| item.path == *path);
    let last = steps.len().checked_sub(1)?;
    let mut index = found.unwrap_or((*place).min(last));
    let mut from = operator.from;
    let mut page = Some(operator.page);
    loop {
        let item = steps.get(index)?;
        let ends = item.timed && !operator.frozen && index < last;
        let until = if ends { from + item.duration } else { operator.until };
        if now < until || !ends {
            // The pages of a timed step turn by themselves.
            let page = page.filter(|_| !item.timed || operator.frozen);
            let (playlist, item) = (playlist.clone(), item.clone());
            return Some(Showing { playlist, item, from, until, by: Authority::Operator, page });
        }
        (index, from, page) = (index + 1, until, Some(0));
    }
}
