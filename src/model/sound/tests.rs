use super::*;
use crate::model::ItemPath;

fn track(start: i64) -> Track {
    let of = Asset { path: ItemPath::new("phim.mp4"), stamp: Default::default() };
    Track::new(of, TimeDelta::milliseconds(start))
}

fn take(track: &Track, from: i64, count: usize) -> Vec<i16> {
    let mut into = vec![[9, 9]; count];
    track.take(from, &mut into);
    into.into_iter().map(|sample| sample[0]).collect()
}

#[test]
fn what_is_taken_is_what_is_there_at_its_place() {
    let track = track(1000);
    let at = i64::from(RATE);
    let more: Vec<Sample> = (1..=10).map(|n| [n, -n]).collect();
    assert!(track.offer(&more));
    assert_eq!(take(&track, at - 2, 4), [0, 0, 1, 2], "silence before it begins");
    assert_eq!(take(&track, at + 4, 3), [5, 6, 7], "what was passed over is gone");
    assert_eq!(take(&track, at + 7, 5), [8, 9, 10, 0, 0], "silence after what is there");
    assert_eq!(take(&track, at + 12, 2), [0, 0]);
    assert!(track.offer(&more));
    assert_eq!(take(&track, at + 14, 3), [5, 6, 7], "what came too late is passed over");
}

#[test]
fn a_full_track_holds_its_decoder_back_and_keeps_its_samples_when_it_is_closed() {
    let track = track(0);
    std::thread::scope(|threads| {
        threads.spawn(|| while track.offer(&[[1, 1]; 1000]) {});
        let mut from = 0;
        while from < 5 * ROOM as i64 {
            let heard = take(&track, from, 4000).iter().filter(|side| **side == 1).count();
            assert!(track.state().coming.len() < ROOM + 1000);
            from += heard as i64;
        }
        track.close();
    });
    assert!(track.is_closed());
    assert!(!track.state().coming.is_empty(), "for the fade");
}
