//! Rows that stay whole, stacked and divided into pages of about the same height.

use super::Node;
use super::flow::{Column, GAPS, Piece};
use super::layout::{Layout, Page};

/// A part of a page that is never divided, drawn from its own left top corner.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What to draw; its words count for the page.
    pub part: Page,
    /// In pixels.
    pub height: f32,
    /// Space above it in pixels, none at the top of a page.
    pub above: f32,
}

impl Row {
    /// The row under `above` pixels of space.
    pub fn under(self, above: f32) -> Row {
        Row { above, ..self }
    }
}

/// The rows of one page.
#[derive(Clone, Debug, Default)]
pub struct Stack {
    /// From the top.
    pub rows: Vec<Row>,
    /// With the spaces between them, in pixels.
    pub height: f32,
}

impl Stack {
    /// A page of nothing else, with the rows' left top corner at (`x`, `y`).
    pub fn page(&self, x: f32, y: f32) -> Page {
        let mut page = Page::default();
        let mut top = y;
        for (index, row) in self.rows.iter().enumerate() {
            top += if index > 0 { row.above } else { 0.0 };
            page.place(&row.part, x, top);
            top += row.height;
        }
        page
    }
}

/// Divides `rows` into as few pages of `height` pixels and at most `most` rows as they need, about equally
/// full. The spaces between them shrink before a page is added.
pub fn stack(rows: &[Row], height: f32, most: usize) -> Vec<Stack> {
    let mut best = fill(rows, height, most, 1.0);
    let mut gaps = 1.0;
    for tighter in GAPS {
        let pages = fill(rows, height, most, tighter);
        if pages.len() < best.len() {
            (best, gaps) = (pages, tighter);
        }
    }
    let count = best.len();
    // Pages of as many rows each, give or take one, where they have room.
    let share = |page: usize| page * rows.len() / count.max(1);
    let alike = (0..count).filter_map(|page| {
        let rows = rows.get(share(page)..share(page + 1))?;
        let [stack]: [Stack; 1] = fill(rows, height, most, gaps).try_into().ok()?;
        Some(stack)
    });
    let alike: Vec<Stack> = alike.collect();
    if alike.len() == count {
        return alike;
    }
    let (mut low, mut high) = (0.0, height);
    for _ in 0..10 {
        let middle = (low + high) / 2.0;
        if fill(rows, middle, most, gaps).len() > count { low = middle } else { high = middle }
    }
    fill(rows, high, most, gaps)
}

/// Fills pages one after the other; `gaps` scales the space between rows.
fn fill(rows: &[Row], height: f32, most: usize, gaps: f32) -> Vec<Stack> {
    let mut pages: Vec<Stack> = Vec::new();
    for row in rows {
        let row = Row { above: row.above * gaps, ..row.clone() };
        let with = |page: &Stack| page.height + row.above + row.height;
        match pages.last_mut().filter(|page| page.rows.len() < most && with(page) <= height + 0.5) {
            Some(page) => {
                page.height = with(page);
                page.rows.push(row);
            }
            None => pages.push(Stack { height: row.height, rows: vec![row] }),
        }
    }
    pages
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
        Node::Image { rect, clip, .. } => {
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
        let row = |column: &Column| Row { part: column.page(indent, 0.0), height: column.height, above: 0.0 };
        columns.iter().map(row).collect()
    }
}
