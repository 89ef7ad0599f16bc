//! Clips on a real X server, looked at from outside, ours and mpv's alike: each frame tells its number in a band at its
//! top, and the numbers that never came are those that were dropped.
#![allow(clippy::disallowed_methods)] // a benchmark measures real time

#[path = "../tests/wall/display.rs"]
#[allow(dead_code)] // the tests use the rest of it
mod display;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use display::{Killed, X};

/// The screen.
const SCREEN: (u16, u16) = (1920, 1080);

/// Columns of the band, a bit each.
const BITS: usize = 10;

/// Frames of a clip.
const FRAMES: u32 = 600;

/// How long each is looked at.
const LOOK: Duration = Duration::from_secs(10);

/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    println!(
        "\n{:<58} {:>9} {:>10}",
        "clips on 1920×1080, software GPU, 30 frames a second", "dropped", "CPU"
    );
    for (name, width, height) in [("720p", 1280, 720), ("1080p", 1920, 1080)] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("screen.toml"), "header = false\ntransition = \"none\"\n")
            .expect("written");
        let file = folder.path().join("a.mp4");
        make(&file, width, height);
        let ours = |x: &X| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
            command.arg("play").arg(folder.path());
            run(command, x)
        };
        measure(&format!("H.264, {name}"), ours);
        if Command::new("mpv").arg("--version").stdout(Stdio::null()).status().is_err() {
            println!("    mpv is not installed: nothing to compare with (apt install mpv)");
            continue;
        }
        // By itself it takes no software GPU.
        measure("    mpv --vo=gpu --gpu-sw", |x| run(mpv(&file, &["--vo=gpu", "--gpu-sw"]), x));
        measure("    mpv --vo=x11, scaled by the processor", |x| run(mpv(&file, &["--vo=x11"]), x));
    }
}

/// Twenty seconds of what moves and has edges, under the band.
fn make(file: &Path, width: u32, height: u32) {
    let bits = format!("255*mod(floor(N/pow(2,floor(X*{BITS}/{width}))),2)");
    let graph = format!(
        "testsrc2=s={width}x{}:r=30:d=20,format=yuv420p[a];\
         nullsrc=s={width}x40:r=30:d=20,geq=lum='{bits}':cb=128:cr=128,format=yuv420p[b];[b][a]vstack",
        height - 40
    );
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-y", "-filter_complex", &graph, "-c:v", "libx264"]);
    ffmpeg.args(["-preset", "veryfast", "-crf", "22", "-pix_fmt", "yuv420p"]).arg(file);
    assert!(ffmpeg.status().expect("ffmpeg: packaging/need.sh test installs it").success());
}

fn mpv(file: &Path, more: &[&str]) -> Command {
    let mut mpv = Command::new("mpv");
    mpv.args(["--no-config", "--fs", "--no-audio", "--no-osc", "--loop", "--really-quiet"])
        .args(more)
        .arg(file);
    mpv
}

fn run(mut command: Command, x: &X) -> Killed {
    command.env("DISPLAY", &x.name).env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    Killed(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts"))
}

/// Looks at a player from its second second on.
fn measure(what: &str, start: impl Fn(&X) -> Killed) {
    let x = X::start(SCREEN);
    let player = start(&x);
    // A light screen without a clip says a number that no frame has.
    let seen = || number(&x.row(20)).filter(|number| *number < FRAMES);
    let (asked, mut first) = (Instant::now(), BTreeSet::new());
    while first.len() < 60 {
        if asked.elapsed() > PATIENCE {
            return println!("{what:<58} {:>9}", "not shown");
        }
        first.extend(seen());
        std::thread::sleep(Duration::from_millis(2));
    }
    let before = ticks(player.0.id());
    let (began, mut all, mut last, mut laps) = (Instant::now(), BTreeSet::new(), 0, 0);
    while began.elapsed() < LOOK {
        if let Some(number) = seen() {
            // It has begun anew.
            laps += u32::from(number + 300 < last);
            last = number;
            all.insert(laps * FRAMES + number);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let cpu = (ticks(player.0.id()) - before) as f64 / began.elapsed().as_secs_f64();
    let span = all.last().zip(all.first()).map_or(0, |(last, first)| last - first + 1);
    let dropped = span as usize - all.len();
    println!("{what:<58} {:>9} {:>8.0} %", format!("{dropped} of {span}"), cpu);
}

/// What the band says; `None` while it says nothing, or is between two frames.
fn number(row: &[u8]) -> Option<u32> {
    let width = row.len() / 4;
    let bit = |bit: usize| match row[(bit * width / BITS + width / BITS / 2) * 4 + 1] {
        0..=60 => Some(0),
        195..=255 => Some(1 << bit),
        _ => None,
    };
    (0..BITS).map(bit).sum()
}

/// Processor time of a process and of those that it has started, in hundredths of a second: percent of a core and
/// second.
fn ticks(player: u32) -> u64 {
    let all = fs::read_dir("/proc").expect("Linux").flatten();
    let of = |stat: &str| -> Option<(u32, u64)> {
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let time = fields.get(11..15)?.iter().filter_map(|time| time.parse::<u64>().ok()).sum();
        Some((fields.get(1)?.parse().ok()?, time))
    };
    let spent = |entry: fs::DirEntry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        let (parent, time) = of(&fs::read_to_string(entry.path().join("stat")).ok()?)?;
        (pid == player || parent == player).then_some(time)
    };
    all.filter_map(spent).sum()
}
