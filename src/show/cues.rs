//! What a person who leads a ceremony needs to know, beside what the audience sees.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::operator::Place;
use super::stage::Drawn;
use super::{AHEAD, Due, Show};
use crate::model::dates::{minute, second};
use crate::model::{Authority, Rank, Showing, hours, in_hand, on_air, upcoming};
use crate::scene::{self, Cue, Cues, Fonts, Frame, Led, Timer};

/// The last frame that was drawn of what comes next.
pub(super) type Preview = Option<(Arc<Frame>, Drawn)>;

impl Show {
    /// What the operator's view shows after the [`step`](Show::step) of this turn, of an audience's screen of `size`
    /// pixels, and when that changes next by itself. `None` before the first picture.
    pub fn cues(
        &mut self,
        now: DateTime<Utc>,
        size: (u32, u32),
        fonts: &mut Fonts,
    ) -> Option<(Cues, DateTime<Utc>)> {
        let programme = self.programme.clone()?;
        let air = on_air(&programme, &self.overrides, now);
        let next = upcoming(&programme, &self.overrides, now, AHEAD);
        let screens = self.ticker.take(&programme, now, size, fonts);
        let due = Due { programme: &programme, air: &air, next: &next, before: None, screens, now, size };
        let (frame, screen) = self.stage.frame()?;
        let current = if due.is_dark() {
            Cue { title: String::new(), frame: Arc::new(scene::blank()) }
        } else {
            Cue { title: self.stage.item().map(|item| item.title.clone()).unwrap_or_default(), frame }
        };
        let place = self.ceremony(&programme, air.showing.as_ref(), now);
        let begun = place.as_ref().filter(|(_, begun)| *begun).map(|(place, _)| place);
        let led = begun.and_then(|place| self.led(place, &due, fonts));
        let next = match begun {
            Some(place) => self.next_step(place, &due, fonts),
            None => due.next.first().cloned(),
        };
        let next = next.map(|showing| Cue {
            title: showing.item.title.clone(),
            frame: self.preview(&showing, &due, fonts),
        });
        let changes = match led {
            Some(_) => second(now) + TimeDelta::seconds(1),
            None => minute(now) + TimeDelta::minutes(1),
        };
        let cues = Cues {
            local: programme.local(second(now)),
            screen,
            current,
            next,
            led,
            startable: place.filter(|(_, begun)| !begun).map(|(place, _)| place.playlist.title.clone()),
            blanked: self.blanked,
            urgent: air.showing.as_ref().is_some_and(|showing| showing.item.rank == Rank::Urgent),
            typed: Some(self.typed).filter(|typed| *typed > 0),
        };
        Some((cues, changes))
    }

    fn led(&mut self, place: &Place, due: &Due, fonts: &mut Fonts) -> Option<Led> {
        let now = second(due.now);
        let programme = due.programme;
        let in_hand = in_hand(programme, &self.overrides, due.now);
        let showing = in_hand.as_ref().or(due.air.showing.as_ref())?;
        let frozen = self.overrides.operator.as_ref().is_some_and(|operator| operator.frozen);
        let ends = showing.item.timed && !frozen && place.index + 1 < place.steps.len();
        let step_time = Timer {
            elapsed: (now - second(showing.from)).max(TimeDelta::zero()),
            remaining: ends.then(|| (second(showing.until) - now).max(TimeDelta::zero())),
        };
        let begun = self.begun(programme, place, due.now, true);
        let end = hours(programme, &place.playlist, begun).map(|hours| hours.end);
        let time = Timer {
            elapsed: (now - second(begun)).max(TimeDelta::zero()),
            remaining: end.map(|end| second(end) - now),
        };
        let pages = self.stage.pages(&showing.item, due, fonts).len();
        Some(Led {
            title: place.playlist.title.clone(),
            step: (place.index + 1, place.steps.len()),
            page: (place.page + 1, pages),
            in_hand: in_hand.is_some(),
            frozen,
            step_time,
            time,
        })
    }

    /// What [`Key::Next`](crate::model::Key::Next) brings: the next page of a step that waits, or the next step.
    fn next_step(&mut self, place: &Place, due: &Due, fonts: &mut Fonts) -> Option<Showing> {
        let item = place.steps.get(place.index)?;
        let turns = !item.timed && place.page + 1 < self.stage.pages(item, due, fonts).len();
        let (item, page) =
            if turns { (item, place.page + 1) } else { (place.steps.get(place.index + 1)?, 0) };
        Some(Showing {
            playlist: place.playlist.clone(),
            item: item.clone(),
            from: due.now,
            until: due.now,
            by: Authority::Operator,
            page: Some(page),
        })
    }

    /// What comes next as the audience will see it, drawn anew only when it changed.
    fn preview(&mut self, showing: &Showing, due: &Due, fonts: &mut Fonts) -> Arc<Frame> {
        let page = showing.page.unwrap_or(0);
        let drawn = super::stage::drawn(Some(showing), page, due, &self.shelf);
        match &self.preview {
            Some((frame, known)) if *known == drawn => frame.clone(),
            _ => {
                let (frame, drawn) = self.stage.draw(Some(showing), page, due, &self.shelf, fonts);
                self.preview = Some((frame.clone(), drawn));
                frame
            }
        }
    }
}
