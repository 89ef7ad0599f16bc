//! The built binary: real journals of the sample folder in, real files out, opened by LibreOffice.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use bangtin::decode::Workers;
use bangtin::journal::{By, Event, Kind, Row, Showing, Store, Subject};
use bangtin::library;
use bangtin::model::zone_showings;
use chrono::{DateTime, TimeDelta, Utc};
use resvg::usvg::roxmltree::Document;
use rusqlite::Connection;
use tempfile::TempDir;

/// A place with a journal of the sample noticeboard's mornings, a week of November 2025.
struct Desk {
    home: TempDir,
    journal: PathBuf,
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What the sample folder has on air in `hours` from 7 o'clock of that day, as the player records it.
fn morning(day: &str, hours: i64) -> Vec<Row> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists");
    let programme =
        library::load(&folder, time("2025-11-20T00:00:00Z"), &Workers::of(env!("CARGO_BIN_EXE_bangtin")))
            .programme;
    let from = time(&format!("{day}T00:00:00Z"));
    let mut rows = Vec::new();
    for (zone, shown) in zone_showings(&programme, from, from + TimeDelta::hours(hours)) {
        rows.push(Row::Showing(Showing {
            id: 0,
            subject: Arc::new(Subject {
                screen: "Ví dụ sảnh".to_owned(),
                zone: zone.to_owned(),
                playlist: shown.playlist.name.clone(),
                topic: shown.item.topic.as_deref().map(str::to_owned),
                item: shown.item.path.shown().to_owned(),
                hash: None,
                title: shown.item.title.clone(),
                form: form(shown.item.path.shown()).to_owned(),
            }),
            page: None,
            pages: None,
            by: By::Loop,
            began: shown.from.timestamp_millis(),
            ended: shown.until.timestamp_millis(),
            cut: None,
        }));
    }
    rows
}

/// The journal's name for the kind of a sample slide.
fn form(path: &str) -> &'static str {
    match path {
        _ if path.starts_with("03 ") => "procedure",
        _ if path.contains("Đường dây nóng") => "hotline",
        _ if path.starts_with("05 ") => "poster",
        _ if path.ends_with(".pdf") => "pages",
        _ => "message",
    }
}

fn event(kind: Kind, began: &str, minutes: Option<i64>, item: Option<&str>, detail: Option<&str>) -> Row {
    let began = time(began);
    Row::Event(Event {
        id: 0,
        screen: "Ví dụ sảnh".to_owned(),
        kind,
        item: item.map(str::to_owned),
        hash: None,
        owner: None,
        began: began.timestamp_millis(),
        ended: minutes.map(|minutes| (began + TimeDelta::minutes(minutes)).timestamp_millis()),
        detail: detail.map(str::to_owned),
    })
}

impl Desk {
    fn new() -> Desk {
        let home = tempfile::tempdir().unwrap();
        let journal = home.path().join("journal.sqlite");
        let mut store = Store::open(&journal).unwrap();
        for day in ["2025-11-17", "2025-11-18", "2025-11-24"] {
            store.append(&morning(day, 1)).unwrap();
        }
        let events = [
            event(Kind::Added, "2025-11-17T00:00:00Z", None, Some("ví dụ/Thông báo.pdf"), None),
            event(Kind::Down, "2025-11-18T01:00:00Z", Some(45), None, Some("lost")),
            event(
                Kind::Rejected,
                "2025-11-19T02:00:00Z",
                None,
                Some("ví dụ/hỏng.pdf"),
                Some("Ví dụ: tệp hỏng"),
            ),
        ];
        store.append(&events).unwrap();
        Desk { home, journal }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env("XDG_STATE_HOME", self.home.path());
        command.arg("report").args(arguments).output().unwrap()
    }

