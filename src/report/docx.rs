//! The report as a Word document, in the layout of Nghị định 30/2020, Phụ lục I.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BorderType, Docx, Header, HeightRule, LineSpacing, LineSpacingType, PageMargin, PageNum,
    Paragraph, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, Pic, Run, RunFonts, Shading,
    SpecialIndentType, Table, TableBorder, TableBorderPosition, TableBorders, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, WidthType,
};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use super::chart;
use super::escape::plain;
use super::paper::{self, BLANK, Card, Cell, Paper, Section};

const FONT: &str = "Times New Roman";
/// Half points of running text, of tables, and of what stands small.
const BODY: usize = 26;
const TABLE: usize = 22;
const SMALL: usize = 22;

/// Twentieths of a point: A4, and its margins of 20, 15, 20 and 30 mm.
const A4: (u32, u32) = (11_906, 16_838);
const MARGIN: PageMargin =
    PageMargin { top: 1134, right: 850, bottom: 1134, left: 1701, header: 567, footer: 567, gutter: 0 };
const WIDTH: usize = 9355;

/// Room from one edge of the text to the other, in English Metric Units (635 to a twentieth of a point).
const EMU: u32 = WIDTH as u32 * 635;

/// The height of a row of heads, by which it is found again: docx-rs knows no heads that every page repeats.
const HEADS: u32 = 341;

/// Thumbnails beside each other.
const CARDS: usize = 3;

/// The file's bytes; `None` when it cannot be packed.
pub fn docx(paper: &Paper) -> Option<Vec<u8>> {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT);
    let mut docx = Docx::new()
        .page_size(A4.0, A4.1)
        .page_margin(MARGIN)
        .default_fonts(fonts)
        .default_size(BODY)
        // Pages are numbered at the top, in the middle, all but the first.
        .header(
            Header::new()
                .add_paragraph(Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new())),
        )
        .first_header(Header::new().add_paragraph(Paragraph::new()));
    docx = head(docx, paper);
    docx = warnings(docx, &paper.warnings);
    docx = docx.add_paragraph(prose(&paper.opening));
    for (place, part) in paper.sections.iter().enumerate() {
        docx = section(docx, place + 1, part);
    }
    if let Some(shown) = &paper.cards {
        docx = cards(docx, paper.sections.len() + 1, shown);
    }
    let mut files = foot(docx, paper).build();
    let heads = format!("<w:trHeight w:val=\"{HEADS}\"");
    let document = String::from_utf8(files.document).ok()?;
    files.document = document.replace(&heads, &format!("<w:tblHeader/>{heads}")).into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    files.pack(&mut bytes).ok()?;
    Some(bytes.into_inner())
}

fn run(text: &str) -> Run {
    Run::new().add_text(plain(text))
}

/// A line in the middle.
fn centred(run: Run) -> Paragraph {
    Paragraph::new().align(AlignmentType::Center).add_run(run)
}

/// A paragraph of running text.
fn prose(text: &str) -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Both)
        .indent(None, Some(SpecialIndentType::FirstLine(567)), None, None)
        .line_spacing(spacing(120).after(60))
        .add_run(run(text))
}

fn spacing(before: u32) -> LineSpacing {
    LineSpacing::new().before(before).line_rule(LineSpacingType::Auto).line(252)
}

/// A rule in the middle, `aside` twentieths of a point short of each edge.
fn rule(aside: i32) -> Paragraph {
    let line = ParagraphBorder::new(ParagraphBorderPosition::Top).val(BorderType::Single).size(6).space(1);
    let mut rule = Paragraph::new()
        .size(8)
        .indent(Some(aside), None, Some(aside), None)
        .line_spacing(LineSpacing::new().before(40).line_rule(LineSpacingType::Exact).line(120));
    rule.property = rule.property.set_borders(ParagraphBorders::with_empty().set(line));
    rule
}

