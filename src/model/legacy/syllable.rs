//! Whether a word can be a Vietnamese syllable: an initial, a rime, and a tone on the letter that bears it.

use unicode_normalization::char::decompose_canonical;

/// Letters of the longest syllable, "nghiêng".
const LONGEST: usize = 7;

/// Initials, the longer before those that they begin with.
const INITIALS: &[&str] = &[
    "ngh", "ng", "nh", "n", "ch", "c", "gh", "gi", "g", "kh", "k", "ph", "p", "qu", "th", "tr", "t", "b",
    "d", "đ", "h", "l", "m", "r", "s", "v", "x", "",
];

/// The vowels of a rime; which of them may bear the tone when nothing follows them (none: something has to), for
/// "hòa" and "hoà" are both written; and what may follow them, when the last vowel bears it.
const RIMES: &[(&str, &str, &str)] = &[
    ("a", "0", "c ch m n ng nh p t"),
    ("ă", "", "c k m n ng p t"),
    ("â", "", "c m n ng p t"),
    ("e", "0", "c m n ng p t"),
    ("ê", "0", "ch m n nh p t"),
    ("i", "0", "ch m n nh p t"),
    ("o", "0", "c m n ng p t"),
    ("ô", "0", "c m n ng p t"),
    ("ơ", "0", "m n p t"),
    ("u", "0", "c m n ng p t"),
    ("ư", "0", "c m n ng t"),
    ("y", "0", "ch n nh p t"),
    ("ai", "0", ""),
    ("ao", "0", ""),
    ("au", "0", ""),
    ("ay", "0", ""),
    ("âu", "0", ""),
    ("ây", "0", ""),
    ("eo", "0", ""),
    ("êu", "0", ""),
    ("ia", "0", ""),
    ("iu", "0", ""),
    ("oi", "0", ""),
    ("ôi", "0", ""),
    ("ơi", "0", ""),
    ("ua", "0", ""),
    ("ui", "0", ""),
    ("ưa", "0", ""),
    ("ưi", "0", ""),
    ("ưu", "0", ""),
    ("iê", "", "c m n ng p t"),
    ("iêu", "1", ""),
    ("yê", "", "m n ng t"),
    ("yêu", "1", ""),
    ("uô", "", "c m n ng t"),
    ("uôi", "1", ""),
    ("ươ", "", "c m n ng p t"),
    ("ươi", "1", ""),
    ("ươu", "1", ""),
    ("oa", "01", "c ch m n ng nh p t"),
    ("oă", "", "c m n ng t"),
    ("oe", "01", "n ng t"),
    ("oo", "", "c ng"),
    ("oai", "1", ""),
    ("oao", "1", ""),
    ("oay", "1", ""),
    ("oeo", "1", ""),
    ("uâ", "", "n ng t"),
    ("uây", "1", ""),
    ("uê", "1", "ch n nh"),
    ("uơ", "1", ""),
    ("uy", "01", "ch n nh p t"),
    ("uya", "1", ""),
    ("uyu", "1", ""),
    ("uyê", "", "n t"),
];

const VOWELS: &[char] = &['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];

/// Whether `word` can be a syllable, whatever its case and normal form.
pub(super) fn is_syllable(word: &str) -> bool {
    let Some(Letters { plain, tone }) = letters(word) else { return false };
    let sharp_or_heavy = matches!(tone, Some((_, '\u{301}' | '\u{323}')));
    let mark = tone.map(|(letter, _)| letter);
    INITIALS.iter().any(|initial| {
        let Some(rest) = plain.strip_prefix(initial) else { return false };
        let end = rest.find(|c| !VOWELS.contains(&c)).unwrap_or(rest.len());
        let (vowels, last) = rest.split_at(end);
        let Some((_, open, closed)) = RIMES.iter().find(|(rime, ..)| *rime == vowels) else { return false };
        let before = initial.chars().count();
        let bears = |letter: usize| mark.is_none_or(|mark| mark == before + letter);
        let stands = if last.is_empty() {
            !open.is_empty() && (mark.is_none() || open.bytes().any(|digit| bears(usize::from(digit - b'0'))))
        } else {
            closed.split(' ').any(|end| end == last) && bears(vowels.chars().count() - 1)
        };
        // What stops the breath has two tones alone.
        stands && (!["c", "ch", "p", "t"].contains(&last) || sharp_or_heavy) && meets(initial, vowels)
    })
}

/// Whether an initial is spelt so before these vowels.
fn meets(initial: &str, vowels: &str) -> bool {
    let front = vowels.starts_with(['e', 'ê', 'i', 'y']);
    match initial {
        "c" | "ng" => !front,
        "g" => !front || vowels.starts_with('i'),
        "gh" | "ngh" => front,
        _ => true,
    }
}

/// The letters of a word without its tone, and where that stands.
struct Letters {
    plain: String,
    /// Which letter bears it, and its combining mark.
    tone: Option<(usize, char)>,
}

/// `None` for what is too long, has two tones, or a sign that no Vietnamese letter has.
fn letters(word: &str) -> Option<Letters> {
    let (mut plain, mut count, mut tone, mut foreign) = (String::new(), 0_usize, None, false);
    let mut take = |c: char| match c {
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
            foreign |= tone.is_some() || count == 0;
            tone = Some((count.saturating_sub(1), c));
        }
        '\u{302}' | '\u{306}' | '\u{31b}' => {
            let letter = match (plain.pop(), c) {
                (Some('a'), '\u{302}') => 'â',
                (Some('a'), '\u{306}') => 'ă',
                (Some('e'), '\u{302}') => 'ê',
                (Some('o'), '\u{302}') => 'ô',
                (Some('o'), '\u{31b}') => 'ơ',
                (Some('u'), '\u{31b}') => 'ư',
                _ => '?',
            };
            plain.push(letter);
        }
        c => {
            plain.push(c);
            count += 1;
        }
    };
    for c in word.chars() {
        c.to_lowercase().for_each(|c| decompose_canonical(c, &mut take));
    }
    (!foreign && count <= LONGEST).then_some(Letters { plain, tone })
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn syllables_have_an_initial_a_rime_and_a_tone() {
        for word in "Trường Trung học phổ thông Cộng Hiền Hải Phòng nghiêng khuỷu khuya quốc quyền quýt gì gìn giữa giếng \
            hòa hoà thủy thuỷ khoẻ khỏe thuở huơ xoong đoạn ngoằn ngoèo uống ước yêu yến ý quỳnh huỳnh huệ tuệch luân \
            tuần ngoáy Đắk Lắk Kạn nghị quyết ĐẠI HỌC được ở ạ ừ ơi cửu rượu bưu hươu thứ chữ hoặc oẳn oằn xoèn \
            khuếch khoắng hoắc thuyết duyệt quẹt quặn quây quơ nguệch giặt giỗ ghế nghề kỹ ké gừ cù"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
            assert!(is_syllable(&word.nfd().collect::<String>()), "{word}");
            assert!(is_syllable(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_none() {
        for word in "Trưòng đươc nhât nghá cề gẻ kâ- ấô ăn̂ tiêng̀ nạỳ naỵ mạm̀ hoàn̉ Häp phöôùng lµ école über Müller x² ŵ \
            được̣ nghiêngg thuờng toán̉ gâ ngẽ băn̉g đ b ' -"
            .split_whitespace()
        {
            assert!(!is_syllable(word), "{word}");
        }
        assert!(!is_syllable(""));
        assert!(!is_syllable(&"ấ".repeat(1000)));
    }
}
