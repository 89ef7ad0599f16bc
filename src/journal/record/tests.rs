use super::*;
use crate::model::fixture::{at, item, named, programme, ranked};
use crate::model::{ItemPath, MAIN, Playlist, Rank, Reason, Screen, Stamp, When};

/// A screen, and what the recorder makes of it. Seconds count from 07:00:00.
pub(super) struct Wall {
    pub(super) recorder: Recorder,
    pub(super) programme: Arc<Programme>,
    /// What the wall clock is ahead of the other one.
    ahead: TimeDelta,
    blank: bool,
    faults: Vec<String>,
    unseen: Option<i64>,
}

/// Of `a` and `b`, 10 s each, beside `c`, which takes the screen over, and `k`, which is urgent.
pub(super) fn folder(files: &[&str]) -> Arc<Programme> {
    let list = |folder: &str, rank| {
        let items = files.iter().filter(|file| file.starts_with(folder));
        named(folder, ranked(rank, "", items.map(|file| item(file, 10)).collect()))
    };
    let lists =
        vec![list("tin", Rank::Loop), list("chao-co", Rank::Takeover), list("khan-cap", Rank::Urgent)];
    Arc::new(programme(crate::model::fixture::VIETNAM, lists))
}

pub(super) const ALL: [&str; 5] = ["tin/a", "tin/b", "tin/z", "chao-co/c", "khan-cap/k"];

pub(super) fn second(second: i64) -> DateTime<Utc> {
    at("2026-11-24 07:00:00") + TimeDelta::seconds(second)
}

impl Wall {
    pub(super) fn new() -> Wall {
        Wall {
            recorder: Recorder::default(),
            programme: folder(&ALL),
            ahead: TimeDelta::zero(),
            blank: false,
            faults: Vec::new(),
            unseen: None,
        }
    }

    pub(super) fn leaf(&self, path: &str, from: i64, by: Authority) -> Leaf {
        let (playlist, item) =
            folder(&ALL).find(&ItemPath::new(path)).map(|(l, i)| (l.clone(), i.clone())).unwrap();
        Leaf { playlist, item, page: 0, pages: 1, from: second(from) + self.ahead, by }
    }

    fn turn(&mut self, now: i64, zones: Vec<(String, Option<Leaf>)>) -> String {
        let seen = Seen {
            now: second(now) + self.ahead,
            monotonic: Duration::from_secs(now as u64),
            programme: self.programme.clone(),
            zones,
            blank: self.blank,
            faults: self.faults.clone(),
            unseen: self.unseen.take().map(second),
        };
        told(self.recorder.see(&seen, None, &|item| Some(item.stamp.size)))
    }

    /// The main zone alone.
    pub(super) fn main(&mut self, now: i64, leaf: Option<Leaf>) -> String {
        self.turn(now, vec![(MAIN.to_owned(), leaf)])
    }

    pub(super) fn plays(&mut self, now: i64, path: &str, from: i64) -> String {
        let leaf = self.leaf(path, from, Authority::Loop);
        self.main(now, Some(leaf))
    }

    fn current(&self) -> String {
        told(self.recorder.current().unwrap_or_default())
    }
}

/// "a 0-10, b 10-14 blank, blank 14-20".
pub(super) fn told(rows: Vec<Row>) -> String {
    let seconds = |millis: i64| (millis - second(0).timestamp_millis()) / 1000;
    let row = |row: Row| match row {
        Row::Showing(row) => {
            let zone = if row.zone == MAIN { String::new() } else { format!("{}:", row.zone) };
            let page = row.page.map(|page| format!("#{page}")).unwrap_or_default();
            let name = row.item.rsplit('/').next().unwrap().to_owned();
            let cut = row.cut.map(|cut| format!(" {}", cut.name())).unwrap_or_default();
            format!("{zone}{name}{page} {}-{}{cut}", seconds(row.began), seconds(row.ended))
        }
        Row::Event(row) => {
            let ended = row.ended.map(|ended| format!("-{}", seconds(ended))).unwrap_or_default();
            let detail = row.detail.map(|detail| format!(" {detail}")).unwrap_or_default();
            format!("{} {}{ended}{detail}", row.kind.name(), seconds(row.began))
        }
    };
    rows.into_iter().map(row).collect::<Vec<_>>().join(", ")
}

