//! What winit leaves undone with the display: its screensaver stays away, and its monitor is followed, put to sleep
//! and woken.

#[cfg(target_os = "linux")]
mod strip;
#[cfg(target_os = "linux")]
mod wayland;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::Arc;

use winit::dpi::{PhysicalPosition, PhysicalSize};
use winit::event_loop::OwnedDisplayHandle;
use winit::window::Window;

use crate::gpu::Overlay;
use crate::model::Words;
use crate::words;

/// Where a monitor is, in pixels of the whole display.
pub type Place = (PhysicalPosition<i32>, PhysicalSize<u32>);

/// Keeps the screensaver and display power saving away until dropped.
#[cfg(target_os = "linux")]
pub struct Display {
    server: Option<x11::Server>,
    session: Option<wayland::Session>,
}

#[cfg(target_os = "linux")]
impl Display {
    /// For as long as `window` shows on the display of `handle`. Does without what the window system has not.
    pub fn new(handle: OwnedDisplayHandle, window: Arc<Window>) -> Display {
        // Only under X11 a window knows whether it is visible.
        let server = window.is_visible().and_then(|_| x11::Server::open());
        Display { server, session: wayland::Session::open(handle, window) }
    }

    /// What can lie over a part of `window`, which shows on the display of `handle`; `None` where there is no such thing.
    pub fn strip(&self, handle: OwnedDisplayHandle, window: Arc<Window>) -> Option<Arc<dyn Overlay>> {
        match (&self.server, &self.session) {
            (Some(server), _) => Some(Arc::new(server.strip(handle, window)?)),
            (None, Some(session)) => Some(Arc::new(session.strip()?)),
            (None, None) => None,
        }
    }

    /// Whether an X server's monitors may have changed since the last call.
    pub fn changed(&mut self) -> bool {
        if let Some(session) = &mut self.session {
            session.heed();
        }
        self.server.as_ref().is_some_and(x11::Server::changed)
    }

    /// Where the monitor called `name` is now, when nobody else puts windows where they belong (a Wayland compositor
    /// does, and so does a window manager).
    pub fn home(&self, name: &str) -> Option<Place> {
        self.server.as_ref()?.home(name)
    }

    /// Whether it is an X server's.
    pub fn is_x(&self) -> bool {
        self.server.is_some()
    }

    /// Where the monitor called `name` is, if an X server has one now.
    pub fn place(&self, name: &str) -> Option<Place> {
        self.server.as_ref()?.place(name)
    }

    /// Lets the monitor called `name` sleep, or wakes it, as it is by itself again when this is dropped.
    ///
    /// # Errors
    /// When the window system cannot, and why.
    pub fn power(&mut self, name: &str, awake: bool) -> Result<(), Words> {
        match (&self.server, &mut self.session) {
            (Some(server), _) => server.power(awake),
            (None, Some(session)) => session.power(name, awake),
            (None, None) => Err(impossible()),
        }
    }
}

/// Other systems: nothing yet.
#[cfg(not(target_os = "linux"))]
pub struct Display;

#[cfg(not(target_os = "linux"))]
impl Display {
    /// Does nothing.
    pub fn new(_handle: OwnedDisplayHandle, _window: Arc<Window>) -> Display {
        Display
    }

    /// `None`.
    pub fn strip(&self, _handle: OwnedDisplayHandle, _window: Arc<Window>) -> Option<Arc<dyn Overlay>> {
        None
    }

    /// No.
    pub fn changed(&mut self) -> bool {
        false
    }

    /// `None`.
    pub fn home(&self, _name: &str) -> Option<Place> {
        None
    }

    /// No.
    pub fn is_x(&self) -> bool {
        false
    }

    /// `None`.
    pub fn place(&self, _name: &str) -> Option<Place> {
        None
    }

    /// Cannot.
    ///
    /// # Errors
    /// Always.
    pub fn power(&mut self, _name: &str, _awake: bool) -> Result<(), Words> {
        Err(impossible())
    }
}

fn impossible() -> Words {
    words!("hệ thống này không có cách tắt màn hình", "this system has no way to switch its monitor off")
}
