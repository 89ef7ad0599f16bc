//! Mix: painted frames onto the target, turned.

use bytemuck::{Pod, Zeroable};

use super::device::Gpu;
use super::paint::Painted;
use super::pass::{Instances, Pass, Uniform, begin, pipeline};
use super::plan::edges;
use super::sampled::Binder;
use crate::model::TransitionKind;
use crate::scene::Scene;

/// `Screen` of shaders/mix.wgsl.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Screen {
    size: [f32; 2],
    turn: [f32; 2],
    progress: f32,
    unused: [f32; 3],
}

/// A region of the upright screen: an instance of the pass.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
struct Region {
    /// Left, top, right, bottom in pixels.
    rect: [f32; 4],
    /// How far to the right of there its pixels come from.
    shift: f32,
}

/// What a region shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Show {
    /// The new frame.
    After,
    /// The frame that gives way.
    Before,
    /// Both.
    Fade,
}

/// What every region shows of a screen of `size` pixels: none overlap, together they are the screen.
fn regions(scene: &Scene, (width, height): (f32, f32)) -> Vec<(Show, Region)> {
    let mut out = Vec::new();
    let mut show = |what, rect: [f32; 4], shift| {
        if rect[0] < rect[2] && rect[1] < rect[3] {
            out.push((what, Region { rect, shift }));
        }
    };
    let moving = scene.mix.as_ref().filter(|mix| mix.kind != TransitionKind::None);
    let Some(mix) = moving else {
        show(Show::After, [0.0, 0.0, width, height], 0.0);
        return out;
    };
    let [left, top, right, bottom] = edges(&mix.stage);
    let (left, right) = (left.clamp(0.0, width), right.clamp(0.0, width));
    let (top, bottom) = (top.clamp(0.0, height), bottom.clamp(0.0, height));
    let covered = ((right - left) * mix.progress.clamp(0.0, 1.0)).round();

    // Around the stage the new frame stands.
    show(Show::After, [0.0, 0.0, width, top], 0.0);
    show(Show::After, [0.0, top, left, bottom], 0.0);
    show(Show::After, [right, top, width, bottom], 0.0);
    show(Show::After, [0.0, bottom, width, height], 0.0);
    match mix.kind {
        TransitionKind::None => {}
        TransitionKind::Fade => show(Show::Fade, [left, top, right, bottom], 0.0),
        TransitionKind::Slide => {
            let edge = right - covered;
            show(Show::Before, [left, top, edge, bottom], covered);
            show(Show::After, [edge, top, right, bottom], left - edge);
        }
        TransitionKind::Wipe => {
            let edge = left + covered;
            show(Show::After, [left, top, edge, bottom], 0.0);
            show(Show::Before, [edge, top, right, bottom], 0.0);
        }
    }
    out
}

/// The pass, for targets of one format.
pub(super) struct Mixer {
    copy: wgpu::RenderPipeline,
    fade: wgpu::RenderPipeline,
    screen: Uniform,
    instances: Instances,
}

impl Mixer {
    pub fn new(gpu: &Gpu, binder: &Binder, format: wgpu::TextureFormat) -> Mixer {
        let module = gpu.device.create_shader_module(wgpu::include_wgsl!("../../shaders/mix.wgsl"));
        let screen = Uniform::new(gpu, size_of::<Screen>());
        let encode = f64::from(u8::from(!format.is_srgb()));
        let groups = &[&screen.layout, binder.layout(), binder.layout()];
        let build = |fade| {
            let attributes = wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32];
            let instance = wgpu::VertexBufferLayout {
                array_stride: size_of::<Region>() as u64,
                step_mode: wgpu::VertexStepMode::Instance,
                attributes: &attributes,
            };
            let constants = &[("fade", fade), ("encode", encode)];
            pipeline(gpu, Pass { module: &module, groups, instance, constants, target: format.into() })
        };
        Mixer { copy: build(0.0), fade: build(1.0), screen, instances: Instances::new() }
    }

    /// Submits the pass. `before` is the frame that gives way, if one does.
    pub fn draw(
        &mut self,
        gpu: &Gpu,
        scene: &Scene,
        after: &Painted,
        before: Option<&Painted>,
        target: &wgpu::TextureView,
    ) {
        let before = before.unwrap_or(after);
        let size = (after.size.0 as f32, after.size.1 as f32);
        // A target that is not (yet) of the scene's size shows it stretched.
        self.screen.write(
            gpu,
            &Screen {
                size: size.into(),
                turn: match scene.turn {
                    90 => [0.0, 1.0],
                    180 => [-1.0, 0.0],
                    270 => [0.0, -1.0],
                    _ => [1.0, 0.0],
                },
                progress: scene.mix.as_ref().map_or(1.0, |mix| mix.progress.clamp(0.0, 1.0)),
                unused: [0.0; 3],
            },
        );
        let (shows, regions): (Vec<_>, Vec<_>) = regions(scene, size).into_iter().unzip();
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut pass = begin(&mut encoder, target, wgpu::Color::BLACK);
        pass.set_bind_group(0, &self.screen.bind, &[]);
        pass.set_bind_group(2, &after.bind, &[]);
        if let Some(instances) = self.instances.write(gpu, &regions) {
            pass.set_vertex_buffer(0, instances.slice(..));
        }
        for (at, show) in (0..).zip(shows) {
            pass.set_pipeline(if show == Show::Fade { &self.fade } else { &self.copy });
            pass.set_bind_group(1, if show == Show::After { &after.bind } else { &before.bind }, &[]);
            pass.draw(0..4, at..at + 1);
        }
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
    }
}
