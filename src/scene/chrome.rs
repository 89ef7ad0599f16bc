//! Header and footer: the school's name, the date, the clock, the line at the foot.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::model::{Fit, Picture, Screen, Want, clock_is_set};

use super::grid::{Grid, Role};
use super::layout::{Page, want};
use super::text::{Block, Style};
use super::{Fonts, Node, Rect, dates};

/// Side of the emblem's square, in u.
const EMBLEM: f32 = 6.4;

/// The emblem's square in the header.
fn emblem_space(grid: &Grid) -> Option<Rect> {
    let header = grid.header?;
    let side = EMBLEM * grid.u * grid.chrome;
    let middle = (grid.safe.y + header.h) / 2.0;
    Some(Rect { x: grid.content.x, y: middle - side / 2.0, w: side, h: side })
}

/// The pictures that header and footer need.
pub(super) fn wants(screen: &Screen, grid: &Grid) -> Vec<Want> {
    let place = screen.emblem.as_ref().zip(emblem_space(grid));
    place.map(|(asset, space)| want(asset, space, Fit::Contain)).into_iter().collect()
}

/// Draws both over `page`. `named`: the school's name stands in the header (not where it fills the stage).
pub(super) fn draw(
    page: &mut Page,
    (screen, grid): (&Screen, &Grid),
    fonts: &mut Fonts,
    local: NaiveDateTime,
    pictures: &dyn Fn(&Want) -> Option<Arc<Picture>>,
    named: bool,
) {
    if let Some(rect) = grid.footer {
        page.fill(rect, screen.theme.raised);
        footer(page, (screen, grid), fonts, rect);
    }
    let Some(rect) = grid.header else { return };
    page.fill(rect, screen.theme.raised);
    let mut left = grid.content.x;
    if let Some((asset, space)) = screen.emblem.as_ref().zip(emblem_space(grid))
        && let Some(picture) = pictures(&want(asset, space, Fit::Contain))
    {
        let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        let scale = (space.w / w).min(space.h / h);
        let (w, h) = (w * scale, h * scale);
        let rect = Rect { x: space.x, y: space.y + (space.h - h) / 2.0, w, h };
        page.nodes.push(Node::Image { picture, rect, clip: rect });
        left += w + grid.u * 2.0;
    }
    header(page, (screen, grid), fonts, local, (left, rect, named));
}

/// Name at left, clock at right, the longest date that has room before it; two rows in portrait.
fn header(
    page: &mut Page,
    (screen, grid): (&Screen, &Grid),
    fonts: &mut Fonts,
    local: NaiveDateTime,
    (left, rect, named): (f32, Rect, bool),
) {
    let theme = &screen.theme;
    let strong = grid.style(Role::NoteStrong);
    let plain = grid.style(Role::Note);
    let right = grid.content.x + grid.content.w;
    let gap = grid.u * 4.0;
    // By a clock that was never set: better no time than a wrong one.
    let set = clock_is_set(local);
    let two = grid.portrait() && named && set;
    let rows = if two { 2.0 } else { 1.0 };
    let top = grid.safe.y + (rect.h - grid.safe.y - rows * strong.leading) / 2.0;

    let clock = if set { dates::clock(local) } else { String::new() };
    let clock = fonts.body(&clock, strong, right - left);
    let second = if two { top + strong.leading } else { top };
    page.text(&clock, right - clock.width, second, theme.text);

    let name = if named { screen.school.as_str() } else { "" };
    let room = if two { right - left } else { right - left - clock.width - gap };
    let name = fitted(name, fonts, strong, room);
    page.text(&name, left, top + (strong.leading - name.height) / 2.0, theme.text);

    let start = if two || name.lines.is_empty() { left } else { left + name.width + gap };
    let end = right - clock.width - gap * 0.6;
    let room = end - start;
    for date in dates::header(local.date(), screen.lunar).into_iter().filter(|_| set) {
        if fonts.width(&date, plain) <= room {
            let date = fonts.body(&date, plain, room);
            let x = if two { left } else { end - date.width };
            page.text(&date, x, second, theme.quiet);
            break;
        }
    }
}

/// The name on one line, smaller when it has to be: it is recognised, not read.
fn fitted(name: &str, fonts: &mut Fonts, style: Style, room: f32) -> Block {
    let width = fonts.width(name, style);
    let scale = (room / width.max(1.0)).clamp(0.4, 1.0);
    let style = Style { size: style.size * scale, leading: style.leading * scale, ..style };
    fonts.set(name.lines().map(str::to_string).collect(), style, room)
}

fn footer(page: &mut Page, (screen, grid): (&Screen, &Grid), fonts: &mut Fonts, rect: Rect) {
    let Some(line) = &screen.footer else { return };
    let style = grid.style(Role::Note);
    let bottom = grid.safe.y + grid.safe.h;
    let high = bottom - rect.y;
    let mut block = fonts.heading(line, style, grid.content.w);
    if block.height > high {
        // The guess of the rows was short, or the line is longer than two: smaller, whole.
        let scale = high / block.height;
        let style = Style { size: style.size * scale, leading: style.leading * scale, ..style };
        block = fonts.heading(line, style, grid.content.w);
    }
    let y = rect.y + (high - block.height) / 2.0;
    page.text(&block, grid.content.x, y, screen.theme.text);
}
