use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

use super::syllable::is_syllable;
use super::*;

/// How another implementation writes each letter (`tests/files/text/make.sh`).
struct Letters(Vec<(char, [String; 4])>);

const ALL: [Encoding; 4] = [Encoding::Tcvn3, Encoding::Vni, Encoding::Viqr, Encoding::Windows1258];

impl Letters {
    fn read() -> Letters {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/text/letters.tsv");
        let text = fs::read_to_string(path).expect("letters.tsv");
        let codes = |field: &str| {
            let bytes = field.split('-').map(|byte| u8::from_str_radix(byte, 16).expect("hexadecimal"));
            bytes.map(char::from).collect::<String>()
        };
        let row = |line: &str| {
            let mut fields = line.split('\t');
            let letter = fields.next().and_then(|letter| letter.chars().next()).expect("a letter");
            (letter, [(); 4].map(|()| codes(fields.next().expect("four encodings"))))
        };
        Letters(text.lines().map(row).collect())
    }

    /// The text in an encoding, each byte as the character of its number.
    fn write(&self, text: &str, encoding: Encoding) -> String {
        let at = ALL.iter().position(|known| *known == encoding).expect("an encoding of the table");
        let mut written = String::new();
        for c in text.nfc() {
            let address = written.rsplit(' ').next().is_some_and(|word| word.starts_with("www."));
            match self.0.iter().find(|(letter, _)| *letter == c) {
                Some((_, codes)) => written.push_str(&codes[at]),
                // As RFC 1456 has it.
                None if encoding == Encoding::Viqr
                    && !address
                    && ".?'`~^(+\\".contains(c)
                    && written.ends_with(vowel) =>
                {
                    written.extend(['\\', c]);
                }
                None => written.push(c),
            }
        }
        written
    }
}

fn vowel(c: char) -> bool {
    "aeiouyAEIOUY^(+".contains(c)
}

/// The texts of every slide of the sample.
fn slides() -> Vec<Vec<String>> {
    fn texts(value: &DeValue, found: &mut Vec<String>) {
        match value {
            DeValue::String(text) => found.push(text.nfc().collect()),
            DeValue::Array(values) => values.iter().for_each(|value| texts(value.get_ref(), found)),
            DeValue::Table(table) => table.values().for_each(|value| texts(value.get_ref(), found)),
            _ => {}
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists");
    let mut slides = Vec::new();
    for folder in fs::read_dir(root).expect("the sample").flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(folder.path()).expect("a playlist").flatten() {
            if file.path().extension().is_some_and(|extension| extension == "toml") {
                let text = fs::read_to_string(file.path()).expect("a slide");
                let mut found = Vec::new();
                let table = DeTable::parse(&text).expect("TOML").into_inner();
                table.values().for_each(|value| texts(value.get_ref(), &mut found));
                slides.push(found);
            }
        }
    }
    assert!(slides.len() > 50, "{}", slides.len());
    slides
}

/// What an encoding keeps of a text: an abbreviation of VIQR no Đ.
fn kept(text: &str, encoding: Encoding) -> String {
    if encoding != Encoding::Viqr {
        return text.to_owned();
    }
    let mut before = ' ';
    let letter = |c: char| {
        let inside = std::mem::replace(&mut before, c).is_alphabetic();
        if c == 'Đ' && inside { "DD".to_owned() } else { c.to_string() }
    };
    text.chars().map(letter).collect()
}

fn units(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A fixed sequence of numbers.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below as u64) as usize
    }
}

#[test]
fn every_letter_reads_as_others_write_it() {
    let letters = Letters::read();
    assert_eq!(letters.0.len(), 134);
    for (letter, codes) in &letters.0 {
        for (encoding, code) in ALL.iter().zip(codes) {
            // A sign of ASCII is a mark only where it makes a syllable.
            let end = if *encoding == Encoding::Viqr && !syllable::is_syllable(&letter.to_string()) {
                "n"
            } else {
                ""
            };
            let read = encoding.decode(&format!("{code}{end}"));
            assert_eq!(read, format!("{letter}{end}"), "{encoding:?} {code:?}");
        }
    }
}

