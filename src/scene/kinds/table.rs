//! Lines and columns: the head stands on every page, numbers end in one line, words wrap. Where the columns have no
//! room side by side each line is a list of its own: never smaller print.

use crate::model::{Table, TableRow, fold};
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::{CHARACTER, Role};
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};

/// Height of a line in u, at least and, where few leave it room, at most.
const LINE: [f32; 2] = [9.0, 12.0];
/// Air above and below the text of a line that wraps, in u.
const AIR: f32 = 0.8;
/// What a column that wraps is not narrower than, in characters, unless its words are shorter.
const NARROW: f32 = 9.0;
/// From the edge of the table to its text, and between columns at most where they have room, in u.
const EDGE: f32 = 2.0;
const WIDE: f32 = 9.0;

/// The heading above the table, or beside one that is narrow where that needs fewer pages.
pub fn pages(sheet: &Table, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &sheet.heading,
        color: layout.theme.accent,
        qr: sheet.qr.as_ref(),
        foot: Foot { source: sheet.source.as_deref(), confirm: false },
    };
    let beside = Columns::new(sheet, layout.beside(), layout).is_some_and(|columns| !columns.wraps);
    let places = [Place::Beside, Place::Above];
    let places = if beside { &places[..] } else { &places[1..] };
    layout.board(parts, places, &mut |layout, room| {
        let columns = Columns::new(sheet, room.w, layout);
        let table = columns.as_ref().and_then(|columns| table(sheet, columns, room, layout));
        match table {
            Some(table) if columns.is_some_and(|columns| !columns.wraps) => table,
            // Words in narrow columns may need more pages than one after the other.
            Some(table) => {
                Some(lists(sheet, room, layout)).filter(|lists| lists.len() < table.len()).unwrap_or(table)
            }
            None => lists(sheet, room, layout),
        }
    })
}

/// Where the columns stand, in pixels from the left of the table.
struct Columns {
    /// Left and width of each.
    spans: Vec<(f32, f32)>,
    /// Of the whole table.
    width: f32,
    /// Some of them have less room than their longest cell.
    wraps: bool,
}

impl Columns {
    /// `None` when they have no room side by side.
    fn new(sheet: &Table, width: f32, layout: &mut Layout) -> Option<Columns> {
        let needs: Vec<(f32, f32)> = (0..sheet.columns.len()).map(|at| needs(sheet, at, layout)).collect();
        let (edge, gap) = (layout.u(EDGE), 1.3 * layout.grid.gap());
        let between = needs.len().saturating_sub(1) as f32;
        let room = width - 2.0 * edge - between * gap;
        if needs.iter().map(|(least, _)| least).sum::<f32>() > room {
            return None;
        }
        let whole: f32 = needs.iter().map(|(_, whole)| whole).sum();
        let wraps = whole > room;
        // As wide as every column may be, so that all have room.
        let (mut low, mut most) = (0.0, width);
        let given = |most: f32, (least, whole): &(f32, f32)| whole.min(most.max(*least));
        for _ in 0..16 {
            let middle = (low + most) / 2.0;
            let used: f32 = needs.iter().map(|need| given(middle, need)).sum();
            if used > room { most = middle } else { low = middle }
        }
        let most = if wraps { low } else { width };
        let spare = if wraps { 0.0 } else { (room - whole) / between.max(1.0) };
        let gap = (gap + spare).min(layout.u(WIDE).max(gap));
        let mut x = edge;
        let mut spans = Vec::new();
        for need in &needs {
            let width = given(most, need);
            spans.push((x, width));
            x += width + gap;
        }
        let width = if between < 1.0 { width } else { x - gap + edge };
        Some(Columns { spans, width, wraps })
    }
}

