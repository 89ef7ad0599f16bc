//! A small reader over a parsed TOML document: keys by name and type, every problem collected.

use std::cell::{Cell, RefCell};
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::source::Source;
use super::{Outcome, syntax};
use crate::model::tidy;
use crate::model::{Level, Problem, Words};
use crate::words;

/// Keys closer than this in spelling are suggested (Jaro-Winkler, 1 is equal): `headng` 0.97, `days`/`day` 0.94.
const NEAR: f64 = 0.85;

/// What one file's reading has found so far.
pub(super) struct Report<'a> {
    pub source: &'a Source<'a>,
    problems: RefCell<Vec<Problem>>,
    faults: Cell<usize>,
    blanks: Cell<usize>,
}

impl Report<'_> {
    pub fn new<'a>(source: &'a Source<'a>) -> Report<'a> {
        Report { source, problems: RefCell::default(), faults: Cell::new(0), blanks: Cell::new(0) }
    }

    /// Notes a problem that leaves the rest usable.
    pub fn note(&self, level: Level, span: Range<usize>, key: Option<&str>, message: Words, help: Words) {
        let problem = self.source.problem(level, span, key.map(str::to_owned), message, help);
        self.problems.borrow_mut().push(problem);
    }

    /// Notes an error of something that cannot be done without.
    pub fn fault(&self, span: Range<usize>, key: Option<&str>, message: Words, help: Words) {
        self.faults.set(self.faults.get() + 1);
        self.note(Level::Error, span, key, message, help);
    }

    /// Notes a fault that has a key but no place: it is missing.
    pub fn fault_of_file(&self, key: &str, message: Words, help: Words) {
        self.faults.set(self.faults.get() + 1);
        let problem = Problem::file(Level::Error, self.source.file, message, help);
        self.problems.borrow_mut().push(Problem { key: Some(key.to_owned()), ..problem });
    }

    /// Whether `read` met no fault, beside what it read.
    pub fn sound<T>(&self, read: impl FnOnce() -> T) -> (T, bool) {
        let before = self.faults.get();
        let value = read();
        (value, self.faults.get() == before)
    }

    /// Notes that something essential is still to be filled in.
    pub fn blank(&self) {
        self.blanks.set(self.blanks.get() + 1);
    }

    /// Whether something essential is still to be filled in.
    pub fn is_blank(&self) -> bool {
        self.blanks.get() > 0
    }

    /// The warning of one `[cần điền]`, at its place.
    pub fn placeholder(&self, span: Range<usize>, key: Option<&str>) {
        self.note(
            Level::Warning,
            span,
            key,
            words!(
                "Chỗ này nhà trường cần điền; dòng này chưa lên màn hình.",
                "The school has to fill this in; the line is not shown yet."
            ),
            words!(
                "Thay cả ngoặc [ ] bằng nội dung thật rồi lưu lại.",
                "Replace the bracket with the real text."
            ),
        );
    }

    /// Everything found, in order of place.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
        problems
    }
}

/// Reads one TOML file: syntax, then `read` over its keys, then the keys that nobody asked for.
///
/// After a syntax error nothing is used, but faults on other lines are still named, so that one round of
/// mending is enough.
pub(super) fn document<T>(
    bytes: &[u8],
    file: &str,
    later: &[&str],
    read: impl FnOnce(&Table) -> Option<T>,
) -> Outcome<T> {
    let source = match Source::new(bytes, file) {
        Ok(source) => source,
        Err(problem) => return (None, vec![problem]),
    };
    let (text, errors) = syntax::forgiving(source.text);
    let root = DeTable::parse_recoverable(&text).0;
    let report = Report::new(&source);
    let table = Table::new(&report, root.get_ref(), None, String::new());
    let value = read(&table);
    table.finish(later);
    if errors.is_empty() {
        return (value, report.into_problems());
    }
    let mut problems = syntax::problems(&source, &errors);
    let on_faulty_line = |problem: &Problem| {
        errors
            .iter()
            .filter_map(|error| error.span())
            .any(|span| Some(source.place(span.start).0) == problem.line)
    };
    // What has no place is a missing key, and may be missing only because its line could not be read.
    let others = report.into_problems().into_iter();
    problems.extend(others.filter(|problem| problem.span.is_some() && !on_faulty_line(problem)));
    problems.sort_by_key(|problem| problem.line);
    (None, problems)
}

