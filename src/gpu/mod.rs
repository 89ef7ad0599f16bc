//! A cache of [`Scene`]: everything in here can be thrown away and rebuilt from the last scene.
//!
//! A draw has two halves. *Paint*: every [`Frame`](crate::scene::Frame) is drawn once on a canvas, a texture of its
//! layer's size (passes `fill`, `picture` and `film` in the frame's order, then all text). *Mix*: one pass lays the
//! canvases, two of them during a layer's transition, on the target, turned. So a frame of a transition costs
//! one full-screen rectangle, and a scene that is already on the target costs nothing.
//!
//! What the target shows just as it was painted is copied instead of drawn, and a device that is the processor is given
//! a clip's frames in colours already: so a clip costs a third of what it would by passes.
//!
//! Where that cannot be and some layers stand and others move, the standing ones are drawn once on a texture that is
//! copied to the target before the others are drawn: a swapchain's image comes with nothing on it, and a copy is the
//! cheapest way to fill it. Where all that happens is that a ticker runs on, its strip is drawn and presented alone, if
//! the window system lets it lie over the rest as a window of its own.
//!
//! Textures are sRGB throughout: blending, filtering and fading happen in linear light.

mod coverage;
mod developed;
mod device;
mod error;
mod films;
mod mix;
mod offscreen;
mod paint;
mod pass;
mod pictures;
mod plan;
mod regions;
mod renderer;
mod running;
mod sampled;
mod stage;
mod text;
mod window;

pub use error::GpuError;
pub use offscreen::Offscreen;
pub use pictures::{PICTURE_BUDGET, UPLOAD_BUDGET};
pub use renderer::Drawn;
pub use window::{Overlay, Window};

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
