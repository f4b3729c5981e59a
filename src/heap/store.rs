//! The heap itself: its fields, its beginning and its end.

use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::marker::PhantomPinned;
use std::ptr::NonNull;

use super::ages::Ages;
use super::chunk::{CLASSES, Chunk};
use super::header::Header;
use super::hooks::Installed;
use super::observed::ObservedDead;
use super::reserve::Reserve;
use super::rest::Stirred;
use super::{Attention, IMMORTAL, Kind, KindInfo, Ref, Unowned};

/// All cells of one interpreter.
pub struct Heap {
    pub(super) kinds: &'static [KindInfo],
    /// Per size class, the free cell to hand out next.
    pub(super) free: [Cell<Option<NonNull<Header>>>; CLASSES],
    /// Per size class, the free cells while allocations are traced.
    pub(super) stashed: [Cell<Option<NonNull<Header>>>; CLASSES],
    /// Cells and charged buffers, in bytes.
    pub(super) used: Cell<u64>,
    pub(super) limit: Cell<u64>,
    /// How much must be in use before the account of buffers is settled again.
    pub(super) settle_above: Cell<u64>,
    pub(super) peak: Cell<u64>,
    pub(super) allocated: Cell<u64>,
    pub(super) freed: Cell<u64>,
    /// Tracked cells made less tracked cells freed since the last collection.
    pub(super) tracked: Cell<i64>,
    /// The value of `tracked` above which a collection is due.
    pub(super) due_above: Cell<i64>,
    /// Who is told when that happens.
    pub(super) attention: OnceCell<Attention>,
    /// Generation 0 in the order of birth; may name cells that have died since.
    pub(super) young: UnsafeCell<Vec<Unowned>>,
    /// Cells that were at rest until they lost a reference.
    pub(super) stirred: UnsafeCell<Stirred>,
    /// How deep the present release is nested.
    pub(super) depth: Cell<u32>,
    pub(super) watching_frees: Cell<bool>,
    pub(super) tracing: Cell<bool>,
    /// The collector is emptying the cells it has condemned.
    pub(super) clearing: Cell<bool>,
    pub(super) external: Cell<u64>,
    /// Cells whose release waits until the nesting is less deep.
    pub(super) pending: RefCell<Vec<NonNull<Header>>>,
    /// How many cells wait, and how many of them for releases further out.
    pub(super) waiting: Cell<usize>,
    pub(super) waiting_below: Cell<usize>,
    /// Cells that the heap holds with a count of its own while a hook runs.
    pub(super) held: RefCell<Vec<NonNull<Header>>>,
    pub(super) hooks: RefCell<Installed>,
    pub(super) observed_dead: RefCell<ObservedDead>,
    pub(super) ages: RefCell<Ages>,
    /// Per size class, the chunk that still has untouched memory.
    pub(super) open: [Cell<Option<NonNull<Chunk>>>; CLASSES],
    pub(super) chunks: RefCell<Vec<NonNull<Chunk>>>,
    /// How many cells the chunks have room for.
    pub(super) opened: Cell<u32>,
    pub(super) reserve: RefCell<Option<Reserve>>,
    #[cfg(debug_assertions)]
    pub(super) visitors: Cell<u32>,
    /// Chunks point back here, so the heap never moves out of its box.
    _pinned: PhantomPinned,
}

impl Heap {
    /// An empty heap for cells of these kinds (each at the index of its number), which may use at
    /// most `limit` bytes.
    ///
    /// # Errors
    /// A message if the table is out of order or the system gives no memory.
    pub fn new(kinds: &'static [KindInfo], limit: Option<u64>) -> Result<Box<Heap>, String> {
        for (number, info) in kinds.iter().enumerate() {
            if info.kind != Kind::FREE && usize::from(info.kind.0) != number {
                return Err(format!("kind {} ({}) stands at {number}", info.kind.0, info.name));
            }
        }
        let reserve = Reserve::new()?;
        Ok(Heap::around(kinds, limit.unwrap_or(u64::MAX), reserve))
    }

