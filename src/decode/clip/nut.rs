//! NUT, FFmpeg's own container (nut-specification, version 20130327), as far as one stream of raw frames needs it:
//! each frame with its time. Raw frames in Matroska cost a third more processor time (measured: 1080p, FFmpeg 5.1),
//! and without a container frames of clips with a changing rate have no times.

use std::io::{self, Read};

use chrono::TimeDelta;

const CODED_PTS: u64 = 8;
const STREAM_ID: u64 = 16;
const SIZE_MSB: u64 = 32;
const CHECKSUM: u64 = 64;
const RESERVED: u64 = 128;
const HEADER_INDEX: u64 = 1024;
const MATCH_TIME: u64 = 2048;
const CODED: u64 = 4096;
const INVALID: u64 = 8192;
/// What is understood; of a frame with any other flag nobody knows where it begins.
const KNOWN: u64 =
    7 | CODED_PTS | STREAM_ID | SIZE_MSB | CHECKSUM | RESERVED | HEADER_INDEX | MATCH_TIME | CODED;

const MAIN: u64 = 0x4E4D_7A56_1F5F_04AD;
const STREAM: u64 = 0x4E53_1140_5BF2_F9DB;
const SYNCPOINT: u64 = 0x4E4B_E4AD_EECA_4569;

/// The most that a packet of anything but a frame may take, in bytes.
const MOST: u64 = 1 << 20;

/// How a frame code begins a frame.
#[derive(Clone, Copy, Default)]
struct Code {
    flags: u64,
    size_mul: u64,
    size_lsb: u64,
    pts_delta: i64,
    reserved: u64,
}

/// A stream of frames that all have one size.
pub(super) struct Nut<R> {
    from: R,
    /// Bytes of a frame.
    size: usize,
    codes: Vec<Code>,
    /// Of a second: numerator and denominator of a tick.
    base: (i64, i64),
    msb_shift: u32,
    last: i64,
}

impl<R: Read> Nut<R> {
    /// Reads frames of `size` bytes each.
    pub(super) fn new(from: R, size: usize) -> Nut<R> {
        Nut { from, size, codes: Vec::new(), base: (0, 1), msb_shift: 0, last: 0 }
    }

    /// The next frame, with its time from the beginning of the stream; `None` at the end.
    ///
    /// # Errors
    /// Those of reading; `InvalidData` when this is no such stream, `UnexpectedEof` inside a frame.
    pub(super) fn frame(&mut self) -> io::Result<Option<(TimeDelta, Vec<u8>)>> {
        loop {
            let Some(first) = self.first_byte()? else { return Ok(None) };
            match first {
                b'n' if self.codes.is_empty() => self.magic()?,
                b'N' => self.packet()?,
                code => return self.body(code).map(Some),
            }
        }
    }