/// The least width of a column, and that of its longest cell on one line.
fn needs(sheet: &Table, at: usize, layout: &mut Layout) -> (f32, f32) {
    let style = layout.style(Role::Body);
    let narrow = NARROW * CHARACTER * style.size;
    let Some(column) = sheet.columns.get(at) else { return (0.0, 0.0) };
    let cells = sheet.rows.iter().filter_map(|row| match row {
        TableRow::Cells(cells) => cells.get(at).map(String::as_str),
        TableRow::Section(_) => None,
    });
    let mut widest = |parts: &mut dyn Iterator<Item = &str>| {
        parts.map(|part| layout.fonts.width(part, style)).fold(0.0, f32::max)
    };
    let cell = widest(&mut cells.clone());
    let head = widest(&mut std::iter::once(column.head.as_str()));
    let word = widest(&mut column.head.split(' '));
    // Rounding must not divide the longest.
    let whole = cell.max(head) + 1.0;
    if column.figures {
        // The head may wrap, a number never.
        return (cell.max(word) + 1.0, whole);
    }
    let word = widest(&mut cells.flat_map(|cell| cell.split(' '))).max(word);
    ((word + 1.0).max(whole.min(narrow)), whole)
}

/// The lines under their head, on as many pages as they need; `None` when the head leaves them no room.
fn table(sheet: &Table, columns: &Columns, room: Rect, layout: &mut Layout) -> Option<Vec<Page>> {
    let head = head(sheet, columns, layout);
    let below = Rect { y: room.y + head.height, h: room.h - head.height, ..room };
    if below.h < layout.style(Role::Body).leading {
        return None;
    }
    let pitch = pitch(sheet.rows.len(), columns, below.h, layout);
    let rows = rows(sheet, columns, (pitch, below.h), layout);
    let mut pages: Vec<Page> =
        stack(&rows, below.h, usize::MAX).iter().map(|stack| stack.page(below.x, below.y)).collect();
    for page in &mut pages {
        page.place(&head.part, room.x, room.y);
    }
    Some(pages)
}

/// Height of a line of one line: all pages about equally full, where no cell wraps.
fn pitch(count: usize, columns: &Columns, height: f32, layout: &Layout) -> f32 {
    let leading = layout.style(Role::Body).leading;
    let [least, most] = LINE.map(|line| layout.u(line).max(leading));
    let least = if height < least { leading } else { least };
    if columns.wraps {
        return least;
    }
    let each = ((height / least) as usize).max(1);
    let each = count.div_ceil(count.div_ceil(each).max(1)).max(1);
    (height / each as f32).clamp(least, most)
}

/// What each column is: names of several lines end on one.
fn head(sheet: &Table, columns: &Columns, layout: &mut Layout) -> Row {
    let quiet = layout.theme.quiet;
    let spans = sheet.columns.iter().zip(&columns.spans);
    let blocks: Vec<_> = spans
        .map(|(column, (x, width))| {
            let block = layout.body(&column.head, Role::Body, *width);
            (if column.figures { x + width - block.width } else { *x }, block)
        })
        .collect();
    let height = blocks.iter().map(|(_, block)| block.height).fold(0.0, f32::max);
    let mut part = Page::default();
    for (x, block) in &blocks {
        part.words += block.words();
        part.text(block, *x, height - block.height, quiet);
    }
    Row { part, height, ..Row::default() }
}

/// Every line, `pitch` high at least; the name of a section stands over the line that it begins, and again where a page
/// goes on with it.
fn rows(sheet: &Table, columns: &Columns, (pitch, room): (f32, f32), layout: &mut Layout) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut section: Option<Row> = None;
    let mut begins = false;
    for (index, row) in sheet.rows.iter().enumerate() {
        match row {
            TableRow::Section(name) => {
                if let Some(empty) = section.take().filter(|_| begins) {
                    rows.push(empty);
                }
                section = Some(named(name, pitch, columns, layout));
                begins = true;
            }
            TableRow::Cells(cells) => {
                let over = section.as_ref().filter(|section| section.height + pitch <= room);
                let height = room - over.map_or(0.0, |section| section.height);
                let lines = line((cells, index % 2 == 0), sheet, columns, (pitch, height), layout);
                if over.is_none() && begins {
                    rows.extend(section.clone());
                    begins = false;
                }
                for row in lines {
                    rows.push(match over {
                        Some(section) if begins => joined(section, row),
                        Some(section) => Row { head: Some((section.part.clone(), section.height)), ..row },
                        None => row,
                    });
                    begins = false;
                }
            }
        }
    }
    rows.extend(section.filter(|_| begins));
    rows
}

