//! The embedded fonts and the shaped text they gave. Owned by `app`, lent to `show` (to measure) and
//! `gpu` (to draw).

use std::collections::HashMap;
use std::sync::Arc;

use glyphon::fontdb::{Database, Source};
use glyphon::{Attrs, Buffer, Family, FontSystem, Metrics, Shaping, Weight, Wrap};

use super::breaks::Advances;
use super::{Style, Text, TextKey, strong};

/// The family's name inside the font files; a family that is not found would fall back silently.
const FAMILY: &str = "Noto Sans";
/// Texts kept shaped. A slide has about twenty, the largest table some thousand; the clock adds one a minute, a
/// countdown one a second. Beyond it all are dropped, which costs one reshaping (0.5 ms) and bounds the memory of a
/// screen that runs for months.
const KEPT: usize = 4096;

/// Noto Sans, regular and bold; no scan of the system's fonts (153 ms on the start-up path, tech.md).
pub struct Fonts {
    /// cosmic-text's fonts and shaping caches.
    pub system: FontSystem,
    shaped: HashMap<(String, [u32; 3], bool), Text>,
    advances: HashMap<(String, bool), Arc<Advances>>,
}

impl Fonts {
    /// The embedded family.
    pub fn embedded() -> Fonts {
        let mut db = Database::new();
        for face in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
            db.load_font_source(Source::Binary(Arc::new(face)));
        }
        Fonts {
            system: FontSystem::new_with_locale_and_db("vi-VN".into(), db),
            shaped: HashMap::new(),
            advances: HashMap::new(),
        }
    }

    /// Shapes `lines` (already broken, divided by `\n`) in `style`; the same text twice is the same buffer.
    /// `width` is the box they were broken for, in pixels.
    pub(super) fn shape(&mut self, lines: &str, style: Style, width: f32) -> Text {
        let bits = [style.size.to_bits(), style.leading.to_bits(), width.to_bits()];
        let key = (lines.to_string(), bits, style.bold);
        if let Some(text) = self.shaped.get(&key) {
            return text.clone();
        }
        if self.shaped.len() >= KEPT {
            self.shaped.clear();
        }
        let buffer = Arc::new(shape(&mut self.system, lines, style));
        let Style { size, leading, bold } = style;
        let key_of_text = Arc::new(TextKey { string: lines.to_string(), size, leading, bold, width });
        let text = Text { key: key_of_text, buffer };
        self.shaped.insert(key, text.clone());
        text
    }

    /// Where each byte of `text`, set on one line, begins.
    pub(super) fn advances(&mut self, text: &str, bold: bool) -> Arc<Advances> {
        let key = (text.to_string(), bold);
        if let Some(known) = self.advances.get(&key) {
            return known.clone();
        }
        if self.advances.len() >= KEPT {
            self.advances.clear();
        }
        let style = Style { size: Advances::SIZE, leading: Advances::SIZE, bold };
        let buffer = shape(&mut self.system, text, style);
        let glyphs = buffer.layout_runs().flat_map(|run| run.glyphs.iter());
        let written = strong::places(text);
        let place = |shaped: usize| written.get(shaped).copied().unwrap_or(shaped);
        let found = Arc::new(Advances::new(text, glyphs.map(|glyph| (place(glyph.start), glyph.x, glyph.w))));
        self.advances.insert(key, found.clone());
        found
    }
}

/// One buffer, never wrapped by the library: `breaks` has chosen the lines.
fn shape(system: &mut FontSystem, lines: &str, style: Style) -> Buffer {
    let mut buffer = Buffer::new(system, Metrics::new(style.size, style.leading));
    let attrs = |bold: bool| {
        let weight = if bold { Weight::BOLD } else { Weight::NORMAL };
        Attrs::new().family(Family::Name(FAMILY)).weight(weight)
    };
    buffer.set_wrap(Wrap::None);
    buffer.set_size(None, None);
    if strong::is_plain(lines) {
        buffer.set_text(lines, &attrs(style.bold), Shaping::Advanced, None);
    } else {
        let runs = strong::runs(lines).map(|(run, bold)| (run, attrs(style.bold || bold)));
        buffer.set_rich_text(runs, &attrs(style.bold), Shaping::Advanced, None);
    }
    buffer.shape_until_scroll(system, false);
    buffer
}

impl Default for Fonts {
    fn default() -> Fonts {
        Fonts::embedded()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(text: &str, bold: bool) -> Vec<f32> {
        let mut fonts = Fonts::embedded();
        let buffer = shape(&mut fonts.system, text, Style { size: 100.0, leading: 140.0, bold });
        buffer.layout_runs().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.w)).collect()
    }

    #[test]
    fn digits_are_tabular_in_both_weights() {
        for bold in [false, true] {
            let widths = widths("0123456789", bold);
            assert_eq!(widths.len(), 10);
            assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
        }
    }

    #[test]
    fn every_vietnamese_letter_has_a_glyph_in_both_weights() {
        let marked = "ĂÂĐÊÔƠƯăâđêôơưÀÁÃÈÉÌÍÒÓÕÙÚÝàáãèéìíòóõùúýĨĩŨũ₫–—“”…·×"
            .chars()
            .chain('\u{1EA0}'..='\u{1EF9}')
            .collect::<String>();
        let mut fonts = Fonts::embedded();
        for bold in [false, true] {
            let buffer = shape(&mut fonts.system, &marked, Style { size: 40.0, leading: 60.0, bold });
            for run in buffer.layout_runs() {
                for glyph in run.glyphs {
                    assert_ne!(glyph.glyph_id, 0, "{:?}", &run.text[glyph.start..glyph.end]);
                }
            }
        }
    }

    #[test]
    fn the_same_text_is_shaped_once() {
        let mut fonts = Fonts::embedded();
        let style = Style { size: 60.0, leading: 87.0, bold: false };
        let (a, b) = (fonts.shape("Cộng Hiền", style, 500.0), fonts.shape("Cộng Hiền", style, 500.0));
        assert!(Arc::ptr_eq(&a.buffer, &b.buffer));
    }
}
