//! The versions of every file that are known: which are in the folder, which were, and which have to go.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, BufRead, Write};
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::root::{Root, Seen};
use crate::model::Stamp;

/// How long a version is kept after it was replaced or deleted.
const KEPT: TimeDelta = TimeDelta::days(30);

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Its own for ever, from 1.
    pub(super) number: u64,
    /// By which its copy is called.
    #[serde(with = "digits")]
    pub(super) hash: u128,
    pub(super) size: u64,
    pub(super) modified: i64,
    inode: u64,
    /// When it was first seen, milliseconds since 1970 UTC.
    seen: i64,
    /// When it was replaced or deleted, in the same; `None` while it is in the folder.
    pub(super) gone: Option<i64>,
    /// It was replaced, not deleted.
    #[serde(default)]
    pub(super) replaced: bool,
}

impl Record {
    /// Which version of the file it is.
    pub(super) fn stamp(&self) -> Stamp {
        Stamp { size: self.size, modified: self.modified, inode: self.inode }
    }
}

/// A hash in the index: 32 hexadecimal digits.
mod digits {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub fn serialize<S: Serializer>(hash: &u128, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{hash:032x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u128, D::Error> {
        u128::from_str_radix(&String::deserialize(from)?, 16).map_err(de::Error::custom)
    }
}

/// A line of the index.
#[derive(Deserialize)]
struct Line {
    path: String,
    #[serde(flatten)]
    record: Record,
}

/// The same, to be written.
#[derive(Serialize)]
struct LineOf<'a> {
    path: &'a str,
    #[serde(flatten)]
    record: &'a Record,
}

/// The first line of the index.
#[derive(Serialize, Deserialize)]
struct Head {
    /// For whoever looks into the directory.
    folder: String,
    /// The number that was given last.
    last: u64,
}

/// Most files have one version; a list that is not told so makes room for four.
fn one() -> Vec<Record> {
    Vec::with_capacity(1)
}

/// What is known of every file, by its path relative to the folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) versions: BTreeMap<String, Vec<Record>>,
    last: u64,
    /// Since it was read.
    pub(super) changed: bool,
}

impl Index {
    /// A line that cannot be read is left out: its copy goes with the next pruning.
    ///
    /// # Errors
    /// Those of `lines`.
    pub(super) fn read(lines: impl BufRead) -> io::Result<Index> {
        let mut index = Index::default();
        for line in lines.split(b'\n') {
            let line = line?;
            if let Ok(Line { path, record }) = serde_json::from_slice(&line) {
                index.last = index.last.max(record.number);
                index.versions.entry(path).or_insert_with(one).push(record);
            } else if let Ok(head) = serde_json::from_slice::<Head>(&line) {
                index.last = index.last.max(head.last);
            }
        }
        Ok(index)
    }

