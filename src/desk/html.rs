//! Text that came from outside, made harmless for HTML.

use std::fmt::{self, Display, Formatter, Write};

/// Characters of one text that are shown; a page stays bounded whatever stands in a file.
const LONGEST: usize = 300;

/// A text from outside: escaped, on one line, without characters that could reorder what stands beside it.
pub(super) struct Safe<'a>(pub &'a str);

impl Display for Safe<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.chars();
        for character in rest.by_ref().take(LONGEST) {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => f.write_char(' ')?,
                unseen if unseen.is_control() || steers(unseen) => f.write_char('\u{FFFD}')?,
                plain => f.write_char(plain)?,
            }
        }
        if rest.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// Whether this invisible character changes the direction of the text around it (Unicode's Bidi_Control).
fn steers(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_markup() {
        let table = [
            ("Họp phụ huynh.pdf", "Họp phụ huynh.pdf"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            (r#"" onload="x"#, "&quot; onload=&quot;x"),
            ("' onload='x", "&#39; onload=&#39;x"),
            ("&lt;", "&amp;lt;"),
            ("hai\ndòng\r\tba\u{2028}bốn", "hai dòng  ba bốn"),
            ("ảnh\u{202E}gnp.exe", "ảnh\u{FFFD}gnp.exe"),
            ("\u{2066}a\u{2069}\u{200F}\u{61C}", "\u{FFFD}a\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("không\u{0}byte\u{7F}\u{9B}", "không\u{FFFD}byte\u{FFFD}\u{FFFD}"),
        ];
        for (given, wanted) in table {
            assert_eq!(Safe(given).to_string(), wanted, "{given:?}");
        }
    }

    #[test]
    fn long_texts_end() {
        let shown = Safe(&"ă".repeat(LONGEST)).to_string();
        assert_eq!(shown.chars().count(), LONGEST);
        let cut = Safe(&"ă".repeat(100_000)).to_string();
        assert!(cut.ends_with('…'));
        assert_eq!(cut.chars().count(), LONGEST + 1);
    }
}
