//! Pixels to the size of their space and to sRGB, premultiplied, and their mean colour.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{MulDiv, PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, RgbaImage};

use super::Fault;
use super::colour::Colours;
use crate::model::Fit;

/// Scales down (never up) for `space`, in the orientation the pixels are stored in, to premultiplied RGBA in sRGB;
/// `colours` are those of the pixels, where they are others.
///
/// Premultiplying first makes the filter right at transparent edges without a second division. Colours are converted
/// before that, as they have to be; those of a picture without such edges after it, when there are less of them.
pub(super) fn resize(
    pixels: DynamicImage,
    space: (u32, u32),
    fit: Fit,
    colours: Option<&Colours>,
) -> Result<RgbaImage, Fault> {
    let (from, to) =
        ((pixels.width(), pixels.height()), target((pixels.width(), pixels.height()), space, fit));
    let opaque = !pixels.color().has_alpha();
    let (kind, mut raw) = if opaque {
        (PixelType::U8x3, pixels.into_rgb8().into_raw())
    } else {
        let mut pixels = pixels.into_rgba8();
        colours.into_iter().for_each(|colours| colours.apply::<4>(&mut pixels));
        (PixelType::U8x4, premultiplied(pixels)?)
    };
    if from != to {
        let source = ImageRef::new(from.0, from.1, &raw, kind).map_err(|_| Fault::Damaged)?;
        let mut sized = Image::new(to.0, to.1, kind);
        // Cover is cropped around the middle; for Contain the shapes agree but for rounding, so nothing is lost.
        let mut options = ResizeOptions::new().use_alpha(false);
        if fit == Fit::Cover {
            options = options.fit_into_destination(None);
        }
        Resizer::new().resize(&source, &mut sized, &options).map_err(|_| Fault::Damaged)?;
        raw = sized.into_vec();
    }
    if opaque {
        colours.into_iter().for_each(|colours| colours.apply::<3>(&mut raw));
        raw = raw.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
    }
    RgbaImage::from_raw(to.0, to.1, raw).ok_or(Fault::Damaged)
}

/// The size in pixels that `space` needs of a picture of size `from`.
///
/// Contain: the whole picture inside the space. Cover: the shape of the space, the rest cropped.
fn target(from: (u32, u32), space: (u32, u32), fit: Fit) -> (u32, u32) {
    let [w, h, sw, sh] = [from.0, from.1, space.0.max(1), space.1.max(1)].map(f64::from);
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
    (whole_pixels(width, from.0), whole_pixels(height, from.1))
}

fn whole_pixels(length: f64, most: u32) -> u32 {
    (length.round() as u32).clamp(1, most)
}

/// RGBA with its colours multiplied by alpha.
fn premultiplied(mut pixels: RgbaImage) -> Result<Vec<u8>, Fault> {
    let (width, height) = pixels.dimensions();
    let mut view =
        Image::from_slice_u8(width, height, &mut pixels, PixelType::U8x4).map_err(|_| Fault::Damaged)?;
    MulDiv::new().multiply_alpha_inplace(&mut view).map_err(|_| Fault::Damaged)?;
    Ok(pixels.into_raw())
}

/// Mean colour of what is visible (sRGB values averaged, weighted by alpha); black when nothing is.
pub(super) fn mean(rgba: &[u8]) -> [u8; 3] {
    let mut sum = [0u64; 4];
    for pixel in rgba.as_chunks::<4>().0 {
        for (total, value) in sum.iter_mut().zip(pixel) {
            *total += u64::from(*value);
        }
    }
    let [r, g, b, a] = sum;
    [r, g, b].map(|channel| (channel * 255).checked_div(a).unwrap_or(0).min(255) as u8)
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
            assert_eq!(target(from, space, fit), to, "{from:?} in {space:?}, {fit:?}");
        }
    }

    #[test]
    fn the_mean_counts_only_what_is_visible() {
        assert_eq!(mean(&[200, 100, 50, 255, 0, 0, 0, 0]), [200, 100, 50]);
        assert_eq!(mean(&[0, 0, 0, 0]), [0, 0, 0]);
        assert_eq!(mean(&[0, 0, 0, 255, 255, 255, 255, 255]), [127, 127, 127]);
    }
}
