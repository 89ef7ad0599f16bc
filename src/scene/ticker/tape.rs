//! The tape: every message once, then all over again.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Board;
use crate::scene::Fonts;

/// Letters that are set together: a message that is longer is cut between words, so that a section of the tape
/// is made of what is seen on it alone.
const RUN: usize = 64;

/// One lap of messages, measured for one strip. Places on the tape are whole pixels; it begins at the Unix epoch
/// and runs without end.
#[derive(Debug)]
pub struct Tape {
    board: Arc<Board>,
    runs: Vec<Run>,
    /// Length of a lap in pixels.
    lap: i64,
    messages: HashSet<Arc<str>>,
}

/// Words of a message that are set together.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    /// The whole message.
    pub message: Arc<str>,
    /// Its words.
    pub text: String,
    /// Where they begin in a lap, and how far they reach, in pixels.
    at: i64,
    pub wide: i64,
    /// They begin the message, or end it.
    first: bool,
    pub last: bool,
}

impl Tape {
    /// The tape of these messages.
    pub(super) fn new(board: Arc<Board>, lines: &[String], fonts: &mut Fonts) -> Tape {
        let mut runs: Vec<Run> = Vec::new();
        let mut at = 0;
        for line in lines {
            let message: Arc<str> = line.as_str().into();
            let pieces = pieces(line);
            let count = pieces.len();
            for (index, text) in pieces.into_iter().enumerate() {
                let wide = (fonts.width(&text, board.style).ceil() as i64).max(1);
                let (first, last) = (index == 0, index + 1 == count);
                runs.push(Run { message: message.clone(), text, at, wide, first, last });
                at += wide;
            }
            at += board.gap;
        }
        let messages = runs.iter().map(|run| run.message.clone()).collect();
        Tape { board, runs, lap: at.max(1), messages }
    }

    /// The board it is made for.
    pub(super) fn board(&self) -> &Board {
        &self.board
    }

    /// How much of it has passed the left edge of the strip at `now`, in pixels.
    pub(super) fn passed(&self, now: DateTime<Utc>) -> f64 {
        let micros = now.timestamp_micros() as f64;
        micros / 1e6 * self.board.speed
    }

    pub(super) fn has(&self, message: &str) -> bool {
        self.messages.contains(message)
    }

    /// What lies on it between two places, and where.
    pub(super) fn between(&self, from: i64, to: i64) -> impl Iterator<Item = (i64, &Run)> {
        let laps = from.div_euclid(self.lap)..=(to - 1).div_euclid(self.lap);
        let all = laps.flat_map(move |lap| self.runs.iter().map(move |run| (lap * self.lap + run.at, run)));
        all.filter(move |(x, run)| *x < to && x + run.wide > from)
    }

    /// Where a message begins at or after a place; further on than the strip is wide, where any words begin.
    pub(super) fn begins(&self, from: i64) -> i64 {
        let begins = |run: &&Run| from + (run.at - from).rem_euclid(self.lap);
        let first = self.runs.iter().filter(|run| run.first).map(|run| begins(&run)).min();
        let any = self.runs.iter().map(|run| begins(&run)).min();
        let near = first.filter(|first| *first - from <= self.board.place.w as i64);
        near.or(any).unwrap_or(from)
    }
}

/// The message in runs, each but the last with the space that follows it. A word without end is cut.
fn pieces(message: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut count = 0;
    for letter in message.chars() {
        if count >= RUN && (count >= 2 * RUN || pieces.last().is_some_and(|piece| piece.ends_with(' '))) {
            pieces.push(String::new());
            count = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
        count += 1;
    }
    pieces
}
