//! The hours of the screen: when it is black, and when its display may sleep.

use chrono::{DateTime, TimeDelta, Utc};

use super::Due;
use crate::model::{Overrides, Programme, Showing, on_air};

/// How long before there is anything to see the display is woken. A monitor takes a few seconds, a television on
/// standby more; none stood beside the machines this was written on, so this is on the long side.
const ROUSE: TimeDelta = TimeDelta::seconds(20);

impl Due<'_> {
    /// Whether the screen is black by its hours: nothing is on air, and none of its hours is now.
    pub(super) fn is_dark(&self) -> bool {
        is_dark(self.programme, self.air.showing.as_ref(), self.now)
    }

    /// Whether there is anything to see, or soon will be.
    pub(super) fn is_awake(&self, overrides: &Overrides) -> bool {
        let soon = self.now + ROUSE;
        let comes = || on_air(self.programme, overrides, soon).showing;
        !self.is_dark() || !is_dark(self.programme, comes().as_ref(), soon)
    }

    /// When to look again whether the display has to be woken: before its hours, and before what is on air next.
    pub(super) fn rouse_at(&self) -> Option<DateTime<Utc>> {
        let local = self.programme.local(self.now);
        let hours = self.programme.screen.lit.next_change(local).map(|change| self.now + (change - local));
        let changes = hours.into_iter().chain([self.air.until]);
        changes.map(|change| change - ROUSE).filter(|at| self.is_dark() && *at > self.now).min()
    }
}

fn is_dark(programme: &Programme, showing: Option<&Showing>, at: DateTime<Utc>) -> bool {
    showing.is_none() && !programme.screen.is_lit(programme.local(at))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeZone;
    use chrono_tz::Asia::Ho_Chi_Minh;

    use super::*;
    use crate::model::{Key, News, Rank, Screen, When};
    use crate::scene::Fonts;
    use crate::show::ceremony::{list, monday, still};
    use crate::show::tests::SIZE;
    use crate::show::{Show, Step};

    /// A screen that is lit from 6:30 to 11:30 and from 13:30 to 17:30, with a loop and a ceremony that a key begins;
    /// and something urgent, if it is said when.
    fn folder(urgent: Option<&str>) -> News {
        let mut lists = vec![
            list("", "", Rank::Loop, vec![still(0)]),
            list("chao-co", "", Rank::Takeover, vec![still(3)]),
        ];
        lists.extend(urgent.map(|when| list("khan-cap", when, Rank::Urgent, vec![still(6)])));
        let lit = When::parse("06:30-11:30,13:30-17:30").unwrap();
        let screen = Screen { lit, ..Screen::bare(Ho_Chi_Minh) };
        News::Programme { programme: Arc::new(Programme::new(screen, lists, Vec::new())), fresh: Vec::new() }
    }

    struct Hall(Show, Fonts);

    impl Hall {
        fn new(urgent: Option<&str>, at: DateTime<Utc>) -> Hall {
            let mut hall = Hall(Show::new(), Fonts::embedded());
            hall.turn(at, vec![folder(urgent)]);
            hall
        }

        fn turn(&mut self, at: DateTime<Utc>, news: Vec<News>) -> Step {
            self.0.step(at, SIZE, news, &mut self.1)
        }

        fn is_awake(&mut self, at: DateTime<Utc>) -> bool {
            self.turn(at, Vec::new()).awake
        }
    }

    #[test]
    fn the_display_sleeps_outside_its_hours_and_wakes_before_them() {
        let mut hall = Hall::new(None, monday(0, 0, 0));
        for (hour, minute, second, awake) in [
            (0, 0, 1, false),
            (6, 29, 39, false),
            (6, 29, 40, true),
            (6, 30, 0, true),
            (11, 29, 59, true),
            (11, 30, 0, false),
            (13, 29, 40, true),
            (17, 29, 59, true),
            (17, 30, 0, false),
            (23, 59, 59, false),
        ] {
            assert_eq!(hall.is_awake(monday(hour, minute, second)), awake, "{hour}:{minute}:{second}");
        }
        assert!(hall.is_awake(monday(8, 0, 0)), "the clock was set back");
    }

    /// Only by the wakes that it asks for itself, as the loop sleeps.
    #[test]
    fn it_is_woken_in_time() {
        for (from, urgent, wanted) in [
            (monday(0, 0, 0), None, monday(6, 29, 40)),
            (monday(12, 0, 0), None, monday(13, 29, 40)),
            (monday(0, 0, 0), Some("Nov 30 05:00-05:10"), monday(4, 59, 40)),
        ] {
            let mut hall = Hall::new(urgent, from);
            let mut step = hall.turn(from, Vec::new());
            let mut at = from;
            while !step.awake && at < wanted {
                at = step.wake_at;
                step = hall.turn(at, Vec::new());
            }
            assert_eq!((step.awake, at), (true, wanted));
        }
    }

    #[test]
    fn what_must_be_seen_wakes_it_at_any_hour() {
        let mut hall = Hall::new(None, monday(20, 0, 0));
        let night = monday(20, 0, 1);
        assert!(!hall.is_awake(night));
        assert!(hall.turn(night, vec![folder(Some("00:00-24:00"))]).awake, "urgent");
        assert!(!hall.turn(night, vec![folder(None)]).awake, "no longer");
        assert!(!hall.turn(night, vec![News::Key(Key::Blank), News::Key(Key::Blank)]).awake);
        assert!(hall.turn(night, vec![News::Key(Key::Next)]).awake, "a ceremony in a person's hand");
        assert!(!hall.turn(night, vec![News::Key(Key::Release)]).awake, "and over");
    }

    #[test]
    fn a_screen_that_a_person_blanked_does_not_sleep() {
        let mut hall = Hall::new(None, monday(8, 0, 0));
        assert!(hall.turn(monday(8, 0, 1), vec![News::Key(Key::Blank)]).awake);
    }

    #[test]
    fn without_the_time_nobody_knows() {
        let lost = Utc.with_ymd_and_hms(1970, 1, 1, 20, 0, 0).single().unwrap();
        assert!(Hall::new(None, lost).is_awake(lost));
    }

    #[test]
    fn before_the_folder_is_read_nothing_sleeps() {
        assert!(Show::new().step(monday(20, 0, 0), SIZE, Vec::new(), &mut Fonts::embedded()).awake);
    }
}
