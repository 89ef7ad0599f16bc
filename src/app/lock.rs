//! One player per folder and screen.

use std::fs::{File, OpenOptions, TryLockError};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::model::Words;
use crate::words;

/// Held while the player runs; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `folder` on `screen` ("1", "headless", …).
    ///
    /// # Errors
    /// When another player holds it, or the lock file cannot be made.
    pub fn take(folder: &Path, screen: &str) -> Result<Lock, Words> {
        let path = lock_path(folder, screen);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let shown = path.display();
        let file = file.map_err(|e| {
            words!("Không tạo được tệp khoá {shown}: {e}", "cannot make the lock file {shown}: {e}")
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                let folder = folder.display();
                Err(words!(
                    "Thư mục {folder} đang được phát trên màn hình này rồi. Hãy tắt bản đang chạy (Ctrl+Q) trước.",
                    "{folder} is already playing on this screen; leave that player (Ctrl+Q) first"
                ))
            }
            Err(TryLockError::Error(e)) => {
                Err(words!("Không khoá được {shown}: {e}", "cannot lock {shown}: {e}"))
            }
        }
    }
}

/// In the user's runtime directory, else the temporary one: never in the folder, which may be read-only.
fn lock_path(folder: &Path, screen: &str) -> PathBuf {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    (folder, screen).hash(&mut hasher);
    let dir = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
    dir.unwrap_or_else(std::env::temp_dir).join(format!("bangtin-{:016x}.lock", hasher.finish()))
}
