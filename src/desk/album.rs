//! Small pictures of what the screen shows.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use crate::model::{Asset, Picture, Theme};

/// Longest side of a thumbnail in pixels: the list shows it at 240 and less, the slide on air somewhat larger.
pub const SIDE: u32 = 360;

/// JPEG quality of a thumbnail, 1 to 100.
const QUALITY: u8 = 75;

/// All thumbnails of a page together, in bytes of JPEG; base64 makes a third more of them.
pub const BUDGET: usize = 1_500_000;

/// Thumbnails by the file they show, no more than [`BUDGET`]. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Album {
    pictures: HashMap<Asset, Arc<[u8]>>,
    bytes: usize,
}

impl Album {
    /// The thumbnail of this version of a file, a JPEG.
    pub fn get(&self, of: &Asset) -> Option<&[u8]> {
        self.pictures.get(of).map(|jpeg| &**jpeg)
    }

    /// Whether another thumbnail may be added.
    pub fn has_room(&self) -> bool {
        self.bytes < BUDGET
    }

    /// Adds a thumbnail while there is room.
    pub fn add(&mut self, of: Asset, jpeg: Vec<u8>) {
        if self.has_room() && self.bytes + jpeg.len() <= BUDGET {
            self.bytes += jpeg.len();
            let replaced = self.pictures.insert(of, jpeg.into());
            self.bytes -= replaced.map_or(0, |jpeg| jpeg.len());
        } else {
            // The rest would be smaller by chance only.
            self.bytes = BUDGET;
        }
    }

    /// Forgets what `keep` refuses.
    pub fn retain(&mut self, keep: impl Fn(&Asset) -> bool) {
        self.pictures.retain(|of, _| keep(of));
        self.bytes = self.pictures.values().map(|jpeg| jpeg.len()).sum();
    }
}

/// A JPEG of at most [`SIDE`] pixels a side, over the theme's paper; `None` when the picture is malformed.
pub fn thumbnail(picture: &Picture) -> Option<Vec<u8>> {
    let (width, height) = (NonZeroU32::new(picture.width)?, NonZeroU32::new(picture.height)?);
    let longest = width.max(height).get();
    let fit = |side: NonZeroU32| {
        (u64::from(side.get()) * u64::from(SIDE.min(longest)) / u64::from(longest)).max(1) as u32
    };
    let source = ImageRef::new(width.get(), height.get(), &picture.rgba, PixelType::U8x4).ok()?;
    let mut small = Image::new(fit(width), fit(height), PixelType::U8x4);
    // Alpha is premultiplied already.
    let options =
        ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).use_alpha(false);
    Resizer::new().resize(&source, &mut small, &options).ok()?;
    let paper = Theme::light().ground;
    let rgb: Vec<u8> = small
        .buffer()
        .as_chunks()
        .0
        .iter()
        .flat_map(|pixel| over(*pixel, [paper.0, paper.1, paper.2]))
        .collect();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    encoder.encode(&rgb, small.width(), small.height(), ExtendedColorType::Rgb8).ok()?;
    Some(jpeg)
}

/// A premultiplied pixel over an opaque one.
fn over([red, green, blue, alpha]: [u8; 4], paper: [u8; 3]) -> [u8; 3] {
    let through = |ink: u8, paper: u8| {
        let paper = u32::from(paper) * (255 - u32::from(alpha)) / 255;
        (u32::from(ink) + paper).min(255) as u8
    };
    [through(red, paper[0]), through(green, paper[1]), through(blue, paper[2])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fit, ItemPath, Stamp, Want};

    fn asset(name: &str) -> Asset {
        Asset { path: ItemPath::new(name), stamp: Stamp::default() }
    }

    fn picture(width: u32, height: u32, pixel: [u8; 4]) -> Picture {
        let rgba = pixel.repeat((width * height) as usize);
        let want = Want { of: asset("a.png"), page: 0, space: (width, height), fit: Fit::Contain };
        Picture { want, width, height, rgba, mean: [0; 3] }
    }

    #[test]
    fn thumbnails_fit_and_lie_on_paper() {
        let table = [
            (1920, 1080, [155, 27, 27, 255], (360, 202), [155, 27, 27]),
            (1080, 1920, [11, 61, 145, 255], (202, 360), [11, 61, 145]),
            (40, 30, [0, 0, 0, 0], (40, 30), [0xF7, 0xF4, 0xEC]),
            (4000, 1, [255, 255, 255, 255], (360, 1), [255, 255, 255]),
        ];
        for (width, height, pixel, size, colour) in table {
            let jpeg = thumbnail(&picture(width, height, pixel)).unwrap();
            let shown = image::load_from_memory(&jpeg).unwrap().to_rgb8();
            assert_eq!(shown.dimensions(), size);
            let middle = shown.get_pixel(size.0 / 2, size.1 / 2).0;
            for (got, wanted) in middle.iter().zip(colour) {
                assert!(got.abs_diff(wanted) < 4, "{middle:?} is not {colour:?}");
            }
        }
        let cut = Picture { rgba: vec![0; 4], ..picture(10, 10, [0; 4]) };
        assert_eq!(thumbnail(&cut), None);
    }

    #[test]
    fn the_album_has_a_budget() {
        let mut album = Album::default();
        for number in 0..1000 {
            album.add(asset(&number.to_string()), vec![0; 10_000]);
        }
        assert!(!album.has_room());
        let kept = (0..1000).filter(|number| album.get(&asset(&number.to_string())).is_some()).count();
        assert_eq!(kept, BUDGET / 10_000);
        album.retain(|of| *of == asset("3"));
        assert!(album.has_room() && album.get(&asset("3")).is_some() && album.get(&asset("4")).is_none());
    }
}
