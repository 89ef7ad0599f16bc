//! PDFs that were made of office documents, kept on the disk: a restart makes none again.
//!
//! A document is known by all of its bytes and by who converts it. What came of it lies in two files: a text with the
//! fonts that were replaced, or the fault, and the PDF. Of more than [`ROOM`] bytes the oldest go.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::fonts::Replaced;
use super::{Fault, Made};

/// All that is kept, in bytes.
const ROOM: u64 = 512 << 20;

/// Faults that are kept, with their names on the disk. Another name is of another version, and tried again.
const FAULTS: [(&str, Fault); 2] = [("refused", Fault::Refused), ("too-heavy", Fault::TooHeavy)];

/// The line of fonts that are as wide as what they stand in for.
const ALIKE: &str = "alike";

/// Where PDFs are kept.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    folder: PathBuf,
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
        Cache { folder: folder.to_owned() }
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
        Some(Ok(Made { pdf, fonts: Replaced { missing: named("- "), instead: named("+ "), alike } }))
    }

    /// Keeps the PDF at `pdf`, which is moved, or why there is none. What may pass is not kept.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn put(&self, key: Key, made: Result<(&Path, &Replaced), Fault>) -> io::Result<()> {
        let said = match made {
            Ok((pdf, fonts)) => {
                fs::rename(pdf, self.folder.join(key.name("pdf")))?;
                let missing = fonts.missing.iter().map(|name| format!("- {name}\n"));
                let instead = fonts.instead.iter().map(|name| format!("+ {name}\n"));
                missing.chain(instead).chain(fonts.alike.then(|| format!("{ALIKE}\n"))).collect()
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
        for end in ["txt", "pdf"] {
            let _ = fs::remove_file(self.folder.join(key.name(end)));
        }
    }

    /// Removes the oldest until all have room.
    fn trim(&self) {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = files
            .filter_map(|file| {
                let about = file.metadata().ok().filter(|about| about.is_file())?;
                Some((about.modified().ok()?, about.len(), file.path()))
            })
            .collect();
        files.sort();
        let mut all: u64 = files.iter().map(|(_, length, _)| length).sum();
        for (_, length, path) in files {
            if all <= ROOM {
                return;
            }
            if fs::remove_file(path).is_ok() {
                all -= length;
            }
        }
    }
}

/// The present, as the system knows it.
#[cfg(unix)]
const NOW: rustix::fs::Timestamps = {
    let now = rustix::fs::Timespec { tv_sec: 0, tv_nsec: rustix::fs::UTIME_NOW };
    rustix::fs::Timestamps { last_access: now, last_modification: now }
};
