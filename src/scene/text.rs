//! Blocks of text: broken, shaped, measured.

use super::breaks::{self, Shape};
use super::{Fonts, Text, strong};

/// Noto Sans, in em: from the baseline up to the top of a capital, and the line's declared extent.
const CAPITAL: f32 = 0.714;
const ASCENT: f32 = 1.069;
const DESCENT: f32 = 0.293;

/// Size and leading in pixels, and weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Font size.
    pub size: f32,
    /// Line height.
    pub leading: f32,
    /// Bold instead of regular.
    pub bold: bool,
}

impl Style {
    /// From the top of a line's box down to its baseline.
    pub fn baseline(self) -> f32 {
        (self.leading - (ASCENT + DESCENT) * self.size) / 2.0 + ASCENT * self.size
    }

    /// From the top of a line's box down to the top of an unmarked capital: what the eye takes for the
    /// top of the text when it compares it with a shape.
    pub fn capital_top(self) -> f32 {
        self.baseline() - CAPITAL * self.size
    }

    /// Height of an unmarked capital.
    pub fn capital(self) -> f32 {
        CAPITAL * self.size
    }

    /// From the last baseline down to the bottom of the line's box.
    pub fn below(self) -> f32 {
        self.leading - self.baseline()
    }
}

/// A paragraph that has been broken into lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What to draw.
    pub text: Text,
    /// How it is set.
    pub style: Style,
    /// The lines.
    pub lines: Vec<String>,
    /// Width of the longest line, in pixels.
    pub width: f32,
    /// Height of all lines, in pixels.
    pub height: f32,
    /// Every line ends where the sense allows it.
    pub sound: bool,
}

impl Block {
    /// Words (tiếng) in it: what a reader's time is counted in.
    pub fn words(&self) -> usize {
        self.lines.iter().map(|line| words(line)).sum()
    }

    /// Whether it makes a good heading: the lines are sound and the last is more than a lonely word.
    pub fn fair(&self) -> bool {
        let torn = self.lines.len() > 1 && self.lines.last().is_some_and(|line| words(line) < 2);
        self.sound && !torn
    }
}

/// Words (tiếng) in a text; a non-breaking space divides them as any other.
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

impl Fonts {
    /// A heading in a column of `width` pixels: balanced lines.
    pub fn heading(&mut self, text: &str, style: Style, width: f32) -> Block {
        self.broken(text, style, width, Shape::Balanced)
    }

    /// Running text in a column of `width` pixels. Line feeds are kept.
    pub fn body(&mut self, text: &str, style: Style, width: f32) -> Block {
        self.broken(text, style, width, Shape::Ragged)
    }

    /// Lines that are already chosen (a part of a block, on another page).
    pub fn set(&mut self, lines: Vec<String>, style: Style, width: f32) -> Block {
        let text = self.shape(&lines.join("\n"), style, width);
        let widest = text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
        let height = lines.len() as f32 * style.leading;
        Block { text, style, width: widest, height, lines, sound: true }
    }

    /// Width of `text` on one line, in pixels.
    pub fn width(&mut self, text: &str, style: Style) -> f32 {
        self.advances(text, style.bold).width(&(0..text.len())) * style.size
    }

    /// `text` within `room` pixels on one line: whole, or its first words, at least `fewest` of them, and an ellipsis.
    /// `None` where that has no room.
    pub fn shortened(&mut self, text: &str, style: Style, room: f32, fewest: usize) -> Option<String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let shorter =
            (fewest..words.len()).rev().filter_map(|count| Some(words.get(..count)?.join(" ") + "…"));
        let mut lines = std::iter::once(words.join(" ")).chain(shorter);
        lines.find(|line| self.width(line, style) <= room)
    }

    fn broken(&mut self, text: &str, style: Style, width: f32, shape: Shape) -> Block {
        let mut lines = Vec::new();
        let mut sound = true;
        for paragraph in text.lines() {
            let advances = self.advances(paragraph, style.bold);
            let broken = breaks::lines(paragraph, &advances, width / style.size, shape);
            sound &= broken.sound;
            lines.extend(
                broken.ranges.into_iter().filter_map(|range| paragraph.get(range)).map(str::to_string),
            );
        }
        strong::closed(&mut lines);
        Block { sound, ..self.set(lines, style, width) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { size: 60.0, leading: 87.0, bold: false };

    #[test]
    fn the_baseline_is_where_the_library_draws_it() {
        let mut fonts = Fonts::embedded();
        let block = fonts.body("Cộng Hiền", STYLE, 1000.0);
        let run = block.text.buffer.layout_runs().next().unwrap();
        assert!((run.line_y - STYLE.baseline()).abs() < 1.0, "{} {}", run.line_y, STYLE.baseline());
    }

    #[test]
    fn a_heading_never_ends_in_one_word() {
        let mut fonts = Fonts::embedded();
        let text = "Cải cách hành chính là gì và vì sao nhà trường cần làm";
        for width in (300..2000).step_by(10) {
            let block = fonts.heading(text, STYLE, width as f32);
            let last = block.lines.last().unwrap();
            assert!(words(last) > 1, "{width}: {:?}", block.lines);
            assert!(block.width <= width as f32 + 0.5);
        }
    }

    #[test]
    fn a_number_stays_with_its_word_at_every_width() {
        let mut fonts = Fonts::embedded();
        let text =
            "Nghị quyết số 76/NQ-CP, lớp 10A1 họp trong 15 phút, gọi 1800 1096 hoặc (0225)\u{a0}3\u{a0}000";
        for width in (420..2000).step_by(10) {
            let block = fonts.body(text, STYLE, width as f32);
            for group in ["số 76/NQ-CP", "lớp 10A1", "15 phút", "1800 1096", "(0225)\u{a0}3\u{a0}000"] {
                assert!(block.lines.iter().any(|line| line.contains(group)), "{width}: {:?}", block.lines);
            }
        }
    }

    #[test]
    fn an_address_wider_than_the_column_is_divided_and_nothing_is_lost() {
        let mut fonts = Fonts::embedded();
        let text = "Xem https://www.thptconghien.haiphong.edu.vn/thu-tuc-hanh-chinh/cap-ban-sao ngay";
        let block = fonts.body(text, STYLE, 500.0);
        assert!(block.width <= 500.5);
        let joined: String = block.lines.concat();
        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
    }

    #[test]
    fn an_address_is_divided_at_its_signs_wherever_its_parts_have_room() {
        let mut fonts = Fonts::embedded();
        for width in (420..1900).step_by(10) {
            let block = fonts.body("www.thptconghien.haiphong.edu.vn", STYLE, width as f32);
            let ends = |line: &String| line.ends_with(['.', 'n']) && !line.ends_with("hien");
            assert!(block.lines.iter().all(ends), "{width}: {:?}", block.lines);
            assert!(block.width <= width as f32 + 0.5);
        }
    }

    #[test]
    fn empty_text_has_no_height() {
        let mut fonts = Fonts::embedded();
        assert_eq!(fonts.body("", STYLE, 100.0).height, 0.0);
    }
}