#[test]
fn the_sample_stays_as_it_is() {
    for slide in slides() {
        assert_eq!(judge(&units(&slide)), Verdict::Sound, "{slide:?}");
        let apart: Vec<String> = slide.iter().map(|text| text.nfd().collect()).collect();
        assert_eq!(judge(&units(&apart)), Verdict::Sound, "{slide:?}");
    }
}

#[test]
fn every_text_of_the_sample_is_known_again_in_every_encoding() {
    let letters = Letters::read();
    for encoding in ALL {
        let (mut certain, mut all) = (0, 0);
        for slide in slides() {
            let written: Vec<String> = slide.iter().map(|text| letters.write(text, encoding)).collect();
            let reader = match judge(&units(&written)) {
                Verdict::Certain(reader) => {
                    certain += 1;
                    reader
                }
                Verdict::Doubtful(readers) => *readers.first().expect("a reading"),
                // Nothing in it but ASCII, or too little.
                Verdict::Sound => {
                    assert!(written.concat().len() < 200 || written == slide, "{encoding:?}: {written:?}");
                    continue;
                }
            };
            all += 1;
            assert_eq!(reader.encoding, encoding, "{written:?}");
            for (text, written) in slide.iter().zip(&written) {
                assert_eq!(kept(&reader.read(written), encoding), kept(text, encoding), "{encoding:?}");
            }
        }
        // The rest is a few words, or has a full stop that may be a mark.
        let (part, whole) = if encoding == Encoding::Viqr { (1, 3) } else { (4, 5) };
        assert!(certain * whole >= all * part, "{encoding:?}: {certain} of {all}");
    }
}

#[test]
fn what_was_pasted_is_known_too() {
    let text = "Trường THPT Cộng Hiền thông báo: họp phụ huynh học sinh lúc 7 giờ ngày Chủ nhật – mời dự đủ";
    let letters = Letters::read();
    let bytes = |text: &str| text.bytes().map(char::from).collect::<String>();
    for encoding in [Encoding::Tcvn3, Encoding::Vni] {
        let western = letters.write(text, encoding);
        for written in [western.clone(), codes::windows(&western), codes::unfold(&western)] {
            let Verdict::Certain(reader) = judge(&[&written]) else {
                panic!("{written}: {:?}", judge(&[&written]))
            };
            assert_eq!((reader.encoding, &*reader.read(&written)), (encoding, text), "{written}");
        }
    }
    for written in [bytes(text), codes::windows(&bytes(text)), codes::unfold(&bytes(text))] {
        let Verdict::Certain(reader) = judge(&[&written]) else { panic!("{written}") };
        assert_eq!((reader.encoding, &*reader.read(&written)), (Encoding::Twice, text), "{written}");
    }
}

#[test]
fn capitals_of_tcvn3_are_those_of_their_word() {
    for (written, read) in [
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("Sè 5, tr\u{ad}êng §¹I HäC", "Số 5, trường ĐẠI HỌC"),
        ("Èn Ðn \u{d9}", "ẩn én Ù"),
        ("AÊn E\u{d0}n Ý¤éT", "Aấn Én ÍỘT"),
        ("–\u{96} 37°C", "–– 37°C"),
    ] {
        assert_eq!(Encoding::Tcvn3.decode(written), read);
    }
    assert_eq!(Encoding::Tcvn3Capitals.decode("céng hoµ"), "CỘNG HOÀ");
}

#[test]
fn marks_of_viqr_are_told_from_points() {
    for (written, read) in [
        ("Ho.p phu. huynh ho.c sinh, lu'c 7 gio+`.", "Họp phụ huynh học sinh, lúc 7 giờ."),
        ("DDa`o ta.o nga`nh Y (kho'a 2)", "Đào tạo ngành Y (khóa 2)"),
        ("xem www.thptconghien.haiphong.edu.vn nhe'", "xem www.thptconghien.haiphong.edu.vn nhé"),
        ("hay\\. ho\\? a\\(b", "hay. ho? a(b"),
        ("nay. tai? ta?i", "nay. tai? tải"),
        (
            "media/thanh-pho\\.png edu.vn va`/hoa(.c 15/QDD-UBND DDBSCL",
            "media/thanh-pho.png edu.vn và/hoặc 15/QDD-UBND ĐBSCL",
        ),
    ] {
        assert_eq!(Encoding::Viqr.decode(written), read);
    }
}

