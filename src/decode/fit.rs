//! Pixels to the size of their space and to sRGB, premultiplied, and their mean colour.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{MulDiv, PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, RgbaImage};

use super::Fault;
use super::colour::Colours;
use crate::model::{Fit, sized};

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
        ((pixels.width(), pixels.height()), sized((pixels.width(), pixels.height()), space, fit));
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
        raw = opaque_rgba(&raw);
    }
    RgbaImage::from_raw(to.0, to.1, raw).ok_or(Fault::Damaged)
}

/// How large the whole of a picture of size `from` is where `space` shows it, never larger than it is: of as many pixels
/// it loses nothing.
pub(super) fn least(from: (u32, u32), space: (u32, u32), fit: Fit) -> (u32, u32) {
    let across = f64::from(space.0.max(1)) / f64::from(from.0.max(1));
    let down = f64::from(space.1.max(1)) / f64::from(from.1.max(1));
    let scale = if fit == Fit::Cover { across.max(down) } else { across.min(down) }.min(1.0);
    let side = |length: u32| (f64::from(length) * scale).ceil() as u32;
    (side(from.0), side(from.1))
}

/// RGBA with its colours multiplied by alpha.
fn premultiplied(mut pixels: RgbaImage) -> Result<Vec<u8>, Fault> {
    let (width, height) = pixels.dimensions();
    let mut view =
        Image::from_slice_u8(width, height, &mut pixels, PixelType::U8x4).map_err(|_| Fault::Damaged)?;
    MulDiv::new().multiply_alpha_inplace(&mut view).map_err(|_| Fault::Damaged)?;
    Ok(pixels.into_raw())
}

/// RGB with full opacity.
fn opaque_rgba(rgb: &[u8]) -> Vec<u8> {
    let mut rgba = vec![255; rgb.len() / 3 * 4];
    for (to, from) in rgba.as_chunks_mut::<4>().0.iter_mut().zip(rgb.as_chunks::<3>().0) {
        to[..3].copy_from_slice(from);
    }
    rgba
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
    fn the_mean_counts_only_what_is_visible() {
        assert_eq!(mean(&[200, 100, 50, 255, 0, 0, 0, 0]), [200, 100, 50]);
        assert_eq!(mean(&[0, 0, 0, 0]), [0, 0, 0]);
        assert_eq!(mean(&[0, 0, 0, 255, 255, 255, 255, 255]), [127, 127, 127]);
    }
}
