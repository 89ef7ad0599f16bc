//! The kinds of slide, key by key.

pub(super) mod agenda;
pub(super) mod countdown;
pub(super) mod quiz;
pub(super) mod ranking;
pub(super) mod table;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::de::DeValue;

use super::Resolve;
use super::table::{Table, quoted};
use super::text::essential;
use super::value::{Text, Value};
use crate::model::{
    Bar, Document, Hotline, HotlineRow, Index, Level, Message, Para, Poster, Praise, Procedure, Slide, Steps,
    phone, tidy,
};
use crate::words;

/// wall.md: a poster is one sentence of at most 12 tiếng.
const POSTER_WORDS: usize = 12;

pub(super) fn message(table: &Table, asset: &Resolve) -> Slide {
    Slide::Message(Message {
        heading: table.essential("heading"),
        body: body(table),
        source: table.line("source"),
        image: table.picture("image", asset),
        qr: table.qr("qr"),
        confirm: confirm(table),
    })
}

/// `points`, or `text` with paragraphs divided by empty lines. A body of which nothing is left hides the slide.
fn body(table: &Table) -> Vec<Para> {
    let (points, text) = (table.get("points"), table.get("text"));
    if let (Some(_), Some(text)) = (&points, &text) {
        text.fault(
            words!("Chỉ dùng một trong hai mục «points» và «text».", "Use `points` or `text`, not both."),
            words!(
                "Gộp tất cả vào «points», mỗi ý một dòng.",
                "Put everything into `points`, one line each."
            ),
        );
        return Vec::new();
    }
    let given = points.is_some() || text.is_some();
    let body: Vec<Para> = match text.map(|value| value.text()) {
        Some(Some(Text::Given(text))) => paragraphs(&text).into_iter().map(Para::text).collect(),
        Some(_) => Vec::new(),
        None => table.lines("points").into_iter().map(Para::point).collect(),
    };
    if given && body.is_empty() {
        table.report.blank();
    }
    body
}

fn paragraphs(text: &str) -> Vec<String> {
    let blocks = text.split("\n\n").map(tidy::line);
    blocks.filter(|block| !block.is_empty()).collect()
}

pub(super) fn document(table: &Table, _: &Resolve) -> Slide {
    let number = table.essential("number");
    let bare =
        ["Số:", "số:", "Số", "số"].iter().find_map(|prefix| number.strip_prefix(prefix)).unwrap_or(&number);
    Slide::Document(Document {
        form: table.essential("form"),
        number: bare.trim_start().to_owned(),
        date: date(table, "date"),
        issuer: table.line("issuer"),
        summary: table.essential("summary"),
        source: table.line("source"),
    })
}

/// A day, unless it is absent or still to be filled in.
fn date(table: &Table, key: &'static str) -> Option<NaiveDate> {
    let value = table.get(key)?;
    if is_blank(&value) {
        return None;
    }
    value.date()
}

/// Whether a value that is no text is still to be filled in; warns of it.
fn is_blank(value: &Value) -> bool {
    let blank = value.raw().as_str().is_some_and(tidy::is_placeholder);
    if blank {
        value.placeholder();
    }
    blank
}

pub(super) fn procedure(table: &Table, _: &Resolve) -> Slide {
    let procedure = Procedure {
        name: table.essential("name"),
        subject: table.line("subject"),
        deadline: table.line("deadline"),
        fee: table.line("fee"),
        place: table.line("place"),
        authority: table.line("authority"),
        papers: table.lines("papers"),
        copies: table.line("copies"),
        steps: table.lines("steps"),
        result: table.line("result"),
        conditions: table.line("conditions"),
        basis: table.line("basis"),
        form: table.line("form"),
        decision: table.line("decision"),
        updated: date(table, "updated"),
        qr: table.qr("qr"),
        confirm: confirm(table),
    };
    if says_nothing(&procedure) {
        // All of "Chưa cập nhật" would be a page without a thought.
        table.report.blank();
    }
    Slide::Procedure(Box::new(procedure))
}

fn says_nothing(procedure: &Procedure) -> bool {
    let p = procedure;
    let facts = [&p.subject, &p.deadline, &p.fee, &p.place, &p.authority, &p.result, &p.conditions, &p.form];
    facts.iter().all(|fact| fact.is_none()) && p.papers.is_empty() && p.steps.is_empty()
}

pub(super) fn hotline(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    let lines = table.need("lines");
    let rows: Vec<HotlineRow> = lines.iter().flat_map(Value::list).filter_map(|line| row(&line)).collect();
    if rows.is_empty() {
        table.report.blank();
    }
    Slide::Hotline(Hotline { heading, rows, qr: table.qr("qr"), source: table.line("source") })
}

fn row(value: &Value) -> Option<HotlineRow> {
    let Some(table) = value.table() else {
        value.wrong(
            words!("một dòng trong ngoặc nhọn", "a line in braces"),
            "[{ label = \"…\", number = \"…\" }]",
        );
        return None;
    };
    let label = table.need("label").and_then(|value| essential(&value));
    let number = table.need("number").and_then(|value| number(&value));
    let hours = table.line("hours");
    table.finish(&[]);
    Some(HotlineRow { label: label?, number: number?, hours })
}

