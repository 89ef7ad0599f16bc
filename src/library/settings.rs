//! What settings files say, kept where it holds: a broken file keeps the last good one.

use std::path::Path;

use chrono_tz::Asia::Ho_Chi_Minh;

use super::entry::{Body, Entry};
use super::kind::Kind;
use super::shelf::Shelf;
use super::tree::Tree;
use crate::model::read::{Choice, PlaylistSettings, Settings};
use crate::model::{Days, Level, Problem, Screen};

impl Tree {
    pub(super) fn set_screen(&mut self, screen: Option<Screen>, problems: &[Problem]) -> Body {
        match screen {
            Some(screen) if !self.screen_is_read || is_sound(problems) => {
                self.screen_is_read = true;
                self.put_screen(screen);
            }
            // Broken: the last good one stays.
            _ => {}
        }
        Body::Settings
    }

    /// What is known of the screen's own pixels changes what is to be said of pictures.
    pub(super) fn set_size(&mut self, size: (u32, u32)) {
        if self.size != size {
            self.size = size;
            self.all_changed();
        }
    }

    fn put_screen(&mut self, screen: Screen) {
        self.holidays = screen.holidays.clone();
        self.screen = screen;
        self.all_changed();
    }

    pub(super) fn set_calendar(
        &mut self,
        path: &Path,
        days: Option<Vec<Days>>,
        problems: &[Problem],
    ) -> Body {
        if let Some(days) = days
            && (is_sound(problems) || !self.calendars.contains_key(path))
        {
            self.calendars.insert(path.to_owned(), days);
            self.all_changed();
        }
        Body::Settings
    }

    /// Something that every file shares changed.
    fn all_changed(&mut self) {
        self.screen.holidays = self.holidays.and(self.calendars.values().flatten().cloned());
        self.dirty = true;
        self.shelves.values_mut().for_each(Shelf::all_changed);
    }

    pub(super) fn set_playlist(
        &mut self,
        path: &Path,
        settings: Option<PlaylistSettings>,
        problems: &[Problem],
    ) -> Body {
        let is_read = self.entry(path).is_some_and(|entry| entry.version.is_some());
        self.edit_shelf(path, |shelf| {
            let keep = is_read && !shelf.settings.settings.undated;
            match settings {
                Some(settings) if !keep || is_sound(problems) => shelf.settings = settings,
                // Nothing is known of its dates: rather off the air than on the wrong day.
                None if !keep => shelf.settings.settings.undated = true,
                _ => {}
            }
        });
        Body::Settings
    }

    pub(super) fn set_sidecar(
        &mut self,
        path: &Path,
        owner: String,
        settings: Option<Settings>,
        problems: &[Problem],
    ) -> Body {
        let before = self.way_to_read(path, &owner);
        self.edit_shelf(path, |shelf| {
            let keep = shelf.sidecars.get(&owner).is_some_and(|settings| !settings.undated);
            if !keep || (settings.is_some() && is_sound(problems)) {
                let undated = Settings { undated: true, ..Settings::default() };
                shelf.sidecars.insert(owner.clone(), settings.unwrap_or(undated));
            }
        });
        self.read_again(path, &owner, &before);
        Body::Settings
    }

    /// What the sidecar at `path` says about reading its file.
    fn way_to_read(&self, path: &Path, owner: &str) -> (Option<String>, Choice) {
        let side = self.shelf(path).and_then(|shelf| shelf.sidecars.get(owner));
        side.map(|side| (side.title.clone(), side.choice.clone())).unwrap_or_default()
    }

    /// Reads the file of a sidecar again when the sidecar says another way than `before`.
    fn read_again(&mut self, path: &Path, owner: &str, before: &(Option<String>, Choice)) {
        if self.way_to_read(path, owner) == *before {
            return;
        }
        // One that is still being written is read once it is whole.
        let is_owner = |entry: &&Entry| {
            entry.path.shown().rsplit('/').next() == Some(owner)
                && entry.version.is_some()
                && !self.waiting.contains_key(entry.path.os())
        };
        let found = self.shelf(path).and_then(|shelf| shelf.entries().find(is_owner));
        if let Some(file) = found
            .map(|entry| entry.path.os().to_owned())
            .filter(|file| self.is_text(file) || self.opens(file))
        {
            self.accept(&file);
        }
    }

    fn edit_shelf(&mut self, path: &Path, edit: impl FnOnce(&mut Shelf)) {
        self.dirty = true;
        if let Some(shelf) = self.shelf_mut(path) {
            edit(shelf);
            shelf.all_changed();
        }
    }

    /// Settings that were taken away no longer hold.
    pub(super) fn unset(&mut self, path: &Path, kind: &Kind) {
        match kind {
            Kind::Screen => {
                self.screen_is_read = false;
                self.put_screen(Screen::bare(Ho_Chi_Minh));
            }
            Kind::Calendar => {
                self.calendars.remove(path);
                self.all_changed();
            }
            Kind::Playlist => self.edit_shelf(path, |shelf| shelf.settings = PlaylistSettings::default()),
            Kind::Sidecar(owner) => {
                let before = self.way_to_read(path, owner);
                self.edit_shelf(path, |shelf| drop(shelf.sidecars.remove(owner)));
                self.read_again(path, owner, &before);
            }
            _ => {}
        }
    }
}

/// Whether nothing in a settings file was misread.
fn is_sound(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.level != Level::Error)
}
