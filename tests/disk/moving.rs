//! Pictures that move: what their files say of it, and their frames by the clock.

use std::fs::{self, File};
use std::sync::Arc;

use bangtin::decode::{Family, Motion, glance, moving, verify};
use bangtin::model::{Asset, Content, Film, Fit, ItemPath, Level, Play, Reel, Stamp, Still, sized};
use chrono::TimeDelta;

use crate::load::{item, problem, read};
use crate::pictures::*;

const FILES: [(&str, Family); 3] =
    [("dia.gif", Family::Gif), ("dia.png", Family::Png), ("dia.webp", Family::WebP)];

fn path(name: &str) -> String {
    format!("tests/files/moving/{name}")
}

fn millis(millis: i64) -> TimeDelta {
    TimeDelta::milliseconds(millis)
}

/// A run from `start` on, in frames for `space`.
fn run(name: &str, space: (u32, u32), start: i64) -> Reel {
    let Motion::Runs(length) = verify(&fs::read(path(name)).unwrap()).unwrap().motion else {
        panic!("{name} does not move")
    };
    let size = sized((120, 80), space, Fit::Contain);
    let film =
        Film { size: (120, 80), pixel: (1, 1), length, colours: None, codec: String::new(), sound: false };
    let of = Asset { path: ItemPath::new(name), stamp: Stamp::default() };
    Reel::new(Play { of, film, size, start: millis(start) })
}

/// The first `count` frames of a run.
fn frames(name: &str, reel: &Reel, count: usize) -> Vec<Arc<Still>> {
    let file = File::open(path(name)).unwrap();
    std::thread::scope(|threads| {
        let run = threads.spawn(|| moving::play(&file, reel));
        let mut seen: Vec<Arc<Still>> = Vec::new();
        while seen.len() < count && !run.is_finished() {
            let next = if seen.is_empty() { Some(reel.play.start) } else { reel.next() };
            match next.and_then(|next| reel.at(next)).filter(|still| seen.last() != Some(still)) {
                Some(still) => seen.push(still),
                None => std::thread::yield_now(),
            }
        }
        reel.close();
        assert_eq!(run.join().unwrap(), Ok(()), "{name}");
        seen
    })
}

fn at(still: &Still, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * still.size.0 + x) * 4) as usize;
    still.planes[at..at + 4].try_into().unwrap()
}

#[test]
fn each_frame_comes_at_its_time_again_and_again_and_is_seen_through() {
    let colours = [[200, 30, 30, 255], [20, 160, 40, 255], [30, 60, 200, 255]];
    for (name, _) in FILES {
        let reel = run(name, (120, 80), 0);
        let length = reel.play.film.length;
        let seen = frames(name, &reel, 7);
        let times: Vec<i64> = seen.iter().map(|still| still.at.num_milliseconds()).collect();
        // FFmpeg writes the last frame of an APNG as long as the one before it.
        let last = if name == "dia.png" { 300 } else { 500 };
        assert_eq!(length, millis(500 + last), "{name}");
        let lap = 500 + last;
        assert_eq!(times, [0, 200, 500, lap, lap + 200, lap + 500, 2 * lap], "{name}");
        for (number, still) in seen.iter().enumerate() {
            let (size, colours_of) = (still.size, still.colours);
            assert_eq!((size, colours_of), ((120, 80), None), "{name}");
            for (place, x) in [25, 60, 95].into_iter().enumerate() {
                let wanted = if place == number % 3 { colours[place] } else { [0; 4] };
                assert_eq!(at(still, x, 40), wanted, "{name}, frame {number} at {x}");
            }
        }
    }
}

#[test]
fn a_player_that_begins_in_the_middle_begins_there() {
    for (start, due) in [(100, 0), (250, 1), (1_199, 0), (1_200, 1), (3_600_999, 2)] {
        let reel = run("dia.gif", (60, 60), start);
        let still = &frames("dia.gif", &reel, 1)[0];
        assert_eq!(still.size, (60, 40), "at the size of its place");
        let lap = start / 1000 * 1000;
        assert_eq!(still.at, millis(lap + [0, 200, 500][due]), "at {start} ms");
        let frame = moving::frame(&File::open(path("dia.gif")).unwrap(), &reel.play).unwrap();
        assert_eq!(frame.planes, still.planes, "at {start} ms");
    }
}

