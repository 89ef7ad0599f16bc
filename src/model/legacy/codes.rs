//! The code tables, and texts that were put through a wrong one.

use unicode_normalization::UnicodeNormalization;

/// 0x80 to 0x9F as Windows has them; the fonts before Unicode drew quotes and dashes there too.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// 0xA1 to 0xFE of TCVN3. A space: no letter.
const TCVN3: &str =
    "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";

/// Where Windows-1258 differs from Latin-1.
const WINDOWS_1258: &[(char, char)] = &[
    ('Ã', 'Ă'),
    ('Ì', '\u{300}'),
    ('Ð', 'Đ'),
    ('Ò', '\u{309}'),
    ('Õ', 'Ơ'),
    ('Ý', 'Ư'),
    ('Þ', '\u{303}'),
    ('ã', 'ă'),
    ('ì', '\u{301}'),
    ('ð', 'đ'),
    ('ò', '\u{323}'),
    ('õ', 'ơ'),
    ('ý', 'ư'),
    ('þ', '₫'),
];

/// Letters of VNI that are one code.
const VNI_LETTERS: &[(char, char)] = &[
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];

/// Codes of VNI that stand after a letter, the combining marks that they are, and the letters they are written
/// after.
const VNI_MARKS: &[(char, &str, &str)] = &[
    ('ù', "\u{301}", "aeouyơư"),
    ('ø', "\u{300}", "aeouyơư"),
    ('û', "\u{309}", "aeouyơư"),
    ('õ', "\u{303}", "aeouyơư"),
    ('ï', "\u{323}", "aeouyơư"),
    ('â', "\u{302}", "aeo"),
    ('á', "\u{302}\u{301}", "aeo"),
    ('à', "\u{302}\u{300}", "aeo"),
    ('å', "\u{302}\u{309}", "aeo"),
    ('ã', "\u{302}\u{303}", "aeo"),
    ('ä', "\u{302}\u{323}", "aeo"),
    ('ê', "\u{306}", "a"),
    ('é', "\u{306}\u{301}", "a"),
    ('è', "\u{306}\u{300}", "a"),
    ('ú', "\u{306}\u{309}", "a"),
    ('ü', "\u{306}\u{303}", "a"),
    ('ë', "\u{306}\u{323}", "a"),
];

/// The character that Windows draws for a code.
fn drawn(c: char) -> char {
    let at = (c as usize).checked_sub(0x80);
    at.and_then(|at| WINDOWS.get(at)).copied().unwrap_or(c)
}

/// Whether Windows has a code for this character, in its western code page or, when `folded`, its Vietnamese one.
pub(super) fn has_code(c: char, folded: bool) -> bool {
    c <= '\u{ff}' || WINDOWS.contains(&c) || (folded && WINDOWS_1258.iter().any(|(_, own)| *own == c))
}

/// Whether some character stands for a code of Windows-1258 that is another one in Latin-1.
pub(super) fn can_fold(text: &str) -> bool {
    text.chars().any(|c| c > '\u{ff}' && WINDOWS_1258.iter().any(|(_, own)| *own == c))
}

/// The characters of Latin-1 for what was read as Windows-1258.
pub(super) fn fold(text: &str) -> String {
    let latin = |c| WINDOWS_1258.iter().find(|(_, own)| *own == c).map_or(c, |(latin, _)| *latin);
    text.chars().map(latin).collect()
}

pub(super) fn windows1258(text: &str) -> String {
    let own = |c| WINDOWS_1258.iter().find(|(latin, _)| *latin == c).map_or(drawn(c), |(_, own)| *own);
    text.chars().map(own).nfc().collect()
}

/// What the Vietnamese Windows takes these codes for.
#[cfg(test)]
pub(super) fn unfold(text: &str) -> String {
    text.chars()
        .map(|c| WINDOWS_1258.iter().find(|(latin, _)| *latin == c).map_or(drawn(c), |(_, own)| *own))
        .collect()
}

