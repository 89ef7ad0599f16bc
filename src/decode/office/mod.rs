//! Office documents, made into PDF by LibreOffice; a worker draws the pages of that.
//!
//! LibreOffice is found when it is needed, and run behind walls ([`Walls`](super::Walls)), one at a time for all players of a
//! user: it is handed a copy of the document, in a folder of its own, with a new profile in which macros do not run, and all
//! of that is thrown away. What comes back is kept on the disk (`cache`). `look` refuses what LibreOffice is not to see.

mod cache;
mod convert;
mod fault;
mod fonts;
mod look;
mod ole;

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use super::Workers;
use cache::Cache;
use convert::Libre;

pub use cache::Key;
pub use fault::Fault;
pub use fonts::Replaced;
pub use look::MAX_FILE;

/// How often whoever waits looks whether that is still worth while.
const LOOK: Duration = Duration::from_millis(50);

/// The PDF of a document.
#[derive(Debug)]
pub struct Made {
    /// Open at its beginning.
    pub pdf: File,
    /// The fonts in it that are not those of the document.
    pub fonts: Replaced,
    /// What the document is, by the end of such a name.
    pub is: &'static str,
}

/// What one run of LibreOffice may take: three seconds and 220 MB of real memory are usual (tech.md §5).
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Real time, and processor time.
    pub patience: Duration,
    /// Memory that it may map, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { patience: Duration::from_secs(120), memory: 4 << 30 }
    }
}

/// Makes PDFs of documents. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Converter {
    workers: Workers,
    cache: Cache,
    limits: Limits,
    closed: Arc<AtomicBool>,
}

impl Converter {
    /// One whose LibreOffice is started by `workers`, and which keeps its PDFs where those keep what they have.
    pub fn of(workers: &Workers) -> Converter {
        let cache = Cache::of(workers.cache());
        Converter { workers: workers.clone(), cache, limits: Limits::default(), closed: Arc::default() }
    }

    /// The same with other limits.
    pub fn within(self, limits: Limits) -> Converter {
        Converter { limits, ..self }
    }

    /// The name of the document that `file` is, read from its beginning to its end.
    ///
    /// # Errors
    /// Those of reading.
    pub fn key(&self, file: &mut File) -> io::Result<Key> {
        file.rewind()?;
        let mut hash = Xxh3::new();
        let mut part = vec![0; 1 << 16];
        loop {
            match file.read(&mut part)? {
                0 => break,
                length => hash.update(part.get(..length).unwrap_or_default()),
            }
        }
        Ok(Key { content: hash.digest128(), converter: Libre::find().map_or(0, |libre| libre.version()) })
    }

    /// What came of a document before; `None`: nobody has tried.
    pub fn made(&self, key: Key) -> Option<Result<Made, Fault>> {
        self.cache.get(key)
    }

    /// Whether a document is one that LibreOffice is given.
    ///
    /// # Errors
    /// A [`Fault`] when it is none, not the whole of one, locked, too heavy, or has programs in it.
    pub fn look(&self, bytes: &[u8]) -> Result<(), Fault> {
        look::look(bytes).map(|_| ())
    }

    /// Has LibreOffice make a PDF of the document that `bytes` are, which takes some seconds, after all others that wait
    /// for theirs.
    ///
    /// # Errors
    /// Why there is none.
    pub fn make(&self, key: Key, bytes: &[u8]) -> Result<Made, Fault> {
        let (format, asked) = look::look(bytes)?;
        let libre = Libre::find().filter(|libre| libre.has(format.part)).ok_or(Fault::Missing)?;
        let folder = self.cache.folder().map_err(|_| Fault::NoRoom)?;
        let _turn = self.turn(folder)?;
        // Another player may have made it meanwhile.
        if let Some(made) = self.cache.get(key) {
            return made;
        }
        let work = folder.join("work");
        let made = convert::run(self, &libre, &work, format, bytes).and_then(|pdf| {
            let fonts = convert::fonts(&self.workers, &work, &pdf, &asked);
            self.cache.put(key, Ok((&pdf, &fonts, format.end))).map_err(|_| Fault::NoRoom)
        });
        convert::clear(&work);
        match made {
            Ok(()) => self.cache.get(key).unwrap_or(Err(Fault::NoRoom)),
            Err(fault) => {
                // One that is not kept is found out again.
                let _ = self.cache.put(key, Err(fault));
                Err(fault)
            }
        }
    }

    /// Forgets what came of a document: it cannot be what it seemed to be.
    pub fn forget(&self, key: Key) {
        self.cache.forget(key);
    }

    /// Ends what runs; nothing is made any more.
    pub fn close(&self) {
        self.closed.store(true, Relaxed);
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Relaxed)
    }

    /// Waits until nobody else of this user converts, and keeps others from it while it is held.
    fn turn(&self, folder: &Path) -> Result<File, Fault> {
        let lock = File::create(folder.join("lock")).map_err(|_| Fault::NoRoom)?;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::WouldBlock) if !self.is_closed() => thread::sleep(LOOK),
                Err(_) => return Err(Fault::NoRoom),
            }
        }
    }
}
