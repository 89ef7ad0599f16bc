//! The device: found, opened, and watched for its loss.

use std::sync::{Arc, Mutex, PoisonError};

use wgpu::rwh::HasDisplayHandle;
use wgpu::{Backends, Instance, InstanceDescriptor, Surface};

use super::GpuError;

/// Format of every texture that is painted: blending in linear light, 8 bits as the eye needs them.
pub(super) const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;

/// How long a submitted draw or readback may take before the device counts as lost. The slowest measured
/// (4K, software GL, cold) takes under 1 s.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// An open device. Cheap to clone; all clones are one device.
#[derive(Clone)]
pub(super) struct Gpu {
    /// Makes surfaces.
    pub instance: Instance,
    /// What it was opened on.
    pub adapter: wgpu::Adapter,
    /// Creates things.
    pub device: wgpu::Device,
    /// Takes work.
    pub queue: wgpu::Queue,
    /// It is the processor, which does much by itself that it would do slowly as a device.
    pub software: bool,
    fault: Arc<Mutex<Option<String>>>,
}

impl Gpu {
    /// A device without a window.
    ///
    /// # Errors
    /// [`GpuError::NoDriver`].
    pub fn headless() -> Result<Gpu, GpuError> {
        open(|backends| {
            let mut descriptor = InstanceDescriptor::new_without_display_handle_from_env();
            descriptor.backends &= backends;
            let instance = Instance::new(descriptor);
            Gpu::on(&instance, None).map(|gpu| (gpu, ()))
        })
        .map(|(gpu, ())| gpu)
    }

    /// A device that can show on the surface that `surface` makes. `display` is the window system's own handle;
    /// GL cannot present without it.
    ///
    /// # Errors
    /// [`GpuError::NoDriver`], also when a driver is there but none of them can show on that surface.
    pub fn for_window<D>(
        display: &D,
        surface: &dyn Fn(&Instance) -> Result<Surface<'static>, wgpu::CreateSurfaceError>,
    ) -> Result<(Gpu, Surface<'static>), GpuError>
    where
        D: HasDisplayHandle + Clone + std::fmt::Debug + Send + Sync + 'static,
    {
        open(|backends| {
            let display = Box::new(display.clone());
            let mut descriptor = InstanceDescriptor::new_with_display_handle_from_env(display);
            descriptor.backends &= backends;
            let instance = Instance::new(descriptor);
            let surface = surface(&instance).map_err(|e| e.to_string())?;
            Gpu::on(&instance, Some(&surface)).map(|gpu| (gpu, surface))
        })
    }

    fn on(instance: &Instance, surface: Option<&Surface>) -> Result<Gpu, String> {
        let options = wgpu::RequestAdapterOptions { compatible_surface: surface, ..Default::default() };
        let adapter = pollster::block_on(instance.request_adapter(&options)).map_err(|e| e.to_string())?;
        let descriptor = wgpu::DeviceDescriptor {
            label: Some("bangtin"),
            // The least that any driver offers, but textures as large as this one can hold.
            required_limits: wgpu::Limits::downlevel_webgl2_defaults().using_resolution(adapter.limits()),
            memory_hints: wgpu::MemoryHints::MemoryUsage,
            ..Default::default()
        };
        let (device, queue) =
            pollster::block_on(adapter.request_device(&descriptor)).map_err(|e| e.to_string())?;

        let fault = Arc::new(Mutex::new(None));
        let note = |fault: &Arc<Mutex<Option<String>>>| {
            let fault = fault.clone();
            move |what: String| {
                fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(what);
            }
        };
        let lost = note(&fault);
        device.set_device_lost_callback(move |reason, message| lost(format!("{reason:?}: {message}")));
        let failed = note(&fault);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| failed(error.to_string())));
        let software = adapter.get_info().device_type == wgpu::DeviceType::Cpu;
        Ok(Gpu { instance: instance.clone(), adapter, device, queue, software, fault })
    }

    /// Through which format a pass writes to a texture of `format` the colours that are encoded already: they need not
    /// become linear light for the device to encode them again. GL has none but `format` itself.
    pub fn encoded(&self, format: wgpu::TextureFormat) -> wgpu::TextureFormat {
        let flags = self.adapter.get_downlevel_capabilities().flags;
        let views = flags.contains(wgpu::DownlevelFlags::VIEW_FORMATS);
        if views { format.remove_srgb_suffix() } else { format }
    }

    /// Lets the device finish what it can without waiting, and says whether it is still whole.
    ///
    /// # Errors
    /// [`GpuError::Lost`]: nothing that was made on this device is of use any more.
    pub fn check(&self) -> Result<(), GpuError> {
        let polled = self.device.poll(wgpu::PollType::Poll);
        self.verdict(polled)
    }

    /// Waits until everything submitted is done.
    ///
    /// # Errors
    /// [`GpuError::Lost`], also when that takes longer than ten seconds.
    pub fn finish(&self) -> Result<(), GpuError> {
        let polled =
            self.device.poll(wgpu::PollType::Wait { submission_index: None, timeout: Some(PATIENCE) });
        self.verdict(polled)
    }

    fn verdict(&self, polled: Result<wgpu::PollStatus, wgpu::PollError>) -> Result<(), GpuError> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match (fault, polled) {
            (Some(fault), _) => Err(GpuError::Lost(fault)),
            (None, Err(error)) => Err(GpuError::Lost(error.to_string())),
            (None, Ok(_)) => Ok(()),
        }
    }
}

/// Tries the system's first choice (Vulkan on Linux) alone, then GL: starting GL beside Vulkan for nothing
/// costs more than the rest of the start. `WGPU_BACKEND` narrows the choice.
fn open<T>(attempt: impl Fn(Backends) -> Result<(Gpu, T), String>) -> Result<(Gpu, T), GpuError> {
    let first = match attempt(Backends::PRIMARY) {
        Ok(open) => return Ok(open),
        Err(why) => why,
    };
    attempt(Backends::GL).map_err(|second| GpuError::NoDriver(format!("{first}; {second}")))
}
