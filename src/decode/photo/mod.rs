//! Photographs as cameras store them, at a half, a quarter or an eighth of their size.
//!
//! That is one way of many (baseline, ITU-T T.81: Huffman codes, eight bits, one scan); what is stored otherwise, and what
//! is damaged, is left to other decoders. A block is read and at once made into the few samples that are wanted of it, so
//! that it never leaves the processor's cache, and light and colours stay apart, each as many samples as were stored, until
//! they have their size on the screen.
//!
//! Ours, since no library that builds without C does it in little more than libjpeg-turbo's time (jpeg-decoder 1.3 to 1.7
//! times, its fork rusty_jpeg the same; image's own decoder knows one size): photographs are most of what a board shows.

mod bits;
mod paint;

use super::MAX_SIDE;
use bits::{Bits, ORDER, Table};
pub(super) use paint::paint;

/// Samples of one component of a picture: its light alone, or light, blue and red as in JFIF.
pub(super) struct Plane {
    pub width: u32,
    pub height: u32,
    /// Row by row.
    pub samples: Vec<u8>,
    /// Samples for one of light, across and down; at most one.
    pub share: (f64, f64),
}

/// The picture that `bytes` are, smaller but no smaller than `least`. `None` where nothing is saved, or where it is stored
/// in another way.
pub(super) fn planes(bytes: &[u8], least: (u32, u32)) -> Option<Vec<Plane>> {
    let (head, scan) = Head::read(bytes)?;
    let sides = |scale: u32| (scaled(head.width, scale), scaled(head.height, scale));
    let is_enough = |scale: &u32| sides(*scale).0 >= least.0 && sides(*scale).1 >= least.1;
    match [1, 2, 4].into_iter().find(is_enough)? {
        1 => head.decode(scan, basis::<1>()),
        2 => head.decode(scan, basis::<2>()),
        _ => head.decode(scan, basis::<4>()),
    }
}

/// A length at so many eighths, rounded up.
fn scaled(length: u32, eighths: u32) -> u32 {
    (length * eighths).div_ceil(8)
}

/// What each of the lowest `N` frequencies adds to each of `N` samples.
fn basis<const N: usize>() -> [[f32; N]; N] {
    let turn = |sample: usize, frequency: usize| {
        ((2 * sample + 1) * frequency) as f32 * std::f32::consts::PI / (2 * N) as f32
    };
    let weight = |frequency| if frequency == 0 { 0.125_f32.sqrt() } else { 0.5 };
    std::array::from_fn(|frequency| {
        std::array::from_fn(|sample| weight(frequency) * turn(sample, frequency).cos())
    })
}

/// What stands before the scan.
#[derive(Default)]
struct Head {
    width: u32,
    height: u32,
    components: Vec<Component>,
    /// How many samples of the finest component a unit has, across and down, in blocks.
    most: (u32, u32),
    quantities: [Option<[f32; 64]>; 4],
    dc: [Option<Box<Table>>; 4],
    ac: [Option<Box<Table>>; 4],
    /// Units between two marks from which reading can begin anew; 0: there are none.
    interval: u32,
}

struct Component {
    name: u8,
    /// Blocks in a unit, across and down.
    blocks: (u32, u32),
    quantity: usize,
    dc: usize,
    ac: usize,
}

impl Head {
    /// The head, and the bytes of the scan.
    fn read(bytes: &[u8]) -> Option<(Head, &[u8])> {
        let mut head = Head::default();
        let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
        loop {
            let (&[mark, kind], more) = rest.split_first_chunk()?;
            if mark != 0xFF {
                return None;
            }
            if kind == 0xFF {
                rest = rest.get(1..)?;
                continue;
            }
            let length = usize::from(u16::from_be_bytes(*more.first_chunk()?));
            let (segment, after) = (more.get(2..length)?, more.get(length..)?);
            match kind {
                0xC0 | 0xC1 => head.frame(segment)?,
                0xC4 => head.tables(segment)?,
                // Another way to store it.
                0xC2..=0xCF => return None,
                0xDB => head.quantities(segment)?,
                0xDD => head.interval = u16::from_be_bytes(*segment.first_chunk()?).into(),
                // Adobe's: no light and colours, but red, green and blue.
                0xEE if segment.starts_with(b"Adobe") && segment.get(11) == Some(&0) => return None,
                0xDA => return head.scan(segment).map(|()| (head, after)),
                _ => {}
            }
            rest = after;
        }
    }

