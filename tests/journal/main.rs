//! The journal of the built player: what it says of what was played, and what becomes of it when power, disk or file
//! fail.
#![cfg(target_os = "linux")]

mod disk;
#[path = "../wall/display.rs"]
#[allow(dead_code)] // the screens of it are for the wall
mod display;
#[path = "../disk/inside.rs"]
mod inside;
mod kill;
mod kit;
mod power;
mod report;

use std::fs;

use bangtin::journal::{By, Cut, Kind, Row};
use rustix::process::{Pid, Signal, kill_process};

use display::wait;
use kit::{Place, drop_in, png, text};

#[test]
fn what_was_presented_is_in_the_journal() {
    let place = Place::new(&[
        ("01 tin/a (1s).txt", &text("A", 1)),
        ("01 tin/b (1s).txt", &text("B", 1)),
        ("01 tin/playlist.toml", "topic = \"1.1\"\n"),
    ]);
    let mut player = place.play();
    player.lines(5);
    drop_in(&place.folder().join("01 tin"), "c (1s).txt", text("C", 1).as_bytes());
    player.until("01 tin/c (1s).txt");
    drop_in(&place.folder().join("01 tin"), "c (1s).txt", text("C mới", 1).as_bytes());
    player.until("C mới");
    fs::remove_file(place.folder().join("01 tin/c (1s).txt")).expect("removed");
    place.wait_for_event(Kind::Removed);
    drop_in(&place.folder(), "d.pdf", b"%PDF-1.7 cut off");
    place.wait_for_event(Kind::Rejected);
    player.lines(2);
    kill_process(Pid::from_child(&player.process.0), Signal::TERM).expect("sent");
    let (lines, status) = player.ends();
    assert!(status.success(), "{status}");

    let rows = place.showings();
    let told: Vec<(String, String)> = rows.iter().map(|row| (row.item.clone(), row.title.clone())).collect();
    let said: Vec<(String, String)> = lines.iter().map(|line| line.shown()).collect();
    assert_eq!(told, said, "a row for each line that the player said");
    for (row, line) in rows.iter().zip(&lines) {
        assert_eq!(
            (row.zone.as_str(), row.playlist.as_str(), row.form.as_str()),
            ("main", "01 tin", "message")
        );
        assert_eq!((row.topic.as_deref(), row.page, row.pages), (Some("1.1"), None, None));
        assert_eq!(row.hash.as_ref().map(String::len), Some(16));
        assert_eq!(row.began / 1000, line.from.timestamp(), "the line has the moment at which it came");
    }
    let follows = |pair: &[bangtin::journal::Showing]| pair[0].ended == pair[1].began;
    assert!(rows.windows(2).all(follows), "one follows the other: {rows:#?}");
    assert_eq!(rows.last().map(|row| row.cut), Some(Some(Cut::Shutdown)));
    let owner = fs::read_to_string("/etc/passwd").expect("users");
    let owner = owner.lines().find(|line| line.split(':').nth(2) == Some(&kit::user())).expect("this one");
    let owner = owner.split(':').next();
    let changes: Vec<_> = place.events().into_iter().filter(|event| event.item.is_some()).collect();
    let told: Vec<_> =
        changes.iter().map(|event| (event.kind, event.item.as_deref().unwrap_or_default())).collect();
    assert_eq!(
        told,
        [
            (Kind::Added, "01 tin/a (1s).txt"),
            (Kind::Added, "01 tin/b (1s).txt"),
            (Kind::Added, "01 tin/c (1s).txt"),
            (Kind::Replaced, "01 tin/c (1s).txt"),
            (Kind::Removed, "01 tin/c (1s).txt"),
            (Kind::Rejected, "d.pdf"),
        ]
    );
    assert!(changes[..2].iter().all(|event| event.owner.as_deref() == owner), "{changes:?}");
    assert!(
        changes[5].detail.as_ref().is_some_and(|why| why.contains("PDF") || why.contains("hỏng")),
        "{:?}",
        changes[5]
    );
    assert_eq!(place.kinds(), [Kind::Start, Kind::Stop]);

    // The second time: it was away, and nothing of the folder is news but what changed meanwhile.
    fs::remove_file(place.folder().join("d.pdf")).expect("removed");
    let mut player = place.play();
    player.lines(1);
    place.wait_for_event(Kind::Down);
    drop(player);
    assert_eq!(place.kinds(), [Kind::Start, Kind::Stop, Kind::Down, Kind::Start]);
    let down = place.events().into_iter().find(|event| event.kind == Kind::Down).expect("told");
    assert_eq!(down.detail.as_deref(), Some("shutdown"));
    assert!(down.ended.is_some_and(|ended| ended > down.began));
    let changes = place.events().iter().filter(|event| event.item.is_some()).count();
    assert_eq!(changes, 7, "d.pdf is gone, and all else is as it was");
    place.assert_whole();
}

