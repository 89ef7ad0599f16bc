//! The operator's window beside the audience's: on one display where it was asked for, and on a second monitor by
//! itself, which a real X.Org server with two dummy outputs has.

use std::fs;
use std::path::Path;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt, EventMask, InputFocus, MapState,
};

use crate::display::{Shot, X, near, wait};
use crate::surface::xrandr;
use crate::{GREEN, RED, bangtin, drop_in, folder_with_red, play, png};

const PAGE_UP: u32 = 0xff55;
const PAGE_DOWN: u32 = 0xff56;
const ESCAPE: u32 = 0xff1b;

/// Ground of the operator's view, and of the strip that says that the screen is blanked.
const NIGHT: [u8; 3] = [0x0b, 0x1b, 0x33];
const GOLD: [u8; 3] = [0xff, 0xd5, 0x4a];

/// A window that is seen: its id, its place and its size.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    id: u32,
    at: (i16, i16),
    size: (u16, u16),
}

/// The player's windows that are seen, in order of their ids.
fn windows(x: &X) -> Vec<Seen> {
    let root = x.connection.setup().roots[0].root;
    let tree = x.connection.query_tree(root).expect("asked").reply().expect("a tree");
    let seen = |id: &u32| {
        let place = x.connection.get_geometry(*id).expect("asked").reply().ok()?;
        let state = x.connection.get_window_attributes(*id).expect("asked").reply().ok()?.map_state;
        let seen = Seen { id: *id, at: (place.x, place.y), size: (place.width, place.height) };
        (place.width > 100 && state == MapState::VIEWABLE).then_some(seen)
    };
    let mut found: Vec<_> = tree.children.iter().filter_map(seen).collect();
    found.sort_by_key(|seen| seen.id);
    found
}

/// Waits for the window of this size.
fn window(x: &X, size: (u16, u16)) -> u32 {
    wait("the window", || windows(x).into_iter().find(|seen| seen.size == size)).id
}

fn place(x: &X, window: u32, (left, top): (i32, i32)) {
    let aux = ConfigureWindowAux::new().x(left).y(top);
    x.connection.configure_window(window, &aux).expect("asked").check().expect("moved");
}

fn focus(x: &X, window: u32) {
    let cookie = x.connection.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
    cookie.expect("asked").check().expect("the focus");
}

/// As the button of a window's frame does.
fn close(x: &X, window: u32) {
    let atom =
        |name: &[u8]| x.connection.intern_atom(false, name).expect("asked").reply().expect("an atom").atom;
    let (protocols, delete) = (atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW"));
    let known = x.connection.get_property(false, window, protocols, AtomEnum::ATOM, 0, 8);
    assert!(
        known
            .expect("asked")
            .reply()
            .expect("answered")
            .value32()
            .is_some_and(|mut of| of.any(|a| a == delete))
    );
    let event = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    x.connection.send_event(false, window, EventMask::NO_EVENT, event).expect("asked").check().expect("sent");
}

/// A part of the screen.
fn part(shot: &Shot, (left, top): (usize, usize), (width, height): (usize, usize)) -> Vec<[u8; 3]> {
    (top..top + height).flat_map(|y| (left..left + width).map(move |x| shot.at(x, y))).collect()
}

fn alike(one: &[[u8; 3]], other: &[[u8; 3]]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| near(*one, *other))
}

/// The sample's ceremony, on a screen whose header tells no time.
fn sample() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists/chao-co");
    let steps = place.path().join("chao-co");
    fs::create_dir(&steps).expect("created");
    for entry in fs::read_dir(from).expect("the sample").flatten() {
        let to = steps.join(entry.file_name());
        fs::copy(entry.path(), &to).expect("copied");
        // Of old: a text that is newer than the player's start may still be written.
        let text = fs::File::options().write(true).open(to).expect("open");
        text.set_modified(std::time::UNIX_EPOCH).expect("set");
    }
    drop_in(place.path(), "screen.toml", b"header = false\nstatus_page = false\n");
    drop_in(place.path(), "a.png", &png(RED, (640, 360)));
    place
}

/// What the audience is to see of a page of the sample.
fn expected(folder: &Path, item: &str, page: usize) -> Vec<[u8; 3]> {
    let output = folder.join(".expected.png");
    let (item, page) = (format!("chao-co/{item}.toml"), page.to_string());
    let mut command = bangtin();
    command.arg("shot").arg(folder).args(["--size", "640x360", "--item", &item, "--page", &page, "--output"]);
    assert!(command.arg(&output).status().expect("it runs").success());
    image::open(&output).expect("a picture").to_rgb8().pixels().map(|pixel| pixel.0).collect()
}

