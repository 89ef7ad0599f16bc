//! The ticker on a real display: it moves, and nothing but its strip is drawn for that; a line joins it without a jump,
//! it gives way to what is urgent, and it goes when its file does.

use std::fs;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, MapState};

use crate::display::{Killed, Shot, Weston, X, near, wait};
use crate::{BLUE, RED, bangtin, drop_in, folder_with_red, play, png};

/// A message with ink at the foot of the line alone, of no period, and wider than the strip.
fn low() -> String {
    let mut seed = 7_u32;
    let token = |_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ["_", ".", ",", "__", ". ."][(seed >> 16) as usize % 5]
    };
    (0..32).map(token).collect::<Vec<_>>().join(" ")
}

/// How dark each column of the strip is: 8 % of the shorter side at the foot of the screen, on light ground.
fn columns(shot: &Shot) -> Vec<f64> {
    let top = shot.height - shot.width * 8 / 100 + 1;
    let dark = |x: usize| (top..shot.height).map(|y| 230.0 - f64::from(shot.at(x, y)[1])).sum::<f64>();
    (0..shot.width).map(|x| dark(x).max(0.0)).collect()
}

/// Whether `new` is `old` moved to the left by so many pixels or fewer than half the strip, within the blur of a
/// pixel; what is right of that may be anything.
fn moved(old: &[f64], new: &[f64]) -> Option<usize> {
    // Thirds of pixels blur both alike.
    let soft =
        |of: &[f64]| -> Vec<f64> { of.windows(5).map(|near| near.iter().sum::<f64>() / 5.0).collect() };
    let (old, new) = (soft(old), soft(new));
    let unlike = |shift: usize| {
        let pairs = || old[shift..].iter().zip(&new);
        pairs().map(|(a, b)| (a - b).abs()).sum::<f64>()
            / pairs().map(|(a, b)| a.max(*b)).sum::<f64>().max(1.0)
    };
    let best = (0..old.len() / 2).min_by(|a, b| unlike(*a).total_cmp(&unlike(*b)))?;
    (unlike(best) < 0.2).then_some(best)
}

/// Whether there is ink at the height of a capital's middle.
fn is_tall(shot: &Shot) -> bool {
    let middle = shot.height - shot.width * 45 / 1000;
    (0..shot.width).any(|x| shot.at(x, middle)[1] < 120)
}

/// Where windows over a part of the player's are seen: left, top, width and height.
fn strips(x: &X) -> Vec<(i16, i16, u16, u16)> {
    let children = |of: u32| x.connection.query_tree(of).expect("asked").reply().map(|tree| tree.children);
    let seen = |window: &u32| {
        let state = x.connection.get_window_attributes(*window).expect("asked").reply();
        state.is_ok_and(|state| state.map_state == MapState::VIEWABLE)
    };
    let root = x.connection.setup().roots[0].root;
    let inner = children(root).expect("a root").into_iter().filter_map(|own| children(own).ok()).flatten();
    inner
        .filter(seen)
        .filter_map(|window| x.connection.get_geometry(window).expect("asked").reply().ok())
        .map(|at| (at.x, at.y, at.width, at.height))
        .collect()
}

