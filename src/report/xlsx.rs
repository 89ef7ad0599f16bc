//! The report as a workbook: one sheet a subject, its charts Excel's own.

use rust_xlsxwriter::{
    Chart as Diagram, ChartFont, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartSolidFill,
    DocProperties, Format, FormatAlign, FormatBorder, Image, Workbook, Worksheet, XlsxError,
};

use super::chart::Chart;
use super::escape::plain;
use super::paper::{BLANK, Card, Cell, Paper, Section, Table};

const FONT: &str = "Times New Roman";
const ACCENT: &str = "#0B3D91";

/// A4 of the list in Excel's own numbers.
const A4: u8 = 9;

/// Characters across a sheet, and from how many on it is printed on its side.
const WIDE: f64 = 84.0;
const LYING: f64 = 100.0;

/// Characters of a column, of many.
const COLUMN: f64 = 17.0;

/// Characters of a sheet's only column: LibreOffice does not make it smaller to fit the page.
const ALONE: f64 = 70.0;

/// Points of a line of 12-point text.
const LINE: f64 = 16.5;

/// Pixels of a row without text.
const ROW: u32 = 20;

/// Whole numbers, "1.234" also where the program is not set to Vietnamese, if it follows that.
const COUNT: &str = "[$-42A]#,##0";

/// Rows above a table that may stand still while it moves.
const FROZEN: u32 = 8;

/// Excel holds no longer text in a cell.
const LONGEST: usize = 32_000;

/// A workbook's formats.
struct Formats {
    plain: Format,
    bold: Format,
    title: Format,
    italic: Format,
    warning: Format,
    head: Format,
}

/// The file's bytes.
///
/// # Errors
/// The workbook's, which has room for every report.
pub fn xlsx(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = "Báo cáo kết quả tuyên truyền CCHC trên bảng tin điện tử";
    book.set_properties(
        &DocProperties::new().set_title(title).set_subject(&paper.period).set_company(&paper.school),
    );
    let formats = Formats::new();
    for (place, section) in paper.sections.iter().enumerate() {
        let sheet = book.add_worksheet().set_name(section.sheet)?;
        set_up(sheet)?;
        let row = if place == 0 { head(sheet, paper, Across::of(section), &formats)? } else { 0 };
        write(sheet, row, place + 1, section, &formats)?;
    }
    if let Some(cards) = &paper.cards {
        let sheet = book.add_worksheet().set_name("Hình ảnh")?;
        set_up(sheet)?;
        write_cards(sheet, cards, &formats)?;
    }
    book.save_to_buffer()
}

impl Formats {
    fn new() -> Formats {
        let font = |size: f64| Format::new().set_font_name(FONT).set_font_size(size);
        Formats {
            plain: font(12.0),
            bold: font(12.0).set_bold(),
            title: font(14.0).set_bold(),
            italic: font(12.0).set_italic(),
            warning: font(12.0).set_font_color("#9B1B1B"),
            head: font(12.0)
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color("#EEF1F6")
                .set_border(FormatBorder::Thin)
                .set_border_color("#8A93A3"),
        }
    }

    /// Of a cell of a table.
    fn cell(&self, cell: &Cell, right: bool, bold: bool) -> Format {
        let format = if bold { self.bold.clone() } else { self.plain.clone() };
        let format = format
            .set_border(FormatBorder::Thin)
            .set_border_color("#B9C0CC")
            .set_align(FormatAlign::Top)
            .set_align(if right { FormatAlign::Right } else { FormatAlign::Left })
            // Else a number on the right and the words after it run together.
            .set_indent(u8::from(!right));
        match cell {
            Cell::Text(_) | Cell::None => format.set_text_wrap(),
            Cell::Count(_) => format.set_num_format(COUNT),
            Cell::Minutes(_) => format.set_num_format("[$-42A]#,##0.0"),
            Cell::Share(_) => format.set_num_format("[$-42A]0.0%"),
            Cell::Day(_) => format.set_num_format("dd/mm/yyyy"),
            Cell::Moment(_) => format.set_num_format("hh:mm dd/mm/yyyy"),
        }
    }
}

/// One page wide on upright A4, with its number at the foot.
fn set_up(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(A4)
        .set_portrait()
        .set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4)
        .set_print_fit_to_pages(1, 0)
        .set_footer("&C&\"Times New Roman\"&11&A – trang &P/&N");
    Ok(())
}

