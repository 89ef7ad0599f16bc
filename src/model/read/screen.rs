//! `screen.toml`.

use chrono_tz::Tz;

use super::settings::{dwell, fit, fresh, transition, volume};
use super::table::{Table, document, quoted};
use super::value::Value;
use super::zones::zones;
use super::{Outcome, Resolve, ThemeFile, holidays, season, theme};
use crate::model::{Foot, Level, Problem, Screen, Sleep, Theme};
use crate::words;

/// Reads `screen.toml`, defaults filled in. `theme_file` finds and reads a theme file of
/// the school's own.
pub fn screen(bytes: &[u8], file: &str, asset: &Resolve, theme_file: &ThemeFile) -> Outcome<Screen> {
    let mut of_theme = Vec::new();
    let (screen, mut problems) = document(bytes, file, &[], |table| {
        let (theme, found) = table.get("theme").map(|value| theme_of(value, theme_file)).unwrap_or_default();
        of_theme = found;
        let screen = Screen { theme: theme.unwrap_or_else(Theme::light), ..keys(table, asset) };
        too_far(table, &screen);
        let (zones, strip) = zones(table, &screen);
        Some(Screen { zones, strip, ..screen })
    });
    problems.extend(of_theme);
    (screen, problems)
}

fn keys(table: &Table, asset: &Resolve) -> Screen {
    let zone = table.get("timezone").and_then(zone).unwrap_or(Tz::Asia__Ho_Chi_Minh);
    let plain = Screen::bare(zone);
    Screen {
        school: table.line("school").unwrap_or_default(),
        authority: table.line("authority").unwrap_or_default(),
        emblem: table.picture("emblem", asset),
        turn: table.get("turn").and_then(turn).unwrap_or(0),
        overscan: table.get("overscan").and_then(|value| value.number(0.0..=0.1)).unwrap_or(0.0) as f32,
        legibility: legibility(table),
        header: table.get("header").and_then(|value| value.flag()).unwrap_or(true),
        lunar: table.get("lunar").and_then(|value| value.flag()).unwrap_or_default(),
        footer: table.line("footer").map(Foot::Line),
        ticker: table.lines("ticker"),
        dwell: table.get("dwell").and_then(dwell).unwrap_or(plain.dwell),
        transition: table.get("transition").and_then(transition).unwrap_or_default(),
        fit: table.get("fit").and_then(fit).unwrap_or_default(),
        fresh: table.get("fresh").and_then(fresh).unwrap_or_default(),
        sound: table.get("sound").and_then(|value| value.flag()).unwrap_or(plain.sound),
        volume: table.get("volume").and_then(volume).unwrap_or(plain.volume),
        // Hours that cannot be read: rather silent at all of them.
        quiet: table.get("quiet").map(|value| season::hours(&value).unwrap_or_default()),
        lit: season::when(table).unwrap_or_default(),
        sleep: table.get("sleep").and_then(sleep).unwrap_or_default(),
        holidays: holidays::holidays(table),
        keep: table.get("keep").and_then(|value| value.days(30, 20 * 366)).unwrap_or(plain.keep),
        status_page: table.get("status_page").and_then(|value| value.flag()).unwrap_or(true),
        reduced_motion: table
            .get("motion")
            .and_then(|value| value.choice(&[("full", false), ("reduced", true)]))
            == Some(true),
        ..plain
    }
}

fn sleep(value: Value) -> Option<Sleep> {
    value.choice(&[("auto", Sleep::Auto), ("cec", Sleep::Cec), ("none", Sleep::None)])
}

fn turn(value: Value) -> Option<u32> {
    let degrees = value.whole(0..=270)?;
    if degrees % 90 != 0 {
        value.fault(
            words!(
                "Màn hình chỉ xoay được 0, 90, 180 hoặc 270 độ.",
                "A screen turns by 0, 90, 180 or 270 degrees."
            ),
            words!("Chọn một trong bốn số đó.", "Choose one of the four."),
        );
        return None;
    }
    Some(degrees.unsigned_abs())
}

/// Diagonal (10 to 300 inches) and reading distance (0.5 to 50 m), which mean nothing without each other.
fn legibility(table: &Table) -> Option<(f32, f32)> {
    let (diagonal, distance) = (table.get("diagonal"), table.get("distance"));
    if let (Some(alone), None) | (None, Some(alone)) = (&diagonal, &distance) {
        alone.fault(
            words!(
                "Phải ghi cả «diagonal» và «distance» mới tính được cỡ chữ.",
                "`diagonal` and `distance` need each other."
            ),
            words!(
                "Ví dụ: diagonal = 55 (inch), distance = 5 (mét).",
                "For example: diagonal = 55 (inches), distance = 5 (metres)."
            ),
        );
        return None;
    }
    let diagonal = diagonal?.number(10.0..=300.0);
    let distance = distance?.number(0.5..=50.0);
    Some((diagonal? as f32, distance? as f32))
}

