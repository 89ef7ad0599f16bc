//! A small reader over a parsed TOML document: keys by name and type, every problem collected.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::DeTable;

use super::report::Report;
use super::source::Source;
use super::value::Value;
use super::{LIMIT, Outcome, syntax, values};
use crate::model::{Level, Words};
use crate::words;

/// Keys closer than this in spelling are suggested (Jaro-Winkler, 1 is equal): `headng` 0.97, `days`/`day` 0.94.
const NEAR: f64 = 0.85;

/// Reads one TOML file: syntax, then `read` over its keys, then the keys that nobody asked for.
///
/// After a syntax error nothing is used, but faults on other lines are still named, so that one round of
/// mending is enough. Nor is anything used of a file some of whose texts nobody can read.
pub(super) fn document<T>(
    bytes: &[u8],
    file: &str,
    later: &[&str],
    read: impl FnOnce(&Table) -> Option<T>,
) -> Outcome<T> {
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let (text, errors) = syntax::forgiving(source.text);
    let mut root = DeTable::parse_recoverable(&text).0;
    let report = Report::new(&source);
    let is_legible = values::read(root.get_mut(), &report);
    let table = Table::new(&report, root.get_ref(), None, String::new());
    let value = read(&table);
    let at_the_top = table.known.borrow().clone();
    table.finish(later);
    report.strays.take().into_iter().for_each(|stray| stray.name(&report, &at_the_top));
    if errors.is_empty() {
        return (value.filter(|_| is_legible), report.into_problems());
    }
    let mut problems = syntax::problems(&source, &errors);
    let faulty: BTreeSet<_> = problems.iter().map(|problem| problem.line).collect();
    // What has no place is a missing key, and may be missing only because its line could not be read.
    let others = report.into_problems().into_iter();
    problems.extend(others.filter(|problem| problem.span.is_some() && !faulty.contains(&problem.line)));
    problems.sort_by_key(|problem| problem.line);
    (None, problems)
}

/// A table, and which of its keys have been asked for.
pub(super) struct Table<'a, 'i> {
    pub report: &'a Report<'a>,
    rows: &'a DeTable<'i>,
    span: Option<Range<usize>>,
    path: String,
    known: RefCell<Vec<&'static str>>,
    missing: RefCell<Vec<&'static str>>,
    accept: Cell<bool>,
}

impl<'a, 'i> Table<'a, 'i> {
    /// `span` is where an inner table stands; `None` for the file itself. `path` ends with its dot.
    pub fn new(
        report: &'a Report<'a>,
        rows: &'a DeTable<'i>,
        span: Option<Range<usize>>,
        path: String,
    ) -> Table<'a, 'i> {
        Table {
            report,
            rows,
            span,
            path,
            known: RefCell::default(),
            missing: RefCell::default(),
            accept: Cell::new(false),
        }
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
            self.report.count_fault();
            self.missing.borrow_mut().push(key);
        }
        value
    }

    /// Every key with its value, in the order of the file: the keys are names that the file gives.
    pub fn rows(&self) -> Vec<(String, Value<'a, 'i>)> {
        self.accept_all();
        let row = |(key, value): (&'a toml::Spanned<toml::de::DeString<'i>>, _)| {
            let name = key.get_ref().to_string();
            let value = Value { report: self.report, key: format!("{}{name}", self.path), value };
            (key.span().start, name, value)
        };
        let mut rows: Vec<_> = self.rows.iter().map(row).collect();
        rows.sort_by_key(|(start, ..)| *start);
        rows.into_iter().map(|(_, name, value)| (name, value)).collect()
    }

    /// Takes every key as known: nobody can say yet what belongs here.
    pub fn accept_all(&self) {
        self.accept.set(true);
    }

    /// Names the keys that are missing, and those that nobody asked for: of `later` versions, or misspelt.
    pub fn finish(self, later: &[&str]) {
        if self.accept.get() {
            return;
        }
        let known = self.known.borrow();
        let mut meant = Vec::new();
        for key in self.rows.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let near = nearest(name, known.iter().copied());
            meant.extend(near);
            let key_name = format!("{}{name}", self.path);
            if later.contains(&name) {
                let (level, message, help) = chua_dung(name);
                self.report.note(level, key.span(), Some(&key_name), message, help);
                continue;
            }
            let (name, key, span) = (name.to_owned(), key_name, key.span());
            self.report.strays.borrow_mut().push(Stray { name, key, span, near, known: known.clone() });
        }
        // A key that is only misspelt has been named already.
        let missing = self.missing.take();
        missing.iter().filter(|key| !meant.contains(key)).for_each(|key| self.is_missing(key));
    }

    fn is_missing(&self, key: &str) {
        let message = words!("Thiếu mục «{key}».", "The key `{key}` is missing.");
        let path = format!("{}{key}", self.path);
        match &self.span {
            Some(span) => {
                let help =
                    words!("Thêm {key} = … vào trong ngoặc này.", "Add {key} = … inside these brackets.");
                self.report.note(Level::Error, span.clone(), Some(&path), message, help);
            }
            None => {
                let help = words!("Thêm một dòng: {key} = …", "Add a line: {key} = …");
                self.report.missing(&path, message, help);
            }
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

/// A key that nobody asked for.
pub(super) struct Stray {
    name: String,
    /// The same with the tables that it stands in.
    key: String,
    span: Range<usize>,
    /// What it may be misspelt for.
    near: Option<&'static str>,
    /// What stands in its table.
    known: Vec<&'static str>,
}

impl Stray {
    /// Names it, once it is known what stands at the top of the file: a line that is added below a `[table]` belongs
    /// to that table.
    fn name(self, report: &Report, at_the_top: &[&str]) {
        let Stray { name, key, span, near, known } = self;
        let name = quoted(&name);
        let table = key.rsplit_once('.').map(|(table, _)| table);
        if let Some(table) = table.filter(|_| at_the_top.contains(&&*name)) {
            let message = words!(
                "Dòng «{name}» đang nằm trong mục [{table}].",
                "The line `{name}` stands in the table [{table}]."
            );
            let help =
                words!("Chuyển dòng này lên trên dòng [{table}].", "Move it above the line [{table}].");
            return report.note(Level::Error, span, Some(&key), message, help);
        }
        let message = match near {
            Some(near) => {
                words!(
                    "Không có mục «{name}». Có phải «{near}»?",
                    "There is no key `{name}`. Is it `{near}`?"
                )
            }
            None => words!("Không có mục «{name}».", "There is no key `{name}`."),
        };
        let known = known.join(", ");
        let help = words!("Các mục dùng được ở đây: {known}.", "Keys that stand here: {known}.");
        report.note(Level::Error, span, Some(&key), message, help);
    }
}

/// What was written, short enough for a sentence.
pub(super) fn quoted(written: &str) -> String {
    let mut short: String = written.chars().map(|c| if c.is_control() { ' ' } else { c }).take(60).collect();
    if written.chars().nth(60).is_some() {
        short.push('…');
    }
    short
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
