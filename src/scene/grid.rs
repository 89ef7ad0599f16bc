//! The grid: every measure of a screen, from its size and `screen.toml` alone.

use unicode_normalization::UnicodeNormalization;

use crate::model::{Area, Foot, Part, Screen, Sizes};

use super::Rect;
use super::text::Style;

/// Margin of the stage on all sides, in u.
const MARGIN: f32 = 6.0;
/// The same in a zone, which is divided from the next by its ground.
const MARGIN_ZONE: f32 = 4.0;
/// The same on a screen that is nearly square (4:3), where header and footer leave few lines.
const MARGIN_SQUARE: f32 = 4.5;
const SQUARE: f32 = 1.45;
/// Header of one row; a second row (portrait) adds [`ROW`].
const HEADER: f32 = 9.0;
/// Footer of one row; a second row adds [`ROW`].
const FOOTER: f32 = 8.0;
/// A further row of header or footer, in u.
const ROW: f32 = 6.5;
/// Gap between columns, in u.
const GAP: f32 = 3.0;
/// Characters in the longest line that reads well.
const MEASURE: f32 = 62.0;
/// Mean advance of Vietnamese running text in Noto Sans, in em (measured over the school's plan).
pub(super) const CHARACTER: f32 = 0.53;
/// Header, footer and notes need not be read from afar; they grow less.
const CHROME_GROWTH: f32 = 1.25;

/// What a text is for; each has one size, weight and leading (wall.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A document's number, a short hotline number.
    Display,
    /// Between display and title: a poster's sentence.
    Poster,
    /// A heading of up to eight words.
    Title,
    /// Longer headings.
    Heading,
    /// The few words of a short message, under its heading.
    Lead,
    /// Body size in bold: labels that lead a paragraph.
    Strong,
    /// Everything to be read from afar.
    Body,
    /// Source, date, page.
    Note,
    /// Note in bold: the school's name and the clock in the header.
    NoteStrong,
}

/// Measures of one screen, in pixels of the upright layout.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// 1 % of the shorter side.
    pub u: f32,
    /// The same for text: grown until body text is legible at the distance that `screen.toml` gives.
    pub t: f32,
    /// The whole screen.
    pub screen: Rect,
    /// The screen without what the television's frame hides.
    pub safe: Rect,
    /// The screen without the ticker's strip, or the stage beside other zones: what a poster covers.
    pub free: Rect,
    /// Ground of the header, to the edges of the screen.
    pub header: Option<Rect>,
    /// Ground of the footer, to the edges of the screen.
    pub footer: Option<Rect>,
    /// Between header and footer, to the edges of the screen.
    pub stage: Rect,
    /// Where a slide's text and shapes stand: the stage within safe area and margin.
    pub content: Rect,
    /// The same of header and footer, which reach over every zone.
    pub bar: Rect,
    /// Growth of header, footer and notes.
    pub chrome: f32,
    /// The stage is a zone beside others.
    shared: bool,
    sizes: Sizes,
}

/// Upright size of what is laid out for `screen` on a target of `size` pixels: width and height swapped at 90 and 270
/// degrees; of a zone beside the main one its own.
pub fn layout_size(screen: &Screen, size: (u32, u32)) -> (u32, u32) {
    match screen.part {
        Some(Part::Beside(_)) => {
            let place = place(screen, size);
            (place.w as u32, place.h as u32)
        }
        _ => upright(screen, size),
    }
}

fn upright(screen: &Screen, size: (u32, u32)) -> (u32, u32) {
    if screen.turn % 180 == 90 { (size.1, size.0) } else { size }
}

/// Where on the upright screen the slides of `screen` lie: in its zone, or between header and foot.
pub fn place(screen: &Screen, size: (u32, u32)) -> Rect {
    Grid::whole(screen, screen.part, size).stage
}

impl Grid {
    /// The grid of `screen` on a target of `size` pixels (before the turn).
    pub fn new(screen: &Screen, size: (u32, u32)) -> Grid {
        Grid::of(screen, screen.part, size)
    }

    /// The same for another part of the screen.
    pub(super) fn of(screen: &Screen, part: Option<Part>, size: (u32, u32)) -> Grid {
        let grid = Grid::whole(screen, part, size);
        match part {
            Some(Part::Beside(_)) => grid.alone(),
            _ => grid,
        }
    }