/// The heading of the first sheet; gives the row after it.
fn head(sheet: &mut Worksheet, paper: &Paper, across: Across, formats: &Formats) -> Result<u32, XlsxError> {
    let or_blank = |text: &str| if text.is_empty() { BLANK.repeat(5) } else { text.to_owned() };
    let lines = [
        (or_blank(&paper.authority), &formats.plain),
        (or_blank(&paper.school), &formats.bold),
        (format!("Số: {BLANK}/BC-{BLANK}"), &formats.plain),
        (String::new(), &formats.plain),
        ("BÁO CÁO".to_owned(), &formats.title),
        ("Kết quả tuyên truyền CCHC trên bảng tin điện tử".to_owned(), &formats.title),
        (format!("Kỳ báo cáo: {}", paper.period), &formats.italic),
        (String::new(), &formats.plain),
        (paper.opening.clone(), &formats.plain),
    ];
    let heading = formats.warning.clone().set_bold();
    let known =
        (!paper.warnings.is_empty()).then(|| ("Cần biết trước khi dùng số liệu".to_owned(), &heading));
    let warnings = paper.warnings.iter().map(|warning| (warning.clone(), &formats.warning));
    let mut row = 0;
    for (text, format) in lines.into_iter().chain(known).chain(warnings) {
        write_line(sheet, row, across, &text, format)?;
        row += 1;
    }
    Ok(row + 1)
}

/// The columns of a sheet: how many, and how many characters wide together.
#[derive(Clone, Copy)]
struct Across {
    columns: u16,
    width: f64,
}

impl Across {
    fn of(section: &Section) -> Across {
        match &section.table {
            Some(table) => Across { columns: table.columns.len() as u16, width: widths(table).iter().sum() },
            None => Across { columns: 1, width: ALONE },
        }
    }
}

/// Characters of each column: its share, and what its numbers need.
fn widths(table: &Table) -> Vec<f64> {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum();
    let first = table.rows.first().map(Vec::as_slice).unwrap_or_default();
    let need = |place: usize| match first.get(place) {
        Some(Cell::Moment(_)) => 17.5,
        Some(Cell::Day(_) | Cell::Minutes(_)) => 12.0,
        _ => 6.0,
    };
    let wide = WIDE.max(COLUMN * table.columns.len() as f64);
    let share = |width: u32| f64::from(width) * wide / f64::from(whole.max(1));
    table.columns.iter().enumerate().map(|(place, column)| share(column.width).max(need(place))).collect()
}

/// A text over all columns, as many lines high as it needs.
fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    across: Across,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let format = format.clone().set_text_wrap().set_align(FormatAlign::Top);
    let text = plain(text);
    sheet.set_row_height(row, lines(&text, across.width) * LINE)?;
    if across.columns > 1 {
        sheet.merge_range(row, 0, row, across.columns - 1, &text, &format)?;
    } else {
        sheet.write_string_with_format(row, 0, text, &format)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    mut row: u32,
    number: usize,
    section: &Section,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let across = Across::of(section);
    if across.width > LYING {
        sheet.set_landscape();
    }
    write_line(sheet, row, across, &format!("{number}. {}", section.title), &formats.title)?;
    row += 1;
    for text in &section.text {
        write_line(sheet, row, across, text, &formats.plain)?;
        row += 1;
    }
    row += 1;
    let Some(table) = &section.table else {
        sheet.set_column_width(0, across.width)?;
        return Ok(());
    };
    // Before the table: behind a long one it would be cut by the end of a page.
    if let Some(chart) = &section.chart {
        let heads = row + high(chart) + 1;
        let last = heads + table.rows.len() as u32;
        sheet.insert_chart(row, 0, &diagram(chart, section, (heads, last)))?;
        row = heads;
    }
    write_table(sheet, row, table, formats)
}

/// Rows that a chart takes.
fn high(chart: &Chart) -> u32 {
    match chart {
        Chart::Bars(_) => 21,
        Chart::Line(_) => 16,
    }
}

/// How many lines a text takes in so many characters: word by word it takes somewhat more than its length.
fn lines(text: &str, width: f64) -> f64 {
    (text.chars().count() as f64 / (width * 0.9)).ceil().max(1.0)
}

