//! Huffman codes (ITU-T T.81, F.2.2): the bits of a scan, and what they say of a block.

/// Where the coefficients of a block belong, in the order in which they come. Those beyond it, of a damaged file, all
/// belong to the last one.
pub(super) const ORDER: [u8; 80] = {
    let order = [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,
        6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38,
        31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];
    let (mut whole, mut at) = ([63; 80], 0);
    while at < 64 {
        whole[at] = order[at];
        at += 1;
    }
    whole
};

/// Bits of a code that are looked up at once.
const LOOKED: u32 = 10;

/// A Huffman table.
pub(super) struct Table {
    /// By the next bits: what they begin with.
    looked: [Looked; 1 << LOOKED],
    /// By its length: the first code that is longer, its bits at the top of sixteen, and what to add to a code of this length for
    /// the place of its symbol.
    longer: [(u32, i32); 17],
    symbols: Vec<u8>,
}

/// What the next bits begin with.
#[derive(Clone, Copy, Default)]
struct Looked {
    /// Bits of the code; 0: more than are looked up.
    length: u8,
    symbol: u8,
    /// Bits of the code and the number behind it; 0: more than are looked up, or no number.
    both: u8,
    number: i16,
}

impl Table {
    /// The table of so many codes of each length, and what they stand for; `None`: they do not fit.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Box<Table>> {
        let mut table = Box::new(Table {
            looked: [Looked::default(); 1 << LOOKED],
            longer: [(0, 0); 17],
            symbols: symbols.to_vec(),
        });
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            table.longer[length as usize].1 = place as i32 - code as i32;
            for _ in 0..*count {
                if code >> length != 0 {
                    return None;
                }
                if length <= LOOKED {
                    table.enter(code, length, *symbols.get(place)?);
                }
                (code, place) = (code + 1, place + 1);
            }
            table.longer[length as usize].0 = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// Enters a code at all places that begin with it.
    fn enter(&mut self, code: u32, length: u32, symbol: u8) {
        let (size, free) = (u32::from(symbol & 15), LOOKED - length);
        for more in 0..1 << free {
            let mut looked = Looked { length: length as u8, symbol, ..Looked::default() };
            if size > 0 && size <= free {
                looked.both = (length + size) as u8;
                looked.number = number(more >> (free - size), size) as i16;
            }
            self.looked[(code << free | more) as usize] = looked;
        }
    }
}

/// The number that `size` bits behind a code say (T.81, F.2.2.1).
fn number(bits: u32, size: u32) -> i32 {
    let half = 1_u32 << size >> 1;
    if bits >= half { bits as i32 } else { bits as i32 - (1 << size) + 1 }
}

/// The bits of a scan. Behind its end there are noughts.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    next: usize,
    /// The next ones at the top.
    held: u64,
    /// How many are held; fewer than none: so many were read that are not there.
    count: i32,
}

impl Bits<'_> {
    /// The bits of the scan that `bytes` begin with.
    pub(super) fn of(bytes: &[u8]) -> Bits<'_> {
        Bits { bytes, next: 0, held: 0, count: 0 }
    }

    /// Whether bits were read that are not there.
    pub(super) fn are_over(&self) -> bool {
        self.count < 0
    }

    /// Holds as many as a code and its number have at most, 31.
    #[inline]
    fn fill(&mut self) {
        if self.count >= 32 {
            return;
        }
        let next = self.bytes.get(self.next..).and_then(|bytes| bytes.first_chunk::<4>());
        if let Some(next) = next
            && self.count >= 0
        {
            let word = u32::from_be_bytes(*next);
            // None of them is 0xFF.
            if (!word).wrapping_sub(0x0101_0101) & word & 0x8080_8080 == 0 {
                self.held |= u64::from(word) << (32 - self.count);
                (self.count, self.next) = (self.count + 32, self.next + 4);
                return;
            }
        }
        self.fill_slowly();
    }

    #[cold]
    fn fill_slowly(&mut self) {
        while (0..=56).contains(&self.count) {
            let byte = match self.bytes.get(self.next..) {
                Some([0xFF, 0, ..]) => {
                    self.next += 1;
                    0xFF
                }
                Some([0xFF, ..] | []) | None => return,
                Some([byte, ..]) => *byte,
            };
            self.held |= u64::from(byte) << (56 - self.count);
            (self.count, self.next) = (self.count + 8, self.next + 1);
        }
    }

    #[inline]
    fn take(&mut self, length: u32) -> u32 {
        // Nought of them are nought.
        let bits = (self.held >> 1 >> (63 - length)) as u32;
        self.drop(length);
        bits
    }

    #[inline]
    fn drop(&mut self, length: u32) {
        self.held <<= length;
        self.count -= length as i32;
    }

    /// Passes a mark from which reading begins anew.
    pub(super) fn pass(&mut self, mark: u8) -> Option<()> {
        let is_there = self.count >= 0 && self.bytes.get(self.next..)?.starts_with(&[0xFF, mark]);
        (self.held, self.count, self.next) = (0, 0, self.next + 2);
        is_there.then_some(())
    }

    #[inline]
    fn symbol(&mut self, table: &Table, looked: Looked) -> Option<u8> {
        if looked.length > 0 {
            self.drop(looked.length.into());
            return Some(looked.symbol);
        }
        let code = (self.held >> 48) as u32;
        let length = (LOOKED + 1..=16).find(|length| code < table.longer[*length as usize].0)?;
        let place = self.take(length) as i32 + table.longer[length as usize].1;
        table.symbols.get(place as usize).copied()
    }

    #[inline]
    fn looked(&self, table: &Table) -> Looked {
        table.looked[(self.held >> (64 - LOOKED)) as usize]
    }

    /// Reads a block, which is all nought.
    #[inline]
    pub(super) fn block(
        &mut self,
        block: &mut [i16; 64],
        dc: &Table,
        ac: &Table,
        before: &mut i32,
    ) -> Option<()> {
        self.fill();
        let size = u32::from(self.symbol(dc, self.looked(dc))?);
        if size > 15 {
            return None;
        }
        *before = before.wrapping_add(number(self.take(size), size));
        block[0] = *before as i16;
        let mut at = 1;
        while at < 64 {
            self.fill();
            let looked = self.looked(ac);
            let (zeros, number) = if looked.both > 0 {
                self.drop(looked.both.into());
                (looked.symbol >> 4, looked.number)
            } else {
                let symbol = self.symbol(ac, looked)?;
                let size = u32::from(symbol & 15);
                match (symbol >> 4, size) {
                    (15, 0) => {
                        at += 16;
                        continue;
                    }
                    (_, 0) => break,
                    (zeros, _) => (zeros, number(self.take(size), size) as i16),
                }
            };
            at += usize::from(zeros);
            block[usize::from(ORDER[at])] = number;
            at += 1;
        }
        Some(())
    }
}
