//! Slides written in TOML.

use super::settings::settings;
use super::table::{Table, document};
use super::{Outcome, Resolve, Settings, kinds};
use crate::model::{Content, Reason, Slide};
use crate::words;

/// What a slide's file says.
#[derive(Clone, Debug, PartialEq)]
pub struct SlideFile {
    /// The slide, or the lines that it runs in the ticker.
    pub content: Content,
    /// The keys it shares with a sidecar.
    pub settings: Settings,
    /// `Placeholder`: nothing essential is left; `Unsupported`: nothing for the ticker. `None`: it can be shown.
    pub hidden: Option<Reason>,
}

/// Reads the keys of one kind of slide.
type Read = fn(&Table, &Resolve) -> Slide;

const KINDS: &[(&str, Read)] = &[
    ("message", kinds::message),
    ("document", kinds::document),
    ("procedure", kinds::procedure),
    ("hotline", kinds::hotline),
    ("steps", kinds::steps),
    ("index", kinds::index),
    ("praise", kinds::praise),
    ("poster", kinds::poster),
    ("flag", |_, _| Slide::Flag),
    ("ranking", kinds::ranking::ranking),
    ("table", kinds::table::table),
    ("countdown", kinds::countdown::countdown),
    ("agenda", kinds::agenda::agenda),
    ("quiz", kinds::quiz::quiz),
];

/// Reads a slide. A missing or refused picture leaves the slide without it (and a problem).
pub fn slide(bytes: &[u8], file: &str, asset: &Resolve) -> Outcome<SlideFile> {
    document(bytes, file, &[], |table| {
        let kind = table.get("kind");
        let Some(value) = kind else {
            table.accept_all();
            without_kind(table);
            return None;
        };
        let Some(read) = value.choice(KINDS) else {
            table.accept_all();
            return None;
        };
        drawn(table, read, asset)
    })
}

fn drawn(table: &Table, read: Read, asset: &Resolve) -> Option<SlideFile> {
    let (slide, sound) = table.report.sound(|| read(table, asset));
    let settings = settings(table);
    let hidden = table.report.is_blank().then_some(Reason::Placeholder);
    sound.then_some(SlideFile { content: Content::of(slide), settings, hidden })
}

fn without_kind(table: &Table) {
    let list = KINDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    table.report.missing(
        "kind",
        words!("Thiếu mục «kind», nên không biết đây là loại trang gì.", "The key `kind` is missing."),
        words!(
            "Thêm dòng đầu: kind = \"message\". Các loại: {list}. Nếu đây là tệp đi kèm một hình thì đặt tên là tên hình thêm .toml.",
            "Add a first line: kind = \"message\". Kinds: {list}. A sidecar is named as its picture with .toml added."
        ),
    );
}
