//! A picture of the screen into a PNG file.

use std::io::Cursor;
use std::path::Path;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::model::Words;
use crate::words;

/// Writes `rgba`, rows of a picture of `size` pixels, to `file` whole or not at all: into a neighbour first, then renamed over it.
///
/// # Errors
/// When the place cannot be written.
pub fn write_png(file: &Path, (width, height): (u32, u32), rgba: &[u8]) -> Result<(), Words> {
    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    let shown = file.display();
    encoder
        .write_image(rgba, width, height, ExtendedColorType::Rgba8)
        .map_err(|e| words!("Không nén được ảnh {shown}: {e}", "cannot encode {shown}: {e}"))?;
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    std::fs::write(&part, bytes.into_inner())
        .and_then(|()| std::fs::rename(&part, file))
        .map_err(|e| words!("Không ghi được {shown}: {e}", "cannot write {shown}: {e}"))
}
