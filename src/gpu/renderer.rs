//! One draw: paint what is new, mix, and use what time is left for the pictures that come next.

use std::sync::Arc;

use super::GpuError;
use super::device::Gpu;
use super::mix::Mixer;
use super::paint::{Painted, Painter};
use super::pictures::Pictures;
use super::sampled::Binder;
use super::stage::Target;
use crate::scene::{Fonts, Frame, Scene};

/// What a draw did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The target shows the scene. False: it could not be reached this time (hidden, busy, being resized);
    /// draw again at the next occasion, not at once.
    pub shown: bool,
    /// Render passes submitted; 0 when the target showed the scene already.
    pub passes: u32,
    /// Bytes of pictures uploaded.
    pub uploaded: u64,
    /// Pictures to come are not all on the device: draw again soon.
    pub pending: bool,
}

/// Everything on the device that follows from scenes.
pub(super) struct Renderer {
    gpu: Gpu,
    binder: Binder,
    painter: Painter,
    mixer: Mixer,
    pictures: Pictures,
    painted: Vec<Painted>,
}

impl Renderer {
    /// For targets of `format`.
    pub fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Renderer {
        let binder = Binder::new(gpu);
        Renderer {
            gpu: gpu.clone(),
            painter: Painter::new(gpu, &binder),
            mixer: Mixer::new(gpu, &binder, format),
            pictures: Pictures::new(&binder),
            painted: Vec::new(),
            binder,
        }
    }

    /// Bytes of picture textures held now.
    pub fn picture_bytes(&self) -> u64 {
        self.pictures.bytes()
    }

    /// Makes `target` show `scene`.
    ///
    /// # Errors
    /// [`GpuError::Lost`]: build everything anew and draw the same scene again.
    pub fn draw(
        &mut self,
        scene: &Scene,
        fonts: &mut Fonts,
        target: &mut dyn Target,
    ) -> Result<Drawn, GpuError> {
        self.gpu.check()?;
        self.pictures.keep(scene);
        let mut drawn = Drawn { shown: true, ..Drawn::default() };
        let seen = target.seen().as_ref().is_some_and(|seen| looks_like(seen, scene));
        if !seen {
            drawn.shown = self.redraw(scene, fonts, target, &mut drawn.passes)?;
        }
        // A transition's turns belong to its frames.
        drawn.pending = scene.mix.is_none() && self.pictures.prefetch(&self.gpu, &scene.ahead);
        drawn.uploaded = self.pictures.take_uploaded();
        if drawn.uploaded > 0 {
            self.gpu.queue.submit([]);
        }
        self.gpu.check()?;
        Ok(drawn)
    }

    fn redraw(
        &mut self,
        scene: &Scene,
        fonts: &mut Fonts,
        target: &mut dyn Target,
        passes: &mut u32,
    ) -> Result<bool, GpuError> {
        let size = self.canvas_size(scene.size);
        let from = scene.mix.as_ref().map(|mix| &mix.from);
        let before = match from {
            Some(from) => Some(self.painted(from, Some(&scene.frame), size, fonts, passes)?),
            None => None,
        };
        let after = self.painted(&scene.frame, from, size, fonts, passes)?;
        let Some(view) = target.acquire(&self.gpu)? else { return Ok(false) };
        let before = before.map(|at| &self.painted[at]);
        self.mixer.draw(&self.gpu, scene, &self.painted[after], before, &view);
        *passes += 1;
        target.present(&self.gpu);
        *target.seen() = Some(Scene {
            size: scene.size,
            turn: scene.turn,
            frame: scene.frame.clone(),
            mix: scene.mix.clone(),
            ahead: Vec::new(),
        });
        Ok(true)
    }

    /// Where in `painted` the frame lies, painted now if it is new there. It never takes the place of `other`;
    /// two places are enough.
    fn painted(
        &mut self,
        frame: &Arc<Frame>,
        other: Option<&Arc<Frame>>,
        size: (u32, u32),
        fonts: &mut Fonts,
        passes: &mut u32,
    ) -> Result<usize, GpuError> {
        let place = |of: &Arc<Frame>, painted: &[Painted]| {
            painted.iter().position(|p| p.size == size && same(&p.frame, of))
        };
        if let Some(at) = place(frame, &self.painted) {
            return Ok(at);
        }
        let taken = other.and_then(|other| place(other, &self.painted));
        let at = if self.painted.len() < 2 { self.painted.len() } else { usize::from(taken == Some(0)) };
        match self.painted.get_mut(at) {
            Some(old) if old.size == size => old.frame = frame.clone(),
            Some(old) => *old = Painted::new(&self.gpu, &self.binder, frame.clone(), size),
            None => self.painted.push(Painted::new(&self.gpu, &self.binder, frame.clone(), size)),
        }
        self.painter.paint(&self.gpu, &mut self.pictures, fonts, &self.painted[at])?;
        *passes += 1;
        Ok(at)
    }

    /// The layout's size, within what a texture can have.
    fn canvas_size(&self, (width, height): (u32, u32)) -> (u32, u32) {
        let limit = self.gpu.device.limits().max_texture_dimension_2d;
        (width.clamp(1, limit), height.clamp(1, limit))
    }
}

/// Whether two scenes are the same to the eye: what comes ahead is not seen.
fn looks_like(a: &Scene, b: &Scene) -> bool {
    (a.size, a.turn) == (b.size, b.turn) && a.mix == b.mix && same(&a.frame, &b.frame)
}

/// Whether two frames are equal, at once when they are one.
fn same(a: &Arc<Frame>, b: &Arc<Frame>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}
