//! A table in a file of its own (`.csv`, `.tsv`, `.xlsx`): a ranking when its head says so, else the table itself.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::choice::{Choice, Shape};
use super::figures;
use super::legible;
use super::report::{Place, Report};
use super::scores::{self, Head};
use super::source::Source;
use super::table::quoted;
use super::{LIMIT, Outcome, Settings, SlideFile};
use crate::model::{Content, Level, Problem, Reason, Slide, Table, TableColumn, TableRow, Words, tidy};
use crate::words;

/// What separates the cells of a line: spreadsheets in English write commas, in Vietnamese semicolons, and what is
/// copied out of one has tabs.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// Lines of a table that are shown: no more pages than a person would wait for.
pub(super) const MOST: usize = 100;
/// Most columns that can be read side by side on any screen, and letters that a landscape one has room for.
const COLUMNS: usize = 8;
/// Longest text of a cell, in characters: what is longer is a document, or holds other lines after a quote that is
/// not closed.
const CELL: usize = 600;

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub(super) place: Place,
    pub(super) cells: Vec<String>,
    across: bool,
    deep: usize,
}

impl Line {
    /// A row of a workbook, from 0; `across` when one cell reaches over all of it, `deep` how many rows the cells of
    /// it that reach down take, itself included.
    pub fn new(row: u32, cells: Vec<String>, across: bool, deep: usize) -> Line {
        Line { place: Place::Row(row.saturating_add(1)), cells, across, deep }
    }

    /// A line of a text that stands at `span`.
    pub(super) fn written(span: Range<usize>, cells: Vec<String>) -> Line {
        Line { place: span.into(), cells, across: false, deep: 1 }
    }

    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }
}

/// Reads a table in plain text. `heading` stands over it: the name of the file.
pub fn table(bytes: &[u8], file: &str, heading: &str, choice: &Choice) -> Outcome<SlideFile> {
    if bytes.len() > LIMIT {
        let (message, help) = large();
        return (None, vec![Problem::file(Level::Error, file, message, help)]);
    }
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(_) => return (None, vec![foreign(file)]),
    };
    let (text, offset) = source.body();
    let separator = separator(text);
    let cells = choice.range;
    let line = |(span, cells): (Range<usize>, StringRecord)| {
        Line::written(span.start + offset..span.end + offset, cells.iter().map(str::to_owned).collect())
    };
    let mut lines: Vec<Line> = records(text, separator).map(line).collect();
    if let Some(cells) = cells {
        let row = |line: &Line| match &line.place {
            Place::Bytes(span) => source.place(span.start).0,
            Place::Row(row) => *row,
        };
        lines.retain(|line| (cells.rows.0..=cells.rows.1).contains(&(row(line) - 1)));
        for line in &mut lines {
            let range = cells.columns.0 as usize..(cells.columns.1 as usize + 1).min(line.cells.len());
            line.cells = line.cells.get(range).unwrap_or_default().to_vec();
        }
        lines.retain(|line| line.filled() > 0);
    }
    let report = Report::new(&source);
    let read = read(&report, lines, heading, choice, separator == b';');
    (read, report.into_problems())
}

/// Reads the rows of a workbook's sheet, whose numbers have a comma before their decimals.
pub fn workbook(mut lines: Vec<Line>, file: &str, heading: &str, choice: &Choice) -> Outcome<SlideFile> {
    let written = legible::cells(&mut lines, file, choice.encoding);
    if let Some(problem) = &written
        && problem.level == Level::Error
    {
        return (None, vec![problem.clone()]);
    }
    let source = Source::of("", file);
    let report = Report::new(&source);
    let read = read(&report, lines, heading, choice, true);
    (read, written.into_iter().chain(report.into_problems()).collect())
}

