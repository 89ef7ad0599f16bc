//! Clips on a real display: no black between two, and the next slide where a decoder stops.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bangtin::journal::{Reader, Showing};
use rustix::process::{Pid, Signal, kill_process};

use crate::display::{Killed, X, wait};
use crate::{BLUE, GREEN, RED, bangtin, drop_in, play, png};

/// Has FFmpeg make a clip of one colour, and of another from its second second on.
fn clip(folder: &Path, name: &str, [first, then]: [[u8; 3]; 2], seconds: u32) {
    let [first, then] = [first, then].map(|[r, g, b]| format!("0x{r:02X}{g:02X}{b:02X}"));
    let source = format!(
        "color={first}:s=320x180:r=25:d={seconds},format=gbrp,drawbox=c={then}:t=fill:enable='gte(t,1)',\
         scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
    );
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &source, "-c:v", "libx264"]);
    ffmpeg.args(["-preset", "ultrafast", "-qp", "4", "-colorspace", "bt709"]).arg(folder.join(name));
    let made = ffmpeg.output().expect("ffmpeg: packaging/need.sh test installs it");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Numbers of luma and chroma are rounded, by FFmpeg's box more than once.
fn is(pixel: [u8; 3], color: [u8; 3]) -> bool {
    pixel.iter().zip(color).all(|(a, b)| a.abs_diff(b) <= 14)
}

#[test]
fn one_clip_follows_another_without_black() {
    let (x, folder) = (X::start((640, 360)), tempfile::tempdir().expect("a folder"));
    fs::write(folder.path().join("screen.toml"), "header = false\ntransition = \"none\"\n").expect("written");
    clip(folder.path(), "a.mp4", [RED, RED], 2);
    clip(folder.path(), "b.mp4", [GREEN, GREEN], 2);
    let _player = play(folder.path(), &x, &[]);
    let look = || x.pixel(320, 180);
    wait("a clip", || Some(look()).filter(|seen| is(*seen, RED) || is(*seen, GREEN)));
    let (mut changes, mut last) = (0, look());
    while changes < 4 {
        let now = look();
        // Until screen.toml counts they fade into each other.
        assert!(now.iter().max() > Some(&100), "{now:?} after {changes} changes");
        changes += usize::from(is(now, RED) != is(last, RED));
        last = now;
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What the clerk reads of a clip that cannot be decoded.
const STOPPED: &str = "Bộ giải mã không ra hình, hoặc dừng giữa chừng";

/// The decoder that `player` has running.
fn decoder(player: &Killed) -> Option<Pid> {
    let parent = format!("PPid:\t{}\n", player.0.id());
    let all = fs::read_dir("/proc").expect("Linux").flatten();
    let is_decoder = |place: &Path| {
        let status = fs::read_to_string(place.join("status")).unwrap_or_default();
        let line = fs::read(place.join("cmdline")).unwrap_or_default();
        // One that makes frames for long, not one that was asked for the first.
        status.contains(&parent) && String::from_utf8_lossy(&line).contains("passthrough")
    };
    let found = all.map(|entry| entry.path()).find(|place| is_decoder(place))?;
    Pid::from_raw(found.file_name()?.to_str()?.parse().ok()?)
}

#[test]
#[allow(clippy::disallowed_methods)] // a test looks in real time
fn a_decoder_that_dies_or_hangs_gives_way_to_the_next_slide_and_is_named() {
    for signal in [Signal::KILL, Signal::STOP] {
        let (x, folder) = (X::start((640, 360)), tempfile::tempdir().expect("a folder"));
        let settings = "header = false\ntransition = \"none\"\n";
        fs::write(folder.path().join("screen.toml"), settings).expect("written");
        clip(folder.path(), "a.mp4", [RED, BLUE], 120);
        drop_in(folder.path(), "b.png", &png(GREEN, (640, 360)));
        fs::write(folder.path().join("b.png.toml"), "dwell = \"1s\"").expect("written");
        let player = play(folder.path(), &x, &[]);
        wait("the clip, moving", || is(x.pixel(320, 180), BLUE).then_some(()));
        let decoder = wait("its decoder", || decoder(&player));
        kill_process(decoder, signal).expect("signalled");
        let since = Instant::now();
        wait("the next slide", || is(x.pixel(320, 180), GREEN).then_some(()));
        println!("{signal:?}: the next slide after {} ms", since.elapsed().as_millis());
        let told = STOPPED;
        let page = folder.path().join("_tinh-trang.html");
        wait(told, || fs::read_to_string(&page).ok().filter(|page| page.contains(told)));
    }
}

/// A program in place of `ffmpeg`, which says nothing, or nonsense, or leaves; `ffprobe` is the real one.
#[test]
fn a_decoder_without_a_first_word_keeps_the_next_slide_no_longer_than_a_second() {
    for script in ["exec sleep 1000000", "exec cat /dev/urandom", "exec cat /dev/zero", "exit 1"] {
        let [folder, state, programs] = [(); 3].map(|()| tempfile::tempdir().expect("a folder"));
        let fake = programs.path().join("ffmpeg");
        fs::write(&fake, format!("#!/bin/sh\n{script}\n")).expect("written");
        fs::set_permissions(&fake, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("set");
        let path = format!("{}:{}", programs.path().display(), std::env::var("PATH").expect("a path"));
        for (name, color) in [("a (1s).png", RED), ("c (1s).png", GREEN)] {
            drop_in(folder.path(), name, &png(color, (64, 36)));
        }
        let mut command = bangtin();
        command.arg("play").arg(folder.path()).args(["--headless", "--size", "640x360"]);
        command.env("PATH", path).env("XDG_STATE_HOME", state.path()).stdout(Stdio::null());
        let _player = Killed(command.spawn().expect("bangtin starts"));
        let rows = || {
            let reader = Reader::open(&state.path().join("bangtin/journal.sqlite")).ok()?;
            Some(reader.showings(i64::MIN..i64::MAX).map_while(Result::ok).collect::<Vec<Showing>>())
        };
        wait("pictures", || rows().filter(|rows| rows.len() > 1));
        // Urgent: it is due at once.
        let (made, urgent) = (tempfile::tempdir().expect("a folder"), folder.path().join("khan-cap"));
        clip(made.path(), "b.mp4", [BLUE, BLUE], 10);
        fs::create_dir(&urgent).expect("created");
        drop_in(&urgent, "b.mp4", &fs::read(made.path().join("b.mp4")).expect("read"));
        let page = folder.path().join("_tinh-trang.html");
        wait(STOPPED, || fs::read_to_string(&page).ok().filter(|page| page.contains(STOPPED)));
        let before = rows().expect("rows").len();
        let rows = wait("pictures after it", || rows().filter(|rows| rows.len() > before + 3));
        // By the player's own clock. A slide has its second, stays for less than another, and may be due once more then.
        let longest = rows.iter().map(|row| row.ended - row.began).max().expect("a row");
        println!("{script}: a slide of 1000 ms stood for {longest} ms at most");
        assert!(longest < 4000, "{rows:#?}");
        assert!(rows.iter().all(|row| row.form == "picture"), "{rows:#?}");
    }
}
