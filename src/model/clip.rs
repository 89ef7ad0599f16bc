//! Clips: what is known of one, the run that `show` asks for, and the frames that come of it.
//!
//! A [`Reel`] is the seam between whoever decodes and whoever shows: `show` makes one and looks at it by the clock; a
//! decoder of any kind offers frames to it, each with its time. It is the one value here that changes: frames do not go
//! through the news, because a full reel is what holds a decoder back.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::TimeDelta;
use yuv::{YuvRange, YuvStandardMatrix};

use super::Asset;

/// How a clip's luma and chroma become red, green and blue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Matrix {
    /// ITU-R BT.601: standard definition.
    Bt601,
    /// ITU-R BT.709: high definition, and whatever says nothing.
    #[default]
    Bt709,
    /// ITU-R BT.2020, not constant luminance: phones' HDR. Its wide colours are shown as if they were BT.709's.
    Bt2020,
}

impl Matrix {
    /// The weights of red and blue in luma (ITU-R BT.601-7, BT.709-6, BT.2020-2).
    pub fn weights(self) -> (f32, f32) {
        match self {
            Matrix::Bt601 => (0.299, 0.114),
            Matrix::Bt709 => (0.2126, 0.0722),
            Matrix::Bt2020 => (0.2627, 0.0593),
        }
    }
}

/// What the numbers of a clip's pixels mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Colours {
    /// How they become red, green and blue.
    pub matrix: Matrix,
    /// Luma is 0 to 255, not 16 to 235 ("full", JPEG's).
    pub full: bool,
}

/// What is known of a clip.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Film {
    /// Width and height in pixels as stored, but upright.
    pub size: (u32, u32),
    /// Width to height of one pixel as seen upright, 1:1 for square ones.
    pub pixel: (u32, u32),
    /// From its first frame to the end of its last. Positive.
    pub length: TimeDelta,
    /// What its numbers mean; `None` of a picture that moves: its frames are red, green, blue and alpha, and come again and
    /// again without an end.
    pub colours: Option<Colours>,
    /// The codec by its short name ("h264").
    pub codec: String,
    /// It has sound.
    pub sound: bool,
}

impl Film {
    /// Width to height as seen.
    pub fn aspect(&self) -> f32 {
        let ratio = |(across, down): (u32, u32)| across.max(1) as f32 / down.max(1) as f32;
        ratio(self.size) * ratio(self.pixel)
    }

    /// Whether its frames come again and again: then one run lasts as long as its showing.
    pub fn is_endless(&self) -> bool {
        self.colours.is_none()
    }
}

impl Colours {
    /// Luma's black and what luma is multiplied with, both of numbers from 0 to 1; then what red adds to red and to
    /// green, and what blue adds to green and to blue, counted from the middle.
    pub fn conversion(self) -> ([f32; 2], [f32; 4]) {
        let (red, blue) = self.matrix.weights();
        let green = 1.0 - red - blue;
        // Limited range has 219 steps of luma from 16 and 224 of chroma (ITU-R BT.601-7, 2.5.1).
        let (black, luma, chroma) =
            if self.full { (0.0, 1.0, 1.0) } else { (16.0 / 255.0, 255.0 / 219.0, 255.0 / 224.0) };
        let (to_red, to_blue) = (2.0 * (1.0 - red) * chroma, 2.0 * (1.0 - blue) * chroma);
        ([black, luma], [to_red, -to_red * red / green, -to_blue * blue / green, to_blue])
    }

    /// The same in the words of the library that converts on the processor.
    pub fn standard(self) -> (YuvRange, YuvStandardMatrix) {
        let matrix = match self.matrix {
            Matrix::Bt601 => YuvStandardMatrix::Bt601,
            Matrix::Bt709 => YuvStandardMatrix::Bt709,
            Matrix::Bt2020 => YuvStandardMatrix::Bt2020,
        };
        (if self.full { YuvRange::Full } else { YuvRange::Limited }, matrix)
    }
}

/// A clip that is to run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Play {
    /// Which file, and which version.
    pub of: Asset,
    /// What is known of it.
    pub film: Film,
    /// Size in pixels that its frames have to come in, both even where they have luma and chroma.
    pub size: (u32, u32),
    /// Where in the clip it begins.
    pub start: TimeDelta,
}

/// One frame of a clip.
pub struct Still {
    /// When it is due, from the beginning of the clip.
    pub at: TimeDelta,
    /// Width and height in pixels, both even where there are luma and chroma.
    pub size: (u32, u32),
    /// What its numbers mean; `None`: they are as in a [`Picture`](super::Picture).
    pub colours: Option<Colours>,
    /// NV12: `width * height` bytes of luma, then half as many of chroma in pairs (blue, red), one for 2 × 2 pixels; or
    /// RGBA.
    pub planes: Vec<u8>,
}

