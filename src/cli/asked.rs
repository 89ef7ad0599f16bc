//! What `bangtin report` is asked for, as it is typed: a clerk writes days as an office does.

use chrono::NaiveDate;

use super::args::Report;
use crate::model::Words;
use crate::report::Period;
use crate::words;

/// The days that are typed: a month, or the first day and perhaps the last; none for the last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Days {
    /// The first day of a month.
    Month(NaiveDate),
    /// From one day to another, or to today.
    Span(NaiveDate, Option<NaiveDate>),
    /// Nothing was said.
    LastMonth,
}

impl Days {
    /// The period on the day `today`.
    ///
    /// # Errors
    /// When the days are reversed or to come.
    pub(super) fn period(self, today: NaiveDate) -> Result<Period, Words> {
        match self {
            Days::Month(month) => Period::month(month, today),
            Days::Span(from, to) => Period::new(from, to.unwrap_or(from.max(today)), today),
            Days::LastMonth => Ok(Period::last_month(today)),
        }
    }
}

/// What days `args` name.
///
/// # Errors
/// What is wrong with how they are written, with an example of what is right.
pub(super) fn days(args: &Report) -> Result<Days, Words> {
    let read = |name: &str, text: &Option<String>| text.as_deref().map(|text| day(name, text)).transpose();
    match (&args.month, &args.from, &args.to) {
        (Some(_), Some(_), _) | (Some(_), _, Some(_)) => Err(words!(
            "Ghi --month, hoặc ghi --from và --to, không ghi cả hai. Ví dụ: --month 11/2026",
            "say --month, or --from and --to, not both; for example --month 2026-11"
        )),
        (None, None, Some(to)) => Err(words!(
            "Có --to thì phải có --from. Ví dụ: --from 01/11/2026 --to {to}",
            "--to needs --from; for example --from 2026-11-01 --to {to}"
        )),
        (Some(text), None, None) => month(text).map(Days::Month),
        (None, from, _) => {
            let to = read("--to", &args.to)?;
            Ok(read("--from", from)?.map_or(Days::LastMonth, |from| Days::Span(from, to)))
        }
    }
}

/// The numbers of a date, the year first.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    let digits =
        |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers: Vec<u32> =
        parts.iter().filter(|part| digits(part)).filter_map(|part| part.parse().ok()).collect();
    if numbers.len() != parts.len() {
        return None;
    }
    if parts.last().is_some_and(|last| last.len() == 4) {
        numbers.reverse();
    }
    let year = numbers.first()?;
    (1900..=9999).contains(year).then_some(numbers)
}

fn date(numbers: &[u32]) -> Option<NaiveDate> {
    let [year, month, day] = *numbers else { return None };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// "11/2026", "11-2026", "2026-11": its first day.
fn month(text: &str) -> Result<NaiveDate, Words> {
    let found = numbers(text).and_then(|numbers| date(&[numbers, vec![1]].concat()));
    found.ok_or_else(|| {
        words!(
            "Không đọc được tháng «{text}». Hãy ghi như --month 11/2026 hoặc --month 2026-11 (tháng 1 đến 12, năm đủ bốn chữ số).",
            "{text} is no month; write it as in --month 2026-11"
        )
    })
}

/// "29/11/2026", "29-11-2026", "2026-11-29".
fn day(name: &str, text: &str) -> Result<NaiveDate, Words> {
    numbers(text).and_then(|numbers| date(&numbers)).ok_or_else(|| {
        words!(
            "Không đọc được ngày «{text}». Hãy ghi như {name} 29/11/2026 hoặc {name} 2026-11-29 (ngày có thật, năm đủ bốn chữ số).",
            "{text} is no day; write it as in {name} 2026-11-29"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_an_office_writes_them_and_as_machines_do() {
        let november = NaiveDate::from_ymd_opt(2026, 11, 1);
        for text in ["2026-11", "11/2026", "11-2026", "11.2026", " 2026/11 "] {
            assert_eq!(month(text).ok(), november, "{text}");
        }
        let fifth = NaiveDate::from_ymd_opt(2026, 11, 5);
        for text in ["2026-11-05", "05/11/2026", "5/11/2026", "5-11-2026", "05.11.2026"] {
            assert_eq!(day("--from", text).ok(), fifth, "{text}");
        }
        for text in [
            "2026-13",
            "13/2026",
            "11/26",
            "2026",
            "",
            "11-2026-1-1",
            "tháng 11",
            "+1/2026",
            "2026-11-01",
            "1/2/3",
        ] {
            let refused = month(text).unwrap_err();
            assert!(
                refused.vi.contains("--month 11/2026") && refused.en.contains("--month 2026-11"),
                "{text}"
            );
        }
        for text in ["31/11/2026", "29/02/2026", "29/11/26", "2026-11", "hôm qua", "29112026", "11/29/2026"]
        {
            let refused = day("--from", text).unwrap_err();
            assert!(refused.vi.contains("--from 29/11/2026"), "{text}");
        }
    }
}
