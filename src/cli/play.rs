//! `bangtin play`.

use super::args::Play;
use crate::app::{Clock, Lock, Placement, Wish, headless, window};
use crate::model::{Lang, Words};
use crate::words;

/// Plays until it is left or the machine is switched off.
///
/// # Errors
/// When the folder already plays on this screen, or there is no display or driver to play with.
pub fn play(args: Play, lang: Lang) -> Result<(), Words> {
    let clock = Clock::new(args.at);
    if args.headless {
        let _lock = Lock::take(&args.folder, "headless")?;
        return headless(&args.folder, clock, args.size, args.picture, lang);
    }
    let placement = match args.windowed {
        Some((width, height)) => Placement::Windowed(width, height),
        None => Placement::Monitor(args.monitor),
    };
    let displays = ["DISPLAY", "WAYLAND_DISPLAY"].map(|name| std::env::var(name).unwrap_or_default());
    if cfg!(target_os = "linux") && displays.iter().all(String::is_empty) {
        return Err(words!(
            "Máy này chưa có màn hình (DISPLAY, WAYLAND_DISPLAY đều trống). Chạy thử không cần màn hình: bangtin play --headless --picture anh.png",
            "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set); to play without one: bangtin play --headless --picture file.png"
        ));
    }
    let _lock = Lock::take(&args.folder, &format!("{displays:?} {placement:?}"))?;
    let Play { operator, timings, .. } = args;
    window(args.folder, clock, Wish { placement, operator, lang, timings })
}
