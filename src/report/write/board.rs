//! What a report says of the board itself: what was posted, when nothing played and why, what changed.

use super::{length, local};
use crate::journal::{Cut, Kind};
use crate::model::dates;
use crate::report::changes::Found;
use crate::report::paper::{Cell, Column, Section, Table, counted};
use crate::report::tally::{Item, Totals, Why};
use crate::report::{Health, Question};

/// The items of one kind: on how many days, how long.
fn posted(question: &Question, items: &[&Item]) -> Option<Table> {
    let rows = items.iter().map(|item| {
        vec![
            Cell::text(&item.title),
            Cell::Count(item.days.into()),
            Cell::Count(item.airtime.showings),
            Cell::minutes(item.airtime.millis),
            Cell::Day(local(question.zone, item.first)),
            Cell::Day(local(question.zone, item.last - 1)),
        ]
    });
    let columns = vec![
        Column::text("Nội dung", 9),
        Column::number("Số ngày", 3),
        Column::number("Số lượt", 3),
        Column::number("Phút", 3),
        Column::number("Ngày đầu", 4),
        Column::number("Ngày cuối", 4),
    ];
    let table = Table { columns, rows: rows.collect(), total: None };
    Some(table).filter(|table| !table.rows.is_empty())
}

fn of_kind<'t>(totals: &'t Totals, kind: &str) -> Vec<&'t Item> {
    totals.items().into_iter().filter(|item| item.kind == kind).collect()
}

pub(super) fn procedures(question: &Question, totals: &Totals) -> Section {
    let items = of_kind(totals, "procedure");
    let text = match items.len() {
        0 => "Trong kỳ không có thủ tục hành chính nào được niêm yết trên bảng tin điện tử.".to_owned(),
        count => format!(
            "Trong kỳ đã niêm yết {count} thủ tục hành chính trên bảng tin điện tử. Số ngày là số ngày có phát:"
        ),
    };
    Section {
        title: "Thủ tục hành chính đã niêm yết",
        sheet: "TTHC",
        text: vec![text],
        chart: None,
        table: posted(question, &items),
    }
}

pub(super) fn hotlines(question: &Question, totals: &Totals) -> Section {
    let items = of_kind(totals, "hotline");
    let millis: i64 = items.iter().map(|item| item.airtime.millis).sum();
    let showings: u64 = items.iter().map(|item| item.airtime.showings).sum();
    let text = match items.len() {
        0 => "Trong kỳ không có trang đường dây nóng nào được phát.".to_owned(),
        _ => format!(
            "Các trang đường dây nóng, địa chỉ tiếp nhận phản ánh, kiến nghị đã phát {}\u{a0}lượt, {}:",
            counted(showings),
            length(millis)
        ),
    };
    Section {
        title: "Đường dây nóng",
        sheet: "Đường dây nóng",
        text: vec![text],
        chart: None,
        table: posted(question, &items),
    }
}

/// Why a screen played nothing, in words.
fn reason(why: Why) -> &'static str {
    match why {
        Why::Lost => "Mất điện hoặc dừng đột ngột",
        Why::Shutdown => "Máy hoặc trình phát được tắt",
        Why::Blank => "Người trực tắt hình (phím B)",
        Why::Empty => "Không có nội dung nào đến hạn phát",
        Why::Dark => "Ngoài giờ chiếu đã đặt",
    }
}

pub(super) fn outages(totals: &Totals) -> Section {
    let rows = totals.outages.iter().map(|((screen, why), outage)| {
        vec![
            Cell::text(screen),
            Cell::text(reason(*why)),
            Cell::Count(outage.count),
            Cell::minutes(outage.millis),
        ]
    });
    let columns = vec![
        Column::text("Màn hình", 5),
        Column::text("Nguyên nhân", 8),
        Column::number("Số lần", 3),
        Column::number("Thời gian (phút)", 4),
    ];
    let table = Table { columns, rows: rows.collect(), total: None };
    let mut cuts: Vec<String> =
        totals.cuts.iter().map(|(cut, count)| format!("{}: {}", cause(*cut), counted(*count))).collect();
    cuts.sort();
    let mut text = Vec::new();
    if !cuts.is_empty() {
        text.push(format!("Lượt phát dừng trước khi hết, theo nguyên nhân: {}.", cuts.join("; ")));
    }
    if totals.faults.count > 0 {
        let told = totals.faults.first.iter().filter_map(|fault| fault.detail.as_deref());
        let mut told: Vec<&str> = told.collect();
        told.sort_unstable();
        told.dedup();
        told.truncate(TOLD);
        let which = if told.is_empty() { ".".to_owned() } else { format!(": {}.", told.join("; ")) };
        text.push(format!("Sự cố đã ghi: {} lần{which}", counted(totals.faults.count)));
    }
    text.push(match table.rows.len() {
        0 => "Nhật ký không ghi lúc nào màn hình không phát.".to_owned(),
        _ => "Thời gian màn hình không phát, theo nguyên nhân:".to_owned(),
    });
    Section {
        title: "Thời gian không phát và nguyên nhân",
        sheet: "Không phát",
        text,
        chart: None,
        table: Some(table).filter(|table| !table.rows.is_empty()),
    }
}

