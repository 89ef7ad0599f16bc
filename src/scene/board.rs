//! What stands still while the pages of a slide turn: the title, the code, the foot.

use crate::model::{Color, Qr};

use super::Rect;
use super::flow::Piece;
use super::foot::Foot;
use super::grid::Role;
use super::layout::{Layout, Page};
use super::text::{Block, words};

/// From the top of the accent bar to the top of the title's capitals, in u.
const BAR: f32 = 4.5;
/// From the title's box to the body, in u.
const UNDER: f32 = 3.5;
/// The body lines that a title leaves room for.
const LINES: f32 = 2.0;
/// The share of the width of a column with title, code and foot: "Cần nhà trường xác nhận" stays on one line.
const STANDING: f32 = 0.43;
/// The largest share of the height that a title takes above the body, and what is left of one that is cut.
const WHOLE: f32 = 0.4;
const CUT: f32 = 0.25;
/// The largest share of the height that the foot takes: a source of more lines is no note.
const FOOT: f32 = 0.26;
/// A title beside the body needs a column of this many text units: nine characters of a title.
const COLUMN: f32 = 58.0;
/// Words of a title that is set in title size.
const SHORT: usize = 8;

/// Where the title stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above the body, the code at the right (under the body on an upright screen).
    Above,
    /// At the left of the body, the code under it.
    Beside,
}

/// What a board is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The space of the whole slide.
    pub area: Rect,
    /// A word beside the bar that names the kind of slide.
    pub kicker: Option<&'a str>,
    /// The heading.
    pub title: &'a str,
    /// Colour of the bar above it.
    pub color: Color,
    /// The code.
    pub qr: Option<&'a Qr>,
    /// Source and confirmation.
    pub foot: Foot<'a>,
}

impl Parts<'_> {
    /// Draws the bar, and the kicker beside it, at (`x`, `y`); gives the y of the top of the capitals of a
    /// title in `role` or smaller.
    pub fn head(&self, page: &mut Page, (x, y): (f32, f32), role: Role, layout: &mut Layout) -> f32 {
        let mut line = Rect { x, y, w: layout.u(12.0), h: layout.u(1.0) };
        if let Some(kicker) = self.kicker {
            let style = layout.style(Role::NoteStrong);
            let block = layout.body(kicker, Role::NoteStrong, self.area.w - line.w);
            page.text(&block, x + line.w + layout.u(2.0), y - style.capital_top(), self.color);
            line.y += (style.capital() - line.h) / 2.0;
        }
        page.fill(line, self.color);
        y + self.head_height(role, layout)
    }

    /// From the top of the bar, or of the kicker's capitals, to the top of the capitals of a title in `role` or
    /// smaller, in pixels.
    pub fn head_height(&self, role: Role, layout: &Layout) -> f32 {
        if self.kicker.is_none() {
            return layout.u(BAR);
        }
        let style = layout.style(Role::NoteStrong);
        let boxes = style.leading - style.capital_top() + layout.style(role).capital_top();
        boxes.max(layout.u(BAR) + 1.5 * style.capital())
    }

    /// The height that a title of one line takes with the fewest lines under it and the foot, in pixels.
    pub fn least_height(&self, layout: &mut Layout) -> f32 {
        let lines = layout.style(Role::Strong).leading + LINES * layout.style(Role::Body).leading;
        let foot = layout.foot_height(self.foot, self.area.w, 2);
        self.head_height(Role::Title, layout) + layout.u(UNDER) + lines + foot
    }
}

/// Where the standing parts stand.
struct Board<'a> {
    parts: Parts<'a>,
    /// How many pages the foot's page mark is made for, when there are several.
    assumed: usize,
    title: Block,
    /// The code's space, and whether its address stands beside it.
    qr: Option<(&'a Qr, Rect, bool)>,
    /// The foot's space.
    foot: Rect,
    /// The body's space.
    body: Rect,
    /// Whether the foot, which is higher on one of several pages, is still to be taken off it.
    over_foot: bool,
    /// What has no room and becomes a page of its own, before the body: a title that had to be cut.
    before: Option<String>,
    /// The same for a source that would leave the body no room, after it.
    after: Option<String>,
}

