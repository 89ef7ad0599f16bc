//! Workbooks (`.xlsx`): the cells of one sheet as they read, within limits.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Cell, DataRef, Dimensions, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::archive::{self, Heavy};
use super::number;
use super::unread::{faulty, several, too_long};
use crate::model::read::{Cells, Choice, Line, cell_name};
use crate::model::{Level, Words};

/// Largest workbook that is read, in bytes.
pub const WORKBOOK: usize = 8 << 20;
/// Most bytes of all parts together, unpacked.
const WHOLE: u64 = 64 << 20;
/// Most bytes of the parts that are kept in memory whole: the formats (each takes fifty times its text) and the texts.
const STYLES: u64 = 2 << 20;
const STRINGS: u64 = 16 << 20;
/// Most rows that have a cell, and cells of a row, that are kept; `range` reaches every other one.
const ROWS: usize = 1_000;
const ROW: u32 = 256;
/// Most characters of a cell that are kept: no page has room for more.
const CELL: usize = 1_000;
/// Most merged regions that are obeyed.
const MERGED: usize = 5_000;

/// Most faulty formulas that are named.
const REMARKS: usize = 10;

/// What is said about a workbook, and of which row (from 1).
pub type Remark = (Level, Option<u32>, Words, Words);

/// The rows of one sheet that hold anything.
#[derive(Debug, Default)]
pub struct Book {
    /// From the top.
    pub lines: Vec<Line>,
    /// What the clerk should know.
    pub remarks: Vec<Remark>,
}

/// Why a workbook cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No byte in it.
    Empty,
    /// Over [`WORKBOOK`], or it unpacks to more than it may.
    TooLarge,
    /// Closed with a password.
    Locked,
    /// Of Excel before 2007, or another program's, by its content.
    Foreign,
    /// It cannot be unpacked or makes no sense.
    Damaged,
    /// It has no sheet that is visible.
    NoSheet,
    /// It has no sheet of this name, but these.
    Unknown(String, Vec<String>),
}

/// Reads the sheet and the cells that `choice` names; the first visible sheet and all of it unless it does. Formulas
/// give the value that was stored with them; nothing is computed.
///
/// # Errors
/// [`Unread`] says why it cannot be shown.
pub fn workbook(bytes: &[u8], choice: &Choice) -> Result<Book, Unread> {
    judge(bytes)?;
    // A panic of the reader is one more damaged file.
    catch_unwind(AssertUnwindSafe(|| read(bytes, choice))).unwrap_or(Err(Unread::Damaged))
}

fn read(bytes: &[u8], choice: &Choice) -> Result<Book, Unread> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Unread::Locked,
        _ => Unread::Damaged,
    })?;
    let mut remarks = Vec::new();
    let name = sheet(&book, choice, &mut remarks)?;
    let cells = choice.range.unwrap_or(Cells::ALL);
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let date_1904 = book.has_1904_epoch();
    let mut grid = Grid::default();
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| Unread::Damaged)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| Unread::Damaged)? {
        let (row, column) = cell.get_position();
        if row > cells.rows.1 {
            break;
        }
        if cells.holds(row, column)
            && !grid.put(row, column - cells.columns.0, || {
                text(&cell, reader.styles().get(style), date_1904, &mut remarks)
            })
        {
            remarks.push(too_long());
            break;
        }
    }
    Ok(Book { lines: grid.lines(&merged, cells), remarks })
}

/// Refuses what is no workbook, and what could take more memory than it may, before it is opened.
fn judge(bytes: &[u8]) -> Result<(), Unread> {
    const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.is_empty() {
        return Err(Unread::Empty);
    }
    if bytes.len() > WORKBOOK {
        return Err(Unread::TooLarge);
    }
    if bytes.starts_with(&OLE) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if locked { Unread::Locked } else { Unread::Foreign });
    }
    if !bytes.starts_with(b"PK") {
        return Err(Unread::Foreign);
    }
    let most = |name: &str| match name {
        name if name.ends_with("styles.xml") => STYLES,
        name if name.ends_with("sharedstrings.xml") => STRINGS,
        _ => WHOLE,
    };
    let look = |name: &str, text: &[u8]| !name.ends_with(".xml") || is_honest(text);
    archive::weigh(bytes, WHOLE, &most, &look).map_err(|heavy| match heavy {
        Heavy::Broken => Unread::Damaged,
        Heavy::Bomb => Unread::TooLarge,
    })
}

/// Whether a part declares no more texts than it has bytes for: room is made for them before they are read. In UTF-16,
/// which no program writes here, that could not be seen.
fn is_honest(text: &[u8]) -> bool {
    const COUNT: &[u8] = b"uniqueCount";
    let declared =
        text.windows(COUNT.len()).enumerate().filter(|(_, window)| *window == COUNT).map(|(at, _)| {
            let rest = text.get(at + COUNT.len()..).unwrap_or_default();
            let digits = rest
                .iter()
                .skip_while(|byte| !byte.is_ascii_digit())
                .take_while(|byte| byte.is_ascii_digit());
            digits.fold(0_usize, |number, digit| {
                number.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
            })
        });
    !text.contains(&0) && declared.max().is_none_or(|count| count <= text.len())
}

