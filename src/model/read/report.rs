//! What one file's reading has found so far.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use super::source::Source;
use super::table::Stray;
use crate::model::{Level, Problem, Words};
use crate::words;

/// Where in a file something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Bytes of its text.
    Bytes(Range<usize>),
    /// A row of its sheet, from 1 as spreadsheets count.
    Row(u32),
}

impl From<Range<usize>> for Place {
    fn from(bytes: Range<usize>) -> Place {
        Place::Bytes(bytes)
    }
}

/// The problems of one file, and whether anything essential is faulty or still to be filled in.
pub(super) struct Report<'a> {
    pub source: &'a Source<'a>,
    problems: RefCell<Vec<Problem>>,
    /// Keys that nobody asked for, to be named when the whole file is read.
    pub strays: RefCell<Vec<Stray>>,
    faults: Cell<usize>,
    blanks: Cell<usize>,
}

impl Report<'_> {
    pub fn new<'a>(source: &'a Source<'a>) -> Report<'a> {
        Report {
            source,
            problems: RefCell::default(),
            strays: RefCell::default(),
            faults: Cell::new(0),
            blanks: Cell::new(0),
        }
    }

    /// Notes a problem that leaves the rest usable.
    pub fn note(
        &self,
        level: Level,
        place: impl Into<Place>,
        key: Option<&str>,
        message: Words,
        help: Words,
    ) {
        let key = key.map(str::to_owned);
        let problem = match place.into() {
            Place::Bytes(span) => self.source.problem(level, span, key, message, help),
            Place::Row(row) => {
                let problem = Problem::file(level, self.source.file, message, help);
                Problem { line: Some(row), key, ..problem }
            }
        };
        self.problems.borrow_mut().push(problem);
    }

    /// Notes a problem of the whole file that leaves the rest usable.
    pub fn whole(&self, level: Level, message: Words, help: Words) {
        self.problems.borrow_mut().push(Problem::file(level, self.source.file, message, help));
    }

    /// Notes that a file that is named here is not to be had; the rest goes on without it.
    pub fn refuse(&self, span: Range<usize>, key: Option<&str>, why: Words) {
        let help = words!(
            "Sửa lại đường dẫn, hoặc chép tệp vào đúng chỗ.",
            "Mend the path, or copy the file there."
        );
        self.note(Level::Error, span, key, why, help);
    }

    /// Notes an error of something that cannot be done without.
    pub fn fault(&self, span: Range<usize>, key: Option<&str>, message: Words, help: Words) {
        self.count_fault();
        self.note(Level::Error, span, key, message, help);
    }

    /// Counts a fault that will be named later.
    pub fn count_fault(&self) {
        self.faults.set(self.faults.get() + 1);
    }

    /// Notes a fault that has a key but no place: it is missing.
    pub fn missing(&self, key: &str, message: Words, help: Words) {
        let problem = Problem::file(Level::Error, self.source.file, message, help);
        self.problems.borrow_mut().push(Problem { key: Some(key.to_owned()), ..problem });
    }

    /// Whether `read` met no fault, beside what it read.
    pub fn sound<T>(&self, read: impl FnOnce() -> T) -> (T, bool) {
        let before = self.faults.get();
        let value = read();
        (value, self.faults.get() == before)
    }

    /// Reads one of several lines, and says whether it met no fault: its faults are named, and the slide goes on
    /// without it.
    pub fn spare<T>(&self, read: impl FnOnce() -> T) -> (T, bool) {
        let before = self.faults.get();
        let (value, sound) = self.sound(read);
        self.faults.set(before);
        (value, sound)
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
    pub fn placeholder(&self, place: impl Into<Place>, key: Option<&str>) {
        self.note(
            Level::Warning,
            place,
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
        problems.sort_by_key(|problem| match &problem.span {
            Some(span) => (span.start, None),
            None => (0, problem.line),
        });
        problems
    }
}