impl std::fmt::Debug for Still {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Still({:?} at {})", self.size, self.at)
    }
}

/// One frame is another than every other.
impl PartialEq for Still {
    fn eq(&self, other: &Still) -> bool {
        std::ptr::eq(self, other)
    }
}

/// How many bytes a frame of `size` takes in NV12.
pub fn still_bytes((width, height): (u32, u32)) -> usize {
    width as usize * height as usize * 3 / 2
}

/// What a [`Reel`] has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Frames that were seen.
    pub shown: u64,
    /// Frames that were passed over, because a later one was due already.
    pub dropped: u64,
}

/// Bytes of frames that a reel has room for: a third of a second of 1080p at 30 frames a second.
const ROOM: usize = 32 << 20;

/// Frames of a clip on their way to the screen, in order of time, as many as it has room for.
pub struct Reel {
    /// What it was asked for.
    pub play: Play,
    room: usize,
    state: Mutex<State>,
    /// There is room, or nobody wants any more.
    moved: Condvar,
    wake: OnceLock<Arc<dyn Fn() + Send + Sync>>,
}

#[derive(Default)]
struct State {
    /// What was due last.
    shown: Option<Arc<Still>>,
    /// Where in the clip somebody looked last.
    looked: TimeDelta,
    coming: VecDeque<Arc<Still>>,
    /// Somebody looked for a frame that was not there yet.
    hungry: bool,
    /// No frame comes any more.
    ended: bool,
    /// Nobody wants any more.
    closed: bool,
    tally: Tally,
}

impl std::fmt::Debug for Reel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reel({:?})", self.play)
    }
}

impl Reel {
    /// An empty reel.
    pub fn new(play: Play) -> Reel {
        let (width, height) = play.size;
        let rgba = width as usize * height as usize * 4;
        let bytes = if play.film.is_endless() { rgba } else { still_bytes(play.size) };
        let room = (ROOM / bytes.max(1)).clamp(3, 12);
        Reel { play, room, state: Mutex::default(), moved: Condvar::new(), wake: OnceLock::new() }
    }

    /// `wake` is called from now on when a frame comes that somebody has looked for; the first such word holds.
    pub fn on_hunger(&self, wake: Arc<dyn Fn() + Send + Sync>) {
        let _ = self.wake.set(wake);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a frame, later than all before it; waits until there is room. `false`: nobody wants any more.
    pub fn offer(&self, still: Still) -> bool {
        let mut state = self.state();
        while state.coming.len() >= self.room && !state.closed {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return false;
        }
        state.coming.push_back(Arc::new(still));
        let hungry = std::mem::take(&mut state.hungry);
        drop(state);
        if let Some(wake) = self.wake.get().filter(|_| hungry) {
            wake();
        }
        true
    }

    /// No frame comes any more: the last one stays.
    pub fn end(&self) {
        self.state().ended = true;
    }

    /// Nobody wants any more frames.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.coming.clear();
        drop(state);
        self.moved.notify_all();
    }

    /// Whether nobody wants any more frames.
    pub fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Whether whoever looks is waiting for the decoder: no frame is waited for before the run was to begin.
    pub fn is_hungry(&self) -> bool {
        let state = self.state();
        state.hungry && state.looked >= self.play.start
    }

    /// The frame due at `position` of the clip, as far as it is there: the last one whose time has come, else the first,
    /// once it was to begin. Frames before it are gone.
    pub fn at(&self, position: TimeDelta) -> Option<Arc<Still>> {
        let mut state = self.state();
        state.looked = position;
        let begun = position >= self.play.start;
        while let Some(next) =
            state.coming.front().filter(|next| next.at <= position || begun && state.shown.is_none())
        {
            let next = next.clone();
            state.coming.pop_front();
            let passed = state.coming.front().is_some_and(|later| later.at <= position);
            state.tally.dropped += u64::from(passed);
            state.tally.shown += u64::from(!passed);
            state.shown = Some(next);
        }
        state.hungry = state.coming.is_empty() && !state.ended;
        let shown = state.shown.clone();
        drop(state);
        self.moved.notify_all();
        shown
    }

    /// Where in the clip somebody looked last, its beginning until then: what is over before that is late.
    pub fn looked(&self) -> TimeDelta {
        self.state().looked
    }

    /// When the frame after the one that was looked at last is due; `None` while it is not there.
    pub fn next(&self) -> Option<TimeDelta> {
        self.state().coming.front().map(|next| next.at)
    }

    /// What it has done so far.
    pub fn tally(&self) -> Tally {
        self.state().tally
    }
}

#[cfg(test)]
mod tests;
