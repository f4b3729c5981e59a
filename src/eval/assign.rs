//! Unpacking: `a, (b, *c) = value`.

use super::call::{Arg, push_values};
use super::iteration::next_item;
use super::names::store_local;
use super::node::{Exp, Node, Stm, Target, attempt};
use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::{Int, List, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::vm::is_small;
use crate::runtime::{Flow, Raised, Value, Vm, kinds};
use crate::source::Span;
use crate::types::adapters::{Enumerate, Zip, reuse_pair};
use crate::types::dict::iterators::{DictIterator, ITEMS};
use crate::types::list::items::extend;
use crate::types::list::iterators::ListIterator;
use crate::types::pairs::{self, Pairs, Rows};
use crate::types::tuple::TupleIterator;

/// Several targets, one of which may be starred.
pub struct Unpack {
    pub before: Vec<Place>,
    pub star: Option<Box<dyn Target>>,
    pub after: Vec<Box<dyn Target>>,
    pub span: Span,
}

impl Target for Unpack {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = vm.to_object(value)?;
        if let (None, [one, other]) = (&self.star, &*self.before)
            && let Some((first, second)) = pairs::pair_of(&object)
        {
            // The tuple goes before its items are stored; no code runs as it does.
            drop(object);
            let at = vm.stack.push(second, Role::Unpacked);
            let result = one.assign(frame, Value::Obj(first)).and_then(|()| {
                let second = vm.stack.take(at).map_or(Value::None, Value::Obj);
                other.assign(frame, second)
            });
            vm.stack.truncate(at);
            return result;
        }
        let first = vm.stack.top();
        if self.star.is_none() && push_items(vm, &object, self.before.len()) {
            // The sequence goes before its items are stored.
            drop(object);
            let result = self.distribute(frame, first, self.before.len(), 0);
            vm.stack.truncate(first);
            return result;
        }
        let at = vm.stack.push(object, Role::Unpacked);
        let result = self.unpack(frame, at);
        vm.stack.truncate(at);
        result
    }
}

/// `a, b = x, y`: no tuple is made.
pub struct ParallelAssign {
    pub values: Box<[Arg]>,
    pub targets: Box<[Place]>,
    pub span: Span,
}

/// A target, with the commonest sort known without a call.
pub enum Place {
    Local(u32),
    Other(Box<dyn Target>),
}

impl Target for Place {
    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        match self {
            Place::Local(slot) => store_local(frame, *slot, value),
            Place::Other(target) => target.assign(frame, value),
        }
    }

    #[inline(always)]
    fn assign_next(&self, frame: &Frame<'_>, iterator: u32) -> Result<bool, Raised> {
        if let Place::Other(target) = self {
            return target.assign_next(frame, iterator);
        }
        let value = next_item(frame, iterator)?;
        let more = !value.is_undef();
        if more {
            self.assign(frame, value)?;
        }
        Ok(more)
    }
}

impl Stm for ParallelAssign {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        if self.exchange(frame).is_some() {
            return Flow::Next;
        }
        let at = frame.vm.stack.top();
        let result = match (&*self.values, &*self.targets) {
            ([Arg::Node(one), Arg::Node(other)], [Place::Local(first), Place::Local(second)]) => {
                assign_computed(frame, (one, other), (*first, *second))
            }
            _ => self.assign(frame, at),
        };
        frame.vm.stack.truncate(at);
        attempt!(result);
        Flow::Next
    }
}

/// Assigns what two nodes compute to two locals. Numbers that are no objects need not be held.
#[inline(always)]
fn assign_computed(
    frame: &Frame<'_>,
    (one, other): (&Node, &Node),
    (first, second): (u32, u32),
) -> Result<(), Raised> {
    let vm = frame.vm;
    let one = one.eval(frame)?;
    let at = vm.stack.top();
    let one = match one {
        Value::Obj(object) => {
            vm.stack.push(object, Role::Element);
            None
        }
        number => Some(number),
    };
    let other = other.eval(frame)?;
    match (one, other) {
        (Some(one), other @ (Value::Int(_) | Value::Float(_))) => {
            store_local(frame, first, one)?;
            store_local(frame, second, other)
        }
        (one, other) => {
            if let Some(one) = one {
                vm.stack.push(vm.to_object(one)?, Role::Element);
            }
            vm.stack.push(vm.to_object(other)?, Role::Element);
            frame.set(first, vm.stack.take(at));
            frame.set(second, vm.stack.take(at + 1));
            Ok(())
        }
    }
}

