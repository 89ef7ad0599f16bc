//! How dates, weekdays and hours are written here: `30-11-2026`, `T2`, `07:00-11:30`.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::Misread;
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
        match (from, to) {
            (None, None) => Ok(String::new()),
            (Some(Day::Of(from)), Some(Day::Of(to))) if to < from => Err(backwards(from, to)),
            (Some(from @ Day::Of(_)), Some(to @ Day::Of(_)))
            | (Some(from @ Day::Yearly { .. }), Some(to @ Day::Yearly { .. })) => {
                Ok(format!("{}-{}", from.notation(), to.notation()))
            }
            (Some(from @ Day::Of(_)), None) => Ok(format!("{}-9999 Dec 31", from.notation())),
            (None, Some(to @ Day::Of(_))) => Ok(format!("1900 Jan 01-{}", to.notation())),
            (Some(Day::Yearly { month, day }), _) | (_, Some(Day::Yearly { month, day })) => {
                Err(yearless(day, month))
            }
        }
    }

    fn notation(self) -> String {
        let (year, month, day) = match self {
            Day::Of(date) => (format!("{} ", date.year()), date.month(), date.day()),
            Day::Yearly { month, day } => (String::new(), month, day),
        };
        format!("{year}{} {day:02}", MONTHS.get(month as usize - 1).unwrap_or(&""))
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

fn backwards(from: NaiveDate, to: NaiveDate) -> Misread {
    let (from, to) = (from.format("%d-%m-%Y"), to.format("%d-%m-%Y"));
    Misread {
        message: words!(
            "Ngày cuối {to} trước ngày đầu {from}",
            "The last day {to} is before the first day {from}"
        ),
        help: words!("Đổi lại cho đúng thứ tự", "Put them in the right order"),
    }
}

fn yearless(day: u32, month: u32) -> Misread {
    Misread {
        message: words!("Ngày {day:02}-{month:02} thiếu năm", "The day {day:02}-{month:02} lacks its year"),
        help: words!(
            "Ghi cả năm, ví dụ {day:02}-{month:02}-2026; chỉ cặp “từ … đến …” mới được bỏ năm ở cả hai ngày, và lặp lại hằng năm",
            "Write the year too, as in {day:02}-{month:02}-2026; only a pair of first and last day may lack both years, and repeats yearly"
        ),
    }
}
