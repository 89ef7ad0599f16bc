//! What is left until a moment.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::clock_is_set;
use super::when::YOUNGEST;

/// What is counted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This time of every day, local; never midnight, at which it would begin anew.
    Daily(NaiveTime),
    /// Once, in local time.
    Once(NaiveDateTime),
}

/// `kind = "countdown"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Countdown {
    /// What is counted to: "Chào cờ bắt đầu sau".
    pub heading: String,
    /// When that is.
    pub target: Target,
    /// What stands there from then on (of a daily one until midnight): short, one page on any screen.
    pub then: String,
}

/// What is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// More than 24 hours: so many midnights, at least 1.
    Days(i64),
    /// At most 24 hours: so many seconds, one that has begun included; at least 1.
    Seconds(i64),
    /// Nothing.
    Over,
    /// The clock was never set: nobody knows.
    Unknown,
}

/// Up to here seconds are counted.
const NEAR: TimeDelta = TimeDelta::hours(24);

impl Countdown {
    /// What is left at local time `at`.
    pub fn left(&self, at: NaiveDateTime) -> Left {
        let target = self.target_of(at);
        let left = target - at;
        if !clock_is_set(at) {
            Left::Unknown
        } else if left <= TimeDelta::zero() {
            Left::Over
        } else if left > NEAR {
            Left::Days((target.date() - at.date()).num_days())
        } else {
            Left::Seconds(seconds(left))
        }
    }

    /// The first moment after local time `at` at which something else is left; `None`: never.
    pub fn changes(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let target = self.target_of(at);
        let midnight = at.date().succ_opt().map(|day| day.and_time(NaiveTime::MIN));
        match self.left(at) {
            Left::Unknown => Some(YOUNGEST),
            Left::Over => midnight.filter(|_| matches!(self.target, Target::Daily(_))),
            Left::Days(_) => midnight.map(|midnight| midnight.min(target - NEAR)),
            Left::Seconds(left) => Some(target - TimeDelta::seconds(left - 1)),
        }
    }

    fn target_of(&self, at: NaiveDateTime) -> NaiveDateTime {
        match self.target {
            Target::Daily(time) => at.date().and_time(time),
            Target::Once(moment) => moment,
        }
    }
}

/// Whole seconds, rounded up.
fn seconds(left: TimeDelta) -> i64 {
    left.num_seconds() + i64::from(left.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn to(target: Target) -> Countdown {
        Countdown { heading: String::new(), target, then: String::new() }
    }

    #[test]
    fn what_is_left_and_until_when() {
        let daily = to(Target::Daily(NaiveTime::from_hms_opt(7, 0, 0).unwrap()));
        let once = to(Target::Once(at("2026-11-20T07:00:00")));
        for (countdown, now, left, changes) in [
            (&daily, "2026-11-24T00:00:00", Left::Seconds(25_200), Some("2026-11-24T00:00:01")),
            (&daily, "2026-11-24T06:59:58.200", Left::Seconds(2), Some("2026-11-24T06:59:59")),
            (&daily, "2026-11-24T06:59:59", Left::Seconds(1), Some("2026-11-24T07:00:00")),
            (&daily, "2026-11-24T06:59:59.999", Left::Seconds(1), Some("2026-11-24T07:00:00")),
            (&daily, "2026-11-24T07:00:00", Left::Over, Some("2026-11-25T00:00:00")),
            (&once, "2026-10-21T09:00:00", Left::Days(30), Some("2026-10-22T00:00:00")),
            (&once, "2026-11-18T23:59:59", Left::Days(2), Some("2026-11-19T00:00:00")),
            (&once, "2026-11-19T00:00:00", Left::Days(1), Some("2026-11-19T07:00:00")),
            (&once, "2026-11-19T06:59:59.5", Left::Days(1), Some("2026-11-19T07:00:00")),
            (&once, "2026-11-19T07:00:00", Left::Seconds(86_400), Some("2026-11-19T07:00:01")),
            (&once, "2026-11-20T07:00:00", Left::Over, None),
            (&once, "2036-11-20T07:00:00", Left::Over, None),
            (&once, "1970-01-01T00:00:05", Left::Unknown, Some("2025-01-01T00:00:00")),
            (&daily, "2019-01-01T06:59:59", Left::Unknown, Some("2025-01-01T00:00:00")),
        ] {
            assert_eq!(countdown.left(at(now)), left, "{now}");
            assert_eq!(countdown.changes(at(now)), changes.map(at), "{now}");
        }
    }

    /// Between two changes nothing else is left, and each change changes it.
    #[test]
    fn every_change_is_one_and_none_is_missed() {
        let once = to(Target::Once(at("2026-11-20T07:00:00")));
        let mut now = at("2026-11-16T12:34:56.789");
        let mut seen = 0;
        while let Some(next) = once.changes(now) {
            let left = once.left(now);
            assert!(next > now && once.left(next) != left, "{now}");
            assert_eq!(once.left(next - TimeDelta::milliseconds(1)), left, "{now}");
            (now, seen) = (next, seen + 1);
        }
        // Three midnights, the last day's beginning, and each second of it.
        assert_eq!((now, seen), (at("2026-11-20T07:00:00"), 3 + 1 + 86_400));
    }
}
