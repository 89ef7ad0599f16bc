//! What a sidecar says about reading its file: which sheet, which cells, as what, in which encoding.

use super::table::Table;
use super::value::Value;
use crate::model::legacy::Encoding;
use crate::model::tidy;
use crate::words;

/// How a file is to be read; `None` where the sidecar says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which sheet of a workbook, by name; the first that is visible unless given.
    pub sheet: Option<String>,
    /// Which cells of a table; all unless given.
    pub range: Option<Cells>,
    /// As what a table is shown; as its head says unless given.
    pub shape: Option<Shape>,
    /// How its text was written down; `None`: that is found out.
    pub encoding: Option<Encoding>,
}

/// What becomes of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All its columns, in the order of its lines.
    Table,
    /// Classes by their scores.
    Ranking,
    /// Nothing but what is printed of its workbook.
    Pages,
}

/// A rectangle of cells, counted from 0, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cells {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// The largest sheet that spreadsheets know.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

impl Cells {
    /// Every cell.
    pub const ALL: Cells = Cells { rows: (0, ROWS - 1), columns: (0, COLUMNS - 1) };

    /// "A3:D20", or whole columns, "A:D"; in any case, with or without `$`.
    pub fn parse(text: &str) -> Option<Cells> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
        let (from, to) = plain.split_once(':')?;
        let (from, to) = (corner(from)?, corner(to)?);
        let rows = match (from.1, to.1) {
            (Some(first), Some(last)) => (first, last),
            (None, None) => Cells::ALL.rows,
            _ => return None,
        };
        let cells = Cells { rows, columns: (from.0, to.0) };
        (cells.rows.0 <= cells.rows.1 && cells.columns.0 <= cells.columns.1).then_some(cells)
    }

    /// Whether a cell is one of them.
    pub fn holds(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

/// Column and row, from 0, of "D20"; of "D" the column alone.
fn corner(text: &str) -> Option<(u32, Option<u32>)> {
    let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.get(letters.len()..)?;
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let letter = |c: char| c.is_ascii_alphabetic().then(|| c.to_ascii_uppercase() as u32 - 'A' as u32 + 1);
    let column = letters.chars().try_fold(0, |column, c| Some(column * 26 + letter(c)?))?;
    let row = match digits {
        "" => None,
        digits => Some(digits.parse::<u32>().ok().filter(|row| (1..=ROWS).contains(row))? - 1),
    };
    (column <= COLUMNS).then_some((column - 1, row))
}

/// "D20", of row and column from 0.
pub fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// "D", of a column from 0.
pub fn column_name(column: u32) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        letters.extend(char::from_u32('A' as u32 + (left - 1) % 26));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Reads the keys that the kind of `owner` (the file's name) has use for.
pub(super) fn choice(table: &Table, owner: &str) -> Choice {
    let extension = owner.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let workbook = extension == "xlsx";
    let text = ["csv", "tsv"].contains(&extension.as_str());
    let note = ["txt", "md", "markdown"].contains(&extension.as_str());
    let mut choice = Choice::default();
    if workbook {
        choice.sheet = table.line("sheet").map(|name| tidy::unbound(&name));
    }
    if workbook || text {
        choice.range = table.get("range").and_then(range);
        let shapes = [("table", Shape::Table), ("ranking", Shape::Ranking), ("pages", Shape::Pages)];
        let shapes = shapes.get(..if workbook { 3 } else { 2 }).unwrap_or_default();
        choice.shape = table.get("kind").and_then(|value| value.choice(shapes));
    }
    if workbook || text || note {
        choice.encoding = table.get("encoding").and_then(|value| value.choice(Encoding::NAMES));
    }
    choice
}

fn range(value: Value) -> Option<Cells> {
    let written = value.string()?;
    let cells = Cells::parse(written);
    if cells.is_none() {
        let written = super::table::quoted(written);
        value.fault(
            words!("«{written}» không phải một vùng ô.", "\"{written}\" is no range of cells."),
            words!(
                "Ghi ô đầu và ô cuối như trong Excel: range = \"A3:D20\"; hoặc chỉ các cột: range = \"A:D\".",
                "Write the first and the last cell as in Excel: range = \"A3:D20\"; or columns alone: \"A:D\"."
            ),
        );
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read::sidecar;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (text, rows, columns) in [
            ("A3:D20", (2, 19), (0, 3)),
            (" $a$3 : $d$20 ", (2, 19), (0, 3)),
            ("B:B", Cells::ALL.rows, (1, 1)),
            ("Z1:AA1", (0, 0), (25, 26)),
            ("XFD1048576:XFD1048576", (1_048_575, 1_048_575), (16_383, 16_383)),
        ] {
            assert_eq!(Cells::parse(text), Some(Cells { rows, columns }), "{text}");
        }
        for text in [
            "",
            "A3",
            "A3:",
            ":",
            "D20:A3",
            "A3:D",
            "3:20",
            "A0:B1",
            "AAAA1:AAAB2",
            "XFE1:XFE2",
            "A1:B1048577",
            "Ă1:Ă2",
            "A1:B99999999999",
        ] {
            assert_eq!(Cells::parse(text), None, "{text}");
        }
        for column in [0, 25, 26, 701, 702, 16_383] {
            assert_eq!(corner(&column_name(column)), Some((column, None)));
        }
        assert_eq!(cell_name(19, 3), "D20");
    }

    #[test]
    fn a_sidecar_says_how_a_table_is_read_and_nothing_of_a_picture() {
        let of = |text: &str, file: &str| {
            let (settings, problems) = sidecar(text.as_bytes(), file);
            (settings.unwrap().choice, problems)
        };
        let all = "sheet = 'Tuần 12'\nrange = 'A3:D20'\nkind = 'table'\ntitle = 'T'\nto = '30/11/2026'";
        let (choice, problems) = of(all, "lớp/điểm.XLSX.toml");
        let range = Cells::parse("A3:D20");
        let shape = Some(Shape::Table);
        assert_eq!(choice, Choice { sheet: Some("Tuần 12".into()), range, shape, encoding: None });
        assert_eq!(of("encoding = 'vni'", "a.txt.toml").0.encoding, Some(Encoding::Vni));
        assert_eq!(problems, []);
        assert_eq!(of("range = 'A:B'\nkind = 'ranking'", "a.csv.toml").1, []);
        for (text, file, message) in [
            ("range = 'D20'", "a.csv.toml", "«D20» không phải một vùng ô."),
            ("kind = 'message'", "a.xlsx.toml", "Mục «kind» không nhận «message»."),
            ("sheet = 'A'", "a.csv.toml", "Không có mục «sheet»."),
            ("range = 'A1:B2'", "a.png.toml", "Không có mục «range»."),
            ("encoding = 'vni'", "a.png.toml", "Không có mục «encoding»."),
            ("encoding = 'tcvn'", "a.txt.toml", "Mục «encoding» không nhận «tcvn». Có phải «tcvn3»?"),
        ] {
            let (choice, problems) = of(text, file);
            assert_eq!((choice, problems[0].message.vi.as_str()), (Choice::default(), message));
        }
    }
}
