//! One turn: what the screen shows now, what it needs next, and when to look again.
//!
//! [`Show::step`] is pure but for what it remembers of the screen itself: which pictures it holds, what is
//! displayed, and which overrides run. It has no clock, no disk and no GPU, so a test plays a year in a second.
//!
//! A turn goes in this order, and the order matters:
//! 1. news is taken in (a reload may put a hold on the slide it finds on air, see `reload`);
//! 2. fresh files whose pictures are complete get their time;
//! 3. law 1 says what is due; it goes on stage if it is complete, else what is displayed stays;
//! 4. pictures that nothing will need are let go, the missing ones are wished for;
//! 5. the earliest moment at which any of this changes is the wake.

#[cfg(test)]
mod ceremony;
mod cues;
mod dark;
#[cfg(test)]
mod films;
mod leaving;
#[cfg(test)]
mod moments;
mod operator;
mod projector;
mod reload;
#[cfg(test)]
mod replaced;
#[cfg(test)]
mod sheets;
mod shelf;
mod stage;
#[cfg(test)]
mod tests;
mod ticker;
#[cfg(test)]
mod voices;
mod zones;

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::{
    Authority, Item, News, OnAir, Overrides, Playlist, Programme, Reel, Screen, Showing, Voice, Want, Wants,
    on_air, upcoming,
};
use crate::scene::{self, Fonts, Scene};

use projector::Projector;
use reload::Waiting;
use shelf::Shelf;
use stage::Stage;
use ticker::{Screens, Ticker};
use zones::Beside;
pub use zones::ZonesShown;

/// How many showings ahead are decoded before they are due.
const AHEAD: usize = 2;

/// How long a slide that is no longer allowed may stay while its successor is decoded.
const GRACE: TimeDelta = TimeDelta::milliseconds(400);

/// What is really on the screen, for the journal, the status page and the headless face.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The playlist it stands in.
    pub playlist: Arc<Playlist>,
    /// The item.
    pub item: Arc<Item>,
    /// Page from 0.
    pub page: usize,
    /// How many pages it has on this screen.
    pub pages: usize,
    /// First moment of the showing.
    pub from: DateTime<Utc>,
    /// First moment after it, as far as is known now.
    pub until: DateTime<Utc>,
    /// Who put it on air.
    pub by: Authority,
}

/// What one turn comes to.
#[derive(Clone, Debug)]
pub struct Step {
    /// What to draw; `None` until the first complete picture.
    pub scene: Option<Arc<Scene>>,
    /// The whole set of pictures that are missing, most urgent first.
    pub wants: Wants,
    /// What is due is among them, and something else could be shown.
    pub late: bool,
    /// The clips that have to run, most urgent first: each is filled as long as it is named here.
    pub reels: Vec<Arc<Reel>>,
    /// What is heard, and what soon will be.
    pub voices: Vec<Voice>,
    /// Whether the display has to be on; else it may sleep.
    pub awake: bool,
    /// When what moves (a transition, the ticker) comes to rest; until then every frame is a turn.
    pub moving_until: Option<DateTime<Utc>>,
    /// The next turn is due then at the latest.
    pub wake_at: DateTime<Utc>,
    /// What is on the screen; `None` for the placeholder, before the first picture, and while blanked.
    pub shown: Option<Shown>,
    /// The same of each zone beside the main one, with its name; nothing while it is covered.
    pub zones: ZonesShown,
}

/// What the player remembers between turns.
#[derive(Default)]
pub struct Show {
    /// All of the folder.
    whole: Option<Arc<Programme>>,
    /// What plays in the main zone.
    programme: Option<Arc<Programme>>,
    beside: Vec<Beside>,
    /// The last scene with zones.
    joined: Option<Arc<Scene>>,
    overrides: Overrides,
    waiting: Vec<Waiting>,
    shelf: Shelf,
    stage: Stage,
    ticker: Ticker,
    projector: Projector,
    /// Another zone is heard.
    muted: bool,
    blanked: bool,
    /// The number that is being typed.
    typed: u32,
    /// Of the operator's view.
    preview: cues::Preview,
    last: Option<DateTime<Utc>>,
}