    /// The same in coordinates of the whole screen.
    fn whole(screen: &Screen, part: Option<Part>, size: (u32, u32)) -> Grid {
        let (width, height) = upright(screen, size);
        let whole = Rect { x: 0.0, y: 0.0, w: width.max(1) as f32, h: height.max(1) as f32 };
        let u = whole.w.min(whole.h) / 100.0;
        let growth = screen.growth(whole.w, whole.h).clamp(1.0, Screen::GROWTH);
        let chrome = growth.min(CHROME_GROWTH);
        let safe = inset(whole, whole.w * screen.overscan, whole.h * screen.overscan);
        let c = u * chrome;

        let square = whole.w.max(whole.h) < SQUARE * whole.w.min(whole.h);
        let margin = if square { MARGIN_SQUARE } else { MARGIN } * u;
        let narrow = whole.w < whole.h;
        let header_height = if narrow { HEADER + ROW } else { HEADER } * c;
        let header = screen.header.then_some(Rect { h: safe.y + header_height, ..whole });
        let footer = screen.footer.as_ref().map(|foot| {
            let rows = match foot {
                Foot::Line(line) => footer_rows(line, safe.w - 2.0 * margin, screen.theme.sizes.note * c),
                Foot::Ticker => 1,
            };
            let height = (FOOTER + (rows - 1) as f32 * ROW) * c + (whole.h - safe.y - safe.h);
            Rect { y: whole.h - height, h: height, ..whole }
        });
        let top = header.map_or(0.0, |rect| rect.h);
        let bottom = footer.map_or(whole.h, |rect| rect.y);
        let between = Rect { y: top, h: bottom - top, ..whole };
        let place = part.map(|part| zone(between, part.area()));
        let stage = place.unwrap_or(between);
        let margin = if place.is_some() { MARGIN_ZONE * u } else { margin };
        let shared = matches!(part, Some(Part::Main(_)));
        let free = match screen.footer {
            _ if shared => stage,
            Some(Foot::Ticker) => Rect { h: bottom, ..whole },
            _ => whole,
        };
        let content = inset(intersect(stage, safe), margin, margin);
        let bar = inset(intersect(between, safe), margin, margin);
        Grid {
            u,
            t: u * growth,
            screen: whole,
            safe,
            free,
            header,
            footer,
            stage,
            content,
            bar,
            chrome,
            shared,
            sizes: screen.theme.sizes,
        }
    }

    /// The grid of the stage for itself, in coordinates of its own.
    fn alone(self) -> Grid {
        let Rect { x, y, .. } = self.stage;
        let moved = |rect: Rect| Rect { x: rect.x - x, y: rect.y - y, ..rect };
        let stage = moved(self.stage);
        let safe = intersect(moved(self.safe), stage);
        Grid {
            screen: stage,
            safe,
            free: stage,
            header: None,
            footer: None,
            stage,
            content: moved(self.content),
            ..self
        }
    }

    /// Whether the parts of a slide are stacked rather than side by side.
    pub fn portrait(&self) -> bool {
        self.screen.w < self.screen.h
    }

    /// Whether other zones lie beside the stage.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Gap between columns.
    pub fn gap(&self) -> f32 {
        GAP * self.u
    }

    /// Size, weight and leading of a role.
    pub fn style(&self, role: Role) -> Style {
        let Sizes { display, title, heading, body, note } = self.sizes;
        let (size, leading, bold) = match role {
            Role::Display => (display, 1.2, true),
            Role::Poster => ((display * title).sqrt(), 1.3, true),
            Role::Title => (title, 1.35, true),
            Role::Heading => (heading, 1.4, true),
            Role::Lead => (heading, 1.4, false),
            Role::Strong => (body, 1.45, true),
            Role::Body => (body, 1.45, false),
            Role::Note => (note, 1.4, false),
            Role::NoteStrong => (note, 1.4, true),
        };
        let pixels = match role {
            Role::Note | Role::NoteStrong => size * self.chrome * self.u,
            // Large enough from afar as they are, but never below what grew.
            Role::Display | Role::Poster => (size * self.u).max(title * self.t),
            _ => size * self.t,
        };
        Style { size: pixels, leading: pixels * leading, bold }
    }

    /// The widest column of body text that reads well.
    pub fn measure(&self) -> f32 {
        MEASURE * CHARACTER * self.style(Role::Body).size
    }

    /// Splits the content into five and seven twelfths (text beside text, or picture beside text).
    pub fn columns(&self) -> (Rect, Rect) {
        let content = self.content;
        let five = (content.w - self.gap()) * 5.0 / 12.0;
        let seven = content.w - self.gap() - five;
        (Rect { w: five, ..content }, Rect { x: content.x + five + self.gap(), w: seven, ..content })
    }
}

