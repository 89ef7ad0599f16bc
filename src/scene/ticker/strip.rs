//! What of the tape lies on the strip, also after the messages have changed.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::tape::{Run, Tape};
use crate::scene::{Fonts, Frame};

/// A tape, and before it what is still to be seen of the tape that it followed.
#[derive(Debug)]
pub struct Strip {
    tape: Arc<Tape>,
    /// In order of place.
    rest: Vec<(i64, Run)>,
    /// What begins on the tape before this place is not shown.
    from: i64,
}

impl Strip {
    /// The tape as the clock has it.
    pub fn new(tape: Arc<Tape>) -> Strip {
        Strip { tape, rest: Vec::new(), from: i64::MIN }
    }

    /// The strip with the messages of `tape` from `now` on, and whether what is seen of it now is the same.
    ///
    /// A message that is on the strip and stays among them runs on; behind the last of these the new tape follows,
    /// from where it would be by the clock a message begins, so that the strip is again as on every other screen.
    /// Where nothing stays, that is at once.
    pub fn follow(&self, tape: Arc<Tape>, now: DateTime<Utc>) -> (Strip, bool) {
        let left = tape.passed(now).floor() as i64;
        let right = left + tape.board().place.w.ceil() as i64 + 1;
        let seen = self.between(left, right);
        let count = seen.len();
        let mut rest: Vec<(i64, Run)> = seen
            .into_iter()
            .filter(|(_, run)| tape.has(&run.message))
            .map(|(x, run)| (x, run.clone()))
            .collect();
        let same = rest.len() == count;
        let Some((mut end, mut whole)) = rest.last().map(|(x, run)| (x + run.wide, run.last)) else {
            return (Strip::new(tape), false);
        };
        while !whole {
            let next = self.between(end, end + 1).into_iter().next().map(|(x, run)| (x, run.clone()));
            let Some((x, run)) = next else { break };
            (end, whole) = (x + run.wide, run.last);
            rest.push((x, run));
        }
        let from = tape.begins((end + tape.board().gap).max(right));
        (Strip { tape, rest, from }, same)
    }

    /// What lies between two places, in order.
    fn between(&self, from: i64, to: i64) -> Vec<(i64, &Run)> {
        let rest = self.rest.iter().map(|(x, run)| (*x, run));
        let rest = rest.filter(|(x, run)| *x < to && x + run.wide > from);
        rest.chain(self.tape.between(from, to).filter(|(x, _)| *x >= self.from)).collect()
    }

    /// The section of the tape that is on the strip at `now`, and how many pixels of it are past the left edge.
    pub fn section(&self, now: DateTime<Utc>) -> (i64, f32) {
        let passed = self.tape.passed(now);
        let long = self.tape.board().section();
        let section = (passed / long as f64).floor();
        (section as i64, (passed - section * long as f64) as f32)
    }

    /// Width and height of a section's canvas.
    pub fn size(&self) -> (u32, u32) {
        let board = self.tape.board();
        ((board.place.w as i64 + board.section()) as u32, board.place.h as u32)
    }

    /// A section as a picture.
    pub fn frame(&self, section: i64, fonts: &mut Fonts) -> Frame {
        let board = self.tape.board();
        let left = section * board.section();
        let mut frame = board.bare();
        // A sign reaches as far behind its message.
        for (x, run) in self.between(left - board.gap, left + i64::from(self.size().0)) {
            let x = (x - left) as f32;
            board.word(&mut frame, run.text.trim_end(), x, fonts);
            if run.last {
                board.mark(&mut frame, x + run.wide as f32);
            }
        }
        frame
    }
}
