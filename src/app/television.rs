//! A television that is told over HDMI-CEC, by libCEC's `cec-client`: it knows the adapters of the kernel and those on USB.

use std::io::{ErrorKind, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{env, io, thread};

use super::clock::monotonic;

const PROGRAM: &str = "cec-client";

/// One command and no more (else it switches everything off when it leaves), errors only, as a playback device.
const ARGUMENTS: [&str; 5] = ["-s", "-d", "1", "-t", "p"];

/// `cec-client` itself waits up to 15 s for the television to choose this machine.
const LIMIT: Duration = Duration::from_secs(30);

/// How often a program that runs is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// What failed is tried again after this: the adapter may have been busy, and the wall must not stay dark.
const AGAIN: Duration = Duration::from_secs(60);

/// Why a television does not obey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disobeys {
    /// There is no `cec-client` on this machine.
    Missing,
    /// It did not end in [`LIMIT`] and was killed.
    Hangs,
    /// It found no adapter, or could not open it.
    Refuses,
}

/// The television, and the thread that talks to it.
pub struct Television {
    wishes: Option<Sender<bool>>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Option<Disobeys>>>,
    awake: bool,
}

impl Television {
    /// `wake` is called when it is known whether a wish was obeyed.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> io::Result<Television> {
        let (sender, wishes) = channel();
        let trouble = Arc::new(Mutex::new(None));
        let told = trouble.clone();
        let tell = move |obeyed: Result<(), Disobeys>| {
            *told.lock().unwrap_or_else(PoisonError::into_inner) = obeyed.err();
            wake();
        };
        let thread =
            thread::Builder::new().name("television".to_owned()).spawn(move || run(&wishes, &tell))?;
        Ok(Television { wishes: Some(sender), thread: Some(thread), trouble, awake: true })
    }

    /// Puts it on standby, or wakes it and has it show this machine. Never waits.
    pub fn power(&mut self, awake: bool) {
        self.awake = awake;
        if let Some(wishes) = &self.wishes {
            // The thread ends with the sender.
            let _ = wishes.send(awake);
        }
    }

    /// What became of the newest wish that was tried.
    pub fn trouble(&self) -> Option<Disobeys> {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Television {
    fn drop(&mut self) {
        if !self.awake {
            // Nobody would be left to do it.
            self.power(true);
        }
        self.wishes = None;
        if let Some(thread) = self.thread.take() {
            // It does not panic; a television is no reason to fall.
            let _ = thread.join();
        }
    }
}

/// Whether there is a `cec-client` to ask.
pub fn can_be_asked() -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|place| place.join(PROGRAM).is_file())
}

/// Obeys the newest wish until there is nobody to wish.
fn run(wishes: &Receiver<bool>, tell: &dyn Fn(Result<(), Disobeys>)) {
    let mut wish = wishes.recv().ok();
    while let Some(mut awake) = wish {
        while let Ok(newer) = wishes.try_recv() {
            awake = newer;
        }
        let obeyed = power(awake);
        tell(obeyed);
        wish = match obeyed {
            Ok(()) => wishes.recv().ok(),
            Err(_) => match wishes.recv_timeout(AGAIN) {
                Err(RecvTimeoutError::Timeout) => Some(awake),
                newer => newer.ok(),
            },
        };
    }
}

fn power(awake: bool) -> Result<(), Disobeys> {
    // The television has address 0; "as" has it show this machine.
    let commands: &[&str] = if awake { &["on 0", "as"] } else { &["standby 0"] };
    commands.iter().try_for_each(|command| say(PROGRAM, command, LIMIT))
}

/// Runs `program` and gives it one line.
fn say(program: &str, line: &str, limit: Duration) -> Result<(), Disobeys> {
    let mut command = Command::new(program);
    let quiet = command.args(ARGUMENTS).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.spawn().map_err(|e| match e.kind() {
        ErrorKind::NotFound => Disobeys::Missing,
        _ => Disobeys::Refuses,
    })?;
    if let Some(mut ear) = child.stdin.take() {
        // One that has left already says why by its exit code.
        let _ = ear.write_all(format!("{line}\n").as_bytes());
    }
    end(&mut child, limit)
}

/// Waits for the end of a program, and ends it when it does not come.
fn end(child: &mut Child, limit: Duration) -> Result<(), Disobeys> {
    let started = monotonic();
    while monotonic().saturating_sub(started) < limit {
        match child.try_wait() {
            Ok(None) => thread::sleep(LOOK),
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) | Err(_) => return Err(Disobeys::Refuses),
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(Disobeys::Hangs)
}

/// A script stands for the program: no machine that runs tests has a television. What is tested is what is asked of
/// it, and what becomes of one that is missing, fails or hangs.
#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn script(text: &str) -> (tempfile::TempDir, String) {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join(PROGRAM);
        fs::write(&path, format!("#!/bin/sh\ncd \"$(dirname \"$0\")\"\n{text}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let path = path.to_str().unwrap().to_owned();
        (place, path)
    }

    #[test]
    fn a_line_is_given_to_a_program_that_takes_one() {
        let (place, program) = script("echo \"$@\" >asked; cat >>asked");
        assert_eq!(say(&program, "standby 0", LIMIT), Ok(()));
        assert_eq!(fs::read_to_string(place.path().join("asked")).unwrap(), "-s -d 1 -t p\nstandby 0\n");
    }

    #[test]
    fn one_that_is_missing_fails_or_hangs_is_told_apart() {
        let (place, program) = script("exit 1");
        assert_eq!(say(&program, "as", LIMIT), Err(Disobeys::Refuses));
        let nowhere = place.path().join("nowhere");
        assert_eq!(say(nowhere.to_str().unwrap(), "as", LIMIT), Err(Disobeys::Missing));
        let (place, program) = script("echo $$ >pid; exec sleep 600");
        assert_eq!(say(&program, "as", Duration::from_millis(500)), Err(Disobeys::Hangs));
        // Killed and reaped: no process has that number any more.
        let pid = fs::read_to_string(place.path().join("pid")).unwrap();
        let pid = rustix::process::Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(pid).is_err());
    }
}
