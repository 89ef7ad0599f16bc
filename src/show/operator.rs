//! The hand on the clicker: what the keys do to a ceremony.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Due, Show};
use crate::model::{
    FORGOTTEN, Item, Key, Operator, Playlist, Programme, Showing, hours, in_hand, on_air, startable, steps,
};
use crate::scene::{self, Fonts};

/// A number that is being typed is no longer than this.
const DIGITS: u32 = 3;

/// Where a ceremony stands.
pub(super) struct Place {
    pub(super) playlist: Arc<Playlist>,
    pub(super) steps: Vec<Arc<Item>>,
    pub(super) index: usize,
    pub(super) page: usize,
}

impl Show {
    /// Obeys a key at `now`. On a screen without a ceremony only [`Key::Blank`] does anything.
    pub(super) fn key(&mut self, now: DateTime<Utc>, size: (u32, u32), key: Key, fonts: &mut Fonts) {
        let typed = std::mem::take(&mut self.typed);
        match key {
            Key::Blank => self.blanked = !self.blanked,
            Key::Release => self.overrides.operator = None,
            Key::Digit(digit) => {
                let number = typed.saturating_mul(10).saturating_add(u32::from(digit));
                self.typed = number % 10_u32.pow(DIGITS);
            }
            _ => self.move_on(now, size, key, typed, fonts),
        }
    }

    fn move_on(&mut self, now: DateTime<Utc>, size: (u32, u32), key: Key, typed: u32, fonts: &mut Fonts) {
        let Some(programme) = self.programme.clone() else { return };
        let on_air = on_air(&programme, &self.overrides, now).showing;
        let Some((mut place, begun)) = self.ceremony(&programme, on_air.as_ref(), now) else { return };
        let mut pages = |item: &Item| scene::pages(item, &programme.screen, size, fonts).len();
        let last = place.steps.len().saturating_sub(1);
        let mut frozen = false;
        match key {
            // The first key of a ceremony that has not begun brings its first step.
            Key::Next | Key::Previous if !begun => {}
            Key::Freeze if !begun => return,
            Key::Next => match place.steps.get(place.index) {
                Some(item) if !item.timed && place.page + 1 < pages(item) => place.page += 1,
                _ if place.index < last => (place.index, place.page) = (place.index + 1, 0),
                _ => return,
            },
            Key::Previous if place.page > 0 => place.page -= 1,
            Key::Previous => {
                let Some(before) = place.index.checked_sub(1) else { return };
                place.index = before;
                place.page =
                    place.steps.get(before).filter(|item| !item.timed).map_or(0, |item| pages(item) - 1);
            }
            Key::First => (place.index, place.page) = (0, 0),
            Key::Last => (place.index, place.page) = (last, 0),
            Key::Enter => match usize::try_from(typed).ok().and_then(|number| number.checked_sub(1)) {
                Some(index) if index <= last => (place.index, place.page) = (index, 0),
                _ => return,
            },
            Key::Freeze => frozen = self.overrides.operator.as_ref().is_none_or(|operator| !operator.frozen),
            Key::Blank | Key::Digit(_) | Key::Release => return,
        }
        let Some(item) = place.steps.get(place.index) else { return };
        let begun = self.begun(&programme, &place, now, begun);
        self.overrides.operator = Some(Operator {
            folder: place.playlist.folder.clone(),
            step: (item.path.clone(), place.index),
            page: place.page,
            begun,
            from: now,
            frozen,
            until: now + FORGOTTEN,
        });
    }

    /// When a ceremony that has `begun` did: with the first key, or with its hours; one that has not begins `now`.
    pub(super) fn begun(
        &self,
        programme: &Programme,
        place: &Place,
        now: DateTime<Utc>,
        begun: bool,
    ) -> DateTime<Utc> {
        if !begun {
            return now;
        }
        let by_key = self.overrides.operator.as_ref().map(|operator| operator.begun);
        by_key.or_else(|| Some(hours(programme, &place.playlist, now)?.start)).unwrap_or(now)
    }

    /// The ceremony that is on air and where it stands, or the one that a key may begin and whether it has.
    pub(super) fn ceremony(
        &self,
        programme: &Programme,
        on_air: Option<&Showing>,
        now: DateTime<Utc>,
    ) -> Option<(Place, bool)> {
        // Also while something urgent stands before it.
        let current = in_hand(programme, &self.overrides, now)
            .or_else(|| on_air.filter(|showing| showing.playlist.ceremony).cloned());
        if let Some(showing) = current {
            let steps = steps(programme, &showing.playlist, now);
            let index = steps.iter().position(|item| item.path == showing.item.path)?;
            let page = showing.page.or_else(|| self.stage.page_of(&showing.item)).unwrap_or(0);
            return Some((Place { playlist: showing.playlist, steps, index, page }, true));
        }
        let playlist = startable(programme, now)?.clone();
        let steps = steps(programme, &playlist, now);
        Some((Place { playlist, steps, index: 0, page: 0 }, false))
    }

    /// While its hours last a ceremony is not forgotten; after them it is when no key comes, or at once where its
    /// playlist says so.
    pub(super) fn remember_ceremony(&mut self, programme: &Programme, now: DateTime<Utc>) {
        let Some(operator) = &mut self.overrides.operator else { return };
        if now >= operator.until {
            self.overrides.operator = None;
            return;
        }
        let list = programme.playlists.iter().find(|list| list.folder == operator.folder);
        let Some(list) = list.filter(|list| !list.waits_for_a_key()) else { return };
        let local = programme.local(now);
        if list.when.holds(local)
            && let Some(end) = list.when.next_change(local)
        {
            let end = now + (end - local);
            operator.until = if list.ends_on_time { end } else { operator.until.max(end + FORGOTTEN) };
        }
    }

    /// The steps and pages beside the one on air: a key brings them with the next frame.
    pub(super) fn beside(&mut self, due: &Due, fonts: &mut Fonts) -> Vec<(Arc<Item>, usize)> {
        let on_air = due.air.showing.as_ref();
        let Some((place, begun)) = self.ceremony(due.programme, on_air, due.now) else { return Vec::new() };
        if !begun {
            return place.steps.into_iter().take(1).map(|item| (item, 0)).collect();
        }
        let step = |index: Option<usize>| index.and_then(|index| place.steps.get(index)).cloned();
        let mut near = Vec::new();
        if let Some(item) = step(Some(place.index)) {
            near.extend([place.page + 1, place.page.saturating_sub(1)].map(|page| (item.clone(), page)));
        }
        near.extend(step(Some(place.index + 1)).map(|item| (item, 0)));
        if let Some(item) = step(place.index.checked_sub(1)) {
            // As `move_on` goes back.
            let page = if item.timed { 0 } else { self.stage.last_page(&item, due, fonts) };
            near.push((item, page));
        }
        near
    }
}
