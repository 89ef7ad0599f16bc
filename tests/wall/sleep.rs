//! The display's sleep outside the hours of the screen: on a real X.Org server whose dummy monitor was taught to sleep,
//! and asked of a real sway, whose headless monitor cannot. A script stands for `cec-client`: there is no television.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use x11rb::protocol::dpms::{ConnectionExt as _, DPMSMode};

use crate::display::{Killed, X, near, wait};
use crate::saver::Sway;
use crate::surface::xrandr;
use crate::{RED, drop_in, folder_with_red, play, png};

const SIZE: (u16, u16) = (1280, 720);

/// In the hours of [`folder`], and outside.
const MORNING: [&str; 2] = ["--at", "2026-11-24T08:00:00"];
const NIGHT: [&str; 2] = ["--at", "2026-11-24T20:00:00"];

/// A red picture from 6:30 to 17:30, and a ceremony of one step that a key begins.
fn folder(sleep: &str) -> tempfile::TempDir {
    let folder = folder_with_red();
    hours(folder.path(), "06:30-17:30", sleep);
    let ceremony = folder.path().join("chào cờ");
    fs::create_dir(&ceremony).expect("created");
    drop_in(&ceremony, "01.png", &png([20, 160, 40], (1280, 720)));
    folder
}

/// The hours of the screen, and how its display sleeps.
fn hours(folder: &Path, hours: &str, sleep: &str) {
    let settings = format!("hours = \"{hours}\"\nsleep = \"{sleep}\"\nheader = false\n");
    drop_in(folder, "screen.toml", settings.as_bytes());
}

/// Ends them before [`MORNING`].
fn end(folder: &Path, sleep: &str) {
    hours(folder, "06:30-07:30", sleep);
}

/// Has something urgent for as long as it stands.
fn urgent(folder: &Path, stands: bool) {
    let urgent = folder.join("khẩn cấp");
    if stands {
        fs::create_dir(&urgent).expect("created");
        drop_in(&urgent, "bão.txt", "Nghỉ học vì bão".as_bytes());
    } else {
        fs::remove_dir_all(urgent).expect("removed");
    }
}

/// X.Org with a monitor that sleeps; its files lie in `place`.
fn x_org(place: &Path) -> X {
    for below in ["extensions", "drivers"] {
        fs::create_dir_all(place.join(below)).expect("created");
    }
    let mut compile = Command::new("cc");
    compile.args([
        "-shared",
        "-fPIC",
        "-x",
        "c",
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wall/sleepy.c"),
    ]);
    let compiled = compile.arg("-o").arg(place.join("extensions/libsleepy.so")).status();
    assert!(compiled.expect("cc runs").success());
    let mut driver = fs::read("/usr/lib/xorg/modules/drivers/dummy_drv.so").expect("the dummy driver");
    let (was, is) = (b"xf86SetBackingStore\0", b"sleepyBackingStore\0\0");
    let at = driver.windows(was.len()).position(|bytes| bytes == was).expect("a name that is called");
    driver[at..at + is.len()].copy_from_slice(is);
    fs::write(place.join("drivers/dummy_drv.so"), driver).expect("written");
    let modules = format!(
        r#"
            Section "Files"
                ModulePath "{}"
                ModulePath "/usr/lib/xorg/modules"
            EndSection
            Section "Module"
                Load "sleepy"
            EndSection"#,
        place.display()
    );
    X::org(place, "1280x720", SIZE, &modules)
}

impl X {
    fn is_awake(&self) -> bool {
        self.connection.dpms_info().expect("asked").reply().expect("DPMS").power_level == DPMSMode::ON
    }

    /// The server's own timers: whether they run, and its seconds until it switches off.
    fn saving(&self) -> (bool, u16) {
        let info = self.connection.dpms_info().expect("asked").reply().expect("DPMS");
        let timeouts = self.connection.dpms_get_timeouts().expect("asked").reply().expect("DPMS");
        (info.state, timeouts.off_timeout)
    }

    fn wait_awake(&self, what: &str, awake: bool) {
        wait(what, || (self.is_awake() == awake).then_some(()));
    }
}

#[test]
fn the_monitor_sleeps_by_its_hours_and_wakes_for_what_must_be_seen() {
    const PAGE_DOWN: u32 = 0xff56;
    const ESCAPE: u32 = 0xff1b;
    let (place, folder) = (tempfile::tempdir().expect("a directory"), folder("auto"));
    let x = x_org(place.path());
    let before = x.saving();
    assert!(before.0, "X.Org's own timers run");
    let mut player = play(folder.path(), &x, &MORNING);
    x.wait("the picture", |shot| near(shot.at(640, 360), RED));
    assert_eq!((x.is_awake(), x.saving().0), (true, false), "lit, and no timer puts out the light");
    end(folder.path(), "auto");
    x.wait_awake("the end of its hours", false);
    x.wait("black", |shot| shot.is_all([0, 0, 0]));

    urgent(folder.path(), true);
    x.wait_awake("something urgent", true);
    assert!(!x.saving().0, "no timer puts it out");
    urgent(folder.path(), false);
    x.wait_awake("nothing urgent any more", false);

    x.focus_window();
    x.press(PAGE_DOWN, false);
    x.wait("a ceremony", |shot| near(shot.at(640, 360), [20, 160, 40]));
    assert!(x.is_awake());
    x.press(ESCAPE, false);
    x.wait_awake("the ceremony is over", false);

    x.press('q'.into(), true);
    wait("Ctrl+Q leaves", || player.0.try_wait().expect("asked"));
    wait("the monitor as it was found", || (x.is_awake() && x.saving() == before).then_some(()));
}

