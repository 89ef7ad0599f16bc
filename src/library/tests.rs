//! Panics in the library's threads, provoked by files of certain names.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::decode::Workers;
use crate::model::{Fit, Item, Picture, Programme, Reason, Want};

/// Makes the watcher panic for as long as it is there.
pub(super) const WATCHER: &str = "watcher panics.txt";
/// Makes its decoding panic.
pub(super) const DECODER: &str = "decoder panics.png";
/// Makes notify's own thread panic when anything happens to it.
pub(super) const EAR: &str = "ear panics.png";

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Panics when one of `paths` is called `name`.
pub(super) fn trip(name: &str, paths: impl IntoIterator<Item = impl AsRef<Path>>) {
    let tripped = paths.into_iter().any(|path| path.as_ref().file_name().is_some_and(|it| it == name));
    assert!(!tripped, "{name}");
}

/// A folder that is followed, and what the library said of it.
struct Stage {
    folder: TempDir,
    library: Library,
    wakes: Receiver<()>,
    programme: Option<Arc<Programme>>,
    fresh: Vec<String>,
    pictures: Vec<Arc<Picture>>,
    failed: Vec<Want>,
    /// How many files played when the fewest did.
    lowest: usize,
}

impl Stage {
    /// Follows a folder of these files.
    fn new(names: &[&str]) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        names.iter().for_each(|name| put(folder.path(), name));
        let (library, wakes) = open(folder.path());
        let mut stage = Stage {
            folder,
            library,
            wakes,
            programme: None,
            fresh: Vec::new(),
            pictures: Vec::new(),
            failed: Vec::new(),
            lowest: usize::MAX,
        };
        stage.until("the first snapshot", |stage| stage.programme.is_some());
        stage
    }

    #[track_caller]
    fn until(&mut self, what: &str, ready: impl Fn(&Stage) -> bool) {
        loop {
            for news in self.library.news() {
                match news {
                    News::Programme { programme, fresh } => {
                        let items = programme.playlists.iter().flat_map(|list| &list.items);
                        let playing = items.filter(|item| item.hidden.is_none()).count();
                        self.lowest = self.lowest.min(playing);
                        self.programme = Some(programme);
                        self.fresh.extend(fresh.iter().map(|path| path.shown().to_owned()));
                    }
                    News::Picture(picture) => self.pictures.push(picture),
                    News::Failed(want) => self.failed.push(want),
                    News::Key(_) => unreachable!("the library has no keys"),
                }
            }
            if ready(self) {
                return;
            }
            let told = self.wakes.recv_timeout(PATIENCE);
            assert!(told.is_ok(), "waited in vain for {what}: {:?}", self.programme);
        }
    }

    fn item(&self, path: &str) -> Option<Arc<Item>> {
        let mut items = self.programme.iter().flat_map(|it| &it.playlists).flat_map(|list| &list.items);
        items.find(|item| item.path.shown() == path).cloned()
    }

    fn plays(&self, path: &str) -> bool {
        self.item(path).is_some_and(|item| item.hidden.is_none())
    }

    fn says(&self, file: &str, what: &str) -> bool {
        let mut problems = self.programme.iter().flat_map(|programme| &programme.problems);
        problems.any(|problem| problem.file == file && problem.message.vi.contains(what))
    }

    fn want(&self, path: &str) -> Want {
        let item = self.item(path).unwrap();
        let of = item.asset();
        Want { of, page: 0, space: (8, 8), fit: Fit::Contain }
    }

    fn has(&self, want: &Want) -> bool {
        self.pictures.iter().any(|picture| picture.want == *want)
    }
}

/// Nothing in the folder was modified just before this.
const LONG_AGO: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// Follows a folder, with what rings when it has news.
fn open(folder: &Path) -> (Library, Receiver<()>) {
    let (sender, wakes) = channel();
    let wake = Arc::new(move || sender.send(()).unwrap_or_default());
    let hooks = Hooks { wake, monotonic: Arc::new(monotonic), present: LONG_AGO, workers: Workers::own() };
    (Library::open(folder, hooks).unwrap(), wakes)
}

