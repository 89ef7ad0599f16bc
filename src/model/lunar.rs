//! The Vietnamese lunar calendar.
//!
//! A month begins on the day of the new moon in UTC+7; the eleventh month is the one with the winter solstice. When
//! thirteen months lie between two of them, the first in which the sun enters no new sign is a leap month and
//! repeats the number of the month before. China has the same rules in UTC+8, so its dates differ now and then
//! (Tết of 2007 and 2030).
//!
//! Moon and sun follow J. Meeus, *Astronomical Algorithms* (2nd edition, 1998), chapters 49 and 25, the difference
//! of terrestrial and universal time F. Espenak's and Meeus's polynomial for 2005 to 2050. They are good to a few
//! minutes between 1900 and 2100, and no new moon of that time that begins a Tết falls so near to midnight.

use chrono::{Datelike, NaiveDate};

/// Mean length of a month in days.
const MONTH: f64 = 29.530_588_861;

/// Days of a solar year.
const YEAR: f64 = 365.2425;

/// The Julian day of the day before 1 January of the year 1, from which chrono counts.
const CE: i64 = 1_721_425;

/// From a moment's Julian day, which begins at noon in UTC, to the day in Vietnam: UTC+7.
const LOCAL: f64 = 0.5 + 7.0 / 24.0;

/// The sun's sign, in steps of 30° from the spring equinox, between winter solstice and the next sign.
const WINTER: i64 = 9;

/// Periodic terms of the new moon in days (Meeus, table 49.A), with the multiples of the sun's anomaly, the moon's
/// anomaly and the moon's argument of latitude. The smaller ones come to less than a minute.
const TERMS: [(f64, i32, f64, f64); 14] = [
    (-0.407_20, 0, 1.0, 0.0),
    (0.172_41, 1, 0.0, 0.0),
    (0.016_08, 0, 2.0, 0.0),
    (0.010_39, 0, 0.0, 2.0),
    (0.007_39, -1, 1.0, 0.0),
    (-0.005_14, 1, 1.0, 0.0),
    (0.002_08, 2, 0.0, 0.0),
    (-0.001_11, 0, 1.0, -2.0),
    (-0.000_57, 0, 1.0, 2.0),
    (0.000_56, 1, 2.0, 0.0),
    (-0.000_42, 0, 3.0, 0.0),
    (0.000_42, 1, 0.0, 2.0),
    (0.000_38, 1, 0.0, -2.0),
    (-0.000_24, -1, 2.0, 0.0),
];

/// A day of the lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lunar {
    /// Number of the year: that of the solar year in which it begins.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Whether the month repeats the number of the one before.
    pub leap: bool,
    /// Day of the month, 1 to 30.
    pub day: u32,
}

/// The lunar date of a day between 1900 and 2100.
pub fn lunar(date: NaiveDate) -> Lunar {
    let day = i64::from(date.num_days_from_ce()) + CE;
    let this = Months::before(date.year());
    let next = Months::before(date.year() + 1);
    let (months, year) =
        if day < begin(next.eleventh) { (this, date.year()) } else { (next, date.year() + 1) };
    let moon = (months.eleventh..).take_while(|moon| begin(*moon) <= day).last().unwrap_or(months.eleventh);
    let leap = months.leap.is_some_and(|leap| leap == moon);
    let passed = moon - months.eleventh - i64::from(months.leap.is_some_and(|leap| leap <= moon));
    Lunar {
        // Months 11 and 12 end the year before.
        year: if passed < 2 { year - 1 } else { year },
        month: ((passed + 10) % 12 + 1) as u32,
        leap,
        day: (day - begin(moon) + 1) as u32,
    }
}

/// The solar date of a day of the lunar year `year` (1900 to 2100), in the first month of its number; `None` when
/// there is no such month, or it has no such day.
pub fn solar(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let months = Months::before(if month < 11 { year } else { year + 1 });
    let moon = months.eleventh + i64::from((month + 1) % 12);
    let moon = moon + i64::from(months.leap.is_some_and(|leap| leap <= moon));
    let date = begin(moon) + i64::from(day) - 1;
    if date >= begin(moon + 1) {
        return None;
    }
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(date - CE).ok()?)
}

/// The twelve or thirteen months from an eleventh month to the next.
struct Months {
    /// The new moon of the eleventh month.
    eleventh: i64,
    /// The new moon of the leap month.
    leap: Option<i64>,
}

impl Months {
    /// Those that begin with the winter solstice before solar year `year`.
    fn before(year: i32) -> Months {
        let (eleventh, next) = (eleventh(year - 1), eleventh(year));
        let still = |moon: &i64| sign(begin(*moon)) == sign(begin(moon + 1));
        let leap = if next - eleventh == 13 { (eleventh + 1..next).find(still) } else { None };
        Months { eleventh, leap }
    }
}

