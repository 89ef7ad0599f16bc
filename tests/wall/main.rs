//! The built binary on a real display: a folder plays; a file is dropped, replaced, slowly copied, deleted.
//! Screens are looked at, not asked.
#![cfg(target_os = "linux")]

mod clips;
mod device;
#[allow(dead_code)] // the benches use the rest of it
mod display;
mod ear;
mod events;
mod kinds;
mod operator;
mod pages;
mod record;
mod saver;
mod sleep;
mod sound;
mod surface;
mod ticker;
mod watchdog;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use display::{Killed, Shot, Weston, X, wait};

const RED: [u8; 3] = [200, 30, 30];
const GREEN: [u8; 3] = [20, 160, 40];
const BLUE: [u8; 3] = [30, 60, 200];

fn bangtin() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    command
}

fn play(folder: &Path, x: &X, more: &[&str]) -> Killed {
    let mut command = bangtin();
    command.arg("play").arg(folder).args(more).env("DISPLAY", &x.name);
    Killed(command.spawn().expect("bangtin starts"))
}

/// A picture of one colour, as a PNG.
fn png(color: [u8; 3], size: (u32, u32)) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(size.0, size.1, image::Rgb(color));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// Drops a file as Explorer and a good copy tool do: under another name first.
fn drop_in(folder: &Path, name: &str, bytes: &[u8]) {
    let part = folder.join(".part");
    std::fs::write(&part, bytes).expect("written");
    std::fs::rename(&part, folder.join(name)).expect("renamed in");
}

fn is(color: [u8; 3]) -> impl Fn(&Shot) -> bool {
    move |shot| shot.is_all(color)
}

/// Waits until the screen is as asked, and says what it shows.
type See<'a> = dyn Fn(&str, &dyn Fn(&Shot) -> bool) -> Shot + 'a;

/// The clerk's day, on a screen of 1280×720 that `see` looks at.
fn clerks_day(folder: &Path, see: &See) {
    let full = (1280, 720);
    see("the first picture fills the screen", &is(RED));

    drop_in(folder, "b.png", &png(GREEN, full));
    see("the dropped file is on air at once", &is(GREEN));

    drop_in(folder, "b.png", &png(BLUE, full));
    see("the replaced file is on air", &is(BLUE));

    let slow = png(GREEN, (1280, 719));
    let mut file = std::fs::File::create(folder.join("c.png")).expect("created");
    for chunk in slow.chunks(slow.len() / 8 + 1) {
        file.write_all(chunk).expect("written");
        file.sync_all().expect("on disk");
        let shot = see("anything", &|_| true);
        assert!(!shot.rgb.iter().any(|pixel| display::near(*pixel, GREEN)), "a growing file is invisible");
    }
    drop(file);
    see("the finished copy is on air", &|shot| display::near(shot.at(640, 360), GREEN));

    for name in ["b.png", "c.png"] {
        std::fs::remove_file(folder.join(name)).expect("removed");
    }
    see("the deleted pictures are gone", &is(RED));
    std::fs::remove_file(folder.join("a.png")).expect("removed");
    see("an empty folder is calm, not the old picture", &|shot| {
        !shot.rgb.iter().any(|p| display::near(*p, RED))
    });
}

fn folder_with_red() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    drop_in(folder.path(), "a.png", &png(RED, (1280, 720)));
    folder
}

#[test]
fn without_a_window_manager() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let _player = play(folder.path(), &x, &[]);
    clerks_day(folder.path(), &|what, wanted| x.wait(what, wanted));
    assert_eq!(x.screensaver(), 0, "the screensaver stays away");
}

#[test]
fn with_a_window_manager() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let manager = Command::new("openbox").env("DISPLAY", &x.name).stderr(Stdio::null()).spawn();
    let _manager = Killed(manager.expect("openbox runs (make test installs it)"));
    let _player = play(folder.path(), &x, &[]);
    clerks_day(folder.path(), &|what, wanted| x.wait(what, wanted));
}

#[test]
fn under_wayland() {
    let (runtime, folder) = (tempfile::tempdir().expect("a directory"), folder_with_red());
    let weston = Weston::start(runtime.path());
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("WAYLAND_DISPLAY", &weston.socket);
    let _player = Killed(command.env("XDG_RUNTIME_DIR", runtime.path()).spawn().expect("bangtin starts"));
    clerks_day(folder.path(), &|what, wanted| weston.wait(what, wanted));
}

#[test]
fn what_is_urgent_takes_the_screen_and_gives_it_back() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let _player = play(folder.path(), &x, &[]);
    x.wait("the first picture fills the screen", is(RED));
    let urgent = folder.path().join("khẩn cấp");
    std::fs::create_dir(&urgent).expect("created");
    drop_in(&urgent, "hỏng.png", b"not a picture");
    drop_in(&urgent, "bão.txt", "Nghỉ học vì bão".as_bytes());
    let ground = |shot: &Shot| {
        let corners = [(2, 2), (1277, 2), (2, 717), (1277, 717)].map(|(x, y)| shot.at(x, y));
        corners.into_iter().all(|corner| display::near(corner, [0x9b, 0x1b, 0x1b]))
    };
    x.wait("the urgent text has the whole screen", ground);
    std::fs::remove_file(urgent.join("bão.txt")).expect("removed");
    x.wait("the loop is back, the broken one takes nothing", is(RED));
}

