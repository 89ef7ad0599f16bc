//! What is about to take the screen.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::dates::minute;
use super::{Playlist, Programme, Rank};

/// How long before it begins a visitor is told: time enough to walk to the yard, too little to forget it.
pub const SOON: TimeDelta = TimeDelta::minutes(30);

/// A takeover, most often the flag ceremony, that will have the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// Which.
    pub playlist: Arc<Playlist>,
    /// So many minutes after the minute that the clock shows, at least 1.
    pub minutes: i64,
}

/// The next takeover that begins after `now`, within [`SOON`].
pub fn coming(programme: &Programme, now: DateTime<Utc>) -> Option<Coming> {
    let leader = |at| programme.at(programme.day(at).leader(&programme.roster, at)?);
    let mut before = leader(now);
    let mut at = programme.day(now).next_cut(now);
    while at - now <= SOON {
        let next = leader(at);
        let goes_on = |list| before.is_some_and(|(before, _)| Arc::ptr_eq(before, list));
        if let Some((list, _)) = next.filter(|(list, item)| item.rank == Rank::Takeover && !goes_on(list)) {
            return Some(Coming { playlist: list.clone(), minutes: (at - minute(now)).num_minutes().max(1) });
        }
        before = next;
        at = programme.day(at).next_cut(at);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{VIETNAM, at, dated, item, playlist, programme, ranked};
    use crate::model::{Screen, When};

    /// "chao-co 12" at this time of Monday, 30 November 2026.
    fn told(programme: &Programme, time: &str) -> Option<String> {
        let coming = coming(programme, at(&format!("2026-11-30 {time}")))?;
        Some(format!("{} {}", coming.playlist.title, coming.minutes))
    }

    fn takeover(title: &str, when: &str) -> Arc<Playlist> {
        let list = ranked(Rank::Takeover, when, vec![item(title, 10)]);
        Arc::new(Playlist { title: title.to_owned(), ..Arc::unwrap_or_clone(list) })
    }

    #[test]
    fn a_takeover_is_told_by_the_minutes_of_the_clock() {
        let everyday = playlist(When::always(), vec![item("a", 10), dated("b", 10, "06:40-06:50")]);
        let all = programme(VIETNAM, vec![everyday, takeover("chào cờ", "Mo 07:00-07:45")]);
        for (time, expected) in [
            ("06:29:59", None),
            ("06:30:00", Some("chào cờ 30")),
            ("06:48:00", Some("chào cờ 12")),
            ("06:48:59", Some("chào cờ 12")),
            ("06:59:59", Some("chào cờ 1")),
            ("07:00:00", None),
            ("07:45:00", None),
        ] {
            assert_eq!(told(&all, time).as_deref(), expected, "{time}");
        }
    }

    #[test]
    fn what_will_not_have_the_screen_is_not_told() {
        let everyday = || playlist(When::always(), vec![item("a", 10)]);
        let ceremony = || takeover("chào cờ", "Mo 07:00-07:45");
        let folder = |lists: Vec<Arc<Playlist>>| programme(VIETNAM, lists);
        // One that waits for a key, one with nothing to show, one that gives way to what is urgent.
        let by_key = Playlist { ceremony: true, ..Arc::unwrap_or_clone(takeover("chào cờ", "")) };
        assert_eq!(told(&folder(vec![everyday(), Arc::new(by_key)]), "06:48:00"), None);
        let empty = Playlist { items: Vec::new(), ..Arc::unwrap_or_clone(ceremony()) };
        assert_eq!(told(&folder(vec![everyday(), Arc::new(empty)]), "06:48:00"), None);
        let urgent = ranked(Rank::Urgent, "", vec![item("bão", 10)]);
        assert_eq!(told(&folder(vec![everyday(), ceremony(), urgent]), "06:48:00"), None);
        // On a screen that is dark at that hour.
        let screen = Screen { lit: When::parse("08:00-17:00").unwrap(), ..Screen::bare(VIETNAM) };
        assert_eq!(told(&Programme::new(screen, vec![everyday(), ceremony()], vec![]), "06:48:00"), None);
    }

    #[test]
    fn of_two_the_one_that_will_have_the_screen_is_told_and_one_on_air_is_not() {
        let first = takeover("chào cờ", "Mo 07:00-07:15");
        let second = takeover("họp", "Mo 06:45-07:45");
        let all = programme(VIETNAM, vec![playlist(When::always(), vec![item("a", 10)]), first, second]);
        for (time, expected) in [
            ("06:40:00", Some("họp 5")),
            ("06:50:00", Some("chào cờ 10")),
            ("07:05:30", Some("họp 10")),
            ("07:20:00", None),
        ] {
            assert_eq!(told(&all, time).as_deref(), expected, "{time}");
        }
    }

    #[test]
    fn a_takeover_through_midnight_begins_once() {
        let all = programme(
            VIETNAM,
            vec![playlist(When::always(), vec![item("a", 10)]), takeover("giao thừa", "23:30-00:30")],
        );
        assert_eq!(told(&all, "23:15:00").as_deref(), Some("giao thừa 15"));
        assert_eq!(told(&all, "23:45:00"), None);
        let next = programme(
            VIETNAM,
            vec![playlist(When::always(), vec![item("a", 10)]), takeover("năm mới", "00:10-00:30")],
        );
        assert_eq!(told(&next, "23:45:00").as_deref(), Some("năm mới 25"));
    }
}
