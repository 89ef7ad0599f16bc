//! What the thread does with each turn: record, open, write, and try again.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::files::{Ask, Change, Files, PIECE, changes};
use super::record::{Recorder, down, event};
use super::row::{Kind, Row};
use super::schema::beside;
use super::seen::Seen;
use super::store::{Batch, Store};
use super::trouble::Trouble;
use super::writer::{Hooks, Note, Told};
use crate::model::{Programme, tidy};

/// Rows that wait for a disk: two days of 5 000 showings, in some MB of memory.
const PATIENT: usize = 10_000;

/// A journal grows to this at most, whatever `keep` says: then the oldest rows go. In bytes.
const MOST: i64 = 1 << 30;

/// A folder is read for the first time within this: documents that have to be converted take some seconds each.
const READING: TimeDelta = TimeDelta::minutes(10);

/// Players of one user that write at the same time.
const SEATS: i64 = 99;

pub(super) struct Scribe {
    file: PathBuf,
    hooks: Hooks,
    told: Arc<Mutex<Told>>,
    recorder: Recorder,
    seat: Option<Seat>,
    store: Option<Store>,
    recovered: bool,
    /// Since when the player was not there, until the start is told.
    down: Option<Row>,
    /// When it was left.
    stopped: Option<DateTime<Utc>>,
    waiting: VecDeque<Row>,
    /// When the oldest and the newest row that was given up began, and how many were.
    given_up: Option<(i64, i64, u64)>,
    files: Files,
    /// Of `files`, what is not written yet.
    unwritten: Vec<Change>,
    /// The screen's first start.
    beginning: Option<DateTime<Utc>>,
    /// What was looked at last, and on which day.
    looked: Option<(Arc<Programme>, NaiveDate)>,
    /// The day on which what is too old was looked for last.
    pruned: Option<NaiveDate>,
}

/// The number of a player, which no other process has while this one holds it.
struct Seat {
    number: i64,
    _lock: File,
}

impl Scribe {
    pub(super) fn new(file: PathBuf, hooks: Hooks, told: Arc<Mutex<Told>>) -> Scribe {
        Scribe {
            file,
            hooks,
            told,
            recorder: Recorder::default(),
            seat: None,
            store: None,
            recovered: false,
            down: None,
            stopped: None,
            waiting: VecDeque::new(),
            given_up: None,
            files: Files::new(),
            unwritten: Vec::new(),
            beginning: None,
            looked: None,
            pruned: None,
        }
    }

    pub(super) fn take(&mut self, note: Note) {
        match note {
            Note::Seen(seen, lost) => {
                let rows = self.recorder.see(&seen, lost, &self.hooks.hash);
                self.waiting.extend(rows);
                self.keep(seen.now, Some(&seen));
                self.prune(&seen);
            }
            // Nobody waits any more: no matter.
            Note::Ask(taken) => drop(taken.send(())),
            Note::Stop(now) => {
                self.waiting.extend(self.recorder.stop(now));
                self.stopped = Some(now);
                self.keep(now, None);
            }
        }
    }

    /// Writes what waits; what cannot be written goes on waiting.
    fn keep(&mut self, now: DateTime<Utc>, seen: Option<&Seen>) {
        let mut written = Ok(());
        for attempt in 0..3 {
            written = self.open(now).and_then(|()| self.record(now, seen));
            match &written {
                // Another process may have set it aside already.
                Err(Trouble::Damaged(_)) if attempt == 0 => self.store = None,
                Err(Trouble::Damaged(_)) if attempt == 1 => {
                    self.store = None;
                    self.set_aside(now);
                }
                _ => break,
            }
        }
        if let Err(trouble) = &written {
            if *trouble != Trouble::Busy {
                self.store = None;
            }
            self.give_up();
        }
        self.tell(|told| told.trouble = written.err());
    }

    /// Opens the file, once; takes over what a player that is not there any more had in progress.
    fn open(&mut self, now: DateTime<Utc>) -> Result<(), Trouble> {
        if self.store.is_some() {
            return Ok(());
        }
        make_folder(&self.file)?;
        if self.seat.is_none() {
            self.seat = Some(Seat::take(&self.file)?);
        }
        let store = match Store::open(&self.file) {
            Err(Trouble::Damaged(_) | Trouble::Foreign) => {
                self.set_aside(now);
                Store::open(&self.file)?
            }
            opened => opened?,
        };
        let store = self.store.insert(store);
        if !self.recovered {
            let screen = screen(&self.hooks.host, self.seat.as_ref());
            let (rows, down, files) = recover(store, self.seat.as_ref(), &self.file, &screen)?;
            self.beginning = store.beginning(&screen)?;
            rows.into_iter().rev().for_each(|row| self.waiting.push_front(row));
            (self.down, self.files, self.recovered) = (down, files, true);
        }
        Ok(())
    }

