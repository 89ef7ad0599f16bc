//! Bringing back what was replaced or deleted.

use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use super::kept::{Held, Kept, LARGEST, pour, sync};
use super::root::{Root, Seen};
use super::versions::Record;
use crate::model::{ItemPath, Words};
use crate::words;

/// The old versions of a folder's files that this machine has.
pub struct Store {
    kept: Kept,
    root: Root,
}

/// One old version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Old {
    /// Its own for ever, from 1.
    pub number: u64,
    /// Which file it was, relative to the folder.
    pub path: ItemPath,
    /// Size in bytes.
    pub size: u64,
    /// When it was replaced or deleted, as far as anybody saw it.
    pub gone: DateTime<Utc>,
    /// It was replaced, not deleted.
    pub replaced: bool,
}

/// What was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Where it is now.
    pub path: PathBuf,
    /// The version that was there is an old one now.
    pub replaced: bool,
}

impl Store {
    /// Those of `folder` below `state`, where [`Library::keep`](super::Library::keep) put them. The folder need not be there.
    pub fn open(state: &Path, folder: &Path) -> Store {
        let root = Root::new(folder);
        root.settle();
        Store { kept: Kept::new(state, &root), root }
    }

    /// Every old version that can be brought back, what was lost last first. What is in the folder under another name is
    /// not lost.
    ///
    /// # Errors
    /// In words, those of the disk.
    pub fn list(&self, now: DateTime<Utc>) -> Result<Vec<Old>, Words> {
        match self.hold(now) {
            Ok(held) => Ok(list(&held)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(unheld(&error)),
        }
    }

    /// Brings an old version back under its old name, or as `name`: a path relative to the folder, or an absolute one. What
    /// is there under its old name is kept as an old version itself; nothing is ever written over another name.
    ///
    /// # Errors
    /// In words: there is no such version (any more), what is there cannot be kept, or the folder cannot be written.
    pub fn bring_back(&self, number: u64, name: Option<&Path>, now: DateTime<Utc>) -> Result<Brought, Words> {
        let mut held = self.hold(now).map_err(|error| unheld(&error))?;
        let found = held.index.records().find(|(_, record)| record.number == number && record.gone.is_some());
        let Some((path, record)) = found.map(|(path, record)| (path.to_owned(), record.clone())) else {
            return Err(no_such(number));
        };
        let copy = held.copy_of(record.hash).ok_or_else(|| no_such(number))?;
        if let Some(outside) = name.filter(|name| name.is_absolute()) {
            put(&copy, &record, outside, false)?;
            return Ok(Brought { path: outside.to_owned(), replaced: false });
        }
        let path = name.unwrap_or(Path::new(&path)).to_owned();
        self.make_way(&path)?;
        let full = self.root.full(&path);
        let replaced = match self.root.look(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Ok(Seen::File(_)) if name.is_none() => self.put_by(&path, &mut held, now)?,
            Ok(_) => return Err(occupied(&full)),
            Err(error) => return Err(unwritten(&full, &error)),
        };
        put(&copy, &record, &full, replaced)?;
        if let (Ok(Seen::File(stamp)), Some(path)) = (self.root.look(&path), path.to_str()) {
            held.index.here(path, stamp, Some(record.hash), now);
            // It is back; a player that runs will write that down too.
            let _ = held.save(now);
        }
        Ok(Brought { path: full, replaced })
    }

    /// The store, as the folder is now: nobody may have been looking, or a player may be late.
    fn hold(&self, now: DateTime<Utc>) -> io::Result<Held> {
        let mut held = self.kept.hold()?;
        for (path, stamp) in held.index.misses(&self.root) {
            match stamp {
                Some(stamp) => held.index.here(&path, stamp, None, now),
                None => {
                    let other = matches!(self.root.look(Path::new(&path)), Ok(Seen::File(_)));
                    held.index.gone(&path, now, other);
                }
            }
        }
        Ok(held)
    }

    /// Makes the folders that a file lies in. No link is followed out of the folder.
    fn make_way(&self, path: &Path) -> Result<(), Words> {
        let full = self.root.full(path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            let full = path.display();
            return Err(words!(
                "«{full}» đi ra ngoài thư mục bảng tin. Muốn để nơi khác thì ghi đường dẫn đầy đủ, bắt đầu bằng dấu /.",
                "{full} leads out of the folder; to put it elsewhere give the whole path, from / on"
            ));
        }
        if let Err(error) = self.root.identity() {
            return Err(unwritten(&full, &error));
        }
        let mut folders: Vec<&Path> =
            path.ancestors().skip(1).filter(|at| !at.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            match self.root.look(folder) {
                Ok(Seen::Folder) => {}
                Ok(_) => return Err(occupied(&self.root.full(folder))),
                Err(_) => fs::create_dir(self.root.full(folder)).map_err(|error| unwritten(&full, &error))?,
            }
        }
        Ok(())
    }

    /// Keeps what is there now.
    fn put_by(&self, path: &Path, held: &mut Held, now: DateTime<Utc>) -> Result<bool, Words> {
        let full = self.root.full(path);
        let cannot = |why: Words| {
            let (full, vi, en) = (full.display(), why.vi, why.en);
            words!(
                "Ở «{full}» đang có bản khác mà không cất lại được ({vi}). Thêm --as TÊN-KHÁC để lấy bản cũ về dưới tên khác.",
                "there is another version at {full} that cannot be kept ({en}); --as NAME brings this one back under another name"
            )
        };
        let (mut file, stamp) = self.root.open(path).map_err(|error| cannot(words!("{error}", "{error}")))?;
        if stamp.size > LARGEST {
            return Err(cannot(words!("lớn hơn 64 MB", "it has more than 64 MB")));
        }
        let copied = self.kept.copy(&mut file, stamp.size, || true);
        let part = copied.map_err(|error| cannot(words!("{error}", "{error}")))?;
        let Some(part) = part.filter(|_| self.root.unchanged(&file, stamp).is_ok()) else {
            return Err(cannot(words!("đang có người ghi", "somebody is writing it")));
        };
        let (Some(path), hash) = (path.to_str(), part.hash) else { return Err(occupied(&full)) };
        let write = |held: &mut Held| {
            held.add(&part)?;
            held.index.here(path, stamp, Some(hash), now);
            held.save(now)
        };
        write(held).map_err(|error| cannot(words!("{error}", "{error}")))?;
        Ok(true)
    }
}

fn list(held: &Held) -> Vec<Old> {
    let is_here = |record: &Record| record.gone.is_none();
    let here: std::collections::HashSet<u128> =
        held.index.records().filter(|(_, record)| is_here(record)).map(|(_, record)| record.hash).collect();
    let lost = held.index.records().filter(|(_, record)| !here.contains(&record.hash));
    let mut olds: Vec<Old> = lost
        // What some program made a moment before it wrote it is nothing to bring back.
        .filter(|(_, record)| record.size > 0 && held.copy_of(record.hash).is_some())
        .filter_map(|(path, record)| {
            Some(Old {
                number: record.number,
                path: ItemPath::new(path),
                size: record.size,
                gone: DateTime::from_timestamp_millis(record.gone?)?,
                replaced: record.replaced,
            })
        })
        .collect();
    olds.sort_by_key(|old| std::cmp::Reverse((old.gone, old.number)));
    olds
}

/// Writes a copy of `copy` at `to`, whole or not at all; over what is there only when `over`.
fn put(copy: &Path, record: &Record, to: &Path, over: bool) -> Result<(), Words> {
    let (Some(folder), Some(name)) = (to.parent(), to.file_name()) else { return Err(occupied(to)) };
    if !over && to.symlink_metadata().is_ok() {
        return Err(occupied(to));
    }
    // The player takes no notice of such a name.
    let part = folder.join(format!(".bangtin-{}-{}.part", std::process::id(), record.number));
    let whole = || {
        let mut file = File::create_new(&part)?;
        let Some(hash) = pour(&mut File::open(copy)?, &mut file, record.size, || true)? else {
            return Ok(false);
        };
        if hash != record.hash {
            return Ok(false);
        }
        let modified = u64::try_from(record.modified).unwrap_or(0);
        let modified = SystemTime::UNIX_EPOCH + Duration::from_nanos(modified);
        // A share may have times of its own.
        let _ = file.set_times(FileTimes::new().set_modified(modified));
        file.sync_all()?;
        // A link never takes the place of what came meanwhile; not every share has them.
        if over || fs::hard_link(&part, folder.join(name)).is_err() {
            if !over && to.symlink_metadata().is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(&part, folder.join(name))?;
        }
        Ok::<bool, io::Error>(true)
    };
    let done = whole();
    let _ = fs::remove_file(&part);
    sync(folder);
    match done {
        Ok(true) => Ok(()),
        Ok(false) => Err(words!(
            "Bản giữ của tệp này bị hỏng trên đĩa của máy; không lấy lại được.",
            "the copy of this file is damaged on the disk of this machine and cannot be brought back"
        )),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(occupied(to)),
        Err(error) => Err(unwritten(to, &error)),
    }
}

fn no_such(number: u64) -> Words {
    words!(
        "Không có bản cũ số {number}, hoặc nó đã quá 30 ngày. Xem số: bangtin restore THƯ-MỤC",
        "there is no old version {number} (any more); bangtin restore FOLDER lists them"
    )
}

fn occupied(path: &Path) -> Words {
    let path = path.display();
    words!(
        "Ở «{path}» đang có tệp khác; không ghi đè. Thêm --as TÊN-KHÁC để lấy về dưới tên khác.",
        "there is something else at {path}, which is not overwritten; --as NAME brings it back under another name"
    )
}

fn unheld(error: &io::Error) -> Words {
    words!(
        "Không đọc được nơi giữ bản cũ (~/.local/state/bangtin/kept): {error}. Chạy lệnh này bằng chính người dùng chạy trình phát.",
        "the old versions (~/.local/state/bangtin/kept) cannot be read: {error}; run this as the user who runs the player"
    )
}

fn unwritten(path: &Path, error: &io::Error) -> Words {
    let path = path.display();
    words!(
        "Không ghi được «{path}»: {error}. Máy này chỉ được đọc thư mục thì lấy ra nơi khác rồi chép vào: --as /tmp/TÊN-TỆP",
        "cannot write {path}: {error}; where this machine may only read the folder, take it out and copy it there: --as /tmp/NAME"
    )
}
