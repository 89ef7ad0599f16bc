//! What became of the folder's files: the difference between what was known of them and a snapshot.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::row::{Event, Kind};
use crate::model::{Item, ItemPath, Programme, Reason, When};

/// Changes that are told at a time: the events of ten thousand new files would be some MB.
pub(super) const PIECE: usize = 250;

/// A file that has been empty for so long stays it.
const BEGUN: TimeDelta = TimeDelta::seconds(10);

/// What is known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) size: i64,
    /// Nanoseconds since 1970 UTC.
    pub(super) modified: i64,
    pub(super) state: State,
}

/// What is thought of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Plays,
    Rejected,
    Expired,
}

impl State {
    pub(super) const ALL: [(State, &str); 3] =
        [(State::Plays, "plays"), (State::Rejected, "rejected"), (State::Expired, "expired")];

    pub(super) fn name(self) -> &'static str {
        State::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }
}

/// Every file that is known, by its path as people read it.
pub(super) type Files = HashMap<Box<str>, Known>;

/// A file, and what is known of it now; `None`: it is gone.
pub(super) type Change = (Box<str>, Option<Known>);

/// What the system says of a file, asked when it changed.
pub(super) struct Ask<'a> {
    pub(super) owner: &'a dyn Fn(&ItemPath) -> Option<String>,
    pub(super) hash: &'a dyn Fn(&Item) -> Option<u64>,
    pub(super) came: &'a dyn Fn(&ItemPath) -> Option<DateTime<Utc>>,
    /// When the record of the folder begins, while it is still being read for the first time.
    pub(super) beginning: Option<DateTime<Utc>>,
}

impl Ask<'_> {
    /// When a file that was not known came, as far as the record goes: reading all of a folder takes its time.
    fn came(&self, path: &ItemPath, now: DateTime<Utc>) -> DateTime<Utc> {
        let beginning =
            self.beginning.filter(|beginning| (self.came)(path).is_some_and(|came| came <= *beginning));
        beginning.unwrap_or(now)
    }
}

/// The first [`PIECE`] changes between `known` and `programme`, and what is known then. A folder without any file may be
/// a share that is not mounted yet: nothing is gone then.
pub(super) fn changes(
    known: &Files,
    programme: &Programme,
    now: DateTime<Utc>,
    ask: &Ask,
) -> (Vec<Event>, Vec<Change>) {
    let (mut events, mut news) = (Vec::new(), Vec::new());
    let local = programme.local(now);
    // Of ten thousand files few have a last day of their own.
    let mut over: HashMap<&When, bool> = HashMap::new();
    let mut is_over = |when| *over.entry(when).or_insert_with(|| when.hidden(local) == Some(Reason::Expired));
    for list in &programme.playlists {
        for item in list.items.iter().filter(|item| item.hidden != Some(Reason::Draft)) {
            let path = item.path.shown();
            let state = match item.hidden {
                // Not known yet.
                Some(Reason::Pending | Reason::Converting) => continue,
                Some(_) if is_begun(item, now) => continue,
                Some(_) => State::Rejected,
                None if is_over(&list.when) || is_over(&item.when) => State::Expired,
                None => State::Plays,
            };
            let size = i64::try_from(item.stamp.size).unwrap_or(i64::MAX);
            let is = Known { size, modified: item.stamp.modified, state };
            let was = known.get(path).copied();
            if was == Some(is) {
                continue;
            }
            let at = if was.is_none() { ask.came(&item.path, now) } else { now };
            events.extend(kinds(was, is).into_iter().map(|kind| {
                let detail = match kind {
                    Kind::Rejected => why(programme, item),
                    _ => None,
                };
                // Nobody does anything when a day is over.
                let owner = (kind != Kind::Expired).then(|| (ask.owner)(&item.path)).flatten();
                Event { owner, hash: hash(item, ask), detail, ..plain(kind, path, at) }
            }));
            news.push((path.into(), Some(is)));
            if news.len() == PIECE {
                return (events, news);
            }
        }
    }
    let is_file = |item: &Arc<Item>| item.hidden != Some(Reason::Draft);
    let is_empty = !programme.playlists.iter().flat_map(|list| &list.items).any(is_file);
    let gone = known.keys().filter(|path| !is_empty && !programme.named(path).is_some_and(is_file));
    for path in gone.take(PIECE - news.len()) {
        events.push(plain(Kind::Removed, path, now));
        news.push((path.clone(), None));
    }
    (events, news)
}

/// Whether a file is empty for now: some programs make it a moment before they write it.
fn is_begun(item: &Item, now: DateTime<Utc>) -> bool {
    let since = now - DateTime::from_timestamp_nanos(item.stamp.modified);
    item.stamp.size == 0 && since < BEGUN
}

/// What a file went through from `was` to `is`.
fn kinds(was: Option<Known>, is: Known) -> Vec<Kind> {
    let same = was.is_some_and(|was| (was.size, was.modified) == (is.size, is.modified));
    let came = match was {
        _ if is.state == State::Rejected => Some(Kind::Rejected),
        None => Some(Kind::Added),
        Some(_) if !same => Some(Kind::Replaced),
        // Its date was moved, or what it needs is there now.
        Some(was) if is.state == State::Plays && was.state != State::Plays => Some(Kind::Added),
        Some(_) => None,
    };
    let expired = is.state == State::Expired && !was.is_some_and(|was| same && was.state == State::Expired);
    came.into_iter().chain(expired.then_some(Kind::Expired)).collect()
}

/// Why a file is not shown, as the clerk reads it.
fn why(programme: &Programme, item: &Item) -> Option<String> {
    if item.hidden == Some(Reason::Placeholder) {
        return Some("Còn chỗ [cần điền], chờ nhà trường điền".to_owned());
    }
    let problems = programme.problems.iter().filter(|problem| problem.file == item.path.shown());
    problems.min_by_key(|problem| problem.level).map(|problem| problem.message.vi.clone())
}

fn hash(item: &Item, ask: &Ask) -> Option<String> {
    (ask.hash)(item).map(super::record::digits)
}

fn plain(kind: Kind, path: &str, now: DateTime<Utc>) -> Event {
    Event {
        id: 0,
        screen: String::new(),
        kind,
        item: Some(path.to_owned()),
        hash: None,
        owner: None,
        began: now.timestamp_millis(),
        ended: None,
        detail: None,
    }
}

#[cfg(test)]
mod tests;
