//! Office documents that something happened to on their way: most are refused before LibreOffice sees them, and the
//! others cost it one run.

use std::fs;
use std::io::{Cursor, Read, Write};

use bangtin::decode::Workers;
use bangtin::decode::office::{Converter, Fault};
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
