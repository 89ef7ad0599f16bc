use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::*;
use crate::model::ItemPath;

fn reel(wakes: &Arc<AtomicUsize>) -> Reel {
    let film = Film {
        size: (4, 4),
        pixel: (1, 1),
        length: TimeDelta::seconds(1),
        colours: Some(Colours::default()),
        codec: "h264".into(),
        sound: false,
    };
    let of = Asset { path: ItemPath::new("phim.mp4"), stamp: Default::default() };
    let play = Play { of, film, size: (4, 4), start: TimeDelta::zero() };
    let wakes = wakes.clone();
    let reel = Reel::new(play);
    reel.on_hunger(Arc::new(move || _ = wakes.fetch_add(1, Relaxed)));
    reel
}

fn still(millis: i64) -> Still {
    let at = TimeDelta::milliseconds(millis);
    Still { at, size: (4, 4), colours: Some(Colours::default()), planes: vec![0; still_bytes((4, 4))] }
}

fn at(reel: &Reel, millis: i64) -> Option<i64> {
    reel.at(TimeDelta::milliseconds(millis)).map(|still| still.at.num_milliseconds())
}

#[test]
fn the_frame_due_is_the_last_whose_time_has_come() {
    let reel = reel(&Arc::default());
    assert_eq!(at(&reel, 0), None);
    for millis in [5, 40, 80, 120] {
        assert!(reel.offer(still(millis)));
    }
    assert_eq!(at(&reel, 0), Some(5), "the first is there before its time");
    assert_eq!(at(&reel, 41), Some(40));
    assert_eq!(reel.next(), Some(TimeDelta::milliseconds(80)));
    assert_eq!(at(&reel, 150), Some(120));
    assert_eq!(reel.tally(), Tally { shown: 3, dropped: 1 });
    reel.end();
    assert_eq!(at(&reel, 9000), Some(120), "the last one stays");
    assert!(!reel.is_hungry());
}

#[test]
fn a_full_reel_holds_its_decoder_back_and_an_empty_one_wakes() {
    let wakes = Arc::default();
    let reel = reel(&wakes);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            // Ends when the reel is closed, and not before.
            for _ in (0..).take_while(|millis| reel.offer(still(*millis))) {}
        });
        let mut last = None;
        while last < Some(50) {
            // What is asked for comes in the end; the decoder never runs ahead of it.
            last = at(&reel, last.unwrap_or(0) + 1).max(last);
            assert!(reel.state().coming.len() <= 12);
        }
        reel.close();
    });
    assert!(reel.is_closed());
    assert!(wakes.load(Relaxed) <= 52);
}

#[test]
fn the_weights_of_luma_leave_green_the_most() {
    for matrix in [Matrix::Bt601, Matrix::Bt709, Matrix::Bt2020] {
        let (red, blue) = matrix.weights();
        assert!(1.0 - red - blue > 0.5, "{matrix:?}");
    }
}
