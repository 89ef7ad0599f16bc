//! Pure geometry: from an item, a theme and a size to a [`Frame`]. See `../shared/wall.md` for the looks.

mod fonts;
mod frame;

pub use fonts::Fonts;
pub use frame::*;