/// The name of a section, over the whole width.
fn named(name: &str, pitch: f32, columns: &Columns, layout: &mut Layout) -> Row {
    let edge = layout.u(EDGE);
    let block = layout.heading(name, Role::Strong, columns.width - 2.0 * edge);
    let height = block.height.max(pitch);
    let mut part = Page { words: block.words(), ..Page::default() };
    part.text(&block, edge, (height - block.height) / 2.0, layout.theme.text);
    Row { part, height, ..Row::default() }
}

/// One row of a section's name and its first line.
fn joined(section: &Row, line: Row) -> Row {
    let mut part = section.part.clone();
    part.place(&line.part, 0.0, section.height);
    Row { part, height: section.height + line.height, ..Row::default() }
}

/// One line, on raised ground when it is `tinted`; several when a cell is higher than `room`.
fn line(
    (cells, tinted): (&[String], bool),
    sheet: &Table,
    columns: &Columns,
    (pitch, room): (f32, f32),
    layout: &mut Layout,
) -> Vec<Row> {
    let air = layout.u(AIR).min((room - layout.style(Role::Body).leading).max(0.0) / 2.0);
    let mut rows: Vec<Row> = Vec::new();
    for ((cell, column), (x, width)) in cells.iter().zip(&sheet.columns).zip(&columns.spans) {
        let style = layout.style(Role::Body);
        let parts = if column.figures || layout.fonts.width(cell, style) <= *width {
            let block = layout.fonts.body(cell, style, *width);
            let left = if column.figures { width - block.width } else { 0.0 };
            let mut part = Page { words: block.words(), ..Page::default() };
            part.text(&block, left, 0.0, layout.theme.text);
            vec![Row { part, height: block.height, ..Row::default() }]
        } else {
            layout.rows(&[Piece::body(cell, layout.theme.text)], 0.0, *width, room - 2.0 * air)
        };
        rows.resize(rows.len().max(parts.len()), Row::default());
        for (row, part) in rows.iter_mut().zip(parts) {
            row.part.place(&part.part, *x, 0.0);
            row.height = row.height.max(part.height);
        }
    }
    rows.iter().map(|row| on_ground(row, tinted, columns.width, (pitch, air), layout)).collect()
}

/// The row with air around it, in the middle of its ground.
fn on_ground(row: &Row, tinted: bool, width: f32, (pitch, air): (f32, f32), layout: &Layout) -> Row {
    let wraps = row.height > 1.5 * layout.style(Role::Body).leading;
    let height = if wraps { row.height + 2.0 * air } else { row.height }.max(pitch);
    let mut part = Page::default();
    if tinted {
        part.fill(Rect { x: 0.0, y: 0.0, w: width, h: height }, layout.theme.raised);
    }
    part.place(&row.part, 0.0, (height - row.height) / 2.0);
    Row { part, height, ..Row::default() }
}

