//! What both faces share: the library, the show and the clock, turned together.

use std::path::Path;
use std::sync::Arc;

use super::clock::{self, Clock};
use crate::library::{Hooks, Library};
use crate::model::{News, Wants, Words};
use crate::scene::Fonts;
use crate::show::{Show, Step};
use crate::words;

/// Everything of the player but its screen.
pub struct Player {
    clock: Clock,
    library: Library,
    show: Show,
    wanted: Wants,
    /// Lent to whoever draws.
    pub fonts: Fonts,
}

impl Player {
    /// Begins to read `folder`; `wake` is called, from any thread, when a turn is worth its while.
    ///
    /// # Errors
    /// When the system has no threads to give.
    pub fn open(folder: &Path, clock: Clock, wake: Arc<dyn Fn() + Send + Sync>) -> Result<Player, Words> {
        clock::watch_steps(wake.clone());
        let hooks = Hooks { wake, monotonic: Arc::new(clock::monotonic), present: clock::utc_now() };
        let library = Library::open(folder, hooks)
            .map_err(|e| words!("Máy không cho chạy thêm luồng: {e}", "the system gives no threads: {e}"))?;
        Ok(Player { clock, library, show: Show::new(), wanted: Wants::new(), fonts: Fonts::embedded() })
    }

    /// One turn on a screen of `size` pixels, with what `keys` said since the last.
    pub fn turn(&mut self, size: (u32, u32), mut news: Vec<News>) -> Step {
        news.extend(self.library.news());
        for piece in &news {
            if let News::Programme { programme, .. } = piece {
                self.clock.set_zone(programme.screen.zone);
            }
        }
        let step = self.show.step(self.clock.freeze(), size, news, &mut self.fonts);
        if step.wants != self.wanted {
            self.wanted.clone_from(&step.wants);
            self.library.want(step.wants.clone());
        }
        step
    }

    /// How long the loop may sleep after `step`. Never more than an hour, never negative.
    pub fn rest(&self, step: &Step) -> std::time::Duration {
        (step.wake_at - self.clock.freeze()).to_std().unwrap_or_default()
    }

    /// The moment that `local` times are told from.
    pub fn show(&self) -> &Show {
        &self.show
    }
}
