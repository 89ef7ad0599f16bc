//! Header and footer: the school's name, the date, the clock, the line at the foot.

use crate::model::{Coming, Fit, Foot, Screen, Want, clock_is_set};

use super::grid::{Grid, Role};
use super::layout::{Page, want};
use super::text::{Block, Style};
use super::{Fonts, Look, Node, Rect, dates};

/// Side of the emblem's square, in u.
const EMBLEM: f32 = 6.4;

/// Between the name, what is about to begin, and the date, in u; and between the date and the clock.
const GAP: f32 = 4.0;
const DATE_GAP: f32 = 2.4;

/// Words that are left of a title that has no room, at least.
const SHORTENED: usize = 2;

/// The emblem's square in the header.
fn emblem_space(grid: &Grid) -> Option<Rect> {
    let header = grid.header?;
    let side = EMBLEM * grid.u * grid.chrome;
    let middle = (grid.safe.y + header.h) / 2.0;
    Some(Rect { x: grid.bar.x, y: middle - side / 2.0, w: side, h: side })
}

/// The pictures that header and footer need.
pub(super) fn wants(screen: &Screen, grid: &Grid) -> Vec<Want> {
    let place = screen.emblem.as_ref().zip(emblem_space(grid));
    place.map(|(asset, space)| want(asset, space, Fit::Contain)).into_iter().collect()
}

/// Draws both over `page`. `named`: the school's name stands in the header (not where it fills the stage).
pub(super) fn draw(page: &mut Page, grid: &Grid, look: &Look, fonts: &mut Fonts, named: bool) {
    let screen = look.screen;
    if let Some(rect) = grid.footer {
        page.fill(rect, screen.theme.raised);
        footer(page, (screen, grid), fonts, rect);
    }
    let Some(rect) = grid.header else { return };
    page.fill(rect, screen.theme.raised);
    let mut left = grid.bar.x;
    if let Some((asset, space)) = screen.emblem.as_ref().zip(emblem_space(grid))
        && let Some(picture) = (look.pictures)(&want(asset, space, Fit::Contain))
    {
        let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (space.w / w).min(space.h / h);
        let (w, h) = (w * scale, h * scale);
        let rect = Rect { x: space.x, y: space.y + (space.h - h) / 2.0, w, h };
        page.nodes.push(Node::Image { picture, rect, clip: rect });
        left += w + grid.u * 2.0;
    }
    header(page, grid, look, fonts, (left, rect, named));
}

/// Name at left, clock at right, the longest date that has room before it; two rows in portrait. What is about to
/// begin stands after the name.
fn header(
    page: &mut Page,
    grid: &Grid,
    look: &Look,
    fonts: &mut Fonts,
    (left, rect, named): (f32, Rect, bool),
) {
    let theme = &look.screen.theme;
    let strong = grid.style(Role::NoteStrong);
    let plain = grid.style(Role::Note);
    let right = grid.bar.x + grid.bar.w;
    // By a clock that was never set: better no time than a wrong one.
    let set = clock_is_set(look.local);
    let two = grid.portrait() && named && set;
    let rows = if two { 2.0 } else { 1.0 };
    let top = grid.safe.y + (rect.h - grid.safe.y - rows * strong.leading) / 2.0;

    let clock = if set { dates::clock(look.local) } else { String::new() };
    let clock = fonts.body(&clock, strong, right - left);
    let second = if two { top + strong.leading } else { top };
    page.text(&clock, right - clock.width, second, theme.text);

    let dates = if set { dates::header(look.local.date(), look.screen.lunar) } else { Vec::new() };
    let end = right - clock.width - grid.u * DATE_GAP;
    let row = if two {
        Row { left, top, end: right, date: 0.0 }
    } else {
        let shortest = dates.last().map_or(0.0, |date| fonts.width(date, plain) + grid.u * GAP);
        Row { left, top, end: right - clock.width - grid.u * GAP, date: shortest }
    };
    let start = title(page, grid, look, fonts, (row, if named { &look.screen.school } else { "" }));
    let start = if two { left } else { start };
    let room = end - start;
    if let Some(date) = dates.iter().find(|date| fonts.width(date, plain) <= room) {
        let date = fonts.body(date, plain, room);
        let x = if two { left } else { end - date.width };
        page.text(&date, x, second, theme.quiet);
    }
}

/// Where the name stands, in pixels.
#[derive(Clone, Copy)]
struct Row {
    left: f32,
    top: f32,
    end: f32,
    /// What is kept free before the end when something else stands there too: the shortest date's width.
    date: f32,
}

/// Draws the name, and what is about to begin: after it, or in its place where there is no room for both, for the
/// name will be back. Gives the x where something else may begin.
fn title(page: &mut Page, grid: &Grid, look: &Look, fonts: &mut Fonts, (row, name): (Row, &str)) -> f32 {
    let theme = &look.screen.theme;
    let styles = (grid.style(Role::NoteStrong), grid.style(Role::Note));
    let gap = grid.u * GAP;
    let end = row.end - row.date;
    let after = if name.is_empty() { row.left } else { row.left + fonts.width(name, styles.0) + gap };
    let coming = look.coming.and_then(|coming| {
        let beside = coming_within(coming, fonts, styles, end - after, usize::MAX).map(|said| (after, said));
        let instead = |fonts| coming_within(coming, fonts, styles, end - row.left, SHORTENED);
        beside.or_else(|| Some((row.left, instead(fonts)?)))
    });
    let mut start = row.left;
    if coming.as_ref().is_none_or(|(x, _)| *x > row.left) {
        let name = fitted(name, fonts, styles.0, row.end - row.left);
        page.text(&name, row.left, row.top + (styles.0.leading - name.height) / 2.0, theme.text);
        start += if name.lines.is_empty() { 0.0 } else { name.width + gap };
    }
    if let Some((x, [title, minutes])) = coming {
        page.text(&title, x, row.top, theme.accent);
        let x = x + title.width + fonts.width(" ", styles.1);
        page.text(&minutes, x, row.top, theme.text);
        start = x + minutes.width + gap;
    }
    start
}

