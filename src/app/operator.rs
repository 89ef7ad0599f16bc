//! The operator's window: on a monitor of its own, or among others. Nothing that becomes of it touches the audience's.

use std::sync::Arc;
use std::time::Duration;

use winit::dpi::{PhysicalPosition, PhysicalSize};
use winit::event_loop::ActiveEventLoop;
use winit::monitor::MonitorHandle;
use winit::window::{Fullscreen, Window, WindowId};

use super::screen::{HIDDEN, Screen, no_display};
use crate::gpu;
use crate::model::{Lang, Programme, Words};
use crate::scene::{self, Cues, Fonts};

/// Size of a window among others, in pixels.
const SIZE: PhysicalSize<u32> = PhysicalSize::new(1280, 720);

/// The operator's window, when it is open, and when it is to be.
pub struct Operator {
    /// It was asked for, and is an ordinary window.
    asked: bool,
    /// Somebody closed it, or it cannot be had.
    closed: bool,
    view: Option<View>,
}

/// An open window.
struct View {
    window: Arc<Window>,
    target: gpu::Window,
    /// It fills the operator's monitor.
    fills: bool,
    /// What it shows, at which size.
    shown: Option<(Cues, PhysicalSize<u32>)>,
}

impl Operator {
    /// `asked`: an ordinary window, whatever there is to lead. Otherwise it comes by itself where the machine has a
    /// second monitor and the folder a ceremony, and never on the only one.
    pub fn new(asked: bool) -> Operator {
        Operator { asked, closed: false, view: None }
    }

    /// Whether `window` is the operator's.
    pub fn is(&self, window: WindowId) -> bool {
        self.view.as_ref().is_some_and(|view| view.window.id() == window)
    }

    /// Closes it for good; the audience sees nothing of that.
    pub fn close(&mut self) {
        (self.view, self.closed) = (None, true);
    }

    /// It is now `size` pixels large.
    pub fn resize(&mut self, size: PhysicalSize<u32>) {
        if let Some(view) = &mut self.view {
            view.target.resize((size.width, size.height));
        }
    }

    /// The window system has lost what it showed.
    pub fn expose(&mut self) {
        if let Some(view) = &mut self.view {
            view.target.expose();
            view.shown = None;
        }
    }

    /// Leaves a monitor that is gone or shows what the audience's does: the audience may have the last one.
    pub fn follow(&mut self, event_loop: &ActiveEventLoop, screen: &mut Screen) {
        self.view.take_if(|view| view.fills && screen.free(event_loop).is_none());
    }

    /// Opens it where it is due and not open; whether it is open.
    pub fn open(
        &mut self,
        event_loop: &ActiveEventLoop,
        screen: &mut Screen,
        programme: Option<&Arc<Programme>>,
    ) -> bool {
        if self.view.is_some() || self.closed {
            return self.view.is_some();
        }
        let leads = programme.is_some_and(|folder| folder.playlists.iter().any(|list| list.ceremony));
        if !self.asked && !leads {
            return false;
        }
        let opened = match screen.free(event_loop) {
            free if self.asked => View::open(event_loop, free, false),
            None => return false,
            free => View::open(event_loop, free, true),
        };
        // The audience's picture is what matters: who cannot have this window leads without it.
        self.closed = opened.is_err();
        self.view = opened.ok();
        self.view.is_some()
    }

    /// Shows `cues`; costs nothing when it shows them already. Answers how soon to try again.
    pub fn show(&mut self, cues: &Cues, lang: Lang, fonts: &mut Fonts) -> Option<Duration> {
        let view = self.view.as_mut()?;
        match view.show(cues, lang, fonts) {
            Ok(again) => again,
            Err(_) => {
                self.close();
                None
            }
        }
    }
}

impl View {
    /// Fills `monitor`, or is a window among others on it.
    fn open(
        event_loop: &ActiveEventLoop,
        monitor: Option<&MonitorHandle>,
        fill: bool,
    ) -> Result<View, Words> {
        let mut window = Window::default_attributes().with_title("bangtin").with_inner_size(SIZE);
        if let Some(monitor) = monitor {
            let PhysicalPosition { x, y } = monitor.position();
            window = window.with_position(PhysicalPosition::new(x, y));
            if fill {
                window = window.with_inner_size(monitor.size()).with_decorations(false);
                window = window.with_fullscreen(Some(Fullscreen::Borderless(Some(monitor.clone()))));
            }
        }
        let window = event_loop.create_window(window).map_err(|e| no_display(&e.to_string()))?;
        let window = Arc::new(window);
        let size = window.inner_size();
        let handle = event_loop.owned_display_handle();
        let target = gpu::Window::new(handle, window.clone(), (size.width, size.height));
        let target = target.map_err(|e| e.words())?;
        Ok(View { window, target, fills: fill, shown: None })
    }

    fn show(&mut self, cues: &Cues, lang: Lang, fonts: &mut Fonts) -> Result<Option<Duration>, Words> {
        let size = self.window.inner_size();
        let known = self.shown.as_ref().is_some_and(|(shown, at)| shown == cues && *at == size);
        if known || size.width == 0 || size.height == 0 {
            return Ok(None);
        }
        let scene = scene::operator(cues, (size.width, size.height), lang, fonts);
        let drawn = self.target.draw(&scene, fonts).map_err(|e| e.words())?;
        self.shown = drawn.shown.then(|| (cues.clone(), size));
        Ok((!drawn.shown).then_some(HIDDEN))
    }
}
