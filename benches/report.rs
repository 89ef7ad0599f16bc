//! A year of a screen as a report: how long it takes, and whether memory follows the rows.
//!
//! Then a school year of the sample folder itself, the clock a value: its reports are left in `target/report/`, to be
//! looked at.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use bangtin::decode::Workers;
use bangtin::journal::{By, Event, Kind, Row, Showing, Store, Subject};
use bangtin::library;
use bangtin::model::{Authority, Content, Item, Programme, Slide, zone_showings};
use bangtin::scene::{self, Fonts};
use chrono::{DateTime, TimeDelta, Utc};

/// Showings a day, of so many items.
const SHOWINGS: i64 = 5000;
const ITEMS: i64 = 60;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    println!("\n{:<58} {:>12} {:>12}", "a report, by a process of its own", "time", "peak memory");
    year(home.path());
    school_year(home.path());
}

/// January 2025 on, each day alike.
fn year(home: &Path) {
    let journal = home.join("year.sqlite");
    let mut store = Store::open(&journal).expect("a journal");
    let first = millis("2024-12-31T17:00:00Z");
    for day in 0..365 {
        let rows: Vec<Row> = (0..SHOWINGS).map(|place| Row::Showing(row(first + day * DAY, place))).collect();
        store.append(&rows).expect("room");
    }
    drop(store);
    let size = fs::metadata(&journal).expect("a journal").len() as f64 / 1e6;
    println!("a year of {SHOWINGS} showings a day: {} rows, {size:.0} MB", 365 * SHOWINGS);
    for shape in ["docx", "xlsx", "html", "csv"] {
        let out = home.join(format!("year.{shape}"));
        for (what, from, to, days) in
            [("a month", "2025-01-01", "2025-01-31", 31), ("a year", "2025-01-01", "2025-12-31", 365)]
        {
            let arguments = ["--from", from, "--to", to];
            let (time, peak) = median(&journal, &out, &arguments);
            let rows = (days * SHOWINGS) as f64 / time.as_secs_f64() / 1000.0;
            println!(
                "{:<58} {:>9.2} s {peak:>9.0} MB   {rows:.0} 000 rows/s",
                format!("{what} as {shape} (a year: ≤ 2 s)"),
                time.as_secs_f64()
            );
        }
    }
    let start = Instant::now();
    let verified =
        bangtin().arg("report").arg("--verify").arg("--journal").arg(&journal).output().expect("it runs");
    assert!(verified.status.success());
    println!("{:<58} {:>9.2} s", "the year's chain alone (--verify)", start.elapsed().as_secs_f64());
}

fn row(midnight: i64, place: i64) -> Showing {
    let item = place % ITEMS;
    let began = midnight + 6 * 3_600_000 + place * 10_000;
    let forms = ["message", "procedure", "poster", "clip", "hotline", "document"];
    Showing {
        id: 0,
        subject: Arc::new(Subject {
            screen: "Ví dụ sảnh".to_owned(),
            zone: "main".to_owned(),
            playlist: "ví dụ".to_owned(),
            topic: Some(format!("1.{}", 1 + item % 8)),
            item: format!("ví dụ/{item:02} Một nội dung.toml"),
            hash: Some(format!("{item:016x}")),
            title: format!("Ví dụ {item}: một nội dung có tên dài như ở trường"),
            form: forms[item as usize % forms.len()].to_owned(),
        }),
        page: None,
        pages: None,
        by: By::Loop,
        began,
        ended: began + 10_000,
        cut: None,
    }
}

fn bangtin() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bangtin"))
}

/// The middle of three runs, and the most memory of them in MB.
fn median(journal: &Path, out: &Path, arguments: &[&str]) -> (Duration, f64) {
    let mut runs: Vec<(Duration, f64)> = (0..3).map(|_| run(journal, out, arguments)).collect();
    runs.sort_by_key(|(time, _)| *time);
    let peak = runs.iter().map(|(_, peak)| *peak).fold(0.0, f64::max);
    (runs[1].0, peak)
}

fn run(journal: &Path, out: &Path, arguments: &[&str]) -> (Duration, f64) {
    let start = Instant::now();
    let mut command = bangtin();
    command.arg("report").args(arguments).arg("-o").arg(out).arg("--journal").arg(journal);
    let mut child = command.stdout(Stdio::null()).spawn().expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak: f64 = 0.0;
    let exit = loop {
        if let Some(exit) = child.try_wait().expect("a child") {
            break exit;
        }
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) / 1024.0);
        sleep(Duration::from_millis(2));
    };
    assert!(exit.success(), "{arguments:?}");
    (start.elapsed(), peak)
}