impl ParallelAssign {
    /// Assigns to two locals what stands at hand, where nothing dies of it that may run code.
    #[inline(always)]
    fn exchange(&self, frame: &Frame<'_>) -> Option<()> {
        let ([one, other], [Place::Local(first), Place::Local(second)]) =
            (&*self.values, &*self.targets)
        else {
            return None;
        };
        let lives_on = |slot: u32| {
            let quiet = |old: &Ref| old.count() > 1 || !old.has_flag(Flag::TRACKED);
            frame.peek(slot, |old| old.is_none_or(quiet)).then_some(())
        };
        let one = one.look(frame, |value| Some(value.clone()))?;
        let other = other.look(frame, |value| Some(value.clone()))?;
        lives_on(*first)?;
        lives_on(*second)?;
        frame.set(*first, Some(one));
        frame.set(*second, Some(other));
        Some(())
    }

    #[inline(always)]
    fn assign(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let stack = &frame.vm.stack;
        push_values(frame, &self.values, Role::Element)?;
        for (target, place) in self.targets.iter().zip(at..) {
            let value = stack.take(place);
            match target {
                Place::Local(slot) => frame.set(*slot, value),
                Place::Other(target) => {
                    target.assign(frame, value.map_or(Value::None, Value::Obj))?
                }
            }
        }
        Ok(())
    }
}

/// `a, b = value` where all targets are locals.
pub struct UnpackLocals {
    pub slots: Box<[u32]>,
    /// The same targets, for values other than tuples of the right length.
    pub otherwise: Unpack,
}

impl Target for UnpackLocals {
    #[inline]
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        if let Value::Obj(tuple) = &value
            && tuple.is_exact::<Tuple>()
        {
            let items = tuple.tail();
            if items.len() == self.slots.len() {
                let stack = &frame.vm.stack;
                let at = stack.top();
                self.distribute(frame, items);
                drop(value);
                stack.truncate(at);
                return Ok(());
            }
        }
        self.assign_other(frame, value)
    }

    fn assign_next(&self, frame: &Frame<'_>, iterator: u32) -> Result<bool, Raised> {
        if let [one, other] = *self.slots
            && let Some(pairs) = frame.temporary(iterator)
            && !pairs.has_flag(Flag::EXTENDED)
        {
            let places = (one, other);
            match pairs.kind() {
                kinds::LIST_ITERATOR => {
                    if let Some(items) = pairs.as_ref::<ListIterator>().advance_pair() {
                        return Ok(settle(frame, places, items));
                    }
                }
                kinds::TUPLE_ITERATOR => {
                    if let Some(items) = pairs.as_ref::<TupleIterator>().advance_pair() {
                        return Ok(settle(frame, places, items));
                    }
                }
                kinds::ENUMERATE => return self.step::<Enumerate>(frame, pairs, places),
                kinds::ZIP if pairs.as_ref::<Zip>().iterators.tail().len() == 2 => {
                    return self.step::<Zip>(frame, pairs, places);
                }
                kinds::DICT_ITEM_ITERATOR => {
                    return self.step::<DictIterator<ITEMS>>(frame, pairs, places);
                }
                _ => {}
            }
        }
        let value = next_item(frame, iterator)?;
        let more = !value.is_undef();
        if more {
            self.assign(frame, value)?;
        }
        Ok(more)
    }
}

impl UnpackLocals {
    /// Assigns the items of a list, or of anything else.
    #[inline(never)]
    fn assign_other(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        if let Value::Obj(list) = &value
            && list.is_exact::<List>()
            && let Some(payload) = list.get::<List>()
            && payload.len() == self.slots.len()
        {
            let stack = &frame.vm.stack;
            let at = stack.top();
            for (index, &slot) in self.slots.iter().enumerate() {
                if let Some(item) = payload.get(index) {
                    displace(frame, slot, item);
                }
            }
            drop(value);
            stack.truncate(at);
            return Ok(());
        }
        self.otherwise.assign(frame, value)
    }

