//! Clips, decoded by FFmpeg: a process for each run, told to open one file and nothing else, whose frames come through
//! a pipe into a [`Reel`](crate::model::Reel). A decoder inside the player could fill the same reel.

mod fault;
mod nut;
mod play;
mod probe;
mod tool;
mod whole;

use chrono::TimeDelta;

pub use fault::Fault;
pub use play::{play, still};
pub use probe::probe;
pub use tool::is_installed;

/// Pixels of a frame that is decoded at most: 4K in any shape.
pub const MAX_PIXELS: u64 = 4096 * 2304;

/// The longest clip.
pub const MAX_LENGTH: TimeDelta = TimeDelta::hours(3);
