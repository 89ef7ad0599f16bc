//! The real worker, stopped before its first byte: by then it has given up what it can.

use std::fs;
use std::process::{Child, Command, Stdio};

use bangtin::decode::ROLE;

use crate::kit::{program, until};

/// A worker that waits for a file that never comes.
struct Waiting(Child);

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn waiting() -> Waiting {
    let mut worker = Command::new(program());
    worker.args([ROLE, "sheets"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    Waiting(worker.spawn().unwrap())
}

#[test]
fn a_worker_is_confined_before_it_reads() {
    let worker = waiting();
    let of = |what: &str| fs::read_to_string(format!("/proc/{}/{what}", worker.0.id())).unwrap_or_default();
    // 0 is read(2), and this one waits for its first byte.
    until("the worker reads", || of("syscall").starts_with("0 0x0 ").then_some(()));
    let status = of("status");
    for line in ["NoNewPrivs:\t1", "Seccomp:\t2", "Threads:\t1"] {
        assert!(status.lines().any(|found| found == line), "no {line} in {status}");
    }
    let limits = of("limits");
    for (name, most) in [
        ("Max address space", "1073741824 1073741824"),
        ("Max cpu time", "10 11"),
        ("Max file size", "0 0"),
        ("Max open files", "0 0"),
        ("Max processes", "0 0"),
        ("Max core file size", "0 0"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let values: Vec<&str> = line[name.len()..].split_whitespace().take(2).collect();
        assert_eq!(values.join(" "), most, "{line}");
    }
}

#[test]
fn every_wall_of_a_worker_stands() {
    if !Command::new("strace").arg("-V").output().is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: no strace here");
        return;
    }
    let mut worker = Command::new("strace");
    worker.args([
        "-e",
        "trace=landlock_create_ruleset,landlock_restrict_self,seccomp,prlimit64,prctl",
        program(),
    ]);
    let traced = worker.args([ROLE, "sheets"]).stdin(Stdio::null()).output().unwrap();
    let calls = String::from_utf8_lossy(&traced.stderr);
    // Of a limit on open files that comes too early, a wall cannot be built.
    assert!(calls.contains("landlock_restrict_self("), "{calls}");
    assert!(!calls.contains("= -1"), "{calls}");
}

#[test]
fn a_worker_that_is_asked_nonsense_answers_nothing() {
    for words in
        [&[][..], &["page"], &["page", "0", "-1", "5", "contain"], &["sheets", "x"], &["open", "/etc/passwd"]]
    {
        let worker = Command::new(program()).arg(ROLE).args(words).stdin(Stdio::null()).output().unwrap();
        assert!(!worker.status.success() && worker.stdout.is_empty(), "{words:?}");
    }
}
