//! The foot of a slide: where it comes from, what still has to be confirmed, which page this is.

use crate::model::Color;

use super::Rect;
use super::flow::Column;
use super::grid::Role;
use super::layout::{Layout, Page};
use super::text::Block;

/// Printed on a slide whose facts the school has not confirmed yet.
const CONFIRM: &str = "Cần nhà trường xác nhận";
/// Space above the foot, in u.
const ABOVE: f32 = 3.0;
/// Thickness of the page segments, in u.
const SEGMENT: f32 = 0.8;

/// A source of more lines is no note: it joins the body.
const LINES: usize = 2;

/// What stands at the foot of a slide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Foot<'a> {
    /// Where it comes from.
    pub source: Option<&'a str>,
    /// "Cần nhà trường xác nhận" is printed.
    pub confirm: bool,
}

/// A line of the foot: the source, or what has to be confirmed.
struct Line {
    block: Block,
    confirm: bool,
}

/// The lines of a foot, from the top.
struct Lines {
    above: Vec<Line>,
    beside: Option<Line>,
}

impl Foot<'_> {
    /// The line of the source, which says that it is one.
    pub fn source(&self) -> Option<String> {
        let source = self.source.filter(|source| !source.is_empty())?;
        let named = source.to_lowercase().starts_with("nguồn") || source.to_lowercase().starts_with("theo ");
        Some(if named { source.to_string() } else { format!("Nguồn: {source}") })
    }
}

