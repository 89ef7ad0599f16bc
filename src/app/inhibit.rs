//! The screensaver stays away while the player has the screen.

/// Turns the X server's screensaver and display power saving off until dropped. The X server keeps these
/// settings per server, so what was there before is put back.
#[cfg(target_os = "linux")]
pub struct Inhibit {
    connection: x11rb::rust_connection::RustConnection,
    before: x11rb::protocol::xproto::GetScreenSaverReply,
    dpms: bool,
}

#[cfg(target_os = "linux")]
mod x11 {
    use x11rb::connection::Connection;
    use x11rb::protocol::dpms::ConnectionExt as _;
    use x11rb::protocol::xproto::{Blanking, ConnectionExt as _, Exposures};

    use super::Inhibit;

    impl Inhibit {
        /// `None` without an X server (a Wayland compositor of a kiosk does not blank by itself).
        pub fn new() -> Option<Inhibit> {
            let (connection, _) = x11rb::connect(None).ok()?;
            let before = connection.get_screen_saver().ok()?.reply().ok()?;
            connection.set_screen_saver(0, 0, Blanking::NOT_PREFERRED, Exposures::NOT_ALLOWED).ok()?;
            let info = connection.dpms_info().ok().and_then(|cookie| cookie.reply().ok());
            let dpms = info.is_some_and(|info| info.state);
            if dpms {
                connection.dpms_disable().ok()?;
            }
            connection.flush().ok()?;
            Some(Inhibit { connection, before, dpms })
        }
    }

    impl Drop for Inhibit {
        fn drop(&mut self) {
            let b = &self.before;
            let (timeout, interval) = (b.timeout as i16, b.interval as i16);
            // The server may be gone already; then there is nothing to put back.
            let _ = self.connection.set_screen_saver(timeout, interval, b.prefer_blanking, b.allow_exposures);
            if self.dpms {
                let _ = self.connection.dpms_enable();
            }
            let _ = self.connection.flush();
        }
    }
}

/// Other systems: nothing yet.
#[cfg(not(target_os = "linux"))]
pub struct Inhibit;

#[cfg(not(target_os = "linux"))]
impl Inhibit {
    /// `None`.
    pub fn new() -> Option<Inhibit> {
        None
    }
}