#[test]
fn other_languages_and_ascii_stay_as_they_are() {
    for text in [
        "Lop 10A1? Co' 45 hoc sinh. Truong THPT Cong Hien (Hai Phong), goi 1800 1096.",
        "Hop phu huynh luc 7h. Moi den du! Dia chi: thptconghien.haiphong.edu.vn",
        "I'm sure you're late: it's 7 a.m. already, isn't it? We'll go (at once). e.g. i.e. etc.",
        "Toan 10: a^n . a^m = a^(m+n); (a+b)^2 = a^2 + 2ab + b^2; log(u+v); f(x) = e^x; o.5",
        "C++ to+do a.b.c x.y.z u.v. no.1 q.e.d. ma(t) la(m) na.me so.rt",
        "L'école où j'ai été élève était très près du château; les garçons ont dû naître à Noël.",
        "Où est-ce ? Il a dû goûter un gâteau. Ça m'a plu.",
        "Müller aus Köln trägt schöne Schuhe, der Präsident von Österreich grüßt.",
        "El niño de Perú comió piña mañana; São Paulo, ação, coração, Pelé, Zoë, Señor.",
        "Café «Hà Nội» – 37°C, 5 µm, m², ½ ngày, © 2026 ® ™ … “trích”",
        "Đắk Lắk, Kon Tum, Krông Pắc, Ê-đê, M'Nông, Ô-xtrây-li-a, pô-ly-me",
        "Theo QĐ số 15/QĐ-UBND của UBND TP, GD&ĐT «chó má» không đươc duyêt ngươì",
        "日本語 и русский, ελληνικά",
        "",
        "–",
    ] {
        assert_eq!(judge(&[text]), Verdict::Sound, "{text}");
        if !text.is_ascii() {
            let latin: String = text.chars().filter(|c| *c <= '\u{ff}').collect();
            assert!(!matches!(judge(&[&latin]), Verdict::Certain(_)), "{text}");
            // As Latin-1 that was taken for TCVN3 it never is certain either.
            let bytes: String = text.bytes().map(char::from).collect();
            let certain =
                matches!(judge(&[&bytes]), Verdict::Certain(reader) if reader.encoding != Encoding::Twice);
            assert!(!certain, "{text}");
        }
    }
}

#[test]
fn a_short_or_a_mixed_text_is_shown_to_the_clerk() {
    for (units, encoding) in [
        (&["Häp phô huynh"][..], Encoding::Tcvn3),
        (&["Tr\u{ad}êng THPT"], Encoding::Tcvn3),
        (&["Tröôøng"], Encoding::Vni),
        (&["Họp phụ huynh lúc 7 giờ", "t¹i tr\u{ad}êng"], Encoding::Tcvn3),
        (&["Trường THPT Cộng Hiền", "Tröôøng THPT"], Encoding::Vni),
        (&["Họp phụ huynh", "há»\u{8d}c sinh giá»\u{8f}i"], Encoding::Twice),
        (&["Ho.p tru+o+`ng so+? ta.i ddi.a ddie^?m"], Encoding::Viqr),
    ] {
        let Verdict::Doubtful(readers) = judge(units) else { panic!("{units:?}: {:?}", judge(units)) };
        assert_eq!(readers[0].encoding, encoding, "{units:?}");
    }
    for text in ["Trưá»ng THPT", "Tr\u{fffd}ng", "Họp phụ huynh tại trá»ng"] {
        assert_eq!(judge(&[text]), Verdict::Doubtful(Vec::new()), "{text}");
        assert!(is_damaged(text));
    }
}

