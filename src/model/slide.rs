//! The kinds of slide that are drawn from text. Every text is NFC, trimmed, without control characters,
//! and without the lines that were `[cần điền]`.

use std::ops::Range;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::{Agenda, Asset, Countdown};

/// A slide, by kind. `scene` has one layout for each.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // each is documented at its struct
pub enum Slide {
    Message(Message),
    /// Messages and tables one after another, at least two; each begins a page.
    Several(Vec<Slide>),
    Document(Document),
    /// Boxed: every item has room for the largest kind.
    Procedure(Box<Procedure>),
    Hotline(Hotline),
    Steps(Steps),
    Index(Index),
    Praise(Praise),
    Poster(Poster),
    Flag,
    Ranking(Ranking),
    Table(Table),
    Countdown(Countdown),
    Agenda(Agenda),
    Quiz(Quiz),
}

impl Slide {
    /// The pictures that stand beside or behind its text.
    pub fn images(&self) -> Vec<&Asset> {
        match self {
            Slide::Message(slide) => slide.image.iter().collect(),
            Slide::Several(parts) => parts.iter().flat_map(Slide::images).collect(),
            Slide::Praise(slide) => slide.image.iter().collect(),
            Slide::Poster(slide) => slide.image.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The first moment after local time `at` at which it shows something else; `None`: never, as of most kinds.
    pub fn changes(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Slide::Countdown(slide) => slide.changes(at),
            Slide::Agenda(slide) => slide.changes(at),
            _ => None,
        }
    }
}

/// One paragraph of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Para {
    /// What it says.
    pub text: String,
    /// Which bytes of that are bold.
    pub strong: Vec<Range<usize>>,
    /// What it is.
    pub mark: Mark,
    /// In how many lists it stands, one in another.
    pub depth: usize,
}

/// What a paragraph is, by the sign before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Plain text; in a list more of the point before it.
    #[default]
    None,
    /// A heading above what follows.
    Heading,
    /// A point with a hanging bullet.
    Bullet,
    /// A point with its number.
    Number(u64),
}

impl Para {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Para {
        Para { text: text.into(), ..Para::default() }
    }

    /// A point of a list.
    pub fn point(text: impl Into<String>) -> Para {
        Para { mark: Mark::Bullet, depth: 1, ..Para::text(text) }
    }
}

/// An address behind a QR code, printed legibly beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// What the code holds: a URL or `tel:18001096`.
    pub target: String,
    /// What is printed beside it: the address as a person would type it.
    pub label: String,
}

/// `kind = "message"`: heading, points, source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// The one thought.
    pub heading: String,
    /// What supports it.
    pub body: Vec<Para>,
    /// Where it comes from.
    pub source: Option<String>,
    /// A picture beside the text.
    pub image: Option<Asset>,
    /// A code beside the text.
    pub qr: Option<Qr>,
    /// "cần nhà trường xác nhận" is printed on the slide.
    pub confirm: bool,
}

/// `kind = "document"`: a citation of a legal document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// "Nghị quyết", "Chỉ thị", …
    pub form: String,
    /// "76/NQ-CP", without "Số".
    pub number: String,
    /// Day of signing; `None` reads "Chưa cập nhật".
    pub date: Option<NaiveDate>,
    /// Who issued it; `None` reads "Chưa cập nhật".
    pub issuer: Option<String>,
    /// Trích yếu.
    pub summary: String,
    /// Where the citation comes from.
    pub source: Option<String>,
}

/// `kind = "procedure"`: what NĐ 63/2010 art. 8 and 15 ask to be posted. `None` reads "Chưa cập nhật".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Procedure {
    /// Tên thủ tục.
    pub name: String,
    /// Đối tượng thực hiện.
    pub subject: Option<String>,
    /// Thời hạn giải quyết.
    pub deadline: Option<String>,
    /// Phí, lệ phí; "Không" only when entered.
    pub fee: Option<String>,
    /// Nơi nộp, cách thức.
    pub place: Option<String>,
    /// Cơ quan giải quyết.
    pub authority: Option<String>,
    /// Thành phần hồ sơ.
    pub papers: Vec<String>,
    /// Số lượng hồ sơ.
    pub copies: Option<String>,
    /// Trình tự.
    pub steps: Vec<String>,
    /// Kết quả.
    pub result: Option<String>,
    /// Yêu cầu, điều kiện; a page only when given.
    pub conditions: Option<String>,
    /// Căn cứ pháp lý.
    pub basis: Option<String>,
    /// Mẫu đơn; a page only when given.
    pub form: Option<String>,
    /// Quyết định công bố.
    pub decision: Option<String>,
    /// Cập nhật ngày.
    pub updated: Option<NaiveDate>,
    /// Where to read the whole.
    pub qr: Option<Qr>,
    /// "Cần nhà trường xác nhận" is printed on every page.
    pub confirm: bool,
}

