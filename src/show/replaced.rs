//! Files that are replaced while they are displayed.

use super::tests::{Bench, item, layer, loop_of, path, picture, reload, urgent};
use super::*;
use crate::model::{Content, Film, When};

#[test]
fn a_replaced_picture_stays_until_its_successor_is_complete() {
    let mut bench = Bench::new();
    let old = bench.settle(vec![reload(loop_of(&[0]), vec![])]);
    bench.now += TimeDelta::seconds(1);
    let new = item(0, 2, 10, When::always());
    let step = bench.step(vec![reload(vec![new], vec![path(0)])]);
    assert_eq!(step.wants.len(), 1, "the new version is wanted");
    assert_eq!(layer(&step).frame, layer(&old).frame);
    bench.now += TimeDelta::minutes(10);
    assert_eq!(bench.step(Vec::new()).shown.expect("still there").item.stamp.size, 1);
    let step = bench.settle(Vec::new());
    assert_eq!(step.shown.expect("on air").item.stamp.size, 2);
}

#[test]
fn nothing_comes_between_a_new_file_and_its_next_version() {
    let mut bench = Bench::new();
    bench.settle(vec![reload(loop_of(&[0, 1]), vec![])]);
    let with = |version| [loop_of(&[0, 1]), vec![item(3, version, 10, When::always())]].concat();
    bench.settle(vec![reload(with(1), vec![path(3)])]);
    bench.after(2000);
    let step = bench.step(vec![reload(with(2), vec![path(3)])]);
    assert_eq!(step.shown.as_ref().expect("on air").item.stamp.size, 1, "and no other file");
    let step = bench.settle(step.wants.iter().map(picture).collect());
    let shown = step.shown.expect("on air");
    assert_eq!((shown.item.stamp.size, shown.by, shown.from), (2, Authority::Fresh, bench.now));
    // One that cannot be had is not waited for, nor is anything urgent kept waiting.
    let step = bench.step(vec![reload(with(3), vec![path(3)])]);
    let step = bench.step(step.wants.into_iter().map(News::Failed).collect());
    let step = bench.settle(step.wants.iter().map(picture).collect());
    assert_ne!(Bench::on(&step), "3");
    bench.settle(vec![reload(with(4), vec![path(3)])]);
    let over = [with(5), vec![urgent(4)]].concat();
    let step = bench.step(vec![reload(over, vec![path(3), path(4)])]);
    let of_urgent = |want: &&Want| want.of.path == path(4);
    let step = bench.step(step.wants.iter().filter(of_urgent).map(picture).collect());
    assert_eq!(Bench::on(&step), "4");
}

#[test]
fn a_clip_gives_way_to_its_next_version_alone() {
    let clip = |version| {
        let film = Film {
            size: (64, 36),
            pixel: (1, 1),
            length: TimeDelta::seconds(10),
            colours: Some(Default::default()),
            codec: "h264".to_owned(),
            sound: false,
        };
        let usual = Arc::unwrap_or_clone(item(3, version, 10, When::always()));
        Arc::new(Item { content: Content::Clip(film.into()), ..usual })
    };
    let mut bench = Bench::new();
    let with = |version| [loop_of(&[0, 1]), vec![clip(version)]].concat();
    bench.settle(vec![reload(loop_of(&[0, 1]), vec![])]);
    bench.settle(vec![reload(with(1), vec![path(3)])]);
    assert_eq!(Bench::on(&bench.after(1000)), "3", "a clip begins a second after its first picture is there");
    bench.after(2000);
    let step = bench.settle(vec![reload(with(2), vec![path(3)])]);
    let version =
        |step: &Step| step.shown.as_ref().map(|shown| (shown.item.path.clone(), shown.item.stamp.size));
    assert_eq!(version(&step), Some((path(3), 1)), "still, while the next winds up");
    bench.now = step.wake_at;
    while version(&bench.settle(Vec::new())) == Some((path(3), 1)) {
        bench.now += TimeDelta::milliseconds(100);
    }
    assert_eq!(version(&bench.settle(Vec::new())), Some((path(3), 2)));
}
