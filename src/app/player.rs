//! What both faces share: the library, the show, the clerk's page and the clock, turned together.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::clock::{self, Clock};
use super::log::Log;
use super::miniature::miniatures;
use super::sound::{self, Speaker};
use super::watchdog::Watchdog;
use crate::decode::Workers;
use crate::desk::{self, Board, Writer};
use crate::journal;
use crate::library::{Hooks, Library};
use crate::model::{ItemPath, News, Picture, Problem, Programme, Wants, Words};
use crate::scene::{Cues, Fonts};
use crate::show::{Show, Step};
use crate::words;

/// Everything of the player but its screen.
pub struct Player {
    clock: Clock,
    library: Library,
    show: Show,
    wanted: Wants,
    page: Page,
    /// `None`: nothing is heard.
    speaker: Option<Speaker>,
    /// When the last turn was, and the size of its screen.
    at: (DateTime<Utc>, (u32, u32)),
    /// The same moment, by a clock that nobody sets.
    monotonic: Duration,
    watchdog: Option<Watchdog>,
    journal: Option<Log>,
    /// What is wrong with the machine, but for its journal.
    faults: Vec<Problem>,
    /// Lent to whoever draws.
    pub fonts: Fonts,
}

impl Player {
    /// Begins to read `folder`; `wake` is called, from any thread, when a turn is worth its while.
    ///
    /// # Errors
    /// When the system has no threads to give.
    pub fn open(folder: &Path, clock: Clock, wake: Arc<dyn Fn() + Send + Sync>) -> Result<Player, Words> {
        clock::watch_steps(wake.clone());
        let workers = Workers::own();
        let present = clock::utc_now();
        let hooks = Hooks { wake: wake.clone(), monotonic: Arc::new(clock::monotonic), present, workers };
        let mut library = Library::open(folder, hooks)
            .map_err(|e| words!("Máy không cho chạy thêm luồng: {e}", "the system gives no threads: {e}"))?;
        if let Some(state) = journal::state() {
            library.keep(&state.join("kept"), Arc::new(clock::utc_now));
        }
        let page = Page { folder: folder.to_path_buf(), writer: None, told: None, machine: Vec::new() };
        let journal = clock.is_real().then(|| Log::start(folder, &library, wake)).flatten();
        let (show, fonts) = (Show::new(), Fonts::embedded());
        let watchdog = Watchdog::from_env();
        let at = (clock.freeze(), (0, 0));
        Ok(Player {
            clock,
            library,
            show,
            wanted: Wants::new(),
            page,
            speaker: None,
            at,
            monotonic: clock::monotonic(),
            watchdog,
            journal,
            faults: Vec::new(),
            fonts,
        })
    }

    /// Has its clips heard.
    pub fn speak(&mut self, speaker: Speaker) {
        self.speaker = Some(speaker);
    }

    /// One turn on a screen of `size` pixels, with what `keys` said since the last.
    pub fn turn(&mut self, size: (u32, u32), keys: Vec<News>) -> Step {
        let news = [keys, self.library.news()].concat();
        for piece in &news {
            match piece {
                News::Programme { programme, .. } => self.clock.set_zone(programme.screen.zone),
                News::Picture(picture) => self.page.picture(picture),
                News::Failed(_) | News::Key(_) => {}
            }
        }
        let (now, monotonic) = (self.clock.freeze(), clock::monotonic());
        if self.at.1 != size {
            self.library.fits(size);
        }
        (self.at, self.monotonic) = ((now, size), monotonic);
        let step = self.show.step(now, size, news, &mut self.fonts);
        if let Some(speaker) = &mut self.speaker {
            speaker.play(&step.voices, (now, monotonic));
        }
        step
    }

    /// When the last turn was.
    pub fn now(&self) -> DateTime<Utc> {
        self.at.0
    }

    /// What can wait until `step` is drawn, `seen` on the screen or not: the pictures that it misses are asked for, the
    /// journal is told, and the clerk's page is written once there is a first picture. Beside the drawing they would
    /// take a core from a software GPU, and hold up the picture that people wait for.
    pub fn drawn(&mut self, step: &mut Step, seen: bool) {
        if step.wants != self.wanted {
            self.wanted.clone_from(&step.wants);
            self.library.want(step.wants.clone());
        }
        self.library.hurry(step.late);
        self.library.play(&step.reels);
        if self.speaker.is_some() {
            let tracks: Vec<_> = step.voices.iter().map(|voice| voice.track.clone()).collect();
            self.library.sound(&tracks);
        }
        if step.scene.is_none() {
            return;
        }
        self.library.begin();
        if let Some(log) = &mut self.journal
            && let Some(due) = log.drawn(&self.show, step, (self.at.0, self.monotonic), seen, &self.faults)
        {
            step.wake_at = step.wake_at.min(due);
        }
        let unwritten = self.journal.iter().flat_map(Log::problems).chain(self.library.unkept());
        self.page.machine = self.faults.iter().cloned().chain(unwritten).collect();
        if let Some(due) = self.page.tell(&self.show, step, self.at) {
            step.wake_at = step.wake_at.min(due);
        }
    }

