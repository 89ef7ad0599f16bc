//! What is done when, on one day.

use chrono::{NaiveDateTime, NaiveTime};

use super::clock_is_set;
use super::when::YOUNGEST;

/// `kind = "agenda"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agenda {
    /// Of what.
    pub heading: String,
    /// In order of time, at least one.
    pub steps: Vec<AgendaStep>,
    /// Whose it is.
    pub source: Option<String>,
}

/// One step of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaStep {
    /// When it begins, local time of whatever day it is.
    pub time: NaiveTime,
    /// What is done.
    pub text: String,
}

impl Agenda {
    /// The last step whose time has come at local time `at`; `None` before the first, and by a clock that was never
    /// set. The last step stays until midnight.
    pub fn current(&self, at: NaiveDateTime) -> Option<usize> {
        let begun = self.steps.iter().take_while(|step| step.time <= at.time()).count();
        begun.checked_sub(1).filter(|_| clock_is_set(at))
    }

    /// The first moment after local time `at` at which another step is the current one.
    pub fn changes(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if !clock_is_set(at) {
            return Some(YOUNGEST);
        }
        let next = self.steps.iter().map(|step| step.time).find(|time| *time > at.time());
        let midnight = || at.date().succ_opt().map(|day| day.and_time(NaiveTime::MIN));
        next.map(|time| at.date().and_time(time)).or_else(midnight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_whose_time_has_come_is_the_current_one_until_the_next() {
        let step = |time: &str| AgendaStep { time: time.parse().unwrap(), text: String::new() };
        let agenda =
            Agenda { steps: ["07:00", "07:05", "07:05", "07:30"].map(step).to_vec(), ..Agenda::default() };
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        for (now, current, changes) in [
            ("2026-11-30T00:00:00", None, "2026-11-30T07:00:00"),
            ("2026-11-30T06:59:59.999", None, "2026-11-30T07:00:00"),
            ("2026-11-30T07:00:00", Some(0), "2026-11-30T07:05:00"),
            ("2026-11-30T07:05:00", Some(2), "2026-11-30T07:30:00"),
            ("2026-11-30T07:30:00", Some(3), "2026-12-01T00:00:00"),
            ("2026-11-30T23:59:59", Some(3), "2026-12-01T00:00:00"),
            ("1970-01-01T08:00:00", None, "2025-01-01T00:00:00"),
        ] {
            assert_eq!(
                (agenda.current(at(now)), agenda.changes(at(now))),
                (current, Some(at(changes))),
                "{now}"
            );
        }
    }
}
