//! The folder on the disk: looked at, listed and read without ever following a link out of it.
//!
//! Paths are relative to the folder. Those that begin with `../media` lie in the shared `media/` beside it;
//! no other path leaves the folder. Every open walks down from the folder one directory at a time and refuses
//! links, so that a link that is swapped in between looking and opening gains nothing.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::UNIX_EPOCH;

use super::hashes::Hashes;
use super::order::shown;
use crate::model::Stamp;

/// Where the shared assets lie when the folder has no `media/` of its own.
pub(super) const OUTER_MEDIA: &str = "../media";

/// How much disk work was done, for the tests that hold it down.
#[derive(Debug, Default)]
pub struct Work {
    /// Directories listed.
    pub listed: AtomicU64,
    /// Files looked at (`lstat`).
    pub looked: AtomicU64,
    /// Files opened.
    pub opened: AtomicU64,
    /// Texts parsed.
    pub parsed: AtomicU64,
    /// Pictures and documents opened to be decoded.
    pub decoded: AtomicU64,
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A regular file, this version of it.
    File(Stamp),
    /// A directory.
    Folder,
    /// A symbolic link, whatever it leads to.
    Link,
    /// A pipe, a device or a socket.
    Special,
}

/// Which directory the folder is: another one may stand at its path tomorrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The file system it lies on.
    pub(super) device: u64,
    inode: u64,
}

/// The folder.
#[derive(Clone, Debug)]
pub(super) struct Root {
    dir: PathBuf,
    /// It lies on a network or FUSE file system, which may make inode numbers up anew at every look.
    remote: Arc<AtomicBool>,
    pub(super) work: Arc<Work>,
    pub(super) hashes: Arc<Hashes>,
}

impl Root {
    pub(super) fn new(folder: &Path) -> Root {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let dir = absolute.canonicalize().unwrap_or(absolute);
        Root { dir, remote: Arc::default(), work: Arc::default(), hashes: Arc::default() }
    }

    /// The folder's own name.
    pub(super) fn name(&self) -> String {
        self.dir.file_name().map(shown).unwrap_or_default()
    }

    /// Finds out what kind of file system the folder lies on now; a share may be mounted over it at any time.
    /// Answers whether changes come without events, or without reliable ones: network and FUSE file systems.
    /// Waits for a share that is mounted when it is looked at.
    pub(super) fn settle(&self) -> bool {
        let remote = is_remote(&self.dir);
        self.remote.store(remote, Relaxed);
        remote
    }

    /// What [`Root::settle`] found out last.
    pub(super) fn is_remote(&self) -> bool {
        self.remote.load(Relaxed)
    }

    /// An inode number that can be compared, 0 where none can.
    #[cfg(unix)]
    fn inode(&self, metadata: &Metadata) -> u64 {
        use std::os::unix::fs::MetadataExt;
        if self.is_remote() { 0 } else { metadata.ino() }
    }

    /// Where `path` really is.
    pub(super) fn full(&self, path: &Path) -> PathBuf {
        let (base, rest) = self.base(path);
        base.join(rest)
    }

    /// The path, relative to the folder, of what an event names; `None` for the folder itself or elsewhere.
    pub(super) fn relative(&self, full: &Path) -> Option<PathBuf> {
        let outer = self.base(Path::new(OUTER_MEDIA)).0;
        let inside = full.strip_prefix(&self.dir).ok().filter(|rest| !rest.as_os_str().is_empty());
        let beside = || full.strip_prefix(outer).ok().map(|rest| Path::new(OUTER_MEDIA).join(rest));
        inside.map(Path::to_owned).or_else(beside)
    }

