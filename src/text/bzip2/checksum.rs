//! The checksum of bzip2: CRC-32, highest bit first.

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut rest = (at as u32) << 24;
        let mut bit = 0;
        while bit < 8 {
            rest = (rest << 1) ^ if rest >> 31 == 1 { 0x04c1_1db7 } else { 0 };
            bit += 1;
        }
        table[at] = rest;
        at += 1;
    }
    table
};

/// A checksum that bytes are added to.
pub struct Checksum(u32);

impl Checksum {
    pub fn new() -> Self {
        Checksum(u32::MAX)
    }

    pub fn add(&mut self, byte: u8) {
        self.0 = (self.0 << 8) ^ TABLE[((self.0 >> 24) as u8 ^ byte) as usize];
    }

    pub fn value(&self) -> u32 {
        !self.0
    }
}

/// The checksum of all blocks, one more added.
pub fn combined(all: u32, block: u32) -> u32 {
    all.rotate_left(1) ^ block
}
