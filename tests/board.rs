//! The sample noticeboard: what the school's plan asks for is on it, and what the school has to fill in is named.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bangtin::model::read;
use bangtin::model::{Asset, Document, ItemPath, Slide, Stamp, Words, tidy};
use serde_json::Value;

/// Today, of the day this was written: the plan's own year is past.
const TODAY: &str = "2026-11-24T09:00";
/// A day of the plan's year.
const OF_THE_PLAN: &str = "2025-03-11T09:05";
const CAMPAIGN: &str = "06 chiến dịch 2025/";
/// Its line in the ticker.
const THEME: &str = "chu-chay/03 Chủ đề năm (từ 01-02-2025 đến 31-12-2025).txt";

/// The documents that the plan names: number, day as the plan writes it, issuer. 03-NQ/TU has no day there.
const DOCUMENTS: [(&str, &str, &str); 18] = [
    ("759/KH-SGDĐT", "13/02/2025", "Sở Giáo dục và Đào tạo Hải Phòng"),
    ("45/KH-SGDĐT", "03/01/2025", "Sở Giáo dục và Đào tạo Hải Phòng"),
    ("5085/QĐ-UBND", "31/12/2024", "UBND thành phố"),
    ("273/KH-UBND", "09/12/2024", "UBND thành phố"),
    ("216/KH-UBND", "23/09/2021", "UBND thành phố"),
    ("03-NQ/TU", "", "Ban Thường vụ Thành ủy"),
    ("339-KH/TU", "23/02/2024", "Ban Thường vụ Thành ủy"),
    ("37-CT/TU", "17/12/2024", "Thành ủy"),
    ("38/NQ-CP", "02/04/2024", "Chính phủ"),
    ("76/NQ-CP", "15/07/2021", "Chính phủ"),
    ("117/NQ-CP", "30/07/2023", "Chính phủ"),
    ("23/CT-TTg", "02/09/2021", "Thủ tướng Chính phủ"),
    ("62-KL/TW", "02/10/2023", "Bộ Chính trị"),
    ("19-NQ/TW", "25/10/2017", "Ban Chấp hành Trung ương Đảng khóa XII"),
    ("35/2023/UBTVQH15", "12/07/2023", "Ủy ban Thường vụ Quốc hội"),
    ("1232/NQ-UBTVQH15", "24/10/2024", "Ủy ban Thường vụ Quốc hội"),
    ("169/2024/QH15", "30/11/2024", "Quốc hội"),
    // The plan's own number and day are blank: a placeholder, off the air.
    ("", "", "Trường THPT Cộng Hiền"),
];

fn playlists() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists")
}

/// Every text of the board: path relative to it, and text.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![playlists()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the board").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml" || extension == "txt") {
                let relative = path.strip_prefix(playlists()).expect("beneath the board").to_path_buf();
                let text = fs::read_to_string(&path).expect("UTF-8");
                found.push((ItemPath::new(relative).shown().to_owned(), text));
            }
        }
    }
    found
}

fn run(arguments: &[&str]) -> (Option<i32>, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_bangtin")).args(arguments).output().expect("bangtin runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e} in {output:?}, {said}"));
    (output.status.code(), json)
}

fn when(at: &str) -> Value {
    let board = playlists();
    run(&["when", &board.to_string_lossy(), "--at", at, "--for", "1h", "--json"]).1
}

fn items(answer: &Value, list: &str) -> BTreeSet<String> {
    let entries = answer[list].as_array().expect("a list");
    entries.iter().map(|entry| entry["item"].as_str().expect("an item").to_owned()).collect()
}

fn documents() -> Vec<Document> {
    let anywhere = |path: &str| Ok::<_, Words>(Asset { path: ItemPath::new(path), stamp: Stamp::default() });
    let slides =
        files().into_iter().filter_map(|(file, text)| read::slide(text.as_bytes(), &file, &anywhere).0);
    slides
        .filter_map(
            |slide| if let Some(Slide::Document(d)) = slide.content.slide() { Some(d.clone()) } else { None },
        )
        .collect()
}

#[test]
fn every_document_that_the_plan_names_is_there_with_its_number_day_and_issuer() {
    let said = |document: Document| {
        let day = document.date.map(|date| date.format("%d/%m/%Y").to_string()).unwrap_or_default();
        (document.number, day, tidy::unbound(&document.issuer.unwrap_or_default()))
    };
    let found: BTreeSet<_> = documents().into_iter().map(said).collect();
    let named: BTreeSet<_> = DOCUMENTS
        .iter()
        .map(|(number, day, issuer)| (number.to_string(), day.to_string(), issuer.to_string()))
        .collect();
    assert_eq!(found, named);
}

