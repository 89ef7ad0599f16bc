//! A clip's sound, by `ffmpeg`: samples from one place on without a gap, so that counting them tells the time.

use std::fs::File;
use std::io::{self, Read};
use std::process::Command;

use super::Fault;
use super::patient::Patient;
use super::tool::{INPUT, Run, command, seconds};
use crate::decode::Workers;
use crate::model::{RATE, Sample, Track};

/// Processor time that a run may take, in seconds: three hours of sound take two minutes of it.
const TIME: u64 = 1200;

/// Samples that are handed on at once.
const BLOCK: usize = 1024;

/// Decodes the sound of the clip in `file` into `track` until its end, or until nobody wants it any more. Blocks while
/// the track is full.
///
/// # Errors
/// A [`Fault`] when it stops before its end; what came until then was offered.
pub fn sound(workers: &Workers, file: File, track: &Track) -> Result<(), Fault> {
    // The decoder ends with it.
    let (_run, pipe) = Run::start(ffmpeg(workers, track)?, file)?;
    let mut pipe = Patient::new(pipe, track);
    let mut bytes = [0; 4 * BLOCK];
    loop {
        let read = match fill(&mut pipe, &mut bytes) {
            Ok(read) => read,
            Err(_) if track.is_closed() => return Ok(()),
            Err(_) => return Err(Fault::Stopped),
        };
        let samples: Vec<Sample> =
            bytes.get(..read).unwrap_or_default().chunks_exact(4).map(sample).collect();
        if !track.offer(&samples) || read < bytes.len() {
            return Ok(());
        }
    }
}

fn sample(bytes: &[u8]) -> Sample {
    let (left, right) = bytes.split_at(2);
    [left, right].map(|side| side.try_into().map_or(0, i16::from_le_bytes))
}

/// Reads as much as `bytes` hold; less only at the end.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The command that writes the samples from the track's start on to its standard output.
fn ffmpeg(workers: &Workers, track: &Track) -> Result<Command, Fault> {
    let rate = RATE.to_string();
    let mut ffmpeg = command(workers, "ffmpeg", TIME)?;
    ffmpeg.args(["-nostdin", "-threads", "1", "-ss", &seconds(track.start), "-i", INPUT]);
    ffmpeg.args(["-map", "0:a:0", "-vn", "-sn", "-dn"]);
    // Silence where the file has none: sound that begins after the picture, or that has holes.
    ffmpeg.args(["-filter:a", &format!("aresample={rate}:async=1:first_pts=0")]);
    ffmpeg.args(["-ac", "2", "-ar", &rate, "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"]);
    Ok(ffmpeg)
}
