//! The faces that have a loop, and the only clock.

pub mod clock;
mod display;
mod headless;
mod leave;
mod lock;
mod log;
mod miniature;
mod monitors;
mod operator;
mod picture;
mod player;
mod power;
mod screen;
mod sound;
mod television;
mod watchdog;
mod window;

pub use clock::Clock;
pub use headless::headless;
pub use lock::Lock;
pub use log::Log;
pub use miniature::miniatures;
pub use picture::write_png;
pub use player::Player;
pub use power::lacks;
pub use screen::Placement;
pub use sound::lacks as mutes;
pub use window::{Wish, window};
