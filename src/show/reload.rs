//! What a change of the folder does to the slide on air, and what new files do.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::ticker::Screens;
use super::{Due, Show, far};
use crate::model::{
    Authority, Content, FORGOTTEN, Fresh, Freshness, Hold, Item, ItemPath, Operator, Overrides, Programme,
    Showing, Want, on_air,
};
use crate::scene;

/// At most so many fresh files follow each other out of turn; the rest wait for their place in the loop.
const FRESH_AT_ONCE: usize = 5;

/// How long before it is on a fresh clip begins to be decoded: what is on stays as long, and no first frame stands still.
const WIND: TimeDelta = TimeDelta::seconds(1);

/// A fresh file whose picture is not complete yet.
pub(super) struct Waiting {
    pub(super) item: Arc<Item>,
}

impl Show {
    /// Takes a new snapshot in. The slide on air stays to its own end unless that very item changed.
    pub(super) fn reload(&mut self, now: DateTime<Utc>, programme: Arc<Programme>, fresh: &[ItemPath]) {
        if let Some(old) = self.programme.replace(programme.clone()) {
            self.hold(now, &old, &programme);
        }
        self.waiting.retain_mut(|w| match programme.find(&w.item.path) {
            Some((_, item)) if item.stamp == w.item.stamp && item.hidden.is_none() => {
                w.item = item.clone();
                true
            }
            _ => false,
        });
        // A fresh file that left or changed again must not keep the next one waiting for its end; nor must one whose
        // settings came after it and say that it is shorter.
        self.overrides.fresh.retain_mut(|f| {
            let item = programme.find(&f.path).map(|(_, item)| item).filter(|item| item.stamp == f.stamp);
            f.until = item.map_or(f.until, |item| f.until.min(f.from + item.duration));
            item.is_some()
        });
        for path in fresh {
            let Some((_, item)) = programme.find(path) else { continue };
            if item.fresh == Freshness::InTurn || item.hidden.is_some() {
                continue;
            }
            self.waiting.retain(|w| w.item.path != *path);
            self.overrides.fresh.retain(|f| f.path != *path);
            if self.waiting.len() + self.overrides.fresh.len() < FRESH_AT_ONCE {
                self.waiting.push(Waiting { item: item.clone() });
            }
        }
    }

    fn hold(&mut self, now: DateTime<Utc>, old: &Programme, new: &Programme) {
        let Some(was) = on_air(old, &self.overrides, now).showing else { return };
        self.overrides.hold = None;
        let same = new.find(&was.item.path).is_some_and(|(_, item)| **item == *was.item);
        if was.by == Authority::Fresh || !same {
            return;
        }
        let is = on_air(new, &self.overrides, now).showing;
        if is.is_none_or(|is| (&is.item.path, is.from, is.until) != (&was.item.path, was.from, was.until)) {
            let Showing { item, from, until, .. } = was;
            self.overrides.hold = Some(Hold { path: item.path.clone(), stamp: item.stamp, from, until });
        }
    }

    /// Gives every fresh file whose pictures are complete its time on air.
    pub(super) fn schedule_fresh(
        &mut self,
        programme: &Programme,
        screens: &Screens,
        now: DateTime<Utc>,
        size: (u32, u32),
    ) {
        let mut still = Vec::new();
        for waiting in std::mem::take(&mut self.waiting) {
            let wants: Vec<Want> = scene::wants(&waiting.item, 0, screens.of(Some(&waiting.item)), size);
            if !self.shelf.complete(&waiting.item, &wants) {
                still.push(waiting);
                continue;
            }
            let item = &waiting.item;
            if !playable(programme, &item.path, now) {
                continue;
            }
            let is_clip = matches!(item.content, Content::Clip(_));
            let ready = if is_clip { now + WIND } else { now };
            let mut from = self.overrides.fresh.last().map_or(ready, |last| last.until.max(ready));
            if item.fresh == Freshness::Next {
                from = from.max(on_air(programme, &self.overrides, now).until);
            }
            let until = from + item.duration;
            self.overrides.fresh.push(Fresh { path: item.path.clone(), stamp: item.stamp, from, until });
        }
        self.waiting = still;
    }

    /// Whether the newer version of the file that is displayed is being decoded, or, a clip, about to begin: the one that
    /// is there stays until then, also when it was out of turn and the loop has another. What is stronger does not wait.
    pub(super) fn is_renewed(&self, due: &Due) -> bool {
        let Some(displayed) = self.stage.showing() else { return false };
        let stronger = due.air.showing.as_ref().is_some_and(|showing| showing.by > displayed.by);
        let missing = |item| due.wants(item, 0).iter().any(|want| self.shelf.missing(want));
        let newer = |path: &ItemPath, stamp| *path == displayed.item.path && stamp != displayed.item.stamp;
        let mut waiting = self.waiting.iter().map(|waiting| &waiting.item);
        let mut begins = self.overrides.fresh.iter().filter(|f| f.from > due.now && f.from <= due.now + WIND);
        !stronger
            && (waiting.any(|item| newer(&item.path, item.stamp) && missing(item))
                || begins.any(|fresh| newer(&fresh.path, fresh.stamp)))
    }

    /// Forgets overrides whose time is over, once law 1 no longer names them.
    pub(super) fn forget(&mut self, now: DateTime<Utc>, by: Option<Authority>) {
        if by != Some(Authority::Fresh) {
            self.overrides.fresh.retain(|f| f.until > now);
        }
        if by != Some(Authority::Held) {
            self.overrides.hold.take_if(|hold| hold.until <= now);
        }
    }

    /// The next moment at which a fresh file goes on air.
    pub(super) fn fresh_edge(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.overrides.fresh.iter().map(|f| f.from).filter(|from| *from > now).min().unwrap_or(far(now))
    }

    /// The clock went back: what was tied to the moment is meaningless now.
    pub(super) fn clock_went_back(&mut self, now: DateTime<Utc>) -> bool {
        let back = self.last.is_some_and(|last| now < last - TimeDelta::seconds(1));
        self.last = Some(now);
        if back {
            // The ceremony stays where the person put it.
            let operator = self.overrides.operator.take();
            let operator = operator.map(|put| Operator { from: now, until: now + FORGOTTEN, ..put });
            self.overrides = Overrides { operator, ..Overrides::default() };
        }
        back
    }
}

/// Whether the file at `path` may be on air at `now`: it is there, whole, and in season.
pub(super) fn playable(programme: &Programme, path: &ItemPath, now: DateTime<Utc>) -> bool {
    let local = programme.local(now);
    programme.find(path).is_some_and(|(list, item)| {
        item.hidden.is_none() && list.when.hidden(local).or(item.when.hidden(local)).is_none()
    })
}
