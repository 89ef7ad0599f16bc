//! The keys that playlists, sidecars and slides share, and `playlist.toml`.

use std::sync::Arc;

use chrono::TimeDelta;
use toml::de::DeValue;

use super::choice::{Choice, Shape, choice};
use super::table::{Table, document};
use super::value::Value;
use super::{Outcome, season};
use crate::model::{Fit, Freshness, Order, Ranges, Transition, TransitionKind, When, paged, tidy};
use crate::words;

/// What a sidecar, a slide or a `playlist.toml` says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Name for people.
    pub title: Option<String>,
    /// Topic of the plan ("1.1" to "1.8"), "TTHC" or free words.
    pub topic: Option<Arc<str>>,
    /// When it is in season.
    pub when: Option<When>,
    /// `when`, `from`, `to`, `days` or `hours` was given and cannot be read: what it governs is to be kept off
    /// the air ([`Reason::Broken`](crate::model::Reason::Broken)) rather than shown on the wrong day.
    pub undated: bool,
    /// Length of one showing, 1 s to 1 h.
    pub dwell: Option<TimeDelta>,
    /// Times per cycle, 1 to 20.
    pub weight: Option<u32>,
    /// How it comes on.
    pub transition: Option<Transition>,
    /// How a picture meets its space.
    pub fit: Option<Fit>,
    /// What it does when its bytes are new.
    pub fresh: Option<Freshness>,
    /// Whether its clips sound.
    pub sound: Option<bool>,
    /// How loud, in percent, 1 to 100.
    pub volume: Option<u32>,
    /// Which pages of a document play.
    pub pages: Option<Ranges>,
    /// How the file of a sidecar is to be read.
    pub choice: Choice,
}

/// What a `playlist.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaylistSettings {
    /// The shared keys.
    pub settings: Settings,
    /// Order of the items.
    pub order: Option<Order>,
    /// Whether it has the screen alone while it is in season.
    pub takeover: bool,
    /// Whether its items are the steps of a ceremony; `None`: as the folder's name says.
    pub ceremony: Option<bool>,
    /// Whether the ceremony ends with its hours even while a person is at it.
    pub ends_on_time: bool,
}

/// Reads a `playlist.toml`.
pub fn playlist(bytes: &[u8], file: &str) -> Outcome<PlaylistSettings> {
    document(bytes, file, &[], |table| {
        let flag = |key| table.get(key).and_then(|value| value.flag());
        let [takeover, ends_on_time] = ["takeover", "ends_on_time"].map(|key| flag(key).unwrap_or_default());
        Some(PlaylistSettings {
            settings: with_sound(table, settings(table)),
            order: table.get("order").and_then(order),
            takeover,
            ceremony: flag("ceremony"),
            ends_on_time,
        })
    })
}

/// What pictures are called that may be so long that they are shown in parts.
const LONG: &[&str] = &["png", "jpg", "jpeg", "webp", "heic", "avif", "bmp", "tif", "tiff"];

/// Reads a sidecar (`anh.png.toml`, and what Notepad makes of that, `anh.png.toml.txt`), whose name says what kind of
/// file it is for.
pub fn sidecar(bytes: &[u8], file: &str) -> Outcome<Settings> {
    let named = file.strip_suffix(".txt").unwrap_or(file);
    let owner = named.strip_suffix(".toml").unwrap_or(named);
    let extension = owner.rsplit('.').next().unwrap_or_default().to_lowercase();
    let has_pages = paged(owner).is_some() || LONG.contains(&extension.as_str());
    document(bytes, file, &[], |table| {
        let choice = choice(table, owner);
        let has_pages = has_pages || choice.shape == Some(Shape::Pages);
        let pages = if has_pages { table.get("pages").and_then(pages) } else { None };
        Some(Settings { pages, choice, ..with_sound(table, settings(table)) })
    })
}

/// Reads the shared keys of any table.
pub(super) fn settings(table: &Table) -> Settings {
    let (when, dated) = table.report.sound(|| season::when(table));
    Settings {
        title: name(table, "title"),
        topic: name(table, "topic").map(Arc::from),
        when,
        undated: !dated,
        dwell: table.get("dwell").and_then(dwell),
        weight: table.get("weight").and_then(|value| value.whole(1..=20)).map(|weight| weight.unsigned_abs()),
        transition: table.get("transition").and_then(transition),
        fit: table.get("fit").and_then(fit),
        fresh: table.get("fresh").and_then(fresh),
        sound: None,
        volume: None,
        pages: None,
        choice: Choice::default(),
    }
}

/// With what is said of sound, which a slide has not.
fn with_sound(table: &Table, settings: Settings) -> Settings {
    Settings {
        sound: table.get("sound").and_then(|value| value.flag()),
        volume: table.get("volume").and_then(volume),
        ..settings
    }
}

/// Names are for lists, not for the wall: ordinary spaces.
fn name(table: &Table, key: &'static str) -> Option<String> {
    table.line(key).map(|text| tidy::unbound(&text))
}

pub(super) fn dwell(value: Value) -> Option<TimeDelta> {
    value.duration(1000, 3_600_000)
}

pub(super) fn fit(value: Value) -> Option<Fit> {
    value.choice(&[("contain", Fit::Contain), ("cover", Fit::Cover)])
}

pub(super) fn fresh(value: Value) -> Option<Freshness> {
    value.choice(&[("now", Freshness::Now), ("next", Freshness::Next), ("in-turn", Freshness::InTurn)])
}

/// Percent, 1 to 100: silence is `sound = false`.
pub(super) fn volume(value: Value) -> Option<u32> {
    value.whole(1..=100).map(i32::unsigned_abs)
}

/// `"1-3,7"`, or the number of one page.
fn pages(value: Value) -> Option<Ranges> {
    let text = match value.raw() {
        DeValue::Integer(_) => value.whole(1..=9999)?.to_string(),
        _ => value.string()?.to_owned(),
    };
    let page = |text: &str| text.trim().parse().ok().filter(|page| (1..=9999).contains(page));
    let range = |part: &str| {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last) = (page(first)?, page(last)?);
        (first <= last).then_some((first, last))
    };
    let ranges: Option<Ranges> = text.split([',', ';']).map(range).collect();
    if ranges.is_none() {
        value.wrong(words!("số trang, kể từ 1", "numbers of pages, from 1"), "\"1-3,7\"");
    }
    ranges
}

fn order(value: Value) -> Option<Order> {
    value.choice(&[("name", Order::Name), ("newest", Order::Newest), ("shuffle", Order::Shuffle)])
}

/// `"fade"`, or `{ kind = "fade", duration = "600ms" }`; at most 5 s.
pub(super) fn transition(value: Value) -> Option<Transition> {
    const KINDS: &[(&str, TransitionKind)] = &[
        ("fade", TransitionKind::Fade),
        ("slide", TransitionKind::Slide),
        ("wipe", TransitionKind::Wipe),
        ("none", TransitionKind::None),
    ];
    let usual = |kind| match kind {
        TransitionKind::None => Transition { kind, millis: 0 },
        _ => Transition { kind, ..Transition::default() },
    };
    match value.raw() {
        DeValue::Table(_) => {
            let table = value.table()?;
            let kind = table.need("kind").and_then(|value| value.choice(KINDS));
            let length = table.get("duration").and_then(|value| value.duration(0, 5000));
            table.finish(&[]);
            let usual = usual(kind?);
            let millis = length.and_then(|length| u32::try_from(length.num_milliseconds()).ok());
            Some(Transition { millis: millis.unwrap_or(usual.millis), ..usual })
        }
        _ => value.choice(KINDS).map(usual),
    }
}