    /// The directory that a path is reached from without following links, and the way from there.
    fn base<'a>(&self, path: &'a Path) -> (PathBuf, &'a Path) {
        match path.strip_prefix(OUTER_MEDIA) {
            Ok(rest) => (self.dir.parent().unwrap_or(&self.dir).join("media"), rest),
            Err(_) => (self.dir.clone(), path),
        }
    }

    /// Which directory stands at the folder's path now.
    pub(super) fn identity(&self) -> io::Result<Identity> {
        let metadata = std::fs::metadata(&self.dir)?;
        if !metadata.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Ok(Identity { device: metadata.dev(), inode: self.inode(&metadata) })
        }
        #[cfg(not(unix))]
        Ok(Identity { device: 0, inode: 0 })
    }

    /// What lies in a directory, by name, in no order.
    pub(super) fn list(&self, path: &Path) -> io::Result<Vec<(OsString, Seen)>> {
        self.work.listed.fetch_add(1, Relaxed);
        let mut found = Vec::new();
        for entry in std::fs::read_dir(self.full(path))? {
            let entry = entry?;
            self.work.looked.fetch_add(1, Relaxed);
            // A file that vanished since the listing is not there.
            if let Ok(metadata) = entry.metadata() {
                found.push((entry.file_name(), self.seen(&metadata)));
            }
        }
        Ok(found)
    }

    /// Whether nothing lies in the folder, or it is not there.
    pub(super) fn is_bare(&self) -> bool {
        std::fs::read_dir(&self.dir).map_or(true, |mut entries| entries.next().is_none())
    }

    /// The folders that lie directly in the folder. Looks at no file.
    pub(super) fn folders(&self) -> Vec<OsString> {
        self.work.listed.fetch_add(1, Relaxed);
        let entries = std::fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        folders.map(|entry| entry.file_name()).collect()
    }

    /// What lies at a path, without following a link at its end.
    pub(super) fn look(&self, path: &Path) -> io::Result<Seen> {
        self.work.looked.fetch_add(1, Relaxed);
        std::fs::symlink_metadata(self.full(path)).map(|metadata| self.seen(&metadata))
    }

    fn seen(&self, metadata: &Metadata) -> Seen {
        let kind = metadata.file_type();
        if kind.is_symlink() {
            Seen::Link
        } else if kind.is_dir() {
            Seen::Folder
        } else if kind.is_file() {
            Seen::File(self.stamp(metadata))
        } else {
            Seen::Special
        }
    }

    fn stamp(&self, metadata: &Metadata) -> Stamp {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|age| i64::try_from(age.as_nanos()).ok()).unwrap_or(0);
        #[cfg(unix)]
        let inode = self.inode(metadata);
        #[cfg(not(unix))]
        let inode = 0;
        Stamp { size: metadata.len(), modified, inode }
    }

    /// Opens a regular file for reading. Never blocks on a pipe and never follows a link.
    ///
    /// # Errors
    /// Those of the system; `InvalidInput` for anything but a regular file.
    pub(super) fn open(&self, path: &Path) -> io::Result<(File, Stamp)> {
        let Seen::File(_) = self.look(path)? else { return Err(io::ErrorKind::InvalidInput.into()) };
        self.work.opened.fetch_add(1, Relaxed);
        let (base, rest) = self.base(path);
        let file = open_beneath(&base, rest)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let stamp = self.stamp(&metadata);
        Ok((file, stamp))
    }

    /// Reads at most `limit` bytes of a file, with the version that was read.
    pub(super) fn read(&self, path: &Path, limit: u64) -> io::Result<(Vec<u8>, Stamp)> {
        let (mut file, stamp) = self.open(path)?;
        let mut bytes = Vec::new();
        read_more(&mut file, &mut bytes, limit.min(stamp.size.saturating_add(1)))?;
        self.unchanged(&file, stamp)?;
        Ok((bytes, stamp))
    }

    /// Fails with `Interrupted` when a file changed while it was being read.
    pub(super) fn unchanged(&self, file: &File, stamp: Stamp) -> io::Result<()> {
        if self.stamp(&file.metadata()?) == stamp { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    }
}

/// Appends at most `limit` bytes.
pub(super) fn read_more(file: &mut File, bytes: &mut Vec<u8>, limit: u64) -> io::Result<()> {
    bytes
        .try_reserve(usize::try_from(limit).unwrap_or(usize::MAX))
        .map_err(|_| io::ErrorKind::OutOfMemory)?;
    file.take(limit).read_to_end(bytes).map(|_| ())
}

/// Opens `path` below `base`, one directory at a time, following no link.
#[cfg(unix)]
fn open_beneath(base: &Path, path: &Path) -> io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    let down = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
    // NONBLOCK: should the file have become a pipe since it was looked at, the open returns at once.
    let last = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let mut at = openat(CWD, base, down, Mode::empty())?;
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
        let flags = if parts.peek().is_some() { down | OFlags::NOFOLLOW } else { last };
        at = openat(&at, name, flags, Mode::empty())?;
    }
    Ok(File::from(at))
}

/// Opens `path` below `base` where links on the way can only be looked for.
#[cfg(not(unix))]
fn open_beneath(base: &Path, path: &Path) -> io::Result<File> {
    let mut at = base.to_owned();
    for part in path.components() {
        let Component::Normal(name) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
        at.push(name);
        if std::fs::symlink_metadata(&at)?.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
    }
    File::open(at)
}

/// Whether a directory lies on a network or FUSE file system (magic numbers of `statfs(2)`).
#[cfg(target_os = "linux")]
pub fn is_remote(dir: &Path) -> bool {
    const NFS: i64 = 0x6969;
    const SMB: i64 = 0x517B;
    const SMB2: i64 = 0xFE53_4D42;
    const CIFS: i64 = 0xFF53_4D42;
    const FUSE: i64 = 0x6573_5546;
    const V9FS: i64 = 0x0102_1997;
    const CEPH: i64 = 0x00C3_6400;
    const VBOX: i64 = 0x786F_4256;
    const AFS: i64 = 0x5346_414F;
    let Ok(system) = rustix::fs::statfs(dir) else { return false };
    // The kernel's word is 32 bits wide on some machines, and signed.
    #[allow(clippy::unnecessary_cast)]
    let kind = (system.f_type as i64) & 0xFFFF_FFFF;
    [NFS, SMB, SMB2, CIFS, FUSE, V9FS, CEPH, VBOX, AFS].contains(&kind)
}

/// Elsewhere the events of the system are trusted.
#[cfg(not(target_os = "linux"))]
pub fn is_remote(_dir: &Path) -> bool {
    false
}
