use std::sync::Arc;

use chrono::TimeDelta;

use super::*;
use crate::model::{Asset, ItemPath};

const SECOND: i64 = RATE as i64;

/// A track whose sample at place n of the clip says n / 8.
fn counting(seconds: i64) -> Arc<Track> {
    let of = Asset { path: ItemPath::new("phim.mp4"), stamp: Default::default() };
    let track = Track::new(of, TimeDelta::zero());
    let samples: Vec<Sample> = (0..seconds * SECOND).map(|n| [(n / 8) as i16; 2]).collect();
    assert!(track.offer(&samples));
    Arc::new(track)
}

fn line(track: &Arc<Track>, zero: i64, volume: u32) -> Line {
    Line { track: track.clone(), zero, until: zero + 100 * SECOND, volume }
}

/// Blocks from `due` on, one after the other.
fn blocks(mixer: &mut Mixer, due: i64, count: i64) -> Vec<i16> {
    (0..count).flat_map(|n| mixer.block(due + n * BLOCK as i64)).map(|sample| sample[0]).collect()
}

#[test]
fn a_voice_is_at_the_place_that_the_clock_says_and_fades_in_and_out() {
    let (mut mixer, track) = (Mixer::default(), counting(2));
    let zero = 10 * SECOND;
    mixer.take(&[line(&track, zero, 100)]);
    assert!(blocks(&mut mixer, zero - SECOND / 10, 10).iter().all(|side| *side == 0), "before its time");
    let rising = blocks(&mut mixer, zero, 30);
    assert!(rising.is_sorted(), "it fades in");
    let full = blocks(&mut mixer, zero + 3 * SECOND / 10, 20);
    assert_eq!((full[0], full[9599]), ((3 * SECOND / 80) as i16, ((SECOND / 2 - 1) / 8) as i16));
    mixer.take(&[]);
    let falling = blocks(&mut mixer, zero + SECOND / 2, 31);
    assert!(falling[0] > 2900 && falling[7000] > 1000, "not at once");
    assert!(falling[30 * BLOCK..].iter().all(|side| *side == 0), "gone after 300 ms");
    assert!(mixer.is_silent());
    mixer.take(&[]);
    assert!(mixer.playing.is_empty());
}

#[test]
fn it_has_faded_out_when_its_time_is_over() {
    let (mut mixer, track) = (Mixer::default(), counting(2));
    mixer.take(&[Line { until: SECOND, ..line(&track, 0, 100) }]);
    let heard = blocks(&mut mixer, 0, 110);
    assert!(heard[SECOND as usize * 7 / 10 - BLOCK] > 4000);
    assert!(heard[SECOND as usize..].iter().all(|side| *side == 0));
}

#[test]
fn one_that_is_made_ready_is_not_heard_and_volume_is_as_it_seems() {
    let (mut mixer, track) = (Mixer::default(), counting(2));
    mixer.take(&[line(&track, 0, 0)]);
    assert!(blocks(&mut mixer, 0, 10).iter().all(|side| *side == 0));
    mixer.take(&[line(&track, 0, 50)]);
    let heard = blocks(&mut mixer, SECOND / 10, 80);
    assert_eq!(heard[SECOND as usize / 2], (6 * SECOND / 10 / 8 / 4) as i16);
}

#[test]
fn a_little_late_it_is_drawn_back_and_much_late_it_starts_again() {
    for (late, drawn) in [(30, true), (-30, true), (100, false), (-100, false)] {
        let (mut mixer, track) = (Mixer::default(), counting(2));
        mixer.take(&[line(&track, 0, 100)]);
        blocks(&mut mixer, 0, 40);
        let off = late * SECOND / 1000;
        let from = 40 * BLOCK as i64 + off;
        let after = blocks(&mut mixer, from, 20);
        let faded = after.windows(2).any(|pair| pair[1] < pair[0] / 2);
        assert_eq!(faded, !drawn, "{late} ms");
        let playing = &mixer.playing[0];
        let place = playing.next.unwrap() - (from + 20 * BLOCK as i64);
        let left = if drawn { off.abs() - 10 } else { 1 };
        assert!(place.abs() <= left, "{late} ms: {place} of {left}");
    }
}

#[test]
fn two_voices_are_heard_together_and_never_turn_over() {
    let mut mixer = Mixer::default();
    let loud = |_| {
        let of = Asset { path: ItemPath::new("a.mp4"), stamp: Default::default() };
        let track = Track::new(of, TimeDelta::zero());
        assert!(track.offer(&vec![[30_000, -30_000]; SECOND as usize]));
        Arc::new(track)
    };
    let lines: Vec<Line> = (0..2).map(loud).map(|track| line(&track, 0, 100)).collect();
    mixer.take(&lines);
    blocks(&mut mixer, 0, 40);
    assert!(mixer.block(40 * BLOCK as i64).iter().all(|sample| *sample == [i16::MAX, i16::MIN]));
}
