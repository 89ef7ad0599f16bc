//! The verbs and their words. `--help` is English; what the verbs say follows `--lang`.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};

/// Digital-signage player: a watched folder on a screen, live.
#[derive(Debug, Parser)]
#[command(name = "bangtin", version, about)]
pub struct Args {
    /// Language of messages
    #[arg(long, value_enum, default_value_t = LangArg::Vi, global = true)]
    pub lang: LangArg,
    /// What to do; without a verb, `play`
    #[command(subcommand)]
    verb: Option<Verb>,
}

impl Args {
    /// The verb; `play` of the sample noticeboard when none was given.
    pub fn verb(self) -> Verb {
        self.verb.unwrap_or(Verb::Play(Play {
            folder: "playlists".into(),
            windowed: None,
            monitor: None,
            operator: false,
            headless: false,
            picture: None,
            size: (1920, 1080),
            at: None,
            timings: false,
        }))
    }
}

/// `--lang`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// Vietnamese
    Vi,
    /// English
    En,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Play a folder, full screen
    Play(Play),
    /// Write the picture that the screen shows at a time
    Shot(Shot),
    /// List what is on air, and why the rest is not
    When(When),
    /// Name every problem of a folder; exit 1 when there is an error
    Check(Check),
    /// Write a commented template of a slide, playlist.toml or screen.toml
    New(New),
    /// Write what was on the screen as a report: .docx, .xlsx, .html or .csv
    Report(Report),
    /// List old versions of replaced and deleted files, or bring one back
    Restore(Restore),
}

/// `bangtin play`.
#[derive(Debug, clap::Args)]
pub struct Play {
    /// The folder to play
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// A window of so many pixels instead of the whole screen
    #[arg(long, value_name = "WxH", value_parser = size, conflicts_with_all = ["monitor", "headless"])]
    pub windowed: Option<(u32, u32)>,
    /// Which monitor, counted from 1, and no other; without it, of a laptop and a projector the projector
    #[arg(long, value_name = "N", conflicts_with = "headless")]
    pub monitor: Option<usize>,
    /// A window for whoever leads a ceremony; a second monitor shows that view by itself
    #[arg(long, conflicts_with = "headless")]
    pub operator: bool,
    /// Without a window: one line per change of what is on air
    #[arg(long)]
    pub headless: bool,
    /// Keep the picture on air in this PNG file
    #[arg(long, value_name = "FILE", requires = "headless")]
    pub picture: Option<PathBuf>,
    /// Size of that picture
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1920x1080", requires = "headless")]
    pub size: (u32, u32),
    /// Start the clock at this time of the screen's zone, e.g. 2026-11-30T07:00
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Option<NaiveDateTime>,
    /// Say on stderr when each part of the start was ready
    #[arg(long, conflicts_with = "headless")]
    pub timings: bool,
}

/// `bangtin shot`.
#[derive(Debug, clap::Args)]
pub struct Shot {
    /// The folder
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// Time in the screen's zone, e.g. 2026-11-30T07:00; now when left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Option<NaiveDateTime>,
    /// Size in pixels
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1920x1080")]
    pub size: (u32, u32),
    /// The PNG file to write
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// This item, whatever is on air
    #[arg(long, value_name = "PATH")]
    pub item: Option<String>,
    /// This page of it, counted from 1
    #[arg(long, value_name = "N", requires = "item", default_value_t = 1)]
    pub page: usize,
}

/// `bangtin when`.
#[derive(Debug, clap::Args)]
pub struct When {
    /// The folder
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// From this time of the screen's zone; now when left out
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Option<NaiveDateTime>,
    /// For so long, e.g. 90m, 24h, 7d
    #[arg(long = "for", value_name = "SPAN", value_parser = span, default_value = "24h")]
    pub span: TimeDelta,
    /// Airtime of each topic of the plan instead
    #[arg(long)]
    pub topics: bool,
    /// The machine-readable shape
    #[arg(long)]
    pub json: bool,
    /// As iCalendar, for a teacher's own calendar: what comes and goes within that time
    #[arg(long, conflicts_with_all = ["json", "topics"])]
    pub ics: bool,
}