impl Layout<'_> {
    /// Whether `source` is short enough for a foot `width` wide.
    pub fn is_note(&mut self, source: &str, width: f32) -> bool {
        let foot = Foot { source: Some(source), confirm: false };
        let lines = self.foot_lines(foot, width, 1);
        lines.above.iter().chain(&lines.beside).all(|line| line.block.lines.len() <= LINES)
    }

    /// Pages a body above a foot: `flow` is given the height that the foot takes (with the space above it)
    /// and pages what remains. Gives the columns and that height.
    pub fn above_foot(
        &mut self,
        foot: Foot,
        width: f32,
        mut flow: impl FnMut(&mut Self, f32) -> Vec<Column>,
    ) -> (Vec<Column>, f32) {
        let attempt = |layout: &mut Self, pages| {
            let below = layout.foot_height(foot, width, pages);
            (flow(layout, below), below)
        };
        self.settled(attempt, |(columns, _)| columns.len())
    }

    /// What `attempt` makes of one page; of a foot that says so when there are more; of a wider page mark when
    /// their number needs it.
    pub fn settled<T>(
        &mut self,
        mut attempt: impl FnMut(&mut Self, usize) -> T,
        pages: impl Fn(&T) -> usize,
    ) -> T {
        for (assumed, beyond) in [(1, 2), (2, 10), (10, 100)] {
            let made = attempt(self, assumed);
            if pages(&made) < beyond {
                return made;
            }
        }
        attempt(self, 100)
    }

    /// Pages of the same item that are not this slide's.
    fn others(&self) -> usize {
        self.series.0 + self.series.1
    }

    /// Height of the foot and of the space above it; 0 when there is nothing to say.
    pub fn foot_height(&mut self, foot: Foot, width: f32, pages: usize) -> f32 {
        let pages = pages + self.others();
        let lines = self.foot_lines(foot, width, pages);
        let height = lines.above.iter().map(|line| line.block.height).sum::<f32>() + self.last(&lines, pages);
        if height > 0.0 { height + self.u(ABOVE) } else { 0.0 }
    }

    /// Draws the foot at the bottom of `space`; the segments of `pages`, of which `number` counts from 0, are
    /// filled in `color`, the slide's one accent.
    pub fn foot(
        &mut self,
        page: &mut Page,
        foot: Foot,
        space: Rect,
        (number, pages): (usize, usize),
        color: Color,
    ) {
        let (number, pages) = (number + self.series.0, pages + self.others());
        let lines = self.foot_lines(foot, space.w, pages);
        let bottom = space.y + space.h;
        if pages > 1 {
            self.page_mark(page, space, (number, pages), color);
        }
        let mut top = bottom - self.last(&lines, pages);
        if let Some(line) = &lines.beside {
            // It ends on the baseline of "Trang 2/4".
            self.line(page, line, space.x, bottom - self.segments(pages) - line.block.height);
        }
        for line in lines.above.iter().rev() {
            top -= line.block.height;
            self.line(page, line, space.x, top);
        }
    }

    fn line(&self, page: &mut Page, line: &Line, x: f32, y: f32) {
        let style = line.block.style;
        if line.confirm {
            // The triangle and the words say it; a colour of their own would be a second accent.
            let color = self.theme.text;
            page.triangle(x, y + style.capital_top(), style.capital() * 1.08, color);
            page.text(&line.block, x + self.mark(), y, color);
        } else {
            page.text(&line.block, x, y, self.theme.quiet);
        }
    }

    /// Height of the row of the page mark and what stands beside it.
    fn last(&self, lines: &Lines, pages: usize) -> f32 {
        let beside = lines.beside.as_ref().map_or(0.0, |line| line.block.height);
        let mark = if pages > 1 { self.style(Role::Note).leading } else { 0.0 };
        let row = beside.max(mark);
        if row > 0.0 { row + self.segments(pages) } else { 0.0 }
    }

    /// Width of the warning triangle and the space after it.
    fn mark(&self) -> f32 {
        self.style(Role::Note).size * 1.1
    }

    /// In a narrow column everything stands above the page mark. Under a wide slide the source stands beside
    /// it, and the line to be confirmed above both; without a source that line takes its place.
    fn foot_lines(&mut self, foot: Foot, width: f32, pages: usize) -> Lines {
        let narrow = self.narrow(width);
        let marked = if pages > 1 { self.page_mark_width(pages) + 2.0 * self.grid.gap() } else { 0.0 };
        let taken = if narrow { 0.0 } else { marked };
        let source = foot.source().map(|source| self.heading(&source, Role::Note, width - taken));
        let source = source.map(|block| Line { block, confirm: false });
        let room = width - self.mark();
        let style = self.style(Role::NoteStrong);
        let confirm = foot.confirm.then(|| self.fonts.body(CONFIRM, style, room));
        let confirm = confirm.map(|block| Line { block, confirm: true });
        let fits = confirm.as_ref().is_some_and(|line| line.block.width <= room - taken);
        match (confirm, source) {
            (confirm, source) if narrow => {
                Lines { above: confirm.into_iter().chain(source).collect(), beside: None }
            }
            (confirm, None) if fits => Lines { above: Vec::new(), beside: confirm },
            (confirm, source) => Lines { above: confirm.into_iter().collect(), beside: source },
        }
    }

    /// Whether a foot of `width` pixels stands in a column of its own.
    fn narrow(&self, width: f32) -> bool {
        width < self.grid.content.w / 2.0
    }

    /// Height of the segments, under the last line of the foot.
    fn segments(&self, pages: usize) -> f32 {
        if pages > 1 { self.u(SEGMENT) } else { 0.0 }
    }

    /// The same for all numbers of pages that [`Layout::settled`] takes for one.
    fn page_mark_width(&mut self, pages: usize) -> f32 {
        let most = match pages {
            ..10 => 8,
            10..100 => 88,
            _ => pages,
        };
        let style = self.style(Role::Note);
        self.fonts.width(&page_words(most, most), style)
    }

    /// "Trang 2/4" over segments of which two are filled, at the right bottom of `space`; at the left of a
    /// narrow column.
    fn page_mark(&mut self, page: &mut Page, space: Rect, (number, pages): (usize, usize), color: Color) {
        let width = self.page_mark_width(pages);
        let x = if self.narrow(space.w) { space.x } else { space.x + space.w - width };
        let bottom = space.y + space.h;
        let thick = self.u(SEGMENT);
        let gap = self.u(0.8).min(width / pages as f32 / 3.0);
        let each = (width - gap * (pages - 1) as f32) / pages as f32;
        for segment in 0..pages {
            let (color, high) =
                if segment <= number { (color, thick) } else { (self.theme.muted, thick * 0.35) };
            page.fill(
                Rect { x: x + segment as f32 * (each + gap), y: bottom - high, w: each, h: high },
                color,
            );
        }
        let style = self.style(Role::Note);
        let label = self.fonts.body(&page_words(number + 1, pages), style, width * 2.0);
        page.text(&label, x, bottom - thick - label.height, self.theme.quiet);
    }
}

fn page_words(number: usize, pages: usize) -> String {
    format!("Trang\u{a0}{number}/{pages}")
}
