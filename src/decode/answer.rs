//! What a worker is asked, and what it answers: the words of the arguments, and the bytes of the pipe.
//!
//! An answer is one byte that says which, then little-endian numbers; nothing follows it.

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
const FAULTS: [Fault; 6] =
    [Fault::Empty, Fault::Cut, Fault::Damaged, Fault::TooLarge, Fault::Unsupported, Fault::Locked];

impl Answer {
    /// What goes into the pipe: a head, and the pixels after it.
    pub(super) fn bytes(&self) -> (Vec<u8>, &[u8]) {
        match self {
            Answer::Sheets(sheets) => {
                let sizes = sheets.iter().flat_map(|sheet| [sheet.width, sheet.height]);
                let mut head = vec![SHEETS];
                head.extend(sizes.flat_map(f32::to_le_bytes));
                (head, &[])
            }
            Answer::Pixels(width, height, rgba) => {
                let mut head = vec![PIXELS];
                head.extend([*width, *height].into_iter().flat_map(u32::to_le_bytes));
                (head, rgba)
            }
            Answer::Fault(fault) => {
                let number = FAULTS.iter().position(|known| known == fault).unwrap_or(2);
                (vec![FAULT, number as u8], &[])
            }
        }
    }

    /// Reads the whole of an answer to `task`; `None` when it is not the whole of one, or none to this task. Nothing
    /// of it is believed before: the worker may be in the hands of a file.
    pub(super) fn of(mut bytes: Vec<u8>, task: Task) -> Option<Answer> {
        match (*bytes.first()?, task) {
            (SHEETS, Task::Sheets) => {
                let sizes = bytes.get(1..)?.as_chunks::<4>();
                let sizes: Vec<f32> = sizes.0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
                let sound = |size: &f32| size.is_finite() && *size > 0.0;
                let whole =
                    !sizes.is_empty() && bytes.len() == 1 + 4 * sizes.len() && sizes.iter().all(sound);
                let pairs = sizes.as_chunks::<2>();
                let sheets = pairs.0.iter().map(|&[width, height]| Sheet { width, height });
                (whole && pairs.1.is_empty()).then(|| Answer::Sheets(sheets.collect()))
            }
            (PIXELS, Task::Page(_, space, _)) => {
                let [width, height] = [1, 5].map(|at| {
                    let number = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
                    number.map_or(0, u32::from_le_bytes)
                });
                let fits = (1..=space.0).contains(&width) && (1..=space.1).contains(&height);
                let length = || 9 + 4 * u64::from(width) * u64::from(height);
                (fits && bytes.len() as u64 == length())
                    .then(|| Answer::Pixels(width, height, bytes.split_off(9)))
            }
            (FAULT, _) => {
                let number = bytes.get(1).filter(|_| bytes.len() == 2)?;
                FAULTS.get(usize::from(*number)).map(|fault| Answer::Fault(*fault))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(answer: &Answer) -> Vec<u8> {
        let (head, rest) = answer.bytes();
        [&head, rest].concat()
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
        let huge = [&[PIXELS][..], &[255; 8]].concat();
        for (bytes, task) in [
            (Vec::new(), page),
            (pixels[..pixels.len() - 1].to_vec(), page),
            ([&pixels[..], &[0]].concat(), page),
            (pixels, Task::Sheets),
            (too_wide, page),
            (empty, page),
            (huge, page),
            (sheets(f32::NAN), Task::Sheets),
            (sheets(0.0), Task::Sheets),
            (sheets(1.0)[..8].to_vec(), Task::Sheets),
            (vec![SHEETS], Task::Sheets),
            (vec![FAULT], page),
            (vec![FAULT, 99], page),
            (vec![77, 0], page),
        ] {
            assert_eq!(Answer::of(bytes.clone(), task), None, "{bytes:?}");
        }
    }
}
