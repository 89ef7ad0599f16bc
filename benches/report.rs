//! A year of a screen as a report: how long it takes, and whether memory follows the rows.
//!
//! Then a school year of the sample folder, played by the real `Show` from turn to turn, the clock a value: some four
//! minutes of a core. Its reports are left in `target/report/`, to be looked at. With `MANY=1` in the environment also twenty million rows, of which the
//! making alone takes some minutes and 2 GB.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use bangtin::app::Log;
use bangtin::decode::Workers;
use bangtin::journal::{By, Hooks, Journal, Row, Showing, Store, Subject};
use bangtin::library::{self, Loaded};
use bangtin::model::{Key, News};
use bangtin::report::{Journals, Period, Question};
use bangtin::scene::Fonts;
use bangtin::show::Show;
use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use chrono_tz::Asia::Ho_Chi_Minh;
use rusqlite::Connection;

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
    if std::env::var_os("MANY").is_some() {
        many(home.path());
    }
    school_year(home.path());
}

/// January 2025 on, each day alike.
fn year(home: &Path) {
    let journal = home.join("year.sqlite");
    make(&journal, "2024-12-31T17:00:00Z", 365);
    for shape in ["docx", "xlsx", "html", "csv"] {
        let out = home.join(format!("year.{shape}"));
        for (what, to, days) in [("a month", "2025-01-31", 31), ("a year", "2025-12-31", 365)] {
            let mut runs = [(); 3].map(|()| run(&journal, &out, &["--from", "2025-01-01", "--to", to]));
            runs.sort_by_key(|(time, _)| *time);
            let peak = runs.iter().map(|(_, peak)| *peak).fold(0.0, f64::max);
            say(&format!("{what} as {shape} (a year: ≤ 2 s)"), days, (runs[1].0, peak));
        }
    }
    let start = Instant::now();
    let verified =
        bangtin().arg("report").arg("--verify").arg("--journal").arg(&journal).output().expect("it runs");
    assert!(verified.status.success());
    println!("{:<58} {:>9.2} s", "the year's chain alone (--verify)", start.elapsed().as_secs_f64());
}

/// Eleven years of as many rows each.
fn many(home: &Path) {
    let journal = home.join("many.sqlite");
    make(&journal, "2014-12-31T17:00:00Z", 4000);
    for shape in ["docx", "csv"] {
        let out = home.join(format!("many.{shape}"));
        let measured = run(&journal, &out, &["--from", "2015-01-01", "--to", "2025-12-31"]);
        fs::remove_file(out).expect("written");
        say(&format!("twenty million rows as {shape}"), 4000, measured);
    }
    fs::remove_file(journal).expect("made");
}

fn say(what: &str, days: i64, (time, peak): (Duration, f64)) {
    let rows = (days * SHOWINGS) as f64 / time.as_secs_f64() / 1000.0;
    println!("{what:<58} {:>9.2} s {peak:>9.0} MB   {rows:.0} 000 rows/s", time.as_secs_f64());
}

/// A journal of so many days from a local midnight on.
fn make(journal: &Path, first: &str, days: i64) {
    let subjects: Vec<Arc<Subject>> = (0..ITEMS).map(subject).collect();
    let mut store = Store::open(journal).expect("a journal");
    let first = time(first).timestamp_millis();
    for day in 0..days {
        let row = |place| row(&subjects, first + day * DAY, place);
        store.append(&(0..SHOWINGS).map(row).collect::<Vec<_>>()).expect("room");
    }
    drop(store);
    let size = fs::metadata(journal).expect("a journal").len() as f64 / 1e6;
    println!("{days} days of {SHOWINGS} showings: {} rows, {size:.0} MB", days * SHOWINGS);
}

fn subject(item: i64) -> Arc<Subject> {
    let forms = ["message", "procedure", "poster", "clip", "hotline", "document"];
    Arc::new(Subject {
        screen: "Ví dụ sảnh".to_owned(),
        zone: "main".to_owned(),
        playlist: "ví dụ".to_owned(),
        topic: Some(format!("1.{}", 1 + item % 8)),
        item: format!("ví dụ/{item:02} Một nội dung.toml"),
        hash: Some(format!("{item:016x}")),
        title: format!("Ví dụ {item}: một nội dung có tên dài như ở trường"),
        form: forms[item as usize % forms.len()].to_owned(),
    })
}

fn row(subjects: &[Arc<Subject>], midnight: i64, place: i64) -> Row {
    let began = midnight + 6 * 3_600_000 + place * 10_000;
    Row::Showing(Showing {
        id: 0,
        subject: subjects[(place % ITEMS) as usize].clone(),
        page: None,
        pages: None,
        by: By::Loop,
        began,
        ended: began + 10_000,
        cut: None,
    })
}

fn bangtin() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bangtin"))
}

/// How long it took, and the most memory in MB.
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

const SIZE: (u32, u32) = (1920, 1080);

