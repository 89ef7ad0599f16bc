//! Pictures in HEIC, as iPhones take them, by heic-decoder.

use heic_decoder::{DecodedImage, HeifError};
use image::{DynamicImage, RgbImage, RgbaImage};

use super::answer::Answer;
use super::colour::Colours;
use super::{Fault, MAX_SIDE, fit, part};
use crate::model::{Fit, Sheet};

/// An open picture.
pub(super) struct Phone(DecodedImage);

impl Phone {
    /// Decodes the picture that `bytes` are, upright.
    pub(super) fn open(bytes: &[u8]) -> Result<Phone, Fault> {
        // A worker starts no threads: the decoder's are this one. That fails where they are chosen already.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
        let size = heic_decoder::probe(bytes).map_err(fault)?;
        if size.width.max(size.height) > MAX_SIDE as usize {
            return Err(Fault::TooLarge);
        }
        heic_decoder::decode(bytes).map(Phone).map_err(fault)
    }

    /// Its size in pixels.
    pub(super) fn sheet(&self) -> Sheet {
        Sheet { width: self.0.width as f32, height: self.0.height as f32 }
    }

    /// Its pixels, or those of the part that is page `page`, no larger than `space` needs.
    pub(super) fn pixels(&self, page: u32, space: (u32, u32), fit: Fit) -> Result<Answer, Fault> {
        let (width, height) = (self.0.width as u32, self.0.height as u32);
        let pixels = if self.0.alpha.is_some() {
            let rgba = self.0.to_rgba8().map_err(fault)?.data;
            RgbaImage::from_raw(width, height, rgba).map(DynamicImage::ImageRgba8)
        } else {
            let rgb = self.0.to_rgb8().map_err(fault)?.data;
            RgbImage::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8)
        };
        let colours = self.0.metadata.icc_profile.as_deref().and_then(Colours::of);
        let whole = pixels.ok_or(Fault::Damaged)?;
        let pixels = if page == 0 { whole } else { part(&whole, page)? };
        let sized = fit::resize(pixels, space, fit, colours.as_ref())?;
        let (width, height) = sized.dimensions();
        Ok(Answer::Pixels(width, height, sized.into_raw()))
    }
}

/// Says the decoder's error in our words.
fn fault(error: HeifError) -> Fault {
    match error {
        HeifError::Truncated { .. } => Fault::Cut,
        HeifError::Unsupported(_) => Fault::Unsupported,
        HeifError::LimitExceeded(_) => Fault::TooLarge,
        _ => Fault::Damaged,
    }
}
