//! How dates, weekdays and hours are written here: `30-11-2026`, `T2`, `07:00-11:30`.

use std::fmt;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Days, Misread};
use crate::words;

/// A day as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// One day.
    Of(NaiveDate),
    /// The same day every year.
    Yearly {
        /// 1 to 12.
        month: u32,
        /// 1 to 31, and in a leap year one that the month has.
        day: u32,
    },
}

/// Months in the opening_hours notation.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Day {
    /// From `from` to `to`, both included, in the opening_hours notation; empty when neither is given.
    pub(super) fn range(from: Option<Day>, to: Option<Day>) -> Result<String, Misread> {
        let (first, last) = match (from, to) {
            (None, None) => return Ok(String::new()),
            (Some(from @ Day::Yearly { .. }), Some(to @ Day::Yearly { .. })) => (from, to),
            (Some(from), Some(to)) => {
                let (first, last) = dated(from, to)?;
                (Day::Of(first), Day::Of(last))
            }
            (Some(from @ Day::Of(_)), None) => return Ok(format!("{}-9999 Dec 31", from.notation())),
            (None, Some(to @ Day::Of(_))) => return Ok(format!("1900 Jan 01-{}", to.notation())),
            (Some(Day::Yearly { month, day }), None) | (None, Some(Day::Yearly { month, day })) => {
                return Err(yearless(day, month));
            }
        };
        Ok(format!("{}-{}", first.notation(), last.notation()))
    }

    fn notation(self) -> String {
        let (year, month, day) = match self {
            Day::Of(date) => (format!("{} ", date.year()), date.month(), date.day()),
            Day::Yearly { month, day } => (String::new(), month, day),
        };
        format!("{year}{} {day:02}", MONTHS.get(month as usize - 1).unwrap_or(&""))
    }
}

/// A first and a last day of the calendar, in this order.
fn dated(from: Day, to: Day) -> Result<(NaiveDate, NaiveDate), Misread> {
    match (from, to) {
        (Day::Of(from), Day::Of(to)) if to < from => Err(backwards(from, to)),
        (Day::Of(from), Day::Of(to)) => Ok((from, to)),
        // "Từ 20-11 đến 30-11-2026": of the year that is named, or of the one before when that is over it.
        (Day::Yearly { month, day }, Day::Of(last)) => {
            let of = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|first| *first <= last);
            let first = of(last.year()).or_else(|| of(last.year() - 1));
            first.map(|first| (first, last)).ok_or_else(|| yearless(day, month))
        }
        (_, Day::Yearly { month, day }) => Err(yearless(day, month)),
    }
}

/// Hours of a day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// 0 to 1439.
    pub from: u32,
    /// 1 to 1440; less than `from` when it is on the next day.
    pub to: u32,
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

/// Reads a day: `30-11-2026`, `30/11/2026`, `30.11.2026`, `2026-11-30`, or without its year `30-11`.
pub fn parse_date(text: &str) -> Result<Day, Misread> {
    let text = text.trim();
    let fields: Vec<&str> = text.split(['-', '–', '/', '.']).map(str::trim).collect();
    let number =
        |field: &str| field.parse::<u32>().ok().filter(|_| field.bytes().all(|byte| byte.is_ascii_digit()));
    let numbers: Option<Vec<u32>> =
        fields.iter().map(|field| number(field).filter(|_| field.len() <= 4)).collect();
    let lengths: Vec<usize> = fields.iter().map(|field| field.len()).collect();
    match (numbers.as_deref(), lengths.as_slice()) {
        (Some(&[year, month, day]), [4, 1..=2, 1..=2]) | (Some(&[day, month, year]), [1..=2, 1..=2, 4]) => {
            date_of(text, year, month, day).map(Day::Of)
        }
        // Any leap year will do to ask whether the month has the day.
        (Some(&[day, month]), [1..=2, 1..=2]) => {
            date_of(text, 2024, month, day).map(|_| Day::Yearly { month, day })
        }
        (Some([_, _, _]), [1..=2, 1..=2, _]) => Err(Misread {
            message: words!(
                "Năm trong «{text}» không đủ bốn chữ số.",
                "The year in `{text}` is not written with four digits."
            ),
            help: words!("Ghi đủ năm, ví dụ 30-11-2026.", "Write the whole year, as in 30-11-2026."),
        }),
        _ => Err(Misread {
            message: words!("«{text}» không phải là ngày.", "`{text}` is not a day."),
            help: words!("Viết ngày-tháng-năm, ví dụ 30-11-2026.", "Write day-month-year, as in 30-11-2026."),
        }),
    }
}

