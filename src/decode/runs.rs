//! Pixels on their way through a pipe: most of a page is its paper, and a strip of one colour goes as that colour and its
//! length.

use std::io::{self, Read, Write};

/// Bytes that are looked at together: sixteen pixels, what a processor compares at once.
const BLOCK: usize = 64;

/// What the paper is that pixels are put on.
pub(super) const WHITE: u8 = 255;

/// Writes `pixels` of four bytes each: strips of blocks, each of one colour or of several, and what is no whole block. It
/// takes no more than four bytes above theirs, since a strip of one colour saves more than the next one's length takes.
pub(super) fn write(pixels: &[u8], to: &mut impl Write) -> io::Result<()> {
    let (blocks, rest) = pixels.as_chunks::<BLOCK>();
    for strip in blocks.chunk_by(|a, b| if is_plain(a) { a == b } else { !is_plain(b) }) {
        let plain = strip.first().is_some_and(is_plain);
        to.write_all(&(2 * strip.len() as u32 + u32::from(plain)).to_le_bytes())?;
        let strip = strip.as_flattened();
        to.write_all(if plain { strip.get(..4).unwrap_or_default() } else { strip })?;
    }
    to.write_all(rest)
}

/// Reads as many pixels as `paper` holds, which is all [`WHITE`]. `None` where they are none: the paper is spoilt then.
pub(super) fn read(from: &mut impl Read, paper: &mut [u8]) -> Option<()> {
    let (mut blocks, rest) = paper.as_chunks_mut::<BLOCK>();
    while !blocks.is_empty() {
        let length = u32::from_le_bytes(array(from)?);
        let (strip, more) = blocks.split_at_mut_checked((length / 2) as usize)?;
        if length % 2 == 0 {
            from.read_exact(strip.as_flattened_mut()).ok()?;
        } else {
            let pixel = array(from)?;
            if pixel != [WHITE; 4] {
                strip.as_flattened_mut().as_chunks_mut().0.fill(pixel);
            }
        }
        blocks = more;
    }
    from.read_exact(rest).ok()
}

/// Whether it is of one colour.
fn is_plain(block: &[u8; BLOCK]) -> bool {
    let pixels = block.as_chunks::<4>().0;
    // Without an early end, so that they are compared together.
    pixels
        .iter()
        .fold(0, |differs, pixel| differs | (u32::from_ne_bytes(*pixel) ^ u32::from_ne_bytes(pixels[0])))
        == 0
}

/// The next four bytes.
fn array(from: &mut impl Read) -> Option<[u8; 4]> {
    let mut bytes = [0; 4];
    from.read_exact(&mut bytes).ok().map(|()| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as a list of strips: how many pixels, and whether they are all the same.
    fn page(strips: &[(usize, Option<u8>)]) -> Vec<u8> {
        let strip = |&(pixels, colour): &(usize, Option<u8>)| {
            (0..4 * pixels).map(move |at| colour.unwrap_or((at * 7) as u8))
        };
        strips.iter().flat_map(strip).collect()
    }

    #[test]
    fn pixels_arrive_as_they_were_sent_and_take_no_more_than_their_number() {
        let strips = [
            (1, None),
            (40, Some(WHITE)),
            (33, Some(0)),
            (16, None),
            (16, Some(9)),
            (200, None),
            (3, Some(WHITE)),
        ];
        for start in 0..strips.len() {
            for end in start..=strips.len() {
                let pixels = page(&strips[start..end]);
                let mut sent = Vec::new();
                write(&pixels, &mut sent).unwrap();
                assert!(sent.len() <= pixels.len() + 4, "{} for {}", sent.len(), pixels.len());
                let mut paper = vec![WHITE; pixels.len()];
                assert_eq!(read(&mut &sent[..], &mut paper), Some(()));
                assert!(paper == pixels, "{start}..{end}");
                if !sent.is_empty() {
                    assert_eq!(read(&mut &sent[..sent.len() - 1], &mut paper), None, "its end is missing");
                }
            }
        }
        let mut sent = Vec::new();
        write(&page(&[(1 << 20, Some(WHITE))]), &mut sent).unwrap();
        assert_eq!(sent.len(), 8);
    }

    #[test]
    fn a_strip_longer_than_the_paper_is_none() {
        let sent = [&5_u32.to_le_bytes()[..], &[0; 4]].concat();
        assert_eq!(read(&mut &sent[..], &mut [WHITE; 2 * BLOCK]), Some(()));
        assert_eq!(read(&mut &sent[..], &mut [WHITE; BLOCK]), None);
        let nothing = [1_u32.to_le_bytes(), [7; 4]].concat();
        assert_eq!(read(&mut &nothing[..], &mut [WHITE; BLOCK]), None, "lengths of nothing come to an end");
    }
}