fn head(docx: Docx, paper: &Paper) -> Docx {
    let or_blank = |text: &str| if text.is_empty() { BLANK.repeat(5) } else { text.to_owned() };
    let small = |text: &str| run(text).size(24);
    let issuer = TableCell::new()
        .width(3855, WidthType::Dxa)
        .add_paragraph(centred(small(&or_blank(&paper.authority))))
        .add_paragraph(centred(small(&or_blank(&paper.school)).bold()))
        .add_paragraph(rule(1250))
        .add_paragraph(centred(run(&format!("Số: {BLANK}/BC-{BLANK}"))));
    let nation = TableCell::new()
        .width(5500, WidthType::Dxa)
        .add_paragraph(centred(small("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").bold()))
        .add_paragraph(centred(run("Độc lập - Tự do - Hạnh phúc").bold()))
        .add_paragraph(rule(1030))
        .add_paragraph(centred(
            run(&format!("{BLANK}{BLANK}, ngày {BLANK} tháng {BLANK} năm 20{BLANK}")).italic(),
        ));
    docx.add_table(unruled(vec![TableRow::new(vec![issuer, nation])], vec![3855, 5500]))
        .add_paragraph(centred(run("BÁO CÁO").bold().size(28)).line_spacing(spacing(360)))
        .add_paragraph(centred(run("Kết quả tuyên truyền CCHC trên bảng tin điện tử").bold().size(28)))
        .add_paragraph(rule(3600))
        .add_paragraph(centred(run(&format!("(Kỳ báo cáo: {})", paper.period)).italic()))
}

