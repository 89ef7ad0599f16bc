//! One value of a TOML file, read as the type that is wanted.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::DeValue;

use super::report::Report;
use super::table::{Table, nearest, quoted};
use crate::model::tidy;
use crate::model::{Level, Problem, Words};
use crate::words;

/// What a text is once its `[cần điền]` lines are hidden.
pub(super) enum Text {
    /// Something is left.
    Given(String),
    /// Nothing is left.
    Blank,
}

/// A value and the dotted path of its key.
pub(super) struct Value<'a, 'i> {
    pub report: &'a Report<'a>,
    pub key: String,
    pub value: &'a Spanned<DeValue<'i>>,
}

impl<'a, 'i> Value<'a, 'i> {
    /// The parsed value.
    pub fn raw(&self) -> &'a DeValue<'i> {
        self.value.get_ref()
    }

    /// Notes that this value cannot be used.
    pub fn fault(&self, message: Words, help: Words) {
        self.report.fault(self.value.span(), Some(&self.key), message, help);
    }

    /// Notes something about this value that leaves the rest usable.
    pub fn note(&self, level: Level, message: Words, help: Words) {
        self.report.note(level, self.value.span(), Some(&self.key), message, help);
    }

    /// A problem of this value, its words still to be said.
    pub fn place(&self) -> Problem {
        let (level, none) = (Level::Error, Words::default());
        self.report.source.problem(level, self.value.span(), Some(self.key.clone()), none.clone(), none)
    }

    /// Notes that the file that this value names is not to be had; the rest goes on without it.
    pub fn refuse(&self, why: Words) {
        self.report.refuse(self.value.span(), Some(&self.key), why);
    }

    /// Warns of every `[cần điền]` that is written in this value.
    pub fn placeholder(&self) {
        let span = self.value.span();
        let brackets = tidy::placeholders(self.report.source.text.get(span.clone()).unwrap_or(""));
        for bracket in &brackets {
            self.report.placeholder(span.start + bracket.start..span.start + bracket.end, Some(&self.key));
        }
        // Written with escapes (`\u1ea7`): the place is the whole string.
        if brackets.is_empty() {
            self.report.placeholder(span, Some(&self.key));
        }
    }

    /// Notes that the value is of another type than `expected` (an example of a right one).
    pub fn wrong(&self, expected: Words, example: &str) {
        let Words { vi, en } = expected;
        let key = &self.key;
        let name = key.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or(key);
        self.fault(
            words!("Mục «{key}» phải là {vi}.", "`{key}` has to be {en}."),
            words!("Ví dụ: {name} = {example}", "For example: {name} = {example}"),
        );
    }

    /// A string as it was written.
    pub fn string(&self) -> Option<&'a str> {
        let DeValue::String(text) = self.raw() else {
            self.wrong(words!("chữ trong dấu nháy", "a string in quotes"), "\"nội dung\"");
            return None;
        };
        Some(text)
    }

    /// A text to be printed: tidied, without its placeholder lines.
    pub fn text(&self) -> Option<Text> {
        let written = self.string()?;
        let kept: Vec<&str> = written.lines().filter(|line| !tidy::is_placeholder(line)).collect();
        if kept.len() < written.lines().count() {
            self.placeholder();
            if kept.iter().all(|line| line.trim().is_empty()) {
                return Some(Text::Blank);
            }
        }
        Some(Text::Given(tidy::lines(&kept.join("\n"))))
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        let flag = self.raw().as_bool();
        if flag.is_none() {
            self.wrong(words!("true hoặc false", "true or false"), "true");
        }
        flag
    }

    /// A number, whole or with a point, in `range`; `Blank` texts are the caller's to meet first.
    pub fn number(&self, range: RangeInclusive<f64>) -> Option<f64> {
        let number = match self.raw() {
            DeValue::Integer(whole) => {
                i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|n| n as f64)
            }
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => None,
        };
        match number {
            Some(number) if range.contains(&number) => Some(number),
            Some(_) => {
                let (low, high) = (range.start(), range.end());
                let key = &self.key;
                self.fault(
                    words!(
                        "Mục «{key}» phải từ {low} đến {high}.",
                        "`{key}` has to be from {low} to {high}."
                    ),
                    words!("Sửa lại số này.", "Change the number."),
                );
                None
            }
            None => {
                self.wrong(
                    words!("số, không có dấu nháy, phần thập phân sau dấu chấm", "a number without quotes"),
                    &range.start().to_string(),
                );
                None
            }
        }
    }

    /// A whole number in `range`.
    pub fn whole(&self, range: RangeInclusive<i32>) -> Option<i32> {
        if matches!(self.raw(), DeValue::Float(_)) {
            self.wrong(words!("số nguyên", "a whole number"), &range.start().to_string());
            return None;
        }
        self.number(f64::from(*range.start())..=f64::from(*range.end())).map(|number| number as i32)
    }

    /// One of a few names.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let written = self.string()?.trim();
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == written) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let near = nearest(written, names.iter().copied());
        let (key, list, written) = (&self.key, names.join(", "), quoted(written));
        let message = match near {
            Some(near) => words!(
                "Mục «{key}» không nhận «{written}». Có phải «{near}»?",
                "`{key}` does not take \"{written}\". Is it \"{near}\"?"
            ),
            None => words!("Mục «{key}» không nhận «{written}».", "`{key}` does not take \"{written}\"."),
        };
        self.fault(message, words!("Chọn một trong: {list}.", "One of: {list}."));
        None
    }

    /// The elements of a list; a single value is a list of one.
    pub fn list(&self) -> Vec<Value<'a, 'i>> {
        let one =
            |at: usize, value| Value { report: self.report, key: format!("{}.{}", self.key, at + 1), value };
        match self.raw() {
            DeValue::Array(values) => values.iter().enumerate().map(|(at, value)| one(at, value)).collect(),
            _ => vec![Value { report: self.report, key: self.key.clone(), value: self.value }],
        }
    }

    /// The inner table, when it is one.
    pub fn table(&self) -> Option<Table<'a, 'i>> {
        let rows = self.raw().as_table()?;
        Some(Table::new(self.report, rows, Some(self.value.span()), format!("{}.", self.key)))
    }
}
