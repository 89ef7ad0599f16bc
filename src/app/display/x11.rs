//! An X server: its screensaver and power saving, which are settings of the whole server, and its monitors.

use std::sync::Arc;

use winit::dpi::{PhysicalPosition, PhysicalSize};
use winit::event_loop::OwnedDisplayHandle;
use x11rb::connection::Connection;
use x11rb::errors::ConnectionError;
use x11rb::protocol::dpms::{ConnectionExt as _, DPMSMode, GetTimeoutsReply};
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo, NotifyMask};
use x11rb::protocol::xproto::{
    AtomEnum, Blanking, ConnectionExt as _, Exposures, GetScreenSaverReply, Window,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use super::Place;
use super::strip::Strip;
use crate::model::Words;
use crate::words;

/// A display that someone woke (any key or mouse does) sleeps again when nobody touched either for so many seconds.
const UNTOUCHED: u16 = 60;

/// The server's power saving as it is, and whether it is on; `None` where it has none.
fn saving(connection: &RustConnection) -> Option<(GetTimeoutsReply, bool)> {
    let can = connection.dpms_capable().ok()?.reply().ok()?.capable;
    let timeouts = connection.dpms_get_timeouts().ok()?.reply().ok()?;
    let on = connection.dpms_info().ok()?.reply().ok()?.state;
    can.then_some((timeouts, on))
}

/// A connection of our own beside winit's.
pub struct Server {
    connection: Arc<RustConnection>,
    root: Window,
    /// What is put back at the end.
    saver: GetScreenSaverReply,
    /// The power saving that is put back at the end, and whether it was on. `None` where there is none (Xvfb).
    dpms: Option<(GetTimeoutsReply, bool)>,
}

impl Server {
    /// Turns the screensaver and power saving off until dropped. `None` when the server does not answer.
    pub fn open() -> Option<Server> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let root = connection.setup().roots.get(screen)?.root;
        let saver = connection.get_screen_saver().ok()?.reply().ok()?;
        connection.set_screen_saver(0, 0, Blanking::NOT_PREFERRED, Exposures::NOT_ALLOWED).ok()?;
        let dpms = saving(&connection);
        if dpms.is_some() {
            connection.dpms_disable().ok()?;
        }
        // Without RandR monitors do not change.
        let _ = connection.randr_select_input(root, NotifyMask::SCREEN_CHANGE);
        connection.flush().ok()?;
        Some(Server { connection: Arc::new(connection), root, saver, dpms })
    }

    /// A window over `under`.
    pub fn strip(&self, display: OwnedDisplayHandle, under: Arc<winit::window::Window>) -> Option<Strip> {
        Strip::over(self.connection.clone(), display, under)
    }

    /// Lets all monitors sleep, or wakes them. The server switches off by itself, so that its timers are what does it.
    ///
    /// # Errors
    /// When it cannot, or a monitor that shows something else would sleep too.
    pub fn power(&self, awake: bool) -> Result<(), Words> {
        if self.dpms.is_none() {
            return Err(words!(
                "máy chủ X này không tắt được màn hình",
                "this X server cannot switch its monitors off"
            ));
        }
        if !awake && self.shows_other_places() {
            return Err(words!(
                "máy nối nhiều màn hình, mà tắt là tắt tất cả",
                "there are several monitors, and all of them would go off"
            ));
        }
        self.switch(awake).map_err(|e| words!("máy chủ X từ chối: {e}", "the X server refuses: {e}"))
    }

    fn switch(&self, awake: bool) -> Result<(), ConnectionError> {
        if awake {
            // Which wakes them.
            self.connection.dpms_disable()?;
        } else {
            self.connection.dpms_set_timeouts(0, 0, UNTOUCHED)?;
            self.connection.dpms_enable()?;
            self.connection.dpms_force_level(DPMSMode::OFF)?;
        }
        self.connection.flush()
    }

    /// Whether there are monitors that do not all show the same part of the screen.
    fn shows_other_places(&self) -> bool {
        self.monitors().windows(2).any(|pair| matches!(pair, [one, other] if place(one) != place(other)))
    }

    /// Whether monitors may have changed since the last call. winit's own list stays as it was at the start (winit
    /// issue 3405), but its loop wakes at the event.
    pub fn changed(&self) -> bool {
        let mut changed = false;
        while let Ok(Some(_)) = self.connection.poll_for_event() {
            changed = true;
        }
        changed
    }

    /// Where the monitor called `name`, or else the main one, is; `None` under a window manager, who knows better.
    pub fn home(&self, name: &str) -> Option<Place> {
        if self.is_managed() {
            return None;
        }
        let (monitors, name) = (self.monitors(), self.atom(name)?);
        monitors.iter().max_by_key(|monitor| (monitor.name == name, monitor.primary)).map(place)
    }

    /// Where the monitor called `name` is now, if there is one.
    pub fn place(&self, name: &str) -> Option<Place> {
        // In this order: a server names its monitors when it is first asked for them.
        let (monitors, name) = (self.monitors(), self.atom(name)?);
        monitors.iter().find(|monitor| monitor.name == name).map(place)
    }

    fn monitors(&self) -> Vec<MonitorInfo> {
        let ask = || self.connection.randr_get_monitors(self.root, true).ok()?.reply().ok();
        ask().map(|reply| reply.monitors).unwrap_or_default()
    }

    fn atom(&self, name: &str) -> Option<u32> {
        self.connection.intern_atom(true, name.as_bytes()).ok()?.reply().ok().map(|reply| reply.atom)
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

fn place(monitor: &MonitorInfo) -> Place {
    let at = PhysicalPosition::new(monitor.x.into(), monitor.y.into());
    (at, PhysicalSize::new(monitor.width.into(), monitor.height.into()))
}

impl Drop for Server {
    fn drop(&mut self) {
        let b = &self.saver;
        let (timeout, interval) = (b.timeout as i16, b.interval as i16);
        // The server may be gone already; then there is nothing to put back.
        let _ = self.connection.set_screen_saver(timeout, interval, b.prefer_blanking, b.allow_exposures);
        if let Some((timeouts, on)) = &self.dpms {
            let GetTimeoutsReply { standby_timeout, suspend_timeout, off_timeout, .. } = *timeouts;
            // A display that sleeps wakes: nobody would be left to do it.
            let _ = self.connection.dpms_disable();
            let _ = self.connection.dpms_set_timeouts(standby_timeout, suspend_timeout, off_timeout);
            if *on {
                let _ = self.connection.dpms_enable();
            }
        }
        // Answered, not only sent: a server that sees us gone reads no more of what we asked.
        let _ = self.connection.sync();
    }
}
