//! `.txt`: a message whose first line is the heading.

use std::ops::Range;

use super::report::Report;
use super::source::Source;
use super::{LIMIT, Outcome, Settings, SlideFile};
use crate::model::{Content, Level, Message, Para, Problem, Reason, Slide, TableRow, Words, tidy};
use crate::words;

/// One line or paragraph of a note as it was written, and where.
struct Block {
    text: String,
    point: bool,
    span: Range<usize>,
}

/// Reads a `.txt` file: the first line is the heading, lines that begin with `-`, `*`, `•` or `+` are points.
pub fn plain(bytes: &[u8], file: &str) -> Outcome<SlideFile> {
    note(bytes, file)
}

/// Reads a `.txt` file of the ticker: each line that is not empty is a message, a bullet before it or not.
pub fn lines(bytes: &[u8], file: &str) -> Outcome<SlideFile> {
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let report = Report::new(&source);
    let mut blocks = lines_of(&report);
    blocks.retain(|block| !tidy::line(&block.text).is_empty());
    if blocks.is_empty() {
        let help = words!("Ghi mỗi tin một dòng.", "Write one message a line.");
        return (None, vec![empty(file, help)]);
    }
    let lines: Vec<String> = blocks.iter().filter_map(|block| printed(&report, block)).collect();
    let hidden = lines.is_empty().then_some(Reason::Placeholder);
    let read = SlideFile { content: Content::Lines(lines), settings: Settings::default(), hidden };
    (Some(read), report.into_problems())
}

/// What a slide says in the ticker's folder: the heading and the paragraphs of a message run one after another,
/// no other kind does.
pub fn run((read, mut problems): Outcome<SlideFile>, file: &str) -> Outcome<SlideFile> {
    let read = read.map(|read| match read.content {
        Content::Slide(slide) if matches!(*slide, Slide::Message(_) | Slide::Several(_)) => {
            let mut lines = said(*slide);
            lines.retain(|line| !line.is_empty());
            lines.dedup();
            SlideFile { content: Content::Lines(lines), ..read }
        }
        Content::Slide(_) => {
            let message = words!(
                "Thư mục chữ chạy chỉ nhận trang thông báo; trang này không lên màn hình.",
                "The ticker's folder takes messages alone: this slide is not shown."
            );
            let help = words!(
                "Chuyển trang sang thư mục khác, hoặc đổi thành kind = \"message\".",
                "Move it to another folder, or make it kind = \"message\"."
            );
            let problem = Problem::file(Level::Warning, file, message, help);
            problems.push(Problem { key: Some("kind".to_owned()), ..problem });
            let content = Content::Later("trang chữ");
            SlideFile { content, hidden: Some(Reason::Unsupported), ..read }
        }
        _ => read,
    });
    (read, problems)
}

/// What a slide says, line by line.
fn said(slide: Slide) -> Vec<String> {
    match slide {
        Slide::Message(message) => {
            std::iter::once(message.heading).chain(message.body.into_iter().map(|para| para.text)).collect()
        }
        Slide::Several(parts) => parts.into_iter().flat_map(said).collect(),
        Slide::Table(table) => {
            let rows = table.rows.into_iter().map(|row| match row {
                TableRow::Cells(cells) => cells.join(", "),
                TableRow::Section(name) => name,
            });
            std::iter::once(table.heading).chain(rows).collect()
        }
        _ => Vec::new(),
    }
}

/// Each line of a text, as a point where it begins with a bullet.
fn lines_of(report: &Report) -> Vec<Block> {
    let (text, mut at) = report.source.body();
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        let bullet = bulleted(written);
        let start = at + line.find(written).unwrap_or(0);
        blocks.push(Block {
            text: bullet.unwrap_or(written).to_owned(),
            point: bullet.is_some(),
            span: start..start + written.len(),
        });
        at += line.len();
    }
    blocks
}

/// What the lines of a note are.
pub(super) fn first_line() -> Words {
    words!("Dòng đầu là đầu đề, các dòng sau là nội dung.", "The first line is the heading.")
}

/// That a file says nothing.
pub(super) fn empty(file: &str, help: Words) -> Problem {
    let message = words!("Tệp này chưa có chữ nào.", "The file holds no text.");
    Problem::file(Level::Error, file, message, help)
}

/// What follows the bullet of a line that has one (the last is Word's own): "-5 độ", "+84…" and "---" have none.
fn bulleted(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| "-*•+–\u{f0b7}".contains(*mark))?;
    let rest = line.strip_prefix(mark)?;
    (!rest.starts_with(|next: char| next == mark || next.is_ascii_digit())).then_some(rest)
}

/// The message of a text: the first line is the heading, the others are points and paragraphs.
fn note(bytes: &[u8], file: &str) -> Outcome<SlideFile> {
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let report = Report::new(&source);
    let mut blocks = lines_of(&report).into_iter().filter(|block| !tidy::line(&block.text).is_empty());
    let Some(heading) = blocks.next() else { return (None, vec![empty(file, first_line())]) };
    let heading = printed(&report, &heading);
    let given: Vec<Block> = blocks.collect();
    let body: Vec<Para> = given.iter().filter_map(|block| para(&report, block)).collect();
    let blank = heading.is_none() || (body.is_empty() && !given.is_empty());
    let slide = Slide::Message(Message { heading: heading.unwrap_or_default(), body, ..Message::default() });
    let hidden = blank.then_some(Reason::Placeholder);
    let read = SlideFile { content: Content::of(slide), settings: Settings::default(), hidden };
    (Some(read), report.into_problems())
}

fn para(report: &Report, block: &Block) -> Option<Para> {
    let text = printed(report, block)?;
    Some(if block.point { Para::point(text) } else { Para::text(text) })
}

/// The block's text, unless it is still to be filled in.
fn printed(report: &Report, block: &Block) -> Option<String> {
    if tidy::is_placeholder(&block.text) {
        report.placeholder(block.span.clone(), None);
        return None;
    }
    Some(tidy::line(&block.text))
}
