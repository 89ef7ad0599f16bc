//! Judging what was decoded: is it true of the file as it is known now?

use std::path::Path;
use std::sync::Arc;

use super::entry::Version;
use super::examine::{Examined, glance};
use super::kind;
use super::live::Live;
use super::root::Seen;
use super::trouble::Trouble;
use super::watch::Hint;
use crate::decode::{Facts, PictureFacts, clip};
use crate::model::{ItemPath, News, Picture, Play, Stamp, Want};

/// A picture, and what decoding it taught of a picture file.
type Decoded = (Picture, Option<PictureFacts>);

/// How often in a row a clip may stop before it stays out of the programme.
const STOPS: u32 = 3;

/// How many pictures the watching thread looks at itself: some milliseconds, even over a network.
const FEW: usize = 16;

impl Live {
    /// A file that looked the same for two seconds was verified.
    pub(super) fn probed(&mut self, path: &Path, made: Examined<Facts>) {
        let Some(waiting) = self.tree.waiting.get_mut(path) else { return };
        if made.seen != Some(waiting.stamp) && made.seen.is_some() {
            (waiting.probed, waiting.since) = (false, self.tree.now);
            return;
        }
        let seen = waiting.stamp;
        if self.tree.opens(path) {
            if made.result.is_err() && self.arrival.is_recent(seen) {
                // Its copy may have begun before the player did.
                return self.tree.wait(path, seen, false);
            }
            return self.tree.join(path, made);
        }
        let unread = made.seen.is_none();
        if unread && self.tree.version_mut(path).is_some_and(|version| version.unread) {
            // As unreadable as before: nothing to say.
            self.tree.waiting.remove(path);
            return;
        }
        self.tree.accept(path);
        let is_same = |version: &mut Version| made.seen.is_none_or(|seen| seen == version.seen);
        match made.result {
            _ if !self.tree.version_mut(path).is_some_and(is_same) => {}
            Ok(Facts::Picture(facts)) => self.tree.learn(path, facts, made.hash),
            Ok(Facts::Pages(_) | Facts::Converted(..) | Facts::Clip(_)) => {}
            Err(trouble) => self.tree.spoil(path, trouble, unread),
        }
    }

    /// Looks at the heads of new pictures: of a few at once, before anybody sees them; of many beside everything else.
    pub(super) fn glance(&mut self) {
        let unseen = std::mem::take(&mut self.tree.unseen);
        if unseen.len() > FEW {
            return self.desk.glance(unseen);
        }
        let root = &self.tree.root;
        let look = |path: ItemPath| glance(root, path.os()).map(|(seen, facts)| (path, seen, facts));
        let seen = unseen.into_iter().filter_map(look).collect();
        self.glanced(seen);
    }

    /// The heads of pictures were read. What is as it seemed needs no word.
    pub(super) fn glanced(&mut self, seen: Vec<(ItemPath, Stamp, PictureFacts)>) {
        for (path, stamp, facts) in seen {
            if self
                .tree
                .version_mut(path.os())
                .is_some_and(|version| version.seen == stamp && version.facts.is_none())
            {
                self.tree.learn(path.os(), facts, None);
            }
        }
    }

    /// A document is being converted.
    pub(super) fn converting(&mut self, path: &Path) {
        if let Some(entry) = self.tree.entry_mut(path) {
            entry.converting = true;
            self.tree.changed(path);
        }
    }

