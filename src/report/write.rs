//! What a report says: totals into sections, in the words of an office.
//!
//! It says "đã phát", never "đã xem": the journal knows what stood on the screen, not who looked.

mod board;

use chrono::{Days, NaiveDate, TimeDelta};

use super::chart::Chart;
use super::days::local;
use super::form::Form;
use super::paper::{BLANK, Cell, Column, Paper, Section, Table, capitals, counted, minutes};
use super::tally::{Airtime, Totals, is_planned};
use super::{Health, Issuer, Question};
use crate::model::{POSTED, dates, topic_name};

/// A share of `whole`.
fn share(part: i64, whole: i64) -> Cell {
    if whole > 0 { Cell::Share(part as f64 / whole as f64) } else { Cell::None }
}

/// "12 giờ 5 phút"; what is shorter than a minute in seconds.
fn length(millis: i64) -> String {
    let length = TimeDelta::milliseconds(millis);
    let whole = if millis >= 60_000 { TimeDelta::minutes((millis + 30_000) / 60_000) } else { length };
    let told = dates::length(whole).vi;
    if told.is_empty() { "0\u{a0}phút".to_owned() } else { told }
}

/// The report of `totals` on `question`, by `issuer`.
pub fn paper(question: &Question, totals: &Totals, health: &Health, issuer: &Issuer) -> Paper {
    let Issuer { school, authority } = issuer;
    let whole = totals.all.millis;
    let sections = vec![
        summary(question, totals),
        topics(totals),
        weeks(question, totals, whole),
        forms(totals, whole),
        items(question, totals),
        board::procedures(question, totals),
        board::hotlines(question, totals),
        board::outages(totals),
        board::changes(question, totals),
        board::method(question, health),
    ];
    Paper {
        school: capitals(school),
        authority: capitals(authority),
        period: question.period.told(),
        warnings: health.warnings(totals),
        opening: opening(question, school),
        sections,
        cards: None,
    }
}

fn opening(question: &Question, school: &str) -> String {
    let school = if school.is_empty() { format!("nhà trường {BLANK}{BLANK}") } else { school.to_owned() };
    let about = question.topic.as_ref().map(|topic| {
        let name = topic_name(topic).map(|name| format!(" ({})", name.vi)).unwrap_or_default();
        format!(", riêng chuyên đề {topic}{name},")
    });
    format!(
        "Thực hiện Kế hoạch số {BLANK}/KH-{BLANK} ngày {BLANK}/{BLANK}/{BLANK} về tuyên truyền công tác cải cách hành chính \
         (CCHC), {school} báo cáo kết quả tuyên truyền CCHC trên bảng tin điện tử{} {} như sau:",
        about.unwrap_or_default(),
        question.period.told()
    )
}

fn summary(question: &Question, totals: &Totals) -> Section {
    let mut text = Vec::new();
    let shown: Vec<_> = totals.screens.iter().filter(|screen| screen.airtime.millis > 0).collect();
    if totals.all.millis == 0 {
        text.push(nothing(question, totals));
    } else {
        text.push(format!(
            "Trong kỳ, bảng tin điện tử đã phát {}\u{a0}lượt, tổng thời lượng {} ({}\u{a0}phút), gồm {}\u{a0}nội dung, \
             trên {}\u{a0}màn hình, trong {}\u{a0}ngày.",
            counted(totals.all.showings),
            length(totals.all.millis),
            Cell::minutes(totals.all.millis).told(),
            counted(totals.items().len() as u64),
            counted(shown.len() as u64),
            counted(totals.days.into())
        ));
    }
    let now = question.now.timestamp_millis();
    if question.period.span(question.zone).end > now {
        let at = local(question.zone, now);
        text.push(format!(
            "Kỳ báo cáo chưa hết: số liệu tính đến {} ngày {}.",
            dates::clock(at),
            dates::short(at.date())
        ));
    }
    let rows = totals.screens.iter().map(|screen| {
        vec![
            Cell::text(&screen.name),
            Cell::Count(screen.airtime.showings),
            Cell::minutes(screen.airtime.millis),
            Cell::Moment(local(question.zone, screen.recorded.start)),
            Cell::Moment(local(question.zone, screen.recorded.end)),
        ]
    });
    let columns = vec![
        Column::text("Màn hình", 6),
        Column::number("Số lượt", 3),
        Column::number("Thời lượng (phút)", 4),
        Column::number("Nhật ký từ", 4),
        Column::number("đến", 4),
    ];
    let table = Table { columns, rows: rows.collect(), total: Some(sum(totals.all, 2)) };
    let table = Some(table).filter(|table| !table.rows.is_empty());
    Section { title: "Kết quả chung", sheet: "Kết quả chung", text, chart: None, table }
}

