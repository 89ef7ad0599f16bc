//! Whatever a clerk writes has room: nothing overlaps, nothing leaves the screen, nothing is lost, and the
//! print is never smaller.

use std::cell::RefCell;

use bangtin::model::{Area, Asset, Item, ItemPath, Part, Screen, Share, Stamp, Theme, Want};
use bangtin::scene::{self, Fonts, Frame, Grid, Look, Node, Rect, Text};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::board::{SIZES, frames, item, morning, screen};

/// Running text of the school's plan.
const PLAN: &str = "Tuyên truyền về vai trò, trách nhiệm của các cấp ủy Đảng, của người đứng đầu cơ quan hành \
    chính nhà nước các cấp, người đứng đầu các tổ chức chính trị - xã hội, các đơn vị sự nghiệp công lập đối với \
    việc triển khai thực hiện nhiệm vụ CCHC theo Nghị quyết số 76/NQ-CP ngày 15/7/2021, trong 15 phút, tại lớp \
    10A1, xem https://www.thptconghien.haiphong.edu.vn/ và gọi 1800 1096;";

/// `count` words of the plan, from the `from`th on.
fn text(from: usize, count: usize) -> String {
    let words: Vec<&str> = PLAN.split_whitespace().cycle().skip(from).take(count).collect();
    words.join(" ")
}

/// A text of the frame and the box that its lines really take.
fn texts(frame: &Frame) -> Vec<(&Text, Rect)> {
    let mut texts = Vec::new();
    for node in &frame.nodes {
        if let Node::Text { text, x, y, .. } = node {
            let w = text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
            let lines = text.buffer.layout_runs().count() as f32;
            texts.push((text, Rect { x: *x, y: *y, w, h: lines * text.key.leading }));
        }
    }
    texts
}

/// Every rule that each page of `item` keeps; `words` is what must be read on them, in order.
pub fn keeps_the_rules(item: &Item, screen: &Screen, size: (u32, u32), words: &str, fonts: &mut Fonts) {
    let grid = Grid::new(screen, size);
    let pages = frames(item, screen, size, fonts);
    let shares = scene::pages(item, screen, size, fonts);
    assert_eq!(pages.len(), shares.len());
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
    assert!(shares.iter().all(|share| *share > 0.0));
    for page in &pages {
        let texts = texts(page);
        for (index, (text, place)) in texts.iter().enumerate() {
            for (other, theirs) in texts.iter().skip(index + 1) {
                let apart = !overlap(*place, *theirs);
                assert!(apart, "{size:?}: {:?} {place:?} meets {:?} {theirs:?}", text.key, other.key);
            }
            let chrome = place.y < grid.stage.y || place.y >= grid.stage.y + grid.stage.h;
            let room = if screen.part.is_some() && !chrome { grid.stage } else { grid.safe };
            let inside = contains(room, *place);
            assert!(inside, "{size:?}: {:?} leaves the screen: {place:?} in {room:?}", text.key);
            assert!(
                chrome || text.key.size >= 5.0 * grid.u - 0.01,
                "{:?} is smaller than any print",
                text.key
            );
        }
    }
    let shown: String =
        pages.iter().flat_map(texts).map(|(text, _)| format!("{} ", text.key.string)).collect();
    let shown: String = shown.split_whitespace().collect();
    // An address may be divided, by a page too.
    for word in words.split_whitespace().filter(|word| !word.contains("://")) {
        assert!(shown.contains(word), "{size:?}: «{word}» is lost");
    }
}

/// Half a pixel of rounding is none.
fn contains(outer: Rect, inner: Rect) -> bool {
    let slack = 0.5;
    inner.x >= outer.x - slack
        && inner.y >= outer.y - slack
        && inner.x + inner.w <= outer.x + outer.w + slack
        && inner.y + inner.h <= outer.y + outer.h + slack
}

fn overlap(a: Rect, b: Rect) -> bool {
    let slack = 0.5;
    a.x + slack < b.x + b.w && b.x + slack < a.x + a.w && a.y + slack < b.y + b.h && b.y + slack < a.y + a.h
}

