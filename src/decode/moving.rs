//! Pictures that move (GIF, APNG, WebP): their frames into a reel, over and over.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::TimeDelta;
use image::codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{AnimationDecoder, DynamicImage, Frame, Frames, ImageDecoder, ImageResult, Rgba};

use super::colour::Colours;
use super::{Family, Fault, HEAD, fault, fit, limits_of_pixels, motion};
use crate::model::{Fit, Play, Reel, Still};

/// Decodes the picture in `file` as `reel` asks for, again and again, until nobody wants it any more. Blocks while the
/// reel is full.
///
/// # Errors
/// A [`Fault`] when it cannot be decoded to its end; the frames until then were offered.
pub fn play(file: &File, reel: &Reel) -> Result<(), Fault> {
    guarded(|| {
        let play = &reel.play;
        let length = play.film.length.num_milliseconds().max(1);
        let mut from = play.start;
        while !reel.is_closed() {
            let into = TimeDelta::milliseconds(from.num_milliseconds() % length);
            let (mut at, end) = (from - into, from - into + TimeDelta::milliseconds(length));
            let (frames, colours) = open(file)?;
            let mut any = false;
            for frame in frames {
                let frame = frame.map_err(fault)?;
                let next = at + lasts(&frame);
                // What is over already is seen by nobody.
                if next > from.max(reel.looked()) && !reel.offer(still(frame, at, play, colours.as_ref())?) {
                    return Ok(());
                }
                (at, any) = (next, true);
            }
            if !any {
                return Err(Fault::Damaged);
            }
            from = reel.looked().max(end);
        }
        Ok(())
    })
}

/// The frame due at `play.start`.
///
/// # Errors
/// A [`Fault`] when there is none.
pub fn frame(file: &File, play: &Play) -> Result<Still, Fault> {
    guarded(|| {
        let into = play.start.num_milliseconds() % play.film.length.num_milliseconds().max(1);
        let (frames, colours) = open(file)?;
        let (mut at, mut due) = (TimeDelta::zero(), None);
        for frame in frames {
            let frame = frame.map_err(fault)?;
            let (from, length) = (at, lasts(&frame));
            at += length;
            due = Some((frame, from));
            if at.num_milliseconds() > into {
                break;
            }
        }
        let (frame, at) = due.ok_or(Fault::Damaged)?;
        still(frame, at, play, colours.as_ref())
    })
}

/// A panic of a decoder is one more damaged file.
fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Fault::Damaged))
}

/// The frames from the first one on, each of them whole, and what their colours mean.
fn open(mut file: &File) -> Result<(Frames<'_>, Option<Colours>), Fault> {
    let of = |profile: ImageResult<Option<Vec<u8>>>| Colours::of(&profile.ok()??);
    file.rewind().map_err(|_| Fault::Cut)?;
    let mut bytes = BufReader::with_capacity(1 << 16, file);
    let family = bytes.fill_buf().ok().and_then(|head| Family::of(head.get(..HEAD).unwrap_or(head)));
    Ok(match family {
        Some(Family::Gif) => {
            let mut decoder = GifDecoder::new(bytes).map_err(fault)?;
            decoder.set_limits(limits_of_pixels()).map_err(fault)?;
            (decoder.into_frames(), None)
        }
        Some(Family::Png) => {
            let mut decoder = PngDecoder::with_limits(bytes, limits_of_pixels()).map_err(fault)?;
            let colours = of(decoder.icc_profile());
            (decoder.apng().map_err(fault)?.into_frames(), colours)
        }
        Some(Family::WebP) => {
            let mut decoder = WebPDecoder::new(bytes).map_err(fault)?;
            decoder.set_limits(limits_of_pixels()).map_err(fault)?;
            // Without a colour the decoder leaves what a frame is to take away.
            decoder.set_background_color(Rgba([0; 4])).map_err(fault)?;
            let colours = of(decoder.icc_profile());
            (decoder.into_frames(), colours)
        }
        _ => return Err(Fault::Unsupported),
    })
}

/// How long a frame lasts.
fn lasts(frame: &Frame) -> TimeDelta {
    let (numerator, denominator) = frame.delay().numer_denom_ms();
    motion::lasts(u64::from(numerator / denominator.max(1)))
}

/// A frame as it is shown, `at` its time.
fn still(frame: Frame, at: TimeDelta, play: &Play, colours: Option<&Colours>) -> Result<Still, Fault> {
    let pixels = DynamicImage::ImageRgba8(frame.into_buffer());
    let planes = fit::resize(pixels, play.size, Fit::Cover, colours)?;
    let (size, planes) = (planes.dimensions(), planes.into_raw());
    Ok(Still { at, size, colours: None, planes })
}
