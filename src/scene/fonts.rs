//! The embedded fonts. Owned by `app`, lent to `show` (to measure) and `gpu` (to draw).

use glyphon::FontSystem;
use glyphon::fontdb::{Database, Source};
use std::sync::Arc;

/// Noto Sans, regular and bold; no scan of the system's fonts (153 ms on the start-up path, tech.md).
pub struct Fonts {
    /// cosmic-text's fonts and shaping caches.
    pub system: FontSystem,
}

impl Fonts {
    /// The embedded family.
    pub fn embedded() -> Fonts {
        let mut db = Database::new();
        for face in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
            db.load_font_source(Source::Binary(Arc::new(face)));
        }
        Fonts { system: FontSystem::new_with_locale_and_db("vi-VN".into(), db) }
    }
}

impl Default for Fonts {
    fn default() -> Fonts {
        Fonts::embedded()
    }
}