/// A telephone number in groups; an address (web, e-mail) as it is; anything else with a warning.
fn number(value: &Value) -> Option<String> {
    let written = essential(value)?;
    let is_address =
        written.contains(['.', '@']) && written.contains(char::is_alphabetic) && !written.contains(' ');
    if is_address {
        return Some(written);
    }
    let grouped = phone::grouped(&written);
    if grouped.is_none() {
        let written = quoted(&written);
        value.note(
            Level::Warning,
            words!("«{written}» không giống một số điện thoại; vẫn hiện đúng như đã ghi.", "\"{written}\" does not look like a telephone number; it is shown as written."),
            words!("Kiểm tra lại số: máy bàn 11 chữ số như (0225) 3xxx xxx, di động 10 chữ số, tổng đài như 1800 1096.", "Check it: 11 digits for a landline, 10 for a mobile, or such as 1800 1096."),
        );
    }
    Some(grouped.map_or(written, |number| tidy::line(&number)))
}

pub(super) fn steps(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    if let Some(value) = table.need("steps") {
        count(&value, 2..=5);
    }
    let steps = table.lines("steps");
    if steps.is_empty() {
        table.report.blank();
    }
    Slide::Steps(Steps {
        heading,
        steps,
        qr: table.qr("qr"),
        source: table.line("source"),
        confirm: confirm(table),
    })
}

/// The number of elements as written; those still to be filled in count.
fn count(value: &Value, range: RangeInclusive<usize>) {
    let given = value.list().len();
    if range.contains(&given) {
        return;
    }
    let (key, least, most) = (&value.key, range.start(), range.end());
    value.fault(
        words!(
            "Mục «{key}» có {given} dòng; cần từ {least} đến {most}.",
            "`{key}` has {given} lines; {least} to {most} are wanted."
        ),
        words!("Bớt hoặc gộp các dòng, hoặc chia thành hai trang.", "Merge lines, or make two slides."),
    );
}

pub(super) fn index(table: &Table, _: &Resolve) -> Slide {
    let index = Index {
        heading: table.essential("heading"),
        name: table.essential("name"),
        unit: table.line("unit").unwrap_or_default(),
        bars: bars(table),
        source: table.essential("source"),
    };
    if index.bars.is_empty() {
        table.report.blank();
    }
    Slide::Index(index)
}

/// Oldest first; a year stands once.
fn bars(table: &Table) -> Vec<Bar> {
    let Some(values) = table.need("values") else { return Vec::new() };
    count(&values, 1..=10);
    let mut bars: Vec<Bar> = Vec::new();
    for value in values.list() {
        let Some(bar) = bar(&value) else { continue };
        if bars.iter().any(|other| other.year == bar.year) {
            let year = bar.year;
            value.fault(
                words!("Năm {year} ghi hai lần.", "The year {year} stands twice."),
                words!("Mỗi năm chỉ một dòng.", "One line for each year."),
            );
        }
        bars.push(bar);
    }
    bars.sort_by_key(|bar| bar.year);
    bars
}

fn bar(value: &Value) -> Option<Bar> {
    let Some(table) = value.table() else {
        value.wrong(
            words!("năm và số trong ngoặc nhọn", "a year and a number in braces"),
            "[{ year = 2024, value = 87.95 }]",
        );
        return None;
    };
    let year = table.need("year").filter(|value| !is_blank(value)).and_then(|value| value.whole(1900..=2200));
    let amount = table.need("value").filter(|value| !is_blank(value)).and_then(amount);
    table.finish(&[]);
    let (value, shown) = amount?;
    Some(Bar { year: year?, value, shown })
}

/// A number, and how Vietnamese prints it with the digits that were written: 1234.50 is "1.234,50".
fn amount(value: Value) -> Option<(f64, String)> {
    let number = value.number(0.0..=1e9)?;
    let written = match value.raw() {
        DeValue::Float(float) => float.as_str().to_owned(),
        _ => number.to_string(),
    };
    let plain = written.chars().all(|c| c.is_ascii_digit() || c == '.');
    let written = if plain { written } else { number.to_string() };
    let (whole, decimals) = written.split_once('.').map_or((written.as_str(), None), |(w, d)| (w, Some(d)));
    let mut shown = thousands(whole);
    if let Some(decimals) = decimals {
        shown.push(',');
        shown.push_str(decimals);
    }
    Some((number, shown))
}

/// Digits in groups of three: "1.234.567".
pub(super) fn thousands(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

pub(super) fn praise(table: &Table, asset: &Resolve) -> Slide {
    Slide::Praise(Praise {
        name: table.essential("name"),
        reason: table.essential("reason"),
        image: table.picture("image", asset),
        source: table.line("source"),
    })
}

pub(super) fn poster(table: &Table, asset: &Resolve) -> Slide {
    let sentence = table.essential("sentence");
    let words = sentence.split_whitespace().count();
    if let Some(value) = table.get("sentence").filter(|_| words > POSTER_WORDS) {
        value.note(
            Level::Warning,
            words!(
                "Câu này có {words} tiếng; áp phích nên tối đa {POSTER_WORDS} tiếng.",
                "{words} words; a poster has at most {POSTER_WORDS}."
            ),
            words!("Rút gọn câu, hoặc dùng kind = \"message\".", "Shorten it, or use kind = \"message\"."),
        );
    }
    Slide::Poster(Poster {
        sentence,
        source: table.line("source"),
        image: table.picture("image", asset),
        ceremony: table.get("ceremony").and_then(|value| value.flag()).unwrap_or(false),
    })
}

fn confirm(table: &Table) -> bool {
    table.get("confirm").and_then(|value| value.flag()).unwrap_or(false)
}
