//! The idle-inhibit protocol (GNOME, KDE, wlroots): while our window is seen, its screen does not go idle.
//! Weston has no such protocol; `--idle-time=0` is its switch.

use std::sync::Arc;

use wayland_client::backend::{Backend, ObjectId};
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::{self, WlRegistry};
use wayland_client::protocol::wl_surface::WlSurface;
use wayland_client::{Connection, Dispatch, Proxy, QueueHandle, delegate_noop};
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibit_manager_v1::ZwpIdleInhibitManagerV1;
use wayland_protocols::wp::idle_inhibit::zv1::client::zwp_idle_inhibitor_v1::ZwpIdleInhibitorV1;
use winit::event_loop::OwnedDisplayHandle;
use winit::raw_window_handle::{HasDisplayHandle, HasWindowHandle, RawDisplayHandle, RawWindowHandle};
use winit::window::Window;

/// Holds until it is dropped with its window: the compositor forgets the wish of a surface that is gone.
pub struct Wish {
    _inhibitor: ZwpIdleInhibitorV1,
    _connection: Connection,
    _window: Arc<Window>,
    _display: OwnedDisplayHandle,
}

impl Wish {
    /// `None` on another window system, and where the compositor does not know the protocol.
    pub fn new(display: OwnedDisplayHandle, window: Arc<Window>) -> Option<Wish> {
        let RawDisplayHandle::Wayland(server) = display.display_handle().ok()?.as_raw() else { return None };
        let RawWindowHandle::Wayland(shown) = window.window_handle().ok()?.as_raw() else { return None };
        // SAFETY: winit's own `wl_display`; `display` keeps it open for as long as this connection is used.
        let backend = unsafe { Backend::from_foreign_display(server.display.as_ptr().cast()) };
        let connection = Connection::from_backend(backend);
        let (globals, queue) = registry_queue_init::<Nobody>(&connection).ok()?;
        let handle = queue.handle();
        let manager: ZwpIdleInhibitManagerV1 = globals.bind(&handle, 1..=1, ()).ok()?;
        // SAFETY: the `wl_surface` of `window`, which is kept for as long as the surface is used.
        let surface = unsafe { ObjectId::from_ptr(WlSurface::interface(), shown.surface.as_ptr().cast()) };
        let surface = WlSurface::from_id(&connection, surface.ok()?).ok()?;
        let inhibitor = manager.create_inhibitor(&surface, &handle, ());
        connection.flush().ok()?;
        Some(Wish { _inhibitor: inhibitor, _connection: connection, _window: window, _display: display })
    }
}

/// Listens to nothing: neither object has anything to say.
struct Nobody;

delegate_noop!(Nobody: ignore ZwpIdleInhibitManagerV1);
delegate_noop!(Nobody: ignore ZwpIdleInhibitorV1);

impl Dispatch<WlRegistry, GlobalListContents> for Nobody {
    fn event(
        _: &mut Nobody,
        _: &WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Nobody>,
    ) {
    }
}
