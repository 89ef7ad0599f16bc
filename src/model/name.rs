//! What a clerk says by the name of a file: `04 Họp phụ huynh (đến 30-11-2026, 15s).pdf`.

use std::ops::{Range, RangeInclusive};

use chrono::{TimeDelta, Weekday};

use super::spelling::fold;
use super::{Day, Level, Misread, When, parse_date, parse_days, tidy};
use crate::words;

/// A name, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// For people: without the number that orders it, the brackets that were understood, and the extension.
    pub title: String,
    /// When it is in season.
    pub when: When,
    /// How long one showing lasts.
    pub dwell: Option<TimeDelta>,
    /// It is heard; `None`: nothing is said of that.
    pub sound: Option<bool>,
    /// A bracket is a schedule and cannot be read: keep the file off the air
    /// ([`Reason::Broken`](super::Reason::Broken)) rather than show it on the wrong day.
    pub undated: bool,
    /// What is wrong: an error for each bracket that keeps the file off, a warning for a doubtful one.
    pub problems: Vec<(Level, Misread)>,
}

/// Shortest and longest dwell, in seconds.
const DWELL: RangeInclusive<i64> = 1..=3600;

/// After `từ` or `đến`, these make a bracket a schedule even without a digit: `(đến cuối tháng)`.
const TIME_WORDS: [&str; 9] = ["ngay", "thang", "tuan", "thu", "mai", "hom", "dau", "cuoi", "gio"];

/// What one bracket says.
#[derive(Debug, Default)]
struct Said {
    from: Option<Day>,
    to: Option<Day>,
    days: Vec<Weekday>,
    dwell: Option<TimeDelta>,
    sound: Option<bool>,
}

impl Name {
    /// Reads the name of a file, with its extension.
    pub fn of_file(name: &str) -> Name {
        Name::read(stem(name))
    }

    /// Reads the name of a folder.
    pub fn of_folder(name: &str) -> Name {
        Name::read(name)
    }

    fn read(name: &str) -> Name {
        let name = tidy::nfc(name.into());
        let mut said = Said::default();
        let mut problems = Vec::new();
        let mut title = String::new();
        let mut rest = 0;
        for bracket in brackets(&name) {
            let whole = name.get(bracket.clone()).unwrap_or_default();
            let parts: Vec<&str> = inside(whole).split([',', ';']).map(str::trim).collect();
            if parts.iter().any(|part| is_schedule(part)) {
                let read = closed(whole).and_then(|()| parts.iter().try_for_each(|part| said.add(part)));
                match read {
                    Ok(()) => {
                        title.push_str(name.get(rest..bracket.start).unwrap_or_default());
                        rest = bracket.end;
                    }
                    Err(misread) => problems.push((Level::Error, named(whole, misread))),
                }
            } else if parts.iter().any(|part| matches!(parse_date(part), Ok(Day::Of(_)))) {
                problems.push((Level::Warning, doubtful(whole)));
            }
        }
        title.push_str(name.get(rest..).unwrap_or_default());
        let when = When::easy(said.from, said.to, &said.days, &[]);
        let when = when.unwrap_or_else(|misread| {
            problems.push((Level::Error, named(&name, misread)));
            When::always()
        });
        if said.to.is_none() {
            problems.extend(loose(&title).map(|last| (Level::Warning, unbracketed(&last))));
        }
        let undated = problems.iter().any(|(level, _)| *level == Level::Error);
        let title = readable(&title, &name);
        Name { title, when, dwell: said.dwell, sound: said.sound, undated, problems }
    }
}

impl Said {
    /// Takes up one part of a bracket.
    fn add(&mut self, part: &str) -> Result<(), Misread> {
        if let Some(number) = seconds(part) {
            return once(&mut self.dwell, dwell(part, number)?, part);
        }
        let folded = fold(part);
        if let Some(heard) = sound(&folded) {
            return once(&mut self.sound, heard, part);
        }
        let (from, to) = (keyword(&folded, &["tu"]), keyword(&folded, &["den", "toi", "het"]));
        if let Ok(days) = parse_days(from.unwrap_or(&folded)) {
            self.days.extend(days);
            return Ok(());
        }
        let (from, to) = match from.and_then(|from| split_word(from, &[" den ", " toi ", " het "])) {
            Some((from, to)) => (Some(from), Some(to)),
            None => (from, to),
        };
        if from.or(to).is_none() {
            return Err(Misread {
                message: words!(
                    "«{part}» không phải là ngày hay số giây.",
                    "`{part}` is neither a day nor a dwell."
                ),
                help: if seconds(&folded).is_some() {
                    words!("Số giây viết chữ s thường: {folded}.", "Seconds take a small s: {folded}.")
                } else {
                    words!(
                        "Ghi chú khác thì đặt trong ngoặc riêng.",
                        "Put another remark into brackets of its own."
                    )
                },
            });
        }
        from.map_or(Ok(()), |from| once(&mut self.from, parse_date(day(from))?, part))?;
        to.map_or(Ok(()), |to| once(&mut self.to, parse_date(day(to))?, part))
    }
}

