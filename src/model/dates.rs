//! Dates and times as a Vietnamese notice writes them.

use chrono::{
    DateTime, Datelike, DurationRound, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
};

use super::{Lunar, Words, tidy};

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

/// The date as a header shows it, longest first: the first that has room is used. With `lunar`, the day of the lunar
/// calendar too ("16/10 âm lịch", "1/6 nhuận ÂL"); where there is no room for it, without.
pub fn header(date: NaiveDate, lunar: bool) -> Vec<String> {
    let weekday = weekday(date.weekday());
    let plain =
        [long(date), day_and_month(date), short(date), brief(date)].map(|day| format!("{weekday}, {day}"));
    let Lunar { month, day, leap, .. } = super::lunar(date);
    let twice = if leap { "\u{a0}nhuận" } else { "" };
    let both = |day_of_sun: &String| format!("{day_of_sun} ({day}/{month}{twice}\u{a0}âm\u{a0}lịch)");
    let briefly = format!("{weekday}, {} ({day}/{month}{twice}\u{a0}ÂL)", brief(date));
    let with: Vec<String> = plain.iter().map(both).chain([briefly]).filter(|_| lunar).collect();
    with.into_iter().chain(plain).collect()
}

/// The minute that has begun.
pub fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at)
}

/// The second that has begun.
pub fn second(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::seconds(1)).unwrap_or(at)
}

/// "07:05".
pub fn clock(at: NaiveDateTime) -> String {
    time(at.time())
}

/// "07:05".
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "07:05:30".
pub fn clock_seconds(time: NaiveDateTime) -> String {
    format!("{}:{:02}", clock(time), time.second())
}

/// "10 giây", "1 phút 30 giây", "1.529 giờ", never broken between number and unit; parts of a second are not told.
pub fn length(length: TimeDelta) -> Words {
    let seconds = length.num_seconds();
    let parts =
        [(seconds / 3600, "giờ", "h"), (seconds / 60 % 60, "phút", "min"), (seconds % 60, "giây", "s")];
    let told = parts.iter().filter(|(count, ..)| *count > 0);
    let (vi, en): (Vec<_>, Vec<_>) =
        told.map(|(count, vi, en)| (counted(*count, '.', vi), counted(*count, ',', en))).unzip();
    Words { vi: vi.join(" "), en: en.join(" ") }
}

fn counted(count: i64, mark: char, unit: &str) -> String {
    format!("{}\u{a0}{unit}", tidy::grouped(&count.to_string(), mark))
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
        assert_eq!(header(date(2025, 3, 11), false)[0], "Thứ Ba, ngày 11 tháng 3 năm 2025");
        assert_eq!(header(date(2026, 11, 29), false)[3], "Chủ nhật, 29/11");
        let tet = header(date(2026, 2, 17), true);
        assert_eq!(tet[2], "Thứ Ba, 17/02/2026 (1/1\u{a0}âm\u{a0}lịch)");
        assert_eq!(
            (&*tet[4], &*tet[5]),
            ("Thứ Ba, 17/02 (1/1\u{a0}ÂL)", "Thứ Ba, ngày 17 tháng 02 năm 2026")
        );
        assert_eq!(header(date(2025, 7, 25), true)[3], "Thứ Sáu, 25/7 (1/6\u{a0}nhuận\u{a0}âm\u{a0}lịch)");
    }

    #[test]
    fn times_and_lengths() {
        let time = date(2026, 11, 29).and_hms_opt(7, 5, 9).unwrap();
        assert_eq!((clock(time), clock_seconds(time)), ("07:05".to_owned(), "07:05:09".to_owned()));
        assert_eq!((brief(time.date()), short(time.date())), ("29/11".to_owned(), "29/11/2026".to_owned()));
        let table = [
            (9_400, "9 giây", "9 s"),
            (60_000, "1 phút", "1 min"),
            (90_000, "1 phút 30 giây", "1 min 30 s"),
            (21_600_000, "6 giờ", "6 h"),
            (5_504_580_000, "1.529 giờ 3 phút", "1,529 h 3 min"),
        ];
        for (millis, vi, en) in table {
            let Words { vi: said, en: told } = length(TimeDelta::milliseconds(millis));
            assert_eq!([said.replace('\u{a0}', " "), told.replace('\u{a0}', " ")], [vi, en]);
        }
    }
}
