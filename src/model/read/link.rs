//! A web shortcut of Windows (`.url`): what a browser makes when an address is dragged into the folder.

use std::ops::Range;

use super::source::Source;
use super::table::quoted;
use super::text::{LONGEST, address};
use super::{LIMIT, Outcome, Settings, SlideFile};
use crate::model::{Content, Level, Message, Problem, Slide, Words, tidy};
use crate::words;

/// Reads the address of a shortcut: a slide of `heading` (the name of the file) and its code. Nothing is fetched.
/// Without an address that a phone opens, nothing of the file can be used.
pub fn link(bytes: &[u8], file: &str, heading: &str) -> Outcome<SlideFile> {
    let text = ascii(bytes);
    let source = match Source::new(text.as_bytes(), file, LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let Some((span, written)) = target(&source) else {
        let (message, help) = absent();
        return (None, vec![Problem::file(Level::Error, file, message, help)]);
    };
    let Some(code) = address(written) else {
        let (message, help) = if written.len() > LONGEST { long(written.len()) } else { foreign(written) };
        return (None, vec![source.problem(Level::Error, span, Some("URL".to_owned()), message, help)]);
    };
    let message = Message { heading: tidy::line(heading), qr: Some(code), ..Message::default() };
    let content = Content::of(Slide::Message(message));
    (Some(SlideFile { content, settings: Settings::default(), hidden: None }), Vec::new())
}

/// The text as it is, and where it is in an old code page (which Windows writes for whatever is not the address) a
/// substitute for each byte, so that places stay those of the file. No address holds a substitute.
fn ascii(bytes: &[u8]) -> String {
    let chunks = bytes.utf8_chunks();
    chunks.flat_map(|chunk| [chunk.valid().to_owned(), "\u{1a}".repeat(chunk.invalid().len())]).collect()
}

/// The first `URL=` of `[InternetShortcut]` that is not empty, and its place.
fn target<'a>(source: &Source<'a>) -> Option<(Range<usize>, &'a str)> {
    let (text, mut at) = source.body();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim_start().starts_with('[') {
            inside = line.trim().eq_ignore_ascii_case("[InternetShortcut]");
        }
        let Some((key, value)) = line.split_once('=').filter(|_| inside) else { continue };
        let written = value.trim();
        if key.trim().eq_ignore_ascii_case("URL") && !written.is_empty() {
            let start = start + line.len() - value.trim_start().len();
            return Some((start..start + written.len(), written));
        }
    }
    None
}

fn absent() -> (Words, Words) {
    (
        words!("Tệp liên kết này không ghi địa chỉ nào.", "This shortcut holds no address."),
        words!(
            "Mở trang đó trong trình duyệt, rồi kéo biểu tượng ở đầu ô địa chỉ vào thư mục này để tạo tệp mới.",
            "Open the page in a browser and drag the sign before its address into this folder for a new one."
        ),
    )
}

fn foreign(written: &str) -> (Words, Words) {
    let written = quoted(written);
    (
        words!(
            "Không chiếu được địa chỉ «{written}»: điện thoại của người xem không mở được.",
            "The address \"{written}\" is not shown: a visitor's phone cannot open it."
        ),
        words!(
            "Chỉ dùng địa chỉ bắt đầu bằng https://, http://, tel: hoặc mailto:. \
             Muốn chiếu một tệp trong máy thì chép chính tệp đó vào đây.",
            "Only https://, http://, tel: and mailto: are used. To show a file, copy the file itself here."
        ),
    )
}

