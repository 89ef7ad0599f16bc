//! What the slides say is what was written: bars as long as their values, every field once.

use bangtin::model::{Item, Theme};
use bangtin::scene::{self, Fonts, Frame, Node, Rect};
use chrono::TimeDelta;

use crate::board::{SIZES, frames, item, screen};

/// The bars of a chart: fills in its two colours that are higher than a hairline or a page segment.
fn bars(frame: &Frame, theme: &Theme, unit: f32) -> Vec<Rect> {
    let bar = |node: &Node| match node {
        Node::Fill { rect, color } if *color == theme.muted || *color == theme.accent => Some(*rect),
        _ => None,
    };
    frame.nodes.iter().filter_map(bar).filter(|rect| rect.h > 2.0 * unit).collect()
}

#[test]
fn bars_are_as_long_as_their_values_from_zero_on_every_page() {
    let years =
        [(2018, 12.5), (2019, 0.0), (2020, 25.0), (2021, 50.0), (2022, 99.5), (2023, 100.0), (2024, 75.0)];
    let values: Vec<String> =
        years.iter().map(|(year, value)| format!("{{ year = {year}, value = {value:.1} }}")).collect();
    let item = item(&format!(
        "kind = 'index'\nheading = 'Ví dụ: bảy năm'\nname = 'PAR INDEX'\nsource = 'Nguồn'\nvalues = [{}]",
        values.join(", ")
    ));
    let screen = screen(Theme::light());
    for size in SIZES {
        let unit = size.0.min(size.1) as f32 / 100.0;
        let pages = frames(&item, &screen, size, &mut Fonts::embedded());
        let bars: Vec<Rect> = pages.iter().flat_map(|page| bars(page, &screen.theme, unit)).collect();
        assert_eq!(bars.len(), years.len(), "{size:?}");
        let whole = bars[5].w;
        assert!(whole > 20.0 * unit, "{size:?}: the longest bar is {whole}");
        for (bar, (year, value)) in bars.iter().zip(years) {
            assert!((bar.w - whole * value / 100.0).abs() < 0.01, "{size:?} {year}: {} of {whole}", bar.w);
            assert_eq!(bar.x, bars[0].x, "{size:?} {year}: every bar begins at zero");
        }
    }
}

#[test]
fn a_ranking_repeats_its_head_and_its_scores_end_in_one_line() {
    let rows: Vec<String> =
        (1..=30).map(|n| format!("{{ name = 'Lớp {n}', score = {} }}", 5000 - n / 2 * 50)).collect();
    let item =
        item(&format!("kind = 'ranking'\nheading = 'Ví dụ: thi đua tuần'\nrows = [{}]", rows.join(", ")));
    let screen = screen(Theme::light());
    for size in SIZES {
        let pages = frames(&item, &screen, size, &mut Fonts::embedded());
        assert!(pages.len() > 1, "{size:?}");
        let mut ranks = Vec::new();
        for page in &pages {
            let heads = ["Hạng", "Lớp", "Điểm"].map(|head| place(page, head));
            assert!(heads.iter().all(Option::is_some), "{size:?}: {heads:?}");
            assert_eq!(heads, ["Hạng", "Lớp", "Điểm"].map(|head| place(&pages[0], head)), "{size:?}");
            let edges: Vec<(f32, f32)> = page.nodes.iter().filter_map(score_edge).collect();
            assert!(edges.iter().all(|(right, _)| (right - edges[0].0).abs() < 0.01), "{size:?}: {edges:?}");
            let shapes = page.nodes.iter().filter(|node| matches!(node, Node::Shape { .. })).count();
            let found: Vec<usize> =
                page.nodes.iter().filter_map(text).filter_map(|t| t.parse().ok()).collect();
            assert_eq!(found.len(), edges.len(), "{size:?}: a rank for each score");
            assert_eq!(shapes, found.iter().filter(|rank| **rank <= 3).count(), "{size:?}");
            ranks.extend(found);
        }
        assert_eq!(ranks[..6], [1, 2, 2, 4, 4, 6], "{size:?}");
        assert_eq!(ranks.len(), 30, "{size:?}");
    }
}

/// Right edge and top of a score, which is printed in groups: "1.250".
fn score_edge(node: &Node) -> Option<(f32, f32)> {
    let Node::Text { text, x, y, .. } = node else { return None };
    let printed = &text.key.string;
    let width = text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
    let score = printed.contains('.') && printed.chars().all(|c| c.is_ascii_digit() || c == '.');
    score.then_some((x + width, *y))
}

