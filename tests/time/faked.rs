//! The built player by a clock of our own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

use crate::display::{Killed, PATIENCE};
use crate::folder::{Expected, Folder, bangtin, size};

/// libfaketime's clock: a file says what time it is.
pub struct Clock {
    dir: TempDir,
    runs: bool,
}

impl Clock {
    /// A clock that stands still at `at`.
    pub fn frozen(at: DateTime<Utc>) -> Clock {
        Clock::new(at, false)
    }

    /// A clock that runs on from `at`.
    pub fn running(at: DateTime<Utc>) -> Clock {
        Clock::new(at, true)
    }

    fn new(at: DateTime<Utc>, runs: bool) -> Clock {
        let clock = Clock { dir: tempfile::tempdir().expect("a directory"), runs };
        clock.set(at);
        clock
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("time")
    }

    fn set(&self, at: DateTime<Utc>) {
        #[allow(clippy::disallowed_methods)] // a step is relative to the real time
        let text = match self.runs {
            true => format!("{:+}", (at - Utc::now()).num_seconds()),
            false => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        };
        let part = self.dir.path().join("part");
        std::fs::write(&part, text).expect("written");
        std::fs::rename(&part, self.file()).expect("renamed in");
    }

    fn on(&self, command: &mut Command) {
        let places = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(Path::new);
        let below = |place: &Path| std::fs::read_dir(place).into_iter().flatten().flatten();
        let deeper = places.iter().flat_map(|place| below(place).map(|entry| entry.path()));
        let places = places.iter().map(|place| place.to_path_buf()).chain(deeper);
        let mut found = places.map(|place| place.join("faketime/libfaketime.so.1"));
        let library =
            found.find(|file| file.is_file()).expect("libfaketime is there (make test installs it)");
        command
            .env("LD_PRELOAD", library)
            .env("FAKETIME_TIMESTAMP_FILE", self.file())
            .envs([("FAKETIME_NO_CACHE", "1"), ("DONT_FAKE_MONOTONIC", "1"), ("NO_FAKE_STAT", "1")])
            .env("TZ", "UTC");
    }
}

/// `play --headless` with its lines and its picture.
pub struct Player {
    _process: Killed,
    clock: Option<Clock>,
    lines: Receiver<String>,
    picture: TempDir,
    rings: u32,
    /// What it said last.
    pub last: String,
}

impl Player {
    /// Plays `folder` by `clock`.
    pub fn start(folder: &Folder, clock: Clock) -> Player {
        let mut command = bangtin();
        clock.on(&mut command);
        Player::spawn(folder, command, &[], Some(clock))
    }

    /// Plays `folder` from a local time on, by the machine's clock.
    pub fn start_at(folder: &Folder, local: &str) -> Player {
        Player::spawn(folder, bangtin(), &["--at", local], None)
    }

    fn spawn(folder: &Folder, mut command: Command, more: &[&str], clock: Option<Clock>) -> Player {
        let picture = tempfile::tempdir().expect("a place for the picture");
        command.arg("play").arg(folder.path()).args(["--headless", "--size", &size(), "--picture"]);
        command.arg(picture.path().join("on air.png")).args(more).stdout(Stdio::piped());
        let mut process = Killed(command.spawn().expect("bangtin starts"));
        let said = BufReader::new(process.0.stdout.take().expect("piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Player { _process: process, clock, lines, picture, rings: 0, last: String::new() }
    }

    /// Its next line.
    pub fn said(&mut self) -> String {
        self.last = self.lines.recv_timeout(PATIENCE).expect("the player says what is on air");
        self.last.clone()
    }

    /// What it has on air, as of the line it said last.
    pub fn picture(&self) -> Vec<u8> {
        std::fs::read(self.picture.path().join("on air.png")).expect("a picture")
    }

    /// Whether what it said last is what `told` says.
    pub fn shows(&self, told: &Expected) -> bool {
        self.last.split_once("  ").is_some_and(|(_, rest)| rest == told.line)
    }

    /// Sets its clock. No kernel tells it so.
    pub fn set(&self, at: DateTime<Utc>) {
        self.clock.as_ref().expect("a clock of its own").set(at);
    }

    /// Sets its clock, and wakes it as the kernel would.
    pub fn jump(&mut self, folder: &Folder, at: DateTime<Utc>) {
        self.set(at);
        self.rings += 1;
        folder.ring(&format!("Chuong {}", self.rings));
    }

    /// Reads its lines until `count` of them are of the time from `at` on. Each must be what `when` says of its
    /// moment, whether it is from before a step or from behind it.
    pub fn follow(&mut self, folder: &Folder, at: DateTime<Utc>, count: u32) {
        // What is on air at a step began up to a dwell before it.
        let around = at - TimeDelta::seconds(20)..at + TimeDelta::minutes(5);
        let mut seen = 0;
        while seen < count {
            let line = self.said();
            let (begun, rest) = line.split_once("  ").expect("a time, and what is on air");
            let begun: DateTime<Utc> = begun.parse().expect("RFC 3339");
            // A page has no time of its own in the line: only that its item is on then.
            let told = folder.expected(begun);
            assert!(
                rest.starts_with(&format!("{}  ", told.item)),
                "at {begun} when says {}: {line}",
                told.line
            );
            seen += u32::from(around.contains(&begun));
        }
    }
}
