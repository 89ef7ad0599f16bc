//! `bangtin check`: problems as caret diagnostics for people, or as JSON for programs.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Mark, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::model::{Lang, Level, Problem};

/// Problems as caret diagnostics, each with its place in the file and what to do, and a line that counts them.
///
/// `source` gives the text of a file by the problem's path; without it, or when the file has changed
/// meanwhile, the place is named and not drawn. `color` is for terminals.
pub fn report(
    problems: &[Problem],
    source: &dyn Fn(&str) -> Option<String>,
    lang: Lang,
    color: bool,
) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut report = String::new();
    for problem in problems {
        let text = source(&problem.file);
        report.push_str(&renderer.render(&[diagnostic(problem, text.as_deref(), lang)]));
        report.push_str("\n\n");
    }
    report.push_str(&count(problems, lang));
    report
}

fn diagnostic<'a>(problem: &'a Problem, text: Option<&'a str>, lang: Lang) -> Group<'a> {
    let (mark, name) = match (problem.level, lang) {
        (Level::Error, Lang::Vi) => (Mark::ERROR, "lỗi"),
        (Level::Warning, Lang::Vi) => (Mark::WARNING, "cần xem"),
        (Level::Notice, Lang::Vi) => (Mark::NOTE, "ghi chú"),
        (Level::Error, Lang::En) => (Mark::ERROR, "error"),
        (Level::Warning, Lang::En) => (Mark::WARNING, "warning"),
        (Level::Notice, Lang::En) => (Mark::NOTE, "notice"),
    };
    let help = match lang {
        Lang::Vi => "cách sửa",
        Lang::En => "what to do",
    };
    let group = Group::with_title(mark.with_name(name).primary_title(harmless(problem.message.get(lang))));
    let path = harmless(&problem.file);
    let group = match (text.and_then(|text| excerpt(problem, text)), problem.line) {
        (Some((lines, span)), line) => group.element(
            Snippet::source(lines)
                .line_start(line.unwrap_or(1) as usize)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span)),
        ),
        (None, Some(line)) => group.element(Origin::path(path).line(line as usize)),
        (None, None) if path.is_empty() => group,
        (None, None) => group.element(Origin::path(path)),
    };
    group.element(Mark::HELP.with_name(help).message(harmless(problem.help.get(lang))))
}

/// The lines that a problem stands in, and its bytes within them; `None` when the text has no such place.
fn excerpt<'a>(problem: &Problem, text: &'a str) -> Option<(&'a str, Range<usize>)> {
    let span = problem.span.clone()?;
    text.get(span.clone())?;
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(span.end..)?.find('\n').map_or(text.len(), |length| span.end + length);
    Some((text.get(start..end)?, span.start - start..span.end - start))
}

/// Without control characters: a file name must not speak to the terminal.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        text.replace(char::is_control, "\u{fffd}").into()
    } else {
        text.into()
    }
}

fn count(problems: &[Problem], lang: Lang) -> String {
    let of = |level| problems.iter().filter(|problem| problem.level == level).count();
    let (errors, warnings, notices) = (of(Level::Error), of(Level::Warning), of(Level::Notice));
    match (problems.len(), lang) {
        (0, Lang::Vi) => "Không có vấn đề gì.\n".to_owned(),
        (0, Lang::En) => "No problems.\n".to_owned(),
        (_, Lang::Vi) => format!("{errors} lỗi, {warnings} chỗ cần xem, {notices} ghi chú.\n"),
        (_, Lang::En) => format!("Errors: {errors}. Warnings: {warnings}. Notices: {notices}.\n"),
    }
}

/// One entry of `check --json`; the shape is a contract. `null` where unknown.
#[derive(Serialize)]
struct Entry<'a> {
    level: &'static str,
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    key: Option<&'a str>,
    message: &'a str,
    help: &'a str,
}

