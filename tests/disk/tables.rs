//! Tables that spreadsheets wrote, and what is left of them after they were damaged.

use std::fs;
use std::io::{Cursor, Read, Write};

use bangtin::decode::{Unread, workbook};
use bangtin::library::Loaded;
use bangtin::model::read::{Cells, Choice};
use bangtin::model::{Content, Level, Reason, Slide, Table, TableRow};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::load::{item, problem, problems, read};
use crate::stage::Stage;

/// Made by `tests/files/tables/make.py`.
const EVERY_CELL: &[u8] = include_bytes!("../files/tables/moi-loai-o.xlsx");
const SCORES: &[u8] = include_bytes!("../files/tables/thi-dua.xlsx");
const LOCKED: &[u8] = include_bytes!("../files/tables/mat-khau.xlsx");

fn sheet<'a>(loaded: &'a Loaded, path: &str) -> &'a Table {
    let Some(Slide::Table(sheet)) = item(loaded, path).content.slide() else {
        panic!("{path}: {:?}", item(loaded, path))
    };
    sheet
}

fn rows(sheet: &Table) -> Vec<String> {
    let row = |row: &TableRow| match row {
        TableRow::Cells(cells) => cells.join("|").replace('\u{a0}', " "),
        TableRow::Section(name) => name.replace('\u{a0}', " "),
    };
    sheet.rows.iter().map(row).collect()
}

#[test]
fn a_workbook_is_shown_as_calc_shows_it() {
    let (_folder, loaded) = read(&[("05 Mọi loại ô (20s).xlsx", EVERY_CELL)]);
    let table = sheet(&loaded, "05 Mọi loại ô (20s).xlsx");
    assert_eq!(table.heading, "Mọi loại ô");
    let heads: Vec<(&str, bool)> =
        table.columns.iter().map(|column| (column.head.as_str(), column.figures)).collect();
    let expected =
        [("Thứ", false), ("Buổi", false), ("Tỉ lệ", true), ("Quỹ", true), ("Ngày", false), ("Giờ", false)];
    assert_eq!(heads, expected);
    assert_eq!(
        rows(table),
        [
            "KHỐI VÍ DỤ",
            "Hai|Sáng|98,5%|1.234.567,5|24-11-2026|07:30",
            "Hai|Chiều|100,0%|50.000,0|25-11-2026|13:30",
            "Tư|Xuống dòng|50,0%|−2,0|27-11-2026 12:00|",
        ]
    );
    let said: Vec<(Level, Option<u32>)> =
        problems(&loaded, "05 Mọi loại ô (20s).xlsx").iter().map(|p| (p.level, p.line)).collect();
    assert_eq!(
        said,
        [
            (Level::Notice, None),
            (Level::Warning, Some(10)),
            (Level::Notice, Some(2)),
            (Level::Warning, Some(10))
        ]
    );
}

#[test]
fn a_workbook_of_scores_is_a_ranking_and_its_sidecar_makes_it_a_table() {
    let (_folder, loaded) = read(&[
        ("a.xlsx", SCORES),
        ("b.xlsx", SCORES),
        ("b.xlsx.toml", "kind = 'table'\nrange = 'B4:D6'\ntitle = 'Hai mặt thi đua'".as_bytes()),
        ("c.xlsx", EVERY_CELL),
        ("c.xlsx.toml", "sheet = 'danh bạ'".as_bytes()),
        ("d.xlsx", SCORES),
        ("d.xlsx.toml", "sheet = 'Tuần 13'".as_bytes()),
    ]);
    let Some(Slide::Ranking(ranking)) = item(&loaded, "a.xlsx").content.slide() else { panic!() };
    let shown = ranking.rows.iter().map(|row| {
        format!("{} {} {}", row.rank.unwrap(), row.name.replace('\u{a0}', " "), row.score.as_ref().unwrap())
    });
    assert_eq!(shown.collect::<Vec<_>>(), ["1 Lớp B 19,25", "2 Lớp A 18,50", "2 Lớp C 18,50"]);
    let table = sheet(&loaded, "b.xlsx");
    assert_eq!(
        (table.heading.as_str(), rows(table).join(" ")),
        ("Hai mặt thi đua", "Lớp A|9,5|9,00 Lớp B|10,0|9,25".into())
    );
    assert_eq!(rows(sheet(&loaded, "c.xlsx")), ["Ví dụ|0912345678"]);
    assert_eq!(item(&loaded, "d.xlsx").hidden, Some(Reason::Broken));
    let unknown = problem(&loaded, "d.xlsx");
    assert!(unknown.message.vi.contains("«Tuần 13»") && unknown.help.vi.contains("«Tuần 12»"), "{unknown:?}");
}

