//! The pictures that are held, and the ones that cannot be had.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::{Content, Item, Picture, Want};

/// Complete pictures by wish. Bounded: every turn lets go of what nothing needs.
#[derive(Default)]
pub(super) struct Shelf {
    held: HashMap<Want, Arc<Picture>>,
    failed: HashSet<Want>,
}

impl Shelf {
    pub(super) fn put(&mut self, picture: Arc<Picture>) {
        self.failed.remove(&picture.want);
        self.held.insert(picture.want.clone(), picture);
    }

    pub(super) fn fail(&mut self, want: Want) {
        self.failed.insert(want);
    }

    pub(super) fn get(&self, want: &Want) -> Option<Arc<Picture>> {
        self.held.get(want).cloned()
    }

    pub(super) fn missing(&self, want: &Want) -> bool {
        !self.held.contains_key(want) && !self.failed.contains(want)
    }

    /// Whether `item`, which needs `wants`, can be shown complete. A slide goes on air without a picture
    /// that cannot be had; a picture does not.
    pub(super) fn complete(&self, item: &Item, wants: &[Want]) -> bool {
        match item.content {
            Content::Picture | Content::Animation(_) | Content::Pages(_) | Content::Clip(_) => {
                wants.iter().all(|want| self.held.contains_key(want))
            }
            _ => wants.iter().all(|want| !self.missing(want)),
        }
    }

    /// Forgets everything but `needed`.
    pub(super) fn keep(&mut self, needed: &[Want]) {
        self.held.retain(|want, _| needed.contains(want));
        self.failed.retain(|want| needed.contains(want));
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.held.len()
    }
}