#[test]
fn what_somebody_confirmed_is_read_line_by_line() {
    let text = "Họp phụ huynh lúc 7 giờ\nt¹i tr\u{ad}êng\n- Phô huynh n¾m râ";
    let reader = Reader::confirmed(Encoding::Tcvn3, &[text]);
    assert_eq!(reader.read(text), "Họp phụ huynh lúc 7 giờ\ntại trường\n- Phụ huynh nắm rõ");
    let reader = Reader::confirmed(Encoding::Viqr, &["x"]);
    assert_eq!(reader.read("ho.c\nsinh"), "học\nsinh");
}

#[test]
fn noise_is_never_certain() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for round in 0..6_000 {
        let length = 1 + dice.throw(300);
        // All bytes; those of letters, with spaces; ASCII alone.
        let from: Vec<u8> = match round % 3 {
            0 => (0..=255).collect(),
            1 => (b'a'..=b'z').chain(0xA1..=0xFE).chain([b' '; 40]).collect(),
            _ => b"aeiouydnthcg^(+'`?~. ".to_vec(),
        };
        let text: String = (0..length).map(|_| char::from(from[dice.throw(from.len())])).collect();
        let verdict = judge(&[&text]);
        assert!(!matches!(verdict, Verdict::Certain(_)), "{round}: {text:?} {verdict:?}");
    }
}

#[test]
fn mutants_are_never_certain_of_another_encoding() {
    let letters = Letters::read();
    let slides = slides();
    let mut dice = Dice(0xD1B5_4A32_D192_ED03);
    for round in 0..1_000 {
        let slide = &slides[dice.throw(slides.len())];
        let encoding = ALL[round % ALL.len()];
        let mut text: Vec<char> = letters.write(&slide.join("\n"), encoding).chars().collect();
        for _ in 0..dice.throw(text.len() / 8 + 2) {
            let at = dice.throw(text.len());
            match dice.throw(3) {
                0 => text[at] = char::from(dice.throw(256) as u8),
                1 if text.len() > 1 => drop(text.remove(at)),
                _ => text.insert(at, text[dice.throw(text.len())]),
            }
        }
        let text: String = text.into_iter().collect();
        if let Verdict::Certain(reader) = judge(&[&text]) {
            assert_eq!(reader.encoding, encoding, "{round}: {text}");
            reader.read(&text);
        }
        for encoding in Encoding::NAMES.iter().map(|(_, encoding)| *encoding) {
            Reader::confirmed(encoding, &[&text]).read(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any words of the sample in any order read as they were written, or somebody is asked.
    #[test]
    fn sentences_are_known_again(picks in prop::collection::vec(any::<prop::sample::Index>(), 1..30), which in 0..4_usize) {
        static SAMPLE: LazyLock<(Letters, Vec<Vec<String>>)> = LazyLock::new(|| (Letters::read(), slides()));
        let ((letters, slides), encoding) = (&*SAMPLE, ALL[which]);
        let words: Vec<&str> = slides.iter().flatten().flat_map(|text| text.split_whitespace()).collect();
        let text = picks.iter().map(|pick| *pick.get(&words)).collect::<Vec<_>>().join(" ");
        let written = letters.write(&text, encoding);
        match judge(&[&written]) {
            Verdict::Certain(reader) => {
                prop_assert_eq!(reader.encoding, encoding);
                prop_assert_eq!(kept(&reader.read(&written), encoding), kept(&text, encoding));
            }
            Verdict::Doubtful(readers) => prop_assert!(readers.iter().any(|reader| reader.encoding == encoding), "{written} {readers:?}"),
            // Too few marks to tell, where the words cannot be read as they stand: VNI's "phố" is a "phoá", too.
            Verdict::Sound => {
                let strange = text.split(' ').zip(written.split(' ')).filter(|(_, word)| !is_syllable(word.trim_matches(|c: char| c.is_ascii_punctuation())));
                let marks = strange.flat_map(|(word, _)| word.chars()).filter(|c| !c.is_ascii()).count();
                prop_assert!(encoding == Encoding::Viqr || marks < 4, "{}", written);
            }
        }
    }
}
