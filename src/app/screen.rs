//! The window and its place: it fills its monitor and is seen, whatever becomes of the monitor.

use std::sync::Arc;
use std::time::Duration;

use winit::dpi::{PhysicalPosition, PhysicalSize};
use winit::event_loop::ActiveEventLoop;
use winit::monitor::MonitorHandle;
use winit::window::{Fullscreen, Window};

use super::display::{Display, Place};
use super::monitors::Monitors;
use crate::gpu;
use crate::model::Words;
use crate::words;

/// How soon to try again when a window could not be drawn to (hidden, or being resized).
pub const HIDDEN: Duration = Duration::from_millis(250);

/// How long a window may take to come up before it is asked for again.
const UNSEEN: Duration = Duration::from_secs(1);

/// Where the picture goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The whole of a monitor, counted from 1; `None`: as [`Monitors::choose`] says.
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
    /// The operator's monitor.
    beside: Option<MonitorHandle>,
    /// Whether it shows nothing of what this one does, as far as an X server has said so.
    apart: Option<bool>,
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
        let (mut filled, mut beside) = (None, None);
        let attributes = match placement {
            Placement::Windowed(width, height) => window.with_inner_size(PhysicalSize::new(width, height)),
            Placement::Monitor(number) => {
                let Monitors { audience: monitor, operator } = Monitors::choose(event_loop, number)?;
                beside = operator;
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
        let mut target = target.map_err(|e| e.words())?;
        timing("GPU");
        let display = Display::new(handle.clone(), window.clone());
        if let Some(strip) = display.strip(handle, window.clone()) {
            target.overlay(strip);
        }
        Ok(Screen { window, target, beside, apart: None, display, monitor: filled, asked: now })
    }

    /// Follows a monitor that changed its mode, or came back in another one, where no window manager does.
    pub fn follow(&mut self) {
        if !self.display.changed() {
            return;
        }
        self.apart = None;
        if let Some((at, size)) = self.monitor.as_ref().and_then(|name| self.display.home(name)) {
            // Granted or not, the window system tells in its own time.
            let _ = self.window.request_inner_size(size);
            self.window.set_outer_position(at);
        }
    }

    /// The operator's monitor, while it and the one that this window fills are both there, and neither shows anything
    /// of what the other does.
    pub fn free(&mut self, event_loop: &ActiveEventLoop) -> Option<&MonitorHandle> {
        let (own, other) = (self.monitor.as_ref()?, self.beside.as_ref()?.name()?);
        let apart = |place: &dyn Fn(&str) -> Option<Place>| {
            place(own).zip(place(&other)).is_some_and(|(own, other)| disjoint(own, other))
        };
        let free = if self.display.is_x() {
            // Asked again when something changed, not on every turn.
            *self.apart.get_or_insert_with(|| apart(&|name| self.display.place(name)))
        } else {
            // Elsewhere winit's own list is true.
            apart(&|name| {
                let mut all = event_loop.available_monitors();
                let found = all.find(|monitor| monitor.name().as_deref() == Some(name))?;
                Some((found.position(), found.size()))
            })
        };
        self.beside.as_ref().filter(|_| free)
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

/// Whether two places have no pixel in common.
fn disjoint((at, size): Place, (other, others): Place) -> bool {
    let apart = |from: i32, length: u32, to: i32| i64::from(from) + i64::from(length) <= i64::from(to);
    let beside = |at: PhysicalPosition<i32>, size: PhysicalSize<u32>, other: PhysicalPosition<i32>| {
        apart(at.x, size.width, other.x) || apart(at.y, size.height, other.y)
    };
    beside(at, size, other) || beside(other, others, at)
}

/// What to say when the window system refuses.
pub fn no_display(e: &str) -> Words {
    // winit says first where in its own source that was, which helps nobody here.
    let e = e.rsplit(": ").next().unwrap_or(e);
    words!("Không mở được màn hình: {e}", "cannot open a display: {e}")
}
