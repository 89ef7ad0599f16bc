//! The X server's screensaver and display power saving. The server keeps these settings per server, so what was
//! there before is put back.

use x11rb::connection::Connection;
use x11rb::protocol::dpms::ConnectionExt as _;
use x11rb::protocol::xproto::{Blanking, ConnectionExt as _, Exposures, GetScreenSaverReply};
use x11rb::rust_connection::RustConnection;

/// Turned off until dropped.
pub struct Saver {
    connection: RustConnection,
    before: GetScreenSaverReply,
    dpms: bool,
}

impl Saver {
    /// `None` without an X server.
    pub fn off() -> Option<Saver> {
        let (connection, _) = x11rb::connect(None).ok()?;
        let before = connection.get_screen_saver().ok()?.reply().ok()?;
        connection.set_screen_saver(0, 0, Blanking::NOT_PREFERRED, Exposures::NOT_ALLOWED).ok()?;
        let info = connection.dpms_info().ok().and_then(|cookie| cookie.reply().ok());
        let dpms = info.is_some_and(|info| info.state);
        if dpms {
            connection.dpms_disable().ok()?;
        }
        connection.flush().ok()?;
        Some(Saver { connection, before, dpms })
    }
}

impl Drop for Saver {
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