/// Warns of a distance at which text is too small however large it may grow. The shape of the screen is not known
/// here: a television's is taken, 16 to 9.
fn too_far(table: &Table, screen: &Screen) {
    let wanted = screen.growth(16.0, 9.0);
    let (Some(value), Some((diagonal, distance))) = (table.get("distance"), screen.legibility) else {
        return;
    };
    if wanted <= Screen::GROWTH {
        return;
    }
    let reach = (distance * Screen::GROWTH / wanted * 10.0).floor() / 10.0;
    let inches = (diagonal * wanted / Screen::GROWTH).ceil();
    let comma = |number: f32| number.to_string().replace('.', ",");
    let (near, far, size) = (comma(reach), comma(distance), comma(diagonal));
    value.note(
        Level::Warning,
        words!(
            "Chữ đã phóng hết cỡ mà đứng xa quá {near} m vẫn khó đọc trên màn hình {size} inch.",
            "Text is as large as it gets, and hard to read beyond {reach} m on a screen of {diagonal} inches."
        ),
        words!(
            "Đọc từ {far} m cần màn hình từ {inches} inch; giữ màn hình này thì người xem phải đứng gần hơn.",
            "At {distance} m it takes {inches} inches; with this screen, people have to stand nearer."
        ),
    );
}

fn zone(value: Value) -> Option<Tz> {
    let name = value.string()?.trim();
    let zone = name.parse().ok();
    if zone.is_none() {
        let name = quoted(name);
        value.fault(
            words!("Không có múi giờ «{name}».", "There is no time zone \"{name}\"."),
            words!(
                "Ở Việt Nam viết: timezone = \"Asia/Ho_Chi_Minh\"",
                "In Vietnam: timezone = \"Asia/Ho_Chi_Minh\""
            ),
        );
    }
    zone
}

/// A shipped theme by name, or a theme file by path, with the file's own problems.
fn theme_of(value: Value, theme_file: &ThemeFile) -> (Option<Theme>, Vec<Problem>) {
    let Some(name) = value.string().map(str::trim) else { return (None, Vec::new()) };
    if let Some(shipped) = Theme::shipped(name) {
        return (Some(shipped), Vec::new());
    }
    if !name.ends_with(".toml") {
        let name = quoted(name);
        value.fault(
            words!("Không có giao diện «{name}».", "There is no theme \"{name}\"."),
            words!(
                "Chọn \"giay\" (nền sáng), \"dem\" (nền tối) hoặc một tệp như \"media/themes/truong.toml\".",
                "Choose \"giay\" (light), \"dem\" (dark) or a file such as \"media/themes/truong.toml\"."
            ),
        );
        return (None, Vec::new());
    }
    match theme_file(name) {
        Ok((path, bytes)) => theme::theme(&bytes, path.shown()),
        Err(why) => {
            value.refuse(why);
            (None, Vec::new())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read::{playlist, sidecar};

    #[test]
    fn a_screen_too_small_for_its_distance_is_warned_of_in_one_sentence() {
        let asset = |_: &str| Err(words!("không", "no"));
        let file = |_: &str| Err(words!("không", "no"));
        let said = |text: &str| screen(text.as_bytes(), "screen.toml", &asset, &file).1;
        // domain.md: a 43-inch screen needs 12.4 % at 8 m, and body text of 6u grows to 9 at most.
        let [problem] = said("diagonal = 43\ndistance = 8").try_into().expect("one problem");
        assert_eq!(
            (problem.level, problem.key.as_deref(), problem.line),
            (Level::Warning, Some("distance"), Some(2))
        );
        assert!(problem.message.vi.contains("quá 5,8 m"), "{}", problem.message.vi);
        assert!(problem.help.vi.contains("từ 60 inch"), "{}", problem.help.vi);
        for legible in ["diagonal = 43\ndistance = 5.8", "diagonal = 60\ndistance = 8", ""] {
            assert_eq!(said(legible), [], "{legible}");
        }
    }

    #[test]
    fn sound_is_said_of_clips_and_silence_of_hours() {
        let said = |text: &str| {
            let none = |_: &str| Err(Default::default());
            let (screen, problems) =
                screen(text.as_bytes(), "screen.toml", &none, &|_| Err(Default::default()));
            let screen = screen.unwrap();
            let at = |hour| {
                screen.is_quiet(
                    chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(hour, 0, 0).unwrap(),
                )
            };
            (screen.sound, screen.volume, [at(9), at(12), at(20)], problems.len())
        };
        assert_eq!(said(""), (false, 100, [false; 3], 0));
        let all = "sound = true\nvolume = 60\nquiet = ['11h30-13h30', '19:00-06:00']";
        assert_eq!(said(all), (true, 60, [false, true, true], 0));
        assert_eq!(said("sound = true\nquiet = 'trưa'"), (true, 100, [true; 3], 1), "rather silent");
        let (said, problems) = sidecar(b"sound = true\nvolume = 0", "a.mp4.toml");
        let said = said.unwrap();
        assert_eq!((said.sound, said.volume, problems.len()), (Some(true), None, 1));
        let (said, problems) = playlist(b"sound = false\nvolume = 1", "playlist.toml");
        let said = said.unwrap().settings;
        assert_eq!((said.sound, said.volume, problems.len()), (Some(false), Some(1), 0));
    }
}
