//! Files that join the programme when their facts are known: a document with its pages, a clip with its length. A document
//! of an office program is converted before.
//!
//! What such a file says of itself decides how long it is on air, so it is opened first, by a decoding thread. Until
//! then it waits as a file does that is being copied, and what is in the programme of it stays there.

use std::path::{Path, PathBuf};

use super::entry::{Body, Version};
use super::examine::Examined;
use super::kind::Kind;
use super::tree::Tree;
use crate::decode::Facts;
use crate::model::Stamp;

impl Tree {
    /// Whether a file has to be opened before it can join the programme.
    pub(super) fn opens(&self, path: &Path) -> bool {
        matches!(self.place(path), Some((Kind::Pages | Kind::Office(_) | Kind::Clip, false)))
    }

    /// Asks for a complete file to be opened; [`Tree::join`] goes on with it. What is in the programme of it stays there.
    pub(super) fn ask(&mut self, path: &Path, stamp: Stamp) {
        let version = self.entry(path).and_then(|entry| entry.version.as_ref());
        if version.is_some_and(|version| {
            version.seen == stamp && version.fault.is_none() && version.body == Body::Opened
        }) {
            return;
        }
        if !self.started {
            self.memory.expect(stamp);
        }
        self.wait(path, stamp, false);
        if let Some(waiting) = self.waiting.get_mut(path) {
            (waiting.written, waiting.probed) = (false, true);
        }
        self.asked.push(path.to_owned());
    }

    /// The files that are asked for.
    pub(super) fn asked(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.asked)
    }

    /// Takes in a file that was opened: with what that taught, or with the reason why it cannot be shown.
    pub(super) fn join(&mut self, path: &Path, opened: Examined<Facts>) {
        let Some(waiting) = self.waiting.remove(path) else { return };
        let Some((kind, draft)) = self.place(path) else { return };
        if let Some(entry) = self.entry_mut(path) {
            entry.converting = false;
        }
        let version = Version::new(opened.seen.unwrap_or(waiting.stamp), Body::Opened);
        let version = match opened.result {
            Ok(facts) => Version { facts: Some(facts), hash: opened.hash, ..version },
            Err(trouble) => Version { unread: opened.seen.is_none(), ..version.broken(trouble) },
        };
        self.put(path, kind, draft, version);
    }
}