    fn frame(&mut self, segment: &[u8]) -> Option<()> {
        let (&[8, h1, h2, w1, w2, count], components) = segment.split_first_chunk()? else { return None };
        (self.width, self.height) =
            (u16::from_be_bytes([w1, w2]).into(), u16::from_be_bytes([h1, h2]).into());
        let component = |&[name, blocks, quantity]: &[u8; 3]| {
            let blocks = (u32::from(blocks >> 4), u32::from(blocks & 15));
            Component { name, blocks, quantity: quantity.into(), dc: 0, ac: 0 }
        };
        self.components = components.as_chunks().0.iter().map(component).collect();
        let most = |of: fn(&Component) -> u32| self.components.iter().map(of).max().unwrap_or(0);
        self.most = (most(|component| component.blocks.0), most(|component| component.blocks.1));
        let first = self.components.first()?;
        let names: Vec<u8> = self.components.iter().map(|component| component.name).collect();
        let is_whole = |most: u32, part: u32| part > 0 && most <= 4 && most.is_multiple_of(part);
        let even =
            |one: &Component| is_whole(self.most.0, one.blocks.0) && is_whole(self.most.1, one.blocks.1);
        let known = matches!(self.components.len(), 1 | 3)
            && usize::from(count) == self.components.len()
            && self.width.min(self.height) > 0
            && self.width.max(self.height) <= MAX_SIDE
            && first.blocks == self.most
            && self.components.iter().all(even)
            && names != *b"RGB";
        known.then_some(())
    }

    fn quantities(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = segment.split_first() {
            // Of two bytes each they are of twelve bits.
            let (numbers, rest) = rest.split_first_chunk::<64>()?;
            let mut table = [0.0; 64];
            numbers.iter().zip(ORDER).for_each(|(number, at)| table[usize::from(at)] = f32::from(*number));
            *self.quantities.get_mut(usize::from(*kind))? = Some(table);
            segment = rest;
        }
        Some(())
    }

    fn tables(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((kind, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let (symbols, rest) =
                rest.split_at_checked(counts.iter().map(|count| usize::from(*count)).sum())?;
            let tables = if kind >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *tables.get_mut(usize::from(kind & 15))? = Some(Table::new(counts, symbols)?);
            segment = rest;
        }
        Some(())
    }

    /// The scan has to have all components, in their order.
    fn scan(&mut self, segment: &[u8]) -> Option<()> {
        let (count, named) = segment.split_first()?;
        let (named, _) = named.as_chunks::<2>();
        if self.components.is_empty()
            || usize::from(*count) != self.components.len()
            || named.len() < self.components.len()
        {
            return None;
        }
        for (component, &[name, tables]) in self.components.iter_mut().zip(named) {
            if component.name != name {
                return None;
            }
            (component.dc, component.ac) = ((tables >> 4).into(), (tables & 15).into());
        }
        // Blocks of one component come one by one, whatever it says.
        if let [only] = &mut self.components[..] {
            (only.blocks, self.most) = ((1, 1), (1, 1));
        }
        Some(())
    }

    /// Reads the scan, and makes of each block as many samples as `basis` has.
    fn decode<const N: usize>(&self, scan: &[u8], basis: [[f32; N]; N]) -> Option<Vec<Plane>> {
        let units = (self.width.div_ceil(8 * self.most.0), self.height.div_ceil(8 * self.most.1));
        let mut making = self
            .components
            .iter()
            .map(|component| self.making::<N>(component, units))
            .collect::<Option<Vec<_>>>()?;
        let mut bits = Bits::of(scan);
        let mut left = self.interval;
        let mut mark = 0;
        for _ in 0..units.1 {
            for unit in 0..units.0 {
                if self.interval > 0 && left == 0 {
                    bits.pass(0xD0 + mark)?;
                    making.iter_mut().for_each(|making| making.before = 0);
                    (left, mark) = (self.interval, (mark + 1) % 8);
                }
                left = left.wrapping_sub(1);
                for making in &mut making {
                    making.unit(unit as usize, &mut bits, &basis)?;
                }
            }
            if bits.are_over() {
                return None;
            }
            making.iter_mut().for_each(Making::store);
        }
        Some(making.into_iter().map(|making| making.plane).collect())
    }

    fn making<const N: usize>(&self, component: &Component, units: (u32, u32)) -> Option<Making<'_, N>> {
        let (across, down) = component.blocks;
        let length = |whole: u32, blocks: u32, most: u32| scaled((whole * blocks).div_ceil(most), N as u32);
        let (width, height) =
            (length(self.width, across, self.most.0), length(self.height, down, self.most.1));
        let share = (f64::from(across) / f64::from(self.most.0), f64::from(down) / f64::from(self.most.1));
        let stride = (units.0 * across) as usize * N;
        Some(Making {
            quantities: self.quantities.get(component.quantity)?.as_ref()?,
            dc: self.dc.get(component.dc)?.as_deref()?,
            ac: self.ac.get(component.ac)?.as_deref()?,
            blocks: (across as usize, down as usize),
            before: 0,
            strip: vec![0; stride * down as usize * N],
            stride,
            plane: Plane {
                width,
                height,
                samples: Vec::with_capacity(width as usize * height as usize),
                share,
            },
        })
    }
}

