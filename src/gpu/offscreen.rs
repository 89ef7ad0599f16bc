//! A target in memory: `shot`, headless play, tests.

use std::sync::mpsc;

use super::device::{FORMAT, Gpu};
use super::sampled::texture;
use super::stage::{Recipe, Stage, Target};
use super::{Drawn, GpuError};
use crate::scene::{Fonts, Scene};

/// A screen in memory, whose pixels can be read.
pub struct Offscreen(Stage<Size>);

impl Offscreen {
    /// A screen of `size` pixels (or of as many as the device can hold).
    ///
    /// # Errors
    /// [`GpuError::NoDriver`].
    pub fn new((width, height): (u32, u32)) -> Result<Offscreen, GpuError> {
        Stage::new(Size { width, height }).map(Offscreen)
    }

    /// Shows `scene`; costs nothing when it is shown already. After [`Drawn::pending`], draw it again soon.
    ///
    /// # Errors
    /// The device was lost and cannot be replaced.
    pub fn draw(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<Drawn, GpuError> {
        self.0.draw(scene, fonts)
    }

    /// What is shown: rows of RGBA from the top, sRGB. Same scene, same bytes.
    ///
    /// # Errors
    /// The device is lost, and the pixels with it: draw again.
    pub fn read(&mut self) -> Result<Vec<u8>, GpuError> {
        let live = self.0.live().ok_or_else(|| GpuError::Lost("closed".into()))?;
        read(&live.gpu, &live.target.texture)
    }

    /// Waits until everything that was drawn is there, for those who measure how long that takes.
    ///
    /// # Errors
    /// The device is lost.
    pub fn finish(&mut self) -> Result<(), GpuError> {
        self.0.live().map_or(Ok(()), |live| live.gpu.finish())
    }

    /// Bytes of pictures on the device.
    pub fn picture_bytes(&mut self) -> u64 {
        self.0.live().map_or(0, |live| live.renderer.picture_bytes())
    }

    /// Bytes of painted frames on the device.
    pub fn canvas_bytes(&mut self) -> u64 {
        self.0.live().map_or(0, |live| live.renderer.canvas_bytes())
    }

    /// Takes the device away, as a driver does that crashes or a card that is unplugged.
    #[doc(hidden)]
    pub fn lose_device(&mut self) {
        if let Some(live) = self.0.live() {
            live.gpu.device.destroy();
        }
    }
}

struct Size {
    width: u32,
    height: u32,
}

struct Memory {
    texture: wgpu::Texture,
    seen: Option<Scene>,
}

impl Recipe for Size {
    type Target = Memory;

    fn open(&self) -> Result<(Gpu, Memory), GpuError> {
        let gpu = Gpu::headless()?;
        let limit = gpu.device.limits().max_texture_dimension_2d;
        let (width, height) = (self.width.clamp(1, limit), self.height.clamp(1, limit));
        let copied = wgpu::TextureUsages::COPY_SRC | wgpu::TextureUsages::COPY_DST;
        let usage = wgpu::TextureUsages::RENDER_ATTACHMENT | copied;
        let texture = texture(&gpu, "offscreen", (width, height), FORMAT, usage);
        Ok((gpu, Memory { texture, seen: None }))
    }
}

impl Target for Memory {
    fn format(&self) -> wgpu::TextureFormat {
        FORMAT
    }

    fn seen(&mut self) -> &mut Option<Scene> {
        &mut self.seen
    }

    fn acquire(&mut self, _gpu: &Gpu) -> Result<Option<wgpu::Texture>, GpuError> {
        Ok(Some(self.texture.clone()))
    }

    fn present(&mut self, _gpu: &Gpu) {}
}

fn read(gpu: &Gpu, texture: &wgpu::Texture) -> Result<Vec<u8>, GpuError> {
    let (width, height) = (texture.width(), texture.height());
    let row = width * 4;
    let padded = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("read"),
        size: u64::from(padded) * u64::from(height),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(padded), rows_per_image: None };
    let mut encoder = gpu.device.create_command_encoder(&Default::default());
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo { buffer: &buffer, layout },
        texture.size(),
    );
    gpu.queue.submit([encoder.finish()]);
    let (done, mapped) = mpsc::channel();
    buffer.map_async(wgpu::MapMode::Read, .., move |result| {
        // The receiver waits below.
        let _ = done.send(result.is_ok());
    });
    gpu.finish()?;
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
