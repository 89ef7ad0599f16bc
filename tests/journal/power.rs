//! Power that fails: what a disk holds at that moment is what a copy of its image holds.

use std::fs;
use std::path::Path;
use std::process::Command;

use bangtin::journal::{Cut, Kind, Reader};
use rustix::process::{Pid, Signal, kill_process};

use crate::display::wait;
use crate::kit::{Place, text};

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|done| done.status.success())
}

/// A file system in a file, mounted until it is dropped.
struct Mounted<'a>(&'a str);

impl<'a> Mounted<'a> {
    fn new(image: &str, at: &'a str) -> Option<Mounted<'a>> {
        run("mount", &["-o", "loop", image, at]).then_some(Mounted(at))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        run("umount", &["-l", self.0]);
    }
}

/// An ext4 of a file, which the kernel writes as it writes a disk: what is in the file is what was sent to the disk.
/// Its copy, mounted, has lost what was only in memory.
#[test]
fn what_was_acknowledged_outlives_a_power_cut() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (image, copy) = (path("disk"), path("copy"));
    let (disk, again) = (path("mounted"), path("again"));
    [&disk, &again].iter().for_each(|at| fs::create_dir(at).expect("made"));
    fs::File::create(&image).and_then(|file| file.set_len(24 << 20)).expect("made");
    let made = run("mkfs.ext4", &["-q", "-F", &image]);
    let Some(mounted) = made.then(|| Mounted::new(&image, &disk)).flatten() else {
        eprintln!("skipped: no ext4 can be mounted from a file here (root and a loop device)");
        return;
    };
    let place = Place::new(&[("a (1s).txt", &text("A", 24)), ("b (1s).txt", &text("B", 24))]);
    let place = place.at_state(Path::new(&disk).join("deep/state"));
    let count = |place: &Place| {
        let reader = Reader::open(&place.file()).ok()?;
        Some(reader.showings(i64::MIN..i64::MAX).map_while(Result::ok).count())
    };
    for cut in 0..12 {
        let player = place.play();
        let known = count(&place).unwrap_or_default();
        wait("rows", || count(&place).filter(|count| *count > known + 4));
        let acknowledged = (place.showings(), place.events());
        // The same moment for all of the copy.
        kill_process(Pid::from_child(&player.process.0), Signal::STOP).expect("stopped");
        fs::copy(&image, &copy).expect("copied");
        kill_process(Pid::from_child(&player.process.0), Signal::CONT).expect("goes on");
        drop(player);

        let after = Mounted::new(&copy, &again).expect("a journalled file system is whole after a power cut");
        let found = place.at_state(Path::new(&again).join("deep/state"));
        found.assert_whole();
        let rows = (found.showings(), found.events());
        assert!(acknowledged.0.iter().all(|row| rows.0.contains(row)), "cut {cut}: a showing is gone");
        assert!(acknowledged.1.iter().all(|row| rows.1.contains(row)), "cut {cut}: an event is gone");
        // And a player that starts there goes on behind it.
        let mut player = found.play();
        found.wait_for_event(Kind::Down);
        player.lines(1);
        drop(player);
        assert!(found.showings().iter().any(|row| row.cut == Some(Cut::Lost)));
        found.assert_whole();
        drop(after);
    }
    drop(mounted);
}