fn long(length: usize) -> (Words, Words) {
    (
        words!(
            "Địa chỉ dài {length} ký tự nên mã QR quá dày, điện thoại khó quét.",
            "The address has {length} characters, which is too fine a code to be scanned."
        ),
        words!(
            "Dùng địa chỉ ngắn hơn, tối đa {LONGEST} ký tự; thường có thể bỏ phần từ dấu ? trở đi.",
            "Use a shorter one, {LONGEST} characters at most; what follows the ? can often go."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::unicode;
    use super::*;

    const URL: &str = "https://dichvucong.gov.vn/";

    type Answer = Result<(String, String), (Option<u32>, Option<u32>, String)>;

    /// Target and label of a shortcut, or line, column and message of its problem.
    fn read(bytes: &[u8]) -> Answer {
        let (slide, problems) = link(&unicode(bytes), "a.url", "Cổng  Dịch vụ công");
        match (slide.as_ref().and_then(|slide| slide.content.slide()), problems.as_slice()) {
            (Some(Slide::Message(message)), []) => {
                assert_eq!((message.heading.as_str(), message.body.len()), ("Cổng Dịch vụ công", 0));
                let code = message.qr.clone().expect("a code");
                Ok((code.target, code.label))
            }
            (None, [problem]) => {
                assert_eq!(problem.level, Level::Error);
                Err((problem.line, problem.column, problem.message.vi.clone()))
            }
            other => panic!("{other:?}"),
        }
    }

    fn of(url: &str) -> Answer {
        read(format!("[InternetShortcut]\r\nURL={url}\r\n").as_bytes())
    }

    #[test]
    fn a_shortcut_is_read_as_each_browser_writes_it() {
        let text = format!(
            "[{{000214A0-0000-0000-C000-000000000046}}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nIDList=\r\nURL={URL}\r\n"
        );
        let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let ansi =
            [b"[InternetShortcut]\r\nIconFile=C:\\\xD4nh.ico\r\nURL=".as_slice(), URL.as_bytes()].concat();
        for bytes in [
            text.clone().into_bytes(),
            format!("\u{feff}{text}").into_bytes(),
            utf_16(&format!("\u{feff}{text}")),
            ansi,
            format!("[internetshortcut]\nurl = {URL}").into_bytes(),
            format!("[Other]\nURL=https://a.vn\n[InternetShortcut]\nURL=\nURL={URL}\n").into_bytes(),
        ] {
            assert_eq!(read(&bytes), Ok((URL.to_owned(), "dichvucong.gov.vn".to_owned())), "{bytes:?}");
        }
    }

    #[test]
    fn telephones_and_letters_are_addresses_too() {
        assert_eq!(of("tel:18001096"), Ok(("tel:18001096".into(), "1800\u{a0}1096".into())));
        let mail = "mailto:a@example.com?subject=x";
        assert_eq!(of(mail), Ok((mail.into(), "a@example.com".into())));
        assert_eq!(of("HTTPS://a.vn"), Ok(("HTTPS://a.vn".into(), "a.vn".into())));
    }

    #[test]
    fn a_long_address_prints_what_it_begins_with_and_one_too_long_for_a_code_is_named() {
        let fits = format!("https://a.vn/{}", "x".repeat(LONGEST - 13));
        assert_eq!(of(&fits), Ok((fits.clone(), "a.vn/…".into())));
        let (.., message) = of(&format!("{fits}x")).expect_err("too long");
        assert!(message.contains(&format!("{} ký tự", LONGEST + 1)), "{message}");
    }

    #[test]
    fn what_no_phone_should_open_is_named_at_its_place() {
        for url in [
            "file:///C:/Users/Van%20phong/diem.xlsx",
            "javascript:alert(1)",
            "JavaScript://a.vn/%0aalert(1)",
            "data:text/html,x",
            "ftp://a.vn",
            "https://",
            "https:a.vn",
            "http://dichvucong.gov.vn@example.com/",
            "mailto:nobody",
            "tel:113;ext=x",
            "dichvucong.gov.vn",
            "https://a.vn/\u{202e}x",
        ] {
            let (line, column, message) = of(url).expect_err(url);
            assert_eq!((line, column), (Some(2), Some(5)), "{url}");
            assert!(message.contains("không mở được"), "{url}: {message}");
        }
        assert!(read(b"[InternetShortcut]\r\nURL=https://a.vn/\xD4").is_err(), "an old code page");
    }

    #[test]
    fn a_file_without_an_address_says_so() {
        for text in ["", "[InternetShortcut]\r\n", "URL=https://a.vn", "[InternetShortcut]\r\nURL=\r\n", "x"]
        {
            let (line, _, message) = read(text.as_bytes()).expect_err(text);
            assert!(line.is_none() && message.contains("không ghi địa chỉ"), "{text}: {message}");
        }
        let (.., message) = read(&vec![b'x'; LIMIT + 1]).expect_err("large");
        assert!(message.contains("64 KiB"), "{message}");
    }
}
