//! A window as a target, with all that can happen to its surface.

use std::fmt::Debug;
use std::sync::Arc;

use wgpu::rwh::{HasDisplayHandle, HasWindowHandle};
use wgpu::{CurrentSurfaceTexture, PresentMode, Surface, SurfaceConfiguration, SurfaceTarget};

use super::device::Gpu;
use super::stage::{Recipe, Stage, Target};
use super::{Drawn, GpuError};
use crate::scene::{Fonts, Scene};

/// A window of the window system, drawn on for as long as it is open.
pub struct Window(Stage<Opening>);

impl Window {
    /// Draws on `window`, which is `size` pixels large. `display` is the window system's own handle (winit's
    /// `OwnedDisplayHandle`); both are kept, to open a lost device anew.
    ///
    /// # Errors
    /// [`GpuError::NoDriver`] or [`GpuError::Window`].
    pub fn new<D, W>(display: D, window: W, size: (u32, u32)) -> Result<Window, GpuError>
    where
        D: HasDisplayHandle + Clone + Debug + Send + Sync + 'static,
        W: Into<SurfaceTarget<'static>> + Clone + 'static,
    {
        let make =
            Box::new(move || Gpu::for_window(&display, &|instance| instance.create_surface(window.clone())));
        Stage::new(Opening { make, size, overlay: None }).map(Window)
    }

    /// Shows `scene`; costs nothing when it is shown already. After [`Drawn::pending`], draw it again soon.
    ///
    /// # Errors
    /// The device was lost and cannot be replaced. The window shows what it showed.
    pub fn draw(&mut self, scene: &Scene, fonts: &mut Fonts) -> Result<Drawn, GpuError> {
        self.0.draw(scene, fonts)
    }

    /// The window is now `size` pixels large. The next draw draws everything.
    pub fn resize(&mut self, size: (u32, u32)) {
        self.0.recipe().size = size;
        if let Some(live) = self.0.live() {
            (live.target.whole.config.width, live.target.whole.config.height) = size;
            live.target.whole.stale = true;
            live.target.seen = None;
        }
    }

    /// What runs on its own may be shown by `overlay`, which lies over the window.
    pub fn overlay(&mut self, overlay: Arc<dyn Overlay>) {
        if let Some(live) = self.0.live() {
            live.target.overlay = Some(overlay.clone());
        }
        self.0.recipe().overlay = Some(overlay);
    }

    /// The window system has lost what the window showed (another window lay above it): the next draw shows it
    /// again even when the scene is the same.
    pub fn expose(&mut self) {
        if let Some(live) = self.0.live() {
            live.target.seen = None;
        }
    }

    /// Takes the device away, as a driver does that crashes or a card that is unplugged.
    #[doc(hidden)]
    pub fn lose_device(&mut self) {
        if let Some(live) = self.0.live() {
            live.gpu.device.destroy();
        }
    }
}

/// A window over a part of another one, which shows what runs there: presenting it costs its own pixels, not those of
/// the whole screen.
pub trait Overlay: HasDisplayHandle + HasWindowHandle + Debug + Send + Sync {
    /// Has it lie over `place` of the window, left, top, width and height in pixels, or hides it; whether it lies there.
    fn lie(&self, place: Option<[u32; 4]>) -> bool;
}

struct Opening {
    make: Box<dyn Fn() -> Result<(Gpu, Surface<'static>), GpuError>>,
    size: (u32, u32),
    overlay: Option<Arc<dyn Overlay>>,
}

struct Screen {
    whole: Pane,
    overlay: Option<Arc<dyn Overlay>>,
    /// What lies over a part of it, and where.
    part: Option<(Pane, [u32; 4])>,
    /// Whether that is seen.
    lies: bool,
    seen: Option<Scene>,
}

/// A surface.
struct Pane {
    surface: Surface<'static>,
    config: SurfaceConfiguration,
    /// The surface has to be configured before the next texture is taken from it.
    stale: bool,
    texture: Option<wgpu::SurfaceTexture>,
}

impl Recipe for Opening {
    type Target = Screen;

    fn open(&self) -> Result<(Gpu, Screen), GpuError> {
        let (gpu, surface) = (self.make)()?;
        let whole = Pane::new(&gpu, surface, self.size)?;
        let overlay = self.overlay.clone();
        // One that was there before still shows what it did on the device that was lost.
        let lies = overlay.is_some();
        Ok((gpu, Screen { whole, overlay, part: None, lies, seen: None }))
    }
}

/// How the surface is used, of what it is capable of.
fn configuration(
    capabilities: &wgpu::SurfaceCapabilities,
    (width, height): (u32, u32),
) -> Result<SurfaceConfiguration, GpuError> {
    // An sRGB surface takes linear light; where a driver has none, pass `mix` encodes.
    let srgb = capabilities.formats.iter().find(|format| format.is_srgb());
    let format = srgb.or(capabilities.formats.first()).ok_or_else(|| GpuError::Window("no format".into()))?;
    // Under Fifo a Wayland compositor that sends no frame callbacks (its display is off, the window is hidden)
    // holds the loop in `present` until it does; the loop paces itself anyhow. GL has Fifo only: there the loop
    // stands while nobody sees it, and goes on when somebody does (tried with sway). weston's kiosk-shell without
    // a seat, as it is under its headless backend, never shows any window, its own clients' neither.
    let mailbox = capabilities.present_modes.contains(&PresentMode::Mailbox);
    let present_mode = if mailbox { PresentMode::Mailbox } else { PresentMode::Fifo };
    Ok(SurfaceConfiguration {
        // GL cannot copy to a surface; there every layer is drawn.
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT | capabilities.usages & wgpu::TextureUsages::COPY_DST,
        format: *format,
        color_space: wgpu::SurfaceColorSpace::Auto,
        width,
        height,
        present_mode,
        desired_maximum_frame_latency: 2,
        alpha_mode: wgpu::CompositeAlphaMode::Auto,
        view_formats: vec![],
    })
}

impl Target for Screen {
    fn format(&self) -> wgpu::TextureFormat {
        self.whole.config.format
    }