/// The one that the first line with any separator has most of.
fn separator(text: &str) -> u8 {
    let divided = |line: &&str| line.bytes().any(|byte| SEPARATORS.contains(&byte));
    let first = text.lines().find(divided).unwrap_or("");
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    // Of equals the first.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
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

/// A ranking or a table of `lines`, none of which is empty.
fn read(
    report: &Report,
    mut lines: Vec<Line>,
    heading: &str,
    choice: &Choice,
    comma: bool,
) -> Option<SlideFile> {
    let Some(at) = head_at(&lines) else {
        let (message, help) = empty();
        report.whole(Level::Error, message, help);
        return None;
    };
    let body = lines.split_off(at + 1);
    let head = lines.pop()?;
    let columns = Head::new(&head).columns();
    let slide = match (choice.shape, columns) {
        (Some(Shape::Table | Shape::Pages), _) | (None, None) => {
            untold(report, &lines);
            sheet(report, head, body, heading, comma)?
        }
        (_, Some(columns)) => {
            untold(report, &lines);
            Slide::Ranking(scores::ranking(report, &Head::new(&head), columns, &body, heading))
        }
        (Some(Shape::Ranking), None) => {
            let (message, help) = scores::unfit();
            report.note(Level::Error, head.place, None, message, help);
            return None;
        }
    };
    let empty = match &slide {
        Slide::Table(sheet) => sheet.rows.is_empty(),
        Slide::Ranking(ranking) => ranking.rows.iter().all(|row| row.score.is_none()),
        _ => false,
    };
    let hidden = empty.then_some(Reason::Placeholder);
    Some(SlideFile { content: Content::of(slide), settings: Settings::default(), hidden })
}

/// The first line that names several columns; the first of all where none does.
fn head_at(lines: &[Line]) -> Option<usize> {
    let several = lines.iter().position(|line| !line.across && line.filled() > 1);
    several.or_else(|| (!lines.is_empty()).then_some(0))
}

/// Tells of the lines above the head: titles, which the name of the file stands for.
fn untold(report: &Report, lines: &[Line]) {
    let Some(first) = lines.first() else { return };
    let words = lines.iter().flat_map(|line| &line.cells).filter(|cell| !cell.is_empty());
    let told: Vec<String> = words.map(|cell| format!("«{}»", quoted(cell))).take(3).collect();
    let told = told.join(", ");
    report.note(
        Level::Notice,
        first.place.clone(),
        None,
        words!(
            "Các dòng trên đầu bảng không chiếu: {told}. Đầu đề là tên tệp.",
            "The lines above the table are not shown: {told}. The heading is the name of the file."
        ),
        words!(
            "Muốn đầu đề khác: đổi tên tệp, hoặc ghi title = \"…\" trong tệp đi kèm (tên tệp thêm .toml).",
            "For another heading rename the file, or write title = \"…\" into its sidecar (its name and .toml)."
        ),
    );
}

/// The table of a head and the lines under it.
pub(super) fn sheet(
    report: &Report,
    mut head: Line,
    body: Vec<Line>,
    heading: &str,
    comma: bool,
) -> Option<Slide> {
    let mut body = body.into_iter();
    // A head of several rows: the lowest name of each column.
    for _ in 1..head.deep {
        let Some(lower) = body.next() else { break };
        for (at, cell) in lower.cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            head.cells.resize(head.cells.len().max(at + 1), String::new());
            head.cells.get_mut(at)?.clone_from(&cell);
        }
    }
    let width = head.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let ragged = matches!(head.place, Place::Bytes(_)).then_some(width);
    let mut rows: Vec<Line> = body.filter_map(|line| sound(report, line, ragged)).collect();
    if rows.len() > MOST {
        let (message, help) = too_many(rows.len());
        let place = rows.get(MOST).map_or(Place::Row(1), |line| line.place.clone());
        report.note(Level::Warning, place, None, message, help);
        rows.truncate(MOST);
    }
    let widest = rows.iter().filter(|line| !line.across).map(|line| line.cells.len()).max().unwrap_or(0);
    let cells = |line: &Line, at: usize| line.cells.get(at).cloned().unwrap_or_default();
    let used = |at: &usize| {
        !cells(&head, *at).is_empty() || rows.iter().any(|line| !line.across && !cells(line, *at).is_empty())
    };
    let used: Vec<usize> = (0..width.max(widest)).filter(used).collect();
    if used.len() > COLUMNS {
        let (message, help) = too_wide(used.len());
        report.note(Level::Error, head.place.clone(), None, message, help);
        return None;
    }
    let mut kept: Vec<Vec<String>> =
        rows.iter().map(|line| used.iter().map(|at| cells(line, *at)).collect()).collect();
    let mut columns = Vec::new();
    for (column, at) in used.iter().enumerate() {
        let name = cells(&head, *at);
        let of_column = rows.iter().zip(&mut kept).filter(|(line, _)| !line.across);
        let mut of_column: Vec<(&Place, &mut String)> =
            of_column.filter_map(|(line, cells)| Some((&line.place, cells.get_mut(column)?))).collect();
        let mut written: Vec<&mut String> = of_column.iter_mut().map(|(_, cell)| &mut **cell).collect();
        let nature = figures::column(&name, &mut written, comma);
        if let Some((place, cell)) = nature.doubtful.and_then(|at| of_column.get(at)) {
            let (message, help) = twofold(cell);
            report.note(Level::Warning, (*place).clone(), Some(&name), message, help);
        }
        columns.push(TableColumn { head: tidy::line(&name), figures: nature.figures });
    }
    let row = |(line, cells): (&Line, Vec<String>)| match line.across {
        true => TableRow::Section(tidy::line(
            line.cells.iter().find(|cell| !cell.is_empty()).map_or("", |cell| cell),
        )),
        false => TableRow::Cells(cells.iter().map(|cell| tidy::line(cell)).collect()),
    };
    let rows = rows.iter().zip(kept).map(row).collect();
    Some(Slide::Table(Table { heading: tidy::line(heading), columns, rows, source: None, qr: None }))
}

