//! The report as one HTML file that needs nothing else: to be read on a screen, and to be printed on A4.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::escape::Escaped;
use super::paper::{BLANK, Card, Cell, Paper, Section, Table};

/// Columns that fit beside each other on a telephone.
const FITTING: usize = 4;

/// The whole file.
pub fn html(paper: &Paper) -> String {
    let mut page = String::with_capacity(64 * 1024);
    let title = format!("Báo cáo tuyên truyền CCHC trên bảng tin điện tử, {}", paper.period);
    // Should a text ever slip through unescaped, the policy still runs and loads nothing. Writing to a String cannot fail.
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        Escaped(&title),
        include_str!("report.css")
    );
    write_head(&mut page, paper);
    write_warnings(&mut page, &paper.warnings);
    let _ = writeln!(page, "<p class=\"opening\">{}</p>", Escaped(&paper.opening));
    for (place, section) in paper.sections.iter().enumerate() {
        write_section(&mut page, place + 1, section);
    }
    if let Some(cards) = &paper.cards {
        write_cards(&mut page, paper.sections.len() + 1, cards);
    }
    write_foot(&mut page, paper);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_head(page: &mut String, paper: &Paper) {
    let or_blank = |text: &str| if text.is_empty() { BLANK.repeat(6) } else { Escaped(text).to_string() };
    let _ = write!(
        page,
        "<header>\n<div class=\"issuer\"><p>{}</p><p class=\"school\">{}</p><p class=\"rule short\"></p>\
         <p>Số: {BLANK}/BC-{BLANK}</p></div>\n\
         <div class=\"nation\"><p class=\"name\">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>\
         <p class=\"motto\"><span>Độc lập - Tự do - Hạnh phúc</span></p>\
         <p class=\"dated\">{BLANK}{BLANK}, ngày {BLANK} tháng {BLANK} năm 20{BLANK}</p></div>\n\
         <h1>BÁO CÁO<span>Kết quả tuyên truyền CCHC trên bảng tin điện tử</span></h1>\n\
         <p class=\"rule short\"></p>\n<p class=\"period\">Kỳ báo cáo: {}</p>\n</header>\n",
        or_blank(&paper.authority),
        or_blank(&paper.school),
        Escaped(&paper.period)
    );
}

fn write_warnings(page: &mut String, warnings: &[String]) {
    if warnings.is_empty() {
        return;
    }
    page.push_str("<aside><p><b>Cần biết trước khi dùng số liệu</b></p>\n");
    for warning in warnings {
        let _ = writeln!(page, "<p>{}</p>", Escaped(warning));
    }
    page.push_str("</aside>\n");
}

fn write_section(page: &mut String, number: usize, section: &Section) {
    let _ = writeln!(page, "<section>\n<h2>{number}. {}</h2>", section.title);
    for text in &section.text {
        let _ = writeln!(page, "<p>{}</p>", Escaped(text));
    }
    if let Some(chart) = &section.chart {
        let _ = writeln!(page, "<figure>\n{}</figure>", chart.svg(&format!("Biểu đồ: {}", section.title)));
    }
    if let Some(table) = &section.table {
        write_table(page, table);
    }
    page.push_str("</section>\n");
}

fn write_table(page: &mut String, table: &Table) {
    let whole: u32 = table.columns.iter().map(|column| column.width).sum();
    let wide = if table.columns.len() > FITTING { " wide" } else { "" };
    let short = if table.is_short() { " short" } else { "" };
    let _ = write!(page, "<div class=\"table{wide}{short}\"><table>\n<colgroup>");
    for column in &table.columns {
        let _ =
            write!(page, "<col style=\"width:{:.1}%\">", f64::from(column.width) * 100.0 / f64::from(whole));
    }
    page.push_str("</colgroup>\n<thead><tr>");
    for column in &table.columns {
        let _ = write!(page, "<th scope=\"col\"{}>{}</th>", side(column.right), column.head);
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        write_row(page, table, row, "<tr>");
    }
    page.push_str("</tbody>\n");
    if let Some(total) = &table.total {
        page.push_str("<tfoot>");
        write_row(page, table, total, "<tr>");
        page.push_str("</tfoot>\n");
    }
    page.push_str("</table></div>\n");
}

fn side(right: bool) -> &'static str {
    if right { " class=\"n\"" } else { "" }
}

fn write_row(page: &mut String, table: &Table, row: &[Cell], open: &str) {
    page.push_str(open);
    for (column, cell) in table.columns.iter().zip(row) {
        let _ = write!(page, "<td{}>{}</td>", side(column.right), Escaped(&cell.told()));
    }
    page.push_str("</tr>\n");
}

fn write_cards(page: &mut String, number: usize, cards: &[Card]) {
    let _ =
        writeln!(page, "<section class=\"cards\">\n<h2>{number}. Hình ảnh các nội dung đã phát</h2>\n<ul>");
    for Card { title, path, picture } in cards {
        page.push_str("<li>");
        match picture {
            Ok(jpeg) => {
                let _ =
                    write!(page, "<img alt=\"\" src=\"data:image/jpeg;base64,{}\">", STANDARD.encode(jpeg));
            }
            Err(why) => {
                let _ = write!(page, "<p class=\"gone\">{}</p>", Escaped(why));
            }
        }
        let _ =
            writeln!(page, "<p><b>{}</b></p><p class=\"path\">{}</p></li>", Escaped(title), Escaped(path));
    }
    page.push_str("</ul>\n</section>\n");
}

fn write_foot(page: &mut String, paper: &Paper) {
    let _ = write!(
        page,
        "<p class=\"opening\">Trên đây là báo cáo kết quả tuyên truyền CCHC trên bảng tin điện tử {}./.</p>\n\
         <footer>\n<div class=\"copies\"><p><b><i>Nơi nhận:</i></b></p><p>- {BLANK}{BLANK};</p><p>- Lưu: VT.</p></div>\n\
         <div class=\"sign\"><p><b>HIỆU TRƯỞNG</b></p><p><i>(Ký, ghi rõ họ tên, đóng dấu)</i></p></div>\n</footer>\n",
        Escaped(&paper.period)
    );
}
