//! Programs of others (FFmpeg, LibreOffice), each behind walls of the kernel: what they cannot reach, a file that takes
//! them over cannot reach either.
//!
//! The walls stand before the program begins: the player starts its own program with [`ROLE`] as the first argument, which
//! gives up whatever is not granted ([`Walls`]) and then becomes the other one. So nothing has to be done between `fork`
//! and `exec`, where hardly anything may be. Each wall is put up by itself: a kernel without one still has the others,
//! and on a system without any of them the program is at least told little and killed in time.

#[cfg(unix)]
mod kernel;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::Workers;

/// The first argument of a program that is to put up walls and become another one.
pub const ROLE: &str = "--become-behind-walls";

/// What a program of others is granted, besides reading the system's programs, libraries and fonts, and the file that is
/// its standard input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walls {
    /// Memory that it may map, in bytes.
    pub memory: u64,
    /// Its processor time, in seconds.
    pub seconds: u64,
    /// How many files it may have open.
    pub files: u64,
    /// The longest file that it may write, in bytes.
    pub output: u64,
    /// Folders that it reads besides.
    pub reads: Vec<PathBuf>,
    /// The folder in which it may do as it likes; elsewhere it writes nothing.
    pub writes: Option<PathBuf>,
    /// The folder in which it may put a socket to listen at, and nothing else.
    pub listens: Option<PathBuf>,
    /// How far it steps back for others, as `nice` counts: 0 not at all; with [`LAST`] it works only when nobody else wants to.
    pub nice: u8,
}

/// Behind everybody else.
pub const LAST: u8 = 19;

impl Workers {
    /// A command that runs `program` behind `walls`, in no surroundings and no folder of the player's. It ends with the
    /// thread that starts it.
    pub fn behind(&self, walls: &Walls, program: &Path) -> Command {
        let mut command = if cfg!(unix) {
            let mut command = Command::new(self.program());
            command.arg(ROLE).args(walls.words()).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.env_clear().current_dir("/");
        command
    }
}

/// Where a program lies, by the search path.
pub(super) fn find(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&paths)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_absolute() && file.is_file())
}

impl Walls {
    /// As arguments, behind [`ROLE`].
    fn words(&self) -> Vec<OsString> {
        let numbers = [
            std::process::id().into(),
            self.memory,
            self.seconds,
            self.files,
            self.output,
            self.nice.into(),
            self.reads.len() as u64,
        ];
        let paths = self.reads.iter().map(|path| path.clone().into_os_string());
        // An empty path is none.
        let [writes, listens] =
            [&self.writes, &self.listens].map(|path| path.clone().unwrap_or_default().into());
        numbers
            .map(|number| number.to_string().into())
            .into_iter()
            .chain(paths)
            .chain([writes, listens])
            .collect()
    }

    /// The walls that `words` begin with, and whose process is to be the parent. `None`: nothing that
    /// [`Walls::words`] gives.
    fn of(words: &mut impl Iterator<Item = OsString>) -> Option<(Walls, u64)> {
        let mut number = || words.next()?.to_str()?.parse::<u64>().ok();
        let (parent, memory, seconds, files, output, nice) =
            (number()?, number()?, number()?, number()?, number()?, number()?.try_into().ok()?);
        let count = number()?;
        let reads = (0..count).map(|_| words.next().map(PathBuf::from)).collect::<Option<_>>()?;
        let mut path =
            || words.next().map(|path| Some(PathBuf::from(path)).filter(|path| path != Path::new("")));
        let (writes, listens) = (path()?, path()?);
        Some((Walls { memory, seconds, files, output, reads, writes, listens, nice }, parent))
    }
}

/// Puts up the walls that `words` name, which is what stands behind [`ROLE`], and becomes the program named after them.
/// Comes back only when that cannot be.
#[cfg(unix)]
pub fn become_behind(mut words: impl Iterator<Item = OsString>) -> ExitCode {
    use std::os::unix::process::CommandExt;
    let Some((walls, parent)) = Walls::of(&mut words) else { return ExitCode::FAILURE };
    let Some(program) = words.next() else { return ExitCode::FAILURE };
    walls.rise(Path::new(&program));
    // Whoever was to hear of it may have died before it was promised that this process would, too.
    if u64::from(std::os::unix::process::parent_id()) == parent {
        let _ = Command::new(program).args(words).exec();
    }
    ExitCode::FAILURE
}

/// There are no walls here.
#[cfg(not(unix))]
pub fn become_behind(_words: impl Iterator<Item = OsString>) -> ExitCode {
    ExitCode::FAILURE
}
