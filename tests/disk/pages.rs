//! Documents, made by real programs (`tests/files/pdf/make.sh`), from the disk to their pages.

use std::fs;
use std::io::Write;
use std::path::Path;

use bangtin::model::{Content, Fit, Item, Level, Reason, Want};
use chrono::TimeDelta;

use crate::load::{item, problem, problems, read};
use crate::stage::Stage;

/// A file of `tests/files/pdf`.
pub fn pdf(name: &str) -> Vec<u8> {
    fs::read(Path::new("tests/files/pdf").join(name)).unwrap()
}

/// The numbers of an item's pages, from 1.
fn numbers(item: &Item) -> Vec<u32> {
    let Content::Pages(leaves) = &item.content else { panic!("{:?}", item.content) };
    leaves.iter().map(|leaf| leaf.number + 1).collect()
}

/// One page of a file in a space that is larger than it.
fn want(item: &Item, page: u32, space: (u32, u32)) -> Want {
    Want { of: item.asset(), page, space, fit: Fit::Contain }
}

#[test]
fn the_pages_of_a_document_are_one_item_as_long_as_all_of_them() {
    let (_folder, loaded) = read(&[
        ("a/01 Kế hoạch (12s).pdf", &pdf("ke-hoach.pdf")),
        ("a/02 Trình chiếu.pdf", &pdf("trinh-chieu.pdf")),
        ("a/02 Trình chiếu.pdf.toml", b"dwell = \"7s\"\ntopic = \"1.6\""),
        ("a/03 Chỉ người soạn mới sửa được.pdf", &pdf("chi-chu-so-huu.pdf")),
    ]);
    assert_eq!(loaded.programme.problems, []);
    let plan = item(&loaded, "a/01 Kế hoạch (12s).pdf");
    assert_eq!((numbers(plan), plan.pages()), (vec![1, 2], Some(2)));
    assert_eq!((plan.duration, plan.timed), (TimeDelta::seconds(24), true));
    let Content::Pages(leaves) = &plan.content else { unreachable!() };
    // A4, in points.
    assert!(leaves.iter().all(|leaf| (leaf.sheet.width - 595.3).abs() < 0.1));
    assert!(leaves.iter().all(|leaf| (leaf.sheet.height - 841.9).abs() < 0.1));
    let slides = item(&loaded, "a/02 Trình chiếu.pdf");
    assert_eq!((slides.duration, slides.topic.as_deref()), (TimeDelta::seconds(21), Some("1.6")));
    assert_eq!(numbers(item(&loaded, "a/03 Chỉ người soạn mới sửa được.pdf")), [1, 2, 3]);
}

#[test]
fn a_page_is_as_large_as_its_space_and_has_its_own_picture() {
    let (_folder, loaded) = read(&[("a.pdf", &pdf("trinh-chieu.pdf")), ("b.pdf", &pdf("ke-hoach.pdf"))]);
    let (slides, plan) = (item(&loaded, "a.pdf"), item(&loaded, "b.pdf"));
    for (of, space, size) in [
        (slides, (1920, 1080), (1920, 1080)),
        (slides, (3840, 2160), (3840, 2160)),
        (plan, (1920, 1080), (764, 1080)),
        (plan, (300, 1000), (300, 424)),
        (plan, (1, 1), (1, 1)),
    ] {
        let page = loaded.decode_now(&want(of, 0, space)).unwrap();
        assert_eq!((page.width, page.height), size, "{space:?}");
        assert_eq!(page.rgba.len(), (size.0 * size.1 * 4) as usize);
        assert!(page.rgba.as_chunks::<4>().0.iter().all(|[.., alpha]| *alpha == 255), "paper is opaque");
    }
    let [first, second] = [0, 1].map(|page| loaded.decode_now(&want(slides, page, (320, 180))).unwrap());
    assert_ne!(first.rgba, second.rgba);
    // The ground of the slides, #0b3d91.
    assert_eq!(first.rgba[..3], [0x0b, 0x3d, 0x91]);
    assert!(loaded.decode_now(&want(slides, 3, (320, 180))).is_err(), "there is no fourth page");
}

#[test]
fn a_long_document_plays_its_beginning_or_what_was_chosen() {
    let long = pdf("nhieu-trang.pdf");
    let (_folder, loaded) = read(&[
        ("1.pdf", &long),
        ("2.pdf", &long),
        ("2.pdf.toml", "pages = \"1-3, 7; 24–25\"".as_bytes()),
        ("3.pdf", &long),
        ("3.pdf.toml", b"pages = 5"),
        ("4.pdf", &long),
        ("4.pdf.toml", b"pages = \"20-30\""),
        ("5.pdf", &long),
        ("5.pdf.toml", b"pages = \"26\""),
        ("6.pdf", &long),
        ("6.pdf.toml", b"pages = \"3-1\""),
    ]);
    assert_eq!(numbers(item(&loaded, "1.pdf")), (1..=20).collect::<Vec<_>>());
    let many = problem(&loaded, "1.pdf");
    assert_eq!(many.level, Level::Warning);
    assert!(many.message.vi.contains("25 trang") && many.help.vi.contains("«1.pdf.toml»"), "{many:?}");
    assert_eq!(numbers(item(&loaded, "2.pdf")), [1, 2, 3, 7, 24, 25]);
    assert_eq!(numbers(item(&loaded, "3.pdf")), [5]);
    assert_eq!(numbers(item(&loaded, "4.pdf")), (20..=25).collect::<Vec<_>>());
    assert_eq!(problem(&loaded, "4.pdf").level, Level::Warning);
    assert_eq!(item(&loaded, "5.pdf").hidden, Some(Reason::Broken));
    assert_eq!(problem(&loaded, "5.pdf").level, Level::Error);
    let misread = problem(&loaded, "6.pdf.toml");
    assert_eq!((misread.level, misread.key.as_deref()), (Level::Error, Some("pages")));
    assert!(problems(&loaded, "2.pdf").is_empty() && problems(&loaded, "3.pdf").is_empty());
}

