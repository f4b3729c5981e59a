//! Blocks of deflate: literals and copies collected, then written by the cheapest of three codes.

use super::codes::{
    DISTANCE_BITS, DISTANCES, END, LENGTH_BITS, LITERALS, distance_number, fixed, fixed_length,
    length_number,
};
use super::trees::{Alphabet, Tree, tree};

/// A block holds so many literals and copies.
const FULL: usize = (1 << 14) - 1;

const LITERAL: Alphabet = Alphabet { extra: &LENGTH_BITS, extra_from: END + 1, longest: 15 };
const DISTANCE: Alphabet = Alphabet { extra: &DISTANCE_BITS, extra_from: 0, longest: 15 };
/// The alphabet in which the lengths of codes are written: three symbols stand for repetitions.
const LENGTH: Alphabet = Alphabet { extra: &[2, 3, 7], extra_from: 16, longest: 7 };
const LENGTH_ORDER: [usize; 19] =
    [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

pub(super) struct Blocks<'a> {
    data: &'a [u8],
    /// Where the block begins in the data.
    start: usize,
    /// Lengths and distances of copies; literals have no distance.
    symbols: Vec<(u16, u16)>,
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
    bits: Bits,
}

/// Bits, the first one lowest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    waiting: u64,
    count: usize,
}

impl Bits {
    fn put(&mut self, value: usize, count: usize) {
        self.waiting |= (value as u64) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.waiting as u8);
            self.waiting >>= 8;
            self.count -= 8;
        }
    }

    fn code(&mut self, tree: &Tree, symbol: usize) {
        self.put(tree.codes[symbol].into(), tree.lengths[symbol].into());
    }

    fn fill_byte(&mut self) {
        self.put(0, (8 - self.count) % 8);
    }
}

impl<'a> Blocks<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        let mut blocks = Blocks {
            data,
            start: 0,
            symbols: Vec::new(),
            literals: [0; LITERALS],
            distances: [0; DISTANCES],
            bits: Bits::default(),
        };
        blocks.literals[END] = 1;
        blocks
    }

    /// The byte at a place stands for itself.
    pub fn literal(&mut self, at: usize) {
        let byte = self.data[at];
        self.symbols.push((byte.into(), 0));
        self.literals[usize::from(byte)] += 1;
    }

    /// The next bytes are those that stand so far before.
    pub fn copy(&mut self, length: usize, distance: usize) {
        self.symbols.push((length as u16, distance as u16));
        self.literals[END + 1 + length_number(length).0] += 1;
        self.distances[distance_number(distance).0] += 1;
    }

    /// Writes the block if it is full; the next one begins at `end`. The window has kept the data
    /// from `kept` on.
    pub fn flush_full(&mut self, end: usize, kept: usize) {
        if self.symbols.len() == FULL {
            self.flush(end, kept, false);
        }
    }

    /// The whole, with a last block, or with an empty one that ends with a whole byte.
    pub fn finish(mut self, last: bool, kept: usize) -> Vec<u8> {
        let end = self.data.len();
        if last || !self.symbols.is_empty() {
            self.flush(end, kept, last);
        }
        if !last {
            self.stored(end..end, false);
        }
        self.bits.fill_byte();
        self.bits.bytes
    }

    fn stored(&mut self, range: std::ops::Range<usize>, last: bool) {
        self.bits.put(last.into(), 3);
        self.bits.fill_byte();
        self.bits.put(range.len(), 16);
        self.bits.put(!range.len() & 0xffff, 16);
        self.bits.bytes.extend_from_slice(&self.data[range]);
    }

    fn flush(&mut self, end: usize, kept: usize, last: bool) {
        let literals = tree(&self.literals, &LITERAL);
        let distances = tree(&self.distances, &DISTANCE);
        let lengths = Lengths::of(&literals, &distances);
        let bytes = |bits: usize| (bits + 3 + 7) >> 3;
        let own = bytes(literals.cost + distances.cost + lengths.cost());
        let common = bytes(self.fixed_cost());
        let size = end - self.start;
        if size + 4 <= own.min(common) && self.start >= kept {
            self.stored(self.start..end, last);
        } else if common <= own {
            self.bits.put(2 + usize::from(last), 3);
            let (literals, distances) = fixed();
            self.write(&literals, &distances);
        } else {
            self.bits.put(4 + usize::from(last), 3);
            lengths.write(&mut self.bits, &literals, &distances);
            self.write(&literals, &distances);
        }
        self.symbols.clear();
        self.literals = [0; LITERALS];
        self.literals[END] = 1;
        self.distances = [0; DISTANCES];
        self.start = end;
    }

    /// How many bits the block takes in the fixed codes.
    fn fixed_cost(&self) -> usize {
        let literals = self.literals.iter().enumerate().map(|(symbol, &count)| {
            count as usize * (usize::from(fixed_length(symbol)) + LITERAL.extra_of(symbol))
        });
        let distances = self.distances.iter().enumerate();
        let distances =
            distances.map(|(symbol, &count)| count as usize * (5 + DISTANCE.extra_of(symbol)));
        literals.sum::<usize>() + distances.sum::<usize>()
    }

    fn write(&mut self, literals: &Tree, distances: &Tree) {
        for &(length, distance) in &self.symbols {
            if distance == 0 {
                self.bits.code(literals, length.into());
                continue;
            }
            let (number, rest) = length_number(length.into());
            self.bits.code(literals, END + 1 + number);
            self.bits.put(rest, LENGTH_BITS[number].into());
            let (number, rest) = distance_number(distance.into());
            self.bits.code(distances, number);
            self.bits.put(rest, DISTANCE_BITS[number].into());
        }
        self.bits.code(literals, END);
    }
}

