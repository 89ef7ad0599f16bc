//! Text as it is to be printed: NFC, without invisible characters, with the spaces that must not break.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::phone;

/// Keeps two words on one line.
const NO_BREAK: char = '\u{a0}';

/// Words that belong to the number after them (domain.md §4: "Điều 8", "lớp 10A1", "số 76/NQ-CP").
const BEFORE_NUMBER: &[&str] = &[
    "bước", "chương", "cột", "điểm", "điều", "khoá", "khóa", "khoản", "khối", "kỳ", "lớp", "lục", "mục",
    "năm", "ngày", "phần", "phòng", "quý", "số", "tầng", "tháng", "tiết", "trang", "tuần",
];

/// Units, which belong to the number before them ("15 phút").
const AFTER_NUMBER: &[&str] = &[
    "%", "bản", "bộ", "buổi", "cm", "đ", "điểm", "đồng", "em", "giây", "giờ", "kg", "km", "lần", "m", "năm",
    "ngày", "người", "phút", "tháng", "tiết", "tiếng", "trang", "triệu", "tuần", "tuổi", "tỷ", "ý",
];

/// The text in NFC. Nearly every name is that already, and ten thousand of them are read at the start.
pub fn nfc(text: Cow<str>) -> Cow<str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        _ => text.nfc().collect::<String>().into(),
    }
}

/// "1.234.567" of "1234567", with that `mark`.
pub fn grouped(digits: &str, mark: char) -> String {
    let mut told = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            told.push(mark);
        }
        told.push(digit);
    }
    told
}

/// One line: every run of white space, line ends included, is one space.
pub fn line(text: &str) -> String {
    let clean: String = text.nfc().filter(|c| c.is_whitespace() || !invisible(*c)).collect();
    bind(&clean.split_whitespace().collect::<Vec<_>>())
}

