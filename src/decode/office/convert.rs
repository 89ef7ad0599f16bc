//! One run of LibreOffice.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, UNIX_EPOCH};

use xxhash_rust::xxh3::xxh3_64;

use super::fonts::{Replaced, replaced};
use super::look::{Format, Part};
use super::{Converter, Fault, LOOK, Limits};
use crate::decode::Workers;
use crate::decode::clip::{Run, answer};
use crate::decode::walls::{LAST, Walls, find};

/// Where LibreOffice listens, whatever it is told.
const SOCKETS: &str = "/tmp";

/// Changes whenever the same document would become another PDF, or another one would be refused.
const RULES: u64 = 1;

/// What a run is granted.
fn walls(limits: Limits, libre: &Libre, work: &Path) -> Walls {
    Walls {
        memory: limits.memory,
        seconds: limits.patience.as_secs().max(1),
        files: 512,
        output: 256 << 20,
        reads: [libre.home()].into_iter().chain(own_fonts()).collect(),
        writes: Some(work.to_owned()),
        listens: Some(SOCKETS.into()),
        nice: LAST,
    }
}

/// Where LibreOffice lies.
pub(super) struct Libre {
    /// The program itself, not the script that starts a program that starts it.
    program: PathBuf,
}

impl Libre {
    /// The one of the search path.
    pub(super) fn find() -> Option<Libre> {
        let script = ["soffice", "libreoffice"].into_iter().find_map(find)?;
        let program = script.canonicalize().ok()?.with_file_name("soffice.bin");
        program.is_file().then_some(Libre { program })
    }

    /// All of its files.
    fn home(&self) -> PathBuf {
        self.program.ancestors().nth(2).unwrap_or(&self.program).to_owned()
    }

    /// Whether a part of it is installed.
    pub(super) fn has(&self, part: Part) -> bool {
        let library = match part {
            Part::Impress => "libsdlo.so",
            Part::Writer => "libswlo.so",
            Part::Calc => "libsclo.so",
        };
        self.program.with_file_name(library).is_file()
    }

    /// Another number after every update, and after [`RULES`] changed.
    pub(super) fn version(&self) -> u64 {
        let about = self.program.metadata().ok();
        let modified =
            about.as_ref().and_then(|about| about.modified().ok()?.duration_since(UNIX_EPOCH).ok());
        let size = about.map_or(0, |about| about.len());
        xxh3_64(format!("{RULES} {size} {modified:?} {}", self.program.display()).as_bytes())
    }
}

/// Fonts that were installed for the user alone.
fn own_fonts() -> Option<PathBuf> {
    Some(data()?.join("fonts"))
}

/// Where programs look for what belongs to the user, fonts among it.
fn data() -> Option<PathBuf> {
    let given = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    given
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".local/share")))
        .filter(|path| path.is_absolute())
}

/// Has LibreOffice make a PDF of `bytes` in the folder `work`; where it lies.
pub(super) fn run(
    converter: &Converter,
    libre: &Libre,
    work: &Path,
    format: Format,
    bytes: &[u8],
) -> Result<PathBuf, Fault> {
    // With a new profile it asks to be started once more.
    const AGAIN: i32 = 81;
    let document = work.join("in").with_extension(format.end);
    lay_out(work, &document, bytes).map_err(|_| Fault::NoRoom)?;
    let mut ended = start(converter, libre, work, format, &document)?;
    if ended.code() == Some(AGAIN) {
        ended = start(converter, libre, work, format, &document)?;
    }
    // Exit code 0 says nothing: what counts is what it left.
    let pdf = work.join("out/in.pdf");
    let is_pdf = || {
        let mut head = [0; 5];
        File::open(&pdf)?.read_exact(&mut head)?;
        Ok::<_, io::Error>(&head == b"%PDF-")
    };
    // Nor is a link that it left followed.
    let is_file = pdf.symlink_metadata().is_ok_and(|about| about.is_file());
    if is_file && is_pdf().unwrap_or(false) { Ok(pdf) } else { Err(died_of(ended)) }
}

/// Why a run that ended so left nothing.
fn died_of(ended: ExitStatus) -> Fault {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        return match ended.signal() {
            // Killed, and not by us: the system has no memory.
            Some(9) => Fault::NoRoom,
            // SIGABRT, SIGXCPU and SIGXFSZ: memory, time or output were used up.
            Some(6 | 24 | 25) => Fault::TooHeavy,
            _ => Fault::Refused,
        };
    }
    #[allow(unreachable_code)]
    {
        let _ = ended;
        Fault::Refused
    }
}

