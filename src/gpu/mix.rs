//! Mix: painted canvases onto the target, turned.

use bytemuck::{Pod, Zeroable};
use wgpu::TextureUsages;

use super::device::Gpu;
use super::paint::Painted;
use super::pass::{Instances, Pass, Uniform, begin, pipeline};
use super::regions::{Read, Region, Show, regions};
use super::sampled::{Binder, texture};
use crate::scene::{Layer, Rect, Scene};

/// `Screen` of shaders/mix.wgsl.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Screen {
    size: [f32; 2],
    turn: [f32; 2],
}

/// A layer and what it shows, painted.
pub(super) struct Laid<'a> {
    /// Where and how.
    pub layer: &'a Layer,
    /// What it shows.
    pub after: &'a Painted,
    /// What gives way to that; the same where nothing does.
    pub before: &'a Painted,
    /// The target showed the same there before.
    pub still: bool,
}

impl Laid<'_> {
    fn look(&self, show: Show) -> Look {
        (show == Show::Fade, Read::of(self.layer))
    }
}

/// The layers that stand still while others move, on a texture that is copied to the target before the others
/// are drawn: a copy costs a software device a tenth of drawing them (measured at 1080p).
struct Backdrop {
    texture: wgpu::Texture,
    /// Just those layers.
    of: Scene,
}

/// The pass, for targets of one format.
pub(super) struct Mixer {
    module: wgpu::ShaderModule,
    format: wgpu::TextureFormat,
    /// One for each way to show a region; made when it is needed first.
    pipelines: Vec<(Look, wgpu::RenderPipeline)>,
    binder: Binder,
    screen: Uniform,
    instances: Instances,
    backdrop: Option<Backdrop>,
}

/// What a pipeline is made for: a fade, and how it reads its canvases.
type Look = (bool, Read);

impl Mixer {
    pub fn new(gpu: &Gpu, binder: &Binder, format: wgpu::TextureFormat) -> Mixer {
        let module = gpu.device.create_shader_module(wgpu::include_wgsl!("../../shaders/mix.wgsl"));
        let screen = Uniform::new(gpu, size_of::<Screen>());
        let (binder, instances) = (binder.clone(), Instances::new());
        let mut mixer =
            Mixer { module, format, pipelines: Vec::new(), binder, screen, instances, backdrop: None };
        // Every screen needs these two soon: the first fade must not wait for its pipeline.
        for fade in [false, true] {
            mixer.need(gpu, (fade, Read::Exact));
        }
        mixer
    }

    /// Width and height of the backdrop, while there is one.
    pub fn backdrop_size(&self) -> Option<(u32, u32)> {
        self.backdrop.as_ref().map(|backdrop| (backdrop.texture.width(), backdrop.texture.height()))
    }

    /// Draws `laid` on the target and says how many passes that took. Canvases that are just what the target has
    /// to show, and layers that stand still, are copied if the target can be copied to.
    pub fn draw(
        &mut self,
        gpu: &Gpu,
        scene: &Scene,
        size: (u32, u32),
        laid: &[Laid],
        target: &wgpu::Texture,
    ) -> u32 {
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let copies = copies(scene, laid, target);
        if let Some(lowest) = copies.first() {
            self.backdrop = None;
            for laid in copies.iter().map(|at| &laid[*at]) {
                let Rect { x, y, .. } = laid.layer.place;
                copy(&mut encoder, &laid.after.texture, target, (x as u32, y as u32));
            }
            let rest = |at: usize| at > *lowest && !copies.contains(&at);
            let any = (0..laid.len()).any(rest);
            if any {
                let regions = self.prepare(gpu, scene, size, laid);
                self.pass(&mut encoder, target, false, laid, &regions, rest);
            }
            gpu.queue.submit([encoder.finish()]);
            return u32::from(any);
        }
        let regions = self.prepare(gpu, scene, size, laid);
        let stands = |at: usize| laid[at].still && target.usage().contains(TextureUsages::COPY_DST);
        let any = (0..laid.len()).any(stands);
        let mut passes = 1;
        if !any {
            self.backdrop = None;
        } else if self.renew_backdrop(gpu, scene, laid, target)
            && let Some(backdrop) = &self.backdrop
        {
            self.pass(&mut encoder, &backdrop.texture, true, laid, &regions, stands);
            passes += 1;
        }
        if let Some(backdrop) = &self.backdrop {
            copy(&mut encoder, &backdrop.texture, target, (0, 0));
        }
        self.pass(&mut encoder, target, !any, laid, &regions, |at| !stands(at));
        gpu.queue.submit([encoder.finish()]);
        passes
    }

    /// Has all that passes over `laid` need on the device, and says which regions they are to draw.
    fn prepare(
        &mut self,
        gpu: &Gpu,
        scene: &Scene,
        size: (u32, u32),
        laid: &[Laid],
    ) -> Vec<Vec<(Show, Region)>> {
        let turn = match scene.turn {
            90 => [0.0, 1.0],
            180 => [-1.0, 0.0],
            270 => [0.0, -1.0],
            _ => [1.0, 0.0],
        };
        // A target that is not (yet) of the scene's size shows it stretched.
        self.screen.write(gpu, &Screen { size: [size.0 as f32, size.1 as f32], turn });
        let regions: Vec<Vec<(Show, Region)>> =
            laid.iter().map(|laid| regions(laid.layer, laid.after.size, size)).collect();
        let instances: Vec<Region> = regions.iter().flatten().map(|(_, region)| *region).collect();
        for (laid, regions) in laid.iter().zip(&regions) {
            regions.iter().for_each(|(show, _)| self.need(gpu, laid.look(*show)));
        }
        self.instances.write(gpu, &instances);
        regions
    }

