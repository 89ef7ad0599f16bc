//! Formats that are not decoded in the player: what a worker does.

use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use super::answer::{Answer, Task};
use super::drawing::Drawing;
use super::phone::Phone;
use super::worker::PIECE;
use super::{Family, Fault, limits, pdf};

/// Answers one task about the file on standard input, through standard output; `words` are what stands behind
/// [`ROLE`](super::ROLE). Before it reads a byte of the file it gives up whatever else it could reach. Exit code 0
/// when it answered.
pub fn work(words: impl Iterator<Item = String>) -> ExitCode {
    let words: Vec<String> = words.collect();
    let Some(task) = Task::of(&words) else { return ExitCode::FAILURE };
    limits::confine();
    let answer = answer(task).unwrap_or_else(Answer::Fault);
    let mut pipe = BufWriter::with_capacity(PIECE, io::stdout().lock());
    let said = answer.say(&mut pipe).and_then(|()| pipe.flush());
    drop(pipe);
    hang_up();
    if said.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Closes the pipe, so that the player knows that this was all before the system has taken back a worker's memory.
fn hang_up() {
    #[cfg(unix)]
    {
        use std::os::fd::{FromRawFd, OwnedFd};
        // SAFETY: nothing writes to standard output after this.
        drop(unsafe { OwnedFd::from_raw_fd(1) });
    }
}

fn answer(task: Task) -> Result<Answer, Fault> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|_| Fault::Cut)?;
    match (Family::of(&bytes), task) {
        (Some(Family::Svg), Task::Sheets) => {
            Drawing::open(&bytes)?.verify().map(|sheet| Answer::Sheets(vec![sheet]))
        }
        (Some(Family::Svg), Task::Page(_, space, fit)) => Drawing::open(&bytes)?.pixels(space, fit),
        (Some(Family::Heic), Task::Sheets) => Ok(Answer::Sheets(vec![Phone::open(&bytes)?.sheet()])),
        (Some(Family::Heic), Task::Page(page, space, fit)) => Phone::open(&bytes)?.pixels(page, space, fit),
        (_, Task::Sheets) => Ok(Answer::Sheets(pdf::Document::open(bytes)?.sheets())),
        (_, Task::Page(page, space, _)) => pdf::Document::open(bytes)?.page(page, space),
    }
}