/// Several lines, each tidied; line ends are kept.
pub fn lines(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The text with ordinary spaces, for lists and file formats rather than for the wall.
pub fn unbound(text: &str) -> String {
    text.replace(NO_BREAK, " ")
}

/// Where the text holds a `[cần điền]`, in bytes; in any case, spacing or normal form, with or without a hint
/// (`[ Cần  điền: giờ trực ]`).
pub fn placeholders(text: &str) -> Vec<Range<usize>> {
    let brackets = text.match_indices('[').map(|(start, _)| {
        // Up to its own end or the next beginning: each byte is looked at once.
        let inside = &text[start + 1..];
        let end = inside.find(['[', ']']).map_or(text.len(), |at| start + 1 + at);
        start..if text[end..].starts_with(']') { end + 1 } else { end }
    });
    brackets.filter(|bracket| asks_to_fill(&text[bracket.clone()])).collect()
}

/// Whether the text holds a `[cần điền]`.
pub fn is_placeholder(text: &str) -> bool {
    !placeholders(text).is_empty()
}

fn asks_to_fill(bracket: &str) -> bool {
    let inside: String = bracket.nfc().collect::<String>().to_lowercase();
    let mut words = inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next() == Some("cần") && words.next() == Some("điền")
}

/// Control, zero-width and direction-changing characters, which print nothing and can forge what is read, and those of
/// private use, which no font here has (bullets of Word's Symbol font).
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Joins words by spaces, by [`NO_BREAK`] where the two belong together.
fn bind(words: &[&str]) -> String {
    let mut bound = String::new();
    // How many of the words to come belong to the telephone number under way.
    let mut phone_left = 0;
    for (at, word) in words.iter().enumerate() {
        bound.push_str(word);
        let Some(next) = words.get(at + 1) else { break };
        if phone_left == 0 {
            phone_left = phone_groups(&words[at..]);
        }
        phone_left = phone_left.saturating_sub(1);
        let together = phone_left > 0 || belongs(word, next, words.get(at + 2).copied());
        bound.push(if together { NO_BREAK } else { ' ' });
    }
    bound
}

/// How many words from the first on are the groups of one telephone number ("(0225)", "3888", "888"); 0: none.
fn phone_groups(words: &[&str]) -> usize {
    (2..=words.len().min(4))
        .rev()
        .find(|count| {
            let groups = &words[..*count];
            let digits = |group: &&str| bare(group).chars().all(|c| c.is_ascii_digit() || "+()".contains(c));
            groups.iter().all(digits) && phone::grouped(bare(&groups.join(" "))).is_some()
        })
        .unwrap_or(0)
}

/// Whether `word` and `next` stay on one line; `after` follows them.
fn belongs(word: &str, next: &str, after: Option<&str>) -> bool {
    let lower = opened(word).to_lowercase();
    if BEFORE_NUMBER.contains(&lower.as_str()) && (is_number(next) || is_roman(next)) {
        return true;
    }
    let unit = bare(next).to_lowercase();
    // In "ngày 13 tháng 02" the month belongs to its own number, else the whole date would be one long word.
    let taken = BEFORE_NUMBER.contains(&unit.as_str()) && after.is_some_and(is_number);
    is_number(word)
        && word.ends_with(|c: char| c.is_alphanumeric())
        && AFTER_NUMBER.contains(&unit.as_str())
        && !taken
}

fn is_number(word: &str) -> bool {
    opened(word).starts_with(|c: char| c.is_ascii_digit())
}

fn is_roman(word: &str) -> bool {
    let numeral = bare(word).split('.').next().unwrap_or("");
    !numeral.is_empty() && numeral.chars().all(|c| "IVXLC".contains(c))
}

/// Without opening marks.
fn opened(word: &str) -> &str {
    word.trim_start_matches(['(', '“', '"', '«', '‘'])
}

/// Without opening and closing marks; a bracket of a telephone number's area code stays.
fn bare(word: &str) -> &str {
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '”', '"', '»', '’', '…']);
    if word.contains('(') { word } else { opened(word.trim_end_matches(')')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_composed_and_visible() {
        assert_eq!(line("  Thu\u{309}  tu\u{323}c\t\u{200b}\u{202e}hành\u{7} chính\n"), "Thủ tục hành chính");
        assert_eq!(line("ê\u{301}"), "ế", "half composed, as “tổ hợp” keyboards type");
        assert_eq!(lines(" a \n\n b "), "a\n\nb");
    }

    #[test]
    fn numbers_stay_with_their_words() {
        for (written, bound) in [
            ("sau 15 phút, mời vào", "sau 15~phút, mời vào"),
            ("Theo Điều 8 và khoản 2", "Theo Điều~8 và khoản~2"),
            ("tập thể lớp 10A1", "tập thể lớp~10A1"),
            ("Nghị quyết số 76/NQ-CP", "Nghị quyết số~76/NQ-CP"),
            ("Trang 2/4", "Trang~2/4"),
            ("ngày 13 tháng 02 năm 2025", "ngày~13 tháng~02 năm~2025"),
            ("lúc 8 giờ 30 phút", "lúc 8~giờ 30~phút"),
            ("trong 5 ngày làm việc", "trong 5~ngày làm việc"),
            ("BCH Trung ương khóa XII", "BCH Trung ương khóa~XII"),
            ("gọi 1800 1096 hoặc (0225) 3888 888.", "gọi 1800~1096 hoặc (0225)~3888~888."),
            ("+84 912 345 678", "+84~912~345~678"),
            ("0912 345 678 (văn phòng)", "0912~345~678 (văn phòng)"),
            ("năm học mới, 10 lớp", "năm học mới, 10 lớp"),
        ] {
            assert_eq!(line(written).replace('\u{a0}', "~"), bound);
        }
    }

    #[test]
    fn placeholders_are_found_in_every_spelling() {
        for text in [
            "[cần điền]",
            "Gọi [ Cần  điền ] nhé",
            "[CẦN ĐIỀN: giờ trực]",
            "[1] và [cần điền số",
            "[cần-điền]",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        let decomposed: String = "Số [cần điền]".nfd().collect();
        assert!(is_placeholder(&decomposed));
        assert_eq!(placeholders("a [cần điền] [b] [Cần điền"), [2..17, 22..36]);
        for text in ["cần điền đơn", "[cân điện tử]", "[1] cần điền", "[cần]"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
