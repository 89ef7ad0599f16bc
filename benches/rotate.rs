//! Two hundred files of every kind in turn, for ten thousand slides: the real library, show and renderer, by a clock that
//! goes on as soon as there is nothing left to wait for. Memory is to stay as it is: ratio ≤ 1.1.
//!
//! Workers end with the one task that they are started for, so that what grows could only grow here; what they hold
//! together at most is told beside it.
#![allow(clippy::disallowed_methods)] // what a slide waits for, it waits for really

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use bangtin::decode::Workers;
use bangtin::gpu::Offscreen;
use bangtin::library::{Hooks, Library};
use bangtin::model::Wants;
use bangtin::scene::Fonts;
use bangtin::show::{Show, Step};
use chrono::{DateTime, TimeDelta, Utc};

const SIZE: (u32, u32) = (960, 540);
const FILES: usize = 200;
/// After how many slides memory is read; the first is what the others are compared with.
const SLIDES: [usize; 3] = [1_000, 5_000, 10_000];
/// How much time passes at least from turn to turn: of what moves, not every frame is drawn.
const LEAP: TimeDelta = TimeDelta::milliseconds(500);
/// What has not come by then is not waited for: LibreOffice may have thirty documents before it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the memory of workers is looked at: one that is over sooner has hardly begun.
const LOOK: Duration = Duration::from_millis(20);
/// One of each kind, and of some several; folders stand for all their files.
const SOURCES: [&str; 14] = [
    "tests/files/colour",
    "tests/files/moving",
    "tests/files/avif",
    "tests/files/heic",
    "tests/files/long",
    "tests/files/svg",
    "tests/files/pdf",
    "tests/files/office",
    "tests/files/tables",
    "tests/files/text",
    "tests/goldens/markdown/slide.md",
    "playlists/01 cải cách hành chính",
    "playlists/03 thủ tục",
    "playlists/05 áp phích",
];

fn main() {
    // `cargo test --benches` runs benches too, without measuring.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    let mut wall = Wall::new(folder.path());
    let workers = Arc::new(AtomicU64::new(0));
    let most = workers.clone();
    std::thread::spawn(move || {
        loop {
            most.fetch_max(others(), Relaxed);
            std::thread::sleep(LOOK);
        }
    });
    println!("\n{:<58} {:>12} {:>8}", "200 mixed files in turn, 960 × 540, software GPU", "memory", "ratio");
    let mut first = None;
    for slides in SLIDES {
        wall.play(slides);
        let memory = memory();
        let ratio = memory / *first.get_or_insert(memory);
        println!("{:<58} {memory:>9.0} MB {ratio:>8.2}", format!("after {slides} slides (ratio ≤ 1.1)"));
        let workers = workers.swap(0, Relaxed) as f64 / 1024.0;
        println!("{:<58} {workers:>9.0} MB", "    its workers, FFmpeg and LibreOffice until then, at most");
    }
    println!("what was on the screen: {:?}", wall.kinds);
}

/// The folder of two hundred files: the sources over and over.
fn fill(folder: &Path) {
    fs::write(folder.join("screen.toml"), "header = false\ndwell = \"5s\"\n").expect("written");
    let files = |source: &&str| -> Vec<PathBuf> {
        if Path::new(source).is_file() {
            return vec![PathBuf::from(source)];
        }
        fs::read_dir(source).expect("a folder of sources").flatten().map(|file| file.path()).collect()
    };
    let plays = |file: &PathBuf| {
        let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
        // What has a sidecar plays without it too; what explains a folder, and what made the files, is none of them.
        !["playlist.toml", ".sh", ".py"].iter().any(|end| name.ends_with(end))
            && name.matches('.').count() == 1
    };
    let mut sources: Vec<PathBuf> = SOURCES.iter().flat_map(files).filter(plays).collect();
    sources.sort();
    for (number, source) in sources.iter().cycle().take(FILES).enumerate() {
        let name = source.file_name().expect("a file").to_string_lossy();
        fs::copy(source, folder.join(format!("{number:03} {name}"))).expect("copied");
    }
}

