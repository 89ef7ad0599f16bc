//! `layout` and `[zones]` of `screen.toml`: the parts that the screen is divided into.

use super::settings::{fit, transition};
use super::table::{Table, quoted};
use super::value::Value;
use crate::model::{Area, Level, MAIN, Mention, Screen, Share, Words, Zone};
use crate::words;

/// The zone beside the main one in the layout that has a panel.
const SIDE: &str = "side";
/// Whose folder the panel shows when none is named.
const HOTLINES: &str = "duong-day-nong";
/// The panel's share of a wide screen's width, and of a tall one's height: a hotline's number in body text has room
/// beside the margins, and the main zone keeps the shape of a slide.
const PANEL: (f32, f32) = (0.36, 0.4);

/// The least that a zone has between its margins: characters in a line of body text, and such lines: two of a heading,
/// three under it, and the page mark.
const LEAST: (f32, f32) = (14.0, 6.0);
/// Body text's advance and leading, and the margins of a zone, in u (as scene's grid has them).
const ADVANCE: f32 = 0.53;
const LEADING: f32 = 1.45;
const MARGINS: f32 = 8.0;
/// Header and foot of a wide and a tall screen, in u.
const CHROME: (f32, f32) = (17.0, 23.5);

/// A ready layout.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Full,
    Side,
    Ticker,
}

/// Reads the zones of a screen, none where it is not divided or the division cannot be used; and whether the ticker
/// has its strip even while nothing runs.
pub(super) fn zones(table: &Table, screen: &Screen) -> (Vec<Zone>, bool) {
    let layout = table.get("layout");
    let ready = layout.as_ref().and_then(|value| {
        value.choice(&[("full", Layout::Full), ("side", Layout::Side), ("ticker", Layout::Ticker)])
    });
    let strip = ready == Some(Layout::Ticker);
    let Some(value) = table.get("zones") else {
        let zones = if ready == Some(Layout::Side) { side(layout.as_ref(), None) } else { Vec::new() };
        return (zones, strip);
    };
    let Some(named) = value.table() else {
        value.wrong(words!("một nhóm khung", "a table of zones"), "{ main = { rect = [0, 0, 70, 100] } }");
        return (Vec::new(), strip);
    };
    let (zones, sound) = table.report.sound(|| match (&layout, ready) {
        (None, _) => free(&value, &named, screen),
        (Some(_), Some(Layout::Side)) => side(layout.as_ref(), Some(named)),
        (Some(_), Some(_)) => {
            value.fault(
                words!(
                    "Bố cục này chỉ có một khung, nên không dùng đến [zones].",
                    "This layout has one zone: [zones] is of no use."
                ),
                words!(
                    "Bỏ dòng layout để tự chia khung, hoặc viết: layout = \"side\"",
                    "Leave layout out to divide the screen yourself, or write: layout = \"side\""
                ),
            );
            Vec::new()
        }
        // The layout has been named already.
        (Some(_), None) => Vec::new(),
    });
    (if sound { zones } else { Vec::new() }, strip)
}

