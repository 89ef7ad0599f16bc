//! PDFs that were made of office documents, kept on the disk: a restart makes none again.
//!
//! A document is known by all of its bytes and by who converts it. What came of it lies in two files: a text with the
//! fonts that were replaced, or the fault, and the PDF. Of more than [`ROOM`] bytes the oldest go.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::fonts::Replaced;
use super::look;
use super::{Fault, Made};

/// All that is kept, in bytes.
const ROOM: u64 = 512 << 20;

/// The ends of the names of what is kept of a document.
const ENDS: [&str; 2] = ["txt", "pdf"];

/// Faults that are kept, with their names on the disk. Another name is of another version, and tried again.
const FAULTS: [(&str, Fault); 2] = [("refused", Fault::Refused), ("too-heavy", Fault::TooHeavy)];

/// How the line begins that says what the document is.
const IS: &str = "= ";

/// The line of fonts that are as wide as what they stand in for.
const ALIKE: &str = "alike";

/// Where PDFs are kept.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// All that is kept, in bytes.
    room: u64,
}

/// Which document, converted by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Of all bytes of the document.
    pub content: u128,
    /// Of the converter; 0 where there is none.
    pub converter: u64,
}

impl Key {
    fn name(self, end: &str) -> String {
        format!("{:032x}-{:016x}.{end}", self.content, self.converter)
    }
}

impl Cache {
    /// Keeps them in `folder`, which need not be there.
    pub(super) fn of(folder: &Path) -> Cache {
        Cache { folder: folder.to_owned(), room: ROOM }
    }

    /// The folder, made if it is not there; nobody else looks into it.
    ///
    /// # Errors
    /// Those of making it.
    pub(super) fn folder(&self) -> io::Result<&Path> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(&self.folder)?;
        Ok(&self.folder)
    }

    /// What came of a document; `None` when nobody knows.
    pub(super) fn get(&self, key: Key) -> Option<Result<Made, Fault>> {
        let said = fs::read_to_string(self.folder.join(key.name("txt"))).ok()?;
        if let Some(fault) = said.strip_prefix("fault ") {
            return FAULTS.iter().find(|(name, _)| *name == fault.trim_end()).map(|(_, fault)| Err(*fault));
        }
        let pdf = File::open(self.folder.join(key.name("pdf"))).ok()?;
        // So that it counts as young.
        #[cfg(unix)]
        let _ = rustix::fs::futimens(&pdf, &NOW);
        let named =
            |mark: &str| said.lines().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect();
        let alike = said.lines().any(|line| line == ALIKE);
        let is = look::end(said.lines().find_map(|line| line.strip_prefix(IS))?)?;
        Some(Ok(Made { pdf, fonts: Replaced { missing: named("- "), instead: named("+ "), alike }, is }))
    }

    /// Keeps the PDF at `pdf`, which is moved, or why there is none. What may pass is not kept.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn put(&self, key: Key, made: Result<(&Path, &Replaced, &str), Fault>) -> io::Result<()> {
        let said = match made {
            Ok((pdf, fonts, is)) => {
                fs::rename(pdf, self.folder.join(key.name("pdf")))?;
                let missing = fonts.missing.iter().map(|name| format!("- {name}\n"));
                let instead = fonts.instead.iter().map(|name| format!("+ {name}\n"));
                let alike = fonts.alike.then(|| format!("{ALIKE}\n"));
                missing.chain(instead).chain(alike).chain([format!("{IS}{is}\n")]).collect()
            }
            Err(fault) => match FAULTS.iter().find(|(_, known)| *known == fault) {
                Some((name, _)) => format!("fault {name}\n"),
                None => return Ok(()),
            },
        };
        let unready = self.folder.join("said.part");
        fs::write(&unready, said)?;
        fs::rename(unready, self.folder.join(key.name("txt")))?;
        self.trim();
        Ok(())
    }

    /// Forgets what came of a document.
    pub(super) fn forget(&self, key: Key) {
        for end in ENDS {
            let _ = fs::remove_file(self.folder.join(key.name(end)));
        }
    }

    /// Removes what came of the oldest documents until all have room.
    fn trim(&self) {
        let mut kept: BTreeMap<PathBuf, (SystemTime, u64)> = BTreeMap::new();
        for file in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = file.path();
            // Not the lock, nor what is being made.
            if ENDS.iter().any(|end| path.extension().is_some_and(|found| found == *end))
                && let Ok(about) = file.metadata()
                && let Ok(modified) = about.modified()
            {
                let (young, length) = kept.entry(path.with_extension("")).or_insert((modified, 0));
                *young = modified.max(*young);
                *length += about.len();
            }
        }
        let mut all: u64 = kept.values().map(|(_, length)| length).sum();
        let mut kept: Vec<_> =
            kept.into_iter().map(|(name, (young, length))| (young, name, length)).collect();
        kept.sort();
        for (_, name, length) in kept {
            if all <= self.room {
                return;
            }
            for end in ENDS {
                let _ = fs::remove_file(name.with_extension(end));
            }
            all -= length;
        }
    }
}

/// The present, as the system knows it.
#[cfg(unix)]
const NOW: rustix::fs::Timestamps = {
    let now = rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
    rustix::fs::Timestamps { last_access: now, last_modification: now }
};

#[cfg(test)]
mod tests {
    use super::*;

    const NO_FONTS: Replaced = Replaced { missing: Vec::new(), instead: Vec::new(), alike: false };

    fn key(content: u128) -> Key {
        Key { content, converter: 1 }
    }

    /// Keeps a PDF of so many bytes, and makes it as old as `hours` say.
    fn put(cache: &Cache, content: u128, bytes: usize, hours: u64) {
        let pdf = cache.folder.join("made.pdf");
        fs::write(&pdf, vec![b'x'; bytes]).unwrap();
        cache.put(key(content), Ok((&pdf, &NO_FONTS, "docx"))).unwrap();
        age(cache, content, hours);
    }

    fn age(cache: &Cache, content: u128, hours: u64) {
        let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs((100_000 - hours) * 3600);
        for end in ENDS {
            File::options()
                .write(true)
                .open(cache.folder.join(key(content).name(end)))
                .unwrap()
                .set_modified(then)
                .unwrap();
        }
    }

    #[test]
    fn the_oldest_go_and_what_is_asked_for_stays() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache { folder: folder.path().to_owned(), room: 3500 };
        fs::write(folder.path().join("lock"), "").unwrap();
        let kept = |content: u128| matches!(cache.get(key(content)), Some(Ok(_)));
        for content in 1..=3 {
            put(&cache, content, 1000, 10 - content as u64);
        }
        // The oldest is on the screen: a page of it is asked for.
        assert!(kept(1));
        put(&cache, 4, 1000, 0);
        assert_eq!([1, 2, 3, 4].map(kept), [true, false, true, true], "2 was the oldest");
        // Who reads one that goes reads it to its end.
        let Some(Ok(mut made)) = cache.get(key(3)) else { panic!("3 is kept") };
        age(&cache, 3, 20);
        put(&cache, 5, 1000, 0);
        assert!(!kept(3) && kept(5));
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut made.pdf, &mut bytes).unwrap();
        assert_eq!((bytes.len(), made.is), (1000, "docx"));
        let files = fs::read_dir(folder.path()).unwrap().flatten();
        let all: u64 = files.map(|file| file.metadata().unwrap().len()).sum();
        assert!(all <= 3500 && folder.path().join("lock").exists(), "{all} bytes");
    }
}
