//! What a phone reads off the wall.

use bangtin::model::{Color, Theme};
use bangtin::scene::{Fonts, Frame, Node, Rect};

use crate::board::{PROCEDURE, SIZES, frames, item, luminance, screen};

/// What a phone reads that is held towards the code on `frame`.
fn read(frame: Frame, size: (u32, u32), fonts: &mut Fonts) -> String {
    let code = code(&frame).expect("a white square");
    let around = 3 * size.0.min(size.1) as usize / 100;
    let (width, height, grey) = luminance(frame, size, fonts);
    let (left, top) = (code.x as usize - around, code.y as usize - around);
    let side = code.w as usize + 2 * around;
    assert!(left + side < width && top + side < height, "the code lies on the screen");
    let view = |x: usize, y: usize| grey[(top + y) * width + left + x];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, view);
    let found = image.detect_grids();
    assert_eq!(found.len(), 1, "one code");
    found[0].decode().expect("a whole code").1
}

/// The white square of a code.
fn code(frame: &Frame) -> Option<Rect> {
    frame.nodes.iter().find_map(|node| match node {
        Node::Fill { rect, color: Color(255, 255, 255) } => Some(*rect),
        _ => None,
    })
}

#[test]
fn a_phone_reads_every_code_on_every_screen_in_both_themes() {
    let slides = [
        (
            "kind = 'message'\nheading = 'Một cửa'\ntext = 'Vào một địa chỉ.'\nqr = 'https://dichvucong.gov.vn'",
            "https://dichvucong.gov.vn",
        ),
        ("kind = 'message'\nheading = 'Gọi'\ntext = 'Một số.'\nqr = 'tel:18001096'", "tel:18001096"),
        (
            "kind = 'message'\nheading = 'Cổng Dịch vụ công quốc gia'\nqr = 'https://dichvucong.gov.vn/'",
            "https://dichvucong.gov.vn/",
        ),
    ];
    let mut fonts = Fonts::embedded();
    for theme in [Theme::light(), Theme::dark()] {
        let screen = screen(theme);
        for size in SIZES {
            for (toml, target) in slides {
                for frame in frames(&item(toml), &screen, size, &mut fonts) {
                    let read = read(frame, size, &mut fonts);
                    assert_eq!(read, target, "{size:?} {}", screen.theme.name);
                }
            }
        }
    }
}

#[test]
fn a_phone_reads_the_code_that_has_a_page_for_itself() {
    let (size, mut fonts) = ((1024, 768), Fonts::embedded());
    let mut pages = frames(&item(PROCEDURE), &screen(Theme::light()), size, &mut fonts);
    let last = pages.pop().expect("a page");
    assert!(!pages.iter().any(|page| code(page).is_some()), "it stands on the last page alone");
    assert_eq!(read(last, size, &mut fonts), "https://www.thptconghien.haiphong.edu.vn/");
}