/// Kinds of fault that are told in words.
const TOLD: usize = 8;

/// What ended a showing before its time, in words.
fn cause(cut: Cut) -> &'static str {
    match cut {
        Cut::Deleted => "tệp được gỡ",
        Cut::Reload => "thư mục thay đổi",
        Cut::Hours => "hết giờ chiếu",
        Cut::Fresh => "nhường tệp mới",
        Cut::Takeover => "nhường nội dung chiếm màn hình",
        Cut::Operator => "người điều khiển buổi lễ",
        Cut::Urgent => "nhường tin khẩn",
        Cut::Blank => "tắt hình",
        Cut::Fault => "hình không lên được màn hình",
        Cut::Clock => "đồng hồ được chỉnh",
        Cut::Shutdown => "tắt máy, tắt trình phát",
        Cut::Lost => "mất điện, dừng đột ngột",
    }
}

/// "Bảng có sẵn 80 tệp khi bắt đầu ghi (07:00 ngày 24/11/2026), trong đó 14 tệp đã hết hạn."
fn told_found(question: &Question, totals: &Totals, found: &Found) -> String {
    let screen = match totals.found.len() {
        1 => String::new(),
        _ => format!("Màn hình {}: ", found.screen),
    };
    let at = local(question.zone, found.at);
    let some = [(found.expired, "đã hết hạn"), (found.rejected, "chưa phát được")];
    let some = some.into_iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> = some.map(|(count, what)| format!("{} tệp {what}", counted(count))).collect();
    let of = if some.is_empty() { String::new() } else { format!(", trong đó {}", some.join(", ")) };
    let (files, clock, day) = (counted(found.files), dates::clock(at), dates::short(at.date()));
    format!("{screen}Bảng có sẵn {files} tệp khi bắt đầu ghi ({clock} ngày {day}){of}.")
}

pub(super) fn changes(question: &Question, totals: &Totals) -> Section {
    let told = |kind: Kind| match kind {
        Kind::Added => "Thêm",
        Kind::Replaced => "Thay bản mới",
        Kind::Removed => "Gỡ",
        Kind::Expired => "Hết hạn",
        _ => "Không nhận",
    };
    let rows = totals.changes.first.iter().map(|change| {
        vec![
            Cell::Moment(local(question.zone, change.at)),
            Cell::text(told(change.kind)),
            Cell::text(change.item.as_deref().unwrap_or_default()),
            Cell::text(change.owner.as_deref().unwrap_or_default()),
            Cell::text(change.detail.as_deref().unwrap_or_default()),
        ]
    });
    let columns = vec![
        Column::number("Lúc", 5),
        Column::text("Việc", 4),
        Column::text("Tệp", 10),
        Column::text("Người", 3),
        Column::text("Ghi chú", 6),
    ];
    let table = Table { columns, rows: rows.collect(), total: None };
    let mut text: Vec<String> =
        totals.found.iter().map(|found| told_found(question, totals, found)).collect();
    let count = totals.changes.count;
    let listed = table.rows.len() as u64;
    text.push(match count {
        0 => "Trong kỳ không có thay đổi nào về tệp trên bảng tin.".to_owned(),
        _ if count > listed => {
            format!("Trong kỳ có {} thay đổi; dưới đây là {listed} thay đổi đầu tiên:", counted(count))
        }
        _ => format!("Trong kỳ có {count} thay đổi:"),
    });
    Section {
        title: "Thay đổi của bảng tin",
        sheet: "Thay đổi",
        text,
        chart: None,
        table: Some(table).filter(|table| !table.rows.is_empty()),
    }
}

pub(super) fn method(question: &Question, health: &Health) -> Section {
    let mut text = vec![
        format!(
            "Số liệu do máy chiếu tự ghi vào nhật ký những gì đã hiện trên màn hình; không ghi có bao nhiêu người xem. Ngày giờ theo \
             múi giờ {}, mỗi ngày tính từ 00:00 đến 24:00.",
            question.zone.name()
        ),
        "Tài liệu nhiều trang tính một lượt. Hai khung chiếu cùng lúc thì thời lượng của cả hai cùng được tính. Lượt vắt qua đầu \
         hay cuối kỳ chỉ tính phần nằm trong kỳ."
            .to_owned(),
    ];
    text.extend(health.whole().into_iter().map(|words| words.vi));
    Section {
        title: "Cách tính và nguồn số liệu", sheet: "Cách tính", text, chart: None, table: None
    }
}
