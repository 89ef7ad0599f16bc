//! Frames of clips on the device: luma and chroma of those that the scene shows, on textures that the next ones reuse.

use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use wgpu::{TextureFormat, TextureUsages};

use super::device::Gpu;
use super::sampled::{Binder, Filter, texture};
use crate::model::Still;
use crate::scene::{Layer, Node, Scene};

/// An instance of pass `film`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub(super) struct FilmQuad {
    /// Left, top, right, bottom in pixels.
    pub rect: [f32; 4],
    /// The same corners in the picture, 0 to 1.
    pub uv: [f32; 4],
    /// The two halves of [`Colours::conversion`](crate::model::Colours::conversion).
    pub level: [f32; 2],
    /// The other one.
    pub tint: [f32; 4],
}

/// The textures.
pub(super) struct Films {
    held: Vec<Held>,
    binder: Binder,
    uploaded: u64,
}

/// A frame's textures.
pub(super) struct Held {
    still: Arc<Still>,
    /// The scene shows it.
    used: bool,
    luma: wgpu::Texture,
    chroma: wgpu::Texture,
    nearest: wgpu::BindGroup,
    linear: wgpu::BindGroup,
    /// Chroma, to read it.
    pub tint: wgpu::BindGroup,
}

impl Films {
    pub fn new(binder: &Binder) -> Films {
        Films { held: Vec::new(), binder: binder.clone(), uploaded: 0 }
    }

    /// Bytes of texture held now.
    pub fn bytes(&self) -> u64 {
        self.held.iter().map(|held| held.still.planes.len() as u64).sum()
    }

    /// Bytes uploaded since the last call.
    pub fn take_uploaded(&mut self) -> u64 {
        std::mem::take(&mut self.uploaded)
    }

    /// Keeps what `scene` shows, and for each of that one set of textures for its next frame.
    pub fn keep(&mut self, scene: &Scene) {
        let frames = || scene.layers.iter().flat_map(Layer::frames).flat_map(|frame| &frame.nodes);
        let shown = |still: &Arc<Still>| {
            frames().any(|node| matches!(node, Node::Film { still: shown, .. } if shown == still))
        };
        self.held.iter_mut().for_each(|held| held.used = shown(&held.still));
        let mut spare: Vec<(u32, u32)> = frames()
            .filter_map(|node| match node {
                Node::Film { still, .. } => Some(still.size),
                _ => None,
            })
            .collect();
        self.held.retain(|held| {
            let at = spare.iter().position(|size| *size == held.still.size);
            at.map(|at| spare.swap_remove(at)).is_some() || held.used
        });
    }

    /// The frame, on the device.
    pub fn need(&mut self, gpu: &Gpu, still: &Arc<Still>) -> &Held {
        let at = match self.held.iter().position(|held| held.still == *still) {
            Some(at) => at,
            None => {
                let free = self.held.iter().position(|held| !held.used && held.still.size == still.size);
                let mut held = match free {
                    Some(at) => self.held.swap_remove(at),
                    None => Held::new(gpu, &self.binder, still),
                };
                (held.still, held.used) = (still.clone(), true);
                held.upload(gpu);
                self.uploaded += still.planes.len() as u64;
                self.held.push(held);
                self.held.len() - 1
            }
        };
        &self.held[at]
    }
}

impl Held {
    fn new(gpu: &Gpu, binder: &Binder, still: &Arc<Still>) -> Held {
        let (width, height) = still.size;
        let usage = TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST;
        let luma = texture(gpu, "luma", (width, height), TextureFormat::R8Unorm, usage);
        let chroma = texture(gpu, "chroma", (width / 2, height / 2), TextureFormat::Rg8Unorm, usage);
        let view = luma.create_view(&Default::default());
        let [nearest, linear] =
            [Filter::Nearest, Filter::Linear].map(|filter| binder.bind(gpu, &view, filter));
        let tint = binder.bind(gpu, &chroma.create_view(&Default::default()), Filter::Linear);
        Held { still: still.clone(), used: true, luma, chroma, nearest, linear, tint }
    }

    /// Luma, to read it.
    pub fn luma(&self, filter: Filter) -> &wgpu::BindGroup {
        match filter {
            Filter::Nearest => &self.nearest,
            Filter::Linear => &self.linear,
        }
    }

    fn upload(&self, gpu: &Gpu) {
        let (width, height) = self.still.size;
        let whole = width as usize * height as usize;
        let (luma, chroma) = self.still.planes.split_at(whole.min(self.still.planes.len()));
        for (texture, bytes, rows) in [(&self.luma, luma, height), (&self.chroma, chroma, height / 2)] {
            let layout =
                wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width), rows_per_image: None };
            debug_assert_eq!(bytes.len(), width as usize * rows as usize);
            gpu.queue.write_texture(texture.as_image_copy(), bytes, layout, texture.size());
        }
    }
}
