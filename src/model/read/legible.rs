//! Text in whatever encoding it came, as Unicode, or the problem that shows how it would read.

use std::borrow::Cow;

use super::source::unicode;
use super::{LIMIT, Line};
use crate::model::legacy::{Encoding, Reader, Verdict, judge};
use crate::model::{Level, Problem, Words, tidy};
use crate::words;

/// Most characters of a reading that are shown.
const SHOWN: usize = 90;

/// The bytes of a text in UTF-8, and what there is to say about how it was written; or why it cannot be read.
pub type Legible<'a> = Result<(Cow<'a, [u8]>, Option<Problem>), Box<Problem>>;

/// The bytes of a file in UTF-8, and what there is to say about how it was written.
///
/// `said` is what its sidecar says. Words are judged in files of `words`; of others, whose texts are judged one by one
/// when they are read, only bytes that are no UTF-8.
///
/// # Errors
/// The problem of a text that is no Unicode and may be read in several ways, or in none.
pub fn legible<'a>(bytes: &'a [u8], file: &str, said: Option<Encoding>, words: bool) -> Legible<'a> {
    let bytes = unicode(bytes);
    if bytes.len() > LIMIT || said == Some(Encoding::Unicode) {
        return Ok((bytes, None));
    }
    let text: Cow<str> = match std::str::from_utf8(&bytes) {
        Ok(_) if !words && said.is_none() => return Ok((bytes, None)),
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).into(),
        // Each byte is the character of its number.
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into(),
    };
    let read = |reader: Reader| Cow::Owned(reader.read(&text).into_owned().into_bytes());
    if let Some(said) = said {
        return Ok((read(Reader::confirmed(said, &[&text])), None));
    }
    let problem = |level, (message, help): (Words, Words)| Problem::file(level, file, message, help);
    match judge(&[&text]) {
        // Bytes that are nothing are for the file's own reader to refuse.
        Verdict::Sound => Ok((bytes, None)),
        Verdict::Certain(reader) => {
            let notice = certain(reader, &excerpt(reader, &text), words.then_some(file));
            Ok((read(reader), Some(problem(Level::Notice, notice))))
        }
        Verdict::Doubtful(readers) => {
            let help = if words { confirm(&readers, file) } else { retype() };
            Err(Box::new(problem(Level::Error, (doubtful(&readers, &text), help))))
        }
    }
}

/// The cells of a workbook as Unicode; the problem that says so, or why not.
pub(super) fn cells(lines: &mut [Line], file: &str, said: Option<Encoding>) -> Option<Problem> {
    let units: Vec<&str> = lines.iter().flat_map(|line| &line.cells).map(String::as_str).collect();
    let (reader, problem) = match said {
        Some(Encoding::Unicode) => return None,
        Some(said) => (Reader::confirmed(said, &units), None),
        None => match judge(&units) {
            Verdict::Sound => return None,
            Verdict::Certain(reader) => {
                let notice = certain(reader, &excerpt(reader, &units.join("\n")), Some(file));
                (reader, Some(Problem::file(Level::Notice, file, notice.0, notice.1)))
            }
            Verdict::Doubtful(readers) => {
                let message = doubtful(&readers, &units.join("\n"));
                return Some(Problem::file(Level::Error, file, message, confirm(&readers, file)));
            }
        },
    };
    for cell in lines.iter_mut().flat_map(|line| &mut line.cells) {
        if let Cow::Owned(read) = reader.read(cell) {
            *cell = read;
        }
    }
    problem
}

/// How a text reads, from the first line that a reading changes on, on one line and short enough for a sentence.
pub(super) fn excerpt(reader: Reader, text: &str) -> String {
    let lines = text.lines().map(|line| (line, reader.read(line)));
    let changed = lines.skip_while(|(line, read)| line == read).map(|(_, read)| read);
    let mut shown = String::new();
    for line in changed.take(SHOWN) {
        shown.extend(line.chars().take(4 * SHOWN).chain([' ']));
        if shown.chars().count() > 4 * SHOWN {
            break;
        }
    }
    let shown = tidy::unbound(&tidy::line(&shown));
    let Some((end, _)) = shown.char_indices().nth(SHOWN) else { return shown };
    let whole = shown[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &shown[..whole])
}

/// What an encoding is called.
fn called(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Unicode => "Unicode",
        Encoding::Tcvn3 | Encoding::Tcvn3Capitals => "TCVN3 (.VnTime)",
        Encoding::Vni => "VNI",
        Encoding::Viqr => "VIQR",
        Encoding::Windows1258 => "Windows-1258",
        Encoding::Twice => "UTF-8",
    }
}

