//! Which encoding a text is in, and how sure that is.
//!
//! A text is looked at in chunks: letters and whatever is not ASCII between two signs of ASCII. A chunk that is no
//! Vietnamese as it stands and is a syllable in some encoding speaks for that encoding, one that is not speaks
//! against it.

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_normalization::char::is_combining_mark;

use super::syllable::is_syllable;
use super::{Encoding, codes, viqr};

/// Different syllables that a certain reading has at least, in how many different words there is at least one of them
/// (in Vietnamese there are two or three), and how many of them stand against one chunk that it cannot read. Another
/// reading has half as many at most.
const ENOUGH: usize = 3;
const AMONG: usize = 3;
const AGAINST: usize = 20;
/// Points that make a text suspect: a chunk has one when a word of French may look the same, else two.
const SUSPECT: usize = 2;
/// The same of VIQR: a sign that changes its letter has one, with a tone after it two.
const VIQR_CERTAIN: usize = 6;
/// Letters of French.
const FRENCH: &str = "àâæçèéêëîïôœùûüÿÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸ";
/// How the bytes of Vietnamese in UTF-8 begin when they were taken for characters; what followed may be lost.
const REMAINS: &[&str] = &["\u{fffd}", "á»", "áº", "Æ°", "Æ¡", "Ä‘", "Ä\u{91}"];

/// What is to be done with a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is to be read as it stands.
    Sound,
    /// It reads so.
    Certain(Reader),
    /// It is no Vietnamese as it stands. How it may read, the likeliest first, at most two; none: it is damaged.
    Doubtful(Vec<Reader>),
}

/// A way to read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// How it was written.
    pub encoding: Encoding,
    /// Its codes were taken for the Vietnamese code page of Windows, not for the western one.
    folded: bool,
    /// Some of the text is Unicode, which stays as it is.
    mixed: bool,
}

/// What speaks for a reading.
#[derive(Default)]
struct Evidence {
    /// Different syllables that nothing but this reading gives.
    good: usize,
    points: usize,
    /// Chunks that it cannot read, and syllables that it makes into none.
    bad: usize,
    unfit: usize,
    /// Chunks that are Unicode for certain.
    unicode: usize,
    /// Different words in all.
    words: usize,
    ambiguous: bool,
}

/// What a chunk is as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Syllables.
    Proper,
    /// Signs around words of ASCII.
    Plain,
    /// Neither.
    Foreign,
}

/// Judges a text by its units: lines, or cells, each of which is written in one way.
pub fn judge(units: &[&str]) -> Verdict {
    let chunks = chunks(units);
    // Dashes and quotes are no letters.
    if !chunks.iter().any(|chunk| chunk.contains(|c| is_code(c) || c == '\u{fffd}')) {
        return judge_signs(units);
    }
    let chunks: Vec<(&str, State)> = chunks.into_iter().map(|chunk| (chunk, state(chunk))).collect();
    if chunks.iter().all(|(_, state)| *state == State::Proper) {
        return Verdict::Sound;
    }
    let words = words(units);
    let encodings = [Encoding::Twice, Encoding::Tcvn3, Encoding::Vni, Encoding::Windows1258];
    let mut found: Vec<(Reader, Evidence)> =
        encodings.iter().filter_map(|encoding| reading(&chunks, words, *encoding)).collect();
    found.sort_by_key(|(_, evidence)| std::cmp::Reverse(evidence.lead()));
    let damaged = |reader: Option<&Reader>| {
        let reads = |chunk| reader.is_some_and(|reader| reader.syllables(chunk) == Some(true));
        chunks.iter().any(|(chunk, _)| is_remains(chunk) && !reads(chunk))
    };
    match found.as_slice() {
        [(reader, best), others @ ..] if best.is_suspect() => {
            let second = others.first().filter(|(_, other)| 2 * other.good > best.good);
            if second.is_none() && best.is_certain() && !damaged(Some(reader)) {
                return Verdict::Certain(*reader);
            }
            Verdict::Doubtful([*reader].into_iter().chain(second.map(|(reader, _)| *reader)).collect())
        }
        _ if damaged(None) => Verdict::Doubtful(Vec::new()),
        _ => Verdict::Sound,
    }
}

