use super::*;
use crate::model::{Asset, ItemPath, Problem, Stamp, Table, TableRow, Words};

fn asset(path: &str) -> Result<Asset, Words> {
    if path.starts_with("..") {
        return Err(words!("Không lấy được.", "Not to be had."));
    }
    Ok(Asset { path: ItemPath::new(path), stamp: Stamp::default() })
}

fn slides(text: &str) -> (Vec<Slide>, Vec<Problem>) {
    let (read, problems) = markdown(text.as_bytes(), "a.md", &asset);
    match read.map(|read| read.content) {
        Some(Content::Slide(slide)) => match *slide {
            Slide::Several(parts) => (parts, problems),
            slide => (vec![slide], problems),
        },
        other => panic!("{other:?} {problems:?}"),
    }
}

fn message(slide: &Slide) -> &Message {
    let Slide::Message(message) = slide else { panic!("{slide:?}") };
    message
}

fn table(slide: &Slide) -> &Table {
    let Slide::Table(table) = slide else { panic!("{slide:?}") };
    table
}

/// What stands on a slide, in short: the sign before each paragraph, and what is bold between stars.
fn body(slide: &Slide) -> Vec<String> {
    let para = |para: &Para| {
        let mark = match para.mark {
            Mark::None => String::new(),
            Mark::Heading => "# ".to_owned(),
            Mark::Bullet => "- ".to_owned(),
            Mark::Number(number) => format!("{number}. "),
        };
        let mut text = para.text.clone();
        for range in para.strong.iter().rev() {
            text.insert(range.end, '*');
            text.insert(range.start, '*');
        }
        format!("{}{mark}{text}", " ".repeat(para.depth.saturating_sub(1)))
    };
    message(slide).body.iter().map(para).collect()
}

#[test]
fn a_note_keeps_its_words_and_their_order() {
    let text = "# Họp **phụ huynh**\n\nĐoạn một\nnối *dòng*.\n\n- ý `một`\n  - ý con\n    - cháu\n- [trang](http://x)\n\n  nói thêm\n- [cần điền]\n\n## Mang theo\n\n3. bước ba\n4. bước bốn\n   1. một\n\n![chữ thay](media/a.png)\n";
    let (slides, problems) = slides(text);
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(12)]);
    let [slide] = &slides[..] else { panic!("{slides:?}") };
    assert_eq!(message(slide).heading, "Họp phụ huynh");
    assert_eq!(message(slide).image, asset("media/a.png").ok());
    let expected = [
        "Đoạn một nối dòng.",
        "- ý một",
        " - ý con",
        " - cháu",
        "- trang",
        "nói thêm",
        "# Mang theo",
        "3. bước ba",
        "4. bước bốn",
        " 1. một",
    ];
    assert_eq!(body(slide), expected);
    assert_eq!(message(slide).body[5].depth, 1, "it stands under its point");
}

#[test]
fn bold_words_are_where_they_were_written() {
    let (slides, _) = slides("# A\n\nMang **căn  cước**, lớp **10A1** và\u{200b}**đ**ơn.\n\n**Cả câu.**\n");
    assert_eq!(body(&slides[0]), ["Mang *căn cước*, lớp\u{a0}*10A1* và*đ*ơn.", "*Cả câu.*"]);
    let apart: Vec<_> =
        markdown("# A\n\nĐi **ho\u{323}c** nhé\n".as_bytes(), "a.md", &asset).0.into_iter().collect();
    let Content::Slide(slide) = &apart[0].content else { panic!() };
    assert_eq!(body(slide), ["Đi *học* nhé"]);
}

#[test]
fn a_rule_begins_a_page_with_its_own_heading_or_the_last() {
    let (slides, problems) =
        slides("Tuyển sinh\n\n- hồ sơ\n\n---\n\n- lịch\n\n***\n\n## Nộp ở đâu\n\nVăn phòng\n");
    assert_eq!(problems, []);
    let told: Vec<_> = slides.iter().map(|slide| (message(slide).heading.as_str(), body(slide))).collect();
    let expected = [("Tuyển sinh", "- hồ sơ"), ("Tuyển sinh", "- lịch"), ("Nộp ở đâu", "Văn phòng")];
    assert_eq!(told, expected.map(|(heading, line)| (heading, vec![line.to_owned()])));
    let (alone, _) = self::slides("# Bìa\n\n---\n\n# Trong\n\nchữ\n\n---\n");
    assert_eq!(alone.len(), 2, "{alone:?}");
}

#[test]
fn a_table_is_a_table_under_its_heading() {
    let (slides, problems) = slides(
        "# Thi đua\n\n| Lớp | Điểm |\n|---|--:|\n| **10A1** | 9,5 |\n| 10A2 | [cần điền] |\n\nHết.\n\n## Nề nếp\n\n| A | B |\n|-|-|\n| 1 | 2 |\n",
    );
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(6)]);
    let [first, second, third] = &slides[..] else { panic!("{slides:?}") };
    assert_eq!(table(first).heading, "Thi đua");
    assert_eq!(table(first).rows, [TableRow::Cells(vec!["10A1".into(), "9,5".into()])]);
    assert!(table(first).columns[1].figures);
    assert_eq!((message(second).heading.as_str(), body(second)), ("Thi đua", vec!["Hết.".to_owned()]));
    assert_eq!(table(third).heading, "Nề nếp");
}

#[test]
fn every_picture_has_a_page() {
    let (slides, problems) = slides("# A\n\n![](a.png) một\n\n![](../b.png)\n\nhai ![](c.png)\n\nba\n");
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(5)]);
    let told: Vec<_> = slides.iter().map(|slide| (message(slide).image.clone(), body(slide))).collect();
    let expected = [("a.png", vec!["một"]), ("c.png", vec!["hai", "ba"])];
    assert_eq!(
        told,
        expected.map(|(path, body)| (asset(path).ok(), body.into_iter().map(str::to_owned).collect()))
    );
}

#[test]
fn what_is_empty_or_too_much_is_named() {
    for text in ["", " \n\n", "---\n\n---\n"] {
        let (read, problems) = markdown(text.as_bytes(), "a.md", &asset);
        assert!(read.is_none() && problems.len() == 1, "{text:?} {read:?}");
    }
    assert_eq!(
        markdown("[cần điền]".as_bytes(), "a.md", &asset).0.unwrap().hidden,
        Some(Reason::Placeholder)
    );
    let (many, problems) = slides(&format!("# A\n{}", "\n---\n\nb\n".repeat(3000)));
    assert_eq!((many.len(), problems.len(), problems[0].level), (PARTS, 1, Level::Warning));
    let (_, problems) = slides(&format!("# A\n{}", "\n![](a.png)\n".repeat(100)));
    assert_eq!((problems.len(), problems[0].level), (1, Level::Warning));
    // Nothing deep or broken stops it.
    for text in
        ["> ".repeat(5000), "- ".repeat(5000), "**".repeat(5000), "| a |\n|-".to_owned(), "[".repeat(20_000)]
    {
        markdown(text.as_bytes(), "a.md", &asset);
    }
}