/// One line of the hotline board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotlineRow {
    /// Who answers.
    pub label: String,
    /// The number, grouped by non-breaking spaces.
    pub number: String,
    /// When they answer.
    pub hours: Option<String>,
}

/// `kind = "hotline"`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hotline {
    /// What the numbers are for.
    pub heading: String,
    /// Rows, most asked first.
    pub rows: Vec<HotlineRow>,
    /// `tel:` or URL of the most asked.
    pub qr: Option<Qr>,
    /// Where the numbers come from.
    pub source: Option<String>,
}

/// `kind = "steps"`: numbered steps. Two to five are written; those still `[cần điền]` are hidden.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    /// What is done.
    pub heading: String,
    /// The steps, in order.
    pub steps: Vec<String>,
    /// Where it is done.
    pub qr: Option<Qr>,
    /// Where it comes from.
    pub source: Option<String>,
    /// "Cần nhà trường xác nhận" is printed on the slide.
    pub confirm: bool,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Year, 1900 to 2200.
    pub year: i32,
    /// Value in the index's unit, not negative.
    pub value: f64,
    /// The value as it was written, for the end of the bar ("87,95").
    pub shown: String,
}

/// `kind = "index"`: values of an index by year, as bars from zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// The finding.
    pub heading: String,
    /// "PAR INDEX", "SIPAS", …
    pub name: String,
    /// "điểm", "%", …; may be empty.
    pub unit: String,
    /// Oldest first, at least one.
    pub bars: Vec<Bar>,
    /// Required.
    pub source: String,
}

/// `kind = "praise"`: one person or class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Praise {
    /// Who.
    pub name: String,
    /// What for.
    pub reason: String,
    /// Their picture.
    pub image: Option<Asset>,
    /// Who says so.
    pub source: Option<String>,
}

/// `kind = "poster"`: one sentence set like a pano.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Poster {
    /// At most 12 tiếng.
    pub sentence: String,
    /// One line.
    pub source: Option<String>,
    /// Full-bleed picture behind a solid panel for the text.
    pub image: Option<Asset>,
    /// Red ground of state and ceremony instead of the school's blue.
    pub ceremony: bool,
}

/// One line of a ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// From 1; the same score shares it, and the next is as many further on (1, 2, 2, 4). `None` without a score.
    pub rank: Option<usize>,
    /// Which class.
    pub name: String,
    /// As Vietnamese prints it, with as many decimals on every line ("98,5"); `None`: not known yet.
    pub score: Option<String>,
}

/// `kind = "ranking"`, or a table with a column of classes and one of scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// What they are ranked by.
    pub heading: String,
    /// Head of the column of names: "Lớp".
    pub who: String,
    /// Head of the column of scores: "Điểm".
    pub what: String,
    /// Best first.
    pub rows: Vec<Ranked>,
    /// Who counted.
    pub source: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableColumn {
    /// What it says; may be empty.
    pub head: String,
    /// Its cells are numbers, which end in one line at its right.
    pub figures: bool,
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableRow {
    /// A cell for each column; some may be empty.
    Cells(Vec<String>),
    /// A line over all columns: the name of what follows.
    Section(String),
}

/// `kind = "table"`, or a table out of a spreadsheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it lists.
    pub heading: String,
    /// At least one.
    pub columns: Vec<TableColumn>,
    /// In their order.
    pub rows: Vec<TableRow>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Where to read the whole.
    pub qr: Option<Qr>,
}

/// `kind = "quiz"`: a question, and after a while its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quiz {
    /// The question.
    pub question: String,
    /// Two to six, in order of their letters.
    pub options: Vec<String>,
    /// Which of them is right, from 0.
    pub answer: usize,
    /// How long the question stands before its answer is told; `None`: as long as it takes to read.
    pub reveal: Option<TimeDelta>,
    /// Where the answer comes from.
    pub source: Option<String>,
}

impl Quiz {
    /// The letter of an option: "A" of the first.
    pub fn letter(option: usize) -> String {
        char::from_u32('A' as u32 + option as u32).unwrap_or('?').to_string()
    }
}
