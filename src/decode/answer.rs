//! What a worker is asked, and what it answers: the words of the arguments, and the bytes of the pipe.
//!
//! An answer is what it is, in one byte, and its numbers, little-endian, or its pixels ([`runs`]); nothing follows.

use std::io::{self, Read, Write};

use super::{Fault, runs};
use crate::model::{Fit, Sheet};

/// Pages of a document that are counted. What lies beyond them does not play.
pub(super) const MAX_SHEETS: usize = 10_000;

/// What a worker is asked of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// The size of each page.
    Sheets,
    /// The pixels of a page (from 0) for a space in pixels.
    Page(u32, (u32, u32), Fit),
}

impl Task {
    /// Its arguments.
    pub(super) fn words(self) -> Vec<String> {
        match self {
            Task::Sheets => vec!["sheets".to_owned()],
            Task::Page(page, (width, height), fit) => {
                let fit = if fit == Fit::Cover { "cover" } else { "contain" };
                vec![
                    "page".to_owned(),
                    page.to_string(),
                    width.to_string(),
                    height.to_string(),
                    fit.to_owned(),
                ]
            }
        }
    }

    /// The task of these arguments; `None`: nothing that [`Task::words`] gives.
    pub(super) fn of(words: &[String]) -> Option<Task> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let [page, width, height, fit] = match words[..] {
            ["sheets"] => return Some(Task::Sheets),
            ["page", page, width, height, fit] => [page, width, height, fit],
            _ => return None,
        };
        let fit = if fit == "cover" { Fit::Cover } else { Fit::Contain };
        Some(Task::Page(page.parse().ok()?, (width.parse().ok()?, height.parse().ok()?), fit))
    }

    /// The longest answer in bytes.
    pub(super) fn longest(self) -> u64 {
        match self {
            Task::Sheets => 1 + 8 * MAX_SHEETS as u64,
            Task::Page(_, (width, height), _) => 13 + 4 * u64::from(width) * u64::from(height),
        }
    }

    /// The paper for the largest answer, white: it is laid out while the worker computes.
    fn paper(self) -> Vec<u8> {
        match self {
            Task::Sheets => Vec::new(),
            Task::Page(_, (width, height), _) => vec![runs::WHITE; 4 * width as usize * height as usize],
        }
    }
}

/// What a worker found.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// The size of each page.
    Sheets(Vec<Sheet>),
    /// Width, height, and RGBA with alpha premultiplied.
    Pixels(u32, u32, Vec<u8>),
    /// Why there is nothing.
    Fault(Fault),
}

const SHEETS: u8 = 1;
const PIXELS: u8 = 2;
const FAULT: u8 = 3;

/// The faults that a worker may find, by their number in an answer.
const FAULTS: [Fault; 7] = [
    Fault::Empty,
    Fault::Cut,
    Fault::Damaged,
    Fault::TooLarge,
    Fault::Unsupported,
    Fault::Locked,
    Fault::Blank,
];

impl Answer {
    /// Writes it into the pipe.
    pub(super) fn say(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Answer::Sheets(sheets) => {
                to.write_all(&[SHEETS])?;
                let mut sizes = sheets.iter().flat_map(|sheet| [sheet.width, sheet.height]);
                sizes.try_for_each(|size| to.write_all(&size.to_le_bytes()))
            }
            Answer::Pixels(width, height, rgba) => {
                to.write_all(&[PIXELS])?;
                to.write_all(&[*width, *height].map(u32::to_le_bytes).concat())?;
                runs::write(rgba, to)
            }
            Answer::Fault(fault) => {
                let number = FAULTS.iter().position(|known| known == fault).unwrap_or(2);
                to.write_all(&[FAULT, number as u8])
            }
        }
    }

    /// Reads an answer to `task` from the pipe; `None` when it is not the whole of one, or none to this task. Nothing
    /// of it is believed before: the worker may be in the hands of a file.
    pub(super) fn hear(from: &mut impl Read, task: Task) -> Option<Answer> {
        let paper = task.paper();
        let mut kind = [0];
        from.read_exact(&mut kind).ok()?;
        let answer = match (kind, task) {
            ([SHEETS], Task::Sheets) => Answer::Sheets(sheets(from)?),
            ([PIXELS], Task::Page(_, space, _)) => pixels(from, space, paper)?,
            ([FAULT], _) => {
                let mut number = [0];
                from.read_exact(&mut number).ok()?;
                Answer::Fault(*FAULTS.get(usize::from(number[0]))?)
            }
            _ => return None,
        };
        let is_all = from.read(&mut [0]).ok()? == 0;
        is_all.then_some(answer)
    }
}

