use std::os::unix::fs::{MetadataExt, symlink};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use super::*;
use crate::desk::sample::{board, item};
use crate::model::{Fit, Problem, Programme, Slide, Want};

/// Waits until `done`: a condition, asked again after a moment, not a time.
#[track_caller]
fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..4000 {
        if done() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("never: {what}");
}

/// Draws no slides.
fn nothing() -> Draw {
    Box::new(|_, _| Vec::new())
}

fn folder() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let page = folder.path().join(FILE);
    (folder, page)
}

fn files(names: &[&str]) -> Board {
    board(names.iter().map(|name| item(name, "", None)).collect(), Vec::<Problem>::new())
}

fn says(page: &Path, what: &str) -> bool {
    fs::read_to_string(page).is_ok_and(|page| page.contains(what))
}

/// Makes the thread panic when a board lists it.
const PANICS: &str = "desk panics.png";

pub(super) fn trip(board: &Board) {
    let items = board.programme.playlists.iter().flat_map(|list| &list.items);
    assert!(!items.map(|item| item.path.shown()).any(|name| name == PANICS), "{PANICS}");
}

fn has_read(writer: &Writer) -> bool {
    writer.desk.inbox().board.is_none()
}

#[test]
fn writes_what_is_new_and_only_that() {
    let (folder, page) = folder();
    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("a page", || says(&page, "một.png"));
    let first = fs::metadata(&page).unwrap();

    let mut later = files(&["một.png"]);
    later.now += chrono::TimeDelta::seconds(30);
    writer.show(later);
    wait_until("the same board is read", || has_read(&writer));
    drop(writer);
    let second = fs::metadata(&page).unwrap();
    assert_eq!((first.ino(), first.mtime_nsec()), (second.ino(), second.mtime_nsec()));

    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    writer.show(files(&["hai.png"]));
    wait_until("the new page", || says(&page, "hai.png"));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [FILE], "nothing else stays behind");
}

#[test]
fn a_reader_never_sees_half_a_page() {
    let (folder, page) = folder();
    let many: Vec<String> = (0..300).map(|number| format!("ảnh {number}.png")).collect();
    let names: Vec<&str> = many.iter().map(String::as_str).collect();
    let board = files(&names);
    let desk = Desk::default();
    // Without its rest, so that it writes as often as the disk allows.
    desk.inbox().stop = true;
    let write = || desk.replace(folder.path(), || super::page(&board, &Album::default()));
    write().unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..200 {
                write().unwrap();
            }
            done.store(true, Ordering::Relaxed);
        });
        let mut reads = 0;
        while !done.load(Ordering::Relaxed) || reads < 10 {
            let seen = fs::read_to_string(&page).unwrap();
            assert!(
                seen.starts_with("<!DOCTYPE html>") && seen.ends_with("</html>\n"),
                "{} bytes",
                seen.len()
            );
            reads += 1;
        }
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_fine() {
    // Not even root writes here; and a folder that is not there.
    for nowhere in ["/proc/self", "/nowhere/at all"] {
        let writer = Writer::start(PathBuf::from(nowhere), nothing()).unwrap();
        writer.show(files(&["một.png"]));
        wait_until("it has failed", || writer.failures() == 1);
        writer.show(files(&["một.png"]));
        wait_until("it has tried again", || writer.failures() == 2);
    }
}

#[test]
fn a_link_is_not_followed() {
    let (folder, page) = folder();
    let outside = TempDir::new().unwrap();
    let precious = outside.path().join("precious");
    fs::write(&precious, "dữ liệu").unwrap();
    symlink(&precious, folder.path().join(TEMPORARY)).unwrap();
    symlink(&precious, &page).unwrap();
    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("a page", || says(&page, "một.png"));
    assert!(!fs::symlink_metadata(&page).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&precious).unwrap(), "dữ liệu");
}

#[test]
fn the_folder_comes_back() {
    let outside = TempDir::new().unwrap();
    let folder = outside.path().join("bang-tin");
    let writer = Writer::start(folder.clone(), nothing()).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("it has failed", || writer.failures() == 1);
    assert!(!folder.exists(), "the page makes no folder");
    fs::create_dir(&folder).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("a page", || says(&folder.join(FILE), "một.png"));
}