/// 200 days from February 2025 on, of the sample folder on a screen that is lit while there is school; on Mondays its
/// ceremony has the screen.
fn school_year(home: &Path) {
    let folder = home.join("playlists");
    copy(Path::new("playlists"), &folder);
    copy(Path::new("media"), &home.join("media"));
    append(&folder.join("screen.toml"), "\nwhen = \"Mo-Fr 06:30-17:30; PH off\"\n");
    append(&folder.join("chao-co/playlist.toml"), "\ndays = \"T2\"\nhours = \"07:00-07:45\"\n");
    let (first, days) = (time("2025-02-16T17:00:00Z"), 200);
    let loaded = library::load(&folder, first, &Workers::of(env!("CARGO_BIN_EXE_bangtin")));
    // What a disk costs is measured in benches/journal.rs; here it would be all that is.
    let memory = tempfile::tempdir_in("/dev/shm").expect("a folder in memory");
    let journal = memory.path().join("journal.sqlite");
    let start = Instant::now();
    let turns = play(&loaded, &journal, first, days);
    let sums = sums(&journal);
    println!("{days} days of the sample folder: {turns} turns in {:.0} s", start.elapsed().as_secs_f64());
    println!("    {} rows, {} showings, {} h on air", sums.0, sums.1, sums.2 / 3_600_000);
    let period =
        Period { first: "2025-02-17".parse().expect("a day"), last: "2025-09-04".parse().expect("a day") };
    let question = Question { period, zone: Ho_Chi_Minh, now: Utc::now(), topic: None, screens: Vec::new() };
    let (totals, _) = Journals::open(vec![journal.clone()]).expect("it opens").totals(&question);
    assert_eq!((totals.all.showings, totals.all.millis), (sums.1, sums.2), "a plain sum of SQLite's");
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

/// Plays `loaded` from turn to turn, as the player does but for the time that passes, and gives the number of turns.
fn play(loaded: &Loaded, journal: &Path, first: DateTime<Utc>, days: i64) -> u64 {
    let start = || {
        let (host, wake) = ("Ví dụ sảnh".to_owned(), Arc::new(|| {}));
        let hooks = Hooks {
            host,
            wake,
            hash: Box::new(|_| None),
            owner: Box::new(|_| None),
            came: Box::new(|_| None),
        };
        Log::of(Journal::start(journal.to_path_buf(), hooks).expect("a thread"))
    };
    let begin =
        || (Show::new(), vec![News::Programme { programme: loaded.programme.clone(), fresh: vec![] }]);
    let ((mut show, mut news), mut log) = (begin(), start());
    let (mut fonts, mut pictures) = (Fonts::embedded(), HashMap::new());
    let (mut now, mut turns, end) = (first, 0u64, first + TimeDelta::days(days));
    let mut keys = presses(loaded, first, days).into_iter().peekable();
    let mut nights = (4..days).step_by(28).map(|friday| first + TimeDelta::days(friday)).peekable();
    while now < end {
        while keys.next_if(|key| *key <= now).is_some() {
            news.push(News::Key(Key::Next));
        }
        let step = show.step(now, SIZE, std::mem::take(&mut news), &mut fonts);
        turns += 1;
        if !step.wants.is_empty() {
            let decode = |want: &_| News::Picture(loaded.decode_now(want).expect("a good file"));
            let wants = step.wants.into_iter();
            news = wants.map(|want| pictures.entry(want).or_insert_with_key(decode).clone()).collect();
            continue;
        }
        let due = log.drawn(&show, &step, (now, (now - first).to_std().expect("later")), true, &[]);
        if turns.is_multiple_of(100) {
            log.settle();
        }
        let next = [due, keys.peek().copied()].into_iter().flatten().fold(step.wake_at, DateTime::min);
        now = next.max(now + TimeDelta::milliseconds(1));
        // One weekend in four the machine is off.
        if let Some(friday) = nights.next_if(|friday| *friday + TimeDelta::hours(18) <= now) {
            log.stop(friday + TimeDelta::hours(18));
            now = friday + TimeDelta::hours(3 * 24 + 6);
            ((show, news), log) = (begin(), start());
        }
    }
    log.stop(end);
    turns
}

/// When somebody presses for the next step: on two Mondays of three, every four minutes from 07:01 on.
fn presses(loaded: &Loaded, first: DateTime<Utc>, days: i64) -> Vec<DateTime<Utc>> {
    let days = (0..days).map(|day| first + TimeDelta::days(day) + TimeDelta::minutes(7 * 60 + 1));
    let school = |at: &DateTime<Utc>| {
        let local = loaded.programme.local(*at);
        local.weekday() == Weekday::Mon && loaded.programme.screen.is_lit(local)
    };
    let led = days.filter(school).enumerate().filter(|(week, _)| week % 3 < 2);
    led.flat_map(|(_, at)| (0..10).map(move |press| at + TimeDelta::minutes(4 * press))).collect()
}

/// Rows, showings and milliseconds, as SQLite itself adds them up.
fn sums(journal: &Path) -> (i64, u64, i64) {
    let db = Connection::open(journal).expect("a journal");
    let sql = "SELECT count(*), sum(page IS NULL OR page = 1), sum(ended - began) FROM showing";
    db.query_row(sql, [], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64, row.get(2)?))).expect("sums")
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn append(file: &Path, more: &str) {
    let text = fs::read_to_string(file).expect("settings") + more;
    fs::write(file, text).expect("settings");
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