/// The same of the western one.
#[cfg(test)]
pub(super) fn windows(text: &str) -> String {
    text.chars().map(drawn).collect()
}

/// Capitals that bear a tone have no code of their own: a word whose other letters are capitals is one of capitals, and
/// some converters write the capital and its small letter with the tone.
pub(super) fn tcvn3(text: &str) -> String {
    let table: Vec<char> = TCVN3.chars().collect();
    let letter = |c: char| {
        let found = (c as usize).checked_sub(0xA1).and_then(|at| table.get(at)).copied();
        found.filter(|letter| *letter != ' ').unwrap_or(drawn(c))
    };
    let read: String = text.chars().map(letter).collect();
    let shouts =
        text.split(|c: char| !in_word(c)).any(shouted) && !text.contains(|c: char| c.is_ascii_lowercase());
    let mut shown = String::with_capacity(read.len());
    let mut read = read.chars();
    for part in text.split_inclusive(|c: char| !in_word(c)) {
        let part_read = read.by_ref().take(part.chars().count());
        if shouts || shouted(part) {
            shown.extend(part_read.flat_map(char::to_uppercase));
        } else {
            shown.extend(part_read);
        }
    }
    merged(&shown)
}

/// A capital and the same letter with a tone after it are one.
fn merged(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    for c in text.chars() {
        let capital = c.to_uppercase().next().unwrap_or(c);
        if read
            .chars()
            .next_back()
            .is_some_and(|before| before.is_uppercase() && toneless(capital) == Some(before))
        {
            read.pop();
            read.push(capital);
        } else {
            read.push(c);
        }
    }
    read
}

/// The letter without its tone; `None`: it has none.
fn toneless(letter: char) -> Option<char> {
    let tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let parts: Vec<char> = letter.nfd().collect();
    if parts.iter().any(tone) { parts.into_iter().filter(|c| !tone(c)).nfc().next() } else { None }
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c > '\u{a0}'
}

/// Whether a word in TCVN3 has capitals, more than one, and no small letter of which that is known.
fn shouted(word: &str) -> bool {
    let capital = |c: &char| c.is_ascii_uppercase() || ('\u{a1}'..='\u{a7}').contains(c);
    word.chars().filter(capital).count() > 1
        && !word.contains(|c: char| c.is_ascii_lowercase() || ('\u{a8}'..='\u{ae}').contains(&c))
}

pub(super) fn vni(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    // The small letter that a mark may follow.
    let mut before = ' ';
    for c in text.chars() {
        let small = lower(c);
        let mark = VNI_MARKS.iter().find(|(code, _, after)| *code == small && after.contains(before));
        if let Some((_, marks, _)) = mark {
            read.push_str(marks);
            before = ' ';
            continue;
        }
        let letter = VNI_LETTERS.iter().find(|(code, _)| *code == small).map(|(_, letter)| *letter);
        before = letter.unwrap_or(small);
        match letter {
            Some(letter) if small != c => read.extend(letter.to_uppercase()),
            Some(letter) => read.push(letter),
            None => read.push(drawn(c)),
        }
    }
    read.nfc().collect()
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// UTF-8 whose bytes were taken for characters, wherever that is what they are.
pub(super) fn twice(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut bytes = Vec::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if !c.is_ascii() {
            run.push(c);
            bytes.extend(code(c));
            continue;
        }
        match std::str::from_utf8(&bytes) {
            Ok(meant) if bytes.len() == run.chars().count() => read.push_str(meant),
            _ => read.push_str(&run),
        }
        bytes.clear();
        run.clear();
        read.push(c);
    }
    read.pop();
    read
}

/// The code of a character in Windows' western code page.
fn code(c: char) -> Option<u8> {
    let high = || Some(0x80 + u8::try_from(WINDOWS.iter().position(|own| *own == c)?).ok()?);
    u8::try_from(u32::from(c)).ok().or_else(high)
}
