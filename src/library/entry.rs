//! One name in a folder: what the disk taught about it, and the item it makes.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::kind::{Kind, Later};
use super::order::shown;
use super::pictured::{self, Room};
use super::shelf::Shelf;
use super::trouble::{self, Trouble};
use crate::decode::Facts;
use crate::model::read::{Settings, SlideFile};
use crate::model::{
    Asset, Content, Fit, Freshness, Item, ItemPath, Level, Name, Problem, Rank, Reason, Screen, Stamp,
    Transition, TransitionKind, Zone, leaves,
};

/// One name in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) path: ItemPath,
    pub(super) kind: Kind,
    /// It, or its folder, is a draft: it is listed and not read.
    pub(super) draft: bool,
    /// What is in the programme; `None` while nothing complete has been seen.
    pub(super) version: Option<Version>,
    /// It is being converted, or waits for that.
    pub(super) converting: bool,
    /// What was made of it for the last snapshot.
    pub(super) built: Built,
    /// What is known of it changed since.
    pub(super) stale: bool,
    /// Whoever keeps copies was told of it.
    pub(super) told: bool,
}

/// What an entry adds to a snapshot.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// Its item, unless it is settings or a folder.
    pub(super) item: Option<Arc<Item>>,
    /// What is wrong with it.
    pub(super) problems: Box<[Problem]>,
}

/// One complete version of a file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Version {
    /// Its name in the programme. A file that was only touched keeps it: the same bytes, the same picture.
    pub(super) stamp: Stamp,
    /// What the disk says of these bytes now.
    pub(super) seen: Stamp,
    /// Hash of the bytes, once they were read.
    pub(super) hash: Option<u64>,
    /// What it is made of.
    pub(super) body: Body,
    /// Why it cannot be shown.
    pub(super) fault: Option<Box<Trouble>>,
    /// The fault is the disk's: the next look at the whole folder tries again.
    pub(super) unread: bool,
    /// What reading its text found. Boxed: ten thousand pictures are none.
    pub(super) found: Option<Box<Found>>,
    /// What decoding it taught.
    pub(super) facts: Option<Facts>,
    /// How often in a row its decoder stopped in the middle.
    pub(super) stops: u32,
}

/// What reading a text found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) problems: Vec<Problem>,
    /// Paths it looked for on the way.
    pub(super) uses: Vec<PathBuf>,
}

/// What a file is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// Settings of something else; they lie with that.
    Settings,
    /// A picture.
    Picture,
    /// A document or a clip; what is in it is in the facts.
    Opened,
    /// A slide, unless it could not be read.
    Slide(Option<Box<SlideFile>>),
    /// Not played: a later kind, or nothing that may be opened.
    Other(&'static str),
    /// A folder inside a playlist.
    Folder,
}

impl Version {
    pub(super) fn new(stamp: Stamp, body: Body) -> Version {
        Version {
            stamp,
            seen: stamp,
            hash: None,
            body,
            fault: None,
            unread: false,
            found: None,
            facts: None,
            stops: 0,
        }
    }

    /// Paths that its text looked for.
    pub(super) fn uses(&self) -> &[PathBuf] {
        self.found.as_ref().map_or(&[], |found| &found.uses)
    }

    pub(super) fn broken(mut self, fault: Trouble) -> Version {
        self.fault = Some(Box::new(fault));
        self
    }

    pub(super) fn unread(mut self, error: &io::Error) -> Version {
        self.unread = true;
        self.broken(trouble::unreadable(error))
    }
}

impl Entry {
    pub(super) fn new(path: PathBuf, kind: Kind, draft: bool) -> Entry {
        let path = ItemPath::new(path);
        let (version, built) = (None, Built::default());
        Entry { path, kind, draft, version, converting: false, built, stale: true, told: false }
    }

    /// Whether it can be on air, now or at another time.
    pub(super) fn is_playable(&self) -> bool {
        self.built.item.as_ref().is_some_and(|item| item.hidden.is_none())
    }

    /// Whether it is a picture that has to be decoded to be shown.
    pub(super) fn is_picture(&self) -> bool {
        let picture = |version: &Version| version.body == Body::Picture && version.fault.is_none();
        !self.draft && self.version.as_ref().is_some_and(picture)
    }

