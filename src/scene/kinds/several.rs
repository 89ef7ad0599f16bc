//! Slides one after another: their pages are counted through.

use crate::model::Slide;
use crate::scene::layout::{Layout, Page};

/// Attempts at numbers of pages that fit each other: a page mark of one more digit may need one more page.
const ATTEMPTS: usize = 4;

/// The pages of every part, in order.
pub fn pages(parts: &[Slide], layout: &mut Layout) -> Vec<Page> {
    let mut counts = vec![1; parts.len()];
    let mut pages = Vec::new();
    for _ in 0..ATTEMPTS {
        let made: Vec<Vec<Page>> = (0..)
            .zip(parts)
            .map(|(at, part)| {
                let of = |counts: Option<&[usize]>| counts.unwrap_or_default().iter().sum();
                layout.series = (of(counts.get(..at)), of(counts.get(at + 1..)));
                super::slide_pages(part, layout)
            })
            .collect();
        let found: Vec<usize> = made.iter().map(Vec::len).collect();
        pages = made.into_iter().flatten().collect();
        if found == counts {
            break;
        }
        counts = found;
    }
    layout.series = (0, 0);
    pages
}
