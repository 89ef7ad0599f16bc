//! Archives (zip), weighed before anything in them is used: a few bytes can stand for all the memory there is.

use std::io::{Cursor, Read, sink};

use zip::ZipArchive;

/// Most parts: a slide takes five.
const PARTS: usize = 5_000;
/// How many times smaller than itself a part may be packed; office programs reach twenty.
const RATIO: u64 = 100;
/// A part of so few bytes harms nobody, however well it is packed.
const HARMLESS: u64 = 1 << 20;

/// Bytes of a part that is no XML by which it is judged: whatever else a picture begins with, its size is among them.
const HEAD: u64 = 1 << 20;

/// Why an archive is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heavy {
    /// It is no archive, or a part of it cannot be unpacked.
    Broken,
    /// It unpacks to more than it may.
    Bomb,
}

/// Unpacks every part once, and keeps none: what its directory declares is believed only when it is true. All parts
/// together may have `whole` bytes; `most` says how many a part of a name may have; a part in XML, and of others the first
/// [`HEAD`] bytes, are shown to `look`, which says whether it is harmless.
///
/// # Errors
/// [`Heavy`], also when more than `whole` bytes come out, or more than a hundred times what went in.
pub fn weigh(
    bytes: &[u8],
    whole: u64,
    most: &dyn Fn(&str) -> u64,
    look: &dyn Fn(&str, &[u8]) -> bool,
) -> Result<(), Heavy> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Heavy::Broken)?;
    if archive.len() > PARTS {
        return Err(Heavy::Bomb);
    }
    let mut left = whole;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Heavy::Broken)?;
        let name = part.name().map_err(|_| Heavy::Broken)?.to_lowercase();
        let (declared, packed) = (part.size(), part.compressed_size());
        let room = left.min(most(&name)).min((packed * RATIO).max(HARMLESS));
        if declared > room {
            return Err(Heavy::Bomb);
        }
        // One byte more than declared is a lie, and the unpacking stops there.
        let mut unpacked = part.take(declared + 1);
        let shown = if name.ends_with(".xml") { declared + 1 } else { HEAD };
        let mut text = Vec::new();
        unpacked.by_ref().take(shown).read_to_end(&mut text).map_err(|_| Heavy::Broken)?;
        let rest = std::io::copy(&mut unpacked, &mut sink()).map_err(|_| Heavy::Broken)?;
        if !look(&name, &text) {
            return Err(Heavy::Bomb);
        }
        let real = text.len() as u64 + rest;
        if real > declared {
            return Err(Heavy::Bomb);
        }
        left -= real;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive of one part.
    fn packed(name: &str, content: &[u8]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn weighed(bytes: &[u8]) -> Result<(), Heavy> {
        weigh(bytes, 64 << 20, &|_| u64::MAX, &|_, _| true)
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused_and_ordinary_parts_are_not() {
        let noise: Vec<u8> =
            (0..2_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(weighed(&packed("a.xml", &noise)), Ok(()));
        assert_eq!(weighed(&packed("a.xml", &vec![b' '; HARMLESS as usize])), Ok(()), "small enough");
        assert_eq!(weighed(&packed("a.xml", &vec![b' '; 3 << 20])), Err(Heavy::Bomb), "the ratio");
        let capped = weigh(
            &packed("xl/styles.xml", &noise),
            64 << 20,
            &|name| if name == "xl/styles.xml" { 9 } else { 99 },
            &|_, _| true,
        );
        assert_eq!(capped, Err(Heavy::Bomb));
        assert_eq!(
            weigh(&packed("a.xml", b"x"), 64 << 20, &|_| 9, &|_, text| text != b"x"),
            Err(Heavy::Bomb)
        );
        assert_eq!(weighed(b""), Err(Heavy::Broken));
        assert_eq!(weighed(b"PK\x03\x04"), Err(Heavy::Broken));
    }

    #[test]
    fn a_directory_that_lies_is_not_believed() {
        let honest = packed("a.bin", &vec![7; 5_000]);
        let mut found = 0;
        // Both headers declare the size: 5000 is 0x1388.
        for at in 0..honest.len() - 4 {
            if honest[at..at + 4] == [0x88, 0x13, 0, 0] {
                found += 1;
                let mut lying = honest.clone();
                lying[at..at + 4].copy_from_slice(&[9, 0, 0, 0]);
                let of_directory = at > honest.len() / 2;
                assert_eq!(weighed(&lying).is_err(), of_directory, "at {at}");
            }
        }
        assert_eq!(found, 2);
    }
}
