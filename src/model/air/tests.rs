use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::*;
use crate::model::{Content, Fit, Freshness, Screen, Transition, When};

const HANOI: Tz = Tz::Asia__Ho_Chi_Minh;

/// "2026-11-30 07:00:00" in Vietnam.
fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    local.and_local_timezone(HANOI).unwrap().to_utc()
}

fn item(path: &str, seconds: i64, when: &str) -> Item {
    let when = if when.is_empty() { When::always() } else { When::parse(when).unwrap() };
    Item {
        path: ItemPath::new(path),
        stamp: Stamp::default(),
        content: Content::Picture,
        title: path.to_owned(),
        topic: None,
        when,
        duration: TimeDelta::seconds(seconds),
        weight: 1,
        transition: Transition::default(),
        fit: Fit::default(),
        fresh: Freshness::default(),
        hidden: None,
    }
}

fn playlist(when: When, items: Vec<Item>) -> Arc<Playlist> {
    let items = items.into_iter().map(Arc::new).collect();
    Arc::new(Playlist { folder: String::new(), name: String::new(), title: String::new(), when, items })
}

fn programme(zone: Tz, playlists: Vec<Arc<Playlist>>) -> Programme {
    Programme::new(Screen::bare(zone), playlists, Vec::new())
}

/// "a" at "07:00:00" until "07:00:10".
fn line(showing: &Showing, zone: Tz) -> String {
    let time = |at: DateTime<Utc>| at.with_timezone(&zone).format("%H:%M:%S").to_string();
    format!("{} {}-{}", showing.item.path.shown(), time(showing.from), time(showing.until))
}

#[test]
fn one_playlist_plays_in_its_order_from_midnight() {
    let programme = programme(
        HANOI,
        vec![playlist(When::always(), vec![item("a", 10, ""), item("b", 15, ""), item("c", 5, "")])],
    );
    let from = at("2026-11-24 00:01:00");
    let lines: Vec<_> =
        showings(&programme, from, from + TimeDelta::seconds(31)).map(|s| line(&s, HANOI)).collect();
    assert_eq!(
        lines,
        ["a 00:01:00-00:01:10", "b 00:01:10-00:01:25", "c 00:01:25-00:01:30", "a 00:01:30-00:01:40"]
    );
}