/// Runs it until it ends by itself; how it ended.
fn start(
    converter: &Converter,
    libre: &Libre,
    work: &Path,
    format: Format,
    document: &Path,
) -> Result<ExitStatus, Fault> {
    let mut command = converter.workers.behind(&walls(converter.limits, libre, work), &libre.program);
    surround(&mut command, work);
    let exporter = match format.part {
        Part::Impress => "pdf:impress_pdf_Export",
        Part::Writer => "pdf:writer_pdf_Export",
        Part::Calc => "pdf:calc_pdf_Export",
    };
    command.arg(format!("-env:UserInstallation={}", url(&work.join("profile"))));
    command.args(["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]);
    command.args([&format!("--infilter={}", format.reads), "--convert-to", exporter, "--outdir"]);
    command.arg(work.join("out")).arg(document);
    forget_sockets();
    let (mut run, _unheard) =
        nothing().and_then(|file| Run::start(command, file).ok()).ok_or(Fault::NoRoom)?;
    let mut left = converter.limits.patience;
    while left > Duration::ZERO && !converter.is_closed() {
        if let Some(ended) = run.wait(LOOK).map_err(|_| Fault::NoRoom)? {
            return Ok(ended);
        }
        left = left.saturating_sub(LOOK);
    }
    Err(Fault::Slow)
}

/// A standard input that is at its end.
fn nothing() -> Option<File> {
    File::open(if cfg!(windows) { "NUL" } else { "/dev/null" }).ok()
}

/// Makes a new folder for one run, with the document and the profile in it.
fn lay_out(work: &Path, document: &Path, bytes: &[u8]) -> io::Result<()> {
    clear(work);
    for folder in ["profile/user", "out", "tmp"] {
        fs::create_dir_all(work.join(folder))?;
    }
    fs::write(work.join("profile/user/registrymodifications.xcu"), PROFILE)?;
    fs::write(document, bytes)
}

/// Removes what a run has left.
pub(super) fn clear(work: &Path) {
    let _ = fs::remove_dir_all(work);
    forget_sockets();
}

/// Macros do not run, and what a document refers to is not fetched: both are impossible behind the walls, too.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"#;

/// What a program is told of its surroundings.
fn surround(command: &mut Command, work: &Path) {
    command.env("HOME", work).env("TMPDIR", work.join("tmp")).env("XDG_CACHE_HOME", work.join("tmp"));
    command.env("LANG", "C.UTF-8").env("SAL_USE_VCLPLUGIN", "svp");
    command.envs(data().map(|data| ("XDG_DATA_HOME", data)));
}

/// A path as LibreOffice takes it.
fn url(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let letters = path.as_os_str().as_encoded_bytes().iter().map(|byte| match *byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    format!("file://{}", letters.collect::<String>())
}

/// LibreOffice listens at a socket in [`SOCKETS`], by which another start of it would find it, and may not remove that
/// itself: one that nobody listens at any more would keep it from starting.
#[cfg(unix)]
fn forget_sockets() {
    use std::os::unix::net::UnixStream;
    let sockets = fs::read_dir(SOCKETS).into_iter().flatten().flatten();
    for socket in sockets.filter(|file| file.file_name().as_encoded_bytes().starts_with(b"OSL_PIPE_")) {
        let called = UnixStream::connect(socket.path());
        if called.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            let _ = fs::remove_file(socket.path());
        }
    }
}

#[cfg(not(unix))]
fn forget_sockets() {}

/// The fonts of the PDF at `pdf` that are not those that were `asked` for.
pub(super) fn fonts(workers: &Workers, work: &Path, pdf: &Path, asked: &BTreeSet<String>) -> Replaced {
    let Ok(bytes) = fs::read(pdf) else { return Replaced::default() };
    replaced(asked, &bytes, &installed(workers, work))
}

/// The families of the fonts that LibreOffice has, by the program of fontconfig, which it asks too.
fn installed(workers: &Workers, work: &Path) -> BTreeSet<String> {
    let Some(program) = find("fc-list") else { return BTreeSet::new() };
    let reads = own_fonts().into_iter().collect();
    let walls = Walls { memory: 1 << 30, seconds: 10, files: 64, reads, ..Walls::default() };
    let mut command = workers.behind(&walls, &program);
    surround(&mut command, work);
    command.args(["--format", "%{family}\n"]);
    let said = nothing().and_then(|file| answer(command, file, 1 << 20, Duration::from_secs(10)).ok());
    let said = String::from_utf8(said.unwrap_or_default().0).unwrap_or_default();
    said.lines().flat_map(|line| line.split(',')).map(|name| name.replace('\\', "")).collect()
}
