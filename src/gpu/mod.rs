//! A cache of [`Scene`]: everything in here can be thrown away and rebuilt from the last scene.
//!
//! A draw has two halves. *Paint*: every [`Frame`](crate::scene::Frame) is drawn once into a texture of the
//! layout's size (passes `fill` and `picture` in the frame's order, then all text). *Mix*: one pass puts the
//! painted frame, or two of them during a transition, on the target, turned. So a frame of a transition costs
//! one full-screen triangle, and a scene that is already on the target costs nothing.
//!
//! Textures are sRGB throughout: blending, filtering and fading happen in linear light.

mod coverage;
mod device;
mod error;
mod mix;
mod paint;
mod pictures;
mod plan;
mod renderer;
mod stage;
mod text;

pub use error::GpuError;
pub use renderer::Drawn;
pub use stage::{Offscreen, Stage};

use crate::scene::{Fonts, Scene};

/// Draws `scene` on a device of its own: width, height (of the target, so already turned) and RGBA rows, sRGB.
///
/// Same input, same bytes. Whoever draws more than one scene keeps a [`Stage`] instead.
///
/// # Errors
/// No driver, or the device was lost twice.
pub fn offscreen(scene: &Scene, fonts: &mut Fonts) -> Result<(u32, u32, Vec<u8>), GpuError> {
    let (width, height) = scene.target_size();
    let mut stage = Stage::offscreen((width, height))?;
    stage.draw(scene, fonts)?;
    Ok((width, height, stage.read()?))
}
