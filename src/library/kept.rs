//! Copies of files on the disk of this machine: each called by the hash of its bytes, so that there is one of the same
//! bytes, and an index with a line for each version of each file.
//!
//! What lies in the directory is the truth of what is held: a copy is made under another name and gets its own once all
//! of it is on the disk. Players of one folder share it, one at a time.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use chrono::{DateTime, Utc};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::root::Root;
use super::versions::Index;

/// Largest file of which a copy is kept, in bytes.
pub(super) const LARGEST: u64 = 64 << 20;
/// What the copies of one folder may take in all, in bytes.
const ROOM: u64 = 1 << 30;
/// What stays free on the disk for others, in bytes.
const RESERVE: u64 = 256 << 20;
/// What is read at a time.
const PIECE: usize = 1 << 20;

/// The copies of one folder.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    dir: PathBuf,
    folder: String,
    room: u64,
}

impl Kept {
    /// Those of the folder at `root`, below `state`; nothing is made yet.
    pub(super) fn new(state: &Path, root: &Root) -> Kept {
        let folder = root.full(Path::new(""));
        let dir = state.join(format!("{:016x}", xxh3_64(folder.as_os_str().as_encoded_bytes())));
        Kept { dir, folder: folder.to_string_lossy().into_owned(), room: ROOM }
    }

    /// Makes the directory where there is none.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn make(&self) -> io::Result<()> {
        let mut maker = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
        maker.recursive(true).create(&self.dir)
    }

    /// Holds it alone; waits for whoever else does.
    ///
    /// # Errors
    /// The system's; `NotFound` where there is none yet.
    pub(super) fn hold(&self) -> io::Result<Held> {
        let lock = File::options().create(true).truncate(false).write(true).open(self.dir.join("lock"))?;
        lock.lock()?;
        let index = match File::open(self.dir.join("index")) {
            Ok(lines) => Index::read(BufReader::new(lines))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Index::default(),
            Err(error) => return Err(error),
        };
        let mut sizes = HashMap::new();
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if let Some(hash) = u128::from_str_radix(&name, 16).ok().filter(|hash| called(*hash) == name) {
                sizes.insert(hash, entry.metadata()?.len());
            } else if name.ends_with(".part") {
                remove_if_left(&entry.path());
            }
        }
        Ok(Held { kept: self.clone(), index, sizes, _lock: lock })
    }

    /// Copies `size` bytes of `source`, asking before each piece whether to go on. `None`: they could not be read, there
    /// are more or fewer of them, or it was not to go on.
    ///
    /// # Errors
    /// Those of the disk that the copy lies on.
    pub(super) fn copy(
        &self,
        source: &mut File,
        size: u64,
        go_on: impl Fn() -> bool,
    ) -> io::Result<Option<Part>> {
        if free(&self.dir).is_some_and(|free| free < size + RESERVE) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let mut part = Part::new(&self.dir)?;
        let Some(hash) = pour(source, &mut part.file, size, go_on)? else { return Ok(None) };
        part.file.sync_all()?;
        part.hash = hash;
        Ok(Some(part))
    }
}

/// The copies of one folder, held alone.
pub(super) struct Held {
    kept: Kept,
    pub(super) index: Index,
    /// What there is, by its hash.
    sizes: HashMap<u128, u64>,
    _lock: File,
}

impl Held {
    /// Where the copy of these bytes lies, if there is one.
    pub(super) fn copy_of(&self, hash: u128) -> Option<PathBuf> {
        self.sizes.contains_key(&hash).then(|| self.kept.dir.join(called(hash)))
    }

    /// Gives a copy its name, unless there is one of the same bytes.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn add(&mut self, part: &Part) -> io::Result<()> {
        if !self.sizes.contains_key(&part.hash) {
            fs::rename(&part.path, self.kept.dir.join(called(part.hash)))?;
            self.sizes.insert(part.hash, part.file.metadata()?.len());
        }
        Ok(())
    }

    /// Removes what has to go, and writes the index; it is on the disk when this returns.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn save(&mut self, now: DateTime<Utc>) -> io::Result<()> {
        let dir = &self.kept.dir;
        let before: Vec<u128> = self.sizes.keys().copied().collect();
        self.index.prune(&mut self.sizes, self.kept.room, now);
        for hash in before.iter().filter(|hash| !self.sizes.contains_key(*hash)) {
            fs::remove_file(dir.join(called(*hash)))?;
        }
        if self.index.changed {
            let part = Part::new(dir)?;
            self.index.write(&self.kept.folder, BufWriter::new(&part.file))?;
            part.file.sync_all()?;
            fs::rename(&part.path, dir.join("index"))?;
            self.index.changed = false;
        }
        sync(dir);
        Ok(())
    }
}

/// A file that has not got its name yet. It is locked while somebody writes it, and goes away with this value.
pub(super) struct Part {
    file: File,
    path: PathBuf,
    pub(super) hash: u128,
}

impl Part {
    fn new(dir: &Path) -> io::Result<Part> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let path = dir.join(format!("{}-{}.part", process::id(), COUNT.fetch_add(1, Relaxed)));
        let file = File::options().write(true).create(true).truncate(true).open(&path)?;
        file.lock()?;
        Ok(Part { file, path, hash: 0 })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Nothing is there any more when it got its name.
        let _ = fs::remove_file(&self.path);
    }
}

/// The name of the copy of these bytes.
fn called(hash: u128) -> String {
    format!("{hash:032x}")
}

/// Removes what a player that was killed was copying.
fn remove_if_left(part: &Path) {
    if File::open(part).is_ok_and(|file| file.try_lock().is_ok()) {
        let _ = fs::remove_file(part);
    }
}

/// Copies `size` bytes, and answers with their hash. `None`: they could not be read, there are more or fewer of them, or
/// it was not to go on.
///
/// # Errors
/// Those of `sink`.
pub(super) fn pour(
    source: &mut impl Read,
    sink: &mut impl Write,
    size: u64,
    go_on: impl Fn() -> bool,
) -> io::Result<Option<u128>> {
    let (mut hash, mut left, mut piece) = (Xxh3::new(), size, vec![0; PIECE]);
    loop {
        let Some(length) = go_on().then(|| source.read(&mut piece).ok()).flatten() else { return Ok(None) };
        let bytes = piece.get(..length).unwrap_or_default();
        match left.checked_sub(length as u64) {
            Some(0) if length == 0 => return Ok(Some(hash.digest128())),
            Some(less) if length > 0 => left = less,
            _ => return Ok(None),
        }
        hash.update(bytes);
        sink.write_all(bytes)?;
    }
}

/// Has the names in a directory on the disk. Where the system has no such thing, its own word has to do.
pub(super) fn sync(dir: &Path) {
    let _ = File::open(dir).and_then(|dir| dir.sync_all());
}

/// Bytes that are free on the disk of a directory, where the system tells.
#[cfg(unix)]
fn free(dir: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(dir).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free(_dir: &Path) -> Option<u64> {
    None
}