    /// How long the loop may sleep after `step`. Asked for when the step is on the screen: that is what the
    /// watchdog waits for.
    pub fn rest(&mut self, step: &Step) -> Duration {
        let rest = (step.wake_at - self.clock.freeze()).to_std().unwrap_or_default();
        self.watchdog.as_mut().map_or(rest, |watchdog| rest.min(watchdog.turned(clock::monotonic())))
    }

    /// What the operator needs to know of the last turn, on an audience's screen of `size` pixels, and for how long
    /// that holds.
    pub fn cues(&mut self, size: (u32, u32)) -> Option<(Cues, Duration)> {
        let (cues, changes) = self.show.cues(self.at.0, size, &mut self.fonts)?;
        Some((cues, (changes - self.clock.freeze()).to_std().unwrap_or_default()))
    }

    /// What is wrong with the machine, `problem` of its display among it, for the clerk's page; whether that is news, which the next turn tells.
    pub fn machine(&mut self, problem: Option<Problem>) -> bool {
        let mute = self.speaker.as_ref().and_then(Speaker::trouble).map(sound::problem);
        let faults: Vec<Problem> = problem.into_iter().chain(mute).collect();
        let news = self.faults != faults;
        self.faults = faults;
        news
    }

    /// The snapshot that plays.
    pub fn programme(&self) -> Option<&Arc<Programme>> {
        self.show.programme()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        if let Some(log) = &mut self.journal {
            log.stop(self.clock.freeze());
        }
    }
}

/// `_tinh-trang.html`, when the folder wants one.
struct Page {
    folder: PathBuf,
    writer: Option<Writer>,
    told: Option<Told>,
    /// What is wrong with the machine itself.
    machine: Vec<Problem>,
}

/// What the writer was told last; it is told again when any of it changes, and when the page is due.
struct Told {
    programme: Arc<Programme>,
    showing: Option<(ItemPath, DateTime<Utc>, DateTime<Utc>)>,
    blank: bool,
    machine: Vec<Problem>,
    /// From when it was told to when it is due: the clock may be set back before that, too.
    holds: Range<DateTime<Utc>>,
}

impl Page {
    fn picture(&self, picture: &Arc<Picture>) {
        if let Some(writer) = self.writer.as_ref().filter(|writer| writer.wants(&picture.want.of)) {
            writer.picture(picture.clone());
        }
    }

    /// Tells the writer what is on air; answers when it has to be told again at the latest.
    fn tell(
        &mut self,
        show: &Show,
        step: &Step,
        (now, size): (DateTime<Utc>, (u32, u32)),
    ) -> Option<DateTime<Utc>> {
        let programme = show.programme()?;
        if self.writer.is_none() {
            if !programme.screen.status_page {
                return None;
            }
            // Without a thread for it there is no page; the screen is what matters.
            let folder = self.folder.clone();
            let draw = move |board: &Board, items: &[_]| miniatures(&folder, board, items);
            self.writer = Writer::start(self.folder.clone(), Box::new(draw)).ok();
            self.told = None;
        }
        let writer = self.writer.as_ref()?;
        let blank = show.blanked();
        let showing = step.shown.as_ref().map(|shown| (shown.item.path.clone(), shown.from, shown.until));
        let known = self.told.as_ref().is_some_and(|told| {
            Arc::ptr_eq(&told.programme, programme)
                && (&told.showing, told.blank, &told.machine) == (&showing, blank, &self.machine)
                && told.holds.contains(&now)
        });
        if !known {
            let overrides = show.overrides().clone();
            let machine = self.machine.clone();
            writer.show(Board { programme: programme.clone(), overrides, now, blank, machine, size });
            let holds = now..desk::due(now);
            let machine = self.machine.clone();
            self.told = Some(Told { programme: programme.clone(), showing, blank, machine, holds });
        }
        self.told.as_ref().map(|told| told.holds.end)
    }
}
