//! The clerk's answer: `_tinh-trang.html` at the folder's root says what the player thinks of the folder.
//!
//! [`page`] is pure: a [`Board`] of one moment and an [`Album`] of thumbnails give one HTML file. [`Writer`] is
//! the thread that keeps the file true.
//!
//! # How often it is written
//! A page that named only the slide on air would be false ten seconds later, and to rewrite it with every slide
//! would wear the school's share (and whatever synchronises it) eight thousand times a day to tell nobody
//! anything. So the page says what is on air at the moment it was written, and lists by the clock what is on air
//! until the next quarter of an hour, when it is written anew. Anything that makes a line of it untrue (a file,
//! a problem, a season's beginning or end, a file shown out of turn, a blanked screen) writes it at once.

mod album;
mod board;
mod files;
mod html;
mod page;
mod problems;
#[cfg(test)]
mod sample;
mod status;
mod writer;

pub use album::{Album, BUDGET, SIDE, thumbnail};
pub use board::{Board, due};
pub use page::page;
pub use writer::{Draw, Writer};

/// The page's name. `library` ignores it: it begins with `_`.
pub const FILE: &str = "_tinh-trang.html";
