//! What a clip is, by `ffprobe`: believed where it makes sense.

use std::fs::File;
use std::time::Duration;

use chrono::TimeDelta;
use serde::Deserialize;

use super::tool::{INPUT, answer, command};
use super::{Fault, MAX_LENGTH, MAX_PIXELS, whole};
use crate::decode::Workers;
use crate::model::{Colours, Film, Matrix};

/// How long it may take, in real time; an ordinary clip takes a twentieth of a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most that is read of the answer, in bytes; that of a phone's clip has 4 kB.
const MOST: u64 = 256 << 10;

/// Height in pixels above which a clip that says nothing of its colours is taken to be high definition.
const STANDARD: u32 = 576;

#[derive(Deserialize, Default)]
struct Answer {
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    format: Format,
}

#[derive(Deserialize, Default)]
struct Format {
    duration: Option<String>,
    start_time: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Stream {
    codec_type: String,
    codec_name: String,
    width: u32,
    height: u32,
    sample_aspect_ratio: String,
    pix_fmt: String,
    color_range: String,
    color_space: String,
    duration: Option<String>,
    start_time: Option<String>,
    disposition: Disposition,
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Disposition {
    attached_pic: u8,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SideData {
    /// Degrees against the clock.
    rotation: Option<f64>,
}

/// What the clip in `file` is.
///
/// # Errors
/// A [`Fault`] when it is none, not the whole of one, damaged, or absurd.
pub fn probe(workers: &Workers, file: File) -> Result<Film, Fault> {
    let is_whole = whole::is_whole(&file);
    let mut ffprobe = command(workers, "ffprobe", PATIENCE.as_secs())?;
    ffprobe.args(["-of", "json", "-show_streams", "-show_format", INPUT]);
    let (bytes, _) = answer(ffprobe, file, MOST, PATIENCE)?;
    let answer: Answer = serde_json::from_slice(&bytes).unwrap_or_default();
    if is_whole == Some(false) {
        return Err(Fault::Cut);
    }
    film(&answer)
}

fn film(answer: &Answer) -> Result<Film, Fault> {
    if answer.streams.is_empty() {
        return Err(Fault::Damaged);
    }
    let is_picture = |stream: &&Stream| stream.codec_type == "video" && stream.disposition.attached_pic == 0;
    let stream = answer.streams.iter().find(is_picture).ok_or(Fault::NoPicture)?;
    let (width, height) = (stream.width, stream.height);
    // A codec that FFmpeg does not know has no size; nothing has a frame of one pixel.
    if width < 2 || height < 2 {
        return Err(Fault::Damaged);
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault::TooLarge);
    }
    let length = length(stream, &answer.format).ok_or(Fault::NoLength)?;
    if length > MAX_LENGTH {
        return Err(Fault::TooLong);
    }
    let lies = stream.side_data_list.iter().find_map(|data| data.rotation).is_some_and(|degrees| {
        // As FFmpeg turns it: by the nearest quarter, where it is near one.
        (degrees.abs().rem_euclid(180.0) - 90.0).abs() < 45.0
    });
    let swap = |(a, b): (u32, u32)| if lies { (b, a) } else { (a, b) };
    Ok(Film {
        size: swap((width, height)),
        pixel: swap(pixel(&stream.sample_aspect_ratio)),
        length,
        colours: Some(colours(stream)),
        codec: stream.codec_name.clone(),
        sound: answer.streams.iter().any(|stream| stream.codec_type == "audio"),
    })
}

/// From the beginning of the file to the end of its last frame.
fn length(stream: &Stream, format: &Format) -> Option<TimeDelta> {
    let time = |text: &Option<String>| text.as_ref()?.parse().ok().filter(|time: &f64| time.is_finite());
    let late = time(&stream.start_time).unwrap_or(0.0) - time(&format.start_time).unwrap_or(0.0);
    let own = time(&stream.duration).map(|length| length + late.max(0.0));
    let seconds = own.or(time(&format.duration)).filter(|length| *length > 0.0)?;
    // What is beyond that is too long, whatever it is.
    Some(TimeDelta::microseconds((seconds.min(1e9) * 1e6).ceil() as i64))
}

/// "4:3", or square where nothing sensible is said.
fn pixel(ratio: &str) -> (u32, u32) {
    let parts =
        ratio.split_once(':').and_then(|(across, down)| Some((across.parse().ok()?, down.parse().ok()?)));
    let sensible = |(across, down): &(u32, u32)| {
        *across > 0 && *down > 0 && (0.1..=10.0).contains(&(f64::from(*across) / f64::from(*down)))
    };
    parts.filter(sensible).unwrap_or((1, 1))
}

fn colours(stream: &Stream) -> Colours {
    let yuv = ["yuv", "nv1", "nv2", "p01", "p21"].iter().any(|start| stream.pix_fmt.starts_with(start));
    if !yuv {
        // FFmpeg converts these itself, as it is told.
        return Colours { matrix: Matrix::Bt601, full: false };
    }
    let matrix = match stream.color_space.as_str() {
        "bt709" => Matrix::Bt709,
        "smpte170m" | "bt470bg" => Matrix::Bt601,
        "bt2020nc" | "bt2020c" => Matrix::Bt2020,
        _ if stream.width.min(stream.height) <= STANDARD => Matrix::Bt601,
        _ => Matrix::Bt709,
    };
    Colours { matrix, full: stream.color_range == "pc" || stream.pix_fmt.starts_with("yuvj") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(streams: &str, format: &str) -> Result<Film, Fault> {
        let json = format!("{{\"streams\": [{streams}], \"format\": {{{format}}}}}");
        film(&serde_json::from_str(&json).unwrap())
    }

    const VIDEO: &str = r#""codec_type": "video", "codec_name": "h264", "pix_fmt": "yuv420p""#;

    #[test]
    fn absurd_clips_are_named() {
        let video = |size: &str, duration: &str| {
            of(&format!("{{{VIDEO}, {size}}}"), duration).map(|film| film.length)
        };
        let size = r#""width": 1280, "height": 720"#;
        assert_eq!(video(size, r#""duration": "12.5""#), Ok(TimeDelta::milliseconds(12_500)));
        assert_eq!(video(size, r#""duration": "1e300""#), Err(Fault::TooLong));
        assert_eq!(video(size, r#""duration": "-3""#), Err(Fault::NoLength));
        assert_eq!(video(size, r#""duration": "nan""#), Err(Fault::NoLength));
        assert_eq!(video(size, ""), Err(Fault::NoLength));
        let huge = r#""width": 16384, "height": 16384"#;
        assert_eq!(video(huge, r#""duration": "5""#), Err(Fault::TooLarge));
        assert_eq!(video(r#""width": 0, "height": 720"#, r#""duration": "5""#), Err(Fault::Damaged));
        assert_eq!(of(r#"{"codec_type": "audio"}"#, r#""duration": "5""#), Err(Fault::NoPicture));
        assert_eq!(of("", ""), Err(Fault::Damaged));
    }

    #[test]
    fn a_clip_that_lies_stands_up() {
        let size = r#""width": 1280, "height": 720, "sample_aspect_ratio": "4:3", "duration": "2""#;
        for (degrees, upright) in
            [("-90", (720, 1280)), ("90", (720, 1280)), ("180", (1280, 720)), ("0", (1280, 720))]
        {
            let stream = format!(r#"{{{VIDEO}, {size}, "side_data_list": [{{"rotation": {degrees}}}]}}"#);
            let film = of(&stream, "").unwrap();
            let pixel = if upright.0 == 720 { (3, 4) } else { (4, 3) };
            assert_eq!((film.size, film.pixel), (upright, pixel), "{degrees}");
        }
        assert_eq!(
            [pixel("0:1"), pixel("N/A"), pixel("1000:1"), pixel("16:11")],
            [(1, 1), (1, 1), (1, 1), (16, 11)]
        );
    }
}
