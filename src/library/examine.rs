//! One picture or document read and decoded.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::kind;
use super::root::{Root, read_more};
use super::trouble::{self, Trouble};
use crate::decode::office::{self, Converter, Key, Made};
use crate::decode::{self, Facts, Family, Fault, Motion, PictureFacts, Workers, clip};
use crate::model::{Asset, ItemPath, Picture, Stamp, Want};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 256 << 20;

/// What reading and decoding a file gave.
pub(super) struct Examined<T> {
    /// The version of the file that this is true of; `None` when it could not be opened or changed meanwhile.
    pub(super) seen: Option<Stamp>,
    /// Hash of its bytes, when all were read.
    pub(super) hash: Option<u64>,
    /// What came of it.
    pub(super) result: Result<T, Trouble>,
}

/// Documents whose PDFs are known by name: more than a school has.
const KEYS: usize = 10_000;

/// Where files are read and decoded.
#[derive(Clone, Debug)]
pub(super) struct Bench {
    pub(super) root: Root,
    pub(super) workers: Workers,
    pub(super) converter: Converter,
    /// What the versions of documents were made into. One that was replaced on the disk may still be on the air.
    keys: Arc<Mutex<HashMap<Asset, Key>>>,
    /// People wait for what is being decoded.
    pub(super) hurry: Arc<AtomicBool>,
}

impl Bench {
    pub(super) fn new(root: Root, workers: Workers) -> Bench {
        Bench {
            converter: Converter::of(&workers),
            root,
            workers,
            keys: Arc::default(),
            hurry: Arc::default(),
        }
    }

    /// The picture that `want` names; besides, of a picture file, what decoding it taught.
    pub(super) fn picture(&self, want: &Want) -> Examined<(Picture, Option<PictureFacts>)> {
        let path = want.of.path.os();
        if kind::is_office(path) {
            return self.paper(want);
        }
        if kind::has_pages(path) {
            return self.examine(path, |file, seen| {
                let page = self.document(file, seen, |file| self.workers.page(file, want))?;
                Ok(((page, None), None))
            });
        }
        if kind::is_clip(path) {
            return self.examine(path, |file, seen| {
                let (first, _) =
                    self.clip(file, seen, |file| clip::first(&self.workers, file, want, &self.hurry))?;
                Ok(((first, None), None))
            });
        }
        self.examine(path, |file, seen| {
            let foreign = foreign(file)?;
            if foreign == Some(Family::Avif) {
                let hash = hash(file)?;
                let (made, facts) =
                    self.ask(file, seen, |file| decode::avif::decode(&self.workers, file, want))?;
                return Ok(((made, Some(facts)), Some(hash)));
            }
            if foreign.is_some() {
                let hash = hash(file)?;
                let picture = self.ask(file, seen, |file| self.workers.page(file, want))?;
                return Ok(((picture, None), Some(hash)));
            }
            let picture = |bytes: &[u8]| decode::picture(bytes, want);
            let (made, hash) = self.still(file, seen, picture)?;
            Ok(((made.0, Some(made.1)), hash))
        })
    }

    /// Decodes the file at `path`, and throws its pixels away. `None`: it has to be converted before
    /// ([`Bench::convert`]).
    pub(super) fn verify(&self, path: &Path) -> Option<Examined<Facts>> {
        if !kind::is_office(path) {
            return Some(self.decode(path));
        }
        let mut unmade = false;
        let examined = self.examine(path, |file, seen| {
            let key = self.converter.key(file)?;
            let made = match self.converter.made(key) {
                Some(made) => made,
                None => {
                    self.converter.look(&self.whole(file, seen)?).map_err(Refused::Office)?;
                    unmade = true;
                    Err(office::Fault::Slow)
                }
            };
            self.papers(path, seen, key, made)
        });
        (!unmade).then_some(examined)
    }

    /// Has the document at `path` made into pages, which takes some seconds, unless that was done before.
    pub(super) fn convert(&self, path: &Path) -> Examined<Facts> {
        self.examine(path, |file, seen| {
            let key = self.converter.key(file)?;
            let bytes = self.whole(file, seen)?;
            self.papers(path, seen, key, self.converter.make(key, &bytes))
        })
    }

    /// What is known of a document of which `made` came.
    fn papers(
        &self,
        path: &Path,
        seen: Stamp,
        key: Key,
        made: Result<Made, office::Fault>,
    ) -> Result<(Facts, Option<u64>), Refused> {
        let made = made.map_err(Refused::Office)?;
        let sheets = self.workers.sheets(made.pdf).map_err(|fault| {
            if fault == Fault::NoWorker {
                return Refused::Office(office::Fault::NoRoom);
            }
            // The disk may have spoilt it.
            self.converter.forget(key);
            Refused::Office(office::Fault::Refused)
        })?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS {
            keys.clear();
        }
        keys.insert(Asset { path: ItemPath::new(path), stamp: seen }, key);
        Ok((Facts::Converted(sheets, Box::new((made.fonts, made.is))), Some(key.content as u64)))
    }