    fn around(kinds: &'static [KindInfo], limit: u64, reserve: Reserve) -> Box<Heap> {
        Box::new(Heap {
            kinds,
            free: [const { Cell::new(None) }; CLASSES],
            stashed: [const { Cell::new(None) }; CLASSES],
            used: Cell::new(0),
            limit: Cell::new(limit),
            settle_above: Cell::new(0),
            peak: Cell::new(0),
            allocated: Cell::new(0),
            freed: Cell::new(0),
            tracked: Cell::new(0),
            due_above: Cell::new(i64::MAX),
            attention: OnceCell::new(),
            young: UnsafeCell::new(Vec::new()),
            stirred: UnsafeCell::default(),
            depth: Cell::new(0),
            watching_frees: Cell::new(false),
            tracing: Cell::new(false),
            clearing: Cell::new(false),
            external: Cell::new(0),
            pending: RefCell::new(Vec::new()),
            waiting: Cell::new(0),
            waiting_below: Cell::new(0),
            held: RefCell::new(Vec::new()),
            hooks: RefCell::new(Installed::None),
            observed_dead: RefCell::default(),
            ages: RefCell::new(Ages::default()),
            open: [const { Cell::new(None) }; CLASSES],
            chunks: RefCell::new(Vec::new()),
            opened: Cell::new(0),
            reserve: RefCell::new(Some(reserve)),
            #[cfg(debug_assertions)]
            visitors: Cell::new(0),
            _pinned: PhantomPinned,
        })
    }

    /// The name of a kind.
    pub fn kind_name(&self, kind: Kind) -> &'static str {
        self.kinds.get(usize::from(kind.0)).map_or("unknown", |info| info.name)
    }

    #[inline(always)]
    pub(super) fn info(&self, cell: &Header) -> &'static KindInfo {
        &self.kinds[usize::from(cell.kind.get())]
    }

    /// How many cells the chunks opened so far have room for.
    pub(super) fn cells_opened(&self) -> usize {
        self.opened.get() as usize
    }

    /// Empties and frees every cell that nobody outside the heap holds, immortal or not.
    fn empty(&self) {
        self.share_hooks(None);
        let mut cells = Vec::new();
        self.for_each_live(&mut |cell| cells.push(cell.clone()));
        for cell in &cells {
            self.clear(cell);
        }
        for cell in cells {
            // SAFETY: H2.
            let head = unsafe { cell.cell().as_ref() };
            if cell.is_immortal() {
                head.count.set(head.count() - IMMORTAL);
            }
            drop(cell);
        }
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        self.empty();
        if self.allocated.get() != self.freed.get() {
            self.leave_behind();
        } else if let Some(reserve) = self.reserve.take() {
            // SAFETY: every cell is free, so no reference is left (H4).
            unsafe { reserve.give_back() };
        }
    }
}

impl Heap {
    /// Somebody still holds references (H8): their cells get a heap that is never dropped.
    fn leave_behind(&mut self) {
        let Some(reserve) = self.reserve.take() else { return };
        let heir = Box::leak(Heap::around(self.kinds, self.limit.get(), reserve));
        heir.used.set(self.used.get());
        heir.external.set(self.external.get());
        heir.allocated.set(self.allocated.get());
        heir.freed.set(self.freed.get());
        heir.opened.set(self.opened.get());
        let heir = NonNull::from(&*heir);
        for chunk in self.chunks.take() {
            // SAFETY: H1, H2.
            unsafe { chunk.as_ref() }.heap.set(heir);
        }
    }
}

/// Keeps a count of a cell and shows it to the audit, while a hook looks at the cell.
pub(crate) struct Held<'h> {
    heap: &'h Heap,
    cell: Ref,
}

impl Heap {
    /// Holds the cell of `reference` where the audit can see it.
    pub(crate) fn hold(&self, reference: &Ref) -> Held<'_> {
        self.held.borrow_mut().push(reference.cell());
        Held { heap: self, cell: reference.clone() }
    }

    /// Visits the references that the heap itself holds: to cells whose finalizer or weak
    /// reference callbacks are running.
    pub fn for_each_held(&self, visit: &mut dyn FnMut(&Ref)) {
        for cell in self.held.borrow().iter() {
            // SAFETY: H4: held.
            visit(unsafe { Ref::looking_at(cell) });
        }
    }
}

impl std::ops::Deref for Held<'_> {
    type Target = Ref;

    fn deref(&self) -> &Ref {
        &self.cell
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.heap.held.borrow_mut().pop();
    }
}
