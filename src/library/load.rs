//! The folder once, whole: for `check`, `when` and `shot`, which tell the truth about every file.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use chrono::{DateTime, Utc};

use super::examine::{Bench, Examined};
use super::root::Root;
use super::scan::Arrival;
use super::tree::Tree;
use super::trouble;
use crate::decode::{Facts, Workers, clip, moving};
use crate::model::read::{self, LIMIT};
use crate::model::{Asset, Level, Picture, Problem, Programme, Reel, Want, Words};

/// A folder, read and verified.
#[derive(Debug)]
pub struct Loaded {
    /// What it says.
    pub programme: Arc<Programme>,
    bench: Bench,
}

/// Reads a folder and decodes every picture in it, on all cores.
///
/// `present` is the real present, whatever time is previewed: a broken file that was modified less than two
/// seconds before it is still being copied. `workers` open the documents.
pub fn load(folder: &Path, present: DateTime<Utc>, workers: &Workers) -> Loaded {
    let root = Root::new(folder);
    root.settle();
    let bench = Bench::new(root.clone(), workers.clone());
    let mut tree = Tree::new(root);
    let arrival = Arrival::start(present.timestamp_nanos_opt().unwrap_or(0));
    let mut problems = Vec::new();
    if tree.scan(Arrival::Whole).is_err() {
        let (message, help) = trouble::lost();
        problems.push(Problem::file(Level::Error, "", message, help));
    }
    join(&mut tree, &bench, arrival);
    verify(&mut tree, &bench, arrival);
    let (programme, _) = tree.publish(problems);
    Loaded { programme, bench }
}

impl Loaded {
    /// Decodes a picture of [`Loaded::programme`] now.
    ///
    /// # Errors
    /// A problem of its file, when it cannot be decoded (any more).
    pub fn decode_now(&self, want: &Want) -> Result<Arc<Picture>, Box<Problem>> {
        let decoded = decode_now(&self.bench, want);
        decoded.map_err(|(message, help)| {
            Box::new(Problem::file(Level::Error, want.of.path.shown(), message, help))
        })
    }

    /// Has the frame due at the beginning of a reel on it, and nothing after that; nothing at all where there is none.
    pub fn fill(&self, reel: &Reel) {
        let fill = |file: File| {
            reel.offer(match reel.play.film.is_endless() {
                true => moving::frame(&file, &reel.play).map_err(clip::Fault::Picture)?,
                false => clip::still(&self.bench.workers, file, &reel.play, &self.bench.hurry)?,
            });
            Ok(())
        };
        // Without it the first frame stands there, which is known to be good.
        let _ = self.bench.run(&reel.play.of, fill);
        reel.end();
    }

    /// The text of every file that a problem points into, by [`Problem::file`]: for the caret.
    pub fn sources(&self) -> HashMap<String, String> {
        let pointed = self.programme.problems.iter().filter(|problem| problem.span.is_some());
        let files: HashMap<&str, ()> = pointed.map(|problem| (problem.file.as_str(), ())).collect();
        let items = self.programme.playlists.iter().flat_map(|list| list.items.iter());
        // Items are opened by their own spelling of the name; settings files by what is shown of it.
        let spelled: HashMap<&str, &Path> = items.map(|item| (item.path.shown(), item.path.os())).collect();
        let read = |file: &str| {
            let path = spelled.get(file).copied().unwrap_or(Path::new(file));
            let root = &self.bench.root;
            let (bytes, _) = root.read(path, LIMIT as u64).ok()?;
            let mut beside = path.as_os_str().to_owned();
            beside.push(".toml");
            let side = root.read(Path::new(&beside), LIMIT as u64).ok();
            let said = side.and_then(|(side, _)| read::sidecar(&side, &format!("{file}.toml")).0);
            let encoding = said.and_then(|said| said.choice.encoding);
            let is_toml = path.extension().is_some_and(|extension| extension == "toml");
            let text = read::legible(&bytes, file, encoding, !is_toml)
                .map_or(Cow::Borrowed(&*bytes), |clear| clear.0);
            Some((file.to_owned(), String::from_utf8_lossy(&text).into_owned()))
        };
        files.into_keys().filter_map(read).collect()
    }
}

/// Decodes the picture that `want` names in the folder at `folder`; `None` when it cannot be decoded (any more).
pub fn picture(folder: &Path, want: &Want, workers: &Workers) -> Option<Arc<Picture>> {
    let root = Root::new(folder);
    root.settle();
    decode_now(&Bench::new(root, workers.clone()), want).ok()
}

fn decode_now(bench: &Bench, want: &Want) -> Result<Arc<Picture>, (Words, Words)> {
    let examined = bench.picture(want);
    examined.result.map(|(picture, _)| Arc::new(picture))
}

/// What is known of a file, which is converted if it must be.
fn verified(bench: &Bench, path: &Path) -> Examined<Facts> {
    bench.verify(path).unwrap_or_else(|| bench.convert(path))
}

/// Opens every file that joins the programme with what that teaches.
fn join(tree: &mut Tree, bench: &Bench, arrival: Arrival) {
    let asked = tree.asked();
    let opened = in_parallel(&asked, |path| verified(bench, path));
    for (path, opened) in asked.iter().zip(opened) {
        // Still being copied: it stays listed as such.
        let growing = opened.seen.is_some_and(|seen| arrival.is_recent(seen));
        if opened.result.is_ok() || !growing {
            tree.join(path, opened);
        }
    }
}

/// Decodes every picture and every picture of a text, and keeps what that taught.
fn verify(tree: &mut Tree, bench: &Bench, arrival: Arrival) {
    let assets: Vec<Asset> = tree.assets();
    let pictures = tree.pictures();
    let paths: Vec<PathBuf> =
        pictures.iter().cloned().chain(assets.iter().map(|asset| asset.path.os().to_owned())).collect();
    let mut examined = in_parallel(&paths, |path| verified(bench, path)).into_iter();
    for (path, examined) in pictures.iter().zip(examined.by_ref()) {
        let seen = tree.version_mut(path).map(|version| version.seen).unwrap_or_default();
        match examined.result {
            Ok(Facts::Picture(facts)) => tree.learn(path, facts, examined.hash),
            Ok(Facts::Pages(_) | Facts::Converted(..) | Facts::Clip(_)) => {}
            Err(_) if arrival.is_recent(seen) => tree.withdraw(path),
            Err(fault) => tree.spoil(path, fault, examined.seen.is_none()),
        }
    }
    for (asset, examined) in assets.into_iter().zip(examined) {
        if let Err((why, _)) = examined.result {
            tree.break_asset(asset, why, false);
        }
    }
}

/// Runs `work` for each path on all cores; results in the order of `paths`.
fn in_parallel<T: Send>(paths: &[PathBuf], work: impl Fn(&Path) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(paths.len().max(1));
    let next = Mutex::new(paths.iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(paths.len()));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some((place, path)) = lock(&next).next() else { return };
                    let result = work(path);
                    lock(&done).push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
