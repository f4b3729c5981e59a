//! The cell of deques, and adding to either end.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::object::{List, Tuple};
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
        let maxlen = self.maxlen.get();
        if maxlen == Some(0) {
            drop(item);
            return Ok(());
        }
        let surplus = {
            let mut items = self.items.borrow_mut();
            if items.len() == items.capacity() {
                make_room(vm, &mut items, 1)?;
            }
            match end {
                End::Left => items.push_front(item),
                End::Right => items.push_back(item),
            }
            let full = maxlen.is_some_and(|maxlen| items.len() > maxlen);
            match end {
                _ if !full => None,
                End::Left => items.pop_back(),
                End::Right => items.pop_front(),
            }
        };
        self.touch();
        if surplus.is_some() {
            self.touch();
            drop(surplus);
        }
        Ok(())
    }

    /// Adds the items of a list or tuple at the right end, all at once.
    fn push_all(&self, vm: &Vm, added: Vec<Ref>) -> Result<(), Raised> {
        if added.is_empty() {
            return Ok(());
        }
        let mut items = self.items.borrow_mut();
        if items.capacity() - items.len() < added.len() {
            make_room(vm, &mut items, added.len())?;
        }
        items.extend(added);
        drop(items);
        self.touch();
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

/// Makes room for `more` items.
#[cold]
fn make_room(vm: &Vm, items: &mut VecDeque<Ref>, more: usize) -> Result<(), Raised> {
    vm.charge(items.len().max(4).max(more) * size_of::<Ref>())?;
    if items.try_reserve(more).is_err() {
        return Err(vm.raise(ErrorKind::MemoryError, String::new()));
    }
    Ok(())
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
    let row = iterable.is_exact::<List>() || iterable.is_exact::<Tuple>();
    if row && end == End::Right && payload.maxlen.get().is_none() {
        return payload.push_all(vm, vm.collect(iterable)?);
    }
    vm.each(iterable, &mut |item| {
        payload.push(vm, item, end)?;
        Ok(true)
    })
}
