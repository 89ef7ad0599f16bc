//! Named colours and sizes. `scene` draws with these names and no other numbers.

/// An sRGB colour, 8 bits a channel, opaque.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

/// A theme file. Contrasts and sizes are those of wall.md; a test holds shipped themes to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Name: "giay", "dem", or the file's.
    pub name: String,
    /// Behind everything.
    pub ground: Color,
    /// Header, footer, zebra rows.
    pub raised: Color,
    /// Text to be read.
    pub text: Color,
    /// Labels, notes, what is past.
    pub quiet: Color,
    /// The school's colour: one accent per slide.
    pub accent: Color,
    /// Text on an accent ground.
    pub on_accent: Color,
    /// State and ceremony.
    pub ceremony: Color,
    /// Text on a ceremony ground.
    pub on_ceremony: Color,
    /// Done, good.
    pub good: Color,
    /// Other bars of a chart; never text.
    pub muted: Color,
    /// Urgent ground.
    pub urgent: Color,
    /// Text on the urgent ground.
    pub on_urgent: Color,
    /// Sizes in u, 1 % of the shorter side.
    pub sizes: Sizes,
}

impl Color {
    /// Relative luminance by WCAG 2.1: 0 black to 1 white.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast against another colour by WCAG 2.1: 1 to 21.
    pub fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl Theme {
    /// Every pair of text and ground that slides are drawn with: both keys, and their contrast.
    pub fn contrasts(&self) -> [(&'static str, &'static str, f64); 10] {
        let pair = |text: (&'static str, Color), ground: (&'static str, Color)| {
            (text.0, ground.0, text.1.contrast(ground.1))
        };
        let (ground, raised) = (("ground", self.ground), ("raised", self.raised));
        [
            pair(("text", self.text), ground),
            pair(("text", self.text), raised),
            pair(("quiet", self.quiet), ground),
            pair(("quiet", self.quiet), raised),
            pair(("accent", self.accent), ground),
            pair(("ceremony", self.ceremony), ground),
            pair(("good", self.good), ground),
            pair(("on_accent", self.on_accent), ("accent", self.accent)),
            pair(("on_ceremony", self.on_ceremony), ("ceremony", self.ceremony)),
            pair(("on_urgent", self.on_urgent), ("urgent", self.urgent)),
        ]
    }
}

/// Type sizes in u (1 % of the shorter side of the screen).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// Countdown digits, a score.
    pub display: f32,
    /// A heading of up to 8 words.
    pub title: f32,
    /// Longer headings.
    pub heading: f32,
    /// Everything to be read at 5 m; at least 6.
    pub body: f32,
    /// Source, date, page.
    pub note: f32,
}
