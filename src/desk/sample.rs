//! Boards for the tests.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Board;
use crate::model::{
    Content, Fit, Freshness, Item, ItemPath, Overrides, Playlist, Problem, Programme, Reason, Screen, Stamp,
    Transition, When,
};

/// "2026-11-24 07:15:23" in Vietnam.
pub fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    local.and_local_timezone(Tz::Asia__Ho_Chi_Minh).unwrap().to_utc()
}

/// A picture of 10 s, titled as its file is named, on air when `when` (opening_hours; empty: always) says so.
pub fn item(path: &str, when: &str, hidden: Option<Reason>) -> Item {
    let when = if when.is_empty() { When::always() } else { When::parse(when).unwrap() };
    Item {
        path: ItemPath::new(path),
        stamp: Stamp::default(),
        content: Content::Picture,
        title: path.to_owned(),
        topic: None,
        when,
        duration: TimeDelta::seconds(10),
        weight: 1,
        transition: Transition::default(),
        fit: Fit::default(),
        fresh: Freshness::default(),
        hidden,
    }
}

/// A folder of these files, at 07:15:23 on Tuesday, 24 November 2026.
pub fn board(items: Vec<Item>, problems: Vec<Problem>) -> Board {
    let screen =
        Screen { school: "Trường THPT Cộng Hiền".to_owned(), ..Screen::bare(Tz::Asia__Ho_Chi_Minh) };
    let playlist = Playlist {
        folder: "thong-bao".to_owned(),
        name: "thong-bao".to_owned(),
        title: "Thông báo".to_owned(),
        when: When::always(),
        items: items.into_iter().map(Arc::new).collect(),
    };
    Board {
        programme: Arc::new(Programme::new(screen, vec![Arc::new(playlist)], problems)),
        overrides: Overrides::default(),
        now: at("2026-11-24 07:15:23"),
        blank: false,
    }
}
