//! Text of a frame, through glyphon's atlas.

use glyphon::{
    Cache, ColorMode, Resolution, SwashCache, TextArea, TextAtlas, TextBounds, TextRenderer, Viewport,
};

use super::GpuError;
use super::device::Gpu;
use crate::scene::{Fonts, Frame, Node};

/// The glyphs on the device. The atlas grows to what one frame needs and forgets the least recently used.
pub(super) struct Glyphs {
    format: wgpu::TextureFormat,
    cache: Cache,
    atlas: TextAtlas,
    renderer: TextRenderer,
    viewport: Viewport,
    swash: SwashCache,
}

impl Glyphs {
    /// For canvases of `format`.
    pub fn new(gpu: &Gpu, format: wgpu::TextureFormat) -> Glyphs {
        let cache = Cache::new(&gpu.device);
        let (atlas, renderer) = atlas(gpu, &cache, format);
        let viewport = Viewport::new(&gpu.device, &cache);
        Glyphs { format, cache, atlas, renderer, viewport, swash: SwashCache::new() }
    }

    /// Rasterizes what is missing and uploads where each glyph stands.
    ///
    /// Text boxes begin on whole pixels, so that equal lines have equal glyphs; nothing clips them, for marks
    /// above a capital reach over the line's top.
    ///
    /// # Errors
    /// The glyphs of one frame exceed the largest texture of the device.
    pub fn prepare(
        &mut self,
        gpu: &Gpu,
        frame: &Frame,
        size: (u32, u32),
        fonts: &mut Fonts,
    ) -> Result<(), GpuError> {
        self.viewport.update(&gpu.queue, Resolution { width: size.0, height: size.1 });
        self.atlas.trim();
        if self.try_prepare(gpu, frame, fonts).is_ok() {
            return Ok(());
        }
        // What is left of earlier frames may be in the way in pieces: once more with an empty atlas.
        (self.atlas, self.renderer) = atlas(gpu, &self.cache, self.format);
        self.try_prepare(gpu, frame, fonts).map_err(|e| GpuError::Lost(e.to_string()))
    }

    fn try_prepare(
        &mut self,
        gpu: &Gpu,
        frame: &Frame,
        fonts: &mut Fonts,
    ) -> Result<(), glyphon::PrepareError> {
        let areas = frame.nodes.iter().filter_map(|node| match node {
            Node::Text { text, x, y, color } => Some(TextArea {
                buffer: &text.buffer,
                left: x.round(),
                top: y.round(),
                scale: 1.0,
                bounds: TextBounds::default(),
                default_color: glyphon::Color::rgb(color.0, color.1, color.2),
                custom_glyphs: &[],
            }),
            _ => None,
        });
        self.renderer.prepare(
            &gpu.device,
            &gpu.queue,
            &mut fonts.system,
            &mut self.atlas,
            &self.viewport,
            areas,
            &mut self.swash,
        )
    }

    /// Draws what was prepared.
    pub fn draw(&self, pass: &mut wgpu::RenderPass) {
        // glyphon 0.12 has errors for this and never returns one: everything was prepared in the same turn.
        let _ = self.renderer.render(&self.atlas, &self.viewport, pass);
    }
}

fn atlas(gpu: &Gpu, cache: &Cache, format: wgpu::TextureFormat) -> (TextAtlas, TextRenderer) {
    let mut atlas = TextAtlas::with_color_mode(&gpu.device, &gpu.queue, cache, format, ColorMode::Accurate);
    let renderer = TextRenderer::new(&mut atlas, &gpu.device, Default::default(), None);
    (atlas, renderer)
}
