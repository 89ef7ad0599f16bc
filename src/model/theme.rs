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
