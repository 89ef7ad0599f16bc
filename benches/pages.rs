//! A page of a document beside what pdftoppm takes for it, process against process: the start of each is in it.
//!
//! Milliseconds are of this machine and this minute; the ratio is to stay below 0.7.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bangtin::decode::Workers;
use bangtin::library;
use bangtin::model::{Asset, Fit, ItemPath, Stamp, Want};

/// Documents of one slide, and of one page of A4 whose height is the screen's.
const DOCUMENTS: [(&str, [(u32, u32); 2]); 2] =
    [("trinh-chieu.pdf", [(1920, 1080), (3840, 2160)]), ("ke-hoach.pdf", [(764, 1080), (1527, 2160)])];
/// Enough for a median that another program's second does not move.
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let workers = Workers::of(env!("CARGO_BIN_EXE_bangtin"));
    println!("\n{:<58} {:>12} {:>8}", "a page of a PDF, by a process of its own", "median", "ratio");
    let start = median(|| {
        workers.sheets(open("tests/files/pdf/trinh-chieu.pdf")).expect("its pages");
    });
    row("a worker starts, and counts the pages (≤ 30 ms)", start, None);
    converted(&workers);
    let compared = Command::new("pdftoppm").arg("-v").stderr(Stdio::null()).status().is_ok();
    if !compared {
        println!("pdftoppm is not here to be compared with: apt install poppler-utils");
    }
    for (name, space) in DOCUMENTS.into_iter().flat_map(|(name, sizes)| sizes.map(|size| (name, size))) {
        let path = format!("tests/files/pdf/{name}");
        let of = Asset { path: ItemPath::new(name), stamp: Stamp::default() };
        let want = Want { of, page: 0, space, fit: Fit::Contain };
        let ours = || {
            let page = workers.page(open(&path), &want).expect("a page");
            assert_eq!((page.width, page.height), space);
        };
        let (width, height) = space;
        let what = format!("{name}, {width} × {height}");
        if !compared {
            row(&what, median(ours), None);
            continue;
        }
        let (ours, theirs) = medians(ours, || pdftoppm(&path, space));
        row(&format!("{what}, pdftoppm"), theirs, None);
        row(&format!("{what} (ratio ≤ 0.7)"), ours, Some(ours.as_secs_f64() / theirs.as_secs_f64()));
    }
}

/// A page of slides that LibreOffice has made a PDF of before, beside the same page of that PDF in the folder, each read from
/// the disk by a player that knows nothing of it yet.
fn converted(workers: &Workers) {
    let folder = tempfile::tempdir().expect("a folder");
    let workers = workers.clone().keeping(&folder.path().join(".cache"));
    fs::copy("tests/files/office/trinh-chieu.pptx", folder.path().join("a.pptx")).expect("a slideshow");
    let want = |name: &str| {
        let of = Asset { path: ItemPath::new(name), stamp: Stamp::default() };
        Want { of, page: 0, space: (1920, 1080), fit: Fit::Contain }
    };
    let loaded = library::load(folder.path(), chrono::DateTime::UNIX_EPOCH, &workers);
    if loaded.decode_now(&want("a.pptx")).is_err() {
        println!("LibreOffice is not here to convert a slideshow");
        return;
    }
    let made = fs::read_dir(folder.path().join(".cache")).expect("a cache").flatten();
    let pdf = made.map(|file| file.path()).find(|path| path.extension().is_some_and(|end| end == "pdf"));
    fs::copy(pdf.expect("a PDF"), folder.path().join("a.pdf")).expect("a copy");
    let page = |name: &str| library::picture(folder.path(), &want(name), &workers).expect("a page");
    let (ours, theirs) = medians(|| drop(page("a.pptx")), || drop(page("a.pdf")));
    row("the PDF of trinh-chieu.pptx, 1920 × 1080", theirs, None);
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    row("trinh-chieu.pptx, converted before (ratio ≤ 1.2)", ours, Some(ratio));
}

fn open(path: &str) -> File {
    File::open(path).expect("a document")
}

/// The same page as raw pixels, written where nobody reads them.
fn pdftoppm(path: &str, (width, height): (u32, u32)) {
    let mut theirs = Command::new("pdftoppm");
    theirs.args([
        "-f",
        "1",
        "-l",
        "1",
        "-scale-to-x",
        &width.to_string(),
        "-scale-to-y",
        &height.to_string(),
        path,
    ]);
    assert!(theirs.stdout(Stdio::null()).status().expect("it runs").success());
}

fn time(work: &impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn median(work: impl Fn()) -> Duration {
    middle((0..ROUNDS).map(|_| time(&work)).collect())
}

/// In turn: a minute in which the machine is slower counts for both.
fn medians(one: impl Fn(), other: impl Fn()) -> (Duration, Duration) {
    let (ones, others) = (0..ROUNDS).map(|_| (time(&one), time(&other))).unzip();
    (middle(ones), middle(others))
}

fn row(what: &str, time: Duration, ratio: Option<f64>) {
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    println!("{what:<58} {:>9.1} ms {ratio:>8}", time.as_secs_f64() * 1000.0);
}
