//! Reading from a decoder that may hang.

use std::io::{self, Read};
use std::process::ChildStdout;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use chrono::TimeDelta;

use crate::model::{Reel, Track};

/// How long a decoder may be silent while nobody waits, and before its first word: a cold disk, a machine that has just
/// been switched on.
const START: Duration = Duration::from_secs(5);

/// How long somebody may have waited for a frame: the next slide has to be there within a second.
pub(super) const PATIENCE: Duration = Duration::from_millis(800);

/// The same of the first word of a run that begins in the middle of a clip, as it does when the player starts: all that
/// came since the last whole picture of it has to be decoded before. Nobody waits for the second before that.
const SOUGHT: Duration = Duration::from_millis(1800);

/// How often a reader looks whether anybody wants more still.
const LOOK: Duration = Duration::from_millis(100);

/// For whom a decoder works.
pub(super) trait Audience {
    /// Whether nobody wants any more.
    fn has_left(&self) -> bool;
    /// Whether somebody waits for what comes next.
    fn waits(&self) -> bool;
    /// Whether they know that the first word takes its time.
    fn is_patient(&self) -> bool {
        false
    }
}

/// Somebody waits for a clip's first picture, or for whatever else is made after it, when this says so.
impl Audience for AtomicBool {
    fn has_left(&self) -> bool {
        false
    }

    fn waits(&self) -> bool {
        self.load(Relaxed)
    }
}

impl Audience for Reel {
    fn has_left(&self) -> bool {
        self.is_closed()
    }

    fn waits(&self) -> bool {
        self.is_hungry()
    }

    fn is_patient(&self) -> bool {
        self.play.start > TimeDelta::zero()
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
        let patience = if self.audience.is_patient() && !self.spoke { SOUGHT } else { PATIENCE };
        let (mut silent, mut awaited) = (Duration::ZERO, Duration::ZERO);
        while !ready(&self.pipe, LOOK)? {
            silent += LOOK;
            awaited = if self.audience.waits() { awaited + LOOK } else { Duration::ZERO };
            if self.audience.has_left() {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            if silent >= START || awaited >= patience {
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

#[cfg(all(test, unix))]
mod tests {
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    /// A decoder that says nothing, ever.
    fn mute() -> Child {
        Command::new("sleep").arg("1000").stdout(Stdio::piped()).spawn().unwrap()
    }

    #[test]
    fn whoever_is_waited_for_is_given_up_before_whoever_is_not() {
        let (ended, order) = channel();
        thread::scope(|threads| {
            for waits in [false, true] {
                let ended = ended.clone();
                threads.spawn(move || {
                    let (mut decoder, audience) = (mute(), AtomicBool::new(waits));
                    let pipe = decoder.stdout.take().unwrap();
                    let read = Patient::new(pipe, &audience).read(&mut [0]);
                    ended.send((waits, read.map_err(|error| error.kind()))).unwrap();
                    decoder.kill().unwrap();
                    decoder.wait().unwrap();
                });
            }
        });
        let order: Vec<_> = order.try_iter().collect();
        assert_eq!(order, [(true, Err(io::ErrorKind::TimedOut)), (false, Err(io::ErrorKind::TimedOut))]);
    }
}
