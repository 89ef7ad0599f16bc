//! What the operator is told, in tables.

use super::*;
use crate::model::{Key, News};
use crate::show::ceremony::{Yard, folder, monday, steps, still};
use crate::show::tests::SIZE;

fn cues(yard: &mut Yard) -> Cues {
    yard.show.cues(yard.now, SIZE, &mut yard.fonts).expect("a picture is on").0
}

fn seconds(timer: Timer) -> (i64, Option<i64>) {
    (timer.elapsed.num_seconds(), timer.remaining.map(|left| left.num_seconds()))
}

/// "step 2/4 page 1/1: 13 → 12".
fn told(yard: &mut Yard) -> String {
    let Cues { current, next, led, .. } = cues(yard);
    let next = next.map_or("—".to_owned(), |next| next.title);
    match led {
        Some(Led { step, page, .. }) => {
            format!("step {}/{} page {}/{}: {} → {next}", step.0, step.1, page.0, page.1, current.title)
        }
        None => format!("{} → {next}", current.title),
    }
}

#[test]
fn a_ceremony_is_told_step_by_step() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.turn(vec![folder(vec![still(10), still(14), steps()[2].clone(), still(15)], false)]);
    assert_eq!(told(&mut yard), "step 1/4 page 1/1: 10 → 14", "by its hours, before any key");
    yard.press(&[Key::Next]);
    assert_eq!(told(&mut yard), "step 2/4 page 1/2: 14 → 14", "its second page");
    yard.press(&[Key::Next]);
    assert_eq!(told(&mut yard), "step 2/4 page 2/2: 14 → 12");
    yard.press(&[Key::Next]);
    assert_eq!(told(&mut yard), "step 3/4 page 1/1: 12 → 15");
    yard.wait(5);
    assert_eq!(told(&mut yard), "step 4/4 page 1/1: 15 → —", "a timed step ended by itself");
    yard.turn(vec![folder(steps(), true)]);
    assert!(cues(&mut yard).urgent);
    yard.press(&[Key::Release]);
    assert!(cues(&mut yard).led.is_none(), "what is urgent stands before what the schedule says");
}

#[test]
fn what_is_next_looks_as_it_will() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.press(&[Key::First]);
    for _ in 0..3 {
        let next = cues(&mut yard).next.expect("a next step").frame;
        yard.press(&[Key::Next]);
        let Cues { current, .. } = cues(&mut yard);
        assert_eq!(next, current.frame);
        assert_eq!(yard.scene().layers[0].frame, current.frame);
    }
}

#[test]
fn times_run_by_whole_seconds() {
    let mut yard = Yard::at(monday(6, 50, 0) + TimeDelta::milliseconds(700));
    assert_eq!(cues(&mut yard).startable.as_deref(), Some("chao-co"));
    yard.press(&[Key::Next]);
    let led = cues(&mut yard).led.expect("begun early");
    assert_eq!((seconds(led.step_time), seconds(led.time)), ((0, None), (0, Some(55 * 60))));
    assert!(led.in_hand && cues(&mut yard).startable.is_none());
    yard.wait(70);
    let led = cues(&mut yard).led.expect("begun");
    assert_eq!((seconds(led.step_time), seconds(led.time)), ((70, None), (70, Some(55 * 60 - 70))));
    let (_, change) = yard.show.cues(yard.now, SIZE, &mut yard.fonts).expect("cues");
    assert_eq!(change, monday(6, 51, 11), "on the second");
    yard.press(&[Key::Digit(3), Key::Enter]);
    assert_eq!(seconds(cues(&mut yard).led.expect("the timed step").step_time), (0, Some(5)));
    yard.press(&[Key::Freeze]);
    let led = cues(&mut yard).led.expect("frozen");
    assert!(led.frozen);
    assert_eq!(seconds(led.step_time), (0, None));
    yard.wait(600);
    yard.now = monday(7, 48, 12);
    let led = cues(&mut yard).led.expect("after its hours");
    assert_eq!(led.time.remaining, Some(-TimeDelta::seconds(192)), "overdue");
}

#[test]
fn outside_a_ceremony_the_loop_is_told_and_what_a_key_would_do() {
    let mut yard = Yard::at(monday(5, 59, 59));
    let on = yard.turn(Vec::new());
    let before = cues(&mut yard);
    assert!(before.led.is_none() && before.startable.is_none(), "more than an hour early");
    assert_eq!((format!("{}.1", before.current.title), before.urgent, before.typed), (on, false, None));
    let (_, change) = yard.show.cues(yard.now, SIZE, &mut yard.fonts).expect("cues");
    assert_eq!(change, monday(6, 0, 0));
    yard.wait(1);
    assert!(cues(&mut yard).startable.is_some());
    yard.turn(vec![News::Key(Key::Digit(1)), News::Key(Key::Digit(2)), News::Key(Key::Blank)]);
    assert_eq!((cues(&mut yard).typed, cues(&mut yard).blanked), (None, true));
    yard.turn(vec![News::Key(Key::Digit(1)), News::Key(Key::Digit(2))]);
    assert_eq!(cues(&mut yard).typed, Some(12));
    assert_ne!(*cues(&mut yard).current.frame, scene::blank(), "the operator sees what the audience will");
}
