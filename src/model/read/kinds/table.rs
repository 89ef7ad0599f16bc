//! A table written in TOML.

use toml::de::DeValue;

use super::count;
use crate::model::read::Resolve;
use crate::model::read::figures;
use crate::model::read::table::Table;
use crate::model::read::value::{Text, Value};
use crate::model::{Slide, Table as Shown, TableColumn, TableRow};
use crate::words;

/// Most columns; as of a table in a file of its own.
const COLUMNS: usize = 8;

pub(in crate::model::read) fn table(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    let heads: Vec<String> = table.need("columns").iter().flat_map(|value| heads(value)).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut sound = true;
    for value in table.need("rows").iter().flat_map(Value::list) {
        let (cells, good) = table.report.spare(|| row(&value, heads.len()));
        sound &= good;
        rows.extend(cells);
    }
    if rows.is_empty() {
        if sound { table.report.blank() } else { table.report.count_fault() }
    }
    let column = |(at, head): (usize, String)| {
        let mut cells: Vec<&mut String> = rows.iter_mut().filter_map(|row| row.get_mut(at)).collect();
        TableColumn { figures: figures::column(&head, &mut cells, true).figures, head }
    };
    let columns = heads.into_iter().enumerate().map(column).collect();
    let rows = rows.into_iter().map(TableRow::Cells).collect();
    Slide::Table(Shown { heading, columns, rows, source: table.line("source"), qr: table.qr("qr") })
}

/// The names of the columns; while one is still to be filled in the slide waits.
fn heads(value: &Value) -> Vec<String> {
    count(value, 1..=COLUMNS);
    let name = |value: &Value| {
        cell(value).unwrap_or_else(|| {
            value.report.blank();
            String::new()
        })
    };
    value.list().iter().map(name).collect()
}

/// A cell for each column; `None` while one of them is still to be filled in, or when they are too many or too few.
fn row(value: &Value, columns: usize) -> Option<Vec<String>> {
    let DeValue::Array(_) = value.raw() else {
        value.wrong(
            words!("danh sách các dòng, mỗi dòng trong ngoặc vuông", "a list of lines in brackets"),
            "[[\"Thứ Hai\", 5]]",
        );
        return None;
    };
    let cells = value.list();
    if cells.len() != columns {
        let given = cells.len();
        value.fault(
            words!(
                "Dòng này có {given} ô, bảng có {columns} cột.",
                "This line has {given} cells, the table {columns} columns."
            ),
            words!("Ghi đủ các ô; ô trống ghi \"\".", "Write every cell; an empty one is \"\"."),
        );
        return None;
    }
    cells.iter().map(cell).collect()
}

/// A text, a number or a day as it is printed; `None` while it is still to be filled in, and when it is none of them.
fn cell(value: &Value) -> Option<String> {
    match value.raw() {
        DeValue::Integer(whole) => Some(whole.as_str().to_owned()),
        DeValue::Float(float) => Some(float.as_str().replace('.', ",")),
        DeValue::Datetime(day) => Some(day.to_string()),
        _ => match value.text()? {
            Text::Given(text) => Some(text.replace('\n', " ")),
            Text::Blank => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Level;
    use crate::model::read::{Outcome, SlideFile, slide};

    fn read(text: &str) -> Outcome<SlideFile> {
        slide(text.as_bytes(), "a.toml", &|_| Err(Default::default()))
    }

    #[test]
    fn a_table_has_a_cell_for_each_column_and_bad_lines_are_left_out() {
        let (shown, problems) = read(
            "kind = 'table'\nheading = 'A'\ncolumns = ['Ngày', 'Số']\nrows = [\n[2026-11-24, 1234.5],\n['x'],\n\
             ['25/11/2026', 7],\n['[cần điền]', 8],\n5,\n]\nqr = 'https://dichvucong.gov.vn'",
        );
        let content = shown.unwrap().content;
        let Some(Slide::Table(sheet)) = content.slide() else { panic!() };
        let rows = sheet.rows.iter().map(|row| match row {
            TableRow::Cells(cells) => cells.join("|"),
            TableRow::Section(name) => name.clone(),
        });
        assert_eq!(rows.collect::<Vec<_>>(), ["24-11-2026|1.234,5", "25-11-2026|7,0"]);
        assert_eq!(sheet.columns.iter().map(|column| column.figures).collect::<Vec<_>>(), [false, true]);
        assert_eq!(sheet.qr.as_ref().map(|code| code.label.as_str()), Some("dichvucong.gov.vn"));
        let found: Vec<_> =
            problems.iter().map(|p| (p.level, p.line.unwrap(), p.key.clone().unwrap())).collect();
        assert_eq!(
            found,
            [
                (Level::Error, 6, "rows.2".into()),
                (Level::Warning, 8, "rows.4.1".into()),
                (Level::Error, 9, "rows.5".into())
            ]
        );
        assert!(read("kind = 'table'\nheading = 'A'\ncolumns = ['B']\nrows = [['C', 'D']]").0.is_none());
        assert!(read("kind = 'table'\nheading = 'A'\ncolumns = []\nrows = []").0.is_none());
    }
}
