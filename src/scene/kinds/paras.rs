//! The paragraphs of a text: points, numbers, lists in lists, headings, words in bold.

use crate::model::{Mark, Para};
use crate::scene::flow::{BESIDE, BULLET, Piece};
use crate::scene::grid::Role;
use crate::scene::layout::Layout;
use crate::scene::strong;
use crate::scene::text::Style;

/// Above a heading within the text, and above a point of a list in a list, in u.
const HEADED: f32 = 4.5;
const NESTED: f32 = 1.5;

/// Each paragraph as a piece of a column.
pub fn pieces(body: &[Para], layout: &mut Layout) -> Vec<Piece> {
    let theme = layout.theme;
    let indents = indents(body, layout);
    let piece = |para: &Para| {
        let indent = indents.iter().take(para.depth).sum();
        let plain = Piece { indent, ..Piece::body(strong::marked(&para.text, &para.strong), theme.text) };
        match para.mark {
            Mark::None => plain,
            Mark::Heading => Piece { role: Role::Strong, above: HEADED, leads: true, ..plain },
            Mark::Bullet if para.depth > 1 => Piece { above: NESTED, ..plain.bullet(theme.quiet) },
            Mark::Bullet => plain.bullet(theme.accent),
            Mark::Number(number) => {
                Piece { number: Some(format!("{number}.")), ..plain.bullet(theme.accent) }
            }
        }
    };
    body.iter().map(piece).collect()
}

/// How far each depth of a list stands from the one before, in ems: its widest number has room.
fn indents(body: &[Para], layout: &mut Layout) -> [f32; 2] {
    let style = Style { bold: true, ..layout.style(Role::Body) };
    [1, 2].map(|depth| {
        let points = body.iter().filter(|para| para.depth == depth);
        let of = |para: &Para| match para.mark {
            Mark::Number(number) => layout.fonts.width(&format!("{number}."), style) / style.size + BESIDE,
            _ => BULLET,
        };
        points.map(of).fold(0.0, f32::max)
    })
}