#[test]
fn it_waits_when_enough_frames_are_held() {
    let reel = run("dia.gif", (120, 80), 0);
    std::thread::scope(|threads| {
        let file = File::open(path("dia.gif")).unwrap();
        let reel = &reel;
        let run = threads.spawn(move || moving::play(&file, reel));
        // Nobody looks: it waits when the reel is full, and does not end by itself.
        while reel.next().is_none() {
            std::thread::yield_now();
        }
        assert!(!run.is_finished());
        reel.close();
        assert_eq!(run.join().unwrap(), Ok(()));
    });
}

#[test]
fn what_a_head_says_is_what_decoding_finds() {
    let turned = turned_jpeg(&pattern(300, 90), 6);
    let files = [
        ("a.jpg", turned),
        ("b.jpg", jpeg(64, 32)),
        ("c.png", png(64, 32)),
        ("d.bmp", encode(&pattern(64, 32), image::ImageFormat::Bmp)),
        ("e.tif", encode(&pattern(64, 32), image::ImageFormat::Tiff)),
        ("f.webp", encode(&pattern(64, 32), image::ImageFormat::WebP)),
        ("g.gif", encode(&pattern(64, 32), image::ImageFormat::Gif)),
    ];
    let moving = FILES.map(|(name, _)| (name, fs::read(path(name)).unwrap()));
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files.into_iter().chain(moving) {
        fs::write(folder.path().join(name), &bytes).unwrap();
        let glanced = glance(&File::open(folder.path().join(name)).unwrap());
        assert_eq!(glanced, verify(&bytes).ok(), "{name}");
    }
}

/// A GIF of `count` frames of 4 × 4 pixels, each `hundredths` long.
fn gif(count: usize, hundredths: u16, size: u16) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend([size.to_le_bytes(), size.to_le_bytes()].concat());
    file.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    for _ in 0..count {
        file.extend([0x21, 0xF9, 4, 0]);
        file.extend(hundredths.to_le_bytes());
        file.extend([0, 0, 0x2C, 0, 0, 0, 0, 4, 0, 4, 0, 0]);
        // Sixteen pixels of the first colour, each behind a code that clears the table, and the end: three bits a code.
        let codes = [4u8, 0].repeat(16).into_iter().chain([5]);
        let bits: Vec<u8> = codes.flat_map(|code| (0..3).map(move |bit| code >> bit & 1)).collect();
        let packed = bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |byte, bit| byte << 1 | bit));
        let packed: Vec<u8> = packed.collect();
        file.extend([2, packed.len() as u8]);
        file.extend(packed);
        file.push(0);
    }
    file.push(0x3B);
    file
}

#[test]
fn absurd_delays_and_numbers_have_limits() {
    let motion = |bytes: &[u8]| verify(bytes).map(|facts| facts.motion);
    assert_eq!(motion(&gif(2, 5, 4)), Ok(Motion::Runs(millis(100))));
    // As browsers do: what is shorter than two hundredths was never meant.
    assert_eq!(motion(&gif(2, 1, 4)), Ok(Motion::Runs(millis(200))));
    assert_eq!(motion(&gif(2, 0, 4)), Ok(Motion::Runs(millis(200))));
    assert_eq!(motion(&gif(2, u16::MAX, 4)), Ok(Motion::Runs(millis(120_000))));
    assert_eq!(motion(&gif(1, 5, 4)), Ok(Motion::Still));
    assert_eq!(motion(&gif(10_001, 5, 4)), Ok(Motion::TooLarge));
    assert_eq!(motion(&gif(2, 5, 4000)), Ok(Motion::TooLarge), "16 million pixels a frame");
}