#[test]
fn the_ticker_moves_and_a_line_joins_it_without_a_jump() {
    // A strip is the shortest on a portrait screen.
    let (x, folder) = (X::start((720, 1280)), tempfile::tempdir().expect("a folder"));
    drop_in(folder.path(), "a.png", &png(RED, (720, 1280)));
    let file = |name: &str| folder.path().join("chu-chay").join(name);
    fs::create_dir(folder.path().join("chu-chay")).expect("a folder");
    fs::write(file("01.txt"), low()).expect("written");
    let _player = play(folder.path(), &x, &[]);
    let (ground, ink) = ([0xEA, 0xE4, 0xD3], [0x12, 0x21, 0x3A]);
    let mut last = x.wait("the strip under the picture, all there", |shot| {
        let strip = shot.rgb.iter().skip(1230 * shot.width);
        near(shot.at(360, 1279), ground)
            && near(shot.at(360, 100), RED)
            && strip.clone().any(|p| near(*p, ink))
    });

    let mut follow = |what: &str, until: &dyn Fn(&Shot, usize) -> bool| {
        let mut way = 0;
        wait(what, || {
            let shot = x.shot();
            way += moved(&columns(&last), &columns(&shot)).unwrap_or_else(|| panic!("a jump before: {what}"));
            last = shot;
            until(&last, way).then_some(())
        });
    };
    follow("the strip moves", &|shot, way| {
        assert!(!is_tall(shot));
        way > 200
    });
    wait("the strip alone is sent to the server", || (strips(&x) == [(0, 1222, 720, 58)]).then_some(()));
    drop_in(&folder.path().join("chu-chay"), "02.txt", "HIHHIHIIHHIH HIHHIHIIHHIH".as_bytes());
    follow("the new line joins", &|shot, _| is_tall(shot));
    follow("the strip moves on", &|_, way| way > 300);

    let urgent = folder.path().join("khan-cap");
    fs::create_dir(&urgent).expect("a folder");
    drop_in(&urgent, "mưa bão.png", &png(BLUE, (720, 1280)));
    x.wait("what is urgent has the whole screen", |shot| {
        near(shot.at(360, 640), BLUE) && !near(shot.at(360, 1279), ground)
    });
    assert_eq!(strips(&x), []);
    fs::remove_dir_all(&urgent).expect("removed");
    wait("the strip is back", || (!strips(&x).is_empty()).then_some(()));

    fs::remove_dir_all(folder.path().join("chu-chay")).expect("removed");
    x.wait("the picture has the screen again", |shot| shot.is_all(RED));
    assert_eq!(strips(&x), []);
}

#[test]
fn under_wayland_only_the_strip_is_presented() {
    let (runtime, folder) = (tempfile::tempdir().expect("a directory"), folder_with_red());
    let weston = Weston::start(runtime.path());
    let strip = folder.path().join("chu-chay");
    fs::create_dir(&strip).expect("a folder");
    fs::write(strip.join("01.txt"), low().repeat(4)).expect("written");
    let log = runtime.path().join("log");
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("WAYLAND_DISPLAY", &weston.socket);
    // What the library says to the compositor, line by line.
    command.env("XDG_RUNTIME_DIR", runtime.path()).env("WAYLAND_DEBUG", "client");
    command.stderr(fs::File::create(&log).expect("a log"));
    let _player = Killed(command.spawn().expect("bangtin starts"));
    let ground = [0xEA, 0xE4, 0xD3];
    let runs = |shot: &Shot| near(shot.at(640, 719), ground) && near(shot.at(640, 100), RED);
    weston.wait("the strip under the picture", runs);

    let said = || fs::read_to_string(&log).expect("the log");
    let (own, under) = wait("a surface over the window's", || {
        let text = said();
        let made = text.lines().find(|line| line.contains("get_subsurface("))?;
        let mut surfaces = made.split([' ', ',', ')']).filter(|word| word.contains("wl_surface"));
        Some((surfaces.next()?.to_owned(), surfaces.next()?.to_owned()))
    });
    let commits = |of: &str| said().matches(&format!("{of}.commit()")).count();
    wait("the strip runs alone", || {
        let before = (commits(&own), commits(&under));
        wait("a second of it", || (commits(&own) > before.0 + 60).then_some(()));
        (commits(&under) == before.1).then_some(())
    });

    let urgent = folder.path().join("khan-cap");
    fs::create_dir(&urgent).expect("a folder");
    drop_in(&urgent, "mưa bão.png", &png(BLUE, (1280, 720)));
    let whole = |shot: &Shot| near(shot.at(640, 360), BLUE) && !near(shot.at(640, 719), ground);
    weston.wait("what is urgent has the whole screen", whole);
    fs::remove_dir_all(&urgent).expect("removed");
    weston.wait("the strip is back", runs);
    fs::remove_dir_all(&strip).expect("removed");
    weston.wait("the picture has the screen again", |shot| shot.is_all(RED));
}
