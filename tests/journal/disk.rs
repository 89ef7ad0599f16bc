//! A disk that is full, may not be written or fails, and a file that is damaged, held, foreign or newer: the screen plays
//! on, and the clerk reads of it.

use std::fs;
use std::process::Command;

use bangtin::journal::{Kind, Reader, Store, Trouble};
use rusqlite::Connection;

use crate::display::wait;
use crate::inside::inside;
use crate::kit::{Place, Player, text};

/// A folder that plays quickly.
fn place() -> Place {
    Place::new(&[("a (1s).txt", &text("A", 6)), ("b (1s).txt", &text("B", 6))])
}

fn mount(arguments: &[&str]) {
    assert!(Command::new("mount").args(arguments).status().unwrap().success());
}

#[test]
fn a_full_disk_costs_nothing_once_there_is_room() {
    if !inside("disk::a_full_disk_costs_nothing_once_there_is_room", "-Urm", "true") {
        return;
    }
    let place = place();
    let small = tempfile::tempdir().unwrap();
    mount(&["-t", "tmpfs", "-o", "size=1m", "small", small.path().to_str().unwrap()]);
    let place = place.at_state(small.path().join("state"));
    let mut player = place.play();
    player.lines(3);
    place.wait_for_event(Kind::Start);
    // Some program has filled it, to the last page.
    let ballast = small.path().join("ballast");
    let mut size = 1 << 20;
    while size > 0 {
        let more = fs::OpenOptions::new().create(true).append(true).open(&ballast).unwrap();
        if std::io::Write::write_all(&mut &more, &vec![1; size]).is_err() {
            size /= 2;
        }
    }
    place.wait_for_page("Đĩa đầy");
    player.lines(10);
    fs::remove_file(&ballast).unwrap();
    wait("the page is calm again", || {
        let page = fs::read_to_string(place.folder().join("_tinh-trang.html")).ok()?;
        (!page.contains("Đĩa đầy")).then_some(())
    });
    assert_all_there(&place, player);
}

#[test]
fn a_state_folder_that_may_not_be_written_is_named() {
    if !inside("disk::a_state_folder_that_may_not_be_written_is_named", "-Urm", "true") {
        return;
    }
    let place = place();
    let small = tempfile::tempdir().unwrap();
    let at = small.path().to_str().unwrap();
    mount(&["-t", "tmpfs", "small", at]);
    mount(&["-o", "remount,ro", at]);
    let place = place.at_state(small.path().join("state"));
    let mut player = place.play();
    player.lines(5);
    place.wait_for_page("Không được phép ghi nhật ký");
    mount(&["-o", "remount,rw", at]);
    place.wait_for_event(Kind::Start);
    assert_all_there(&place, player);
}

/// Ends the player, and finds a row for each of its lines and no gap.
fn assert_all_there(place: &Place, mut player: Player) {
    player.lines(1);
    let rows = player.leave(place);
    assert!(rows.windows(2).all(|pair| pair[0].ended == pair[1].began), "{rows:#?}");
    assert!(!place.kinds().contains(&Kind::Gap), "{:?}", place.events());
    place.assert_whole();
}

/// The system call that puts a commit on the disk fails, as on a card that dies.
#[test]
fn a_disk_that_fails_for_a_while_is_written_again() {
    let place = place();
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
    command.args(["-e", "inject=fsync,fdatasync:error=EIO:when=8..20"]);
    if !Command::new("strace").arg("-V").output().is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: no strace here");
        return;
    }
    let plain = place.bangtin();
    command.arg(plain.get_program()).arg("play").arg(place.folder());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let mut player = Player::start(command);
    place.wait_for_page("Không dùng được nhật ký");
    player.lines(30);
    assert_all_there(&place, player);
}

#[test]
fn a_journal_that_another_program_holds_is_written_later() {
    let place = place();
    let mut player = place.play();
    player.lines(3);
    place.wait_for_event(Kind::Start);
    let other = Connection::open(place.file()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    place.wait_for_page("đang bị chương trình khác giữ");
    player.lines(10);
    other.execute_batch("COMMIT").unwrap();
    assert_all_there(&place, player);
}

#[test]
fn a_damaged_journal_is_set_aside_and_a_new_one_begun() {
    const PAGE: usize = 4096;
    let place = place();
    let mut player = place.play();
    player.lines(4);
    player.leave(&place);
    let log = fs::metadata(place.file().with_extension("sqlite-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "who leaves puts all of it into the file");
    let kept = place.showings().len();
    let whole = fs::read(place.file()).unwrap();
    // The first page; the page of the table of tables' first children; all of them.
    for (round, damage) in [0..PAGE, PAGE..2 * PAGE, 0..whole.len()].into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[damage].fill(0xa5);
        fs::write(place.file(), bytes).unwrap();
        let mut player = place.play();
        player.lines(4);
        place.wait_for_page("tệp cũ đã cất thành");
        player.leave(&place);
        place.assert_whole();
        let told = place.events().into_iter().find(|event| event.kind == Kind::Gap);
        assert!(told.is_some_and(|gap| gap.detail.is_some_and(|why| why.contains("journal-hong-"))));
        let aside = fs::read_dir(place.file().parent().unwrap()).unwrap().flatten();
        let aside = aside.filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with("journal-hong-") && name.ends_with(".sqlite")
        });
        assert_eq!(aside.count(), round + 1, "each is kept");
    }
    assert!(kept > 0);
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let place = place();
    fs::create_dir_all(place.file().parent().unwrap()).unwrap();
    drop(Store::open(&place.file()).unwrap());
    Connection::open(place.file()).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let before = fs::read(place.file()).unwrap();
    let mut player = place.play();
    player.lines(5);
    place.wait_for_page("bản bangtin mới hơn");
    drop(player);
    assert_eq!(fs::read(place.file()).unwrap(), before);
    assert_eq!(Reader::open(&place.file()).err(), Some(Trouble::Newer));
}
