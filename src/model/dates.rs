//! Dates and times as a Vietnamese notice writes them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Weekday};

/// "ngày 05 tháng 01 năm 2025": days below 10 and months 1 and 2 take a zero (NĐ 30/2020), "tháng 6" does not.
pub fn long(date: NaiveDate) -> String {
    format!("{} năm {}", day_and_month(date), date.year())
}

/// "05/01/2025", "15/7/2021".
pub fn short(date: NaiveDate) -> String {
    format!("{}/{}", brief(date), date.year())
}

/// "05/01", "15/7".
pub fn brief(date: NaiveDate) -> String {
    format!("{}/{}", day(date), month(date))
}

/// The same moment as a header shows it, longest first: the first that has room is used.
pub fn header(date: NaiveDate) -> [String; 4] {
    let weekday = weekday(date.weekday());
    [
        format!("{weekday}, {}", long(date)),
        format!("{weekday}, {}", day_and_month(date)),
        format!("{weekday}, {}", short(date)),
        format!("{weekday}, {}", brief(date)),
    ]
}

/// "07:05".
pub fn clock(time: NaiveDateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "07:05:30".
pub fn clock_seconds(time: NaiveDateTime) -> String {
    format!("{}:{:02}", clock(time), time.second())
}

/// "10 giây", "1 phút 30 giây", never broken between number and unit; parts of a second are not told.
pub fn length(length: TimeDelta) -> String {
    match (length.num_minutes(), length.num_seconds() % 60) {
        (0, seconds) => format!("{seconds}\u{a0}giây"),
        (minutes, 0) => format!("{minutes}\u{a0}phút"),
        (minutes, seconds) => format!("{minutes}\u{a0}phút {seconds}\u{a0}giây"),
    }
}

fn day_and_month(date: NaiveDate) -> String {
    format!("ngày {} tháng {}", day(date), month(date))
}

fn day(date: NaiveDate) -> String {
    format!("{:02}", date.day())
}

fn month(date: NaiveDate) -> String {
    if date.month() < 3 { format!("{:02}", date.month()) } else { date.month().to_string() }
}

/// "Thứ Hai" to "Chủ nhật".
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Thứ Hai",
        Weekday::Tue => "Thứ Ba",
        Weekday::Wed => "Thứ Tư",
        Weekday::Thu => "Thứ Năm",
        Weekday::Fri => "Thứ Sáu",
        Weekday::Sat => "Thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn zeros_stand_where_the_decree_wants_them() {
        assert_eq!(long(date(2020, 1, 5)), "ngày 05 tháng 01 năm 2020");
        assert_eq!(long(date(2021, 7, 15)), "ngày 15 tháng 7 năm 2021");
        assert_eq!(short(date(2021, 9, 2)), "02/9/2021");
    }

    #[test]
    fn the_header_names_the_day() {
        assert_eq!(header(date(2025, 3, 11))[0], "Thứ Ba, ngày 11 tháng 3 năm 2025");
        assert_eq!(header(date(2026, 11, 29))[3], "Chủ nhật, 29/11");
    }

    #[test]
    fn times_and_lengths() {
        let time = date(2026, 11, 29).and_hms_opt(7, 5, 9).unwrap();
        assert_eq!((clock(time), clock_seconds(time)), ("07:05".to_owned(), "07:05:09".to_owned()));
        assert_eq!((brief(time.date()), short(time.date())), ("29/11".to_owned(), "29/11/2026".to_owned()));
        let table =
            [(9_400, "9 giây"), (60_000, "1 phút"), (90_000, "1 phút 30 giây"), (3_600_000, "60 phút")];
        for (millis, words) in table {
            assert_eq!(length(TimeDelta::milliseconds(millis)).replace('\u{a0}', " "), words);
        }
    }
}
