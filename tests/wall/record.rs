//! What a window has shown is in the journal.

use bangtin::journal::{Cut, Event, Kind, Reader, Showing};
use rustix::process::{Pid, Signal, kill_process};

use crate::display::{Killed, X, wait};
use crate::{GREEN, RED, bangtin, png};

#[test]
fn a_window_keeps_a_journal_and_leaves_in_order_when_it_is_told_to() {
    let (folder, state) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a directory"));
    for (name, color) in [("a (1s).png", RED), ("b (1s).png", GREEN)] {
        std::fs::write(folder.path().join(name), png(color, (64, 36))).expect("written");
    }
    let x = X::start((640, 360));
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("DISPLAY", &x.name).env("XDG_STATE_HOME", state.path());
    let mut player = Killed(command.spawn().expect("bangtin starts"));
    let file = state.path().join("bangtin/journal.sqlite");
    let rows = |wanted: &dyn Fn(&[Showing], &[Event]) -> bool| {
        let reader = Reader::open(&file).ok()?;
        let all = i64::MIN..i64::MAX;
        let showings: Vec<Showing> = reader.showings(all.clone()).map_while(Result::ok).collect();
        let events: Vec<Event> = reader.events(all).map_while(Result::ok).collect();
        wanted(&showings, &events).then_some((showings, events))
    };
    wait("two showings", || rows(&|showings, _| showings.len() > 1));
    x.press('b'.into(), false);
    wait("a showing that was blanked", || {
        rows(&|showings, _| showings.iter().any(|row| row.cut == Some(Cut::Blank)))
    });
    x.press('b'.into(), false);
    wait("the blank", || rows(&|_, events| events.iter().any(|event| event.kind == Kind::Blank)));
    kill_process(Pid::from_child(&player.0), Signal::TERM).expect("sent");
    assert!(player.0.wait().expect("it ends").success());
    let (showings, events) = rows(&|_, _| true).expect("readable");
    let verdict = Reader::open(&file).expect("readable").verify().expect("readable");
    assert!(verdict.flaws.is_empty(), "{verdict:?}");
    assert!(showings.iter().all(|row| row.form == "picture" && row.hash.is_some()), "{showings:#?}");
    assert_eq!(showings.last().map(|row| row.cut), Some(Some(Cut::Shutdown)));
    assert_eq!(events.last().map(|event| event.kind), Some(Kind::Stop));
    let blank = events.iter().find(|event| event.kind == Kind::Blank).expect("told");
    let during = |row: &&Showing| row.began < blank.ended.unwrap_or(i64::MAX) && row.ended > blank.began;
    assert_eq!(showings.iter().find(during), None, "nothing is shown on a blanked screen");
}
