//! A clip: as large as it fits, over black. Its first frame stands on the page; the moving picture is laid on it, and so
//! are the frames of a picture that moves, where that lies.

use crate::model::{Color, Film, Fit, Item, Want, sized};
use crate::scene::grid::{Grid, intersect};
use crate::scene::layout::{Layout, Page};
use crate::scene::{Node, Rect};

use super::picture::{self, space};

/// Around a clip: what its own dark is on a screen, whatever its first frame is.
const AROUND: Color = Color(6, 6, 6);

/// Where a clip lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmPlace {
    /// Where the whole of its frames lies.
    pub rect: Rect,
    /// What of that is visible, in whole pixels.
    pub clip: Rect,
    /// Size in pixels that its frames are decoded in, both even of a clip: no larger than the place needs or the film has.
    pub size: (u32, u32),
}

/// Where `film` lies.
pub fn place(film: &Film, fit: Fit, grid: &Grid) -> FilmPlace {
    let space = space(grid, fit);
    if film.is_endless() {
        let size = sized(film.size, (space.w as u32, space.h as u32), fit);
        let rect = picture::place(size, space, fit);
        return FilmPlace { rect, clip: intersect(rect, space), size };
    }
    let aspect = film.aspect();
    let (wide, high) = (space.w.max(2.0), space.h.max(2.0));
    let height = match fit {
        Fit::Contain => high.min(wide / aspect),
        Fit::Cover => high.max(wide / aspect),
    };
    // Chroma is shared by 2 × 2 pixels; a frame of just this size is then shown pixel for pixel.
    let even = |length: f32| (length / 2.0).round().max(1.0) * 2.0;
    let (w, h) = (even(height * aspect), even(height));
    let (x, y) = ((space.x + (space.w - w) / 2.0).round(), (space.y + (space.h - h) / 2.0).round());
    let rect = Rect { x, y, w, h };
    let fewer = |has: u32, needs: f32| has.next_multiple_of(2).min(needs as u32);
    let size = (fewer(film.size.0, w), fewer(film.size.1, h));
    FilmPlace { rect, clip: intersect(rect, space), size }
}

/// The wish for its first frame.
pub fn want(item: &Item, film: &Film, grid: &Grid) -> Want {
    Want { of: item.asset(), page: 0, space: place(film, item.fit, grid).size, fit: Fit::Contain }
}

/// The one page.
pub fn pages(item: &Item, film: &Film, layout: &mut Layout) -> Vec<Page> {
    let FilmPlace { rect, clip, .. } = place(film, item.fit, &layout.grid);
    let mut page = Page { words: 1, ground: Some(AROUND), ..Page::default() };
    if let Some(picture) = (layout.pictures)(&want(item, film, &layout.grid)) {
        page.nodes.push(Node::Image { picture, rect, clip });
    }
    vec![page]
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use chrono_tz::Asia::Ho_Chi_Minh;

    use super::*;
    use crate::model::{Colours, Screen};

    #[test]
    fn a_clip_keeps_its_shape_and_is_never_decoded_larger() {
        let screen = Screen::bare(Ho_Chi_Minh);
        let film = |size, pixel| Film {
            size,
            pixel,
            length: TimeDelta::seconds(1),
            colours: Some(Colours::default()),
            codec: String::new(),
            sound: false,
        };
        for (size, pixel, fit, rect, decoded) in [
            ((1920, 1080), (1, 1), Fit::Contain, (0.0, 0.0, 1920.0, 1080.0), (1920, 1080)),
            ((3840, 2160), (1, 1), Fit::Contain, (0.0, 0.0, 1920.0, 1080.0), (1920, 1080)),
            ((640, 360), (1, 1), Fit::Contain, (0.0, 0.0, 1920.0, 1080.0), (640, 360)),
            ((1080, 1920), (1, 1), Fit::Contain, (656.0, 0.0, 608.0, 1080.0), (608, 1080)),
            ((1080, 1920), (1, 1), Fit::Cover, (0.0, -1167.0, 1920.0, 3414.0), (1080, 1920)),
            ((720, 576), (64, 45), Fit::Contain, (0.0, 0.0, 1920.0, 1080.0), (720, 576)),
            ((719, 575), (1, 1), Fit::Contain, (285.0, 0.0, 1350.0, 1080.0), (720, 576)),
        ] {
            let grid = Grid::new(&screen, (1920, 1080));
            let place = place(&film(size, pixel), fit, &grid);
            let is = (place.rect.x, place.rect.y, place.rect.w, place.rect.h);
            assert_eq!((is, place.size), (rect, decoded), "{size:?} {pixel:?} {fit:?}");
            let whole = Rect { x: 0.0, y: 0.0, w: 1920.0, h: 1080.0 };
            assert_eq!(place.clip, intersect(place.rect, whole), "{size:?} {fit:?}");
        }
    }
}
