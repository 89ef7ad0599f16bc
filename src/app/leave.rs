//! How the system asks the player to leave: a service that is stopped, a machine that is switched off, Ctrl+C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
#[cfg(unix)]
use std::time::Duration;

/// How long a loop may take to hear of it. One that hangs in a driver is ended then.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether the system has asked.
#[derive(Clone, Debug, Default)]
pub struct Leave(Arc<AtomicBool>);

impl Leave {
    /// Listens for SIGTERM, SIGINT and SIGHUP, and calls `wake` when one comes. Where there is no thread for it, they
    /// end the process as they always do.
    #[cfg(unix)]
    pub fn listen(wake: Arc<dyn Fn() + Send + Sync>) -> Leave {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;
        let leave = Leave::default();
        let asked = leave.0.clone();
        let Ok(mut signals) = Signals::new([SIGTERM, SIGINT, SIGHUP]) else { return leave };
        let handle = signals.handle();
        let wait = move || {
            if signals.forever().next().is_some() {
                asked.store(true, Relaxed);
                wake();
                std::thread::sleep(PATIENCE);
                std::process::exit(1);
            }
        };
        // Not joined: it blocks in the kernel, and ends with the process.
        if std::thread::Builder::new().name("leave".to_owned()).spawn(wait).is_err() {
            handle.close();
        }
        leave
    }

    /// Elsewhere the system closes the window.
    #[cfg(not(unix))]
    pub fn listen(_wake: Arc<dyn Fn() + Send + Sync>) -> Leave {
        Leave::default()
    }

    /// Whether it is time.
    pub fn is_asked(&self) -> bool {
        self.0.load(Relaxed)
    }
}
