//! What the calendar keeps off the air for good, or for more than a year: worth knowing, perhaps a slip of a digit.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{
    Countdown, Item, Left, Level, Playlist, Problem, Programme, Rank, Slide, When, Words, clock_is_set, dates,
};
use crate::words;

/// A beginning that is farther off is worth a word.
const FAR: TimeDelta = TimeDelta::days(366);

/// A notice for each playlist that at `now` will never be in season again, or not for a year, and for each such item
/// of the other playlists; and for each countdown to a day that is past. None by a clock that was never set.
pub fn outlook(programme: &Programme, now: DateTime<Utc>) -> Vec<Problem> {
    let at = programme.local(now);
    let mut notices = Vec::new();
    if !clock_is_set(at) {
        return notices;
    }
    let notice = |file: &str, (message, help)| Problem::file(Level::Notice, file, message, help);
    for playlist in &programme.playlists {
        if let Some(said) = off_for_long(&playlist.when, at) {
            notices.push(notice(&playlist.folder, said));
            continue;
        }
        let past = counted(playlist, at).map(|(item, said)| notice(item.path.shown(), said));
        notices.extend(past.map(|notice| Problem { key: Some("at".to_owned()), ..notice }));
        // Of ten thousand files few have a last day of their own.
        let mut known: HashMap<&When, Option<(Words, Words)>> = HashMap::new();
        let dated = playlist.items.iter().filter(|item| item.hidden.is_none() && !item.when.is_always());
        for item in dated {
            let said = known.entry(&item.when);
            let said = said.or_insert_with(|| off_for_long(&item.when.and(&playlist.when), at));
            notices.extend(said.clone().map(|said| notice(item.path.shown(), said)));
        }
    }
    notices.extend(clashes(programme, at));
    notices
}

/// A warning for each takeover that has to wait for another within a year of local time `at`.
fn clashes(programme: &Programme, at: NaiveDateTime) -> Vec<Problem> {
    let takes = |list: &&Arc<Playlist>| list.rank() == Rank::Takeover && !list.waits_for_a_key();
    let takeovers: Vec<_> = programme.playlists.iter().filter(takes).collect();
    let mut found = Vec::new();
    for (index, later) in takeovers.iter().enumerate() {
        let clash = takeovers.iter().take(index).find_map(|first| {
            let both = first.when.and(&later.when);
            let when = if both.hidden(at).is_none() { Some(at) } else { both.opens(at) };
            Some((first, when.filter(|when| *when - at <= FAR)?))
        });
        let Some((first, when)) = clash else { continue };
        let (first, clock, day) = (&first.name, dates::clock(when), dates::short(when.date()));
        let message = words!(
            "Trùng giờ với thư mục «{first}» lúc {clock} {day}: thư mục ấy đứng trước nên được chiếm màn hình.",
            "At the same time as the folder {first}, at {clock} {day}: that one comes first and has the screen."
        );
        let help = words!(
            "Đổi giờ một trong hai, hoặc đổi tên để mục cần hơn đứng trước.",
            "Change the hours of one, or rename so that the one that matters more comes first."
        );
        found.push(Problem::file(Level::Warning, &*later.folder, message, help));
    }
    found
}

/// The countdowns of `playlist` that have nothing to count to after local time `at`, and what to say of them.
fn counted(playlist: &Playlist, at: NaiveDateTime) -> impl Iterator<Item = (&Item, (Words, Words))> {
    let past =
        move |countdown: &Countdown| countdown.left(at) == Left::Over && countdown.changes(at).is_none();
    let shown = playlist.items.iter().filter(|item| item.hidden.is_none());
    shown.filter_map(move |item| match item.content.slide() {
        Some(Slide::Countdown(countdown)) if past(countdown) => {
            let then = &countdown.then;
            let said = (
                words!(
                    "Giờ đếm đến đã qua; màn hình chỉ còn câu «{then}».",
                    "The moment is past: only \"{then}\" is shown."
                ),
                words!(
                    "Xoá đi, hoặc ghi giờ mới vào mục «at».",
                    "Delete it, or write another moment into `at`."
                ),
            );
            Some((&**item, said))
        }
        _ => None,
    })
}