/// Whether a text holds what is left of letters that were lost.
pub fn is_damaged(text: &str) -> bool {
    chunks(&[text]).into_iter().any(is_remains)
}

fn is_remains(chunk: &str) -> bool {
    let is_foreign = || state(chunk) == State::Foreign;
    REMAINS.iter().any(|sign| chunk.contains(sign)) && (chunk.contains('\u{fffd}') || is_foreign())
}

/// Judges a text of ASCII.
fn judge_signs(units: &[&str]) -> Verdict {
    let (mut good, mut all) = (HashSet::new(), Evidence::default());
    for unit in units {
        let signs = viqr::signs(unit);
        all.points += signs.points;
        all.ambiguous |= signs.ambiguous;
        for (word, is_good) in signs.words {
            match is_good {
                true => {
                    good.insert(word);
                }
                false => all.bad += 1,
            }
        }
    }
    all.good = good.len();
    all.words = words(units);
    let reader = Reader { encoding: Encoding::Viqr, folded: false, mixed: false };
    match all {
        _ if !all.is_suspect() => Verdict::Sound,
        _ if all.is_certain() && all.points >= VIQR_CERTAIN => Verdict::Certain(reader),
        _ => Verdict::Doubtful(vec![reader]),
    }
}

impl Evidence {
    fn lead(&self) -> isize {
        self.good as isize - (self.bad + self.unfit) as isize
    }

    fn is_suspect(&self) -> bool {
        // Beside Unicode they are Unicode.
        let unfit = if self.unicode == 0 { self.unfit } else { 0 };
        self.points >= SUSPECT && self.good >= 2 * (self.bad + unfit)
    }

    fn is_certain(&self) -> bool {
        let many = self.good >= ENOUGH && self.good * AMONG >= self.words;
        many && (self.bad + self.unfit) * AGAINST <= self.good && self.unicode == 0 && !self.ambiguous
    }
}

/// The better way to read chunks in an encoding, and what speaks for it.
fn reading(chunks: &[(&str, State)], words: usize, encoding: Encoding) -> Option<(Reader, Evidence)> {
    let folds = encoding != Encoding::Windows1258 && chunks.iter().any(|(chunk, _)| codes::can_fold(chunk));
    let pages: &[bool] = if folds { &[false, true] } else { &[false] };
    let weighed = pages.iter().map(|folded| {
        let reader = Reader { encoding, folded: *folded, mixed: false };
        let evidence = Evidence { words, ..reader.weigh(chunks) };
        (Reader { mixed: evidence.unicode > 0, ..reader }, evidence)
    });
    // Letters of the Vietnamese code page are those of Unicode too.
    let fits = weighed.filter(|(reader, _)| !(reader.folded && reader.mixed));
    fits.max_by_key(|(reader, evidence)| (evidence.lead(), !reader.mixed, !reader.folded))
}

/// How many different words a text has; single letters are none.
fn words(units: &[&str]) -> usize {
    let words = units.iter().flat_map(|unit| tokens(unit)).filter(|word| word.chars().nth(1).is_some());
    words.collect::<HashSet<_>>().len()
}

impl Reader {
    /// The way to read a text of which somebody said what it is.
    pub fn confirmed(encoding: Encoding, units: &[&str]) -> Reader {
        let chunks: Vec<_> = chunks(units).into_iter().map(|chunk| (chunk, state(chunk))).collect();
        let best = reading(&chunks, 0, encoding);
        best.map_or(Reader { encoding, folded: false, mixed: false }, |(reader, _)| reader)
    }

