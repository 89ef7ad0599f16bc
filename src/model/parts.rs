//! Pictures of unusual shapes: a phone's long screenshot, a panorama. The whole of one fits the screen as a thin strip, so
//! parts of it are shown one after the other, each as large as it fits.

/// How many times as high as it is wide a picture is that is read from top to bottom: a phone's screen is 2.4 times.
const SCROLL: f64 = 2.6;

/// How many times as wide as it is high a panorama is. What is drawn for a wall, a banner, has at most that.
const PANORAMA: f64 = 4.0;

/// Height to width of a part of a scroll, at most: a sheet of paper's.
const SHEET: f64 = std::f64::consts::SQRT_2;

/// Width to height of a part of a panorama, at most: a screen's.
const VIEW: f64 = 16.0 / 9.0;

/// What two parts that follow each other have in common, as a share of the picture's shorter side: a line of text and a
/// half of a phone's, so that no line is seen cut alone.
const SHARED: f64 = 1.0 / 12.0;

/// The shorter side of a picture that has parts, at least, in pixels: of less there is nothing more to be seen.
const LEAST: u32 = 240;

/// A part of a picture, in its pixels, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PicturePart {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width, at least 1.
    pub width: u32,
    /// Height, at least 1.
    pub height: u32,
}

/// The parts of a picture of this size in pixels, in the order they are shown in; empty where it is shown as it is. A
/// panorama is seen as a whole first.
pub fn parts((width, height): (u32, u32)) -> Vec<PicturePart> {
    let whole = PicturePart { x: 0, y: 0, width, height };
    let (w, h) = (f64::from(width), f64::from(height));
    if width.min(height) < LEAST {
        Vec::new()
    } else if h > SCROLL * w {
        cut(height, SHEET * w, SHARED * w).map(|(y, height)| PicturePart { y, height, ..whole }).collect()
    } else if w > PANORAMA * h {
        let views = cut(width, VIEW * h, SHARED * h).map(|(x, width)| PicturePart { x, width, ..whole });
        std::iter::once(whole).chain(views).collect()
    } else {
        Vec::new()
    }
}

/// Cuts `length` into as few pieces of the same size as there must be when one has at most `most` and two share at least
/// `shared`: where each begins, and how long it is.
fn cut(length: u32, most: f64, shared: f64) -> impl Iterator<Item = (u32, u32)> {
    let all = f64::from(length);
    let count = ((all - shared) / (most - shared)).ceil().max(1.0);
    let piece = (((all + (count - 1.0) * shared) / count).ceil() as u32).clamp(1, length);
    let step = f64::from(length - piece) / (count - 1.0).max(1.0);
    (0..count as u32).map(move |number| ((f64::from(number) * step).round() as u32, piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_shapes_are_shown_whole() {
        for size in [(1080, 2400), (1920, 1080), (2480, 3508), (3000, 1000), (1200, 300), (1, 1), (16384, 10)]
        {
            assert_eq!(parts(size), [], "{size:?}");
        }
    }

    #[test]
    fn parts_cover_the_picture_and_share_their_edges() {
        for size in [(1080, 9000), (720, 1900), (240, 16384), (16384, 240), (12000, 1500), (9001, 2000)] {
            let mut parts = parts(size);
            let shorter = size.0.min(size.1);
            if size.0 > size.1 {
                assert_eq!(parts.remove(0), PicturePart { x: 0, y: 0, width: size.0, height: size.1 });
            }
            let (first, last) = (parts[0], parts[parts.len() - 1]);
            assert_eq!((first.x, first.y), (0, 0));
            assert_eq!((last.x + last.width, last.y + last.height), size);
            for pair in parts.windows(2) {
                let common = if size.0 > size.1 {
                    pair[0].x + pair[0].width - pair[1].x
                } else {
                    pair[0].y + pair[0].height - pair[1].y
                };
                assert!(common + 1 >= shorter / 12 && common < shorter, "{size:?} {pair:?}");
                assert_eq!((pair[0].width, pair[0].height), (pair[1].width, pair[1].height));
            }
        }
        assert_eq!(parts((1080, 9000)).len(), 7);
        assert_eq!(parts((12000, 1500)).len(), 6, "the whole, and five views");
    }
}
