//! Local days and weeks of moments.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::Period;
use super::tally::Airtime;
use crate::model::midnight;

/// The Mondays of the period's weeks, as far as they have begun on `today`.
pub(super) fn weeks(period: &Period, today: NaiveDate) -> BTreeMap<NaiveDate, Airtime> {
    let last = period.last.min(today);
    let weeks = std::iter::successors(Some(monday(period.first)), |week| week.checked_add_days(Days::new(7)));
    weeks.take_while(|week| *week <= last).map(|week| (week, Airtime::default())).collect()
}

/// The Monday of its week.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}

/// Which local day a moment belongs to. The one asked for last is kept: thousands of rows in a row are of one day.
#[derive(Debug)]
pub(super) struct LocalDays {
    zone: Tz,
    day: NaiveDate,
    span: Range<i64>,
}

impl LocalDays {
    /// With the day of `at` at hand.
    pub fn new(zone: Tz, at: i64) -> LocalDays {
        let mut days = LocalDays { zone, day: NaiveDate::MIN, span: 0..0 };
        days.of(at);
        days
    }

    /// The day of `at`, and its end; both times in milliseconds since 1970 UTC.
    pub fn of(&mut self, at: i64) -> (NaiveDate, i64) {
        if !self.span.contains(&at) {
            let day = local(self.zone, at).date();
            let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
            let [start, end] = [day, after].map(|day| midnight(self.zone, day).timestamp_millis());
            (self.day, self.span) = (day, start..end);
        }
        (self.day, self.span.end)
    }
}

/// Local time of a moment in milliseconds since 1970 UTC.
pub(super) fn local(zone: Tz, at: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at).unwrap_or_default().with_timezone(&zone).naive_local()
}
