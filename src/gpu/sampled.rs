//! Textures that a pass reads: one layout of bind group for pictures and painted frames alike.

use super::device::Gpu;

/// How a pass reads between pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filter {
    /// It does not: what is drawn pixel for pixel arrives unchanged, and costs a software device a third.
    Nearest,
    /// Smoothly, in linear light.
    Linear,
}

/// Binds textures (binding 0) with a sampler (binding 1), seen by the fragment stage.
#[derive(Clone)]
pub(super) struct Binder {
    layout: wgpu::BindGroupLayout,
    nearest: wgpu::Sampler,
    linear: wgpu::Sampler,
}

impl Binder {
    pub fn new(gpu: &Gpu) -> Binder {
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
            label: Some("sampled"),
            entries: &[texture, sampler],
        });
        let sampler = |filter| {
            gpu.device.create_sampler(&wgpu::SamplerDescriptor {
                label: Some("sampled"),
                mag_filter: filter,
                min_filter: filter,
                ..Default::default()
            })
        };
        let (nearest, linear) = (sampler(wgpu::FilterMode::Nearest), sampler(wgpu::FilterMode::Linear));
        Binder { layout, nearest, linear }
    }

    /// For the layouts of pipelines.
    pub fn layout(&self) -> &wgpu::BindGroupLayout {
        &self.layout
    }

    /// The bind group through which a pass reads `view`.
    pub fn bind(&self, gpu: &Gpu, view: &wgpu::TextureView, filter: Filter) -> wgpu::BindGroup {
        let sampler = match filter {
            Filter::Nearest => &self.nearest,
            Filter::Linear => &self.linear,
        };
        gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("sampled"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::TextureView(view) },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::Sampler(sampler) },
            ],
        })
    }
}

/// A texture of `size` pixels; a pass that draws on it may do so through [`Gpu::encoded`].
pub(super) fn texture(
    gpu: &Gpu,
    label: &str,
    (width, height): (u32, u32),
    format: wgpu::TextureFormat,
    usage: wgpu::TextureUsages,
) -> wgpu::Texture {
    let encoded = [gpu.encoded(format)];
    let drawn_on = usage.contains(wgpu::TextureUsages::RENDER_ATTACHMENT);
    gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some(label),
        size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage,
        view_formats: if drawn_on { &encoded } else { &[] },
    })
}
