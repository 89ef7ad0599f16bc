//! `.txt` and `.md`: a message whose first line is the heading.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::report::Report;
use super::source::Source;
use super::{LIMIT, Outcome, Resolve, Settings, SlideFile};
use crate::model::{Asset, Content, Level, Message, Para, Problem, Reason, Slide, Words, tidy};
use crate::words;

/// One line or paragraph of a note as it was written, and where.
struct Block {
    text: String,
    point: bool,
    span: Range<usize>,
}

/// Reads a `.txt` file: the first line is the heading, lines that begin with `-`, `*`, `•` or `+` are points.
pub fn plain(bytes: &[u8], file: &str) -> Outcome<SlideFile> {
    note(bytes, file, |report| (lines_of(report), None))
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
        Content::Slide(Slide::Message(message)) => {
            let body = message.body.into_iter().map(|(Para::Point(text) | Para::Text(text))| text);
            let lines = std::iter::once(message.heading).chain(body).filter(|line| !line.is_empty());
            SlideFile { content: Content::Lines(lines.collect()), ..read }
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

/// That a file says nothing.
fn empty(file: &str, help: Words) -> Problem {
    let message = words!("Tệp này chưa có chữ nào.", "The file holds no text.");
    Problem::file(Level::Error, file, message, help)
}

/// What follows the bullet of a line that has one: "-5 độ", "+84…" and "---" have none.
fn bulleted(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| "-*•+–".contains(*mark))?;
    let rest = line.strip_prefix(mark)?;
    (!rest.starts_with(|next: char| next == mark || next.is_ascii_digit())).then_some(rest)
}

/// Reads a `.md` file: headings, paragraphs and list items; its first picture stands beside the text.
pub fn markdown(bytes: &[u8], file: &str, asset: &Resolve) -> Outcome<SlideFile> {
    note(bytes, file, |report| {
        let (text, offset) = report.source.body();
        let mut page = Page::default();
        let mut image = None;
        for (event, span) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
            let span = span.start + offset..span.end + offset;
            if let Event::Start(Tag::Image { dest_url, .. }) = &event
                && image.is_none()
            {
                image = asset(dest_url).map_err(|why| report.refuse(span.clone(), None, why)).ok();
            }
            page.take(event, span);
        }
        (page.blocks, image)
    })
}

/// A Markdown page as it is read.
#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    /// The block under way.
    open: Option<Block>,
    /// How many list items and pictures are open.
    items: usize,
    images: usize,
}

impl Page {
    fn take(&mut self, event: Event, span: Range<usize>) {
        match event {
            Event::Start(Tag::Item) => {
                self.close();
                self.items += 1;
            }
            Event::End(TagEnd::Item) => {
                self.close();
                self.items = self.items.saturating_sub(1);
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock) => self.close(),
            Event::Start(Tag::Image { .. }) => self.images += 1,
            Event::End(TagEnd::Image) => self.images = self.images.saturating_sub(1),
            // What stands for a picture that is not seen is not printed beside it.
            Event::Text(words) | Event::Code(words) if self.images == 0 => self.add(&words, span),
            Event::SoftBreak | Event::HardBreak => self.add(" ", span),
            _ => {}
        }
    }

    fn add(&mut self, words: &str, span: Range<usize>) {
        let point = self.items > 0;
        let block = self.open.get_or_insert(Block { text: String::new(), point, span: span.clone() });
        block.text.push_str(words);
        block.span.end = span.end;
    }

    fn close(&mut self) {
        self.blocks.extend(self.open.take());
    }
}

/// The message of what `read` finds: the first block is the heading, the others are points and paragraphs.
fn note(
    bytes: &[u8],
    file: &str,
    read: impl FnOnce(&Report) -> (Vec<Block>, Option<Asset>),
) -> Outcome<SlideFile> {
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let report = Report::new(&source);
    let (blocks, image) = read(&report);
    let mut blocks = blocks.into_iter().filter(|block| !tidy::line(&block.text).is_empty());
    let Some(heading) = blocks.next() else {
        let help = words!("Dòng đầu là đầu đề, các dòng sau là nội dung.", "The first line is the heading.");
        return (None, vec![empty(file, help)]);
    };
    let heading = printed(&report, &heading);
    let given: Vec<Block> = blocks.collect();
    let body: Vec<Para> = given.iter().filter_map(|block| para(&report, block)).collect();
    let blank = heading.is_none() || (body.is_empty() && !given.is_empty());
    let slide =
        Slide::Message(Message { heading: heading.unwrap_or_default(), body, image, ..Message::default() });
    let hidden = blank.then_some(Reason::Placeholder);
    let read = SlideFile { content: Content::Slide(slide), settings: Settings::default(), hidden };
    (Some(read), report.into_problems())
}

fn para(report: &Report, block: &Block) -> Option<Para> {
    let text = printed(report, block)?;
    Some(if block.point { Para::Point(text) } else { Para::Text(text) })
}

/// The block's text, unless it is still to be filled in.
fn printed(report: &Report, block: &Block) -> Option<String> {
    if tidy::is_placeholder(&block.text) {
        report.placeholder(block.span.clone(), None);
        return None;
    }
    Some(tidy::line(&block.text))
}