/// A table, and which of its keys have been asked for.
pub(super) struct Table<'a, 'i> {
    pub report: &'a Report<'a>,
    rows: &'a DeTable<'i>,
    /// Where an inner table stands; `None` for the file itself.
    span: Option<Range<usize>>,
    path: String,
    known: RefCell<Vec<&'static str>>,
    accept: Cell<bool>,
}

impl<'a, 'i> Table<'a, 'i> {
    fn new(
        report: &'a Report<'a>,
        rows: &'a DeTable<'i>,
        span: Option<Range<usize>>,
        path: String,
    ) -> Table<'a, 'i> {
        Table { report, rows, span, path, known: RefCell::default(), accept: Cell::new(false) }
    }

    /// The value at `key`, which thereby is a key of this table.
    pub fn get(&self, key: &'static str) -> Option<Value<'a, 'i>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        let value = self.rows.get(key)?;
        Some(Value { report: self.report, key: format!("{}{key}", self.path), value })
    }

    /// The value at `key`; its absence is a fault.
    pub fn need(&self, key: &'static str) -> Option<Value<'a, 'i>> {
        let value = self.get(key);
        if value.is_none() {
            self.missing(key);
        }
        value
    }

    fn missing(&self, key: &str) {
        let message = words!("Thiếu mục «{key}».", "The key `{key}` is missing.");
        let path = format!("{}{key}", self.path);
        match &self.span {
            Some(span) => {
                let help =
                    words!("Thêm {key} = … vào trong ngoặc này.", "Add {key} = … inside these brackets.");
                self.report.fault(span.clone(), Some(&path), message, help);
            }
            None => {
                let help = words!("Thêm một dòng: {key} = …", "Add a line: {key} = …");
                self.report.fault_of_file(&path, message, help);
            }
        }
    }

    /// Takes every key as known: nobody can say yet what belongs here.
    pub fn accept_all(&self) {
        self.accept.set(true);
    }

    /// Names the keys that nobody asked for: those of `later` versions, and the misspelt.
    pub fn finish(self, later: &[&str]) {
        if self.accept.get() {
            return;
        }
        let known = self.known.into_inner();
        for key in self.rows.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let path = format!("{}{name}", self.path);
            let (level, message, help) =
                if later.contains(&name) { chua_dung(name) } else { unknown(name, &known) };
            self.report.note(level, key.span(), Some(&path), message, help);
        }
    }
}

fn chua_dung(name: &str) -> (Level, Words, Words) {
    (
        Level::Notice,
        words!("Mục «{name}» chưa dùng ở bản này.", "`{name}` is for a later version."),
        words!("Không phải sửa gì; bản sau sẽ dùng.", "Nothing to mend; a later version will use it."),
    )
}

fn unknown(name: &str, known: &[&str]) -> (Level, Words, Words) {
    let list = known.join(", ");
    let help = words!("Các mục dùng được ở đây: {list}.", "Keys that stand here: {list}.");
    let message = match nearest(name, known.iter().copied()) {
        Some(near) => {
            words!("Không có mục «{name}». Có phải «{near}»?", "There is no key `{name}`. Is it `{near}`?")
        }
        None => words!("Không có mục «{name}».", "There is no key `{name}`."),
    };
    (Level::Error, message, help)
}

/// The candidate nearest in spelling to `name`, if any is near.
pub(super) fn nearest<'k>(name: &str, candidates: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let name = name.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&name, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

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
    value: &'a Spanned<DeValue<'i>>,
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

    /// Notes that the file that this value names is not to be had; the rest goes on without it.
    pub fn refuse(&self, why: Words) {
        let help = words!(
            "Sửa lại đường dẫn, hoặc chép tệp vào đúng chỗ.",
            "Mend the path, or copy the file there."
        );
        self.note(Level::Error, why, help);
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
                    words!("số, không có dấu nháy", "a number without quotes"),
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
        let (key, list) = (&self.key, names.join(", "));
        let message = match nearest(written, names.iter().copied()) {
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