/// `text` before and after the first of these words.
fn split_word<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    words.iter().find_map(|word| text.split_once(word))
}

/// Sets what is not yet said.
fn once<T>(said: &mut Option<T>, value: T, part: &str) -> Result<(), Misread> {
    match said.replace(value) {
        None => Ok(()),
        Some(_) => Err(Misread {
            message: words!(
                "«{part}» nói lần thứ hai một điều đã nói.",
                "`{part}` says for the second time what was said."
            ),
            help: words!("Chỉ ghi một lần.", "Say it once."),
        }),
    }
}

/// Whether a part of a bracket is meant as a schedule, readable or not. `(bản chính)`, `(1)`, `(đến trường)` and
/// `(5S)` are not.
fn is_schedule(part: &str) -> bool {
    let folded = fold(part);
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if let Some(rest) = keyword(&folded, &["tu", "den", "toi", "het"]) {
        return digit(rest) || rest.split(' ').any(|word| TIME_WORDS.contains(&word));
    }
    let numbered = keyword(&folded, &["thu"]).is_some_and(digit);
    numbered || sound(&folded).is_some() || seconds(part).is_some() || parse_days(part).is_ok()
}

/// What follows one of these words in `part`, if it begins so: `den 30-11`, also `den30-11`.
fn keyword<'a>(part: &'a str, words: &[&str]) -> Option<&'a str> {
    let rest = words.iter().find_map(|word| part.strip_prefix(word))?;
    rest.starts_with(|c: char| c == ' ' || c.is_ascii_digit()).then(|| rest.trim_start())
}

/// The day without the words that may stand before it: `hết ngày 30-11`, `hết hạn 30-11`.
fn day(text: &str) -> &str {
    let mut text = text;
    while let Some(rest) = keyword(text, &["den", "het", "han", "ngay"]) {
        text = rest;
    }
    text
}

/// Whether a part of a bracket says that a clip is heard, or that it is not.
fn sound(folded: &str) -> Option<bool> {
    match folded {
        "co tieng" | "bat tieng" => Some(true),
        "khong tieng" | "tat tieng" => Some(false),
        _ => None,
    }
}

/// The number and the unit of `15s`, `15 giây` or `2 phút`; `None` for anything else. A small `s` attached to its
/// number is meant, even misspelled (`15ss`); a capital is a name (`5S`).
fn seconds(part: &str) -> Option<(&str, &str)> {
    let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = part.split_at_checked(digits).filter(|(number, _)| !number.is_empty())?;
    let known = ["giay", "phut"].contains(&fold(unit).as_str());
    (known || unit.starts_with('s')).then_some((number, unit))
}

fn dwell(part: &str, (number, unit): (&str, &str)) -> Result<TimeDelta, Misread> {
    let unit = match fold(unit).as_str() {
        "s" | "giay" => Some(1),
        "phut" => Some(60),
        _ => None,
    };
    let message = match (unit, number.parse::<u16>()) {
        (Some(unit), Ok(number)) if DWELL.contains(&(unit * i64::from(number))) => {
            return Ok(TimeDelta::seconds(unit * i64::from(number)));
        }
        (Some(_), _) => words!(
            "«{part}» không nằm trong khoảng 1 giây đến 1 giờ.",
            "`{part}` is not between 1 second and 1 hour."
        ),
        (None, _) => words!("«{part}» không phải là số giây.", "`{part}` is not a number of seconds."),
    };
    Err(Misread { message, help: words!("Viết số giây như 15s.", "Write seconds like 15s.") })
}

/// Innermost brackets, round or square, in order; one that is never closed reaches to the end.
fn brackets(name: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in name.char_indices() {
        match c {
            '(' | '[' | '（' => open = Some(at),
            ')' | ']' | '）' => found.extend(open.take().map(|start| start..at + c.len_utf8())),
            _ => {}
        }
    }
    found.extend(open.map(|start| start..name.len()));
    found
}

