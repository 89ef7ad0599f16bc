//! Frames of clips and of pictures that move on the device: those that the scene shows, on textures that the next ones
//! reuse.

use std::sync::Arc;

use bytemuck::{Pod, Zeroable};
use wgpu::{TextureFormat, TextureUsages};

use super::developed::Developer;
use super::device::{FORMAT, Gpu};
use super::paint::Painted;
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
    developer: Developer,
    binder: Binder,
    uploaded: u64,
}

/// A frame's textures.
pub(super) struct Held {
    still: Arc<Still>,
    /// The scene shows it.
    used: bool,
    /// Luma, or all of a frame that has colours.
    first: wgpu::Texture,
    /// Luma's companion, and how it is read.
    chroma: Option<(wgpu::Texture, wgpu::BindGroup)>,
    nearest: wgpu::BindGroup,
    linear: wgpu::BindGroup,
}

impl Films {
    pub fn new(binder: &Binder) -> Films {
        Films { held: Vec::new(), developer: Developer::default(), binder: binder.clone(), uploaded: 0 }
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
        if !frames().any(|node| matches!(node, Node::Film { .. })) {
            self.developer = Developer::default();
        }
        let mut spare: Vec<Shape> = frames()
            .filter_map(|node| match node {
                Node::Film { still, .. } => Some(shape(still)),
                _ => None,
            })
            .collect();
        self.held.retain(|held| {
            let at = spare.iter().position(|spare| *spare == shape(&held.still));
            at.map(|at| spare.swap_remove(at)).is_some() || held.used
        });
    }

    /// Has the frame of `canvas` on it without a pass, where that is cheaper; `false`: it is not.
    pub fn develop(&mut self, gpu: &Gpu, canvas: &Painted) -> bool {
        let written = gpu.software.then(|| self.developer.develop(gpu, canvas)).flatten();
        self.uploaded += written.unwrap_or(0);
        written.is_some()
    }

    /// The frame, on the device.
    pub fn need(&mut self, gpu: &Gpu, still: &Arc<Still>) -> &Held {
        let at = match self.held.iter().position(|held| held.still == *still) {
            Some(at) => at,
            None => {
                let free = self.held.iter().position(|held| !held.used && shape(&held.still) == shape(still));
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

/// What has to be the same for a frame to take another one's textures: its size, and whether it has colours.
type Shape = ((u32, u32), bool);

fn shape(still: &Still) -> Shape {
    (still.size, still.colours.is_none())
}

impl Held {
    fn new(gpu: &Gpu, binder: &Binder, still: &Arc<Still>) -> Held {
        let (width, height) = still.size;
        let make = |name, size, format| {
            texture(gpu, name, size, format, TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST)
        };
        let (first, chroma) = match still.colours {
            None => (make("moving", (width, height), FORMAT), None),
            Some(_) => {
                let chroma = make("chroma", (width / 2, height / 2), TextureFormat::Rg8Unorm);
                let tint = binder.bind(gpu, &chroma.create_view(&Default::default()), Filter::Linear);
                (make("luma", (width, height), TextureFormat::R8Unorm), Some((chroma, tint)))
            }
        };
        let view = first.create_view(&Default::default());
        let [nearest, linear] =
            [Filter::Nearest, Filter::Linear].map(|filter| binder.bind(gpu, &view, filter));
        Held { still: still.clone(), used: true, first, chroma, nearest, linear }
    }

    /// Luma or the colours, to read them.
    pub fn bind(&self, filter: Filter) -> &wgpu::BindGroup {
        match filter {
            Filter::Nearest => &self.nearest,
            Filter::Linear => &self.linear,
        }
    }

    /// Chroma, to read it; the same as [`Held::bind`] of a frame that has none.
    pub fn tint(&self) -> &wgpu::BindGroup {
        self.chroma.as_ref().map_or(&self.linear, |(_, tint)| tint)
    }

    fn upload(&self, gpu: &Gpu) {
        let (width, height) = self.still.size;
        let whole = width as usize * height as usize;
        let planes = &self.still.planes;
        let write = |texture: &wgpu::Texture, bytes: &[u8], row: u32, rows: u32| {
            debug_assert_eq!(bytes.len(), row as usize * rows as usize);
            let layout =
                wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(row), rows_per_image: None };
            gpu.queue.write_texture(texture.as_image_copy(), bytes, layout, texture.size());
        };
        match &self.chroma {
            None => write(&self.first, planes, width * 4, height),
            Some((texture, _)) => {
                let (luma, chroma) = planes.split_at(whole.min(planes.len()));
                write(&self.first, luma, width, height);
                write(texture, chroma, width, height / 2);
            }
        }
    }
}