    /// A page of a document that was made before.
    fn paper(&self, want: &Want) -> Examined<(Picture, Option<PictureFacts>)> {
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(&want.of).copied();
        let known = known.or_else(|| self.converter.key(&mut self.root.open(want.of.path.os()).ok()?.0).ok());
        let Some(Ok(made)) = known.and_then(|key| self.converter.made(key)) else {
            return Examined { seen: None, hash: None, result: Err(office::Fault::NoRoom.words()) };
        };
        self.root.work.decoded.fetch_add(1, Relaxed);
        let page = self.workers.page(made.pdf, want).map_err(Fault::words_of_document);
        Examined { seen: Some(want.of.stamp), hash: None, result: page.map(|page| (page, None)) }
    }

    /// All bytes of a document.
    fn whole(&self, file: &mut File, seen: Stamp) -> Result<Vec<u8>, Refused> {
        if seen.size > office::MAX_FILE {
            return Err(Refused::Office(office::Fault::TooLarge));
        }
        file.rewind()?;
        let mut bytes = Vec::new();
        read_more(file, &mut bytes, seen.size + 1)?;
        self.root.unchanged(file, seen)?;
        Ok(bytes)
    }

    fn decode(&self, path: &Path) -> Examined<Facts> {
        if kind::has_pages(path) {
            return self.examine(path, |file, seen| {
                let hash = hash(file)?;
                let sheets = self.document(file, seen, |file| self.workers.sheets(file))?;
                Ok((Facts::Pages(sheets), Some(hash)))
            });
        }
        if kind::is_clip(path) {
            return self.examine(path, |file, seen| {
                let hash = hash(file).map_err(Refused::Unread)?;
                let (film, _) = self.clip(file, seen, |file| clip::probe(&self.workers, file))?;
                Ok((Facts::Clip(Box::new(film)), Some(hash)))
            });
        }
        self.examine(path, |file, seen| {
            if let Some(family) = foreign(file)? {
                let hash = hash(file)?;
                if family == Family::Avif {
                    let facts = self.ask(file, seen, |file| decode::avif::check(&self.workers, file))?;
                    return Ok((Facts::Picture(facts), Some(hash)));
                }
                let sheets = self.ask(file, seen, |file| self.workers.sheets(file))?;
                let size = sheets.first().map_or((1.0, 1.0), |sheet| (sheet.width, sheet.height));
                let (width, height) = (size.0 as u32, size.1 as u32);
                let facts = PictureFacts { family, width, height, motion: Motion::Still };
                return Ok((Facts::Picture(facts), Some(hash)));
            }
            let (facts, hash) = self.still(file, seen, decode::verify)?;
            Ok((Facts::Picture(facts), hash))
        })
    }

    /// Opens a file and decodes it with `decode`. A panic on the way is a fault of this one file: its thread goes on,
    /// and the clerk is told which picture to save anew.
    fn examine<T>(
        &self,
        path: &Path,
        decode: impl FnOnce(&mut File, Stamp) -> Result<(T, Option<u64>), Refused>,
    ) -> Examined<T> {
        let mut opened = None;
        let attempt = AssertUnwindSafe(|| {
            let (mut file, seen) = self.root.open(path)?;
            opened = Some(seen);
            self.root.work.decoded.fetch_add(1, Relaxed);
            #[cfg(test)]
            super::tests::trip(super::tests::DECODER, [path]);
            decode(&mut file, seen)
        });
        let made = catch_unwind(attempt).unwrap_or(Err(Refused::Fault(Fault::Damaged)));
        match made {
            Ok((made, hash)) => Examined { seen: opened, hash, result: Ok(made) },
            Err(Refused::Unread(error)) => {
                Examined { seen: None, hash: None, result: Err(trouble::unreadable(&error)) }
            }
            // A fault that may be the machine's is as passing as one of the disk.
            Err(Refused::Clip(fault)) => {
                let seen = opened.filter(|_| !fault.may_pass());
                Examined { seen, hash: None, result: Err(fault.words()) }
            }
            Err(Refused::Office(fault)) => {
                let seen = opened.filter(|_| !fault.may_pass());
                Examined { seen, hash: None, result: Err(fault.words()) }
            }
            Err(Refused::Fault(fault)) => {
                let words = if kind::has_pages(path) { fault.words_of_document() } else { fault.words() };
                let seen = opened.filter(|_| !fault.may_pass());
                Examined { seen, hash: None, result: Err(words) }
            }
        }
    }

