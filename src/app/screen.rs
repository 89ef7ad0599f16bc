//! The window and its place: it fills its monitor and is seen, whatever becomes of the monitor.

use std::sync::Arc;
use std::time::Duration;

use winit::dpi::PhysicalSize;
use winit::event_loop::ActiveEventLoop;
use winit::monitor::MonitorHandle;
use winit::window::{Fullscreen, Window};

use super::display::Display;
use crate::gpu;
use crate::model::Words;
use crate::words;

/// How long a window may take to come up before it is asked for again.
const UNSEEN: Duration = Duration::from_secs(1);

/// Where the picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The whole of a monitor, counted from 1; `None` is the main one.
    Monitor(Option<usize>),
    /// A window of so many pixels.
    Windowed(u32, u32),
}

/// A window with what draws on it.
pub struct Screen {
    /// The window.
    pub window: Arc<Window>,
    /// What draws on it.
    pub target: gpu::Window,
    display: Display,
    /// The name of the monitor that it fills.
    monitor: Option<String>,
    /// When the window was asked for last, in monotonic time.
    asked: Duration,
}

impl Screen {
    /// Opens a window at `now` (monotonic) and what draws on it. `timing` is told when each is there.
    ///
    /// # Errors
    /// When there is no display, no such monitor, or no driver.
    pub fn open(
        event_loop: &ActiveEventLoop,
        placement: Placement,
        now: Duration,
        timing: impl Fn(&str),
    ) -> Result<Screen, Words> {
        let window = Window::default_attributes().with_title("bangtin").with_decorations(false);
        let mut filled = None;
        let attributes = match placement {
            Placement::Windowed(width, height) => window.with_inner_size(PhysicalSize::new(width, height)),
            Placement::Monitor(number) => {
                let monitor = monitor(event_loop, number)?;
                filled = Some(monitor.name().unwrap_or_default());
                // Without a window manager X11 ignores fullscreen, so the size and place are asked for as well.
                let window = window.with_inner_size(monitor.size()).with_position(monitor.position());
                window.with_fullscreen(Some(Fullscreen::Borderless(Some(monitor))))
            }
        };
        let window = event_loop.create_window(attributes).map_err(|e| no_display(&e.to_string()))?;
        if filled.is_some() {
            window.set_cursor_visible(false);
        }
        timing("window");
        let window = Arc::new(window);
        let size = window.inner_size();
        let handle = event_loop.owned_display_handle();
        let target = gpu::Window::new(handle.clone(), window.clone(), (size.width, size.height));
        let target = target.map_err(|e| e.words())?;
        timing("GPU");
        let display = Display::new(handle, window.clone());
        Ok(Screen { window, target, display, monitor: filled, asked: now })
    }

    /// Follows a monitor that changed its mode, or came back in another one, where no window manager does.
    pub fn follow(&self) {
        let moved = self.monitor.as_ref().and_then(|name| self.display.moved(name));
        if let Some((at, size)) = moved {
            // Granted or not, the window system tells in its own time.
            let _ = self.window.request_inner_size(size);
            self.window.set_outer_position(at);
        }
    }

    /// Whether it has a monitor for itself.
    pub fn fills_a_monitor(&self) -> bool {
        self.monitor.is_some()
    }

    /// Lets the monitor that it fills sleep, or wakes it.
    ///
    /// # Errors
    /// When the window system cannot, and why.
    pub fn power(&mut self, awake: bool) -> Result<(), Words> {
        self.monitor.as_ref().map_or(Ok(()), |monitor| self.display.power(monitor, awake))
    }

    /// Asks again for a window that did not come up: a window manager that was starting at that moment loses it
    /// (seen with openbox), and the wall would stay black. Answers when to look again.
    pub fn insist(&mut self, now: Duration) -> Option<Duration> {
        // Only X11 knows, and only until it was seen once.
        (self.window.is_visible() == Some(false)).then(|| {
            if now.saturating_sub(self.asked) >= UNSEEN {
                self.asked = now;
                self.window.set_visible(false);
                self.window.set_visible(true);
            }
            UNSEEN
        })
    }
}

/// What to say when the window system refuses.
pub fn no_display(e: &str) -> Words {
    // winit says first where in its own source that was, which helps nobody here.
    let e = e.rsplit(": ").next().unwrap_or(e);
    words!("Không mở được màn hình: {e}", "cannot open a display: {e}")
}

/// Monitor `number` from 1, or the main one.
fn monitor(event_loop: &ActiveEventLoop, number: Option<usize>) -> Result<MonitorHandle, Words> {
    let mut all = event_loop.available_monitors();
    let count = event_loop.available_monitors().count();
    if count == 0 {
        // winit would make up a main one of a single pixel. The supervisor starts the player until one is on.
        return Err(words!(
            "Chưa có màn hình nào được bật hoặc cắm vào máy.",
            "no monitor is switched on or plugged in"
        ));
    }
    let found = match number {
        Some(number) => number.checked_sub(1).and_then(|index| all.nth(index)),
        None => event_loop.primary_monitor().or_else(|| all.next()),
    };
    let n = number.unwrap_or(1);
    found.ok_or_else(|| {
        words!(
            "Không có màn hình số {n}; máy này có {count} màn hình.",
            "no monitor {n}; this machine has {count}"
        )
    })
}
