//! The plan's forms of communication (II.2), and which of them a showing is.

use crate::journal::{By, Showing};

/// A form. Their order is that of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A slide on one topic: a document, a procedure, numbers, steps, a table.
    Slide,
    /// A notice or a paper of several pages.
    Notice,
    /// A poster or a picture.
    Poster,
    /// A clip.
    Clip,
    /// A step of the flag ceremony.
    Ceremony,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 5] = [Form::Slide, Form::Notice, Form::Poster, Form::Clip, Form::Ceremony];

    /// What a row of the journal is. A step of a ceremony is ceremony whatever it shows.
    pub fn of(row: &Showing) -> Form {
        match (row.by, &*row.form) {
            (By::Operator | By::Ceremony, _) => Form::Ceremony,
            (_, "message" | "pages" | "link") => Form::Notice,
            (_, "poster" | "picture") => Form::Poster,
            (_, "clip") => Form::Clip,
            (_, "flag") => Form::Ceremony,
            _ => Form::Slide,
        }
    }

    /// As the plan calls it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Slide => "Trang chuyên đề",
            Form::Notice => "Thông báo, tin bài, tài liệu",
            Form::Poster => "Pano, áp phích, ảnh",
            Form::Clip => "Phóng sự, video clip",
            Form::Ceremony => "Sinh hoạt dưới cờ",
        }
    }
}