fn inside(bracket: &str) -> &str {
    bracket.trim_matches(['(', '[', '（', ')', ']', '）'])
}

fn closed(bracket: &str) -> Result<(), Misread> {
    if bracket.ends_with([')', ']', '）']) {
        return Ok(());
    }
    Err(Misread {
        message: words!("Thiếu dấu đóng ngoặc.", "The closing bracket is missing."),
        help: words!("Thêm dấu ).", "Add the )."),
    })
}

/// The misreading of one bracket, with what follows from it and the right spelling.
fn named(bracket: &str, Misread { message, help }: Misread) -> Misread {
    let (message_vi, message_en, help_vi, help_en) = (message.vi, message.en, help.vi, help.en);
    Misread {
        message: words!(
            "Không hiểu «{bracket}» trong tên nên không chiếu. {message_vi}",
            "`{bracket}` in the name is not understood, so it is not shown. {message_en}"
        ),
        help: words!(
            "{help_vi} Các cách ghi: (đến 30-11-2026), (từ 01-06 đến 15-07) mỗi năm, (thứ 2), (15s).",
            "{help_en} Known are: (đến 30-11-2026) until, (từ 01-06 đến 15-07) from and until every year, (thứ 2) Mondays, (15s)."
        ),
    }
}

/// A date in brackets without a word that says what it is.
fn doubtful(bracket: &str) -> Misread {
    Misread {
        message: words!(
            "«{bracket}» trong tên không có chữ «từ» hay «đến» nên không được coi là lịch chiếu.",
            "`{bracket}` in the name has neither `từ` (from) nor `đến` (until) and is not taken as a schedule."
        ),
        help: words!(
            "Muốn hẹn ngày thì viết (từ 20-11-2026 đến 20-11-2026); nếu không thì để nguyên.",
            "To schedule it write (từ 20-11-2026 đến 20-11-2026), otherwise leave it."
        ),
    }
}

/// A last day that stands outside brackets, as it is written: `đến 30-11-2026`.
fn loose(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().map(|word| word.trim_end_matches(['.', ','])).collect();
    let until = |word: &str| ["den", "toi", "het"].contains(&fold(word).as_str());
    let dated = |word: &str| matches!(parse_date(word), Ok(Day::Of(_)));
    (0..words.len()).find_map(|at| match words.get(at..)? {
        [word, date, ..] if until(word) && dated(date) => Some(format!("{word} {date}")),
        [word, ngay, date, ..] if until(word) && fold(ngay) == "ngay" && dated(date) => {
            Some(format!("{word} {ngay} {date}"))
        }
        _ => None,
    })
}

/// A last day without its brackets.
fn unbracketed(last: &str) -> Misread {
    Misread {
        message: words!(
            "«{last}» trong tên không nằm trong ngoặc nên tệp không tự xuống.",
            "`{last}` in the name is not in brackets, so the file does not come off by itself."
        ),
        help: words!(
            "Muốn tự xuống thì thêm ngoặc: ({last}); nếu không thì để nguyên.",
            "To have it come off write ({last}), otherwise leave it."
        ),
    }
}

/// `name` without its extension. What follows the last dot of `Họp (đến 30.11.2026)` is none.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_extension(extension) => stem,
        _ => name,
    }
}

fn is_extension(text: &str) -> bool {
    let letter = text.contains(|c: char| c.is_ascii_alphabetic());
    letter && text.len() <= 5 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The title: words with one space between them, without the number that only orders; `name` when nothing is left.
fn readable(title: &str, name: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().filter(|word| !["()", "[]"].contains(word)).collect();
    let title = words.join(" ");
    let title = unnumbered(&title).trim_matches([' ', '-', '_', '.', ',']);
    if title.is_empty() { name.trim().to_owned() } else { title.to_owned() }
}

/// `title` without the number that only orders it: `04 Họp`, `4. họp`, `4 Họp`; the number of `5 điều Bác Hồ dạy`,
/// `10A1` and `20-11` belongs to the title.
fn unnumbered(title: &str) -> &str {
    let text = title.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = title.len() - text.len();
    let rest = text.trim_start_matches([' ', '.', '_', '-', ')']);
    let Some(next) = rest.chars().next().filter(|next| next.is_alphabetic()) else { return title };
    let only_space = text.starts_with(' ') && text.trim_start() == rest;
    let orders = title.starts_with('0') || !only_space || next.is_uppercase();
    if (1..=3).contains(&digits) && rest.len() < text.len() && orders { rest } else { title }
}

#[cfg(test)]
mod tests;