fn date_of(text: &str, year: u32, month: u32, day: u32) -> Result<NaiveDate, Misread> {
    // The years that the opening_hours notation knows.
    let known = i32::try_from(year).ok().filter(|year| (1900..=9999).contains(year));
    let message = match known.and_then(|year| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(date) => return Ok(date),
        None if known.is_none() => words!(
            "Không có năm {year} trong lịch này («{text}»).",
            "The calendar here has no year {year} (`{text}`)."
        ),
        None if !(1..=12).contains(&month) => {
            words!("Không có tháng {month} («{text}»).", "There is no month {month} (`{text}`).")
        }
        None => words!(
            "Tháng {month} không có ngày {day} («{text}»).",
            "Month {month} has no day {day} (`{text}`)."
        ),
    };
    let help = words!(
        "Xem lại: ngày trước, tháng sau, rồi đến năm, ví dụ 30-11-2026.",
        "Look again: day, month, year, as in 30-11-2026."
    );
    Err(Misread { message, help })
}

/// Reads days of the calendar: one, `20-11-2026`, or from a first to a last, `25-01-2027 đến 14-02-2027`, of which the
/// first may leave the year to the last.
pub fn parse_span(text: &str) -> Result<Days, Misread> {
    let folded = fold(text);
    let both = folded.strip_prefix("tu ").unwrap_or(&folded);
    let (from, to) = both.split_once(" den ").unwrap_or((both, both));
    let (from, to) = dated(parse_date(from)?, parse_date(to)?)?;
    Ok(from..=to)
}

/// Reads days of the week: `T2`, `thứ 2`, `chủ nhật`, a range `T2-T6`, a list `T2, T4, CN`. In order from
/// Monday, each once.
pub fn parse_days(text: &str) -> Result<Vec<Weekday>, Misread> {
    let mut days = Vec::new();
    for part in text.split([',', ';']) {
        let folded = fold(part);
        let (first, last) =
            folded.split_once('-').or_else(|| folded.split_once(" den ")).unwrap_or((&folded, &folded));
        let (Some(first), Some(last)) = (weekday(first.trim()), weekday(last.trim())) else {
            let part = part.trim();
            return Err(Misread {
                message: words!(
                    "«{part}» không phải là ngày trong tuần.",
                    "`{part}` is not a day of the week."
                ),
                help: words!(
                    "Viết T2, T3, T4, T5, T6, T7 hoặc CN.",
                    "Write T2 (Monday) to T7 (Saturday) or CN (Sunday)."
                ),
            });
        };
        let run = std::iter::successors(Some(first), |day| (*day != last).then(|| day.succ()));
        days.extend(run);
    }
    Ok(in_order(days))
}

/// From Monday to Sunday, each once.
pub(super) fn in_order(mut days: Vec<Weekday>) -> Vec<Weekday> {
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    days
}

/// A day of the week by its [folded](fold) name.
fn weekday(name: &str) -> Option<Weekday> {
    let number = name.strip_prefix("thu").map(str::trim_start).or_else(|| name.strip_prefix('t'));
    Some(match (number, name) {
        (Some("2" | "hai"), _) | (_, "mo" | "mon" | "monday") => Weekday::Mon,
        (Some("3" | "ba"), _) | (_, "tu" | "tue" | "tuesday") => Weekday::Tue,
        (Some("4" | "tu" | "bon"), _) | (_, "we" | "wed" | "wednesday") => Weekday::Wed,
        (Some("5" | "nam"), _) | (_, "th" | "thursday") => Weekday::Thu,
        (Some("6" | "sau"), _) | (_, "fr" | "fri" | "friday") => Weekday::Fri,
        (Some("7" | "bay"), _) | (_, "sa" | "sat" | "saturday") => Weekday::Sat,
        (_, "cn" | "chu nhat" | "su" | "sun" | "sunday") => Weekday::Sun,
        _ => return None,
    })
}

