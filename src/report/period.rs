//! The days that a report is about.

use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use crate::model::{Words, dates, midnight};
use crate::words;

/// Whole local days, the last one included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, not before the first.
    pub last: NaiveDate,
}

impl Period {
    /// From `first` to `last`, on whose day `today` it is asked for.
    ///
    /// # Errors
    /// When the days are reversed, or the first is still to come.
    pub fn new(first: NaiveDate, last: NaiveDate, today: NaiveDate) -> Result<Period, Words> {
        let (from, to) = (dates::short(first), dates::short(last));
        if last < first {
            return Err(words!(
                "Ngày cuối {to} trước ngày đầu {from}. Hãy đổi chỗ hai ngày: --from {last} --to {first}",
                "the last day {to} is before the first day {from}; swap them: --from {last} --to {first}"
            ));
        }
        if first > today {
            let now = dates::short(today);
            return Err(words!(
                "Kỳ báo cáo từ {from} chưa đến (hôm nay {now}), nên chưa có gì để báo cáo.",
                "the period from {from} is still to come (today is {now}): there is nothing to report yet"
            ));
        }
        Ok(Period { first, last })
    }

    /// The month of `day`.
    pub fn month(day: NaiveDate, today: NaiveDate) -> Result<Period, Words> {
        let first = day.with_day(1).unwrap_or(day);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        Period::new(first, next.pred_opt().unwrap_or(first), today)
    }

    /// The last month that is over: what is reported when nothing is said, because its figures no longer change.
    pub fn last_month(today: NaiveDate) -> Period {
        let first = today.with_day(1).unwrap_or(today);
        let last = first.pred_opt().unwrap_or(first);
        Period { first: last.with_day(1).unwrap_or(last), last }
    }

    /// Milliseconds since 1970 UTC, from its first local midnight to that after its last day.
    pub fn span(&self, zone: Tz) -> Range<i64> {
        let after = self.last.checked_add_days(Days::new(1)).unwrap_or(self.last);
        midnight(zone, self.first).timestamp_millis()..midnight(zone, after).timestamp_millis()
    }

    /// "tháng 11 năm 2026", "năm 2026", "ngày 05/01/2026", "từ ngày 05/01/2026 đến ngày 11/01/2026".
    pub fn told(&self) -> String {
        let Period { first, last } = self;
        let after = last.checked_add_days(Days::new(1)).unwrap_or(*last);
        let (year, month) = (first.year(), first.month());
        if first.day() == 1 && first.checked_add_months(Months::new(1)) == Some(after) {
            // As in `dates`: months 1 and 2 take a zero.
            let zero = if month < 3 { "0" } else { "" };
            return format!("tháng {zero}{month} năm {year}");
        }
        if first.ordinal() == 1 && first.checked_add_months(Months::new(12)) == Some(after) {
            return format!("năm {year}");
        }
        let (from, to) = (dates::short(*first), dates::short(*last));
        if first == last { format!("ngày {from}") } else { format!("từ ngày {from} đến ngày {to}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_told_as_an_office_tells_it() {
        let table = [
            ("2026-11-01", "2026-11-30", "tháng 11 năm 2026"),
            ("2026-02-01", "2026-02-28", "tháng 02 năm 2026"),
            ("2026-01-01", "2026-12-31", "năm 2026"),
            ("2026-11-05", "2026-11-05", "ngày 05/11/2026"),
            ("2026-11-01", "2026-11-29", "từ ngày 01/11/2026 đến ngày 29/11/2026"),
        ];
        for (from, to, told) in table {
            assert_eq!(Period::new(day(from), day(to), day("2026-12-31")).unwrap().told(), told);
        }
    }

    #[test]
    fn it_begins_and_ends_at_local_midnight() {
        let month = Period::month(day("2026-11-17"), day("2026-11-17")).unwrap();
        assert_eq!((month.first, month.last), (day("2026-11-01"), day("2026-11-30")));
        let utc = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis();
        let span = utc("2026-10-31T17:00:00Z")..utc("2026-11-30T17:00:00Z");
        assert_eq!(month.span(chrono_tz::Asia::Ho_Chi_Minh), span);
    }

    #[test]
    fn the_month_before_is_the_last_that_is_over() {
        let january = Period::last_month(day("2027-01-31"));
        assert_eq!((january.first, january.last), (day("2026-12-01"), day("2026-12-31")));
    }

    #[test]
    fn days_that_cannot_be_are_refused_with_what_to_do() {
        let today = day("2026-11-28");
        let reversed = Period::new(day("2026-11-30"), day("2026-11-01"), today).unwrap_err();
        assert!(reversed.vi.contains("--from 2026-11-01 --to 2026-11-30"), "{}", reversed.vi);
        let future = Period::month(day("2026-12-01"), today).unwrap_err();
        assert!(future.vi.contains("chưa đến (hôm nay 28/11/2026)"), "{}", future.vi);
        // A month that has begun is not in the future.
        assert!(Period::month(today, today).is_ok());
    }
}
