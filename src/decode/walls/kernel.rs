//! The walls themselves, as Linux has them; other systems have the limits alone.

use std::path::Path;

use super::Walls;
use crate::decode::limits::bound;

/// Where programs, their libraries, fonts and data lie.
#[cfg(target_os = "linux")]
const PROGRAMS: [&str; 8] = ["/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/nix/store", "/gnu/store"];

/// What they read of the system besides.
#[cfg(target_os = "linux")]
const SETTINGS: [&str; 11] = [
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/libreoffice",
    "/etc/localtime",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/dev/zero",
    "/dev/urandom",
];

impl Walls {
    /// Puts the walls up around this process, which has to have one thread, for ever; `program` may be executed.
    pub(super) fn rise(&self, program: &Path) {
        use rustix::process::Resource;
        bound(&[
            (Resource::As, self.memory),
            (Resource::Cpu, self.seconds),
            (Resource::Nofile, self.files),
            (Resource::Fsize, self.output),
            (Resource::Core, 0),
        ]);
        let _ = rustix::process::nice(self.nice.into());
        if self.nice == super::LAST {
            // SAFETY: reads one number, of this process.
            #[cfg(target_os = "linux")]
            unsafe {
                libc::sched_setscheduler(0, libc::SCHED_IDLE, &libc::sched_param { sched_priority: 0 });
            }
        }
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{Signal, set_parent_process_death_signal};
            let _ = set_parent_process_death_signal(Some(Signal::KILL));
            let _ = rustix::thread::set_no_new_privs(true);
            forget_files();
            let _ = self.wall_off(program);
            let _ = silence();
        }
        let _ = program;
    }

    /// No file but those that are granted, no port, no signal to others, no socket of theirs (Landlock).
    #[cfg(target_os = "linux")]
    fn wall_off(&self, program: &Path) -> Result<(), landlock::RulesetError> {
        use std::os::fd::AsFd;

        use landlock::{
            ABI, Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr,
            RulesetCreated, RulesetCreatedAttr, Scope,
        };
        // The newest version that the crate knows; it leaves out what the kernel does not.
        let version = ABI::V10;
        let mut rules = Ruleset::default()
            .handle_access(AccessFs::from_all(version))?
            .handle_access(AccessNet::from_all(version))?
            .scope(Scope::from_all(version))?
            .create()?;
        let read = AccessFs::ReadFile | AccessFs::ReadDir;
        let write =
            AccessFs::from_all(version) & !(AccessFs::Execute | AccessFs::MakeChar | AccessFs::MakeBlock);
        fn grant(rules: &mut RulesetCreated, path: &Path, access: BitFlags<AccessFs>) {
            // What is not there need not be reached.
            if let Ok(fd) = PathFd::new(path) {
                let _ = rules.add_rule(PathBeneath::new(fd, access));
            }
        }
        for path in PROGRAMS {
            grant(&mut rules, Path::new(path), read | AccessFs::Execute);
        }
        // One that somebody has put elsewhere.
        let home = program.canonicalize().ok();
        if let Some(home) = home.as_deref().and_then(Path::parent) {
            grant(&mut rules, home, read | AccessFs::Execute);
        }
        for path in SETTINGS.into_iter().map(Path::new).chain(self.reads.iter().map(AsRef::as_ref)) {
            grant(&mut rules, path, read);
        }
        grant(&mut rules, Path::new("/dev/null"), AccessFs::ReadFile | AccessFs::WriteFile);
        if let Some(folder) = &self.writes {
            grant(&mut rules, folder, write);
        }
        if let Some(folder) = &self.listens {
            grant(&mut rules, folder, AccessFs::MakeSock.into());
        }
        // The file that it is handed may be opened again, by the name /dev/fd/0. No rule can be made for a pipe.
        let _ = (&mut rules).add_rule(PathBeneath::new(std::io::stdin().as_fd(), AccessFs::ReadFile));
        rules.restrict_self().map(|_| ())
    }
}

/// Whoever started the player may have left it other files than the three streams: they are closed when another program
/// begins.
#[cfg(target_os = "linux")]
fn forget_files() {
    // SAFETY: marks descriptors and touches no memory.
    unsafe { libc::close_range(3, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC as libc::c_int) };
}

/// System calls that are as if they did not exist (seccomp): whatever reaches the network, another process or another
/// process's memory, whatever makes a process, and rare ones in which kernels have had holes. Numbers and meanings:
/// `syscalls(2)`.
#[cfg(target_os = "linux")]
fn silence() -> Result<(), seccompiler::Error> {
    use seccompiler::SeccompCmpArgLen::{Dword, Qword};
    use seccompiler::SeccompCmpOp::{Eq, MaskedEq, Ne};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCondition, SeccompFilter, SeccompRule, apply_filter,
    };
    let when = |argument, length, compare, value| {
        Ok::<_, seccompiler::Error>(vec![SeccompRule::new(vec![SeccompCondition::new(
            argument, length, compare, value,
        )?])?])
    };
    let mut rules: Vec<(libc::c_long, Vec<SeccompRule>)> =
        NEVER.iter().map(|call| (*call, Vec::new())).collect();
    rules.extend([
        // A socket of its own machine may be had, but nobody be called with it.
        (libc::SYS_socket, when(0, Dword, Ne, libc::AF_UNIX as u64)?),
        (libc::SYS_sendto, when(4, Qword, Ne, 0)?),
        // Threads, and no processes: nothing is left of it when it ends.
        (libc::SYS_clone, when(0, Dword, MaskedEq(libc::CLONE_THREAD as u64), 0)?),
        (libc::SYS_prctl, when(0, Dword, Eq, libc::PR_SET_PDEATHSIG as u64)?),
        // Its own limits alone.
        (libc::SYS_prlimit64, when(0, Dword, Ne, 0)?),
    ]);
    // The same calls by the numbers of x32, where a kernel has that.
    #[cfg(target_arch = "x86_64")]
    rules.extend(rules.clone().into_iter().map(|(call, rules)| (call | 0x4000_0000, rules)));
    let missing = SeccompAction::Errno(libc::ENOSYS as u32);
    let machine = std::env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(rules.into_iter().collect(), SeccompAction::Allow, missing, machine)?;
    let program: BpfProgram = filter.try_into()?;
    apply_filter(&program)
}

/// Calls that no program behind walls has, whatever their arguments.
#[cfg(target_os = "linux")]
const NEVER: &[libc::c_long] = &[
    libc::SYS_connect,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // A C library that misses it takes `clone`, the argument of which can be looked at.
    libc::SYS_clone3,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    libc::SYS_kill,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_kcmp,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_open_by_handle_at,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    // Landlock does not look at these.
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    libc::SYS_fchmodat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    libc::SYS_utimensat,
];