#[test]
fn each_showing_of_an_item_is_a_row() {
    let mut wall = Wall::new();
    assert_eq!(wall.plays(3, "tin/a", 0), "start 3");
    assert_eq!(wall.plays(4, "tin/a", 0), "");
    assert_eq!(wall.current(), "a 3-4 lost, down 4 lost");
    assert_eq!(wall.plays(10, "tin/b", 10), "a 3-10");
    assert_eq!(wall.plays(20, "tin/b", 20), "", "it is there still");
    assert_eq!(wall.plays(30, "tin/a", 30), "b 10-30");
    assert_eq!(told(wall.recorder.stop(second(35))), "a 30-35 shutdown, stop 35");
}

#[test]
fn pages_are_rows_and_turning_one_is_no_cut() {
    let mut wall = Wall::new();
    let page = |wall: &Wall, page| Leaf { page, pages: 3, ..wall.leaf("tin/a", 0, Authority::Loop) };
    for (now, at, rows) in [(0, 0, "start 0"), (4, 1, "a#1 0-4"), (7, 2, "a#2 4-7")] {
        let leaf = page(&wall, at);
        assert_eq!(wall.main(now, Some(leaf)), rows);
    }
    assert_eq!(wall.plays(10, "tin/b", 10), "a#3 7-10");
}

#[test]
fn what_ends_a_showing_early_is_told() {
    type Change = fn(&mut Wall) -> Option<Leaf>;
    let table: [(Change, &str); 12] = [
        (|wall| Some(wall.leaf("khan-cap/k", 4, Authority::Urgent)), "urgent"),
        (|wall| Some(wall.leaf("chao-co/c", 4, Authority::Operator)), "operator"),
        (|wall| Some(wall.leaf("chao-co/c", 4, Authority::Takeover)), "takeover"),
        (|wall| Some(wall.leaf("tin/z", 4, Authority::Fresh)), "fresh"),
        (|wall| Some(wall.leaf("tin/b", 4, Authority::Loop)), "hours"),
        (
            |wall| {
                wall.blank = true;
                None
            },
            "blank",
        ),
        (
            |wall| {
                wall.programme = folder(&["tin/b"]);
                Some(wall.leaf("tin/b", 4, Authority::Loop))
            },
            "deleted",
        ),
        (
            |wall| {
                wall.programme = folder(&["tin/a", "tin/b"]);
                Some(wall.leaf("tin/b", 4, Authority::Loop))
            },
            "reload",
        ),
        (
            |wall| {
                let mut leaf = wall.leaf("tin/a", 4, Authority::Fresh);
                let stamp = Stamp { size: 2, ..leaf.item.stamp };
                let replaced = Item { stamp, ..(*leaf.item).clone() };
                let list = ranked(Rank::Loop, "", vec![replaced]);
                leaf.item = list.items[0].clone();
                wall.programme = Arc::new(programme(crate::model::fixture::VIETNAM, vec![list]));
                Some(leaf)
            },
            "reload",
        ),
        (
            |wall| {
                let broken = Item { hidden: Some(Reason::Broken), ..item("tin/a", 10) };
                let list = ranked(Rank::Loop, "", vec![broken]);
                wall.programme = Arc::new(programme(crate::model::fixture::VIETNAM, vec![list]));
                None
            },
            "reload",
        ),
        (
            |wall| {
                let list = ranked(Rank::Loop, "08:00-09:00", vec![item("tin/a", 10)]);
                wall.programme = Arc::new(programme(crate::model::fixture::VIETNAM, vec![list]));
                None
            },
            "hours",
        ),
        (
            |wall| {
                let lit = When::parse("08:00-09:00").unwrap();
                let screen = Screen { lit, ..Screen::bare(crate::model::fixture::VIETNAM) };
                let lists = folder(&ALL).playlists.clone();
                wall.programme = Arc::new(Programme::new(screen, lists, Vec::new()));
                None
            },
            "hours",
        ),
    ];
    for (row, (change, cut)) in table.into_iter().enumerate() {
        let mut wall = Wall::new();
        wall.plays(0, "tin/a", 0);
        let next = change(&mut wall);
        let told = wall.main(4, next);
        assert!(told.starts_with(&format!("a 0-4 {cut}")), "{row}: {told}");
        // At its own end the same is no cut.
        let mut wall = Wall::new();
        wall.plays(0, "tin/a", 0);
        let next = change(&mut wall);
        let told = wall.main(10, next);
        assert!(told == "a 0-10" || told.starts_with("a 0-10,"), "{row}: {told}");
    }
}

