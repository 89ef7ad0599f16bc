//! Clips, decoded by FFmpeg: a process for each run, told to open one file and nothing else, whose frames come through
//! a pipe into a [`Reel`](crate::model::Reel), and its samples into a [`Track`](crate::model::Track). A decoder inside the
//! player could fill the same two.

mod fault;
mod nut;
mod patient;
mod play;
mod probe;
mod rgba;
mod sound;
pub(super) mod tool;
mod whole;

use std::fs::File;
use std::sync::atomic::AtomicBool;

use chrono::TimeDelta;

use super::Workers;
use crate::model::{Picture, Play, Want};

pub use fault::Fault;
pub use play::{play, still};
pub use probe::probe;
pub use sound::sound;
pub use tool::is_installed;
pub(super) use tool::{Run, answer};

/// Pixels of a frame that is decoded at most: 4K in any shape.
pub const MAX_PIXELS: u64 = 4096 * 2304;

/// The longest clip.
pub const MAX_LENGTH: TimeDelta = TimeDelta::hours(3);

/// The first frame of the clip in `file` as a picture of just the size that `want` names, which its place has on the
/// screen. `hurry`: people wait for it.
///
/// # Errors
/// A [`Fault`] when there is none.
pub fn first(workers: &Workers, file: File, want: &Want, hurry: &AtomicBool) -> Result<Picture, Fault> {
    let again = file.try_clone().map_err(|_| Fault::NoProcess)?;
    let even = |length: u32| (length & !1).max(2);
    let size = (even(want.space.0), even(want.space.1));
    let play = Play { of: want.of.clone(), film: probe(workers, again)?, size, start: TimeDelta::zero() };
    still(workers, file, &play, hurry).map(|still| rgba::picture(&still, want))
}