/// The sizes of pages, at least one, to the end of the pipe.
fn sheets(from: &mut impl Read) -> Option<Vec<Sheet>> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).ok()?;
    let (sizes, more) = bytes.as_chunks::<4>();
    let sizes: Vec<f32> = sizes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let (pairs, one) = sizes.as_chunks::<2>();
    let sound = |size: &f32| size.is_finite() && *size > 0.0;
    let whole = !pairs.is_empty() && more.is_empty() && one.is_empty() && sizes.iter().all(sound);
    whole.then(|| pairs.iter().map(|&[width, height]| Sheet { width, height }).collect())
}

/// Pixels no larger than `space`, on `paper` of its size.
fn pixels(from: &mut impl Read, space: (u32, u32), mut paper: Vec<u8>) -> Option<Answer> {
    let mut size = [0; 8];
    from.read_exact(&mut size).ok()?;
    let &[width, height] = size.as_chunks::<4>().0 else { return None };
    let [width, height] = [width, height].map(u32::from_le_bytes);
    let fits = (1..=space.0).contains(&width) && (1..=space.1).contains(&height);
    if !fits {
        return None;
    }
    paper.truncate(4 * width as usize * height as usize);
    paper.shrink_to_fit();
    runs::read(from, &mut paper)?;
    Some(Answer::Pixels(width, height, paper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(answer: &Answer) -> Vec<u8> {
        let mut bytes = Vec::new();
        answer.say(&mut bytes).unwrap();
        bytes
    }

    fn heard(bytes: &[u8], task: Task) -> Option<Answer> {
        Answer::hear(&mut &bytes[..], task)
    }

    #[test]
    fn tasks_and_answers_arrive_as_they_were_sent() {
        let page = Task::Page(7, (2, 3), Fit::Cover);
        let sheet = Sheet { width: 595.0, height: 842.5 };
        for task in [Task::Sheets, page] {
            assert_eq!(Task::of(&task.words()), Some(task));
        }
        let answers = [
            (Task::Sheets, Answer::Sheets(vec![sheet, sheet])),
            (page, Answer::Pixels(2, 1, vec![9; 8])),
            (page, Answer::Fault(Fault::Locked)),
            (Task::Sheets, Answer::Fault(Fault::Cut)),
        ];
        for (task, answer) in answers {
            assert_eq!(heard(&sent(&answer), task), Some(answer));
        }
    }

    #[test]
    fn an_answer_that_was_not_asked_for_is_none() {
        let page = Task::Page(0, (2, 2), Fit::Contain);
        let pixels = sent(&Answer::Pixels(2, 2, vec![9; 16]));
        let sheets = |width: f32| sent(&Answer::Sheets(vec![Sheet { width, height: 1.0 }]));
        let too_wide = sent(&Answer::Pixels(3, 1, vec![9; 12]));
        let empty = sent(&Answer::Pixels(0, 0, Vec::new()));
        let huge = [&[PIXELS], &[255; 8][..]].concat();
        for (bytes, task) in [
            (Vec::new(), page),
            (pixels[..pixels.len() - 1].to_vec(), page),
            (pixels[1..].to_vec(), page),
            ([&pixels[..], &[0]].concat(), page),
            (pixels, Task::Sheets),
            (too_wide, page),
            (empty, page),
            (huge, page),
            (sheets(f32::NAN), Task::Sheets),
            (sheets(0.0), Task::Sheets),
            (sheets(1.0)[..8].to_vec(), Task::Sheets),
            (sheets(1.0)[..5].to_vec(), Task::Sheets),
            (vec![SHEETS], Task::Sheets),
            (vec![FAULT], page),
            (vec![FAULT, 99], page),
            (vec![FAULT, 0, 0], page),
            (vec![77, 0], page),
        ] {
            assert_eq!(heard(&bytes, task), None, "{bytes:?}");
        }
    }
}
