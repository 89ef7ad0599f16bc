//! The keys that playlists, sidecars and slides share, and `playlist.toml`.

use chrono::TimeDelta;

use super::Outcome;
use crate::model::{Fit, Freshness, Order, Transition, When};

/// What a sidecar, a slide or a `playlist.toml` says; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Name for people.
    pub title: Option<String>,
    /// Topic of the plan.
    pub topic: Option<String>,
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
}

/// What a `playlist.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaylistSettings {
    /// The shared keys.
    pub settings: Settings,
    /// Order of the items.
    pub order: Option<Order>,
}

/// Reads a `playlist.toml`.
pub fn playlist(_bytes: &[u8], _file: &str) -> Outcome<PlaylistSettings> {
    (None, Vec::new())
}

/// Reads a sidecar (`anh.png.toml`).
pub fn sidecar(_bytes: &[u8], _file: &str) -> Outcome<Settings> {
    (None, Vec::new())
}
