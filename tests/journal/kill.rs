//! SIGKILL, again and again.
//!
//! A row that another process can read is acknowledged: SQLite tells of a commit only once it is on the disk.

use std::collections::HashMap;
use std::thread;
use std::time::Duration;

use bangtin::journal::{Cut, Kind, Reader, Showing};

use crate::display::wait;
use crate::kit::{Place, Player, text};

/// Kills of each player; several play beside each other, each with a journal of its own.
const KILLS: usize = 52;
const PLAYERS: usize = 4;

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_told_twice() {
    let run = |seed: usize| thread::spawn(move || killed_again_and_again(seed));
    let runs: Vec<_> = (0..PLAYERS).map(run).collect();
    let kills: usize = runs.into_iter().map(|run| run.join().expect("it holds")).sum();
    assert!(kills >= 200, "{kills}");
}

fn killed_again_and_again(seed: usize) -> usize {
    // A second for many pages: a row ends every few hundredths of a second.
    let place = Place::new(&[("a (1s).txt", &text("A", 24)), ("b (1s).txt", &text("B", 24))]);
    let mut acknowledged: HashMap<i64, Showing> = HashMap::new();
    for kill in 0..KILLS {
        let player = Player::start({
            let mut command = place.bangtin();
            command.arg("play").arg(place.folder());
            command
        });
        let known = acknowledged.len();
        // What was in progress at the last kill, and something of its own.
        wait("new rows", || {
            let reader = Reader::open(&place.file()).ok()?;
            let rows: Vec<Showing> = reader.showings(i64::MIN..i64::MAX).map_while(Result::ok).collect();
            (rows.len() > known + usize::from(kill > 0)).then_some(())
        });
        // At any moment of a commit: not a wait for anything.
        thread::sleep(Duration::from_micros((seed as u64 * 7919 + kill as u64 * 104_729) % 40_000));
        let rows = place.showings();
        drop(player);

        for row in &rows {
            let before = acknowledged.insert(row.id, row.clone());
            assert!(before.is_none_or(|before| before == *row), "row {} changed", row.id);
        }
        assert_eq!(acknowledged.len(), rows.len(), "kill {kill}: a row is gone");
        place.assert_whole();
    }
    let player = place.play();
    place.wait_for_event(Kind::Down);
    wait("the last recovery", || {
        (place.kinds().iter().filter(|kind| **kind == Kind::Down).count() == KILLS).then_some(())
    });
    drop(player);
    let rows = place.showings();
    assert!(acknowledged.values().all(|row| rows.contains(row)));
    assert_eq!(
        rows.iter().filter(|row| row.cut == Some(Cut::Lost)).count(),
        KILLS,
        "one was in progress each time"
    );
    for pair in rows.windows(2) {
        assert!(pair[0].ended <= pair[1].began, "told twice: {pair:#?}");
        let follows = pair[0].ended == pair[1].began;
        assert!(follows || pair[0].cut == Some(Cut::Lost), "lost in between: {pair:#?}");
    }
    assert_eq!(place.kinds().iter().filter(|kind| **kind == Kind::Start).count(), KILLS + 1);
    place.assert_whole();
    KILLS
}
