//! Line breaking: fewest lines first, then the best shape and sense.
//!
//! A paragraph is measured once on one line; every possible line is then a difference of two positions.
//! A dynamic programme picks the breaks, so a last line of one word is rebalanced, not patched.

use std::ops::Range;

use super::sense::{Join, PLAIN, joins};
use super::strong;

/// How much a line more, an uneven edge and a break against the sense weigh.
struct Weights {
    line: f32,
    ragged: f32,
    sense: f32,
}
/// Body text: fewest lines before all else.
const BODY: Weights = Weights { line: 100_000.0, ragged: 100.0, sense: 2.5 };
/// A heading rather takes a line more than divide a compound, and its edge may be uneven.
const HEADING: Weights = Weights { line: 16.0, ragged: 30.0, sense: 4.0 };
/// One word alone on the last line.
const WIDOW: f32 = 10_000.0;
/// Signs of an address, after which a word that is wider than the column is divided.
const SIGNS: &[char] = &['/', '.', '-', '_', '?', '&', '=', '@', ':'];
/// Dividing it there, or anywhere.
const AT_SIGN: f32 = 500.0;
const ANYWHERE: f32 = 2_000.0;
/// Dividing a group that must stay together but is wider than the column.
const IN_GROUP: f32 = 200.0;

/// Where each byte of a text begins when all of it stands on one line, in ems.
#[derive(Debug)]
pub(super) struct Advances(Vec<f32>);

impl Advances {
    /// The size in pixels at which glyphs handed to [`Advances::new`] were measured.
    pub(super) const SIZE: f32 = 100.0;

    /// From `(first byte, x, width)` of each glyph, in pixels at [`Advances::SIZE`].
    pub(super) fn new(text: &str, glyphs: impl Iterator<Item = (usize, f32, f32)>) -> Advances {
        let mut starts = vec![f32::NAN; text.len() + 1];
        let mut end: f32 = 0.0;
        for (byte, x, width) in glyphs {
            if let Some(start) = starts.get_mut(byte) {
                *start = if start.is_nan() { x } else { start.min(x) };
            }
            end = end.max(x + width);
        }
        if let Some(last) = starts.last_mut() {
            *last = end;
        }
        let mut known = 0.0;
        for start in &mut starts {
            if start.is_nan() {
                *start = known;
            }
            known = *start;
        }
        Advances(starts.iter().map(|start| start / Advances::SIZE).collect())
    }

    /// Where byte `byte` begins, in ems.
    fn at(&self, byte: usize) -> f32 {
        self.0.get(byte).copied().unwrap_or_default()
    }

    /// Width of a range of bytes, in ems.
    pub(super) fn width(&self, range: &Range<usize>) -> f32 {
        self.at(range.end) - self.at(range.start)
    }
}

/// How lines are shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// All lines about equally long, the last too: a heading.
    Balanced,
    /// The last line as it comes: body text.
    Ragged,
}

/// A place where a line may end: its text stops at `end`, the next begins at `next`.
struct Break {
    end: usize,
    next: usize,
    cost: f32,
}

/// Lines, and whether each ends where the sense allows it.
pub(super) struct Lines {
    /// Byte ranges of the paragraph.
    pub(super) ranges: Vec<Range<usize>>,
    /// No compound is divided and no line ends in a word that leans on the next.
    pub(super) sound: bool,
}