/// Problems as `check --json` prints them.
pub fn json(problems: &[Problem], lang: Lang) -> String {
    let entries: Vec<Entry> = problems.iter().map(|problem| entry(problem, lang)).collect();
    // Serialising plain strings and numbers into memory cannot fail.
    serde_json::to_string_pretty(&entries).unwrap_or_else(|_| "[]".to_owned())
}

fn entry(problem: &Problem, lang: Lang) -> Entry<'_> {
    Entry {
        level: match problem.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Notice => "notice",
        },
        file: &problem.file,
        line: problem.line,
        column: problem.column,
        key: problem.key.as_deref(),
        message: problem.message.get(lang),
        help: problem.help.get(lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read;

    fn problems(text: &str) -> Vec<Problem> {
        read::slide(text.as_bytes(), "cchc/a.toml", &|_| Err(Default::default())).1
    }

    #[test]
    fn a_caret_points_at_the_key() {
        let text = "# Đường\nkind = \"praise\"\nname = \"Lớp 10A1\"\nreasn = \"Dẫn đầu\"\n";
        let shown = report(&problems(text), &|_| Some(text.to_owned()), Lang::Vi, false);
        let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
        assert!(lines.contains(&"lỗi: Không có mục «reasn». Có phải «reason»?"), "{shown}");
        assert!(lines.iter().any(|line| line.ends_with("cchc/a.toml:4:1")), "{shown}");
        assert!(lines.contains(&"4 | reasn = \"Dẫn đầu\""), "{shown}");
        assert!(lines.contains(&"  | ^^^^^"), "{shown}");
        assert!(lines.iter().any(|line| line.contains("cách sửa: Các mục dùng được ở đây: ")), "{shown}");
        assert_eq!(
            lines.last(),
            Some(&"1 lỗi, 0 chỗ cần xem, 0 ghi chú."),
            "the slip is one problem, not two"
        );
    }

    #[test]
    fn a_place_that_cannot_be_drawn_is_named() {
        let found = problems("kind = \"praise\"\nname = \"Đ\"\nreason = 5\n");
        for text in [None, Some(""), Some("Đ"), Some(&"Đ".repeat(60)[..])] {
            let shown = report(&found, &|_| text.map(str::to_owned), Lang::En, false);
            assert!(shown.contains("cchc/a.toml"), "{shown}");
            assert!(shown.contains("error: `reason` has to be"), "{shown}");
        }
    }

    #[test]
    fn every_byte_can_be_pointed_at() {
        let text = "a = 1\r\nđ = \"\u{202e}ẩ\t\"\n";
        for (start, _) in text.char_indices().chain([(text.len(), ' ')]) {
            for end in (start..=text.len()).filter(|end| text.is_char_boundary(*end)) {
                let problem = Problem { span: Some(start..end), ..problems("kind = 1").remove(0) };
                report(&[problem], &|_| Some(text.to_owned()), Lang::Vi, true);
            }
        }
    }

    #[test]
    fn names_cannot_speak_to_the_terminal() {
        let problem = Problem { file: "a\u{1b}[2J\n.toml".to_owned(), ..problems("kind = 1").remove(0) };
        let shown = report(&[problem], &|_| None, Lang::Vi, false);
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }

    #[test]
    fn json_has_the_agreed_shape() {
        let found = problems("kind = \"flag\"\nx = 1\n");
        let read: serde_json::Value = serde_json::from_str(&json(&found, Lang::En)).expect("it is JSON");
        assert_eq!(
            read,
            serde_json::json!([{
                "level": "error", "file": "cchc/a.toml", "line": 2, "column": 1, "key": "x",
                "message": found[0].message.en, "help": found[0].help.en,
            }])
        );
        let whole = json(&read::plain(b"", "a.txt").1, Lang::Vi);
        let read: serde_json::Value = serde_json::from_str(&whole).expect("it is JSON");
        assert!(read[0]["line"].is_null() && read[0]["column"].is_null() && read[0]["key"].is_null());
    }
}
