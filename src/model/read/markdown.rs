//! `.md`: a message, and where a table, a rule or a further picture divides it, several slides one after another.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::note::{empty, first_line};
use super::report::Report;
use super::sheet::{self, Line};
use super::source::Source;
use super::{LIMIT, Outcome, Resolve, Settings, SlideFile};
use crate::model::{Content, Level, Mark, Message, Para, Reason, Slide, tidy};
use crate::words;

/// How many lists, one in another, are told apart.
const DEEPEST: usize = 2;
/// Most slides and most pictures of one file: what is longer is no notice.
const PARTS: usize = 40;
const PICTURES: usize = 12;

/// Reads a `.md` file. Its first paragraph is the heading; a rule begins a page, with a heading of its own when one
/// follows it.
pub fn markdown(bytes: &[u8], file: &str, asset: &Resolve) -> Outcome<SlideFile> {
    let source = match Source::new(bytes, file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let report = Report::new(&source);
    let (text, offset) = source.body();
    let mut walk = Walk::default();
    for (event, span) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        walk.take(event, span.start + offset..span.end + offset);
    }
    walk.close();
    let mut parts = Parts::new(&report, asset);
    walk.blocks.into_iter().for_each(|block| parts.take(block));
    let read = parts.finish();
    let mut problems = report.into_problems();
    if read.is_none() && problems.is_empty() {
        problems.push(empty(file, first_line()));
    }
    (read, problems)
}

/// What stands in a file, in its order.
enum Block {
    Words(Written),
    Picture(String, Range<usize>),
    Table(Vec<Line>),
    Rule,
}

/// A paragraph as it was written.
struct Written {
    /// Its parts, each bold or not.
    runs: Vec<(String, bool)>,
    mark: Mark,
    depth: usize,
    span: Range<usize>,
}

impl Written {
    fn text(&self) -> String {
        self.runs.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// A file as it is walked through.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    /// The paragraph under way, and what the next one is.
    open: Option<Written>,
    mark: Mark,
    /// The number of the next point of every list that is open; `None`: it has none.
    lists: Vec<Option<u64>>,
    /// The rows of the table under way.
    table: Option<Vec<(Range<usize>, Vec<String>)>>,
    /// How many pictures, and how many words in bold, are open.
    images: usize,
    strong: usize,
}

impl Walk {
    fn take(&mut self, event: Event, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Rule => {
                self.close();
                self.blocks.push(Block::Rule);
            }
            // What stands for a picture that is not seen is not printed beside it.
            Event::Text(words) | Event::Code(words) if self.images == 0 => self.add(&words, span),
            Event::SoftBreak | Event::HardBreak => self.add(" ", span),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, span: Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.close();
                self.mark = Mark::Heading;
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                self.close();
                self.mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        Mark::Number(*number - 1)
                    }
                    _ => Mark::Bullet,
                };
            }
            Tag::Strong => self.strong += 1,
            Tag::Image { dest_url, .. } => {
                self.images += 1;
                self.blocks.push(Block::Picture(dest_url.into_string(), span));
            }
            Tag::Table(_) => {
                self.close();
                self.table = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => {
                self.table.get_or_insert_default().push((span, Vec::new()));
            }
            Tag::TableCell => {
                if let Some((_, cells)) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    cells.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock => self.close(),
            TagEnd::Heading(_) | TagEnd::Item => {
                self.close();
                self.mark = Mark::None;
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Table => {
                let rows = self.table.take().into_iter().flatten();
                self.blocks
                    .push(Block::Table(rows.map(|(span, cells)| Line::written(span, cells)).collect()));
            }
            _ => {}
        }
    }

    fn add(&mut self, words: &str, span: Range<usize>) {
        if let Some(rows) = &mut self.table {
            if let Some(cell) = rows.last_mut().and_then(|(_, cells)| cells.last_mut()) {
                cell.push_str(words);
            }
            return;
        }
        let depth = self.lists.len().min(DEEPEST);
        let mark = &mut self.mark;
        let new = || Written { runs: Vec::new(), mark: std::mem::take(mark), depth, span: span.clone() };
        let block = self.open.get_or_insert_with(new);
        block.runs.push((words.to_owned(), self.strong > 0));
        block.span.end = span.end;
    }

    fn close(&mut self) {
        let words = self.open.take().filter(|written| !tidy::line(&written.text()).is_empty());
        self.blocks.extend(words.map(Block::Words));
    }
}

/// The slides of a file as they are made.
struct Parts<'a> {
    report: &'a Report<'a>,
    asset: &'a Resolve<'a>,
    done: Vec<Slide>,
    /// The one under way; its heading is that of those that have none of their own.
    part: Message,
    /// The file's heading has come; no slide has shown the heading yet; a rule was the last thing.
    is_headed: bool,
    is_new: bool,
    is_ruled: bool,
    /// Paragraphs that are written, and those that are printed.
    written: usize,
    printed: usize,
    pictures: usize,
}

