//! What a column of a table holds: numbers and days as Vietnamese prints them, or words.

use chrono::{NaiveDate, NaiveTime};

use super::kinds::thousands;
use crate::model::fold;

/// Beginnings of the [folded](fold) head of a column whose numbers are names of something: never in groups.
const NAMES: &[&str] = &[
    "nam",
    "ma",
    "so hieu",
    "so dien thoai",
    "dien thoai",
    "dt",
    "sdt",
    "sbd",
    "so bao danh",
    "cccd",
    "cmnd",
    "can cuoc",
    "so tai khoan",
    "stk",
    "so the",
    "so van ban",
];
/// Years, which are not printed in groups whatever their column is called.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2199;
/// Most decimals that are printed as they are; what has more is rounded to two.
const DECIMALS: usize = 3;
/// Most digits before the decimals: what is longer is the number of a card.
const DIGITS: usize = 12;

/// What a column turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Nature {
    /// Numbers, which end in one line at the right.
    pub figures: bool,
    /// The first cell that can be read as two numbers, and is printed as it was written.
    pub doubtful: Option<usize>,
}

/// Prints the cells of one column as Vietnamese does. `comma` when it is known that a comma begins decimals.
pub(super) fn column(head: &str, cells: &mut [&mut String], comma: bool) -> Nature {
    if days(cells) {
        return Nature::default();
    }
    let filled = cells.iter().filter(|cell| !is_dash(cell)).count();
    let numbers: Vec<Option<Number>> = cells.iter().map(|cell| number(cell)).collect();
    let count = numbers.iter().flatten().count();
    if count == 0 || count * 3 < filled * 2 {
        return Nature::default();
    }
    let told = |mark: Mark| numbers.iter().flatten().any(|number| number.mark == mark);
    let mark = match (comma || told(Mark::Comma), told(Mark::Point)) {
        (true, false) => Mark::Comma,
        (false, true) => Mark::Point,
        _ => Mark::Either,
    };
    let numbers: Vec<Option<Number>> = numbers.into_iter().map(|number| Some(number?.told(mark))).collect();
    let doubtful =
        numbers.iter().position(|number| number.as_ref().is_some_and(|number| number.mark == Mark::Either));
    let grouped = !names(head, &numbers);
    let known = numbers.iter().flatten().filter(|number| number.mark != Mark::Either);
    let decimals = known.map(Number::decimals).max().unwrap_or(0);
    for (cell, number) in cells.iter_mut().zip(numbers) {
        if let Some(number) = number.filter(|number| number.mark != Mark::Either) {
            **cell = number.printed(decimals, grouped);
        }
    }
    Nature { figures: true, doubtful }
}

/// Nothing, or a dash in its place.
fn is_dash(cell: &str) -> bool {
    cell.is_empty() || cell.chars().all(|c| "-–—".contains(c))
}

/// Whether the numbers of a column are names rather than amounts.
fn names(head: &str, numbers: &[Option<Number>]) -> bool {
    let head = fold(head);
    let named = NAMES
        .iter()
        .any(|name| head.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    let year = |number: &Number| {
        !number.percent
            && number.rest.is_empty()
            && number.whole.parse().is_ok_and(|year| YEARS.contains(&year))
    };
    named || numbers.iter().flatten().all(year)
}

/// What tells the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// It has none.
    None,
    /// "98.5".
    Point,
    /// "98,5".
    Comma,
    /// "1.234" or "1,234": it may group thousands as well.
    Either,
}

/// A number as it was written.
#[derive(Clone, Debug)]
struct Number {
    minus: bool,
    whole: String,
    rest: String,
    percent: bool,
    mark: Mark,
    /// What divides it, of [`Mark::Either`].
    sign: char,
}

/// `None` for words, and for numbers that are names: "0912345678", "10.1.2".
fn number(written: &str) -> Option<Number> {
    let text = written.trim();
    let unsigned = text.strip_prefix(['-', '−']).unwrap_or(text);
    let digits = unsigned.strip_suffix('%').map_or(unsigned, str::trim_end);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !digits.chars().all(|c| c.is_ascii_digit() || ".,".contains(c)) {
        return None;
    }
    let (whole, rest, mark, sign) = divided(digits)?;
    let zero = whole.len() > 1 && whole.starts_with('0');
    (!zero && whole.len() <= DIGITS).then_some(Number {
        minus: unsigned.len() < text.len(),
        whole,
        rest,
        percent: digits.len() < unsigned.len(),
        mark,
        sign,
    })
}