/// The place of a zone in what lies between header and foot, on whole pixels.
fn zone(between: Rect, area: &Area) -> Rect {
    let share = if between.w > between.h { area.wide } else { area.tall };
    let edge = |from: f32, length: f32, part: f32| (from + length * part).round();
    let (left, top) = (edge(between.x, between.w, share.x), edge(between.y, between.h, share.y));
    let (right, bottom) =
        (edge(between.x, between.w, share.x + share.w), edge(between.y, between.h, share.y + share.h));
    Rect { x: left, y: top, w: (right - left).max(1.0), h: (bottom - top).max(1.0) }
}

/// One row or two, guessed a little on the safe side: the stage must be known without shaping a text.
fn footer_rows(line: &str, width: f32, size: f32) -> usize {
    let guessed: f32 = line.nfd().map(advance).sum();
    if guessed * size * 1.01 > width { 2 } else { 1 }
}

/// Advance of a letter of Noto Sans Regular in em, to the next of six widths; marks have none.
pub(super) fn advance(letter: char) -> f32 {
    match letter {
        '\u{300}'..='\u{36f}' => 0.0,
        ' ' | '\u{a0}' | ',' | '.' | ':' | ';' | '!' | '\'' | 'i' | 'j' | 'l' | 'I' | 'J' => 0.27,
        'r' | 't' | 'f' | '-' | '(' | ')' | '/' | '?' => 0.42,
        'c' | 's' | 'k' | 'v' | 'x' | 'y' | 'z' => 0.52,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.94,
        upper if upper.is_uppercase() => 0.74,
        digit if digit.is_ascii_digit() => 0.57,
        _ => 0.61,
    }
}

/// `rect` smaller by `x` at left and right and `y` at top and bottom, never negative.
pub(super) fn inset(rect: Rect, x: f32, y: f32) -> Rect {
    Rect { x: rect.x + x, y: rect.y + y, w: (rect.w - 2.0 * x).max(1.0), h: (rect.h - 2.0 * y).max(1.0) }
}

/// What two rectangles share.
pub(super) fn intersect(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let (right, bottom) = ((a.x + a.w).min(b.x + b.w), (a.y + a.h).min(b.y + b.h));
    Rect { x, y, w: (right - x).max(1.0), h: (bottom - y).max(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::Fonts;

    #[test]
    fn a_guessed_line_is_hardly_longer_than_the_shaped_one() {
        let mut fonts = Fonts::embedded();
        let style = Style { size: 100.0, leading: 140.0, bold: false };
        for line in [
            "Tổng đài Cổng Dịch vụ công quốc gia: 1800 1096",
            "Phản ánh, kiến nghị về thủ tục hành chính: gặp văn phòng nhà trường",
            "https://www.thptconghien.haiphong.edu.vn/",
        ] {
            let shaped = fonts.width(line, style);
            let guessed = line.nfd().map(advance).sum::<f32>() * 100.0;
            assert!((0.99..1.06).contains(&(guessed / shaped)), "{line}: {guessed} {shaped}");
        }
    }

    #[test]
    fn text_grows_to_be_legible_at_the_distance() {
        let mut screen = Screen::bare(chrono_tz::Asia::Ho_Chi_Minh);
        let body = |screen: &Screen| Grid::new(screen, (1920, 1080)).style(Role::Body).size / 10.8;
        assert!((body(&screen) - 6.0).abs() < 0.01);
        // wall.md: a 43-inch screen read at 5 m needs 7.8u; a 65-inch one needs no more than 6u.
        screen.legibility = Some((43.0, 5.0));
        assert!((body(&screen) - 7.8).abs() < 0.1, "{}", body(&screen));
        screen.legibility = Some((65.0, 5.0));
        assert!((body(&screen) - 6.0).abs() < 0.01);
    }

    #[test]
    fn a_turned_screen_is_laid_out_upright() {
        let mut screen = Screen::bare(chrono_tz::Asia::Ho_Chi_Minh);
        screen.turn = 90;
        assert_eq!(layout_size(&screen, (1920, 1080)), (1080, 1920));
        assert!(Grid::new(&screen, (1920, 1080)).portrait());
        screen.turn = 180;
        assert!(!Grid::new(&screen, (1920, 1080)).portrait());
    }
}
