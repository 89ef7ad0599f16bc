//! What a window system does to a window: loses it, hides it, resizes it, switches its monitor off.

use std::process::Command;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConfigureWindowAux, ConnectionExt, EventMask, Window,
};
use x11rb::rust_connection::RustConnection;

use crate::display::{X, near, wait};
use crate::{RED, bangtin, drop_in, folder_with_red, is, play, png};

/// Somebody else on the X server.
struct Other {
    connection: RustConnection,
    root: Window,
}

impl Other {
    fn on(x: &X) -> Other {
        let (connection, screen) = x11rb::connect(Some(&x.name)).expect("X answers");
        let root = connection.setup().roots[screen].root;
        Other { connection, root }
    }

    /// The player's window and its size, once it is one to look at.
    fn window(&self) -> (Window, (u32, u32)) {
        wait("the player's window", || {
            let tree = self.connection.query_tree(self.root).expect("asked").reply().expect("a tree");
            tree.children.into_iter().find_map(|window| {
                let geometry = self.connection.get_geometry(window).expect("asked").reply().ok()?;
                let size = (geometry.width.into(), geometry.height.into());
                (size.0 > 100).then_some((window, size))
            })
        })
    }

    fn configure(&self, window: Window, size: (u32, u32)) {
        let aux = ConfigureWindowAux::new().width(size.0).height(size.1);
        self.connection.configure_window(window, &aux).expect("asked").check().expect("resized");
    }
}

/// A window manager that is just starting takes the wish to be shown and forgets it.
#[test]
fn a_window_that_its_manager_lost_is_asked_for_again() {
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    let manager = Other::on(&x);
    let takes = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_REDIRECT);
    let connection = &manager.connection;
    connection.change_window_attributes(manager.root, &takes).expect("asked").check().expect("the manager");
    let _player = play(folder.path(), &x, &[]);
    let mut lost = 0;
    wait("a window that is asked for again", || {
        if let Event::MapRequest(wish) = connection.poll_for_event().expect("X answers")? {
            lost += 1;
            let again = lost > 2;
            if again {
                connection.map_window(wish.window).expect("asked").check().expect("shown");
            }
            return again.then_some(());
        }
        None
    });
    x.wait("the picture", |shot| near(shot.at(320, 240), RED));
}

#[test]
fn a_window_that_was_hidden_shows_again() {
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    let mut player = play(folder.path(), &x, &[]);
    x.wait("the picture", |shot| near(shot.at(320, 240), RED));
    let other = Other::on(&x);
    let (window, _) = other.window();
    for _ in 0..5 {
        other.connection.unmap_window(window).expect("asked").check().expect("hidden");
        x.wait("nothing", |shot| !shot.rgb.contains(&RED));
        other.connection.map_window(window).expect("asked").check().expect("shown");
        x.wait("the picture again", |shot| near(shot.at(320, 240), RED));
    }
    assert!(player.0.try_wait().expect("asked").is_none());
}

#[test]
fn a_storm_of_sizes_ends_in_the_last_one() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    // Something moves all the time.
    drop_in(folder.path(), "b (1s).png", &png(RED, (1280, 720)));
    let mut player = play(folder.path(), &x, &["--windowed", "640x480"]);
    x.wait("the picture", |shot| near(shot.at(320, 200), RED));
    let other = Other::on(&x);
    let (window, _) = other.window();
    for step in 0..300_u32 {
        other.configure(window, (2 + step * 97 % 1279, 1 + step * 61 % 720));
    }
    other.configure(window, (1280, 720));
    // Neither black nor the picture of another size.
    x.wait("the picture in the last size", is(RED));
    assert!(player.0.try_wait().expect("asked").is_none());
}

pub fn xrandr(x: &X, arguments: &[&str]) {
    let ran = Command::new("xrandr").args(arguments).env("DISPLAY", &x.name).output();
    let ran = ran.expect("xrandr runs (make test installs it)");
    // It asks for a screen of no size when the last output goes, and the server refuses that.
    assert!(ran.status.success() || arguments.contains(&"--off"), "{ran:?}");
}

/// A television that is switched to another mode, off, and on again; without a window manager to help.
#[test]
fn the_picture_follows_the_monitor() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let mode = ["--newmode", "small", "40", "800", "820", "900", "1000", "600", "610", "620", "630"];
    xrandr(&x, &mode);
    xrandr(&x, &["--addmode", "screen", "small"]);
    let mut player = play(folder.path(), &x, &[]);
    x.wait("the picture", is(RED));
    let other = Other::on(&x);
    for (mode, (width, height)) in [("small", (800, 600)), ("1280x720", (1280, 720)), ("small", (800, 600))] {
        xrandr(&x, &["--output", "screen", "--mode", mode]);
        let corners = [(0, 0), (width - 1, height - 1)];
        wait("the picture in the monitor's size", || {
            let fits = other.window().1 == (width, height);
            let shows = |at: &(u32, u32)| near(x.pixel(at.0 as i16, at.1 as i16), RED);
            (fits && corners.iter().all(shows)).then_some(())
        });
        xrandr(&x, &["--output", "screen", "--off"]);
    }
    assert!(player.0.try_wait().expect("asked").is_none());
}

/// A television that is off when the machine starts: the supervisor tries until it is on.
#[test]
fn without_a_monitor_the_player_leaves_for_its_supervisor() {
    let (x, folder) = (X::start((640, 480)), folder_with_red());
    xrandr(&x, &["--output", "screen", "--off"]);
    let mut command = bangtin();
    let output = command.arg("play").arg(folder.path()).env("DISPLAY", &x.name).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Chưa có màn hình nào"));
}
