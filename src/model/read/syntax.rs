//! What the TOML parser says, said to a clerk.

use std::collections::BTreeSet;

use toml::de::{DeTable, Error};

use super::source::Source;
use crate::model::{Level, Problem, Words};
use crate::words;

/// How many lines the parser may stop at; a text that is not TOML at all stops it at each.
const STOPS: usize = 20;

/// The text with every line blanked at which the parser gives up for good, and all syntax errors. Spans stay.
pub(super) fn forgiving(text: &str) -> (String, Vec<Error>) {
    let mut text = text.to_owned();
    let mut errors = Vec::new();
    for _ in 0..STOPS {
        let found = DeTable::parse_recoverable(&text).1;
        let stop = found.iter().find(|error| error.message().starts_with("key with no value"));
        let Some((stop, at)) = stop.and_then(|error| Some((error, error.span()?.start))) else {
            errors.extend(found);
            break;
        };
        errors.push(stop.clone());
        let start = text[..text.floor_char_boundary(at)].rfind('\n').map_or(0, |end| end + 1);
        let length = text[start..].find('\n').unwrap_or(text.len() - start);
        text.replace_range(start..start + length, &" ".repeat(length));
    }
    (text, errors)
}

/// Every syntax error, the first of each line: those that follow it on the line are its echoes.
pub(super) fn problems(source: &Source, errors: &[Error]) -> Vec<Problem> {
    let mut lines = BTreeSet::new();
    let mut found = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let line = source.line(span.start);
        if lines.insert(source.place(span.start).0) {
            found.push(source.problem(Level::Error, span, None, sentence(error, line), advice(error, line)));
        }
    }
    found
}

/// Word and Zalo turn straight quotes into curly ones.
fn curly(line: &str) -> bool {
    line.contains(['“', '”', '„', '‘', '’'])
}

/// A part of the parser's message, and the sentence for all messages that hold it. The first that fits counts.
const FAMILIES: &[(&str, &str)] = &[
    ("duplicate key", "Mục này đã viết ở trên rồi; mỗi mục chỉ viết một lần."),
    ("basic string, expected `\"`", "Chữ này thiếu dấu nháy đóng \"."),
    ("literal string, expected `'`", "Chữ này thiếu dấu nháy đóng '."),
    ("string values must be quoted", "Chữ phải nằm giữa hai dấu nháy thẳng \"…\"."),
    ("key with no value", "Tên mục phải liền một khối, không dấu, rồi đến dấu = và nội dung."),
    ("unquoted key", "Tên mục chỉ gồm chữ không dấu, chữ số, - và _, viết trước dấu =."),
    ("unexpected key or value", "Sau nội dung còn thừa chữ; mỗi dòng chỉ một mục."),
    ("invalid date", "Ngày này không có trong lịch."),
    ("invalid boolean", "Chữ không có dấu nháy ở đây chỉ có thể là true hoặc false."),
    ("leading zero", "Số không viết số 0 ở đầu."),
    ("comma", "Thừa hoặc thiếu dấu phẩy."),
    ("array", "Thừa hoặc thiếu dấu [ ] của danh sách."),
    ("table", "Thừa hoặc thiếu dấu { } hay [ ]."),
    ("escape", "Dấu \\ trong chữ không đúng cách; muốn in dấu \\ thì viết \\\\."),
    ("unicode value", "Dấu \\ trong chữ không đúng cách; muốn in dấu \\ thì viết \\\\."),
    ("recurs", "Các dấu ngoặc lồng nhau quá sâu."),
];

/// What the parser says, in our words; its own stay in the English.
fn sentence(error: &Error, line: &str) -> Words {
    let message = error.message();
    let empty = error.span().is_none_or(|span| span.is_empty());
    let vi = if curly(line) {
        "Dấu nháy cong “ ” không dùng được ở đây."
    } else if empty && message.contains("must be quoted") {
        "Sau dấu = chưa có nội dung."
    } else {
        let family = FAMILIES.iter().find(|(part, _)| message.contains(part));
        family.map_or("Chỗ này viết chưa đúng cách.", |(_, sentence)| sentence)
    };
    Words { vi: vi.to_owned(), en: format!("TOML syntax: {message}.") }
}

fn advice(error: &Error, line: &str) -> Words {
    if curly(line) {
        words!(
            "Gõ lại bằng dấu nháy thẳng \" trên bàn phím, đừng chép từ Word hay Zalo.",
            "Retype it with straight quotes \"; do not paste from Word."
        )
    } else if error.message().contains("invalid date") {
        words!(
            "Sửa lại ngày; viết năm-tháng-ngày như 2026-11-30, hoặc \"30-11-2026\".",
            "Mend the day; write 2026-11-30 or \"30-11-2026\"."
        )
    } else {
        words!(
            "Mỗi dòng viết: tên = \"nội dung\". Các mẫu có sẵn: «bangtin new --help».",
            "Write each line as: name = \"text\". `bangtin new --help` names the templates."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let source = Source::of(text, "a.toml");
        problems(&source, &forgiving(text).1).into_iter().map(|problem| problem.message.vi).collect()
    }

    #[test]
    fn every_common_slip_has_its_own_sentence() {
        for (text, part) in [
            ("a = \"x\nb = 1\n", "thiếu dấu nháy đóng"),
            ("a = “x”\n", "nháy cong"),
            ("a = Văn phòng\n", "giữa hai dấu nháy"),
            ("a =\n", "chưa có nội dung"),
            ("tiêu đề = 1\n", "không dấu"),
            ("Xin chào các bạn\n", "không dấu"),
            ("a = 1\na = 2\n", "đã viết ở trên"),
            ("a = \"x\" \"y\"\n", "thừa chữ"),
            ("a = 2025-02-31\n", "không có trong lịch"),
            ("a = [1 \"b\"]\n", "dấu phẩy"),
            ("a = [1,\n", "[ ]"),
            ("a = { b = 1\n", "{ }"),
            ("a = \"C:\\q\"\n", "Dấu \\"),
            ("a = 01\n", "số 0 ở đầu"),
        ] {
            let said = said(text);
            assert!(said.first().is_some_and(|first| first.contains(part)), "{text:?}: {said:?}");
        }
    }

    #[test]
    fn each_faulty_line_is_named_once() {
        assert_eq!(said("tiêu đề = 1\nb = x y\nc = 1\nd =\n").len(), 3);
    }
}