/// Digits before and behind the decimal mark, that mark, and what divides a number that can be read in two ways.
fn divided(digits: &str) -> Option<(String, String, Mark, char)> {
    let Some(at) = digits.rfind(['.', ',']) else {
        return Some((digits.to_owned(), String::new(), Mark::None, ' '));
    };
    let (before, sign, after) = (digits.get(..at)?, digits.get(at..)?.chars().next()?, digits.get(at + 1..)?);
    let (mark, other) = if sign == '.' { (Mark::Point, ',') } else { (Mark::Comma, '.') };
    let opposite = if mark == Mark::Point { Mark::Comma } else { Mark::Point };
    if before.contains(sign) {
        // Several of one kind group thousands.
        let whole = grouped(digits, sign)?;
        return Some((whole, String::new(), opposite, ' '));
    }
    if before.contains(other) {
        return Some((grouped(before, other)?, after.to_owned(), mark, ' '));
    }
    let twofold = after.len() == 3 && before.len() <= 3 && before != "0";
    let mark = if twofold { Mark::Either } else { mark };
    Some((before.to_owned(), after.to_owned(), mark, sign))
}

/// The digits of groups of three.
fn grouped(digits: &str, sign: char) -> Option<String> {
    let groups: Vec<&str> = digits.split(sign).collect();
    let first = groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
    let sound = first
        && groups.iter().skip(1).all(|group| group.len() == 3 && group.chars().all(|c| c.is_ascii_digit()));
    sound.then(|| groups.concat())
}

impl Number {
    /// The same once it is known what begins decimals in its column.
    fn told(mut self, known: Mark) -> Number {
        if self.mark != Mark::Either || known == Mark::Either {
            return self;
        }
        if (known == Mark::Comma) != (self.sign == ',') {
            self.whole += &std::mem::take(&mut self.rest);
        }
        self.mark = known;
        self
    }

    /// How many decimals it is printed with.
    fn decimals(&self) -> usize {
        if self.rest.len() > DECIMALS { 2 } else { self.rest.len() }
    }

    fn printed(&self, decimals: usize, grouped: bool) -> String {
        let Number { whole, rest, .. } = self;
        let value: f64 = format!("{whole}.{rest}0").parse().unwrap_or_default();
        let rounded = format!("{value:.decimals$}");
        let (whole, rest) = rounded.split_once('.').unwrap_or((&rounded, ""));
        let whole = if grouped { thousands(whole) } else { whole.to_owned() };
        let sign = if self.minus && value > 0.0 { "−" } else { "" };
        let comma = if rest.is_empty() { "" } else { "," };
        let percent = if self.percent { "%" } else { "" };
        format!("{sign}{whole}{comma}{rest}{percent}")
    }
}

/// Prints a column of days as "24-11-2026". Days come before months unless that is no calendar.
fn days(cells: &mut [&mut String]) -> bool {
    let filled = || cells.iter().filter(|cell| !is_dash(cell));
    let fits = |american: bool| filled().all(|cell| day(cell, american).is_some());
    if filled().next().is_none() {
        return false;
    }
    let Some(american) = [false, true].into_iter().find(|american| fits(*american)) else { return false };
    for cell in cells.iter_mut() {
        if let Some(day) = day(cell, american) {
            **cell = day;
        }
    }
    true
}

