//! A table of scores (`.csv`): the spreadsheet that the school keeps anyway, as a ranking.

use std::collections::HashSet;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::kinds::ranking::{Entry, MOST, parse, ranked, too_many, twice};
use super::report::Report;
use super::source::Source;
use super::table::quoted;
use super::{LIMIT, Outcome, Settings, SlideFile};
use crate::model::spelling::fold;
use crate::model::{Content, Level, Problem, Reason, Slide, Words, tidy};
use crate::words;

/// What separates the cells of a line: spreadsheets in English write commas, in Vietnamese semicolons, and what is
/// copied out of one has tabs.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Beginnings of the [folded](fold) head of the column of classes.
const WHO: &[&str] = &["lop", "ten lop", "chi doan", "chi doi", "class"];
/// The whole head of the column of scores, or the beginning of the only one that begins so.
const WHAT: &[&str] = &["tong diem", "diem", "score", "tong", "total"];
/// Columns that a ranking has no use for, and that nobody misses: their own numbers and ranks.
const KNOWN: &[&str] = &["", "stt", "tt", "so tt", "no", "hang", "xep hang", "thu hang", "rank"];
/// Longest name of a class, in characters: what is longer holds other lines, after a quote that is not closed.
const NAME: usize = 120;

/// Reads a table whose first line names a column of classes and one of scores. Any other table is nothing that is
/// played ([`Reason::Unsupported`]), and is told so. `heading` stands over the ranking: the name of the file.
pub fn scores(bytes: &[u8], file: &str, heading: &str) -> Outcome<SlideFile> {
    let first = bytes.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let head = first.map(|line| Head::new(std::str::from_utf8(line).ok()?.trim_start_matches('\u{feff}')));
    let head = match head {
        Some(Some(head)) => head.columns().map(|columns| (head, columns)),
        None => None,
        // Not UTF-8: what the columns are cannot be known.
        Some(None) => return (None, vec![refused(bytes, file)]),
    };
    let Some((head, columns)) = head else {
        let (message, help) = unfit();
        let content = Content::Later("CSV");
        let read = SlideFile { content, settings: Settings::default(), hidden: Some(Reason::Unsupported) };
        return (Some(read), vec![Problem::file(Level::Notice, file, message, help)]);
    };
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(_) => return (None, vec![refused(bytes, file)]),
    };
    let report = Report::new(&source);
    let entries = read(&report, &head, columns);
    let hidden = entries.iter().all(|(_, score)| score.is_none()).then_some(Reason::Placeholder);
    let labels = [columns.who, columns.what].map(|at| tidy::line(head.cells.get(at).unwrap_or("")));
    let content = Content::Slide(Slide::Ranking(ranked(tidy::line(heading), labels, entries, None)));
    let read = SlideFile { content, settings: Settings::default(), hidden };
    (Some(read), report.into_problems())
}

/// The first line.
struct Head {
    separator: u8,
    cells: StringRecord,
}

/// Places of the two columns.
#[derive(Clone, Copy)]
struct Columns {
    who: usize,
    what: usize,
}

impl Head {
    fn new(line: &str) -> Option<Head> {
        let count = |separator: &u8| line.bytes().filter(|byte| byte == separator).count();
        let separator = SEPARATORS.into_iter().max_by_key(count)?;
        let cells = records(line, separator).next()?.1;
        Some(Head { separator, cells })
    }

    /// `None` when a column is missing, or several could be it.
    fn columns(&self) -> Option<Columns> {
        let folded: Vec<String> = self.cells.iter().map(fold).collect();
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

/// Each record of a text that has a cell which is not empty, and the bytes of it.
fn records(text: &str, separator: u8) -> impl Iterator<Item = (Range<usize>, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    std::iter::from_fn(move || {
        // A text in memory that is UTF-8 cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            if record.iter().any(|cell| !cell.is_empty()) {
                let start = record.position().map_or(0, |place| place.byte() as usize);
                let whole = text.get(start..reader.position().byte() as usize).unwrap_or("");
                let blank = whole.len() - whole.trim_start().len();
                let line = start + blank..start + blank + whole.trim().len();
                return Some((line, record.clone()));
            }
        }
        None
    })
}

/// Every line under the head that names a class.
fn read(report: &Report, head: &Head, columns: Columns) -> Vec<Entry> {
    let (text, offset) = report.source.body();
    let mut entries: Vec<Entry> = Vec::new();
    let mut known = HashSet::new();
    for (line, (span, cells)) in records(text, head.separator).enumerate() {
        let span = span.start + offset..span.end + offset;
        if line == 0 {
            unused(report, span, head, columns);
            continue;
        }
        let Some(entry) = entry(report, &span, head, columns, &cells) else { continue };
        if !known.insert(entry.0.clone()) {
            let (message, help) = twice(&entry.0);
            report.note(Level::Warning, span.clone(), None, message, help);
        }
        entries.push(entry);
        if entries.len() == MOST + 1 {
            let more = records(text, head.separator).count().saturating_sub(1);
            let (message, help) = too_many(more);
            report.note(Level::Warning, span, None, message, help);
        }
    }
    entries
}

