//! The days off that `PH` in a `when` stands for: the public holidays of Vietnam, and the school's own.
//!
//! By the Labour Code of 2019 (Bộ luật Lao động 45/2019/QH14, in force since 2021), article 112: 1 January, Tết (five
//! days), the 10th of the third lunar month, 30 April, 1 May, and 2 September with the day before or after. The
//! government says every year which five and which neighbour; what is counted on here is what it has mostly said, and
//! the school's own days mend the rest: days off in lieu, days that were exchanged, holidays of the pupils.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock};

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use compact_calendar::CompactCalendar;
use opening_hours::ContextHolidays;

use super::lunar::solar;

/// Days from a first to a last, both included.
pub type Days = RangeInclusive<NaiveDate>;

/// The years whose days off are known: from the law's first to the last for which the moon is computed.
pub const KNOWN_YEARS: RangeInclusive<i32> = 2021..=2100;

/// Holidays of a fixed date: month and day. 2 September has its neighbour besides.
const FIXED: [(u32, u32); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];

static BY_LAW: LazyLock<BTreeSet<NaiveDate>> = LazyLock::new(|| KNOWN_YEARS.flat_map(of_year).collect());

static PUBLIC: LazyLock<Holidays> = LazyLock::new(|| Holidays::new(Vec::new(), Vec::new()));

/// The days that are off: those of the law and the school's own. Cheap to clone, and to make: the moon of eighty years
/// is computed when a condition first asks for the days, which most folders never do.
#[derive(Clone, PartialEq, Eq)]
pub struct Holidays {
    off: Arc<[Days]>,
    on: Arc<[Days]>,
}

impl Holidays {
    /// Those of the law alone.
    pub fn public() -> &'static Holidays {
        &PUBLIC
    }

    /// Those of the law and `off`, without `on`, which has the last word. Days outside of [`KNOWN_YEARS`] say
    /// nothing.
    pub fn new(off: Vec<Days>, on: Vec<Days>) -> Holidays {
        Holidays { off: merged(off).into(), on: merged(on).into() }
    }

    /// These and `more` days off, where they are not named as days that are not.
    pub fn and(&self, more: impl IntoIterator<Item = Days>) -> Holidays {
        Holidays::new(self.off.iter().cloned().chain(more).collect(), self.on.to_vec())
    }

    /// Whether `date` is a day off.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.calendar().get_public().contains(date)
    }

    /// As opening_hours takes them. Made anew at each call: rules are few, and each asks once.
    pub(super) fn calendar(&self) -> ContextHolidays {
        let mut days = BY_LAW.clone();
        days.extend(self.off.iter().flat_map(each));
        for day in self.on.iter().flat_map(each) {
            days.remove(&day);
        }
        let mut calendar = CompactCalendar::default();
        for day in days {
            calendar.insert(day);
        }
        ContextHolidays::new(Arc::new(calendar), Arc::default())
    }
}

impl fmt::Debug for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Holidays").field("off", &self.off).field("on", &self.on).finish()
    }
}

/// The same days, none of them twice, so that no calendar is too much.
fn merged(mut spans: Vec<Days>) -> Vec<Days> {
    spans.sort_unstable_by_key(|span| (*span.start(), *span.end()));
    let mut merged: Vec<Days> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() <= last.end() => *last = *last.start()..=*span.end().max(last.end()),
            _ => merged.push(span),
        }
    }
    merged
}

/// Each of `days`, as far as its year is known.
fn each(days: &Days) -> impl Iterator<Item = NaiveDate> + use<> {
    let (from, to) = (*days.start(), *days.end());
    let first = NaiveDate::from_yo_opt(*KNOWN_YEARS.start(), 1).map_or(from, |first| first.max(from));
    first.iter_days().take_while(move |day| *day <= to && day.year() <= *KNOWN_YEARS.end())
}

