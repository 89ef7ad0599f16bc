//! A procedure, posted: the facts, the papers, the steps, and what it rests on.

use crate::model::Procedure;
use crate::scene::Rect;
use crate::scene::board::{Parts, Place};
use crate::scene::dates;
use crate::scene::flow::Piece;
use crate::scene::foot::Foot;
use crate::scene::grid::Role;
use crate::scene::layout::{Layout, Page};
use crate::scene::stack::{Row, stack};

use super::steps::numbered;

/// What a missing fact reads.
const MISSING: &str = "Chưa cập nhật";
/// Names of fields.
const LABEL: Role = Role::Body;
const COPIES: &str = "Số lượng hồ sơ";
/// Space between facts, and between groups that share a page, in u.
const GAP: f32 = 3.0;
const BETWEEN: f32 = 4.5;
/// Lines of a value that may stand beside another.
const SHORT: f32 = 2.0;
/// Space between a standing label and its papers, and its steps, whose numbers rise above their lines; in u.
const PAPERS_GAP: f32 = 1.0;
const STEPS_GAP: f32 = 2.5;

/// One field of the procedure: its name, and what was entered.
struct Fact {
    label: &'static str,
    value: Option<String>,
}

/// A group of facts, or a list under its standing name; each begins on a page of its own where that costs none.
enum Sheet<'a> {
    Facts(Vec<Fact>),
    Papers(&'a Procedure),
    Steps(&'a Procedure),
}

/// The name stands on every page; every field that was entered appears on one of them.
pub fn pages(procedure: &Procedure, layout: &mut Layout) -> Vec<Page> {
    let parts = Parts {
        area: layout.grid.content,
        kicker: None,
        title: &procedure.name,
        color: layout.theme.accent,
        qr: procedure.qr.as_ref(),
        foot: Foot { source: None, confirm: procedure.confirm },
    };
    layout.board(parts, &[Place::Beside, Place::Above], &mut |layout, room| {
        let rows: Vec<Row> = sheets(procedure).iter().flat_map(|sheet| rows(sheet, room, layout)).collect();
        stack(&rows, room.h, usize::MAX).iter().map(|stack| stack.page(room.x, room.y)).collect()
    })
}

fn sheets(procedure: &Procedure) -> Vec<Sheet<'_>> {
    let fact = |label, value: &Option<String>| Fact { label, value: value.clone() };
    let mut sheets = vec![Sheet::Facts(vec![
        fact("Đối tượng", &procedure.subject),
        fact("Thời hạn", &procedure.deadline),
        fact("Phí, lệ phí", &procedure.fee),
        fact("Nơi nộp", &procedure.place),
    ])];
    if !procedure.papers.is_empty() {
        sheets.push(Sheet::Papers(procedure));
    }
    if !procedure.steps.is_empty() {
        sheets.push(Sheet::Steps(procedure));
    }
    let mut rest = vec![
        fact("Cơ quan giải quyết", &procedure.authority),
        // Without papers it has no list to stand under.
        Fact { label: COPIES, value: procedure.copies.clone().filter(|_| procedure.papers.is_empty()) },
        fact("Kết quả", &procedure.result),
        fact("Yêu cầu, điều kiện", &procedure.conditions),
        fact("Căn cứ pháp lý", &procedure.basis),
        fact("Mẫu đơn", &procedure.form),
        fact("Quyết định công bố", &procedure.decision),
        Fact { label: "Cập nhật ngày", value: procedure.updated.map(dates::short) },
    ];
    rest.retain(|fact| fact.value.is_some());
    rest.extend(missing(procedure));
    sheets.push(Sheet::Facts(rest));
    sheets
}

/// The fields of the later pages that the law asks for and nobody has entered, named together: one line
/// each would be pages of nothing.
fn missing(procedure: &Procedure) -> Option<Fact> {
    let fields = [
        ("thành phần hồ sơ", procedure.papers.is_empty()),
        ("số lượng hồ sơ", procedure.copies.is_none()),
        ("trình tự thực hiện", procedure.steps.is_empty()),
        ("cơ quan giải quyết", procedure.authority.is_none()),
        ("kết quả", procedure.result.is_none()),
        ("căn cứ pháp lý", procedure.basis.is_none()),
        ("quyết định công bố", procedure.decision.is_none()),
    ];
    let names: Vec<&str> = fields.iter().filter(|field| field.1).map(|field| field.0).collect();
    let (first, rest) = names.split_first()?;
    let mut letters = first.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    let first: String = capital.chain(letters).collect();
    let value = std::iter::once(first.as_str()).chain(rest.iter().copied()).collect::<Vec<_>>().join(", ");
    Some(Fact { label: MISSING, value: Some(value) })
}

/// The rows of a sheet; the first begins it.
fn rows(sheet: &Sheet, room: Rect, layout: &mut Layout) -> Vec<Row> {
    let mut rows = match sheet {
        Sheet::Facts(facts) => facts_rows(facts, room, layout),
        Sheet::Papers(procedure) => {
            let rows = papers(procedure, room, layout);
            let mut rows = listed(("Thành phần hồ sơ", PAPERS_GAP), rows, room, layout);
            if procedure.copies.is_some() {
                let copies = Fact { label: COPIES, value: procedure.copies.clone() };
                rows.extend(facts_rows(&[copies], room, layout));
            }
            rows
        }
        Sheet::Steps(procedure) => {
            let rows = numbered(&procedure.steps, room, layout);
            listed(("Trình tự thực hiện", STEPS_GAP), rows, room, layout)
        }
    };
    if let Some(first) = rows.first_mut() {
        first.begins = true;
        first.above = layout.u(BETWEEN);
    }
    rows
}

