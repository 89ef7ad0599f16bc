//! What gives way to the next picture, and how.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Due, eased};
use crate::model::{Showing, Transition, TransitionKind};
use crate::scene::{self, Frame, Mix, Rect};

/// Pages of one item turn by this (wall.md): short, and the title that both pages share stays still.
const PAGE_TURN: Transition = Transition { kind: TransitionKind::Fade, millis: 300 };

/// What has been displayed until now.
pub(super) struct Was {
    /// `None` is the calm placeholder.
    pub showing: Option<Showing>,
    /// Its picture.
    pub frame: Arc<Frame>,
    /// It left room for the ticker.
    pub foot: bool,
}

/// A picture that gives way.
pub(super) struct Leaving {
    frame: Arc<Frame>,
    /// It left room for the ticker.
    pub foot: bool,
    /// It had the whole screen, beside no zone.
    pub alone: bool,
    way: Transition,
    since: DateTime<Utc>,
    stage: Rect,
}

impl Leaving {
    /// When it is gone.
    pub fn end(&self) -> DateTime<Utc> {
        self.since + self.way.length()
    }

    /// How far it has gone at `now`.
    pub fn mix(&self, now: DateTime<Utc>) -> Mix {
        Mix {
            from: self.frame.clone(),
            kind: self.way.kind,
            progress: eased(now - self.since, self.way.length()),
            stage: self.stage,
        }
    }
}

impl Was {
    /// How it gives way to `showing`, which is due since `from`: by the new item's transition; pages by [`PAGE_TURN`];
    /// the flag by nothing at all.
    pub fn leave(self, showing: &Option<Showing>, from: DateTime<Utc>, due: &Due) -> Option<Leaving> {
        let Was { showing: was, frame, foot } = self;
        let screen = due.screen(showing.as_ref());
        let items = || was.iter().chain(showing).map(|showing| &*showing.item);
        let mut way = match showing {
            Some(_) if same_path(&was, showing) => PAGE_TURN,
            Some(showing) => showing.item.transition,
            None => screen.transition,
        };
        if items().any(scene::still) || way.kind == TransitionKind::None || way.millis == 0 {
            return None;
        }
        let alone = |of: &Option<Showing>| of.as_ref().is_some_and(|showing| showing.item.takes_all());
        // Zones that come or go fade.
        if screen.reduced_motion || screen.part.is_some() && alone(&was) != alone(showing) {
            way.kind = TransitionKind::Fade;
        }
        if let Some(showing) = showing {
            let half = (showing.item.duration.num_milliseconds() / 2).clamp(0, 10_000) as u32;
            way.millis = way.millis.min(half);
        }
        let on_time = (TimeDelta::zero()..way.length()).contains(&(due.now - from));
        let since = if on_time { from } else { due.now };
        let stage = scene::stage(screen, due.size, items());
        Some(Leaving { frame, foot, alone: alone(&was), way, since, stage })
    }
}

/// Whether both show the same version of the same file.
pub(super) fn same_item(a: &Option<Showing>, b: &Option<Showing>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.item.path == b.item.path && a.item.stamp == b.item.stamp,
        (None, None) => true,
        _ => false,
    }
}

/// Whether both show a file, and the same one.
pub(super) fn same_path(a: &Option<Showing>, b: &Option<Showing>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.item.path == b.item.path)
}