    fn first_byte(&mut self) -> io::Result<Option<u8>> {
        let mut byte = [0];
        loop {
            match self.from.read(&mut byte) {
                Ok(0) => return Ok(None),
                Ok(_) => return Ok(Some(byte[0])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The rest of the file's first words.
    fn magic(&mut self) -> io::Result<()> {
        let mut rest = [0; 24];
        self.from.read_exact(&mut rest)?;
        if rest == *b"ut/multimedia container\0" { Ok(()) } else { Err(invalid()) }
    }

    /// Anything but a frame.
    fn packet(&mut self) -> io::Result<()> {
        let mut start = [b'N'; 8];
        let (_, rest) = start.split_at_mut(1);
        self.from.read_exact(rest)?;
        let length = vlc(&mut self.from)?;
        if length > MOST {
            return Err(invalid());
        }
        if length > 4096 {
            self.from.read_exact(&mut [0; 4])?;
        }
        let mut payload = vec![0; length as usize];
        self.from.read_exact(&mut payload)?;
        let mut payload = &payload[..];
        match u64::from_be_bytes(start) {
            MAIN => self.main_header(&mut payload),
            STREAM => self.stream_header(&mut payload),
            SYNCPOINT => {
                self.last = signed(vlc(&mut payload)?)?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn main_header(&mut self, payload: &mut &[u8]) -> io::Result<()> {
        if vlc(payload)? > 3 {
            vlc(payload)?;
        }
        let (streams, _distance, bases) = (vlc(payload)?, vlc(payload)?, vlc(payload)?);
        if (streams, bases) != (1, 1) {
            return Err(invalid());
        }
        self.base = (signed(vlc(payload)?)?, signed(vlc(payload)?)?);
        if self.base.0 <= 0 || self.base.1 <= 0 {
            return Err(invalid());
        }
        self.codes = codes(payload)?;
        Ok(())
    }

    fn stream_header(&mut self, payload: &mut &[u8]) -> io::Result<()> {
        let (_id, _class, fourcc) = (vlc(payload)?, vlc(payload)?, vlc(payload)?);
        *payload =
            usize::try_from(fourcc).ok().and_then(|length| payload.get(length..)).ok_or_else(invalid)?;
        let (_base, shift) = (vlc(payload)?, vlc(payload)?);
        self.msb_shift = u32::try_from(shift).ok().filter(|shift| *shift < 16).ok_or_else(invalid)?;
        Ok(())
    }

    /// A frame whose first byte was `code`.
    fn body(&mut self, code: u8) -> io::Result<(TimeDelta, Vec<u8>)> {
        let Code { mut flags, size_mul, size_lsb, pts_delta, mut reserved } =
            *self.codes.get(usize::from(code)).ok_or_else(invalid)?;
        if flags & CODED != 0 {
            flags ^= vlc(&mut self.from)?;
        }
        if flags & INVALID != 0 || flags & !KNOWN != 0 {
            return Err(invalid());
        }
        if flags & STREAM_ID != 0 {
            vlc(&mut self.from)?;
        }
        self.last = if flags & CODED_PTS != 0 {
            let coded = vlc(&mut self.from)?;
            self.full(coded)?
        } else {
            self.last.checked_add(pts_delta).ok_or_else(invalid)?
        };
        let msb = if flags & SIZE_MSB != 0 { vlc(&mut self.from)? } else { 0 };
        let size = size_mul.checked_mul(msb).and_then(|size| size.checked_add(size_lsb));
        if size != Some(self.size as u64) {
            return Err(invalid());
        }
        if flags & MATCH_TIME != 0 {
            vlc(&mut self.from)?;
        }
        if flags & HEADER_INDEX != 0 {
            vlc(&mut self.from)?;
        }
        if flags & RESERVED != 0 {
            reserved = vlc(&mut self.from)?;
        }
        for _ in 0..reserved.min(MOST) {
            vlc(&mut self.from)?;
        }
        if flags & CHECKSUM != 0 {
            self.from.read_exact(&mut [0; 4])?;
        }
        let time = self.time()?;
        let mut frame = vec![0; self.size];
        self.from.read_exact(&mut frame)?;
        Ok((time, frame))
    }

    /// The time that these low bits mean, near the last one; or all of it.
    fn full(&self, coded: u64) -> io::Result<i64> {
        let coded = signed(coded)?;
        let span = 1i64 << self.msb_shift;
        if coded >= span {
            return Ok(coded - span);
        }
        let mask = span - 1;
        let low = self.last.checked_sub(mask / 2).ok_or_else(invalid)?;
        (coded.wrapping_sub(low) & mask).checked_add(low).ok_or_else(invalid)
    }

    fn time(&self) -> io::Result<TimeDelta> {
        let (numerator, denominator) = self.base;
        let micros = i128::from(self.last) * i128::from(numerator) * 1_000_000 / i128::from(denominator);
        i64::try_from(micros).map(TimeDelta::microseconds).map_err(|_| invalid())
    }
}

/// The table of frame codes.
fn codes(payload: &mut &[u8]) -> io::Result<Vec<Code>> {
    let mut codes = Vec::with_capacity(256);
    let (mut pts_delta, mut size_mul) = (0, 1);
    while codes.len() < 256 {
        let (flags, fields) = (vlc(payload)?, vlc(payload)?);
        if fields > 0 {
            pts_delta = signed_vlc(payload)?;
        }
        if fields > 1 {
            size_mul = vlc(payload)?;
        }
        if fields > 2 {
            vlc(payload)?;
        }
        let size = if fields > 3 { vlc(payload)? } else { 0 };
        let reserved = if fields > 4 { vlc(payload)? } else { 0 };
        let count = if fields > 5 { vlc(payload)? } else { size_mul.saturating_sub(size) };
        for _ in 6..fields.min(64) {
            vlc(payload)?;
        }
        if count == 0 {
            return Err(invalid());
        }
        for step in 0..count {
            // This one begins a packet and never a frame.
            if codes.len() == usize::from(b'N') {
                codes.push(Code { flags: INVALID, ..Code::default() });
            }
            if codes.len() >= 256 {
                break;
            }
            codes.push(Code { flags, size_mul, size_lsb: size.saturating_add(step), pts_delta, reserved });
        }
    }
    Ok(codes)
}

/// A number of a changing length: seven bits a byte, the highest first.
fn vlc(from: &mut impl Read) -> io::Result<u64> {
    let mut value = 0u64;
    for _ in 0..9 {
        let mut byte = [0];
        from.read_exact(&mut byte)?;
        value = value << 7 | u64::from(byte[0] & 0x7F);
        if byte[0] & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(invalid())
}

/// The same with a sign: 0, 1, −1, 2, −2, …
fn signed_vlc(from: &mut impl Read) -> io::Result<i64> {
    let value = signed(vlc(from)?)?.checked_add(1).ok_or_else(invalid)?;
    Ok(if value & 1 == 1 { -(value >> 1) } else { value >> 1 })
}

fn signed(value: u64) -> io::Result<i64> {
    i64::try_from(value).map_err(|_| invalid())
}

fn invalid() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_alternate() {
        let of = |byte: u8| signed_vlc(&mut &[byte][..]).unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(of), [0, 1, -1, 2, -2]);
    }

    #[test]
    fn anything_else_is_refused_and_never_followed() {
        for bytes in [
            &b"GIF89a"[..],
            b"nut/multimedia container\0\x07",
            b"NM",
            &[0xFF; 64],
            b"N\0\0\0\0\0\0\0\x81\xFF\xFF\x7F",
        ] {
            let mut nut = Nut::new(bytes, 6);
            assert!(nut.frame().is_err(), "{bytes:?}");
        }
        assert!(Nut::new(&b""[..], 6).frame().unwrap().is_none());
    }
}
