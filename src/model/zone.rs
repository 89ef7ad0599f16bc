//! A screen in parts, each with a loop of its own.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::spans::without;
use super::{Fit, Level, Playlist, Problem, Programme, Rank, Showing, Transition, fold, showings};
use crate::words;

/// The zone of every playlist that no other zone names. What takes the whole screen comes from there.
pub const MAIN: &str = "main";

/// A part of what lies between header and foot, its edges as fractions of that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// Where a zone lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// On a screen that is wider than it is high.
    pub wide: Share,
    /// On any other.
    pub tall: Share,
}

/// What slides are laid out for, when it is not the whole screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// The main zone: its slides are drawn with header and foot, and leave room for the other zones.
    Main(Area),
    /// Another one: its slides are drawn for themselves and laid on the screen.
    Beside(Area),
}

impl Part {
    /// Where it lies.
    pub fn area(&self) -> &Area {
        match self {
            Part::Main(area) | Part::Beside(area) => area,
        }
    }
}

/// A zone of `screen.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its name; the first is [`MAIN`].
    pub name: String,
    /// Where it lies.
    pub area: Area,
    /// The playlists that play in it, as they were named.
    pub lists: Vec<Mention>,
    /// How its pictures meet their space, unless their playlist or file says so.
    pub fit: Option<Fit>,
    /// How its items come on, unless their playlist or file says so.
    pub transition: Option<Transition>,
}

/// The name of a playlist, and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// As it was written.
    pub name: String,
    /// A problem of that place, its words still to be said.
    pub place: Problem,
}

impl Mention {
    /// Whether this names the folder `name`: however it is written (`duong-day-nong`, `Đường dây nóng`), and
    /// with or without the number that orders it.
    fn names(&self, name: &str) -> bool {
        let letters = |name: &str| -> String { fold(name).chars().filter(|c| c.is_alphanumeric()).collect() };
        let (written, name) = (letters(&self.name), letters(name));
        let bare = name.trim_start_matches(|c: char| c.is_ascii_digit());
        !written.is_empty() && (written == name || written == bare)
    }
}

impl Zone {
    /// How long a slide of words that takes `whole` on the whole screen takes in this zone: as much longer as the zone
    /// is smaller than the screen.
    pub fn lengthens(&self, whole: TimeDelta) -> TimeDelta {
        let Share { w, h, .. } = self.area.wide;
        let seconds = whole.num_milliseconds() as f64 / 1000.0 / f64::from(w * h).clamp(0.1, 1.0);
        TimeDelta::seconds(seconds.round() as i64)
    }
}

/// The zone of `zones` that the folder `name`, whose items are of `rank`, plays in; `None` is the whole screen.
pub fn zone_of<'z>(zones: &'z [Zone], name: &str, rank: Rank) -> Option<&'z Zone> {
    if rank != Rank::Loop {
        return None;
    }
    let named = zones.iter().find(|zone| zone.lists.iter().any(|list| list.names(name)));
    named.or(zones.first())
}

/// Every name in `zones` that is of no use among `playlists`: there is no such folder, it has the whole screen when
/// it is on, or another zone has it.
pub fn misnamed(zones: &[Zone], playlists: &[Arc<Playlist>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, zone) in zones.iter().enumerate() {
        for list in &zone.lists {
            let name = &list.name;
            let found: Vec<_> = playlists.iter().filter(|folder| list.names(&folder.name)).collect();
            let earlier = zones.iter().take(at).find(|zone| {
                zone.lists.iter().any(|other| found.iter().any(|folder| other.names(&folder.name)))
            });
            let said = if found.is_empty() {
                let have: Vec<&str> =
                    playlists.iter().map(|list| &*list.name).filter(|name| !name.is_empty()).collect();
                let have = have.join(", ");
                Some((
                    words!("Không có thư mục con «{name}».", "There is no folder \"{name}\"."),
                    words!(
                        "Tạo thư mục ấy, hoặc chọn trong các thư mục đang có: {have}.",
                        "Create it, or choose one of these: {have}."
                    ),
                ))
            } else if let Some(earlier) = earlier {
                let other = &earlier.name;
                Some((
                    words!(
                        "Thư mục «{name}» đã thuộc khung «{other}».",
                        "The folder \"{name}\" is in the zone \"{other}\" already."
                    ),
                    words!("Để tên ấy ở một khung thôi.", "Name it in one zone alone."),
                ))
            } else {
                found.iter().any(|folder| folder.rank() != Rank::Loop || folder.ticker).then(|| (
                    words!("Thư mục «{name}» chiếm cả màn hình hoặc chạy ở chân màn hình, không nằm trong khung.", "The folder \"{name}\" takes the whole screen or runs at its foot, and belongs in no zone."),
                    words!("Bỏ tên ấy khỏi khung.", "Take it out of the zone."),
                ))
            };
            problems.extend(said.map(|(message, help)| Problem {
                level: Level::Error,
                message,
                help,
                ..list.place.clone()
            }));
        }
    }
    problems
}

