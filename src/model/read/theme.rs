//! Theme files: named colours and sizes over a shipped theme.

use std::sync::LazyLock;

use super::Outcome;
use super::table::{Table, document, quoted};
use super::value::Value;
use crate::model::{Color, Level, Sizes, Theme};
use crate::words;

/// The least contrast of text against its ground (domain.md §4).
pub const CONTRAST: f64 = 7.0;

/// Reads a theme file of the school's own: what it does not name is that of its `base`, "giay" unless given.
pub fn theme(bytes: &[u8], file: &str) -> Outcome<Theme> {
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".toml");
    document(bytes, file, &[], |table| {
        let base = table.get("base").and_then(|value| value.choice(&[("giay", false), ("dem", true)]));
        let base = if base == Some(true) { Theme::dark() } else { Theme::light() };
        let theme = Theme { name: stem.to_owned(), ..colors(table, &base) };
        faint(table, &theme);
        Some(theme)
    })
}

impl Theme {
    /// The shipped light theme, "giay" (paper).
    pub fn light() -> Theme {
        static LIGHT: LazyLock<Theme> =
            LazyLock::new(|| shipped("giay", include_bytes!("../../../media/themes/giay.toml")));
        LIGHT.clone()
    }

    /// The shipped dark theme, "dem" (night).
    pub fn dark() -> Theme {
        static DARK: LazyLock<Theme> =
            LazyLock::new(|| shipped("dem", include_bytes!("../../../media/themes/dem.toml")));
        DARK.clone()
    }

    /// A shipped theme by name.
    pub fn shipped(name: &str) -> Option<Theme> {
        match name {
            "giay" => Some(Theme::light()),
            "dem" => Some(Theme::dark()),
            _ => None,
        }
    }
}

/// Reads an embedded theme, which names everything; a test holds it to that.
fn shipped(name: &str, bytes: &[u8]) -> Theme {
    let black = Color::default();
    let nothing = Theme {
        name: name.to_owned(),
        ground: black,
        raised: black,
        text: black,
        quiet: black,
        accent: black,
        on_accent: black,
        ceremony: black,
        on_ceremony: black,
        good: black,
        muted: black,
        urgent: black,
        on_urgent: black,
        sizes: Sizes { display: 0.0, title: 0.0, heading: 0.0, body: 0.0, note: 0.0 },
    };
    document(bytes, name, &[], |table| Some(colors(table, &nothing))).0.unwrap_or(nothing)
}

fn colors(table: &Table, base: &Theme) -> Theme {
    let color = |key, base| table.get(key).and_then(color).unwrap_or(base);
    Theme {
        name: base.name.clone(),
        ground: color("ground", base.ground),
        raised: color("raised", base.raised),
        text: color("text", base.text),
        quiet: color("quiet", base.quiet),
        accent: color("accent", base.accent),
        on_accent: color("on_accent", base.on_accent),
        ceremony: color("ceremony", base.ceremony),
        on_ceremony: color("on_ceremony", base.on_ceremony),
        good: color("good", base.good),
        muted: color("muted", base.muted),
        urgent: color("urgent", base.urgent),
        on_urgent: color("on_urgent", base.on_urgent),
        sizes: table.get("sizes").map_or(base.sizes, |value| sizes(value, base.sizes)),
    }
}

/// `"#0B3D91"`.
fn color(value: Value) -> Option<Color> {
    let written = value.string()?.trim();
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6);
    let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(number) = number else {
        let written = quoted(written);
        value.fault(
            words!("«{written}» không phải là một màu.", "\"{written}\" is not a colour."),
            words!(
                "Viết dấu # và sáu chữ số, ví dụ \"#0B3D91\".",
                "Write # and six digits, such as \"#0B3D91\"."
            ),
        );
        return None;
    };
    let [_, red, green, blue] = number.to_be_bytes();
    Some(Color(red, green, blue))
}

/// Sizes in u: a body below 6 cannot be read at 5 m (domain.md §4), anything above 40 does not fit.
fn sizes(value: Value, base: Sizes) -> Sizes {
    let Some(table) = value.table() else {
        value.wrong(words!("bảng cỡ chữ", "a table of sizes"), "{ body = 6 }");
        return base;
    };
    let size = |key, least: f64, base| {
        table.get(key).and_then(|value| value.number(least..=40.0)).map_or(base, |size| size as f32)
    };
    let sizes = Sizes {
        display: size("display", 6.0, base.display),
        title: size("title", 6.0, base.title),
        heading: size("heading", 6.0, base.heading),
        body: size("body", 6.0, base.body),
        note: size("note", 4.0, base.note),
    };
    table.finish(&[]);
    sizes
}

/// Warns of every pair of text and ground that is hard to read.
fn faint(table: &Table, theme: &Theme) {
    for (text, ground, contrast) in theme.contrasts() {
        if contrast >= CONTRAST {
            continue;
        }
        let Some(value) = table.get(text).or_else(|| table.get(ground)) else { continue };
        value.note(
            Level::Warning,
            words!(
                "Chữ màu «{text}» trên nền «{ground}» khó đọc: tương phản {contrast:.1}, nên từ 7.",
                "`{text}` on `{ground}` is hard to read: contrast {contrast:.1}, 7 is wanted."
            ),
            words!("Chọn màu chữ đậm hơn hoặc nền nhạt hơn.", "Choose a darker text or a lighter ground."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_themes_name_everything_and_can_be_read_from_afar() {
        let files: [(&str, &[u8]); 2] = [
            ("giay", include_bytes!("../../../media/themes/giay.toml")),
            ("dem", include_bytes!("../../../media/themes/dem.toml")),
        ];
        for (name, bytes) in files {
            let theme = Theme::shipped(name).expect("it ships");
            assert_eq!(theme.name, name);
            // Over either base the file alone decides: nothing is left to inherit.
            let over = |base: &Theme| document(bytes, name, &[], |table| Some(colors(table, base)));
            for base in [Theme::light(), Theme::dark()] {
                let (read, problems) = over(&Theme { name: name.to_owned(), ..base });
                assert_eq!((read, problems), (Some(theme.clone()), Vec::new()));
            }
            for (text, ground, contrast) in theme.contrasts() {
                assert!(contrast >= CONTRAST, "{name}: {text} on {ground} is {contrast:.2}");
            }
            let sizes = theme.sizes;
            assert!(sizes.body >= 6.0 && sizes.body <= sizes.heading && sizes.heading <= sizes.title);
            assert!(theme.muted.contrast(theme.ground) >= 3.0, "a bar is seen");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let (black, white) = (Color(0, 0, 0), Color(255, 255, 255));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        // Computed in wall.md.
        for (name, text, expected) in
            [("giay", Theme::light().accent, 9.1), ("dem", Theme::dark().accent, 8.6)]
        {
            let ground = Theme::shipped(name).expect("it ships").ground;
            assert!((text.contrast(ground) - expected).abs() < 0.06, "{name}");
        }
    }
}