/// Real time: what is stable is stable for real seconds.
fn monotonic() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Renames a picture or a text in.
fn put(folder: &Path, name: &str) {
    let part = folder.join(".part");
    if name.ends_with(".txt") {
        fs::write(&part, "Xin chào").unwrap();
    } else {
        image::RgbImage::new(1000, 8).save_with_format(&part, image::ImageFormat::Png).unwrap();
    }
    fs::rename(part, folder.join(name)).unwrap();
}

#[test]
fn a_decoder_that_panics_costs_one_picture() {
    let mut stage = Stage::new(&["a.png", DECODER]);
    let (bad, good) = (stage.want(DECODER), stage.want("a.png"));
    stage.library.want(vec![bad.clone(), good.clone()]);
    // With one decoder or with many: whoever tripped goes on.
    stage.until("the answers", |stage| stage.failed.contains(&bad) && stage.has(&good));
    stage.until("its name", |stage| stage.item(DECODER).is_some_and(|it| it.hidden == Some(Reason::Broken)));
    assert!(stage.says(DECODER, "hỏng"));
    assert!(stage.plays("a.png"));
    let looked = stage.library.work().decoded.load(std::sync::atomic::Ordering::Relaxed);
    assert_eq!(looked, 2, "it is not tried again and again");

    let loaded = load(stage.folder.path(), LONG_AGO, &Workers::own());
    assert!(
        loaded
            .programme
            .problems
            .iter()
            .any(|it| it.file == DECODER && it.level == crate::model::Level::Error)
    );
}

#[test]
fn a_watcher_that_panics_keeps_its_snapshot_and_follows_the_folder_again() {
    let mut stage = Stage::new(&["a.png", "b.png", "1.txt", "2.txt"]);
    let before = stage.item("a.png");
    let wants = vec![stage.want("a.png"), stage.want("b.png")];
    stage.library.want(wants.clone());
    stage.until("the pictures", |stage| wants.iter().all(|want| stage.has(want)));
    fs::write(stage.folder.path().join(WATCHER), "Xin chào").unwrap();
    stage.until("the fault", |stage| stage.says("", "đang đọc lại"));
    // It panics at every look; the screen has everything it had.
    assert_eq!(stage.item("a.png"), before);
    // Made while nobody listens, and made again when somebody does.
    let unheard = Want { space: (4, 4), ..stage.want("a.png") };
    stage.library.want(vec![unheard.clone()]);
    fs::remove_file(stage.folder.path().join(WATCHER)).unwrap();
    put(stage.folder.path(), "c.png");
    stage.until("the folder as it is", |stage| stage.plays("c.png"));
    stage.until("the picture made meanwhile", |stage| stage.has(&unheard));
    assert!(!stage.says("", ""), "the fault is over");
    assert_eq!(stage.item("a.png"), before);
    assert_eq!(stage.lowest, 4, "nothing ever left the air");
    // Followed by its events from now on, and its pictures are decoded.
    put(stage.folder.path(), "d.png");
    stage.until("d.png", |stage| stage.plays("d.png"));
    assert_eq!(stage.fresh, ["d.png"]);
    let want = stage.want("d.png");
    stage.library.want(vec![want.clone()]);
    stage.until("its picture", |stage| stage.has(&want));
    drop(stage.library);
}

#[test]
fn a_watcher_that_panics_at_once_gives_a_calm_screen() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(WATCHER), "Xin chào").unwrap();
    let (library, wakes) = open(folder.path());
    wakes.recv_timeout(PATIENCE).unwrap();
    let news = library.news();
    let [News::Programme { programme, .. }] = news.as_slice() else { panic!("{news:?}") };
    assert!(programme.playlists.is_empty() && programme.problems.len() == 1);
}

#[test]
fn events_are_heard_again_after_a_panic_of_notify() {
    let mut stage = Stage::new(&["a.png"]);
    put(stage.folder.path(), EAR);
    // Nobody heard of it; it is found by looking.
    stage.until("the file", |stage| stage.plays(EAR));
    for name in ["b.png", "c.png"] {
        put(stage.folder.path(), name);
        stage.until(name, |stage| stage.plays(name));
    }
}
