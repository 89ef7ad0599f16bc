//! The zones beside the main one: each a show of its own, whose picture is a layer of the screen's.
//!
//! They go on by the clock behind whatever takes the whole screen, so that it gives back what the others show.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Show, Shown, Step};
use crate::model::{News, Programme, TransitionKind, Voice};
use crate::scene::{self, Fonts, Frame, Layer, Mix, Node, Rect, Scene};

/// A zone beside the main one.
pub(super) struct Beside {
    name: String,
    show: Show,
    /// What its show has not been told yet.
    news: Vec<News>,
}

/// What a zone's turn came to.
pub(super) struct Turned {
    name: String,
    place: Rect,
    step: Step,
}

impl Show {
    /// Takes a snapshot in: the main zone's part of it is this show's, the others are the zones'. Gives the former.
    pub(super) fn divide(&mut self, programme: &Arc<Programme>, news: &News) -> Arc<Programme> {
        let mut old = std::mem::take(&mut self.beside);
        for (zone, part) in programme.beside() {
            let known = old.iter().position(|beside| beside.name == zone.name).map(|at| old.swap_remove(at));
            let new = || Beside { name: zone.name.clone(), show: Show::new(), news: Vec::new() };
            let mut beside = known.unwrap_or_else(new);
            if let News::Programme { fresh, .. } = news {
                let (programme, fresh) = (part.clone(), fresh.clone());
                beside.news.push(News::Programme { programme, fresh });
            }
            self.beside.push(beside);
        }
        self.whole = Some(programme.clone());
        programme.divided().map_or_else(|| programme.clone(), |(_, main)| main.clone())
    }

    /// Tells every zone of a picture.
    pub(super) fn tell(&mut self, news: &News) {
        self.beside.iter_mut().for_each(|beside| beside.news.push(news.clone()));
    }

    /// Plays one turn of every zone.
    pub(super) fn turn_beside(
        &mut self,
        now: DateTime<Utc>,
        size: (u32, u32),
        fonts: &mut Fonts,
    ) -> Vec<Turned> {
        let turn = |beside: &mut Beside| {
            let step = beside.show.step(now, size, std::mem::take(&mut beside.news), fonts);
            let programme = beside.show.programme.as_ref();
            let place = programme.map(|programme| scene::place(&programme.screen, size)).unwrap_or_default();
            Turned { name: beside.name.clone(), place, step }
        };
        self.beside.iter_mut().map(turn).collect()
    }

    /// Lays the zones on the picture of the main one, unless the screen is `black`, and asks for what they need.
    pub(super) fn join(&mut self, step: &mut Step, turned: Vec<Turned>, black: bool) {
        let main = step.scene.as_ref().and_then(|scene| scene.layers.first()).cloned();
        let (now_alone, was_alone) = self.stage.is_alone();
        let mut layers = Vec::new();
        // Of several clips that sound one is heard: the main zone's, else that of the first.
        let mut heard = step.voices.iter().any(Voice::is_heard);
        for Turned { name, place, step: zone } in turned {
            let picture = zone.scene.as_ref().and_then(|scene| scene.layers.first());
            if let (Some(main), Some(picture), false) = (&main, picture, black) {
                let layer = Layer { place, ..picture.clone() };
                layers.extend(behind(layer, main, now_alone, was_alone));
                // A clip that runs is a layer of its own; behind what comes or goes its first frame stands for it.
                let films = zone.scene.iter().flat_map(|scene| scene.layers.iter().skip(1));
                let free = !now_alone && (main.mix.is_none() || !was_alone);
                layers.extend(
                    films
                        .filter(|_| free)
                        .map(|film| Layer { place: within(film.place, place), ..film.clone() }),
                );
            }
            let seen = !black && !now_alone;
            step.wants
                .extend(zone.wants.into_iter().filter(|want| !step.wants.contains(want)).collect::<Vec<_>>());
            step.reels.extend(zone.reels);
            let sounds = zone.voices.iter().any(Voice::is_heard);
            let mute = heard || !seen;
            if let Some(beside) = self.beside.iter_mut().find(|beside| beside.name == name) {
                beside.show.muted = mute;
            }
            step.voices.extend(zone.voices.into_iter().filter(|_| !mute));
            heard |= sounds && !mute;
            step.moving_until = step.moving_until.max(zone.moving_until.filter(|_| seen));
            step.wake_at = step.wake_at.min(zone.wake_at);
            step.zones.push((name, zone.shown.filter(|_| seen)));
        }
        let Some(scene) = step.scene.as_ref().filter(|_| !layers.is_empty()) else { return };
        let joined = Scene { layers: [&scene.layers[..], &layers].concat(), ..(**scene).clone() };
        if self.joined.as_ref().is_none_or(|last| **last != joined) {
            self.joined = Some(Arc::new(joined));
        }
        step.scene.clone_from(&self.joined);
    }
}

/// A zone's layer beside the `main` one, whose slide has the whole screen or had it: then the zone fades from what it
/// shows to its piece of that slide, or back. `None`: it is covered.
fn behind(layer: Layer, main: &Layer, now_alone: bool, was_alone: bool) -> Option<Layer> {
    let fade = |from, frame, progress| {
        let stage = Rect { x: 0.0, y: 0.0, ..layer.place };
        let mix = Some(Mix { from, kind: TransitionKind::Fade, progress, stage });
        Some(Layer { frame, mix, ..layer.clone() })
    };
    match (&main.mix, now_alone) {
        (Some(mix), false) if was_alone => {
            fade(Arc::new(piece(&mix.from, layer.place)), layer.frame.clone(), mix.progress)
        }
        (Some(mix), true) if !was_alone => {
            fade(layer.frame.clone(), Arc::new(piece(&main.frame, layer.place)), mix.progress)
        }
        (_, true) => None,
        (_, false) => Some(layer),
    }
}

/// A place inside a zone, on the whole screen.
fn within(inner: Rect, zone: Rect) -> Rect {
    Rect { x: inner.x + zone.x, y: inner.y + zone.y, ..inner }
}

/// What of `frame` lies on `place`, for a canvas of that size.
fn piece(frame: &Frame, place: Rect) -> Frame {
    let moved = |rect: &Rect| Rect { x: rect.x - place.x, y: rect.y - place.y, ..*rect };
    let node = |node: &Node| match node.clone() {
        Node::Fill { rect, color } => Node::Fill { rect: moved(&rect), color },
        Node::Shape { points, color } => {
            let points = points.into_iter().map(|(x, y)| (x - place.x, y - place.y)).collect();
            Node::Shape { points, color }
        }
        Node::Image { picture, rect, clip } => {
            Node::Image { picture, rect: moved(&rect), clip: moved(&clip) }
        }
        Node::Film { still, rect, clip } => Node::Film { still, rect: moved(&rect), clip: moved(&clip) },
        Node::Text { text, x, y, color } => Node::Text { text, x: x - place.x, y: y - place.y, color },
    };
    Frame { ground: frame.ground, nodes: frame.nodes.iter().map(node).collect() }
}

/// What every zone shows, by its name.
pub type ZonesShown = Vec<(String, Option<Shown>)>;

#[cfg(test)]
mod tests;
