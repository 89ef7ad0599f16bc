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
mod offscreen;
mod paint;
mod pass;
mod pictures;
mod plan;
mod renderer;
mod sampled;
mod stage;
mod text;
mod window;

pub use error::GpuError;
pub use offscreen::Offscreen;
pub use pictures::{PICTURE_BUDGET, UPLOAD_BUDGET};
pub use renderer::Drawn;
pub use window::Window;

use crate::scene::{Fonts, Scene};

/// Draws `scene` on a device of its own: width, height (of the target, so already turned) and RGBA rows, sRGB.
///
/// Same input, same bytes. Whoever draws more than one scene keeps an [`Offscreen`] instead.
///
/// # Errors
/// No driver, or the device was lost twice.
pub fn offscreen(scene: &Scene, fonts: &mut Fonts) -> Result<(u32, u32, Vec<u8>), GpuError> {
    let (width, height) = scene.target_size();
    let mut screen = Offscreen::new((width, height))?;
    screen.draw(scene, fonts)?;
    Ok((width, height, screen.read()?))
}
