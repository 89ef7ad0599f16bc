//! A window over a part of ours, under X11: a ticker that runs there is sent to the server alone.

use std::sync::Arc;

use winit::event_loop::OwnedDisplayHandle;
use winit::raw_window_handle::{
    DisplayHandle, HandleError, HasDisplayHandle, HasWindowHandle, RawWindowHandle, WindowHandle,
};
use winit::window::Window;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{self, ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, WindowClass};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT};

use crate::gpu::Overlay;

/// The window. It has no ground: what was under it is seen until something is drawn on it, and what it showed stays when
/// it goes, until something is drawn there.
#[derive(Debug)]
pub struct Strip {
    connection: Arc<RustConnection>,
    own: xproto::Window,
    under: Arc<Window>,
    display: OwnedDisplayHandle,
}

impl Strip {
    /// Over `under` on the display of `display`, and not seen. `None` when the server does not make it.
    pub fn over(
        connection: Arc<RustConnection>,
        display: OwnedDisplayHandle,
        under: Arc<Window>,
    ) -> Option<Strip> {
        let RawWindowHandle::Xlib(handle) = under.window_handle().ok()?.as_raw() else { return None };
        let own = connection.generate_id().ok()?;
        let (depth, visual, class) = (COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, WindowClass::INPUT_OUTPUT);
        let parent = u32::try_from(handle.window).ok()?;
        // Not waited for, since the first picture would wait too: what is not made cannot be drawn on, and is not.
        let ground = CreateWindowAux::new();
        connection.create_window(depth, own, parent, 0, 0, 1, 1, 0, class, visual, &ground).ok()?;
        Some(Strip { connection, own, under, display })
    }
}

impl Overlay for Strip {
    fn lie(&self, place: Option<[u32; 4]>) -> bool {
        // The server may be gone: then there is nothing to be seen at all.
        if let Some([x, y, width, height]) = place {
            let to = ConfigureWindowAux::new().x(x as i32).y(y as i32).width(width).height(height);
            let _ = self.connection.configure_window(self.own, &to);
            let _ = self.connection.map_window(self.own);
        } else {
            let _ = self.connection.unmap_window(self.own);
        }
        // Answered: what is drawn next comes by another connection, and must find it so.
        let _ = self.connection.sync();
        place.is_some()
    }
}

impl HasWindowHandle for Strip {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        let RawWindowHandle::Xlib(mut handle) = self.under.window_handle()?.as_raw() else {
            return Err(HandleError::NotSupported);
        };
        handle.window = self.own.into();
        // SAFETY: the window is there for as long as `self` is.
        Ok(unsafe { WindowHandle::borrow_raw(handle.into()) })
    }
}

impl HasDisplayHandle for Strip {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        self.display.display_handle()
    }
}

impl Drop for Strip {
    fn drop(&mut self) {
        let _ = self.connection.destroy_window(self.own);
        let _ = self.connection.flush();
    }
}
