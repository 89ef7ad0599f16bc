//! Decoded pictures, and the wish for them.

use super::{Asset, Fit};

/// A picture that `show` wants: which file, which version, for what space.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Want {
    /// Which file, and which version of it.
    pub of: Asset,
    /// Which page of it, from 0; 0 of a file without pages.
    pub page: u32,
    /// The space in pixels (width, height). The picture comes no larger than this needs.
    pub space: (u32, u32),
    /// Whether it must fill the space: then it comes in the space's shape, cropped around its middle.
    pub fit: Fit,
}

/// The size in pixels that a picture of size `from` comes in for `space`, which is never larger than its own. Contain: the
/// whole of it inside the space. Cover: the shape of the space, the rest cropped.
pub fn sized(from: (u32, u32), space: (u32, u32), fit: Fit) -> (u32, u32) {
    let [w, h, sw, sh] = [from.0.max(1), from.1.max(1), space.0.max(1), space.1.max(1)].map(f64::from);
    let (scale_x, scale_y) = (sw / w, sh / h);
    let (width, height) = match fit {
        Fit::Contain => {
            let scale = scale_x.min(scale_y).min(1.0);
            (w * scale, h * scale)
        }
        Fit::Cover => {
            // What the space shows of the source, in source pixels, then no larger than the space.
            let fill = scale_x.max(scale_y);
            let scale = fill.min(1.0);
            (w.min(sw / fill) * scale, h.min(sh / fill) * scale)
        }
    };
    let whole_pixels = |length: f64, most: u32| (length.round() as u32).clamp(1, most.max(1));
    (whole_pixels(width, from.0), whole_pixels(height, from.1))
}

/// The whole desired set, most urgent first; each set replaces the last.
pub type Wants = Vec<Want>;

/// A complete, checked picture, upright.
#[derive(Debug)]
pub struct Picture {
    /// The wish it answers.
    pub want: Want,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// RGBA, 8 bits, sRGB, alpha premultiplied in sRGB space; `width * height * 4` bytes, rows from the top.
    pub rgba: Vec<u8>,
    /// Mean colour, sRGB: the calm ground around a contained picture is made from it.
    pub mean: [u8; 3],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_the_space_and_never_grow() {
        for (from, space, fit, to) in [
            ((4000, 3000), (1920, 1080), Fit::Contain, (1440, 1080)),
            ((3000, 4000), (1920, 1080), Fit::Contain, (810, 1080)),
            ((640, 480), (1920, 1080), Fit::Contain, (640, 480)),
            ((4000, 3000), (1920, 1080), Fit::Cover, (1920, 1080)),
            ((800, 600), (1920, 1080), Fit::Cover, (800, 450)),
            ((12000, 10), (1920, 1080), Fit::Contain, (1920, 2)),
            ((12000, 10), (1920, 1080), Fit::Cover, (18, 10)),
            ((16384, 1), (100, 100), Fit::Contain, (100, 1)),
            ((10, 10), (0, 0), Fit::Contain, (1, 1)),
        ] {
            assert_eq!(sized(from, space, fit), to, "{from:?} in {space:?}, {fit:?}");
        }
    }
}
