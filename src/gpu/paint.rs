//! Paint: a frame into a texture of its layer's size, once.

use std::sync::Arc;

use wgpu::TextureUsages;

use super::GpuError;
use super::device::{FORMAT, Gpu};
use super::films::{FilmQuad, Films};
use super::pass::{Instances, Pass, Uniform, begin, pipeline};
use super::pictures::Pictures;
use super::plan::{Fill, Plan, Quad, Step};
use super::sampled::{Binder, Filter, texture};
use super::text::Glyphs;
use crate::model::Color;
use crate::scene::{Fonts, Frame};

/// A frame as pixels.
pub(super) struct Painted {
    /// What was painted.
    pub frame: Arc<Frame>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The pixels: painted, read by a pass, or copied.
    pub texture: wgpu::Texture,
    nearest: wgpu::BindGroup,
    linear: wgpu::BindGroup,
}

impl Painted {
    /// To read it.
    pub fn bind(&self, filter: Filter) -> &wgpu::BindGroup {
        match filter {
            Filter::Nearest => &self.nearest,
            Filter::Linear => &self.linear,
        }
    }
}

/// Pipelines and glyphs: what painting any frame needs.
pub(super) struct Painter {
    format: wgpu::TextureFormat,
    /// Through which format films are painted.
    encoded: wgpu::TextureFormat,
    fill: wgpu::RenderPipeline,
    opaque: wgpu::RenderPipeline,
    translucent: wgpu::RenderPipeline,
    film: wgpu::RenderPipeline,
    size: Uniform,
    fills: Instances,
    quads: Instances,
    films: Instances,
    glyphs: Glyphs,
}

