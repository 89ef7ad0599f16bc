//! The outside program that sounds: it takes samples on a pipe. A crate that did it would need ALSA's headers to build.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::pipe::fcntl_setpipe_size;
use rustix::process::{Pid, Signal, kill_process_group};

use super::mixer::BLOCK;
use crate::model::Sample;

/// A program that takes 16 bits of stereo, 48 000 times a second, on its standard input.
#[derive(Debug)]
pub(super) struct Program {
    pub name: &'static str,
    arguments: &'static [&'static str],
    /// How long after it went into the pipe a sample is heard, while the program takes what it can and says nothing of
    /// that itself.
    latency: Duration,
}

/// Those that are known, the best first.
///
/// `pacat` plays to PulseAudio and to PipeWire, and says how long its samples take to be heard, whatever device there
/// is; without `--latency-msec` that is two seconds. `aplay` is for machines with neither. FFmpeg's own devices were
/// measured too: to PulseAudio a sample takes 31 to 170 ms, to ALSA as long as the card has room, and neither says.
pub(super) const PROGRAMS: [Program; 2] = [
    Program {
        name: "pacat",
        arguments: &[
            "--playback",
            "--verbose",
            "--raw",
            "--format=s16le",
            "--rate=48000",
            "--channels=2",
            "--latency-msec=100",
            "--process-time-msec=10",
            "--client-name=bangtin",
        ],
        latency: Duration::from_millis(100),
    },
    Program {
        name: "aplay",
        arguments: &[
            "--quiet",
            "--file-type=raw",
            "--format=S16_LE",
            "--rate=48000",
            "--channels=2",
            "--buffer-time=100000",
            "--period-time=20000",
            "-",
        ],
        latency: Duration::from_millis(105),
    },
];

/// How long a program may take nothing.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a block waits in the pipe.
const WAY: Duration = Duration::from_millis(5);

/// A program that runs.
pub(super) struct Sink {
    child: Child,
    pipe: ChildStdin,
    says: ChildStderr,
    /// The last of what it said, up to a whole line.
    said: Vec<u8>,
    latency: Duration,
}

impl Sink {
    /// Starts `program`.
    ///
    /// # Errors
    /// The system's: `NotFound` when it is not installed.
    pub(super) fn start(program: &Program) -> io::Result<Sink> {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(program.name);
        // Its words are read: in one language.
        command.args(program.arguments).env("LC_ALL", "C").current_dir("/").process_group(0);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let (Some(pipe), Some(says)) = (child.stdin.take(), child.stderr.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        // As little as may be waits in the pipe.
        fcntl_setpipe_size(&pipe, 4096)?;
        for end in [pipe.as_fd(), says.as_fd()] {
            fcntl_setfl(end, fcntl_getfl(end)? | OFlags::NONBLOCK)?;
        }
        Ok(Sink { child, pipe, says, said: Vec::new(), latency: program.latency })
    }

    /// Waits until it takes more.
    ///
    /// # Errors
    /// `TimedOut` when it takes nothing for too long, `BrokenPipe` when it has ended.
    pub(super) fn ready(&mut self) -> io::Result<()> {
        let patience = Timespec::try_from(PATIENCE).map_err(|_| io::ErrorKind::InvalidInput)?;
        let mut ends = [PollFd::new(&self.pipe, PollFlags::OUT)];
        while let Err(error) = poll(&mut ends, Some(&patience)) {
            if error != rustix::io::Errno::INTR {
                return Err(error.into());
            }
        }
        let [end] = ends.map(|end| end.revents());
        self.listen();
        if end.contains(PollFlags::ERR) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if end.contains(PollFlags::OUT) { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }

    /// Gives it a block, for which it is ready.
    ///
    /// # Errors
    /// Those of writing.
    pub(super) fn write(&mut self, block: &[Sample; BLOCK]) -> io::Result<()> {
        let bytes: Vec<u8> = block.as_flattened().iter().flat_map(|side| side.to_le_bytes()).collect();
        self.pipe.write_all(&bytes)
    }

    /// How long after it was given a sample is heard.
    pub(super) fn latency(&self) -> Duration {
        self.latency + WAY
    }

    /// What it says of its latency, averaged: it is told for one moment and varies with what the device fetches at once.
    fn listen(&mut self) {
        let mut more = [0; 512];
        while let Ok(read @ 1..) = self.says.read(&mut more) {
            self.said.extend(more.get(..read).unwrap_or_default());
        }
        while let Some(end) = self.said.iter().position(|byte| *byte == b'\r' || *byte == b'\n') {
            let line: Vec<u8> = self.said.drain(..=end).collect();
            if let Some(latency) = latency(&String::from_utf8_lossy(&line)) {
                self.latency = (self.latency * 7 + latency) / 8;
            }
        }
        // It says nothing that long.
        if self.said.len() > 4096 {
            self.said.clear();
        }
    }
}

/// "Time: 2.023 sec; Latency: 67014 usec."; believed up to a second, which slow loudspeakers without wires take.
fn latency(line: &str) -> Option<Duration> {
    let micros = line.split_once("Latency:")?.1.trim_start().split_once(" usec")?.0.parse().ok()?;
    Some(Duration::from_micros(micros)).filter(|latency| *latency <= Duration::from_secs(1))
}

impl Drop for Sink {
    fn drop(&mut self) {
        // At once: what it still has is not to be heard.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
