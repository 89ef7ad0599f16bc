//! Documents and pictures that move, on a real screen.

use std::fs;

use crate::display::{Killed, Shot, X, near, wait};
use crate::{BLUE, GREEN, RED, bangtin, drop_in, folder_with_red, is, play};

/// The ground of `trinh-chieu.pdf`, whose first page has a third less ink than the others.
const GROUND: [u8; 3] = [0x0b, 0x3d, 0x91];

fn slides() -> Vec<u8> {
    fs::read("tests/files/pdf/trinh-chieu.pdf").expect("read")
}

/// A page of slides on all of the screen, and how many white points it has.
fn slide(shot: &Shot) -> Option<usize> {
    let corners = [(2, 2), (1277, 2), (2, 717), (1277, 717)].map(|(x, y)| shot.at(x, y));
    let ground = corners.iter().all(|corner| near(*corner, GROUND));
    ground.then(|| shot.rgb.iter().filter(|pixel| near(**pixel, [255; 3])).count())
}

#[test]
fn a_dropped_document_turns_its_pages_and_goes_when_deleted() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let _player = play(folder.path(), &x, &[]);
    x.wait("the picture before it", is(RED));
    drop_in(folder.path(), "khoá.pdf", &fs::read("tests/files/pdf/mat-khau.pdf").expect("read"));
    drop_in(folder.path(), "Trình chiếu (2s).pdf", &slides());
    let first = x.wait("its first page, at once", |shot| slide(shot).is_some());
    let ink = slide(&first).expect("just seen");
    x.wait("its second page, which has more to say", |shot| slide(shot).is_some_and(|now| 4 * now > 5 * ink));
    wait("the clerk reads of both", || {
        let page = fs::read_to_string(folder.path().join("_tinh-trang.html")).ok()?;
        (page.contains("3\u{a0}trang") && page.contains("có mật khẩu")).then_some(())
    });
    fs::remove_file(folder.path().join("Trình chiếu (2s).pdf")).expect("removed");
    x.wait("the picture again", is(RED));
}

#[test]
fn a_dropped_slideshow_of_powerpoint_turns_its_pages_and_goes_when_deleted() {
    let (x, folder, cache) =
        (X::start((1280, 720)), folder_with_red(), tempfile::tempdir().expect("a folder"));
    let mut player = bangtin();
    player.arg("play").arg(folder.path()).env("DISPLAY", &x.name).env("XDG_CACHE_HOME", cache.path());
    let _player = Killed(player.spawn().expect("bangtin starts"));
    x.wait("the picture before it", is(RED));
    // Somebody else's turn, until the clerk has read that it waits.
    fs::create_dir(cache.path().join("bangtin")).expect("created");
    let turn = fs::File::create(cache.path().join("bangtin/lock")).expect("created");
    turn.lock().expect("locked");
    let bytes = fs::read("tests/files/office/trinh-chieu.pptx").expect("read");
    drop_in(folder.path(), "Trình chiếu (2s).pptx", &bytes);
    let status = || fs::read_to_string(folder.path().join("_tinh-trang.html")).unwrap_or_default();
    wait("the clerk reads that it is converted", || status().contains("Đang chuyển đổi…").then_some(()));
    turn.unlock().expect("unlocked");
    let first = x.wait("its first page", |shot| slide(shot).is_some());
    let ink = slide(&first).expect("just seen");
    x.wait("its second page, which has more to say", |shot| slide(shot).is_some_and(|now| 4 * now > 5 * ink));
    wait("the clerk reads of its pages", || status().contains("3\u{a0}trang").then_some(()));
    fs::remove_file(folder.path().join("Trình chiếu (2s).pptx")).expect("removed");
    x.wait("the picture again", is(RED));
}

#[test]
fn an_urgent_document_takes_the_screen() {
    let (x, folder) = (X::start((1280, 720)), folder_with_red());
    let _player = play(folder.path(), &x, &[]);
    x.wait("the picture before it", is(RED));
    fs::create_dir(folder.path().join("khan-cap")).expect("created");
    drop_in(&folder.path().join("khan-cap"), "Công điện.pdf", &slides());
    // In the frame of what is urgent.
    x.wait("the urgent page", |shot| near(shot.at(640, 600), GROUND) && !near(shot.at(2, 2), RED));
    fs::remove_dir_all(folder.path().join("khan-cap")).expect("removed");
    x.wait("the picture again", is(RED));
}

/// A disc goes from left to right (`tests/files/moving/make.sh`), and leaves nothing behind.
#[test]
fn a_picture_that_moves_does() {
    for name in ["dia.gif", "dia.png", "dia.webp"] {
        let (x, folder) = (X::start((640, 360)), tempfile::tempdir().expect("a folder"));
        let bytes = fs::read(format!("tests/files/moving/{name}")).expect("read");
        fs::write(folder.path().join(name), bytes).expect("written");
        let _player = play(folder.path(), &x, &[]);
        let places = [(162, RED), (320, GREEN), (477, BLUE)];
        for (seen, (_, color)) in places.iter().enumerate() {
            x.wait(&format!("disc {seen} of {name}, alone"), |shot| {
                let is_there = |(place, _)| near(shot.at(place, 180), *color);
                places.map(is_there) == [0, 1, 2].map(|place| place == seen)
            });
        }
    }
}
