//! Photographs in inks (CMYK), as a printer leaves them: the profile inside says which colours they make.

use std::io::Cursor;

use image::{DynamicImage, RgbImage};
use jpeg_decoder::{Decoder, PixelFormat};

use super::{MAX_PIXEL_BYTES, colour};

/// The picture that `bytes` are, in sRGB by its `profile`. `None` where that is not one of inks, or cannot be read: then
/// whoever decodes it makes colours of them by rule of thumb.
pub(super) fn jpeg(bytes: &[u8], profile: &[u8]) -> Option<DynamicImage> {
    let transform = colour::of_inks(profile)?;
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.set_max_decoding_buffer_size(MAX_PIXEL_BYTES as usize);
    let inks = decoder.decode().ok()?;
    let info = decoder.info().filter(|info| info.pixel_format == PixelFormat::CMYK32)?;
    let mut colours = vec![0; inks.len() / 4 * 3];
    transform.transform(&inks, &mut colours).ok()?;
    RgbImage::from_raw(info.width.into(), info.height.into(), colours).map(DynamicImage::from)
}
