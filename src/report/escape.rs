//! Text that came from outside, made harmless for HTML and SVG.

use std::fmt::{self, Display, Formatter, Write};

/// Escaped, on one line, without characters that cannot stand in XML or that reorder what stands beside them.
pub(super) struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                plain => f.write_char(seen(plain))?,
            }
        }
        Ok(())
    }
}

/// Without characters that Word's and Excel's XML cannot hold.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(seen).collect()
}

/// The character, or one that may stand everywhere in its place.
fn seen(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        unseen if unseen.is_control() => '\u{FFFD}',
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_markup_or_steers() {
        let table = [
            ("<b a=\"1\">&", "&lt;b a=&quot;1&quot;&gt;&amp;"),
            ("hai\ndòng", "hai dòng"),
            ("\u{202E}x\u{0}\u{FFFE}", "\u{FFFD}x\u{FFFD}\u{FFFD}"),
        ];
        for (given, wanted) in table {
            assert_eq!(Escaped(given).to_string(), wanted);
        }
        assert_eq!(plain("<\u{7}>"), "<\u{FFFD}>");
    }
}