/// 200 days of the sample folder on a screen that is lit while there is school, from February 2025 on.
fn school_year(home: &Path) {
    let folder = home.join("playlists");
    copy(Path::new("playlists"), &folder);
    copy(Path::new("media"), &home.join("media"));
    let settings = folder.join("screen.toml");
    let text = fs::read_to_string(&settings).expect("settings") + "\nwhen = \"Mo-Fr 06:30-17:30; PH off\"\n";
    fs::write(&settings, text).expect("settings");
    let start = Instant::now();
    let workers = Workers::of(env!("CARGO_BIN_EXE_bangtin"));
    let programme = library::load(&folder, time("2025-02-16T17:00:00Z"), &workers).programme;
    let journal = home.join("school.sqlite");
    let mut store = Store::open(&journal).expect("a journal");
    let first = time("2025-02-16T17:00:00Z");
    let mut pages = Pages { fonts: Fonts::embedded(), known: Default::default() };
    let files = programme.playlists.iter().flat_map(|list| &list.items);
    let added: Vec<Row> =
        files.map(|item| event(Kind::Added, first, None, Some(item.path.shown()), None)).collect();
    store.append(&added).expect("room");
    let mut count = 0;
    for day in 0..200 {
        let from = first + TimeDelta::days(day);
        let rows = rows(&programme, from, &mut pages);
        count += rows.len();
        store.append(&rows).expect("room");
        store.append(&nights(from, day, rows.is_empty())).expect("room");
    }
    drop(store);
    println!("200 days of the sample folder: {count} rows, made in {:.1} s", start.elapsed().as_secs_f64());
    let out = PathBuf::from("target/report");
    fs::create_dir_all(&out).expect("target");
    for shape in ["docx", "xlsx", "html"] {
        let start = Instant::now();
        let file = out.join(format!("Báo cáo năm học.{shape}"));
        let made = bangtin()
            .args(["report", "--contact-sheet", "--from", "2025-02-17", "--to", "2025-09-04", "-o"])
            .args([&file, Path::new("--journal"), &journal])
            .arg("--")
            .arg(&folder)
            .stdout(Stdio::null())
            .status();
        assert!(made.expect("it runs").success());
        println!(
            "{:<58} {:>9.2} s",
            format!("{} with its pictures", file.display()),
            start.elapsed().as_secs_f64()
        );
    }
}

/// How many pages each item has on a television.
struct Pages {
    fonts: Fonts,
    known: std::collections::HashMap<String, i64>,
}

impl Pages {
    fn of(&mut self, programme: &Programme, item: &Item) -> i64 {
        let size = (1920, 1080);
        let count = || scene::pages(item, &programme.screen, size, &mut self.fonts).len().max(1) as i64;
        *self.known.entry(item.path.shown().to_owned()).or_insert_with(count)
    }
}

/// A day of what is on air, page by page.
fn rows(programme: &Programme, from: DateTime<Utc>, pages: &mut Pages) -> Vec<Row> {
    let mut rows = Vec::new();
    for (zone, shown) in zone_showings(programme, from, from + TimeDelta::days(1)) {
        let count = pages.of(programme, &shown.item);
        let (began, ended) = (shown.from.timestamp_millis(), shown.until.timestamp_millis());
        let edge = |page: i64| began + (ended - began) * page / count;
        rows.extend((0..count).map(|page| {
            Row::Showing(Showing {
                id: 0,
                subject: Arc::new(Subject {
                    screen: "Ví dụ sảnh".to_owned(),
                    zone: zone.to_owned(),
                    playlist: shown.playlist.name.clone(),
                    topic: shown.item.topic.clone(),
                    item: shown.item.path.shown().to_owned(),
                    hash: None,
                    title: shown.item.title.clone(),
                    form: form(&shown.item).to_owned(),
                }),
                page: (count > 1).then_some(page + 1),
                pages: (count > 1).then_some(count),
                by: match shown.by {
                    Authority::Takeover => By::Takeover,
                    Authority::Urgent => By::Urgent,
                    _ => By::Loop,
                },
                began: edge(page),
                ended: edge(page + 1),
                cut: None,
            })
        }));
    }
    rows
}

/// The night, and now and then a morning without power.
fn nights(from: DateTime<Utc>, day: i64, free: bool) -> Vec<Row> {
    let hours = |hours: f64| from + TimeDelta::milliseconds((hours * 3.6e6) as i64);
    if free {
        return vec![event(Kind::Dark, from, Some(hours(24.0)), None, None)];
    }
    let mut rows = vec![event(Kind::Dark, from, Some(hours(6.5)), None, None)];
    if day % 41 == 3 {
        rows.push(event(Kind::Down, hours(9.0), Some(hours(9.4)), None, Some("lost")));
    }
    rows.push(event(Kind::Dark, hours(17.5), Some(hours(24.0)), None, None));
    rows
}

fn event(
    kind: Kind,
    began: DateTime<Utc>,
    ended: Option<DateTime<Utc>>,
    item: Option<&str>,
    detail: Option<&str>,
) -> Row {
    Row::Event(Event {
        id: 0,
        screen: "Ví dụ sảnh".to_owned(),
        kind,
        item: item.map(str::to_owned),
        hash: None,
        owner: None,
        began: began.timestamp_millis(),
        ended: ended.map(|ended| ended.timestamp_millis()),
        detail: detail.map(str::to_owned),
    })
}

fn form(item: &Item) -> &'static str {
    match &item.content {
        Content::Picture => "picture",
        Content::Pages(_) => "pages",
        Content::Clip(_) => "clip",
        Content::Slide(Slide::Message(_)) => "message",
        Content::Slide(Slide::Procedure(_)) => "procedure",
        Content::Slide(Slide::Hotline(_)) => "hotline",
        Content::Slide(Slide::Poster(_)) => "poster",
        Content::Slide(Slide::Flag) => "flag",
        Content::Slide(Slide::Agenda(_)) => "agenda",
        Content::Slide(Slide::Countdown(_)) => "countdown",
        _ => "document",
    }
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn millis(text: &str) -> i64 {
    time(text).timestamp_millis()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("room");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("room");
        }
    }
}