/// A day, and perhaps a time, as it is printed.
fn day(written: &str, american: bool) -> Option<String> {
    let (day, time) = written.trim().split_once([' ', 'T', '\u{a0}']).unwrap_or((written.trim(), ""));
    let sign = day.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let parts: Vec<u32> = day.split(sign).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = match (*a > 999, american) {
        (true, _) => (*a, *b, *c),
        (false, true) => (*c, *a, *b),
        (false, false) => (*c, *b, *a),
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| *year > 999)?, month, day)?;
    let date = date.format("%d-%m-%Y").to_string();
    if time.is_empty() {
        return Some(date);
    }
    let time =
        ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok())?;
    Some(if time == NaiveTime::MIN { date } else { format!("{date} {}", time.format("%H:%M")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(head: &str, cells: &[&str], comma: bool) -> (Vec<String>, Nature) {
        let mut cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let nature = column(head, &mut cells.iter_mut().collect::<Vec<_>>(), comma);
        (cells, nature)
    }

    #[test]
    fn numbers_are_printed_as_vietnamese_prints_them() {
        for (head, written, expected) in [
            ("Điểm", &["98.5", "97", "", "8.25"][..], &["98,50", "97,00", "", "8,25"][..]),
            ("Điểm", &["98,5", "-2", "–"], &["98,5", "−2,0", "–"]),
            ("Điểm", &["8.3333333", "9"], &["8,33", "9,00"]),
            ("Điểm", &["8.125", "7.5"], &["8,125", "7,500"]),
            ("Quỹ", &["1234.5", "1234567"], &["1.234,5", "1.234.567,0"]),
            ("Quỹ", &["1.234.567", "50.000"], &["1.234.567", "50.000"]),
            ("Quỹ", &["1,234,567.5", "1,500"], &["1.234.567,5", "1.500,0"]),
            ("Tỉ lệ", &["98.5%", "100 %"], &["98,5%", "100,0%"]),
            ("Số", &["2025", "2026"], &["2025", "2026"]),
            ("Số", &["2025", "20260"], &["2.025", "20.260"]),
            ("Năm học", &["20252026"], &["20252026"]),
            ("Mã lớp", &["1234567"], &["1234567"]),
            ("Máy", &["1234567"], &["1.234.567"]),
            ("Điểm", &["9", "8", "vắng"], &["9", "8", "vắng"]),
        ] {
            let (shown, nature) = printed(head, written, false);
            assert_eq!(shown, expected, "{written:?}");
            assert_eq!(nature, Nature { figures: true, doubtful: None }, "{written:?}");
        }
    }

    #[test]
    fn what_is_no_number_stays_as_it_was_written() {
        for written in [
            &["0912345678"][..],
            &["10A1", "10A2"],
            &["9", "vắng", "vắng"],
            &["10.1.2"],
            &["1.23.4", "5,6.7"],
            &["", "-"],
            &["1e5", "0x10"],
            &["1234567890123"],
            &["7h30"],
        ] {
            let (shown, nature) = printed("A", written, false);
            assert_eq!((shown, nature.figures), (written.iter().map(|c| (*c).to_owned()).collect(), false));
        }
    }

    #[test]
    fn a_number_of_two_readings_is_told_by_its_column_or_left_alone() {
        let (shown, nature) = printed("A", &["5", "1.234", "1,500"], false);
        assert_eq!((shown.join(" "), nature.doubtful), ("5 1.234 1,500".to_owned(), Some(1)));
        assert_eq!(printed("A", &["1.234", "0.5"], false).0, ["1,234", "0,500"]);
        assert_eq!(printed("A", &["1.234", "0,5"], false).0, ["1.234,0", "0,5"]);
        assert_eq!(printed("A", &["1.234"], true).0, ["1.234"]);
        assert_eq!(printed("A", &["8,125"], true).0, ["8,125"]);
        let (shown, nature) = printed("A", &["98.5", "97,5", "1.234"], false);
        assert_eq!((shown.join(" "), nature.doubtful), ("98,5 97,5 1.234".to_owned(), Some(2)));
    }

    #[test]
    fn days_have_their_numbers_in_the_order_of_the_country() {
        for (written, expected) in [
            (&["2026-11-24", "2026-01-02"][..], &["24-11-2026", "02-01-2026"][..]),
            (&["24/11/2026", "3/4/2026", ""], &["24-11-2026", "03-04-2026", ""]),
            (&["11/24/2026", "3/4/2026"], &["24-11-2026", "04-03-2026"]),
            (&["2026-11-24 07:30:00", "2026-11-24T00:00"], &["24-11-2026 07:30", "24-11-2026"]),
            (&["24.11.2026"], &["24-11-2026"]),
        ] {
            let (shown, nature) = printed("Ngày", written, false);
            assert_eq!((shown, nature.figures), (expected.iter().map(|c| (*c).to_owned()).collect(), false));
        }
        for written in [&["24/11/2026", "11/24/2026"][..], &["31/02/2026"], &["24/11"], &["24/11/26"]] {
            assert_eq!(printed("Ngày", written, false).0, written);
        }
    }
}