    /// Writes what waits, and what changed in the folder, piece by piece.
    fn record(&mut self, now: DateTime<Utc>, seen: Option<&Seen>) -> Result<(), Trouble> {
        loop {
            let more = seen.is_some_and(|seen| self.look(seen));
            self.write(now)?;
            if !more {
                return Ok(());
            }
        }
    }

    /// Some of what changed in the folder since the last look, with every snapshot, and every day for what expires;
    /// whether there may be more of it.
    fn look(&mut self, seen: &Seen) -> bool {
        if self.recorder.current().is_none() {
            return false;
        }
        let (programme, day) = (&seen.programme, seen.programme.local(seen.now).date());
        if self.looked.as_ref().is_some_and(|(last, on)| Arc::ptr_eq(last, programme) && *on == day) {
            return false;
        }
        let beginning = *self.beginning.get_or_insert(seen.now);
        let ask = Ask {
            owner: &self.hooks.owner,
            hash: &self.hooks.hash,
            came: &self.hooks.came,
            beginning: Some(beginning).filter(|beginning| seen.now - *beginning < READING),
        };
        let (events, news) = changes(&self.files, programme, seen.now, &ask);
        self.waiting.extend(events.into_iter().map(Row::Event));
        for (path, known) in &news {
            match known {
                Some(known) => drop(self.files.insert(path.clone(), *known)),
                None => drop(self.files.remove(path)),
            }
        }
        let more = news.len() == PIECE;
        self.unwritten.extend(news);
        if !more && !programme.playlists.is_empty() {
            self.looked = Some((programme.clone(), day));
        }
        more
    }

    fn write(&mut self, now: DateTime<Utc>) -> Result<(), Trouble> {
        let (Some(store), Some(seat)) = (&mut self.store, &self.seat) else { return Ok(()) };
        let started =
            self.waiting.iter().position(|row| matches!(row, Row::Event(event) if event.kind == Kind::Start));
        if let (Some(at), Some(Row::Event(mut down))) = (started, self.down.take_if(|_| started.is_some())) {
            let began = down.began;
            down.ended = self.waiting.get(at).map(|row| row.began().max(began));
            self.waiting.insert(at, Row::Event(down));
        }
        if let Some((since, until, count)) = self.given_up {
            let gap = format!("{} dòng không ghi được", tidy::grouped(&count.to_string(), '.'));
            let mut gap = event(Kind::Gap, now, Some(now), Some(gap));
            if let Row::Event(gap) = &mut gap {
                (gap.began, gap.ended) = (since, Some(until));
            }
            self.waiting.push_front(gap);
            self.given_up = None;
        }
        let screen = screen(&self.hooks.host, Some(seat));
        self.waiting.iter_mut().for_each(|row| row.sign(&screen));
        let mut current = match self.stopped {
            Some(at) => self.recorder.current().map(|_| vec![down(at, "shutdown")]),
            None => self.recorder.current(),
        };
        let mut current = current.take().unwrap_or_else(|| self.down.iter().cloned().collect());
        current.iter_mut().for_each(|row| row.sign(&screen));
        let rows = self.waiting.make_contiguous();
        store.write(&Batch {
            rows,
            player: seat.number,
            current: &current,
            screen: &screen,
            files: &self.unwritten,
        })?;
        // Not cleared: a large change would leave its room behind.
        (self.waiting, self.unwritten) = (VecDeque::new(), Vec::new());
        Ok(())
    }

    /// Lets the oldest of too many rows go.
    fn give_up(&mut self) {
        while self.waiting.len() > PATIENT {
            let Some(row) = self.waiting.pop_front() else { return };
            let (since, until, count) = self.given_up.unwrap_or((row.began(), row.began(), 0));
            self.given_up = Some((since.min(row.began()), until.max(row.began()), count + 1));
        }
    }

