//! systemd's watchdog: a loop that turns says so, and one that hangs in a graphics driver is ended by systemd
//! (`WatchdogSec` of the unit) and started anew.

use std::time::Duration;

/// What systemd asked for in `NOTIFY_SOCKET` and `WATCHDOG_USEC` (sd_watchdog_enabled(3)).
#[cfg(unix)]
#[derive(Debug)]
pub struct Watchdog {
    socket: std::os::unix::net::UnixDatagram,
    /// Not connected: whoever takes that place later is told all the same.
    to: std::path::PathBuf,
    /// How long the loop may sleep without a word.
    every: Duration,
    /// When systemd was told last, in monotonic time.
    told: Option<Duration>,
}

#[cfg(unix)]
impl Watchdog {
    /// `None` where nobody watches.
    pub fn from_env() -> Option<Watchdog> {
        let limit: u64 = std::env::var("WATCHDOG_USEC").ok()?.parse().ok()?;
        let to = std::env::var_os("NOTIFY_SOCKET")?.into();
        let socket = std::os::unix::net::UnixDatagram::unbound().ok()?;
        // A systemd that does not read must not hang what it watches over.
        socket.set_nonblocking(true).ok()?;
        // Half the limit, as sd_watchdog_enabled(3) advises.
        Some(Watchdog { socket, to, every: Duration::from_micros(limit) / 2, told: None })
    }

    /// The loop has turned at `now`, in monotonic time; answers how long it may sleep at most. systemd is told at
    /// a turn that comes anyway once half of that is over, so that the loop is hardly ever woken for it: the
    /// minute of the header's clock is enough for the unit's 130 s.
    pub fn turned(&mut self, now: Duration) -> Duration {
        let recently = self.told.filter(|told| now.saturating_sub(*told) < self.every / 2);
        let told = recently.unwrap_or_else(|| {
            // When nobody is there, nobody waits for it.
            let _ = self.socket.send_to(b"WATCHDOG=1", &self.to);
            now
        });
        self.told = Some(told);
        (told + self.every).saturating_sub(now)
    }
}

/// Other systems have no systemd.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Watchdog;

#[cfg(not(unix))]
impl Watchdog {
    /// `None`.
    pub fn from_env() -> Option<Watchdog> {
        None
    }

    /// For ever.
    pub fn turned(&mut self, _now: Duration) -> Duration {
        Duration::MAX
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::net::UnixDatagram;

    use super::*;

    #[test]
    fn the_minute_of_the_clock_is_enough() {
        let place = tempfile::tempdir().unwrap();
        let to = place.path().join("notify");
        let systemd = UnixDatagram::bind(&to).unwrap();
        systemd.set_nonblocking(true).unwrap();
        let socket = UnixDatagram::unbound().unwrap();
        let unit = include_str!("../../packaging/bangtin.service");
        let limit = unit.lines().find_map(|line| line.strip_prefix("WatchdogSec=")).unwrap();
        let every = Duration::from_secs(limit.parse().unwrap()) / 2;
        let mut watchdog = Watchdog { socket, to, every, told: None };
        let mut heard = |second: u64| {
            let rest = watchdog.turned(Duration::from_secs(second));
            (rest.as_secs(), systemd.recv(&mut [0; 64]).is_ok())
        };
        // The start, a slide, the minutes: never less than the next minute is far.
        assert_eq!(heard(50), (65, true));
        assert_eq!(heard(55), (60, false));
        assert_eq!([60, 120, 180, 240].map(&mut heard), [(55, false), (65, true), (65, true), (65, true)]);
    }
}