impl Layout<'_> {
    /// The pages of a slide whose title stands above or beside its body: the first of `places` that needs
    /// the fewest; with the title in heading size when that saves one. `fill` is given the body's space and draws
    /// as many pages in it as it needs. The code stands on each of them, unless that needs more pages than to have
    /// the last for itself.
    pub fn board(
        &mut self,
        parts: Parts,
        places: &[Place],
        fill: &mut dyn FnMut(&mut Layout, Rect) -> Vec<Page>,
    ) -> Vec<Page> {
        let Some(standing) = self.fewest(parts, places, fill) else { return Vec::new() };
        let found = match parts.qr.filter(|_| standing.1.len() > 2) {
            None => standing,
            Some(code) => {
                let apart = self.fewest(Parts { qr: None, ..parts }, places, &mut |layout, room| {
                    let mut pages = fill(layout, room);
                    pages.push(layout.qr_page(code, room));
                    pages
                });
                apart.filter(|apart| apart.1.len() < standing.1.len()).unwrap_or(standing)
            }
        };
        let (board, mut pages) = found;
        board.draw(&mut pages, self);
        pages
    }

    /// The board that needs the fewest pages, and their bodies.
    fn fewest<'a>(
        &mut self,
        parts: Parts<'a>,
        places: &[Place],
        fill: &mut dyn FnMut(&mut Layout, Rect) -> Vec<Page>,
    ) -> Option<(Board<'a>, Vec<Page>)> {
        let mut best: Option<(Board, Vec<Page>)> = None;
        // A smaller title leaves more room under it, none beside it.
        let smaller = places.iter().filter(|place| **place == Place::Above);
        let smaller = smaller.map(|place| (place, Role::Heading));
        for (place, largest) in places.iter().map(|place| (place, Role::Title)).chain(smaller) {
            if best.as_ref().is_some_and(|(_, pages)| pages.len() < 2) {
                break;
            }
            let Some(found) = self.placed(parts, *place, largest, fill) else { continue };
            if best.as_ref().is_none_or(|(_, best)| found.1.len() < best.len()) {
                best = Some(found);
            }
        }
        best
    }

    /// The board in one place, and its bodies. A page mark of more digits may leave the foot another line.
    fn placed<'a>(
        &mut self,
        parts: Parts<'a>,
        place: Place,
        largest: Role,
        fill: &mut dyn FnMut(&mut Layout, Rect) -> Vec<Page>,
    ) -> Option<(Board<'a>, Vec<Page>)> {
        let mut found = None;
        for (assumed, beyond) in [(2, 10), (10, 100), (100, usize::MAX)] {
            let board = Board::new(parts, place, (largest, assumed), self)?;
            let pages = board.pages(self, fill);
            let settled = pages.len() < beyond;
            found = Some((board, pages));
            if settled {
                break;
            }
        }
        found
    }

    /// Width of the body of a slide whose title stands beside it, in pixels.
    pub fn beside(&self) -> f32 {
        let content = self.grid.content;
        content.w - (content.w - self.grid.gap()) * STANDING - 1.5 * self.grid.gap()
    }
}

