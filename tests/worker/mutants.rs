//! Documents and drawings that something happened to on their way: seeded, so that a failure can be looked at again.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use bangtin::decode::{Fault, Workers};
use bangtin::model::{Asset, Fit, ItemPath, Stamp, Want};

use crate::dice::{Dice, misprint};
use crate::kit::{file, program};

/// Mutants of all files of a format together.
const MUTANTS: u64 = 400;

/// Decodes one mutant; whether there was something to see. Panics when the player would have been harmed.
fn survives(workers: &Workers, seed: u64, bytes: &[u8]) -> bool {
    let of = Asset { path: ItemPath::new("a.pdf"), stamp: Stamp::default() };
    let want = Want { of, page: 0, space: (320, 180), fit: Fit::Contain };
    if let Err(fault) = workers.sheets(file(bytes)) {
        assert!(!matches!(fault, Fault::Slow | Fault::NoWorker), "mutant {seed}: {fault:?}");
    }
    match workers.page(file(bytes), &want) {
        Ok(page) => {
            assert!((1..=320).contains(&page.width) && (1..=180).contains(&page.height), "mutant {seed}");
            assert_eq!(page.rgba.len() as u32, page.width * page.height * 4, "mutant {seed}");
            true
        }
        Err(fault) => {
            assert!(!matches!(fault, Fault::Slow | Fault::NoWorker), "mutant {seed}: {fault:?}");
            false
        }
    }
}

/// Decodes mutants of the files of a folder on all cores; at least so many are still to be seen.
fn all_survive(folder: &str, extension: &str, least: u64) {
    let mut files: Vec<Vec<u8>> = Vec::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    files.extend(paths.iter().map(|path| fs::read(path).unwrap()));
    assert!(files.len() > 1, "{folder} has files");
    let (workers, next, seen) = (Workers::of(program()), AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|threads| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            threads.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Relaxed) as u64;
                    if seed >= MUTANTS {
                        return;
                    }
                    let mut dice = Dice::new(seed + 1);
                    let mut bytes = files[seed as usize / 2 % files.len()].clone();
                    match (extension, seed % 2) {
                        // Of a drawing that is no XML any more nothing is looked at.
                        ("svg", 0) => misprint(&mut dice, &mut bytes),
                        // Nor of a picture whose boxes do not fit each other.
                        ("heic", 0) => {
                            let body = bytes.len() / 2;
                            let at = body + dice.below(bytes.len() - body);
                            bytes[at] ^= 1 << dice.below(8);
                        }
                        _ => dice.mutate(&mut bytes),
                    }
                    seen.fetch_add(usize::from(survives(&workers, seed, &bytes)), Relaxed);
                }
            });
        }
    });
    // Mutants that nobody can read would try nothing but the door.
    let seen = seen.into_inner();
    println!("{seen} of {MUTANTS} mutants are still to be seen");
    assert!(seen as u64 >= least, "{seen}");
}

#[test]
fn whatever_happened_to_a_pdf_costs_no_more_than_itself() {
    all_survive("tests/files/pdf", "pdf", 100);
}

#[test]
fn whatever_happened_to_a_drawing_costs_no_more_than_itself() {
    all_survive("tests/files/svg", "svg", 100);
}

#[test]
fn whatever_happened_to_a_phones_picture_costs_no_more_than_itself() {
    // Its arithmetic decoder notices nearly every bit, deep in the picture.
    all_survive("tests/files/heic", "heic", 0);
}
