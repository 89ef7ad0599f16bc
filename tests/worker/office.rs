//! Office documents that something happened to on their way: most are refused before LibreOffice sees them, and the
//! others cost it one run.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use bangtin::decode::Workers;
use bangtin::decode::office::{Converter, Fault, Limits};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::dice::Dice;
use crate::kit::{file, program};

/// Mutants of all files together.
const MUTANTS: u64 = 400;

/// How many of those that are not refused LibreOffice is given: each takes seconds.
const RUNS: usize = 4;

/// The same archive, in one part of which something happened.
fn repacked(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = dice.below(archive.len());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if index == chosen && !content.is_empty() {
            dice.mutate(&mut content);
        }
        writer.start_file(&*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn whatever_happened_to_an_office_document_costs_no_more_than_itself() {
    let files = ["trinh-chieu.pptx", "ke-hoach.docx", "trinh-chieu.odp", "ke-hoach.doc"];
    let files = files.map(|name| fs::read(format!("tests/files/office/{name}")).unwrap());
    let cache = tempfile::tempdir().unwrap();
    let workers = Workers::of(program()).keeping(cache.path());
    let converter = Converter::of(&workers);
    let mut passed = Vec::new();
    for seed in 0..MUTANTS {
        let mut dice = Dice::new(seed + 1);
        let mut bytes = files[seed as usize / 2 % files.len()].clone();
        if seed % 2 == 0 && bytes.starts_with(b"PK") {
            bytes = repacked(&bytes, &mut dice);
        } else {
            dice.mutate(&mut bytes);
        }
        if converter.look(&bytes).is_ok() {
            passed.push((seed, bytes));
        }
    }
    println!("{} of {MUTANTS} mutants are not refused", passed.len());
    // Of an archive no bit can be another one, but in its small print.
    assert!((100..300).contains(&passed.len()), "{}", passed.len());
    for (seed, bytes) in passed.iter().step_by(passed.len() / RUNS).take(RUNS) {
        let key = converter.key(&mut file(bytes)).unwrap();
        match converter.make(key, bytes) {
            Ok(made) => assert!(workers.sheets(made.pdf).is_ok(), "mutant {seed}"),
            Err(fault) => {
                assert!(matches!(fault, Fault::Refused | Fault::TooHeavy), "mutant {seed}: {fault:?}")
            }
        }
    }
}

/// The processes that work for whoever keeps its PDFs in `cache`.
fn working(cache: &Path) -> usize {
    let words = |entry: fs::DirEntry| fs::read(entry.path().join("cmdline")).unwrap_or_default();
    let cache = cache.to_str().unwrap().as_bytes();
    let of_it = |words: &Vec<u8>| words.windows(cache.len()).any(|found| found == cache);
    fs::read_dir("/proc").unwrap().flatten().map(words).filter(of_it).count()
}

/// Has LibreOffice make slides within these limits: what came of it, and whether it was seen at work.
fn make(limits: Limits, cache: &Path) -> (Result<(), Fault>, bool) {
    let converter = Converter::of(&Workers::of(program()).keeping(cache)).within(limits);
    let bytes = fs::read("tests/files/office/trinh-chieu.pptx").unwrap();
    let key = converter.key(&mut file(&bytes)).unwrap();
    let (over, seen) = (AtomicBool::new(false), AtomicBool::new(false));
    let made = std::thread::scope(|threads| {
        threads.spawn(|| {
            while !over.load(Relaxed) && !seen.load(Relaxed) {
                seen.store(working(cache) > 0, Relaxed);
            }
        });
        let made = converter.make(key, &bytes).map(|_| ());
        assert_eq!(working(cache), 0, "nothing is left running");
        over.store(true, Relaxed);
        made
    });
    (made, seen.load(Relaxed))
}

#[test]
fn a_run_that_takes_too_long_or_too_much_is_over_with_all_that_it_started() {
    let cache = tempfile::tempdir().unwrap();
    let left = || {
        let files = fs::read_dir(cache.path()).unwrap().flatten();
        files.filter(|file| file.path().extension().is_none_or(|end| end != "txt")).count()
    };
    let hasty = Limits { patience: Duration::from_millis(500), ..Limits::default() };
    assert_eq!(make(hasty, cache.path()), (Err(Fault::Slow), true));
    assert!(Fault::Slow.may_pass() && Fault::Slow.words().0.vi.contains("quá 2 phút"));
    assert_eq!(left(), 1, "the lock");
    // It cannot even begin with that.
    let narrow = Limits { memory: 192 << 20, ..Limits::default() };
    let (made, _) = make(narrow, cache.path());
    assert!(matches!(made, Err(Fault::TooHeavy | Fault::Refused)), "{made:?}");
    assert_eq!(left(), 1, "the lock");
}