/// That a text was converted; `owner` is the file whose sidecar may say otherwise.
pub(super) fn certain(reader: Reader, excerpt: &str, owner: Option<&str>) -> (Words, Words) {
    let from = called(reader.encoding);
    let message = words!(
        "Chữ ở đây viết theo mã {from}, đã được đổi sang Unicode: «{excerpt}».",
        "The text is written in {from} and was converted: \"{excerpt}\"."
    );
    let help = match owner {
        Some(owner) => {
            let side = sidecar(owner);
            words!(
                "Đọc đúng thì không phải làm gì; không đúng thì ghi encoding = \"utf-8\" vào tệp «{side}» cạnh nó.",
                "Nothing to do when it reads well; else write encoding = \"utf-8\" into \"{side}\" beside it."
            )
        }
        None => words!("Đọc đúng thì không phải làm gì.", "Nothing to do when it reads well."),
    };
    (message, help)
}

/// That a text is no Unicode, and how it would read.
pub(super) fn doubtful(readers: &[Reader], text: &str) -> Words {
    let readings: Vec<(&str, String)> =
        readers.iter().map(|reader| (called(reader.encoding), excerpt(*reader, text))).collect();
    match readings.as_slice() {
        [] => words!(
            "Chữ ở đây đã hỏng dấu, không đọc lại được, nên chưa lên màn hình.",
            "The text has lost its marks for good and is not shown."
        ),
        [(from, read)] => words!(
            "Chữ ở đây không phải Unicode nên chưa lên màn hình. Có lẽ là mã {from}, đọc thành: «{read}».",
            "The text is not Unicode and is not shown. It may be {from} and read: \"{read}\"."
        ),
        [(from, read), (or, other), ..] => words!(
            "Chữ ở đây không phải Unicode nên chưa lên màn hình. Có lẽ là mã {from}, đọc thành: «{read}»; hoặc mã {or}: «{other}».",
            "The text is not Unicode and is not shown. It may be {from} and read: \"{read}\"; or {or}: \"{other}\"."
        ),
    }
}

/// How to say which reading of a file is right.
fn confirm(readers: &[Reader], owner: &str) -> Words {
    let side = sidecar(owner);
    match readers.iter().map(|reader| reader.encoding.name()).collect::<Vec<_>>().as_slice() {
        [] => retype(),
        [one] | [one, _, _, ..] => words!(
            "Đọc đúng thì ghi một dòng encoding = \"{one}\" vào tệp «{side}» cạnh nó (chưa có thì tạo mới); không đúng thì gõ lại bằng Unicode.",
            "If that is right write the line encoding = \"{one}\" into \"{side}\" beside it (a new file); else type it again in Unicode."
        ),
        [one, two] => words!(
            "Câu đầu đúng thì ghi một dòng encoding = \"{one}\" vào tệp «{side}» cạnh nó (chưa có thì tạo mới), câu sau đúng thì encoding = \"{two}\"; sai cả thì gõ lại bằng Unicode.",
            "If the first is right write the line encoding = \"{one}\" into \"{side}\" beside it (a new file), if the second encoding = \"{two}\"; else type it again in Unicode."
        ),
    }
}

fn retype() -> Words {
    words!(
        "Gõ lại bằng bảng mã Unicode (trong UniKey hoặc EVKey), rồi lưu với mã UTF-8.",
        "Type it again in Unicode and save it as UTF-8."
    )
}