fn unruled(rows: Vec<TableRow>, widths: Vec<usize>) -> Table {
    Table::without_borders(rows)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

fn warnings(mut docx: Docx, warnings: &[String]) -> Docx {
    if warnings.is_empty() {
        return docx;
    }
    let red = |run: Run| run.color("9B1B1B");
    let head = Paragraph::new()
        .line_spacing(spacing(240))
        .add_run(red(run("Cần biết trước khi dùng số liệu")).bold());
    docx = docx.add_paragraph(head);
    for warning in warnings {
        docx = docx.add_paragraph(Paragraph::new().line_spacing(spacing(60)).add_run(red(run(warning))));
    }
    docx
}

/// A numbered heading, on one page with what follows it.
fn heading(number: usize, title: &str) -> Paragraph {
    Paragraph::new()
        .keep_next(true)
        .outline_lvl(0)
        .line_spacing(spacing(240))
        .add_run(run(&format!("{number}. {title}")).bold())
}

fn section(mut docx: Docx, number: usize, section: &Section) -> Docx {
    docx = docx.add_paragraph(heading(number, section.title));
    for text in &section.text {
        docx = docx.add_paragraph(prose(text).keep_next(section.table.is_some()));
    }
    let drawn = section.chart.as_ref().and_then(|chart| chart::png(&chart.svg(section.title)));
    if let Some((png, width, height)) = drawn {
        let scaled = u64::from(EMU) * u64::from(height) / u64::from(width.max(1));
        let picture = Pic::new_with_dimensions(png, width, height).size(EMU, scaled as u32);
        docx = docx.add_paragraph(centred(Run::new().add_image(picture)).line_spacing(spacing_of_pictures()));
    }
    match &section.table {
        Some(table) => docx.add_table(ruled(table)),
        None => docx,
    }
}

fn spacing_of_pictures() -> LineSpacing {
    LineSpacing::new().before(120).after(120)
}

fn ruled(table: &paper::Table) -> Table {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum();
    let widths: Vec<usize> =
        table.columns.iter().map(|column| WIDTH * column.width as usize / whole.max(1) as usize).collect();
    let heads = table.columns.iter().zip(&widths).map(|(column, width)| {
        let line = centred(run(column.head).bold().size(TABLE)).keep_next(true);
        cell(*width)
            .vertical_align(VAlignType::Center)
            .shading(Shading::new().fill("EEF1F6"))
            .add_paragraph(line)
    });
    let heads =
        TableRow::new(heads.collect()).cant_split().row_height(HEADS as f32).height_rule(HeightRule::AtLeast);
    // What is kept with the next row all the way down stays on one page.
    let last = table.rows.len().saturating_sub(1);
    let kept = |place: usize| table.is_short() && (place < last || table.total.is_some());
    let rows = table.rows.iter().enumerate();
    let rows = rows.map(|(place, cells)| row(table, &widths, cells, (false, kept(place))));
    let total = table.total.iter().map(|cells| row(table, &widths, cells, (true, false)));
    let rows: Vec<TableRow> = std::iter::once(heads).chain(rows).chain(total).collect();
    let edges = [
        TableBorderPosition::Top,
        TableBorderPosition::Left,
        TableBorderPosition::Bottom,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ];
    let borders = edges.into_iter().fold(TableBorders::new(), |borders, edge| {
        borders.set(TableBorder::new(edge).size(4).color("8A93A3"))
    });
    Table::new(rows)
        .set_borders(borders)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(30, 70, 30, 70))
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

fn row(table: &paper::Table, widths: &[usize], cells: &[Cell], (bold, kept): (bool, bool)) -> TableRow {
    let cells = table.columns.iter().zip(widths).zip(cells).map(|((column, width), told)| {
        let side = if column.right { AlignmentType::Right } else { AlignmentType::Left };
        let text = run(&told.told()).size(TABLE);
        let text = if bold { text.bold() } else { text };
        cell(*width).add_paragraph(Paragraph::new().align(side).keep_next(kept).add_run(text))
    });
    TableRow::new(cells.collect()).cant_split()
}

fn cards(docx: Docx, number: usize, cards: &[Card]) -> Docx {
    let width = WIDTH / CARDS;
    let rows = cards.chunks(CARDS).map(|cards| {
        let cells = cards.iter().map(|shown| card(shown, width));
        let rest = std::iter::repeat_with(|| cell(width).add_paragraph(Paragraph::new()));
        TableRow::new(cells.chain(rest).take(CARDS).collect()).cant_split()
    });
    let table =
        unruled(rows.collect(), vec![width; CARDS]).margins(TableCellMargins::new().margin(80, 80, 80, 80));
    docx.add_paragraph(heading(number, "Hình ảnh các nội dung đã phát")).add_table(table)
}

fn card(card: &Card, width: usize) -> TableCell {
    let small = |text: &str| run(text).size(20);
    let picture = match card.picture.as_deref().map(png) {
        Ok(Some((png, across, down))) => {
            let wide = (width as u32 - 160) * 635;
            let scaled = u64::from(wide) * u64::from(down) / u64::from(across.max(1));
            Run::new().add_image(Pic::new_with_dimensions(png, across, down).size(wide, scaled as u32))
        }
        Ok(None) => small("(không đọc được ảnh)").italic(),
        Err(why) => small(&format!("({why})")).italic(),
    };
    cell(width)
        .add_paragraph(Paragraph::new().add_run(picture))
        .add_paragraph(Paragraph::new().add_run(small(&card.title).bold()))
        .add_paragraph(Paragraph::new().add_run(small(&card.path).color("3D4759")))
}

/// A thumbnail as docx-rs takes it, with its size.
fn png(jpeg: &[u8]) -> Option<(Vec<u8>, u32, u32)> {
    let picture = image::load_from_memory(jpeg).ok()?.into_rgb8();
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    let (width, height) = picture.dimensions();
    encoder.write_image(&picture, width, height, ExtendedColorType::Rgb8).ok()?;
    Some((png, width, height))
}

fn foot(docx: Docx, paper: &Paper) -> Docx {
    let line = |text: &str| Paragraph::new().add_run(run(text).size(SMALL));
    let copies = cell(WIDTH / 2)
        .add_paragraph(Paragraph::new().add_run(run("Nơi nhận:").bold().italic().size(24)))
        .add_paragraph(line(&format!("- {BLANK}{BLANK};")))
        .add_paragraph(line("- Lưu: VT."));
    let mut sign = cell(WIDTH / 2)
        .add_paragraph(centred(run("HIỆU TRƯỞNG").bold()))
        .add_paragraph(centred(run("(Ký, ghi rõ họ tên, đóng dấu)").italic()));
    for _ in 0..4 {
        sign = sign.add_paragraph(centred(run("")));
    }
    let closing =
        format!("Trên đây là báo cáo kết quả tuyên truyền CCHC trên bảng tin điện tử {}./.", paper.period);
    // Nobody signs a page with nothing else on it.
    docx.add_paragraph(prose(&closing).line_spacing(spacing(240)).keep_next(true))
        .add_paragraph(Paragraph::new().keep_next(true))
        .add_table(unruled(vec![TableRow::new(vec![copies, sign]).cant_split()], vec![WIDTH / 2; 2]))
}
