//! A file's text, checked, and the lines and columns of its bytes.

use std::borrow::Cow;
use std::ops::Range;

use super::LIMIT;
use crate::model::{Level, Problem, Words};
use crate::words;

/// The UTF-8 of a text in UTF-16 with a byte order mark: what Notepad before 2019 proposes for Vietnamese, as
/// "Unicode". Anything else, also what is over [`LIMIT`] and may be cut, stays as it is for the reader to judge.
pub fn unicode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let (rest, is_little) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, true),
        [0xFE, 0xFF, rest @ ..] => (rest, false),
        _ => return Cow::Borrowed(bytes),
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    if bytes.len() > LIMIT || !odd.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let unit = if is_little { u16::from_le_bytes } else { u16::from_be_bytes };
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    text.map_or(Cow::Borrowed(bytes), |text| Cow::Owned(text.into_bytes()))
}

/// A text file that is small enough and UTF-8.
pub(super) struct Source<'a> {
    /// Path relative to the folder, as it is shown.
    pub file: &'a str,
    /// The whole text, a byte order mark included, so that spans are bytes of the file.
    pub text: &'a str,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    /// Refuses what is over `limit` bytes (no person wrote that by hand) and what is not UTF-8.
    pub fn new(bytes: &'a [u8], file: &'a str, limit: usize) -> Result<Source<'a>, Box<Problem>> {
        if bytes.len() > limit {
            let limit = limit / 1024;
            return Err(Box::new(Problem::file(
                Level::Error,
                file,
                words!(
                    "Tệp chữ này lớn hơn {limit} KiB nên không được đọc.",
                    "This text file is over {limit} KiB and is not read."
                ),
                words!(
                    "Chia thành nhiều tệp nhỏ, mỗi tệp một thông báo.",
                    "Split it into smaller files, one notice each."
                ),
            )));
        }
        std::str::from_utf8(bytes).map(|text| Source::of(text, file)).map_err(|_| {
            Box::new(Problem::file(
                Level::Error,
                file,
                words!("Chữ trong tệp không phải mã UTF-8 nên đọc sẽ sai dấu.", "The text is not UTF-8."),
                words!(
                    "Mở bằng Notepad, chọn «Lưu thành…» (Save As), mục «Mã hóa» (Encoding) chọn UTF-8. \
                     Chữ gõ bằng phông .VnTime hoặc VNI phải chuyển sang Unicode trước.",
                    "Open it in Notepad, choose Save As, Encoding: UTF-8. Convert TCVN3 or VNI text to Unicode first."
                ),
            ))
        })
    }

    pub fn of(text: &'a str, file: &'a str) -> Source<'a> {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Source { file, text, lines: std::iter::once(0).chain(ends).collect() }
    }

    /// The text without its byte order mark, and how many bytes that left out.
    pub fn body(&self) -> (&'a str, usize) {
        let body = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        (body, self.text.len() - body.len())
    }

    /// Line and column, from 1 and in characters, of a byte of the text.
    pub fn place(&self, byte: usize) -> (u32, u32) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..byte).unwrap_or("");
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        (line as u32, column as u32)
    }

    /// The line that holds a byte of the text, without its end.
    pub fn line(&self, byte: usize) -> &'a str {
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    /// A problem at bytes of the text.
    pub fn problem(
        &self,
        level: Level,
        span: Range<usize>,
        key: Option<String>,
        message: Words,
        help: Words,
    ) -> Problem {
        let (line, column) = self.place(span.start);
        Problem {
            level,
            file: self.file.to_owned(),
            line: Some(line),
            column: Some(column),
            span: Some(span),
            key,
            message,
            help,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = Source::of("\u{feff}ẩẫ = 1\nđ = 2", "a.toml");
        assert_eq!(source.place(3), (1, 1));
        assert_eq!(source.place(6), (1, 2));
        assert_eq!(source.place(source.text.find('đ').unwrap()), (2, 1));
        assert_eq!(source.place(source.text.len()), (2, 6));
        assert_eq!(source.place(usize::MAX), (2, 6), "a byte beyond the end is its end");
    }

    #[test]
    fn large_and_foreign_files_are_named() {
        let large = vec![b'#'; LIMIT + 1];
        assert!(
            Source::new(&large, "x.toml", LIMIT).is_err_and(|problem| problem.message.vi.contains("64 KiB"))
        );
        assert!(Source::new(&large[..LIMIT], "x.toml", LIMIT).is_ok());
        let ansi = [b'H', 0xF7, b'p'];
        assert!(
            Source::new(&ansi, "x.txt", LIMIT).is_err_and(|problem| problem.message.vi.contains("UTF-8"))
        );
    }

    #[test]
    fn utf_16_is_read_by_its_byte_order_mark_and_by_nothing_else() {
        let le = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let be = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        let text = "Họp phụ huynh\r\n- 7 giờ 🏫";
        for bytes in [le(&format!("\u{feff}{text}")), be(&format!("\u{feff}{text}"))] {
            assert_eq!(*unicode(&bytes), *text.as_bytes());
            assert_eq!(*unicode(&bytes[..bytes.len() - 1]), bytes[..bytes.len() - 1], "half a unit");
            assert_eq!(*unicode(&bytes[..bytes.len() - 2]), bytes[..bytes.len() - 2], "half a pair");
        }
        assert_eq!(*unicode(&le(text)), *le(text));
        assert_eq!(*unicode(text.as_bytes()), *text.as_bytes());
        let large = le(&format!("\u{feff}{}", "a".repeat(LIMIT / 2)));
        assert_eq!(*unicode(&large), *large, "may be cut: refused by its size");
    }
}
