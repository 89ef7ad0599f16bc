//! A folder that is watched, documents written by hand, and the workers of this very process.

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bangtin::decode::{ROLE, Workers};
use bangtin::library::{Hooks, Library};
use bangtin::model::{News, Problem, Programme};
use tempfile::TempDir;

/// Longer than anything takes on a busy machine; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(60);

#[allow(clippy::disallowed_methods)] // a test's patience is real time
pub fn now() -> Instant {
    Instant::now()
}

/// Asks again and again until there is an answer.
pub fn until<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    let deadline = now() + PATIENCE;
    loop {
        if let Some(found) = answer() {
            return found;
        }
        assert!(now() < deadline, "waited in vain for {what}");
        std::thread::yield_now();
    }
}

/// The player's program.
pub fn program() -> &'static str {
    env!("CARGO_BIN_EXE_bangtin")
}

/// A watched folder.
pub struct Watched {
    pub folder: TempDir,
    pub library: Library,
    wakes: Receiver<()>,
    pub programme: Option<Arc<Programme>>,
}

impl Watched {
    pub fn new() -> Watched {
        let folder = tempfile::Builder::new().prefix("bangtin-worker").tempdir().unwrap();
        let (sender, wakes) = channel();
        let sender = Mutex::new(sender);
        let start = now();
        let hooks = Hooks {
            wake: Arc::new(move || {
                // Nobody listens any more: the test is over.
                let _ = sender.lock().unwrap().send(());
            }),
            monotonic: Arc::new(move || now() - start),
            present: chrono::DateTime::UNIX_EPOCH,
            workers: Workers::of(program()),
        };
        let library = Library::open(folder.path(), hooks).unwrap();
        Watched { folder, library, wakes, programme: None }
    }

    /// Puts a complete file there at once.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("x"), bytes).unwrap();
        let path = self.folder.path().join(name);
        fs::copy(outside.path().join("x"), path.with_extension("part")).unwrap();
        fs::rename(path.with_extension("part"), &path).unwrap();
        path
    }

    /// Waits for the problem of a file.
    pub fn problem(&mut self, file: &str) -> Problem {
        let of =
            |programme: &Programme| programme.problems.iter().find(|problem| problem.file == file).cloned();
        loop {
            if let Some(problem) = self.programme.as_deref().and_then(of) {
                return problem;
            }
            self.listen(file);
        }
    }

    /// Waits until a file plays.
    pub fn until_plays(&mut self, file: &str) {
        let of = |programme: &Programme| {
            let mut items = programme.playlists.iter().flat_map(|list| &list.items);
            items.any(|item| item.path.shown() == file && item.hidden.is_none())
        };
        while !self.programme.as_deref().is_some_and(of) {
            self.listen(file);
        }
    }

    fn listen(&mut self, what: &str) {
        self.wakes.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("waited in vain for {what}"));
        for news in self.library.news() {
            if let News::Programme { programme, .. } = news {
                self.programme = Some(programme);
            }
        }
    }
}

/// A file with these bytes and without a name.
pub fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    file
}

/// A PDF of one page of 200 × 100 points, with the objects (from number 4 on) that its content uses.
pub fn document(resources: &str, content: &str, objects: &[String]) -> Vec<u8> {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Resources << {resources} >> /Contents 4 0 R >>"
    );
    let content = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    let mut all = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page,
        content,
    ];
    all.extend(objects.iter().cloned());
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&all) {
        places.push(file.len());
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", all.len() + 1).bytes());
    file.extend(places.iter().flat_map(|place| format!("{place:010} 00000 n \n").into_bytes()));
    let size = all.len() + 1;
    file.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}

/// The workers of this process that have the file at `path` open.
pub fn workers_on(path: &std::path::Path) -> Vec<i32> {
    let numbers = fs::read_dir("/proc").unwrap().flatten();
    let numbers = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let is_one = |number: &i32| {
        let words = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
        let is_worker = words.split(|byte| *byte == 0).nth(1) == Some(ROLE.as_bytes());
        is_worker && fs::read_link(format!("/proc/{number}/fd/0")).is_ok_and(|file| file == path)
    };
    numbers.filter(is_one).collect()
}
