//! Text into values, with every problem found: line, column, key, and what to do.
//!
//! Each reader takes the bytes of a file and the path to show for it. It answers `None` when nothing of the
//! file can be used (too large, not UTF-8, a TOML syntax error, a slide without its essential parts);
//! otherwise a value in which each faulty key stands at its default. The grammar is `docs/folder.md`.

mod amount;
mod calendar;
mod choice;
mod figures;
mod holidays;
mod kinds;
mod legible;
mod link;
mod markdown;
mod note;
mod report;
mod scores;
mod screen;
mod season;
mod settings;
mod sheet;
mod slide;
mod source;
mod syntax;
mod table;
mod text;
mod theme;
mod value;
mod values;
mod zones;

pub use calendar::calendar;
pub use choice::{Cells, Choice, Shape, cell_name, column_name};
pub use legible::{Legible, legible};
pub use link::link;
pub use markdown::markdown;
pub use note::{lines, plain, run};
pub use screen::screen;
pub use settings::{PlaylistSettings, Settings, playlist, sidecar};
pub use sheet::{Line, table, workbook};
pub use slide::{SlideFile, slide};
pub use source::unicode;
pub use theme::theme;

use super::{Asset, ItemPath, Problem, Words};

/// Largest text file that is read, in bytes (faults.md §3). Callers need read no more than one byte beyond.
pub const LIMIT: usize = 64 * 1024;

/// Largest calendar file that is read, in bytes: a program's export of some years with every event's description.
pub const CALENDAR_LIMIT: usize = 1024 * 1024;

/// What a reader answers: the value, and every problem in order of place.
pub type Outcome<T> = (Option<T>, Vec<Problem>);

/// Finds the picture that a text names by a relative path. `library` answers; the error says in words why
/// not (missing, outside the folder, a link out of it).
pub type Resolve<'a> = dyn Fn(&str) -> Result<Asset, Words> + 'a;

/// Finds and reads the theme file that `screen.toml` names by a relative path; the error says in words why not.
pub type ThemeFile<'a> = dyn Fn(&str) -> Result<(ItemPath, Vec<u8>), Words> + 'a;

#[cfg(test)]
mod tests;
