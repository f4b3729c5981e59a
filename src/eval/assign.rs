//! Unpacking: `a, (b, *c) = value`.

use super::call::{Arg, push_values};
use super::node::{Stm, Target, attempt};
use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::{List, Tuple};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Flow, Raised, Value, Vm};
use crate::source::Span;

/// Several targets, one of which may be starred.
pub struct Unpack {
    pub before: Vec<Box<dyn Target>>,
    pub star: Option<Box<dyn Target>>,
    pub after: Vec<Box<dyn Target>>,
    pub span: Span,
}

impl Target for Unpack {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = vm.to_object(value)?;
        let first = vm.stack.top();
        if self.star.is_none() && push_items(vm, &object, self.before.len()) {
            // The sequence goes before its items are stored.
            drop(object);
            let result = self.distribute(frame, first, self.before.len());
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

impl Stm for ParallelAssign {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let at = frame.vm.stack.top();
        let result = self.assign(frame, at);
        frame.vm.stack.truncate(at);
        attempt!(result);
        Flow::Next
    }
}

impl ParallelAssign {
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
        self.otherwise.assign(frame, value)
    }
}

impl UnpackLocals {
    /// Copies the items in. What was in the locals is left on the slot stack where it must die
    /// after the tuple, in order.
    #[inline(always)]
    fn distribute(&self, frame: &Frame<'_>, items: &[Slot]) {
        let stack = &frame.vm.stack;
        for (&slot, item) in self.slots.iter().zip(items) {
            if let Some(old) = frame.replace(slot, item.get()) {
                // Only what may run code as it dies has to be seen while it waits.
                if old.count() > 1 || !old.has_flag(Flag::TRACKED) {
                    drop(old);
                } else {
                    stack.push(old, Role::Unpacked);
                }
            }
        }
    }
}

impl Unpack {
    fn unpack(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let Some(object) = vm.stack.standing(at) else { return Ok(()) };
        let located = |raised| vm.locate(frame, raised, self.span);
        let items = match self.star {
            None => self.take_exactly(vm, object).map_err(located)?,
            Some(_) => self.take_all(vm, object).map_err(located)?,
        };
        let first = vm.stack.top();
        let count = items.len();
        for item in items {
            vm.stack.push(item, Role::Unpacked);
        }
        self.distribute(frame, first, count)
    }

    fn distribute(&self, frame: &Frame<'_>, first: usize, count: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let take = |place: usize| vm.stack.take(place).map_or(Value::None, Value::Obj);
        for (index, target) in self.before.iter().enumerate() {
            target.assign(frame, take(first + index))?;
        }
        if let Some(star) = &self.star {
            let middle = count - self.before.len() - self.after.len();
            let start = first + self.before.len();
            let items = vm.stack.take_range(start, middle).flatten().collect();
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

    fn take_all(&self, vm: &Vm, object: &Ref) -> Result<Vec<Ref>, Raised> {
        if vm.slot(object, |slots| slots.iter.is_none() && slots.getitem.is_none()) {
            let class = vm.class_name(object);
            return Err(vm.type_error(format!("cannot unpack non-iterable {class} object")));
        }
        let items = vm.collect(object)?;
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
        Ok(items)
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
