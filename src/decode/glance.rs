//! What a picture's head says of it, before a pixel is decoded: its size and whether it moves decide how it plays.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};

use image::ImageReader;
use image::metadata::Orientation;

use super::{Family, HEAD, PictureFacts, motion};

/// Segments that stand before the size in a JPEG, at most.
const MAX_SEGMENTS: u32 = 1000;

/// The facts of the picture in `file`; `None` where only decoding tells, or nothing does.
pub fn glance(file: &File) -> Option<PictureFacts> {
    let mut file = BufReader::new(file);
    let (family, (width, height)) = size(&mut file)?;
    let motion = motion::of(family, (width, height), &mut file);
    Some(PictureFacts { family, width, height, motion })
}

/// What the picture in `file` is, and its width and height as seen.
pub(super) fn size(file: &mut (impl BufRead + Seek)) -> Option<(Family, (u32, u32))> {
    let head = file.fill_buf().ok()?;
    let family = Family::of(head.get(..HEAD).unwrap_or(head))?;
    let size = match family {
        Family::Jpeg => jpeg(file).ok()?,
        _ => ImageReader::with_format(file, family.format()?).into_dimensions().ok()?,
    };
    Some((family, size))
}

/// Width and height as seen (ITU-T T.81, B.2.2): the first frame header says them as stored, a camera's own segment
/// before it how they lie.
fn jpeg(file: &mut (impl Read + Seek)) -> io::Result<(u32, u32)> {
    let mut orientation = None;
    read::<2>(file)?;
    for _ in 0..MAX_SEGMENTS {
        let [0xFF, marker] = read(file)? else { break };
        if marker == 0xFF {
            file.seek_relative(-1)?;
            continue;
        }
        let length = i64::from(u16::from_be_bytes(read(file)?)).saturating_sub(2);
        match marker {
            0xC4 | 0xC8 | 0xCC => file.seek_relative(length)?,
            0xC0..=0xCF => {
                let [_, h1, h2, w1, w2] = read(file)?;
                let (w, h) = (u16::from_be_bytes([w1, w2]).into(), u16::from_be_bytes([h1, h2]).into());
                return Ok(if orientation.is_some_and(super::lies_down) { (h, w) } else { (w, h) });
            }
            0xE1 if orientation.is_none() => {
                let mut segment = Vec::new();
                file.take(length.unsigned_abs()).read_to_end(&mut segment)?;
                orientation = segment.strip_prefix(b"Exif\0\0").and_then(Orientation::from_exif_chunk);
            }
            0xDA | 0xD9 => break,
            _ => file.seek_relative(length)?,
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

fn read<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
