//! Events of the file system that nobody reads in time.

use std::fs;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use crate::display::{Killed, wait};
use crate::{bangtin, drop_in, folder_with_red, png};

#[test]
fn a_file_whose_event_was_lost_is_found() {
    let folder = folder_with_red();
    let (page, path) = (folder.path().join("_tinh-trang.html"), |name: &str| folder.path().join(name));
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).arg("--headless").stdout(Stdio::null());
    let player = Killed(command.spawn().expect("bangtin starts"));
    let says = |name: &str| {
        wait(name, || fs::read_to_string(&page).ok().filter(|page| page.contains(name)));
    };
    drop_in(folder.path(), "b.png", &png([1, 2, 3], (64, 48)));
    says("b.png");

    let send = |signal| kill_process(Pid::from_child(&player.0), signal).expect("sent");
    send(Signal::STOP);
    // Two events each time, no two of them alike: the queue holds no more when the last file comes.
    let queue = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").expect("a limit");
    for _ in 0..queue.trim().parse::<u32>().expect("a number") / 4 + 1 {
        fs::rename(path("b.png"), path("c.png")).expect("renamed");
        fs::rename(path("c.png"), path("b.png")).expect("renamed");
    }
    drop_in(folder.path(), "d.png", &png([3, 2, 1], (64, 48)));
    send(Signal::CONT);
    says("d.png");
}
