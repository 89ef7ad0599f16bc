//! A photograph of twelve megapixels to the size of the screen, beside what libjpeg-turbo's djpeg takes to halve it; and
//! what the pictures of phones take.
//!
//! Milliseconds are of this machine and this minute; the ratio is to stay below 1.5.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

use std::fs::{self, File};
use std::path::{Path, PathBuf};
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
    let photograph = photograph();
    let path = camera(folder.path(), &photograph);
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
    photograph.save(&png).expect("a photograph");
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

/// The photograph as a camera stores it: quality 90, a colour for every four pixels; two and a half megabytes. By cjpeg,
/// since our encoder has no such mode; without it there is nothing to compare with either.
fn camera(folder: &Path, picture: &RgbImage) -> PathBuf {
    let (raw, made) = (folder.join("a.ppm"), folder.join("a.jpg"));
    let mut pixels = format!("P6\n{} {}\n255\n", PHOTOGRAPH.0, PHOTOGRAPH.1).into_bytes();
    pixels.extend_from_slice(picture);
    fs::write(&raw, pixels).expect("a picture");
    let mut encoder = Command::new("cjpeg");
    encoder.args(["-quality", "90", "-sample", "2x2", "-outfile"]).arg(&made).arg(&raw);
    if !encoder.status().is_ok_and(|status| status.success()) {
        picture.save_with_format(&made, ImageFormat::Jpeg).expect("a photograph");
    }
    made
}

/// Detail of every size, as in nature: each octave two thirds as strong as the one of twice its size, down to the single
/// pixel; colours change more slowly.
fn photograph() -> RgbImage {
    RgbImage::from_fn(PHOTOGRAPH.0, PHOTOGRAPH.1, |x, y| {
        let [mut light, mut blue, mut red] = [120.0, 0.0, 0.0];
        for octave in 0..11u32 {
            let (size, strength) = ((2048 >> octave) as f32, 100.0 * 0.75_f32.powi(octave as i32));
            let noise = |seed| strength * noise(x as f32 / size, y as f32 / size, seed + octave);
            light += noise(0);
            if octave < 6 {
                blue += 0.4 * noise(50);
                red += 0.4 * noise(90);
            }
        }
        Rgb([light + 1.4 * red, light - 0.34 * blue - 0.71 * red, light + 1.77 * blue].map(|c| c as u8))
    })
}

/// Smooth noise of half its unit around nought: random at whole numbers, eased between them.
fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let at = |dx: u32, dy: u32| {
        let (x, y) = ((x as u32 + dx).wrapping_mul(0x85EB_CA6B), (y as u32 + dy).wrapping_mul(0xC2B2_AE35));
        let mixed = (x ^ y ^ seed.wrapping_mul(0x27D4_EB2F)).wrapping_mul(0x2C1B_3C6D);
        let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x297A_2D39);
        (mixed >> 16) as f32 / 65536.0 - 0.5
    };
    let eased = |part: f32| part * part * (3.0 - 2.0 * part);
    let (across, down) = (eased(x.fract()), eased(y.fract()));
    let between = |y| at(0, y) + (at(1, y) - at(0, y)) * across;
    between(0) + (between(1) - between(0)) * down
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
