//! What a worker is asked, and what it answers: the words of the arguments, and the bytes of the pipe.
//!
//! An answer is its pixels or little-endian numbers, then what it is, in one byte; nothing follows. What says how to read
//! it comes last, so that 33 MB of pixels need not be moved to take it off.

use super::Fault;
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
            Task::Page(_, (width, height), _) => 9 + 4 * u64::from(width) * u64::from(height),
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
    /// What goes into the pipe: the pixels, and the rest after them.
    pub(super) fn bytes(&self) -> (&[u8], Vec<u8>) {
        match self {
            Answer::Sheets(sheets) => {
                let sizes = sheets.iter().flat_map(|sheet| [sheet.width, sheet.height]);
                (&[], sizes.flat_map(f32::to_le_bytes).chain([SHEETS]).collect())
            }
            Answer::Pixels(width, height, rgba) => {
                let size = [*width, *height].into_iter().flat_map(u32::to_le_bytes);
                (rgba, size.chain([PIXELS]).collect())
            }
            Answer::Fault(fault) => {
                let number = FAULTS.iter().position(|known| known == fault).unwrap_or(2);
                (&[], vec![number as u8, FAULT])
            }
        }
    }

    /// Reads the whole of an answer to `task`; `None` when it is not the whole of one, or none to this task. Nothing
    /// of it is believed before: the worker may be in the hands of a file.
    pub(super) fn of(mut bytes: Vec<u8>, task: Task) -> Option<Answer> {
        match (bytes.pop()?, task) {
            (SHEETS, Task::Sheets) => {
                let (sizes, more) = bytes.as_chunks::<4>();
                let sizes: Vec<f32> = sizes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
                let (pairs, one) = sizes.as_chunks::<2>();
                let sound = |size: &f32| size.is_finite() && *size > 0.0;
                let whole = !pairs.is_empty() && more.is_empty() && one.is_empty() && sizes.iter().all(sound);
                let sheets = pairs.iter().map(|&[width, height]| Sheet { width, height });
                whole.then(|| Answer::Sheets(sheets.collect()))
            }
            (PIXELS, Task::Page(_, space, _)) => {
                let end = bytes.len().checked_sub(8)?;
                let size = bytes.get(end..)?.as_chunks::<4>().0;
                let &[width, height] = size else { return None };
                let [width, height] = [width, height].map(u32::from_le_bytes);
                let fits = (1..=space.0).contains(&width) && (1..=space.1).contains(&height);
                let length = || 4 * u64::from(width) * u64::from(height);
                bytes.truncate(end);
                (fits && bytes.len() as u64 == length()).then_some(Answer::Pixels(width, height, bytes))
            }
            (FAULT, _) => {
                let &[number] = &bytes[..] else { return None };
                FAULTS.get(usize::from(number)).map(|fault| Answer::Fault(*fault))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(answer: &Answer) -> Vec<u8> {
        let (pixels, rest) = answer.bytes();
        [pixels, &rest].concat()
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
            assert_eq!(Answer::of(sent(&answer), task), Some(answer));
        }
    }

    #[test]
    fn an_answer_that_was_not_asked_for_is_none() {
        let page = Task::Page(0, (2, 2), Fit::Contain);
        let pixels = sent(&Answer::Pixels(2, 2, vec![9; 16]));
        let sheets = |width: f32| sent(&Answer::Sheets(vec![Sheet { width, height: 1.0 }]));
        let too_wide = sent(&Answer::Pixels(3, 1, vec![9; 12]));
        let empty = sent(&Answer::Pixels(0, 0, Vec::new()));
        let huge = [&[255; 8][..], &[PIXELS]].concat();
        for (bytes, task) in [
            (Vec::new(), page),
            (pixels[..pixels.len() - 1].to_vec(), page),
            (pixels[1..].to_vec(), page),
            ([&[0], &pixels[..]].concat(), page),
            (pixels, Task::Sheets),
            (too_wide, page),
            (empty, page),
            (huge, page),
            (sheets(f32::NAN), Task::Sheets),
            (sheets(0.0), Task::Sheets),
            (sheets(1.0)[..8].to_vec(), Task::Sheets),
            (sheets(1.0)[4..].to_vec(), Task::Sheets),
            (vec![SHEETS], Task::Sheets),
            (vec![FAULT], page),
            (vec![99, FAULT], page),
            (vec![0, 77], page),
        ] {
            assert_eq!(Answer::of(bytes.clone(), task), None, "{bytes:?}");
        }
    }
}