    /// Assigns the items of the next pair to two locals; the iterator keeps them in a pair, too.
    #[inline(never)]
    fn step<P: Pairs>(
        &self,
        frame: &Frame<'_>,
        iterator: &Ref,
        (one, other): (u32, u32),
    ) -> Result<bool, Raised> {
        let vm = frame.vm;
        let pairs = iterator.as_ref::<P>();
        let kept = pairs.kept();
        let Some((first, second)) = pairs.next_items(vm)? else { return Ok(false) };
        let first = first.into();
        if let Some(old) = count_on(frame, kept, one, &first, &second) {
            drop(old);
            frame.set(other, Some(second));
            return Ok(true);
        }
        let first = vm.to_object(first)?;
        if !pairs::refill(kept, &first, &second) {
            let pair = reuse_pair(vm, kept, first, second)?;
            return self.assign(frame, pair).map(|()| true);
        }
        let at = vm.stack.top();
        displace(frame, one, first);
        displace(frame, other, second);
        vm.stack.truncate(at);
        Ok(true)
    }

    /// Copies the items in. What was in the locals is left on the slot stack where it must die
    /// after the tuple, in order.
    #[inline(always)]
    fn distribute(&self, frame: &Frame<'_>, items: &[Slot]) {
        for (&slot, item) in self.slots.iter().zip(items) {
            if let Some(item) = item.get() {
                displace(frame, slot, item);
            }
        }
    }
}

/// Puts the items of a pair, which its owner keeps, into two locals: no tuple travels.
#[inline(always)]
fn settle(frame: &Frame<'_>, (one, other): (u32, u32), (first, second): (Ref, Ref)) -> bool {
    let at = frame.vm.stack.top();
    displace(frame, one, first);
    displace(frame, other, second);
    frame.vm.stack.truncate(at);
    true
}

/// Puts `item` into a local. What was there comes to stand on the slot stack if it may run code as
/// it dies, since more is to be stored before that.
#[inline(always)]
fn displace(frame: &Frame<'_>, slot: u32, item: Ref) {
    if let Some(old) = frame.replace(slot, Some(item)) {
        if old.count() > 1 || !old.has_flag(Flag::TRACKED) {
            drop(old);
        } else {
            frame.vm.stack.push(old, Role::Unpacked);
        }
    }
}

/// Writes the number `first` where the last one stands, if only the local `slot` and the pair kept
/// refer to that and nobody asked for its address, and puts `second` into the pair; what stood there
/// comes back to be dropped.
#[inline(always)]
fn count_on(frame: &Frame<'_>, kept: &Slot, slot: u32, first: &Value, second: &Ref) -> Option<Ref> {
    let Value::Int(next) = *first else { return None };
    let old = frame.at_hand(slot)?;
    if is_small(next) || old.count() != 2 || !old.is_plain() {
        return None;
    }
    let number = old.get::<Int>()?;
    let displaced = pairs::refill_second(kept, old, second)?;
    number.0.set(next);
    Some(displaced)
}

impl Unpack {
    fn unpack(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let Some(object) = vm.stack.standing(at) else { return Ok(()) };
        let located = |raised| vm.locate(frame, raised, self.span);
        let (items, room) = match self.star {
            None => (self.take_exactly(vm, object).map_err(located)?, 0),
            Some(_) => self.take_all(vm, object).map_err(located)?,
        };
        let first = vm.stack.top();
        let count = items.len();
        for item in items {
            vm.stack.push(item, Role::Unpacked);
        }
        self.distribute(frame, first, count, room)
    }

    /// Assigns the `count` items from `first` on; the list for the starred target has `room` for so
    /// many.
    fn distribute(
        &self,
        frame: &Frame<'_>,
        first: usize,
        count: usize,
        room: usize,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        let take = |place: usize| vm.stack.take(place).map_or(Value::None, Value::Obj);
        for (index, target) in self.before.iter().enumerate() {
            target.assign(frame, take(first + index))?;
        }
        if let Some(star) = &self.star {
            let middle = count - self.before.len() - self.after.len();
            let start = first + self.before.len();
            let mut items = Vec::with_capacity(room.max(middle));
            items.extend(vm.stack.take_range(start, middle).flatten());
            let list = vm.new_list(items)?;
            star.assign(frame, Value::Obj(list))?;
            for (index, target) in self.after.iter().enumerate() {
                target.assign(frame, take(start + middle + index))?;
            }
        }
        Ok(())
    }