    /// Gives a damaged file another name, with what lies beside it.
    fn set_aside(&mut self, now: DateTime<Utc>) {
        self.store = None;
        let stamp = now.format("%Y%m%d-%H%M%S");
        let name = |number: u32| self.file.with_file_name(format!("journal-hong-{stamp}-{number}.sqlite"));
        let Some(aside) = (1..100).map(name).find(|name| !name.exists()) else { return };
        if fs::rename(&self.file, &aside).is_err() {
            return;
        }
        for suffix in ["-wal", "-shm"] {
            let _ = fs::rename(beside(&self.file, suffix), beside(&aside, suffix));
        }
        let shown = aside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let detail = format!("Tệp nhật ký hỏng, cất thành {shown}; từ đây là tệp mới");
        self.waiting.push_back(event(Kind::Gap, now, None, Some(detail)));
        self.unwritten = self.files.iter().map(|(path, known)| (path.clone(), Some(*known))).collect();
        self.tell(|told| told.aside = Some(aside));
    }

    /// Once a day, and while there is more: deletes what is older than it is kept.
    fn prune(&mut self, seen: &Seen) {
        let day = seen.programme.local(seen.now).date();
        let Some(store) = self.store.as_mut().filter(|_| self.pruned != Some(day)) else { return };
        if self.recorder.current().is_none() {
            return;
        }
        let before = seen.now - seen.programme.screen.keep;
        // What cannot be deleted now is tried with the next turn.
        if store.prune(before.timestamp_millis(), MOST) == Ok(false) {
            self.pruned = Some(day);
        }
    }

    fn tell(&self, change: impl FnOnce(&mut Told)) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let before = told.clone();
        change(&mut told);
        let news = *told != before;
        drop(told);
        if news {
            (self.hooks.wake)();
        }
    }
}

/// What players that are not there any more had in progress: the rows that ended with them, since when the one of this
/// `seat` was away, and what it knew of the folder.
fn recover(
    store: &mut Store,
    seat: Option<&Seat>,
    file: &Path,
    screen: &str,
) -> Result<(Vec<Row>, Option<Row>, Files), Trouble> {
    let Some(own) = seat else { return Ok(Default::default()) };
    let is_down = |row: &Row| matches!(row, Row::Event(event) if event.kind == Kind::Down);
    for player in store.players()?.into_iter().filter(|player| *player != own.number) {
        let Ok(Some(_dead)) = Seat::number(file, player) else { continue };
        let (down, rows): (Vec<Row>, Vec<Row>) = store.current(player)?.into_iter().partition(is_down);
        store.write(&Batch { rows: &rows, player, current: &down, screen, files: &[] })?;
    }
    let (down, rows): (Vec<Row>, Vec<Row>) = store.current(own.number)?.into_iter().partition(is_down);
    Ok((rows, down.into_iter().next(), store.files(screen)?))
}

impl Seat {
    /// The first that is free.
    fn take(file: &Path) -> Result<Seat, Trouble> {
        for number in 1..=SEATS {
            if let Some(seat) = Seat::number(file, number)? {
                return Ok(seat);
            }
        }
        Err(Trouble::Busy)
    }

    /// That one, if it is free.
    fn number(file: &Path, number: i64) -> Result<Option<Seat>, Trouble> {
        let path = file.with_file_name(format!("player-{number}.lock"));
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path);
        let lock = lock.map_err(|error| Trouble::of_io(&error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Seat { number, _lock: lock })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(Trouble::of_io(&error)),
        }
    }
}

/// What a player's screen is called: by its machine; of several at the same time the others have a number.
fn screen(host: &str, seat: Option<&Seat>) -> String {
    match seat.map(|seat| seat.number) {
        None | Some(1) => host.to_owned(),
        Some(number) => format!("{host} ({number})"),
    }
}

/// Makes the folder of `file`, for this user alone; it is there after a power cut too.
fn make_folder(file: &Path) -> Result<(), Trouble> {
    let Some(folder) = file.parent().filter(|folder| !folder.is_dir()) else { return Ok(()) };
    let mut making = fs::DirBuilder::new();
    making.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut making, 0o700);
    let made = making.create(folder);
    made.map_err(|error| Trouble::of_io(&error))?;
    #[cfg(unix)]
    for above in folder.ancestors().skip(1) {
        // Some of them belong to others.
        let _ = File::open(above).and_then(|above| above.sync_all());
    }
    Ok(())
}
