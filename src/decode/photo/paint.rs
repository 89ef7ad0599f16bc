//! Light and colours at the size that is wanted, and the pixels that they are together.
//!
//! Light goes through the filter of every picture. Of colours there are fewer samples than pixels, and nobody sees how they
//! are made more: they are taken between the nearest ones.

use fast_image_resize::PixelType;
use fast_image_resize::images::ImageRef;
use image::RgbaImage;

use super::Plane;
use crate::decode::Fault;
use crate::decode::colour::Colours;
use crate::decode::fit::{band, in_bands};
use crate::model::{Fit, sized};

/// What blue and red are of a colour that is none.
const GREY: u8 = 128;

/// A photograph of these planes at its size in `space`, as RGBA in sRGB; `colours` are those of its numbers, where they are
/// others.
pub(in crate::decode) fn paint(
    planes: &[Plane],
    space: (u32, u32),
    fit: Fit,
    colours: Option<&Colours>,
) -> Result<RgbaImage, Fault> {
    let (light, tints) = planes.split_first().ok_or(Fault::Damaged)?;
    let from = (light.width, light.height);
    let to = sized(from, space, fit);
    let source = ImageRef::new(from.0, from.1, &light.samples, PixelType::U8);
    let source = source.map_err(|_| Fault::Damaged)?;
    let width = to.0 as usize;
    let rgba = in_bands(from, to, fit, |(resizer, lights), of, rgba| {
        let pixels = rgba.as_chunks_mut::<4>().0;
        lights.resize(pixels.len(), 0);
        band(resizer, &source, of, to.0, lights)?;
        let (across, down) = (of.width / f64::from(to.0), of.height * width as f64 / pixels.len() as f64);
        let mut tints: Vec<Tint> =
            tints.iter().map(|plane| Tint::new(plane, width, (of.left, across))).collect();
        let none = vec![GREY; width];
        for (row, (pixels, lights)) in pixels.chunks_mut(width).zip(lights.chunks(width)).enumerate() {
            let at = of.top + (row as f64 + 0.5) * down;
            tints.iter_mut().try_for_each(|tint| tint.draw(at))?;
            let [blue, red] = [0, 1].map(|tint| tints.get(tint).map_or(&none, |tint| &tint.row));
            for ((pixel, light), (blue, red)) in pixels.iter_mut().zip(lights).zip(blue.iter().zip(red)) {
                *pixel = colour(*light, *blue, *red);
            }
        }
        colours.into_iter().for_each(|colours| colours.apply::<4>(rgba));
        Some(())
    })?;
    RgbaImage::from_raw(to.0, to.1, rgba).ok_or(Fault::Damaged)
}

/// The blue or the red of a row.
struct Tint<'a> {
    plane: &'a Plane,
    /// For each pixel of a row the sample before it, and how much of 256 the next one counts.
    places: Vec<(usize, u32)>,
    /// The row of samples, in 256ths, the last one twice.
    line: Vec<u16>,
    row: Vec<u8>,
}

impl Tint<'_> {
    /// For rows of so many pixels, of which the first begins at a place of the light, and each takes as much of it.
    fn new(plane: &Plane, width: usize, (start, each): (f64, f64)) -> Tint<'_> {
        let at = |pixel: usize| (start + (pixel as f64 + 0.5) * each) * plane.share.0;
        let places = (0..width).map(|pixel| between(at(pixel), plane.width)).collect();
        Tint { plane, places, line: Vec::new(), row: vec![GREY; width] }
    }

    /// Draws the row whose middle lies there in the light.
    fn draw(&mut self, at: f64) -> Option<()> {
        let width = self.plane.width as usize;
        let (row, weight) = between(at * self.plane.share.1, self.plane.height);
        let next = (row + 1).min(self.plane.height as usize - 1);
        let [upper, lower] = [row, next].map(|row| self.plane.samples.get(row * width..(row + 1) * width));
        let weight = weight as u16;
        let mixed = upper?
            .iter()
            .zip(lower?)
            .map(|(upper, lower)| u16::from(*upper) * (256 - weight) + u16::from(*lower) * weight);
        self.line.clear();
        self.line.extend(mixed);
        self.line.extend_from_within(width - 1..);
        for (sample, (place, weight)) in self.row.iter_mut().zip(&self.places) {
            let [before, after] = *self.line.get(*place..)?.first_chunk::<2>()?;
            *sample =
                ((u32::from(before) * (256 - weight) + u32::from(after) * weight + (1 << 15)) >> 16) as u8;
        }
        Some(())
    }
}

/// Of `count` samples the one before a place, and how much of 256 the next one counts.
fn between(place: f64, count: u32) -> (usize, u32) {
    let middle = (place - 0.5).clamp(0.0, f64::from(count - 1));
    (middle as usize, (middle.fract() * 256.0) as u32)
}

/// The colour that light, blue and red are (JFIF: BT.601, full range), by numbers of sixteen bits, of which a processor
/// multiplies eight at a time.
fn colour(light: u8, blue: u8, red: u8) -> [u8; 4] {
    let light = i16::from(light) << 4;
    let [blue, red] = [blue, red].map(|tint| i16::from(tint) - i16::from(GREY));
    // Sixteenths of the part of a tint that so many of 8192 are.
    let part = |tint: i16, of: i16| ((i32::from(tint << 7) * i32::from(of)) >> 16) as i16;
    let r = light + (red << 4) + part(red, 3293);
    let g = light - part(blue, 2819) - part(red, 5850);
    let b = light + (blue << 5) - part(blue, 1868);
    let [r, g, b] = [r, g, b].map(|sixteenths| ((sixteenths + 8) >> 4).clamp(0, 255) as u8);
    [r, g, b, 255]
}