/// "Chào cờ" and "sau 12 phút" within `room` pixels; `None` where they have none. Of a longer title the first words
/// stand, at least `fewest` of them. The two differ in weight, or "Chào cờ đầu tuần sau 12 phút" would speak of next
/// week.
fn coming_within(
    coming: &Coming,
    fonts: &mut Fonts,
    (strong, plain): (Style, Style),
    room: f32,
    fewest: usize,
) -> Option<[Block; 2]> {
    let minutes = format!("sau\u{a0}{}\u{a0}phút", coming.minutes);
    let room = room - fonts.width(&minutes, plain) - fonts.width(" ", plain);
    let title = fonts.shortened(&coming.playlist.title, strong, room, fewest)?;
    Some([(title, strong), (minutes, plain)].map(|(text, style)| fonts.set(vec![text], style, room)))
}

/// The name on one line, smaller when it has to be: it is recognised, not read.
fn fitted(name: &str, fonts: &mut Fonts, style: Style, room: f32) -> Block {
    let width = fonts.width(name, style);
    let scale = (room / width.max(1.0)).clamp(0.4, 1.0);
    let style = Style { size: style.size * scale, leading: style.leading * scale, ..style };
    fonts.set(name.lines().map(str::to_string).collect(), style, room)
}

fn footer(page: &mut Page, (screen, grid): (&Screen, &Grid), fonts: &mut Fonts, rect: Rect) {
    let Some(Foot::Line(line)) = &screen.footer else { return };
    let style = grid.style(Role::Note);
    let bottom = grid.safe.y + grid.safe.h;
    let high = bottom - rect.y;
    let mut block = fonts.heading(line, style, grid.bar.w);
    if block.height > high {
        // The guess of the rows was short, or the line is longer than two: smaller, whole.
        let scale = high / block.height;
        let style = Style { size: style.size * scale, leading: style.leading * scale, ..style };
        block = fonts.heading(line, style, grid.bar.w);
    }
    let y = rect.y + (high - block.height) / 2.0;
    page.text(&block, grid.bar.x, y, screen.theme.text);
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveDateTime};

    use super::*;
    use crate::model::Playlist;
    use crate::model::fixture::{VIETNAM, notices};

    /// Every text of the header with its left, right and top.
    fn header(screen: &Screen, size: (u32, u32), title: Option<&str>) -> Vec<(String, f32, f32, f32)> {
        let mut fonts = Fonts::embedded();
        let coming = title.map(|title| {
            let list = std::sync::Arc::unwrap_or_clone(notices(Vec::new()));
            Coming { playlist: Playlist { title: title.to_owned(), ..list }.into(), minutes: 12 }
        });
        let look = Look { screen, size, local: morning(), coming: coming.as_ref(), pictures: &|_| None };
        let mut page = Page::default();
        draw(&mut page, &Grid::new(screen, size), &look, &mut fonts, true);
        let text = |node: &Node| match node {
            Node::Text { text, x, y, .. } => {
                let width = text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
                Some((text.key.string.clone(), *x, *x + width, *y))
            }
            _ => None,
        };
        page.nodes.iter().filter_map(text).collect()
    }

    fn morning() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 30).and_then(|day| day.and_hms_opt(6, 48, 0)).expect("a time")
    }

    const SIZES: [(u32, u32); 8] = [
        (1920, 1080),
        (1366, 768),
        (1280, 720),
        (1024, 768),
        (800, 600),
        (1080, 1920),
        (768, 1024),
        (3840, 1080),
    ];

    #[test]
    fn nothing_in_the_header_overlaps_and_date_and_clock_are_always_there() {
        let titles =
            ["Chào cờ", "Chào cờ đầu tuần", "Sinh hoạt dưới cờ chào mừng ngày Nhà giáo Việt Nam", "X"];
        let schools = ["", "Trường THPT Cộng Hiền", "Trường Trung học phổ thông Cộng Hiền, xã Vĩnh Bảo"];
        for (school, lunar) in schools.iter().flat_map(|school| [(school, false), (school, true)]) {
            for size in SIZES {
                let header_of = |title: Option<&str>| {
                    let school = (*school).to_owned();
                    let screen = Screen { school, lunar, header: true, ..Screen::bare(VIETNAM) };
                    header(&screen, size, title)
                };
                let date = |texts: &[(String, f32, f32, f32)]| {
                    texts.iter().any(|text| text.0.starts_with("Thứ Hai, ") && text.0.contains("30/11"))
                        || texts.iter().any(|text| text.0.contains("ngày 30 tháng 11"))
                };
                let plain = date(&header_of(None));
                for title in titles {
                    let texts = header_of(Some(title));
                    let said = texts.iter().any(|text| text.0 == "sau\u{a0}12\u{a0}phút");
                    assert!(said, "{size:?} {school} {title}: {texts:?}");
                    assert!(
                        texts.iter().any(|text| text.0 == "06:48") && (date(&texts) || !plain),
                        "{texts:?}"
                    );
                    for (index, (one, left, right, y)) in texts.iter().enumerate() {
                        assert!(*left >= 0.0 && *right <= size.0 as f32, "{size:?} {one}");
                        for (other, from, to, below) in texts.iter().skip(index + 1) {
                            let apart = right <= from || to <= left || (y - below).abs() > 1.0;
                            assert!(apart, "{size:?} {school} {title}: {one} over {other}");
                        }
                    }
                }
            }
        }
    }
}