/// A whole ceremony in a person's hand, begun by a key: each key shows on the screen that it is meant for.
#[test]
fn a_ceremony_is_led_by_the_clicker() {
    const PAGE_UP: u32 = 0xff55;
    const PAGE_DOWN: u32 = 0xff56;
    const END: u32 = 0xff57;
    const ENTER: u32 = 0xff0d;
    const ESCAPE: u32 = 0xff1b;
    let (x, folder) = (X::start((640, 360)), tempfile::tempdir().expect("a folder"));
    drop_in(folder.path(), "a.png", &png(RED, (640, 360)));
    let steps = folder.path().join("chào cờ");
    std::fs::create_dir(&steps).expect("created");
    drop_in(&steps, "01.png", &png(GREEN, (640, 360)));
    drop_in(&steps, "02 quốc kỳ.toml", b"kind = \"flag\"");
    // Of old: a text that is newer than the player's start may still be written, and would come a little later.
    let text = std::fs::File::options().write(true).open(steps.join("02 quốc kỳ.toml")).expect("open");
    text.set_modified(std::time::UNIX_EPOCH).expect("set");
    drop_in(&steps, "03.png", &png(BLUE, (640, 360)));
    let _player = play(folder.path(), &x, &[]);
    x.wait("the loop, until somebody begins", is(RED));
    x.focus_window();
    let flag = |shot: &Shot| display::near(shot.at(320, 180), [255, 255, 0]);
    let press = |what: &str, key: u32, wanted: &dyn Fn(&Shot) -> bool| {
        x.press(key, false);
        x.wait(what, wanted);
    };
    press("the first step", PAGE_DOWN, &is(GREEN));
    press("the flag", PAGE_DOWN, &flag);
    press("the third step", PAGE_DOWN, &is(BLUE));
    press("back", PAGE_UP, &flag);
    press("dark", 'b'.into(), &is([0, 0, 0]));
    press("and again the flag", 'b'.into(), &flag);
    press("the last step", END, &is(BLUE));
    x.press('1'.into(), false);
    press("the step of that number", ENTER, &is(GREEN));
    press("the loop", ESCAPE, &is(RED));
}

#[test]
fn keys() {
    const ESCAPE: u32 = 0xff1b;
    const PAGE_DOWN: u32 = 0xff56;
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    let mut player = play(folder.path(), &x, &[]);
    x.wait("the picture", |shot| display::near(shot.at(320, 240), RED));
    x.focus_window();
    x.press('b'.into(), false);
    x.wait("B blanks", is([0, 0, 0]));
    x.press('.'.into(), false);
    x.wait("a point returns", |shot| display::near(shot.at(320, 240), RED));
    for key in [ESCAPE, PAGE_DOWN, 'q'.into(), 'a'.into()] {
        x.press(key, false);
    }
    x.press('b'.into(), false);
    x.wait("no other key did anything: B still blanks", is([0, 0, 0]));
    x.press('q'.into(), true);
    let status = wait("Ctrl+Q leaves", || player.0.try_wait().expect("asked"));
    assert!(status.success());
}

#[test]
fn a_second_player_is_refused() {
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    let _player = play(folder.path(), &x, &[]);
    x.wait("the picture", |shot| display::near(shot.at(320, 240), RED));
    let mut second = bangtin();
    let output = second.arg("play").arg(folder.path()).env("DISPLAY", &x.name).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("đang được phát"));
}

#[test]
fn the_player_goes_with_its_x_server() {
    let (mut x, folder) = (X::start((640, 480)), folder_with_red());
    let mut player = play(folder.path(), &x, &[]);
    x.wait("the picture", |shot| display::near(shot.at(320, 240), RED));
    x.server.0.kill().expect("killed");
    let status =
        wait("the player ends, for its supervisor to start it again", || player.0.try_wait().expect("asked"));
    assert!(!status.success());
}

#[test]
fn the_clerk_reads_the_answer_in_the_folder() {
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    std::fs::write(folder.path().join("hỏng.png"), b"not a picture").expect("written");
    let _player = play(folder.path(), &x, &[]);
    let page = folder.path().join("_tinh-trang.html");
    let says = |what: &str| {
        wait(what, || std::fs::read_to_string(&page).ok().filter(|page| page.contains(what)));
    };
    says("a.png");
    says("hỏng.png");
    drop_in(folder.path(), "Thông báo.txt", "Nghỉ học\nThứ Bảy tuần này".as_bytes());
    // Drawn for the page, as the wall draws it.
    says("alt=\"Thông điệp: Nghỉ học\"");
}

#[test]
fn headless_says_and_keeps_what_is_on_air() {
    let folder = folder_with_red();
    let place = tempfile::tempdir().expect("a place for the picture");
    let picture = place.path().join("on air.png");
    let mut command = bangtin();
    command
        .arg("play")
        .arg(folder.path())
        .args(["--headless", "--size", "640x360", "--picture"])
        .arg(&picture);
    let mut player = Killed(command.stdout(Stdio::piped()).spawn().expect("bangtin starts"));
    let said = player.0.stdout.take().expect("piped");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(said)).map_while(Result::ok);
    let shows = |color: [u8; 3]| {
        wait("the picture on air", || {
            // Replaced atomically: whenever it is there, it is whole.
            let bytes = std::fs::read(&picture).ok()?;
            let image = image::load_from_memory(&bytes).expect("a whole picture").to_rgb8();
            image.pixels().all(|pixel| display::near(pixel.0, color)).then_some(())
        });
    };
    assert!(lines.any(|line| line.contains("a.png")));
    shows(RED);
    drop_in(folder.path(), "b.png", &png(GREEN, (1280, 720)));
    assert!(lines.any(|line| line.contains("b.png")));
    shows(GREEN);
}