#[test]
fn a_document_that_cannot_be_shown_says_why() {
    let (_folder, loaded) = read(&[
        ("khoá.pdf", &pdf("mat-khau.pdf")),
        ("cắt.pdf", &pdf("cat-do.pdf")),
        ("rỗng.pdf", b""),
        ("chữ.pdf", b"Xin ch\xc3\xa0o"),
        ("ảnh.pdf", &crate::pictures::png(1300, 8)),
        ("hỏng.pdf", b"%PDF-1.7\nkh\xc3\xb4ng c\xc3\xb3 g\xc3\xac\n%%EOF\n"),
    ]);
    for (file, said) in [
        ("khoá.pdf", "có mật khẩu"),
        ("cắt.pdf", "bị cắt dở"),
        ("rỗng.pdf", "rỗng"),
        ("chữ.pdf", "nội dung không phải PDF"),
        ("ảnh.pdf", "thật ra là PNG"),
        ("hỏng.pdf", "bị hỏng"),
    ] {
        assert_eq!(item(&loaded, file).hidden, Some(Reason::Broken), "{file}");
        let problem = problem(&loaded, file);
        assert!(problem.level == Level::Error && problem.message.vi.contains(said), "{problem:?}");
    }
}

#[test]
fn a_document_joins_when_its_pages_are_known_and_is_fresh_then() {
    let mut stage = Stage::new(&[("a.pdf", &pdf("ke-hoach.pdf"))]);
    stage.until_plays("a.pdf");
    assert!(stage.fresh.is_empty(), "it was there at the start");
    assert_eq!(numbers(&stage.item("a.pdf").unwrap()), [1, 2]);
    stage.rename_in("b.pdf", &pdf("trinh-chieu.pdf"));
    stage.until_plays("b.pdf");
    assert_eq!(stage.fresh, ["b.pdf"]);
    let page = stage.decode("b.pdf");
    assert_eq!((page.width, page.height), (64, 36));
    // Another document in its place, and one that is none.
    stage.rename_in("b.pdf", &pdf("ke-hoach.pdf"));
    stage.until("two pages", |stage| stage.item("b.pdf").is_some_and(|item| item.pages() == Some(2)));
    assert_eq!(stage.fresh, ["b.pdf", "b.pdf"]);
    stage.rename_in("b.pdf", &pdf("mat-khau.pdf"));
    stage.until("named", |stage| stage.hidden("b.pdf") == Some(Reason::Broken));
    assert!(stage.programme.problems.iter().any(|problem| problem.file == "b.pdf"));
    fs::remove_file(stage.path("b.pdf")).unwrap();
    stage.until("gone", |stage| stage.item("b.pdf").is_none());
}

#[test]
fn a_document_that_was_only_touched_stays_what_it_was() {
    let mut stage = Stage::new(&[("a.pdf", &pdf("ke-hoach.pdf"))]);
    stage.until_plays("a.pdf");
    let before = stage.item("a.pdf").unwrap();
    crate::load::set_modified(&stage.path("a.pdf"), 2_000_000);
    stage.sentinel();
    stage.decode("a.pdf");
    assert_eq!(stage.item("a.pdf").unwrap(), before);
    assert!(stage.fresh.is_empty(), "{}", stage.describe());
}

#[test]
fn a_growing_document_is_invisible_until_it_is_closed() {
    let bytes = pdf("trinh-chieu.pdf");
    let mut stage = Stage::new(&[("a.png", &crate::pictures::png(1300, 8))]);
    let mut file = fs::File::create(stage.path("b.pdf")).unwrap();
    file.write_all(&bytes[..bytes.len() / 2]).unwrap();
    stage.until("b.pdf pending", |stage| stage.hidden("b.pdf") == Some(Reason::Pending));
    stage.sentinel();
    assert_eq!(stage.hidden("b.pdf"), Some(Reason::Pending));
    file.write_all(&bytes[bytes.len() / 2..]).unwrap();
    drop(file);
    stage.until_plays("b.pdf");
    assert_eq!(stage.fresh, ["b.pdf"]);
}

#[test]
fn sidecars_choose_while_the_document_plays() {
    let mut stage = Stage::new(&[("a.pdf", &pdf("nhieu-trang.pdf"))]);
    stage.until_plays("a.pdf");
    let opened = stage.library.work().decoded.load(std::sync::atomic::Ordering::Relaxed);
    stage.rename_in("a.pdf.toml", b"pages = \"2\"");
    stage.until("one page", |stage| stage.item("a.pdf").is_some_and(|item| item.pages() == Some(1)));
    assert_eq!(stage.library.work().decoded.load(std::sync::atomic::Ordering::Relaxed), opened);
}
