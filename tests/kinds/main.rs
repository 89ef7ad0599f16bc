//! Slides of every kind: read from TOML, laid out, and, where it matters, drawn and looked at.

mod board;
mod figures;
mod look;
mod notes;
mod qr;
mod room;
