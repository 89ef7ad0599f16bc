//! The report as values: what stands where, before anybody says how it looks.

use chrono::NaiveDateTime;

use super::chart::Chart;
use crate::model::{dates, tidy};

/// A blank for a person to fill in.
pub(super) const BLANK: &str = "……";

/// A whole report.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The school, as its heading names it; empty where nobody has said.
    pub(super) school: String,
    /// Whom the school belongs to; empty likewise.
    pub(super) authority: String,
    /// "tháng 11 năm 2026".
    pub(super) period: String,
    /// What whoever reads the figures has to know first: gaps, damage, a chain that does not hold.
    pub(super) warnings: Vec<String>,
    /// The paragraph before the first section.
    pub(super) opening: String,
    /// In order.
    pub(super) sections: Vec<Section>,
    /// What each item looks like, where that was asked for.
    pub(super) cards: Option<Vec<Card>>,
}

/// A numbered part of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub title: &'static str,
    /// The title of its sheet in a workbook: short, and without what Excel forbids there.
    pub sheet: &'static str,
    pub text: Vec<String>,
    pub chart: Option<Chart>,
    pub table: Option<Table>,
}

/// Rows that stay together on a page.
const TOGETHER: usize = 14;

/// Rows below heads; at the foot perhaps their sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
}

impl Table {
    /// Whether a page has room for it, so that none is to part it.
    pub fn is_short(&self) -> bool {
        self.rows.len() <= TOGETHER
    }
}

/// A column's head, and how wide it is beside the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub head: &'static str,
    pub width: u32,
    pub right: bool,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Count(u64),
    Minutes(f64),
    /// A part of 1.
    Share(f64),
    Day(NaiveDateTime),
    Moment(NaiveDateTime),
    None,
}

/// An item's picture.
#[derive(Clone, Debug)]
pub struct Card {
    /// The item's title.
    pub title: String,
    /// The item, as `when --json` names it.
    pub path: String,
    /// A small JPEG, or why there is none.
    pub picture: Result<Vec<u8>, String>,
}

impl Paper {
    /// Shows what each item looks like, too.
    pub fn show(&mut self, cards: Vec<Card>) {
        self.cards = Some(cards);
    }
}

impl Column {
    /// Of words.
    pub fn text(head: &'static str, width: u32) -> Column {
        Column { head, width, right: false }
    }

    /// Of numbers.
    pub fn number(head: &'static str, width: u32) -> Column {
        Column { head, width, right: true }
    }
}

impl Cell {
    /// Text, from whatever is text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// Minutes of so many milliseconds.
    pub fn minutes(millis: i64) -> Cell {
        Cell::Minutes(minutes(millis))
    }

    /// As people read it on paper.
    pub fn told(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(count) => counted(*count),
            Cell::Minutes(minutes) => decimal(*minutes),
            Cell::Share(share) => format!("{}%", decimal(share * 100.0)),
            Cell::Day(at) => dates::short(at.date()),
            Cell::Moment(at) => format!("{} {}", dates::clock(*at), dates::short(at.date())),
            Cell::None => String::new(),
        }
    }
}

/// Minutes of so many milliseconds.
pub(super) fn minutes(millis: i64) -> f64 {
    millis as f64 / 60_000.0
}

/// "1.234,5".
pub(super) fn decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    format!("{},{part}", tidy::grouped(whole, '.'))
}

/// "1.234".
pub(super) fn counted(count: u64) -> String {
    tidy::grouped(&count.to_string(), '.')
}

/// The school's name in capitals, as a heading has it.
pub(super) fn capitals(text: &str) -> String {
    text.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_here() {
        let table = [(0.0, "0,0"), (999.96, "1.000,0"), (1234.56, "1.234,6"), (1_234_567.0, "1.234.567,0")];
        for (value, told) in table {
            assert_eq!(decimal(value), told);
        }
        assert_eq!(Cell::Count(1_825_000).told(), "1.825.000");
        assert_eq!(Cell::Share(0.125).told(), "12,5%");
        assert_eq!(capitals("Trường THPT Cộng Hiền"), "TRƯỜNG THPT CỘNG HIỀN");
    }
}
