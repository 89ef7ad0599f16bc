//! Colours of other spaces into sRGB: the profile inside a picture says what its numbers mean.

use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};
use std::sync::Arc;

/// Largest profile that is read, in bytes: a printer's has two million.
const MAX_PROFILE: usize = 8 << 20;

/// By how much of 255 a profile may differ from sRGB and still be it: makers round its curve in many ways.
const SAME: u8 = 2;

/// Pixels that are converted at a time.
const PIECE: usize = 4096;

/// A profile that is not sRGB's.
pub(super) enum Colours {
    /// Of red, green and blue: without alpha, and with it.
    Rgb([Arc<Transform8BitExecutor>; 2]),
    /// Of greys: the colour of each.
    Grey(Box<[[u8; 3]; 256]>),
}

impl Colours {
    /// What `profile` says; `None` where that changes nothing, or cannot be read: then the numbers are taken for sRGB,
    /// as of a picture without a profile.
    pub(super) fn of(profile: &[u8]) -> Option<Colours> {
        if profile.len() > MAX_PROFILE {
            return None;
        }
        let (from, to) = (ColorProfile::new_from_slice(profile).ok()?, ColorProfile::new_srgb());
        let options = TransformOptions::default();
        let into = |from_as, as_| from.create_transform_8bit(from_as, &to, as_, options).ok();
        match from.color_space {
            DataColorSpace::Rgb => {
                let opaque = into(Layout::Rgb, Layout::Rgb)?;
                let (cube, mut seen) = (cube(), cube());
                opaque.transform(&cube, &mut seen).ok()?;
                let differs = cube.iter().zip(&seen).any(|(a, b)| a.abs_diff(*b) > SAME);
                let translucent = into(Layout::Rgba, Layout::Rgba)?;
                differs.then_some(Colours::Rgb([opaque, translucent]))
            }
            DataColorSpace::Gray => {
                let greys: Vec<u8> = (0..=255).collect();
                let mut colours = vec![0; 3 * greys.len()];
                into(Layout::Gray, Layout::Rgb)?.transform(&greys, &mut colours).ok()?;
                let table: [[u8; 3]; 256] = colours.as_chunks::<3>().0.try_into().ok()?;
                let differs = greys.iter().zip(&table).any(|(a, [b, ..])| a.abs_diff(*b) > SAME);
                differs.then(|| Colours::Grey(Box::new(table)))
            }
            // Inks are made colours of before, see `inks`.
            _ => None,
        }
    }

    /// Converts pixels of `N` numbers each, red, green and blue first.
    pub(super) fn apply<const N: usize>(&self, pixels: &mut [u8]) {
        match self {
            Colours::Rgb(both) => {
                let [opaque, translucent] = both;
                let transform = if N == 3 { opaque } else { translucent };
                let mut piece = Vec::with_capacity(PIECE * N);
                for pixels in pixels.chunks_mut(PIECE * N) {
                    piece.clear();
                    piece.extend_from_slice(pixels);
                    // Lengths agree, so it does not fail; if it did, the piece would stay as it was.
                    let _ = transform.transform(&piece, pixels);
                }
            }
            Colours::Grey(table) => {
                for pixel in pixels.as_chunks_mut::<N>().0 {
                    let grey = usize::from(pixel.first().copied().unwrap_or(0));
                    pixel.iter_mut().zip(table[grey]).for_each(|(value, colour)| *value = colour);
                }
            }
        }
    }
}

/// What makes sRGB of inks, four numbers each, by their `profile`; `None` where that is of no inks, or cannot be read.
pub(super) fn of_inks(profile: &[u8]) -> Option<Arc<Transform8BitExecutor>> {
    if profile.len() > MAX_PROFILE {
        return None;
    }
    let from = ColorProfile::new_from_slice(profile).ok()?;
    let is_of_inks = from.color_space == DataColorSpace::Cmyk;
    let (to, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    is_of_inks.then(|| from.create_transform_8bit(Layout::Rgba, &to, Layout::Rgb, options).ok())?
}

/// Colours from all over the cube.
fn cube() -> Vec<u8> {
    const STEPS: [u8; 6] = [0, 51, 102, 153, 204, 255];
    let plane = |r| STEPS.into_iter().flat_map(move |g| STEPS.into_iter().flat_map(move |b| [r, g, b]));
    STEPS.into_iter().flat_map(plane).collect()
}