    /// Decodes the bytes of a picture file.
    fn still<T>(
        &self,
        file: &mut File,
        seen: Stamp,
        decode: impl FnOnce(&[u8]) -> Result<T, Fault>,
    ) -> Result<(T, Option<u64>), Refused> {
        let mut bytes = head(file)?;
        if Family::of(&bytes).is_none() {
            return Err(Refused::Fault(decode::verify(&bytes).err().unwrap_or(Fault::NotPicture(None))));
        }
        if seen.size > MAX_FILE {
            return Err(Refused::Fault(Fault::TooLarge));
        }
        // One byte more than there should be shows a file that grew.
        let rest = (seen.size + 1).saturating_sub(bytes.len() as u64);
        read_more(file, &mut bytes, rest)?;
        self.root.unchanged(file, seen)?;
        Ok((decode(&bytes).map_err(Refused::Fault)?, Some(xxh3_64(&bytes))))
    }

    /// Opens the clip that is to run, and has `run` at it.
    pub(super) fn run(
        &self,
        of: &Asset,
        run: impl FnOnce(File) -> Result<(), clip::Fault>,
    ) -> Result<(), clip::Fault> {
        let (file, _) = self.root.open(of.path.os()).map_err(|_| clip::Fault::Stopped)?;
        run(file)
    }

    /// Hands a clip to FFmpeg.
    fn clip<T>(
        &self,
        file: &mut File,
        seen: Stamp,
        ask: impl FnOnce(File) -> Result<T, clip::Fault>,
    ) -> Result<(T, Option<u64>), Refused> {
        if seen.size == 0 {
            return Err(Refused::Fault(Fault::Empty));
        }
        file.rewind()?;
        let made = ask(file.try_clone()?);
        self.root.unchanged(file, seen)?;
        Ok((made.map_err(Refused::Clip)?, None))
    }

    /// Hands a document to a worker.
    fn document<T>(
        &self,
        file: &mut File,
        seen: Stamp,
        ask: impl FnOnce(File) -> Result<T, Fault>,
    ) -> Result<T, Refused> {
        file.rewind()?;
        let bytes = head(file)?;
        if !decode::is_pdf(&bytes) {
            let what = Family::of(&bytes).map(Family::name).or(decode::other(&bytes));
            let fault = if bytes.is_empty() { Fault::Empty } else { Fault::NotDocument(what) };
            return Err(Refused::Fault(fault));
        }
        self.ask(file, seen, ask)
    }

    /// Hands a file to a worker.
    fn ask<T>(
        &self,
        file: &mut File,
        seen: Stamp,
        ask: impl FnOnce(File) -> Result<T, Fault>,
    ) -> Result<T, Refused> {
        if seen.size > MAX_FILE {
            return Err(Refused::Fault(Fault::TooLarge));
        }
        file.rewind()?;
        let made = ask(file.try_clone()?);
        // Of a file that was being written nothing is known, whatever came of it.
        self.root.unchanged(file, seen)?;
        made.map_err(Refused::Fault)
    }
}

/// What the head of the picture at `path` says of it, and of which version; `None` where only decoding tells.
pub(super) fn glance(root: &Root, path: &Path) -> Option<(Stamp, PictureFacts)> {
    let (file, seen) = root.open(path).ok()?;
    // A panic is its decoder's, which will say so.
    let facts = catch_unwind(AssertUnwindSafe(|| decode::glance(&file))).ok()??;
    Some((seen, facts))
}

enum Refused {
    Unread(io::Error),
    Fault(Fault),
    Clip(clip::Fault),
    Office(office::Fault),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Refused {
        Refused::Unread(error)
    }
}

/// The family of a picture that another process decodes; `None` of any other file. It is read from its beginning again.
fn foreign(file: &mut File) -> io::Result<Option<Family>> {
    let head = head(file)?;
    file.rewind()?;
    Ok(Family::of(&head).filter(|family| family.is_foreign()))
}

/// A file's first bytes.
fn head(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(decode::HEAD);
    file.take(decode::HEAD as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Hash of all bytes of a file, as long as it is no larger than one that is read.
fn hash(file: &mut File) -> io::Result<u64> {
    let mut hash = Xxh3::new();
    let mut file = file.take(MAX_FILE);
    let mut part = [0; 1 << 16];
    loop {
        let length = file.read(&mut part)?;
        if length == 0 {
            return Ok(hash.digest());
        }
        hash.update(part.get(..length).unwrap_or_default());
    }
}
