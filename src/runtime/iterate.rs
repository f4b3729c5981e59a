//! Iteration: `iter`, `next`, and walking an iterable from Rust.

use super::kinds;
use super::object::generator::Wake;
use super::object::tuple::tuple_items;
use super::object::{List, Tuple};
use super::slot_user;
use super::slots::UnaryFn;
use super::stack::{Role, Taker};
use super::value::{Eval, Raised, Value};
use super::vm::Vm;
use crate::heap::{Dying, Flag, Kind, Payload, Ref, Slot};

/// Iterates an object by `__getitem__` with 0, 1, 2 … until `IndexError`.
pub struct SequenceIterator {
    pub sequence: Slot,
    pub next: std::cell::Cell<i64>,
}

impl Payload for SequenceIterator {
    const KIND: Kind = kinds::SEQUENCE_ITERATOR;
    const NAME: &'static str = "iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.sequence.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.sequence);
    }
}

impl Vm {
    /// `iter(object)`.
    ///
    /// # Errors
    /// `TypeError` where `object` is not iterable.
    pub fn iter(&self, object: &Ref) -> Result<Ref, Raised> {
        let (iter, getitem) = self.slot(object, |slots| (slots.iter, slots.getitem));
        if let Some(iter) = iter {
            let iterator = iter(self, object)?;
            let iterator = self.to_object(iterator)?;
            if self.slot(&iterator, |slots| slots.next.is_some()) {
                return Ok(iterator);
            }
            let class = self.class_name(&iterator);
            return Err(self.type_error(format!("iter() returned non-iterator of type '{class}'")));
        }
        if getitem.is_some() && !self.class_data(object).flags.get().is_mapping {
            return self.alloc(SequenceIterator {
                sequence: Slot::new(object.clone()),
                next: std::cell::Cell::new(0),
            });
        }
        let class = self.class_name(object);
        Err(self.type_error(format!("'{class}' object is not iterable")))
    }

    /// The next value of `iterator`; `Undef` at its end. A `StopIteration` of what a builtin
    /// iterator calls, such as the function of a `map`, is an end too.
    #[inline]
    pub fn next(&self, iterator: &Ref) -> Eval {
        if iterator.kind() == kinds::GENERATOR {
            return self.resume_generator(iterator, Wake::Next(None));
        }
        match self.slot(iterator, |slots| slots.next) {
            Some(next) => match next(self, iterator) {
                Err(raised) => self.stop_to_end(Err(raised)),
                value => value,
            },
            None => {
                let class = self.class_name(iterator);
                Err(self.type_error(format!("'{class}' object is not an iterator")))
            }
        }
    }

    /// The next item for `next(iterator)`. What a `__next__` written in Python raises at the end
    /// passes as it is, with its traceback.
    ///
    /// # Errors
    /// `StopIteration` at the end, and what the iterator raises.
    pub fn next_or_raise(&self, iterator: &Ref) -> Eval {
        let is_users = iterator.kind() != kinds::GENERATOR
            && self.slot(iterator, |slots| {
                slots
                    .next
                    .is_some_and(|next| std::ptr::fn_addr_eq(next, slot_user::next as UnaryFn))
            });
        if is_users {
            return slot_user::next_unchanged(self, iterator);
        }
        self.stop_value.set(None);
        match self.next(iterator)? {
            Value::Undef => Err(self.raise_stop(self.stop_value.take())),
            value => Ok(value),
        }
    }

    /// What [`Vm::next`] asks of an iterator of a builtin type, where it never changes.
    #[inline]
    pub fn fixed_next(&self, iterator: &Ref) -> Option<fn(&Vm, &Ref) -> Eval> {
        let fixed = !iterator.has_flag(Flag::EXTENDED) && iterator.kind() != kinds::OBJECT;
        if fixed { self.slot(iterator, |slots| slots.next) } else { None }
    }

    /// Hands each item of `iterable` to `take`, until that returns `false`.
    pub fn each(
        &self,
        iterable: &Ref,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        let item: fn(&Ref, usize) -> Option<Ref> = match iterable.kind() {
            kinds::LIST if iterable.is_exact::<List>() => {
                |list, at| list.get::<List>().and_then(|list| list.get(at))
            }
            kinds::TUPLE if iterable.is_exact::<Tuple>() => {
                |tuple, at| tuple.tail().get(at).and_then(Slot::get)
            }
            _ => return self.each_of_iterator(iterable, take),
        };
        // No iterator is needed: this reference counts as the one it would have.
        let at = self.stack.push(iterable.clone(), Role::Iterator);
        let result = self.each_by_index(iterable, item, take);
        self.stack.truncate(at);
        result
    }

