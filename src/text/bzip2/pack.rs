//! Bytes made into bzip2's blocks.

use super::checksum::{Checksum, combined};
use super::codes::{assigned, lengths};
use super::rotations;
use super::{BLOCK, END, GROUP, RUN_A, RUN_B};

/// What a code costs at first that is not meant for a symbol.
const DEAR: u8 = 15;

/// `data` compressed in blocks of `level` times 100,000 bytes.
pub fn pack(data: &[u8], level: u8) -> Vec<u8> {
    let mut packer = Packer {
        bits: Bits { bytes: Vec::new(), held: 0, count: 0 },
        room: 100_000 * usize::from(level) - 19,
        block: Vec::new(),
        checksum: Checksum::new(),
        all: 0,
    };
    packer.bits.bytes.extend([b'B', b'Z', b'h', b'0' + level]);
    let mut rest = data;
    while let Some(&byte) = rest.first() {
        let run = rest.iter().take(255).take_while(|&&next| next == byte).count();
        // The run that comes when a block is full begins the next one.
        if packer.block.len() >= packer.room {
            packer.finish_block();
        }
        packer.add_run(byte, run);
        rest = &rest[run..];
    }
    packer.finish_block();
    packer.bits.put(48, END);
    packer.bits.put(32, packer.all.into());
    packer.bits.finish()
}

struct Packer {
    bits: Bits,
    /// Bytes that fit in a block.
    room: usize,
    block: Vec<u8>,
    checksum: Checksum,
    all: u32,
}

impl Packer {
    /// Adds equal bytes: from four on, four of them and how many more there are.
    fn add_run(&mut self, byte: u8, run: usize) {
        (0..run).for_each(|_| self.checksum.add(byte));
        self.block.extend(std::iter::repeat_n(byte, run.min(4)));
        if run >= 4 {
            self.block.push((run - 4) as u8);
        }
    }

    fn finish_block(&mut self) {
        if self.block.is_empty() {
            return;
        }
        let checksum = std::mem::replace(&mut self.checksum, Checksum::new()).value();
        self.all = combined(self.all, checksum);
        let block = std::mem::take(&mut self.block);
        let order = rotations::sorted(&block);
        let own = order.iter().position(|&start| start == 0).unwrap_or(0);
        self.bits.put(48, BLOCK);
        self.bits.put(32, checksum.into());
        self.bits.put(1, 0);
        self.bits.put(24, own as u64);
        let mut used = [false; 256];
        block.iter().for_each(|&byte| used[byte as usize] = true);
        self.put_used(&used);
        let (symbols, kinds) = moved_to_front(&block, &order, &used);
        self.put_symbols(&symbols, kinds);
    }

    /// Which bytes occur: first which sixteens, then which of each.
    fn put_used(&mut self, used: &[bool; 256]) {
        let mask = |bits: &mut dyn Iterator<Item = bool>| {
            bits.fold(0, |mask, bit| mask << 1 | u64::from(bit))
        };
        let sixteens = used.chunks(16).map(|part| part.contains(&true)).collect::<Vec<_>>();
        self.bits.put(16, mask(&mut sixteens.iter().copied()));
        for part in used.chunks(16).filter(|part| part.contains(&true)) {
            self.bits.put(16, mask(&mut part.iter().copied()));
        }
    }

    fn put_symbols(&mut self, symbols: &[u16], kinds: usize) {
        let (tables, chosen) = tables_for(symbols, kinds);
        self.bits.put(3, tables.len() as u64);
        self.bits.put(15, chosen.len() as u64);
        let mut recent: Vec<usize> = (0..tables.len()).collect();
        for &choice in &chosen {
            let at = recent.iter().position(|&table| table == choice).unwrap_or(0);
            recent[..=at].rotate_right(1);
            (0..at).for_each(|_| self.bits.put(1, 1));
            self.bits.put(1, 0);
        }
        for table in &tables {
            self.put_table(table);
        }
        let codes: Vec<Vec<u32>> = tables.iter().map(|table| assigned(table)).collect();
        for (group, &choice) in symbols.chunks(GROUP).zip(&chosen) {
            for &symbol in group {
                let symbol = symbol as usize;
                self.bits.put(tables[choice][symbol].into(), codes[choice][symbol].into());
            }
        }
    }

