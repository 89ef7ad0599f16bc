//! One picture file read and decoded.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;

use xxhash_rust::xxh3::xxh3_64;

use super::root::{Root, read_more};
use super::trouble::{self, Trouble};
use crate::decode::{self, Family, Fault};
use crate::model::Stamp;

/// Largest picture file that is read, in bytes.
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

/// Reads a picture file and decodes it with `decode`. A panic on the way is a fault of this one file: its thread
/// goes on, and the clerk is told which picture to save anew.
pub(super) fn examine<T>(
    root: &Root,
    path: &Path,
    decode: impl FnOnce(&[u8]) -> Result<T, Fault>,
) -> Examined<T> {
    let mut seen = None;
    let attempt = AssertUnwindSafe(|| attempt(root, path, decode, &mut seen));
    catch_unwind(attempt).unwrap_or_else(|_| Examined {
        seen,
        hash: None,
        result: Err(Fault::Damaged.words()),
    })
}

fn attempt<T>(
    root: &Root,
    path: &Path,
    decode: impl FnOnce(&[u8]) -> Result<T, Fault>,
    opened: &mut Option<Stamp>,
) -> Examined<T> {
    match read(root, path) {
        Ok((bytes, seen)) => {
            *opened = Some(seen);
            root.work.decoded.fetch_add(1, Relaxed);
            #[cfg(test)]
            super::tests::trip(super::tests::DECODER, [path]);
            let result = decode(&bytes).map_err(Fault::words);
            Examined { seen: Some(seen), hash: Some(xxh3_64(&bytes)), result }
        }
        Err(Refused::Unread(error)) => {
            Examined { seen: None, hash: None, result: Err(trouble::unreadable(&error)) }
        }
        Err(Refused::Fault(seen, fault)) => {
            Examined { seen: Some(seen), hash: None, result: Err(fault.words()) }
        }
    }
}

enum Refused {
    Unread(io::Error),
    Fault(Stamp, Fault),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Refused {
        Refused::Unread(error)
    }
}

/// Reads a picture file whole; of anything else only the first bytes.
fn read(root: &Root, path: &Path) -> Result<(Vec<u8>, Stamp), Refused> {
    let (mut file, seen) = root.open(path)?;
    let mut bytes = Vec::with_capacity(decode::HEAD);
    (&mut file).take(decode::HEAD as u64).read_to_end(&mut bytes)?;
    if Family::of(&bytes).is_none() {
        let fault = decode::verify(&bytes).err().unwrap_or(Fault::NotPicture(None));
        return Err(Refused::Fault(seen, fault));
    }
    if seen.size > MAX_FILE {
        return Err(Refused::Fault(seen, Fault::TooLarge));
    }
    // One byte more than there should be shows a file that grew.
    let rest = (seen.size + 1).saturating_sub(bytes.len() as u64);
    read_more(&mut file, &mut bytes, rest)?;
    root.unchanged(&file, seen)?;
    Ok((bytes, seen))
}
