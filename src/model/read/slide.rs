//! Slides written in TOML.

use super::settings::{self, settings};
use super::table::{Table, Value, document};
use super::{Outcome, Resolve, Settings, kinds};
use crate::model::{Content, Level, Reason, Slide};
use crate::words;

/// What a slide's file says.
#[derive(Clone, Debug, PartialEq)]
pub struct SlideFile {
    /// The slide, or the later kind that it names.
    pub content: Content,
    /// The keys it shares with a sidecar.
    pub settings: Settings,
    /// `Placeholder`: nothing essential is left; `Unsupported`: a later kind. `None`: it can be shown.
    pub hidden: Option<Reason>,
}

/// A kind of slide.
#[derive(Clone, Copy)]
enum Kind {
    /// Drawn; read by this function.
    Drawn(fn(&Table, &Resolve) -> Slide),
    /// Named by this version, drawn by a later one; what it is called.
    Later(&'static str),
}

const KINDS: &[(&str, Kind)] = &[
    ("message", Kind::Drawn(kinds::message)),
    ("document", Kind::Drawn(kinds::document)),
    ("procedure", Kind::Drawn(kinds::procedure)),
    ("hotline", Kind::Drawn(kinds::hotline)),
    ("steps", Kind::Drawn(kinds::steps)),
    ("index", Kind::Drawn(kinds::index)),
    ("praise", Kind::Drawn(kinds::praise)),
    ("poster", Kind::Drawn(kinds::poster)),
    ("flag", Kind::Drawn(|_, _| Slide::Flag)),
    ("table", Kind::Later("bảng")),
    ("ranking", Kind::Later("bảng xếp hạng")),
    ("quiz", Kind::Later("câu hỏi trắc nghiệm")),
    ("countdown", Kind::Later("đếm ngược")),
    ("agenda", Kind::Later("chương trình buổi lễ")),
];

/// Reads a slide. A missing or refused picture leaves the slide without it (and a problem).
pub fn slide(bytes: &[u8], file: &str, asset: &Resolve) -> Outcome<SlideFile> {
    document(bytes, file, settings::LATER, |table| {
        let kind = table.get("kind");
        let Some(value) = kind else {
            table.accept_all();
            without_kind(table);
            return None;
        };
        match value.choice(KINDS) {
            Some(Kind::Drawn(read)) => drawn(table, read, asset),
            Some(Kind::Later(name)) => Some(later(table, &value, name)),
            None => {
                table.accept_all();
                None
            }
        }
    })
}

fn drawn(table: &Table, read: fn(&Table, &Resolve) -> Slide, asset: &Resolve) -> Option<SlideFile> {
    let (slide, sound) = table.report.sound(|| read(table, asset));
    let settings = settings(table);
    let hidden = table.report.is_blank().then_some(Reason::Placeholder);
    sound.then_some(SlideFile { content: Content::Slide(slide), settings, hidden })
}

fn later(table: &Table, kind: &Value, name: &'static str) -> SlideFile {
    let settings = settings(table);
    table.accept_all();
    kind.note(
        Level::Notice,
        words!(
            "Loại trang này ({name}) chưa dùng ở bản này, nên chưa lên màn hình.",
            "This kind of slide is for a later version and is not shown."
        ),
        words!("Không phải sửa gì; bản sau sẽ dùng.", "Nothing to mend; a later version will use it."),
    );
    SlideFile { content: Content::Later(name), settings, hidden: Some(Reason::Unsupported) }
}

fn without_kind(table: &Table) {
    let list = KINDS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    table.report.fault_of_file(
        "kind",
        words!("Thiếu mục «kind», nên không biết đây là loại trang gì.", "The key `kind` is missing."),
        words!(
            "Thêm dòng đầu: kind = \"message\". Các loại: {list}. Nếu đây là tệp đi kèm một hình thì đặt tên là tên hình thêm .toml.",
            "Add a first line: kind = \"message\". Kinds: {list}. A sidecar is named as its picture with .toml added."
        ),
    );
}
