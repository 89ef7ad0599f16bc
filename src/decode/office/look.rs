//! What an office document is, and whether LibreOffice is given it: decided by its content, before that sees a byte.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::Cursor;

use super::{Fault, fonts, ole};
use crate::decode::archive::{self, Heavy};
use crate::decode::glance::size;
use crate::decode::{Family, other};

/// The largest document that is opened, in bytes.
pub const MAX_FILE: u64 = 100 << 20;
/// What may come out of its archive, and the longest part in XML, which is read whole.
const UNPACKED: u64 = 512 << 20;
const XML: u64 = 64 << 20;

/// Pixels of a picture that LibreOffice 7.4 draws; where one has more than some 350 million it leaves the place empty and
/// says nothing. Four of so many take three of the four gigabytes that it is given.
const PIXELS: u64 = 300_000_000;

/// A format that LibreOffice is given, with the name that its end goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// The end of a name, without dot.
    pub end: &'static str,
    /// LibreOffice's filter that reads it, and no other does.
    pub reads: &'static str,
    /// Its part of LibreOffice.
    pub part: Part,
}

/// A program of LibreOffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the name of a program
pub(super) enum Part {
    Impress,
    Writer,
    Calc,
}

const fn format(end: &'static str, part: Part, reads: &'static str) -> Format {
    Format { end, reads, part }
}

const DOC: Format = format("doc", Part::Writer, "MS Word 97");
const PPT: Format = format("ppt", Part::Impress, "MS PowerPoint 97");
const XLS: Format = format("xls", Part::Calc, "MS Excel 97");
const RTF: Format = format("rtf", Part::Writer, "Rich Text Format");

/// Formats by what the directory of an archive says of its main part. Those with macros have another name.
const PACKED: [(&str, Format); 9] = [
    ("presentationml.presentation.main+xml", format("pptx", Part::Impress, "Impress MS PowerPoint 2007 XML")),
    ("presentationml.template.main+xml", format("pptx", Part::Impress, "Impress MS PowerPoint 2007 XML")),
    (
        "presentationml.slideshow.main+xml",
        format("ppsx", Part::Impress, "Impress MS PowerPoint 2007 XML AutoPlay"),
    ),
    ("wordprocessingml.document.main+xml", format("docx", Part::Writer, "MS Word 2007 XML")),
    ("wordprocessingml.template.main+xml", format("docx", Part::Writer, "MS Word 2007 XML")),
    ("spreadsheetml.sheet.main+xml", format("xlsx", Part::Calc, "Calc MS Excel 2007 XML")),
    ("vnd.oasis.opendocument.presentation", format("odp", Part::Impress, "impress8")),
    ("vnd.oasis.opendocument.text", format("odt", Part::Writer, "writer8")),
    ("vnd.oasis.opendocument.spreadsheet", format("ods", Part::Calc, "calc8")),
];

/// The end of a document's name that is called `end`.
pub(super) fn end(end: &str) -> Option<&'static str> {
    let packed = PACKED.iter().map(|(_, format)| format);
    packed.chain(&[DOC, PPT, XLS, RTF]).map(|format| format.end).find(|known| *known == end)
}

/// What a document is, and the fonts that it asks for, where it says so in XML.
///
/// # Errors
/// A [`Fault`] when it is none, not the whole of one, locked, too heavy, or has programs in it.
pub(super) fn look(bytes: &[u8]) -> Result<(Format, BTreeSet<String>), Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.starts_with(&ole::MARK) {
        return old(bytes).map(|format| (format, BTreeSet::new()));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return packed(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        let end = bytes.iter().rfind(|byte| !byte.is_ascii_whitespace() && **byte != 0);
        return if end == Some(&b'}') { Ok((RTF, BTreeSet::new())) } else { Err(Fault::Cut) };
    }
    let is_web = bytes.trim_ascii_start().first() == Some(&b'<');
    let what = Family::of(bytes).map(Family::name).or(other(bytes)).or(is_web.then_some("trang web"));
    Err(Fault::Foreign(what))
}

