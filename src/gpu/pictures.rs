//! Pictures on the device: the scene's own, and as many of the coming ones as the budget holds.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::GpuError;
use super::device::{FORMAT, Gpu};
use crate::model::{Picture, Want};
use crate::scene::{Node, Scene};

/// Bytes of picture textures that may lie ready. What the frames of the scene show is held whatever it takes;
/// coming pictures wait until they fit. Three pictures of 3840×2160 (current, previous, next) take 100 MB.
pub const PICTURE_BUDGET: u64 = 128 << 20;

/// Bytes of coming pictures that one turn uploads: half a 1080p picture, 3 to 6 ms on a software device.
pub const UPLOAD_BUDGET: u64 = 4 << 20;

/// The textures, by the wish they answer.
pub(super) struct Pictures {
    held: HashMap<Want, Held>,
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    uploaded: u64,
}

struct Held {
    texture: wgpu::Texture,
    bind: wgpu::BindGroup,
    /// Rows that are on the device.
    rows: u32,
    bytes: u64,
}

impl Pictures {
    pub fn new(gpu: &Gpu) -> Pictures {
        let texture = wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: true },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let sampler = wgpu::BindGroupLayoutEntry {
            binding: 1,
            ty: wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
            ..texture
        };
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("picture"),
            entries: &[texture, sampler],
        });
        let sampler = gpu.device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("picture"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..Default::default()
        });
        Pictures { held: HashMap::new(), layout, sampler, uploaded: 0 }
    }

    /// What pass `picture` binds as group 1.
    pub fn layout(&self) -> &wgpu::BindGroupLayout {
        &self.layout
    }

    /// Bytes of texture held now.
    pub fn bytes(&self) -> u64 {
        self.held.values().map(|held| held.bytes).sum()
    }

    /// Bytes uploaded since the last call.
    pub fn take_uploaded(&mut self) -> u64 {
        std::mem::take(&mut self.uploaded)
    }

    /// Lets go of every texture that `scene` does not name.
    pub fn keep(&mut self, scene: &Scene) {
        let frames = [Some(&scene.frame), scene.mix.as_ref().map(|mix| &mix.from)];
        let shown =
            frames.into_iter().flatten().flat_map(|frame| &frame.nodes).filter_map(|node| match node {
                Node::Image { picture, .. } => Some(picture),
                _ => None,
            });
        let named: HashSet<&Want> = shown.chain(&scene.ahead).map(|picture| &picture.want).collect();
        self.held.retain(|want, _| named.contains(want));
    }

    /// The picture's bind group, its texture complete: for a frame that is painted now.
    ///
    /// # Errors
    /// The device is lost.
    pub fn need(&mut self, gpu: &Gpu, picture: &Picture) -> Result<wgpu::BindGroup, GpuError> {
        self.upload(gpu, picture, u64::MAX);
        match self.held.get(&picture.want) {
            Some(held) => Ok(held.bind.clone()),
            None => Err(GpuError::Lost("picture texture".into())),
        }
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
            let done = self.upload(gpu, picture, left);
            left = left.saturating_sub(self.uploaded - before);
            if !done {
                return true;
            }
        }
        false
    }

    /// Uploads rows of `picture`, at least one and about `budget` bytes; true when it is complete.
    fn upload(&mut self, gpu: &Gpu, picture: &Picture, budget: u64) -> bool {
        let (factor, (width, height)) = fitted(picture, gpu.device.limits().max_texture_dimension_2d);
        let held = match self.held.entry(picture.want.clone()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                entry.insert(Held::new(gpu, (width, height), &self.layout, &self.sampler))
            }
        };
        let row = u64::from(width) * 4;
        let rows = (budget / row).clamp(1, u64::from(height)) as u32;
        let rows = held.rows..(held.rows + rows).min(height);
        if rows.is_empty() {
            return true;
        }
        let extent = wgpu::Extent3d { width, height: rows.end - rows.start, depth_or_array_layers: 1 };
        gpu.queue.write_texture(
            wgpu::TexelCopyTextureInfo {
                origin: wgpu::Origin3d { x: 0, y: rows.start, z: 0 },
                ..held.texture.as_image_copy()
            },
            &pixels(picture, factor, rows.clone()),
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * 4), rows_per_image: None },
            extent,
        );
        held.rows = rows.end;
        self.uploaded += row * u64::from(rows.end - rows.start);
        held.rows == height
    }
}

impl Held {
    fn new(
        gpu: &Gpu,
        (width, height): (u32, u32),
        layout: &wgpu::BindGroupLayout,
        sampler: &wgpu::Sampler,
    ) -> Held {
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: FORMAT,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let view = texture.create_view(&Default::default());
        let bind = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("picture"),
            layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::Sampler(sampler) },
            ],
        });
        Held { texture, bind, rows: 0, bytes: u64::from(width) * u64::from(height) * 4 }
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