/// The showings of every zone that overlap `from..until`, in order of time, with their whole length and the name of
/// their zone. Those that wait behind something that takes the whole screen end there, and begin after it.
pub fn zone_showings(
    programme: &Programme,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<(&str, Showing)> {
    let main: Vec<Showing> = showings(programme.main(), from, until).collect();
    let mut taken: Vec<Range<DateTime<Utc>>> = Vec::new();
    for showing in main.iter().filter(|showing| showing.item.takes_all()) {
        match taken.last_mut() {
            Some(last) if last.end == showing.from => last.end = showing.until,
            _ => taken.push(showing.from..showing.until),
        }
    }
    let beside = programme.beside().iter().flat_map(|(zone, part)| {
        let seen = showings(part, from, until).flat_map(|showing| {
            let left = without(&(showing.from..showing.until), &taken).into_iter();
            left.map(|span| Showing { from: span.start, until: span.end, ..showing.clone() })
                .collect::<Vec<_>>()
        });
        seen.filter(|showing| showing.until > from && showing.from < until)
            .map(|showing| (&*zone.name, showing))
            .collect::<Vec<_>>()
    });
    let mut all: Vec<(&str, Showing)> =
        main.into_iter().map(|showing| (MAIN, showing)).chain(beside).collect();
    all.sort_by_key(|(_, showing)| showing.from);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{VIETNAM, at, item, named, playlist, ranked};
    use crate::model::{Screen, When};

    fn zone(name: &str, lists: &[&str]) -> Zone {
        let whole = Share { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
        let words = || words!("", "");
        let place = Problem::file(Level::Error, "screen.toml", words(), words());
        let lists = lists.iter().map(|name| Mention { name: (*name).to_owned(), place: place.clone() });
        Zone {
            name: name.to_owned(),
            area: Area { wide: whole, tall: whole },
            lists: lists.collect(),
            fit: None,
            transition: None,
        }
    }

    #[test]
    fn a_slide_takes_as_much_longer_as_its_zone_is_smaller() {
        let panel = Share { x: 0.5, y: 0.0, w: 0.5, h: 1.0 };
        let zone = Zone { area: Area { wide: panel, tall: panel }, ..zone("side", &[]) };
        assert_eq!(zone.lengthens(TimeDelta::seconds(13)), TimeDelta::seconds(26));
    }

    #[test]
    fn a_folder_is_named_however_it_is_written() {
        let names = |written: &str, name: &str| zone("b", &[written]).lists[0].names(name);
        for name in ["duong-day-nong", "Đường dây nóng", "04 đường dây nóng", "DUONG_DAY_NONG"] {
            assert!(names("duong-day-nong", name), "{name}");
        }
        for (written, name) in
            [("2025", "2026"), ("lớp 10", "lớp 11"), ("04 tin", "05 tin"), ("-", "!"), ("tin", "tin cũ")]
        {
            assert!(!names(written, name), "{written} {name}");
        }
        assert!(names("2025", "2025") && names("04 tin", "04 Tin"));
    }

    #[test]
    fn each_zone_has_a_loop_of_its_own_and_waits_behind_what_takes_the_screen() {
        let lists = vec![
            named("tin", playlist(When::always(), vec![item("a", 10), item("b", 10)])),
            named("nóng", playlist(When::always(), vec![item("x", 40), item("y", 40)])),
            named("cờ", ranked(Rank::Takeover, "07:00-07:30", vec![item("t", 600)])),
        ];
        let screen =
            Screen { zones: vec![zone("main", &[]), zone("side", &["nong"])], ..Screen::bare(VIETNAM) };
        let divided = Programme::new(screen, lists, Vec::new());
        let (from, until) = (at("2026-11-24 06:58:50"), at("2026-11-24 07:30:20"));
        let told: Vec<String> = zone_showings(&divided, from, until)
            .iter()
            .map(|(zone, showing)| {
                let time = |at: DateTime<Utc>| at.with_timezone(&VIETNAM).format("%H:%M:%S").to_string();
                format!("{zone} {} {}-{}", showing.item.path.shown(), time(showing.from), time(showing.until))
            })
            .collect();
        let side: Vec<_> = told.iter().filter(|line| line.starts_with("side")).collect();
        // 80 s a cycle since midnight: at 07:00 that is 315 of them.
        assert_eq!(
            side,
            ["side x 06:58:40-06:59:20", "side y 06:59:20-07:00:00", "side y 07:30:00-07:30:40"]
        );
        assert!(told.iter().any(|line| line == "main t 07:00:00-07:10:00"), "{told:?}");
        assert!(
            told.iter().all(|line| !line.starts_with("main x") && !line.starts_with("side a")),
            "{told:?}"
        );
    }

    #[test]
    fn a_name_of_no_use_is_named() {
        let lists = vec![
            named("tin", playlist(When::always(), vec![item("a", 10)])),
            named("cờ", ranked(Rank::Takeover, "07:00-07:30", vec![item("t", 600)])),
        ];
        let zones = [zone("main", &[]), zone("b", &["tin", "co", "anh"]), zone("c", &["Tin"])];
        let said: Vec<_> = misnamed(&zones, &lists).into_iter().map(|problem| problem.message.vi).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].contains("«co» chiếm cả màn hình"), "{said:?}");
        assert!(
            said[1].contains("Không có thư mục con «anh»") && said[2].contains("«Tin» đã thuộc khung «b»"),
            "{said:?}"
        );
    }
}
