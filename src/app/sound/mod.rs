//! The loudspeaker: a thread that mixes what is to be heard and feeds it to an outside program by the clock.
//!
//! The program takes samples as fast as they sound once it has as many as it keeps, so what is written now is heard a
//! known time later, and each block is made for the moment at which it will be. A voice that is off its place by less
//! than an ear notices is drawn back by a sample in each block; by more, it starts again where it should be. So sound
//! follows the picture through a clock that is set, a device that runs slow, and a machine that was busy. Nothing runs
//! while there is nothing to hear.

mod mixer;
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod sink;
mod trouble;

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, Utc};

use self::mixer::{BLOCK, Line, Mixer, ticks};
use self::sink::{PROGRAMS, Program, Sink};
use super::clock::monotonic;
use crate::model::{Voice, samples};

pub use self::trouble::{Mute, lacks, problem};

/// What could not be opened is tried again after this: a device that was plugged in, a server that came up.
const AGAIN: Duration = Duration::from_secs(20);

/// How long after it is due a frame is seen: it is drawn, and waits for the display. Sound waits as long.
const DRAWN: Duration = Duration::from_millis(25);

/// How many blocks of silence are sounded before the program is let go: the next clip may follow at once.
const LINGER: u32 = 100;

/// A program has all samples that it keeps when it has taken no more than sound for so long.
const SETTLED: Duration = Duration::from_millis(200);

/// Blocks that it may fetch at once meanwhile.
const BURST: usize = 6;

/// The loudspeaker.
pub struct Speaker {
    shared: Arc<Shared>,
    /// Since there was something to hear.
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    wake: Arc<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    lines: Vec<Line>,
    ended: bool,
    trouble: Option<Mute>,
}

impl Speaker {
    /// `wake` is called when [`Speaker::trouble`] has something new to say.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Speaker {
        let shared = Shared { state: Mutex::default(), changed: Condvar::new(), wake };
        Speaker { shared: Arc::new(shared), thread: None }
    }

    /// Sounds these voices and no others, by a clock that said `now` at monotonic time `at`. Never waits.
    pub fn play(&mut self, voices: &[Voice], (now, at): (DateTime<Utc>, Duration)) {
        if voices.is_empty() && self.thread.is_none() {
            return;
        }
        let line = |voice: &Voice| Line {
            track: voice.track.clone(),
            zero: ticks(at) + samples(voice.zero - now),
            until: ticks(at) + samples(voice.until - now),
            volume: voice.volume,
        };
        self.shared.state().lines = voices.iter().map(line).collect();
        self.shared.changed.notify_all();
        if self.thread.is_none() {
            let shared = self.shared.clone();
            // Without a thread there is no sound; the picture is what matters.
            self.thread = thread::Builder::new().name("speaker".to_owned()).spawn(move || shared.run()).ok();
        }
    }

    /// Why nothing is heard.
    pub fn trouble(&self) -> Option<Mute> {
        self.shared.state().trouble
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // It does not panic; sound is no reason to fall.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sounds what there is to hear until nobody is left to say so.
    fn run(&self) {
        let mut mixer = Mixer::default();
        while self.wait() {
            let Err(mute) = self.sound(&mut mixer) else { continue };
            mixer = Mixer::default();
            self.tell(Some(mute));
            let ended = self.changed.wait_timeout_while(self.state(), AGAIN, |state| !state.ended);
            drop(ended);
        }
    }

    /// Waits until there is something to hear. `false`: it is over.
    fn wait(&self) -> bool {
        let idle = |state: &mut State| state.lines.is_empty() && !state.ended;
        let state = self.changed.wait_while(self.state(), idle).unwrap_or_else(PoisonError::into_inner);
        !state.ended
    }

    fn tell(&self, trouble: Option<Mute>) {
        let mut state = self.state();
        let news = std::mem::replace(&mut state.trouble, trouble) != trouble;
        drop(state);
        if news {
            (self.wake)();
        }
    }

    /// Sounds by the first program that can, until there has been nothing to hear for a while.
    fn sound(&self, mixer: &mut Mixer) -> Result<(), Mute> {
        let mut mute = Mute::Missing;
        for program in &PROGRAMS {
            loop {
                let mut lasted = false;
                match self.feed(program, mixer, &mut lasted) {
                    Ok(()) => return Ok(()),
                    // It was stopped from outside: perhaps it is there again.
                    Err(_) if lasted => {}
                    Err(error) => {
                        // One that is there and fails says more than one that is not.
                        mute = mute.max(Mute::of(&error));
                        break;
                    }
                }
            }
        }
        Err(mute)
    }

    /// Feeds a program until there has been nothing to hear for a while. `lasted`: it has taken samples as they sound.
    fn feed(&self, program: &Program, mixer: &mut Mixer, lasted: &mut bool) -> io::Result<()> {
        let mut sink = Sink::start(program)?;
        let mut silence = 0;
        let (mut since, mut blocks) = (monotonic(), 0);
        while silence < LINGER {
            sink.ready()?;
            let state = self.state();
            if state.ended {
                return Ok(());
            }
            mixer.take(&state.lines);
            silence = if state.lines.is_empty() && mixer.is_silent() { silence + 1 } else { 0 };
            drop(state);
            let now = monotonic();
            if *lasted {
                sink.write(&mixer.block(ticks(now + sink.latency()) - ticks(DRAWN)))?;
                continue;
            }
            sink.write(&[[0; 2]; BLOCK])?;
            blocks += 1;
            let elapsed = now.saturating_sub(since);
            if ticks(elapsed) + (BURST * BLOCK) as i64 <= (blocks * BLOCK) as i64 {
                (since, blocks) = (now, 0);
            } else if elapsed >= SETTLED && blocks >= 2 * BURST {
                *lasted = true;
                self.tell(None);
            }
        }
        Ok(())
    }
}
