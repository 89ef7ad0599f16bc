//! Clips of every codec that offices and phones make, made here by the real FFmpeg, and what the player makes of them.

mod decode;
mod kit;
mod looks;
mod sound;
