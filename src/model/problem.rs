//! What is wrong with a file, said so that the person who dropped it can mend it.

use std::ops::Range;

use super::Words;

/// How bad a problem is. `check` exits 1 when there is any [`Level::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something the clerk put there is not shown, or a setting is not obeyed.
    Error,
    /// It is shown, but a person should look (a placeholder, a low resolution).
    Warning,
    /// Worth knowing ("đã hết hạn", "chưa dùng"); nothing to mend.
    Notice,
}

/// Why an item is not on air. The names are the contract of `when --json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its last day is past.
    Expired,
    /// Its first day is still to come.
    NotYet,
    /// In season, but not at this hour or on this weekday.
    Hours,
    /// Its name, or its folder's, begins with `_`.
    Draft,
    /// It cannot be read or decoded.
    Broken,
    /// Nothing is left of it once every `[cần điền]` is hidden.
    Placeholder,
    /// A kind of file or slide that this version does not play.
    Unsupported,
    /// Still being copied.
    Pending,
    /// Still being converted; by name the same.
    Converting,
    /// Another playlist has the whole screen.
    Takeover,
}

impl Reason {
    /// The name in `when --json`.
    pub fn name(self) -> &'static str {
        match self {
            Reason::Expired => "expired",
            Reason::NotYet => "not-yet",
            Reason::Hours => "hours",
            Reason::Draft => "draft",
            Reason::Broken => "broken",
            Reason::Placeholder => "placeholder",
            Reason::Unsupported => "unsupported",
            Reason::Pending | Reason::Converting => "pending",
            Reason::Takeover => "takeover",
        }
    }

    /// Of two reasons of the calendar the longer lasting one is told.
    pub(super) fn gravity(self) -> u8 {
        match self {
            Reason::Expired => 2,
            Reason::NotYet => 1,
            _ => 0,
        }
    }
}

/// One problem, with its place. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad.
    pub level: Level,
    /// Path relative to the folder, with `/`; empty for the folder itself.
    pub file: String,
    /// Line in the file, from 1.
    pub line: Option<u32>,
    /// Column in the line, from 1, in characters.
    pub column: Option<u32>,
    /// The same place in bytes of the file, for the caret.
    pub span: Option<Range<usize>>,
    /// Dotted path of the key (`lines.2.number`).
    pub key: Option<String>,
    /// What is wrong.
    pub message: Words,
    /// What to do about it.
    pub help: Words,
}

impl Problem {
    /// A problem of a whole file, without a place in it.
    pub fn file(level: Level, file: impl Into<String>, message: Words, help: Words) -> Problem {
        Problem { level, file: file.into(), line: None, column: None, span: None, key: None, message, help }
    }
}

/// What is wrong with a piece of text, and what to do about it. Whoever holds the text adds where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// What is wrong.
    pub message: Words,
    /// What to do about it.
    pub help: Words,
}