fn sidecar(owner: &str) -> String {
    format!("{}.toml", owner.rsplit('/').next().unwrap_or(owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read::{self, SlideFile};
    use crate::model::{Asset, Slide};

    /// "Họp phụ huynh học sinh\n- Lúc 7 giờ, tại trường" and the same with only its first line, as bytes of TCVN3.
    const LONG: &[u8] = b"H\xe4p ph\xf4 huynh h\xe4c sinh\n- L\xf3c 7 gi\xea, t\xb9i tr\xad\xeang";
    const SHORT: &[u8] = b"H\xe4p ph\xf4 huynh";

    fn pasted(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }

    fn no_asset(_: &str) -> Result<Asset, Words> {
        Err(Words::default())
    }

    fn heading((read, problems): read::Outcome<SlideFile>) -> (Option<String>, Vec<Problem>) {
        let heading = |read: SlideFile| match read.content.slide() {
            Some(Slide::Message(message)) => message.heading.clone(),
            other => panic!("{other:?}"),
        };
        (read.map(heading), problems)
    }

    #[test]
    fn what_is_certain_is_converted_and_told() {
        for bytes in
            [LONG.to_vec(), pasted(LONG).into_bytes(), format!("\u{feff}{}", pasted(LONG)).into_bytes()]
        {
            let (clear, told) = legible(&bytes, "a/b.txt", None, true).expect("legible");
            assert_eq!(
                std::str::from_utf8(&clear).unwrap(),
                "Họp phụ huynh học sinh\n- Lúc 7 giờ, tại trường"
            );
            let told = told.expect("a notice");
            assert_eq!(told.level, Level::Notice);
            assert!(
                told.message.vi.contains("«Họp phụ huynh học sinh - Lúc 7 giờ, tại trường»"),
                "{}",
                told.message.vi
            );
            assert!(told.help.vi.contains("«b.txt.toml»"), "{}", told.help.vi);
            // Of a TOML file its texts are judged when they are read.
            let whole = legible(&bytes, "a.toml", None, false).expect("legible").0;
            assert_eq!(*whole == *clear, std::str::from_utf8(&bytes).is_err());
        }
        for text in ["Họp phụ huynh", "Hop phu huynh", "", "\u{feff}a"] {
            assert_eq!(
                legible(text.as_bytes(), "a.txt", None, true),
                Ok((Cow::Borrowed(text.as_bytes()), None))
            );
        }
    }

    #[test]
    fn what_is_doubtful_is_shown_and_one_line_settles_it() {
        let problem = legible(SHORT, "a/b.txt", None, true).expect_err("doubtful");
        assert_eq!(problem.level, Level::Error);
        assert!(problem.message.vi.contains("«Họp phụ huynh»"), "{}", problem.message.vi);
        assert!(problem.help.vi.contains("encoding = \"tcvn3\" vào tệp «b.txt.toml»"), "{}", problem.help.vi);
        let clear =
            |said| legible(SHORT, "b.txt", Some(said), true).map(|(clear, told)| (clear.into_owned(), told));
        assert_eq!(clear(Encoding::Tcvn3), Ok(("Họp phụ huynh".into(), None)));
        assert_eq!(clear(Encoding::Tcvn3Capitals), Ok(("HỌP PHỤ HUYNH".into(), None)));
        assert_eq!(clear(Encoding::Unicode), Ok((SHORT.to_vec(), None)));
        let lost = legible("Tr\u{fffd}ng".as_bytes(), "a.txt", None, true).expect_err("lost");
        assert!(lost.message.vi.contains("hỏng dấu") && lost.help.vi.contains("Gõ lại"), "{lost:?}");
        // Nothing is known of it: its reader says that it is no UTF-8.
        assert_eq!(legible(b"\xff\xa0", "a.txt", None, true), Ok((Cow::Borrowed(&b"\xff\xa0"[..]), None)));
    }

    #[test]
    fn a_reading_is_short_and_one_line() {
        let long = format!("THPT\n{}", format!("{}\n", pasted(LONG)).repeat(100));
        let problem = legible(long.as_bytes(), "a.txt", None, true).expect("certain").1.expect("a notice");
        let reading = problem.message.vi.split('«').nth(1).unwrap();
        assert!(reading.starts_with("Họp phụ huynh học sinh - Lúc"), "{reading}");
        assert!(reading.chars().count() < SHOWN + 4 && reading.ends_with("…»."), "{reading}");
        assert!(!reading.contains('\n'));
    }

    #[test]
    fn what_was_pasted_into_a_slide_is_named_where_it_stands() {
        let toml = |heading: &str, rest: &str| {
            let text = format!("# Trường\nkind = 'message'\nheading = '{heading}'\n{rest}");
            heading_of(&text)
        };
        let (read, problems) = toml(&pasted(SHORT), "points = ['Lúc 7 giờ tại trường']");
        assert_eq!(read, None, "off the air");
        assert_eq!(
            (problems.len(), problems[0].line, problems[0].key.as_deref()),
            (1, Some(3), Some("heading"))
        );
        assert!(problems[0].message.vi.contains("«Họp phụ huynh»"), "{}", problems[0].message.vi);
        assert!(problems[0].help.vi.contains("dán vào thay"), "{}", problems[0].help.vi);
        let (read, problems) =
            toml(&pasted(SHORT), &format!("points = ['{}']", pasted(LONG).replace('\n', " ")));
        assert_eq!(read.as_deref(), Some("Họp phụ huynh"), "{problems:?}");
        assert_eq!((problems.len(), problems[0].level), (1, Level::Notice));
        let (read, problems) = toml("Trưá»ng", "");
        assert!(read.is_none() && problems[0].message.vi.contains("hỏng dấu"), "{problems:?}");
        let (list, problems) =
            read::playlist(format!("title = '{}'", pasted(SHORT)).as_bytes(), "playlist.toml");
        assert!(list.is_none() && problems[0].line == Some(1), "{problems:?}");
    }

    fn heading_of(text: &str) -> (Option<String>, Vec<Problem>) {
        heading(read::slide(text.as_bytes(), "a.toml", &no_asset))
    }

    #[test]
    fn the_cells_of_a_workbook_are_read_alike() {
        let row =
            |at, cells: &[&[u8]]| Line::new(at, cells.iter().map(|cell| pasted(cell)).collect(), false, 1);
        let lines = || vec![row(0, &[b"Lop", b"Tr\xad\xeang"]), row(1, &[b"10A1", b"1"])];
        let choice = |encoding| read::Choice { encoding, ..read::Choice::default() };
        let (read, problems) = read::workbook(lines(), "a.xlsx", "A", &choice(None));
        assert!(read.is_none() && problems[0].message.vi.contains("«Trường 10A1 1»"), "{problems:?}");
        let (read, problems) = read::workbook(lines(), "a.xlsx", "A", &choice(Some(Encoding::Tcvn3)));
        let Some(Slide::Table(table)) = read.as_ref().and_then(|read| read.content.slide()) else {
            panic!("{problems:?}")
        };
        assert_eq!(table.columns[1].head, "Trường");
    }
}
