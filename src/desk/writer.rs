//! The thread that keeps the page true.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::board::{LISTED, Told};
use super::{Album, Board, FILE, page, thumbnail};
use crate::model::{Asset, Content, Item, Picture, Reason};

/// Where the page is written before it takes its place. `library` ignores dot files.
const TEMPORARY: &str = ".tinh-trang.tmp";

/// Rest before each writing: a folder that changes all the time is not written all the time, and a new file is on
/// the screen before the page takes processor time.
const REST: Duration = Duration::from_secs(1);

/// Draws the first page of slides that a board lists, small; an item that cannot be drawn is left out.
pub type Draw = Box<dyn FnMut(&Board, &[Arc<Item>]) -> Vec<Picture> + Send>;

/// Writes the page of the newest [`Board`] it was given, when the page would say something new. Joined at drop.
pub struct Writer {
    desk: Arc<Desk>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Desk {
    inbox: Mutex<Inbox>,
    news: Condvar,
}

/// Slots, not queues: what is newer replaces what is older.
#[derive(Default)]
struct Inbox {
    board: Option<Board>,
    /// Waits to become a thumbnail.
    picture: Option<Arc<Picture>>,
    album: Album,
    /// The files that the page shows one by one.
    listed: HashSet<Asset>,
    /// Writings that failed.
    failures: u64,
    /// Whether the last one did.
    failing: bool,
    stop: bool,
}

impl Writer {
    /// Starts the thread for the folder at `folder`, which has slides drawn by `draw`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(folder: PathBuf, mut draw: Draw) -> io::Result<Writer> {
        let desk = Arc::new(Desk::default());
        let its = desk.clone();
        // A panic costs one writing: the next board is written from the beginning. That is simpler than ending the
        // process for its supervisor, and the screen goes on.
        let run = move || {
            while catch_unwind(AssertUnwindSafe(|| its.run(&folder, &mut draw))).is_err() {
                its.inbox().failures += 1;
            }
        };
        let thread = thread::Builder::new().name("desk".to_owned()).spawn(run)?;
        Ok(Writer { desk, thread: Some(thread) })
    }

    /// Gives the newest board. Never waits for the disk; call it whenever the screen changes, and when the page
    /// is [`due`](super::due).
    pub fn show(&self, board: Board) {
        self.desk.inbox().board = Some(board);
        self.desk.news.notify_one();
    }

    /// Whether a picture of this file would be used.
    pub fn wants(&self, of: &Asset) -> bool {
        let inbox = self.desk.inbox();
        inbox.picture.is_none()
            && inbox.album.has_room()
            && inbox.album.get(of).is_none()
            && inbox.listed.contains(of)
    }

    /// Gives what the file `picture.want.of` looks like on the screen.
    pub fn picture(&self, picture: Arc<Picture>) {
        self.desk.inbox().picture = Some(picture);
        self.desk.news.notify_one();
    }

