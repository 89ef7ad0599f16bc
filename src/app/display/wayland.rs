//! Three wishes to a compositor: that a part of our window is presented alone (subsurfaces, which all have); that the
//! screen does not go idle while our window is seen (idle-inhibit: GNOME, KDE, wlroots); and that its monitor sleeps
//! (wlr-output-power-management: sway, labwc and others of wlroots). Weston has neither of the last two;
//! `--idle-time=0` is its switch for the second.

use std::ptr::NonNull;
use std::sync::Arc;

use wayland_client::backend::{Backend, ObjectId};
use wayland_client::globals::{GlobalList, GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_compositor::WlCompositor;
use wayland_client::protocol::wl_output::WlOutput;
use wayland_client::protocol::wl_region::WlRegion;
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::protocol::wl_subcompositor::WlSubcompositor;
use wayland_client::protocol::wl_subsurface::WlSubsurface;
use wayland_client::protocol::wl_surface::WlSurface;
use wayland_client::{Connection, Dispatch, EventQueue, Proxy, delegate_noop};
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibit_manager_v1::ZwpIdleInhibitManagerV1;
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibitor_v1::ZwpIdleInhibitorV1;
use wayland_protocols_wlr::output_power_management::v1::client::zwlr_output_power_manager_v1::ZwlrOutputPowerManagerV1;
use wayland_protocols_wlr::output_power_management::v1::client::zwlr_output_power_v1::{
    Mode, ZwlrOutputPowerV1,
};
use winit::event_loop::OwnedDisplayHandle;
use winit::platform::wayland::MonitorHandleExtWayland;
use winit::raw_window_handle::{
    DisplayHandle, HandleError, HasDisplayHandle, HasWindowHandle, RawDisplayHandle, RawWindowHandle,
    WaylandWindowHandle, WindowHandle,
};
use winit::window::Window;

use crate::gpu::Overlay;
use crate::model::Words;
use crate::words;

/// The version of `wl_output` from which on it can be let go again.
const RELEASABLE: u32 = 3;

/// A connection that is winit's own.
pub struct Session {
    power: Option<ZwlrOutputPowerManagerV1>,
    /// The monitor that sleeps by our wish.
    asleep: Option<String>,
    globals: GlobalList,
    queue: EventQueue<Nobody>,
    connection: Connection,
    window: Arc<Window>,
    display: OwnedDisplayHandle,
}

impl Session {
    /// Keeps the screen from going idle for as long as `window` is there: the compositor forgets the wish of a surface
    /// that is gone. `None` on another window system.
    pub fn open(display: OwnedDisplayHandle, window: Arc<Window>) -> Option<Session> {
        let RawDisplayHandle::Wayland(server) = display.display_handle().ok()?.as_raw() else { return None };
        // SAFETY: winit's own `wl_display`; `display` keeps it open for as long as this connection is used.
        let backend = unsafe { Backend::from_foreign_display(server.display.as_ptr().cast()) };
        let connection = Connection::from_backend(backend);
        let (globals, queue) = registry_queue_init::<Nobody>(&connection).ok()?;
        let power = globals.bind(&queue.handle(), 1..=1, ()).ok();
        let session = Session { power, asleep: None, globals, queue, connection, window, display };
        session.inhibit_idle();
        session.connection.flush().ok()?;
        Some(session)
    }

    fn inhibit_idle(&self) -> Option<ZwpIdleInhibitorV1> {
        let handle = self.queue.handle();
        let manager: ZwpIdleInhibitManagerV1 = self.globals.bind(&handle, 1..=1, ()).ok()?;
        Some(manager.create_inhibitor(&self.surface()?, &handle, ()))
    }

    /// A surface over a part of the window. `None` where the compositor does not make it.
    pub fn strip(&self) -> Option<Strip> {
        let under = self.surface()?;
        let handle = self.queue.handle();
        let compositor: WlCompositor = self.globals.bind(&handle, 1..=1, ()).ok()?;
        let parts: WlSubcompositor = self.globals.bind(&handle, 1..=1, ()).ok()?;
        let own = compositor.create_surface(&handle, ());
        let part = parts.get_subsurface(&own, &under, &handle, ());
        part.set_desync();
        // Whatever points at it points at the window.
        let nothing = compositor.create_region(&handle, ());
        own.set_input_region(Some(&nothing));
        nothing.destroy();
        let (connection, window, display) =
            (self.connection.clone(), self.window.clone(), self.display.clone());
        Some(Strip { own, part, under, connection, window, display })
    }

    /// Takes in what was said to us, which nobody waits for.
    pub fn heed(&mut self) {
        let _ = self.queue.dispatch_pending(&mut Nobody);
    }

    /// That of `window`.
    fn surface(&self) -> Option<WlSurface> {
        let RawWindowHandle::Wayland(shown) = self.window.window_handle().ok()?.as_raw() else { return None };
        // SAFETY: the `wl_surface` of `window`, which is kept for as long as the surface is used.
        let surface = unsafe { ObjectId::from_ptr(WlSurface::interface(), shown.surface.as_ptr().cast()) };
        WlSurface::from_id(&self.connection, surface.ok()?).ok()
    }

    /// Lets the monitor called `name` sleep, or wakes it.
    ///
    /// # Errors
    /// When the compositor does not let programs do that.
    pub fn power(&mut self, name: &str, awake: bool) -> Result<(), Words> {
        self.heed();
        let Some(manager) = &self.power else {
            return Err(words!(
                "trình quản lý cửa sổ này không cho chương trình tắt màn hình",
                "this compositor does not let programs switch monitors off"
            ));
        };
        // One that was unplugged comes back awake.
        let found = self.window.available_monitors().find(|monitor| monitor.name().as_deref() == Some(name));
        if let Some(monitor) = found {
            let handle = self.queue.handle();
            let output: WlOutput = self.globals.registry().bind(monitor.native_id(), RELEASABLE, &handle, ());
            let power = manager.get_output_power(&output, &handle, ());
            power.set_mode(if awake { Mode::On } else { Mode::Off });
            power.destroy();
            output.release();
        }
        self.asleep = (!awake).then(|| name.to_owned());
        self.connection.flush().map_err(|e| words!("mất liên lạc: {e}", "the connection is lost: {e}"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(name) = self.asleep.take() {
            // The compositor may be gone already.
            let _ = self.power(&name, true);
            // Answered, not only sent: a compositor that sees us gone reads no more of what we asked.
            let _ = self.queue.roundtrip(&mut Nobody);
        }
    }
}

/// A surface over a part of the window's.
#[derive(Debug)]
pub struct Strip {
    own: WlSurface,
    part: WlSubsurface,
    under: WlSurface,
    connection: Connection,
    window: Arc<Window>,
    display: OwnedDisplayHandle,
}

impl Overlay for Strip {
    fn lie(&self, place: Option<[u32; 4]>) -> bool {
        // Its place is counted in what the compositor calls pixels.
        let place = place.filter(|_| self.window.scale_factor() == 1.0);
        if let Some([x, y, ..]) = place {
            self.part.set_position(x as i32, y as i32);
            // Places are the upper surface's.
            self.under.commit();
        } else {
            self.own.attach(None, 0, 0);
            self.own.commit();
        }
        // The compositor may be gone: then there is nothing to be seen at all.
        let _ = self.connection.flush();
        place.is_some()
    }
}

impl HasWindowHandle for Strip {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        let own = NonNull::new(self.own.id().as_ptr().cast()).ok_or(HandleError::Unavailable)?;
        // SAFETY: the surface is there for as long as `self` is.
        Ok(unsafe { WindowHandle::borrow_raw(WaylandWindowHandle::new(own).into()) })
    }
}

impl HasDisplayHandle for Strip {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        self.display.display_handle()
    }
}

impl Drop for Strip {
    fn drop(&mut self) {
        self.part.destroy();
        self.own.destroy();
        let _ = self.connection.flush();
    }
}

/// Listens to nothing: what these objects say is of no use here.
struct Nobody;

delegate_noop!(Nobody: ignore ZwpIdleInhibitManagerV1);
delegate_noop!(Nobody: ignore ZwpIdleInhibitorV1);
delegate_noop!(Nobody: ignore ZwlrOutputPowerManagerV1);
delegate_noop!(Nobody: ignore ZwlrOutputPowerV1);
delegate_noop!(Nobody: ignore WlOutput);
delegate_noop!(Nobody: ignore WlCompositor);
delegate_noop!(Nobody: ignore WlRegion);
delegate_noop!(Nobody: ignore WlSubcompositor);
delegate_noop!(Nobody: ignore WlSubsurface);
delegate_noop!(Nobody: ignore WlSurface);

impl Dispatch<WlRegistry, GlobalListContents> for Nobody {
    fn event(
        _: &mut Nobody,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &wayland_client::QueueHandle<Nobody>,
    ) {
    }
}