/// The ready layout with a panel: what is said of its two zones, but where they lie.
fn side(layout: Option<&Value>, named: Option<Table>) -> Vec<Zone> {
    let ((wide, tall), Some(layout)) = (PANEL, layout) else { return Vec::new() };
    let whole = Share { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
    let main = Area { wide: Share { w: 1.0 - wide, ..whole }, tall: Share { h: 1.0 - tall, ..whole } };
    let panel = Area {
        wide: Share { x: 1.0 - wide, w: wide, ..whole },
        tall: Share { y: 1.0 - tall, h: tall, ..whole },
    };
    let mut zones = [(MAIN, main), (SIDE, panel)].map(|(name, area)| {
        let given = named.as_ref().and_then(|table| table.get(name));
        let table = given.as_ref().and_then(Value::table);
        let zone = table.map(|table| {
            let zone = zone(&table, name, area);
            table.finish(&[]);
            zone
        });
        zone.unwrap_or(Zone { name: name.to_owned(), area, lists: Vec::new(), fit: None, transition: None })
    });
    if let Some(panel) = zones.last_mut().filter(|panel| panel.lists.is_empty()) {
        panel.lists = vec![Mention { name: HOTLINES.to_owned(), place: layout.place() }];
    }
    if let Some(named) = named {
        named.finish(&[]);
    }
    zones.into()
}

/// Zones that say for themselves where they lie.
fn free(value: &Value, named: &Table, screen: &Screen) -> Vec<Zone> {
    let mut zones = Vec::new();
    let mut rects = Vec::new();
    for (name, given) in named.rows() {
        let Some(table) = given.table() else {
            given.wrong(
                words!("một nhóm mục", "a table"),
                "{ rect = [0, 0, 70, 100], playlists = [\"cchc\"] }",
            );
            continue;
        };
        let rect = table.need("rect");
        if name != MAIN {
            let _ = table.need("playlists");
        }
        let share = rect.as_ref().and_then(share);
        let zone = share.map(|share| zone(&table, &name, Area { wide: share, tall: share }));
        table.finish(&[]);
        if let (Some(zone), Some(rect)) = (zone, rect) {
            zones.push(zone);
            rects.push(rect);
        }
    }
    if zones.iter().all(|zone| zone.name != MAIN) {
        value.fault(
            words!(
                "Thiếu khung «{MAIN}»: thư mục không thuộc khung nào thì phát ở đó.",
                "The zone \"{MAIN}\" is missing: what no zone names plays there."
            ),
            words!(
                "Thêm một dòng [zones.main], dưới nó là dòng rect = [0, 0, 70, 100].",
                "Add a line [zones.main] and under it the line rect = [0, 0, 70, 100]."
            ),
        );
    }
    lie_apart(&zones, &rects);
    for (zone, rect) in zones.iter().zip(&rects) {
        readable(zone, rect, screen);
    }
    covers(value, &zones);
    zones.sort_by_key(|zone| zone.name != MAIN);
    zones
}

/// What a zone says of itself, but where it lies.
fn zone(table: &Table, name: &str, area: Area) -> Zone {
    let lists = table.get("playlists").map(|value| value.list()).unwrap_or_default();
    let mention = |value: &Value| {
        let name = value.string()?.trim();
        if name.is_empty() {
            value.wrong(words!("tên thư mục con", "the name of a folder"), "[\"duong-day-nong\"]");
            return None;
        }
        Some(Mention { name: quoted(name), place: value.place() })
    };
    Zone {
        name: name.to_owned(),
        area,
        lists: lists.iter().filter_map(mention).collect(),
        fit: table.get("fit").and_then(fit),
        transition: table.get("transition").and_then(transition),
    }
}

/// Left, top, width and height in percent, within the screen.
fn share(value: &Value) -> Option<Share> {
    let list = value.list();
    let numbers: Vec<f32> =
        list.iter().filter_map(|value| value.number(0.0..=100.0)).map(|n| n as f32).collect();
    let [x, y, w, h] = match <[f32; 4]>::try_from(numbers) {
        Ok(rect) => rect,
        Err(numbers) => {
            // A number that is none has been named already.
            if list.len() != 4 || list.len() == numbers.len() {
                value.wrong(
                    words!(
                        "bốn số phần trăm: trái, trên, rộng, cao",
                        "four numbers in percent: left, top, width, height"
                    ),
                    "[0, 0, 70, 100]",
                );
            }
            return None;
        }
    };
    if w <= 0.0 || h <= 0.0 || x + w > 100.01 || y + h > 100.01 {
        value.fault(
            words!("Khung này không nằm trọn trong màn hình.", "This zone is not within the screen."),
            words!("Bốn số là trái, trên, rộng, cao tính theo phần trăm: trái + rộng và trên + cao không quá 100.", "The four are left, top, width and height in percent: left + width and top + height are 100 at most."),
        );
        return None;
    }
    Some(Share { x: x / 100.0, y: y / 100.0, w: w / 100.0, h: h / 100.0 })
}

/// Names each zone that lies over an earlier one.
fn lie_apart(zones: &[Zone], rects: &[Value]) {
    let over = |from: f32, length: f32, other: f32, its: f32| {
        from + 0.0005 < other + its && other + 0.0005 < from + length
    };
    for (at, (zone, rect)) in zones.iter().zip(rects).enumerate() {
        let own = zone.area.wide;
        let meets = |other: &&Zone| {
            let other = other.area.wide;
            over(own.x, own.w, other.x, other.w) && over(own.y, own.h, other.y, other.h)
        };
        if let Some(other) = zones.iter().take(at).find(meets) {
            let other = &other.name;
            rect.fault(
                words!("Khung này chồng lên khung «{other}».", "This zone lies over the zone \"{other}\"."),
                words!(
                    "Sửa rect của một trong hai cho khỏi chồng nhau; bốn số là trái, trên, rộng, cao.",
                    "Change the rect of one so that they lie apart; the four are left, top, width and height."
                ),
            );
        }
    }
}

/// Warns of a zone whose text nobody can read: text is as large in it as on the whole screen. The shape of the screen
/// is a television's, 16 to 9.
fn readable(zone: &Zone, rect: &Value, screen: &Screen) {
    let tall = screen.turn % 180 == 90;
    let long = 1600.0 / 9.0;
    let (width, height, chrome) = if tall { (100.0, long, CHROME.1) } else { (long, 100.0, CHROME.0) };
    let body = screen.theme.sizes.body * screen.growth(16.0, 9.0).clamp(1.0, Screen::GROWTH);
    let share = if tall { zone.area.tall } else { zone.area.wide };
    let between = if screen.header || screen.footer.is_some() { height - chrome } else { height };
    let (characters, lines) = LEAST;
    let least = |needed: f32, whole: f32| (((needed + MARGINS) / whole) * 100.0).ceil();
    let (least_width, least_height) =
        (least(characters * ADVANCE * body, width), least(lines * LEADING * body, between));
    let too = |name: Words, least: f32| {
        let Words { vi, en } = name;
        rect.note(
            Level::Warning,
            words!(
                "Khung này {vi} quá, chữ đủ lớn để đọc thì không đủ chỗ.",
                "This zone is too {en} for text that is large enough to be read."
            ),
            words!(
                "Để từ {least} % trở lên; khung chỉ chiếu ảnh thì giữ nguyên cũng được.",
                "Make it {least} % at least; one that shows pictures alone may stay as it is."
            ),
        );
    };
    if share.w * 100.0 < least_width {
        too(words!("hẹp", "narrow"), least_width);
    } else if share.h * 100.0 < least_height {
        too(words!("thấp", "low"), least_height);
    }
}

/// Warns of what the zones leave bare.
fn covers(value: &Value, zones: &[Zone]) {
    let covered: f32 = zones.iter().map(|zone| zone.area.wide.w * zone.area.wide.h).sum();
    let bare = ((1.0 - covered) * 100.0).round();
    if zones.len() > 1 && bare >= 1.0 {
        value.note(
            Level::Warning,
            words!(
                "Các khung để trống {bare} % màn hình; chỗ ấy chỉ có nền.",
                "The zones leave {bare} % of the screen bare."
            ),
            words!(
                "Đúng ý thì không phải làm gì; không thì nới rect của khung bên cạnh.",
                "Nothing to do if it is meant so; else widen the zone beside it."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Problem;
    use crate::model::read::screen;

    fn read(text: &str) -> (Vec<Zone>, Vec<Problem>) {
        let none = |_: &str| Err(words!("không", "no"));
        let (screen, problems) =
            screen(text.as_bytes(), "screen.toml", &none, &|_| Err(words!("không", "no")));
        (screen.map(|screen| screen.zones).unwrap_or_default(), problems)
    }

    fn names(zones: &[Zone]) -> Vec<(&str, Vec<&str>)> {
        zones.iter().map(|zone| (&*zone.name, zone.lists.iter().map(|list| &*list.name).collect())).collect()
    }

    #[test]
    fn the_ready_layouts_need_one_line() {
        for one in ["", "layout = \"full\"", "layout = \"ticker\""] {
            assert_eq!(read(one), (Vec::new(), Vec::new()), "{one}");
        }
        let (zones, problems) = read("layout = \"side\"");
        assert_eq!(
            (names(&zones), problems),
            (vec![("main", vec![]), ("side", vec!["duong-day-nong"])], vec![])
        );
        let areas: f32 = zones.iter().map(|zone| zone.area.wide.w * zone.area.wide.h).sum();
        assert!((areas - 1.0).abs() < 1e-6);
        let (zones, problems) = read(
            "layout = \"side\"\n[zones.side]\nplaylists = [\"tin\", \"ảnh\"]\nfit = \"cover\"\n[zones.main]\ntransition = \"none\"",
        );
        assert_eq!((names(&zones), problems), (vec![("main", vec![]), ("side", vec!["tin", "ảnh"])], vec![]));
        assert_eq!(
            (zones[1].fit, zones[0].transition.map(|way| way.millis)),
            (Some(crate::model::Fit::Cover), Some(0))
        );
    }

    #[test]
    fn zones_of_ones_own_lie_where_they_say() {
        let (zones, problems) = read(
            "[zones.b]\nrect = [70, 0, 30, 100]\nplaylists = \"tin\"\n[zones.main]\nrect = [0, 0, 70, 100]",
        );
        assert_eq!((names(&zones), problems), (vec![("main", vec![]), ("b", vec!["tin"])], vec![]));
        assert_eq!(zones[1].area.tall, Share { x: 0.7, y: 0.0, w: 0.3, h: 1.0 });
        assert_eq!(zones[1].lists[0].place.line, Some(3));
    }

    #[test]
    fn what_cannot_be_is_named_at_its_place_and_divides_nothing() {
        let main = "[zones.main]\nrect = [0, 0, 50, 100]\n[zones.b]\n";
        let table = [
            ("layout = \"sid\"".to_owned(), 1, "layout", "không nhận «sid»"),
            ("layout = \"full\"\n[zones.main]\nfit = \"cover\"".to_owned(), 2, "zones", "chỉ có một khung"),
            ("zones = 5".to_owned(), 1, "zones", "phải là"),
            (
                "[zones.a]\nrect = [0, 0, 50, 100]\nplaylists = \"x\"".to_owned(),
                1,
                "zones",
                "Thiếu khung «main»",
            ),
            (
                format!("{main}rect = [40, 0, 60, 100]\nplaylists = \"x\""),
                4,
                "zones.b.rect",
                "chồng lên khung «main»",
            ),
            (
                format!("{main}rect = [50, 0, 60, 100]\nplaylists = \"x\""),
                4,
                "zones.b.rect",
                "không nằm trọn",
            ),
            (format!("{main}rect = [50, 0, 50]\nplaylists = \"x\""), 4, "zones.b.rect", "bốn số phần trăm"),
            (format!("{main}rect = [50, 0, 0, 100]\nplaylists = \"x\""), 4, "zones.b.rect", "không nằm trọn"),
            (
                format!("{main}rect = [50, -1, 50, 100]\nplaylists = \"x\""),
                4,
                "zones.b.rect.2",
                "từ 0 đến 100",
            ),
            (
                format!("{main}rect = [50, 0, 50, 100]\nplaylists = [\" \"]"),
                5,
                "zones.b.playlists.1",
                "tên thư mục con",
            ),
            (format!("{main}rect = [50, 0, 50, 100]"), 3, "zones.b.playlists", "Thiếu mục"),
        ];
        for (text, line, key, said) in table {
            let (zones, problems) = read(&text);
            let [problem] = &problems[..] else { panic!("{text}: {problems:#?}") };
            assert_eq!(zones, [], "{text}");
            assert_eq!(
                (problem.level, problem.key.as_deref(), problem.line),
                (Level::Error, Some(key), Some(line)),
                "{text}: {problem:?}"
            );
            assert!(problem.message.vi.contains(said), "{}", problem.message.vi);
        }
    }

    #[test]
    fn what_is_bare_or_too_small_to_be_read_is_warned_of() {
        let table = [
            ("[70, 0, 30, 100]", None),
            ("[75, 0, 25, 100]", Some("hẹp quá")),
            ("[70, 60, 30, 40]", Some("để trống 18 %")),
            ("[70, 75, 30, 25]", Some("thấp quá")),
        ];
        for (rect, said) in table {
            let (zones, problems) = read(&format!(
                "[zones.main]\nrect = [0, 0, 70, 100]\n[zones.b]\nrect = {rect}\nplaylists = \"x\""
            ));
            assert_eq!(zones.len(), 2);
            assert!(problems.iter().all(|problem| problem.level == Level::Warning));
            let found =
                problems.iter().any(|problem| said.is_some_and(|said| problem.message.vi.contains(said)));
            assert_eq!(
                (found, problems.is_empty()),
                (said.is_some(), said.is_none()),
                "{rect}: {problems:?}"
            );
        }
    }
}
