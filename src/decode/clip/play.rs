//! A clip's frames, by `ffmpeg`, in order of time.

use std::fs::File;
use std::io::{self, BufReader};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::thread;

use chrono::TimeDelta;

use super::Fault;
use super::nut::Nut;
use super::patient::{Audience, PATIENCE, Patient};
use super::tool::{INPUT, Run, command, seconds};
use crate::decode::Workers;
use crate::model::{Film, Play, Reel, Still, still_bytes};

/// How far before the wanted place decoding begins: the frame due there may have come on earlier.
const BEFORE: TimeDelta = TimeDelta::milliseconds(500);

/// How much earlier than it says a clip may end: the last frame of a changing rate, a file that rounds.
const SHORT: TimeDelta = TimeDelta::milliseconds(1500);

/// Threads of a decoder. Each takes memory for the frames it works at.
const THREADS: usize = 4;

/// Decodes the clip in `file` as `reel` asks for, until its end or until nobody wants it any more. Blocks while the
/// reel is full.
///
/// # Errors
/// A [`Fault`] when it stops before its end; the frames until then were offered.
pub fn play(workers: &Workers, file: File, reel: &Reel) -> Result<(), Fault> {
    let play = &reel.play;
    let mut frames = Frames::open(workers, file, play, reel)?;
    let mut held: Option<Still> = None;
    let mut last = None;
    while let Some(still) = frames.next(play)? {
        last = Some(still.at);
        // The one that is due at the start is the last that is not after it.
        let passed = still.at <= play.start;
        if let Some(before) = held.replace(still).filter(|_| !passed)
            && !reel.offer(before)
        {
            return Ok(());
        }
    }
    if let Some(still) = held {
        reel.offer(still);
    }
    frames.run.last(PATIENCE).map_err(|_| Fault::Stopped).and_then(|ended| match last {
        _ if reel.is_closed() => Ok(()),
        _ if !ended.success() => Err(Fault::Stopped),
        Some(last) if last + SHORT >= play.film.length => Ok(()),
        None if play.start + SHORT >= play.film.length => Ok(()),
        _ => Err(Fault::Cut),
    })?;
    reel.end();
    Ok(())
}

/// The frame due at `play.start`; it has to come soon when `hurry` says so.
///
/// # Errors
/// A [`Fault`] when there is none.
pub fn still(workers: &Workers, file: File, play: &Play, hurry: &AtomicBool) -> Result<Still, Fault> {
    let mut frames = Frames::open(workers, file, play, hurry)?;
    let mut due = None;
    while let Some(still) = frames.next(play)? {
        if still.at > play.start {
            return Ok(due.unwrap_or(still));
        }
        due = Some(still);
    }
    due.ok_or(Fault::Damaged)
}

/// Frames as they come.
struct Frames<'a> {
    nut: Nut<BufReader<Patient<'a>>>,
    run: Run,
    /// What the decoder calls zero.
    zero: TimeDelta,
}

impl Frames<'_> {
    fn open<'a>(
        workers: &Workers,
        file: File,
        play: &Play,
        audience: &'a dyn Audience,
    ) -> Result<Frames<'a>, Fault> {
        let zero = (play.start.min(play.film.length) - BEFORE).max(TimeDelta::zero());
        // Four times as long as the clip, on all threads: slower than that is no use to anybody.
        let time = 60 + 4 * THREADS as u64 * play.film.length.num_seconds().unsigned_abs();
        let (run, pipe) = Run::start(ffmpeg(workers, play, zero, time)?, file)?;
        let patient = Patient::new(pipe, audience);
        let nut = Nut::new(BufReader::with_capacity(512, patient), still_bytes(play.size));
        Ok(Frames { nut, run, zero })
    }

    fn next(&mut self, play: &Play) -> Result<Option<Still>, Fault> {
        let frame = match self.nut.frame() {
            Ok(frame) => frame,
            // Nobody wants any more.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => None,
            Err(_) => return Err(Fault::Stopped),
        };
        Ok(frame.map(|(at, planes)| Still {
            at: at + self.zero,
            size: play.size,
            colours: play.film.colours,
            planes,
        }))
    }
}

/// The command that writes the frames from `zero` on to its standard output, in at most `time` seconds of processor time.
fn ffmpeg(workers: &Workers, play: &Play, zero: TimeDelta, time: u64) -> Result<Command, Fault> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS);
    let mut ffmpeg = command(workers, "ffmpeg", time)?;
    ffmpeg.args(["-nostdin", "-threads", &threads.to_string(), "-ss", &seconds(zero), "-i", INPUT]);
    // The first stream that moves, each frame once and at its own time.
    ffmpeg.args(["-map", "0:V:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough"]);
    ffmpeg.args(["-filter:v", &filter(&play.film, play.size)]);
    // Ticks fine enough for every rate: by default they are frames of the usual rate, and times are rounded to those.
    ffmpeg.args(["-c:v", "rawvideo", "-enc_time_base", "1/90000", "-f", "nut", "pipe:1"]);
    Ok(ffmpeg)
}

/// To the wanted size and to NV12 (10 bits become 8 here), without touching what the numbers mean. FFmpeg has turned
/// the frame upright before.
fn filter(film: &Film, (width, height): (u32, u32)) -> String {
    let range = if film.colours.unwrap_or_default().full { "pc" } else { "tv" };
    format!("scale=w={width}:h={height}:in_range={range}:out_range={range},format=nv12")
}
