//! The window on the wall.
//!
//! Turns run in `about_to_wait`, never on a redraw request: a compositor that has switched its display off
//! sends none, and the schedule must go on. While a transition moves, turns are paced here and not by the
//! swapchain, which does not throttle everywhere (tech.md §1, §9).

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use winit::application::ApplicationHandler;
use winit::event::{ElementState, KeyEvent, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy};
use winit::keyboard::{Key as WinitKey, ModifiersState, NamedKey};
use winit::window::WindowId;

use super::clock::monotonic;
use super::leave::Leave;
use super::operator::Operator;
use super::power::Power;
use super::screen::{HIDDEN, Placement, Screen, no_display};
use super::sound::Speaker;
use super::{Clock, Player};
use crate::model::{Key, Lang, News, Words};

/// One frame of a transition: 60 a second.
const FRAME: Duration = Duration::from_micros(16_667);

/// What is wished for besides the folder.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Where the audience's picture goes.
    pub placement: Placement,
    /// A window for whoever leads, also without a monitor of its own.
    pub operator: bool,
    /// The language of that window.
    pub lang: Lang,
    /// Said on stderr: when each part of the start was ready, in milliseconds since the process began.
    pub timings: bool,
}

/// Plays `folder` in a window until Ctrl+Q or the system's word, and shows whoever leads a ceremony a view of their own beside it.
///
/// # Errors
/// When there is no display, no such monitor, or no driver.
pub fn window(folder: PathBuf, clock: Clock, wish: Wish) -> Result<(), Words> {
    // The folder is read while the window system is being asked in: the wakes of until then are lost, and the
    // first turn comes unasked.
    let proxy = Arc::new(OnceLock::<EventLoopProxy<()>>::new());
    let awaited = proxy.clone();
    // A wake to a loop that has ended is lost, as it should be.
    let wake = Arc::new(move || {
        let _ = awaited.get().map(|proxy| proxy.send_event(()));
    });
    let leave = Leave::listen(wake.clone());
    let mut player = Player::open(&folder, clock, wake.clone())?;
    player.speak(Speaker::new(wake.clone()));
    let event_loop = EventLoop::<()>::with_user_event().build().map_err(|e| no_display(&e.to_string()))?;
    let _ = proxy.set(event_loop.create_proxy());
    let power = Power::new(wake);
    let mut face = Face {
        player,
        leave,
        power,
        placement: wish.placement,
        screen: None,
        operator: Operator::new(wish.operator),
        lang: wish.lang,
        modifiers: ModifiersState::empty(),
        keys: Vec::new(),
        next_turn: Duration::ZERO,
        timings: wish.timings,
        failure: None,
    };
    event_loop.run_app(&mut face).map_err(|e| no_display(&e.to_string()))?;
    face.failure.map_or(Ok(()), Err)
}

struct Face {
    player: Player,
    leave: Leave,
    power: Power,
    placement: Placement,
    screen: Option<Screen>,
    operator: Operator,
    lang: Lang,
    modifiers: ModifiersState,
    keys: Vec<News>,
    /// When the next turn is due, in monotonic time.
    next_turn: Duration,
    /// The start is still being timed.
    timings: bool,
    failure: Option<Words>,
}

impl Face {
    fn timing(&self, part: &str) {
        if self.timings {
            eprintln!("timing: {part}: {:.0} ms", monotonic().as_secs_f64() * 1000.0);
        }
    }

    fn turn(&mut self, event_loop: &ActiveEventLoop) {
        let started = monotonic();
        let Some(screen) = &mut self.screen else { return };
        let size = screen.window.inner_size();
        if size.width == 0 || size.height == 0 {
            self.next_turn = started + HIDDEN;
            return;
        }
        let soon = screen.insist(started).unwrap_or(Duration::MAX);
        let mut step = self.player.turn((size.width, size.height), std::mem::take(&mut self.keys));
        if step.awake {
            // First: a display that is off may keep the frame waiting for ever.
            self.power(true);
        }
        let Some(screen) = &mut self.screen else { return };
        let drawn = step.scene.as_ref().map(|scene| screen.target.draw(scene, &mut self.player.fonts));
        let seen = matches!(&drawn, Some(Ok(drawn)) if drawn.shown);
        self.player.drawn(&mut step, seen);
        let rest = match drawn.transpose() {
            // Without a word to the watchdog: what cannot be shown for minutes is started afresh.
            Ok(Some(drawn)) if !drawn.shown => HIDDEN,
            Ok(drawn) => {
                let rest = self.player.rest(&step);
                let busy = drawn.is_some_and(|drawn| drawn.pending) || step.moving_until.is_some();
                if busy { FRAME } else { rest }
            }
            Err(e) => {
                // A device that cannot be had again: the supervisor starts afresh.
                self.fail(event_loop, e.words());
                HIDDEN
            }
        };
        if self.timings && step.scene.is_some() {
            self.timing("first picture");
            self.timings = false;
        }
        let rest = rest.min(soon).min(self.prompt(event_loop, (size.width, size.height)));
        self.next_turn = started + rest;
        if !step.awake {
            self.power(false);
        }
        if self.player.machine(self.power.problem()) {
            self.next_turn = started;
        }
    }

