//! A folder with everything that time decides, and what `when` and `shot` say of it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use bangtin::decode::Workers;
use bangtin::library;
use bangtin::model::{Item, Screen};
use bangtin::scene::{self, Fonts};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use tempfile::TempDir;

pub const VIETNAM: Tz = Tz::Asia__Ho_Chi_Minh;

/// Small: every picture is drawn in software by a debug build.
pub const SIZE: (u32, u32) = (640, 360);

/// Expired for ever: only rewritten, to wake the player.
const BELL: &str = "chuông (đến 31-12-2024).txt";

/// One entry of `when --json`.
#[derive(Debug)]
pub struct Showing {
    pub from: DateTime<FixedOffset>,
    pub until: DateTime<FixedOffset>,
    pub item: String,
    pub title: String,
}

/// What has to be on air at a moment.
pub struct Expected {
    pub item: String,
    /// From 1.
    pub page: usize,
    /// As `play --headless` says it, after the time.
    pub line: String,
}

pub struct Folder {
    dir: TempDir,
    pub zone: Tz,
    /// Each item's path and length, and when its pages begin after it.
    pages: Vec<(String, Vec<TimeDelta>)>,
}

pub fn bangtin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null()).stderr(Stdio::null());
    command
}

impl Folder {
    pub fn new(zone: Tz) -> Folder {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            let file = dir.path().join(name);
            std::fs::create_dir_all(file.parent().expect("a parent")).expect("made");
            std::fs::write(&file, bytes).expect("written");
            // Long there: what is younger than two seconds at the start may still be growing.
            let file = std::fs::File::options().write(true).open(file).expect("opened");
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).expect("aged");
        };
        let screen = format!("school = \"Trường thử\"\ntransition = \"none\"\ntimezone = \"{zone}\"\n");
        write("screen.toml", screen.as_bytes());
        write("01 ảnh (3s).png", &png([200, 30, 30]));
        write("02 chữ (2s).txt", "Chữ\n- Một ý".as_bytes());
        write("03 Họp (đến 24-11-2026, 2s).png", &png([20, 160, 40]));
        write(BELL, b"Chuong");
        write("sáng/playlist.toml", b"hours = [\"02:00-03:00\", \"07:00-11:30\"]\ndwell = \"3s\"\n");
        write("sáng/a.png", &png([30, 60, 200]));
        write("sáng/b (T2-T6).png", &png([220, 200, 40]));
        let steps: Vec<String> =
            (1..=9).map(|n| format!("\"Bước thứ {n}: nộp giấy tờ cho văn phòng nhà trường\"")).collect();
        let procedure = format!(
            "kind = \"procedure\"\nname = \"Chuyển trường\"\nsteps = [{}]\ndwell = \"9s\"\n",
            steps.join(", ")
        );
        write("thủ tục/01 chuyển trường.toml", procedure.as_bytes());
        let pages = pages(dir.path());
        Folder { dir, zone, pages }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Changes a file that is never on air: the player looks at its clock.
    pub fn ring(&self, text: &str) {
        let part = self.path().join(".part");
        std::fs::write(&part, text).expect("written");
        std::fs::rename(&part, self.path().join(BELL)).expect("renamed in");
    }

    /// What `when` lists from `at` on.
    pub fn when(&self, at: DateTime<Utc>, span: &str) -> Vec<Showing> {
        let mut command = bangtin();
        command.arg("when").arg(self.path()).args(["--json", "--for", span, "--at", &self.local(at)]);
        let done = command.output().expect("when runs");
        assert!(done.status.success());
        let answer: Value = serde_json::from_slice(&done.stdout).expect("JSON");
        let listed = answer["on_air"].as_array().expect("an array");
        let text = |entry: &Value, key: &str| entry[key].as_str().expect("a text").to_owned();
        let time = |entry: &Value, key: &str| text(entry, key).parse().expect("RFC 3339");
        let showing = |entry| Showing {
            from: time(entry, "from"),
            until: time(entry, "until"),
            item: text(entry, "item"),
            title: text(entry, "title"),
        };
        listed.iter().map(showing).collect()
    }

    /// What `when` says of `at`.
    pub fn expected(&self, at: DateTime<Utc>) -> Expected {
        // A local time that comes twice names the first of the two: asked from earlier, the list has both.
        let local = |at: DateTime<Utc>| at.with_timezone(&self.zone).naive_local();
        let twice = local(at - TimeDelta::hours(1)) == local(at);
        let listed = if twice { self.when(at - TimeDelta::hours(1), "61m") } else { self.when(at, "1s") };
        let found = listed.into_iter().find(|showing| showing.from <= at && at < showing.until);
        let Showing { from, item, title, .. } = found.expect("something is on air");
        let (_, edges) = self.pages.iter().find(|(path, _)| *path == item).expect("a known item");
        let page = edges.iter().filter(|edge| from + **edge <= at).count();
        let line = format!("{item}  {page}/{}  {title}", edges.len());
        Expected { item, page, line }
    }

    /// Every moment in `from..until` at which `when` lets a showing begin.
    pub fn edges(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let listed = self.when(from, &format!("{}s", (until - from).num_seconds()));
        listed.iter().map(|showing| showing.from.to_utc()).filter(|edge| *edge >= from).collect()
    }

    /// The PNG that `shot` writes for `at`, of what is on air or of a page of an item.
    pub fn shot(&self, at: DateTime<Utc>, of: Option<(&str, usize)>) -> Vec<u8> {
        let file = tempfile::NamedTempFile::new().expect("a place for the picture");
        let mut command = bangtin();
        command.arg("shot").arg(self.path()).args(["--at", &self.local(at), "--size", &size(), "--output"]);
        command.arg(file.path());
        if let Some((item, page)) = of {
            command.args(["--item", item, "--page", &page.to_string()]);
        }
        assert!(command.status().expect("shot runs").success());
        std::fs::read(file.path()).expect("a picture")
    }

    /// What `play --headless` says when `told` comes on at `at`.
    pub fn line(&self, at: DateTime<Utc>, told: &Expected) -> String {
        format!("{}  {}", at.with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S%:z"), told.line)
    }

    fn local(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%dT%H:%M:%S").to_string()
    }
}

pub fn size() -> String {
    format!("{}x{}", SIZE.0, SIZE.1)
}

fn png(color: [u8; 3]) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(SIZE.0, SIZE.1, image::Rgb(color));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// By the words of each page, as design.md has it: the length is the model's, the share is the layout's.
fn pages(folder: &Path) -> Vec<(String, Vec<TimeDelta>)> {
    let later = "2100-01-01T00:00:00Z".parse().expect("a moment, when all of it is old");
    let loaded = library::load(folder, later, &Workers::of(env!("CARGO_BIN_EXE_bangtin")));
    let (programme, mut fonts) = (&loaded.programme, Fonts::embedded());
    let items = programme.playlists.iter().flat_map(|list| &list.items);
    items.map(|item| (item.path.shown().to_owned(), edges(item, &programme.screen, &mut fonts))).collect()
}

fn edges(item: &Item, screen: &Screen, fonts: &mut Fonts) -> Vec<TimeDelta> {
    let mut before = 0.0;
    let edge = |share: f64| {
        let edge = before * item.duration.num_milliseconds() as f64;
        before += share;
        TimeDelta::milliseconds(edge.round() as i64)
    };
    scene::pages(item, screen, SIZE, fonts).into_iter().map(edge).collect()
}