impl Painter {
    /// For a target of format `target`: canvases have the same format where that is sRGB, as blending in linear
    /// light needs, so that what fills the target is copied to it.
    pub fn new(gpu: &Gpu, binder: &Binder, target: wgpu::TextureFormat) -> Painter {
        let format = if target.is_srgb() { target } else { FORMAT };
        let fill = gpu.device.create_shader_module(wgpu::include_wgsl!("../../shaders/fill.wgsl"));
        let picture = gpu.device.create_shader_module(wgpu::include_wgsl!("../../shaders/picture.wgsl"));
        let film = gpu.device.create_shader_module(wgpu::include_wgsl!("../../shaders/film.wgsl"));
        let size = Uniform::new(gpu, size_of::<[f32; 4]>());
        let encoded = gpu.encoded(format);
        let target = |blend| wgpu::ColorTargetState { format, blend, write_mask: wgpu::ColorWrites::ALL };
        let over = target(Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING));
        let fills = wgpu::VertexBufferLayout {
            array_stride: size_of::<Fill>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Unorm8x4],
        };
        let quads = wgpu::VertexBufferLayout {
            array_stride: size_of::<Quad>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4],
        };
        let films = wgpu::VertexBufferLayout {
            array_stride: size_of::<FilmQuad>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4, 2 => Float32x2, 3 => Float32x4],
        };
        let groups = &[&size.layout, binder.layout(), binder.layout()];
        let picture = |translucent, target| {
            let constants = &[("translucent", f64::from(u8::from(translucent)))];
            pipeline(
                gpu,
                Pass { module: &picture, groups: &groups[..2], instance: quads.clone(), constants, target },
            )
        };
        Painter {
            fill: pipeline(
                gpu,
                Pass {
                    module: &fill,
                    groups: &groups[..1],
                    instance: fills,
                    constants: &[],
                    target: over.clone(),
                },
            ),
            film: pipeline(
                gpu,
                Pass {
                    module: &film,
                    groups,
                    instance: films,
                    constants: &[("linear", f64::from(u8::from(encoded.is_srgb())))],
                    target: encoded.into(),
                },
            ),
            opaque: picture(false, target(None)),
            translucent: picture(true, over),
            size,
            fills: Instances::new(),
            quads: Instances::new(),
            films: Instances::new(),
            glyphs: Glyphs::new(gpu, format),
            format,
            encoded,
        }
    }

    /// A canvas for `frame`, not painted yet.
    pub fn canvas(&self, gpu: &Gpu, binder: &Binder, frame: Arc<Frame>, size: (u32, u32)) -> Painted {
        let usage = TextureUsages::RENDER_ATTACHMENT
            | TextureUsages::TEXTURE_BINDING
            | TextureUsages::COPY_SRC
            | TextureUsages::COPY_DST;
        let texture = texture(gpu, "frame", size, self.format, usage);
        let view = texture.create_view(&Default::default());
        let [nearest, linear] =
            [Filter::Nearest, Filter::Linear].map(|filter| binder.bind(gpu, &view, filter));
        Painted { frame, size, texture, nearest, linear }
    }

    /// Paints the frame of `canvas` over whatever it held; pictures and shapes in order, all text above them.
    ///
    /// # Errors
    /// The device is lost.
    pub fn paint(
        &mut self,
        gpu: &Gpu,
        (pictures, films): (&mut Pictures, &mut Films),
        fonts: &mut Fonts,
        canvas: &Painted,
    ) -> Result<(), GpuError> {
        let (frame, (width, height)) = (&canvas.frame, canvas.size);
        let plan = Plan::of(frame, canvas.size);
        self.glyphs.prepare(gpu, frame, canvas.size, fonts)?;
        self.size.write(gpu, &[width as f32, height as f32, 0.0, 0.0]);
        let fills = self.fills.write(gpu, &plan.fills);
        let quads = self.quads.write(gpu, &plan.quads);
        let film_quads = self.films.write(gpu, &plan.films);

        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let size = &self.size.bind;
        let mut through = self.format;
        let mut pass = over(&mut encoder, canvas, size, through, Some(clear(frame.ground)));
        for step in &plan.steps {
            let wanted = if matches!(step, Step::Film { .. }) { self.encoded } else { self.format };
            if wanted != through {
                drop(pass);
                through = wanted;
                pass = over(&mut encoder, canvas, size, through, None);
            }
            match (step, fills, quads, film_quads) {
                (Step::Fills(range), Some(fills), _, _) => {
                    pass.set_pipeline(&self.fill);
                    pass.set_vertex_buffer(0, fills.slice(..));
                    pass.draw(0..4, range.clone());
                }
                (Step::Picture { at, picture, filter }, _, Some(quads), _) => {
                    let held = pictures.need(gpu, picture);
                    pass.set_pipeline(if held.opaque { &self.opaque } else { &self.translucent });
                    pass.set_bind_group(1, held.bind(*filter), &[]);
                    pass.set_vertex_buffer(0, quads.slice(..));
                    pass.draw(0..4, *at..at + 1);
                }
                (Step::Moving { at, still, filter }, _, Some(quads), _) => {
                    pass.set_pipeline(&self.translucent);
                    pass.set_bind_group(1, films.need(gpu, still).bind(*filter), &[]);
                    pass.set_vertex_buffer(0, quads.slice(..));
                    pass.draw(0..4, *at..at + 1);
                }
                (Step::Film { at, still, filter }, _, _, Some(quads)) => {
                    let held = films.need(gpu, still);
                    pass.set_pipeline(&self.film);
                    pass.set_bind_group(1, held.bind(*filter), &[]);
                    pass.set_bind_group(2, held.tint(), &[]);
                    pass.set_vertex_buffer(0, quads.slice(..));
                    pass.draw(0..4, *at..at + 1);
                }
                // A step without instances: the plan makes none.
                _ => {}
            }
        }
        if through != self.format {
            drop(pass);
            pass = over(&mut encoder, canvas, size, self.format, None);
        }
        self.glyphs.draw(&mut pass);
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
        Ok(())
    }
}

/// The ground in linear light, as clearing an sRGB texture wants it.
fn clear(color: Color) -> wgpu::Color {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    wgpu::Color { r: linear(color.0), g: linear(color.1), b: linear(color.2), a: 1.0 }
}

/// A pass over `canvas`, seen as `format`.
fn over<'a>(
    encoder: &'a mut wgpu::CommandEncoder,
    canvas: &Painted,
    size: &wgpu::BindGroup,
    format: wgpu::TextureFormat,
    ground: Option<wgpu::Color>,
) -> wgpu::RenderPass<'a> {
    let view = wgpu::TextureViewDescriptor { format: Some(format), ..Default::default() };
    let mut pass = begin(encoder, &canvas.texture.create_view(&view), ground);
    pass.set_bind_group(0, size, &[]);
    pass
}
