//! What Markdown has besides paragraphs: lists in lists, numbers, bold words, tables, pages.

use bangtin::model::Theme;
use bangtin::scene::{Fonts, Node};

use crate::board::{SIZES, frames, markdown, screen};
use crate::room::keeps_the_rules;

const NOTE: &str = "# Nộp hồ sơ tuyển sinh vào lớp 10\n\nNộp **một bộ hồ sơ tại văn phòng nhà trường trong giờ hành chính**, \
    không nộp qua người khác, gồm:\n\n98. Đơn xin dự tuyển\n99. Bản sao **học bạ của mọi năm học đã qua**, có đóng dấu giáp lai\n\
    100. Giấy khai sinh\n     - bản sao từ sổ gốc\n     - hoặc bản sao có chứng thực của nơi có thẩm quyền\n       1. một bản\n\n\
    ## Thời gian\n\nTừ **7 giờ 30** đến 11 giờ.\n\n---\n\n## Điểm cộng\n\nTheo bảng sau:\n\n| Đối tượng được cộng điểm | Điểm |\n\
    |---|--:|\n| Vùng khó khăn | 1,0 |\n| Giải cấp thành phố | 0,5 |\n\n---\n\n- Gọi 1800 1096\n";

#[test]
fn a_note_keeps_the_rules_on_every_screen() {
    let mut fonts = Fonts::embedded();
    let words: String = NOTE
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .fold(String::new(), |words, word| words + " " + word.trim_matches(['*', ',']));
    for theme in [Theme::light(), Theme::dark()] {
        let screen = screen(theme);
        for size in SIZES {
            keeps_the_rules(&markdown(NOTE), &screen, size, &words, &mut fonts);
        }
    }
}

#[test]
fn pages_of_all_parts_are_counted_through() {
    let mut fonts = Fonts::embedded();
    for size in SIZES {
        let pages = frames(&markdown(NOTE), &screen(Theme::light()), size, &mut fonts);
        assert!(pages.len() >= 4, "{size:?}");
        for (number, page) in pages.iter().enumerate() {
            let mark = format!("Trang\u{a0}{}/{}", number + 1, pages.len());
            let has = |node: &Node| matches!(node, Node::Text { text, .. } if text.key.string == mark);
            assert!(page.nodes.iter().any(has), "{size:?}: {mark}");
        }
    }
}

#[test]
fn text_stands_behind_the_widest_number_of_its_list() {
    let mut fonts = Fonts::embedded();
    let note = markdown(
        "# Danh sách các bước phải làm theo thứ tự\n\n9. Đơn xin dự tuyển vào lớp\n10. Bản sao học bạ các năm\n",
    );
    let [page] = &frames(&note, &screen(Theme::light()), (1920, 1080), &mut fonts)[..] else {
        panic!("one page")
    };
    let place = |start: &str| {
        let found = page.nodes.iter().find_map(|node| match node {
            Node::Text { text, x, .. } if text.key.string.starts_with(start) => {
                Some((*x, text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max)))
            }
            _ => None,
        });
        found.unwrap_or_else(|| panic!("{start}"))
    };
    let (nine, ten) = (place("9."), place("10."));
    assert_eq!(place("Đơn").0, place("Bản").0);
    assert!((nine.0 + nine.1 - ten.0 - ten.1).abs() < 0.5, "numbers end in one line");
    assert!(ten.0 + ten.1 < place("Bản").0);
}