/// What to say of a condition that is not met at local time `at`, nor within a year.
fn off_for_long(when: &When, at: NaiveDateTime) -> Option<(Words, Words)> {
    when.hidden(at)?;
    let Some(opens) = when.opens(at) else {
        let message = match when.last_day(at).map(dates::short) {
            Some(day) => words!("Đã hết hạn ngày {day}.", "Expired on {day}."),
            None => words!("Lịch này không còn ngày nào để chiếu.", "No day is left on which this is shown."),
        };
        let help = words!(
            "Xoá đi, hoặc đổi ngày nếu còn muốn chiếu.",
            "Delete it, or change its days to show it again."
        );
        return Some((message, help));
    };
    (opens - at > FAR).then(|| {
        let day = dates::short(opens.date());
        (
            words!("Chưa đến hạn: đến {day} mới chiếu.", "Not yet due: on from {day}."),
            words!(
                "Đúng ý thì không phải làm gì; gõ nhầm năm thì sửa lại.",
                "Nothing to do if it is meant so; mend the year if it was mistyped."
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{VIETNAM, at, dated, item, named, notices, playlist, programme, ranked};
    use crate::model::{Content, Reason, Target};

    fn said(programme: &Programme, now: &str) -> Vec<(String, String)> {
        let notices = outlook(programme, at(now));
        assert!(notices.iter().all(|notice| notice.level == Level::Notice));
        notices.into_iter().map(|notice| (notice.file, notice.message.vi)).collect()
    }

    #[test]
    fn what_is_off_for_good_or_for_long_is_named() {
        let table = [
            ("", None),
            ("2026 Nov 20-2026 Nov 30", None),
            ("2027 Nov 20-2027 Nov 30", None),
            ("Jun 01-Jul 15", None),
            ("Mo 07:00-11:30", None),
            ("1900 Jan 01-2026 Nov 23", Some("Đã hết hạn ngày 23/11/2026.")),
            ("2025 Feb 13-2025 Dec 31 Mo-Fr", Some("Đã hết hạn ngày 31/12/2025.")),
            ("2028 Jan 01-9999 Dec 31", Some("Chưa đến hạn: đến 01/01/2028 mới chiếu.")),
            ("Feb 29", Some("Chưa đến hạn: đến 29/02/2028 mới chiếu.")),
        ];
        for (when, expected) in table {
            let folder = programme(VIETNAM, vec![notices(vec![dated("a.png", 10, when), item("b.png", 10)])]);
            let expected = expected.map(|said| ("a.png".to_owned(), said.to_owned()));
            assert_eq!(said(&folder, "2026-11-24 07:15:00"), Vec::from_iter(expected), "{when}");
        }
    }

    #[test]
    fn a_folder_is_named_once_and_two_conditions_are_taken_together() {
        let when = |text: &str| When::parse(text).unwrap();
        let over = playlist(when("2025"), vec![item("a.png", 10), dated("b.png", 10, "2025 Feb")]);
        let folder = programme(VIETNAM, vec![over]);
        assert_eq!(said(&folder, "2026-11-24 07:15:00"), [("".into(), "Đã hết hạn ngày 31/12/2025.".into())]);

        // Each has its days, together they have none.
        let apart =
            playlist(when("2026 Nov 30-9999 Dec 31"), vec![dated("a.png", 10, "1900 Jan 01-2026 Nov 29")]);
        let folder = programme(VIETNAM, vec![apart]);
        let never = ("a.png".into(), "Lịch này không còn ngày nào để chiếu.".into());
        assert_eq!(said(&folder, "2026-11-24 07:15:00"), [never]);

        // Of two weekly conditions one is two years off.
        let later = playlist(when("Mo 07:00-11:30"), vec![dated("a.png", 10, "2028 Nov 21-9999 Dec 31")]);
        let folder = programme(VIETNAM, vec![later]);
        let far = ("a.png".into(), "Chưa đến hạn: đến 27/11/2028 mới chiếu.".into());
        assert_eq!(said(&folder, "2026-11-24 07:15:00"), [far]);
    }

    #[test]
    fn two_takeovers_at_the_same_time_are_named() {
        let takeover =
            |folder: &str, when: &str| named(folder, ranked(Rank::Takeover, when, vec![item(folder, 10)]));
        let lists = vec![
            takeover("a", "Mo 07:00-07:45"),
            takeover("b", "Mo 07:45-08:00"),
            takeover("c", "Mo 07:30-08:15"),
            takeover("d", "2029 Jan 01 07:00-07:30"),
        ];
        let said = outlook(&programme(VIETNAM, lists), at("2026-11-24 07:15:00"));
        let said: Vec<_> = said.iter().filter(|said| said.level == Level::Warning).collect();
        let [clash] = said[..] else { panic!("{said:?}") };
        assert_eq!(clash.file, "c");
        assert!(clash.message.vi.contains("«a» lúc 07:30 30/11/2026"), "{}", clash.message.vi);
    }

    #[test]
    fn a_countdown_to_a_day_that_is_past_is_named() {
        let to = |target: &str| {
            let target = match target.parse() {
                Ok(time) => Target::Daily(time),
                Err(_) => Target::Once(target.parse().unwrap()),
            };
            let (heading, then) = (String::new(), "Bắt đầu".to_owned());
            let content = Content::of(Slide::Countdown(Countdown { heading, target, then }));
            programme(VIETNAM, vec![notices(vec![Item { content, ..item("a.toml", 10) }])])
        };
        for (target, past) in
            [("07:00:00", false), ("2026-11-24T07:15:00", true), ("2026-11-24T07:15:01", false)]
        {
            let expected =
                past.then(|| ("a.toml".into(), "Giờ đếm đến đã qua; màn hình chỉ còn câu «Bắt đầu».".into()));
            assert_eq!(said(&to(target), "2026-11-24 07:15:00"), Vec::from_iter(expected), "{target}");
        }
        assert_eq!(
            outlook(&to("2026-11-24T07:15:00"), at("2026-11-24 07:15:00"))[0].key.as_deref(),
            Some("at")
        );
    }

    #[test]
    fn what_is_off_for_another_reason_is_not_named_twice() {
        let draft = crate::model::Item { hidden: Some(Reason::Draft), ..dated("a.png", 10, "2025") };
        let folder = programme(VIETNAM, vec![notices(vec![draft, dated("b.png", 10, "2025")])]);
        assert_eq!(said(&folder, "2026-11-24 07:15:00").len(), 1);
        assert_eq!(said(&folder, "1970-01-01 08:00:00"), [], "nobody knows the date");
    }
}
