//! One draw: paint what is new, mix, and use what time is left for the pictures that come next.

use std::sync::Arc;

use super::GpuError;
use super::device::Gpu;
use super::films::Films;
use super::mix::{Laid, Mixer};
use super::paint::{Painted, Painter};
use super::pictures::Pictures;
use super::running::{cut, on_target, running};
use super::sampled::Binder;
use super::stage::Target;
use crate::scene::{Fonts, Frame, Layer, Rect, Scene};

/// What a draw did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The target shows the scene. False: it could not be reached this time (hidden, busy, being resized);
    /// draw again at the next occasion, not at once.
    pub shown: bool,
    /// Render passes submitted; 0 when the target showed the scene already. A copy of what stands still is none.
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
    films: Films,
    canvases: Vec<Painted>,
}

impl Renderer {
    /// For targets of `format`.
    pub fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Renderer {
        let binder = Binder::new(gpu);
        Renderer {
            gpu: gpu.clone(),
            painter: Painter::new(gpu, &binder, format),
            mixer: Mixer::new(gpu, &binder, format),
            pictures: Pictures::new(&binder),
            films: Films::new(&binder),
            canvases: Vec::new(),
            binder,
        }
    }

    /// Bytes of textures of pictures and clips held now.
    pub fn picture_bytes(&self) -> u64 {
        self.pictures.bytes() + self.films.bytes()
    }

    /// Bytes of canvases held now, the backdrop's among them.
    pub fn canvas_bytes(&self) -> u64 {
        let bytes = |(width, height): (u32, u32)| u64::from(width) * u64::from(height) * 4;
        let canvases: u64 = self.canvases.iter().map(|canvas| bytes(canvas.size)).sum();
        canvases + self.mixer.backdrop_size().map_or(0, bytes)
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
        self.films.keep(scene);
        let mut drawn = Drawn { shown: true, ..Drawn::default() };
        let seen = target.seen().as_ref().is_some_and(|seen| looks_like(seen, scene));
        if !seen {
            drawn.shown = self.redraw(scene, fonts, target, &mut drawn.passes)?;
        }
        // A transition's turns belong to its frames.
        drawn.pending = scene.layers.iter().all(|layer| layer.mix.is_none())
            && self.pictures.prefetch(&self.gpu, &scene.ahead);
        drawn.uploaded = self.pictures.take_uploaded() + self.films.take_uploaded();
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
        *passes += self.paint(scene, fonts)?;
        let part = running(target.seen().as_ref(), scene).and_then(|part| {
            Some((target.acquire_part(&self.gpu, on_target(part, scene))?, cut(scene, part)))
        });
        if let Some((texture, part)) = part {
            let still = vec![false; part.layers.len()];
            *passes += self.mix(&part, &still, &texture);
        } else {
            let Some(texture) = target.acquire(&self.gpu)? else { return Ok(false) };
            let still = still(target.seen().as_ref(), scene);
            *passes += self.mix(scene, &still, &texture);
        }
        target.present(&self.gpu);
        *target.seen() = Some(Scene { ahead: Vec::new(), ..scene.clone() });
        Ok(true)
    }

    /// Lays the canvases of `scene` on `target`; `still` says of each layer whether it stands there as it is.
    fn mix(&mut self, scene: &Scene, still: &[bool], target: &wgpu::Texture) -> u32 {
        let size = canvas_size(&self.gpu, scene.size);
        let painted = |frame: &Arc<Frame>, layer: &Layer| {
            let size = canvas_size(&self.gpu, layer.size);
            self.canvases.iter().find(|canvas| canvas.size == size && canvas.frame == *frame)
        };
        let laid = scene.layers.iter().zip(still).filter_map(|(layer, &still)| {
            let after = painted(&layer.frame, layer)?;
            let before = layer.mix.as_ref().and_then(|mix| painted(&mix.from, layer)).unwrap_or(after);
            Some(Laid { layer, after, before, still })
        });
        let laid: Vec<Laid> = laid.collect();
        self.mixer.draw(&self.gpu, scene, size, &laid, target)
    }

    /// Has every frame of the scene on a canvas, and says how many passes that took. No more canvases are kept
    /// than two for each layer: what it shows, and what gave way to that, which the next one is painted over.
    fn paint(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<u32, GpuError> {
        let mut needed: Vec<(&Arc<Frame>, (u32, u32))> = Vec::new();
        let mut spare = Vec::new();
        for layer in &scene.layers {
            let size = canvas_size(&self.gpu, layer.size);
            spare.extend([size; 2]);
            for frame in layer.frames().map(|frame| (frame, size)) {
                if !needed.contains(&frame) {
                    needed.push(frame);
                }
            }
        }
        let is = |canvas: &Painted, (frame, size): (&Arc<Frame>, (u32, u32))| {
            canvas.size == size && canvas.frame == *frame
        };
        let used = |canvas: &Painted| needed.iter().any(|frame| is(canvas, *frame));
        for (_, size) in &needed {
            take(&mut spare, *size);
        }
        self.canvases.retain(|canvas| used(canvas) || take(&mut spare, canvas.size));

        let mut painted = 0;
        for (frame, size) in needed.iter().copied() {
            if self.canvases.iter().any(|canvas| is(canvas, (frame, size))) {
                continue;
            }
            let free = self.canvases.iter().position(|canvas| canvas.size == size && !used(canvas));
            let mut canvas = match free {
                Some(at) => self.canvases.swap_remove(at),
                None => self.painter.canvas(&self.gpu, &self.binder, frame.clone(), size),
            };
            canvas.frame = frame.clone();
            if !self.films.develop(&self.gpu, &canvas) {
                self.painter.paint(&self.gpu, (&mut self.pictures, &mut self.films), fonts, &canvas)?;
                painted += 1;
            }
            self.canvases.push(canvas);
        }
        Ok(painted)
    }
}

/// A size in pixels, within what a texture can have.
fn canvas_size(gpu: &Gpu, (width, height): (u32, u32)) -> (u32, u32) {
    let limit = gpu.device.limits().max_texture_dimension_2d;
    (width.clamp(1, limit), height.clamp(1, limit))
}

/// Whether two scenes are the same to the eye: what comes ahead is not seen.
fn looks_like(a: &Scene, b: &Scene) -> bool {
    (a.size, a.turn) == (b.size, b.turn) && a.layers == b.layers
}

/// Which layers of `scene` stand on the target as they are, and above none that moves.
fn still(seen: Option<&Scene>, scene: &Scene) -> Vec<bool> {
    let before = seen.filter(|seen| (seen.size, seen.turn) == (scene.size, scene.turn));
    let before = before.map_or(&[][..], |seen| &seen.layers);
    let mut moving: Vec<Rect> = Vec::new();
    let stands = |layer: &Layer| {
        let stands = before.contains(layer) && !moving.iter().any(|place| place.overlaps(&layer.place));
        if !stands {
            moving.push(layer.place);
        }
        stands
    };
    scene.layers.iter().map(stands).collect()
}

/// Takes one `size` out of `from`, if there is one.
fn take(from: &mut Vec<(u32, u32)>, size: (u32, u32)) -> bool {
    let at = from.iter().position(|known| *known == size);
    at.map(|at| from.swap_remove(at)).is_some()
}
