//! What a clip looks like: its colours, its shape, which way is up, and when its frames are due.

use std::fs::File;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bangtin::decode::clip;
use bangtin::model::{Film, Fit, Matrix, Picture, Still, Want};
use chrono::TimeDelta;

use crate::kit::{SIZE, counter, make, number, play, probe, words, workers};

/// Its first frame in so many pixels.
fn first(file: &Path, space: (u32, u32)) -> (Film, Picture) {
    let film = probe(file).unwrap();
    let of = play(&film, TimeDelta::zero()).of;
    let want = Want { of, page: 0, space, fit: Fit::Contain };
    (film, clip::first(&workers(), File::open(file).unwrap(), &want, &AtomicBool::default()).unwrap())
}

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let at = (y * picture.width + x) as usize * 4;
    [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
}

#[test]
fn colours_are_those_that_went_in_whatever_the_numbers_mean() {
    let folder = tempfile::tempdir().unwrap();
    for (name, size, matrix, flag, range, format, means) in [
        ("a.mp4", "320x240", "bt601", "smpte170m", "tv", "yuv420p", (Matrix::Bt601, false)),
        ("b.mp4", "320x240", "bt709", "bt709", "tv", "yuv420p", (Matrix::Bt709, false)),
        ("c.mp4", "320x240", "bt709", "bt709", "pc", "yuv420p", (Matrix::Bt709, true)),
        ("d.mp4", "320x240", "bt601", "bt470bg", "pc", "yuv444p", (Matrix::Bt601, true)),
        ("e.mkv", "320x240", "bt709", "bt709", "tv", "yuv420p10le", (Matrix::Bt709, false)),
        ("f.mkv", "320x240", "bt2020", "bt2020nc", "tv", "yuv420p10le", (Matrix::Bt2020, false)),
        // What says nothing: by its height.
        ("g.mp4", "320x240", "bt601", "", "tv", "yuv420p", (Matrix::Bt601, false)),
        ("h.mp4", "1280x720", "bt709", "", "tv", "yuv420p", (Matrix::Bt709, false)),
    ] {
        let source = format!("color=0xC81E50:s={size}:r=5:d=1,format=gbrp");
        let scale = format!("scale=out_color_matrix={matrix}:out_range={range},format={format}");
        let mut all = words("-f lavfi -i");
        all.extend([source, "-vf".to_owned(), scale]);
        all.extend(words("-c:v libx264 -preset ultrafast -qp 4"));
        if !flag.is_empty() {
            all.extend(words(&format!("-colorspace {flag} -color_range {range}")));
        }
        let (film, picture) = first(&make(folder.path(), name, &all), (160, 120));
        let colours = film.colours.unwrap();
        assert_eq!((colours.matrix, colours.full), means, "{name}");
        let seen = pixel(&picture, 80, 60);
        let off = seen.iter().zip([0xC8, 0x1E, 0x50]).map(|(is, was)| is.abs_diff(was)).max();
        assert!(off <= Some(4), "{name}: {seen:?}");
    }
}

#[test]
fn a_phone_that_was_held_upright_shows_an_upright_picture() {
    let folder = tempfile::tempdir().unwrap();
    // White at its top as it was stored.
    let source = "color=black:s=320x180:r=5:d=1,drawbox=h=60:c=white:t=fill,format=yuv420p";
    let mut all = words("-f lavfi -i");
    all.push(source.to_owned());
    all.extend(words("-c:v libx264 -preset ultrafast"));
    let lies = make(folder.path(), "a.mp4", &all);
    // FFmpeg 5 writes this number as the angle against the clock.
    for (degrees, size, white, black) in [
        ("90", (180, 320), (20, 160), (160, 160)),
        ("270", (180, 320), (160, 160), (20, 160)),
        ("180", (320, 180), (160, 160), (160, 20)),
    ] {
        let lies = lies.to_str().unwrap();
        let turn = format!("-c copy -metadata:s:v:0 rotate={degrees}");
        let all = [vec!["-i".to_owned(), lies.to_owned()], words(&turn)].concat();
        let (film, picture) = first(&make(folder.path(), "b.mp4", &all), size);
        assert_eq!((film.size, (picture.width, picture.height)), (size, size), "{degrees}");
        assert!(pixel(&picture, white.0, white.1)[0] > 200, "{degrees}: white at {white:?}");
        assert!(pixel(&picture, black.0, black.1)[0] < 50, "{degrees}: black at {black:?}");
    }
}

#[test]
fn a_pixel_that_is_not_square_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let all = words("-f lavfi -i color=red:s=352x288:r=5:d=1,setsar=16/11 -c:v libx264 -preset ultrafast");
    let film = probe(&make(folder.path(), "a.mp4", &all)).unwrap();
    assert_eq!((film.size, film.pixel), ((352, 288), (16, 11)));
    assert!((film.aspect() - 16.0 / 9.0).abs() < 0.001);
}

#[test]
fn frames_of_a_changing_rate_keep_their_times() {
    let folder = tempfile::tempdir().unwrap();
    // Ten frames at thirty a second, then five a second.
    let times = "setpts='if(lt(N,10),N/30,10/30+(N-10)/5)/TB'";
    for (name, codec) in [("a.mp4", "libx264 -preset ultrafast"), ("b.webm", "libvpx-vp9 -cpu-used 8")] {
        let mut all = counter(30, 0.5);
        all.extend(["-vf".to_owned(), times.to_owned()]);
        all.extend(words(&format!("-fps_mode vfr -c:v {codec} -deadline realtime")));
        let file = make(folder.path(), name, &all);
        let film = probe(&file).unwrap();
        for (millis, due) in [(0, 0), (170, 5), (320, 9), (340, 10), (500, 10), (540, 11), (1300, 14)] {
            let play = play(&film, TimeDelta::milliseconds(millis));
            let still: Still =
                clip::still(&workers(), File::open(&file).unwrap(), &play, &AtomicBool::default()).unwrap();
            assert_eq!((still.size, number(&still)), (SIZE, due), "{name} at {millis} ms");
        }
    }
}
