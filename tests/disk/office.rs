//! Documents of office programs, made by LibreOffice (`tests/files/office/make.sh`), from the disk to their pages by
//! LibreOffice.

use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use bangtin::library::{self, Loaded};
use bangtin::model::{Content, Fit, Item, Level, Problem, Reason, Want};
use chrono::TimeDelta;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::load::{item, problem, problems};
use crate::stage::{Stage, workers};

/// A file of `tests/files/office`.
fn office(name: &str) -> Vec<u8> {
    fs::read(Path::new("tests/files/office").join(name)).unwrap()
}

/// A folder of these files, read by a player that keeps its PDFs in `cache`.
fn read(files: &[(&str, &[u8])], cache: &Path) -> (TempDir, Loaded) {
    let folder = crate::load::folder(files);
    let loaded = load(folder.path(), cache);
    (folder, loaded)
}

fn load(folder: &Path, cache: &Path) -> Loaded {
    library::load(folder, "2100-01-01T00:00:00Z".parse().unwrap(), &workers().keeping(cache))
}

/// How many pages an item has.
fn pages(item: &Item) -> usize {
    let Content::Pages(leaves) = &item.content else { panic!("{:?}", item.content) };
    leaves.len()
}

/// The first page of an item, small.
fn first(item: &Item) -> Want {
    Want { of: item.asset(), page: 0, space: (320, 180), fit: Fit::Contain }
}

