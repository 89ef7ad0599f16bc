//! The foot of a slide: where it comes from, what still has to be confirmed, which page this is.

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

impl Foot<'_> {
    /// The line of the source, which says that it is one.
    fn source(&self) -> Option<String> {
        let source = self.source.filter(|source| !source.is_empty())?;
        let named = source.to_lowercase().starts_with("nguồn") || source.to_lowercase().starts_with("theo ");
        Some(if named { source.to_string() } else { format!("Nguồn: {source}") })
    }
}

impl Layout<'_> {
    /// Whether `source` is short enough for a foot `width` wide.
    pub fn is_note(&mut self, source: &str, width: f32) -> bool {
        let foot = Foot { source: Some(source), confirm: false };
        self.foot_blocks(foot, width, LINES).1.is_none_or(|block| block.lines.len() <= LINES)
    }

    /// Pages a body above a foot: `flow` is given the height that the foot takes (with the space above it)
    /// and pages what remains. Gives the columns and that height.
    pub fn above_foot(
        &mut self,
        foot: Foot,
        width: f32,
        mut flow: impl FnMut(&mut Self, f32) -> Vec<Column>,
    ) -> (Vec<Column>, f32) {
        let alone = self.foot_height(foot, width, 1);
        let columns = flow(self, alone);
        if columns.len() < 2 {
            return (columns, alone);
        }
        // Two pages stand for any number: the page mark is as high for all.
        let paged = self.foot_height(foot, width, 2);
        (flow(self, paged), paged)
    }

    /// Height of the foot and of the space above it; 0 when there is nothing to say.
    pub fn foot_height(&mut self, foot: Foot, width: f32, pages: usize) -> f32 {
        let (confirm, source) = self.foot_blocks(foot, width, pages);
        let left = source.map_or(0.0, |block| block.height);
        let right = if pages > 1 { self.style(Role::Note).leading + self.u(SEGMENT) } else { 0.0 };
        let height = confirm.map_or(0.0, |block| block.height) + left.max(right);
        if height > 0.0 { height + self.u(ABOVE) } else { 0.0 }
    }

    /// Draws the foot at the bottom of `space`. Pages count from 0.
    pub fn foot(&mut self, page: &mut Page, foot: Foot, space: Rect, number: usize, pages: usize) {
        let (confirm, source) = self.foot_blocks(foot, space.w, pages);
        let bottom = space.y + space.h;
        let mut top = bottom;
        if let Some(block) = source {
            top -= block.height;
            page.text(&block, space.x, top, self.theme.quiet);
        }
        if pages > 1 {
            top = top.min(self.page_mark(page, space, number, pages));
        }
        if let Some(block) = confirm {
            let style = block.style;
            top -= block.height;
            let color = self.theme.ceremony;
            page.triangle(space.x, top + style.capital_top(), style.capital() * 1.08, color);
            page.text(&block, space.x + self.mark(), top, color);
        }
    }

    /// Width of the warning triangle and the space after it.
    fn mark(&self) -> f32 {
        self.style(Role::Note).size * 1.1
    }

    /// The line to be confirmed, over the whole width, and the source, which leaves room for the page mark.
    fn foot_blocks(&mut self, foot: Foot, width: f32, pages: usize) -> (Option<Block>, Option<Block>) {
        let taken = if pages > 1 { self.page_mark_width(pages) + 2.0 * self.grid.gap() } else { 0.0 };
        let style = self.style(Role::NoteStrong);
        let mark = self.mark();
        let confirm = foot.confirm.then(|| self.fonts.body(CONFIRM, style, width - mark));
        let source = foot.source().map(|source| self.body(&source, Role::Note, width - taken));
        (confirm, source)
    }

    fn page_mark_width(&mut self, pages: usize) -> f32 {
        let style = self.style(Role::Note);
        self.fonts.width(&page_words(pages, pages), style).max(self.u(pages as f32 * 5.0).min(self.u(36.0)))
    }

    /// "Trang 2/4" over segments of which two are filled, at the right bottom of `space`; gives its top.
    fn page_mark(&mut self, page: &mut Page, space: Rect, number: usize, pages: usize) -> f32 {
        let width = self.page_mark_width(pages);
        let (x, bottom) = (space.x + space.w - width, space.y + space.h);
        let thick = self.u(SEGMENT);
        let gap = self.u(0.8).min(width / pages as f32 / 3.0);
        let each = (width - gap * (pages - 1) as f32) / pages as f32;
        for segment in 0..pages {
            let (color, high) =
                if segment <= number { (self.theme.accent, thick) } else { (self.theme.muted, thick * 0.35) };
            page.fill(
                Rect { x: x + segment as f32 * (each + gap), y: bottom - high, w: each, h: high },
                color,
            );
        }
        let style = self.style(Role::Note);
        let label = self.fonts.body(&page_words(number + 1, pages), style, width * 2.0);
        let top = bottom - thick - label.height;
        page.text(&label, x, top, self.theme.quiet);
        top
    }
}

fn page_words(number: usize, pages: usize) -> String {
    format!("Trang\u{a0}{number}/{pages}")
}