/// A plane on its way.
struct Making<'a, const N: usize> {
    quantities: &'a [f32; 64],
    dc: &'a Table,
    ac: &'a Table,
    blocks: (usize, usize),
    /// The mean of the block before, from which the next one's is counted.
    before: i32,
    /// One row of units, with what lies beyond the edge.
    strip: Vec<u8>,
    stride: usize,
    plane: Plane,
}

impl<const N: usize> Making<'_, N> {
    /// Puts the blocks of a unit onto the strip.
    fn unit(&mut self, unit: usize, bits: &mut Bits, basis: &[[f32; N]; N]) -> Option<()> {
        for down in 0..self.blocks.1 {
            for across in 0..self.blocks.0 {
                let mut block = [0; 64];
                bits.block(&mut block, self.dc, self.ac, &mut self.before)?;
                let samples = samples(&block, self.quantities, basis);
                let at = down * N * self.stride + (unit * self.blocks.0 + across) * N;
                for (row, samples) in samples.iter().enumerate() {
                    let at = at + row * self.stride;
                    self.strip.get_mut(at..at + N)?.copy_from_slice(samples);
                }
            }
        }
        Some(())
    }

    /// Takes the rows of the strip that are of the picture.
    fn store(&mut self) {
        let width = self.plane.width as usize;
        let left = self.plane.height as usize - self.plane.samples.len() / width;
        for row in self.strip.chunks(self.stride).take(left) {
            self.plane.samples.extend_from_slice(&row[..width]);
        }
    }
}

/// The samples of a block.
#[inline]
fn samples<const N: usize>(block: &[i16; 64], quantities: &[f32; 64], basis: &[[f32; N]; N]) -> [[u8; N]; N] {
    let mut columns = [[0.0; N]; N];
    upright(block, quantities, basis, &mut columns);
    let mut samples = [[0; N]; N];
    across(&columns, basis, &mut samples);
    samples
}

/// Adds up the columns of a block. By itself, as is the next step: together they are computed one number at a time.
#[inline(never)]
fn upright<const N: usize>(
    block: &[i16; 64],
    quantities: &[f32; 64],
    basis: &[[f32; N]; N],
    columns: &mut [[f32; N]; N],
) {
    let mut rows = [[0.0_f32; N]; N];
    for (down, row) in rows.iter_mut().enumerate() {
        for (across, value) in row.iter_mut().enumerate() {
            *value = f32::from(block[8 * down + across]) * quantities[8 * down + across];
        }
    }
    for (sample, column) in columns.iter_mut().enumerate() {
        let mut sums = [0.0_f32; N];
        for (row, basis) in rows.iter().zip(basis) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value * basis[sample];
            }
        }
        *column = sums;
    }
}

/// Adds up the rows.
#[inline(never)]
fn across<const N: usize>(columns: &[[f32; N]; N], basis: &[[f32; N]; N], samples: &mut [[u8; N]; N]) {
    for (samples, column) in samples.iter_mut().zip(columns) {
        let mut sums = [128.0_f32; N];
        for (value, basis) in column.iter().zip(basis) {
            for (sum, weight) in sums.iter_mut().zip(basis) {
                *sum += value * weight;
            }
        }
        for (sample, sum) in samples.iter_mut().zip(sums) {
            // Four at a time only so: rounded, a number of this size ends with its whole part.
            let sum = if sum > 0.0 { sum } else { 0.0 };
            let sum = if sum < 255.0 { sum } else { 255.0 };
            *sample = (sum + 8_388_608.0).to_bits() as u8;
        }
    }
}

#[cfg(test)]
mod tests;
