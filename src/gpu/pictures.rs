//! Pictures on the device: the scene's own, and as many of the coming ones as the budget holds.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use wgpu::TextureUsages;

use super::device::{FORMAT, Gpu};
use super::sampled::{Binder, Filter, texture};
use crate::model::{Picture, Want};
use crate::scene::{Layer, Node, Scene};

/// Bytes of picture textures that may lie ready. What the frames of the scene show is held whatever it takes;
/// coming pictures wait until they fit. Three pictures of 3840×2160 (current, previous, next) take 100 MB.
pub const PICTURE_BUDGET: u64 = 128 << 20;

/// Bytes of coming pictures that one turn uploads: half a 1080p picture, 3 to 6 ms on a software device.
pub const UPLOAD_BUDGET: u64 = 4 << 20;

/// The textures, by the wish they answer.
pub(super) struct Pictures {
    held: HashMap<Want, Held>,
    binder: Binder,
    uploaded: u64,
}

/// A picture's texture.
pub(super) struct Held {
    texture: wgpu::Texture,
    nearest: wgpu::BindGroup,
    linear: wgpu::BindGroup,
    /// No pixel is translucent.
    pub opaque: bool,
    /// Rows that are on the device.
    rows: u32,
}

impl Pictures {
    pub fn new(binder: &Binder) -> Pictures {
        Pictures { held: HashMap::new(), binder: binder.clone(), uploaded: 0 }
    }

    /// Bytes of texture held now.
    pub fn bytes(&self) -> u64 {
        self.held.values().map(Held::bytes).sum()
    }

    /// Bytes uploaded since the last call.
    pub fn take_uploaded(&mut self) -> u64 {
        std::mem::take(&mut self.uploaded)
    }

    /// Lets go of every texture that `scene` does not name.
    pub fn keep(&mut self, scene: &Scene) {
        let frames = scene.layers.iter().flat_map(Layer::frames);
        let shown = frames.flat_map(|frame| &frame.nodes).filter_map(|node| match node {
            Node::Image { picture, .. } => Some(picture),
            _ => None,
        });
        let named: HashSet<&Want> = shown.chain(&scene.ahead).map(|picture| &picture.want).collect();
        self.held.retain(|want, _| named.contains(want));
    }

    /// The picture, its texture complete: for a frame that is painted now.
    pub fn need(&mut self, gpu: &Gpu, picture: &Picture) -> &Held {
        self.upload(gpu, picture, u64::MAX)
    }

    /// Uploads coming pictures, first come first, up to [`UPLOAD_BUDGET`]; true when there is more to do.
    pub fn prefetch(&mut self, gpu: &Gpu, ahead: &[Arc<Picture>]) -> bool {
        let mut left = UPLOAD_BUDGET;
        for picture in ahead {
            let bytes = picture.rgba.len() as u64;
            if !self.held.contains_key(&picture.want) && self.bytes() + bytes > PICTURE_BUDGET {
                break;
            }
            let before = self.uploaded;
            if !self.upload(gpu, picture, left).complete() {
                return true;
            }
            left = left.saturating_sub(self.uploaded - before);
            if left == 0 {
                return true;
            }
        }
        false
    }

    /// Uploads what is missing of `picture`, row by row, about `budget` bytes of it and at least one row.
    fn upload(&mut self, gpu: &Gpu, picture: &Picture, budget: u64) -> &Held {
        let (factor, (width, height)) = fitted(picture, gpu.device.limits().max_texture_dimension_2d);
        let held = match self.held.entry(picture.want.clone()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Held::new(gpu, &self.binder, picture, (width, height))),
        };
        let row = u64::from(width) * 4;
        let rows = (budget / row).clamp(1, u64::from(height)) as u32;
        let rows = held.rows..(held.rows + rows).min(height);
        if !rows.is_empty() {
            gpu.queue.write_texture(
                wgpu::TexelCopyTextureInfo {
                    origin: wgpu::Origin3d { x: 0, y: rows.start, z: 0 },
                    ..held.texture.as_image_copy()
                },
                &pixels(picture, factor, rows.clone()),
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(width * 4),
                    rows_per_image: None,
                },
                wgpu::Extent3d { width, height: rows.end - rows.start, depth_or_array_layers: 1 },
            );
            held.rows = rows.end;
            self.uploaded += row * rows.len() as u64;
        }
        held
    }
}

impl Held {
    fn new(gpu: &Gpu, binder: &Binder, picture: &Picture, size: (u32, u32)) -> Held {
        let usage = TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_DST;
        let texture = texture(gpu, "picture", size, FORMAT, usage);
        let view = texture.create_view(&Default::default());
        Held {
            texture,
            nearest: binder.bind(gpu, &view, Filter::Nearest),
            linear: binder.bind(gpu, &view, Filter::Linear),
            opaque: picture.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255),
            rows: 0,
        }
    }

    /// To read it.
    pub fn bind(&self, filter: Filter) -> &wgpu::BindGroup {
        match filter {
            Filter::Nearest => &self.nearest,
            Filter::Linear => &self.linear,
        }
    }

    fn complete(&self) -> bool {
        self.rows == self.texture.height()
    }

    fn bytes(&self) -> u64 {
        u64::from(self.texture.width()) * u64::from(self.texture.height()) * 4
    }
}

/// By which whole number both sides of `picture` are divided so that neither exceeds `limit` pixels, and the size
/// that leaves. Pictures come at the size of the screen, so this is 1 but for odd shapes (12 000 × 10).
fn fitted(picture: &Picture, limit: u32) -> (u32, (u32, u32)) {
    let factor = picture.width.max(picture.height).div_ceil(limit.max(1)).max(1);
    (factor, (picture.width.div_ceil(factor).max(1), picture.height.div_ceil(factor).max(1)))
}

/// The bytes of these rows of the fitted picture: its own, or the means of `factor` × `factor` pixels.
fn pixels(picture: &Picture, factor: u32, rows: std::ops::Range<u32>) -> Cow<'_, [u8]> {
    let row = picture.width as usize * 4;
    if factor == 1 {
        return Cow::Borrowed(&picture.rgba[rows.start as usize * row..rows.end as usize * row]);
    }
    let mut out = Vec::new();
    for y in rows {
        let lines = y * factor..((y + 1) * factor).min(picture.height);
        for x in 0..picture.width.div_ceil(factor) {
            let columns = x * factor..((x + 1) * factor).min(picture.width);
            let count = lines.len() * columns.len();
            for channel in 0..4 {
                let at = |x: u32, y: u32| y as usize * row + x as usize * 4 + channel;
                let block = lines.clone().flat_map(|y| columns.clone().map(move |x| at(x, y)));
                let sum: usize = block.map(|at| usize::from(picture.rgba[at])).sum();
                out.push((sum / count) as u8);
            }
        }
    }
    Cow::Owned(out)
}
