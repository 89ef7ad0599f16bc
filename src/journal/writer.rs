//! The thread that writes.
//!
//! Whoever turns hands over what is on the screen and never waits: what finds the channel full is counted, and the next
//! that gets through says so. What cannot be written (disk full, file locked, folder read-only) waits in memory and is
//! tried again with what comes next, within a minute; of more than ten thousand rows the oldest are given up, and a row
//! says how many those were.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::scribe::Scribe;
use super::seen::Seen;
use super::trouble::Trouble;
use crate::model::dates::minute;
use crate::model::{Item, ItemPath, Level, Problem};
use crate::words;

/// Turns that wait for the thread: several minutes of a disk that answers nothing.
const QUEUE: usize = 256;

/// How long leaving waits for the last rows.
const LEAVE: Duration = Duration::from_secs(5);

/// xxh3 of the bytes of an item's file, where it is known.
pub type HashOf = Box<dyn Fn(&Item) -> Option<u64> + Send>;

/// Who owns a file of the folder, where the system says.
pub type OwnerOf = Box<dyn Fn(&ItemPath) -> Option<String> + Send>;

/// When a file came into the folder, where the system says.
pub type CameOf = Box<dyn Fn(&ItemPath) -> Option<DateTime<Utc>> + Send>;

/// What the journal needs of whoever writes it. All are called from its thread.
pub struct Hooks {
    /// The machine's name, which its screen has.
    pub host: String,
    /// Called when [`Journal::problems`] has something new to say.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// Which bytes were shown.
    pub hash: HashOf,
    /// Whose file it is.
    pub owner: OwnerOf,
    /// Since when it is there.
    pub came: CameOf,
}

pub(super) enum Note {
    Seen(Box<Seen>, Option<(DateTime<Utc>, u64)>),
    Stop(DateTime<Utc>),
    /// Somebody waits.
    Ask(SyncSender<()>),
}

/// A journal that is being written.
pub struct Journal {
    file: PathBuf,
    notes: SyncSender<Note>,
    done: Receiver<()>,
    /// Since when turns find the channel full, and how many did.
    lost: Option<(DateTime<Utc>, u64)>,
    said: Option<Seen>,
    told: Arc<Mutex<Told>>,
}

/// What the staff has to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Why nothing can be written now.
    pub(super) trouble: Option<Trouble>,
    /// Where a damaged file went since the start.
    pub(super) aside: Option<PathBuf>,
}

impl Journal {
    /// Starts the thread; the file is opened with the first turn.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(file: PathBuf, hooks: Hooks) -> io::Result<Journal> {
        let (notes, inbox) = sync_channel(QUEUE);
        let (leave, done) = sync_channel(1);
        let told = Arc::new(Mutex::new(Told::default()));
        let (its, tells) = (file.clone(), told.clone());
        let run = move || {
            let mut scribe = Scribe::new(its, hooks, tells);
            for note in inbox {
                let last = matches!(note, Note::Stop(_));
                // A panic costs one turn; the next is recorded.
                let _ = catch_unwind(AssertUnwindSafe(|| scribe.take(note)));
                if last {
                    break;
                }
            }
            // Closed: what is in the log goes into the file.
            drop(scribe);
            // Nobody waits where the process ends otherwise.
            let _ = leave.send(());
        };
        thread::Builder::new().name("journal".to_owned()).spawn(run)?;
        Ok(Journal { file, notes, done, lost: None, said: None, told })
    }

    /// Takes in what is on the screen. Answers when to say so again at the latest, if nothing changes: that is how a
    /// later start knows until when it was.
    pub fn see(&mut self, seen: Seen) -> DateTime<Utc> {
        let due = minute(seen.now) + chrono::TimeDelta::minutes(1);
        if self.said.as_ref().is_some_and(|said| said.still_true(&seen)) {
            return due;
        }
        let note = Note::Seen(Box::new(seen.clone()), self.lost);
        match self.notes.try_send(note) {
            Ok(()) => self.lost = None,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                let (since, count) = self.lost.unwrap_or((seen.now, 0));
                self.lost = Some((since, count + 1));
            }
        }
        self.said = Some(seen);
        due
    }

    /// Waits until the thread has taken in all that it was told.
    pub fn settle(&self) {
        let (taken, done) = sync_channel(1);
        if self.notes.send(Note::Ask(taken)).is_ok() {
            let _ = done.recv();
        }
    }

    /// Ends the record at `now`, and waits some seconds for it to be on the disk.
    pub fn stop(&mut self, now: DateTime<Utc>) {
        if self.notes.try_send(Note::Stop(now)).is_ok() {
            let _ = self.done.recv_timeout(LEAVE);
        }
    }

    /// What is wrong with the journal, for the staff.
    pub fn problems(&self) -> Vec<Problem> {
        let Told { trouble, aside } = self.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let help = words!(
            "Màn hình vẫn chiếu. Những gì chưa ghi được giữ trong bộ nhớ và ghi bù khi ghi lại được.",
            "The screen plays on. What could not be written is kept in memory and written later."
        );
        let problem = |trouble: Trouble| Problem::file(Level::Warning, "", trouble.words(&self.file), help);
        let aside = aside.map(|aside| {
            let aside = aside.display();
            let message = words!(
                "Nhật ký phát hình bị hỏng: tệp cũ đã cất thành {aside}, từ nay ghi vào tệp mới.",
                "The journal was damaged: the old file is now {aside}, and a new one is written."
            );
            let help = words!(
                "Giữ tệp cũ: bangtin report vẫn đọc được phần còn nguyên. Đĩa có thể sắp hỏng, nên sao lưu.",
                "Keep the old file: `bangtin report` reads what is whole. The disk may be failing; make a backup."
            );
            Problem::file(Level::Warning, "", message, help)
        });
        trouble.map(problem).into_iter().chain(aside).collect()
    }
}
