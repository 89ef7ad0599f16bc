//! A table of scores (`.csv`, `.xlsx`): the spreadsheet that the school keeps anyway, as a ranking.

use std::collections::HashSet;

use super::kinds::ranking::{Entry, MOST, parse, ranked, too_many, twice};
use super::report::{Place, Report};
use super::sheet::Line;
use super::table::quoted;
use crate::model::{Level, Ranking, Words, fold, tidy};
use crate::words;

/// Beginnings of the [folded](fold) head of the column of classes.
const WHO: &[&str] = &["lop", "ten lop", "chi doan", "chi doi", "class"];
/// The whole head of the column of scores, or the beginning of the only one that begins so.
const WHAT: &[&str] = &["tong diem", "diem", "score", "tong", "total"];
/// Columns that a ranking has no use for, and that nobody misses: their own numbers and ranks.
const KNOWN: &[&str] = &["", "stt", "tt", "so tt", "no", "hang", "xep hang", "thu hang", "rank"];
/// Longest name of a class, in characters: what is longer holds other lines, after a quote that is not closed.
const NAME: usize = 120;

/// The ranking of the lines under the head of a table. `heading` stands over it.
pub(super) fn ranking(
    report: &Report,
    head: &Head,
    columns: Columns,
    body: &[Line],
    heading: &str,
) -> Ranking {
    unused(report, head, columns);
    let entries = read(report, head, columns, body);
    let labels = [columns.who, columns.what].map(|at| tidy::line(head.cell(at)));
    ranked(tidy::line(heading), labels, entries, None)
}

/// The line that names the columns.
pub(super) struct Head<'a> {
    line: &'a Line,
}

/// Places of the two columns.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    who: usize,
    what: usize,
}

impl<'a> Head<'a> {
    pub fn new(line: &'a Line) -> Head<'a> {
        Head { line }
    }

    fn cell(&self, at: usize) -> &'a str {
        self.line.cells.get(at).map_or("", String::as_str)
    }

    /// `None` when a column is missing, or several could be it.
    pub fn columns(&self) -> Option<Columns> {
        let folded: Vec<String> = self.line.cells.iter().map(|cell| fold(cell)).collect();
        let who = folded.iter().position(|cell| WHO.iter().any(|word| begins(cell, word)))?;
        let whole = WHAT.iter().find_map(|word| folded.iter().position(|cell| cell == word));
        let mut other = folded
            .iter()
            .enumerate()
            .filter(|(at, cell)| *at != who && WHAT.iter().any(|word| begins(cell, word)));
        let what = whole.or_else(|| match (other.next(), other.next()) {
            (Some((at, _)), None) => Some(at),
            _ => None,
        })?;
        Some(Columns { who, what })
    }
}

