//! Formats that are not decoded in the player: a process for each file, which can reach that file and nothing else.
//!
//! This is the player's side. A worker is the player's own program, told by its first argument ([`ROLE`]) to be one:
//! standard input is the file, opened by the player; the task is in the arguments; the answer comes through a pipe and
//! is believed when it is whole and no larger than what was asked for. A worker that dies, or takes too long, costs
//! one picture. `work` is the other side, `limits` what it cannot do.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::answer::{Answer, Task};
use super::{Fault, fit};
use crate::model::{Picture, Sheet, Want};

/// The first argument of a program that is to be a worker.
pub const ROLE: &str = "--decode-one-file";

/// How long a worker may take, in real time. A page takes a tenth of a second (tech.md §4); its processor time is
/// limited to about the same.
const PATIENCE: Duration = Duration::from_secs(12);

/// Bytes that the pipe holds: as many as anyone may ask for (`/proc/sys/fs/pipe-max-size`).
#[cfg(target_os = "linux")]
const PIPE: usize = 1 << 20;

/// Starts workers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Workers {
    program: Arc<Path>,
    cache: Arc<Path>,
}

impl Workers {
    /// Workers that are `program`, which hands arguments that begin with [`ROLE`] to [`work`](super::work).
    pub fn of(program: impl Into<PathBuf>) -> Workers {
        let program = program.into();
        // A worker begins in another directory.
        let program = std::path::absolute(&program).unwrap_or(program);
        Workers { program: program.into(), cache: cache().into() }
    }

    /// The same ones, for whom what is made of files is kept in `folder` instead of the user's.
    pub fn keeping(self, folder: &Path) -> Workers {
        Workers { cache: folder.into(), ..self }
    }

    /// Workers that are the running program.
    pub fn own() -> Workers {
        // By this path it is the running one even after an update has put another in its place.
        let running = Path::new("/proc/self/exe");
        if cfg!(target_os = "linux") && running.exists() {
            return Workers::of(running);
        }
        Workers::of(std::env::current_exe().unwrap_or_default())
    }

    /// Where what is made of files is kept.
    pub(super) fn cache(&self) -> &Path {
        &self.cache
    }

    /// The player's own program.
    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    /// The size of each page of a document, at least one.
    ///
    /// # Errors
    /// A [`Fault`] when the file is no document, not the whole of one, locked or damaged.
    pub fn sheets(&self, file: File) -> Result<Vec<Sheet>, Fault> {
        match self.ask(file, Task::Sheets)? {
            Answer::Sheets(sheets) => Ok(sheets),
            _ => Err(Fault::Damaged),
        }
    }

    /// The page that `want` names, at the size of its space.
    ///
    /// # Errors
    /// The same as [`Workers::sheets`], and when there is no such page.
    pub fn page(&self, file: File, want: &Want) -> Result<Picture, Fault> {
        match self.ask(file, Task::Page(want.page, want.space, want.fit))? {
            Answer::Pixels(width, height, rgba) => {
                let mean = fit::mean(&rgba);
                Ok(Picture { want: want.clone(), width, height, rgba, mean })
            }
            _ => Err(Fault::Damaged),
        }
    }

    fn ask(&self, file: File, task: Task) -> Result<Answer, Fault> {
        let mut worker = Command::new(&*self.program);
        // Nothing of the player's surroundings is its business. Windows starts no program without some of them.
        if cfg!(unix) {
            worker.env_clear().current_dir("/");
        }
        worker.arg(ROLE).args(task.words());
        worker.stdin(file).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut worker = worker.spawn().map_err(|_| Fault::NoWorker)?;
        let answer = listen(&mut worker, task.longest());
        // Whatever it does now, it has said what it had to say.
        let _ = worker.kill();
        let ended = worker.wait();
        match answer {
            Some(bytes) => match Answer::of(bytes, task) {
                Some(Answer::Fault(fault)) => Err(fault),
                Some(answer) => Ok(answer),
                None => Err(died_of(ended.ok())),
            },
            None => Err(Fault::Slow),
        }
    }
}

/// Where a program keeps what it can make again: `$XDG_CACHE_HOME/bangtin`.
fn cache() -> PathBuf {
    let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    given.or_else(home).unwrap_or_else(std::env::temp_dir).join("bangtin")
}

/// What a worker says until it closes the pipe, at most `most` bytes and one that shows that there were more; `None`
/// when that takes too long: it is killed then.
fn listen(worker: &mut Child, most: u64) -> Option<Vec<u8>> {
    let pipe = worker.stdout.take()?;
    // A page at 4K is 33 MB: in the usual 64 KiB the two would wait for each other five hundred times.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE);
    let mut pipe = pipe.take(most + 1);
    thread::scope(|threads| {
        let (done, heard) = channel();
        threads.spawn(move || {
            let mut bytes = Vec::with_capacity(usize::try_from(most).unwrap_or(0) + 1);
            // What was not read is missing from the answer, which is none then.
            let _ = pipe.read_to_end(&mut bytes);
            let _ = done.send(bytes);
        });
        match heard.recv_timeout(PATIENCE) {
            Ok(bytes) => Some(bytes),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                // Closes the pipe, so that the thread ends.
                let _ = worker.kill();
                None
            }
        }
    })
}

/// Why a worker that ended so has no answer.
fn died_of(ended: Option<ExitStatus>) -> Fault {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // SIGXCPU: its processor time was used up.
        if ended.and_then(|ended| ended.signal()) == Some(24) {
            return Fault::Slow;
        }
    }
    let _ = ended;
    Fault::Died
}
