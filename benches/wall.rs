//! The built player on a real X server, measured from outside: what `make bench` prints as a table.
//!
//! Milliseconds are of this machine and this minute; the ratios beside them are what the design promises.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

#[path = "../tests/wall/display.rs"]
#[allow(dead_code)] // the tests use the rest of it
mod display;

use std::fs;
use std::io::{BufRead, BufReader, Cursor};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bangtin::decode;
use bangtin::model::{Asset, Fit, ItemPath, Stamp, Want};
use display::{Killed, X, near};

/// Points of the screen that tell one test picture from another.
const POINTS: [(i16, i16); 5] = [(100, 100), (1820, 100), (960, 540), (100, 980), (1820, 980)];

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let x = X::start((1920, 1080));
    println!("\n{:<58} {:>12} {:>8}", "on a screen of 1920×1080, software GPU", "median", "ratio");
    start(&x);
    fresh(&x);
    rest(&x);
    ticker(&x);
    memory(&x);
}

fn row(what: &str, value: String, ratio: Option<f64>) {
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    println!("{what:<58} {value:>12} {ratio:>8}");
}

fn ms(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}

/// A photograph-like picture: soft gradients and grain, of a tint that tells it from others.
fn photo(tint: u8, width: u32, height: u32) -> Vec<u8> {
    let mut grain = 1u32;
    let image = image::RgbImage::from_fn(width, height, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (grain >> 29) as u8;
        let (gx, gy) = ((x * 60 / width) as u8, (y * 60 / height) as u8);
        image::Rgb([tint.saturating_add(gx).saturating_add(noise), 60 + gy + noise, 200 - gx + noise])
    });
    let mut bytes = Cursor::new(Vec::new());
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    image.write_with_encoder(encoder).expect("encoded");
    bytes.into_inner()
}

/// What the points must show for a picture of 1920×1080.
fn expected(jpeg: &[u8]) -> Vec<[u8; 3]> {
    let image = image::load_from_memory(jpeg).expect("decodes").to_rgb8();
    POINTS.iter().map(|(x, y)| image.get_pixel(*x as u32, *y as u32).0).collect()
}

/// How long until the screen shows `wanted` at every point.
fn until_shown(x: &X, wanted: &[[u8; 3]]) -> Duration {
    let start = Instant::now();
    while !POINTS.iter().zip(wanted).all(|(at, color)| near(x.pixel(at.0, at.1), *color)) {
        assert!(start.elapsed() < Duration::from_secs(120), "never shown");
        std::thread::sleep(Duration::from_millis(1));
    }
    start.elapsed()
}

fn play(x: &X, folder: &Path, more: &[&str]) -> Killed {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.arg("play").arg(folder).args(more).env("DISPLAY", &x.name).env_remove("WAYLAND_DISPLAY");
    Killed(command.stderr(Stdio::piped()).spawn().expect("bangtin starts"))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A folder of `count` names for the same picture, so that it does not cost its size so often.
fn folder_of(count: usize, jpeg: &[u8], settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("screen.toml"), settings).expect("written");
    let first = folder.path().join("00000.jpg");
    fs::write(&first, jpeg).expect("written");
    for n in 1..count {
        fs::hard_link(&first, folder.path().join(format!("{n:05}.jpg"))).expect("linked");
    }
    folder
}

/// Cuts instead of fades: a picture is complete in the first frame that shows it.
const CUTS: &str = "header = false\ntransition = \"none\"\n";

fn first_picture(x: &X, folder: &Path, wanted: &[[u8; 3]]) -> Duration {
    let start = Instant::now();
    let _player = play(x, folder, &[]);
    until_shown(x, wanted);
    start.elapsed()
}

/// Start to first picture, its parts, and that the size of the library does not matter.
fn start(x: &X) {
    let jpeg = photo(40, 1920, 1080);
    let wanted = expected(&jpeg);
    let (few, many) = (folder_of(10, &jpeg, CUTS), folder_of(10_000, &jpeg, CUTS));
    // In turn: a minute in which the machine is slower counts for both.
    let pair = |_| [&few, &many].map(|folder| first_picture(x, folder.path(), &wanted));
    let [small, large] = [0, 1].map({
        let pairs: Vec<[Duration; 2]> = (0..12).map(pair).skip(1).collect();
        move |which: usize| median(pairs.iter().map(|pair| pair[which]).collect())
    });
    row("start → first picture, 10 files (≤ 200 ms)", ms(small), None);
    let mut player = play(x, few.path(), &["--timings"]);
    let lines = BufReader::new(player.0.stderr.take().expect("piped")).lines();
    for line in lines.map_while(Result::ok) {
        let Some((part, time)) = line.strip_prefix("timing: ").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        row(&format!("    of that, {part} at"), time.to_owned(), None);
        if part == "first picture" {
            break;
        }
    }
    drop(player);
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    row("start → first picture, 10 000 files (ratio ≤ 1.3)", ms(large), Some(ratio));
}

