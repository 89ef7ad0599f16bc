//! Words in bold within a text: they stand between two signs that no text of a folder has, for those of private use are
//! taken out of it. The signs have no width, and a line that ends between them closes and opens them anew.

use std::ops::Range;

const BEGINS: char = '\u{e000}';
const ENDS: char = '\u{e001}';

/// `text` with the signs around the bytes that are bold.
pub(super) fn marked(text: &str, strong: &[Range<usize>]) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut at = 0;
    for range in strong {
        marked.push_str(text.get(at..range.start).unwrap_or_default());
        marked.push(BEGINS);
        marked.push_str(text.get(range.clone()).unwrap_or_default());
        marked.push(ENDS);
        at = range.end;
    }
    marked.push_str(text.get(at..).unwrap_or_default());
    marked
}

/// Whether nothing in it is bold.
pub(super) fn is_plain(text: &str) -> bool {
    !text.contains(BEGINS)
}

/// A word without the signs around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches([BEGINS, ENDS])
}

/// Lines of one text, each with its own signs.
pub(super) fn closed(lines: &mut [String]) {
    let mut is_open = false;
    for line in lines {
        if is_open {
            line.insert(0, BEGINS);
        }
        let last = line.rfind([BEGINS, ENDS]).and_then(|at| line.get(at..)?.chars().next());
        is_open = last == Some(BEGINS);
        if is_open {
            line.push(ENDS);
        }
    }
}

/// The parts of a text, each bold or not, without the signs.
pub(super) fn runs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut bold = false;
    text.split_inclusive([BEGINS, ENDS]).map(move |part| {
        let run = (bare(part), bold);
        bold = if part.ends_with(BEGINS) { true } else { bold && !part.ends_with(ENDS) };
        run
    })
}

/// Where in the text each byte that [`runs`] leaves stands; empty when that is where it was.
pub(super) fn places(text: &str) -> Vec<usize> {
    if is_plain(text) {
        return Vec::new();
    }
    let left = text.char_indices().filter(|(_, c)| ![BEGINS, ENDS].contains(c));
    left.flat_map(|(at, c)| at..at + c.len_utf8()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bold_words_keep_their_places_through_lines() {
        let text = marked("Mang theo giấy tờ gốc nhé", &[0..4, 10..27]);
        let (mut first, second) = text.split_once(" tờ").map(|(a, b)| (vec![a.to_owned()], b)).unwrap();
        first.push(format!("tờ{second}"));
        closed(&mut first);
        let read: Vec<Vec<(&str, bool)>> =
            first.iter().map(|line| runs(line).filter(|(run, _)| !run.is_empty()).collect()).collect();
        assert_eq!(read[0], [("Mang", true), (" theo ", false), ("giấy", true)]);
        assert_eq!(read[1], [("tờ gốc", true), (" nhé", false)]);
        assert!(is_plain("Mang") && places("Mang").is_empty());
        assert_eq!(places("a\u{e000}b\u{e001}"), [0, 4]);
        assert_eq!(marked("ab", &[]), "ab");
        assert_eq!(bare("\u{e000}ab,\u{e001}"), "ab,");
    }
}
