//! The screensaver and display power saving stay away while the player has the screen.

#[cfg(target_os = "linux")]
mod wayland;
#[cfg(target_os = "linux")]
mod x11;

use std::sync::Arc;

use winit::event_loop::OwnedDisplayHandle;
use winit::window::Window;

/// Keeps them away until dropped.
#[cfg(target_os = "linux")]
pub struct Inhibit {
    _wish: Option<wayland::Wish>,
    _saver: Option<x11::Saver>,
}

#[cfg(target_os = "linux")]
impl Inhibit {
    /// For as long as `window` shows on `display`. Nothing happens where the window system has no such thing.
    pub fn new(display: OwnedDisplayHandle, window: Arc<Window>) -> Inhibit {
        let wish = wayland::Wish::new(display, window);
        let saver = if wish.is_none() { x11::Saver::off() } else { None };
        Inhibit { _wish: wish, _saver: saver }
    }
}

/// Other systems: nothing yet.
#[cfg(not(target_os = "linux"))]
pub struct Inhibit;

#[cfg(not(target_os = "linux"))]
impl Inhibit {
    /// Does nothing.
    pub fn new(_display: OwnedDisplayHandle, _window: Arc<Window>) -> Inhibit {
        Inhibit
    }
}
