//! What a person who leads a ceremony needs to know: plain values, which `show` gives and [`operator`](super::operator)
//! lays out.

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use super::Frame;

/// What the view shows, as plain values. Times are whole seconds, so that all digits change together.
#[derive(Clone, Debug, PartialEq)]
pub struct Cues {
    /// Local time of the clock.
    pub local: NaiveDateTime,
    /// Upright size in pixels of the audience's screen, on which the frames were laid out.
    pub screen: (u32, u32),
    /// What the audience sees, or would if the screen were not blanked.
    pub current: Cue,
    /// What comes after it, by a key in a ceremony and by the clock outside of one.
    pub next: Option<Cue>,
    /// The ceremony that is on air.
    pub led: Option<Led>,
    /// The title of the ceremony that a key would begin now.
    pub startable: Option<String>,
    /// A person has blanked the screen.
    pub blanked: bool,
    /// Something urgent stands before everything else.
    pub urgent: bool,
    /// The number that is being typed.
    pub typed: Option<u32>,
}

/// A slide in small.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// Its name for people; empty for the placeholder.
    pub title: String,
    /// Its page, as the audience sees it.
    pub frame: Arc<Frame>,
}

/// Where a ceremony stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// Of what.
    pub title: String,
    /// The step, counted from 1, and how many there are.
    pub step: (usize, usize),
    /// The page of the step, counted from 1, and how many it has.
    pub page: (usize, usize),
    /// A key has put it there, so that Esc gives the screen back.
    pub in_hand: bool,
    /// It stays though its time is over.
    pub frozen: bool,
    /// Of the step: what remains until it ends by itself.
    pub step_time: Timer,
    /// Of the ceremony: what remains of its hours, less than nothing when they are over.
    pub time: Timer,
}

/// A time that runs, in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// Since it began.
    pub elapsed: TimeDelta,
    /// Until it ends; `None` where nothing ends it.
    pub remaining: Option<TimeDelta>,
}