/// The class of one line and its score; `None` where there is no class to show.
fn entry(
    report: &Report,
    span: &Range<usize>,
    head: &Head,
    Columns { who, what }: Columns,
    cells: &StringRecord,
) -> Option<Entry> {
    let key = |at: usize| head.cells.get(at);
    let say = |level, at: usize, (message, help)| report.note(level, span.clone(), key(at), message, help);
    let [name, score] = [who, what].map(|at| cells.get(at).unwrap_or(""));
    if tidy::is_placeholder(name) || tidy::is_placeholder(score) {
        report.placeholder(span.clone(), key(if tidy::is_placeholder(name) { who } else { what }));
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
    let given = cells.len() - cells.iter().rev().take_while(|cell| cell.is_empty()).count();
    if given > head.cells.len() {
        say(Level::Error, what, ragged(given, head.cells.len()));
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
fn unused(report: &Report, span: Range<usize>, head: &Head, Columns { who, what }: Columns) {
    let others =
        head.cells.iter().enumerate().filter(|(at, cell)| {
            ![who, what].contains(at) && !KNOWN.contains(&fold(cell).trim_end_matches('.'))
        });
    let others: Vec<String> = others.map(|(_, cell)| format!("«{}»", quoted(cell))).collect();
    if others.is_empty() {
        return;
    }
    let names = others.join(", ");
    let (shown, score) = (head.cells.get(who).unwrap_or(""), head.cells.get(what).unwrap_or(""));
    report.note(
        Level::Notice,
        span,
        None,
        words!(
            "Màn hình chỉ chiếu cột «{shown}» và «{score}»; không chiếu {names}.",
            "The columns «{shown}» and «{score}» are shown, and not {names}."
        ),
        words!("Không phải sửa gì.", "Nothing to mend."),
    );
}

/// A table that is too large, or in another encoding than UTF-8.
fn refused(bytes: &[u8], file: &str) -> Problem {
    if bytes.len() > LIMIT {
        let message = words!(
            "Bảng này lớn hơn 64 KiB nên không được đọc.",
            "This table is over 64 KiB and is not read."
        );
        let help = words!(
            "Chỉ giữ các dòng cần chiếu: tối đa {MOST} lớp, mỗi lớp một dòng.",
            "Keep only the lines to show: {MOST} classes at most, one line each."
        );
        return Problem::file(Level::Error, file, message, help);
    }
    Problem::file(
        Level::Error,
        file,
        words!("Chữ trong tệp không phải mã UTF-8 nên đọc sẽ sai dấu.", "The text is not UTF-8."),
        words!(
            "Trong Excel chọn Lưu thành (Save As), kiểu tệp «CSV UTF-8 (Comma delimited)», rồi chép lại.",
            "In Excel choose Save As, file type CSV UTF-8 (Comma delimited), and copy it again."
        ),
    )
}

fn unfit() -> (Words, Words) {
    (
        words!(
            "Bảng CSV này chưa dùng được: dòng đầu không có một cột lớp và một cột điểm.",
            "This table is not used: its first line does not name a column of classes and one of scores."
        ),
        words!(
            "Muốn chiếu bảng xếp hạng: dòng đầu ghi Lớp và Điểm (hoặc Tổng điểm), mỗi dòng sau một lớp. \
             Bảng khác thì tạm thời chụp thành ảnh PNG rồi chép ảnh vào.",
            "For a ranking write Lớp and Điểm (or Tổng điểm) into the first line, and one class into each other. \
             Of another table make a PNG picture for now and copy that."
        ),
    )
}

fn unclosed() -> (Words, Words) {
    (
        words!("Ô này nuốt cả những dòng sau.", "This cell swallows the lines that follow."),
        words!(
            "Có lẽ thiếu một dấu nháy đóng \"; mở bằng Notepad, xóa dấu nháy thừa.",
            "A closing quote \" is missing, it seems; open it in Notepad and delete the extra one."
        ),
    )
}

fn nameless() -> (Words, Words) {
    (
        words!("Dòng này thiếu tên lớp.", "This line lacks the name of the class."),
        words!("Ghi tên lớp, hoặc xóa dòng này.", "Write the name, or delete the line."),
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
fn ragged(given: usize, wanted: usize) -> (Words, Words) {
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

#[cfg(test)]
mod tests;
