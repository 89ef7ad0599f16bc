//! Why nothing is heard, in words for the staff. The picture plays all the same.

use std::{env, io};

use super::sink::PROGRAMS;
use crate::model::{Content, Level, Problem, Programme, Words};
use crate::words;

/// Why nothing is heard, from the least to what says the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mute {
    /// No program that sounds is installed.
    Missing,
    /// None of them found a loudspeaker.
    Refuses,
    /// One takes no samples any more.
    Hangs,
}

impl Mute {
    pub(super) fn of(error: &io::Error) -> Mute {
        match error.kind() {
            io::ErrorKind::NotFound => Mute::Missing,
            io::ErrorKind::TimedOut => Mute::Hangs,
            _ => Mute::Refuses,
        }
    }
}

/// What this machine lacks for the clips of `programme` that are to be heard.
pub fn lacks(programme: &Programme) -> Option<Problem> {
    let mut items = programme.playlists.iter().flat_map(|list| &list.items);
    let sounds = items.any(|item| {
        item.volume > 0 && matches!(&item.content, Content::Clip(film) if film.sound) && item.hidden.is_none()
    });
    let path = env::var_os("PATH").unwrap_or_default();
    let is_there = |name| env::split_paths(&path).any(|place| place.join(name).is_file());
    (sounds && !PROGRAMS.iter().any(|program| is_there(program.name))).then(|| problem(Mute::Missing))
}

/// The same for the staff.
pub fn problem(mute: Mute) -> Problem {
    let (message, help) = match mute {
        Mute::Missing => (
            words!(
                "Máy này thiếu chương trình phát tiếng nên video không có tiếng; hình vẫn chiếu.",
                "This machine has no program that sounds, so clips are silent; their pictures are shown."
            ),
            words!(
                "Giáo viên tin học cài: sudo apt install pulseaudio-utils alsa-utils",
                "Install it: sudo apt install pulseaudio-utils alsa-utils"
            ),
        ),
        Mute::Refuses => (
            words!(
                "Máy này không mở được loa nên video không có tiếng; hình vẫn chiếu.",
                "This machine has no loudspeaker that can be opened, so clips are silent; their pictures are shown."
            ),
            look(),
        ),
        Mute::Hangs => (
            words!(
                "Loa của máy này không nhận tiếng nên video không có tiếng; hình vẫn chiếu.",
                "The loudspeaker takes no sound, so clips are silent; their pictures are shown."
            ),
            look(),
        ),
    };
    Problem { key: Some("sound".to_owned()), ..Problem::file(Level::Notice, "", message, help) }
}

fn look() -> Words {
    words!(
        "Xem loa hay tivi đã cắm và bật chưa, và trong cài đặt Âm thanh của máy đã chọn đúng loa. Cắm xong thì tự có tiếng.",
        "See that the loudspeaker or the television is plugged in and on, and chosen in the system's sound settings. Sound then comes by itself."
    )
}
