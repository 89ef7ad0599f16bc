//! Scores from the highest down: a table whose head stands on every page.

use crate::model::{Ranked, Ranking};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};
use crate::scene::text::Block;

/// Head of the column of ranks.
const RANK: &str = "Hạng";
/// Printed for a score, and so a rank, that is not known yet.
const UNKNOWN: &str = "–";
/// Height of a line in u, at least and, where few leave it room, at most.
const LINE: [f32; 2] = [9.0, 12.0];
/// The widest table in text units: the eye must not lose the line on its way from the name to the score.
const WIDEST: f32 = 110.0;
/// The share of the width that the head of the scores may take.
const HEAD: f32 = 0.35;
/// The share of the width that names need beside their scores.
const NAME: f32 = 0.25;
/// Radius of the disc behind the first three ranks, in sizes of the figure.
const DISC: f32 = 0.66;
/// Ranks that have one.
const MARKED: usize = 3;

/// The heading beside the table, or above it where that needs fewer pages.
pub fn pages(ranking: &Ranking, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &ranking.heading,
        color: layout.theme.accent,
        qr: None,
        foot: Foot { source: ranking.source.as_deref(), confirm: false },
    };
    layout.board(parts, &[Place::Beside, Place::Above], &mut |layout, room| table(ranking, room, layout))
}

/// Where the columns stand, in pixels from the left of the table.
struct Columns {
    /// Middle of the ranks.
    rank: f32,
    /// Left of the names, their width, and that of their head.
    name: (f32, f32, f32),
    /// Right of the scores, and the width of their head.
    score: (f32, f32),
    /// Whether each score stands under its name: they have no room beside each other.
    under: bool,
    /// Of the whole table.
    width: f32,
}

impl Columns {
    fn new(ranking: &Ranking, room: Rect, layout: &mut Layout) -> Columns {
        let [body, strong] = [Role::Body, Role::Strong].map(|role| layout.style(role));
        let width = room.w.min(WIDEST * layout.grid.t);
        let (edge, gap) = (layout.u(2.0), 1.5 * layout.grid.gap());
        let ranks = ranking.rows.iter().filter_map(|row| row.rank).max().unwrap_or(0).to_string();
        let rank =
            [layout.fonts.width(RANK, body), layout.fonts.width(&ranks, strong), 2.0 * DISC * body.size];
        let rank = rank.into_iter().fold(0.0, f32::max);
        let scores = ranking.rows.iter().filter_map(|row| row.score.as_deref()).chain([UNKNOWN]);
        let widest = scores.map(|score| layout.fonts.width(score, strong)).fold(0.0, f32::max);
        let head = layout.fonts.width(&ranking.what, body).min(width * HEAD);
        let x = edge + rank + gap;
        let right = width - edge;
        let [beside, named] = [widest.max(head), head].map(|taken| (right - taken - gap - x).max(1.0));
        let mut names = ranking.rows.iter().map(|row| row.name.as_str());
        let under = beside < width * NAME || !names.all(|name| layout.whole_words(name, strong, beside));
        let name = if under { right - x } else { beside };
        Columns { rank: edge + rank / 2.0, name: (x, name, named), score: (right, head), under, width }
    }
}

/// The lines under their head, on as many pages as they need.
fn table(ranking: &Ranking, room: Rect, layout: &mut Layout) -> Vec<Page> {
    let columns = Columns::new(ranking, room, layout);
    // The least that a line takes.
    let leading = layout.style(Role::Body).leading * if columns.under { 2.0 } else { 1.0 };
    let head = head(ranking, &columns, layout);
    // A head that leaves the lines no room is left out.
    let above = if head.height + leading > room.h { 0.0 } else { head.height };
    let below = Rect { y: room.y + above, h: room.h - above, ..room };
    let [least, most] = LINE.map(|height| layout.u(height).max(leading));
    let least = if below.h < least { leading } else { least };
    let each = ((below.h / least) as usize).max(1);
    let each = ranking.rows.len().div_ceil(ranking.rows.len().div_ceil(each).max(1)).max(1);
    let pitch = (below.h / each as f32).clamp(least, most);
    let mut rows = Vec::new();
    for (index, ranked) in ranking.rows.iter().enumerate() {
        rows.extend(line(ranked, index % 2 == 0, &columns, (pitch, below.h), layout));
    }
    let mut pages: Vec<Page> =
        stack(&rows, below.h, usize::MAX).iter().map(|stack| stack.page(below.x, below.y)).collect();
    for page in pages.iter_mut().filter(|_| above > 0.0) {
        page.place(&head.part, room.x, room.y);
    }
    pages
}

