//! The only clock: everywhere else time is a value.
#![allow(clippy::disallowed_methods)] // this is the one place that clippy.toml points to

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The wall clock, or one that was started at another time (`--at`).
#[derive(Clone, Debug, Default)]
pub struct Clock {
    start: Option<NaiveDateTime>,
    shift: TimeDelta,
}

impl Clock {
    /// A clock that starts at `at`, a local time of the screen; the machine's own clock when `None`.
    pub fn new(at: Option<NaiveDateTime>) -> Clock {
        Clock { start: at, shift: TimeDelta::zero() }
    }

    /// Whether it is the machine's own.
    pub fn is_real(&self) -> bool {
        self.start.is_none() && self.shift.is_zero()
    }

    /// Called with the screen's time zone once it is known: only then does a local start mean a moment.
    pub fn set_zone(&mut self, zone: Tz) {
        if let Some(start) = self.start.take() {
            self.shift = moment(start, zone) - utc_now();
        }
    }

    /// The time of this turn. Read once per turn.
    pub fn freeze(&self) -> DateTime<Utc> {
        utc_now() + self.shift
    }
}

/// Time that only goes forward, for waiting.
pub fn monotonic() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// The machine's own time, whatever it is set to. (`Utc::now` panics before 1970.)
pub fn utc_now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// The moment that a local time names; where a clock change skips it, the moment an hour on.
pub fn moment(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    use chrono::TimeZone;
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(local + TimeDelta::hours(1))).earliest());
    found.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// Calls `wake` whenever the machine's wall clock is set, or the machine comes back from sleep: a loop that
/// sleeps by the old time would be late. Costs nothing while the clock is left alone.
///
/// Without such a timer (a kernel that has none, no descriptor left) it does nothing, and the loop is as late as
/// on another system.
#[cfg(target_os = "linux")]
pub fn watch_steps(wake: std::sync::Arc<dyn Fn() + Send + Sync>) {
    use rustix::io::Errno;
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    let Ok(timer) = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC) else { return };
    let never = Itimerspec {
        it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: Timespec { tv_sec: i64::MAX, tv_nsec: 0 },
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    // Set once, before the first turn looks at the clock. Each change of the clock then ends one read; setting
    // it again would end this watch, because after a second change that is refused (with CANCELED).
    if timerfd_settime(&timer, flags, &never).is_err() {
        return;
    }
    let watch = move || {
        loop {
            match rustix::io::read(&timer, &mut [0u8; 8]) {
                Err(Errno::CANCELED) => wake(),
                Err(Errno::INTR) => {}
                // It never expires; whatever else this is, it must not spin.
                Ok(_) | Err(_) => return,
            }
        }
    };
    // Not joined: it blocks in the kernel and holds nothing that must be put in order.
    let _ = std::thread::Builder::new().name("clock steps".into()).spawn(watch);
}

/// Other systems have no such timer, and idle costs nothing, so nothing asks the clock meanwhile: after a step
/// the loop is late until it looks again. That is within the minute where the header shows the time, else at the
/// end of the dwell it had begun, an hour at most (law 1 then says what is on air, whatever was missed).
#[cfg(not(target_os = "linux"))]
pub fn watch_steps(_wake: std::sync::Arc<dyn Fn() + Send + Sync>) {}