/// The zones of the layout with a panel, as docs/folder.md gives them.
fn zone(panel: bool) -> Part {
    let whole = Share { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
    if panel {
        let (wide, tall) = (Share { x: 0.64, w: 0.36, ..whole }, Share { y: 0.6, h: 0.4, ..whole });
        Part::Beside(Area { wide, tall })
    } else {
        Part::Main(Area { wide: Share { w: 0.64, ..whole }, tall: Share { h: 0.6, ..whole } })
    }
}

/// Any promised screen, with or without header and footer, read from near or far, whole or a zone of it.
fn any_screen() -> impl Strategy<Value = (Screen, (u32, u32))> {
    let far = prop_oneof![Just(None), Just(Some((43.0, 5.0))), Just(Some((43.0, 9.0)))];
    let turn = prop_oneof![Just(0), Just(90)];
    let part = prop_oneof![2 => Just(None), 1 => any::<bool>().prop_map(|panel| Some(zone(panel)))];
    (0..SIZES.len(), any::<bool>(), far, turn, 0..2_u8, part).prop_map(
        |(size, bare, legibility, turn, overscan, part)| {
            let theme = Theme::light();
            let mut screen = screen(theme);
            screen.turn = turn;
            screen.overscan = f32::from(overscan) * 0.04;
            // Other zones are warned of: they have no room for text that grows, for a broad frame, for 4 to 3.
            let television =
                SIZES[size].0 * 9 == SIZES[size].1 * 16 || SIZES[size].0 * 16 == SIZES[size].1 * 9;
            screen.part = part.filter(|_| television && overscan == 0);
            screen.legibility = legibility.filter(|_| screen.part.is_none());
            if bare {
                screen.header = false;
                screen.footer = None;
            }
            (screen, SIZES[size])
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 24, rng_seed: RngSeed::Fixed(759), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_message_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30, 100_usize..140],
        points in prop::collection::vec(prop_oneof![1_usize..8, 8_usize..40, 100_usize..160], 0..7),
        (image, qr, confirm) in any::<(bool, bool, bool)>(),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let heading = text(from, heading);
        let points: Vec<String> =
            points.iter().enumerate().map(|(index, count)| text(from + index * 7, *count)).collect();
        let mut toml = format!("kind = \"message\"\nheading = {heading:?}\npoints = {points:?}\nconfirm = {confirm}\n");
        let source = text(from, source);
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        if image {
            toml += "image = \"anh.png\"\n";
        }
        if qr {
            toml += "qr = \"https://dichvucong.gov.vn\"\n";
        }
        let address = if qr { "dichvucong.gov.vn" } else { "" };
        let words = format!("{heading} {} {source} {address}", points.join(" "));
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_code_without_a_body_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30],
        path in 0_usize..180,
        confirm in any::<bool>(),
    ) {
        let heading = text(from, heading);
        let path = "thu-tuc/".repeat(30).chars().take(path).collect::<String>();
        let toml = format!(
            "kind = \"message\"\nheading = {heading:?}\nconfirm = {confirm}\nqr = \"https://a.gov.vn/{path}\"\n"
        );
        // Of an address that nobody would type its host is printed.
        let address = format!("a.gov.vn/{path}");
        let address = if address.trim_end_matches('/').len() <= 60 { &address } else { "a.gov.vn/…" };
        let words = format!("{heading} {}", address.trim_end_matches('/'));
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_document_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        summary in prop_oneof![1_usize..12, 12_usize..60, 100_usize..200],
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
        number in prop_oneof![Just("76/NQ-CP"), Just("1232/NQ-UBTVQH15"), Just("03-NQ/TU"), Just("[cần điền]/KH")],
        dated in any::<bool>(),
    ) {
        let summary = text(from, summary);
        let source = text(from, source);
        let mut toml = format!("kind = \"document\"\nform = \"Nghị quyết\"\nnumber = {number:?}\nsummary = {summary:?}\n");
        if dated {
            toml += "date = 2024-10-24\nissuer = \"Ủy ban Thường vụ Quốc hội\"\n";
        }
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        let number = if number.contains('[') { "…" } else { number };
        let words = format!("{number} {summary} {source}");
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_procedure_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        name in prop_oneof![1_usize..9, 9_usize..40],
        facts in prop::collection::vec(prop_oneof![2 => Just(0_usize), 4 => 1_usize..8, 1 => 8_usize..40], 10..11),
        papers in prop::collection::vec(1_usize..24, 0..5),
        steps in prop::collection::vec(1_usize..24, 0..12),
        (qr, confirm) in any::<(bool, bool)>(),
    ) {
        let name = text(from, name);
        let list = |counts: &[usize]| -> Vec<String> { counts.iter().map(|count| text(from + count, *count)).collect() };
        let (papers, steps) = (list(&papers), list(&steps));
        let mut toml = format!("kind = \"procedure\"\nname = {name:?}\npapers = {papers:?}\nsteps = {steps:?}\nconfirm = {confirm}\n");
        let keys = ["subject", "deadline", "fee", "place", "authority", "copies", "result", "conditions", "basis", "form"];
        let mut words = format!("{name} {} {}", papers.join(" "), steps.join(" "));
        for (key, count) in keys.iter().zip(&facts).filter(|(_, count)| **count > 0) {
            let value = text(from + count, *count);
            toml += &format!("{key} = {value:?}\n");
            words += &format!(" {value}");
        }
        if qr {
            toml += "qr = \"https://www.thptconghien.haiphong.edu.vn/\"\n";
        }
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_hotline_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30],
        rows in prop::collection::vec((1_usize..20, 0_usize..3, 0_usize..8), 1..9),
        qr in any::<bool>(),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let numbers = ["1800\u{a0}1096", "dichvucong.gov.vn", "vanphong@thptconghien.haiphong.edu.vn"];
        let heading = text(from, heading);
        let source = text(from, source);
        let mut words = format!("{heading} {source}");
        let mut lines = String::new();
        for (label, number, hours) in rows {
            let (label, hours) = (text(from + label, label), text(from + hours, hours));
            words += &format!(" {label} {hours}");
            lines += &format!("{{ label = {label:?}, number = \"{}\"", numbers[number]);
            lines += &if hours.is_empty() { " }, ".to_owned() } else { format!(", hours = {hours:?} }}, ") };
        }
        let mut toml = format!("kind = \"hotline\"\nheading = {heading:?}\nlines = [{lines}]\n");
        if qr {
            toml += "qr = \"tel:18001096\"\n";
        }
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn steps_of_any_length_have_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30],
        steps in prop::collection::vec(prop_oneof![1_usize..6, 6_usize..50], 3..6),
        (qr, confirm) in any::<(bool, bool)>(),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let heading = text(from, heading);
        let source = text(from, source);
        let steps: Vec<String> = steps.iter().map(|count| text(from + count, *count)).collect();
        let mut toml = format!("kind = \"steps\"\nheading = {heading:?}\nsteps = {steps:?}\nconfirm = {confirm}\n");
        if qr {
            toml += "qr = \"https://dichvucong.gov.vn\"\n";
        }
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        let words = format!("{heading} {} {source}", steps.join(" "));
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn an_index_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        (heading, name, unit) in (prop_oneof![1_usize..9, 9_usize..30], 1_usize..12, 0_usize..4),
        values in prop::collection::vec(0_u32..10_000, 1..10),
        source in prop_oneof![1_usize..12, 30_usize..50],
    ) {
        let [heading, name, unit, source] = [heading, name, unit, source].map(|count| text(from + count, count));
        let rows: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(n, value)| format!("{{ year = {}, value = {:.2} }}", 2010 + n, f64::from(*value) / 100.0))
            .collect();
        let toml = format!(
            "kind = \"index\"\nheading = {heading:?}\nname = {name:?}\nunit = {unit:?}\nsource = {source:?}\nvalues = [{}]\n",
            rows.join(", ")
        );
        let words = format!("{heading} {name} {source}");
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_ranking_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30, 100_usize..140],
        rows in prop::collection::vec((prop_oneof![16 => 1_usize..4, 4 => 4_usize..30, 1 => 100_usize..140], 0_u32..100_000_000), 1..14),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let [heading, source] = [heading, source].map(|count| text(from, count));
        let mut words = format!("{heading} {source}");
        let mut lines = String::new();
        for (name, hundredths) in rows {
            let name = text(from + name, name);
            words += &format!(" {name}");
            lines += &format!("{{ name = {name:?}, score = {:.2} }}, ", f64::from(hundredths) / 100.0);
        }
        let mut toml = format!("kind = \"ranking\"\nheading = {heading:?}\nrows = [{lines}]\n");
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_table_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30, 100_usize..140],
        columns in prop::collection::vec((prop_oneof![1_usize..4, 4_usize..9], any::<bool>()), 1..9),
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![16 => 1_usize..4, 4 => 4_usize..30, 1 => 60_usize..90], 8), 1..6),
        (source, qr) in (prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50], any::<bool>()),
    ) {
        let [heading, source] = [heading, source].map(|count| text(from, count));
        let heads: Vec<String> = columns.iter().map(|(count, _)| text(from + count, *count)).collect();
        let mut words = format!("{heading} {source} {}", heads.join(" "));
        let mut lines = String::new();
        for row in rows {
            let cells = row.iter().zip(&columns).map(|(count, (_, figures))| match figures {
                true => format!("{}", count * 12_345),
                false => format!("{:?}", text(from + count, *count)),
            });
            let named = row.iter().zip(&columns).filter(|(_, (_, figures))| !figures);
            named.for_each(|(count, _)| words += &format!(" {}", text(from + count, *count)));
            lines += &format!("[{}], ", cells.collect::<Vec<_>>().join(", "));
        }
        let mut toml = format!("kind = \"table\"\nheading = {heading:?}\ncolumns = {heads:?}\nrows = [{lines}]\n");
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        if qr {
            toml += "qr = \"https://dichvucong.gov.vn\"\n";
        }
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_countdown_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![3 => 1_usize..9, 2 => 9_usize..30, 1 => 100_usize..140],
        then in 1_usize..12,
        at in prop_oneof![
            Just("10:00"), Just("23:00"), Just("09:05"), Just("30/11/2026"), Just("31/12/2199 07:00"),
        ],
    ) {
        let heading = text(from, heading);
        let then: String = text(from + then, then).chars().take(60).collect();
        let item = item(&format!("kind = \"countdown\"\nheading = {heading:?}\nat = {at:?}\nthen = {then:?}\n"));
        let words = if at == "09:05" { then } else { heading };
        keeps_the_rules(&item, &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn an_agenda_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        heading in prop_oneof![1_usize..9, 9_usize..30],
        steps in prop::collection::vec((prop_oneof![12 => 1_usize..9, 3 => 9_usize..30, 1 => 100_usize..140], 0_u32..1440), 1..9),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let [heading, source] = [heading, source].map(|count| text(from, count));
        let mut words = format!("{heading} {source}");
        let mut lines = String::new();
        for (count, minute) in steps {
            let step = text(from + count, count);
            let time = format!("{:02}:{:02}", minute / 60, minute % 60);
            words += &format!(" {step} {time}");
            lines += &format!("{{ time = {time:?}, text = {step:?} }}, ");
        }
        let mut toml = format!("kind = \"agenda\"\nheading = {heading:?}\nsteps = [{lines}]\n");
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_quiz_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        question in prop_oneof![3 => 1_usize..9, 2 => 9_usize..30, 1 => 100_usize..140],
        options in prop::collection::vec(prop_oneof![12 => 1_usize..9, 3 => 9_usize..30, 1 => 100_usize..140], 2..7),
        answer in 0_usize..6,
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
    ) {
        let [question, source] = [question, source].map(|count| text(from, count));
        let answer = ["A", "B", "C", "D", "E", "F"][answer % options.len()];
        let options: Vec<String> = options.iter().map(|count| text(from + count, *count)).collect();
        let mut toml = format!("kind = \"quiz\"\nquestion = {question:?}\noptions = {options:?}\nanswer = {answer:?}\n");
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        let words = format!("{question} {} {source}", options.join(" "));
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_praise_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        (name, reason) in (prop_oneof![1_usize..9, 9_usize..20], prop_oneof![1_usize..12, 12_usize..90]),
        source in prop_oneof![Just(0_usize), 1_usize..12, 30_usize..50],
        image in any::<bool>(),
    ) {
        let [name, reason, source] = [name, reason, source].map(|count| text(from + count, count));
        let mut toml = format!("kind = \"praise\"\nname = {name:?}\nreason = {reason:?}\n");
        if !source.is_empty() {
            toml += &format!("source = {source:?}\n");
        }
        if image {
            toml += "image = \"anh.png\"\n";
        }
        let words = format!("{name} {reason} {source}");
        keeps_the_rules(&item(&toml), &screen, size, &words, &mut Fonts::embedded());
    }

    #[test]
    fn a_poster_of_any_length_has_room(
        (screen, size) in any_screen(),
        from in 0_usize..60,
        sentence in 1_usize..16,
        (image, ceremony) in any::<(bool, bool)>(),
    ) {
        let sentence = text(from, sentence);
        let mut toml =
            format!("kind = \"poster\"\nsentence = {sentence:?}\nceremony = {ceremony}\nsource = \"Trường THPT Cộng Hiền\"\n");
        if image {
            toml += "image = \"nen.png\"\n";
        }
        keeps_the_rules(&item(&toml), &screen, size, &sentence, &mut Fonts::embedded());
    }
}

