//! VIQR: marks written as ASCII signs after their letter (RFC 1456).
//!
//! A full stop after a vowel may be one, or the tone nặng. What stands inside a word is a mark; at its end the
//! syllable tells, and where it does not, a reading is not certain.

use unicode_normalization::UnicodeNormalization;

use super::syllable::is_syllable;

/// What a text says when it is VIQR.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Words with a mark inside them, as they read, each in small letters, and whether it is a syllable.
    pub words: Vec<(String, bool)>,
    /// How unlikely it is that those that are syllables are anything else: signs such as "e^'" hardly are.
    pub points: usize,
    /// Somewhere a full stop may be one.
    pub ambiguous: bool,
}

/// A word and the marks in it.
#[derive(Default)]
struct Word {
    /// With combining marks.
    text: String,
    /// The same without the last sign, when it is a mark at the end, and that sign.
    end: Option<(String, char)>,
    letters: usize,
    /// It has marks; one stands before a letter.
    marked: bool,
    inside: bool,
    /// One changes its letter; one is followed by a tone.
    quality: bool,
    double: bool,
}

pub(super) fn decode(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    scan(text, &mut |found, _| match found {
        Found::Sign(sign) => read.push(sign),
        Found::Word(word, written) => match &word.end {
            _ if !word.marked || is_syllable(&word.text) => read.push_str(&word.text),
            Some((bare, sign)) if bare.is_ascii() || is_syllable(bare) => {
                read.push_str(bare);
                read.push(*sign);
            }
            // No Vietnamese: an address.
            _ => read.push_str(written),
        },
    });
    read.nfc().collect()
}

/// What speaks for VIQR in a text.
pub(super) fn signs(text: &str) -> Signs {
    let mut signs = Signs::default();
    scan(text, &mut |found, rest| {
        let Found::Word(word, written) = found else { return };
        let good = is_syllable(&word.text);
        if word.inside {
            let strong = usize::from(word.quality) + usize::from(word.double);
            signs.points += if good && word.letters > 2 { strong } else { 0 };
            signs.words.push((word.text.to_lowercase(), good));
        }
        // "BGDDDT" is "BGĐDT" or "BGDĐT".
        signs.ambiguous |= written.get(1..).is_some_and(|rest| rest.contains("DD"));
        let ends = rest.trim_start().chars().next().is_none_or(|c| !c.is_lowercase());
        if let Some((bare, '.' | '?')) = &word.end {
            signs.ambiguous |= good && ends && (bare.is_ascii() || is_syllable(bare));
        }
    });
    signs
}

enum Found<'t> {
    Sign(char),
    /// As it reads, and as it is written.
    Word(Word, &'t str),
}

/// Hands over every word and every sign that is in none, with what follows.
fn scan(text: &str, found: &mut dyn FnMut(Found, &str)) {
    let mut rest = text;
    let mut is_start = true;
    while let Some(c) = rest.chars().next() {
        let token = rest.find(char::is_whitespace).map_or(rest, |end| &rest[..end]);
        if is_start && is_address(token) {
            token.chars().for_each(|c| found(Found::Sign(c), ""));
            rest = &rest[token.len()..];
        } else if c.is_ascii_alphabetic() {
            let (word, left) = word(rest);
            let written = &rest[..rest.len() - left.len()];
            rest = left;
            found(Found::Word(word, written), rest);
        } else {
            let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
            let sign = escaped.filter(|c| c.is_ascii_punctuation());
            rest = &rest[c.len_utf8() + usize::from(sign.is_some())..];
            found(Found::Sign(sign.unwrap_or(c)), rest);
        }
        is_start = c.is_whitespace();
    }
}

fn is_address(token: &str) -> bool {
    token.contains("://") || token.contains('@') || token.starts_with("www.")
}

/// The word at the beginning of `text`, and what follows it.
fn word(text: &str) -> (Word, &str) {
    let mut word = Word::default();
    let mut rest =
        text.strip_prefix(['d', 'D']).and_then(|rest| rest.strip_prefix(['d', 'D'])).unwrap_or(text);
    if rest.len() < text.len() {
        word.text.push(if text.starts_with('d') { 'đ' } else { 'Đ' });
        word.letters = 1;
    }
    while let Some(letter) = rest.chars().next().filter(char::is_ascii_alphabetic) {
        word.inside |= word.end.take().is_some();
        word.text.push(letter);
        word.letters += 1;
        rest = &rest[1..];
        let quality = quality(letter, rest);
        let mut mark = |combining, rest: &mut &str| {
            let sign = rest.chars().next().unwrap_or_default();
            word.end = Some((word.text.clone(), sign));
            word.text.push(combining);
            word.marked = true;
            *rest = &rest[1..];
        };
        if let Some(combining) = quality {
            mark(combining, &mut rest);
        }
        let vowel = "aeiouyAEIOUY".contains(letter);
        let tone = tone(rest).filter(|_| vowel);
        if let Some(combining) = tone {
            mark(combining, &mut rest);
        }
        word.quality |= quality.is_some();
        word.double |= quality.is_some() && tone.is_some();
    }
    (word, rest)
}

/// The combining mark of the sign after `letter`.
fn quality(letter: char, rest: &str) -> Option<char> {
    match (letter.to_ascii_lowercase(), rest.chars().next()?) {
        ('a' | 'e' | 'o', '^') => Some('\u{302}'),
        ('a', '(') => Some('\u{306}'),
        ('o' | 'u', '+') => Some('\u{31b}'),
        _ => None,
    }
}

fn tone(rest: &str) -> Option<char> {
    match rest.chars().next()? {
        '\'' => Some('\u{301}'),
        '`' => Some('\u{300}'),
        '?' => Some('\u{309}'),
        '~' => Some('\u{303}'),
        '.' => Some('\u{323}'),
        _ => None,
    }
}
