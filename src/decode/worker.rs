//! Formats that are not decoded in the player: a process for each file, which can reach that file and nothing else.
//!
//! This is the player's side. A worker is the player's own program, told by its first argument ([`ROLE`]) to be one:
//! standard input is the file, opened by the player; the task is in the arguments; the answer comes through a pipe and
//! is believed when it is whole and no larger than what was asked for. A worker that dies, or takes too long, costs
//! one picture. `work` is the other side, `limits` what it cannot do.

use std::fs::File;
use std::io::{BufReader, Read};
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

/// Bytes that go into the pipe and come out of it at a time.
pub(super) const PIECE: usize = 1 << 16;

/// What Linux's usual C library makes of a worker's memory: one piece that grows by huge pages, and shrinks with its end.
/// A page at 4K takes thousands of small ones, each a way into the kernel. Others do not know the name.
#[cfg(target_os = "linux")]
const MEMORY: (&str, &str) = (
    "GLIBC_TUNABLES",
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1073741824:glibc.malloc.trim_threshold=1073741824",
);

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
        #[cfg(target_os = "linux")]
        worker.env(MEMORY.0, MEMORY.1);
        worker.arg(ROLE).args(task.words());
        worker.stdin(file).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut worker = worker.spawn().map_err(|_| Fault::NoWorker)?;
        let answer = listen(&mut worker, task);
        // Whatever it does now, it has said what it had to say.
        let _ = worker.kill();
        match answer {
            Ok(Some(answer)) => {
                // Nobody waits for its end; where there is no thread for that, the system has it until the player's.
                let _ = thread::Builder::new().spawn(move || worker.wait());
                if let Answer::Fault(fault) = answer { Err(fault) } else { Ok(answer) }
            }
            Ok(None) => Err(died_of(worker.wait().ok())),
            Err(fault) => {
                let _ = worker.wait();
                Err(fault)
            }
        }
    }
}

/// Where a program keeps what it can make again: `$XDG_CACHE_HOME/bangtin`.
fn cache() -> PathBuf {
    let given = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    given.or_else(home).unwrap_or_else(std::env::temp_dir).join("bangtin")
}

/// What a worker says until it closes the pipe; `None` when that is no answer to `task`.
///
/// # Errors
/// [`Fault::Slow`] when it takes too long: it is killed then.
fn listen(worker: &mut Child, task: Task) -> Result<Option<Answer>, Fault> {
    let Some(pipe) = worker.stdout.take() else { return Ok(None) };
    // A photograph at 4K is 33 MB: in the usual 64 KiB the two would wait for each other five hundred times.
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(&pipe, PIPE);
    // One more than the longest answer shows that there were more.
    let mut pipe = BufReader::with_capacity(PIECE, pipe.take(task.longest() + 1));
    thread::scope(|threads| {
        let (done, heard) = channel();
        threads.spawn(move || {
            let _ = done.send(Answer::hear(&mut pipe, task));
        });
        match heard.recv_timeout(PATIENCE) {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                // Closes the pipe, so that the thread ends.
                let _ = worker.kill();
                Err(Fault::Slow)
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