    /// Has a backdrop for the layers that stand still; true when it has to be drawn.
    fn renew_backdrop(&mut self, gpu: &Gpu, scene: &Scene, laid: &[Laid], target: &wgpu::Texture) -> bool {
        let still = laid.iter().filter(|laid| laid.still).map(|laid| laid.layer.clone());
        let of = Scene { size: scene.size, turn: scene.turn, layers: still.collect(), ahead: Vec::new() };
        let old = self.backdrop.take().filter(|old| old.texture.size() == target.size());
        let same = old.as_ref().is_some_and(|old| old.of == of);
        let texture = old.map_or_else(
            || {
                let usage = TextureUsages::RENDER_ATTACHMENT | TextureUsages::COPY_SRC;
                texture(gpu, "backdrop", (target.width(), target.height()), target.format(), usage)
            },
            |old| old.texture,
        );
        self.backdrop = Some(Backdrop { texture, of });
        !same
    }

    /// Records a pass over `onto` that draws the layers that `which` takes: on black, or over what is there.
    fn pass(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        onto: &wgpu::Texture,
        clear: bool,
        laid: &[Laid],
        regions: &[Vec<(Show, Region)>],
        which: impl Fn(usize) -> bool,
    ) {
        let view = onto.create_view(&Default::default());
        let mut pass = begin(encoder, &view, clear.then_some(wgpu::Color::BLACK));
        pass.set_bind_group(0, &self.screen.bind, &[]);
        let Some(instances) = self.instances.buffer() else { return };
        pass.set_vertex_buffer(0, instances.slice(..));
        let mut at = 0..1;
        for (number, (laid, regions)) in laid.iter().zip(regions).enumerate() {
            for (show, _) in regions {
                let look = laid.look(*show);
                let pipeline = self.pipelines.iter().find(|(known, _)| *known == look);
                if let Some((_, pipeline)) = pipeline.filter(|_| which(number)) {
                    let one = if *show == Show::After { laid.after } else { laid.before };
                    pass.set_pipeline(pipeline);
                    pass.set_bind_group(1, one.bind(look.1.filter()), &[]);
                    pass.set_bind_group(2, laid.after.bind(look.1.filter()), &[]);
                    pass.draw(0..4, at.clone());
                }
                at = at.end..at.end + 1;
            }
        }
    }

    /// Makes the pipeline for `look` if there is none.
    fn need(&mut self, gpu: &Gpu, look: Look) {
        if self.pipelines.iter().any(|(known, _)| *known == look) {
            return;
        }
        let groups = &[&self.screen.layout, self.binder.layout(), self.binder.layout()];
        let instance = wgpu::VertexBufferLayout {
            array_stride: size_of::<Region>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![0 => Float32x4, 1 => Float32x4, 2 => Float32, 3 => Float32],
        };
        let on = |on: bool| f64::from(u8::from(on));
        let (fade, read) = look;
        let encode = ("encode", on(!self.format.is_srgb()));
        let (beside, mean) = (("beside", on(read == Read::Beside)), ("filtered", on(read == Read::Mean)));
        let constants = &[("fade", on(fade)), beside, mean, encode];
        let target = self.format.into();
        let pass = Pass { module: &self.module, groups, instance, constants, target };
        self.pipelines.push((look, pipeline(gpu, pass)));
    }
}

/// Which of `laid` are copied to the target, in order: the highest that fills it, and those above that of which the
/// target shows the canvas as it is. None when nothing fills it so, or when one of them lies over what has to be drawn.
fn copies(scene: &Scene, laid: &[Laid], target: &wgpu::Texture) -> Vec<usize> {
    let size = (target.width(), target.height());
    if (scene.turn, scene.size) != (0, size) || !target.usage().contains(TextureUsages::COPY_DST) {
        return Vec::new();
    }
    let whole = Rect { x: 0.0, y: 0.0, w: size.0 as f32, h: size.1 as f32 };
    let plain = |at: usize| plain(&laid[at], whole) && laid[at].after.texture.format() == target.format();
    let lowest = (0..laid.len()).rfind(|at| plain(*at) && laid[*at].layer.place == whole);
    let Some(lowest) = lowest else { return Vec::new() };
    let place = |at: usize| laid[at].layer.place;
    let (copied, drawn): (Vec<usize>, Vec<usize>) = (lowest..laid.len()).partition(|at| plain(*at));
    let under = |at: usize| drawn.iter().any(|drawn| *drawn < at && place(*drawn).overlaps(&place(at)));
    if copied.iter().any(|at| under(*at)) { Vec::new() } else { copied }
}

/// Whether the layer shows its canvas pixel for pixel, and all of it lies within `whole`.
fn plain(laid: &Laid, whole: Rect) -> bool {
    let Rect { x, y, w, h } = laid.layer.place;
    let canvas = &laid.after.texture;
    let exact = (laid.layer.shift, w, h) == (0.0, canvas.width() as f32, canvas.height() as f32);
    let on_pixels = (x.fract(), y.fract()) == (0.0, 0.0);
    let inside = x >= 0.0 && y >= 0.0 && x + w <= whole.w && y + h <= whole.h;
    exact && on_pixels && inside && laid.layer.mix.is_none()
}

/// All of `from` onto `to`, its left and top at `place`.
fn copy(encoder: &mut wgpu::CommandEncoder, from: &wgpu::Texture, to: &wgpu::Texture, (x, y): (u32, u32)) {
    let onto = wgpu::TexelCopyTextureInfo { origin: wgpu::Origin3d { x, y, z: 0 }, ..to.as_image_copy() };
    encoder.copy_texture_to_texture(from.as_image_copy(), onto, from.size());
}
