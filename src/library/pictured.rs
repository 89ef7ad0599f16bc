//! What becomes of a picture by its size and its motion, and what there is to say about it.

use chrono::TimeDelta;

use super::trouble::{self, Trouble};
use crate::decode::{Family, Motion, PictureFacts};
use crate::model::{Content, Film, Fit, Level, Ranges, Screen, Share, Zone, part_leaves, parts};
use crate::words;

/// How much a picture may be enlarged before it is visibly soft.
const SOFT: f64 = 1.5;

/// How long a picture that moves may be shown to its end, when nobody says how long it is shown.
const WAIT: TimeDelta = TimeDelta::seconds(30);

/// What a picture is played as.
pub(super) fn content(facts: PictureFacts, fit: Fit, chosen: Option<&Ranges>) -> Content {
    let size = (facts.width, facts.height);
    if let Motion::Runs(length) = facts.motion {
        let codec = facts.family.name().to_lowercase();
        let film = Film { size, pixel: (1, 1), length, colours: None, codec, sound: false };
        return Content::Animation(Box::new(film));
    }
    if is_long(facts, fit) { Content::Pages(part_leaves(size, chosen)) } else { Content::Picture }
}

/// Whether it is shown part by part: it has to stay whole, and would be a strip.
fn is_long(facts: PictureFacts, fit: Fit) -> bool {
    let moves = matches!(facts.motion, Motion::Runs(_));
    let drawn = facts.family == Family::Svg;
    fit == Fit::Contain && !moves && !drawn && !parts((facts.width, facts.height)).is_empty()
}

/// How long a picture that moves, whose frames last `length`, is shown when nobody says: at least `dwell`, and to the end
/// of a run.
pub(super) fn whole_runs(length: TimeDelta, dwell: TimeDelta) -> TimeDelta {
    let (one, least) = (length.num_milliseconds().max(1), dwell.num_milliseconds());
    if length > WAIT { dwell } else { TimeDelta::milliseconds((least + one - 1) / one * one) }
}

/// The pixels that a picture is shown on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    width: f64,
    height: f64,
}

impl Room {
    /// That of a screen of `size` pixels before its turn, or of a zone on it.
    pub(super) fn of(screen: &Screen, size: (u32, u32), zone: Option<&Zone>) -> Room {
        let (w, h) = if screen.turn.is_multiple_of(180) { size } else { (size.1, size.0) };
        let whole = Share { x: 0.0, y: 0.0, w: 1.0, h: 1.0 };
        let share = zone.map_or(whole, |zone| if w > h { zone.area.wide } else { zone.area.tall });
        Room { width: f64::from(w) * f64::from(share.w), height: f64::from(h) * f64::from(share.h) }
    }

    /// How much a picture of that size is enlarged.
    fn enlarges(self, (w, h): (u32, u32), fit: Fit) -> f64 {
        let (across, down) = (self.width / f64::from(w.max(1)), self.height / f64::from(h.max(1)));
        if fit == Fit::Cover { across.max(down) } else { across.min(down) }
    }
}

/// Everything that there is to say about a picture: `file` is its path, `chosen` the parts that somebody chose of it.
pub(super) fn problems(
    file: &str,
    by_name: Family,
    facts: PictureFacts,
    (room, fit): (Room, Fit),
    chosen: Option<&Ranges>,
) -> Vec<(Level, Trouble)> {
    let mut found = Vec::new();
    if by_name != facts.family {
        found.push((Level::Notice, misnamed(by_name, facts.family)));
    }
    let size = (facts.width, facts.height);
    let count = if is_long(facts, fit) { parts(size).len() } else { 0 };
    let shown = parts(size).last().filter(|_| count > 0).map_or(size, |part| (part.width, part.height));
    let grows = room.enlarges(shown, fit);
    // A drawing is sharp at any size.
    if grows > SOFT && facts.family != Family::Svg {
        found.push((Level::Warning, soft(size, grows)));
    }
    if facts.motion == Motion::TooLarge {
        found.push((Level::Notice, stands_still()));
    }
    if count > 0 {
        let said = trouble::of_pages(file, count, chosen);
        found.push(said.unwrap_or((Level::Notice, in_parts(file, count))));
    }
    found
}

/// A name that says another format than the content has.
fn misnamed(by_name: Family, by_content: Family) -> Trouble {
    let (named, is) = (by_name.name(), by_content.name());
    let right = by_content.extensions().first().unwrap_or(&is);
    (
        words!(
            "Tên tệp nói là {named} nhưng nội dung là {is}; vẫn chiếu được.",
            "The name says {named} but the content is {is}; it is shown all the same."
        ),
        words!("Nên đổi đuôi tên thành .{right}.", "Better rename it to .{right}."),
    )
}

/// A picture that the screen has to enlarge a lot.
fn soft((width, height): (u32, u32), grows: f64) -> Trouble {
    let [wide, high] = [width, height].map(|side| (f64::from(side) * grows / 10.0).ceil() * 10.0);
    let times = format!("{grows:.1}");
    let said = times.replace('.', ",");
    (
        words!(
            "Ảnh chỉ có {width} × {height} điểm, lên màn hình phải phóng to {said} lần nên bị mờ.",
            "The picture has only {width} × {height} pixels: the screen shows it {times} times as large, and soft."
        ),
        words!(
            "Hãy dùng ảnh gốc (ảnh gửi qua Zalo thường bị thu nhỏ), tốt nhất từ {wide} × {high} điểm.",
            "Use the original (messengers shrink pictures), best {wide} × {high} pixels or more."
        ),
    )
}

/// A picture that moves and is too large to.
fn stands_still() -> Trouble {
    (
        words!(
            "Ảnh động này quá lớn hoặc quá nhiều hình nên chỉ chiếu hình đầu tiên.",
            "The animation is too large, or has too many frames: its first one is shown."
        ),
        words!("Muốn nó chuyển động thì lưu thành video MP4.", "To have it move, save it as a clip (MP4)."),
    )
}

/// A picture that is shown part by part.
fn in_parts(file: &str, count: usize) -> Trouble {
    let name = file.rsplit('/').next().unwrap_or(file);
    (
        words!(
            "Ảnh rất dài nên chiếu thành {count} trang nối tiếp nhau.",
            "The picture is very long and is shown as {count} pages, one after the other."
        ),
        words!(
            "Không phải sửa gì. Muốn chọn trang: tạo tệp «{name}.toml» bên cạnh, ghi một dòng: pages = \"1-3\"",
            "Nothing to mend. To choose pages write a file `{name}.toml` beside it with the line: pages = \"1-3\""
        ),
    )
}