    /// Takes as many items as there are targets, and sees that there are no more.
    fn take_exactly(&self, vm: &Vm, object: &Ref) -> Result<Vec<Ref>, Raised> {
        let wanted = self.before.len();
        if vm.slot(object, |slots| slots.iter.is_none() && slots.getitem.is_none()) {
            let class = vm.class_name(object);
            return Err(vm.type_error(format!("cannot unpack non-iterable {class} object")));
        }
        let mut items = Vec::with_capacity(wanted);
        let mut more = false;
        vm.each(object, &mut |item| {
            if items.len() == wanted {
                more = true;
                return Ok(false);
            }
            items.push(item);
            Ok(true)
        })?;
        if more {
            return Err(vm.value_error(format!("too many values to unpack (expected {wanted})")));
        }
        if items.len() < wanted {
            let got = items.len();
            return Err(vm.value_error(format!(
                "not enough values to unpack (expected {wanted}, got {got})"
            )));
        }
        Ok(items)
    }

    /// All items, and the room of the list that CPython makes of those behind the first targets.
    fn take_all(&self, vm: &Vm, object: &Ref) -> Result<(Vec<Ref>, usize), Raised> {
        if vm.slot(object, |slots| slots.iter.is_none() && slots.getitem.is_none()) {
            let class = vm.class_name(object);
            return Err(vm.type_error(format!("cannot unpack non-iterable {class} object")));
        }
        let (items, room) = match object.is_exact::<List>() || object.is_exact::<Tuple>() {
            true => {
                let items = vm.collect(object)?;
                let rest = items.len().saturating_sub(self.before.len());
                (items, rest.next_multiple_of(2))
            }
            false => self.take_some(vm, object)?,
        };
        let least = self.before.len() + self.after.len();
        if items.len() < least {
            let got = items.len();
            return Err(vm.value_error(format!(
                "not enough values to unpack (expected at least {least}, got {got})"
            )));
        }
        if vm.stack.is_short_of(items.len()) {
            return Err(vm.too_many_arguments());
        }
        Ok((items, room))
    }
}

impl Unpack {
    /// The items for the targets ahead of the starred one, then all others, for which the iterator is made a list
    /// (CPython: `_PyEval_UnpackIterableStackRef`).
    fn take_some(&self, vm: &Vm, object: &Ref) -> Result<(Vec<Ref>, usize), Raised> {
        let iterator = vm.iter(object)?;
        vm.keep(iterator, Role::Iterator, |iterator| {
            let items = vm.new_list(Vec::new())?;
            vm.keep(items, Role::Unpacked, |items| {
                let items = items.as_ref::<List>();
                for _ in &self.before {
                    let item = vm.next(iterator)?;
                    if item.is_undef() {
                        return Ok((items.items.take(), 0));
                    }
                    let item = vm.to_object(item)?;
                    items.push(&vm.heap, item).map_err(|full| vm.heap_full(full))?;
                }
                let rest = vm.new_list(Vec::new())?;
                vm.keep(rest, Role::Unpacked, |rest| {
                    extend(vm, rest, iterator)?;
                    let rest = rest.as_ref::<List>().items.take();
                    let room = rest.capacity();
                    let mut all = items.items.take();
                    all.extend(rest);
                    Ok((all, room))
                })
            })
        })
    }
}

/// Pushes the items of an exact tuple or list of just the right length; `false` for anything else.
fn push_items(vm: &Vm, object: &Ref, wanted: usize) -> bool {
    if object.is_exact::<Tuple>() && object.tail().len() == wanted {
        for item in object.tail().iter().filter_map(Slot::get) {
            vm.stack.push(item, Role::Unpacked);
        }
        return true;
    }
    if object.is_exact::<List>()
        && let Some(list) = object.get::<List>()
    {
        let items = list.items.borrow();
        if items.len() == wanted {
            for item in items.iter() {
                vm.stack.push(item.clone(), Role::Unpacked);
            }
            return true;
        }
    }
    false
}
