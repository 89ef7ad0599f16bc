//! Whether a file has its end.
//!
//! Decoders forgive a missing end (a cut JPEG decodes without an error, its lower part grey), so each format's
//! own end mark is looked for by walking its structure: a mark inside a thumbnail or a comment does not count,
//! and whatever a phone or a copier appended after the real end does not matter.

use std::io::BufRead;

use super::Family;

/// Whether the structure of `bytes` reaches the end that `family` prescribes.
///
/// TIFF has no end mark: its decoder fails on its own when a strip or directory lies beyond the end, and so does that
/// of SVG.
pub(super) fn is_whole(family: Family, bytes: &[u8]) -> bool {
    let end = match family {
        Family::Jpeg => jpeg(bytes),
        Family::Png => png(bytes),
        Family::Gif => gif(bytes),
        Family::WebP => webp(bytes),
        Family::Bmp => bmp(bytes),
        Family::Tiff | Family::Svg | Family::Heic | Family::Avif => Some(()),
    };
    end.is_some()
}

/// Marker segments and entropy-coded data up to EOI.
fn jpeg(bytes: &[u8]) -> Option<()> {
    let mut at = 2; // after SOI
    loop {
        // Its own search goes faster through megabytes than an iterator's.
        at += bytes.get(at..)?.skip_until(0xFF).ok()?.checked_sub(1)?;
        match *bytes.get(at + 1)? {
            0xD9 => return Some(()),
            0xFF => at += 1,                      // fill byte
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2, // stuffed byte, or a marker without a segment
            _ => at += 2 + usize::from(u16::from_be_bytes(array(bytes, at + 2)?)),
        }
    }
}

/// Chunks up to IEND, its checksum included.
fn png(bytes: &[u8]) -> Option<()> {
    let mut at = 8usize; // after the signature
    loop {
        let length = u32::from_be_bytes(array(bytes, at)?) as usize;
        let kind: [u8; 4] = array(bytes, at + 4)?;
        at = at.checked_add(length)?.checked_add(12)?;
        bytes.get(..at)?;
        if &kind == b"IEND" {
            return Some(());
        }
    }
}

/// Blocks up to the trailer.
fn gif(bytes: &[u8]) -> Option<()> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + colours(*bytes.get(10)?);
    loop {
        match *bytes.get(at)? {
            0x3B => return Some(()),
            0x21 => at += 2,                                     // extension and its label
            0x2C => at += 10 + colours(*bytes.get(at + 9)?) + 1, // image, its palette, its code size
            _ => return None,
        }
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
}

/// The size that the RIFF header promises.
fn webp(bytes: &[u8]) -> Option<()> {
    let promised = u32::from_le_bytes(array(bytes, 4)?) as usize;
    bytes.get(..promised.checked_add(8)?).map(|_| ())
}

/// The size that the file header promises.
fn bmp(bytes: &[u8]) -> Option<()> {
    let promised = u32::from_le_bytes(array(bytes, 2)?) as usize;
    bytes.get(..promised).map(|_| ())
}

/// `N` bytes from `at`, when they are there.
fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}