impl<'a> Board<'a> {
    /// With a title in at most the size of a role, for a number of pages; `None` when the place has no room for
    /// the title.
    fn new(parts: Parts<'a>, place: Place, wanted: (Role, usize), layout: &mut Layout) -> Option<Board<'a>> {
        match place {
            Place::Above => Some(Board::above(parts, wanted, layout)),
            Place::Beside => Board::beside(parts, wanted, layout),
        }
    }

    fn above(parts: Parts<'a>, (largest, assumed): (Role, usize), layout: &mut Layout) -> Board<'a> {
        let content = parts.area;
        let portrait = content.w < content.h;
        let lines = LINES * layout.style(Role::Body).leading;
        let one = layout.style(Role::Strong).leading;
        let bar = parts.head_height(Role::Title, layout);
        let taken = bar + layout.u(UNDER);
        let most = |layout: &mut Layout, parts: Parts| {
            content.h - taken - lines - layout.foot_height(parts.foot, content.w, assumed)
        };

        let mut parts = parts;
        let mut after = None;
        let foot = layout.foot_height(parts.foot, content.w, assumed);
        if foot > content.h * FOOT || most(layout, parts) < one {
            after = parts.foot.source();
            parts.foot.source = None;
        }
        let mut room = most(layout, parts);
        let (mut text, mut bottom, mut qr) = (content, content.y + content.h, None);
        if let Some(code) = parts.qr {
            if portrait {
                let h = layout.qr_height(code, content.w, true);
                let gap = layout.u(4.5);
                if room - h - gap >= one {
                    // Above the foot, which is as high on every page.
                    let foot = layout.foot_height(parts.foot, content.w, assumed);
                    let y = bottom - foot - h;
                    room -= h + gap;
                    bottom = y - gap;
                    qr = Some((code, Rect { y, h, ..content }, true));
                }
            } else {
                let foot = layout.foot_height(parts.foot, content.w, assumed);
                let widths = [layout.qr_width(code), layout.grid.columns().0.w];
                let fits = |w: &f32| layout.qr_height(code, *w, false) <= content.h - foot;
                if let Some(w) = widths.into_iter().find(fits) {
                    text.w -= w + layout.u(6.0);
                    qr = Some((code, Rect { x: content.x + content.w - w, w, ..content }, false));
                }
            }
        }
        // A column of its own, however short, is read line by line.
        let narrow = portrait || content.w < layout.grid.content.w;
        let lines = if narrow { [3, 5] } else { [1, 2] };
        let (title, before) = title(
            (parts.title, largest),
            layout,
            text.w,
            [WHOLE, CUT].map(|share| room.min(content.h * share).max(one)),
            lines,
        );
        let y = content.y + taken - title.style.capital_top() + title.height;
        let body = Rect { y, h: bottom - y, ..text };
        let over_foot = qr.is_none() || !portrait;
        Board { parts, assumed, title, qr, foot: content, body, over_foot, before, after }
    }

    /// The standing column: title, code, foot; the foot runs under the body too when it is long.
    fn beside(parts: Parts<'a>, (largest, assumed): (Role, usize), layout: &mut Layout) -> Option<Board<'a>> {
        let content = parts.area;
        let left = Rect { w: (content.w - layout.grid.gap()) * STANDING, ..content };
        let x = left.x + left.w + 1.5 * layout.grid.gap();
        if content.w < content.h || left.w < COLUMN * layout.grid.t {
            return None;
        }
        // The first capitals of the body stand level with the top of the bar.
        let top = content.y - layout.style(Role::Body).capital_top();
        let body = Rect { y: top, w: content.x + content.w - x, x, h: content.y + content.h - top };
        [left, content].into_iter().find_map(|foot| {
            let below = layout.foot_height(parts.foot, foot.w, assumed);
            let mut room = content.h - parts.head_height(Role::Title, layout) - below;
            let qr = parts.qr.map(|code| {
                let h = layout.qr_height(code, left.w, true);
                room -= h + layout.u(4.5);
                (code, Rect { y: content.y + content.h - below - h, h, ..left }, true)
            });
            let width = left.w - layout.grid.gap();
            let (title, before) = title((parts.title, largest), layout, width, [room; 2], [4, 5]);
            let whole = layout.whole_words(parts.title, title.style, width);
            let note = below <= content.h * FOOT;
            // A short title is not cut to save a page.
            let cut = before.is_none() || words(parts.title) > 2 * SHORT;
            let fits = title.height <= room && whole && note && cut;
            let over_foot = foot.w > left.w;
            fits.then_some(Board { parts, assumed, title, qr, foot, body, over_foot, before, after: None })
        })
    }

    fn pages(&self, layout: &mut Layout, fill: &mut dyn FnMut(&mut Layout, Rect) -> Vec<Page>) -> Vec<Page> {
        let alone = self.room(layout, 1);
        let mut pages = fill(layout, alone);
        if pages.len() + usize::from(self.before.is_some()) + usize::from(self.after.is_some()) > 1 {
            let room = self.room(layout, self.assumed);
            pages = self.overflow(layout, self.before.as_deref(), &[Role::Heading, Role::Strong], room);
            pages.extend(fill(layout, room));
            pages.extend(self.overflow(layout, self.after.as_deref(), &[Role::Body], room));
        }
        pages
    }

    /// The body's space when there are `pages`.
    fn room(&self, layout: &mut Layout, pages: usize) -> Rect {
        let foot = if self.over_foot { layout.foot_height(self.parts.foot, self.foot.w, pages) } else { 0.0 };
        Rect { h: (self.body.h - foot).max(1.0), ..self.body }
    }

    /// Pages of one text, in the largest of `roles` that needs one page.
    fn overflow(&self, layout: &mut Layout, text: Option<&str>, roles: &[Role], room: Rect) -> Vec<Page> {
        let Some(text) = text else { return Vec::new() };
        let mut pages = Vec::new();
        for role in roles {
            let piece = Piece { role: *role, ..Piece::body(text, layout.theme.text) };
            let columns = layout.flow(&[piece], room.w, room.h);
            pages = columns.iter().map(|column| column.page(room.x, room.y)).collect();
            let style = layout.style(*role);
            if pages.len() < 2 && layout.whole_words(text, style, room.w) {
                break;
            }
        }
        pages
    }

    /// Draws what stands on every page.
    fn draw(&self, pages: &mut [Page], layout: &mut Layout) {
        let Rect { x, y, .. } = self.parts.area;
        let mut standing = Page::default();
        let top =
            self.parts.head(&mut standing, (x, y), Role::Title, layout) - self.title.style.capital_top();
        standing.text(&self.title, x, top, layout.theme.text);
        if let Some((code, space, beside)) = self.qr {
            layout.qr(&mut standing, code, space, beside);
        }
        let count = pages.len();
        for (number, page) in pages.iter_mut().enumerate() {
            page.place(&standing, 0.0, 0.0);
            if number == 0 {
                page.words += self.title.words();
            }
            layout.foot(page, self.parts.foot, self.foot, (number, count), self.parts.color);
        }
    }
}

/// A title of at most `heights[0]` pixels, or `heights[1]` when it has to be cut: in title size when that is
/// `largest`, it is short and has at most `lines[0]` lines, in heading size when it has at most `lines[1]`, else
/// in bold body size. `None` beside it, unless it had to be cut: then all of it.
fn title(
    (text, largest): (&str, Role),
    layout: &mut Layout,
    width: f32,
    heights: [f32; 2],
    lines: [usize; 2],
) -> (Block, Option<String>) {
    let [height, cut] = heights;
    for (role, most) in [Role::Title, Role::Heading].into_iter().zip(lines) {
        if role == Role::Title && (words(text) > SHORT || largest != role) {
            continue;
        }
        let block = layout.heading(text, role, width);
        let fits = block.lines.len() <= most && block.height <= height;
        if fits && block.fair() && layout.whole_words(text, block.style, width) {
            return (block, None);
        }
    }
    let block = layout.heading(text, Role::Strong, width);
    if block.height <= height {
        return (block, None);
    }
    let fits = ((cut / block.style.leading) as usize).max(1);
    let style = block.style;
    let mut lines: Vec<String> = block.lines.into_iter().take(fits).collect();
    if let Some(last) = lines.last_mut() {
        *last = shortened(last, |line| layout.fonts.width(line, style) <= width);
    }
    (layout.fonts.set(lines, style, width), Some(text.to_string()))
}

/// The line with an ellipsis, without as many words as that takes.
fn shortened(line: &str, mut fits: impl FnMut(&str) -> bool) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    loop {
        let kept = words.join(" ");
        let short = format!("{}…", kept.trim_end_matches([',', ';', '.', ':', '(']));
        if words.len() < 2 || fits(&short) {
            return short;
        }
        words.pop();
    }
}
