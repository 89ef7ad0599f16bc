//! Files that have pages themselves, and pictures that are shown part by part.

use super::{PicturePart, parts};

/// The size of a page as it is seen, in points (1/72 inch). Both are positive and finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// A page that is played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaf {
    /// Which page of the file, from 0; of a picture 0 is the whole, and its parts count from 1.
    pub number: u32,
    /// Its size.
    pub sheet: Sheet,
}

/// Files that have pages themselves: what people call the program of each, and the ends of its names.
const PROGRAMS: [(&str, &[&str]); 4] = [
    (PDF, &["pdf"]),
    ("PowerPoint", &["pptx", "ppt", "ppsx", "pps", "potx", "pot", "odp", "otp"]),
    ("Word", &["docx", "doc", "dotx", "dot", "odt", "ott", "rtf"]),
    ("Excel", &["xls", "xlt", "ods", "ots"]),
];

/// What [`paged`] calls a PDF; whatever else it knows has to be made into one.
pub const PDF: &str = "PDF";

/// What a file of this name is called when it has pages itself.
pub fn paged(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.')?;
    let known = |ends: &[&str]| ends.iter().any(|known| end.eq_ignore_ascii_case(known));
    PROGRAMS.into_iter().find(|(_, ends)| known(ends)).map(|(program, _)| program)
}

/// How many pages of a document play when nobody says which: more of them would keep all else off the screen.
pub const MAX_PAGES: usize = 20;

/// Pages that somebody chose, first and last counted from 1: "1-3,7" is `[(1, 3), (7, 7)]`.
pub type Ranges = Vec<(u32, u32)>;

/// The pages of a document of `sheets` that play: those of `chosen`, in their order, as far as there are such; without
/// a choice the first [`MAX_PAGES`].
pub fn leaves(sheets: &[Sheet], chosen: Option<&Ranges>) -> Vec<Leaf> {
    let all = (0u32..).zip(sheets).map(|(number, sheet)| Leaf { number, sheet: *sheet });
    let Some(chosen) = chosen else { return all.take(MAX_PAGES).collect() };
    let all: Vec<Leaf> = all.collect();
    let range = |(first, last): &(u32, u32)| {
        let last = (*last as usize).min(all.len());
        all.get((*first as usize).saturating_sub(1)..last).unwrap_or_default()
    };
    chosen.iter().flat_map(range).copied().collect()
}

/// The parts of a picture of `size` pixels that play, chosen as the pages of a document are; none where it is shown as it
/// is.
pub fn part_leaves(size: (u32, u32), chosen: Option<&Ranges>) -> Vec<Leaf> {
    let sheet = |part: PicturePart| Sheet { width: part.width as f32, height: part.height as f32 };
    let sheets: Vec<Sheet> = parts(size).into_iter().map(sheet).collect();
    leaves(&sheets, chosen).into_iter().map(|leaf| Leaf { number: leaf.number + 1, ..leaf }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_plays_what_was_chosen_or_its_beginning() {
        let sheets = vec![Sheet { width: 595.0, height: 842.0 }; 30];
        let numbers = |sheets: &[Sheet], chosen: Option<Ranges>| -> Vec<u32> {
            leaves(sheets, chosen.as_ref()).iter().map(|leaf| leaf.number).collect()
        };
        assert_eq!(numbers(&sheets, None), (0..20).collect::<Vec<u32>>());
        assert_eq!(numbers(&sheets[..3], None), [0, 1, 2]);
        assert_eq!(numbers(&sheets, Some(vec![(1, 3), (7, 7)])), [0, 1, 2, 6]);
        assert_eq!(numbers(&sheets, Some(vec![(29, 40), (1, 1)])), [28, 29, 0]);
        assert_eq!(numbers(&sheets, Some(vec![(31, 40), (0, 0)])), [0; 0]);
        assert_eq!(numbers(&[], Some(vec![(1, 1)])), [0; 0]);
    }
}