fn nothing(question: &Question, totals: &Totals) -> String {
    let of = if question.topic.is_some() { "chuyên đề này" } else { "bảng tin" };
    if totals.screens.is_empty() {
        "Trong kỳ này nhật ký không có dòng nào: bảng tin không chạy, hoặc nhật ký của máy chiếu chưa được đưa vào báo cáo \
         (--journal)."
            .to_owned()
    } else {
        format!("Trong kỳ này {of} không phát lượt nào.")
    }
}

/// "Cộng", showings and minutes, and `rest` cells of nothing.
fn sum(all: Airtime, rest: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::text("Cộng"), Cell::Count(all.showings), Cell::minutes(all.millis)];
    cells.extend(std::iter::repeat_n(Cell::None, rest));
    cells
}

fn topics(totals: &Totals) -> Section {
    let whole = totals.all.millis;
    let name = |topic: &Option<String>| match topic {
        Some(topic) => topic_name(topic).map(|name| name.vi).unwrap_or_else(|| topic.clone()),
        None => "Nội dung chưa ghi chuyên đề".to_owned(),
    };
    let number = |topic: &Option<String>| match topic {
        Some(topic) if is_planned(topic) => format!("II.{topic}"),
        // Of the plan's forms.
        Some(topic) if topic == POSTED => "II.2".to_owned(),
        _ => "–".to_owned(),
    };
    // What has no topic stands at the end.
    let (named, nameless): (Vec<_>, Vec<_>) = totals.topics.iter().partition(|(topic, _)| topic.is_some());
    let listed = [named, nameless].concat();
    let rows = listed.iter().map(|(topic, airtime)| {
        vec![
            Cell::Text(number(topic)),
            Cell::Text(name(topic)),
            Cell::Count(airtime.showings),
            Cell::minutes(airtime.millis),
            share(airtime.millis, whole),
        ]
    });
    let bars = listed.iter().map(|(topic, airtime)| {
        let number = topic.as_deref().filter(|topic| is_planned(topic)).unwrap_or_default();
        (format!("{number} {}", name(topic)).trim_start().to_owned(), minutes(airtime.millis))
    });
    let columns = vec![
        Column::text("Mục", 2),
        Column::text("Chuyên đề", 11),
        Column::number("Số lượt", 3),
        Column::number("Thời lượng (phút)", 4),
        Column::number("Tỷ lệ", 3),
    ];
    let mut total = sum(totals.all, 1);
    total.insert(0, Cell::None);
    let mut text =
        vec!["Số lượt và thời lượng đã phát theo tám chuyên đề ở mục II.1 của kế hoạch:".to_owned()];
    let empty = totals.empty_topics();
    if totals.all.millis > 0 && empty.is_empty() {
        text.push("Chuyên đề nào của kế hoạch cũng đã được phát trong kỳ.".to_owned());
    }
    if !empty.is_empty() {
        let named = empty.iter().map(|topic| {
            let name = topic_name(topic).unwrap_or_default().vi;
            format!("{topic} ({name})")
        });
        text.push(format!(
            "Chuyên đề chưa phát lượt nào trong kỳ: {}.",
            named.collect::<Vec<_>>().join("; ")
        ));
    }
    Section {
        title: "Theo chuyên đề",
        sheet: "Chuyên đề",
        text,
        chart: Some(Chart::Bars(bars.collect())).filter(|_| whole > 0),
        table: Some(Table { columns, rows: rows.collect(), total: Some(total) }),
    }
}