    fn each_by_index(
        &self,
        items: &Ref,
        item: fn(&Ref, usize) -> Option<Ref>,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        let mut next = 0;
        while let Some(item) = item(items, next) {
            self.poll()?;
            next += 1;
            if !take(item)? {
                break;
            }
        }
        Ok(())
    }

    fn each_of_iterator(
        &self,
        iterable: &Ref,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        let iterator = self.iter(iterable)?;
        self.keep(iterator, Role::Iterator, |iterator| self.drain(iterator, take))
    }

    /// As [`Vm::each`]; of what a generator yields, `quick` takes what it can without that stopping.
    pub fn each_quickly(
        &self,
        iterable: &Ref,
        quick: Taker<'_>,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        if iterable.kind() != kinds::GENERATOR {
            return self.each(iterable, take);
        }
        let generator = iterable.clone();
        self.keep(generator, Role::Iterator, |generator| self.drive(generator, quick, take))
    }

    /// Hands over what a generator yields: to `quick`, and what that hands back to `take`.
    pub fn drive(
        &self,
        generator: &Ref,
        quick: Taker<'_>,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        loop {
            let left = self.resume_generator(generator, Wake::Next(Some(quick)))?;
            if left.is_undef() {
                return Ok(());
            }
            self.poll()?;
            if !take(self.to_object(left)?)? {
                return Ok(());
            }
        }
    }

    pub(super) fn drain(
        &self,
        iterator: &Ref,
        take: &mut dyn FnMut(Ref) -> Result<bool, Raised>,
    ) -> Result<(), Raised> {
        let next = self.fixed_next(iterator).unwrap_or(Vm::next);
        loop {
            let value = match next(self, iterator) {
                Err(raised) => self.stop_to_end(Err(raised))?,
                Ok(value) => value,
            };
            if value.is_undef() {
                return Ok(());
            }
            self.poll()?;
            let object = self.to_object(value)?;
            if !take(object)? {
                return Ok(());
            }
        }
    }

    /// The items of `iterable`, collected. Exact lists and tuples are copied at once.
    pub fn collect(&self, iterable: &Ref) -> Result<Vec<Ref>, Raised> {
        if iterable.is_exact::<List>()
            && let Some(list) = iterable.get::<List>()
        {
            return Ok(list.items.borrow().clone());
        }
        if iterable.is_exact::<Tuple>()
            && let Some(items) = tuple_items(iterable)
        {
            return Ok(items.iter().filter_map(Slot::get).collect());
        }
        // What is collected so far stands in a list on the slot stack, visible to the books.
        let list = self.alloc(List::new(Vec::new()))?;
        self.keep(list, Role::Builtin, |list| {
            let list = list.as_ref::<List>();
            let quick = |item| match self.boxed_or_back(item) {
                Ok(item) => list.push_or_hand_back(&self.heap, item).map(Value::Obj),
                Err(item) => Some(item),
            };
            let mut take = |item| {
                list.push(&self.heap, item).map(|()| true).map_err(|full| self.heap_full(full))
            };
            let result = match iterable.kind() {
                kinds::GENERATOR => self.each_quickly(iterable, &quick, &mut take),
                _ => self.each_hinted(iterable, &mut take),
            };
            let items = list.items.take();
            result.map(|()| items)
        })
    }

    /// `next` of a [`SequenceIterator`].
    pub fn next_of_sequence(&self, iterator: &Ref) -> Eval {
        let payload = iterator.as_ref::<SequenceIterator>();
        let Some(sequence) = payload.sequence.get() else { return Ok(Value::Undef) };
        let at = payload.next.get();
        let key = self.new_int(at)?;
        match self.get_item(&sequence, &key) {
            Ok(value) => {
                payload.next.set(at + 1);
                Ok(value)
            }
            Err(raised) => {
                let ended = self.pending_is(&raised, super::ErrorKind::IndexError)
                    || self.pending_is(&raised, super::ErrorKind::StopIteration);
                if !ended {
                    return Err(raised);
                }
                drop(self.take_raised(raised));
                payload.sequence.set(None);
                Ok(Value::Undef)
            }
        }
    }
}