#[test]
fn turned_off_it_leaves_nothing() {
    let (folder, page) = folder();
    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("a page", || says(&page, "một.png"));
    let mut off = files(&["một.png"]);
    let mut screen = off.programme.screen.clone();
    screen.status_page = false;
    off.programme = Arc::new(Programme::new(screen, off.programme.playlists.clone(), Vec::new()));
    writer.show(off);
    wait_until("no page", || !page.exists());
}

#[test]
fn pictures_become_thumbnails() {
    let (folder, page) = folder();
    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    let mut board = files(&["một.png"]);
    let of = |board: &Board| {
        let item = &board.programme.playlists[0].items[0];
        item.asset()
    };
    let wanted = of(&board);
    assert!(!writer.wants(&wanted), "no page lists it yet");
    writer.show(board.clone());
    wait_until("it is wanted", || writer.wants(&wanted));
    let other = Asset { path: crate::model::ItemPath::new("hai.png"), stamp: wanted.stamp };
    assert!(!writer.wants(&other), "not in the folder");
    let want = Want { of: wanted.clone(), page: 0, space: (16, 9), fit: Fit::Contain };
    let rgba = vec![255; 16 * 9 * 4];
    writer.picture(Arc::new(Picture { want, width: 16, height: 9, rgba, mean: [255; 3] }));
    wait_until("it has a thumbnail", || writer.desk.inbox().album.get(&wanted).is_some());
    assert!(!writer.wants(&wanted), "once is enough");
    board.now += chrono::TimeDelta::minutes(1);
    writer.show(board);
    wait_until("the page shows it", || says(&page, "data:image/jpeg;base64,/9j/"));
}

#[test]
fn slides_are_drawn_once() {
    let (folder, page) = folder();
    let drawn = Arc::new(Mutex::new(Vec::new()));
    let its = drawn.clone();
    let draw = move |_: &Board, items: &[Arc<Item>]| {
        its.lock().unwrap().extend(items.iter().map(|item| item.path.shown().to_owned()));
        let want = |item: &Arc<Item>| Want { of: item.asset(), page: 0, space: (16, 9), fit: Fit::Contain };
        let rgba = || vec![255; 16 * 9 * 4];
        let draw = |item| Picture { want: want(item), width: 16, height: 9, rgba: rgba(), mean: [255; 3] };
        items.iter().map(draw).collect()
    };
    let slide = |name: &str, hidden| Item { content: Content::of(Slide::Flag), ..item(name, "", hidden) };
    let first = || slide("cờ.toml", None);
    let broken = || slide("hỏng.toml", Some(Reason::Broken));
    let writer = Writer::start(folder.path().to_owned(), Box::new(draw)).unwrap();
    writer.show(board(vec![first(), broken(), item("một.png", "", None)], Vec::new()));
    wait_until("a page with a thumbnail", || says(&page, "data:image/jpeg;base64,/9j/"));
    writer.show(board(vec![first(), broken(), slide("hai.toml", None)], Vec::new()));
    wait_until("the next page", || says(&page, "hai.toml"));
    assert_eq!(*drawn.lock().unwrap(), ["cờ.toml", "hai.toml"]);
}

#[test]
fn a_panic_costs_one_writing() {
    let (folder, page) = folder();
    let writer = Writer::start(folder.path().to_owned(), nothing()).unwrap();
    writer.show(files(&["một.png"]));
    wait_until("a page", || says(&page, "một.png"));
    for times in 1..=2 {
        writer.show(files(&[PANICS]));
        wait_until("it has failed", || writer.failures() == times);
    }
    assert!(says(&page, "một.png"), "the old page stays whole");
    writer.show(files(&["hai.png"]));
    wait_until("the next page", || says(&page, "hai.png"));
}

#[test]
fn a_slide_that_makes_the_drawing_panic_is_listed_all_the_same() {
    let (folder, page) = folder();
    let draw: Draw = Box::new(|_, _| panic!("drawing"));
    let writer = Writer::start(folder.path().to_owned(), draw).unwrap();
    writer.show(board(
        vec![Item { content: Content::of(Slide::Flag), ..item("cờ.toml", "", None) }],
        Vec::new(),
    ));
    wait_until("a page", || says(&page, "cờ.toml"));
}
