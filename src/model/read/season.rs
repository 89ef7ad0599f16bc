//! `when`, or its easy spelling `from`, `to`, `days`, `hours`.

use chrono::NaiveDate;
use toml::de::DeValue;

use super::table::Table;
use super::value::Value;
use crate::model::{Day, Misread, When, Words, parse_date, parse_days, parse_hours};
use crate::words;

/// Reads the keys that say when something is in season; `None` when they say nothing or cannot be read.
pub(super) fn when(table: &Table) -> Option<When> {
    let notation = table.get("when");
    let [from, to, days, hours] = ["from", "to", "days", "hours"].map(|key| table.get(key));
    let Some(easy) = [&from, &to, &days, &hours].into_iter().flatten().next() else {
        return notation.and_then(|value| value.read(When::parse(value.string()?.trim())));
    };
    if let Some(notation) = notation {
        notation.fault(
            words!(
                "Chỉ dùng một trong hai: «when», hoặc «from», «to», «days», «hours».",
                "Use `when`, or `from`, `to`, `days` and `hours`, not both."
            ),
            words!("Xóa mục «when», giữ các mục kia.", "Delete `when` and keep the others."),
        );
        return None;
    }
    let ((from, to, days, hours), sound) = table.report.sound(|| {
        let days = days.iter().flat_map(|value| all(value, parse_days)).collect::<Vec<_>>();
        let hours = hours.iter().flat_map(|value| all(value, parse_hours)).collect::<Vec<_>>();
        (from.as_ref().and_then(Value::day), to.as_ref().and_then(Value::day), days, hours)
    });
    if !sound {
        return None;
    }
    // What the four say together is at fault where the last day stands, else at the first of them.
    let place = table.get("to");
    place.as_ref().unwrap_or(easy).read(When::easy(from, to, &days, &hours))
}

/// Hours of every day; `None` when they cannot be read.
pub(super) fn hours(value: &Value) -> Option<When> {
    let (hours, sound) = value.report.sound(|| all(value, parse_hours));
    value.read(When::easy(None, None, &[], &hours)).filter(|_| sound)
}

/// Every part of a text or of a list of texts.
fn all<T>(value: &Value, parse: fn(&str) -> Result<Vec<T>, Misread>) -> Vec<T> {
    let parts = value.list();
    parts.iter().filter_map(|part| part.read(parse(part.string()?))).flatten().collect()
}

/// What is said of a part of a text, as a sentence of its own.
fn sentence(words: Words) -> Words {
    let ended = |text: String| if text.ends_with(['.', '!', '?']) { text } else { text + "." };
    Words { vi: ended(words.vi), en: ended(words.en) }
}

impl Value<'_, '_> {
    /// The value that was read, or a fault that says why not.
    pub(super) fn read<T>(&self, read: Result<T, Misread>) -> Option<T> {
        read.map_err(|misread| self.fault(sentence(misread.message), sentence(misread.help))).ok()
    }

    /// A day, with or without its year: a TOML date or text.
    fn day(&self) -> Option<Day> {
        match self.raw() {
            DeValue::Datetime(given) if given.time.is_none() => self.read(parse_date(&given.to_string())),
            DeValue::String(text) => self.read(parse_date(text)),
            _ => {
                self.wrong(words!("một ngày", "a day"), "\"31/12/2025\"");
                None
            }
        }
    }

    /// A day of the calendar.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        match self.day()? {
            Day::Of(date) => Some(date),
            Day::Yearly { .. } => {
                self.wrong(words!("một ngày có cả năm", "a day with its year"), "\"31/12/2025\"");
                None
            }
        }
    }
}