    /// Tells whoever leads, once the audience has its picture; answers for how long that holds.
    fn prompt(&mut self, event_loop: &ActiveEventLoop, size: (u32, u32)) -> Duration {
        let Some(screen) = &mut self.screen else { return Duration::MAX };
        if !self.operator.open(event_loop, screen, self.player.programme()) {
            return Duration::MAX;
        }
        let Some((cues, holds)) = self.player.cues(size) else { return Duration::MAX };
        let again = self.operator.show(&cues, self.lang, &mut self.player.fonts);
        again.map_or(holds, |again| again.min(holds))
    }

    /// Outside the hours of the screen its monitor sleeps; a window among others switches nothing off.
    fn power(&mut self, awake: bool) {
        let Some(screen) = self.screen.as_mut().filter(|screen| screen.fills_a_monitor()) else { return };
        let sleep = self.player.programme().map(|programme| programme.screen.sleep).unwrap_or_default();
        self.power.set((sleep, awake), &mut |awake| screen.power(awake));
    }

    /// Leaves with an error.
    fn fail(&mut self, event_loop: &ActiveEventLoop, e: Words) {
        self.failure = Some(e);
        event_loop.exit();
    }

    fn key(&mut self, event_loop: &ActiveEventLoop, event: KeyEvent) {
        if event.state != ElementState::Pressed || event.repeat {
            return;
        }
        if matches!(&event.logical_key, WinitKey::Character(letter) if letter.eq_ignore_ascii_case("q"))
            && self.modifiers.control_key()
        {
            return event_loop.exit();
        }
        if let Some(key) = meaning(&event.logical_key).filter(|_| self.modifiers.is_empty()) {
            self.keys.push(News::Key(key));
            self.next_turn = Duration::ZERO;
        }
    }
}

impl ApplicationHandler for Face {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.screen.is_none() {
            match Screen::open(event_loop, self.placement, monotonic(), |part| self.timing(part)) {
                Ok(screen) => self.screen = Some(screen),
                Err(e) => self.fail(event_loop, e),
            }
        }
    }

    fn user_event(&mut self, _: &ActiveEventLoop, (): ()) {
        self.next_turn = Duration::ZERO;
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, window: WindowId, event: WindowEvent) {
        let operators = self.operator.is(window);
        match event {
            WindowEvent::CloseRequested if operators => self.operator.close(),
            WindowEvent::Resized(size) if operators => {
                self.operator.resize(size);
                self.next_turn = Duration::ZERO;
            }
            WindowEvent::RedrawRequested if operators => {
                self.operator.expose();
                self.next_turn = Duration::ZERO;
            }
            WindowEvent::CloseRequested => event_loop.exit(),
            WindowEvent::ModifiersChanged(modifiers) => self.modifiers = modifiers.state(),
            // A key that is held while the keyboard moves to a window is told to it too, and was pressed once.
            WindowEvent::KeyboardInput { is_synthetic: true, .. } => {}
            WindowEvent::KeyboardInput { event, .. } => self.key(event_loop, event),
            WindowEvent::Resized(size) => {
                if let Some(screen) = &mut self.screen {
                    screen.target.resize((size.width, size.height));
                }
                self.next_turn = Duration::ZERO;
            }
            WindowEvent::RedrawRequested => {
                if let Some(screen) = &mut self.screen {
                    screen.target.expose();
                }
                self.next_turn = Duration::ZERO;
            }
            _ => {}
        }
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        if self.leave.is_asked() {
            return event_loop.exit();
        }
        if let Some(screen) = &mut self.screen {
            screen.follow();
            self.operator.follow(event_loop, screen);
        }
        if monotonic() >= self.next_turn {
            self.turn(event_loop);
        }
        // winit takes an Instant; one that has passed means at once.
        let rest = self.next_turn.saturating_sub(monotonic());
        event_loop.set_control_flow(ControlFlow::wait_duration(rest));
    }
}

/// What a key says to the show: the keyboard's, and those that a presenter's clicker sends.
fn meaning(key: &WinitKey) -> Option<Key> {
    Some(match key {
        WinitKey::Named(
            NamedKey::PageDown | NamedKey::ArrowRight | NamedKey::ArrowDown | NamedKey::Space,
        ) => Key::Next,
        WinitKey::Named(NamedKey::PageUp | NamedKey::ArrowLeft | NamedKey::ArrowUp) => Key::Previous,
        WinitKey::Named(NamedKey::Home) => Key::First,
        WinitKey::Named(NamedKey::End) => Key::Last,
        WinitKey::Named(NamedKey::Enter) => Key::Enter,
        WinitKey::Named(NamedKey::Escape) => Key::Release,
        WinitKey::Character(letter) => match letter.to_lowercase().as_str() {
            "b" | "." => Key::Blank,
            "f" => Key::Freeze,
            digit => Key::Digit(digit.parse().ok().filter(|digit| *digit < 10)?),
        },
        _ => return None,
    })
}