/// A new picture renamed in, and what of it is not decoding.
fn fresh(x: &X) {
    let old = photo(40, 1920, 1080);
    for count in [10, 10_000] {
        let folder = folder_of(count, &old, CUTS);
        let _player = play(x, folder.path(), &[]);
        until_shown(x, &expected(&old));
        let (mut whole, mut alone) = (Vec::new(), Vec::new());
        for n in 0..7u8 {
            let new = photo(70 + n * 20, 1920, 1080);
            let wanted = expected(&new);
            alone.push(decode_alone(&new));
            let (part, file) = (folder.path().join(".part"), folder.path().join(format!("new {n}.jpg")));
            fs::write(&part, &new).expect("written");
            fs::rename(&part, &file).expect("renamed in");
            whole.push(until_shown(x, &wanted));
            fs::remove_file(&file).expect("removed");
            until_shown(x, &expected(&old));
        }
        let (whole, alone) = (median(whole), median(alone));
        row(&format!("renamed in → complete on screen, among {count} files"), ms(whole), None);
        row("    of that, decoding alone", ms(alone), None);
        row("    of that, the rest (≤ 50 ms)", ms(whole.saturating_sub(alone)), None);
    }
}

fn decode_alone(jpeg: &[u8]) -> Duration {
    let of = Asset { path: ItemPath::new("a.jpg"), stamp: Stamp::default() };
    let want = Want { of, page: 0, space: (1920, 1080), fit: Fit::Contain };
    let start = Instant::now();
    decode::picture(jpeg, &want).expect("decodes");
    start.elapsed()
}

/// A static slide costs nothing.
fn rest(x: &X) {
    let jpeg = photo(40, 1920, 1080);
    let folder = folder_of(1, &jpeg, "header = false\ndwell = \"1h\"\n");
    let player = play(x, folder.path(), &[]);
    until_shown(x, &expected(&jpeg));
    // Between two minutes: once in each the journal notes what is on the screen.
    let into = || std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_secs() % 60);
    std::thread::sleep(Duration::from_secs(5));
    while !(3..25).contains(&into()) {
        std::thread::sleep(Duration::from_secs(1));
    }
    let before = (cpu_ticks(&player), wakes(&player));
    std::thread::sleep(Duration::from_secs(30));
    let after = (cpu_ticks(&player), wakes(&player));
    row("30 s of a static slide: CPU, in ticks of 10 ms (0)", (after.0 - before.0).to_string(), None);
    row("30 s of a static slide: wake-ups", (after.1 - before.1).to_string(), None);
}

/// What a ticker costs beside the same screen without it: a slide that is fading half a second in five, so that the
/// other side of the ratio is not nothing.
fn ticker(x: &X) {
    let settings = "header = false\ndwell = \"5s\"\ntransition = { kind = \"fade\", duration = \"500ms\" }\n";
    let mut first = None;
    for runs in [false, true] {
        let folder = folder_of(2, &photo(40, 1920, 1080), settings);
        if runs {
            fs::create_dir(folder.path().join("chu-chay")).expect("made");
            let line = "Tra cứu, nộp hồ sơ và thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia\n";
            fs::write(folder.path().join("chu-chay/tin.txt"), line.repeat(4)).expect("written");
        }
        let player = play(x, folder.path(), &[]);
        std::thread::sleep(Duration::from_secs(10));
        let before = cpu_ticks(&player);
        std::thread::sleep(Duration::from_secs(30));
        let cpu = (cpu_ticks(&player) - before) as f64 / 100.0 * 2.0;
        let ratio = cpu / *first.get_or_insert(cpu);
        let what = if runs { "the same with a ticker" } else { "a fade of 0.5 s every 5 s" };
        row(&format!("CPU of a minute, {what}"), format!("{cpu:.1} s"), Some(ratio));
        if runs {
            row("    frames of the ticker a second", frames(x).to_string(), None);
        }
    }
}

/// How often a line of pixels through the strip changes in a second.
fn frames(x: &X) -> usize {
    let (start, mut seen, mut last) = (Instant::now(), 0, Vec::new());
    while start.elapsed() < Duration::from_secs(5) {
        let now = x.row(1045);
        seen += usize::from(now != last);
        last = now;
    }
    seen / 5
}

/// User and system time of a process.
fn cpu_ticks(player: &Killed) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", player.0.id())).expect("alive");
    let fields: Vec<&str> = stat.rsplit(')').next().expect("fields").split_whitespace().collect();
    fields[11].parse::<u64>().expect("utime") + fields[12].parse::<u64>().expect("stime")
}

/// Voluntary context switches of all its threads: each is a sleep that ended.
fn wakes(player: &Killed) -> u64 {
    let tasks = fs::read_dir(format!("/proc/{}/task", player.0.id())).expect("alive");
    tasks.flatten().filter_map(|task| status(&task.path().join("status"), "voluntary_ctxt_switches:")).sum()
}

fn status(file: &Path, key: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix(key))?.split_whitespace().next()?.parse().ok()
}

/// Ten thousand photographs play in the memory of twenty.
fn memory(x: &X) {
    let jpeg = photo(40, 4000, 3000);
    let mut first = None;
    for count in [20, 10_000] {
        let folder = folder_of(count, &jpeg, "header = false\ndwell = \"1s\"\nstatus_page = false\n");
        let player = play(x, folder.path(), &[]);
        std::thread::sleep(Duration::from_secs(25));
        let file = format!("/proc/{}/status", player.0.id());
        let peak = status(Path::new(&file), "VmHWM:").expect("alive") as f64 / 1024.0;
        let ratio = peak / *first.get_or_insert(peak);
        row(
            &format!("peak memory, {count} photographs of 12 MP, 1 s each"),
            format!("{peak:.0} MB"),
            Some(ratio),
        );
    }
}