#[test]
fn a_monitor_that_a_crash_left_asleep_is_woken_at_the_next_start() {
    let (place, folder) = (tempfile::tempdir().expect("a directory"), folder("auto"));
    let x = x_org(place.path());
    let mut player = play(folder.path(), &x, &NIGHT);
    x.wait_awake("the night", false);
    player.0.kill().expect("killed");
    player.0.wait().expect("ended");
    assert!(!x.is_awake());
    let _player = play(folder.path(), &x, &MORNING);
    x.wait_awake("the morning", true);
}

#[test]
fn a_window_among_others_switches_nothing_off() {
    let (place, folder) = (tempfile::tempdir().expect("a directory"), folder("auto"));
    let x = x_org(place.path());
    let night = ["--windowed", "640x480", "--at", "2026-11-24T20:00:00"];
    let _player = play(folder.path(), &x, &night);
    // The page is written after the first turn on the screen.
    says(folder.path(), "Tình trạng bảng tin");
    assert!(x.is_awake());
}

#[test]
fn a_monitor_sleeps_only_with_all_that_its_server_switches() {
    let (place, folder) = (tempfile::tempdir().expect("a directory"), folder("auto"));
    let x = x_org(place.path());
    xrandr(&x, &["--setmonitor", "beside", "640/100x720/100+640+0", "none"]);
    let _player = play(folder.path(), &x, &NIGHT);
    says(folder.path(), "máy nối nhiều màn hình");
    assert!(x.is_awake());
}

/// Sway obeys, and its headless backend then refuses what every real one can ("Failed to commit"): the wishes that
/// reached the monitor's settings are what can be seen.
#[test]
fn a_wayland_compositor_is_asked_for_the_same() {
    let (runtime, folder) = (tempfile::tempdir().expect("a directory"), folder("auto"));
    let sway = Sway::start(runtime.path());
    let mut player = sway.play(folder.path(), &MORNING);
    let asked = |wanted: &[bool]| {
        wait(&format!("sway to be asked {wanted:?}"), || {
            let log = sway.log();
            let stored = log.lines().filter(|line| line.contains("Config stored for output HEADLESS-1"));
            let power = |line: &str| match line {
                line if line.contains("(dpms 2)") => Some(false),
                line if line.contains("(dpms 1)") => Some(true),
                _ => None,
            };
            (stored.filter_map(power).collect::<Vec<_>>() == wanted).then_some(())
        });
    };
    asked(&[true]);
    end(folder.path(), "auto");
    asked(&[true, false]);
    urgent(folder.path(), true);
    asked(&[true, false, true]);
    urgent(folder.path(), false);
    asked(&[true, false, true, false]);
    sway.close_windows();
    wait("the player leaves", || player.0.try_wait().expect("asked"));
    asked(&[true, false, true, false, true]);
}

fn says(folder: &Path, what: &str) {
    let page = folder.join("_tinh-trang.html");
    wait(what, || fs::read_to_string(&page).ok().filter(|page| page.contains(what)));
}

#[test]
fn the_clerk_reads_why_a_display_does_not_sleep() {
    let x = X::start(SIZE);
    let without = tempfile::tempdir().expect("a PATH with nothing on it");
    let (able, television) = (folder("auto"), folder("cec"));
    let _player = play(able.path(), &x, &NIGHT);
    says(able.path(), "Ngoài giờ, màn hình chỉ đen chứ không ngủ");
    let mut command = crate::bangtin();
    command.arg("play").arg(television.path()).env("DISPLAY", &x.name).env("PATH", without.path());
    let _other = Killed(command.spawn().expect("bangtin starts"));
    says(television.path(), "sudo apt install cec-utils");
}

#[test]
fn a_television_is_told_over_hdmi() {
    let (x, folder) = (X::start(SIZE), folder("cec"));
    let place = tempfile::tempdir().expect("a PATH of our own");
    let script = place.path().join("cec-client");
    fs::write(&script, "#!/bin/sh\nread line; echo \"$line\" >>\"$(dirname \"$0\")/told\"\n")
        .expect("written");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("executable");
    let path = format!("{}:{}", place.path().display(), std::env::var("PATH").expect("PATH"));
    let mut command = crate::bangtin();
    command.arg("play").arg(folder.path()).args(MORNING).env("DISPLAY", &x.name).env("PATH", path);
    let mut player = Killed(command.spawn().expect("bangtin starts"));
    let told = |wanted: &[&str]| {
        wait(&format!("the television to be told {wanted:?}"), || {
            let told = fs::read_to_string(place.path().join("told")).unwrap_or_default();
            (told.lines().collect::<Vec<_>>() == wanted).then_some(())
        });
    };
    told(&["on 0", "as"]);
    end(folder.path(), "cec");
    told(&["on 0", "as", "standby 0"]);
    urgent(folder.path(), true);
    told(&["on 0", "as", "standby 0", "on 0", "as"]);
    urgent(folder.path(), false);
    told(&["on 0", "as", "standby 0", "on 0", "as", "standby 0"]);
    x.focus_window();
    x.press('q'.into(), true);
    wait("Ctrl+Q leaves", || player.0.try_wait().expect("asked"));
    told(&["on 0", "as", "standby 0", "on 0", "as", "standby 0", "on 0", "as"]);
}