/// A document of Office before 2007.
fn old(bytes: &[u8]) -> Result<Format, Fault> {
    let has = |names: &[&str]| ole::has(bytes, names);
    if has(&["EncryptedPackage"]) {
        return Err(Fault::Locked);
    }
    let known = [(DOC, &["WordDocument"][..]), (PPT, &["PowerPoint Document"]), (XLS, &["Workbook", "Book"])];
    let format = known.into_iter().find(|(_, names)| has(names)).map(|(format, _)| format);
    if !ole::is_whole(bytes) {
        return Err(Fault::Cut);
    }
    let format = format.ok_or(Fault::Foreign(None))?;
    if has(&["Macros", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"]) { Err(Fault::Macros) } else { Ok(format) }
}

/// A document in an archive.
fn packed(bytes: &[u8]) -> Result<(Format, BTreeSet<String>), Fault> {
    let (asked, format) = (RefCell::new(BTreeSet::new()), Cell::new(None));
    let (locked, macros) = (Cell::new(false), Cell::new(false));
    let most = |name: &str| {
        let basic =
            name.starts_with("basic/") && !["-lc.xml", "-lb.xml"].iter().any(|end| name.ends_with(end));
        if basic || name.starts_with("scripts/") || name.ends_with("vbaproject.bin") {
            macros.set(true);
        }
        if name.ends_with(".xml") { XML } else { UNPACKED }
    };
    let look = |name: &str, text: &[u8]| {
        if !name.ends_with(".xml") {
            return is_drawn(text);
        }
        let text = String::from_utf8_lossy(text);
        if name == "[content_types].xml" || name == "meta-inf/manifest.xml" {
            let known = PACKED.iter().find(|(kind, _)| text.contains(kind));
            format.set(format.get().or(known.map(|(_, format)| *format)));
            locked.set(locked.get() || text.contains("encryption-data"));
            macros.set(macros.get() || text.contains("macroEnabled") || text.contains("vbaProject"));
        }
        fonts::ask(name, &text, &mut asked.borrow_mut());
        true
    };
    let weighed = archive::weigh(bytes, UNPACKED, &most, &look);
    match weighed {
        _ if macros.get() => Err(Fault::Macros),
        _ if locked.get() => Err(Fault::Locked),
        Err(Heavy::Bomb) => Err(Fault::TooLarge),
        // Its directory comes last.
        Err(Heavy::Broken) if !bytes.windows(4).rev().take(1 << 16).any(|mark| mark == b"PK\x05\x06") => {
            Err(Fault::Cut)
        }
        Err(Heavy::Broken) => Err(Fault::Damaged),
        Ok(()) => format.get().map(|format| (format, asked.take())).ok_or(Fault::Foreign(Some("ZIP"))),
    }
}

/// Whether LibreOffice draws what begins so, should it be a picture.
fn is_drawn(head: &[u8]) -> bool {
    size(&mut Cursor::new(head))
        .is_none_or(|(_, (width, height))| u64::from(width) * u64::from(height) <= PIXELS)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_picture_that_libreoffice_would_leave_out_is_refused() {
        let document = |width: u16, height: u16| {
            let ([w1, w2], [h1, h2]) = (width.to_be_bytes(), height.to_be_bytes());
            let picture = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, h1, h2, w1, w2, 1, 1, 0x11, 0];
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            for (name, content) in [
                ("[Content_Types].xml", &b"wordprocessingml.document.main+xml"[..]),
                ("word/media/image1.jpeg", &picture[..]),
            ] {
                writer.start_file(name, SimpleFileOptions::default()).unwrap();
                writer.write_all(content).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        assert_eq!(look(&document(20_000, 15_000)).map(|(format, _)| format.end), Ok("docx"));
        assert_eq!(look(&document(24_000, 18_000)), Err(Fault::TooLarge));
    }
}
