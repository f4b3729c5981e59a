//! The cell of deques, and adding to either end.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::heap::{Dying, Kind, Payload, Ref};
use crate::runtime::object::{List, Tuple};
use crate::runtime::{ErrorKind, Raised, Vm, kinds};
use crate::types::held;

use super::blocks::First;

/// *Invariant:* the borrow of `items` is never held while Python code can run, dropping a
/// reference included.
#[derive(Default)]
pub struct Deque {
    pub items: RefCell<VecDeque<Ref>>,
    pub maxlen: Cell<Option<usize>>,
    /// Changes whenever items come or go, so that iterators notice.
    pub version: Cell<u64>,
    /// To be told of each item that comes at the left end or goes.
    pub first: First,
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

impl End {
    fn other(self) -> End {
        match self {
            End::Left => End::Right,
            End::Right => End::Left,
        }
    }
}

fn pop(items: &mut VecDeque<Ref>, end: End) -> Option<Ref> {
    match end {
        End::Left => items.pop_front(),
        End::Right => items.pop_back(),
    }
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
        let (item, left) = {
            let mut items = self.items.borrow_mut();
            (pop(&mut items, end), items.len())
        };
        if item.is_some() {
            self.touch();
            self.first.popped(end, left);
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
                End::Left => {
                    items.push_front(item);
                    self.first.pushed_left();
                }
                End::Right => items.push_back(item),
            }
            if maxlen.is_some_and(|maxlen| items.len() > maxlen) {
                self.first.popped(end.other(), items.len() - 1);
                pop(&mut items, end.other())
            } else {
                None
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
            self.first.cleared();
        }
        held::drop_forwards(vm, old.into());
    }

    /// Takes the item at `index` out.
    pub fn remove(&self, index: usize) -> Option<Ref> {
        let count = self.len();
        // As CPython does it: what is to go is turned to the left end and back.
        self.first.rotated(-(index as i64), count);
        self.first.popped(End::Left, count - 1);
        self.first.rotated(index as i64, count - 1);
        self.touch();
        self.items.borrow_mut().remove(index)
    }

    /// Puts `item` before place `at`, which was given as `index`.
    pub fn insert(&self, at: usize, index: i64, item: Ref) {
        let count = self.len();
        let inside = (1..count).contains(&at);
        // As CPython does it: the place is turned to an end and back.
        if inside {
            self.first.rotated(-index, count);
        }
        if index < count as i64 && (index >= 0 || !inside) {
            self.first.pushed_left();
        }
        if inside {
            self.first.rotated(index, count + 1);
        }
        self.items.borrow_mut().insert(at, item);
        self.touch();
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
    if payload.is_empty() && payload.maxlen.get() != Some(0) {
        payload.first.fill_from(end);
    }
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