impl<'a> Parts<'a> {
    fn new(report: &'a Report<'a>, asset: &'a Resolve<'a>) -> Parts<'a> {
        Parts {
            report,
            asset,
            done: Vec::new(),
            part: Message::default(),
            is_headed: false,
            is_new: false,
            is_ruled: false,
            written: 0,
            printed: 0,
            pictures: 0,
        }
    }

    fn take(&mut self, block: Block) {
        match block {
            Block::Words(written) => self.words(&written),
            Block::Picture(path, span) => self.picture(&path, span),
            Block::Table(rows) => self.table(rows),
            Block::Rule => {
                self.flush();
                self.is_ruled = true;
            }
        }
    }

    fn words(&mut self, written: &Written) {
        let para = para(self.report, written);
        let heads = !self.is_headed || (self.is_ruled && written.mark == Mark::Heading);
        self.is_ruled = false;
        if heads {
            self.is_headed = true;
            self.is_new = true;
            self.part.heading = para.map(|para| para.text).unwrap_or_default();
            return;
        }
        self.written += 1;
        self.printed += usize::from(para.is_some());
        self.part.body.extend(para);
    }

    /// The picture stands beside the words of its slide; another one begins the next.
    fn picture(&mut self, path: &str, span: Range<usize>) {
        self.pictures += 1;
        if self.pictures > PICTURES {
            if self.pictures == PICTURES + 1 {
                let (message, help) = too_many(PICTURES, "ảnh", "pictures");
                self.report.note(Level::Warning, span, None, message, help);
            }
            return;
        }
        match (self.asset)(path) {
            Ok(asset) => {
                if self.part.image.is_some() {
                    self.flush();
                }
                self.part.image = Some(asset);
            }
            Err(why) => self.report.refuse(span, None, why),
        }
    }

    /// A table under the heading that stands right above it.
    fn table(&mut self, rows: Vec<Line>) {
        let above = self.part.body.pop_if(|para| para.mark == Mark::Heading).map(|para| para.text);
        if !self.part.body.is_empty() || self.part.image.is_some() {
            self.flush();
        }
        self.is_headed = true;
        (self.is_new, self.is_ruled) = (false, false);
        let heading = above.unwrap_or_else(|| self.part.heading.clone());
        let mut rows = rows.into_iter();
        let Some(head) = rows.next() else { return };
        if let Some(table) = sheet::sheet(self.report, head, rows.collect(), &heading, true) {
            self.push(table);
        }
    }

    /// Ends the slide under way, if there is anything on it.
    fn flush(&mut self) {
        if self.is_new || !self.part.body.is_empty() || self.part.image.is_some() {
            let heading = self.part.heading.clone();
            let part = std::mem::replace(&mut self.part, Message { heading, ..Message::default() });
            self.push(Slide::Message(part));
        }
        self.is_new = false;
    }

    fn push(&mut self, part: Slide) {
        if self.done.len() == PARTS {
            let (message, help) = too_many(PARTS, "trang", "slides");
            self.report.whole(Level::Warning, message, help);
        }
        // One more than are shown, so that this is said once.
        if self.done.len() <= PARTS {
            self.done.push(part);
        }
    }

    fn finish(mut self) -> Option<SlideFile> {
        self.flush();
        self.done.truncate(PARTS);
        let blank = self.written > 0 && self.printed == 0 && !self.done.iter().any(is_table);
        let blank = blank
            || self.done.iter().any(|part| matches!(part, Slide::Message(part) if part.heading.is_empty()));
        let slide = if self.done.len() > 1 { Slide::Several(self.done) } else { self.done.pop()? };
        let hidden = blank.then_some(Reason::Placeholder);
        Some(SlideFile { content: Content::of(slide), settings: Settings::default(), hidden })
    }
}

fn is_table(part: &Slide) -> bool {
    matches!(part, Slide::Table(_))
}

/// The paragraph, unless it is still to be filled in.
fn para(report: &Report, written: &Written) -> Option<Para> {
    let text = written.text();
    if tidy::is_placeholder(&text) {
        report.placeholder(written.span.clone(), None);
        return None;
    }
    let text = tidy::line(&text);
    let strong = strong(&written.runs, &text);
    Some(Para { text, strong, mark: written.mark, depth: written.depth })
}

/// Which bytes of the tidied text are bold: tidying changes white space alone, once it was done to every run.
fn strong(runs: &[(String, bool)], text: &str) -> Vec<Range<usize>> {
    let signs = runs.iter().flat_map(|(run, strong)| {
        let run = tidy::line(run);
        let signs: Vec<char> = run.chars().filter(|c| !c.is_whitespace()).collect();
        signs.into_iter().map(|_| *strong)
    });
    let mut signs = signs;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let strong = signs.next().unwrap_or(false);
        let end = at + c.len_utf8();
        match ranges.last_mut() {
            Some(last) if strong && goes_on => last.end = end,
            _ if strong => ranges.push(at..end),
            _ => {}
        }
        goes_on = strong;
    }
    ranges
}

fn too_many(most: usize, vi: &str, en: &str) -> (crate::model::Words, crate::model::Words) {
    (
        words!(
            "Tệp này có hơn {most} {vi}; phần còn lại chưa lên màn hình.",
            "Of more than {most} {en} in this file the rest is not shown."
        ),
        words!("Chia thành nhiều tệp .md nhỏ hơn.", "Split it into smaller files."),
    )
}

#[cfg(test)]
mod tests;