    /// A want was decoded, or failed: is it true of the file as it is known?
    pub(super) fn decoded(&mut self, want: &Want, made: Examined<Decoded>) {
        let path = want.of.path.os().to_owned();
        // A file that was only touched keeps its stamp in the programme.
        let version = self.tree.version_mut(&path).filter(|version| version.stamp == want.of.stamp);
        // What was made of a document does not change when that does.
        let lasts =
            version.as_ref().is_some_and(|version| matches!(version.facts, Some(Facts::Converted(..))));
        let seen = version.map(|version| version.seen);
        let expected = seen.unwrap_or(want.of.stamp);
        if made.seen != Some(expected) && !lasts {
            return self.stale(want, expected, made);
        }
        match made.result {
            Ok((picture, facts)) => {
                match (facts, self.tree.version_mut(&path)) {
                    (Some(facts), _) if seen.is_some() => self.tree.learn(&path, facts, made.hash),
                    (None, Some(version)) if seen.is_some() => {
                        version.hash = made.hash.or(version.hash);
                        self.tree.tell_hash(&path);
                    }
                    _ => {}
                }
                if self.desk.settle(want) {
                    self.outbox.push(News::Picture(Arc::new(picture)));
                }
            }
            Err(trouble) => {
                let lost = made.seen.is_none();
                self.fail(want, trouble, lost);
                if let Some(seen) = seen.filter(|_| lost)
                    && self.is_worth_another_try(&path)
                {
                    // It is made again.
                    self.tree.wait(&path, seen, false);
                }
            }
        }
    }

    /// The file is another one than was wanted, or cannot be opened: looks why.
    fn stale(&mut self, want: &Want, expected: Stamp, made: Examined<Decoded>) {
        if self.is_lost() {
            // Answered when the folder is back.
            self.desk.settle(want);
            return;
        }
        let path = want.of.path.os();
        match (self.tree.root.look(path), made) {
            (Ok(Seen::File(stamp)), Examined { seen: None, result: Err(trouble), .. })
                if stamp == expected =>
            {
                self.fail(want, trouble, true);
            }
            (Ok(Seen::File(stamp)), _) if stamp == expected => self.desk.release(want),
            (seen, _) => {
                if self.tree.waiting.contains_key(path) {
                    self.tree.withdraw(path);
                } else {
                    self.take(path, Hint::Look, seen);
                }
                self.tree.ripple(path);
                // A copier that only set the time: the same version, with another look on the disk.
                let is_same =
                    |version: &mut Version| version.stamp == want.of.stamp && version.fault.is_none();
                if self.tree.version_mut(path).is_some_and(is_same) {
                    self.desk.release(want);
                } else {
                    self.give_up(want);
                }
            }
        }
    }

    /// A clip ran to its end or was not wanted any more, or its decoder stopped: then it leaves the programme, and the
    /// next slide is on at once. What may pass is tried again, but a clip that stops whenever it runs stays out.
    pub(super) fn ran(&mut self, play: &Play, ended: Result<(), clip::Fault>) {
        let path = play.of.path.os();
        let Some(version) = self.tree.version_mut(path).filter(|version| version.stamp == play.of.stamp)
        else {
            return;
        };
        let Err(fault) = ended else {
            version.stops = 0;
            return;
        };
        let seen = version.seen;
        self.tree.spoil(path, fault.words(), fault.may_pass());
        if self.is_worth_another_try(path) && fault.may_pass() {
            self.tree.wait(path, seen, false);
        }
    }

    /// Whether a file that could not be shown, perhaps because of the machine, is tried again; counts that of a clip.
    fn is_worth_another_try(&mut self, path: &Path) -> bool {
        let stopped = self.tree.version_mut(path).filter(|_| kind::is_clip(path));
        stopped.is_none_or(|version| {
            version.stops += 1;
            version.stops < STOPS
        })
    }

    /// A wanted picture cannot be had: its file, or the text that shows it, goes on without it.
    fn fail(&mut self, want: &Want, trouble: Trouble, unread: bool) {
        let path = want.of.path.os();
        let is_item = self.tree.version_mut(path).is_some_and(|version| version.stamp == want.of.stamp);
        if is_item && self.tree.waiting.contains_key(path) {
            self.tree.withdraw(path);
        } else if is_item && self.arrival.is_recent(want.of.stamp) {
            self.tree.withdraw(path);
            self.tree.wait(path, want.of.stamp, false);
        } else if is_item {
            self.tree.spoil(path, trouble.clone(), unread);
        }
        self.tree.break_asset(want.of.clone(), trouble.0, unread);
        self.give_up(want);
    }

    fn give_up(&mut self, want: &Want) {
        if self.desk.settle(want) {
            self.outbox.push(News::Failed(want.clone()));
        }
    }
}
