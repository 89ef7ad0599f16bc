//! Mix: painted frames onto the target, turned.

use bytemuck::{Pod, Zeroable};

use super::device::Gpu;
use super::paint::Painted;
use super::plan::edges;
use crate::model::TransitionKind;
use crate::scene::{Rect, Scene};

/// `Todo` of shaders/mix.wgsl.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
pub(super) struct Todo {
    across: [f32; 4],
    down: [f32; 4],
    stage: [f32; 4],
    progress: f32,
    covered: f32,
    kind: u32,
    unused: u32,
}

impl Todo {
    /// What `scene` asks of a target of `target` pixels, from frames of `layout` pixels.
    pub fn of(scene: &Scene, layout: (u32, u32), target: (u32, u32)) -> Todo {
        let (lw, lh) = (layout.0 as f32, layout.1 as f32);
        let (tw, th) = (target.0 as f32, target.1 as f32);
        // A target that is not (yet) of the scene's size shows it stretched.
        let (across, down) = match scene.turn {
            90 => ([0.0, lw / th, 0.0, 0.0], [-lh / tw, 0.0, lh, 0.0]),
            180 => ([-lw / tw, 0.0, lw, 0.0], [0.0, -lh / th, lh, 0.0]),
            270 => ([0.0, -lw / th, lw, 0.0], [lh / tw, 0.0, 0.0, 0.0]),
            _ => ([lw / tw, 0.0, 0.0, 0.0], [0.0, lh / th, 0.0, 0.0]),
        };
        let (kind, progress, stage) = match &scene.mix {
            None => (0, 1.0, Rect::default()),
            Some(mix) => match mix.kind {
                TransitionKind::None => (0, 1.0, mix.stage),
                TransitionKind::Fade => (1, mix.progress, mix.stage),
                TransitionKind::Slide => (2, mix.progress, mix.stage),
                TransitionKind::Wipe => (3, mix.progress, mix.stage),
            },
        };
        let stage = edges(&stage);
        let progress = progress.clamp(0.0, 1.0);
        let covered = ((stage[2] - stage[0]) * progress).round();
        Todo { across, down, stage, progress, covered, kind, unused: 0 }
    }
}

/// The pass's pipeline, for targets of one format.
pub(super) struct Mixer {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    todo: wgpu::Buffer,
}

impl Mixer {
    pub fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Mixer {
        let device = &gpu.device;
        let texture = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Float { filterable: false },
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
            count: None,
        };
        let uniform = wgpu::BindGroupLayoutEntry {
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            ..texture(0)
        };
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("mix"),
            entries: &[uniform, texture(1), texture(2)],
        });
        let module = device.create_shader_module(wgpu::include_wgsl!("../../shaders/mix.wgsl"));
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("mix"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("mix"),
            layout: Some(&pipeline_layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                compilation_options: Default::default(),
                buffers: &[],
            },
            primitive: Default::default(),
            depth_stencil: None,
            multisample: Default::default(),
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some("fragment"),
                compilation_options: wgpu::PipelineCompilationOptions {
                    constants: &[("encode", f64::from(u8::from(!format.is_srgb())))],
                    ..Default::default()
                },
                targets: &[Some(format.into())],
            }),
            multiview_mask: None,
            cache: None,
        });
        let todo = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("mix"),
            size: size_of::<Todo>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Mixer { pipeline, layout, todo }
    }

    /// Submits the pass. `before` is the frame that gives way; without one, the new frame stands alone.
    pub fn draw(
        &self,
        gpu: &Gpu,
        todo: &Todo,
        after: &Painted,
        before: Option<&Painted>,
        target: &wgpu::TextureView,
    ) {
        gpu.queue.write_buffer(&self.todo, 0, bytemuck::bytes_of(todo));
        let before = before.unwrap_or(after);
        let bind = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("mix"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: self.todo.as_entire_binding() },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::TextureView(&after.view),
                },
                wgpu::BindGroupEntry {
                    binding: 2,
                    resource: wgpu::BindingResource::TextureView(&before.view),
                },
            ],
        });
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("mix"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: target,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..Default::default()
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &bind, &[]);
        pass.draw(0..3, 0..1);
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
    }
}
