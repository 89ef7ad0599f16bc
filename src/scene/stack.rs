//! Rows that stay whole, stacked and divided into pages of about the same height.

use super::Node;
use super::flow::{Column, GAPS, Piece};
use super::layout::{Layout, Page};

/// What pages cost, one being 1: a list torn in two is worse than a page more, one row of it alone on either page
/// worse still, a group that begins on another's page a little bad, an empty page of as many a third.
const TORN: f32 = 1.2;
const ALONE: f32 = 0.3;
const MIXED: f32 = 0.3;
const EMPTY: f32 = 0.33;
/// What tighter gaps have to save.
const TIGHTER: f32 = 0.5;

/// A part of a page that is never divided, drawn from its own left top corner.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What to draw; its words count for the page.
    pub part: Page,
    /// In pixels.
    pub height: f32,
    /// Space above it in pixels, none at the top of a page.
    pub above: f32,
    /// What stands again over it when a page begins with it, and the height of that with the space under it: the
    /// label of a list that goes on.
    pub head: Option<(Page, f32)>,
    /// It begins a group, which rather has a page of its own.
    pub begins: bool,
}

impl Row {
    /// The row under `above` pixels of space.
    pub fn under(self, above: f32) -> Row {
        Row { above, ..self }
    }

    fn head(&self) -> f32 {
        self.head.as_ref().map_or(0.0, |(_, height)| *height)
    }
}

/// The rows of one page.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// From the top.
    pub rows: Vec<Row>,
}

impl Stack {
    /// A page of nothing else, with the rows' left top corner at (`x`, `y`).
    pub fn page(&self, x: f32, y: f32) -> Page {
        let mut page = Page::default();
        let mut top = y;
        for (index, row) in self.rows.iter().enumerate() {
            if let Some((head, height)) = row.head.as_ref().filter(|_| index == 0) {
                page.place(head, x, top);
                top += height;
            }
            top += if index > 0 { row.above } else { 0.0 };
            page.place(&row.part, x, top);
            top += row.height;
        }
        page
    }
}

/// Divides `rows` into as few pages of `height` pixels and at most `most` rows as they need: about equally full,
/// lists whole and groups apart where that can be. The spaces between rows shrink before a page is added.
pub fn stack(rows: &[Row], height: f32, most: usize) -> Vec<Stack> {
    let mut best = (divided(rows, height, most, 1.0), 1.0);
    for tighter in GAPS {
        let found = divided(rows, height, most, tighter);
        if found.cost + TIGHTER < best.0.cost {
            best = (found, tighter);
        }
    }
    let (Divided { starts, .. }, gaps) = best;
    let ends = starts.iter().copied().skip(1).chain([rows.len()]);
    let page = |(from, to): (usize, usize)| {
        let rows = rows.get(from..to).unwrap_or_default().iter();
        Stack { rows: rows.map(|row| Row { above: row.above * gaps, ..row.clone() }).collect() }
    };
    starts.iter().copied().zip(ends).map(page).collect()
}

/// The first row of each page, and what the pages cost.
struct Divided {
    starts: Vec<usize>,
    cost: f32,
}

/// The cheapest pages, by a dynamic programme; `gaps` scales the space between rows.
fn divided(rows: &[Row], height: f32, most: usize, gaps: f32) -> Divided {
    // What whole pages up to each row cost, and where the last of them begins.
    let mut best = vec![(0.0, 0)];
    for to in 1..=rows.len() {
        let mut found = (f32::INFINITY, to - 1);
        let (mut used, mut mixed) = (0.0, 0.0);
        for (from, row) in rows.iter().enumerate().take(to).rev().take(most) {
            used += row.height;
            let full = used + row.head();
            // A row that is higher than a page has one for itself.
            if full > height + 0.5 && from + 1 < to {
                break;
            }
            let slack = ((height - full) / height.max(1.0)).max(0.0);
            let torn = if row.head.is_some() { TORN + ALONE * alone(rows, from) } else { 0.0 };
            let before = best.get(from).map_or(f32::INFINITY, |(cost, _)| *cost);
            let cost = before + 1.0 + torn + mixed + EMPTY * slack * slack;
            if cost < found.0 {
                found = (cost, from);
            }
            used += row.above * gaps;
            mixed += if row.begins { MIXED } else { 0.0 };
        }
        best.push(found);
    }
    let cost = best.last().map_or(0.0, |(cost, _)| *cost);
    let mut starts = Vec::new();
    let mut to = rows.len();
    while let Some((_, from)) = best.get(to).filter(|_| to > 0) {
        starts.push(*from);
        to = *from;
    }
    starts.reverse();
    Divided { starts, cost }
}

/// On how many pages one row of a list stands alone when it is torn before row `at`.
fn alone(rows: &[Row], at: usize) -> f32 {
    let goes_on = |at: Option<usize>| at.and_then(|at| rows.get(at)).is_some_and(|row| row.head.is_some());
    let pages = [at.checked_sub(1), Some(at + 1)].into_iter().filter(|at| !goes_on(*at));
    pages.count() as f32
}

impl Page {
    /// Draws `part` with its left top corner at (`x`, `y`).
    pub fn place(&mut self, part: &Page, x: f32, y: f32) {
        self.words += part.words;
        self.nodes.extend(part.nodes.iter().cloned().map(|node| moved(node, x, y)));
    }
}

fn moved(mut node: Node, dx: f32, dy: f32) -> Node {
    match &mut node {
        Node::Fill { rect, .. } => (rect.x, rect.y) = (rect.x + dx, rect.y + dy),
        Node::Image { rect, clip, .. } | Node::Film { rect, clip, .. } => {
            (rect.x, rect.y) = (rect.x + dx, rect.y + dy);
            (clip.x, clip.y) = (clip.x + dx, clip.y + dy);
        }
        Node::Shape { points, .. } => {
            for point in points {
                *point = (point.0 + dx, point.1 + dy);
            }
        }
        Node::Text { x, y, .. } => (*x, *y) = (*x + dx, *y + dy),
    }
    node
}

impl Layout<'_> {
    /// `pieces` as rows: one, unless they are higher than `height`; `indent` pixels from the left.
    pub fn rows(&mut self, pieces: &[Piece], indent: f32, width: f32, height: f32) -> Vec<Row> {
        let columns = self.flow(pieces, width - indent, height);
        let row =
            |column: &Column| Row { part: column.page(indent, 0.0), height: column.height, ..Row::default() };
        columns.iter().map(row).collect()
    }
}
