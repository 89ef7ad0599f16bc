//! Sound of clips: what is to be heard, and the samples that come of it.
//!
//! A [`Track`] is to the ear what a [`Reel`](super::Reel) is to the eye: `show` makes one, a decoder fills it, and
//! whoever sounds it takes what is due by the clock.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use super::Asset;

/// Samples a second of each side.
pub const RATE: u32 = 48_000;

/// A sample of the left and one of the right.
pub type Sample = [i16; 2];

/// Samples that a track has room for: two seconds.
const ROOM: usize = 2 * RATE as usize;

/// Sound of a clip on its way to the loudspeaker, as much as it has room for.
pub struct Track {
    /// Which file, and which version.
    pub of: Asset,
    /// Where in the clip it begins.
    pub start: TimeDelta,
    state: Mutex<State>,
    /// There is room, or nobody wants any more.
    moved: Condvar,
}

#[derive(Default)]
struct State {
    coming: VecDeque<Sample>,
    /// Where in the clip the first of them is, in samples.
    at: i64,
    /// Nobody wants any more.
    closed: bool,
}

impl std::fmt::Debug for Track {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Track({:?} from {})", self.of, self.start)
    }
}

/// One track is another than every other.
impl PartialEq for Track {
    fn eq(&self, other: &Track) -> bool {
        std::ptr::eq(self, other)
    }
}

/// A length of time in samples.
pub fn samples(time: TimeDelta) -> i64 {
    (i128::from(time.num_microseconds().unwrap_or(i64::MAX)) * i128::from(RATE) / 1_000_000) as i64
}

impl Track {
    /// An empty track.
    pub fn new(of: Asset, start: TimeDelta) -> Track {
        let state = State { at: samples(start), ..State::default() };
        Track { of, start, state: Mutex::new(state), moved: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds the samples that follow; waits until there is room. `false`: nobody wants any more.
    pub fn offer(&self, more: &[Sample]) -> bool {
        let mut state = self.state();
        while state.coming.len() >= ROOM && !state.closed {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.coming.extend(more);
        !state.closed
    }

    /// Nobody wants any more samples; those that are there stay, to be faded out.
    pub fn close(&self) {
        self.state().closed = true;
        self.moved.notify_all();
    }

    /// Whether nobody wants any more samples.
    pub fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// The samples from place `from` of the clip on, as many as `into` holds; silence where there are none (yet).
    /// Those before them are gone.
    pub fn take(&self, from: i64, into: &mut [Sample]) {
        into.fill([0, 0]);
        let mut state = self.state();
        let passed = usize::try_from(from - state.at).unwrap_or(0).min(state.coming.len());
        state.coming.drain(..passed);
        state.at += passed as i64;
        // Silence before the first that is there.
        let ahead = usize::try_from(state.at - from).unwrap_or(0).min(into.len());
        let there = (into.len() - ahead).min(state.coming.len());
        for (place, sample) in into.iter_mut().skip(ahead).zip(state.coming.drain(..there)) {
            *place = sample;
        }
        state.at += there as i64;
        drop(state);
        self.moved.notify_all();
    }
}

/// A track that is sounding, or about to.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Its samples.
    pub track: Arc<Track>,
    /// When its clip's zero is.
    pub zero: DateTime<Utc>,
    /// When it has faded out.
    pub until: DateTime<Utc>,
    /// How loud it is now, in percent; 0: it is made ready and not heard.
    pub volume: u32,
}

impl Voice {
    /// Whether it is to be heard now.
    pub fn is_heard(&self) -> bool {
        self.volume > 0
    }
}

#[cfg(test)]
mod tests;