#[test]
fn it_plays_whole_runs_unless_somebody_says_how_long() {
    let bytes = fs::read(path("dia.gif")).unwrap();
    let (_folder, loaded) = read(&[
        ("a.gif", &gif(20, 20, 4)),
        ("b (5s).gif", &bytes),
        ("c.gif", &gif(40, 100, 4)),
        ("d.gif", &gif(10_001, 5, 4)),
        ("e.gif", &encode(&pattern(1300, 800), image::ImageFormat::Gif)),
    ]);
    let lasts = |name: &str| item(&loaded, name).duration.num_milliseconds();
    assert_eq!(lasts("a.gif"), 12_000, "three runs of 4 s are no less than 10 s");
    assert_eq!(lasts("b (5s).gif"), 5_000);
    assert_eq!(lasts("c.gif"), 10_000, "nobody waits 40 s");
    assert!(matches!(&item(&loaded, "b (5s).gif").content, Content::Animation(film) if film.is_endless()));
    assert_eq!(item(&loaded, "e.gif").content, Content::Picture);
    assert_eq!(item(&loaded, "d.gif").content, Content::Picture);
    let told = loaded
        .programme
        .problems
        .iter()
        .find(|problem| problem.file == "d.gif" && problem.level == Level::Notice);
    assert!(told.unwrap().message.vi.contains("hình đầu tiên"));
}

#[test]
fn a_long_picture_is_shown_part_by_part() {
    let long = |width, height| encode(&pattern(width, height), image::ImageFormat::Jpeg);
    let (_folder, loaded) = read(&[
        ("a.jpg", &long(720, 4000)),
        ("b.jpg", &long(4800, 1080)),
        ("c.jpg", &long(720, 1560)),
        ("d.jpg", &long(720, 4000)),
        ("d.jpg.toml", b"pages = \"2-3\""),
        ("e/e.jpg", &long(720, 4000)),
        ("e/playlist.toml", b"fit = \"cover\""),
        ("f.jpg", &turned_jpeg(&pattern(4000, 720), 6)),
    ]);
    let pages = |name: &str| match &item(&loaded, name).content {
        Content::Pages(leaves) => leaves.iter().map(|leaf| leaf.number).collect(),
        _ => Vec::new(),
    };
    assert_eq!(pages("a.jpg"), [1, 2, 3, 4, 5]);
    assert_eq!(pages("b.jpg"), [1, 2, 3, 4], "the whole, then three views");
    assert_eq!(pages("c.jpg"), [0; 0], "a phone's screen is not long");
    assert_eq!(pages("d.jpg"), [2, 3]);
    assert_eq!(pages("e/e.jpg"), [0; 0], "what may be cropped fills the screen");
    assert_eq!(pages("f.jpg"), [1, 2, 3, 4, 5], "it lies as it is seen");
    assert_eq!(item(&loaded, "a.jpg").duration, TimeDelta::seconds(50), "10 s a part");
    assert!(problem(&loaded, "b.jpg").message.vi.contains("4 trang"));
    let want = |page, space| bangtin::model::Want {
        of: item(&loaded, "f.jpg").asset(),
        page,
        space,
        fit: Fit::Contain,
    };
    let part = loaded.decode_now(&want(1, (720, 9000))).unwrap();
    assert_eq!(part.width, 720);
    assert!((848..=870).contains(&part.height), "{}", part.height);
    assert!(loaded.decode_now(&want(6, (720, 9000))).is_err(), "there are five");
}

#[test]
fn an_avif_is_a_picture() {
    let bytes = fs::read("tests/files/avif/bon-mau.avif").unwrap();
    let (_folder, loaded) = read(&[("a.avif", &bytes), ("b.jpg", &bytes), ("c.avif", &bytes[..200])]);
    assert_eq!(item(&loaded, "a.avif").content, Content::Picture);
    assert_eq!(item(&loaded, "a.avif").hidden, None);
    let told = |file: &str| loaded.programme.problems.iter().filter(|problem| problem.file == file).count();
    assert_eq!(told("b.jpg"), 2, "it is small, and called what it is not");
    assert!(problem(&loaded, "c.avif").message.vi.contains("hỏng"));
}
