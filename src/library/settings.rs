//! What settings files say, kept where it holds: a broken file keeps the last good one.

use std::path::Path;

use chrono_tz::Asia::Ho_Chi_Minh;

use super::entry::Body;
use super::kind::Kind;
use super::shelf::Shelf;
use super::tree::Tree;
use crate::model::read::{PlaylistSettings, Settings};
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
        self.edit_shelf(path, |shelf| {
            let keep = shelf.sidecars.get(&owner).is_some_and(|settings| !settings.undated);
            if !keep || (settings.is_some() && is_sound(problems)) {
                let undated = Settings { undated: true, ..Settings::default() };
                shelf.sidecars.insert(owner, settings.unwrap_or(undated));
            }
        });
        Body::Settings
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
            Kind::Sidecar(owner) => self.edit_shelf(path, |shelf| drop(shelf.sidecars.remove(owner))),
            _ => {}
        }
    }
}

/// Whether nothing in a settings file was misread.
fn is_sound(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.level != Level::Error)
}