/// What each column is.
fn head(ranking: &Ranking, columns: &Columns, layout: &mut Layout) -> Row {
    let quiet = layout.theme.quiet;
    let rank = layout.body(RANK, Role::Body, columns.width);
    let name = layout.body(&ranking.who, Role::Body, columns.name.2);
    let score = layout.body(&ranking.what, Role::Body, columns.score.1);
    let mut part = Page { words: rank.words() + name.words() + score.words(), ..Page::default() };
    part.text(&rank, columns.rank - rank.width / 2.0, 0.0, quiet);
    part.text(&name, columns.name.0, 0.0, quiet);
    part.text(&score, columns.score.0 - score.width, 0.0, quiet);
    let height = [&rank, &name, &score].into_iter().map(|block| block.height).fold(0.0, f32::max);
    Row { part, height, ..Row::default() }
}

/// One line, at least `pitch` high, on raised ground when it is `tinted`; several when its name is higher than
/// `room`.
fn line(
    ranked: &Ranked,
    tinted: bool,
    columns: &Columns,
    (pitch, room): (f32, f32),
    layout: &mut Layout,
) -> Vec<Row> {
    let marked = ranked.rank.is_some_and(|rank| rank <= MARKED);
    let role = if marked { Role::Strong } else { Role::Body };
    let (x, width, _) = columns.name;
    let piece = Piece { role, ..Piece::body(&ranked.name, layout.theme.text) };
    let under = if columns.under { layout.style(role).leading } else { 0.0 };
    let mut rows = layout.rows(&[piece], 0.0, width, room - under);
    for (index, row) in rows.iter_mut().enumerate() {
        let used = row.height + if index == 0 { under } else { 0.0 };
        let height = used.max(pitch).min(room.max(used));
        let mut part = Page::default();
        if tinted {
            part.fill(Rect { x: 0.0, y: 0.0, w: columns.width, h: height }, layout.theme.raised);
        }
        let y = (height - used) / 2.0;
        part.place(&row.part, x, y);
        if index == 0 {
            let score = if columns.under { y + row.height } else { y };
            figures(ranked, marked, (y, score), columns, &mut part, layout);
        }
        *row = Row { part, height, ..Row::default() };
    }
    rows
}

/// Rank and score on lines whose boxes begin at `rank_y` and `score_y`.
fn figures(
    ranked: &Ranked,
    marked: bool,
    (rank_y, score_y): (f32, f32),
    columns: &Columns,
    part: &mut Page,
    layout: &mut Layout,
) {
    let theme = layout.theme;
    let role = if marked { Role::Strong } else { Role::Body };
    let mut set = |text: &str| -> Block { layout.body(text, role, columns.width) };
    let rank = set(&ranked.rank.map_or(UNKNOWN.to_owned(), |rank| rank.to_string()));
    let score = set(ranked.score.as_deref().unwrap_or(UNKNOWN));
    if marked {
        let style = rank.style;
        let middle = rank_y + style.capital_top() + style.capital() / 2.0;
        part.disc((columns.rank, middle), DISC * style.size, theme.accent);
    }
    let color = if marked { theme.on_accent } else { theme.quiet };
    part.text(&rank, columns.rank - rank.width / 2.0, rank_y, color);
    part.text(&score, columns.score.0 - score.width, score_y, theme.text);
    part.words += rank.words() + score.words();
}