/// Each key brings the audience what it is meant to, in whichever window it was pressed; the view goes with it, and
/// its end is no one else's.
#[test]
fn the_samples_ceremony_is_led_from_a_window_beside_it() {
    const SIZE: (usize, usize) = (640, 360);
    let (x, folder) = (X::start((1280, 1100)), sample());
    let steps = [
        ("03 Quốc kỳ", 1),
        ("07 Chuyên đề", 1),
        ("08 Câu hỏi 1", 1),
        ("08 Câu hỏi 1", 2),
        ("09 Câu hỏi 2", 1),
        ("09 Câu hỏi 2", 2),
    ];
    let steps = steps.map(|(item, page)| expected(folder.path(), item, page));
    let mut player = play(folder.path(), &x, &["--windowed", "640x360", "--operator"]);
    let (audience, operator) = (window(&x, (640, 360)), window(&x, (1280, 720)));
    place(&x, audience, (0, 730));
    let seen = |shot: &Shot| part(shot, (0, 730), SIZE);
    let view = |shot: &Shot| part(shot, (0, 0), (1280, 720));
    let mut before = x.wait("the loop, and its view", |shot| {
        shot.at(2, 2) == NIGHT && seen(shot).iter().all(|pixel| near(*pixel, RED))
    });
    for (number, step) in steps.iter().enumerate() {
        focus(&x, if number % 2 == 0 { operator } else { audience });
        x.press(PAGE_DOWN, false);
        before = x.wait("the step, and its view", |shot| {
            alike(&seen(shot), step) && view(shot) != view(&before) && near(shot.at(2, 2), NIGHT)
        });
    }
    x.press(PAGE_UP, false);
    x.wait("the question again", |shot| alike(&seen(shot), &steps[4]));

    focus(&x, operator);
    x.press('b'.into(), false);
    let gold = |shot: &Shot| view(shot).iter().filter(|pixel| near(**pixel, GOLD)).count() > 5000;
    x.wait("black for the audience, and why for the operator", |shot| {
        seen(shot).iter().all(|pixel| near(*pixel, [0, 0, 0])) && gold(shot)
    });
    x.press('b'.into(), false);
    x.wait("the question again", |shot| alike(&seen(shot), &steps[4]) && !gold(shot));

    close(&x, operator);
    wait("the audience's window alone", || (windows(&x).len() == 1).then_some(()));
    focus(&x, audience);
    x.press(PAGE_DOWN, false);
    x.wait("its answer", |shot| alike(&seen(shot), &steps[5]));
    x.press(ESCAPE, false);
    x.wait("the loop", |shot| seen(shot).iter().all(|pixel| near(*pixel, RED)));
    assert!(player.0.try_wait().expect("asked").is_none());
}

/// A red loop, and a green step for a key to bring.
fn folder() -> tempfile::TempDir {
    let folder = folder_with_red();
    let steps = folder.path().join("chào cờ");
    fs::create_dir(&steps).expect("created");
    drop_in(&steps, "01.png", &png(GREEN, (640, 480)));
    folder
}

#[test]
fn with_one_display_nothing_of_it_is_shown() {
    let (x, folder) = (X::start((640, 480)), folder());
    let _player = play(folder.path(), &x, &[]);
    x.wait("the loop", |shot| near(shot.at(320, 240), RED));
    x.focus_window();
    x.press(PAGE_DOWN, false);
    x.wait("the step", |shot| shot.is_all(GREEN));
    assert_eq!(windows(&x).len(), 1);
}

/// X.Org with two monitors of 640×480 beside each other, the left one the main one; its files lie in `place`.
fn two_monitors(place: &Path) -> X {
    let x = X::org(place, "640x480", (1280, 480), "");
    xrandr(&x, &["--addmode", "DUMMY1", "640x480"]);
    xrandr(&x, &["--output", "DUMMY0", "--mode", "640x480", "--primary"]);
    xrandr(&x, &BESIDE);
    x
}

const BESIDE: [&str; 6] = ["--output", "DUMMY1", "--mode", "640x480", "--right-of", "DUMMY0"];

#[test]
fn a_second_monitor_shows_it_and_never_the_last_one() {
    let (place, folder) = (tempfile::tempdir().expect("a directory"), folder());
    let x = two_monitors(place.path());
    let mut player = play(folder.path(), &x, &[]);
    let both = |what: &str, color: [u8; 3]| {
        wait(what, || {
            let places: Vec<_> = windows(&x).iter().map(|seen| seen.at).collect();
            (places == [(640, 0), (0, 0)]).then_some(())
        });
        // The view at left, the audience's picture at right.
        x.wait(what, |shot| near(shot.at(2, 2), NIGHT) && near(shot.at(960, 240), color));
    };
    let alone = |what: &str, color: [u8; 3]| {
        wait(what, || {
            let shows =
                || [(320, 240), (100, 300)].iter().all(|(left, top)| near(x.pixel(*left, *top), color));
            (windows(&x).len() == 1 && shows()).then_some(())
        });
    };
    both("the loop, and its view", RED);
    focus(&x, windows(&x)[1].id);
    x.press(PAGE_DOWN, false);
    both("a key that was pressed at the laptop", GREEN);
    xrandr(&x, &["--output", "DUMMY1", "--off"]);
    alone("the projector's picture on the last monitor", GREEN);
    xrandr(&x, &BESIDE);
    both("the projector is back", GREEN);
    xrandr(&x, &["--output", "DUMMY1", "--same-as", "DUMMY0"]);
    alone("both show the same", GREEN);
    xrandr(&x, &BESIDE);
    both("beside each other again", GREEN);
    close(&x, windows(&x)[1].id);
    wait("the audience's window alone", || (windows(&x).len() == 1).then_some(()));
    focus(&x, windows(&x)[0].id);
    x.press(ESCAPE, false);
    x.wait("the loop", |shot| near(shot.at(960, 240), RED));
    assert_eq!(windows(&x).len(), 1, "it stays closed");
    assert!(player.0.try_wait().expect("asked").is_none());
}
