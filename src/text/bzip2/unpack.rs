//! bzip2's blocks made into bytes.

use super::checksum::{Checksum, combined};
use super::codes::bounds;
use super::{BLOCK, END, GROUP};

/// A whole stream: its bytes, and how much of the data it took.
pub struct Unpacked {
    pub bytes: Vec<u8>,
    pub taken: usize,
}

/// Why there is no stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// The data end before the stream does.
    Unfinished,
    Invalid,
}

type Read<T> = Result<T, Problem>;

/// The stream that `data` begin with.
pub fn unpack(data: &[u8]) -> Read<Unpacked> {
    let mut bits = Bits { data, at: 0 };
    for byte in *b"BZh" {
        valid(bits.take(8)? == u64::from(byte))?;
    }
    let level = bits.take(8)?.wrapping_sub(u64::from(b'0'));
    valid((1..=9).contains(&level))?;
    let (mut bytes, mut all) = (Vec::new(), 0);
    loop {
        match bits.take(48)? {
            BLOCK => {
                let checksum = bits.take(32)? as u32;
                let start = bytes.len();
                unpack_block(&mut bits, level as usize * 100_000, &mut bytes)?;
                let mut found = Checksum::new();
                bytes[start..].iter().for_each(|&byte| found.add(byte));
                valid(found.value() == checksum)?;
                all = combined(all, checksum);
            }
            END => {
                valid(bits.take(32)? == u64::from(all))?;
                return Ok(Unpacked { bytes, taken: bits.at.div_ceil(8) });
            }
            _ => return Err(Problem::Invalid),
        }
    }
}

fn valid(right: bool) -> Read<()> {
    if right { Ok(()) } else { Err(Problem::Invalid) }
}

fn unpack_block(bits: &mut Bits<'_>, room: usize, bytes: &mut Vec<u8>) -> Read<()> {
    // Shuffled blocks have not been written for decades.
    valid(bits.take(1)? == 0)?;
    let own = bits.take(24)? as usize;
    let used = used_bytes(bits)?;
    let lasts = last_characters(bits, used, room)?;
    valid(own < lasts.len())?;
    let follows = followers(&lasts);
    let mut at = follows[own] as usize;
    let mut block = lasts.iter().map(|_| {
        let byte = lasts[at];
        at = follows[at] as usize;
        byte
    });
    let (mut last, mut run) = (None, 0);
    while let Some(byte) = block.next() {
        run = if last == Some(byte) { run + 1 } else { 1 };
        last = Some(byte);
        bytes.push(byte);
        if run == 4 {
            let more = block.next().ok_or(Problem::Invalid)?;
            bytes.extend(std::iter::repeat_n(byte, more.into()));
            (last, run) = (None, 0);
        }
    }
    Ok(())
}

/// The bytes that occur in a block.
fn used_bytes(bits: &mut Bits<'_>) -> Read<Vec<u8>> {
    let sixteens = bits.take(16)?;
    let mut used = Vec::new();
    for sixteen in 0..16 {
        if sixteens >> (15 - sixteen) & 1 == 1 {
            let these = bits.take(16)?;
            used.extend(
                (0..16).filter(|at| these >> (15 - at) & 1 == 1).map(|at| sixteen * 16 + at),
            );
        }
    }
    valid(!used.is_empty())?;
    Ok(used)
}

/// The last characters of a block's rotations, in their order.
fn last_characters(bits: &mut Bits<'_>, mut recent: Vec<u8>, room: usize) -> Read<Vec<u8>> {
    let end = recent.len() as u16 + 1;
    let count = bits.take(3)? as usize;
    valid((2..=6).contains(&count))?;
    let chosen = choices(bits, count)?;
    let kinds = recent.len() + 2;
    let tables = (0..count).map(|_| Table::read(bits, kinds)).collect::<Read<Vec<_>>>()?;
    let mut lasts = Vec::new();
    let (mut run, mut digit) = (0, 1);
    for choice in chosen {
        for _ in 0..GROUP {
            let symbol = tables[choice].symbol(bits)?;
            if symbol < 2 {
                run += digit << symbol;
                digit <<= 1;
                valid(run <= room)?;
                continue;
            }
            lasts.extend(std::iter::repeat_n(recent[0], run));
            (run, digit) = (0, 1);
            valid(lasts.len() <= room)?;
            if symbol == end {
                return Ok(lasts);
            }
            recent[..symbol as usize].rotate_right(1);
            lasts.push(recent[0]);
        }
    }
    Err(Problem::Invalid)
}