fn weeks(question: &Question, totals: &Totals, whole: i64) -> Section {
    let period = question.period;
    let span = |monday: NaiveDate| {
        let sunday = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
        (monday.max(period.first), sunday.min(period.last))
    };
    let rows = totals.weeks.iter().map(|(monday, airtime)| {
        let (from, to) = span(*monday);
        let days = match from == to {
            true => dates::short(from),
            false => format!("{} – {}", dates::short(from), dates::short(to)),
        };
        vec![Cell::Text(days), Cell::Count(airtime.showings), Cell::minutes(airtime.millis)]
    });
    let points =
        totals.weeks.iter().map(|(monday, airtime)| (dates::brief(span(*monday).0), minutes(airtime.millis)));
    let columns = vec![
        Column::text("Tuần (thứ Hai – Chủ nhật)", 8),
        Column::number("Số lượt", 3),
        Column::number("Thời lượng (phút)", 4),
    ];
    Section {
        title: "Theo tuần",
        sheet: "Tuần",
        text: vec!["Thời lượng đã phát từng tuần (phút), ghi ngày đầu tuần:".to_owned()],
        chart: Some(Chart::Line(points.collect())).filter(|_| whole > 0),
        table: Some(Table { columns, rows: rows.collect(), total: Some(sum(totals.all, 0)) }),
    }
}

fn forms(totals: &Totals, whole: i64) -> Section {
    let rows = Form::ALL.iter().map(|form| {
        let airtime = totals.forms.get(form).copied().unwrap_or_default();
        vec![
            Cell::text(form.name()),
            Cell::Count(airtime.showings),
            Cell::minutes(airtime.millis),
            share(airtime.millis, whole),
        ]
    });
    let columns = vec![
        Column::text("Hình thức", 8),
        Column::number("Số lượt", 3),
        Column::number("Thời lượng (phút)", 4),
        Column::number("Tỷ lệ", 3),
    ];
    Section {
        title: "Theo hình thức",
        sheet: "Hình thức",
        text: vec!["Theo các hình thức ở mục II.2 của kế hoạch:".to_owned()],
        chart: None,
        table: Some(Table { columns, rows: rows.collect(), total: Some(sum(totals.all, 1)) }),
    }
}

fn items(question: &Question, totals: &Totals) -> Section {
    let items = totals.items();
    let rows = items.iter().enumerate().map(|(place, item)| {
        vec![
            Cell::Count(place as u64 + 1),
            Cell::text(&item.title),
            Cell::text(&item.path),
            Cell::text(item.topic.as_deref().unwrap_or_default()),
            Cell::Count(item.airtime.showings),
            Cell::minutes(item.airtime.millis),
            Cell::Moment(local(question.zone, item.first)),
            Cell::Moment(local(question.zone, item.last)),
        ]
    });
    let columns = vec![
        Column::number("TT", 4),
        Column::text("Nội dung", 16),
        Column::text("Tệp", 15),
        Column::text("Mục", 7),
        Column::number("Số lượt", 8),
        Column::number("Phút", 9),
        Column::number("Lần đầu", 11),
        Column::number("Lần cuối", 11),
    ];
    let text = if items.is_empty() {
        "Không có nội dung nào."
    } else {
        "Nội dung phát lâu nhất đứng đầu:"
    };
    let table = Table { columns, rows: rows.collect(), total: None };
    Section {
        title: "Danh mục nội dung đã phát",
        sheet: "Nội dung",
        text: vec![text.to_owned()],
        chart: None,
        table: Some(table).filter(|table| !table.rows.is_empty()),
    }
}
