//! What happens to files on their way.

/// Random numbers that are the same on every run (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    /// Does to `bytes` what disks, networks and bad programs do.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(8) {
            let at = self.below(bytes.len());
            let end = (at + 1 + self.below(400)).min(bytes.len());
            match self.below(7) {
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at] = self.below(256) as u8,
                2 => drop(bytes.drain(at..end)),
                3 => {
                    let part = bytes[at..end].to_vec();
                    let to = self.below(bytes.len());
                    drop(bytes.splice(to..to, part));
                }
                4 => bytes[at..end].fill(self.below(256) as u8),
                // The end mark stays, so that the rest is looked at.
                5 => drop(bytes.drain(at..bytes.len().saturating_sub(32).max(at))),
                // A number becomes another one.
                _ => {
                    let digit = bytes[at..].iter().position(u8::is_ascii_digit).map(|next| at + next);
                    digit.into_iter().for_each(|digit| bytes[digit] = b'0' + self.below(10) as u8);
                }
            }
            if bytes.is_empty() {
                bytes.push(b'%');
            }
        }
    }
}

/// Other numbers in the text of `bytes`, which it survives as what it is.
pub fn misprint(dice: &mut Dice, bytes: &mut [u8]) {
    for _ in 0..=dice.below(40) {
        let at = dice.below(bytes.len());
        let digit = bytes[at..].iter().position(u8::is_ascii_digit).map(|next| at + next);
        digit.into_iter().for_each(|digit| bytes[digit] = b"0123456789-.e"[dice.below(13)]);
    }
}
