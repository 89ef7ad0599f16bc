//! Messages that stand on the strip: as many side by side as have room, the others on the next page.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::Board;
use crate::scene::{Fonts, Frame, text};

/// To find one's place on a new page, and to read each word of it (domain.md §4).
const LOOK: TimeDelta = TimeDelta::seconds(3);
const WORD: TimeDelta = TimeDelta::milliseconds(400);

/// The pages of a ticker, and how long each stands.
#[derive(Debug)]
pub struct Pages {
    board: Arc<Board>,
    rows: Vec<Vec<String>>,
}

/// A page that stands at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Which, from 0.
    pub page: usize,
    /// The one before it; the same where there is no other.
    pub before: usize,
    /// From when until when it stands; a page that is alone for an hour after the moment.
    pub span: Range<DateTime<Utc>>,
}

impl Pages {
    /// Pages of these messages: a message is divided only where it has no room in a row of its own.
    pub(super) fn new(board: Arc<Board>, lines: &[String], fonts: &mut Fonts) -> Pages {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut left = 0.0;
        for line in lines {
            let wide = fonts.width(line, board.style);
            if wide > board.room {
                let parts = fonts.heading(line, board.style, board.room).lines;
                rows.extend(parts.into_iter().map(|part| vec![part]));
                left = 0.0;
                continue;
            }
            let gap = board.gap as f32;
            match rows.last_mut() {
                Some(row) if wide + gap <= left => {
                    row.push(line.clone());
                    left -= wide + gap;
                }
                _ => {
                    rows.push(vec![line.clone()]);
                    left = board.room - wide;
                }
            }
        }
        Pages { board, rows }
    }

    /// What stands at `now`.
    pub fn at(&self, now: DateTime<Utc>) -> Leaf {
        let lengths: Vec<i64> = self.rows.iter().map(|row| length(row).num_milliseconds()).collect();
        let round: i64 = lengths.iter().sum();
        if self.rows.len() < 2 {
            return Leaf { page: 0, before: 0, span: now..now + TimeDelta::hours(1) };
        }
        let mut from = now.timestamp_millis().div_euclid(round) * round;
        let mut page = 0;
        for (index, length) in lengths.iter().enumerate() {
            page = index;
            if now.timestamp_millis() < from + length {
                break;
            }
            from += length;
        }
        let until = from + lengths.get(page).copied().unwrap_or(round);
        let moment = |millis| DateTime::from_timestamp_millis(millis).unwrap_or(now);
        let before = page.checked_sub(1).unwrap_or(lengths.len() - 1);
        Leaf { page, before, span: moment(from)..moment(until) }
    }

    /// A page as a picture of the strip.
    pub fn frame(&self, page: usize, fonts: &mut Fonts) -> Frame {
        let board = &self.board;
        let mut frame = board.bare();
        let mut x = board.left;
        for (index, message) in self.rows.get(page).into_iter().flatten().enumerate() {
            if index > 0 {
                board.mark(&mut frame, x);
                x += board.gap as f32;
            }
            board.word(&mut frame, message, x, fonts);
            x += fonts.width(message, board.style);
        }
        frame
    }
}

fn length(row: &[String]) -> TimeDelta {
    let words: usize = row.iter().map(|message| text::words(message)).sum();
    LOOK + WORD * i32::try_from(words).unwrap_or(i32::MAX)
}