/// The name of the sheet to read.
fn sheet<R>(book: &Xlsx<R>, choice: &Choice, remarks: &mut Vec<Remark>) -> Result<String, Unread>
where
    R: std::io::Read + std::io::Seek,
{
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    if let Some(wanted) = &choice.sheet {
        let same = |name: &str| crate::model::fold(name) == crate::model::fold(wanted);
        let exact = sheets.clone().find(|sheet| sheet.name == *wanted);
        let found = exact.or_else(|| sheets.clone().find(|sheet| same(&sheet.name)));
        let names = || sheets.clone().map(|sheet| sheet.name.clone()).collect();
        return found.map(|sheet| sheet.name.clone()).ok_or_else(|| Unread::Unknown(wanted.clone(), names()));
    }
    let visible: Vec<&str> = sheets
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let (first, others) = visible.split_first().ok_or(Unread::NoSheet)?;
    if !others.is_empty() {
        remarks.push(several(first, others));
    }
    Ok((*first).to_owned())
}

/// What a cell reads.
fn text(cell: &Cell<DataRef>, style: Option<&Style>, date_1904: bool, remarks: &mut Vec<Remark>) -> String {
    let (row, column) = cell.get_position();
    let format =
        style.and_then(|style| style.number_format.as_ref()).map_or("", |format| &format.format_code);
    let text = match cell.get_value() {
        DataRef::Empty => String::new(),
        DataRef::Int(whole) => number::print(*whole as f64, format),
        DataRef::Float(float) => number::print(*float, format),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "Có".to_owned(),
        DataRef::Bool(false) => "Không".to_owned(),
        DataRef::DateTime(moment) if moment.is_duration() => number::span(moment.as_f64()),
        DataRef::DateTime(moment) => number::moment(moment, date_1904),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => {
            if remarks.len() < REMARKS {
                remarks.push(faulty(&cell_name(row, column), &error.to_string(), row));
            }
            String::new()
        }
    };
    let text = text.trim();
    if text.chars().nth(CELL).is_none() { text.to_owned() } else { text.chars().take(CELL).collect() }
}

/// The cells of a sheet, row by row.
#[derive(Debug, Default)]
struct Grid {
    rows: Vec<(u32, Vec<String>)>,
}

impl Grid {
    /// Keeps a cell that is not empty; `false` when there are too many rows.
    fn put(&mut self, row: u32, column: u32, text: impl FnOnce() -> String) -> bool {
        if column >= ROW {
            return true;
        }
        let text = text();
        if text.is_empty() {
            return true;
        }
        if self.rows.last().is_none_or(|(last, _)| *last != row) {
            // Rows out of order are no sheet that a program writes.
            if self.rows.len() >= ROWS || self.rows.last().is_some_and(|(last, _)| *last > row) {
                return self.rows.len() < ROWS;
            }
            self.rows.push((row, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut() {
            let at = column as usize;
            cells.resize(cells.len().max(at + 1), String::new());
            if let Some(cell) = cells.get_mut(at) {
                *cell = text;
            }
        }
        true
    }

    /// The rows, with merged cells written out: downwards in every row, so that each reads by itself on any page.
    fn lines(mut self, merged: &[Dimensions], cells: Cells) -> Vec<Line> {
        let mut deep = vec![1; self.rows.len()];
        let mut across = vec![false; self.rows.len()];
        for region in merged.iter().take(MERGED) {
            let (Some(column), Some(wide)) =
                (region.start.1.checked_sub(cells.columns.0), region.end.1.checked_sub(region.start.1))
            else {
                continue;
            };
            let first = self.rows.partition_point(|(row, _)| *row < region.start.0);
            let Some((row, written)) = self.rows.get(first).filter(|(row, _)| *row == region.start.0) else {
                continue;
            };
            let (row, column) = (*row, column as usize);
            let Some(text) = written.get(column).filter(|text| !text.is_empty()).cloned() else { continue };
            let alone = written.iter().filter(|cell| !cell.is_empty()).count() == 1;
            if let Some(across) = across.get_mut(first) {
                *across |= wide > 0 && alone;
            }
            let below = self.rows.iter_mut().skip(first + 1).take_while(|(row, _)| *row <= region.end.0);
            for (_, cells) in below {
                cells.resize(cells.len().max(column + 1), String::new());
                if let Some(cell) = cells.get_mut(column).filter(|cell| cell.is_empty()) {
                    cell.clone_from(&text);
                }
            }
            let rows = region.end.0.saturating_sub(row).min(8) as usize + 1;
            if let Some(deep) = deep.get_mut(first).filter(|_| !alone) {
                *deep = rows.max(*deep);
            }
        }
        let rows = self.rows.into_iter().zip(across).zip(deep);
        rows.map(|(((row, cells), across), deep)| Line::new(row, cells, across, deep)).collect()
    }
}
