//! What wall.md asks of a page as a whole: one accent, whole phrases, posters to the edge, short messages large.

use bangtin::model::{Color, Theme};
use bangtin::scene::{self, Fonts, Frame, Grid, Node, Rect, Text};

use crate::board::{PROCEDURE, SIZES, frames, item, screen};

/// The smaller screens, beside [`SIZES`].
const MORE: [(u32, u32); 2] = [(1280, 720), (768, 1024)];

fn sizes() -> impl Iterator<Item = (u32, u32)> {
    SIZES.into_iter().chain(MORE)
}

fn texts(frame: &Frame) -> impl Iterator<Item = (&Text, f32)> {
    frame.nodes.iter().filter_map(|node| match node {
        Node::Text { text, y, .. } => Some((text, *y)),
        _ => None,
    })
}

#[test]
fn one_slide_has_one_accent() {
    let reason = "Dẫn đầu phong trào thi đua tuần, giữ gìn trường lớp sạch đẹp. ".repeat(8);
    let praise = item(&format!("kind = 'praise'\nname = 'Lớp 10A1'\nreason = '{reason}'"));
    let unsure = item("kind = 'procedure'\nname = 'Chuyển trường'\nconfirm = true");
    for theme in [Theme::light(), Theme::dark()] {
        let (accent, ceremony) = (theme.accent, theme.ceremony);
        let screen = screen(theme);
        for (item, other) in [(&praise, accent), (&unsure, ceremony)] {
            let pages = frames(item, &screen, (1920, 1080), &mut Fonts::embedded());
            assert!(pages.len() > 1, "there are page segments");
            let second = |node: &Node| match node {
                Node::Fill { color, .. } | Node::Shape { color, .. } | Node::Text { color, .. } => {
                    *color == other
                }
                Node::Image { .. } | Node::Film { .. } => false,
            };
            assert!(!pages.iter().any(|page| page.nodes.iter().any(second)), "{}", screen.theme.name);
        }
    }
}

#[test]
fn a_poster_covers_the_whole_screen_and_so_does_its_transition() {
    let poster = item("kind = 'poster'\nsentence = 'Một cửa, một lần, đúng hẹn'");
    let message = item("kind = 'message'\nheading = 'Mai nghỉ'");
    let screen = screen(Theme::light());
    for size in sizes() {
        let whole = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
        let page = frames(&poster, &screen, size, &mut Fonts::embedded()).remove(0);
        assert!(
            page.nodes.iter().any(|node| matches!(node, Node::Fill { rect, .. } if *rect == whole)),
            "{size:?}"
        );
        assert_eq!(texts(&page).count(), 1, "{size:?}: neither header nor footer");
        assert_eq!(scene::stage(&screen, size, [&message, &poster]), whole, "{size:?}");
        assert_eq!(scene::stage(&screen, size, [&message]), Grid::new(&screen, size).stage, "{size:?}");
    }
}

#[test]
fn a_short_message_is_large_and_stands_free() {
    let item = item("kind = 'message'\nheading = 'Nghỉ học'\ntext = 'Thứ Bảy tuần này.'");
    let mut bare = screen(Theme::light());
    bare.header = false;
    bare.footer = None;
    for size in sizes() {
        let unit = size.0.min(size.1) as f32 / 100.0;
        let pages = frames(&item, &bare, size, &mut Fonts::embedded());
        let [page] = pages.as_slice() else { panic!("{size:?}: {} pages", pages.len()) };
        let of = |words: &str| texts(page).find(|(text, _)| text.key.string == words).expect("written");
        let ((heading, top), (body, _)) = (of("Nghỉ học"), of("Thứ Bảy tuần này."));
        assert!(heading.key.size >= 10.0 * unit && body.key.size >= 7.4 * unit, "{size:?}");
        assert!(top > 0.15 * size.1 as f32, "{size:?}: not in the corner but at {top}");
    }
}

#[test]
fn what_is_not_known_is_said_in_one_line() {
    let written =
        "kind = 'document'\nform = 'Nghị quyết'\nnumber = '03-NQ/TU'\nsummary = 'Về Chuyển đổi số'\n";
    let documents = ["", "issuer = 'Ban Thường vụ Thành ủy'", "date = 2024-10-24"]
        .map(|known| item(&format!("{written}{known}")));
    let mut screen = screen(Theme::light());
    screen.legibility = Some((43.0, 9.0));
    for (document, size) in documents.iter().flat_map(|document| sizes().map(move |size| (document, size))) {
        let pages = frames(document, &screen, size, &mut Fonts::embedded());
        let mut lines = pages.iter().flat_map(texts).flat_map(|(text, _)| text.key.string.lines());
        assert!(lines.any(|line| line.replace('\u{a0}', " ").ends_with("Chưa cập nhật")), "{size:?}");
        let number = |page: &Frame| texts(page).any(|(text, _)| text.key.string == "03-NQ/TU");
        assert!(pages.iter().all(number), "{size:?}: the number is whole on every page");
    }
}

#[test]
fn a_whole_procedure_takes_few_pages_and_its_address_is_divided_at_its_points() {
    let item = item(PROCEDURE);
    let screen = screen(Theme::light());
    for size in sizes() {
        let pages = frames(&item, &screen, size, &mut Fonts::embedded());
        let most = if size.0.max(size.1) * 3 > size.0.min(size.1) * 4 { 6 } else { 9 };
        assert!(pages.len() <= most, "{size:?}: {} pages", pages.len());
        let coded = |page: &Frame| {
            let white = |node: &Node| matches!(node, Node::Fill { color: Color(255, 255, 255), .. });
            page.nodes.iter().any(white)
        };
        assert!(pages.last().is_some_and(coded), "{size:?}: who reads to the end finds the code");
        let addresses = pages.iter().flat_map(texts).filter(|(text, _)| text.key.string.contains("edu.vn"));
        for line in addresses.flat_map(|(text, _)| text.key.string.lines()) {
            assert!(line.ends_with(['.', 'n']) && !line.ends_with("conghien"), "{size:?}: «{line}»");
        }
        let listed =
            |page: &&Frame| texts(page).any(|(text, _)| text.key.string.contains("Thành phần hồ sơ"));
        assert_eq!(pages.iter().filter(listed).count(), 1, "{size:?}: the papers are not torn");
    }
}

#[test]
fn a_number_to_call_is_never_torn_from_who_answers() {
    let item = item(
        "kind = 'hotline'\nheading = 'Gọi khi cần hỏi hoặc phản ánh'\nqr = 'tel:18001096'\n\
         source = 'Văn phòng Chính phủ'\n\
         lines = [{ label = 'Tổng đài Cổng Dịch vụ công quốc gia', number = '1800 1096' }]",
    );
    let mut screen = screen(Theme::light());
    for (size, far) in SIZES.into_iter().flat_map(|size| [(size, 3.0), (size, 5.0)]) {
        screen.legibility = Some((43.0, far));
        let pages = frames(&item, &screen, size, &mut Fonts::embedded());
        let has = |page: &Frame, words: &str| {
            texts(page).any(|(text, _)| text.key.string.replace(['\n', '\u{a0}'], " ") == words)
        };
        let whole = |page: &Frame| has(page, "Tổng đài Cổng Dịch vụ công quốc gia") && has(page, "1800 1096");
        assert!(pages.first().is_some_and(whole), "{size:?} at {far} m");
    }
}
