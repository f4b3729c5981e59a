//! Figures about the heap.

use super::{Heap, Kind};

/// The heap in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Cells alive.
    pub cells: u64,
    /// Bytes in cells alive.
    pub bytes: u64,
    /// Bytes in charged buffers outside the cells.
    pub external: u64,
    /// The most bytes (cells and buffers) in use at one time since the peak was reset.
    pub peak: u64,
    /// Cells made so far.
    pub allocated: u64,
    /// Cells freed so far.
    pub freed: u64,
    /// Bytes in chunks opened so far.
    pub chunk_bytes: u64,
    /// Address space reserved for chunks.
    pub reserved: u64,
    /// Whether addresses are the usual ones, the same on every run.
    pub usual_addresses: bool,
}

/// The cells of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindStats {
    pub kind: Kind,
    pub name: &'static str,
    pub cells: u64,
    /// Bytes in the cells and the buffers that belong to them.
    pub bytes: u64,
}

impl Heap {
    /// The heap in numbers; cheap.
    pub fn stats(&self) -> Stats {
        self.note_peak();
        let reserve = self.reserve.borrow();
        let (reserved, first) =
            reserve.as_ref().map_or((0, 0), |reserve| (reserve.size(), reserve.first_address()));
        Stats {
            cells: self.allocated.get() - self.freed.get(),
            bytes: self.used.get() - self.external.get(),
            external: self.external.get(),
            peak: self.peak.get(),
            allocated: self.allocated.get(),
            freed: self.freed.get(),
            chunk_bytes: (self.chunks.borrow().len() * super::chunk::CHUNK) as u64,
            reserved,
            usual_addresses: first == super::reserve::FIRST_ADDRESS,
        }
    }

    /// Bytes in charged buffers outside the cells, as far as the account is settled.
    pub fn external_bytes(&self) -> u64 {
        self.external.get()
    }

    /// Lets the peak start again from what is in use now.
    pub fn reset_peak(&self) {
        self.peak.set(self.used.get());
    }

    /// Live cells by kind, in the order of their numbers; walks the heap.
    pub fn stats_by_kind(&self) -> Vec<KindStats> {
        let row = |(number, info): (usize, &super::KindInfo)| KindStats {
            kind: Kind(number as u8),
            name: info.name(),
            cells: 0,
            bytes: 0,
        };
        let mut rows: Vec<KindStats> = self.kinds.iter().enumerate().map(row).collect();
        self.for_each_live(&mut |cell| {
            let row = &mut rows[usize::from(cell.kind().0)];
            row.cells += 1;
            row.bytes += cell.bytes() as u64;
        });
        rows.retain(|row| row.cells > 0);
        rows
    }
}