/// The new moon, counted from January 2000, whose month has the winter solstice of solar year `year`.
fn eleventh(year: i32) -> i64 {
    // Mean new moons are less than a day off; the estimate for the end of the year less than a month.
    let mut moon = (f64::from(year - 1999) * YEAR / MONTH).floor() as i64 + 1;
    let last =
        NaiveDate::from_ymd_opt(year, 12, 31).map_or(0, |date| i64::from(date.num_days_from_ce()) + CE);
    while begin(moon) > last {
        moon -= 1;
    }
    if sign(begin(moon)) == WINTER { moon - 1 } else { moon }
}

/// The day in Vietnam, as a Julian day number, of new moon number `moon` after that of 6 January 2000.
fn begin(moon: i64) -> i64 {
    let k = moon as f64;
    let t = k / 1236.85;
    let sun = (2.5534 + 29.105_356_70 * k).to_radians();
    let anomaly = (201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t).to_radians();
    let latitude = (160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t).to_radians();
    let node = (124.7746 - 1.563_755_88 * k).to_radians();
    // The earth's orbit grows rounder.
    let rounder = 1.0 - 0.002_516 * t;
    let term = |(size, s, m, f): (f64, i32, f64, f64)| {
        size * rounder.powi(s.abs()) * (f64::from(s) * sun + m * anomaly + f * latitude).sin()
    };
    let periodic = TERMS.into_iter().map(term).sum::<f64>() - 0.000_17 * node.sin();
    let years = k * MONTH / YEAR;
    let slowing = (62.92 + 0.322_17 * years + 0.005_589 * years * years) / 86_400.0;
    (2_451_550.097_66 + MONTH * k + 0.000_154_37 * t * t + periodic - slowing + LOCAL).floor() as i64
}

/// The sun's sign, 0 to 11, as Julian day number `day` begins in Vietnam.
fn sign(day: i64) -> i64 {
    let t = (day as f64 - LOCAL - 2_451_545.0) / 36_525.0;
    let anomaly = (357.529_11 + 35_999.050_29 * t).to_radians();
    let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin()
        + 0.019_993 * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1934.136 * t).to_radians();
    let longitude = 280.466_46 + 36_000.769_83 * t + centre - 0.005_69 - 0.004_78 * node.sin();
    (longitude.rem_euclid(360.0) / 30.0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// As the calendars printed in Vietnam had them: Tết (of 1968 the north's), and Giỗ Tổ.
    #[test]
    fn published_dates() {
        let tet = [
            (1968, 1, 29),
            (1985, 1, 21),
            (2007, 2, 17),
            (2020, 1, 25),
            (2021, 2, 12),
            (2022, 2, 1),
            (2023, 1, 22),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2029, 2, 13),
            (2030, 2, 2),
            (2031, 1, 23),
            (2032, 2, 11),
            (2033, 1, 31),
            (2034, 2, 19),
        ];
        for (year, month, day) in tet {
            assert_eq!(solar(year, 1, 1), Some(date(year, month, day)));
        }
        let kings = [
            (2020, 4, 2),
            (2021, 4, 21),
            (2022, 4, 10),
            (2023, 4, 29),
            (2024, 4, 18),
            (2025, 4, 7),
            (2026, 4, 26),
        ];
        for (year, month, day) in kings {
            assert_eq!(solar(year, 3, 10), Some(date(year, month, day)));
        }
    }

    #[test]
    fn leap_months() {
        let table = [
            (2004, 2),
            (2006, 7),
            (2009, 5),
            (2012, 4),
            (2014, 9),
            (2017, 6),
            (2020, 4),
            (2023, 2),
            (2025, 6),
        ];
        let days = |year| date(year, 1, 1).iter_days().take_while(move |day| day.year() == year);
        for (year, month) in table {
            let mut leap = days(year).map(lunar).filter(|day| day.leap);
            assert!(leap.clone().count() >= 29 && leap.all(|day| day.month == month), "{year}");
        }
        for year in [2005, 2007, 2019, 2021, 2022, 2024, 2026] {
            assert!(!days(year).any(|day| lunar(day).leap), "{year}");
        }
    }

    /// Day follows day without a gap, and there and back is the same.
    #[test]
    fn day_follows_day() {
        let mut before = lunar(date(2020, 1, 1));
        for day in date(2020, 1, 2).iter_days().take_while(|day| day.year() < 2060) {
            let now = lunar(day);
            let follows = if now.day == 1 {
                (29..=30).contains(&before.day)
                    && (now.leap && now.month == before.month || now.month == before.month % 12 + 1)
                    && now.year == before.year + i32::from(now.month == 1)
            } else {
                now == Lunar { day: before.day + 1, ..before }
            };
            assert!(follows, "{day}: {before:?}, then {now:?}");
            if !now.leap {
                assert_eq!(solar(now.year, now.month, now.day), Some(day));
            }
            before = now;
        }
        assert_eq!((solar(2026, 13, 1), solar(2026, 0, 1), solar(2026, 1, 31)), (None, None, None));
    }
}
