//! What runs on while all else stands: it can be presented alone.

use crate::scene::{Layer, Rect, Scene};

/// The part of `scene` in which its layers only ran on since `seen`, in pixels of the upright layout; `None` when
/// anything else changed.
pub(super) fn running(seen: Option<&Scene>, scene: &Scene) -> Option<Rect> {
    let seen = seen.filter(|seen| (seen.size, seen.turn) == (scene.size, scene.turn))?;
    if seen.layers.len() != scene.layers.len() {
        return None;
    }
    let mut part: Option<Rect> = None;
    for (before, after) in seen.layers.iter().zip(&scene.layers) {
        if before == after {
            continue;
        }
        if *before != (Layer { shift: before.shift, ..after.clone() }) {
            return None;
        }
        part = Some(part.map_or(after.place, |part| both(part, after.place)));
    }
    part
}

/// What `scene` shows in `part`, as a scene of its own.
pub(super) fn cut(scene: &Scene, part: Rect) -> Scene {
    let layers = scene.layers.iter().filter(|layer| layer.place.overlaps(&part)).map(|layer| {
        let place = Rect { x: layer.place.x - part.x, y: layer.place.y - part.y, ..layer.place };
        Layer { place, ..layer.clone() }
    });
    let size = (part.w as u32, part.h as u32);
    Scene { size, turn: scene.turn, layers: layers.collect(), ahead: Vec::new() }
}

/// Where `part` of `scene` is on its target: left, top, width and height in pixels.
pub(super) fn on_target(part: Rect, scene: &Scene) -> [u32; 4] {
    let (width, height) = (scene.size.0 as f32, scene.size.1 as f32);
    let Rect { x, y, w, h } = part;
    let place = match scene.turn {
        90 => [height - y - h, x, h, w],
        180 => [width - x - w, height - y - h, w, h],
        270 => [y, width - x - w, h, w],
        _ => [x, y, w, h],
    };
    place.map(|edge| edge.max(0.0) as u32)
}

/// The smallest that holds two.
fn both(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let (right, bottom) = ((a.x + a.w).max(b.x + b.w), (a.y + a.h).max(b.y + b.h));
    Rect { x, y, w: right - x, h: bottom - y }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Color;
    use crate::scene::Frame;

    fn rect(x: f32, y: f32, w: f32, h: f32) -> Rect {
        Rect { x, y, w, h }
    }

    /// A slide above a strip whose line has run so far.
    fn scene(turn: u32, shift: f32) -> Scene {
        let frame = |ground: u8| Arc::new(Frame { ground: Color(ground, 0, 0), nodes: Vec::new() });
        let line = Layer {
            place: rect(0.0, 900.0, 1600.0, 100.0),
            size: (4000, 100),
            frame: frame(2),
            mix: None,
            shift,
        };
        let layers = vec![
            Layer::still(rect(0.0, 0.0, 1600.0, 900.0), frame(0)),
            Layer::still(rect(0.0, 900.0, 1600.0, 100.0), frame(1)),
            line,
        ];
        Scene { size: (1600, 1000), turn, layers, ahead: Vec::new() }
    }

    #[test]
    fn only_what_ran_on_is_a_part() {
        let (before, after) = (scene(0, 10.0), scene(0, 12.5));
        assert_eq!(running(Some(&before), &after), Some(rect(0.0, 900.0, 1600.0, 100.0)));
        assert_eq!(running(None, &after), None);
        assert_eq!(running(Some(&after), &after), None, "nothing runs");
        assert_eq!(running(Some(&scene(90, 10.0)), &after), None, "it was turned");
        let mut other = scene(0, 12.5);
        other.layers[0].frame = other.layers[1].frame.clone();
        assert_eq!(running(Some(&before), &other), None, "the slide changed as well");
        let mut other = scene(0, 12.5);
        other.layers[2].frame = other.layers[1].frame.clone();
        assert_eq!(running(Some(&before), &other), None, "its words changed");
        other.layers.pop();
        assert_eq!(running(Some(&before), &other), None, "it went");
    }

    #[test]
    fn two_parts_are_one() {
        let two = |shift: f32| {
            let mut scene = scene(0, shift);
            let above = Layer { place: rect(0.0, 0.0, 1600.0, 50.0), ..scene.layers[2].clone() };
            scene.layers.push(above);
            scene
        };
        assert_eq!(running(Some(&two(1.0)), &two(2.0)), Some(rect(0.0, 0.0, 1600.0, 1000.0)));
    }

    #[test]
    fn a_part_is_a_scene_of_what_is_there() {
        let strip = cut(&scene(0, 12.5), rect(0.0, 900.0, 1600.0, 100.0));
        assert_eq!((strip.size, strip.layers.len()), ((1600, 100), 2));
        assert!(strip.layers.iter().all(|layer| layer.place == rect(0.0, 0.0, 1600.0, 100.0)));
    }

    #[test]
    fn a_part_turns_with_its_scene() {
        let part = rect(0.0, 900.0, 1600.0, 100.0);
        let at = |turn| on_target(part, &scene(turn, 0.0));
        assert_eq!(at(0), [0, 900, 1600, 100]);
        assert_eq!(at(90), [0, 0, 100, 1600]);
        assert_eq!(at(180), [0, 0, 1600, 100]);
        assert_eq!(at(270), [900, 0, 100, 1600]);
    }
}
