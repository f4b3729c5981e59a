//! Where chunks come from: one large reservation at a fixed address, or plain allocations where
//! mapping memory is not possible (other systems, Miri).

use std::ptr::NonNull;

use super::chunk::CHUNK;

/// The first address tried, so that the same program shows the same addresses on every run.
pub(super) const FIRST_ADDRESS: u64 = 0x10_0000_0000;

/// A piece of zeroed memory for one chunk, and the address it is shown at.
pub(super) struct Piece {
    pub(super) memory: NonNull<u8>,
    pub(super) address: u64,
}

#[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
pub(super) use mapped::Reserve;

#[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
pub(super) use allocated::Reserve;

#[cfg(all(target_os = "linux", target_pointer_width = "64", not(miri)))]
mod mapped {
    use std::ffi::c_void;
    use std::ptr::{self, NonNull};
    use std::sync::{Mutex, PoisonError};

    use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};
    use rustix::process::{Resource, getrlimit};

    use super::{CHUNK, FIRST_ADDRESS, Piece};

    const MOST: usize = 64 << 30;
    const LEAST: usize = 16 << 20;
    const CANDIDATES: u64 = 32;
    /// A heap of this size is going to use the chunks it asks for.
    const SMALL: usize = 4 << 20;

    /// Address space for one heap, handed out chunk by chunk.
    pub(in crate::heap) struct Reserve {
        base: NonNull<u8>,
        size: usize,
        used: usize,
    }

    // SAFETY: the reservation is plain memory that nobody else uses; it may change threads while
    // it lies in the pool below.
    unsafe impl Send for Reserve {}

    /// Reservations of heaps that are gone, so that the next one stands at the same addresses.
    static POOL: Mutex<Vec<Reserve>> = Mutex::new(Vec::new());

    impl Reserve {
        /// Reserves as much address space as is allowed, or says why there is none.
        pub(in crate::heap) fn new() -> Result<Reserve, String> {
            let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
            let lowest = (0..pool.len()).min_by_key(|&at| pool[at].base.addr());
            if let Some(at) = lowest {
                return Ok(pool.swap_remove(at));
            }
            let mut size = most_allowed();
            loop {
                match Reserve::of_size(size) {
                    Ok(reserve) => return Ok(reserve),
                    Err(_) if size / 2 >= LEAST => size /= 2,
                    Err(error) => {
                        return Err(format!("cannot reserve memory for the heap: {error}"));
                    }
                }
            }
        }

        fn of_size(size: usize) -> rustix::io::Result<Reserve> {
            for step in 0..CANDIDATES {
                let wanted = FIRST_ADDRESS + step * MOST as u64;
                match map_at(wanted as usize, size) {
                    Ok(base) => return Ok(Reserve { base, size, used: 0 }),
                    Err(rustix::io::Errno::EXIST | rustix::io::Errno::INVAL) => {}
                    Err(error) => return Err(error),
                }
            }
            let base = map_anywhere(size)?;
            Ok(Reserve { base, size, used: 0 })
        }

        /// The next chunk's memory; none when all of it is in use.
        pub(in crate::heap) fn next_piece(&mut self) -> Option<Piece> {
            if self.used + CHUNK > self.size {
                return None;
            }
            // SAFETY: within the reservation.
            let memory = unsafe { self.base.add(self.used) };
            self.used += CHUNK;
            if self.used > SMALL {
                // Only to be quicker: all pages at once cost a quarter less than one after the other.
                // SAFETY: within the reservation, and not in use yet.
                let _ = unsafe {
                    madvise(memory.as_ptr().cast::<c_void>(), CHUNK, Advice::LinuxPopulateWrite)
                };
            }
            Some(Piece { memory, address: memory.addr().get() as u64 })
        }

        /// The address of the first chunk.
        pub(in crate::heap) fn first_address(&self) -> u64 {
            self.base.addr().get() as u64
        }

        /// How many bytes of address space the reservation has.
        pub(in crate::heap) fn size(&self) -> u64 {
            self.size as u64
        }

        /// Takes the reservation back; its memory reads as zero from here on.
        ///
        /// # Safety
        /// No chunk of it is in use any more.
        pub(in crate::heap) unsafe fn give_back(mut self) {
            let start = self.base.as_ptr().cast::<c_void>();
            // SAFETY: the pages are ours and, as the caller promises, unused.
            let emptied = unsafe { madvise(start, self.used, Advice::LinuxDontNeed) };
            if emptied.is_ok() {
                self.used = 0;
                POOL.lock().unwrap_or_else(PoisonError::into_inner).push(self);
            }
        }
    }

    /// Everything, unless the address space is limited: then a third, so that the interpreter's
    /// stack and ordinary allocations fit beside it.
    fn most_allowed() -> usize {
        let Some(limit) = getrlimit(Resource::As).current else { return MOST };
        let third = usize::try_from(limit / 3).unwrap_or(MOST);
        (third / CHUNK * CHUNK).clamp(LEAST, MOST)
    }

    const FLAGS: MapFlags = MapFlags::PRIVATE.union(MapFlags::NORESERVE);
    const ACCESS: ProtFlags = ProtFlags::READ.union(ProtFlags::WRITE);

    fn map_at(address: usize, size: usize) -> rustix::io::Result<NonNull<u8>> {
        let wanted = ptr::without_provenance_mut::<c_void>(address);
        let flags = FLAGS.union(MapFlags::FIXED_NOREPLACE);
        // SAFETY: a new mapping that replaces none.
        let got = unsafe { mmap_anonymous(wanted, size, ACCESS, flags)? };
        // Old kernels take the flag for a hint.
        if got.addr() != address {
            // SAFETY: just mapped, not used yet.
            unsafe { munmap(got, size)? };
            return Err(rustix::io::Errno::EXIST);
        }
        NonNull::new(got.cast()).ok_or(rustix::io::Errno::NOMEM)
    }

    fn map_anywhere(size: usize) -> rustix::io::Result<NonNull<u8>> {
        // SAFETY: a new mapping; the surplus that aligns it to a chunk is never touched.
        unsafe {
            let got = mmap_anonymous(ptr::null_mut(), size + CHUNK, ACCESS, FLAGS)?;
            let base = got.cast::<u8>().map_addr(|address| address.next_multiple_of(CHUNK));
            NonNull::new(base).ok_or(rustix::io::Errno::NOMEM)
        }
    }
}