    /// Writes November 2025 and gives the file.
    fn november(&self, name: &str, more: &[&str]) -> PathBuf {
        let file = self.file(name);
        let journal = self.journal.to_str().unwrap();
        let arguments = ["--month", "2025-11", "-o", file.to_str().unwrap(), "--journal", journal];
        let output = self.run(&[&arguments[..], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        file
    }

    /// The text of the pages that LibreOffice makes of `file`, one string a page.
    fn pages(&self, file: &Path) -> Vec<String> {
        let profile = format!("-env:UserInstallation=file://{}", self.file("profile").display());
        let soffice = Command::new("soffice")
            .args([&profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf", "--outdir"])
            .arg(self.home.path())
            .arg(file)
            .output()
            .expect("soffice: packaging/need.sh test installs it");
        let said =
            String::from_utf8_lossy(&soffice.stderr).into_owned() + &String::from_utf8_lossy(&soffice.stdout);
        let pdf = file.with_extension("pdf");
        assert!(pdf.is_file() && !said.to_lowercase().contains("error"), "{said}");
        let text = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().expect("pdftotext");
        let text = String::from_utf8(text.stdout).unwrap();
        text.split('\u{c}').map(str::to_owned).filter(|page| !page.trim().is_empty()).collect()
    }
}

/// Words with one space between them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every part of an Office file by its name. Each is whole, and what refers to another part finds it.
fn parts(file: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(File::open(file).unwrap()).unwrap();
    let names: BTreeSet<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut parts = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        let document = Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
        if let Some((folder, of)) = name.split_once("_rels/") {
            let targets =
                document.descendants().filter(|node| node.attribute("TargetMode") != Some("External"));
            for target in targets.filter_map(|node| node.attribute("Target")) {
                let mut path = PathBuf::from(if target.starts_with('/') { "" } else { folder });
                for step in target.trim_start_matches('/').split('/') {
                    if step == ".." {
                        path.pop();
                    } else {
                        path.push(step)
                    }
                }
                assert!(names.contains(path.to_str().unwrap()), "{name} of {of}: {target} is not there");
            }
        }
        parts.push((name.clone(), text));
    }
    parts
}

#[test]
fn libreoffice_opens_the_word_document_and_its_pages_say_it_all() {
    let desk = Desk::new();
    let file = desk.november("báo cáo.docx", &["--contact-sheet"]);
    let parts = parts(&file);
    let document = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    // Each table's heads are repeated on every page.
    let tables = document.matches("<w:tblHeader/>").count();
    assert!(tables >= 6, "{tables}");
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\""), "A4");
    let pages = desk.pages(&file);
    let first = plain(&pages[0]);
    for said in [
        "SỞ GDĐT HẢI PHÒNG",
        "TRƯỜNG THPT CỘNG HIỀN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-……",
        "BÁO CÁO Kết quả tuyên truyền CCHC trên bảng tin điện tử",
        "(Kỳ báo cáo: tháng 11 năm 2025)",
        "1. Kết quả chung",
        "đã phát",
        // Its chart has room beneath it.
        "2. Theo chuyên đề",
    ] {
        assert!(first.contains(said), "{said} is not in: {first}");
    }
    // Pages are numbered at the top, all but the first.
    for (number, page) in pages.iter().enumerate() {
        let top = page.lines().map(str::trim).find(|line| !line.is_empty()).unwrap();
        assert_eq!(top == (number + 1).to_string(), number > 0, "{top}");
    }
    let all = plain(&pages.concat());
    for said in [
        "10. Cách tính và nguồn số liệu",
        "Mất điện hoặc dừng đột ngột 1 45,0",
        "Hình ảnh các nội dung đã phát",
        "Không nhận ví dụ/hỏng.pdf Ví dụ: tệp hỏng",
        "HIỆU TRƯỞNG",
        "nguyên vẹn",
    ] {
        assert!(all.contains(said), "{said} is not in: {all}");
    }
    assert!(!all.contains("đã xem"));
}

#[test]
fn libreoffice_opens_the_workbook_and_calculates_nothing_anew() {
    let desk = Desk::new();
    let file = desk.november("báo cáo.xlsx", &[]);
    let parts = parts(&file);
    let charts = parts.iter().filter(|(name, _)| name.starts_with("xl/charts/chart")).count();
    assert_eq!(charts, 2, "bars and a line");
    let all = plain(&desk.pages(&file).concat());
    for said in ["1. Kết quả chung", "II.1.8", "9. Thay đổi của bảng tin", "Cách tính – trang", "Ví dụ sảnh"]
    {
        assert!(all.contains(said), "{said} is not in: {all}");
    }
}

#[test]
fn all_shapes_have_the_same_figures() {
    let desk = Desk::new();
    let page = fs::read_to_string(desk.november("a.html", &[])).unwrap();
    let csv = fs::read_to_string(desk.november("a.csv", &[])).unwrap();
    assert!(csv.starts_with('\u{feff}'));
    let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let seconds: Vec<f64> = rows.records().map(|row| row.unwrap()[12].parse().unwrap()).collect();
    let db = Connection::open(&desk.journal).unwrap();
    let sum: f64 =
        db.query_row("SELECT sum(ended - began) / 1000.0 FROM showing", [], |row| row.get(0)).unwrap();
    assert!((seconds.iter().sum::<f64>() - sum).abs() < 0.001);
    let minutes = format!("{:.1}", sum / 60.0).replace('.', ",");
    assert!(page.contains(&format!("({minutes}\u{a0}phút), gồm ")), "{minutes}");
    assert!(page.contains(&format!("đã phát {}\u{a0}lượt", seconds.len())), "{}", seconds.len());
}

#[test]
fn a_page_of_its_own_needs_nothing_else() {
    let desk = Desk::new();
    let page = fs::read_to_string(desk.november("a.html", &["--contact-sheet"])).unwrap();
    assert!(page.contains("src=\"data:image/jpeg;base64,") && page.contains("<svg"));
    for foreign in ["http://www.w3.org/1999", "https://", "<script", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let desk = Desk::new();
    let journal = desk.journal.to_str().unwrap();
    let missing = desk.file("chưa có/báo cáo.docx");
    let missing = missing.to_str().unwrap();
    let folder = desk.file("thư mục.docx");
    fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    let table: [(&[&str], &str); 12] = [
        (&["--from", "2025-11-30", "--to", "2025-11-01"], "--from 2025-11-01 --to 2025-11-30"),
        (&["--from", "2199-01-01", "--to", "2199-01-31"], "chưa đến"),
        (&["--month", "2199-01"], "chưa đến"),
        (&["--month", "2025-11", "--topic", "2.9"], "Tám chuyên đề của kế hoạch là 1.1 đến 1.8"),
        (&["--month", "2025-11", "--screen", "Sân"], "không có màn hình «Sân». Có: Ví dụ sảnh."),
        (&["--journal", "không-có.sqlite"], "Không có nhật ký không-có.sqlite"),
        (&["--journal", "README.md"], "README.md không phải nhật ký của bangtin"),
        (&["không-có", "--contact-sheet"], "Không có thư mục «không-có»"),
        (&["--month", "2025-11", "-o", missing], "chưa có» để ghi báo cáo vào"),
        (&["--month", "2025-11", "-o", folder], "là một thư mục"),
        (&["-o", "a.odt"], "Đuôi tệp là .docx, .xlsx, .html hoặc .csv"),
        (&["-o", "a.csv", "--contact-sheet"], "CSV không chứa được ảnh"),
    ];
    for (arguments, said) in table {
        let out = desk.file("out.docx");
        let mut all = arguments.to_vec();
        if !arguments.contains(&"-o") {
            all.extend(["-o", out.to_str().unwrap()]);
        }
        if !arguments.contains(&"--journal") {
            all.extend(["--journal", journal]);
        }
        let output = desk.run(&all);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        assert!(!out.exists(), "{arguments:?}");
    }
}

#[test]
fn what_is_typed_wrong_is_said_in_vietnamese_with_what_is_right() {
    let desk = Desk::new();
    let out = desk.file("out.docx");
    let out = out.to_str().unwrap();
    let table: [(&[&str], &str, &str); 9] = [
        (&["--month", "2026-13", "-o", out], "--month 11/2026", "--month 2026-11"),
        (&["--month", "tháng 11", "-o", out], "--month 11/2026", "--month 2026-11"),
        (&["--from", "31/11/2025", "-o", out], "--from 29/11/2026", "--from 2026-11-29"),
        (&["--from", "01/11/2025", "--to", "30.11", "-o", out], "--to 29/11/2026", "--to 2026-11-29"),
        (&["--to", "30/11/2025", "-o", out], "--from 01/11/2026 --to 30/11/2025", "--to needs --from"),
        (&["--month", "11/2025", "--from", "01/11/2025", "-o", out], "không ghi cả hai", "not both"),
        (&["--month", "11/2025"], "Chưa ghi tên tệp báo cáo", "say which file to write"),
        (&["--month", "11/2025", "-o"], "Chưa ghi tên tệp báo cáo", "say which file to write"),
        (&["-o", out, "--month"], "--month 11/2026", "--month 2026-11"),
    ];
    for (arguments, vi, en) in table {
        for (lang, said) in [("vi", vi), ("en", en)] {
            let output = desk.run(&[arguments, &["--lang", lang]].concat());
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
            assert!(stderr.contains(said) && stderr.lines().count() == 1, "{arguments:?}: {stderr}");
        }
    }
    // As an office writes it, it is the same report.
    let dashes = fs::read_to_string(desk.november("a.csv", &[])).unwrap();
    let journal = desk.journal.to_str().unwrap();
    let file = desk.file("b.csv");
    let days =
        ["--from", "01/11/2025", "--to", "30-11-2025", "--journal", journal, "-o", file.to_str().unwrap()];
    assert!(desk.run(&days).status.success());
    assert_eq!(fs::read_to_string(file).unwrap(), dashes);
}

#[test]
fn a_machine_that_never_played_says_where_it_looked() {
    let desk = Desk::new();
    // The journal lies elsewhere: XDG_STATE_HOME/bangtin.
    let output = desk.run(&["-o", desk.file("a.html").to_str().unwrap()]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr.contains("bangtin/journal.sqlite") && stderr.contains("Không có nhật ký"), "{stderr}");
}

#[test]
fn a_journal_that_a_player_writes_is_read_at_once() {
    let desk = Desk::new();
    let mut writing = Connection::open(&desk.journal).unwrap();
    let transaction = writing.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    transaction.execute("INSERT INTO meta (key, value) VALUES ('ví dụ', 'đang ghi')", []).unwrap();
    let file = desk.november("a.html", &[]);
    assert!(fs::read_to_string(file).unwrap().contains("nguyên vẹn"));
    transaction.commit().unwrap();
}

#[test]
fn a_newer_journal_is_refused_and_stays_as_it_is() {
    let desk = Desk::new();
    Connection::open(&desk.journal).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let arguments = ["-o", "/nowhere/a.html", "--journal", desk.journal.to_str().unwrap()];
    let output = desk.run(&arguments);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("bản bangtin mới hơn") && output.status.code() == Some(1), "{stderr}");
}

#[test]
fn an_edited_journal_is_named_by_verify_and_on_the_first_page() {
    let desk = Desk::new();
    let verify = ["--verify", "--journal", desk.journal.to_str().unwrap()];
    let output = desk.run(&verify);
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("nguyên vẹn"), "{output:?}");
    Connection::open(&desk.journal).unwrap().execute("DELETE FROM shown WHERE id = 5", []).unwrap();
    let output = desk.run(&verify);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("đã bị sửa sau khi ghi: từ lượt phát số 6"),
        "{output:?}"
    );
    let first = plain(&desk.pages(&desk.november("a.docx", &[]))[0]);
    assert!(first.contains("đã bị sửa sau khi ghi: từ lượt phát số 6"), "{first}");
}

