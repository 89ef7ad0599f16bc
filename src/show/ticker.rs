//! The ticker: what runs, where it is by the clock, and how it comes and goes without a jump.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{eased, far};
use crate::model::{Foot, Item, Programme, Rank, Screen, TransitionKind, running};
use crate::scene::ticker::{Board, Leaf, Pages, Strip, Ticker as Shown};
use crate::scene::{self, Fonts, Frame, Layer, Mix};

/// How long what has left the messages takes to fade from the strip: the law of the loop is a second.
const FADE: TimeDelta = TimeDelta::milliseconds(600);
/// A page turns, and the strip fills, in half of that.
const HALF: TimeDelta = TimeDelta::milliseconds(300);

/// `screen.toml` as items have it: with the ticker at the foot, or with the screen to themselves.
#[derive(Clone)]
pub(super) struct Screens {
    alone: Arc<Programme>,
    beside: Option<Arc<Screen>>,
}

impl Screens {
    /// Whether there is a ticker.
    pub fn are_shared(&self) -> bool {
        self.beside.is_some()
    }

    /// The screen as `item` (`None`: the placeholder) has it. Whatever is stronger than the loop covers the ticker, and
    /// so does the flag.
    pub fn of(&self, item: Option<&Item>) -> &Screen {
        let shares = item.is_none_or(|item| item.rank == Rank::Loop && !scene::still(item));
        self.beside.as_deref().filter(|_| shares).unwrap_or(&self.alone.screen)
    }
}

/// What is on the strip.
enum Face {
    /// Nothing: the last message has gone, the slide above it has not been drawn anew yet.
    Bare,
    Pages(Arc<Pages>),
    Strip(Strip),
}

/// A face and the picture of it that was drawn last.
struct Drawn {
    face: Face,
    last: Option<(i64, Arc<Frame>)>,
}

/// What the ticker remembers between turns.
#[derive(Default)]
pub(super) struct Ticker {
    lines: Vec<String>,
    /// For which snapshot `lines` are asked, when, and until when they hold.
    asked: Option<(usize, DateTime<Utc>, DateTime<Utc>)>,
    screen: Option<Arc<Screen>>,
    size: (u32, u32),
    board: Option<Arc<Board>>,
    drawn: Option<Drawn>,
    /// What gives way, and since when.
    leaving: Option<(Drawn, DateTime<Utc>)>,
    /// Whether it was on the screen in the last turn.
    seen: bool,
    /// The strip without a word on it.
    bare: Option<Arc<Frame>>,
}

impl Ticker {
    /// Takes in what runs at `now` on a screen of `size` pixels, and says how items have that screen.
    pub fn take(
        &mut self,
        programme: &Arc<Programme>,
        now: DateTime<Utc>,
        size: (u32, u32),
        fonts: &mut Fonts,
    ) -> Screens {
        let of = Arc::as_ptr(programme) as usize;
        let back = self.asked.is_some_and(|(_, then, _)| now < then);
        let holds = self.asked.is_some_and(|(for_, _, until)| for_ == of && now < until);
        if self.size != size || back || !holds {
            let running = running(programme, now);
            self.asked = Some((of, now, running.until));
            self.fit(programme, size, back);
            self.say(running.lines, now, fonts);
        }
        self.leaving.take_if(|(old, since)| now >= *since + old.goes());
        // What has left fades first.
        let stays = programme.screen.strip || !self.lines.is_empty() || self.seen && self.leaving.is_some();
        Screens { alone: programme.clone(), beside: self.screen.clone().filter(|_| stays) }
    }

    /// Makes the board for this screen; what was drawn for another one, or by a clock that was set `back`, is no
    /// place to go on from.
    fn fit(&mut self, programme: &Programme, size: (u32, u32), back: bool) {
        let screen = Screen { footer: Some(Foot::Ticker), ..programme.screen.clone() };
        let board = Board::new(&Screen { part: None, ..screen.clone() }, size);
        let still = self.screen.as_ref().map(|old| old.reduced_motion);
        if back || self.board.as_deref() != Some(&board) || still != Some(screen.reduced_motion) {
            (self.drawn, self.leaving) = (None, None);
            self.lines.clear();
            self.bare = Some(Arc::new(board.bare()));
            self.board = Some(Arc::new(board));
        }
        (self.screen, self.size) = (Some(Arc::new(screen)), size);
    }

    /// Brings `lines` on the strip.
    fn say(&mut self, lines: Vec<String>, now: DateTime<Utc>, fonts: &mut Fonts) {
        let (Some(board), Some(screen)) = (&self.board, &self.screen) else { return };
        if lines == self.lines {
            return;
        }
        self.lines = lines;
        let old = self.drawn.take();
        let next = match &self.lines[..] {
            [] => None,
            lines => Some(Shown::new(board, lines, screen.reduced_motion, fonts)),
        };
        let (face, same) = match (next, old.as_ref().map(|old| &old.face)) {
            (None, _) => (Face::Bare, false),
            (Some(Shown::Pages(pages)), _) => (Face::Pages(pages), false),
            (Some(Shown::Tape(tape)), Some(Face::Strip(strip))) => {
                let (strip, same) = strip.follow(tape, now);
                (Face::Strip(strip), same)
            }
            (Some(Shown::Tape(tape)), _) => (Face::Strip(Strip::new(tape)), false),
        };
        self.drawn = Some(Drawn { face, last: None });
        if let Some(old) = old.filter(|_| !same) {
            self.leaving = Some((old, now));
        }
    }

