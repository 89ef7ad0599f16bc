//! What can be wrong with a journal, said so that somebody can mend it.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::model::Words;
use crate::words;

/// Why a journal cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is none.
    Missing,
    /// A later version of bangtin wrote it.
    Newer,
    /// Some other file.
    Foreign,
    /// What is in it makes no sense; says where.
    Damaged(String),
    /// The disk is full.
    Full,
    /// It, or its folder, may not be written.
    ReadOnly,
    /// Another process holds it.
    Busy,
    /// The system's own word.
    Other(String),
}

impl Trouble {
    pub(super) fn of_io(error: &io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::NotFound => Trouble::Missing,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::Full,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Trouble::ReadOnly,
            _ => Trouble::Other(error.to_string()),
        }
    }

    /// What is wrong with the journal at `file`, and what to do.
    pub fn words(&self, file: &Path) -> Words {
        let file = file.display();
        match self {
            Trouble::Missing => words!(
                "Không có nhật ký {file}. Trình phát ghi nó khi chạy (bangtin play); hãy xem lại đường dẫn.",
                "there is no journal {file}; the player writes it (bangtin play); check the path"
            ),
            Trouble::Newer => words!(
                "Nhật ký {file} do bản bangtin mới hơn ghi. Hãy dùng bản mới ấy.",
                "{file} was written by a newer bangtin; use that one"
            ),
            Trouble::Foreign => {
                words!("{file} không phải nhật ký của bangtin.", "{file} is no journal of bangtin")
            }
            Trouble::Damaged(place) => words!(
                "Nhật ký {file} bị hỏng ({place}). Giữ nguyên tệp ấy và tìm bản sao lưu.",
                "{file} is damaged ({place}); leave it as it is and look for a backup"
            ),
            Trouble::Full => words!(
                "Đĩa đầy, không ghi được nhật ký {file}. Hãy xoá bớt tệp.",
                "the disk is full and {file} cannot be written; make room"
            ),
            Trouble::ReadOnly => words!(
                "Không được phép ghi nhật ký {file}. Hãy xem lại quyền của thư mục ấy.",
                "{file} may not be written; check the permissions of that folder"
            ),
            Trouble::Busy => words!(
                "Nhật ký {file} đang bị chương trình khác giữ. Hãy đóng chương trình ấy.",
                "another program holds {file}; close it"
            ),
            Trouble::Other(what) => {
                words!("Không dùng được nhật ký {file}: {what}", "{file} cannot be used: {what}")
            }
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt) => Trouble::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Trouble::Foreign,
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Trouble::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Busy,
            Some(_) => Trouble::Other(error.to_string()),
            // Not SQLite's: a column holds what no journal has there.
            None => Trouble::Damaged(error.to_string()),
        }
    }
}
