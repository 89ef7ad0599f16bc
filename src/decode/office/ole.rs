//! The container of Office before 2007 (MS-CFB): which parts it has, and whether it has its end.

/// The first bytes of one.
pub(super) const MARK: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Bytes of an entry of the directory; every sector is a multiple of it, and so is the header.
const ENTRY: usize = 128;

/// A sector that belongs to nothing.
const FREE: u32 = u32::MAX;

/// Whether a part or a folder of one of these names is in it.
pub(super) fn has(bytes: &[u8], names: &[&str]) -> bool {
    let names: Vec<Vec<u8>> = names.iter().map(|name| entry(name)).collect();
    // Not along the chain of the directory: what is in it is found even where that is broken.
    bytes.as_chunks::<ENTRY>().0.iter().any(|found| {
        let [.., 1 | 2, 0 | 1] = found[..68] else { return false };
        names.iter().any(|name| found.starts_with(name) && found[64..66] == (name.len() as u16).to_le_bytes())
    })
}

/// A name as an entry begins with it: UTF-16 and a zero.
fn entry(name: &str) -> Vec<u8> {
    name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// Whether every sector that belongs to something is there; the last one may be short.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let number = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes);
    let (Some(shift), Some(tables)) =
        (bytes.get(30).copied().filter(|shift| (7..=12).contains(shift)), number(44))
    else {
        return false;
    };
    let sector = 1_usize << shift;
    let each = sector / 4;
    // The header names 109 tables, of 7 MB of file; of a longer one those are what is looked at.
    (0..(tables as usize).min(109)).all(|table| {
        let Some(at) = number(76 + 4 * table) else { return false };
        let Some(start) = (at as usize).checked_add(1).and_then(|at| at.checked_mul(sector)) else {
            return false;
        };
        let used = |index: &usize| number(start + 4 * index).is_some_and(|next| next != FREE);
        let last = (0..each).rev().find(used);
        number(start + sector - 4).is_some()
            && last.is_none_or(|last| (table * each + last + 1) * sector < bytes.len())
    })
}
