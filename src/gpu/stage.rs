//! Where scenes are shown, with everything that takes. A stage survives the loss of its device.

use std::sync::mpsc;

use super::GpuError;
use super::device::{FORMAT, Gpu};
use super::renderer::{Drawn, Renderer};
use crate::scene::{Fonts, Scene};

/// What a renderer draws on.
pub(super) trait Target {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);
    /// Whether it already shows what `scene` shows.
    fn shows(&self, scene: &Scene) -> bool;
    /// The texture to draw on now; `None` when there is none this time.
    ///
    /// # Errors
    /// The target or its device is lost.
    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<wgpu::TextureView>, GpuError>;
    /// What was acquired has been drawn and shows `scene`.
    fn present(&mut self, gpu: &Gpu, scene: &Scene);
}

/// How a target comes into being, the first time and after its device was lost.
pub(super) trait Open: Target + Sized {
    /// What survives the device.
    type Recipe;
    /// A device, and the target on it.
    ///
    /// # Errors
    /// No driver, or nothing to show on.
    fn open(recipe: &Self::Recipe) -> Result<(Gpu, Self), GpuError>;
    /// Format of what it gives to draw on.
    fn format(&self) -> wgpu::TextureFormat;
}

/// A target with its device and everything that was made for it.
#[allow(private_bounds)] // targets are made here only
pub struct Stage<T: Open> {
    recipe: T::Recipe,
    gpu: Gpu,
    target: T,
    renderer: Renderer,
}

#[allow(private_bounds)] // targets are made here only
impl<T: Open> Stage<T> {
    fn open(recipe: T::Recipe) -> Result<Stage<T>, GpuError> {
        let (gpu, target) = T::open(&recipe)?;
        let renderer = Renderer::new(&gpu, target.format());
        Ok(Stage { recipe, gpu, target, renderer })
    }

    /// Makes the target show `scene`; costs nothing when it does. Whoever gets [`Drawn::pending`] draws the same
    /// scene again soon.
    ///
    /// # Errors
    /// The device was lost and cannot be replaced. The target still shows what it showed.
    pub fn draw(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<Drawn, GpuError> {
        match self.renderer.draw(scene, fonts, &mut self.target) {
            Ok(drawn) => Ok(drawn),
            Err(_) => {
                // Whatever it was: a new device, and the whole scene again. A second failure is for the caller.
                let (gpu, target) = T::open(&self.recipe)?;
                self.renderer = Renderer::new(&gpu, target.format());
                (self.gpu, self.target) = (gpu, target);
                self.renderer.draw(scene, fonts, &mut self.target)
            }
        }
    }

    /// Bytes of picture textures held now.
    pub fn picture_bytes(&self) -> u64 {
        self.renderer.picture_bytes()
    }
}

/// The parts of the scene that can be seen.
#[derive(PartialEq)]
pub(super) struct Seen(Scene);

impl Seen {
    pub fn of(scene: &Scene) -> Seen {
        Seen(Scene { ahead: Vec::new(), ..scene.clone() })
    }

    pub fn is(&self, scene: &Scene) -> bool {
        let Seen(seen) = self;
        (seen.size, seen.turn) == (scene.size, scene.turn)
            && seen.frame == scene.frame
            && seen.mix == scene.mix
    }
}

/// A target in memory.
pub struct Offscreen {
    size: (u32, u32),
    texture: wgpu::Texture,
    seen: Option<Seen>,
}

impl Target for Offscreen {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn shows(&self, scene: &Scene) -> bool {
        self.seen.as_ref().is_some_and(|seen| seen.is(scene))
    }

    fn acquire(&mut self, _gpu: &Gpu) -> Result<Option<wgpu::TextureView>, GpuError> {
        Ok(Some(self.texture.create_view(&Default::default())))
    }

    fn present(&mut self, _gpu: &Gpu, scene: &Scene) {
        self.seen = Some(Seen::of(scene));
    }
}

impl Open for Offscreen {
    type Recipe = (u32, u32);

    fn open(&(width, height): &(u32, u32)) -> Result<(Gpu, Offscreen), GpuError> {
        let gpu = Gpu::headless()?;
        let limit = gpu.device.limits().max_texture_dimension_2d;
        let size = (width.clamp(1, limit), height.clamp(1, limit));
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("offscreen"),
            size: wgpu::Extent3d { width: size.0, height: size.1, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: FORMAT,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        Ok((gpu, Offscreen { size, texture, seen: None }))
    }

    fn format(&self) -> wgpu::TextureFormat {
        FORMAT
    }
}

impl Stage<Offscreen> {
    /// A target in memory of `size` pixels (what the device can hold at most).
    ///
    /// # Errors
    /// [`GpuError::NoDriver`].
    pub fn offscreen(size: (u32, u32)) -> Result<Stage<Offscreen>, GpuError> {
        Stage::open(size)
    }

    /// What the target shows: rows of RGBA from the top, sRGB.
    ///
    /// # Errors
    /// The device is lost; draw again first.
    pub fn read(&self) -> Result<Vec<u8>, GpuError> {
        let (width, height) = self.target.size;
        let row = width * 4;
        let padded = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = self.gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("read"),
            size: u64::from(padded) * u64::from(height),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let mut encoder = self.gpu.device.create_command_encoder(&Default::default());
        encoder.copy_texture_to_buffer(
            self.target.texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(padded),
                    rows_per_image: None,
                },
            },
            wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        );
        self.gpu.queue.submit([encoder.finish()]);
        let (done, mapped) = mpsc::channel();
        buffer.map_async(wgpu::MapMode::Read, .., move |result| {
            let _ = done.send(result.is_ok());
        });
        self.gpu.finish()?;
        if mapped.try_recv() != Ok(true) {
            return Err(GpuError::Lost("readback".into()));
        }
        let bytes = buffer.get_mapped_range(..).map_err(|e| GpuError::Lost(e.to_string()))?;
        let mut rows = Vec::with_capacity(row as usize * height as usize);
        for line in bytes.chunks_exact(padded as usize) {
            rows.extend_from_slice(&line[..row as usize]);
        }
        Ok(rows)
    }
}
