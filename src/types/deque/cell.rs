//! The cell of deques, and adding to either end.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::{ErrorKind, Raised, Vm, kinds};
use crate::types::held;

/// *Invariant:* the borrow of `items` is never held while Python code can run, dropping a
/// reference included.
#[derive(Default)]
pub struct Deque {
    pub items: RefCell<VecDeque<Ref>>,
    pub maxlen: Cell<Option<usize>>,
    /// Changes whenever items come or go, so that iterators notice.
    pub version: Cell<u64>,
}

impl Payload for Deque {
    const KIND: Kind = kinds::DEQUE;
    const NAME: &'static str = "deque";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.items.borrow().iter().for_each(visit);
    }

    fn release(&self, _dying: &Dying) {
        loop {
            let first = self.items.borrow_mut().pop_front();
            if first.is_none() {
                break;
            }
        }
    }

    fn external_bytes(&self) -> usize {
        self.items.try_borrow().map_or(0, |items| items.capacity() * size_of::<Ref>())
    }
}

/// An end of a deque.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum End {
    Left,
    Right,
}

impl Deque {
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// To be called when items came or went.
    pub fn touch(&self) {
        self.version.set(self.version.get() + 1);
    }

    /// Takes the item at an end out.
    pub fn take(&self, end: End) -> Option<Ref> {
        let item = match end {
            End::Left => self.items.borrow_mut().pop_front(),
            End::Right => self.items.borrow_mut().pop_back(),
        };
        if item.is_some() {
            self.touch();
        }
        item
    }

    /// Adds `item` at an end; where that is one too many, the item at the other end goes.
    pub fn push(&self, vm: &Vm, item: Ref, end: End) -> Result<(), Raised> {
        {
            if self.maxlen.get() == Some(0) {
                drop(item);
                return Ok(());
            }
            let mut items = self.items.borrow_mut();
            if items.len() == items.capacity() {
                vm.charge(items.len().max(4) * size_of::<Ref>())?;
                if items.try_reserve(1).is_err() {
                    return Err(vm.raise(ErrorKind::MemoryError, String::new()));
                }
            }
            match end {
                End::Left => items.push_front(item),
                End::Right => items.push_back(item),
            }
        }
        self.touch();
        if self.maxlen.get().is_some_and(|maxlen| self.len() > maxlen) {
            let other = if end == End::Left { End::Right } else { End::Left };
            drop(self.take(other));
        }
        Ok(())
    }

    /// Empties the deque; its items die first to last, gone from it before.
    pub fn clear(&self, vm: &Vm) {
        let old = self.items.take();
        if !old.is_empty() {
            self.touch();
        }
        held::drop_forwards(vm, old.into());
    }

    /// The item at `index`, counted from the left.
    pub fn get(&self, index: usize) -> Option<Ref> {
        self.items.borrow().get(index).cloned()
    }

    /// All items now.
    pub fn snapshot(&self) -> Vec<Ref> {
        self.items.borrow().iter().cloned().collect()
    }
}

/// `deque.extend` or `deque.extendleft`.
pub fn extend(vm: &Vm, deque: &Ref, iterable: &Ref, end: End) -> Result<(), Raised> {
    let payload = deque.as_ref::<Deque>();
    if deque.same(iterable) {
        for item in payload.snapshot() {
            payload.push(vm, item, end)?;
        }
        return Ok(());
    }
    vm.each(iterable, &mut |item| {
        payload.push(vm, item, end)?;
        Ok(true)
    })
}
