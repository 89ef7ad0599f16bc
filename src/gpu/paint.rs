//! Paint: a frame into a texture of the layout's size, once.

use std::sync::Arc;

use bytemuck::Pod;
use wgpu::util::DeviceExt;

use super::GpuError;
use super::device::{FORMAT, Gpu};
use super::pictures::Pictures;
use super::plan::{Fill, Plan, Quad, Step};
use super::text::Glyphs;
use crate::model::Color;
use crate::scene::{Fonts, Frame};

/// A frame as pixels.
pub(super) struct Painted {
    /// What was painted.
    pub frame: Arc<Frame>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The texture's view; sRGB.
    pub view: wgpu::TextureView,
}

/// Pipelines and glyphs: what painting any frame needs.
pub(super) struct Painter {
    fill: wgpu::RenderPipeline,
    picture: wgpu::RenderPipeline,
    size: wgpu::Buffer,
    size_bind: wgpu::BindGroup,
    glyphs: Glyphs,
}

impl Painter {
    pub fn new(gpu: &Gpu, pictures: &Pictures) -> Painter {
        let device = &gpu.device;
        let size_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("size"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let size = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("size"),
            size: 16,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let size_bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("size"),
            layout: &size_layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: size.as_entire_binding() }],
        });
        let fill = pipeline(
            gpu,
            wgpu::include_wgsl!("../../shaders/fill.wgsl"),
            &[Some(&size_layout)],
            wgpu::VertexBufferLayout {
                array_stride: size_of::<Fill>() as u64,
                step_mode: wgpu::VertexStepMode::Instance,
                attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Unorm8x4],
            },
        );
        let picture = pipeline(
            gpu,
            wgpu::include_wgsl!("../../shaders/picture.wgsl"),
            &[Some(&size_layout), Some(pictures.layout())],
            wgpu::VertexBufferLayout {
                array_stride: size_of::<Quad>() as u64,
                step_mode: wgpu::VertexStepMode::Instance,
                attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4],
            },
        );
        Painter { fill, picture, size, size_bind, glyphs: Glyphs::new(gpu) }
    }

    /// Paints `frame` over whatever `canvas` held; pictures and shapes in order, all text above them.
    ///
    /// # Errors
    /// The device is lost.
    pub fn paint(
        &mut self,
        gpu: &Gpu,
        pictures: &mut Pictures,
        fonts: &mut Fonts,
        canvas: &Painted,
    ) -> Result<(), GpuError> {
        let (frame, (width, height)) = (&canvas.frame, canvas.size);
        let plan = Plan::of(frame, canvas.size);
        self.glyphs.prepare(gpu, frame, canvas.size, fonts)?;
        gpu.queue.write_buffer(&self.size, 0, bytemuck::bytes_of(&[width as f32, height as f32, 0.0, 0.0]));
        let fills = instances(gpu, "fills", &plan.fills);
        let quads = instances(gpu, "quads", &plan.quads);
        let mut binds = Vec::new();
        for step in &plan.steps {
            binds.push(match step {
                Step::Fills(_) => None,
                Step::Picture(_, picture) => Some(pictures.need(gpu, picture)?),
            });
        }

        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("paint"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &canvas.view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(clear(frame.ground)),
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..Default::default()
        });
        pass.set_bind_group(0, &self.size_bind, &[]);
        for (step, bind) in plan.steps.iter().zip(&binds) {
            match step {
                Step::Fills(range) => {
                    pass.set_pipeline(&self.fill);
                    pass.set_vertex_buffer(0, fills.slice(..));
                    pass.draw(0..4, range.clone());
                }
                Step::Picture(at, _) => {
                    pass.set_pipeline(&self.picture);
                    pass.set_bind_group(1, bind.as_ref(), &[]);
                    pass.set_vertex_buffer(0, quads.slice(..));
                    pass.draw(0..4, *at..at + 1);
                }
            }
        }
        self.glyphs.draw(&mut pass);
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
        Ok(())
    }
}

impl Painted {
    /// A canvas for `frame`, not painted yet.
    pub fn new(gpu: &Gpu, frame: Arc<Frame>, size: (u32, u32)) -> Painted {
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("frame"),
            size: wgpu::Extent3d { width: size.0, height: size.1, depth_or_array_layers: 1 },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: FORMAT,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        });
        Painted { frame, size, view: texture.create_view(&Default::default()) }
    }
}

fn pipeline(
    gpu: &Gpu,
    shader: wgpu::ShaderModuleDescriptor,
    groups: &[Option<&wgpu::BindGroupLayout>],
    instances: wgpu::VertexBufferLayout,
) -> wgpu::RenderPipeline {
    let label = shader.label;
    let module = gpu.device.create_shader_module(shader);
    let layout = gpu.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label,
        bind_group_layouts: groups,
        immediate_size: 0,
    });
    gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label,
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("vertex"),
            compilation_options: Default::default(),
            buffers: &[Some(instances)],
        },
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..Default::default()
        },
        depth_stencil: None,
        multisample: Default::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("fragment"),
            compilation_options: Default::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format: FORMAT,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// A buffer of instances; one zeroed instance when there are none, for an empty buffer cannot be bound.
fn instances<T: Pod>(gpu: &Gpu, label: &str, instances: &[T]) -> wgpu::Buffer {
    let nothing = [T::zeroed()];
    let contents = bytemuck::cast_slice(if instances.is_empty() { &nothing } else { instances });
    let usage = wgpu::BufferUsages::VERTEX;
    gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: Some(label), contents, usage })
}

/// The ground in linear light, as clearing an sRGB texture wants it.
fn clear(color: Color) -> wgpu::Color {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    wgpu::Color { r: linear(color.0), g: linear(color.1), b: linear(color.2), a: 1.0 }
}
