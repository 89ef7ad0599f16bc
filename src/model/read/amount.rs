//! Lengths of time as people write them.

use chrono::TimeDelta;
use toml::de::DeValue;

use super::value::Value;
use crate::model::Words;
use crate::words;

/// A length of time: "12s", "1m30s", "600ms", "12 giây", "1 phút 30 giây", "12". `None`: cannot be read.
pub(super) fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_lowercase();
    let mut rest = text.as_str();
    let mut total = TimeDelta::zero();
    while !rest.is_empty() {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let after = after.trim_start();
        let (unit, after) = after.split_at(after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len()));
        let millis = match unit {
            "ms" => 1,
            "" | "s" | "giây" => 1000,
            "m" | "ph" | "phút" => 60_000,
            "h" | "giờ" => 3_600_000,
            _ => return None,
        };
        let count: i64 = number.parse().ok()?;
        total = total.checked_add(&TimeDelta::try_milliseconds(count.checked_mul(millis)?)?)?;
        rest = after.trim_start();
    }
    (!text.is_empty()).then_some(total)
}

/// A number of days, a month being 31 and a year 366: "90 days", "18 tháng", "3 years", "3 năm". `None`: cannot be read.
fn days(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let days = match unit.trim() {
        "day" | "days" | "ngày" => 1,
        "month" | "months" | "tháng" => 31,
        "year" | "years" | "năm" => 366,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(days)
}

fn spoken(millis: i64) -> Words {
    match (millis % 3_600_000, millis % 1000) {
        (0, _) if millis > 0 => {
            let hours = millis / 3_600_000;
            words!("{hours} giờ", "{hours} h")
        }
        (_, 0) => {
            let seconds = millis / 1000;
            words!("{seconds} giây", "{seconds} s")
        }
        _ => words!("{millis} ms", "{millis} ms"),
    }
}

impl Value<'_, '_> {
    /// A length of time between `least` and `most`, both in milliseconds; a bare number is seconds.
    pub(super) fn duration(&self, least: i64, most: i64) -> Option<TimeDelta> {
        let read = match self.raw() {
            DeValue::Integer(_) => duration(&self.number(0.0..=1e6)?.to_string()),
            DeValue::String(text) => duration(text),
            _ => None,
        };
        let Some(length) = read else {
            self.wrong(words!("khoảng thời gian", "a length of time"), "\"12s\"");
            return None;
        };
        if (least..=most).contains(&length.num_milliseconds()) {
            return Some(length);
        }
        let (key, least, most) = (&self.key, spoken(least), spoken(most));
        let (low, high, from, to) = (least.vi, most.vi, least.en, most.en);
        self.fault(
            words!("Mục «{key}» phải từ {low} đến {high}.", "`{key}` has to be from {from} to {to}."),
            words!("Sửa lại khoảng thời gian này.", "Change this length of time."),
        );
        None
    }

    /// A length of time in days, between `least` and `most` of them.
    pub(super) fn days(&self, least: i64, most: i64) -> Option<TimeDelta> {
        let Some(count) = self.string().and_then(days) else {
            if matches!(self.raw(), DeValue::String(_)) {
                self.wrong(words!("số ngày, tháng hay năm", "days, months or years"), "\"3 years\"");
            }
            return None;
        };
        if (least..=most).contains(&count) {
            return TimeDelta::try_days(count);
        }
        let (key, years) = (&self.key, most / 366);
        self.fault(
            words!(
                "Mục «{key}» phải từ {least} ngày đến {years} năm.",
                "`{key}` has to be from {least} days to {years} years."
            ),
            words!("Sửa lại khoảng thời gian này.", "Change this length of time."),
        );
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, millis) in [
            ("12s", Some(12_000)),
            ("1m30s", Some(90_000)),
            ("600ms", Some(600)),
            ("12 giây", Some(12_000)),
            ("1 phút 30 giây", Some(90_000)),
            (" 1H ", Some(3_600_000)),
            ("12", Some(12_000)),
            ("", None),
            ("s", None),
            ("12 tấn", None),
            ("-5s", None),
            ("99999999999999999999s", None),
            ("9999999999999999h", None),
        ] {
            assert_eq!(duration(text).map(|length| length.num_milliseconds()), millis, "{text}");
        }
    }

    #[test]
    fn years_are_read_as_people_write_them() {
        for (text, count) in [
            ("3 years", Some(1098)),
            ("3 năm", Some(1098)),
            ("90 days", Some(90)),
            ("90ngày", Some(90)),
            (" 18 Tháng ", Some(558)),
            ("3", None),
            ("", None),
            ("năm", None),
            ("-1 day", None),
            ("99999999999999999999 days", None),
            ("99999999999999999 years", None),
        ] {
            assert_eq!(days(text), count, "{text}");
        }
    }
}