#[test]
fn what_is_no_workbook_is_named_with_what_to_do() {
    let (_folder, loaded) = read(&[
        ("khóa.xlsx", LOCKED),
        ("macro.xlsm", SCORES),
        ("cũ.xls", b"x"),
        ("chữ.xlsx", "Lớp,Điểm".as_bytes()),
        ("dở.xlsx", &SCORES[..SCORES.len() / 2]),
        ("rỗng.xlsx", b""),
        ("bom.xlsx", &bomb()),
    ]);
    for (file, message, help, reason) in [
        ("khóa.xlsx", "mật khẩu", "xoá mật khẩu", Reason::Broken),
        ("macro.xlsm", "macro", ".xlsx", Reason::Unsupported),
        ("cũ.xls", "nội dung không phải", "PDF", Reason::Broken),
        ("chữ.xlsx", "không phải loại .xlsx", "Save As", Reason::Broken),
        ("dở.xlsx", "hỏng hoặc chép chưa xong", "chép lại", Reason::Broken),
        ("rỗng.xlsx", "rỗng", "chép lại", Reason::Broken),
        ("bom.xlsx", "quá lớn", "tệp Excel mới", Reason::Broken),
    ] {
        let found = problem(&loaded, file);
        assert!(found.message.vi.contains(message) && found.help.vi.contains(help), "{file}: {found:?}");
        assert_eq!(item(&loaded, file).hidden, Some(reason), "{file}");
    }
}

/// The parts of a workbook by name, as `change` makes them.
fn rewritten(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        writer.start_file(&*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&change(&name, content)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose sheet is a gigabyte of spaces, or would be.
fn bomb() -> Vec<u8> {
    rewritten(
        SCORES,
        |name, content| if name.ends_with("sheet1.xml") { vec![b' '; 80 << 20] } else { content },
    )
}

#[test]
fn a_workbook_that_asks_for_all_the_memory_does_not_get_it() {
    let text = |name: &'static str, from: &'static str, to: &'static str| {
        rewritten(SCORES, move |part, content| {
            if !part.ends_with(name) {
                return content;
            }
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{name} holds {from}");
            text.replacen(from, to, 1).into_bytes()
        })
    };
    let all = Choice::default();
    let refused = |bytes: &[u8]| workbook(bytes, &all).map(|book| book.lines.len());
    assert_eq!(
        refused(&text("sharedStrings.xml", "uniqueCount=\"", "uniqueCount=\"99999999999")),
        Err(Unread::TooLarge)
    );
    assert_eq!(refused(&bomb()), Err(Unread::TooLarge));
    // A sheet may call any row and column its own; what is not shown is not kept.
    for cell in ["r=\"XFD4\"", "r=\"A1048576\"", "r=\"ZZZZZZ99999999999999\"", "r=\"\""] {
        let _ = refused(&text("sheet1.xml", "r=\"A4\"", Box::leak(cell.to_owned().into_boxed_str())));
    }
    let _ = refused(&text("sheet1.xml", "ref=\"A1:E1\"", "ref=\"A1:XFD1048576\""));
    let range = Cells::parse("XFC1048570:XFD1048576");
    assert_eq!(workbook(SCORES, &Choice { range, ..all }).unwrap().lines.len(), 0);
}

/// Another place and byte each time, the same ones in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut damaged = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(damaged.len());
            match self.below(4) {
                0 => damaged[at] ^= 1 << self.below(8),
                1 => damaged[at] = self.below(256) as u8,
                2 => damaged.truncate(at.max(1)),
                _ => damaged.insert(at, self.below(256) as u8),
            }
        }
        damaged
    }
}

/// Damaged archives are mostly refused; so the parts inside are damaged as well, in archives that are sound.
#[test]
fn four_hundred_damaged_workbooks_are_read_or_named() {
    let mut chance = Chance(759);
    let mut read = 0;
    for round in 0..400 {
        let whole = [EVERY_CELL, SCORES][round % 2];
        let damaged = if round % 4 < 2 {
            chance.damage(whole)
        } else {
            let seed = chance.below(1 << 30) as u64;
            let chosen = ["sheet1.xml", "sharedStrings.xml", "styles.xml", "workbook.xml"][chance.below(4)];
            rewritten(
                whole,
                |name, content| {
                    if name.ends_with(chosen) { Chance(seed).damage(&content) } else { content }
                },
            )
        };
        match workbook(&damaged, &Choice::default()) {
            Ok(book) => {
                read += 1;
                assert!(book.lines.len() <= 1_000 && book.remarks.len() <= 20);
            }
            Err(unread) => assert!(!unread.words().0.vi.is_empty()),
        }
    }
    assert!(read > 20, "some damage is not seen: {read}");
}

#[test]
fn a_changed_sidecar_is_obeyed_at_once() {
    let ranks = |stage: &Stage| {
        content(stage).is_some_and(|content| matches!(content.slide(), Some(Slide::Ranking(_))))
    };
    let lists = |stage: &Stage| {
        content(stage).is_some_and(|content| matches!(content.slide(), Some(Slide::Table(_))))
    };
    let mut stage = Stage::new(&[("a.xlsx", SCORES)]);
    stage.until("a ranking", ranks);
    stage.rename_in("a.xlsx.toml", b"kind = 'table'");
    stage.until("a table", lists);
    fs::write(stage.path("a.xlsx.toml"), "title = 'Hai mặt thi đua'\nkind = 'table'").unwrap();
    stage.until("its title", |stage| {
        matches!(content(stage).as_ref().and_then(Content::slide), Some(Slide::Table(table)) if table.heading == "Hai mặt thi đua")
    });
    fs::remove_file(stage.path("a.xlsx.toml")).unwrap();
    stage.until("a ranking again", ranks);
    assert_eq!(stage.fresh, Vec::<String>::new(), "the bytes are the same");
}

fn content(stage: &Stage) -> Option<Content> {
    stage.item("a.xlsx").map(|item| item.content.clone())
}