#[test]
fn the_answer_of_a_quiz_comes_in_its_time_and_moves_nothing() {
    let quiz = |reveal: &str| {
        item(&format!(
            "kind = 'quiz'\nquestion = 'Ví dụ: lớp nào?'\noptions = ['Lớp 10A1', 'Lớp 10A2', 'Lớp 10A3']\n\
             answer = 'B'\nreveal = '{reveal}'"
        ))
    };
    let screen = screen(Theme::light());
    for size in SIZES {
        let mut fonts = Fonts::embedded();
        let [asked, told]: [Frame; 2] =
            frames(&quiz("15s"), &screen, size, &mut fonts).try_into().expect("two pages");
        let places = |page: &Frame| -> Vec<(String, f32, f32)> {
            let place = |node: &Node| match node {
                Node::Text { text, x, y, .. } => Some((text.key.string.clone(), *x, *y)),
                _ => None,
            };
            page.nodes.iter().filter_map(place).collect()
        };
        assert_eq!(places(&asked), places(&told), "{size:?}");
        let filled = |page: &Frame| {
            let wide = |rect: &Rect| rect.w > size.0 as f32 / 3.0;
            let answer = |node: &&Node| matches!(node, Node::Fill { rect, color } if *color == screen.theme.accent && wide(rect));
            page.nodes.iter().filter(answer).count()
        };
        assert_eq!((filled(&asked), filled(&told)), (0, 1), "{size:?}");
        for (reveal, seconds, share) in [("15s", 30, 0.5), ("15s", 60, 0.25), ("60s", 30, 0.75)] {
            let timed = Item { duration: TimeDelta::seconds(seconds), ..quiz(reveal) };
            let shares = scene::pages(&timed, &screen, size, &mut fonts);
            assert!((shares[0] - share).abs() < 1e-9 && (shares[1] + share - 1.0).abs() < 1e-9, "{shares:?}");
        }
    }
}

#[test]
fn every_field_of_a_procedure_stands_on_its_pages_once() {
    let keys = [
        "subject",
        "deadline",
        "fee",
        "place",
        "authority",
        "copies",
        "result",
        "conditions",
        "basis",
        "form",
        "decision",
    ];
    let mut toml = String::from("kind = 'procedure'\nname = 'Chuyển trường'\nupdated = 2026-11-05\n");
    for key in keys {
        toml += &format!("{key} = 'Trị{key}'\n");
    }
    let lists = "papers = ['Giấyđầu', 'Giấysau']\nsteps = ['Bướcđầu', 'Bướcgiữa', 'Bướcsau']\n";
    let written = keys.iter().map(|key| format!("Trị{key}")).chain(["05/11/2026".to_owned()]);
    let listed = ["Giấyđầu", "Giấysau", "Bướcđầu", "Bướcgiữa", "Bướcsau"].map(str::to_owned);
    for (toml, words) in [
        (format!("{toml}{lists}"), written.clone().chain(listed).collect::<Vec<_>>()),
        (toml.clone(), written.collect()),
    ] {
        for size in SIZES {
            let pages = frames(&item(&toml), &screen(Theme::light()), size, &mut Fonts::embedded());
            let texts: Vec<&str> = pages.iter().flat_map(|page| &page.nodes).filter_map(text).collect();
            for word in &words {
                let found = texts.iter().filter(|text| text.contains(word.as_str())).count();
                assert_eq!(found, 1, "{size:?}: «{word}»");
            }
        }
    }
}

#[test]
fn the_title_and_the_code_stand_still_while_the_pages_turn() {
    let item = item(
        "kind = 'procedure'\nname = 'Chuyển trường'\nsubject = 'Học sinh'\npapers = ['Đơn', 'Học bạ']\n\
         steps = ['Nộp hồ sơ', 'Nhận kết quả']\nqr = 'https://dichvucong.gov.vn'\nconfirm = true",
    );
    for size in SIZES {
        let pages = frames(&item, &screen(Theme::light()), size, &mut Fonts::embedded());
        assert!(pages.len() > 1, "{size:?}");
        for standing in ["Chuyển trường", "dichvucong.gov.vn", "Cần nhà trường xác nhận"] {
            let mut places: Vec<(f32, f32)> = pages.iter().filter_map(|page| place(page, standing)).collect();
            assert_eq!(places.len(), pages.len(), "{size:?}: «{standing}» is on every page");
            places.dedup();
            assert_eq!(places.len(), 1, "{size:?}: «{standing}» moves");
        }
    }
}

fn text(node: &Node) -> Option<&str> {
    match node {
        Node::Text { text, .. } => Some(&text.key.string),
        _ => None,
    }
}

/// Where the text that reads `words`, on however many lines, stands.
fn place(page: &Frame, words: &str) -> Option<(f32, f32)> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    page.nodes.iter().find_map(|node| match node {
        Node::Text { text, x, y, .. } if bare(&text.key.string) == bare(words) => Some((*x, *y)),
        _ => None,
    })
}
