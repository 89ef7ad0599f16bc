//! What is counted to.

use chrono::{NaiveDateTime, NaiveTime};
use toml::de::DeValue;

use crate::model::read::Resolve;
use crate::model::read::table::{Table, quoted};
use crate::model::read::value::Value;
use crate::model::{Countdown, Day, Misread, Slide, Target, parse_clock, parse_date, tidy};
use crate::words;

/// The line at zero has room on one page of any screen.
const WORDS: usize = 12;
const LETTERS: usize = 60;

pub(in crate::model::read) fn countdown(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    let at = table.need("at").and_then(|value| target(&value));
    let then = table.line("then").unwrap_or_else(|| "Đã đến giờ".to_owned());
    if let Some(value) = table
        .get("then")
        .filter(|_| then.split_whitespace().count() > WORDS || then.chars().count() > LETTERS)
    {
        value.fault(
            words!(
                "Câu «then» quá dài: tối đa {WORDS} tiếng, {LETTERS} chữ cái.",
                "`then` is too long: {WORDS} words and {LETTERS} letters at most."
            ),
            words!("Rút gọn câu, ví dụ \"Mời toàn trường nghiêm trang\".", "Shorten it."),
        );
    }
    let target = at.unwrap_or_else(|| {
        table.report.blank();
        Target::Daily(NaiveTime::MIN)
    });
    Slide::Countdown(Countdown { heading, target, then })
}

/// A time of day, or a day with or without a time; `None` with a fault, or while it is still to be filled in.
fn target(value: &Value) -> Option<Target> {
    let said = match value.raw() {
        DeValue::String(text) if tidy::is_placeholder(text) => {
            value.placeholder();
            return None;
        }
        DeValue::String(text) => moment(text),
        DeValue::Datetime(given) if given.offset.is_none() => moment(&given.to_string()),
        _ => {
            value.wrong(words!("một giờ, hoặc ngày và giờ", "a time, or a day and a time"), "\"07:00\"");
            return None;
        }
    };
    said.map_err(|Misread { message, help }| value.fault(message, help)).ok()
}

/// `07:00`, `20/11/2026 07:00`, `07:00 20/11/2026`, `20/11/2026` (its first moment), and the same as TOML writes it.
fn moment(text: &str) -> Result<Target, Misread> {
    if let Ok(moment) = text.parse() {
        return Ok(Target::Once(moment));
    }
    let is_day = |word: &&str| word.len() > 5 && word.contains(['/', '-', '.']);
    let day = text.split_whitespace().find(is_day);
    let time = text.split_whitespace().filter(|word| Some(*word) != day).collect::<Vec<_>>().join(" ");
    let Some(day) = day else {
        let time = time.parse().or_else(|_| parse_clock(&time))?;
        return if time == NaiveTime::MIN { Err(midnight()) } else { Ok(Target::Daily(time)) };
    };
    let date = match parse_date(day)? {
        Day::Of(date) => date,
        Day::Yearly { .. } => return Err(no_moment(text)),
    };
    let time = if time.is_empty() { NaiveTime::MIN } else { parse_clock(&time)? };
    Ok(Target::Once(NaiveDateTime::new(date, time)))
}

fn midnight() -> Misread {
    Misread {
        message: words!("Nửa đêm là của ngày nào?", "Midnight of which day?"),
        help: words!("Ghi cả ngày: \"01/01/2027 00:00\".", "Write the day too: \"01/01/2027 00:00\"."),
    }
}

fn no_moment(text: &str) -> Misread {
    let text = quoted(text);
    Misread {
        message: words!("«{text}» không phải là giờ, hoặc ngày và giờ.", "\"{text}\" is no moment."),
        help: words!(
            "Viết \"07:00\" (mỗi ngày), hoặc \"20/11/2026 07:00\".",
            "Write \"07:00\" (every day) or \"20/11/2026 07:00\"."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read::slide;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let once = |text: &str| Some(Target::Once(text.parse().unwrap()));
        for (text, target) in [
            ("07:00", Some(Target::Daily(time(7, 0)))),
            ("7h15", Some(Target::Daily(time(7, 15)))),
            ("7 giờ 15", Some(Target::Daily(time(7, 15)))),
            ("07:00:30", NaiveTime::from_hms_opt(7, 0, 30).map(Target::Daily)),
            ("2026-11-20T07:00:00", once("2026-11-20T07:00:00")),
            ("20/11/2026 07:00", once("2026-11-20T07:00:00")),
            ("07:00 20-11-2026", once("2026-11-20T07:00:00")),
            ("2026-11-20 7h", once("2026-11-20T07:00:00")),
            ("20/11/2026", once("2026-11-20T00:00:00")),
            ("01/01/2027 00:00", once("2027-01-01T00:00:00")),
            ("00:00", None),
            ("24:00", None),
            ("25:00", None),
            ("07:60", None),
            ("20/11 07:00", None),
            ("31/02/2026 07:00", None),
            ("20/11/2026 25:00", None),
            ("sáng mai", None),
            ("", None),
        ] {
            assert_eq!(moment(text).ok(), target, "{text}");
        }
    }

    fn read(rest: &str) -> (Option<Target>, Vec<String>) {
        let text = format!("kind = 'countdown'\nheading = 'A'\n{rest}");
        let (read, problems) = slide(text.as_bytes(), "a.toml", &|_| Err(Default::default()));
        let keys = problems.into_iter().filter_map(|problem| problem.key).collect();
        let target = read.map(|read| match read.content.slide() {
            Some(Slide::Countdown(countdown)) => countdown.target,
            other => panic!("{other:?}"),
        });
        (target, keys)
    }

    #[test]
    fn toml_has_its_own_times_and_bad_ones_are_named() {
        let once = |text: &str| Some(Target::Once(text.parse().unwrap()));
        let daily = NaiveTime::from_hms_opt(7, 0, 0).map(Target::Daily);
        for (rest, target) in [
            ("at = 07:00:00", daily),
            ("at = 2026-11-20T07:00:00", once("2026-11-20T07:00:00")),
            ("at = 2026-11-20 07:00:00", once("2026-11-20T07:00:00")),
            ("at = 2026-11-20", once("2026-11-20T00:00:00")),
            ("at = '07:00'\nthen = 'Mời toàn trường nghiêm trang'", daily),
        ] {
            assert_eq!(read(rest), (target, Vec::new()), "{rest}");
        }
        let long = format!("at = '07:00'\nthen = '{}'", "chữ ".repeat(13));
        for (rest, key) in [
            ("", "at"),
            ("at = 7", "at"),
            ("at = '25:00'", "at"),
            ("at = 2026-11-20T07:00:00Z", "at"),
            ("at = '[cần điền]x'\nthen = 5", "then"),
            (&long, "then"),
        ] {
            let (target, keys) = read(rest);
            assert_eq!((target, keys.last().map(String::as_str)), (None, Some(key)), "{rest}");
        }
    }
}
