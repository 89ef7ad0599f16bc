//! Pictures in AVIF, by libheif's converter: a program of others behind walls, which makes a picture of one that is read
//! here.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use super::clip::{self, tool};
use super::walls::{Walls, find};
use super::{Family, Fault, PictureFacts, Workers, picture, verify};
use crate::model::{Picture, Want};

/// The converter: what Debian calls it, and its newer name.
const PROGRAMS: [&str; 2] = ["heif-convert", "heif-dec"];

/// The longest file that it may make, in bytes.
const MOST: u64 = 256 << 20;

/// How long it may take, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the file of a picture that one sees through says of its second picture (ISO 23008-12).
const OPACITY: &[u8] = b"auxiliary:alpha";

/// In how many of the first bytes it says so.
const HEAD: u64 = 1 << 16;

/// Decodes the picture in `file`, as [`picture`](super::picture) does.
///
/// # Errors
/// The same, and when there is no converter.
pub fn decode(workers: &Workers, file: File, want: &Want) -> Result<(Picture, PictureFacts), Fault> {
    let (made, facts) = picture(&converted(workers, file)?, want)?;
    Ok((made, PictureFacts { family: Family::Avif, ..facts }))
}

/// Decodes a whole picture and throws the pixels away.
///
/// # Errors
/// The same as [`decode`].
pub fn check(workers: &Workers, file: File) -> Result<PictureFacts, Fault> {
    Ok(PictureFacts { family: Family::Avif, ..verify(&converted(workers, file)?)? })
}

/// The picture in `file` as one of the player's own formats: upright, with its profile.
fn converted(workers: &Workers, mut file: File) -> Result<Vec<u8>, Fault> {
    let program = PROGRAMS.into_iter().find_map(find).ok_or(Fault::NoConverter)?;
    let mut head = Vec::new();
    let read = file.by_ref().take(HEAD).read_to_end(&mut head).and_then(|_| file.rewind());
    read.map_err(|_| Fault::Cut)?;
    // Packing twelve megapixels as PNG takes twenty seconds.
    let is_seen_through = head.windows(OPACITY.len()).any(|part| part == OPACITY);
    let name = if is_seen_through { "a.png" } else { "a.jpg" };
    let folder = Folder::new().ok_or(Fault::NoWorker)?;
    // Twelve megapixels are half a second and 300 MB.
    let writes = Some(folder.0.clone());
    let walls = Walls { memory: 2 << 30, seconds: 20, files: 64, output: MOST, writes, ..Walls::default() };
    let mut command = workers.behind(&walls, &program);
    command.args(["-q", "96", "/dev/fd/0"]).arg(folder.0.join(name));
    let ended = match tool::answer(command, file, 1 << 16, PATIENCE) {
        Ok((_, ended)) => ended.is_some_and(|ended| ended.success()),
        Err(clip::Fault::Slow) => return Err(Fault::Slow),
        Err(_) => return Err(Fault::NoWorker),
    };
    // Of several pictures in one file it numbers what it makes.
    let numbered = Path::new(name)
        .file_stem()
        .and_then(OsStr::to_str)
        .map(|stem| name.replace(stem, &format!("{stem}-1")));
    let made = [Some(name.to_owned()), numbered].into_iter().flatten().find_map(|name| {
        let file = File::open(folder.0.join(name)).ok()?;
        let mut bytes = Vec::new();
        file.take(MOST).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    });
    made.filter(|_| ended).ok_or(Fault::Damaged)
}

/// A folder of this process alone, which is gone with whoever made it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Option<Folder> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Relaxed);
        let path = std::env::temp_dir().join(format!("bangtin-avif-{}-{number}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        // What a player of the same number has left behind.
        let _ = fs::remove_dir_all(&path);
        builder.create(&path).ok().map(|()| Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