/// The lines of `text` (one paragraph) in a column of `width` ems.
pub(super) fn lines(text: &str, advances: &Advances, width: f32, shape: Shape) -> Lines {
    let weights = if shape == Shape::Balanced { HEADING } else { BODY };
    let mut breaks = vec![Break { end: 0, next: 0, cost: 0.0 }];
    breaks.extend(opportunities(text, advances, width));
    breaks.push(Break { end: text.len(), next: text.len(), cost: 0.0 });
    let last = breaks.len() - 1;
    let mut best = vec![(0.0, 0)];
    for (to, stop) in breaks.iter().enumerate().skip(1) {
        let mut found = (f32::INFINITY, to - 1);
        for from in (0..to).rev() {
            let (Some(start), Some(before)) = (breaks.get(from), best.get(from)) else { continue };
            let used = advances.width(&(start.next..stop.end));
            if used > width && from + 1 < to {
                break;
            }
            let mut cost = before.0 + weights.line + stop.cost * weights.sense;
            let slack = (width - used).max(0.0) / width.max(f32::EPSILON);
            if to != last || shape == Shape::Balanced {
                cost += weights.ragged * slack * slack;
            }
            let one = || text.get(start.next..stop.end).is_some_and(|line| !line.contains([' ', '\u{a0}']));
            if to == last && from > 0 && one() {
                cost += WIDOW;
            }
            if cost < found.0 {
                found = (cost, from);
            }
        }
        best.push(found);
    }
    let mut lines = Lines { ranges: Vec::new(), sound: true };
    let mut to = last;
    while to > 0 {
        let from = best.get(to).map_or(0, |found| found.1);
        if let (Some(start), Some(stop)) = (breaks.get(from), breaks.get(to)) {
            lines.ranges.push(start.next..stop.end);
            lines.sound &= stop.cost <= PLAIN;
        }
        to = from;
    }
    lines.ranges.reverse();
    lines
}

/// Every place where a line may end, in order.
fn opportunities(text: &str, advances: &Advances, width: f32) -> Vec<Break> {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let tokens: Vec<&str> = text.split(' ').map(strong::bare).collect();
    let joins = joins(&tokens);
    let mut breaks = Vec::new();
    let mut start = 0;
    let mut held: Vec<usize> = Vec::new();
    for (space, join) in spaces.into_iter().zip(joins) {
        match join {
            Join::Hard => held.push(space),
            Join::Soft(cost) => {
                emergencies(text, advances, width, start..space, &held, &mut breaks);
                held.clear();
                breaks.push(Break { end: space, next: space + 1, cost });
                start = space + 1;
            }
        }
    }
    emergencies(text, advances, width, start..text.len(), &held, &mut breaks);
    breaks
}

/// Breaks inside a group that alone is wider than the column: at the spaces that hold it together, then
/// inside its words.
fn emergencies(
    text: &str,
    advances: &Advances,
    width: f32,
    group: Range<usize>,
    held: &[usize],
    breaks: &mut Vec<Break>,
) {
    if advances.width(&group) <= width {
        return;
    }
    let mut start = group.start;
    for end in held.iter().copied().chain([group.end]) {
        let word = start..end;
        if advances.width(&word) > width {
            inside(text, advances, width, word, breaks);
        }
        if end < group.end {
            breaks.push(Break { end, next: end + 1, cost: IN_GROUP });
        }
        start = end + 1;
    }
}

/// Breaks inside a word that is wider than the column: after its signs; anywhere only in a part between two
/// signs that alone is wider.
fn inside(text: &str, advances: &Advances, width: f32, word: Range<usize>, breaks: &mut Vec<Break>) {
    let mut part = word.start;
    let characters = text.get(word.clone()).unwrap_or_default();
    let mut before = ' ';
    for (at, sign) in characters.char_indices().map(|(at, sign)| (word.start + at, sign)) {
        let after = before;
        before = sign;
        if sign == '\u{a0}' {
            breaks.push(Break { end: at, next: at + sign.len_utf8(), cost: IN_GROUP });
            part = at + sign.len_utf8();
        } else if at == part {
            continue;
        } else if SIGNS.contains(&after) {
            breaks.push(Break { end: at, next: at, cost: AT_SIGN });
            part = at;
        } else {
            let rest = text.get(at..word.end).unwrap_or_default();
            let end =
                rest.find(|sign| sign == '\u{a0}' || SIGNS.contains(&sign)).map_or(word.end, |n| at + n + 1);
            if advances.width(&(part..end)) > width {
                breaks.push(Break { end: at, next: at, cost: ANYWHERE });
            }
        }
    }
}