fn write_table(sheet: &mut Worksheet, top: u32, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    let widths = widths(table);
    for ((place, column), width) in (0u16..).zip(&table.columns).zip(&widths) {
        sheet.set_column_width(place, *width)?;
        sheet.write_string_with_format(top, place, column.head, &formats.head)?;
    }
    let mut row = top;
    for (cells, bold) in
        table.rows.iter().map(|row| (row, false)).chain(table.total.iter().map(|row| (row, true)))
    {
        row += 1;
        let high = cells.iter().zip(&widths).map(|(cell, width)| match cell {
            Cell::Text(text) => lines(text, *width),
            _ => 1.0,
        });
        sheet.set_row_height(row, high.fold(1.0, f64::max) * LINE)?;
        for ((place, column), cell) in (0u16..).zip(&table.columns).zip(cells) {
            write_cell(sheet, row, place, cell, &formats.cell(cell, column.right, bold))?;
        }
    }
    sheet.set_repeat_rows(top, top)?;
    // Below the heading of the first sheet nothing would be left to move.
    if top < FROZEN {
        sheet.set_freeze_panes(top + 1, 0)?;
    }
    // A list without a sum may be sorted.
    if table.total.is_none() {
        let last = (table.columns.len() as u16).saturating_sub(1);
        sheet.autofilter(top, 0, top + table.rows.len() as u32, last)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            let text: String = plain(text).chars().take(LONGEST).collect();
            sheet.write_string_with_format(row, column, text, format)?
        }
        Cell::Count(count) => sheet.write_number_with_format(row, column, *count as f64, format)?,
        Cell::Minutes(number) | Cell::Share(number) => {
            sheet.write_number_with_format(row, column, *number, format)?
        }
        Cell::Day(at) => sheet.write_datetime_with_format(row, column, at.date(), format)?,
        Cell::Moment(at) => sheet.write_datetime_with_format(row, column, at, format)?,
        Cell::None => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// A chart of the table's minutes, whose heads are in the first and whose last row is the second of `rows`.
fn diagram(chart: &Chart, section: &Section, (heads, last): (u32, u32)) -> Diagram {
    let table = section.table.as_ref();
    let minutes =
        |table: &Table| table.columns.iter().position(|column| column.head.starts_with("Thời lượng"));
    let values = table.and_then(minutes).unwrap_or_default() as u16;
    // The names stand before showings and minutes.
    let names = values.saturating_sub(2);
    let mut diagram = match chart {
        Chart::Bars(_) => Diagram::new_bar(),
        Chart::Line(_) => Diagram::new_line(),
    };
    let series = diagram
        .add_series()
        .set_name("Thời lượng đã phát (phút)")
        .set_categories((section.sheet, heads + 1, names, last, names))
        .set_values((section.sheet, heads + 1, values, last, values));
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(11);
    let numbers = match chart {
        Chart::Bars(_) => {
            series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(ACCENT)));
            series.set_gap(60);
            // The values of bars run along x. The first topic is to be on top.
            diagram.y_axis().set_reverse().set_font(&font);
            diagram.x_axis()
        }
        Chart::Line(_) => {
            series
                .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(ACCENT).set_width(2.25)));
            series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6));
            diagram.x_axis().set_font(&font);
            diagram.y_axis()
        }
    };
    numbers.set_font(&font).set_min(0).set_num_format(COUNT);
    diagram.set_width(680).set_height(high(chart) * ROW).legend().set_hidden();
    diagram.title().set_name(&format!("{} (phút)", section.title)).set_font(font.set_bold());
    diagram
}

/// Thumbnails, one a row beside their names.
fn write_cards(sheet: &mut Worksheet, cards: &[Card], formats: &Formats) -> Result<(), XlsxError> {
    for (place, (head, width)) in (0u16..).zip([("Hình ảnh", 34.0), ("Nội dung", 34.0), ("Tệp", 40.0)])
    {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, head, &formats.head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    for (row, card) in (1u32..).zip(cards) {
        let text = |text: &str| Cell::text(text);
        match &card.picture {
            Ok(jpeg) => {
                sheet.set_row_height(row, 112)?;
                let picture = Image::new_from_buffer(jpeg)?.set_alt_text(plain(&card.title));
                write_cell(sheet, row, 0, &Cell::None, &formats.cell(&Cell::None, false, false))?;
                sheet.insert_image_fit_to_cell(row, 0, &picture, true)?;
            }
            Err(why) => write_cell(sheet, row, 0, &text(why), &formats.cell(&text(why), false, false))?,
        }
        for (column, told) in [(1, &card.title), (2, &card.path)] {
            let told = text(told);
            write_cell(sheet, row, column, &told, &formats.cell(&told, false, false))?;
        }
    }
    Ok(())
}