#[test]
fn a_step_in_a_persons_hand_ends_when_that_person_says_so() {
    for (next, by, rows) in [
        ("chao-co/c", Authority::Operator, ""),
        ("tin/a", Authority::Loop, "c 0-500"),
        ("khan-cap/k", Authority::Urgent, "c 0-500 urgent"),
    ] {
        let mut wall = Wall::new();
        let step = wall.leaf("chao-co/c", 0, Authority::Operator);
        wall.main(0, Some(step.clone()));
        for minute in 1..8 {
            assert_eq!(wall.main(60 * minute, Some(step.clone())), "");
        }
        let next = wall.leaf(next, 500, by);
        assert_eq!(wall.main(500, Some(next)), rows);
    }
}

#[test]
fn a_ceremony_that_nobody_leads_is_one() {
    let by = |ceremony, by| {
        let mut leaf = Wall::new().leaf("chao-co/c", 0, by);
        leaf.playlist = Arc::new(Playlist { ceremony, ..(*leaf.playlist).clone() });
        showing(MAIN, &leaf, second(0), None).by
    };
    assert_eq!(by(true, Authority::Takeover), By::Ceremony);
    assert_eq!(by(true, Authority::Operator), By::Operator);
    assert_eq!(by(false, Authority::Takeover), By::Takeover);
    assert_eq!(by(true, Authority::Fresh), By::Ceremony, "a step that has just been dropped in");
}

#[test]
fn a_zone_that_is_covered_is_told_by_whom() {
    for (path, by, cut) in [
        ("khan-cap/k", Authority::Urgent, "urgent"),
        ("chao-co/c", Authority::Takeover, "takeover"),
        ("chao-co/c", Authority::Operator, "operator"),
    ] {
        let mut wall = Wall::new();
        let zones =
            |main: Leaf, side: Option<Leaf>| vec![(MAIN.to_owned(), Some(main)), ("side".to_owned(), side)];
        let (main, side) = (wall.leaf("tin/a", 0, Authority::Loop), wall.leaf("tin/b", 0, Authority::Loop));
        assert_eq!(wall.turn(0, zones(main.clone(), Some(side.clone()))), "start 0");
        let over = wall.leaf(path, 4, by);
        assert_eq!(wall.turn(4, zones(over, None)), format!("a 0-4 {cut}, side:b 0-4 {cut}"));
        // Whose end is a person's word is not cut by it.
        let back = if by == Authority::Operator { "4-6" } else { "4-6 hours" };
        assert_eq!(
            wall.turn(6, zones(main, Some(side))),
            format!("{} {back}", path.rsplit('/').next().unwrap())
        );
        assert_eq!(wall.current(), "a 6-6 lost, side:b 6-6 lost, down 6 lost");
    }
}

#[test]
fn nothing_on_the_screen_is_told_too() {
    let mut wall = Wall::new();
    assert_eq!(wall.main(0, None), "start 0");
    assert_eq!(wall.plays(5, "tin/a", 5), "empty 0-5");
    wall.blank = true;
    assert_eq!(wall.main(8, None), "a 5-8 blank");
    assert_eq!(wall.main(60, None), "");
    assert_eq!(wall.current(), "blank 8-60, down 60 lost");
    wall.blank = false;
    let lit = When::parse("08:00-09:00").unwrap();
    let screen = Screen { lit, ..Screen::bare(crate::model::fixture::VIETNAM) };
    wall.programme = Arc::new(Programme::new(screen, Vec::new(), Vec::new()));
    assert_eq!(wall.main(61, None), "blank 8-61");
    wall.faults = vec!["Tivi không nghe lệnh".to_owned()];
    assert_eq!(wall.main(62, None), "");
    wall.faults.clear();
    assert_eq!(wall.main(70, None), "fault 62-70 Tivi không nghe lệnh");
    assert_eq!(told(wall.recorder.stop(second(71))), "dark 61-71, stop 71");
}

#[test]
fn a_clock_that_is_set_parts_a_row_and_none_ends_before_it_began() {
    for hours in [2, -2] {
        let mut wall = Wall::new();
        wall.plays(0, "tin/a", 0);
        wall.ahead = TimeDelta::hours(hours);
        let step = 3600 * hours;
        let clock = if hours > 0 {
            format!("clock 4-{} {step}", step + 4)
        } else {
            format!("clock {0}-{0} {step}", step + 4)
        };
        assert_eq!(wall.plays(4, "tin/b", 4), format!("a 0-4 clock, {clock}"));
        assert_eq!(wall.plays(14, "tin/a", 14), format!("b {}-{}", step + 4, step + 14));
    }
    // A second is what a network sets.
    let mut wall = Wall::new();
    wall.plays(0, "tin/a", 0);
    wall.ahead = TimeDelta::seconds(-1);
    assert_eq!(wall.plays(0, "tin/b", 0), "a 0-0 hours");
}