    /// What a text says, borrowed when it stays as it is; of one in several encodings every line is in one.
    pub fn read<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() && self.encoding != Encoding::Viqr {
            return Cow::Borrowed(text);
        }
        let line = |line: &'t str| match self.mixed && !self.concerns(line) {
            true => Cow::Borrowed(line),
            false => Cow::Owned(self.decode(line)),
        };
        let read: String = text.split_inclusive('\n').map(line).collect();
        if read == text { Cow::Borrowed(text) } else { Cow::Owned(read) }
    }

    /// Whether some line of a text in several encodings is in this one.
    pub fn concerns(&self, text: &str) -> bool {
        let own = |line: &&str| line.chars().all(|c| codes::has_code(c, self.folded));
        let reads = |chunk: &str| state(chunk) != State::Proper && self.syllables(chunk) == Some(true);
        text.lines().filter(own).any(|line| chunks(&[line]).into_iter().any(reads))
    }

    fn decode(&self, text: &str) -> String {
        if self.folded { self.encoding.decode(&codes::fold(text)) } else { self.encoding.decode(text) }
    }

    /// Whether a chunk reads as syllables; `None`: as nothing that is no ASCII.
    fn syllables(&self, chunk: &str) -> Option<bool> {
        syllables(&self.decode(chunk))
    }

    fn weigh(&self, chunks: &[(&str, State)]) -> Evidence {
        let (mut good, mut evidence) = (HashSet::new(), Evidence::default());
        for (chunk, state) in chunks {
            if *state == State::Proper && !chunk.chars().all(|c| codes::has_code(c, self.folded)) {
                evidence.unicode += 1;
                continue;
            }
            let read = self.decode(chunk);
            let reads = syllables(&read);
            let changed = read != **chunk;
            match (state, reads) {
                // Of one sign nothing can be said.
                _ if chunk.chars().count() == 1 => {}
                (State::Foreign | State::Plain, Some(true)) if changed => {
                    let is_new = good.insert(read.to_lowercase());
                    evidence.points += if is_new { points(chunk) } else { 0 };
                }
                (State::Proper, Some(false)) if changed => evidence.unfit += 1,
                (State::Foreign | State::Plain, Some(false)) if changed || *state == State::Foreign => {
                    evidence.bad += 1;
                }
                _ => {}
            }
        }
        evidence.good = good.len();
        evidence
    }
}

/// Whether a character may be one of a letter's, as it stands or in another encoding.
fn is_code(c: char) -> bool {
    !c.is_ascii() && (c.is_alphabetic() || c <= '\u{ff}' || is_combining_mark(c))
}

/// How unlikely it is that a chunk is a word of another language.
fn points(chunk: &str) -> usize {
    let strange = |c: &char| !c.is_ascii() && !FRENCH.contains(*c);
    let marks = chunk.chars().filter(|c| !c.is_ascii()).count();
    if marks > 1 || chunk.chars().any(|c| strange(&c)) { 2 } else { 1 }
}

/// The different chunks of a text that are not ASCII, in its order.
fn chunks<'t>(units: &[&'t str]) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    let parts = units.iter().flat_map(|unit| tokens(unit));
    parts.filter(|part| !part.is_ascii() && seen.insert(*part)).collect()
}

/// The parts of a text between signs of ASCII.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|token| !token.is_empty())
}

fn state(chunk: &str) -> State {
    // Signs that stand within no word: "x·y".
    let mut inside = chunk.trim_matches(|c: char| !c.is_alphabetic()).chars();
    if inside.any(|c| {
        matches!(c, '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{bf}' | '×' | '÷') && !"\u{ad}ªº".contains(c)
    }) {
        return State::Foreign;
    }
    match syllables(chunk) {
        Some(true) => State::Proper,
        Some(false) => State::Foreign,
        None => State::Plain,
    }
}

/// Whether every word of a text that is not ASCII is a syllable, or the letters of an abbreviation ("QĐ"); `None` when
/// it has none.
fn syllables(text: &str) -> Option<bool> {
    let words = text.split(|c: char| !c.is_alphabetic() && !is_combining_mark(c));
    let mut found = None;
    for word in words.filter(|word| !word.is_ascii() && !is_abbreviation(word)) {
        if !is_syllable(word) || !is_cased(word) {
            return Some(false);
        }
        found = Some(true);
    }
    found
}

/// No capital stands after a small letter.
fn is_cased(word: &str) -> bool {
    let mut rest = word.chars().skip_while(|c| !c.is_lowercase());
    !rest.any(char::is_uppercase)
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().all(|c| "đĐ".contains(c) || (c.is_ascii_uppercase() && !"AEIOUY".contains(c)))
}