impl Show {
    /// A screen that has shown nothing yet.
    pub fn new() -> Show {
        Show::default()
    }

    /// The snapshot that plays.
    pub fn programme(&self) -> Option<&Arc<Programme>> {
        self.whole.as_ref()
    }

    /// The overrides of the moment.
    pub fn overrides(&self) -> &Overrides {
        &self.overrides
    }

    /// Whether a person has blanked the screen.
    pub fn blanked(&self) -> bool {
        self.blanked
    }

    /// Plays one turn at `now` on a screen of `size` pixels.
    pub fn step(&mut self, now: DateTime<Utc>, size: (u32, u32), news: Vec<News>, fonts: &mut Fonts) -> Step {
        self.take(now, size, news, fonts);
        let Some(programme) = self.programme.clone() else {
            return Step {
                scene: None,
                wants: Vec::new(),
                late: false,
                reels: Vec::new(),
                voices: Vec::new(),
                awake: true,
                moving_until: None,
                wake_at: far(now),
                shown: None,
                zones: ZonesShown::new(),
            };
        };
        let turned = self.turn_beside(now, size, fonts);
        if self.clock_went_back(now) {
            self.stage.settle();
        }
        let screens = self.ticker.take(&programme, now, size, fonts);
        self.stage.fit(&programme, size, screens.are_shared());
        self.remember_ceremony(&programme, now);
        self.schedule_fresh(&programme, &screens, now, size);
        let air = on_air(&programme, &self.overrides, now);
        self.forget(now, air.showing.as_ref().map(|showing| showing.by));
        let next = upcoming(&programme, &self.overrides, now, AHEAD);
        let before = self.before(&programme, &air, now);
        let due = Due { programme: &programme, air: &air, next: &next, before, screens, now, size };
        if self.is_renewed(&due) {
            self.stage.late = true;
            self.stage.wait(&due, &self.shelf, fonts);
        } else {
            self.stage.place(&due, &self.shelf, fonts);
        }
        let ahead = self.stage.ahead(&due, fonts);
        let wants = self.wish(&due, &ahead, fonts);
        let black = self.blanked || due.is_dark();
        let reels = self.projector.plan(self.stage.showing(), &due, black || self.muted);
        self.stage.run(&due, &self.projector);
        let ticker = &mut self.ticker;
        let strip = |shown, first| ticker.layer(now, shown, first, fonts);
        let scene = self.stage.scene(&due, black, &self.shelf, &ahead, strip);
        let wake_at = self.stage.wake_at(&due, fonts).min(self.fresh_edge(now)).min(self.ticker.wake_at(now));
        let film = self.projector.wake_at(self.stage.showing(), &due).filter(|_| !black);
        let voices = self.projector.voices(self.stage.showing(), &due);
        let hush = due.hush_at().filter(|_| voices.iter().any(Voice::is_heard));
        let wake_at = film.into_iter().chain(hush).fold(wake_at, DateTime::min);
        let mut step = Step {
            awake: due.is_awake(&self.overrides),
            moving_until: self.stage.moving_until().max(self.ticker.moving_until(now)),
            wake_at: due.rouse_at().map_or(wake_at, |at| at.min(wake_at)),
            shown: self.stage.shown(&due, fonts).filter(|_| !self.blanked),
            scene,
            wants,
            late: self.stage.late,
            reels,
            voices,
            zones: ZonesShown::new(),
        };
        self.join(&mut step, turned, black);
        step
    }

    fn take(&mut self, now: DateTime<Utc>, size: (u32, u32), news: Vec<News>, fonts: &mut Fonts) {
        for piece in news {
            match piece {
                News::Programme { ref programme, ref fresh } => {
                    let main = self.divide(programme, &piece);
                    self.reload(now, main, fresh);
                }
                News::Picture(ref picture) => {
                    self.tell(&piece);
                    self.shelf.put(picture.clone());
                }
                News::Failed(ref want) => {
                    self.tell(&piece);
                    self.shelf.fail(want.clone());
                }
                News::Key(key) => self.key(now, size, key, fonts),
            }
        }
    }

