//! From a file to samples at their places.

use std::fs::File;
use std::path::Path;

use bangtin::decode::clip;
use bangtin::model::{Asset, ItemPath, RATE, Sample, Stamp, Track};
use chrono::TimeDelta;

use crate::kit::{make, probe, words, workers};

/// All of a clip's samples from `start` on, each at its place in the clip.
fn samples(file: &Path, start: i64) -> Vec<Sample> {
    let of = Asset { path: ItemPath::new("phim.mp4"), stamp: Stamp::default() };
    let track = Track::new(of, TimeDelta::milliseconds(start));
    // Shorter than a track has room for.
    assert_eq!(clip::sound(&workers(), File::open(file).unwrap(), &track), Ok(()));
    let mut all = vec![[0, 0]; 2 * RATE as usize];
    track.take(0, &mut all);
    all
}

/// The first place that is loud, in milliseconds.
fn onset(samples: &[Sample]) -> Option<usize> {
    samples.iter().position(|sample| sample[0].unsigned_abs() > 2000).map(|at| at * 1000 / RATE as usize)
}

/// Half a second of silence, half a second of a tone at the left.
const TONE: &str = "aevalsrc=0.5*sin(2*PI*440*t)*gt(t\\,0.5)|0:s=44100:d=1";

#[test]
fn every_codec_of_sound_is_heard_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let picture = "-f lavfi -i color=black:s=64x64:r=10:d=1.5 -f lavfi -i";
    for (name, codecs, from) in [
        ("a.mp4", "-c:v libx264 -c:a aac", 500),
        ("b.webm", "-c:v libvpx -c:a libopus", 500),
        ("c.mkv", "-c:v libx264 -c:a libvorbis", 500),
        ("d.avi", "-c:v mpeg4 -c:a libmp3lame", 500),
        ("e.mov", "-c:v libx264 -c:a pcm_s16le", 500),
    ] {
        let all = [words(picture), vec![TONE.to_owned()], words(codecs)].concat();
        let file = make(folder.path(), name, &all);
        assert!(probe(&file).unwrap().sound, "{name}");
        let heard = samples(&file, 0);
        let at = onset(&heard).unwrap_or_else(|| panic!("{name}: silent"));
        assert!(at.abs_diff(from) <= 30, "{name}: at {at} ms");
        let right = heard.iter().map(|sample| sample[1].unsigned_abs()).max().unwrap();
        assert!(right < 2000, "{name}: the sides are kept apart");
        // A decoder that begins in the middle counts from there.
        let heard = samples(&file, 700);
        let (before, after) = heard.split_at(7 * RATE as usize / 10);
        assert!(before.iter().all(|sample| *sample == [0, 0]), "{name}");
        assert!(onset(after).is_some_and(|at| at < 30), "{name}: {:?}", onset(after));
    }
}

#[test]
fn sound_that_begins_after_the_picture_and_one_side_alone_are_heard_in_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = "-f lavfi -i color=black:s=64x64:r=10:d=2 -itsoffset 0.5 -f lavfi -i \
                     aevalsrc=0.5*sin(2*PI*440*t):s=22050:d=1 -c:v libx264 -c:a aac";
    let file = make(folder.path(), "a.mp4", &words(arguments));
    let heard = samples(&file, 0);
    assert!(onset(&heard).is_some_and(|at| at.abs_diff(500) <= 30), "{:?}", onset(&heard));
    assert!(heard.iter().all(|sample| sample[0] == sample[1]));
}

#[test]
fn a_clip_without_sound_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let file = make(folder.path(), "a.mp4", &words("-f lavfi -i color=black:s=64x64:r=10:d=1 -c:v libx264"));
    assert!(!probe(&file).unwrap().sound);
    assert_eq!(onset(&samples(&file, 0)), None);
}