/// Reads hours of a day: `07:00-11:30`, `7h-11h30`, over midnight `22:00-02:00`, a list of them.
pub fn parse_hours(text: &str) -> Result<Vec<Hours>, Misread> {
    text.split([',', ';']).map(|part| hours(part.trim())).collect()
}

fn hours(part: &str) -> Result<Hours, Misread> {
    let help = words!(
        "Viết như 07:00-11:30; qua nửa đêm thì 22:00-02:00.",
        "Write like 07:00-11:30; over midnight 22:00-02:00."
    );
    let folded = fold(part).replace('–', "-");
    let Some((from, to)) = folded.split_once('-').or_else(|| folded.split_once(" den ")) else {
        return Err(Misread {
            message: words!("«{part}» không phải là khoảng giờ.", "`{part}` is not a range of hours."),
            help,
        });
    };
    let message = match (minutes(from), minutes(to)) {
        (Some(from), Some(to)) if from == to => {
            words!("«{part}» bắt đầu và kết thúc cùng một lúc.", "`{part}` ends when it begins.")
        }
        (Some(from @ 0..1440), Some(to @ 1..=1440)) => return Ok(Hours { from, to }),
        // Until midnight is until 24:00.
        (Some(from @ 0..1440), Some(0)) => return Ok(Hours { from, to: 1440 }),
        (Some(_), Some(_)) => words!(
            "«{part}» quá 24:00: một ngày chỉ có từ 00:00 đến 24:00.",
            "`{part}` exceeds 24:00, the end of a day."
        ),
        _ => words!("«{part}» không phải là khoảng giờ.", "`{part}` is not a range of hours."),
    };
    Err(Misread { message, help })
}

/// Reads a time of day: `07:30`, `7h30`, `7h`, `7 giờ 30`; from 00:00 to 23:59.
pub fn parse_clock(text: &str) -> Result<NaiveTime, Misread> {
    let text = text.trim();
    let minutes = minutes(&fold(text));
    let time = minutes.and_then(|minutes| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0));
    let message = match minutes {
        Some(_) => words!(
            "«{text}» quá 24:00: một ngày chỉ có từ 00:00 đến 23:59.",
            "`{text}` exceeds 24:00: a day has 00:00 to 23:59."
        ),
        None => words!("«{text}» không phải là giờ.", "`{text}` is not a time of day."),
    };
    let help = words!("Viết giờ:phút, ví dụ 07:15.", "Write hour:minute, as in 07:15.");
    time.ok_or(Misread { message, help })
}

/// `07:30`, `7h30`, `7h` or `7 gio 30` in minutes after midnight, up to 99:59.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let text: String = text.replace("gio", "h").chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = text.split_once([':', 'h'])?;
    let minute = if minute.is_empty() && text.ends_with('h') { "00" } else { minute };
    let number = |field: &str, digits: std::ops::RangeInclusive<usize>| {
        let plain = digits.contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| field.parse::<u32>().ok()).flatten()
    };
    Some(number(hour, 1..=2)? * 60 + number(minute, 2..=2).filter(|minute| *minute < 60)?)
}

/// `text` in small letters without marks, one space between words: `Đến  Thứ Hai` is `den thu hai`. So a name
/// typed without marks, or with marks in any order, is read as well.
pub fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let plain: String = plain.map(|c| if c == 'đ' { 'd' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// That a last day is before its first.
pub(super) fn backwards(from: NaiveDate, to: NaiveDate) -> Misread {
    let (from, to) = (from.format("%d-%m-%Y"), to.format("%d-%m-%Y"));
    Misread {
        message: words!(
            "Ngày cuối {to} trước ngày đầu {from}.",
            "The last day {to} is before the first day {from}."
        ),
        help: words!("Đổi lại cho đúng thứ tự.", "Put them in the right order."),
    }
}

fn yearless(day: u32, month: u32) -> Misread {
    Misread {
        message: words!("Ngày {day:02}-{month:02} thiếu năm.", "The day {day:02}-{month:02} lacks its year."),
        help: words!(
            "Ghi cả năm, ví dụ {day:02}-{month:02}-2026; chỉ cặp «từ … đến …» mới được bỏ năm ở cả hai ngày, và lặp lại hằng năm.",
            "Write the year too, as in {day:02}-{month:02}-2026; only a pair of first and last day may lack both years, and repeats yearly."
        ),
    }
}

#[cfg(test)]
mod tests;