    /// With an empty stage in the middle of a transition, the showing that gives way: so a `shot` inside a
    /// fade, and a player started inside one, show what the others show.
    fn before(&self, programme: &Programme, air: &OnAir, now: DateTime<Utc>) -> Option<Showing> {
        let showing = air.showing.as_ref()?;
        let inside = now - showing.from < showing.item.transition.length();
        if !self.stage.is_empty() || !inside {
            return None;
        }
        let earlier = showing.from - TimeDelta::milliseconds(1);
        on_air(programme, &self.overrides, earlier).showing.filter(|b| b.item.path != showing.item.path)
    }

    /// The pictures that are missing, in order of need; lets go of those that nothing needs. While what people wait
    /// for is missing, nothing else is asked for: its decode would take time from that.
    fn wish(&mut self, due: &Due, ahead: &[(Arc<Item>, usize)], fonts: &mut Fonts) -> Wants {
        let mut awaited = Wants::new();
        if let Some(showing) = &due.air.showing {
            awaited.extend(due.wants(&showing.item, self.stage.page_at(showing, due, fonts).0));
        }
        if let Some(before) = &due.before {
            awaited.extend(due.wants(&before.item, self.stage.last_page(&before.item, due, fonts)));
        }
        awaited.extend(self.waiting.iter().flat_map(|waiting| due.wants(&waiting.item, 0)));
        let fresh = self.overrides.fresh.iter().filter_map(|fresh| due.programme.find(&fresh.path));
        let mut needed = awaited.clone();
        needed.extend(fresh.flat_map(|(_, item)| due.wants(item, 0)));
        let beside = self.beside(due, fonts);
        needed.extend(beside.iter().chain(ahead).flat_map(|(item, page)| due.wants(item, *page)));
        needed.extend(self.stage.leaf().into_iter().flat_map(|(item, page)| due.wants(item, page)));
        needed.extend(scene::chrome_wants(&due.programme.screen, due.size));
        self.shelf.keep(&needed);
        let mut known = HashSet::new();
        let mut open = |want: &Want| self.shelf.missing(want) && known.insert(want.clone());
        awaited.retain(&mut open);
        if !awaited.is_empty() {
            return awaited;
        }
        needed.retain(open);
        needed
    }
}

/// What law 1 says of this turn.
struct Due<'a> {
    programme: &'a Arc<Programme>,
    air: &'a OnAir,
    next: &'a [Showing],
    before: Option<Showing>,
    screens: Screens,
    now: DateTime<Utc>,
    size: (u32, u32),
}

impl Due<'_> {
    /// The pictures that a page of `item` needs.
    fn wants(&self, item: &Arc<Item>, page: usize) -> Wants {
        scene::wants(item, page, self.screens.of(Some(item)), self.size)
    }

    /// When the quiet hours may begin or end.
    fn hush_at(&self) -> Option<DateTime<Utc>> {
        let local = self.programme.local(self.now);
        let change = self.programme.screen.quiet.as_ref()?.next_change(local)?;
        Some(self.now + (change - local))
    }

    /// The screen as a showing has it; `None` is the placeholder.
    fn screen(&self, showing: Option<&Showing>) -> &Screen {
        self.screens.of(showing.map(|showing| &*showing.item))
    }
}

/// With nothing to wait for, look again in an hour: a wake that is missed must not be for ever.
fn far(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::hours(1)
}

/// Ease-in-out (smoothstep) of the elapsed fraction, 0 to 1.
fn eased(elapsed: TimeDelta, of: TimeDelta) -> f32 {
    let micros = |length: TimeDelta| length.num_microseconds().unwrap_or(0) as f32;
    let t = micros(elapsed) / micros(of).max(1.0);
    let t = t.clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
