//! Photographs at a half, a quarter or an eighth of their size that [`photo`](super::photo) does not read: those that come
//! in several scans, each of the whole picture.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::MAX_PIXEL_BYTES;

/// The picture that `bytes` are, smaller but no smaller than `least`. `None` where nothing is saved, or where its numbers
/// are no colours: whoever decodes it whole tells more.
pub(super) fn jpeg(bytes: &[u8], least: (u32, u32)) -> Option<DynamicImage> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_max_decoding_buffer_size(MAX_PIXEL_BYTES as usize);
    decoder.read_info().ok()?;
    let whole = decoder.info()?;
    let (width, height) = decoder.scale(least.0.try_into().ok()?, least.1.try_into().ok()?).ok()?;
    if (width, height) == (whole.width, whole.height) {
        return None;
    }
    let pixels = decoder.decode().ok()?;
    match whole.pixel_format {
        PixelFormat::RGB24 => RgbImage::from_raw(width.into(), height.into(), pixels).map(DynamicImage::from),
        PixelFormat::L8 => GrayImage::from_raw(width.into(), height.into(), pixels).map(DynamicImage::from),
        PixelFormat::L16 | PixelFormat::CMYK32 => None,
    }
}