#[test]
fn without_the_time_nothing_is_told_but_that() {
    let mut wall = Wall::new();
    wall.ahead = TimeDelta::days(-365 * 50);
    assert_eq!((wall.plays(0, "tin/a", 0), wall.current()), (String::new(), String::new()));
    assert_eq!(wall.plays(100, "tin/b", 100), "");
    wall.ahead = TimeDelta::zero();
    assert_eq!(wall.plays(119, "tin/b", 110), "gap 119 Máy mất giờ nên 2 phút vừa rồi không ghi, start 119");
    wall.ahead = TimeDelta::days(-365 * 50);
    assert_eq!(wall.plays(121, "tin/b", 120), "b 119-121");
    assert_eq!(told(wall.recorder.stop(second(130) + wall.ahead)), "", "nobody knows when");
}

#[test]
fn what_did_not_reach_the_screen_is_not_told_as_shown() {
    let mut wall = Wall::new();
    wall.plays(0, "tin/a", 0);
    wall.unseen = Some(3);
    assert_eq!(wall.plays(8, "tin/a", 0), "a 0-3 fault, fault 3-8 Hình không lên được màn hình");
    assert_eq!(wall.plays(10, "tin/b", 10), "a 8-10");
    // A loop that hung.
    assert_eq!(wall.plays(300, "tin/a", 300), "b 10-10 fault, fault 10-300 Hình không lên được màn hình");
}

#[test]
fn what_was_not_heard_of_is_counted() {
    let mut wall = Wall::new();
    wall.plays(0, "tin/a", 0);
    let leaf = wall.leaf("tin/b", 20, Authority::Loop);
    let seen = Seen {
        now: second(30),
        monotonic: Duration::from_secs(30),
        programme: wall.programme.clone(),
        zones: vec![(MAIN.to_owned(), Some(leaf))],
        blank: false,
        faults: Vec::new(),
        unseen: None,
    };
    let rows = wall.recorder.see(&seen, Some((second(5), 7)), &|_| None);
    assert_eq!(told(rows), "a 0-5 lost, gap 5-30 7 lượt không kịp ghi");
}

/// Whatever happens to clock and folder: no row ends before it began, and no zone shows two things at a time while
/// nobody sets the clock.
#[test]
fn rows_of_a_zone_follow_each_other() {
    let mut seed = 7u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..300 {
        let mut wall = Wall::new();
        let (mut now, mut rows) = (0, Vec::new());
        for _ in 0..40 {
            now += random(100) as i64;
            wall.blank = random(9) == 0;
            wall.unseen = (random(9) == 0).then(|| now - random(5) as i64);
            let sets = random(20) == 0;
            if sets {
                wall.ahead += TimeDelta::seconds(random(20_000) as i64 - 10_000);
            }
            let path = ALL[random(5) as usize];
            let leaf = wall.leaf(path, now - random(10) as i64, Authority::Loop);
            let leaf = (random(5) > 0 && !wall.blank).then_some(leaf);
            let seen = Seen {
                now: second(now) + wall.ahead,
                monotonic: Duration::from_secs(now as u64),
                programme: wall.programme.clone(),
                zones: vec![(MAIN.to_owned(), leaf)],
                blank: wall.blank,
                faults: Vec::new(),
                unseen: wall.unseen.take().map(|at| second(at) + wall.ahead),
            };
            let told = wall.recorder.see(&seen, None, &|_| None);
            rows.extend(told.into_iter().filter_map(|row| match row {
                Row::Showing(row) => Some((row.began, row.ended)),
                Row::Event(row) => {
                    assert!(row.ended.is_none_or(|ended| ended >= row.began), "{row:?}");
                    None
                }
            }));
            assert!(rows.iter().all(|(began, ended)| began <= ended), "{rows:?}");
            let last = rows.len().saturating_sub(2);
            assert!(rows[last..].is_sorted_by(|one, other| sets || one.1 <= other.0), "{rows:?}");
            if sets {
                rows.clear();
            }
        }
    }
}