/// The player without its window and its clock.
struct Wall {
    library: Library,
    bell: Receiver<()>,
    show: Show,
    fonts: Fonts,
    screen: Offscreen,
    now: DateTime<Utc>,
    wanted: Wants,
    since: Instant,
    on_air: Option<(String, usize)>,
    slides: usize,
    /// How many slides of each kind of file have been on the screen.
    kinds: BTreeMap<String, usize>,
}

impl Wall {
    fn new(folder: &Path) -> Wall {
        let (sender, bell) = sync_channel(1);
        let start = Instant::now();
        let hooks = Hooks {
            wake: Arc::new(move || {
                let _ = sender.try_send(());
            }),
            monotonic: Arc::new(move || start.elapsed()),
            present: DateTime::UNIX_EPOCH,
            workers: Workers::of(env!("CARGO_BIN_EXE_bangtin")).keeping(&folder.join(".cache")),
        };
        Wall {
            library: Library::open(folder, hooks).expect("threads"),
            bell,
            show: Show::new(),
            fonts: Fonts::embedded(),
            screen: Offscreen::new(SIZE).expect("a device"),
            now: DateTime::from_timestamp(1_795_489_200, 0).expect("a morning of November 2026"),
            wanted: Wants::new(),
            since: start,
            on_air: None,
            slides: 0,
            kinds: BTreeMap::new(),
        }
    }

    /// Turns until so many slides have been on the screen.
    fn play(&mut self, slides: usize) {
        while self.slides < slides {
            let step = self.turn();
            let waits = step.scene.is_none() || !self.wanted.is_empty() && self.since.elapsed() < PATIENCE;
            if waits {
                let _ = self.bell.recv_timeout(Duration::from_millis(100));
            } else {
                self.now = step.wake_at.max(self.now + LEAP);
            }
        }
    }

    fn turn(&mut self) -> Step {
        let step = self.show.step(self.now, SIZE, self.library.news(), &mut self.fonts);
        if let Some(scene) = &step.scene {
            self.screen.draw(&scene.at_rest(), &mut self.fonts).expect("drawn");
            self.library.begin();
        }
        if step.wants != self.wanted {
            (self.wanted, self.since) = (step.wants.clone(), Instant::now());
            self.library.want(step.wants.clone());
        }
        self.library.play(&step.reels);
        let shown = step.shown.as_ref().map(|shown| (shown.item.path.shown().to_owned(), shown.page));
        if shown != self.on_air {
            self.slides += usize::from(shown.is_some());
            let end = shown.as_ref().and_then(|(path, _)| Path::new(path).extension());
            let kind = end.map_or(String::new(), |end| end.to_string_lossy().into_owned());
            *self.kinds.entry(kind).or_default() += 1;
            self.on_air = shown;
        }
        step
    }
}

/// What this process holds of the machine's memory, in megabytes.
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").expect("a process");
    resident(&status).expect("its memory") as f64 / 1024.0
}

/// What the processes hold that this one has started, and theirs, in kilobytes.
fn others() -> u64 {
    let process = |entry: fs::DirEntry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        let parent =
            status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse::<u32>().ok()?;
        Some((pid, parent, resident(&status)?))
    };
    let all: Vec<_> = fs::read_dir("/proc").expect("Linux").flatten().filter_map(process).collect();
    let mut family = BTreeSet::from([std::process::id()]);
    loop {
        let known = family.len();
        family.extend(
            all.iter()
                .filter(|(_, parent, _)| family.contains(parent))
                .map(|(pid, ..)| *pid)
                .collect::<Vec<_>>(),
        );
        if family.len() == known {
            break;
        }
    }
    let others = all.iter().filter(|(pid, ..)| *pid != std::process::id() && family.contains(pid));
    others.map(|(.., memory)| memory).sum()
}

/// The memory of a process that it has itself, in kilobytes, by its `status`.
fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
