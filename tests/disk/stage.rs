//! A watched folder, and a test that waits for what the library says of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use bangtin::decode::Workers;
use bangtin::library::{self, Hooks, Library, Loaded};
use bangtin::model::{Asset, Content, Fit, Item, News, Picture, Programme, Reason, Want};
use chrono::{DateTime, Utc};
use tempfile::TempDir;

use crate::load::set_modified;

/// Longer than anything takes on a busy machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(120);

/// Workers that are the player's own program, as when it plays.
pub fn workers() -> Workers {
    Workers::of(env!("CARGO_BIN_EXE_bangtin"))
}

/// The folder once, whole.
pub fn load(folder: &Path, present: DateTime<Utc>) -> Loaded {
    library::load(folder, present, &workers())
}

/// A folder of these files, none of them recent.
pub fn old(files: &[(&str, &[u8])]) -> TempDir {
    let folder = crate::load::folder(files);
    for (name, _) in files {
        set_modified(&folder.path().join(name), 1_000_000);
    }
    folder
}

pub struct Stage {
    pub folder: TempDir,
    pub library: Library,
    bell: Arc<(Mutex<bool>, Condvar)>,
    pub programme: Arc<Programme>,
    /// Every file that was said to be fresh, in order.
    pub fresh: Vec<String>,
    pub pictures: Vec<Arc<Picture>>,
    pub failed: Vec<Want>,
}

impl Stage {
    /// Watches a folder of these files, none of them recent.
    pub fn new(files: &[(&str, &[u8])]) -> Stage {
        Stage::of(old(files), |path| path.to_owned())
    }

    /// The same, for a player that keeps what it makes of documents in `cache`.
    pub fn keeping(files: &[(&str, &[u8])], cache: &Path) -> Stage {
        Stage::with(old(files), |path| path.to_owned(), workers().keeping(cache))
    }

    /// Watches `inside(folder)`.
    pub fn of(folder: TempDir, inside: impl FnOnce(&Path) -> PathBuf) -> Stage {
        Stage::with(folder, inside, workers())
    }

    fn with(folder: TempDir, inside: impl FnOnce(&Path) -> PathBuf, workers: Workers) -> Stage {
        let bell = Arc::new((Mutex::new(false), Condvar::new()));
        let rung = bell.clone();
        let start = now();
        let hooks = Hooks {
            wake: Arc::new(move || {
                *rung.0.lock().unwrap() = true;
                rung.1.notify_all();
            }),
            monotonic: Arc::new(move || now() - start),
            present: present(),
            workers,
        };
        let library = Library::open(&inside(folder.path()), hooks).unwrap();
        let nothing = Programme::new(bangtin::model::Screen::bare(chrono_tz::UTC), Vec::new(), Vec::new());
        let mut stage = Stage {
            folder,
            library,
            bell,
            programme: Arc::new(nothing),
            fresh: Vec::new(),
            pictures: Vec::new(),
            failed: Vec::new(),
        };
        let empty = stage.programme.clone();
        stage.until("the first snapshot", |stage| !Arc::ptr_eq(&stage.programme, &empty));
        stage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a complete file there at once, as Explorer's or Syncthing's rename does.
    pub fn rename_in(&self, name: &str, bytes: &[u8]) {
        let outside = tempfile::Builder::new().prefix("bangtin-out").tempdir().unwrap();
        fs::write(outside.path().join("x"), bytes).unwrap();
        fs::rename(outside.path().join("x"), self.path(name)).unwrap();
    }

    /// Waits until `ready`, taking in the news.
    pub fn until(&mut self, what: &str, mut ready: impl FnMut(&Stage) -> bool) {
        let deadline = now() + PATIENCE;
        loop {
            self.listen();
            if ready(self) {
                return;
            }
            let (rung, bell) = &*self.bell;
            let mut rung = rung.lock().unwrap();
            while !*rung {
                let left = deadline.saturating_duration_since(now());
                assert!(!left.is_zero(), "waited in vain for {what}: {}", self.describe());
                rung = bell.wait_timeout(rung, left).unwrap().0;
            }
            *rung = false;
        }
    }

    fn listen(&mut self) {
        for news in self.library.news() {
            match news {
                News::Programme { programme, fresh } => {
                    self.programme = programme;
                    self.fresh.extend(fresh.iter().map(|path| path.shown().to_owned()));
                }
                News::Picture(picture) => self.pictures.push(picture),
                News::Failed(want) => self.failed.push(want),
                News::Key(_) => unreachable!("the library has no keys"),
            }
        }
    }

    pub fn item(&self, path: &str) -> Option<Arc<Item>> {
        let mut items = self.programme.playlists.iter().flat_map(|list| list.items.iter());
        items.find(|item| item.path.shown() == path).cloned()
    }

    /// Whether a file is there and nothing but the calendar keeps it off.
    pub fn plays(&self, path: &str) -> bool {
        self.item(path).is_some_and(|item| item.hidden.is_none())
    }

    pub fn hidden(&self, path: &str) -> Option<Reason> {
        self.item(path).and_then(|item| item.hidden)
    }

    pub fn until_plays(&mut self, path: &str) {
        self.until(path, |stage| stage.plays(path));
    }

    /// The picture of a slide.
    pub fn image(&self, path: &str) -> Option<Asset> {
        match &self.item(path)?.content {
            Content::Slide(slide) => slide.images().first().map(|asset| (*asset).clone()),
            _ => None,
        }
    }

    /// Wants one file's picture, alone.
    pub fn want(&self, path: &str) -> Want {
        let item = self.item(path).unwrap_or_else(|| panic!("no {path}: {}", self.describe()));
        let of = Asset { path: item.path.clone(), stamp: item.stamp };
        let want = Want { of, page: 0, space: (64, 36), fit: Fit::Contain };
        self.library.want(vec![want.clone()]);
        want
    }

    /// Wants one file's picture and waits for it.
    pub fn decode(&mut self, path: &str) -> Arc<Picture> {
        let want = self.want(path);
        self.until("the picture", |stage| stage.pictures.iter().any(|picture| picture.want == want));
        self.pictures.iter().rfind(|picture| picture.want == want).unwrap().clone()
    }

    /// A file that is put in last: what came before it has been heard by then.
    pub fn sentinel(&mut self) {
        let name = format!("zz sentinel {}.png", self.fresh.len());
        self.rename_in(&name, &crate::pictures::png(1300, 8));
        self.until_plays(&name);
        self.fresh.retain(|path| *path != name);
    }

    pub fn describe(&self) -> String {
        let items = self.programme.playlists.iter().flat_map(|list| list.items.iter());
        let items: Vec<_> = items.take(20).map(|item| (item.path.shown(), item.hidden)).collect();
        format!("{items:?}, fresh {:?}, failed {:?}, {:?}", self.fresh, self.failed, self.programme.problems)
    }
}

/// Waits until `ready`, of which nobody tells.
pub fn until(what: &str, mut ready: impl FnMut() -> bool) {
    let deadline = now() + PATIENCE;
    while !ready() {
        assert!(now() < deadline, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

#[allow(clippy::disallowed_methods)] // a test's patience is real time
pub fn now() -> Instant {
    Instant::now()
}

#[allow(clippy::disallowed_methods)]
pub fn present() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