/// The lengths of a block's codes as they are written.
struct Lengths {
    /// Symbols, and what the bits after them say.
    symbols: Vec<(usize, usize)>,
    tree: Tree,
    /// How many of the lengths of the code for lengths are written.
    count: usize,
}

impl Lengths {
    fn of(literals: &Tree, distances: &Tree) -> Lengths {
        let mut symbols = Vec::new();
        repeated(&literals.lengths[..=literals.most], &mut symbols);
        repeated(&distances.lengths[..=distances.most], &mut symbols);
        let mut counts = [0; 19];
        for &(symbol, _) in &symbols {
            counts[symbol] += 1;
        }
        let tree = tree(&counts, &LENGTH);
        let used = |&place: &usize| tree.lengths[LENGTH_ORDER[place]] > 0;
        let count = (4..=19).rev().find(|count| used(&(count - 1))).unwrap_or(4);
        Lengths { symbols, tree, count }
    }

    fn cost(&self) -> usize {
        self.tree.cost + 3 * self.count + 5 + 5 + 4
    }

    fn write(&self, bits: &mut Bits, literals: &Tree, distances: &Tree) {
        bits.put(literals.most + 1 - (END + 1), 5);
        bits.put(distances.most, 5);
        bits.put(self.count - 4, 4);
        for &symbol in &LENGTH_ORDER[..self.count] {
            bits.put(self.tree.lengths[symbol].into(), 3);
        }
        for &(symbol, rest) in &self.symbols {
            bits.code(&self.tree, symbol);
            bits.put(rest, LENGTH.extra_of(symbol));
        }
    }
}

/// Lengths one after another, with a symbol each for several that are the same.
fn repeated(lengths: &[u8], symbols: &mut Vec<(usize, usize)>) {
    let mut before = None;
    let mut rest = lengths;
    while let Some(&length) = rest.first() {
        let same = rest.iter().take_while(|&&other| other == length).count();
        let first = before != Some(length);
        let most = match length {
            0 => 138,
            _ if first => 7,
            _ => 6,
        };
        let count = same.min(most);
        let least = if length == 0 || !first { 3 } else { 4 };
        let symbol = usize::from(length);
        if count < least {
            symbols.extend((0..count).map(|_| (symbol, 0)));
        } else if length != 0 {
            if first {
                symbols.push((symbol, 0));
            }
            symbols.push((16, count - 3 - usize::from(first)));
        } else if count <= 10 {
            symbols.push((17, count - 3));
        } else {
            symbols.push((18, count - 11));
        }
        before = Some(length);
        rest = &rest[count..];
    }
}