#[cfg(not(all(target_os = "linux", target_pointer_width = "64", not(miri))))]
mod allocated {
    use std::alloc::{Layout, alloc_zeroed, dealloc};
    use std::ptr::NonNull;

    use super::{CHUNK, FIRST_ADDRESS, Piece};

    const MOST: u64 = 64 << 30;

    /// Chunks from the ordinary allocator, shown at made-up addresses in the order they came.
    pub(in crate::heap) struct Reserve {
        pieces: Vec<NonNull<u8>>,
    }

    const fn layout() -> Layout {
        match Layout::from_size_align(CHUNK, CHUNK) {
            Ok(layout) => layout,
            Err(_) => panic!("a chunk is a power of two"),
        }
    }

    impl Reserve {
        /// A reserve without chunks yet.
        pub(in crate::heap) fn new() -> Result<Reserve, String> {
            Ok(Reserve { pieces: Vec::new() })
        }

        /// The next chunk's memory; none when there is no more.
        pub(in crate::heap) fn next_piece(&mut self) -> Option<Piece> {
            let before = self.pieces.len() as u64 * CHUNK as u64;
            if before + CHUNK as u64 > MOST {
                return None;
            }
            // SAFETY: the layout is not empty.
            let memory = NonNull::new(unsafe { alloc_zeroed(layout()) })?;
            self.pieces.push(memory);
            Some(Piece { memory, address: FIRST_ADDRESS + before })
        }

        /// The address of the first chunk.
        pub(in crate::heap) fn first_address(&self) -> u64 {
            FIRST_ADDRESS
        }

        /// How many bytes of address space there are.
        pub(in crate::heap) fn size(&self) -> u64 {
            MOST
        }

        /// Frees all chunks.
        ///
        /// # Safety
        /// No chunk of it is in use any more.
        pub(in crate::heap) unsafe fn give_back(self) {
            for piece in self.pieces {
                // SAFETY: allocated above with this layout.
                unsafe { dealloc(piece.as_ptr(), layout()) };
            }
        }
    }
}
