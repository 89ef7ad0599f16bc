//! Pictures in AVIF, by libheif's converter.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

use bangtin::decode::{Family, Fault, Workers, avif};
use bangtin::model::{Asset, Fit, ItemPath, Picture, Stamp, Want};

use crate::dice::Dice;
use crate::kit::{file, program};

fn decode(bytes: &[u8], space: (u32, u32)) -> Result<Picture, Fault> {
    let of = Asset { path: ItemPath::new("a.avif"), stamp: Stamp::default() };
    let want = Want { of, page: 0, space, fit: Fit::Contain };
    avif::decode(&Workers::of(program()), file(bytes), &want).map(|(picture, facts)| {
        assert_eq!(facts.family, Family::Avif);
        picture
    })
}

fn read(name: &str) -> Vec<u8> {
    fs::read(format!("tests/files/avif/{name}.avif")).unwrap()
}

fn at(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * picture.width + x) * 4) as usize;
    picture.rgba[at..at + 4].try_into().unwrap()
}

fn near(a: [u8; 4], b: [u8; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 6)
}

const RED: [u8; 4] = [200, 30, 30, 255];
const GREEN: [u8; 4] = [20, 160, 40, 255];
const BLUE: [u8; 4] = [30, 60, 200, 255];

#[test]
fn an_avif_has_its_colours_its_size_and_what_one_sees_through() {
    for name in ["bon-mau", "muoi-bit", "khong-mat", "ffmpeg"] {
        let picture = decode(&read(name), (500, 500)).unwrap();
        assert_eq!((picture.width, picture.height), (128, 96), "{name}");
        let colours = [at(&picture, 30, 20), at(&picture, 100, 20), at(&picture, 30, 80)];
        assert!(colours.iter().zip([RED, GREEN, BLUE]).all(|(a, b)| near(*a, b)), "{name}: {colours:?}");
    }
    let turned = decode(&read("xoay"), (500, 500)).unwrap();
    assert_eq!((turned.width, turned.height), (96, 128), "against the clock");
    assert!(near(at(&turned, 20, 20), GREEN) && near(at(&turned, 20, 100), RED));
    let glass = decode(&read("trong-suot"), (64, 64)).unwrap();
    assert_eq!((glass.width, glass.height), (64, 48));
    assert!(at(&glass, 10, 20)[3] < 6 && near(at(&glass, 50, 20), GREEN));
    let tiles = decode(&read("luoi"), (1000, 1000)).unwrap();
    assert_eq!((tiles.width, tiles.height), (512, 256));
    let adobe = decode(&read("adobe"), (500, 500)).unwrap();
    // 200, 30, 30 of Adobe RGB is a red that sRGB has just about.
    assert!(at(&adobe, 30, 20)[0] > 225, "by its profile: {:?}", at(&adobe, 30, 20));
}

#[test]
fn whatever_happened_to_an_avif_costs_no_more_than_itself() {
    const MUTANTS: u64 = 100;
    let (whole, glass, next) = (read("bon-mau"), read("trong-suot"), AtomicU64::new(0));
    thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Relaxed);
                    if seed >= MUTANTS {
                        return;
                    }
                    let mut dice = Dice::new(seed + 1);
                    let mut bytes = if seed % 3 == 0 { glass.clone() } else { whole.clone() };
                    if seed % 2 == 0 {
                        let body = bytes.len() / 2;
                        let at = body + dice.below(bytes.len() - body);
                        bytes[at] ^= 1 << dice.below(8);
                    } else {
                        dice.mutate(&mut bytes);
                    }
                    match decode(&bytes, (64, 64)) {
                        Ok(picture) => assert!(picture.width <= 64 && picture.height <= 64, "mutant {seed}"),
                        Err(Fault::Slow | Fault::NoWorker | Fault::NoConverter) => panic!("mutant {seed}"),
                        Err(_) => {}
                    }
                }
            });
        }
    });
    let left = fs::read_dir(std::env::temp_dir()).unwrap().flatten();
    let own = format!("bangtin-avif-{}-", std::process::id());
    let left = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(&own)).count();
    // The other test may have one at this moment.
    assert!(left <= 1, "{left} folders were left behind");
}
