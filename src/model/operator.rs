//! A ceremony in a person's hand.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};

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
    /// When the ceremony began: with its hours, or with the first key.
    pub begun: DateTime<Utc>,
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
    let soon = |list: &Playlist| {
        list.when.is_always()
            || list.when.holds(programme.local(now))
            || hours(programme, list, now).is_some()
    };
    programme
        .playlists
        .iter()
        .find(|list| list.ceremony && soon(list) && !steps(programme, list, now).is_empty())
}

/// The hours of `playlist` that hold at `at`, from midnight at the earliest, or else the next ones when they begin
/// within [`EARLY`]. `None` where they never end.
pub fn hours(programme: &Programme, playlist: &Playlist, at: DateTime<Utc>) -> Option<Range<DateTime<Utc>>> {
    let (local, when) = (programme.local(at), &playlist.when);
    let moment = |other: NaiveDateTime| at + (other - local);
    if when.holds(local) {
        let open = when.open_in(&(local.date().and_time(NaiveTime::MIN)..local));
        let start = open.last().filter(|open| open.end == local).map_or(local, |open| open.start);
        return Some(moment(start)..moment(when.next_change(local)?));
    }
    let start = when.next_change(local).filter(|start| *start <= local + EARLY && when.holds(*start))?;
    Some(moment(start)..moment(when.next_change(start)?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rank;
    use crate::model::fixture::{VIETNAM, at, item, programme, ranked};

    #[test]
    fn the_hours_of_a_ceremony_are_known_an_hour_before_and_while_they_last() {
        let list = |when: &str| ranked(Rank::Takeover, when, vec![item("a", 10)]);
        let table = [
            ("Mo 07:00-07:45", "05:59:59", None),
            ("Mo 07:00-07:45", "06:00:00", Some(("07:00:00", "07:45:00"))),
            ("Mo 07:00-07:45", "07:00:00", Some(("07:00:00", "07:45:00"))),
            ("Mo 07:00-07:45", "07:44:59", Some(("07:00:00", "07:45:00"))),
            ("Mo 07:00-07:45", "07:45:00", None),
            ("Mo 07:00-07:45,13:30-14:00", "13:30:00", Some(("13:30:00", "14:00:00"))),
            ("Mo 07:00-07:45,13:30-14:00", "13:40:00", Some(("13:30:00", "14:00:00"))),
            ("", "07:00:00", None),
            ("2026-2099", "07:00:00", None),
        ];
        for (when, now, expected) in table {
            let (list, at) = (list(when), |time: &str| at(&format!("2026-11-30 {time}")));
            let found = hours(&programme(VIETNAM, vec![list.clone()]), &list, at(now));
            assert_eq!(found, expected.map(|(start, end)| at(start)..at(end)), "{when} {now}");
        }
    }
}