    /// The strip at `now`, when it is `shown`: what has the screen leaves room for it. It comes softly, but for the
    /// very `first` picture.
    pub fn layer(
        &mut self,
        now: DateTime<Utc>,
        shown: bool,
        first: bool,
        fonts: &mut Fonts,
    ) -> Option<Layer> {
        let came = shown && !self.seen && !first;
        self.seen = shown;
        if came || !shown {
            let bare = Drawn { face: Face::Bare, last: None };
            self.leaving = came.then_some((bare, now));
        }
        let (board, bare) = (self.board.clone()?, self.bare.clone()?);
        let drawn = self.drawn.as_mut().filter(|_| shown)?;
        let mut draw = |drawn: &mut Drawn| drawn.layer(&board, &bare, now, fonts);
        let Some((old, since)) = &mut self.leaving else { return Some(draw(drawn)) };
        let gone = now - *since;
        if drawn.lies_on(old) {
            return Some(faded(draw(drawn), draw(old).frame, eased(gone, FADE)));
        }
        if old.goes() == FADE && gone < HALF {
            let layer = draw(old);
            let from = layer.frame.clone();
            return Some(faded(Layer { frame: bare, ..layer }, from, eased(gone, HALF)));
        }
        Some(faded(draw(drawn), bare, eased(gone - old.goes() + HALF, HALF)))
    }

    /// Until when it moves by itself, so that every frame is a turn.
    pub fn moving_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let drawn = self.drawn.as_ref().filter(|_| self.seen)?;
        let turning = |leaf: Leaf| {
            let until = leaf.span.start + HALF;
            (leaf.page != leaf.before && now < until).then_some(until)
        };
        let by_itself = match &drawn.face {
            Face::Strip(_) => Some(far(now)),
            Face::Pages(pages) => turning(pages.at(now)),
            Face::Bare => None,
        };
        self.leaves().max(by_itself)
    }

    /// When what gives way is gone.
    fn leaves(&self) -> Option<DateTime<Utc>> {
        self.leaving.as_ref().map(|(old, since)| *since + old.goes())
    }

    /// When it changes next by itself, besides moving.
    pub fn wake_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let until = self.asked.map(|(_, _, until)| until);
        let turned = match self.drawn.as_ref().filter(|_| self.seen).map(|drawn| &drawn.face) {
            Some(Face::Pages(pages)) => Some(pages.at(now).span.end),
            _ => None,
        };
        until.into_iter().chain(turned).chain(self.leaves()).fold(far(now), DateTime::min)
    }
}

impl Drawn {
    /// How long it takes to give way.
    fn goes(&self) -> TimeDelta {
        if matches!(self.face, Face::Bare) { HALF } else { FADE }
    }

    /// Whether both are painted on the same canvas, so that one can fade into the other where it stands.
    fn lies_on(&self, old: &Drawn) -> bool {
        matches!((&self.face, &old.face), (Face::Strip(_), Face::Strip(_)) | (Face::Pages(_), Face::Pages(_)))
    }

    fn layer(&mut self, board: &Board, bare: &Arc<Frame>, now: DateTime<Utc>, fonts: &mut Fonts) -> Layer {
        let Drawn { face, last } = self;
        let mut once = |number: i64, draw: &mut dyn FnMut() -> Frame| match last {
            Some((known, frame)) if *known == number => frame.clone(),
            _ => last.insert((number, Arc::new(draw()))).1.clone(),
        };
        match face {
            Face::Bare => Layer::still(board.place, bare.clone()),
            Face::Strip(strip) => {
                let (section, shift) = strip.section(now);
                let frame = once(section, &mut || strip.frame(section, fonts));
                Layer { place: board.place, size: strip.size(), frame, mix: None, shift }
            }
            Face::Pages(pages) => {
                let leaf = pages.at(now);
                let layer =
                    Layer::still(board.place, once(leaf.page as i64, &mut || pages.frame(leaf.page, fonts)));
                let gone = now - leaf.span.start;
                if leaf.page == leaf.before || gone >= HALF {
                    return layer;
                }
                faded(layer, Arc::new(pages.frame(leaf.before, fonts)), eased(gone, HALF))
            }
        }
    }
}

/// The layer while `from` gives way to it.
fn faded(layer: Layer, from: Arc<Frame>, progress: f32) -> Layer {
    let (w, h) = layer.size;
    let stage = scene::Rect { x: 0.0, y: 0.0, w: w as f32, h: h as f32 };
    Layer { mix: Some(Mix { from, kind: TransitionKind::Fade, progress, stage }), ..layer }
}

#[cfg(test)]
mod tests;
