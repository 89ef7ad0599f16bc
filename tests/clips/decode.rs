//! From a file to frames with their times.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bangtin::decode::clip::{self, Fault};
use bangtin::model::{Reel, Still};
use chrono::TimeDelta;

use crate::kit::{SIZE, counter, h264, make, number, play, probe, words, workers};

/// All frames of a clip from `start` on, and how its run ended.
fn frames(file: &Path, start: TimeDelta) -> (Vec<Arc<Still>>, Result<(), Fault>) {
    let film = probe(file).unwrap();
    let reel = Reel::new(play(&film, start));
    let mut seen: Vec<Arc<Still>> = Vec::new();
    let ended = std::thread::scope(|threads| {
        let run = threads.spawn(|| clip::play(&workers(), File::open(file).unwrap(), &reel));
        loop {
            let over = run.is_finished();
            // One after the other.
            let next = reel.next().or(seen.is_empty().then(TimeDelta::zero));
            let still = next.and_then(|next| reel.at(next));
            if let Some(still) = still.filter(|still| seen.last() != Some(still)) {
                seen.push(still);
            } else if over {
                return run.join().unwrap();
            } else {
                std::thread::yield_now();
            }
        }
    });
    (seen, ended)
}

#[test]
fn every_codec_gives_each_frame_at_its_time() {
    let folder = tempfile::tempdir().unwrap();
    for (name, codec, called) in [
        ("a.mp4", "-c:v libx264 -preset ultrafast", "h264"),
        ("b.mov", "-c:v libx265 -preset ultrafast -x265-params log-level=error -tag:v hvc1", "hevc"),
        ("c.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8", "vp9"),
        ("d.mp4", "-c:v libsvtav1 -preset 12", "av1"),
        ("e.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le", "h264"),
        ("f.avi", "-c:v mpeg4 -q:v 3", "mpeg4"),
    ] {
        let file = make(folder.path(), name, &[counter(30, 1.5), words(codec)].concat());
        let film = probe(&file).unwrap();
        assert_eq!((film.codec.as_str(), film.size, film.pixel), (called, SIZE, (1, 1)), "{name}");
        assert!((film.length - TimeDelta::milliseconds(1500)).abs() < TimeDelta::milliseconds(50), "{name}");
        let (stills, ended) = frames(&file, TimeDelta::zero());
        assert_eq!(ended, Ok(()), "{name}");
        assert_eq!(
            stills.iter().map(|still| number(still)).collect::<Vec<_>>(),
            (0..45).collect::<Vec<_>>(),
            "{name}"
        );
        for (place, still) in stills.iter().enumerate() {
            let due = TimeDelta::milliseconds(place as i64 * 1000 / 30);
            assert!((still.at - due).abs() <= TimeDelta::milliseconds(2), "{name}: {place} at {}", still.at);
        }
    }
}

#[test]
fn the_frame_due_at_a_time_is_the_one_on_air_then() {
    let folder = tempfile::tempdir().unwrap();
    let file = h264(folder.path(), "a.mp4");
    let film = probe(&file).unwrap();
    for (millis, due) in [(0, 0), (20, 0), (34, 1), (1000, 30), (1020, 30), (1990, 59), (5000, 59)] {
        let play = play(&film, TimeDelta::milliseconds(millis));
        let still =
            clip::still(&workers(), File::open(&file).unwrap(), &play, &AtomicBool::default()).unwrap();
        assert_eq!(number(&still), due, "at {millis} ms");
    }
    let (stills, _) = frames(&file, TimeDelta::milliseconds(1500));
    assert_eq!((number(&stills[0]), stills.len()), (45, 15));
}

#[test]
fn every_codec_is_read_from_every_container() {
    let folder = tempfile::tempdir().unwrap();
    for (codec, called, containers) in [
        ("libx264 -preset ultrafast", "h264", &["mp4", "mov", "mkv"][..]),
        (
            "libx265 -preset ultrafast -x265-params log-level=error -tag:v hvc1",
            "hevc",
            &["mp4", "mov", "mkv"],
        ),
        ("libvpx-vp9 -deadline realtime -cpu-used 8", "vp9", &["webm", "mp4", "mkv"]),
        ("libsvtav1 -preset 12", "av1", &["mp4", "webm", "mkv"]),
        (
            "libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le",
            "hevc",
            &["mkv", "mp4"],
        ),
    ] {
        let made = format!("-c:v {codec}");
        let master = make(folder.path(), "master.mkv", &[counter(10, 0.6), words(&made)].concat());
        for container in containers {
            let (name, from) = (format!("{called}.{container}"), master.to_str().unwrap().to_owned());
            let file = make(folder.path(), &name, &[vec!["-i".to_owned(), from], words("-c copy")].concat());
            let film = probe(&file).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
            assert_eq!((film.codec.as_str(), film.size), (called, SIZE), "{name}");
            let (stills, ended) = frames(&file, TimeDelta::zero());
            assert_eq!(ended, Ok(()), "{name}");
            let numbers: Vec<u32> = stills.iter().map(|still| number(still)).collect();
            assert_eq!(numbers, (0..6).collect::<Vec<_>>(), "{name}");
        }
    }
}
