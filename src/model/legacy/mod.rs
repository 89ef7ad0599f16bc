//! Vietnamese as it was written down before Unicode, and how to know it again.
//!
//! A text in one of these encodings reaches us as bytes, each of which is taken here for the character of the same
//! number, or as the characters that some program took those bytes for ("Häp phô" in a file of UTF-8). Both are
//! read alike. Whether a reading is right is judged by the structure of Vietnamese syllables alone.

mod codes;
mod judge;
mod syllable;
mod viqr;

pub use judge::{Reader, Verdict, is_damaged, judge};

/// How a text is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As it stands.
    Unicode,
    /// TCVN 5712, of the fonts whose names begin with `.Vn`.
    Tcvn3,
    /// The same of the fonts that end in `H`, which draw small letters as capitals.
    Tcvn3Capitals,
    /// VNI for Windows.
    Vni,
    /// Marks written as ASCII signs after their letter (RFC 1456).
    Viqr,
    /// The Vietnamese code page of Windows.
    Windows1258,
    /// UTF-8 that was taken for something else and encoded again.
    Twice,
}

impl Encoding {
    /// The names of a sidecar's `encoding`.
    pub const NAMES: &[(&str, Encoding)] = &[
        ("utf-8", Encoding::Unicode),
        ("tcvn3", Encoding::Tcvn3),
        ("tcvn3-hoa", Encoding::Tcvn3Capitals),
        ("vni", Encoding::Vni),
        ("viqr", Encoding::Viqr),
        ("windows-1258", Encoding::Windows1258),
        ("utf-8-utf-8", Encoding::Twice),
    ];

    /// Its name in a sidecar.
    pub fn name(self) -> &'static str {
        Encoding::NAMES.iter().find(|(_, encoding)| *encoding == self).map_or("", |(name, _)| name)
    }

    /// One line, or one cell, of text in this encoding.
    fn decode(self, text: &str) -> String {
        match self {
            Encoding::Unicode => text.to_owned(),
            Encoding::Tcvn3 => codes::tcvn3(text),
            Encoding::Tcvn3Capitals => codes::tcvn3(text).to_uppercase(),
            Encoding::Vni => codes::vni(text),
            Encoding::Viqr => viqr::decode(text),
            Encoding::Windows1258 => codes::windows1258(text),
            Encoding::Twice => codes::twice(text),
        }
    }
}

#[cfg(test)]
mod tests;