    /// How often the page could not be written (read-only folder, full disk, a fault of ours) since the start.
    pub fn failures(&self) -> u64 {
        self.desk.inbox().failures
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.desk.inbox().stop = true;
        self.desk.news.notify_one();
        if let Some(thread) = self.thread.take() {
            // None panics; the page is no reason to fall.
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, folder: &Path, draw: &mut Draw) {
        let mut told: Option<Told> = None;
        let mut pasted = false;
        while let Some((board, picture)) = self.next() {
            pasted |= picture.is_some_and(|picture| self.paste(&picture));
            let Some(board) = board else { continue };
            if !board.programme.screen.status_page {
                // A page that nobody keeps true would mislead.
                if told.take().is_some() {
                    let _ = fs::remove_file(folder.join(FILE));
                }
                continue;
            }
            if told.as_ref().is_some_and(|told| told.still_true(&board, pasted)) {
                continue;
            }
            let album = self.turn_to(&board, draw);
            #[cfg(test)]
            tests::trip(&board);
            let written = self.replace(folder, || page(&board, &album));
            self.report(folder, &written);
            // What could not be written is tried again with the next board.
            told = written.is_ok().then(|| Told::of(board));
            pasted = false;
        }
    }

    /// Waits for news, and then for more of it; `None` when it is time to leave.
    fn next(&self) -> Option<(Option<Board>, Option<Arc<Picture>>)> {
        let idle = |inbox: &mut Inbox| !inbox.stop && inbox.board.is_none() && inbox.picture.is_none();
        let inbox = self.news.wait_while(self.inbox(), idle);
        drop(inbox.unwrap_or_else(PoisonError::into_inner));
        self.rest();
        let mut inbox = self.inbox();
        (!inbox.stop).then(|| (inbox.board.take(), inbox.picture.take()))
    }

    fn rest(&self) {
        let rested = self.news.wait_timeout_while(self.inbox(), REST, |inbox| !inbox.stop);
        drop(rested.unwrap_or_else(PoisonError::into_inner));
    }

    /// Puts a thumbnail of this picture into the album. Made here, beside the loop that draws.
    fn paste(&self, picture: &Picture) -> bool {
        let thumbnail = thumbnail(picture);
        let made = thumbnail.is_some();
        if let Some(jpeg) = thumbnail {
            self.inbox().album.add(picture.want.of.clone(), jpeg);
        }
        made
    }

    /// Keeps the thumbnails of what the page lists and forgets the others, and has the slides drawn that have
    /// none yet; the album as it is then.
    fn turn_to(&self, board: &Board, draw: &mut Draw) -> Album {
        let items = board.programme.playlists.iter().flat_map(|playlist| &playlist.items).take(LISTED);
        let mut undrawn = Vec::new();
        {
            let mut inbox = self.inbox();
            let Inbox { album, listed, .. } = &mut *inbox;
            *listed = items.clone().map(|item| item.asset()).collect();
            album.retain(|of| listed.contains(of));
            let drawn = |item: &Arc<Item>| album.get(&item.asset()).is_some();
            undrawn.extend(items.filter(|item| is_slide(item) && !drawn(item)).cloned());
        }
        if !undrawn.is_empty() {
            // A slide that cannot be drawn must not keep the page from naming what is wrong.
            let drawn = catch_unwind(AssertUnwindSafe(|| draw(board, &undrawn)));
            for picture in drawn.unwrap_or_default() {
                self.paste(&picture);
            }
        }
        self.inbox().album.clone()
    }

    /// Replaces the page at once: a reader sees the old one or the new one, whole. Not made durable: after a
    /// power cut it is written anew.
    fn replace(&self, folder: &Path, page: impl FnOnce() -> String) -> io::Result<()> {
        let temporary = folder.join(TEMPORARY);
        let mut file = match create(&temporary) {
            // Another screen of this folder is writing, or was cut off while it wrote.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                self.rest();
                fs::remove_file(&temporary)?;
                create(&temporary)?
            }
            created => created?,
        };
        let written = file.write_all(page().as_bytes());
        drop(file);
        let written = written.and_then(|()| fs::rename(&temporary, folder.join(FILE)));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Counts a failure, and tells the first one of a row.
    fn report(&self, folder: &Path, written: &io::Result<()>) {
        let mut inbox = self.inbox();
        match written {
            Ok(()) => inbox.failing = false,
            Err(error) => {
                inbox.failures += 1;
                if !std::mem::replace(&mut inbox.failing, true) {
                    let path = folder.join(FILE);
                    eprintln!("Không ghi được {}: {error}. Màn hình vẫn chiếu bình thường.", path.display());
                }
            }
        }
    }
}

/// Whether there is something to draw.
fn is_slide(item: &Item) -> bool {
    let unread = matches!(
        item.hidden,
        Some(Reason::Broken | Reason::Pending | Reason::Converting | Reason::Unsupported)
    );
    matches!(item.content, Content::Slide(_)) && !unread
}

/// A file that was not there. Never follows a link, so that nobody who may write into the folder can make the
/// player overwrite something else.
fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests;
