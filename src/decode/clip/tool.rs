//! FFmpeg's programs, each run a process of its own that is bounded and ends with whoever asked.

use std::fs::File;
use std::io::{self, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::Fault;
use crate::decode::Workers;
use crate::decode::walls::{Walls, find};

/// Containers that are opened, by the names of FFmpeg's demuxers. None of them names other files that would be
/// followed: a list of clips (`concat`, HLS, DASH, `image2`) is none of them, whatever its file is called.
const CONTAINERS: &str = "mov,matroska,avi,asf,mpeg,mpegts";

/// Memory that a run may map, in bytes: 4K H.264 with four threads takes 0.6 GB of it.
const MEMORY: u64 = 3 << 30;

/// How far a run steps back for the player: what begins with the next clip must not hold up a frame of this one.
const NICE: u8 = 5;

/// Files that a run may have open.
const FILES: u64 = 64;

/// A process that is killed when it is dropped, and all that it has started.
#[derive(Debug)]
pub(in crate::decode) struct Run {
    child: Child,
}

/// A program's command so far: behind walls that leave it the file it is handed, with at most `seconds` of processor
/// time.
pub(super) fn command(workers: &Workers, name: &str, seconds: u64) -> Result<Command, Fault> {
    let walls = Walls { memory: MEMORY, seconds, files: FILES, nice: NICE, ..Walls::default() };
    let mut command = workers.behind(&walls, &find(name).ok_or(Fault::Missing)?);
    command.args([
        "-hide_banner",
        "-v",
        "error",
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        CONTAINERS,
    ]);
    Ok(command)
}

/// What the programs are told to open: what the player opened for them, so that no path is followed a second time.
pub(super) const INPUT: &str = "file:/dev/fd/0";

impl Run {
    /// Starts `command` on `file`. Gives it with what it will say.
    ///
    /// # Errors
    /// [`Fault::NoProcess`].
    pub(in crate::decode) fn start(mut command: Command, file: File) -> Result<(Run, ChildStdout), Fault> {
        command.stdin(file).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            command.process_group(0);
        }
        let mut child = command.spawn().map_err(|_| Fault::NoProcess)?;
        let pipe = child.stdout.take();
        let run = Run { child };
        Ok((run, pipe.ok_or(Fault::NoProcess)?))
    }

    /// Ends it, if it has not ended by itself; how it ended.
    pub(super) fn end(&mut self) -> io::Result<ExitStatus> {
        if let Some(ended) = self.child.try_wait()? {
            return Ok(ended);
        }
        self.kill();
        self.child.wait()
    }

    /// Waits until it has ended by itself, a moment at most; how it ended.
    pub(super) fn last(&mut self, patience: Duration) -> io::Result<ExitStatus> {
        self.wait(patience)?;
        self.end()
    }

    /// Waits as long at most, and leaves it running; how it ended.
    pub(in crate::decode) fn wait(&mut self, patience: Duration) -> io::Result<Option<ExitStatus>> {
        const STEP: Duration = Duration::from_millis(5);
        let mut left = patience;
        loop {
            let ended = self.child.try_wait()?;
            if ended.is_some() || left.is_zero() {
                return Ok(ended);
            }
            thread::sleep(STEP);
            left = left.saturating_sub(STEP);
        }
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process_group};
            let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        }
        let _ = self.child.kill();
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// All that `command` says of `file`, at most `most` bytes of it, within `patience`.
///
/// # Errors
/// [`Fault::NoProcess`]; [`Fault::Slow`] when it takes longer.
pub(in crate::decode) fn answer(
    command: Command,
    file: File,
    most: u64,
    patience: Duration,
) -> Result<(Vec<u8>, Option<ExitStatus>), Fault> {
    let (mut run, pipe) = Run::start(command, file)?;
    thread::scope(|threads| {
        let (done, heard) = channel();
        threads.spawn(move || {
            let mut bytes = Vec::new();
            // What was not read is missing from the answer, which is none then.
            let _ = pipe.take(most).read_to_end(&mut bytes);
            let _ = done.send(bytes);
        });
        match heard.recv_timeout(patience) {
            Ok(bytes) => Ok((bytes, run.last(Duration::from_secs(1)).ok())),
            Err(_) => {
                // Closes the pipe, so that the thread ends.
                let _ = run.end();
                Err(Fault::Slow)
            }
        }
    })
}

/// A number as an argument.
pub(super) fn seconds(time: chrono::TimeDelta) -> String {
    let micros = time.num_microseconds().unwrap_or(0).max(0);
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// Whether a program of that name is there.
pub fn is_installed(name: &str) -> bool {
    find(name).is_some()
}