#[test]
fn body_text_keeps_the_size_and_leading_of_the_domain() {
    let theme = Theme::light();
    let screen = screen(theme);
    let item =
        item(&format!("kind = \"message\"\nheading = \"Việc cần làm\"\npoints = [{:?}]\n", text(0, 90)));
    for size in SIZES {
        let short = size.0.min(size.1) as f32;
        let mut seen = 0;
        for frame in frames(&item, &screen, size, &mut Fonts::embedded()) {
            for (text, _) in texts(&frame)
                .into_iter()
                .filter(|(text, _)| PLAN.contains(text.key.string.lines().next().unwrap_or_default()))
            {
                seen += 1;
                assert!(text.key.size >= short * 0.06 - 0.01, "{size:?}: {:?}", text.key);
                assert!(text.key.leading >= text.key.size * 1.4, "{size:?}: {:?}", text.key);
            }
        }
        assert!(seen > 0, "{size:?}");
    }
}

#[test]
fn every_picture_that_is_drawn_was_wished_for() {
    let slides = [
        "kind = \"message\"\nheading = \"Một\"\npoints = [\"Hai\"]\nimage = \"anh.png\"\nqr = \"https://dichvucong.gov.vn\"\n",
        "kind = \"poster\"\nsentence = \"Một cửa\"\nimage = \"anh.png\"\n",
        "kind = \"praise\"\nname = \"Lớp 10A1\"\nreason = \"Dẫn đầu tuần\"\nimage = \"anh.png\"\n",
    ];
    for (slide, size) in slides.iter().flat_map(|slide| SIZES.map(|size| (slide, size))) {
        let item = item(slide);
        let mut screen = screen(Theme::light());
        screen.emblem = Some(Asset { path: ItemPath::new("emblem.png"), stamp: Stamp::default() });
        let asked = RefCell::new(Vec::new());
        let pictures = |want: &Want| {
            asked.borrow_mut().push(want.clone());
            None
        };
        let look = Look { screen: &screen, size, local: morning(), coming: None, pictures: &pictures };
        scene::frame(&item, 0, &look, &mut Fonts::embedded());
        let mut wished = scene::wants(&item, 0, &screen, size);
        wished.extend(scene::chrome_wants(&screen, size));
        assert!(wished.len() > 1, "{slide}");
        let asked = asked.into_inner();
        assert!(!asked.is_empty() && asked.iter().all(|want| wished.contains(want)), "{asked:?} {wished:?}");
    }
}
