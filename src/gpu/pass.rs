//! What the three passes have in common: instanced rectangles, a uniform, a pipeline.

use bytemuck::Pod;
use wgpu::BufferUsages;

use super::device::Gpu;

/// A uniform of one struct at group 0, binding 0.
pub(super) struct Uniform {
    buffer: wgpu::Buffer,
    /// For the layouts of pipelines.
    pub layout: wgpu::BindGroupLayout,
    /// Group 0.
    pub bind: wgpu::BindGroup,
}

impl Uniform {
    /// Room for `size` bytes.
    pub fn new(gpu: &Gpu, size: usize) -> Uniform {
        let device = &gpu.device;
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("uniform"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("uniform"),
            size: size as u64,
            usage: BufferUsages::UNIFORM | BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("uniform"),
            layout: &layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: buffer.as_entire_binding() }],
        });
        Uniform { buffer, layout, bind }
    }

    /// What the passes submitted from now on find there.
    pub fn write(&self, gpu: &Gpu, value: &impl Pod) {
        gpu.queue.write_buffer(&self.buffer, 0, bytemuck::bytes_of(value));
    }
}

/// Instances for one submission, in a buffer that grows to the most there ever were.
pub(super) struct Instances {
    buffer: Option<wgpu::Buffer>,
}

impl Instances {
    /// None yet.
    pub fn new() -> Instances {
        Instances { buffer: None }
    }

    /// The buffer to draw `instances` from; `None` when there is nothing to draw.
    pub fn write<T: Pod>(&mut self, gpu: &Gpu, instances: &[T]) -> Option<&wgpu::Buffer> {
        let bytes: &[u8] = bytemuck::cast_slice(instances);
        if bytes.is_empty() {
            return None;
        }
        let size = bytes.len() as u64;
        if self.buffer.as_ref().is_none_or(|buffer| buffer.size() < size) {
            self.buffer = Some(gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("instances"),
                size: size.next_power_of_two(),
                usage: BufferUsages::VERTEX | BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }));
        }
        let buffer = self.buffer.as_ref()?;
        gpu.queue.write_buffer(buffer, 0, bytes);
        Some(buffer)
    }

    /// What was written last, or before that.
    pub fn buffer(&self) -> Option<&wgpu::Buffer> {
        self.buffer.as_ref()
    }
}

/// What tells one pipeline from another.
pub(super) struct Pass<'a> {
    /// Entry points `vertex` and `fragment`.
    pub module: &'a wgpu::ShaderModule,
    /// Bind groups, from 0.
    pub groups: &'a [&'a wgpu::BindGroupLayout],
    /// An instance: four corners of a rectangle follow from it.
    pub instance: wgpu::VertexBufferLayout<'a>,
    /// The shader's `override`s.
    pub constants: &'a [(&'a str, f64)],
    /// What is drawn on.
    pub target: wgpu::ColorTargetState,
}

/// Builds the pipeline of a pass.
pub(super) fn pipeline(gpu: &Gpu, pass: Pass) -> wgpu::RenderPipeline {
    let groups: Vec<_> = pass.groups.iter().map(|group| Some(*group)).collect();
    let layout = gpu.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: None,
        bind_group_layouts: &groups,
        immediate_size: 0,
    });
    let options = wgpu::PipelineCompilationOptions { constants: pass.constants, ..Default::default() };
    gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: None,
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: pass.module,
            entry_point: Some("vertex"),
            compilation_options: options.clone(),
            buffers: &[Some(pass.instance)],
        },
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..Default::default()
        },
        depth_stencil: None,
        multisample: Default::default(),
        fragment: Some(wgpu::FragmentState {
            module: pass.module,
            entry_point: Some("fragment"),
            compilation_options: options,
            targets: &[Some(pass.target)],
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// A pass over `view`, which it fills with `ground` first; without one it draws over what is there.
pub(super) fn begin<'a>(
    encoder: &'a mut wgpu::CommandEncoder,
    view: &wgpu::TextureView,
    ground: Option<wgpu::Color>,
) -> wgpu::RenderPass<'a> {
    let load = ground.map_or(wgpu::LoadOp::Load, wgpu::LoadOp::Clear);
    encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: None,
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations { load, store: wgpu::StoreOp::Store },
        })],
        ..Default::default()
    })
}
