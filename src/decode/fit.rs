//! Pixels to the size of their space and to sRGB, premultiplied, and their mean colour.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{CropBox, MulDiv, PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, RgbaImage};
use rayon::prelude::*;

use super::Fault;
use super::colour::Colours;
use crate::model::{Fit, sized};

/// Rows of the target that are made at a time, beside others on another core: what is between the filter's two passes
/// stays in the core's cache, where the whole of it would be memory that nobody had touched.
const BAND: u32 = 256;

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
        raw = filtered(&source, to, fit, colours.filter(|_| opaque))?;
    } else if opaque {
        colours.into_iter().for_each(|colours| colours.apply::<3>(&mut raw));
        raw = raw.as_chunks::<3>().0.iter().map(opaque_pixel).collect::<Vec<_>>().into_flattened();
    }
    RgbaImage::from_raw(to.0, to.1, raw).ok_or(Fault::Damaged)
}

/// The pixels of `source` at the size `to`, as RGBA; those without alpha in `colours`.
fn filtered(
    source: &ImageRef,
    to: (u32, u32),
    fit: Fit,
    colours: Option<&Colours>,
) -> Result<Vec<u8>, Fault> {
    in_bands((source.width(), source.height()), to, fit, |(resizer, rgb), of, rgba| {
        if source.pixel_type() == PixelType::U8x4 {
            return band(resizer, source, of, to.0, rgba);
        }
        rgb.resize(rgba.len() / 4 * 3, 0);
        band(resizer, source, of, to.0, rgb)?;
        colours.into_iter().for_each(|colours| colours.apply::<3>(rgb));
        let pixels = rgba.as_chunks_mut::<4>().0.iter_mut().zip(rgb.as_chunks::<3>().0);
        pixels.for_each(|(to, from)| *to = opaque_pixel(from));
        Some(())
    })
}

/// What a band is made with: a filter, and room for what is not yet RGBA.
pub(super) type Tools = (Resizer, Vec<u8>);

/// A picture of `to` pixels in RGBA out of one of `from`, band by band; `paint` is told of which part of that its band is.
pub(super) fn in_bands(
    from: (u32, u32),
    to: (u32, u32),
    fit: Fit,
    paint: impl Fn(&mut Tools, CropBox, &mut [u8]) -> Option<()> + Sync,
) -> Result<Vec<u8>, Fault> {
    let (width, height) = from;
    // Cover is cropped around the middle; for Contain the shapes agree but for rounding, so nothing is lost.
    let crop = match fit {
        Fit::Cover => CropBox::fit_src_into_dst_size(width, height, to.0, to.1, None),
        Fit::Contain => CropBox { left: 0.0, top: 0.0, width: width.into(), height: height.into() },
    };
    let at = |row: u32| crop.top + crop.height * f64::from(row) / f64::from(to.1);
    let row = to.0 as usize * 4;
    let mut rgba = vec![0; row * to.1 as usize];
    let bands = rgba.par_chunks_mut(row * BAND as usize).enumerate();
    bands.try_for_each_init(Tools::default, |tools, (number, rgba)| {
        let first = number as u32 * BAND;
        let (top, end) = (at(first), at((first + BAND).min(to.1)).min(height.into()));
        let of = CropBox { left: crop.left, top, width: crop.width, height: end - top };
        paint(tools, of, rgba).ok_or(Fault::Damaged)
    })?;
    Ok(rgba)
}

/// The part `of` the source as so many rows of `width` as `pixels` holds. The filter reaches beyond it, so there are no
/// seams.
pub(super) fn band(
    resizer: &mut Resizer,
    source: &ImageRef,
    of: CropBox,
    width: u32,
    pixels: &mut [u8],
) -> Option<()> {
    let kind = source.pixel_type();
    let rows = (pixels.len() / kind.size() / width as usize) as u32;
    let mut sized = Image::from_slice_u8(width, rows, pixels, kind).ok()?;
    // However it was rounded, it ends where the source does.
    let within =
        |start: f64, length: f64, whole: u32| length.min((f64::from(whole) - start) * (1.0 - f64::EPSILON));
    let (across, down) =
        (within(of.left, of.width, source.width()), within(of.top, of.height, source.height()));
    let options = ResizeOptions::new().use_alpha(false).crop(of.left, of.top, across, down);
    resizer.resize(source, &mut sized, &options).ok()
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

/// A colour with full opacity.
fn opaque_pixel(&[r, g, b]: &[u8; 3]) -> [u8; 4] {
    [r, g, b, 255]
}

/// Mean colour of what is visible (sRGB values averaged, weighted by alpha); black when nothing is.
pub(super) fn mean(rgba: &[u8]) -> [u8; 3] {
    // So few pixels at a time that their sums fit in half the width, which takes half the time.
    let parts = rgba.as_chunks::<4>().0.par_chunks(1 << 16).map(|pixels| {
        let mut part = [0u32; 4];
        for pixel in pixels {
            for (total, value) in part.iter_mut().zip(pixel) {
                *total += u32::from(*value);
            }
        }
        part.map(u64::from)
    });
    let add = |a: [u64; 4], b: [u64; 4]| std::array::from_fn(|channel| a[channel] + b[channel]);
    let [r, g, b, a] = parts.reduce(|| [0; 4], add);
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

    #[test]
    fn bands_have_no_seams() {
        let picture = image::RgbImage::from_fn(601, 1601, |x, y| {
            image::Rgb([x * y % 251, x * 7 + y * 3, y * 5].map(|value| value as u8))
        });
        for (fit, space) in [(Fit::Contain, (900, 1200)), (Fit::Cover, (500, 700))] {
            let bands = resize(picture.clone().into(), space, fit, None).unwrap();
            let (width, height) = bands.dimensions();
            assert!(height > 2 * BAND);
            let source = ImageRef::new(601, 1601, &picture, PixelType::U8x3).unwrap();
            let mut whole = Image::new(width, height, PixelType::U8x3);
            let cover = ResizeOptions::new().fit_into_destination(None);
            let options = if fit == Fit::Cover { cover } else { ResizeOptions::new() };
            Resizer::new().resize(&source, &mut whole, &options).unwrap();
            let opaque: Vec<u8> =
                bands.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
            assert!(whole.buffer() == opaque, "{fit:?}");
        }
    }
}
