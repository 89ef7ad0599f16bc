//! Whether a picture moves, and how long its frames last together: by the outermost parts of the file, no pixel of
//! which is decoded.

use std::io::{self, BufRead, Read, Seek};

use chrono::TimeDelta;

use super::Family;
use super::clip::MAX_PIXELS;

/// What a picture does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// It stands still.
    #[default]
    Still,
    /// It moves: from its first frame to the end of its last, by its own delays. Positive.
    Runs(TimeDelta),
    /// It would move, and its first frame stands for it: it has more frames, or larger ones, than are decoded.
    TooLarge,
}

/// Frames of a picture that moves, at most.
const MAX_FRAMES: u32 = 10_000;

/// Chunks and blocks of a file: more than a picture of [`MAX_FRAMES`] has.
const MAX_PARTS: u32 = 1 << 16;

/// How long a frame lasts at least: a shorter time was never meant, and browsers take [`USUAL`] for it.
const SHORTEST: u64 = 20;

/// How long a frame lasts that says nothing sensible, in milliseconds.
const USUAL: u64 = 100;

/// How long a frame lasts at most, in milliseconds.
const LONGEST: u64 = 60_000;

/// How long a frame lasts whose file says so many milliseconds.
pub(super) fn lasts(millis: u64) -> TimeDelta {
    let millis = if millis < SHORTEST { USUAL } else { millis.min(LONGEST) };
    TimeDelta::milliseconds(millis as i64)
}

/// Whether the picture in `file`, of that family and size in pixels, moves.
pub(super) fn of(family: Family, (width, height): (u32, u32), file: &mut (impl BufRead + Seek)) -> Motion {
    let mut frames = Frames::default();
    let followed = file.rewind().and_then(|()| match family {
        Family::Gif => gif(file, &mut frames),
        Family::Png => png(file, &mut frames),
        Family::WebP => webp(file, &mut frames),
        _ => Ok(()),
    });
    let fits = u64::from(width) * u64::from(height) <= MAX_PIXELS && frames.count <= MAX_FRAMES;
    match followed {
        Ok(()) if frames.count < 2 => Motion::Still,
        Ok(()) if fits => Motion::Runs(frames.length),
        Ok(()) => Motion::TooLarge,
        // Its decoder says more of what is wrong with it.
        Err(_) => Motion::Still,
    }
}

#[derive(Default)]
struct Frames {
    count: u32,
    length: TimeDelta,
}

impl Frames {
    fn add(&mut self, millis: u64) {
        self.count = self.count.saturating_add(1);
        self.length += lasts(millis);
    }
}

fn bytes<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn skip(file: &mut impl Seek, length: u64) -> io::Result<()> {
    file.seek_relative(length as i64)
}

/// GIF89a, 23: the delay of a frame, in hundredths of a second, stands before it.
fn gif(file: &mut (impl BufRead + Seek), frames: &mut Frames) -> io::Result<()> {
    let palette = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let [head @ .., _, _] = bytes::<13>(file)?;
    skip(file, palette(head[10]))?;
    let mut delay = 0;
    for _ in 0..MAX_PARTS {
        match bytes::<1>(file)? {
            [0x3B] => return Ok(()),
            [0x2C] => {
                let place: [u8; 9] = bytes(file)?;
                skip(file, palette(place[8]) + 1)?;
                frames.add(std::mem::take(&mut delay) * 10);
            }
            [0x21] if bytes::<1>(file)? == [0xF9] => {
                let [_, _, low, high] = bytes(file)?;
                delay = u64::from(u16::from_le_bytes([low, high]));
                skip(file, 1)?;
            }
            [0x21] => {}
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
        // What is left of it: blocks of at most 255 bytes, the last one empty.
        loop {
            let [length] = bytes(file)?;
            skip(file, length.into())?;
            if length == 0 {
                break;
            }
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// PNG, third edition, 11.3.5: `fcTL` before each frame, and `acTL` before the first pixel.
fn png(file: &mut (impl BufRead + Seek), frames: &mut Frames) -> io::Result<()> {
    // What is not played has 16 bits a colour.
    let [.., depth] = bytes::<25>(file)?;
    if depth == 16 {
        return Ok(());
    }
    skip(file, 8)?;
    let mut moves = false;
    for _ in 0..MAX_PARTS {
        let [a, b, c, d, kind @ ..] = bytes::<8>(file)?;
        let length = u64::from(u32::from_be_bytes([a, b, c, d]));
        match &kind {
            b"IDAT" if !moves => return Ok(()),
            b"IEND" => return Ok(()),
            b"acTL" => moves = true,
            b"fcTL" if length == 26 => {
                let fields: [u8; 26] = bytes(file)?;
                let number = |at: usize| u64::from(u16::from_be_bytes([fields[at], fields[at + 1]]));
                let (of, parts) = (number(20), number(22));
                frames.add(of * 1000 / if parts == 0 { 100 } else { parts });
                skip(file, 4)?;
                continue;
            }
            _ => {}
        }
        skip(file, length + 4)?;
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// RFC 9649, 2.7: `ANMF` around each frame.
fn webp(file: &mut (impl BufRead + Seek), frames: &mut Frames) -> io::Result<()> {
    let [head @ .., b'W', b'E', b'B', b'P'] = bytes::<12>(file)? else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let mut left = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])).saturating_sub(4);
    for _ in 0..MAX_PARTS {
        if left < 8 {
            return Ok(());
        }
        let [kind @ .., a, b, c, d] = bytes::<8>(file)?;
        let mut length = u64::from(u32::from_le_bytes([a, b, c, d]));
        length += length & 1;
        left = left.saturating_sub(8 + length);
        match &kind {
            b"VP8 " | b"VP8L" => return Ok(()),
            b"ANMF" if length >= 16 => {
                let fields: [u8; 16] = bytes(file)?;
                frames.add(u64::from(u32::from_le_bytes([fields[12], fields[13], fields[14], 0])));
                length -= 16;
            }
            _ => {}
        }
        skip(file, length)?;
    }
    Err(io::ErrorKind::InvalidData.into())
}
