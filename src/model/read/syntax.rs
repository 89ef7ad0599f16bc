//! What the TOML parser says, said to a clerk.

use std::collections::BTreeSet;

use toml::de::Error;

use super::source::Source;
use crate::model::{Level, Problem, Words};
use crate::words;

/// Every syntax error, the first of each line: those that follow it on the line are its echoes.
pub(super) fn problems(source: &Source, errors: &[Error]) -> Vec<Problem> {
    let mut lines = BTreeSet::new();
    let mut found = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let problem = source.problem(
            Level::Error,
            span.clone(),
            None,
            sentence(error.message(), line_of(source.text, span.start)),
            advice(line_of(source.text, span.start)),
        );
        if lines.insert(problem.line) {
            found.push(problem);
        }
    }
    found
}

fn line_of(text: &str, byte: usize) -> &str {
    let (before, after) = text.split_at(text.floor_char_boundary(byte));
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = before.len() + after.find('\n').unwrap_or(after.len());
    text.get(start..end).unwrap_or("")
}

/// Word and Zalo turn straight quotes into curly ones.
fn curly(line: &str) -> bool {
    line.contains(['“', '”', '„', '‘', '’'])
}

/// One sentence for each family of the parser's messages; its own words stay in the English.
fn sentence(message: &str, line: &str) -> Words {
    let says = |part: &str| message.contains(part);
    let vi = if says("duplicate key") {
        "Mục này đã viết ở trên rồi; mỗi mục chỉ viết một lần."
    } else if curly(line) {
        "Dấu nháy cong “ ” không dùng được ở đây."
    } else if says("quote") {
        "Chữ phải nằm giữa hai dấu nháy thẳng \"…\"."
    } else if says("assignment") || says("key with no value") || says("invalid key-value") {
        "Thiếu dấu = giữa tên mục và nội dung."
    } else if says("missing value") || says("invalid value") {
        "Sau dấu = chưa có nội dung đọc được."
    } else if says("comma") {
        "Thừa hoặc thiếu dấu phẩy."
    } else if says("array") {
        "Thừa hoặc thiếu dấu [ ] của danh sách."
    } else if says("inline table") || says("table") {
        "Thừa hoặc thiếu dấu { } hay [ ]."
    } else if says("escape") || says("unicode value") {
        "Dấu \\ trong chữ không đúng cách."
    } else if says("recurs") {
        "Các dấu ngoặc lồng nhau quá sâu."
    } else {
        "Chỗ này viết chưa đúng cách."
    };
    Words { vi: vi.to_owned(), en: format!("TOML syntax: {message}.") }
}

fn advice(line: &str) -> Words {
    if curly(line) {
        words!(
            "Gõ lại bằng dấu nháy thẳng \" trên bàn phím, đừng chép từ Word hay Zalo.",
            "Retype it with straight quotes \"; do not paste from Word."
        )
    } else {
        words!(
            "Mỗi dòng viết: tên = \"nội dung\". Xem mẫu bằng lệnh «bangtin new message».",
            "Write each line as: name = \"text\". `bangtin new message` prints a template."
        )
    }
}
