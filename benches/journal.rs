//! What the journal costs: the processor time of a showing, how many rows a second are on the disk, and how large a year
//! is. The design asks for less than 0.1 % of a core at a showing every 5 s.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bangtin::journal::{By, Reader, Row, Showing, Store, Subject};

/// 1 September 2025, 06:30 in Vietnam, milliseconds since 1970 UTC.
const AUTUMN: i64 = 1_756_683_000_000;

/// Showings of a day, one every 8 s of eleven hours.
const DAY: i64 = 5000;

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    println!("\n{:<72} {:>12}", "the journal", "measured");
    beside_the_player();
    on_the_disk();
    a_year();
}

fn row(what: &str, value: String) {
    println!("{what:<72} {value:>12}");
}

/// A player that is ended with the benchmark.
struct Player(Child);

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The thread that writes, of a player that shows another slide every second.
fn beside_the_player() {
    let place = tempfile::tempdir().expect("a directory");
    let folder = place.path().join("bang-tin");
    fs::create_dir(&folder).expect("made");
    for name in ["a (1s).txt", "b (1s).txt", "c (1s).txt"] {
        fs::write(folder.join(name), "Ví dụ\n- Một ý\n").expect("written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.arg("play").arg(&folder).arg("--headless").env("XDG_STATE_HOME", place.path());
    let player = Player(command.stdout(Stdio::null()).spawn().expect("bangtin starts"));
    let file = place.path().join("bangtin/journal.sqlite");
    let rows = || Reader::open(&file).map_or(0, |reader| reader.showings(0..i64::MAX).count());
    std::thread::sleep(Duration::from_secs(5));
    let (before, first) = (busy(&player.0, "journal"), rows());
    std::thread::sleep(Duration::from_secs(60));
    let each = (busy(&player.0, "journal") - before) / (rows() - first).max(1) as u32;
    row(
        "processor time of a showing, in the thread that writes",
        format!("{:.2} ms", each.as_secs_f64() * 1e3),
    );
    let share = each.as_secs_f64() / 5.0 * 100.0;
    row("    that is at a showing every 5 s, of a core (< 0.1 %)", format!("{share:.3} %"));
}

/// How long the threads of a process that have this name were on a core.
fn busy(player: &Child, name: &str) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{}/task", player.id())).expect("alive").flatten();
    let named = tasks
        .filter(|task| fs::read_to_string(task.path().join("comm")).is_ok_and(|comm| comm.trim() == name));
    let nanos = named.filter_map(|task| {
        fs::read_to_string(task.path().join("schedstat")).ok()?.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// The n-th showing of a year: forty files of five playlists, as in the sample.
fn showing(n: i64) -> Row {
    let (day, of_day, file) = (n / DAY, n % DAY, n % 40);
    let began = AUTUMN + day * 86_400_000 + of_day * 8000;
    let pages = (file % 4 == 0).then_some(3);
    Row::Showing(Showing {
        id: 0,
        subject: Arc::new(Subject {
            screen: "may-sanh".to_owned(),
            zone: "main".to_owned(),
            playlist: format!("{:02} văn bản chỉ đạo", file % 5),
            topic: Some(format!("1.{}", 1 + file % 8)),
            item: format!("{:02} văn bản chỉ đạo/{file:02} Ví dụ về một quyết định.toml", file % 5),
            hash: Some(format!("{:016x}", file * 0x1234_5678_9abc)),
            title: format!("Ví dụ thứ {file} về một quyết định"),
            form: "document".to_owned(),
        }),
        page: pages.map(|pages| 1 + n % pages),
        pages,
        by: By::Loop,
        began,
        ended: began + 8000,
        cut: None,
    })
}

/// Rows of which each is on the disk before the next begins.
fn on_the_disk() {
    // Not a temporary directory, which may be memory.
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let mut store = Store::open(&place.path().join("journal.sqlite")).expect("opened");
    let start = Instant::now();
    let count = (0..).take_while(|_| start.elapsed() < Duration::from_secs(5)).map(|n| {
        store.append(&[showing(n)]).expect("written");
    });
    row("rows a second, each on the disk by itself", format!("{}", count.count() / 5));
}

fn a_year() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a directory");
    let file = place.path().join("journal.sqlite");
    let mut store = Store::open(&file).expect("opened");
    let rows: i64 = DAY * 365;
    let start = Instant::now();
    for first in (0..rows).step_by(1000) {
        let batch: Vec<Row> = (first..first + 1000).map(showing).collect();
        store.append(&batch).expect("written");
    }
    let took = start.elapsed();
    drop(store);
    row("rows a second, a thousand at a time", format!("{:.0}", rows as f64 / took.as_secs_f64()));
    row(&format!("a year of {DAY} showings a day: {rows} rows"), megabytes(&file));
    let reader = Reader::open(&file).expect("opened");
    let start = Instant::now();
    let verdict = reader.verify().expect("readable");
    assert!(verdict.flaws.is_empty() && verdict.showings == rows as u64);
    row("    to verify it", format!("{:.1} s", start.elapsed().as_secs_f64()));
    let start = Instant::now();
    let minutes: i64 =
        reader.showings(0..i64::MAX).map(|row| row.map_or(0, |row| row.ended - row.began)).sum();
    row(
        &format!("    to read it ({} h on air)", minutes / 3_600_000),
        format!("{:.1} s", start.elapsed().as_secs_f64()),
    );
}

fn megabytes(file: &Path) -> String {
    let bytes = ["", "-wal"].iter().filter_map(|more| {
        let mut name = file.as_os_str().to_owned();
        name.push(more);
        fs::metadata(name).ok().map(|metadata| metadata.len())
    });
    format!("{:.0} MB", bytes.sum::<u64>() as f64 / 1e6)
}