/// The week's scores, in a workbook: a row is named by its number, and the columns that are not shown by a notice.
const SCORES: &str = "chao-co/04 Thi đua tuần.xlsx";

#[test]
fn check_names_exactly_the_placeholders() {
    let (code, problems) = run(&["check", &playlists().to_string_lossy(), "--json"]);
    assert_eq!(code, Some(0), "{problems:#}");
    let problems = problems.as_array().expect("a list");
    let (scores, problems): (Vec<_>, Vec<_>) = problems.iter().partition(|problem| problem["file"] == SCORES);
    let blank = scores.iter().filter(|problem| problem["level"] == "warning");
    let blank: Vec<_> = blank.map(|problem| (problem["key"].as_str(), problem["line"].as_u64())).collect();
    assert_eq!(blank, [2, 3, 4].map(|row| (Some("Lớp"), Some(row))), "{scores:#?}");
    let mut named: Vec<_> = problems
        .into_iter()
        // That the campaign has expired is worth a notice.
        .filter(|problem| {
            let over = [CAMPAIGN.trim_end_matches('/'), THEME].iter().any(|file| problem["file"] == *file);
            problem["level"] != "notice" || !over
        })
        .map(|problem| {
            assert_eq!(problem["level"], "warning", "{problem:#}");
            (problem["file"].as_str().expect("a file").to_owned(), problem["line"].as_u64().expect("a line"))
        })
        .collect();
    let mut written: Vec<_> = files()
        .iter()
        .flat_map(|(file, text)| {
            text.lines()
                .zip(1..)
                .filter(|(line, _)| !line.starts_with('#'))
                .flat_map(|(line, at)| line.matches("[cần điền").map(move |_| (file.clone(), at)))
                .collect::<Vec<_>>()
        })
        .collect();
    named.sort();
    written.sort();
    assert!(!written.is_empty());
    assert_eq!(named, written);
}

#[test]
fn today_the_evergreen_slides_of_all_eight_topics_play_and_the_campaign_has_expired() {
    let answer = when(TODAY);
    let on_air = items(&answer, "on_air");
    assert!(on_air.len() >= 16, "{on_air:#?}");
    assert!(!on_air.iter().any(|item| item.starts_with(CAMPAIGN)), "{on_air:#?}");

    let topics: BTreeSet<&str> = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "TTHC"].into();
    let of = |text: &str| topics.iter().copied().find(|topic| text.contains(&format!("topic = \"{topic}\"")));
    let texts = files();
    let text = |file: &str| texts.iter().find(|(path, _)| path == file).map_or("", |(_, text)| text.as_str());
    let shown: BTreeSet<&str> = on_air
        .iter()
        .filter_map(|item| {
            let playlist = format!("{}/playlist.toml", item.split('/').next().unwrap_or_default());
            of(text(item)).or_else(|| of(text(&playlist)))
        })
        .collect();
    assert_eq!(shown, topics);

    for entry in answer["hidden"].as_array().expect("a list") {
        let item = entry["item"].as_str().expect("an item");
        let reason = entry["reason"].as_str().expect("a reason");
        let blank = item == SCORES || text(item).contains("\"[cần điền]");
        let honest = ((item.starts_with(CAMPAIGN) || item == THEME) && reason == "expired")
            || (item.starts_with("chao-co/") && reason == "hours")
            || (blank && reason == "placeholder");
        assert!(honest, "{entry}");
    }
}

#[test]
fn in_the_plans_year_the_campaign_is_on_air_beside_the_rest() {
    let answer = when(OF_THE_PLAN);
    let main = answer["on_air"].as_array().expect("a list").iter().find(|entry| entry["zone"] == "main");
    let first = main.expect("a slide")["item"].as_str().expect("an item");
    assert!(first.starts_with(CAMPAIGN), "README.md shows this minute as one of the campaign's, not {first}");
    let on_air = items(&answer, "on_air");
    let campaign = on_air.iter().filter(|item| item.starts_with(CAMPAIGN)).count();
    assert_eq!(campaign, 14, "{on_air:#?}");
    assert!(on_air.contains(THEME), "and its theme runs in the ticker");
    assert!(on_air.len() > campaign);
}
