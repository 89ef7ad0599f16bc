//! Slides that show the time: when they are drawn anew, and that nothing of them moves.

use chrono::TimeZone;
use chrono_tz::Asia::Ho_Chi_Minh;

use super::tests::{Bench, item, layer, reload};
use super::*;
use crate::model::{Content, Item, When, read};
use crate::scene::Node;

/// This time of Tuesday, 24 November 2026, in Hải Phòng.
fn tuesday(hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
    Ho_Chi_Minh.with_ymd_and_hms(2026, 11, 24, hour, minute, second).single().unwrap().to_utc()
}

/// A slide written in TOML.
fn slide(name: usize, seconds: i64, toml: &str) -> Arc<Item> {
    let (file, problems) = read::slide(toml.as_bytes(), "a.toml", &|_| Err(Default::default()));
    let content = file.unwrap_or_else(|| panic!("{problems:?}")).content;
    assert!(matches!(content, Content::Slide(_)));
    Arc::new(Item { content, ..Arc::unwrap_or_clone(item(name, 1, seconds, When::always())) })
}

fn texts(step: &Step) -> Vec<(String, f32, f32)> {
    let text = |node: &Node| match node {
        Node::Text { text, x, y, .. } => Some((text.key.string.clone(), *x, *y)),
        _ => None,
    };
    layer(step).frame.nodes.iter().filter_map(text).collect()
}

#[test]
fn a_countdown_is_drawn_once_a_second_and_its_digits_stand_still() {
    let countdown = slide(0, 3600, "kind = 'countdown'\nheading = 'Còn lại'\nat = '07:00'\nthen = 'Mời vào'");
    let mut bench = Bench::new();
    bench.now = tuesday(6, 59, 50) + TimeDelta::milliseconds(300);
    let mut step = bench.settle(vec![reload(vec![countdown], vec![])]);
    let place = texts(&step)[1].1;
    for left in (1..=9).rev() {
        bench.now = step.wake_at;
        assert_eq!(bench.now, tuesday(6, 59, 60 - left), "woken on the second");
        step = bench.settle(Vec::new());
        assert_eq!(texts(&step)[1].0, format!("00:{left:02}"));
        assert_eq!(texts(&step)[1].1, place, "nothing moves sideways");
        assert!(step.moving_until.is_none() && layer(&step).mix.is_none());
        let before = step.scene.clone().expect("a scene");
        let again = bench.after(500).scene.expect("a scene");
        assert!(Arc::ptr_eq(&before, &again), "nothing is drawn within a second");
    }
    bench.now = step.wake_at;
    step = bench.settle(Vec::new());
    assert_eq!(texts(&step)[0].0, "Mời vào");
    assert!(step.wake_at - bench.now > TimeDelta::minutes(30), "nothing more to count");
}

#[test]
fn nothing_is_counted_that_is_not_on_air() {
    let countdown = slide(0, 10, "kind = 'countdown'\nheading = 'Còn lại'\nat = '09:00'");
    let mut bench = Bench::new();
    bench.now = tuesday(8, 0, 0);
    let mut step = bench.settle(vec![reload(vec![countdown, item(1, 1, 10, When::always())], vec![])]);
    let mut wakes = [0, 0];
    for _ in 0..200 {
        let counts = matches!(step.shown.as_ref().map(|shown| &shown.item.content), Some(Content::Slide(_)));
        let at_rest = step.moving_until.is_none();
        wakes[usize::from(counts)] += usize::from(at_rest);
        bench.now = step.moving_until.unwrap_or(step.wake_at);
        step = bench.settle(Vec::new());
    }
    // In each round of 20 s: the countdown's ten seconds, and the picture's end.
    assert!(wakes[1] > 8 * wakes[0] && wakes[0] > 5, "{wakes:?}");
}

#[test]
fn a_clock_that_is_set_begins_to_count() {
    let countdown = slide(0, 3600, "kind = 'countdown'\nheading = 'Còn lại'\nat = '20/11/2026 07:00'");
    let mut bench = Bench::new();
    bench.now = Utc.with_ymd_and_hms(1970, 1, 1, 0, 0, 5).single().expect("a time");
    let step = bench.settle(vec![reload(vec![countdown], vec![])]);
    assert_eq!(texts(&step).iter().map(|text| text.0.as_str()).collect::<Vec<_>>(), ["Còn lại"]);
    bench.now = tuesday(7, 0, 0);
    assert_eq!(texts(&bench.settle(Vec::new()))[0].0, "Đã đến giờ");
    bench.now = tuesday(7, 0, 0) - TimeDelta::days(5);
    assert_eq!(texts(&bench.settle(Vec::new()))[1].0, "24:00:00");
}

#[test]
fn an_agenda_is_drawn_anew_when_the_next_step_comes_and_nothing_else_moves() {
    let agenda = slide(
        0,
        3600,
        "kind = 'agenda'\nheading = 'Sinh hoạt'\nsteps = [{ time = '07:00', text = 'Một' }, \
         { time = '07:05', text = 'Hai' }, { time = '07:20', text = 'Ba' }]",
    );
    let mut bench = Bench::new();
    bench.now = tuesday(7, 1, 0);
    let first = bench.settle(vec![reload(vec![agenda], vec![])]);
    assert_eq!(first.wake_at, tuesday(7, 5, 0));
    bench.now = first.wake_at;
    let second = bench.settle(Vec::new());
    let shown = |step: &Step| texts(step).into_iter().map(|(text, x, _)| (text, x)).collect::<Vec<_>>();
    assert_eq!(shown(&first), shown(&second));
    assert_ne!(layer(&first).frame, layer(&second).frame);
    assert!(second.moving_until.is_none());
    assert_eq!(second.wake_at, tuesday(7, 20, 0));
}
