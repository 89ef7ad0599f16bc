//! A target with its device and everything made for it: what survives the loss of a device, and how.

use super::GpuError;
use super::device::Gpu;
use super::renderer::{Drawn, Renderer};
use crate::scene::{Fonts, Scene};

/// What a renderer draws on.
pub(super) trait Target {
    /// Format of what it gives to draw on.
    fn format(&self) -> wgpu::TextureFormat;
    /// The scene that it shows, if any.
    fn seen(&mut self) -> &mut Option<Scene>;
    /// The texture to draw on now; `None` when there is none this time.
    ///
    /// # Errors
    /// The target or its device is lost.
    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<wgpu::Texture>, GpuError>;
    /// A texture that shows over `place` of the target alone: left, top, width and height in its pixels. `None` when
    /// the target has to be drawn whole.
    fn acquire_part(&mut self, _gpu: &Gpu, _place: [u32; 4]) -> Option<wgpu::Texture> {
        None
    }
    /// What was acquired has been drawn.
    fn present(&mut self, gpu: &Gpu);
}

/// How a target comes into being, the first time and after its device was lost.
pub(super) trait Recipe {
    /// What it makes.
    type Target: Target;
    /// A device, and the target on it.
    ///
    /// # Errors
    /// No driver, or nothing to show on.
    fn open(&self) -> Result<(Gpu, Self::Target), GpuError>;
}

/// A target that can be drawn on for as long as the machine runs.
pub(super) struct Stage<R: Recipe> {
    recipe: R,
    live: Option<Live<R::Target>>,
}

/// All of it that dies with the device.
pub(super) struct Live<T> {
    /// The device.
    pub gpu: Gpu,
    /// On that device.
    pub target: T,
    /// On that device.
    pub renderer: Renderer,
}

impl<R: Recipe> Stage<R> {
    /// Opens a device at once, so that a machine without a driver is known at the start.
    ///
    /// # Errors
    /// No driver, or nothing to show on.
    pub fn new(recipe: R) -> Result<Stage<R>, GpuError> {
        let live = Some(Live::open(&recipe)?);
        Ok(Stage { recipe, live })
    }

    /// Makes the target show `scene`. Whatever fails, it is tried once more on a new device.
    ///
    /// # Errors
    /// The device was lost and cannot be replaced, or the new one was lost too.
    pub fn draw(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<Drawn, GpuError> {
        if let Some(live) = &mut self.live
            && let Ok(drawn) = live.draw(scene, fonts)
        {
            return Ok(drawn);
        }
        // The old surface must be gone before the window can have a new one.
        self.live = None;
        self.live.insert(Live::open(&self.recipe)?).draw(scene, fonts)
    }

    /// What lives, if anything does.
    pub fn live(&mut self) -> Option<&mut Live<R::Target>> {
        self.live.as_mut()
    }

    /// How the target is made the next time.
    pub fn recipe(&mut self) -> &mut R {
        &mut self.recipe
    }
}

impl<T: Target> Live<T> {
    fn open<R: Recipe<Target = T>>(recipe: &R) -> Result<Live<T>, GpuError> {
        let (gpu, target) = recipe.open()?;
        let renderer = Renderer::new(&gpu, target.format());
        Ok(Live { gpu, target, renderer })
    }

    fn draw(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<Drawn, GpuError> {
        self.renderer.draw(scene, fonts, &mut self.target)
    }
}
