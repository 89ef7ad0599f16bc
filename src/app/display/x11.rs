//! An X server: its screensaver and power saving, which are settings of the whole server, and its monitors.

use winit::dpi::{PhysicalPosition, PhysicalSize};
use x11rb::connection::Connection;
use x11rb::protocol::dpms::ConnectionExt as _;
use x11rb::protocol::randr::{ConnectionExt as _, NotifyMask};
use x11rb::protocol::xproto::{
    AtomEnum, Blanking, ConnectionExt as _, Exposures, GetScreenSaverReply, Window,
};
use x11rb::rust_connection::RustConnection;

use super::Place;

/// A connection of our own beside winit's.
pub struct Server {
    connection: RustConnection,
    root: Window,
    /// What is put back at the end.
    saver: GetScreenSaverReply,
    /// Whether power saving is put back at the end.
    dpms: bool,
}

impl Server {
    /// Turns the screensaver and power saving off until dropped. `None` when the server does not answer.
    pub fn open() -> Option<Server> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let root = connection.setup().roots.get(screen)?.root;
        let saver = connection.get_screen_saver().ok()?.reply().ok()?;
        connection.set_screen_saver(0, 0, Blanking::NOT_PREFERRED, Exposures::NOT_ALLOWED).ok()?;
        let info = connection.dpms_info().ok().and_then(|cookie| cookie.reply().ok());
        let dpms = info.is_some_and(|info| info.state);
        if dpms {
            connection.dpms_disable().ok()?;
        }
        // Without RandR monitors do not change.
        let _ = connection.randr_select_input(root, NotifyMask::SCREEN_CHANGE);
        connection.flush().ok()?;
        Some(Server { connection, root, saver, dpms })
    }

    /// Where the monitor called `name`, or else the main one, is when monitors changed; `None` under a window
    /// manager, who knows better. winit's own list stays as it was at the start (winit issue 3405), but its loop
    /// wakes at the event.
    pub fn moved(&self, name: &str) -> Option<Place> {
        let mut changed = false;
        while self.connection.poll_for_event().ok()?.is_some() {
            changed = true;
        }
        if !changed || self.is_managed() {
            return None;
        }
        let monitors = self.connection.randr_get_monitors(self.root, true).ok()?.reply().ok()?.monitors;
        let name = self.connection.intern_atom(true, name.as_bytes()).ok()?.reply().ok()?.atom;
        let monitor = monitors.iter().max_by_key(|monitor| (monitor.name == name, monitor.primary))?;
        let at = PhysicalPosition::new(monitor.x.into(), monitor.y.into());
        Some((at, PhysicalSize::new(monitor.width.into(), monitor.height.into())))
    }

    /// Whether there is a window manager (EWMH `_NET_SUPPORTING_WM_CHECK`).
    fn is_managed(&self) -> bool {
        let manager = || {
            let check = self.connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK").ok()?.reply().ok()?;
            let mark = self.connection.get_property(false, self.root, check.atom, AtomEnum::WINDOW, 0, 1);
            let manager = mark.ok()?.reply().ok()?.value32()?.next()?;
            // One that is gone leaves its mark.
            self.connection.get_window_attributes(manager).ok()?.reply().ok()
        };
        manager().is_some()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let b = &self.saver;
        let (timeout, interval) = (b.timeout as i16, b.interval as i16);
        // The server may be gone already; then there is nothing to put back.
        let _ = self.connection.set_screen_saver(timeout, interval, b.prefer_blanking, b.allow_exposures);
        if self.dpms {
            let _ = self.connection.dpms_enable();
        }
        let _ = self.connection.flush();
    }
}
