//! Values: what a folder says, and what is on air at a time.
//!
//! Nothing here touches a disk, a clock or a screen. [`on_air`] is law 1: a pure function of the
//! [`Programme`], the [`Overrides`] of the moment and the time.

mod agenda;
mod air;
mod block;
mod clip;
mod coming;
mod countdown;
mod cycle;
pub mod dates;
#[cfg(test)]
pub(crate) mod fixture;
mod holidays;
mod item;
pub mod legacy;
mod local_day;
mod lunar;
mod name;
mod news;
mod operator;
mod outlook;
mod pages;
mod parts;
pub mod phone;
mod picture;
mod printed;
mod problem;
mod programme;
pub mod read;
mod roster;
mod screen;
mod shuffle;
mod slide;
mod sound;
mod spans;
mod spelling;
mod theme;
mod ticker;
pub mod tidy;
mod topics;
mod when;
mod words;
mod zone;

pub use agenda::*;
pub use air::*;
pub use clip::*;
pub use coming::*;
pub use countdown::*;
pub use holidays::*;
pub use item::*;
pub use local_day::midnight;
pub use lunar::*;
pub use name::*;
pub use news::*;
pub use operator::*;
pub use outlook::*;
pub use pages::*;
pub use parts::*;
pub use picture::*;
pub use problem::*;
pub use programme::*;
pub use screen::*;
pub use slide::*;
pub use sound::*;
pub use spelling::*;
pub use theme::*;
pub use ticker::*;
pub use topics::*;
pub use when::*;
pub use words::*;
pub use zone::*;
