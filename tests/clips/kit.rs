//! Clips, made when a test needs them.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use bangtin::decode::Workers;
use bangtin::decode::clip::{self, Fault};
use bangtin::model::{Asset, Film, ItemPath, Play, Stamp, Still};
use chrono::TimeDelta;

/// Width and height of a counter's frames.
pub const SIZE: (u32, u32) = (320, 180);

/// Columns of the counter: a bit each.
const BITS: u32 = 8;

/// A source of `seconds` of frames at `rate` a second, each of which tells its number: eight columns from the left,
/// the lowest bit first, white for one and black for nothing.
pub fn counter(rate: u32, seconds: f64) -> Vec<String> {
    let (w, h) = SIZE;
    let bits = format!("255*mod(floor(N/pow(2,floor(X/{}))),2)", w / BITS);
    let source =
        format!("nullsrc=s={w}x{h}:r={rate}:d={seconds},geq=lum='{bits}':cb=128:cr=128,format=yuv420p");
    ["-f", "lavfi", "-i", &source].map(str::to_owned).to_vec()
}

/// The number that a frame of a counter tells.
pub fn number(still: &Still) -> u32 {
    let (w, h) = still.size;
    let column = |bit: u32| (bit * w / BITS + w / BITS / 2) as usize;
    let row = h as usize / 2 * w as usize;
    (0..BITS).map(|bit| u32::from(still.planes[row + column(bit)] > 128) << bit).sum()
}

/// Has FFmpeg make `name` in `folder` of `arguments`.
pub fn make(folder: &Path, name: &str, arguments: &[impl AsRef<str>]) -> PathBuf {
    let file = folder.join(name);
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-nostdin", "-y"]);
    ffmpeg.args(arguments.iter().map(AsRef::as_ref)).arg(&file);
    let made = ffmpeg.output().expect("ffmpeg: packaging/need.sh test installs it");
    assert!(made.status.success(), "{name}: {}", String::from_utf8_lossy(&made.stderr));
    file
}

/// A counter of two seconds in H.264, 30 frames a second.
pub fn h264(folder: &Path, name: &str) -> PathBuf {
    make(folder, name, &[counter(30, 2.0), words("-c:v libx264 -preset ultrafast")].concat())
}

/// `text` in words.
pub fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The player's own program, which starts FFmpeg.
pub fn workers() -> Workers {
    Workers::of(env!("CARGO_BIN_EXE_bangtin"))
}

/// What the player thinks of a clip.
pub fn probe(file: &Path) -> Result<Film, Fault> {
    clip::probe(&workers(), File::open(file).unwrap())
}

/// A run of a clip, from `start` on, in frames of its own size.
pub fn play(film: &Film, start: TimeDelta) -> Play {
    let even = |length: u32| length.next_multiple_of(2);
    let size = (even(film.size.0), even(film.size.1));
    let of = Asset { path: ItemPath::new("phim.mp4"), stamp: Stamp::default() };
    Play { of, film: film.clone(), size, start }
}
