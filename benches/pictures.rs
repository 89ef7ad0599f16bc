//! A photograph of twelve megapixels to the size of the screen, beside what libjpeg-turbo's djpeg takes to halve it; and
//! what the pictures of phones take.
//!
//! Milliseconds are of this machine and this minute; the ratio is to stay below 1.5.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bangtin::decode::{Workers, avif, picture};
use bangtin::model::{Asset, Fit, ItemPath, Stamp, Want};
use image::{ImageFormat, Rgb, RgbImage};

const PHOTOGRAPH: (u32, u32) = (4000, 3000);
/// Enough for a median that another program's second does not move.
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.jpg");
    photograph().save_with_format(&path, ImageFormat::Jpeg).expect("a photograph");
    let bytes = fs::read(&path).expect("its bytes");
    println!("\n{:<58} {:>12} {:>8}", "a photograph of 12 megapixels, to 1440 × 1080", "median", "ratio");
    let ours = || {
        let (picture, _) = picture(&bytes, &want()).expect("a picture");
        assert_eq!((picture.width, picture.height), (1440, 1080));
    };
    if Command::new("djpeg").arg("-version").stderr(Stdio::null()).status().is_ok() {
        let (ours, theirs) = medians(ours, || djpeg(&path));
        row("JPEG, djpeg -scale 1/2 (a process of its own)", theirs, None);
        row("JPEG (ratio ≤ 1.5)", ours, Some(ours.as_secs_f64() / theirs.as_secs_f64()));
    } else {
        println!("djpeg is not here to be compared with: apt install libjpeg-turbo-progs");
        row("JPEG", medians(ours, || {}).0, None);
    }
    let workers = Workers::of(env!("CARGO_BIN_EXE_bangtin"));
    let png = folder.path().join("a.png");
    photograph().save(&png).expect("a photograph");
    for (name, arguments) in [("a.heic", &["-q", "60"][..]), ("a.avif", &["-A", "-q", "60", "-p", "speed=9"])]
    {
        let made = folder.path().join(name);
        let encoder = Command::new("heif-enc").args(arguments).arg(&png).arg("-o").arg(&made).output();
        if !encoder.is_ok_and(|encoder| encoder.status.success()) {
            println!("{name} is not made here: apt install libheif-examples");
            continue;
        }
        let open = || File::open(&made).expect("a picture");
        let took = || match name {
            "a.heic" => drop(workers.page(open(), &want()).expect("a picture")),
            _ => drop(avif::decode(&workers, open(), &want()).expect("a picture")),
        };
        row(&format!("{name}, by a process of its own"), middle((0..3).map(|_| time(&took)).collect()), None);
    }
}

fn want() -> Want {
    let of = Asset { path: ItemPath::new("a.jpg"), stamp: Stamp::default() };
    Want { of, page: 0, space: (1920, 1080), fit: Fit::Contain }
}

/// Soft and with grain, as a photograph is: two megabytes as JPEG.
fn photograph() -> RgbImage {
    let mut seed = 1u32;
    RgbImage::from_fn(PHOTOGRAPH.0, PHOTOGRAPH.1, |x, y| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        let grain = (seed % 9) as f32;
        let wave = |by: f32| ((x as f32 / by).sin() + (y as f32 / (by * 1.3)).cos()) * 55.0 + 120.0 + grain;
        Rgb([wave(310.0), wave(170.0), wave(90.0)].map(|c| c as u8))
    })
}

fn djpeg(path: &Path) {
    let mut theirs = Command::new("djpeg");
    theirs.args(["-scale", "1/2", "-outfile", "/dev/null"]).arg(path);
    assert!(theirs.status().expect("it runs").success());
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

/// In turn: a minute in which the machine is slower counts for both.
fn medians(one: impl Fn(), other: impl Fn()) -> (Duration, Duration) {
    let (ones, others) = (0..ROUNDS).map(|_| (time(&one), time(&other))).unzip();
    (middle(ones), middle(others))
}

fn row(what: &str, time: Duration, ratio: Option<f64>) {
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    println!("{what:<58} {:>9.1} ms {ratio:>8}", time.as_secs_f64() * 1000.0);
}
