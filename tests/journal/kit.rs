//! A folder, a state directory of its own, a player on both, and what its journal says.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use bangtin::journal::{Event, Kind, Reader, Showing};
use chrono::{DateTime, Utc};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::display::{Killed, PATIENCE, wait};

/// A notice of `points` points.
pub fn text(heading: &str, points: usize) -> String {
    let points: Vec<String> =
        (1..=points).map(|n| format!("- Ví dụ thứ {n} của một ý đủ dài cho một dòng")).collect();
    format!("{heading}\n{}\n", points.join("\n"))
}

/// A picture of this colour.
pub fn png(color: [u8; 3]) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(1280, 720, image::Rgb(color));
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// Drops a file as a good copy tool does: under another name first.
pub fn drop_in(folder: &Path, name: &str, bytes: &[u8]) {
    let part = folder.join(".part");
    fs::write(&part, bytes).expect("written");
    fs::rename(&part, folder.join(name)).expect("renamed in");
}

/// This user's number.
pub fn user() -> String {
    rustix::process::getuid().as_raw().to_string()
}

pub struct Place {
    dir: Arc<TempDir>,
    state: PathBuf,
}

impl Place {
    /// A folder of these files, and an empty state directory.
    pub fn new(files: &[(&str, &str)]) -> Place {
        let dir = Arc::new(tempfile::tempdir().expect("a directory"));
        let state = dir.path().join("state");
        let place = Place { dir, state };
        fs::create_dir(place.folder()).expect("made");
        for (name, bytes) in files {
            let file = place.folder().join(name);
            fs::create_dir_all(file.parent().expect("a parent")).expect("made");
            fs::write(&file, bytes).expect("written");
            // Long there: what is younger than two seconds at the start may still be growing.
            let file = fs::File::options().write(true).open(file).expect("opened");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("aged");
        }
        place
    }

    /// The same folder with its state in another directory.
    pub fn at_state(&self, state: PathBuf) -> Place {
        Place { dir: self.dir.clone(), state }
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("bảng tin")
    }

    pub fn file(&self) -> PathBuf {
        self.state.join("bangtin/journal.sqlite")
    }

    pub fn bangtin(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("XDG_STATE_HOME", &self.state);
        command.env("XDG_RUNTIME_DIR", self.dir.path()).stdin(Stdio::null()).stderr(Stdio::null());
        command
    }

    pub fn play(&self) -> Player {
        self.play_with(&[])
    }

    pub fn play_with(&self, more: &[&str]) -> Player {
        let mut command = self.bangtin();
        command.arg("play").arg(self.folder()).args(more);
        Player::start(command)
    }

    pub fn play_folder(&self, folder: &Path) -> Player {
        let mut command = self.bangtin();
        command.arg("play").arg(folder);
        Player::start(command)
    }

    pub fn reader(&self) -> Reader {
        Reader::open(&self.file()).unwrap_or_else(|trouble| panic!("{}", trouble.words(&self.file()).en))
    }

    pub fn showings(&self) -> Vec<Showing> {
        self.reader().showings(i64::MIN..i64::MAX).collect::<Result<_, _>>().expect("readable")
    }

    pub fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> =
            self.reader().events(i64::MIN..i64::MAX).collect::<Result<_, _>>().expect("readable");
        events.sort_by_key(|event| event.id);
        events
    }

    /// What happened to the player, in order.
    pub fn kinds(&self) -> Vec<Kind> {
        self.events().into_iter().filter(|event| event.item.is_none()).map(|event| event.kind).collect()
    }

    pub fn wait_for_event(&self, kind: Kind) -> Event {
        wait(kind.name(), || {
            let reader = Reader::open(&self.file()).ok()?;
            reader.events(i64::MIN..i64::MAX).map_while(Result::ok).find(|event| event.kind == kind)
        })
    }

    /// Waits until the status page says `what`.
    pub fn wait_for_page(&self, what: &str) {
        let page = self.folder().join("_tinh-trang.html");
        wait(what, || fs::read_to_string(&page).ok().filter(|page| page.contains(what)));
    }

    pub fn assert_whole(&self) {
        let verdict = self.reader().verify().expect("readable");
        assert!(verdict.flaws.is_empty(), "{verdict:?}");
    }
}

/// One line of a headless player.
#[derive(Clone, Debug)]
pub struct Line {
    pub from: DateTime<Utc>,
    text: String,
}

impl Line {
    /// The file and the title.
    pub fn shown(&self) -> (String, String) {
        let mut parts = self.text.split("  ").skip(1);
        let item = parts.next().expect("a file").to_owned();
        (item, parts.nth(1).expect("a title").to_owned())
    }
}

pub struct Player {
    pub process: Killed,
    traced: bool,
    lines: Receiver<String>,
    said: Vec<Line>,
}

impl Player {
    pub fn start(mut command: Command) -> Player {
        let traced = command.get_program() == "strace";
        command.args(["--headless", "--size", "320x180"]).stdout(Stdio::piped());
        let mut process = Killed(command.spawn().expect("bangtin starts"));
        let said = BufReader::new(process.0.stdout.take().expect("piped"));
        let (sender, lines) = channel();
        std::thread::spawn(move || said.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Player { process, traced, lines, said: Vec::new() }
    }

    fn take(&mut self, text: String) {
        // "—": nothing on air.
        if let Some(from) = text.split("  ").next().and_then(|from| from.parse().ok()) {
            self.said.push(Line { from, text });
        }
    }

    /// Waits for so many lines more.
    pub fn lines(&mut self, count: usize) {
        for _ in 0..count {
            let line = self.lines.recv_timeout(PATIENCE).expect("the player says what is on air");
            self.take(line);
        }
    }

    /// Waits for a line with `what` in it.
    pub fn until(&mut self, what: &str) {
        loop {
            self.lines(1);
            if self.said.last().is_some_and(|line| line.text.contains(what)) {
                return;
            }
        }
    }

    /// All that was waited for.
    pub fn said(&self) -> Vec<Line> {
        self.said.clone()
    }

    /// Asks it to leave, and waits until it has: the showings of its journal.
    pub fn leave(self, place: &Place) -> Vec<Showing> {
        // Of a tracer, what it traces.
        let id = self.process.0.id();
        let child = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        let child = child.split_whitespace().next().and_then(|child| Pid::from_raw(child.parse().ok()?));
        let traced = self.traced.then_some(child).flatten();
        kill_process(traced.unwrap_or(Pid::from_child(&self.process.0)), Signal::TERM).expect("sent");
        self.ends();
        place.showings()
    }

    /// Waits for its end: all that it said, and how it ended.
    pub fn ends(mut self) -> (Vec<Line>, ExitStatus) {
        let status = self.process.0.wait().expect("it ends");
        while let Ok(line) = self.lines.recv_timeout(PATIENCE) {
            self.take(line);
        }
        (self.said, status)
    }
}