/// The line, unless it is still to be filled in, or `ragged`: it has more cells than the head.
fn sound(report: &Report, line: Line, ragged: Option<usize>) -> Option<Line> {
    if line.cells.iter().any(|cell| tidy::is_placeholder(cell)) {
        report.placeholder(line.place, None);
        return None;
    }
    let given = line.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    if let Some(width) = ragged.filter(|width| given > *width) {
        let (message, help) = scores::ragged(given, width);
        report.note(Level::Error, line.place, None, message, help);
        return None;
    }
    if line.cells.iter().any(|cell| cell.chars().count() > CELL) {
        let (message, help) = long();
        report.note(Level::Error, line.place, None, message, help);
        return None;
    }
    Some(line)
}

fn large() -> (Words, Words) {
    (
        words!("Bảng này lớn hơn 64 KiB nên không được đọc.", "This table is over 64 KiB and is not read."),
        words!(
            "Chỉ giữ các dòng cần chiếu: tối đa {MOST} dòng.",
            "Keep only the lines to show: {MOST} at most."
        ),
    )
}

/// A table in an encoding that nothing tells.
fn foreign(file: &str) -> Problem {
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

fn empty() -> (Words, Words) {
    (
        words!("Bảng này chưa có dòng nào.", "The table has no line."),
        words!(
            "Dòng đầu ghi tên các cột, mỗi dòng sau là một dòng của bảng.",
            "Write the names of the columns into the first line, and the lines of the table under it."
        ),
    )
}

fn too_many(rows: usize) -> (Words, Words) {
    (
        words!(
            "Bảng có {rows} dòng; màn hình chỉ chiếu {MOST} dòng đầu.",
            "The table has {rows} lines; the first {MOST} are shown."
        ),
        words!(
            "Bớt dòng, chia thành nhiều bảng, hoặc chọn vùng trong tệp đi kèm (tên tệp thêm .toml): range = \"A1:D40\".",
            "Leave lines out, make several tables, or choose cells in its sidecar (its name and .toml): range = \"A1:D40\"."
        ),
    )
}

fn too_wide(columns: usize) -> (Words, Words) {
    (
        words!(
            "Bảng có {columns} cột, quá nhiều để đọc được từ xa, nên chưa lên màn hình (tối đa {COLUMNS} cột).",
            "The table has {columns} columns, too many to be read from afar, and is not shown ({COLUMNS} at most)."
        ),
        words!(
            "Chọn vùng cần chiếu trong tệp đi kèm (tên tệp thêm .toml), ví dụ: range = \"A1:E20\"; hoặc xoá bớt cột.",
            "Choose what is to be shown in its sidecar (its name and .toml), for example: range = \"A1:E20\"; or delete columns."
        ),
    )
}

fn long() -> (Words, Words) {
    (
        words!(
            "Dòng này có ô dài hơn {CELL} chữ nên không chiếu.",
            "This line has a cell of more than {CELL} characters and is not shown."
        ),
        words!(
            "Rút gọn ô đó. Nếu ô nuốt cả các dòng sau thì thiếu một dấu nháy đóng \".",
            "Shorten the cell. If it holds the lines that follow, a closing quote \" is missing."
        ),
    )
}

fn twofold(cell: &str) -> (Words, Words) {
    let cell = quoted(cell);
    (
        words!(
            "Số «{cell}» đọc được theo hai cách (hàng nghìn hay phần thập phân), nên in nguyên như đã ghi.",
            "The number \"{cell}\" can be read in two ways (thousands or decimals) and is printed as written."
        ),
        words!(
            "Bỏ dấu chấm, dấu phẩy nếu là hàng nghìn; ghi thêm một số lẻ (ví dụ 8,50) nếu là phần thập phân.",
            "Leave the mark out if it groups thousands; write other decimals (such as 8.50) if it begins them."
        ),
    )
}

#[cfg(test)]
mod tests;
