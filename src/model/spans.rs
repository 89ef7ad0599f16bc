//! Ranges of time, together and apart.

use std::ops::Range;

/// The same moments as ranges in order that do not touch.
pub(super) fn union<T: Copy + Ord>(ranges: impl Iterator<Item = Range<T>>) -> Vec<Range<T>> {
    let mut ranges: Vec<_> = ranges.collect();
    ranges.sort_by_key(|range| range.start);
    let mut union: Vec<Range<T>> = Vec::new();
    for range in ranges {
        match union.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => union.push(range),
        }
    }
    union
}

/// What is left of `range` without the `taken` ones, which are in order.
pub(super) fn without<T: Copy + Ord>(range: &Range<T>, taken: &[Range<T>]) -> Vec<Range<T>> {
    let mut left = Vec::new();
    let mut from = range.start;
    for taken in taken.iter().filter(|taken| taken.end > range.start && taken.start < range.end) {
        left.push(from..taken.start);
        from = taken.end;
    }
    left.push(from..range.end);
    left.retain(|range| range.start < range.end);
    left
}