/// The archive `bytes`, every text in which was changed by `edit`, and with these parts besides.
fn edited(bytes: &[u8], edit: impl Fn(&str, String) -> String, more: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.ends_with(".xml") {
            content = edit(&name, String::from_utf8(content).unwrap()).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    for (name, content) in more {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn every_kind_of_document_becomes_pages_once() {
    let cache = tempfile::tempdir().unwrap();
    let files: Vec<(&str, Vec<u8>)> = [
        "trinh-chieu.pptx",
        "trinh-chieu.odp",
        "ke-hoach.docx",
        "ke-hoach.doc",
        "ke-hoach.odt",
        "ke-hoach.rtf",
        "thi-dua.xls",
        "thi-dua.ods",
    ]
    .map(|name| (name, office(name)))
    .into();
    let mut files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let sidecar = b"dwell = \"7s\"\npages = \"2-3\"\ntitle = \"CCHC\"";
    files.push(("trinh-chieu.pptx.toml", sidecar));
    let (folder, loaded) = read(&files, cache.path());
    let said = loaded.programme.problems.iter();
    assert!(said.clone().all(|said| said.level == Level::Notice && said.message.vi.contains("phông")));
    let arial = said.filter(|said| said.file == "trinh-chieu.pptx").map(|said| said.message.vi.as_str());
    assert!(arial.eq(["Máy chiếu bảng tin thiếu phông Arial, đã thay bằng Liberation Sans, chữ rộng như nhau nên dòng không đổi."]));
    let slides = item(&loaded, "trinh-chieu.pptx");
    assert_eq!((pages(slides), slides.duration), (2, TimeDelta::seconds(14)), "the pages that were chosen");
    assert_eq!(slides.title, "CCHC");
    for (name, count) in
        [("trinh-chieu.odp", 3), ("ke-hoach.docx", 2), ("ke-hoach.doc", 2), ("ke-hoach.odt", 2)]
    {
        assert_eq!(pages(item(&loaded, name)), count, "{name}");
    }
    for name in ["ke-hoach.rtf", "thi-dua.xls", "thi-dua.ods"] {
        assert!(pages(item(&loaded, name)) >= 1, "{name}");
    }
    // The ground of the slides, #0b3d91.
    let page = loaded.decode_now(&first(slides)).unwrap();
    assert_eq!(page.rgba[..3], [0x0b, 0x3d, 0x91]);
    // Nothing of LibreOffice's is left, and it is not asked again: who has none has the same pages.
    let left: Vec<_> = fs::read_dir(cache.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| {
        let name = name.to_str().unwrap();
        name == "lock" || name.ends_with(".pdf") || name.ends_with(".txt")
    }));
    let marks = |cache: &Path| {
        let files = fs::read_dir(cache).unwrap().map(|file| file.unwrap().path());
        let mut texts: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
        texts.sort();
        texts.iter().map(|path| path.metadata().unwrap().modified().unwrap()).collect::<Vec<_>>()
    };
    let before = marks(cache.path());
    assert_eq!(before.len(), 8);
    let again = load(folder.path(), cache.path());
    assert_eq!(item(&again, "ke-hoach.rtf").content, item(&loaded, "ke-hoach.rtf").content);
    assert_eq!(marks(cache.path()), before, "nothing was made again");
}

#[test]
fn a_font_that_the_machine_lacks_is_named() {
    let cache = tempfile::tempdir().unwrap();
    let (folder, loaded) = read(&[("a.pptx", &office("thieu-phong.pptx"))], cache.path());
    let said = problem(&loaded, "a.pptx");
    assert_eq!(said.level, Level::Notice);
    assert!(said.message.vi.contains("Phông Ví Dụ") && said.message.vi.contains("đã thay bằng"), "{said:?}");
    let again = load(folder.path(), cache.path());
    assert_eq!(problem(&again, "a.pptx"), said, "and again after a restart");
}

#[test]
fn a_document_that_is_named_as_another_kind_plays_and_is_named() {
    let cache = tempfile::tempdir().unwrap();
    let scores = fs::read("tests/files/tables/thi-dua.xlsx").unwrap();
    let files: [(&str, &[u8]); 4] = [
        ("a.docx", &office("thi-dua.ods")),
        ("b.doc", &office("ke-hoach.rtf")),
        ("c.PPT", &scores),
        ("d.potx", &office("trinh-chieu.pptx")),
    ];
    let (folder, loaded) = read(&files, cache.path());
    let again = load(folder.path(), cache.path());
    for loaded in [loaded, again] {
        for (name, said) in [
            ("a.docx", ".docx nhưng nội dung là .ods (Excel)"),
            ("b.doc", ".doc nhưng nội dung là .rtf (Word)"),
            ("c.PPT", ".ppt nhưng nội dung là .xlsx (Excel)"),
        ] {
            assert!(pages(item(&loaded, name)) >= 1, "{name}");
            let named = |problem: &&Problem| problem.message.vi.contains("Tên tệp nói là");
            let said_of = problems(&loaded, name);
            let told = said_of.iter().find(|problem| named(problem)).expect("told");
            assert!(told.level == Level::Notice && told.message.vi.contains(said), "{told:?}");
        }
        let template = problems(&loaded, "d.potx");
        assert!(template.iter().all(|problem| problem.message.vi.contains("phông")), "{template:?}");
    }
}

#[test]
fn what_libreoffice_is_not_to_see_is_refused_before() {
    let slides = office("trinh-chieu.pptx");
    let letter = office("ke-hoach.odt");
    let same = |_: &str, text: String| text;
    let with_program = edited(&slides, same, &[("ppt/vbaProject.bin", "Attribute VB_Name")]);
    let renamed = edited(
        &slides,
        |name, text| match name {
            "[Content_Types].xml" => {
                text.replace("presentation.main+xml", "presentation.macroEnabled.main+xml")
            }
            _ => text,
        },
        &[],
    );
    let locked = edited(
        &letter,
        |name, text| match name {
            "META-INF/manifest.xml" => {
                text.replacen("/>", "><manifest:encryption-data/></manifest:file-entry>", 1)
            }
            _ => text,
        },
        &[],
    );
    let spaces = " ".repeat(3 << 20);
    let bomb = edited(&slides, same, &[("ppt/media/image1.xml", &spaces)]);
    let other = edited(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", same, &[("a.txt", "x")]);
    let excel = fs::read("tests/files/tables/mat-khau.xlsx").unwrap();
    let old = office("ke-hoach.doc");
    let cache = tempfile::tempdir().unwrap();
    let (_folder, loaded) = read(
        &[
            ("a macro.pptx", &with_program),
            ("b macro.pptx", &renamed),
            ("c macro.odt", &office("co-macro.odt")),
            ("d macro.docm", &office("ke-hoach.docx")),
            ("e khoá.docx", &excel),
            ("f khoá.odt", &locked),
            ("g nặng.pptx", &bomb),
            ("h rỗng.docx", b""),
            ("i cắt.pptx", &slides[..slides.len() / 2]),
            ("k cắt.doc", &old[..old.len() / 2]),
            ("l cắt.rtf", &office("ke-hoach.rtf")[..9000]),
            ("m pdf.docx", &crate::pages::pdf("ke-hoach.pdf")),
            ("n ảnh.pptx", &crate::pictures::png(1000, 8)),
            ("o web.doc", b"<html><body>Xin ch\xc3\xa0o</body></html>"),
            ("p chữ.doc", b"Xin ch\xc3\xa0o"),
            ("q nén.docx", &other),
            ("r không.pptx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            ("s web.xls", b"\n<table><tr><td>1</td></tr></table>"),
        ],
        cache.path(),
    );
    for (file, said) in [
        ("a macro.pptx", "macro"),
        ("b macro.pptx", "macro"),
        ("c macro.odt", "macro"),
        ("e khoá.docx", "mật khẩu"),
        ("f khoá.odt", "mật khẩu"),
        ("g nặng.pptx", "quá lớn"),
        ("h rỗng.docx", "rỗng"),
        ("i cắt.pptx", "cắt dở"),
        ("k cắt.doc", "cắt dở"),
        ("l cắt.rtf", "cắt dở"),
        ("m pdf.docx", "thật ra là PDF"),
        ("n ảnh.pptx", "thật ra là PNG"),
        ("o web.doc", "thật ra là trang web"),
        ("p chữ.doc", "nội dung không phải"),
        ("q nén.docx", "thật ra là ZIP"),
        ("r không.pptx", "thật ra là ZIP"),
        ("s web.xls", "thật ra là trang web"),
    ] {
        assert_eq!(item(&loaded, file).hidden, Some(Reason::Broken), "{file}");
        let problem = problem(&loaded, file);
        assert!(problem.level == Level::Error && problem.message.vi.contains(said), "{problem:?}");
    }
    assert_eq!(item(&loaded, "d macro.docm").hidden, Some(Reason::Unsupported));
    assert!(problem(&loaded, "d macro.docm").message.vi.contains("macro"));
    // Nobody was started for any of them: not even the lock is there.
    assert_eq!(fs::read_dir(cache.path()).unwrap().count(), 0);
}

#[test]
fn what_a_document_refers_to_is_not_fetched() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap();
    port.set_nonblocking(true).unwrap();
    let address = port.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.png");
    image::RgbImage::from_pixel(64, 64, image::Rgb([255, 0, 0])).save(&secret).unwrap();
    let image = |number: usize, href: &str| {
        format!(
            "<draw:frame draw:name=\"i{number}\" text:anchor-type=\"as-char\" svg:width=\"12cm\" svg:height=\"12cm\">\
             <draw:image xlink:href=\"{href}\" xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\"/></draw:frame>"
        )
    };
    let images =
        image(1, &format!("http://{address}/a.png")) + &image(2, &format!("file://{}", secret.display()));
    let linking = edited(
        &office("ke-hoach.odt"),
        |name, text| match name {
            "content.xml" => text.replacen("</text:p>", &format!("{images}</text:p>"), 1),
            _ => text,
        },
        &[],
    );
    let cache = tempfile::tempdir().unwrap();
    let (_folder, loaded) = read(&[("a.odt", &linking)], cache.path());
    let page = loaded.decode_now(&first(item(&loaded, "a.odt"))).unwrap();
    let red = |rgba: &[u8]| rgba.as_chunks::<4>().0.iter().any(|pixel| pixel[0] > 200 && pixel[1] < 60);
    assert!(port.accept().is_err(), "nobody called");
    assert!(!red(&page.rgba), "no file of another's was read");
    // LibreOffice by itself does both, so that the document asks for them.
    fs::write(folder.path().join("a.odt"), &linking).unwrap();
    convert(&folder.path().join("a.odt"), "pdf");
    let pdf = fs::read(folder.path().join("a.pdf")).unwrap();
    let (_folder, free) = crate::load::read(&[("a.pdf", &pdf)]);
    let page = free.decode_now(&first(item(&free, "a.pdf"))).unwrap();
    assert!(red(&page.rgba) && port.accept().is_ok(), "without walls it is done");
}

/// Has LibreOffice, as it is, convert a file beside itself.
fn convert(file: &Path, to: &str) {
    let profile = tempfile::tempdir().unwrap();
    let mut soffice = Command::new("soffice");
    soffice.arg(format!("-env:UserInstallation=file://{}", profile.path().display()));
    soffice.args(["--headless", "--norestore", "--convert-to", to, "--outdir"]);
    let done = soffice.arg(file.parent().unwrap()).arg(file).output();
    assert!(done.expect("soffice: packaging/need.sh test installs it").status.success());
}

#[test]
fn without_libreoffice_the_command_that_installs_it_is_named_and_all_else_plays() {
    let folder = crate::stage::old(&[
        ("a.pptx", &office("trinh-chieu.pptx")),
        ("b.pptm", b"x"),
        ("c.docx", &office("ke-hoach.docx")[..3000]),
        ("d.txt", "Xin chào".as_bytes()),
    ]);
    let cache = tempfile::tempdir().unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    check.env("PATH", cache.path()).env("XDG_CACHE_HOME", cache.path());
    let said = check.args(["check", "--json"]).arg(folder.path()).output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let said: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    let of = |file: &str| said.iter().find(|said| said["file"] == file).unwrap().to_string();
    let command = "apt install --no-install-recommends libreoffice-impress-nogui libreoffice-writer-nogui";
    assert!(of("a.pptx").contains(command), "{}", of("a.pptx"));
    assert!(of("b.pptm").contains("macro") && of("c.docx").contains("cắt dở"));
    assert_eq!(said.len(), 3);
}

/// The processes of LibreOffice that work for whoever keeps its PDFs in `cache`.
fn working(cache: &Path) -> usize {
    let words = |entry: fs::DirEntry| fs::read(entry.path().join("cmdline")).unwrap_or_default();
    let all = fs::read_dir("/proc").unwrap().flatten().map(words);
    let has = |words: &[u8], part: &str| words.windows(part.len()).any(|found| found == part.as_bytes());
    all.filter(|words| has(words, "--convert-to") && has(words, cache.to_str().unwrap())).count()
}

#[test]
fn a_player_that_is_killed_leaves_no_libreoffice_and_the_next_one_converts() {
    let cache = tempfile::tempdir().unwrap();
    let folder = crate::stage::old(&[("a.pptx", &office("trinh-chieu.pptx"))]);
    let check = || {
        let mut check = Command::new(env!("CARGO_BIN_EXE_bangtin"));
        check.arg("check").arg(folder.path()).env("XDG_CACHE_HOME", cache.path()).stdout(Stdio::null());
        check.spawn().unwrap()
    };
    let mut player = check();
    crate::stage::until("LibreOffice", || working(cache.path()) > 0);
    player.kill().unwrap();
    player.wait().unwrap();
    crate::stage::until("its end", || working(cache.path()) == 0);
    assert!(check().wait().unwrap().success());
    assert!(fs::read_dir(cache.path().join("bangtin")).unwrap().count() >= 3, "the lock, a text and a PDF");
}

#[test]
fn a_slideshow_of_powerpoint_97_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy("tests/files/office/trinh-chieu.pptx", folder.path().join("a.pptx")).unwrap();
    convert(&folder.path().join("a.pptx"), "ppt");
    let bytes = fs::read(folder.path().join("a.ppt")).unwrap();
    let cache = tempfile::tempdir().unwrap();
    let (_folder, loaded) = read(&[("a.ppt", &bytes)], cache.path());
    assert_eq!(pages(item(&loaded, "a.ppt")), 3, "{:?}", problems(&loaded, "a.ppt"));
}

#[test]
fn a_document_that_is_replaced_stays_until_the_new_one_is_converted() {
    let cache = tempfile::tempdir().unwrap();
    let mut stage = Stage::keeping(&[("a.png", &crate::pictures::png(1000, 8))], cache.path());
    // Somebody else converts.
    let turn = File::create(cache.path().join("lock")).unwrap();
    turn.lock().unwrap();
    stage.rename_in("b.docx", &office("ke-hoach.docx"));
    stage.until("b.docx converting", |stage| stage.hidden("b.docx") == Some(Reason::Converting));
    // A picture that is dropped in meanwhile does not wait for it.
    stage.rename_in("c.png", &crate::pictures::png(1000, 9));
    stage.until_plays("c.png");
    assert_eq!(stage.hidden("b.docx"), Some(Reason::Converting), "{}", stage.describe());
    turn.unlock().unwrap();
    stage.until_plays("b.docx");
    assert_eq!(stage.fresh, ["c.png", "b.docx"]);
    let before = stage.item("b.docx").unwrap();
    let page = stage.decode("b.docx");
    // Another one in its place: what is on the air are pages of the old one, although that is gone.
    turn.lock().unwrap();
    stage.rename_in("b.docx", &office("ke-hoach.odt"));
    stage.sentinel();
    assert_eq!(stage.item("b.docx").unwrap(), before);
    let want = Want { space: (100, 60), ..page.want.clone() };
    stage.library.want(vec![want.clone()]);
    stage.until("a page of the old one", |stage| stage.pictures.iter().any(|page| page.want == want));
    turn.unlock().unwrap();
    stage.until("the new one", |stage| stage.item("b.docx").is_some_and(|item| item.stamp != before.stamp));
    assert!(stage.plays("b.docx") && stage.fresh == ["c.png", "b.docx", "b.docx"], "{}", stage.describe());
}

#[test]
fn a_workbook_is_shown_as_it_is_printed_when_its_sidecar_says_so() {
    let (cache, scores) =
        (tempfile::tempdir().unwrap(), fs::read("tests/files/tables/thi-dua.xlsx").unwrap());
    let printed = b"kind = \"pages\"\npages = \"1\"";
    let mut stage =
        Stage::keeping(&[("a.xlsx", &scores), ("a.xlsx.toml", printed), ("b.xlsx", &scores)], cache.path());
    let is_printed = |stage: &Stage, file: &str| {
        stage
            .item(file)
            .is_some_and(|item| matches!(item.content, Content::Pages(_)) && item.hidden.is_none())
    };
    stage.until("pages", |stage| is_printed(stage, "a.xlsx"));
    assert!(matches!(stage.item("b.xlsx").unwrap().content, Content::Slide(_)));
    stage.decode("a.xlsx");
    fs::remove_file(stage.path("a.xlsx.toml")).unwrap();
    stage.until("a table", |stage| !is_printed(stage, "a.xlsx") && stage.plays("a.xlsx"));
    stage.rename_in("b.xlsx.toml", printed);
    stage.until("pages", |stage| is_printed(stage, "b.xlsx"));
    assert!(stage.fresh.is_empty(), "{}", stage.describe());
}

#[test]
fn a_pdf_that_was_lost_is_made_again() {
    let cache = tempfile::tempdir().unwrap();
    let mut stage = Stage::keeping(&[("a.docx", &office("ke-hoach.docx"))], cache.path());
    stage.until_plays("a.docx");
    for file in fs::read_dir(cache.path()).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    let want = stage.want("a.docx");
    stage.until("a failure", |stage| stage.failed.contains(&want) && stage.hidden("a.docx").is_some());
    stage.until_plays("a.docx");
    let want = Want { space: (100, 60), ..want };
    stage.library.want(vec![want.clone()]);
    stage.until("its page", |stage| stage.pictures.iter().any(|page| page.want == want));
}
