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

impl Theme {
    /// The shipped light theme, "giay" (paper).
    pub fn light() -> Theme {
        Theme {
            name: "giay".to_owned(),
            ground: Color(0xF7, 0xF4, 0xEC),
            raised: Color(0xEA, 0xE4, 0xD3),
            text: Color(0x12, 0x21, 0x3A),
            quiet: Color(0x3D, 0x47, 0x59),
            accent: Color(0x0B, 0x3D, 0x91),
            on_accent: Color(0xFF, 0xFF, 0xFF),
            ceremony: Color(0x9B, 0x1B, 0x1B),
            on_ceremony: Color(0xFF, 0xFF, 0xFF),
            good: Color(0x1B, 0x5E, 0x20),
            muted: Color(0x6B, 0x76, 0x88),
            urgent: Color(0x9B, 0x1B, 0x1B),
            on_urgent: Color(0xFF, 0xFF, 0xFF),
            sizes: Sizes { display: 20.0, title: 10.0, heading: 7.5, body: 6.0, note: 5.0 },
        }
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