/// The public holidays of a year.
fn of_year(year: i32) -> Vec<NaiveDate> {
    let fixed = FIXED.iter().filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, *month, *day));
    let mut days: Vec<NaiveDate> = fixed.collect();
    days.extend(NaiveDate::from_ymd_opt(year, 9, 2).and_then(beside));
    // From the last day of the year before to the fourth of the new one.
    let tet = solar(year, 1, 1).into_iter();
    days.extend(tet.flat_map(|first| (-1..=3).map(move |day| first + TimeDelta::days(day))));
    days.extend(solar(year, 3, 10));
    days
}

/// The neighbour of 2 September that is off too, by its day of the week as it was announced for 2021 to 2026; on a
/// Sunday, which none of these was, the Monday.
fn beside(national: NaiveDate) -> Option<NaiveDate> {
    match national.weekday() {
        Weekday::Sun | Weekday::Mon | Weekday::Thu => national.succ_opt(),
        _ => national.pred_opt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn of(holidays: &Holidays, year: i32) -> Vec<(u32, u32)> {
        let days = date(year, 1, 1).iter_days().take_while(|day| day.year() == year);
        days.filter(|day| holidays.contains(*day)).map(|day| (day.month(), day.day())).collect()
    }

    #[test]
    fn a_year_has_its_eleven_days() {
        let public = Holidays::public();
        let tet = |first: u32| (first..first + 5).map(|day| (2, day));
        let rest =
            |kings, beside: [u32; 2]| [kings, (4, 30), (5, 1)].into_iter().chain(beside.map(|day| (9, day)));
        let of_2026: Vec<_> = [(1, 1)].into_iter().chain(tet(16)).chain(rest((4, 26), [1, 2])).collect();
        assert_eq!(of(public, 2026), of_2026);
        let of_2027: Vec<_> = [(1, 1)].into_iter().chain(tet(5)).chain(rest((4, 16), [2, 3])).collect();
        assert_eq!(of(public, 2027), of_2027);
        for year in KNOWN_YEARS {
            // In a few years Giỗ Tổ falls on 30 April or 1 May.
            assert!((10..=11).contains(&of(public, year).len()), "{year}: {:?}", of(public, year));
        }
        assert_eq!((of(public, 2020), of(public, 2101)), (vec![], vec![]), "nothing is known of these");
    }

    /// As it was announced.
    #[test]
    fn the_neighbour_of_the_national_day() {
        for (year, day) in [(2021, 3), (2022, 1), (2023, 1), (2024, 3), (2025, 1), (2026, 1)] {
            let days: Vec<_> = of(Holidays::public(), year).into_iter().filter(|day| day.0 == 9).collect();
            assert_eq!(days, [(9, day.min(2)), (9, day.max(2))], "{year}");
        }
    }

    #[test]
    fn the_schools_own_days_are_added_and_taken_out() {
        let (winter, national) = (date(2027, 1, 25)..=date(2027, 2, 14), date(2026, 9, 1)..=date(2026, 9, 1));
        let own = Holidays::new(vec![winter], vec![national.clone()]);
        assert!(own.contains(date(2027, 1, 25)) && own.contains(date(2027, 2, 14)));
        assert!(!own.contains(date(2027, 1, 24)) && !own.contains(date(2027, 2, 15)));
        assert!(!own.contains(date(2026, 9, 1)) && own.contains(date(2026, 9, 2)));
        let more = own.and([date(2026, 8, 31)..=date(2026, 9, 1)]);
        assert!(
            more.contains(date(2026, 8, 31)) && !more.contains(date(2026, 9, 1)),
            "`on` has the last word"
        );
        assert_eq!(own.and([]), own);
    }

    #[test]
    fn days_without_end_cost_no_more_than_the_known_years() {
        let all = Holidays::new(vec![NaiveDate::MIN..=NaiveDate::MAX; 100_000], Vec::new());
        assert_eq!(all.calendar().get_public().count(), 80 * 365 + 19);
        assert!(!all.contains(date(2020, 12, 31)) && !all.contains(date(2101, 1, 1)));
    }
}
