//! Sound on a real display and a real sound server: lips, blanking, and what becomes of a machine without a loudspeaker.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::bangtin;
use crate::display::{Killed, X, wait};
use crate::ear::Ear;

/// Has FFmpeg make a clip that flashes and beeps for a tenth of a second each second, half a second after it begins.
pub fn clapper(folder: &Path, name: &str, seconds: u32) -> PathBuf {
    let file = folder.join(name);
    let white = "lt(mod(t+0.5\\,1)\\,0.1)*gt(t\\,0.4)";
    // As large as the screen: a debug build scales too slowly for its frames to be in time.
    let picture = format!(
        "color=black:s=640x360:r=25:d={seconds},drawbox=c=white:t=fill:enable='{white}',format=yuv420p"
    );
    let sound = format!(
        "aevalsrc='0.7*sin(2*PI*1000*t)*lt(mod(t+0.5,1),0.1)*gt(t,0.4)':s=48000:d={seconds},asplit[a][b];[a][b]amerge"
    );
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg
        .args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &picture, "-f", "lavfi", "-i", &sound]);
    ffmpeg.args(["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-b:a", "64k"]).arg(&file);
    let made = ffmpeg.output().expect("ffmpeg: packaging/need.sh test installs it");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    file
}

fn folder(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("screen.toml"), format!("header = false\n{settings}")).expect("written");
    folder
}

fn play(folder: &Path, x: &X, server: &str) -> Killed {
    let mut command = bangtin();
    command.arg("play").arg(folder).env("DISPLAY", &x.name).env("PULSE_SERVER", server);
    Killed(command.spawn().expect("bangtin starts"))
}

/// When the middle of the screen turns white, as long as `more` says so.
#[allow(clippy::disallowed_methods)] // a test looks in real time
fn flashes(x: &X, more: &dyn Fn(&[Instant]) -> bool) -> Vec<Instant> {
    let (mut seen, mut white) = (Vec::new(), true);
    while more(&seen) {
        let now = x.pixel(320, 180)[1] > 128;
        if now && !white {
            seen.push(Instant::now());
        }
        white = now;
        std::thread::sleep(Duration::from_millis(1));
    }
    seen
}

/// How much later than each flash its beep is heard, in milliseconds; `None` where there is none near.
fn lips(flashes: &[Instant], beeps: &[Instant]) -> Vec<Option<f64>> {
    let late = |flash: &Instant| {
        let late = |beep: &Instant| {
            let after = beep.saturating_duration_since(*flash).as_secs_f64();
            (after - flash.saturating_duration_since(*beep).as_secs_f64()) * 1000.0
        };
        beeps.iter().map(late).min_by(|a, b| a.abs().total_cmp(&b.abs())).filter(|late| late.abs() < 450.0)
    };
    flashes.iter().map(late).collect()
}

#[test]
fn lips_and_sound_are_together() {
    let (x, ear, folder) = (X::start((640, 360)), Ear::open(), folder("sound = true\n"));
    clapper(folder.path(), "a.mp4", 12);
    let _player = play(folder.path(), &x, &ear.server());
    // Begun in the middle, and through the clip's end into its beginning.
    let flashes = flashes(&x, &|seen| seen.len() < 18);
    wait("the last beep", || (ear.onsets().last() > flashes.last()).then_some(()));
    let mut late: Vec<f64> = lips(&flashes, &ear.onsets()).into_iter().flatten().collect();
    println!("beeps after their flashes, ms: {late:.0?}");
    assert!(late.len() >= 14, "{} of {} flashes have a beep", late.len(), flashes.len());
    late.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    // A machine that is busy shows a frame late now and then; half of them are in time.
    assert!(late[late.len() / 2].abs() <= 80.0, "{late:.0?}");
}

#[test]
fn a_blanked_screen_is_silent_and_so_is_a_machine_whose_loudspeaker_goes() {
    const B: u32 = 0x62;
    let (x, ear, folder) = (X::start((640, 360)), Ear::open(), folder("sound = true\n"));
    clapper(folder.path(), "a.mp4", 60);
    let _player = play(folder.path(), &x, &ear.server());
    let beep = |after: usize| wait("a beep", || (ear.onsets().len() > after).then_some(()));
    beep(0);
    x.focus_window();
    x.press(B, false);
    wait("silence", || (ear.quiet() > Duration::from_secs(3)).then_some(()));
    assert!(x.shot().is_all([0, 0, 0]));
    let before = ear.onsets().len();
    x.press(B, false);
    beep(before);
    let seen = flashes(&x, &|seen| seen.len() < 3);
    assert!(lips(&seen, &ear.onsets()).iter().any(|late| late.is_some_and(|late| late.abs() <= 80.0)));

    // The server goes: the picture goes on, and the office is told.
    drop(ear);
    flashes(&x, &|seen| seen.len() < 3);
    let page = folder.path().join("_tinh-trang.html");
    let told = "Máy này không mở được loa nên video không có tiếng; hình vẫn chiếu.";
    wait(told, || fs::read_to_string(&page).ok().filter(|page| page.contains(told)));
    assert_eq!(flashes(&x, &|seen| seen.len() < 2).len(), 2);
}

/// A loudspeaker's program that takes nothing, and one that leaves at once; then the real one is there again.
#[test]
fn a_program_that_hangs_or_dies_is_named_until_there_is_sound() {
    const NAMES: [&str; 2] = ["pacat", "aplay"];
    let (x, ear, folder) = (X::start((640, 360)), Ear::open(), folder("sound = true\n"));
    let programs = tempfile::tempdir().expect("a folder");
    let put = |script: &str| {
        for name in NAMES {
            // As a whole: it may be started at any moment.
            let new = programs.path().join("new");
            fs::write(&new, format!("#!/bin/sh\n{script}\n")).expect("written");
            fs::set_permissions(&new, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
            fs::rename(new, programs.path().join(name)).expect("renamed");
        }
    };
    put("exec sleep 1000000");
    clapper(folder.path(), "a.mp4", 300);
    let mut command = bangtin();
    let path = format!("{}:{}", programs.path().display(), std::env::var("PATH").expect("a path"));
    command.arg("play").arg(folder.path()).env("DISPLAY", &x.name).env("PATH", path);
    let _player = Killed(command.env("PULSE_SERVER", ear.server()).spawn().expect("bangtin starts"));
    let page = folder.path().join("_tinh-trang.html");
    let says = |wanted: &str, unwanted: &str| {
        let is_so = |page: &String| page.contains(wanted) && !page.contains(unwanted);
        wait(wanted, || fs::read_to_string(&page).ok().filter(is_so));
    };
    let (hangs, refuses) = ("Loa của máy này không nhận tiếng", "Máy này không mở được loa");
    says(hangs, refuses);
    flashes(&x, &|seen| seen.len() < 2);
    put("exit 1");
    says(refuses, hangs);
    flashes(&x, &|seen| seen.len() < 2);
    for name in NAMES {
        fs::remove_file(programs.path().join(name)).expect("removed");
    }
    wait("a beep", || (!ear.onsets().is_empty()).then_some(()));
    says("Tình trạng bảng tin", "tiếng; hình vẫn chiếu");
}
