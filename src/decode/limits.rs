//! What a worker gives up before it reads the first byte of its file, as far as the system knows how.
//!
//! Each limit is taken by itself: a kernel without one of them still gives the others, and on a system without any the
//! worker is at least a process of its own, which the player kills when it takes too long.

/// Memory that a worker may map, in bytes: its program (some 100 MB mapped when built for debugging), the file, and
/// what a page at 4K takes (at most 93 MB in tech.md §4), several times over.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// Processor time of a worker in seconds. A page takes a tenth of one.
#[cfg(unix)]
const SECONDS: u64 = 10;

/// Confines the calling thread, which has to be the only one of its process, for ever: no file system, no network, no
/// other process, standard input to read from and standard output and error to write to, and bounded memory and time.
pub fn confine() {
    // First, since its rules are a file as long as they are made.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::set_no_new_privs(true);
    #[cfg(target_os = "linux")]
    let _ = wall_off();
    #[cfg(unix)]
    {
        use rustix::process::Resource;
        bound(&[
            (Resource::As, MEMORY),
            (Resource::Cpu, SECONDS),
            (Resource::Nofile, 0),
            (Resource::Fsize, 0),
            #[cfg(any(target_os = "linux", target_vendor = "apple"))]
            (Resource::Nproc, 0),
            (Resource::Core, 0),
        ]);
    }
    #[cfg(target_os = "linux")]
    {
        // A player that is killed leaves nobody behind.
        let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
        let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
        let _ = silence();
    }
}

/// Bounds what this process may take, for ever.
#[cfg(unix)]
pub(super) fn bound(limits: &[(rustix::process::Resource, u64)]) {
    use rustix::process::{Rlimit, setrlimit};
    for (resource, most) in limits {
        // Of time there is a second more, in which the process dies of a signal that says what of.
        let maximum = most + u64::from(*resource == rustix::process::Resource::Cpu);
        let _ = setrlimit(*resource, Rlimit { current: Some(*most), maximum: Some(maximum) });
    }
}

/// No file of any path, no port, no signal or socket of another process (Landlock).
#[cfg(target_os = "linux")]
fn wall_off() -> Result<(), landlock::RulesetError> {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, Scope};
    // The newest version that the crate knows; it leaves out what the kernel does not.
    let version = ABI::V10;
    let rules = Ruleset::default()
        .handle_access(AccessFs::from_all(version))?
        .handle_access(AccessNet::from_all(version))?
        .scope(Scope::from_all(version))?;
    rules.create()?.restrict_self().map(|_| ())
}

/// The system calls that computing needs, and reading and writing on the standard streams; every other one fails with
/// EPERM (seccomp). Numbers and meanings: `syscalls(2)`.
#[cfg(target_os = "linux")]
fn silence() -> Result<(), seccompiler::Error> {
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, SeccompCondition,
        SeccompFilter, SeccompRule, TargetArch, apply_filter,
    };
    const FREE: [libc::c_long; 16] = [
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_mprotect,
        libc::SYS_futex,
        libc::SYS_getrandom,
        libc::SYS_clock_gettime,
        libc::SYS_sched_yield,
        libc::SYS_rt_sigreturn,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_sigaltstack,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    // On these streams alone, the number of which is this argument: whoever started the player may have left others
    // open, and memory is of no file (-1).
    const NONE: u64 = u32::MAX as u64;
    let streams: [(libc::c_long, u8, &[u64]); 4] = [
        (libc::SYS_read, 0, &[0]),
        (libc::SYS_write, 0, &[1, 2]),
        (libc::SYS_close, 0, &[0, 1, 2]),
        (libc::SYS_mmap, 4, &[NONE]),
    ];
    let mut rules: std::collections::BTreeMap<i64, Vec<SeccompRule>> =
        FREE.iter().map(|call| (*call, Vec::new())).collect();
    for (call, argument, streams) in streams {
        let on = |stream: &u64| SeccompRule::new(vec![SeccompCondition::new(argument, Dword, Eq, *stream)?]);
        rules.insert(call, streams.iter().map(on).collect::<Result<_, _>>()?);
    }
    let machine: TargetArch = std::env::consts::ARCH.try_into()?;
    let refused = SeccompAction::Errno(libc::EPERM as u32);
    let filter = SeccompFilter::new(rules, refused, SeccompAction::Allow, machine)?;
    let program: BpfProgram = filter.try_into()?;
    apply_filter(&program)
}

/// Each wall by itself, around one thread: behind the other it would not be seen to be missing.
#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::{self, File};
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};
    use std::process::Command;
    use std::thread;

    use super::*;

    /// What `tries` gives behind a wall.
    fn behind<T: Send + 'static>(wall: fn(), tries: impl FnOnce() -> T + Send + 'static) -> T {
        let inside = move || {
            wall();
            tries()
        };
        thread::spawn(inside).join().unwrap()
    }

    #[test]
    fn landlock_hides_every_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "x").unwrap();
        let tries = move || {
            let made = File::create(path.with_extension("b")).is_ok();
            [File::open(&path).is_ok(), made, fs::read_dir("/").is_ok(), fs::remove_file(&path).is_ok()]
        };
        assert_eq!(behind(|| wall_off().expect("Landlock"), tries.clone()), [false; 4]);
        assert_eq!(behind(|| {}, tries), [true; 4], "without the wall they can be done");
    }

    #[test]
    fn seccomp_leaves_computing_and_the_standard_streams() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut opened) = (folder.path().join("a"), File::create(folder.path().join("b")).unwrap());
        fs::write(&path, "x").unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = port.local_addr().unwrap();
        let mut tries = move || {
            let read = File::open(&path).is_ok();
            let written = opened.write_all(b"x").is_ok();
            let called = TcpStream::connect(address).is_ok();
            let started = Command::new("/bin/true").status().is_ok();
            let threaded = thread::Builder::new().spawn(|| {}).is_ok();
            [read, written, called, started, threaded]
        };
        let walled = move || {
            let sum: u64 = std::hint::black_box(vec![1_u64; 1 << 20]).iter().sum();
            // Not even closing a stream of somebody else's is its business, which the standard library checks.
            let tried = tries();
            std::mem::forget(tries);
            (tried, sum)
        };
        assert_eq!(behind(|| silence().expect("seccomp"), walled), ([false; 5], 1 << 20));
        let status = thread::spawn(|| Command::new("/bin/true").status().is_ok());
        assert!(status.join().unwrap(), "the other threads are as they were");
    }
}