/// Which table each group of symbols takes.
fn choices(bits: &mut Bits<'_>, count: usize) -> Read<Vec<usize>> {
    let groups = bits.take(15)?;
    valid(groups > 0)?;
    let mut recent: Vec<usize> = (0..count).collect();
    let mut chosen = Vec::new();
    for _ in 0..groups {
        let mut at = 0;
        while bits.take(1)? == 1 {
            at += 1;
            valid(at < count)?;
        }
        recent[..=at].rotate_right(1);
        chosen.push(recent[0]);
    }
    Ok(chosen)
}

/// For each rotation the one that begins a character later.
fn followers(lasts: &[u8]) -> Vec<u32> {
    let mut starts = [0; 256];
    lasts.iter().for_each(|&byte| starts[byte as usize] += 1);
    let mut sum = 0;
    for start in &mut starts {
        (*start, sum) = (sum, sum + *start);
    }
    let mut follows = vec![0; lasts.len()];
    for (at, &byte) in lasts.iter().enumerate() {
        follows[starts[byte as usize]] = at as u32;
        starts[byte as usize] += 1;
    }
    follows
}

/// Symbols by their codes.
struct Table {
    /// By length: the first code, how many there are, and where their symbols begin.
    lengths: [(u32, u32, usize); 21],
    symbols: Vec<u16>,
    least: u8,
}

impl Table {
    fn read(bits: &mut Bits<'_>, kinds: usize) -> Read<Self> {
        let mut length = bits.take(5)? as i64;
        let mut lengths = Vec::new();
        for _ in 0..kinds {
            loop {
                valid((1..=20).contains(&length))?;
                if bits.take(1)? == 0 {
                    break;
                }
                length += if bits.take(1)? == 0 { 1 } else { -1 };
            }
            lengths.push(length as u8);
        }
        Ok(Self::of(&lengths))
    }

    fn of(own: &[u8]) -> Self {
        let (least, most) = bounds(own);
        let mut table = Table { lengths: [(0, 0, 0); 21], symbols: Vec::new(), least };
        let mut code = 0;
        for length in least..=most {
            let begin = table.symbols.len();
            let these = own.iter().enumerate().filter(|&(_, &its)| its == length);
            table.symbols.extend(these.map(|(symbol, _)| symbol as u16));
            let count = (table.symbols.len() - begin) as u32;
            table.lengths[length as usize] = (code, count, begin);
            code = (code + count) << 1;
        }
        table
    }

    fn symbol(&self, bits: &mut Bits<'_>) -> Read<u16> {
        let mut code = bits.take(self.least.into())? as u32;
        for (first, count, begin) in &self.lengths[self.least as usize..] {
            if code >= *first && code - first < *count {
                return Ok(self.symbols[begin + (code - first) as usize]);
            }
            code = code << 1 | bits.take(1)? as u32;
        }
        Err(Problem::Invalid)
    }
}

/// Bits, highest first.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Read<u64> {
        let mut value = 0;
        let mut left = count as usize;
        while left > 0 {
            let byte = *self.data.get(self.at / 8).ok_or(Problem::Unfinished)?;
            let (used, fits) = (self.at % 8, (8 - self.at % 8).min(left));
            let part = u64::from(byte) >> (8 - used - fits) & ((1 << fits) - 1);
            value = value << fits | part;
            self.at += fits;
            left -= fits;
        }
        Ok(value)
    }
}