#[test]
fn what_stays_on_the_screen_is_one_showing() {
    let (red, green) = (png([200, 30, 30]), png([20, 160, 40]));
    let place = Place::new(&[("a (1s).txt", &text("A", 1)), ("b (1s).txt", &text("B", 1))]);
    let folder = place.folder();
    let mut player = place.play();
    player.lines(2);
    // A new file, and its next version: nothing else comes between, though that has to be decoded first.
    drop_in(&folder, "ảnh (60s).png", &red);
    player.until("ảnh (60s).png");
    drop_in(&folder, "ảnh (60s).png", &green);
    player.until("ảnh (60s).png");
    // One urgent notice, planned anew by every turn of its own and by whatever comes into the folder.
    fs::create_dir(folder.join("khan-cap")).expect("made");
    drop_in(&folder.join("khan-cap"), "khẩn (1s).txt", text("Khẩn", 1).as_bytes());
    player.until("khẩn (1s).txt");
    drop_in(&folder, "c (1s).txt", text("C", 1).as_bytes());
    wait("three of its turns in one row", || {
        let rows = place.reader().in_progress().ok()?;
        let long = |row: &Row| matches!(row, Row::Showing(row) if row.ended - row.began > 3000);
        rows.iter().any(long).then_some(())
    });
    fs::remove_dir_all(folder.join("khan-cap")).expect("removed");
    player.lines(1);
    let (of_before, rows) = (player.said(), player.leave(&place));
    let from = rows.iter().position(|row| row.item == "ảnh (60s).png").expect("shown");
    let told: Vec<_> = rows[from..from + 3].iter().map(|row| (&*row.item, row.by, row.cut)).collect();
    assert_eq!(
        told,
        [
            ("ảnh (60s).png", By::Fresh, Some(Cut::Reload)),
            ("ảnh (60s).png", By::Fresh, Some(Cut::Urgent)),
            ("khan-cap/khẩn (1s).txt", By::Urgent, None),
        ]
    );
    assert_ne!(rows[from].hash, rows[from + 1].hash);
    assert_eq!(rows.iter().filter(|row| row.item.starts_with("khan-cap")).count(), 1, "{rows:#?}");
    let said: Vec<_> = of_before.iter().map(|line| line.shown().0).collect();
    let told: Vec<_> = rows.iter().map(|row| row.item.clone()).collect();
    assert_eq!(told[..said.len()], said, "a row for each line that the player said");
}

/// Two players of one user, of one folder: one file, two screens.
#[test]
fn players_beside_each_other_write_one_journal() {
    let place = Place::new(&[("a (1s).txt", &text("A", 1)), ("b (1s).txt", &text("B", 1))]);
    let other = tempfile::tempdir().expect("a folder");
    for (from, to) in [("a (1s).txt", "x (1s).txt"), ("b (1s).txt", "xy (1s).txt")] {
        fs::copy(place.folder().join(from), other.path().join(to)).expect("copied");
    }
    let mut one = place.play();
    one.lines(1);
    let mut two = place.play_folder(other.path());
    two.lines(4);
    one.lines(3);
    drop((one, two));
    let rows = place.showings();
    let host = rows.iter().find(|row| row.item.starts_with('a')).expect("of the first").screen.clone();
    for row in &rows {
        let second = row.item.starts_with('x');
        assert_eq!(row.screen, if second { format!("{host} (2)") } else { host.clone() });
    }
    assert!(rows.iter().any(|row| row.item.starts_with('x')));
    // Whoever comes back first tells what became of both.
    let mut again = place.play();
    again.lines(2);
    let lost = |screen: String| {
        place.showings().iter().filter(|row| row.screen == screen && row.cut == Some(Cut::Lost)).count()
    };
    assert_eq!((lost(host.clone()), lost(format!("{host} (2)"))), (1, 1));
    place.assert_whole();
}

#[test]
fn other_verbs_and_a_clock_of_ones_own_write_nothing() {
    let place = Place::new(&[("a (1s).txt", &text("A", 1))]);
    let folder = place.folder().display().to_string();
    let picture = place.folder().join("../shot.png").display().to_string();
    for arguments in [
        vec!["when", &folder],
        vec!["check", &folder],
        vec!["shot", &folder, "--size", "320x180", "--output", &picture],
    ] {
        assert!(
            place.bangtin().args(&arguments).output().expect("runs").status.code() < Some(2),
            "{arguments:?}"
        );
    }
    let mut player = place.play_with(&["--at", "2026-11-24T07:00"]);
    player.lines(1);
    drop(player);
    assert!(!place.file().exists());
}