    /// The lengths of codes, each as steps from the one before.
    fn put_table(&mut self, table: &[u8]) {
        let mut last = table[0];
        self.bits.put(5, last.into());
        for &length in table {
            let step = if last < length { 2 } else { 3 };
            (0..last.abs_diff(length)).for_each(|_| self.bits.put(2, step));
            self.bits.put(1, 0);
            last = length;
        }
    }
}

/// The last characters of the rotations as places in a list of those used most recently, runs of
/// the first one in a notation of their own; and how many symbols there are.
fn moved_to_front(block: &[u8], order: &[u32], used: &[bool; 256]) -> (Vec<u16>, usize) {
    let mut recent: Vec<u8> = (0..=255).filter(|&byte| used[byte as usize]).collect();
    let kinds = recent.len() + 2;
    let mut symbols = Vec::with_capacity(block.len() + 1);
    let mut run = 0;
    for &start in order {
        let byte = block[(start as usize + block.len() - 1) % block.len()];
        if recent[0] == byte {
            run += 1;
            continue;
        }
        put_run(&mut symbols, &mut run);
        let at = recent.iter().position(|&other| other == byte).unwrap_or(0);
        recent[..=at].rotate_right(1);
        symbols.push(at as u16 + 1);
    }
    put_run(&mut symbols, &mut run);
    symbols.push(kinds as u16 - 1);
    (symbols, kinds)
}

/// A number in digits 1 and 2 of the base two, lowest first.
fn put_run(symbols: &mut Vec<u16>, run: &mut usize) {
    while *run > 0 {
        symbols.push(if *run % 2 == 1 { RUN_A } else { RUN_B });
        *run = (*run - 1) / 2;
    }
}

/// Tables of codes' lengths, and which of them each group of symbols takes.
fn tables_for(symbols: &[u16], kinds: usize) -> (Vec<Vec<u8>>, Vec<usize>) {
    let mut tables = first_tables(symbols, kinds);
    let mut chosen = Vec::new();
    for _ in 0..4 {
        chosen.clear();
        let mut counts = vec![vec![0; kinds]; tables.len()];
        for group in symbols.chunks(GROUP) {
            let cost = |table: &&Vec<u8>| {
                group.iter().map(|&symbol| u32::from(table[symbol as usize])).sum::<u32>()
            };
            let costs: Vec<u32> = tables.iter().map(|table| cost(&table)).collect();
            let best = (0..costs.len()).min_by_key(|&at| costs[at]).unwrap_or(0);
            chosen.push(best);
            group.iter().for_each(|&symbol| counts[best][symbol as usize] += 1);
        }
        tables = counts.iter().map(|counts| lengths(counts)).collect();
    }
    (tables, chosen)
}

/// Tables to begin with: each for a range of symbols that occur about as often as the others.
fn first_tables(symbols: &[u16], kinds: usize) -> Vec<Vec<u8>> {
    let count = match symbols.len() {
        0..200 => 2,
        200..600 => 3,
        600..1200 => 4,
        1200..2400 => 5,
        _ => 6,
    };
    let mut often = vec![0; kinds];
    symbols.iter().for_each(|&symbol| often[symbol as usize] += 1);
    let mut tables = vec![Vec::new(); count];
    let (mut left, mut from) = (symbols.len(), 0);
    for part in (1..=count).rev() {
        let wanted = left / part;
        let (mut end, mut sum) = (from, 0);
        while sum < wanted && end < kinds {
            sum += often[end];
            end += 1;
        }
        if end > from + 1 && part != count && part != 1 && (count - part) % 2 == 1 {
            end -= 1;
            sum -= often[end];
        }
        let range = from..end;
        tables[part - 1] =
            (0..kinds).map(|kind| if range.contains(&kind) { 0 } else { DEAR }).collect();
        (left, from) = (left - sum, end);
    }
    tables
}

/// Bits, highest first.
struct Bits {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits {
    fn put(&mut self, count: u32, value: u64) {
        let mut left = count;
        while left > 0 {
            let taken = left.min(8);
            left -= taken;
            self.held = self.held << taken | (value >> left) & ((1 << taken) - 1);
            self.count += taken;
            while self.count >= 8 {
                self.count -= 8;
                self.bytes.push((self.held >> self.count) as u8);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.put(8 - self.count, 0);
        }
        self.bytes
    }
}