/// Whether the words of `cell` begin with those of `word`.
fn begins(cell: &str, word: &str) -> bool {
    cell.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Every line under the head that names a class.
fn read(report: &Report, head: &Head, columns: Columns, body: &[Line]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut known = HashSet::new();
    for line in body {
        let Some(entry) = entry(report, head, columns, line) else { continue };
        if !known.insert(entry.0.clone()) {
            let (message, help) = twice(&entry.0);
            report.note(Level::Warning, line.place.clone(), None, message, help);
        }
        entries.push(entry);
        if entries.len() == MOST + 1 {
            let (message, help) = too_many(body.len());
            report.note(Level::Warning, line.place.clone(), None, message, help);
        }
    }
    entries
}

/// The class of one line and its score; `None` where there is no class to show.
fn entry(report: &Report, head: &Head, Columns { who, what }: Columns, line: &Line) -> Option<Entry> {
    let key = |at: usize| Some(head.cell(at));
    let place = || line.place.clone();
    let say = |level, at: usize, (message, help)| report.note(level, place(), key(at), message, help);
    let [name, score] = [who, what].map(|at| line.cells.get(at).map_or("", String::as_str));
    if tidy::is_placeholder(name) || tidy::is_placeholder(score) {
        report.placeholder(place(), key(if tidy::is_placeholder(name) { who } else { what }));
        return None;
    }
    if name.contains('\n') || name.chars().count() > NAME {
        say(Level::Error, who, unclosed());
        return None;
    }
    let name = tidy::line(name);
    if name.is_empty() {
        say(Level::Error, who, nameless());
        return None;
    }
    let given = line.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let width = head.line.cells.len();
    if given > width && matches!(line.place, Place::Bytes(_)) {
        say(Level::Error, what, ragged(given, width));
        return Some((name, None));
    }
    if score.is_empty() {
        say(Level::Warning, what, scoreless());
        return Some((name, None));
    }
    let score = parse(score).map_err(|words| say(Level::Error, what, words)).ok();
    Some((name, score))
}

/// Tells of columns that are not shown.
fn unused(report: &Report, head: &Head, Columns { who, what }: Columns) {
    let others =
        head.line.cells.iter().enumerate().filter(|(at, cell)| {
            ![who, what].contains(at) && !KNOWN.contains(&fold(cell).trim_end_matches('.'))
        });
    let others: Vec<String> = others.map(|(_, cell)| format!("«{}»", quoted(cell))).collect();
    if others.is_empty() {
        return;
    }
    let names = others.join(", ");
    let (shown, score) = (head.cell(who), head.cell(what));
    report.note(
        Level::Notice,
        head.line.place.clone(),
        None,
        words!(
            "Màn hình chỉ chiếu cột «{shown}» và «{score}»; không chiếu {names}.",
            "The columns «{shown}» and «{score}» are shown, and not {names}."
        ),
        words!(
            "Không phải sửa gì. Muốn chiếu đủ các cột: ghi kind = \"table\" trong tệp đi kèm (tên tệp thêm .toml).",
            "Nothing to mend. For all columns write kind = \"table\" into its sidecar (its name and .toml)."
        ),
    );
}

/// That a table which is to be a ranking is none.
pub(super) fn unfit() -> (Words, Words) {
    (
        words!(
            "Bảng này chưa thành bảng xếp hạng được: dòng đầu không có một cột lớp và một cột điểm.",
            "This is no ranking: its first line does not name a column of classes and one of scores."
        ),
        words!(
            "Dòng đầu ghi Lớp và Điểm (hoặc Tổng điểm), mỗi dòng sau một lớp; hoặc ghi kind = \"table\" để chiếu nguyên bảng.",
            "Write Lớp and Điểm (or Tổng điểm) into the first line and one class into each other; or write kind = \"table\"."
        ),
    )
}

fn unclosed() -> (Words, Words) {
    (
        words!("Ô này nuốt cả những dòng sau.", "This cell swallows the lines that follow."),
        words!(
            "Có lẽ thiếu một dấu nháy đóng \"; mở bằng Notepad, xoá dấu nháy thừa.",
            "A closing quote \" is missing, it seems; open it in Notepad and delete the extra one."
        ),
    )
}

fn nameless() -> (Words, Words) {
    (
        words!("Dòng này thiếu tên lớp.", "This line lacks the name of the class."),
        words!("Ghi tên lớp, hoặc xoá dòng này.", "Write the name, or delete the line."),
    )
}

fn scoreless() -> (Words, Words) {
    (
        words!(
            "Lớp này chưa có điểm; màn hình in dấu gạch ngang.",
            "This class has no score yet; the screen shows a dash."
        ),
        words!("Ghi điểm rồi lưu lại.", "Write the score and save."),
    )
}

/// "98,5" without quotes between commas is two cells.
pub(super) fn ragged(given: usize, wanted: usize) -> (Words, Words) {
    (
        words!(
            "Dòng này có {given} ô, dòng đầu có {wanted} ô, nên không biết điểm nào đúng.",
            "This line has {given} cells and the first {wanted}; which is the score is not known."
        ),
        words!(
            "Điểm có phần lẻ ghi 98.5, hoặc đặt trong dấu nháy: \"98,5\"; hoặc lưu lại từ Excel.",
            "Write a decimal score as 98.5 or in quotes: \"98,5\"; or save the table from Excel again."
        ),
    )
}
