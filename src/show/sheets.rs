//! Documents: pages that follow each other, and how few of them are held.

use super::ceremony::{Yard, folder, monday, still};
use super::tests::{Bench, SIZE, item, picture, reload};
use super::*;
use crate::model::{Content, Key, Leaf, Sheet, When};

const SLIDE: Sheet = Sheet { width: 1600.0, height: 900.0 };
const A4: Sheet = Sheet { width: 595.0, height: 842.0 };

/// A document of these pages, 10 s each.
fn document(name: usize, sheets: &[Sheet]) -> Arc<Item> {
    let leaves = (0..).zip(sheets).map(|(number, sheet)| Leaf { number, sheet: *sheet }).collect();
    let item = Arc::unwrap_or_clone(item(name, 1, 10 * sheets.len() as i64, When::always()));
    Arc::new(Item { content: Content::Pages(leaves), ..item })
}

fn on(step: &Step) -> (String, usize, usize) {
    let shown = step.shown.as_ref().expect("something is on");
    (shown.item.title.clone(), shown.page + 1, shown.pages)
}

/// The numbers of the pages of document `name` that are wished for, in order of need.
fn wished(step: &Step, name: &str) -> Vec<u32> {
    let of = |want: &&Want| want.of.path.shown().starts_with(name);
    step.wants.iter().filter(of).map(|want| want.page).collect()
}

#[test]
fn its_pages_follow_each_other_for_the_same_time_each() {
    let mut bench = Bench::new();
    let items = vec![document(1, &[SLIDE; 4]), item(3, 1, 10, When::always())];
    let mut step = bench.settle(vec![reload(items, vec![])]);
    // To the beginning of its next showing.
    while on(&step).0 != "3" {
        step = bench.after(1000);
    }
    bench.now = step.shown.as_ref().expect("on air").until;
    for page in 1..=4 {
        assert_eq!(on(&bench.after(0)), ("1".into(), page, 4));
        assert_eq!(on(&bench.after(9999)), ("1".into(), page, 4), "to its last moment");
        bench.now += TimeDelta::milliseconds(1);
        assert!(bench.show.shelf.len() <= 6, "{} pictures are held", bench.show.shelf.len());
    }
    assert_eq!(on(&bench.after(0)).0, "3", "nothing came between");
}

#[test]
fn only_the_next_page_is_made_ahead_of_time() {
    let mut bench = Bench::new();
    let items = vec![document(1, &[SLIDE; 20])];
    let step = bench.step(vec![reload(items, vec![])]);
    let [first] = wished(&step, "01")[..] else { panic!("{:?}", step.wants) };
    let step = bench.step(step.wants.iter().map(picture).collect());
    // What follows the item is the item's own beginning.
    assert!(
        [vec![first + 1, 0], vec![first + 1], vec![0]].contains(&wished(&step, "01")),
        "{:?}",
        step.wants
    );
}

#[test]
fn a_page_stays_until_the_next_one_is_there() {
    let mut bench = Bench::new();
    let items = vec![document(1, &[SLIDE; 9]), item(3, 1, 10, When::always())];
    let step = bench.step(vec![reload(items, vec![])]);
    bench.settle(step.wants.iter().filter(|want| want.page == 0).map(picture).collect());
    let mut step = bench.after(0);
    while on(&step).0 == "3" {
        step = bench.after(1000);
    }
    let (_, page, _) = on(&step);
    bench.show.shelf.keep(&[]);
    // The clock turns the page; its picture is not there.
    bench.now += TimeDelta::seconds(10);
    let waiting = bench.step(Vec::new());
    assert_eq!(on(&waiting).1, page, "the old page is not taken off for one that is missing");
    let step = bench.settle(waiting.wants.iter().map(picture).collect());
    assert_eq!(on(&step).1, page + 1);
}

#[test]
fn two_portrait_pages_have_the_screen_together_and_the_time_of_both() {
    let mut bench = Bench::new();
    let items = vec![document(1, &[A4, A4, A4, SLIDE, A4])];
    let step = bench.settle(vec![reload(items, vec![])]);
    assert_eq!(on(&step).2, 4, "1 and 2, 3, 4, 5");
    let shown = step.shown.expect("on air");
    for (second, page) in [(0, 1), (19, 1), (20, 2), (29, 2), (30, 3), (40, 4), (49, 4)] {
        bench.now = shown.until + TimeDelta::seconds(second);
        assert_eq!(on(&bench.after(0)).1, page, "after {second} s");
    }
}

#[test]
fn a_person_turns_its_pages_and_goes_back_to_the_last() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.turn(vec![folder(vec![document(10, &[SLIDE; 3]), still(13)], false)]);
    assert_eq!(yard.press(&[Key::First]), "10.1");
    assert_eq!(yard.press(&[Key::Next]), "10.2");
    // Both ways lie ready: a key brings them with the next frame.
    for (key, page) in [(Key::Next, 3), (Key::Previous, 2), (Key::Previous, 1)] {
        let step = yard.show.step(yard.now, SIZE, vec![News::Key(key)], &mut yard.fonts);
        assert_eq!(on(&step).1, page);
        yard.turn(Vec::new());
    }
    assert_eq!(yard.press(&[Key::Last]), "13.1");
    let back = yard.show.step(yard.now, SIZE, vec![News::Key(Key::Previous)], &mut yard.fonts);
    assert_eq!(on(&back), ("10".into(), 3, 3), "back to its last page, at once");
}
