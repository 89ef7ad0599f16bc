//! `[holidays]` of `screen.toml`: the school's own days off.

use chrono::Datelike;
use toml::de::DeValue;

use super::table::Table;
use super::value::Value;
use crate::model::{Days, Holidays, KNOWN_YEARS, parse_span};
use crate::words;

/// Reads the days that are off besides those of the law, and those that are not.
pub(super) fn holidays(table: &Table) -> Holidays {
    let Some(value) = table.get("holidays") else { return Holidays::public().clone() };
    let Some(table) = value.table() else {
        value.wrong(words!("một nhóm mục", "a table"), "{ off = [\"20-11-2026\"], on = [] }");
        return Holidays::public().clone();
    };
    let days = |key| {
        let days = table.get(key).map(|value| value.list()).unwrap_or_default();
        days.iter().filter_map(span).collect()
    };
    let holidays = Holidays::new(days("off"), days("on"));
    table.finish(&[]);
    holidays
}

/// One day or several: a TOML date or text.
fn span(value: &Value) -> Option<Days> {
    let days = match value.raw() {
        DeValue::Datetime(given) if given.time.is_none() => value.read(parse_span(&given.to_string()))?,
        DeValue::String(text) => value.read(parse_span(text))?,
        _ => {
            value.wrong(
                words!("một ngày, hay từ ngày đến ngày", "a day or days"),
                "\"25-01-2027 đến 14-02-2027\"",
            );
            return None;
        }
    };
    let unknown =
        [days.start(), days.end()].into_iter().map(Datelike::year).find(|year| !KNOWN_YEARS.contains(year));
    let Some(year) = unknown else { return Some(days) };
    let (first, last) = (KNOWN_YEARS.start(), KNOWN_YEARS.end());
    value.fault(
        words!("Lịch nghỉ không có năm {year}.", "The calendar of days off has no year {year}."),
        words!("Ghi năm từ {first} đến {last}.", "Write a year from {first} to {last}."),
    );
    None
}