/// The rows of a list, `gap` u under a label that stands on each of its pages; one that would leave no room stands once.
fn listed((label, gap): (&str, f32), rows: Vec<Row>, room: Rect, layout: &mut Layout) -> Vec<Row> {
    let label = Piece { role: LABEL, ..Piece::body(label, layout.theme.quiet) };
    let mut head = layout.rows(std::slice::from_ref(&label), 0.0, room.w, room.h);
    let gap = layout.u(gap);
    let taken = head.iter().map(|row| row.height).sum::<f32>() + gap;
    let most = rows.iter().map(|row| row.height).fold(0.0, f32::max);
    let [standing] = head.as_slice() else { return [head, rows].concat() };
    if taken + most > room.h {
        head.extend(rows);
        return head;
    }
    let standing = standing.part.clone();
    let mut listed: Vec<Row> = rows;
    for (index, row) in listed.iter_mut().enumerate() {
        if index > 0 {
            row.head = Some((Page { words: 0, ..standing.clone() }, taken));
            continue;
        }
        let mut part = standing.clone();
        part.place(&row.part, 0.0, taken);
        *row = Row { part, height: taken + row.height, ..Row::default() };
    }
    listed
}

/// Facts side by side where both are short and that is lower than one under the other: the choice with the least
/// height. The rows of a pair share their top.
fn facts_rows(facts: &[Fact], room: Rect, layout: &mut Layout) -> Vec<Row> {
    let gap = layout.u(GAP);
    // The least height from each fact on, with the rows that take it; from the last fact up.
    let mut best: Vec<(f32, Vec<Row>)> = vec![(0.0, Vec::new())];
    let mut next: Option<&Fact> = None;
    for fact in facts.iter().rev() {
        let alone = fact_rows(fact, room.w, room.h, layout);
        let mut found = joined(alone, gap, best.last());
        if let Some(pair) = next.and_then(|next| pair(fact, next, room, layout)) {
            let paired = joined(vec![pair], gap, best.len().checked_sub(2).and_then(|at| best.get(at)));
            // Half a pixel of rounding saves nothing.
            if paired.0 + 0.5 < found.0 {
                found = paired;
            }
        }
        best.push(found);
        next = Some(fact);
    }
    best.pop().map(|(_, rows)| rows).unwrap_or_default()
}

/// `rows` above those of `rest`, and the height of both.
fn joined(rows: Vec<Row>, gap: f32, rest: Option<&(f32, Vec<Row>)>) -> (f32, Vec<Row>) {
    let (below, rest) = rest.map_or((0.0, [].as_slice()), |(height, rows)| (*height, rows.as_slice()));
    let height = rows.iter().map(|row| row.height).sum::<f32>();
    let rows = rows.into_iter().enumerate().map(|(n, row)| row.under(if n == 0 { gap } else { 0.0 }));
    (height + gap + below, rows.chain(rest.iter().cloned()).collect())
}

/// Two facts side by side; `None` when one is not short.
fn pair(left: &Fact, right: &Fact, room: Rect, layout: &mut Layout) -> Option<Row> {
    let half = (room.w - 2.0 * layout.grid.gap()) / 2.0;
    if !fits(left, half, layout) || !fits(right, half, layout) {
        return None;
    }
    let left = single(fact_rows(left, half, room.h, layout))?;
    let right = single(fact_rows(right, half, room.h, layout))?;
    let height = left.height.max(right.height);
    let mut row = Row { height, ..left };
    row.part.place(&right.part, room.w - half, 0.0);
    (height < (SHORT + 1.5) * layout.style(LABEL).leading).then_some(row)
}

fn single(rows: Vec<Row>) -> Option<Row> {
    let [row]: [Row; 1] = rows.try_into().ok()?;
    Some(row)
}

/// Whether the label stays on one line and no word of the value is divided.
fn fits(fact: &Fact, width: f32, layout: &mut Layout) -> bool {
    let style = layout.style(LABEL);
    let value = fact.value.as_deref().unwrap_or(MISSING);
    layout.fonts.width(fact.label, style) <= width && layout.whole_words(value, style, width)
}

/// The label above the value; one row, unless it is higher than a page.
fn fact_rows(fact: &Fact, width: f32, height: f32, layout: &mut Layout) -> Vec<Row> {
    let theme = layout.theme;
    let label = Piece { leads: true, role: LABEL, ..Piece::body(fact.label, theme.quiet) };
    let (value, color) = match &fact.value {
        Some(value) => (value.as_str(), theme.text),
        None => (MISSING, theme.quiet),
    };
    let value = Piece { above: 0.0, ..Piece::body(value, color) };
    layout.rows(&[label, value], 0.0, width, height)
}

fn papers(procedure: &Procedure, room: Rect, layout: &mut Layout) -> Vec<Row> {
    let theme = layout.theme;
    let mut rows = Vec::new();
    for paper in &procedure.papers {
        let piece = Piece::body(paper, theme.text).bullet(theme.accent);
        rows.extend(layout.rows(&[piece], 0.0, room.w, room.h));
    }
    let above = layout.u(1.5);
    rows.into_iter().map(|row| row.under(above)).collect()
}