    /// The pictures that its text shows.
    pub(super) fn images(&self) -> Vec<&Asset> {
        match &self.version {
            Some(Version { body: Body::Slide(Some(slide)), .. }) => match &slide.content {
                Content::Slide(slide) => slide.images(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Makes the item and its problems from what is known. `size` are the pixels of the screen before the turn; `zone` is
    /// where its folder plays; `None`: on all of the screen.
    pub(super) fn build(
        &self,
        shelf: &Shelf,
        screen: &Screen,
        size: (u32, u32),
        zone: Option<&Zone>,
    ) -> Built {
        let is_item = !matches!(self.kind, Kind::Screen | Kind::Calendar | Kind::Playlist | Kind::Sidecar(_))
            && !matches!(&self.version, Some(Version { body: Body::Folder, .. }));
        let name = is_item.then(|| self.name());
        let item = name.as_ref().map(|name| Arc::new(self.item(name, shelf, screen, zone)));
        let room = Room::of(screen, size, zone);
        let fit = item.as_ref().map_or(screen.fit, |item| item.fit);
        let problems = if self.draft { Vec::new() } else { self.problems(name.as_ref(), shelf, room, fit) };
        Built { item, problems: problems.into() }
    }

    /// What its name says about time and title. Ten thousand of these would be held for nothing.
    fn name(&self) -> Name {
        Name::of_file(&self.path.os().file_name().map(shown).unwrap_or_default())
    }

    fn item(&self, name: &Name, shelf: &Shelf, screen: &Screen, zone: Option<&Zone>) -> Item {
        let none = Settings::default();
        let slide = match &self.version {
            Some(Version { body: Body::Slide(Some(slide)), .. }) => Some(slide),
            _ => None,
        };
        let own = slide.map_or(&none, |slide| &slide.settings);
        let side = shelf.sidecar_of(&self.path).unwrap_or(&none);
        let list = &shelf.settings.settings;
        let fit = side.fit.or(own.fit).or(list.fit).or_else(|| zone?.fit).unwrap_or(screen.fit);
        let content = match (slide, &self.version) {
            (Some(slide), _) => slide.content.clone(),
            (None, Some(Version { body: Body::Other(what), .. })) => Content::Later(what),
            (
                None,
                Some(Version { facts: Some(Facts::Pages(sheets) | Facts::Converted(sheets, ..)), .. }),
            ) => Content::Pages(leaves(sheets, side.pages.as_ref())),
            (None, Some(Version { facts: Some(Facts::Clip(film)), .. })) => Content::Clip(film.clone()),
            (None, Some(Version { facts: Some(Facts::Picture(facts)), .. })) => {
                pictured::content(*facts, fit, side.pages.as_ref())
            }
            (None, _) => self.expected(),
        };
        let title = match &content {
            Content::Slide(slide) => slide.title(),
            _ => name.title.clone(),
        };
        let dwell = match &content {
            // A part of the screen holds a part of the words on a page, and every page has to be found and read.
            Content::Slide(slide) => zone.map_or(slide.dwell(), |zone| zone.lengthens(slide.dwell())),
            Content::Clip(film) => film.length,
            Content::Animation(film) => pictured::whole_runs(film.length, screen.dwell),
            _ => screen.dwell,
        };
        let given = side.dwell.or(name.dwell).or(own.dwell).or(list.dwell);
        // What is said is said of a page.
        let pages = match &content {
            Content::Pages(leaves) => leaves.len().max(1) as i32,
            _ => 1,
        };
        let rank = shelf.rank();
        let usual = zone.and_then(|zone| zone.transition).unwrap_or(screen.transition);
        let (fresh, transition) = match rank {
            // Its lines join the others.
            Rank::Loop if shelf.is_ticker() => (Freshness::InTurn, usual),
            Rank::Loop => (side.fresh.or(own.fresh).or(list.fresh).unwrap_or(screen.fresh), usual),
            // In the order that somebody gave it.
            Rank::Takeover => (Freshness::InTurn, usual),
            // With its first frame, not at the end of a fade.
            Rank::Urgent => (Freshness::Now, Transition { kind: TransitionKind::None, millis: 0 }),
        };
        let sound = side.sound.or(name.sound).or_else(|| shelf.sound()).unwrap_or(screen.sound);
        let volume = side.volume.or(list.volume).unwrap_or(screen.volume);
        // All of them must hold: a date in the name never reopens what the settings closed.
        let whens = [&side.when, &own.when].into_iter().flatten();
        let undated = side.undated || own.undated || name.undated || shelf.is_undated();
        Item {
            stamp: self.version.as_ref().map(|version| version.stamp).unwrap_or_default(),
            title: side.title.clone().or_else(|| own.title.clone()).unwrap_or(title),
            topic: side.topic.clone().or_else(|| own.topic.clone()).or_else(|| list.topic.clone()),
            when: whens.fold(name.when.clone(), |all, when| all.and(when)).with_holidays(&screen.holidays),
            timed: given.is_some(),
            duration: given.unwrap_or(dwell) * pages,
            weight: side.weight.or(own.weight).or(list.weight).unwrap_or(1),
            rank,
            transition: side.transition.or(own.transition).or(list.transition).unwrap_or(transition),
            fit,
            fresh,
            volume: if sound { volume } else { 0 },
            hidden: self.hidden(&content, slide.and_then(|slide| slide.hidden), undated),
            path: self.path.clone(),
            content,
        }
    }

    /// What its name promises, while its content is not known.
    fn expected(&self) -> Content {
        match &self.kind {
            Kind::Picture(_) => Content::Picture,
            Kind::Later(later) => Content::Later(later.name()),
            Kind::Pages => Content::Later("PDF"),
            Kind::Office(name) => Content::Later(name),
            Kind::Clip => Content::Later("video"),
            Kind::Link => Content::Later("liên kết web"),
            Kind::Table | Kind::Workbook => Content::Later("bảng"),
            _ => Content::Later("trang chữ"),
        }
    }

    fn hidden(&self, content: &Content, by_slide: Option<Reason>, undated: bool) -> Option<Reason> {
        match &self.version {
            _ if self.draft => Some(Reason::Draft),
            None if self.converting => Some(Reason::Converting),
            None => Some(Reason::Pending),
            Some(Version { fault: Some(_), .. }) => Some(Reason::Broken),
            Some(Version { body: Body::Slide(None), .. }) => Some(Reason::Broken),
            Some(Version { body: Body::Other(_), .. }) => Some(Reason::Unsupported),
            Some(_) if undated => Some(Reason::Broken),
            // None of the pages that were chosen is there.
            Some(_) if *content == Content::Pages(Vec::new()) => Some(Reason::Broken),
            Some(_) => by_slide,
        }
    }

    /// Whether somebody said of just this file that it sounds.
    fn is_to_sound(&self, name: Option<&Name>, shelf: &Shelf) -> bool {
        let side = shelf.sidecar_of(&self.path).and_then(|side| side.sound);
        side.or_else(|| name?.sound).unwrap_or_default()
    }

    /// Every problem of this file; `name` is that of one that is (meant to be) shown.
    fn problems(&self, name: Option<&Name>, shelf: &Shelf, room: Room, fit: Fit) -> Vec<Problem> {
        let file = self.path.shown();
        let of_file = |level: Level, (message, help): Trouble| Problem::file(level, file, message, help);
        let Some(version) = &self.version else { return Vec::new() };
        let mut problems = Vec::new();
        if let Some(fault) = &version.fault {
            problems.push(of_file(Level::Error, Trouble::clone(fault)));
        }
        match (&self.kind, &version.facts) {
            _ if version.body == Body::Folder => problems.push(of_file(Level::Notice, trouble::nested())),
            (Kind::Later(later), _) if version.fault.is_none() => {
                let level = match later {
                    Later::Unknown | Later::Silent(_) | Later::Macros => Level::Warning,
                    _ => Level::Notice,
                };
                problems.push(of_file(level, later.words()));
            }
            (Kind::Picture(family), Some(Facts::Picture(facts))) => {
                let chosen = shelf.sidecar_of(&self.path).and_then(|side| side.pages.as_ref());
                let found = pictured::problems(file, *family, *facts, (room, fit), chosen);
                problems.extend(found.into_iter().map(|(level, words)| of_file(level, words)));
            }
            (Kind::Clip, Some(Facts::Clip(film))) if self.is_to_sound(name, shelf) && !film.sound => {
                problems.push(of_file(Level::Notice, trouble::mute()));
            }
            (_, Some(Facts::Pages(sheets) | Facts::Converted(sheets, ..))) => {
                let chosen = shelf.sidecar_of(&self.path).and_then(|side| side.pages.as_ref());
                let found = trouble::of_pages(file, sheets.len(), chosen);
                problems.extend(found.map(|(level, words)| of_file(level, words)));
            }
            _ => {}
        }
        if let Some(Facts::Converted(_, made)) = &version.facts {
            let (fonts, is) = &**made;
            problems.extend(trouble::of_end(file, is).map(|words| of_file(Level::Notice, words)));
            problems.extend(trouble::of_fonts(fonts).map(|words| of_file(Level::Notice, words)));
        }
        problems.extend(version.found.iter().flat_map(|found| found.problems.iter().cloned()));
        let named = name.into_iter().flat_map(|name| &name.problems);
        problems.extend(
            named.map(|(level, misread)| of_file(*level, (misread.message.clone(), misread.help.clone()))),
        );
        problems
    }
}
