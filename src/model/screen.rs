//! `screen.toml`: this screen.

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;

use super::{Asset, Fit, Freshness, Holidays, Part, Theme, Transition, When, Zone, clock_is_set};

/// domain.md: capitals of 20 minutes of arc, d × 0.0058; capitals are 0.7 of the font size.
const EM_PER_DISTANCE: f32 = 0.0058 / 0.7;
const METRES_PER_INCH: f32 = 0.0254;

/// What becomes of the display while the screen is dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sleep {
    /// The window system switches it off, where it can.
    #[default]
    Auto,
    /// A television is put on standby over HDMI-CEC.
    Cec,
    /// It stays on and shows black.
    None,
}

/// What `screen.toml` says of this screen, with every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// The school's name; empty shows none.
    pub school: String,
    /// The office above the school, which a report names over it; empty where nobody has said.
    pub authority: String,
    /// The school's emblem in the header.
    pub emblem: Option<Asset>,
    /// Clockwise turn of the picture on the screen: 0, 90, 180 or 270 degrees.
    pub turn: u32,
    /// Margin hidden behind the television's frame, fraction of each side (0 to 0.1).
    pub overscan: f32,
    /// Diagonal in inches and reading distance in metres; text grows by domain.md's formula.
    pub legibility: Option<(f32, f32)>,
    /// Colours and sizes.
    pub theme: Theme,
    /// Header with name, emblem, date and clock.
    pub header: bool,
    /// The day of the lunar calendar beside the date.
    pub lunar: bool,
    /// What stands at the foot; `None` shows none.
    pub footer: Option<Foot>,
    /// Lines that the ticker always runs, before those of its folder.
    pub ticker: Vec<String>,
    /// The ticker's strip is there even while nothing runs on it.
    pub strip: bool,
    /// The parts that it is divided into, [`MAIN`](super::MAIN) first; empty where it is not. They do not overlap.
    pub zones: Vec<Zone>,
    /// What slides are laid out for; `None` is the whole screen. Never said in the file.
    pub part: Option<Part>,
    /// When the screen is lit. Outside of that it is black, and only what is urgent or in a person's hand lights it.
    pub lit: When,
    /// What the display does while it is not.
    pub sleep: Sleep,
    /// Time zone of dates, hours and days.
    pub zone: Tz,
    /// Dwell of a picture.
    pub dwell: TimeDelta,
    /// Transition between items.
    pub transition: Transition,
    /// How pictures meet their space.
    pub fit: Fit,
    /// What new files do.
    pub fresh: Freshness,
    /// Whether clips sound.
    pub sound: bool,
    /// How loud, in percent, 1 to 100.
    pub volume: u32,
    /// When nothing sounds, whoever says otherwise; `None`: it may at any time.
    pub quiet: Option<When>,
    /// The days off that `PH` in a `when` stands for.
    pub holidays: Holidays,
    /// How long the journal keeps what was shown.
    pub keep: TimeDelta,
    /// Whether `_tinh-trang.html` is written.
    pub status_page: bool,
    /// Movement becomes fades.
    pub reduced_motion: bool,
}

/// What stands at the foot of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foot {
    /// A line (hotline).
    Line(String),
    /// The ticker, which takes the line's place while there is anything to run: so says `show`, never the file.
    Ticker,
}

impl Screen {
    /// Whether it is lit at a local time. By a clock that was never set nobody knows, so it is: a wall must not stay
    /// dark.
    pub fn is_lit(&self, at: NaiveDateTime) -> bool {
        !clock_is_set(at) || self.lit.holds(at)
    }

    /// Whether nothing may sound at a local time. By a clock that was never set nobody knows, so it is.
    pub fn is_quiet(&self, at: NaiveDateTime) -> bool {
        self.quiet.as_ref().is_some_and(|quiet| !clock_is_set(at) || quiet.holds(at))
    }

    /// Text grows at most by this: a screen that asks for more hangs too far away, and a page would hold a dozen
    /// words.
    pub const GROWTH: f32 = 1.5;

    /// By how much text has to grow for the theme's body text to be read at the distance, on a screen whose sides
    /// are to each other as `w` to `h`. Below 1 where it is large enough, 1 where nothing is said; not limited.
    pub fn growth(&self, w: f32, h: f32) -> f32 {
        let Some((diagonal, distance)) = self.legibility else { return 1.0 };
        let short = diagonal * METRES_PER_INCH * w.min(h) / w.hypot(h);
        let grown = distance * EM_PER_DISTANCE / short * 100.0 / self.theme.sizes.body;
        if grown.is_finite() { grown } else { 1.0 }
    }

    /// A folder without `screen.toml`: full-bleed pictures, no header, 10 s each, fade 0.6 s, in `zone`.
    pub fn bare(zone: Tz) -> Screen {
        Screen {
            school: String::new(),
            authority: String::new(),
            emblem: None,
            turn: 0,
            overscan: 0.0,
            legibility: None,
            theme: Theme::light(),
            header: false,
            lunar: false,
            footer: None,
            ticker: Vec::new(),
            strip: false,
            zones: Vec::new(),
            part: None,
            lit: When::always(),
            sleep: Sleep::default(),
            zone,
            dwell: TimeDelta::seconds(10),
            transition: Transition::default(),
            fit: Fit::default(),
            fresh: Freshness::default(),
            sound: false,
            volume: 100,
            quiet: None,
            holidays: Holidays::public().clone(),
            keep: TimeDelta::days(3 * 366),
            status_page: true,
            reduced_motion: false,
        }
    }
}
