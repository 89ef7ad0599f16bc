//! The hash of each file's bytes, for whoever keeps a record of what was shown.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::Asset;

/// Versions that are known at most, those of files that are gone or were replaced among them: a record is made a moment
/// later. Forgetting all of them costs a hash that is not told.
const KNOWN: usize = 50_000;

/// The hash of each version's bytes, as far as they were read.
#[derive(Debug, Default)]
pub struct Hashes(Mutex<HashMap<Asset, u64>>);

impl Hashes {
    /// xxh3 of the bytes of this version; `None` where nobody has read all of them.
    pub fn of(&self, asset: &Asset) -> Option<u64> {
        self.known().get(asset).copied()
    }

    pub(super) fn put(&self, asset: Asset, hash: u64) {
        let mut known = self.known();
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(asset, hash);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Asset, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