    fn seen(&mut self) -> &mut Option<Scene> {
        &mut self.seen
    }

    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<wgpu::Texture>, GpuError> {
        if let Some(overlay) = self.overlay.as_ref().filter(|_| self.lies) {
            self.lies = overlay.lie(None);
        }
        self.whole.acquire(gpu)
    }

    fn acquire_part(&mut self, gpu: &Gpu, place: [u32; 4]) -> Option<wgpu::Texture> {
        let overlay = self.overlay.clone()?;
        // A scene that is stretched to a window of another size is drawn whole.
        let size = (self.whole.config.width, self.whole.config.height);
        self.seen.as_ref().filter(|seen| seen.target_size() == size)?;
        let moved = self.part.as_ref().is_none_or(|(_, at)| *at != place);
        if moved || !self.lies {
            self.lies = overlay.lie(Some(place));
        }
        if moved && self.lies {
            self.part = self.over(gpu, &overlay, place);
        }
        let part = self.part.as_mut().filter(|_| self.lies);
        if let Some(Ok(texture)) = part.map(|(pane, _)| pane.acquire(gpu)) {
            return texture;
        }
        // What fails is not tried sixty times a second: from now on the whole is drawn.
        (self.overlay, self.part) = (None, None);
        overlay.lie(None);
        None
    }

    fn present(&mut self, gpu: &Gpu) {
        self.whole.present(gpu);
        if let Some((pane, _)) = &mut self.part {
            pane.present(gpu);
        }
    }
}

impl Screen {
    /// The surface of `overlay`, as large as `place`.
    fn over(&mut self, gpu: &Gpu, overlay: &Arc<dyn Overlay>, place: [u32; 4]) -> Option<(Pane, [u32; 4])> {
        let [_, _, width, height] = place;
        let mut pane = match self.part.take() {
            Some((pane, _)) => pane,
            None => {
                Pane::new(gpu, gpu.instance.create_surface(overlay.clone()).ok()?, (width, height)).ok()?
            }
        };
        (pane.config.width, pane.config.height, pane.stale) = (width, height, true);
        (pane.config.format == self.format()).then_some((pane, place))
    }
}

impl Pane {
    fn new(gpu: &Gpu, surface: Surface<'static>, size: (u32, u32)) -> Result<Pane, GpuError> {
        let config = configuration(&surface.get_capabilities(&gpu.adapter), size)?;
        Ok(Pane { surface, config, stale: true, texture: None })
    }

    /// The texture to draw on now, if there is one.
    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<wgpu::Texture>, GpuError> {
        // A minimised window has no pixels.
        if self.config.width == 0 || self.config.height == 0 {
            return Ok(None);
        }
        let mut lost = false;
        // Once as it is, once configured anew; a surface that is lost then is made anew, with its device.
        for _ in 0..2 {
            if self.stale {
                self.surface.configure(&gpu.device, &self.config);
                // A surface that could not be configured must not be asked for a texture: wgpu panics.
                gpu.check()?;
                self.stale = false;
            }
            match self.surface.get_current_texture() {
                // What is suboptimal shows all the same; a change of size comes through `resize`.
                CurrentSurfaceTexture::Success(texture) | CurrentSurfaceTexture::Suboptimal(texture) => {
                    let pixels = texture.texture.clone();
                    self.texture = Some(texture);
                    return Ok(Some(pixels));
                }
                // Nobody could see it: a later turn tries again, this one does not wait for it.
                CurrentSurfaceTexture::Timeout | CurrentSurfaceTexture::Occluded => return Ok(None),
                CurrentSurfaceTexture::Outdated => self.stale = true,
                CurrentSurfaceTexture::Lost => (self.stale, lost) = (true, true),
                CurrentSurfaceTexture::Validation => {
                    gpu.check()?;
                    (self.stale, lost) = (true, true);
                }
            }
        }
        // Outdated twice: the window changes faster than this; its new size is on the way.
        if lost { Err(GpuError::Window("surface lost".into())) } else { Ok(None) }
    }

    fn present(&mut self, gpu: &Gpu) {
        if let Some(texture) = self.texture.take() {
            gpu.queue.present(texture);
        }
    }
}