#[test]
fn a_damaged_journal_gives_what_can_be_read_and_says_what_is_missing() {
    let desk = Desk::new();
    let mut store = Store::open(&desk.journal).unwrap();
    for day in 1..=15 {
        store.append(&morning(&format!("2025-11-{day:02}"), 4)).unwrap();
    }
    drop(store);
    let db = Connection::open(&desk.journal).unwrap();
    db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    // The page of a row in the middle.
    let leaves = "SELECT pageno FROM dbstat WHERE name = 'shown' AND pagetype = 'leaf' ORDER BY pageno";
    let leaf: Result<i64, _> = db.query_row(&format!("{leaves} LIMIT 1 OFFSET 8"), [], |row| row.get(0));
    let size: i64 = db.query_row("PRAGMA page_size", [], |row| row.get(0)).unwrap();
    drop(db);
    let mut bytes = fs::read(&desk.journal).unwrap();
    let page = leaf.unwrap_or(30) - 1;
    let place = (page * size) as usize;
    bytes[place..place + size as usize].fill(0xa5);
    fs::write(&desk.journal, bytes).unwrap();
    let output = desk.run(&["--verify", "--journal", desk.journal.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("hỏng: không đọc được lượt phát số"),
        "{output:?}"
    );
    let page = fs::read_to_string(desk.november("a.html", &[])).unwrap();
    assert!(page.contains("KHÔNG ĐẦY ĐỦ") && page.contains("/11/2025"), "{page}");
    assert!(page.contains("đã phát ") && page.contains("Ví dụ sảnh"));
}

#[test]
fn several_journals_are_one_report_and_one_screen_counts_once() {
    let desk = Desk::new();
    let copy = desk.file("copy.sqlite");
    let db = Connection::open(&desk.journal).unwrap();
    db.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let alone = fs::read_to_string(desk.november("a.csv", &[])).unwrap();
    let both = fs::read_to_string(desk.november("b.csv", &[copy.to_str().unwrap()])).unwrap();
    assert_eq!(alone, both);
    assert!(alone.lines().count() > 100);
}
