//! What is heard at a moment: the voices, faded, each at the place in its clip that the clock says.

use std::sync::Arc;
use std::time::Duration;

use crate::model::{RATE, Sample, Track};

/// Samples of a block: a hundredth of a second.
pub(super) const BLOCK: usize = RATE as usize / 100;

/// Samples of a fade: 300 ms.
const FADE: i64 = 3 * RATE as i64 / 10;

/// How far from its place a voice may be, in samples, before it is drawn back: 5 ms.
const SLACK: f32 = 240.0;

/// How far it may be to be drawn back, in samples: 45 ms. From farther it starts again.
const JUMP: f32 = 2160.0;

/// A voice by the monotonic clock, in samples of that.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub track: Arc<Track>,
    /// When its clip's zero is.
    pub zero: i64,
    /// When it has faded out.
    pub until: i64,
    /// Percent; 0: it is made ready and not heard.
    pub volume: u32,
}

/// Monotonic time in samples.
pub(super) fn ticks(time: Duration) -> i64 {
    (time.as_micros() * u128::from(RATE) / 1_000_000) as i64
}

/// The voices that sound.
#[derive(Default)]
pub(super) struct Mixer {
    playing: Vec<Playing>,
}

struct Playing {
    line: Line,
    /// It is to be heard.
    wanted: bool,
    /// The place in the clip that comes next; `None`: it is not heard.
    next: Option<i64>,
    /// How many samples it has been behind its place of late.
    behind: f32,
    /// How much of it is heard, 0 to 1.
    fade: f32,
}

impl Mixer {
    /// Sounds these voices; others fade.
    pub(super) fn take(&mut self, lines: &[Line]) {
        self.playing.iter_mut().for_each(|playing| playing.wanted = false);
        for line in lines {
            match self.playing.iter_mut().find(|playing| playing.line.track == line.track) {
                Some(playing) => playing.follow(line),
                None => self.playing.push(Playing::new(line)),
            }
        }
        self.playing.retain(|playing| playing.wanted || playing.fade > 0.0);
    }

    /// Whether nothing is heard.
    pub(super) fn is_silent(&self) -> bool {
        self.playing.iter().all(|playing| playing.fade == 0.0)
    }

    /// The block that is heard from `due` on, in monotonic time.
    pub(super) fn block(&mut self, due: i64) -> [Sample; BLOCK] {
        let mut sum = [[0.0; 2]; BLOCK];
        self.playing.iter_mut().for_each(|playing| playing.add(due, &mut sum));
        // What is too loud together is cut off, by the cast.
        sum.map(|sample| sample.map(|side: f32| side.round() as i16))
    }
}

impl Playing {
    fn new(line: &Line) -> Playing {
        Playing { line: line.clone(), wanted: line.volume > 0, next: None, behind: 0.0, fade: 0.0 }
    }

    /// Goes on as `line` says.
    fn follow(&mut self, line: &Line) {
        self.wanted = line.volume > 0;
        // It fades from as loud as it was.
        let volume = if self.wanted { line.volume } else { self.line.volume };
        self.line = Line { volume, ..line.clone() };
    }

    fn add(&mut self, due: i64, sum: &mut [[f32; 2]; BLOCK]) {
        let place = due - self.line.zero;
        let rises = self.wanted && place >= 0 && due + FADE < self.line.until;
        if !rises && self.fade == 0.0 {
            self.next = None;
            return;
        }
        let next = match self.next {
            Some(next) => self.keep_up(next, place),
            None => place,
        };
        let step = if self.behind.abs() <= SLACK {
            BLOCK
        } else {
            BLOCK.saturating_add_signed(self.behind.signum() as isize)
        };
        let mut samples = [[0; 2]; BLOCK + 1];
        let samples = samples.get_mut(..step).unwrap_or_default();
        self.line.track.take(next, samples);
        self.next = Some(next + step as i64);
        // As loud as it seems goes with the square.
        let volume = (self.line.volume as f32 / 100.0).powi(2);
        let way = if rises { 1.0 } else { -1.0 } / FADE as f32;
        for (at, into) in sum.iter_mut().enumerate() {
            self.fade = (self.fade + way).clamp(0.0, 1.0);
            let from = (at * step / BLOCK).min(step - 1);
            let sample = samples.get(from).copied().unwrap_or_default();
            for (into, side) in into.iter_mut().zip(sample) {
                *into += f32::from(side) * self.fade * volume;
            }
        }
    }

    /// Where it goes on, having come to `next` where it should be at `place`.
    fn keep_up(&mut self, next: i64, place: i64) -> i64 {
        self.behind += ((place - next) as f32 - self.behind) / 16.0;
        if self.behind.abs() <= JUMP {
            return next;
        }
        (self.behind, self.fade) = (0.0, 0.0);
        place
    }
}

#[cfg(test)]
mod tests;
