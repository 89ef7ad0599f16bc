//! One person or class, and what they are praised for.

use crate::model::{Fit, Praise};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place as Beside};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::{Grid, Role};
use crate::scene::layout::{Layout, Page, want};

use super::Place;

/// What the kind of slide is called on the wall.
const KICKER: &str = "Biểu dương";
/// The share of an upright screen's height that the picture takes.
const PICTURE: f32 = 0.4;
/// The share of the free height that stands above a name without a picture.
const LIFT: f32 = 0.35;

/// The picture at the left (above on an upright screen), the name and the reason beside it; without a
/// picture the name is larger.
pub fn pages(praise: &Praise, layout: &mut Layout) -> Vec<Page> {
    let content = layout.grid.content;
    let Some((asset, space, fit)) = image(praise, &layout.grid) else {
        return statement(praise, layout).map_or_else(|| board(praise, content, layout), |page| vec![page]);
    };
    let mut area = text(content, space, layout);
    if area.h < parts(praise, area, layout).least_height(layout) {
        // The words stay.
        return board(praise, content, layout);
    }
    if let Some(picture) = (layout.pictures)(&want(asset, space, fit))
        && !layout.grid.portrait()
    {
        // The text keeps its width, so that its pages stay the same, and moves up to a narrow picture.
        let (w, h) = (picture.width.max(1) as f32, picture.height.max(1) as f32);
        area.x -= space.w - w * (space.w / w).min(space.h / h);
    }
    let mut pages = board(praise, area, layout);
    for page in &mut pages {
        layout.picture(page, asset, space, space);
    }
    pages
}

fn parts<'a>(praise: &'a Praise, area: Rect, layout: &Layout) -> Parts<'a> {
    let foot = Foot { source: praise.source.as_deref(), confirm: false };
    let color = layout.theme.ceremony;
    Parts { area, kicker: Some(KICKER), title: &praise.name, color, qr: None, foot }
}

fn board(praise: &Praise, area: Rect, layout: &mut Layout) -> Vec<Page> {
    let parts = parts(praise, area, layout);
    let reason = Piece::body(&praise.reason, layout.theme.text);
    layout.board(parts, &[Beside::Above], &mut |layout, room| {
        let columns = layout.flow(std::slice::from_ref(&reason), room.w, room.h);
        columns.iter().map(|column| column.page(room.x, room.y)).collect()
    })
}

/// Name and reason alone, a little above the middle; `None` when they do not fit a page.
fn statement(praise: &Praise, layout: &mut Layout) -> Option<Page> {
    let content = layout.grid.content;
    let parts = parts(praise, content, layout);
    let head = parts.head_height(Role::Poster, layout);
    let gap = layout.u(3.0);
    let room = content.h - head - layout.foot_height(parts.foot, content.w, 1);
    let roles = [Role::Poster, Role::Title, Role::Heading];
    let name = layout.largest(&praise.name, &roles, content.w, room / 2.0);
    let reason = layout.body(&praise.reason, Role::Body, content.w);
    let free = room - name.height + name.style.capital_top() - gap - reason.height;
    if free < 0.0 {
        return None;
    }
    let mut page = Page { words: name.words() + reason.words(), ..Page::default() };
    let top = parts.head(&mut page, (content.x, content.y + free * LIFT), Role::Poster, layout);
    let below = page.text(&name, content.x, top - name.style.capital_top(), layout.theme.text);
    page.text(&reason, content.x, below + gap, layout.theme.text);
    layout.foot(&mut page, parts.foot, content, (0, 1), parts.color);
    Some(page)
}

/// The picture's space.
pub fn image<'a>(praise: &'a Praise, grid: &Grid) -> Option<Place<'a>> {
    let space =
        if grid.portrait() { Rect { h: grid.content.h * PICTURE, ..grid.content } } else { grid.columns().0 };
    Some((praise.image.as_ref()?, space, Fit::Contain))
}

/// What the picture leaves of the content.
fn text(content: Rect, picture: Rect, layout: &Layout) -> Rect {
    let gap = 2.0 * layout.grid.gap();
    if layout.grid.portrait() {
        let y = picture.y + picture.h + gap;
        Rect { y, h: content.y + content.h - y, ..content }
    } else {
        let x = picture.x + picture.w + gap;
        Rect { x, w: content.x + content.w - x, ..content }
    }
}
