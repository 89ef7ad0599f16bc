//! Pictures and themes that a text names by a path.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::order::shown;
use super::root::{OUTER_MEDIA, Root};
use crate::model::{Asset, ItemPath, Words};
use crate::words;

/// Every path that was looked at on behalf of a text: a change of any of them may change what the text says.
pub(super) type Tried = RefCell<Vec<PathBuf>>;

impl Root {
    /// Finds the file that a text in folder `beside` means by `text`.
    ///
    /// `media/…` lies in the folder's own `media/`, else in the one beside the folder. Anything else is looked
    /// for beside the text, then from the folder's root.
    ///
    /// # Errors
    /// In words for the clerk: a path out of the folder, a link, a missing or unreadable file.
    pub(super) fn asset(&self, beside: &Path, text: &str, tried: &Tried) -> Result<Asset, Words> {
        let named = PathBuf::from(text.replace('\\', "/"));
        let plain = named.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !plain || text.contains(':') || text.trim().is_empty() {
            return Err(words!(
                "Đường dẫn «{text}» đi ra ngoài thư mục bảng tin; chỉ dùng được tệp trong thư mục này hoặc trong media/.",
                "`{text}` leads out of the noticeboard's folder; only files in it or in media/ can be used."
            ));
        }
        let named: PathBuf = named.components().filter(|part| *part != Component::CurDir).collect();
        let mut reason = None;
        for candidate in candidates(beside, &named) {
            tried.borrow_mut().push(candidate.clone());
            match self.find(&candidate) {
                Ok(asset) => return Ok(asset),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => reason = Some(error.kind()),
            }
        }
        Err(match reason {
            None => words!("Không tìm thấy tệp «{text}».", "There is no file `{text}`."),
            Some(ErrorKind::PermissionDenied) => {
                words!("Không có quyền đọc tệp «{text}».", "There is no permission to read `{text}`.")
            }
            Some(_) => words!(
                "«{text}» không phải tệp thường (liên kết hoặc thư mục) nên không dùng được.",
                "`{text}` is no regular file (a link or a folder) and cannot be used."
            ),
        })
    }

    /// The file at `path`, or the one whose name reads the same in another Unicode form (macOS writes NFD).
    fn find(&self, path: &Path) -> std::io::Result<Asset> {
        let missing = match self.open(path) {
            Ok((_, stamp)) => return Ok(Asset { path: ItemPath::new(path), stamp }),
            Err(error) => error,
        };
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(missing) };
        if missing.kind() != ErrorKind::NotFound || name.is_ascii() {
            return Err(missing);
        }
        let wanted = shown(name);
        let names = self.list(folder).map_err(|_| ErrorKind::NotFound)?;
        let twin = names.into_iter().map(|(name, _)| name).find(|name| shown(name) == wanted);
        let path = folder.join(twin.ok_or(missing)?);
        self.open(&path).map(|(_, stamp)| Asset { path: ItemPath::new(path), stamp })
    }
}

fn candidates(beside: &Path, named: &Path) -> Vec<PathBuf> {
    if named.starts_with(OsStr::new("media")) {
        let rest: PathBuf = named.components().skip(1).collect();
        vec![named.to_owned(), Path::new(OUTER_MEDIA).join(rest)]
    } else if beside.as_os_str().is_empty() {
        vec![named.to_owned()]
    } else {
        vec![beside.join(named), named.to_owned()]
    }
}
