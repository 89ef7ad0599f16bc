//! Whether a clip's end is there, by what its outermost parts say of their lengths. A decoder shows what it finds of a
//! half-copied clip and says nothing.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// More parts than a file has: a clip in pieces has two for each second.
const PARTS: usize = 100_000;

/// Whether all of the file is there; `None` where it does not say. Leaves the file at its beginning.
pub(super) fn is_whole(mut file: &File) -> Option<bool> {
    let size = file.metadata().ok()?.len();
    let whole = boxes(&mut file, size).or_else(|_| segments(&mut file, size));
    file.rewind().ok()?;
    whole.unwrap_or_default()
}

/// MP4 and MOV (ISO 14496-12): boxes, each with its length.
fn boxes(file: &mut &File, size: u64) -> io::Result<Option<bool>> {
    let mut at = 0;
    for part in 0..PARTS {
        if at == size {
            return Ok(Some(true));
        }
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(at))?;
        let read = file.take(16).read(&mut head)?;
        let (length, kind) = head.split_at(4);
        let kind = kind.get(..4).unwrap_or_default();
        if part == 0 && !matches!(kind, b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free" | b"skip" | b"pnot") {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let length = match number(length) {
            // To the end, whatever that is.
            0 => return Ok(None),
            1 => number(head.get(8..).unwrap_or_default()),
            length => length,
        };
        if read < 8 || length < 8 {
            // Phones append what is no box; the clip itself is complete.
            return Ok(if at < size && read < 8 { Some(false) } else { None });
        }
        at = at.saturating_add(length);
        if at > size {
            return Ok(Some(false));
        }
    }
    Ok(None)
}

/// Matroska and WebM (RFC 8794): a head, and a segment with its length.
fn segments(file: &mut &File, size: u64) -> io::Result<Option<bool>> {
    let mut at = 0;
    for id in [[0x1A, 0x45, 0xDF, 0xA3], [0x18, 0x53, 0x80, 0x67]] {
        let mut head = [0; 12];
        file.seek(SeekFrom::Start(at))?;
        let _ = file.take(12).read(&mut head)?;
        if head.get(..4) != Some(&id[..]) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let digits = head.get(4..).unwrap_or_default();
        let Some(width) =
            digits.first().map(|first| first.leading_zeros() as usize + 1).filter(|width| *width <= 8)
        else {
            return Ok(None);
        };
        let mark = 1u64 << (7 * width);
        let length = number(digits.get(..width).unwrap_or_default()) & (mark - 1);
        // All ones: not known while it was written.
        if length == mark - 1 {
            return Ok(None);
        }
        at = at.saturating_add(4 + width as u64).saturating_add(length);
    }
    Ok(Some(at <= size))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
