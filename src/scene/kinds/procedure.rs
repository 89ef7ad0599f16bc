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
/// Space between facts, in u.
const GAP: f32 = 3.0;
/// Space between a standing label and its list, in u.
const LABEL_GAP: f32 = 3.5;

/// One field of the procedure: its name, and what was entered.
struct Fact {
    label: &'static str,
    value: Option<String>,
}

/// A group of facts, or a list under its standing name; each begins on a page of its own.
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
        sheets(procedure).iter().flat_map(|sheet| draw(sheet, room, layout)).collect()
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

fn draw(sheet: &Sheet, room: Rect, layout: &mut Layout) -> Vec<Page> {
    match sheet {
        Sheet::Facts(facts) => {
            let rows = facts_rows(facts, room, layout);
            stack(&rows, room.h, usize::MAX).iter().map(|stack| stack.page(room.x, room.y)).collect()
        }
        Sheet::Papers(procedure) => {
            listed("Thành phần hồ sơ", room, layout, |body, layout| papers(procedure, body, layout))
        }
        Sheet::Steps(procedure) => listed("Trình tự thực hiện", room, layout, |body, layout| {
            numbered(&procedure.steps, body, layout)
        }),
    }
}

/// A list under a label that stands on each of its pages; one that would leave no room comes once, before it.
fn listed(
    label: &str,
    room: Rect,
    layout: &mut Layout,
    list: impl Fn(Rect, &mut Layout) -> Vec<Row>,
) -> Vec<Page> {
    let label = Piece { role: LABEL, ..Piece::body(label, layout.theme.quiet) };
    let mut head = layout.rows(std::slice::from_ref(&label), 0.0, room.w, room.h);
    let gap = layout.u(LABEL_GAP);
    let taken = head.iter().map(|row| row.height).sum::<f32>() + gap;
    if room.h - taken < 2.0 * layout.style(Role::Body).leading {
        head.extend(list(room, layout));
        return stack(&head, room.h, usize::MAX).iter().map(|stack| stack.page(room.x, room.y)).collect();
    }
    let body = Rect { y: room.y + taken, h: room.h - taken, ..room };
    let mut pages = Vec::new();
    for stack in stack(&list(body, layout), body.h, usize::MAX) {
        let mut page = stack.page(body.x, body.y);
        for row in &head {
            page.place(&row.part, room.x, room.y);
        }
        pages.push(page);
    }
    pages
}

/// Facts side by side where that is shorter than one under the other; the rows of a pair share their top.
fn facts_rows(facts: &[Fact], room: Rect, layout: &mut Layout) -> Vec<Row> {
    let gap = layout.u(GAP);
    let half = (room.w - 2.0 * layout.grid.gap()) / 2.0;
    let mut rows: Vec<Row> = Vec::new();
    let mut rest = facts;
    while let Some((first, others)) = rest.split_first() {
        let alone = fact_rows(first, room.w, room.h, layout);
        let pair = others.first().and_then(|second| {
            let left = single(fact_rows(first, half, room.h, layout))?;
            let right = single(fact_rows(second, half, room.h, layout))?;
            let stacked = fact_rows(second, room.w, room.h, layout);
            let height = |rows: &[Row]| rows.iter().map(|row| row.height).sum::<f32>();
            let labels = fits(first, half, layout) && fits(second, half, layout);
            let saves = left.height.max(right.height) < height(&alone) + gap + height(&stacked) - 0.5;
            (labels && saves).then_some((left, right))
        });
        if let Some((left, right)) = pair {
            let mut row = Row { height: left.height.max(right.height), ..left };
            row.part.place(&right.part, room.w - half, 0.0);
            rows.push(row.under(gap));
            rest = others.get(1..).unwrap_or_default();
        } else {
            rows.extend(
                alone.into_iter().enumerate().map(|(n, row)| row.under(if n == 0 { gap } else { 0.0 })),
            );
            rest = others;
        }
    }
    rows
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
    let mut rows: Vec<Row> = rows.into_iter().map(|row| row.under(above)).collect();
    if procedure.copies.is_some() {
        let copies = Fact { label: COPIES, value: procedure.copies.clone() };
        let gap = layout.u(GAP);
        rows.extend(fact_rows(&copies, room.w, room.h, layout).into_iter().map(|row| row.under(gap)));
    }
    rows
}