/// Each line as a list of its cells, every one after the name of its column; numbers follow each other.
fn lists(sheet: &Table, room: Rect, layout: &mut Layout) -> Vec<Page> {
    let mut rows: Vec<Row> = Vec::new();
    let mut section: Option<Row> = None;
    for row in &sheet.rows {
        let (name, pieces) = match row {
            TableRow::Section(name) => (Some(name.clone()), Vec::new()),
            TableRow::Cells(cells) => listed(sheet, cells, layout),
        };
        let taken = section.as_ref().map_or(0.0, |section| section.height);
        let taken = if room.h - taken < 3.0 * layout.style(Role::Body).leading { 0.0 } else { taken };
        let mut list = list(name, &pieces, Rect { h: room.h - taken, ..room }, layout);
        if let (Some(over), Some(first)) = (section.take(), list.first_mut()) {
            match over.height + first.height <= room.h {
                true => *first = joined(&over, first.clone()),
                false => rows.push(over),
            }
        }
        if let Some(first) = list.first_mut() {
            first.above = layout.u(4.0);
        }
        if matches!(row, TableRow::Section(_)) && list.len() == 1 {
            section = list.pop().map(|row| Row { height: row.height + layout.u(2.0), ..row });
        }
        rows.extend(list);
    }
    rows.extend(section);
    stack(&rows, room.h, usize::MAX).iter().map(|stack| stack.page(room.x, room.y)).collect()
}

/// One line under its name, which stands again on every page that goes on with it.
fn list(name: Option<String>, pieces: &[Piece], room: Rect, layout: &mut Layout) -> Vec<Row> {
    let Some(name) = name else { return layout.rows(pieces, 0.0, room.w, room.h) };
    let name = Piece { role: Role::Strong, leads: true, ..Piece::body(name, layout.theme.text) };
    let gap = layout.u(1.0);
    let one = layout.rows(std::slice::from_ref(&name), 0.0, room.w, room.h);
    let left = room.h - gap - one.first().map_or(0.0, |name| name.height);
    let named = one.first().filter(|_| one.len() == 1 && left >= layout.style(Role::Body).leading);
    let Some(head) = named.filter(|_| !pieces.is_empty()) else {
        let all: Vec<Piece> = [name].into_iter().chain(pieces.iter().cloned()).collect();
        return layout.rows(&all, 0.0, room.w, room.h);
    };
    let head = Row { height: head.height + gap, ..head.clone() };
    let rows = layout.rows(pieces, 0.0, room.w, left).into_iter().enumerate();
    rows.map(|(index, row)| match index {
        0 => joined(&head, row),
        _ => Row { head: Some((head.part.clone(), head.height)), ..row },
    })
    .collect()
}

/// The name of one line, its first words, and its other cells.
fn listed(sheet: &Table, cells: &[String], layout: &Layout) -> (Option<String>, Vec<Piece>) {
    let named = sheet.columns.iter().position(|column| !column.figures).unwrap_or(0);
    let mut lines: Vec<(String, bool)> = Vec::new();
    for (at, (cell, column)) in cells.iter().zip(&sheet.columns).enumerate() {
        if at == named || cell.is_empty() {
            continue;
        }
        let text = labelled(&column.head, cell, column.figures);
        match lines.last_mut().filter(|(_, figures)| *figures && column.figures) {
            Some((line, _)) => *line += &format!("; {text}"),
            None => lines.push((text, column.figures)),
        }
    }
    let head = sheet.columns.get(named).map_or("", |column| &column.head);
    let name = cells.get(named).filter(|name| !name.is_empty());
    // "Lớp A" says by itself what it is.
    let name = name.map(|name| match fold(name).starts_with(&fold(head)) {
        true => name.clone(),
        false => labelled(head, name, false),
    });
    let body = |(line, _)| Piece { above: 1.0, ..Piece::body(line, layout.theme.text) };
    (name, lines.into_iter().map(body).collect())
}

/// The cell after the name of its column; a number on one line with it.
fn labelled(head: &str, cell: &str, figures: bool) -> String {
    match head.trim_end_matches(':') {
        "" => cell.to_owned(),
        head if figures => format!("{}:\u{a0}{cell}", head.replace(' ', "\u{a0}")),
        head => format!("{head}:\u{a0}{cell}"),
    }
}
