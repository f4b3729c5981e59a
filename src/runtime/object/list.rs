//! The cell of `list` and its growth, which follows CPython's so that `sys.getsizeof` agrees.

use std::cell::RefCell;

use crate::heap::{Dying, Heap, HeapFull, Kind, Payload, Ref, drop_back, glance};
use crate::runtime::kinds;

/// *Invariant:* the borrow of `items` is never held while Python code can run, dropping a
/// reference included: take the old value out, end the borrow, then drop it.
pub struct List {
    pub items: RefCell<Vec<Ref>>,
}

impl Payload for List {
    const KIND: Kind = kinds::LIST;
    const NAME: &'static str = "list";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        // Last to first, as CPython's `gc.get_referents` shows.
        self.items.borrow().iter().rev().for_each(visit);
    }

    fn release(&self, _dying: &Dying) {
        self.clear();
    }

    fn external_bytes(&self) -> usize {
        self.items.try_borrow().map_or(0, |items| items.capacity() * size_of::<Ref>())
    }
}

impl List {
    /// A list of `items`, charged for nothing yet: see [`List::charged`].
    pub fn new(items: Vec<Ref>) -> Self {
        List { items: RefCell::new(items) }
    }

    #[inline]
    pub fn len(&self) -> usize {
        glance(&self.items, Vec::len)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at `index`, counted from the start.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Ref> {
        glance(&self.items, |items| items.get(index).cloned())
    }

    /// Drops the items, last to first as CPython does, each gone from the list before it dies.
    pub fn clear(&self) {
        while self.pop_dying().is_some() {}
        drop(self.items.take());
    }

    /// Takes items off the end up to the first that dies of it, which comes back.
    fn pop_dying(&self) -> Option<Ref> {
        drop_back(&mut self.items.borrow_mut())
    }

    /// Appends `item`; grows as `list_resize` in `Objects/listobject.c`.
    #[inline]
    pub fn push(&self, heap: &Heap, item: Ref) -> Result<(), HeapFull> {
        let mut items = self.items.borrow_mut();
        if items.len() == items.capacity() {
            grow(&mut items, heap, 1)?;
        }
        items.push(item);
        Ok(())
    }

    /// As [`List::push`]; what finds no room is handed back.
    #[inline]
    pub fn push_or_hand_back(&self, heap: &Heap, item: Ref) -> Option<Ref> {
        let mut items = self.items.borrow_mut();
        if items.len() == items.capacity() && grow(&mut items, heap, 1).is_err() {
            return Some(item);
        }
        items.push(item);
        None
    }
}

/// Makes room for `more` items, over-allocating as CPython does.
#[cold]
pub fn grow(items: &mut Vec<Ref>, heap: &Heap, more: usize) -> Result<(), HeapFull> {
    let wanted =
        items.len().checked_add(more).filter(|&n| isize::try_from(n).is_ok()).ok_or(HeapFull)?;
    if wanted <= items.capacity() {
        return Ok(());
    }
    let capacity = room_for(items.len(), wanted);
    let extra = capacity - items.len();
    let have = items.capacity() * size_of::<Ref>();
    let bytes = capacity.checked_mul(size_of::<Ref>()).ok_or(HeapFull)?;
    heap.charge_growth(bytes - have, have)?;
    items.try_reserve_exact(extra).map_err(|_| HeapFull)
}

/// The room for items that CPython makes in a list of `len` items when there are to be `wanted`.
pub fn room_for(len: usize, wanted: usize) -> usize {
    let room = (wanted + (wanted >> 3) + 6) & !3;
    if wanted == 0 {
        0
    } else if wanted - len > room - wanted {
        (wanted + 3) & !3
    } else {
        room
    }
}