/// `bangtin check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The folder
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// The machine-readable shape
    #[arg(long)]
    pub json: bool,
}

/// `bangtin new`.
#[derive(Debug, clap::Args)]
pub struct New {
    /// message, document, procedure, hotline, steps, index, praise, poster, flag, ranking, table, countdown, agenda, quiz, playlist or screen
    pub kind: String,
    /// The file to write; printed when left out
    pub file: Option<PathBuf>,
}

/// `bangtin report`.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// The folder, for the school's name, the time zone and the contact sheet
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// That month, e.g. 2026-11 or 11/2026; the last whole month when no period is given
    #[arg(long, value_name = "MONTH", num_args = 0..=1, default_missing_value = "")]
    pub month: Option<String>,
    /// From this day on, e.g. 2026-09-01 or 01/09/2026
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "")]
    pub from: Option<String>,
    /// To this day, which is included; today when left out
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "")]
    pub to: Option<String>,
    /// This topic of the plan alone, e.g. 1.8
    #[arg(long)]
    pub topic: Option<String>,
    /// These screens alone
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub screen: Vec<String>,
    /// These journals instead of this machine's own; a screen that is in several counts once
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub journal: Vec<PathBuf>,
    /// The file to write; its ending says in what shape
    #[arg(long, short, value_name = "FILE", num_args = 0..=1, default_missing_value = "", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Say whether every row is as it was written; exit 1 when not
    #[arg(long)]
    pub verify: bool,
    /// With a small picture of each item
    #[arg(long)]
    pub contact_sheet: bool,
}

/// `bangtin restore`.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The folder
    #[arg(default_value = "playlists")]
    pub folder: PathBuf,
    /// What to bring back: a number of the list, or the file as it was called; lists what there is when left out
    #[arg(value_name = "NUMBER|PATH")]
    pub wanted: Option<PathBuf>,
    /// Bring it back under this name instead: relative to the folder, or a whole path
    #[arg(long = "as", value_name = "NAME", requires = "wanted")]
    pub name: Option<PathBuf>,
    /// The machine-readable list: one object a line
    #[arg(long, conflicts_with = "wanted")]
    pub json: bool,
}

/// A path that may be missing: what is wrong then is said in the language of the others.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// "1920x1080": both sides from 16 to 16384 pixels.
fn size(text: &str) -> Result<(u32, u32), String> {
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or("expected WIDTHxHEIGHT, e.g. 1920x1080")?;
    let side = |side: &str| side.trim().parse().ok().filter(|side| (16..=16384).contains(side));
    match (side(width), side(height)) {
        (Some(width), Some(height)) => Ok((width, height)),
        _ => Err("both sides must be from 16 to 16384 pixels".into()),
    }
}

/// "2026-11-30T07:00", with seconds and fractions or without, "T" or a space; a date alone is its midnight. Years
/// are those that the folder's own dates may have.
fn time(text: &str) -> Result<NaiveDateTime, String> {
    let text = text.trim().replace(' ', "T");
    let whole = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%.f"];
    let found = whole.iter().find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok());
    let date = || NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let found = found.or_else(date).filter(|at| (1900..=9999).contains(&at.year()));
    found.ok_or_else(|| "expected a time such as 2026-11-30T07:00".into())
}

/// "90s", "15m", "24h", "7d": from a second to a year.
fn span(text: &str) -> Result<TimeDelta, String> {
    let bad = || "expected a span such as 90m, 24h or 7d, at most 366d".to_owned();
    let unit = text.chars().last().ok_or_else(bad)?;
    let count: i64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| bad())?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        _ => return Err(bad()),
    };
    let total =
        count.checked_mul(seconds).filter(|total| (1..=366 * 86400).contains(total)).ok_or_else(bad)?;
    Ok(TimeDelta::seconds(total))
}
