//! The clips that run: which are wanted when, and which frame of them is due.
//!
//! A run is a clip from one moment on. A showing that outlasts its clip has several, one after the other; each begins
//! before it is due, so that its first frames lie ready. The frame on the screen is the one that the clock says: a
//! player that starts in the middle of a clip begins it there.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::Due;
use crate::model::{Content, Film, Play, Reel, Showing, Track, Voice};
use crate::scene::{self, Node};

/// How long before it is due a run begins: a decoder starts in a quarter of a second, on a busy machine in one.
const LEAD: TimeDelta = TimeDelta::seconds(3);

/// How far before the clock a clip begins that is begun too late for its first frame: by then its frames are there, and
/// none has to be passed over to catch up. What stands until then is its picture.
const HEAD: TimeDelta = TimeDelta::seconds(1);

/// How late a run may begin and still show its first frame.
const LATE: TimeDelta = TimeDelta::milliseconds(200);

/// A clip from one moment on.
struct Run {
    /// When its clip's zero is.
    from: DateTime<Utc>,
    /// Its frames, as they come.
    reel: Arc<Reel>,
    /// Its sound, as it comes; `None`: it is silent.
    track: Option<Arc<Track>>,
    /// When its showing or its clip ends.
    until: DateTime<Utc>,
    /// How loud it is, in percent.
    volume: u32,
}

/// The runs.
#[derive(Default)]
pub(super) struct Projector {
    runs: Vec<Run>,
}

/// Which run a showing is in at `now`: when that begins and ends.
fn lap(showing: &Showing, film: &Film, now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    if film.is_endless() {
        return (showing.from, showing.until);
    }
    let length = film.length.num_milliseconds().max(1);
    let laps = (now - showing.from).num_milliseconds().max(0) / length;
    let from = showing.from + TimeDelta::milliseconds(laps * length);
    (from, from + TimeDelta::milliseconds(length))
}

/// What runs of a showing. Of a picture that moves the first frame stands there where motion is not wanted.
fn film<'a>(showing: &'a Showing, due: &Due) -> Option<&'a Film> {
    match &showing.item.content {
        Content::Clip(film) => Some(film),
        Content::Animation(film) => Some(&**film).filter(|_| !due.programme.screen.reduced_motion),
        _ => None,
    }
}

impl Projector {
    /// Lets go of the runs that nobody needs, begins those that are soon due, and gives all of them, most urgent first.
    /// `stage` is what is displayed; `silent`: nothing of it may be heard.
    pub(super) fn plan(&mut self, stage: Option<&Showing>, due: &Due, silent: bool) -> Vec<Arc<Reel>> {
        let silent = silent || due.programme.screen.is_quiet(due.programme.local(due.now));
        let mut old = std::mem::take(&mut self.runs);
        for (showing, from) in soon(stage, due) {
            let Some(film) = film(&showing, due) else { continue };
            let place = scene::film_place(&showing.item, film, due.screen(Some(&showing)), due.size);
            let late = due.now - from;
            // A picture that moves is decoded here, as fast as it is wanted.
            let start = if film.is_endless() { late } else { late + HEAD };
            let start = if start > LATE { start } else { TimeDelta::zero() };
            let play = Play { of: showing.item.asset(), film: film.clone(), size: place.size, start };
            let same = |run: &Run| {
                run.from == from && run.reel.play == Play { start: run.reel.play.start, ..play.clone() }
            };
            if self.runs.iter().any(same) {
                continue;
            }
            let known = old.iter().position(same).map(|at| old.swap_remove(at));
            let mut run = known.unwrap_or_else(|| Run {
                from,
                reel: Arc::new(Reel::new(play.clone())),
                track: None,
                until: from,
                volume: 0,
            });
            run.until = lap(&showing, film, from).1.min(showing.until);
            run.volume = if silent || !film.sound { 0 } else { showing.item.volume };
            let sound = || Arc::new(Track::new(play.of.clone(), late.max(TimeDelta::zero())));
            run.track = (run.volume > 0).then(|| run.track.take().unwrap_or_else(sound));
            self.runs.push(run);
        }
        self.runs.iter().map(|run| run.reel.clone()).collect()
    }

    /// The frame of `showing` that is due at `now`, on its place; `None` while there is none.
    pub(super) fn frame(&self, showing: &Showing, due: &Due) -> Option<Node> {
        let film = film(showing, due)?;
        let (from, _) = lap(showing, film, due.now);
        let run = self.run(showing, from)?;
        let still = run.reel.at(due.now - from)?;
        let place = scene::film_place(&showing.item, film, due.screen(Some(showing)), due.size);
        Some(Node::Film { still, rect: place.rect, clip: place.clip })
    }

    /// What is heard of the runs, and what soon will be. `stage` is what is displayed.
    pub(super) fn voices(&self, stage: Option<&Showing>, due: &Due) -> Vec<Voice> {
        let on = stage.and_then(|showing| {
            let (from, _) = lap(showing, film(showing, due)?, due.now);
            self.run(showing, from).filter(|run| due.now < run.until)
        });
        let voice = |run: &Run| {
            let volume = if on.is_some_and(|on| std::ptr::eq(on, run)) { run.volume } else { 0 };
            Some(Voice { track: run.track.clone()?, zero: run.from, until: run.until, volume })
        };
        self.runs.iter().filter_map(voice).collect()
    }

    fn run(&self, showing: &Showing, from: DateTime<Utc>) -> Option<&Run> {
        let is = |run: &&Run| {
            run.from == from
                && run.reel.play.of.path == showing.item.path
                && run.reel.play.of.stamp == showing.item.stamp
        };
        self.runs.iter().find(is)
    }

    /// When the frame of `stage` changes next, or a run has to begin.
    pub(super) fn wake_at(&self, stage: Option<&Showing>, due: &Due) -> Option<DateTime<Utc>> {
        let frame = stage.and_then(|showing| {
            let (from, until) = lap(showing, film(showing, due)?, due.now);
            let next = self.run(showing, from).and_then(|run| run.reel.next());
            // A clip begins anew unless its showing ends with it.
            let again = [until - LEAD, until].into_iter().find(|at| *at > due.now);
            next.map(|next| from + next).into_iter().chain(again.filter(|_| until < showing.until)).min()
        });
        let next = due.next.first().filter(|next| film(next, due).is_some()).map(|next| next.from - LEAD);
        frame.into_iter().chain(next.filter(|at| *at > due.now)).min()
    }
}

/// The showings whose clips have to run now, each with when that run began or begins: what is displayed, what is due,
/// and what follows soon.
fn soon(stage: Option<&Showing>, due: &Due) -> Vec<(Showing, DateTime<Utc>)> {
    let mut found = Vec::new();
    for showing in stage.into_iter().chain(&due.air.showing) {
        let Some(film) = film(showing, due) else { continue };
        let (from, until) = lap(showing, film, due.now);
        found.push((showing.clone(), from));
        if until < showing.until && until - due.now <= LEAD {
            found.push((showing.clone(), until));
        }
    }
    let next = due.next.first().filter(|next| next.from - due.now <= LEAD);
    found.extend(next.map(|next| (next.clone(), next.from)));
    found
}
