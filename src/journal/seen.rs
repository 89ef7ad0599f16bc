//! What is on the screen, as whoever turns tells it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::row::Kind;
use crate::model::dates::minute;
use crate::model::{Authority, Content, Item, Playlist, Programme, Rank, Slide};

/// A turn is as late as the machine is busy, and never early; what is rounded is a millisecond.
const ROUNDING: TimeDelta = TimeDelta::milliseconds(50);

/// What a zone shows.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The playlist it stands in.
    pub playlist: Arc<Playlist>,
    /// The item.
    pub item: Arc<Item>,
    /// Page from 0.
    pub page: usize,
    /// How many pages it has on this screen.
    pub pages: usize,
    /// First moment of the item's turn.
    pub from: DateTime<Utc>,
    /// Who put it on air.
    pub by: Authority,
}

impl Leaf {
    /// Whether it is the same page of the same turn.
    pub(super) fn is(&self, other: &Leaf) -> bool {
        (self.page, self.from, self.by) == (other.page, other.from, other.by) && self.is_of(other)
    }

    /// Whether `other` is of the same version of the same file.
    pub(super) fn is_of(&self, other: &Leaf) -> bool {
        self.item.path == other.item.path && self.item.stamp == other.item.stamp
    }

    /// Who put it on air, for the record. A new file of those that have the screen goes before its neighbours only: what
    /// it interrupts, it does with their right.
    pub(super) fn by(&self) -> Authority {
        match (self.by, self.item.rank) {
            (Authority::Fresh | Authority::Held, Rank::Urgent) => Authority::Urgent,
            (Authority::Fresh | Authority::Held, Rank::Takeover) => Authority::Takeover,
            (by, _) => by,
        }
    }

    /// Whether its time is over at `at`. That of a step that waits for a person never is.
    pub(super) fn is_over(&self, at: DateTime<Utc>) -> bool {
        let waits = self.by == Authority::Operator && !self.item.timed;
        !waits && at + ROUNDING >= self.from + self.item.duration
    }
}

/// A zone by its name, and what it shows.
pub type ZoneSeen = (String, Option<Leaf>);

/// What is on the screen since a turn.
#[derive(Clone, Debug)]
pub struct Seen {
    /// When, by the wall clock.
    pub now: DateTime<Utc>,
    /// When, by a clock that nobody sets.
    pub monotonic: Duration,
    /// The folder.
    pub programme: Arc<Programme>,
    /// Every zone by its name, the main one first, and what it shows.
    pub zones: Vec<ZoneSeen>,
    /// Whether a person has blanked the screen.
    pub blank: bool,
    /// What is wrong with the machine, in Vietnamese.
    pub faults: Vec<String>,
    /// From then until now nothing reached the screen.
    pub unseen: Option<DateTime<Utc>>,
}

impl Seen {
    /// Whether `now` it is as it was, in the same minute.
    pub(super) fn still_true(&self, now: &Seen) -> bool {
        let same = |(one, other): (&ZoneSeen, &ZoneSeen)| {
            one.0 == other.0
                && match (&one.1, &other.1) {
                    (Some(one), Some(other)) => one.is(other),
                    (one, other) => one.is_none() && other.is_none(),
                }
        };
        minute(self.now) == minute(now.now)
            && now.unseen.is_none()
            && (self.blank, &self.faults) == (now.blank, &now.faults)
            && self.zones.len() == now.zones.len()
            && self.zones.iter().zip(&now.zones).all(same)
            && Arc::ptr_eq(&self.programme, &now.programme)
            && self.state() == now.state()
    }

    pub(super) fn leaf(&self, zone: &str) -> Option<&Leaf> {
        self.zones.iter().find(|(name, _)| name == zone).and_then(|(_, leaf)| leaf.as_ref())
    }

    /// What the screen is when no zone shows anything.
    pub(super) fn state(&self) -> Option<Kind> {
        if self.blank {
            return Some(Kind::Blank);
        }
        if self.zones.iter().any(|(_, leaf)| leaf.is_some()) {
            return None;
        }
        let lit = self.programme.screen.is_lit(self.programme.local(self.now));
        Some(if lit { Kind::Empty } else { Kind::Dark })
    }
}

/// What an item is, in a word.
pub(super) fn form(item: &Item) -> &'static str {
    match &item.content {
        Content::Slide(_) if item.path.shown().ends_with(".url") => "link",
        Content::Picture | Content::Animation(_) => "picture",
        Content::Pages(_) => "pages",
        Content::Clip(_) => "clip",
        Content::Lines(_) => "lines",
        Content::Later(_) => "later",
        Content::Slide(slide) => match **slide {
            Slide::Message(_) | Slide::Several(_) => "message",
            Slide::Document(_) => "document",
            Slide::Procedure(_) => "procedure",
            Slide::Hotline(_) => "hotline",
            Slide::Steps(_) => "steps",
            Slide::Index(_) => "index",
            Slide::Praise(_) => "praise",
            Slide::Poster(_) => "poster",
            Slide::Flag => "flag",
            Slide::Ranking(_) => "ranking",
            Slide::Table(_) => "table",
            Slide::Countdown(_) => "countdown",
            Slide::Agenda(_) => "agenda",
            Slide::Quiz(_) => "quiz",
        },
    }
}
