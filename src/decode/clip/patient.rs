//! Reading from a decoder that may hang.

use std::io::{self, Read};
use std::process::ChildStdout;
use std::time::Duration;

use crate::model::{Reel, Track};

/// How long a decoder may be silent while nobody waits, and before its first word: a cold disk, a machine that has just
/// been switched on.
const START: Duration = Duration::from_secs(5);

/// How long a frame may take that somebody waits for: the next slide has to be there within a second.
pub(super) const PATIENCE: Duration = Duration::from_millis(800);

/// How long its first word may take that somebody waits for: it begins three seconds before it is due.
const LATE: Duration = Duration::from_millis(3800);

/// How often a reader looks whether anybody wants more still.
const LOOK: Duration = Duration::from_millis(100);

/// For whom a decoder works.
pub(super) trait Audience {
    /// Whether nobody wants any more.
    fn has_left(&self) -> bool;
    /// Whether somebody waits for what comes next.
    fn waits(&self) -> bool;
}

impl Audience for Reel {
    fn has_left(&self) -> bool {
        self.is_closed()
    }

    fn waits(&self) -> bool {
        self.is_hungry()
    }
}

/// Without its sound a clip goes on.
impl Audience for Track {
    fn has_left(&self) -> bool {
        self.is_closed()
    }

    fn waits(&self) -> bool {
        false
    }
}

/// A pipe that is given up when it has been silent for too long, or when nobody wants any more.
pub(super) struct Patient<'a> {
    pipe: ChildStdout,
    audience: &'a dyn Audience,
    spoke: bool,
}

impl Patient<'_> {
    /// What comes through `pipe`, for `audience`.
    pub(super) fn new(pipe: ChildStdout, audience: &dyn Audience) -> Patient<'_> {
        Patient { pipe, audience, spoke: false }
    }
}

impl Read for Patient<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut silent = Duration::ZERO;
        while !ready(&self.pipe, LOOK)? {
            silent += LOOK;
            let patience = match (self.audience.waits(), self.spoke) {
                (true, true) => PATIENCE,
                (true, false) => LATE,
                (false, _) => START,
            };
            if self.audience.has_left() {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            if silent >= patience {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        self.spoke = true;
        self.pipe.read(buffer)
    }
}

/// Whether something can be read, within `patience`.
#[cfg(unix)]
fn ready(pipe: &ChildStdout, patience: Duration) -> io::Result<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let patience = Timespec::try_from(patience).map_err(|_| io::ErrorKind::InvalidInput)?;
    match poll(&mut [PollFd::new(pipe, PollFlags::IN)], Some(&patience)) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Elsewhere reading waits, and a decoder that hangs is found out when its file is.
#[cfg(not(unix))]
fn ready(_pipe: &ChildStdout, _patience: Duration) -> io::Result<bool> {
    Ok(true)
}