    /// Writes its lines; `folder` is for whoever looks into them.
    ///
    /// # Errors
    /// Those of `to`.
    pub(super) fn write(&self, folder: &str, mut to: impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut to, &Head { folder: folder.to_owned(), last: self.last })?;
        to.write_all(b"\n")?;
        for (path, record) in self.records() {
            serde_json::to_writer(&mut to, &LineOf { path, record })?;
            to.write_all(b"\n")?;
        }
        to.flush()
    }

    /// Every version, with the path of its file.
    pub(super) fn records(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.versions.iter().flat_map(|(path, all)| all.iter().map(move |record| (&**path, record)))
    }

    /// Whether this version of a file needs no other look.
    pub(super) fn knows(&self, path: &str, stamp: Stamp) -> bool {
        self.versions.get(path).is_some_and(|all| all.iter().any(|record| record.stamp() == stamp))
    }

    /// The hashes of copies by what the disk says of a file, where it numbers its files.
    pub(super) fn by_inode(&self) -> HashMap<Stamp, u128> {
        let numbered = self.records().filter(|(_, record)| record.inode != 0);
        numbered.map(|(_, record)| (record.stamp(), record.hash)).collect()
    }

    /// A version is in the folder since `at`, its bytes by `hash` when they were read; what was there before is gone.
    pub(super) fn here(&mut self, path: &str, stamp: Stamp, hash: Option<u128>, at: DateTime<Utc>) {
        let at = at.timestamp_millis();
        let all = self.versions.entry(path.to_owned()).or_insert_with(one);
        let before = all.clone();
        let is_it = |record: &Record| hash == Some(record.hash) || record.stamp() == stamp;
        let found = all.iter().position(is_it);
        for record in all.iter_mut().filter(|record| record.gone.is_none()) {
            (record.gone, record.replaced) = (Some(at), true);
        }
        match (found.and_then(|known| all.get_mut(known)), hash) {
            (Some(known), _) => {
                let Stamp { size, modified, inode } = stamp;
                *known = Record { size, modified, inode, gone: None, replaced: false, ..known.clone() };
            }
            (None, Some(hash)) => {
                self.last += 1;
                let Stamp { size, modified, inode } = stamp;
                let (number, seen, gone) = (self.last, at, None);
                all.push(Record { number, hash, size, modified, inode, seen, gone, replaced: false });
            }
            (None, None) => {}
        }
        self.changed |= *all != before;
    }

    /// The version of a file that was there is not since `at`; it was `replaced`, else deleted.
    pub(super) fn gone(&mut self, path: &str, at: DateTime<Utc>, replaced: bool) {
        let here = self.versions.get_mut(path).into_iter().flatten().filter(|record| record.gone.is_none());
        for record in here {
            (record.gone, record.replaced) = (Some(at.timestamp_millis()), replaced);
            self.changed = true;
        }
    }

    /// The files that are not there as they are known to be, and which known version is there instead, if any. None where
    /// the folder itself is not there, or empty as the place where a share is about to be mounted.
    pub(super) fn misses(&self, root: &Root) -> Vec<(String, Option<Stamp>)> {
        if root.is_bare() {
            return Vec::new();
        }
        let known = |(path, all): (&String, &Vec<Record>)| {
            let there = match root.look(Path::new(path)) {
                Ok(Seen::File(stamp)) => all.iter().find(|record| record.stamp() == stamp),
                _ => None,
            };
            let told = all.iter().find(|record| record.gone.is_none());
            (there != told).then(|| (path.clone(), there.map(Record::stamp)))
        };
        self.versions.iter().filter_map(known).collect()
    }

    /// Forgets what is older than it has to be, and what is not held. `held` are the copies and their sizes, of which
    /// those that have to go are taken out.
    pub(super) fn prune(&mut self, held: &mut HashMap<u128, u64>, room: u64, now: DateTime<Utc>) {
        let long_ago = (now - KEPT).timestamp_millis();
        self.retain(|record| record.gone.is_none_or(|gone| gone >= long_ago));
        // Of each copy, since when the folder has it, or when it had it last.
        let (mut here, mut old) = (HashMap::<u128, i64>::new(), HashMap::<u128, i64>::new());
        for (_, record) in self.records().filter(|(_, record)| held.contains_key(&record.hash)) {
            let (of, at) = record.gone.map_or((&mut here, record.seen), |gone| (&mut old, gone));
            let latest = of.entry(record.hash).or_insert(at);
            *latest = at.max(*latest);
        }
        old.retain(|hash, _| !here.contains_key(hash));
        let size = |hash: &u128| held.get(hash).copied().unwrap_or(0);
        let sum = |of: &HashMap<u128, i64>| of.keys().map(size).sum::<u64>();
        let (mut of_here, mut of_old) = (sum(&here), sum(&old));
        let by_age = |of: HashMap<u128, i64>| {
            let mut of: Vec<(i64, u128)> = of.into_iter().map(|(hash, at)| (at, hash)).collect();
            of.sort_unstable_by(|a, b| b.cmp(a));
            of
        };
        let (mut here, mut old) = (by_age(here), by_age(old));
        // The folder has the one, nobody else the other; but the last day's changes must find room beside last month's.
        while of_here + of_old > room {
            let from_old = of_old > room / 2 || here.is_empty();
            let (of, sum) = if from_old { (&mut old, &mut of_old) } else { (&mut here, &mut of_here) };
            let Some((_, hash)) = of.pop() else { break };
            *sum -= size(&hash);
        }
        let kept: HashSet<u128> = here.into_iter().chain(old).map(|(_, hash)| hash).collect();
        held.retain(|hash, _| kept.contains(hash));
        // What is in the folder stays known, so that it is not read anew at every start.
        self.retain(|record| record.gone.is_none() || kept.contains(&record.hash));
    }

    fn retain(&mut self, keep: impl Fn(&Record) -> bool) {
        for all in self.versions.values_mut() {
            let before = all.len();
            all.retain(&keep);
            self.changed |= all.len() != before;
        }
        self.versions.retain(|_, all| !all.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(day)
    }

    fn stamp(size: u64) -> Stamp {
        Stamp { size, modified: 1, inode: 1 }
    }

    /// The hash of a copy, by the name that it has in these tests.
    fn copy(name: &str) -> Option<u128> {
        Some(name.bytes().fold(0, |hash, byte| hash << 8 | u128::from(byte)))
    }

    /// What is left of copies of ten bytes each, by name.
    fn pruned(index: &mut Index, room: u64, day: i64) -> Vec<String> {
        let mut held = index.records().map(|(_, record)| (record.hash, 10)).collect();
        let names: Vec<String> = index.versions.keys().cloned().collect();
        index.prune(&mut held, room, at(day));
        names.into_iter().filter(|name| copy(name).is_some_and(|hash| held.contains_key(&hash))).collect()
    }

    /// Files a0, a1, … that were there before a day each, and b0, b1, … that came on a day each.
    fn index(old: i64, here: i64) -> Index {
        let mut index = Index::default();
        for day in 0..old {
            index.here(&format!("a{day}"), stamp(1), copy(&format!("a{day}")), at(0));
            index.gone(&format!("a{day}"), at(day), false);
        }
        for day in 0..here {
            index.here(&format!("b{day}"), stamp(1), copy(&format!("b{day}")), at(day));
        }
        index
    }

    #[test]
    fn a_month_after_it_was_lost_a_version_goes() {
        assert_eq!(pruned(&mut index(3, 1), 1000, 30), ["a0", "a1", "a2", "b0"]);
        assert_eq!(pruned(&mut index(3, 1), 1000, 31), ["a1", "a2", "b0"]);
        assert_eq!(pruned(&mut index(3, 1), 1000, 365), ["b0"]);
    }

    #[test]
    fn what_the_folder_has_goes_first_but_old_ones_may_not_fill_all() {
        assert_eq!(pruned(&mut index(3, 3), 60, 9), ["a0", "a1", "a2", "b0", "b1", "b2"]);
        assert_eq!(pruned(&mut index(3, 3), 50, 9), ["a1", "a2", "b0", "b1", "b2"]);
        assert_eq!(pruned(&mut index(2, 4), 40, 9), ["a0", "a1", "b2", "b3"]);
        assert_eq!(pruned(&mut index(6, 1), 40, 9), ["a3", "a4", "a5", "b0"]);
        assert_eq!(pruned(&mut index(6, 0), 40, 9), ["a2", "a3", "a4", "a5"]);
        // What is in the folder without a copy is known all the same, and what is lost without one is not.
        let mut all = index(6, 4);
        assert_eq!(pruned(&mut all, 20, 9), ["a5", "b3"]);
        assert!(all.knows("b0", stamp(1)) && !all.knows("a0", stamp(1)));
    }

    #[test]
    fn a_version_that_comes_back_is_the_same_one() {
        let mut index = Index::default();
        index.here("a", stamp(1), copy("x"), at(0));
        index.here("a", stamp(2), copy("y"), at(1));
        index.here("a", stamp(3), copy("x"), at(2));
        let of = |index: &Index| {
            let records = index.records().map(|(_, record)| (record.number, record.gone.is_some()));
            records.collect::<Vec<_>>()
        };
        assert_eq!(of(&index), [(1, false), (2, true)]);
        // Too large to be kept, or unreadable: what was there is gone all the same.
        index.here("a", stamp(4), None, at(3));
        assert_eq!(of(&index), [(1, true), (2, true)]);
        let mut text = Vec::new();
        index.write("folder", &mut text).unwrap();
        text.extend(b"{\"path\":\"half a li");
        let read = Index::read(&*text).unwrap();
        assert_eq!(read.versions, index.versions);
        // Nobody gets a number that another had.
        let mut read = Index { versions: BTreeMap::new(), ..read };
        read.here("b", stamp(1), copy("z"), at(4));
        assert_eq!(of(&read), [(3, false)]);
    }
}
