//! Programmes for tests.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{
    Content, Fit, Freshness, Item, ItemPath, Playlist, Programme, Rank, Screen, Showing, Stamp, Transition,
    When,
};

pub(crate) const VIETNAM: Tz = Tz::Asia__Ho_Chi_Minh;

/// "2026-11-30 07:00:00" in Vietnam.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    local.and_local_timezone(VIETNAM).unwrap().to_utc()
}

/// A picture of so many seconds, always in season.
pub(crate) fn item(path: &str, seconds: i64) -> Item {
    Item {
        path: ItemPath::new(path),
        stamp: Stamp { size: 1, modified: 1, inode: 1 },
        content: Content::Picture,
        title: path.to_owned(),
        topic: None,
        when: When::always(),
        duration: TimeDelta::seconds(seconds),
        timed: false,
        weight: 1,
        rank: Rank::Loop,
        transition: Transition::default(),
        fit: Fit::default(),
        fresh: Freshness::default(),
        volume: 0,
        hidden: None,
    }
}

/// The same in season by an opening_hours expression.
pub(crate) fn dated(path: &str, seconds: i64, when: &str) -> Item {
    Item {
        when: if when.is_empty() { When::always() } else { When::parse(when).unwrap() },
        ..item(path, seconds)
    }
}

pub(crate) fn playlist(when: When, items: Vec<impl Into<Arc<Item>>>) -> Arc<Playlist> {
    let items = items.into_iter().map(Into::into).collect();
    Arc::new(Playlist {
        folder: String::new(),
        name: String::new(),
        title: String::new(),
        when,
        ceremony: false,
        ends_on_time: false,
        ticker: false,
        shuffled: false,
        items,
    })
}

pub(crate) fn programme(zone: Tz, playlists: Vec<Arc<Playlist>>) -> Programme {
    Programme::new(Screen::bare(zone), playlists, Vec::new())
}

/// One playlist, in Vietnam.
pub(crate) fn one(items: Vec<Item>) -> Programme {
    programme(VIETNAM, vec![playlist(When::always(), items)])
}

/// The same as the sub-folder `folder`, with that for its title.
pub(crate) fn named(folder: &str, list: Arc<Playlist>) -> Arc<Playlist> {
    let name = folder.to_owned();
    Arc::new(Playlist { folder: name.clone(), title: name.clone(), name, ..Arc::unwrap_or_clone(list) })
}

/// The sub-folder `thong-bao`, "Thông báo", always in season.
pub(crate) fn notices(items: Vec<Item>) -> Arc<Playlist> {
    let list = Arc::unwrap_or_clone(named("thong-bao", playlist(When::always(), items)));
    Arc::new(Playlist { title: "Thông báo".to_owned(), ..list })
}

/// A playlist whose items are all of this rank.
pub(crate) fn ranked(rank: Rank, when: &str, items: Vec<Item>) -> Arc<Playlist> {
    let when = if when.is_empty() { When::always() } else { When::parse(when).unwrap() };
    playlist(when, items.into_iter().map(|item| Item { rank, ..item }).collect())
}

/// The folder of the ticker.
pub(crate) fn ticker(when: &str, items: Vec<Item>) -> Arc<Playlist> {
    let list = named("chu-chay", ranked(Rank::Loop, when, items));
    Arc::new(Playlist { ticker: true, ..Arc::unwrap_or_clone(list) })
}

/// "a 07:00:00-07:00:10", in Vietnam.
pub(crate) fn line(showing: &Showing) -> String {
    let time = |at: DateTime<Utc>| at.with_timezone(&VIETNAM).format("%H:%M:%S").to_string();
    format!("{} {}-{}", showing.item.path.shown(), time(showing.from), time(showing.until))
}
