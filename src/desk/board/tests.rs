use super::*;
use crate::desk::sample::{at, board, item};
use crate::model::{Fresh, Level, Problem};
use crate::words;

#[test]
fn due_at_the_quarter() {
    let table = [
        ("2026-11-24 07:15:23", "2026-11-24 07:30:00"),
        ("2026-11-24 07:15:00", "2026-11-24 07:30:00"),
        ("2026-11-24 07:14:59", "2026-11-24 07:15:00"),
        ("2026-11-24 23:59:59", "2026-11-25 00:00:00"),
    ];
    for (now, next) in table {
        assert_eq!(due(at(now)), at(next), "{now}");
    }
}

#[test]
fn what_follows_until_the_page_is_due() {
    let board = board(vec![item("a", "", None), item("b", "", None)], Vec::new());
    let showings = board.showings();
    // The one on air at :23 began at :20, and 96 slots of 10 s lie before the quarter.
    assert_eq!(showings.first().unwrap().from, at("2026-11-24 07:15:20"));
    assert_eq!(showings.iter().filter(|showing| showing.from < due(board.now)).count(), 88);
    assert_eq!(showings.last().unwrap().from, at("2026-11-24 07:30:00"));
}

/// Boards that differ from the one the page was written of, and whether that page is still true.
#[test]
fn what_makes_the_page_untrue() {
    let later = |seconds: i64| {
        move |mut board: Board| {
            board.now += TimeDelta::seconds(seconds);
            board
        }
    };
    let files = || vec![item("a", "", None), item("b", "2026 Nov 24-2026 Nov 24 06:00-07:20", None)];
    let fresh = move |board: &Board| Fresh {
        path: files().first().unwrap().path.clone(),
        stamp: files().first().unwrap().stamp,
        from: board.now,
        until: board.now + TimeDelta::seconds(10),
    };
    let problem = || Problem::file(Level::Error, "a", words!("Hỏng", "Broken"), words!("Chép lại", "Copy"));
    type Change = Box<dyn Fn(Board) -> Board>;
    let table: Vec<(&str, Change, bool)> = vec![
        ("nothing", Box::new(later(0)), true),
        ("the next slide", Box::new(later(10)), true),
        ("the last slide before the season ends", Box::new(later(4 * 60)), true),
        ("a season's end", Box::new(later(5 * 60)), false),
        ("the quarter", Box::new(later(15 * 60)), false),
        ("a clock set back", Box::new(later(-60)), false),
        ("a clock set years ahead", Box::new(later(400_000_000)), false),
        (
            "a reload that changed nothing",
            Box::new(move |old| Board { now: old.now, ..board(files(), Vec::new()) }),
            true,
        ),
        (
            "a television that disobeys",
            Box::new(move |board| Board { machine: vec![problem()], ..board }),
            false,
        ),
        ("a blanked screen", Box::new(|board| Board { blank: true, ..board }), false),
        (
            "a fresh file",
            Box::new(move |mut board| {
                board.overrides.fresh = vec![fresh(&board)];
                board
            }),
            false,
        ),
        (
            "a file more",
            Box::new(move |_| board([files(), vec![item("c", "", None)]].concat(), Vec::new())),
            false,
        ),
        ("a problem more", Box::new(move |_| board(files(), vec![problem()])), false),
    ];
    let told = Told::of(board(files(), Vec::new()));
    for (what, change, still_true) in table {
        assert_eq!(told.still_true(&change(board(files(), Vec::new())), false), still_true, "{what}");
    }
}

#[test]
fn thumbnails_wait_for_one_another() {
    let told = Told::of(board(vec![item("a", "", None)], Vec::new()));
    let mut later = board(vec![item("a", "", None)], Vec::new());
    assert!(told.still_true(&later, true));
    later.now += PATIENCE;
    assert!(told.still_true(&later, false) && !told.still_true(&later, true));
}

#[test]
fn nothing_on_air_until_tomorrow() {
    let board = board(vec![item("a", "Mo-Fr 08:00-09:00", None)], Vec::new());
    assert_eq!(board.showings().first().unwrap().from, at("2026-11-24 08:00:00"));
    let told = Told::of(board.clone());
    assert!(told.still_true(&Board { now: at("2026-11-24 07:29:00"), ..board.clone() }, false));
    assert!(!told.still_true(&Board { now: at("2026-11-24 07:30:00"), ..board }, false));
}
