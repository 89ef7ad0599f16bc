//! systemd's watchdog: the tests own the socket that systemd would.

use std::io::ErrorKind;
use std::os::unix::net::UnixDatagram;
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::display::{Killed, PATIENCE, Weston, X, wait};
use crate::{bangtin, drop_in, folder_with_red, png};

/// What systemd would be told to wait for.
const LIMIT: Duration = Duration::from_millis(400);
/// Nobody who speaks every half [`LIMIT`] is silent for so long.
const SILENCE: Duration = Duration::from_secs(5);

struct Dog {
    socket: UnixDatagram,
    place: tempfile::TempDir,
}

impl Dog {
    fn new() -> Dog {
        let place = tempfile::tempdir().expect("a place for the socket");
        let socket = UnixDatagram::bind(place.path().join("notify")).expect("bound");
        Dog { socket, place }
    }

    /// Gives the command what systemd gives a unit with `WatchdogSec`.
    fn watch(&self, command: &mut std::process::Command) {
        command.env("NOTIFY_SOCKET", self.place.path().join("notify"));
        command.env("WATCHDOG_USEC", LIMIT.as_micros().to_string());
    }

    fn hears(&self, within: Duration) -> bool {
        let mut word = [0; 64];
        self.socket.set_read_timeout(Some(within)).expect("a timeout");
        match self.socket.recv(&mut word) {
            Ok(length) => {
                assert_eq!(&word[..length], b"WATCHDOG=1");
                true
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// Waits until nothing more is heard.
    fn until_silence(&self) {
        wait("silence", || (!self.hears(SILENCE)).then_some(()));
    }
}

fn send(child: &Child, signal: Signal) {
    let pid = Pid::from_child(child);
    kill_process(pid, signal).expect("sent");
}

#[test]
fn a_loop_that_turns_says_so_and_a_stopped_one_does_not() {
    let (dog, folder) = (Dog::new(), folder_with_red());
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).arg("--headless").stdout(std::process::Stdio::null());
    dog.watch(&mut command);
    let player = Killed(command.spawn().expect("bangtin starts"));
    for word in 0..3 {
        assert!(dog.hears(PATIENCE), "word {word}: one picture for ever is no silence");
    }
    send(&player.0, Signal::STOP);
    dog.until_silence();
    send(&player.0, Signal::CONT);
    assert!(dog.hears(PATIENCE));
}

/// A folder whose picture changes every second.
fn changing() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..3 {
        drop_in(folder.path(), &format!("{number} (1s).png"), &png([number * 80, 90, 90], (640, 480)));
    }
    folder
}

/// An X server that stops answering is what a stuck driver looks like from here.
#[test]
fn a_window_that_cannot_show_falls_silent_and_can_be_ended() {
    let (x, dog, folder) = (X::start((640, 480)), Dog::new(), changing());
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("DISPLAY", &x.name);
    dog.watch(&mut command);
    let mut player = Killed(command.spawn().expect("bangtin starts"));
    x.wait("a picture", |shot| shot.at(320, 240)[1] == 90);
    assert!(dog.hears(PATIENCE));

    send(&x.server.0, Signal::STOP);
    dog.until_silence();
    send(&x.server.0, Signal::CONT);
    assert!(dog.hears(PATIENCE), "it goes on when the server does");

    send(&x.server.0, Signal::STOP);
    dog.until_silence();
    // systemd's WatchdogSignal.
    send(&player.0, Signal::ABORT);
    let status = wait("the end", || player.0.try_wait().expect("asked"));
    assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()));
    send(&x.server.0, Signal::CONT);
}

#[test]
fn without_systemd_there_is_nobody_to_tell() {
    let folder = folder_with_red();
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).arg("--headless").stdout(std::process::Stdio::piped());
    command.env("NOTIFY_SOCKET", "/nowhere/at all").env("WATCHDOG_USEC", "400000");
    let mut player = Killed(command.spawn().expect("bangtin starts"));
    let said = std::io::BufReader::new(player.0.stdout.take().expect("piped"));
    let mut lines = std::io::BufRead::lines(said).map_while(Result::ok);
    assert!(lines.any(|line| line.contains("a.png")));
    drop_in(folder.path(), "b.png", &png([1, 2, 3], (64, 48)));
    assert!(lines.any(|line| line.contains("b.png")), "it plays on");
}

/// A compositor that hangs gives no buffer back.
#[test]
fn a_window_that_gets_nothing_to_draw_on_falls_silent() {
    let (runtime, dog, folder) = (tempfile::tempdir().expect("a directory"), Dog::new(), changing());
    let weston = Weston::start(runtime.path());
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("WAYLAND_DISPLAY", &weston.socket);
    dog.watch(command.env("XDG_RUNTIME_DIR", runtime.path()));
    let _player = Killed(command.spawn().expect("bangtin starts"));
    weston.wait("a picture", |shot| shot.at(320, 240)[1] == 90);
    assert!(dog.hears(PATIENCE));
    send(&weston.server.0, Signal::STOP);
    dog.until_silence();
    send(&weston.server.0, Signal::CONT);
    assert!(dog.hears(PATIENCE), "it goes on when the compositor does");
}
