//! Augmented assignment to attributes, items and names that are not locals.

use std::marker::PhantomData;

use super::arith::{Arithmetic, apply_inplace, inplace_by, of_numbers};
use super::attribute::AttributeTarget;
use super::attribute_cache::Reading;
use super::call::Arg;
use super::node::{Exp, Node, Operand, Stm, Target, attempt, held};
use super::store::{quick_store, store_at, store_in_place, write_item};
use super::subscript::{list_item, place, read_item};
use crate::heap::{Flag, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::object::number::read_number;
use crate::runtime::object::{Dict, Int, List};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{BinaryOp, Eval, Flow, Raised, Value};
use crate::source::Span;

/// `object.name op= right`.
pub struct AugAttribute<Op, V> {
    pub target: AttributeTarget<V>,
    pub reading: Reading,
    pub right: Node,
    /// Whether the right side contains a call, before which a stored left operand is counted.
    pub right_calls: bool,
    pub span: Span,
    pub op: PhantomData<Op>,
}

impl<Op: Arithmetic, V: Operand> Stm for AugAttribute<Op, V> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        match self.number(frame) {
            Some(left) => attempt!(self.update_number(frame, left)),
            None => attempt!(self.update_any(frame)),
        }
        Flow::Next
    }
}

impl<Op: Arithmetic, V: Operand> AugAttribute<Op, V> {
    /// The attribute, where it is a number of an object in a local that the right side leaves
    /// there: then nothing needs to be held meanwhile.
    #[inline(always)]
    fn number(&self, frame: &Frame<'_>) -> Option<Value> {
        if V::MAY_CALL || self.right_calls {
            return None;
        }
        let left =
            self.target.object.look(frame, |object| self.reading.quick_operand(frame, object));
        left.filter(|left| matches!(left, Value::Int(_) | Value::Float(_)))
    }

    #[inline(always)]
    fn update_number(&self, frame: &Frame<'_>, left: Value) -> Result<(), Raised> {
        let right = self.right.operand(frame)?;
        let value = self.apply(frame, left, right)?;
        self.target.assign(frame, value)
    }

    #[inline(always)]
    fn apply(&self, frame: &Frame<'_>, left: Value, right: Value) -> Eval {
        match apply_inplace::<Op>(frame.vm, left, right) {
            Ok(value) => Ok(value),
            Err(raised) => Err(frame.vm.locate(frame, raised, self.span)),
        }
    }

    /// The object is evaluated once and stands in the slot stack meanwhile.
    #[inline(never)]
    fn update_any(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let AttributeTarget { object, name, span, writing } = &self.target;
        let object = object.object(frame)?;
        frame.vm.keep(object, Role::Receiver, |object| {
            let left = self.read(frame, object)?;
            let (left, right) = held(frame, left, Role::LeftOperand, || self.right.operand(frame))?;
            let value = self.apply(frame, left, right)?;
            writing.store(frame, object, *name, value, *span)
        })
    }

    #[inline(always)]
    fn read(&self, frame: &Frame<'_>, object: &Ref) -> Eval {
        let name = self.target.name;
        let quick = if self.right_calls {
            self.reading.value(frame, object, name).map(Value::Obj)
        } else {
            self.reading.operand(frame, object, name)
        };
        match quick {
            Some(value) => Ok(value),
            None => self.reading.slowly(frame, object, name, self.target.span),
        }
    }
}

/// `object[index] op= right`: object and index are evaluated once and stand in the slot stack
/// meanwhile.
pub struct AugSubscript<Op> {
    pub object: Arg,
    pub index: Arg,
    pub right: Arg,
    pub right_calls: bool,
    /// Whether the container is no local, or the index contains a call.
    pub index_calls: bool,
    /// Where the item is read.
    pub item_span: Span,
    pub span: Span,
    pub op: PhantomData<Op>,
}

impl<Op: Arithmetic> Stm for AugSubscript<Op> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        if let Some(stored) = self.at_once(frame) {
            drop(attempt!(stored));
            return Flow::Next;
        }
        if let (false, Arg::Node(index)) = (self.index_calls, &self.index) {
            attempt!(self.with_index(frame, index));
            return Flow::Next;
        }
        match self.number(frame) {
            Some((left, place)) => attempt!(self.update_number(frame, left, place)),
            None => attempt!(self.update_any(frame)),
        }
        Flow::Next
    }
}

/// Where a dict has an item, while nobody changes its keys.
#[derive(Clone, Copy)]
struct Place {
    position: usize,
    version: u64,
}

/// A number that stands in a list or a dict, and where, if that can be told without Python code.
#[inline(always)]
fn number_in(object: &Ref, index: &Ref) -> Option<(Value, Option<Place>)> {
    if object.has_flag(Flag::EXTENDED) {
        return None;
    }
    let (item, place) = if let Some(dict) = object.get::<Dict>() {
        let position = dict.position(index, quick_hash(index)?)??;
        let place = Place { position, version: dict.watch() };
        (dict.look_at(position, read_number)?, Some(place))
    } else {
        let index = index.get::<Int>().filter(|_| index.is_exact::<Int>())?.0.get();
        (list_item(object, index, read_number)?, None)
    };
    matches!(item, Value::Int(_) | Value::Float(_)).then_some((item, place))
}

impl<Op: Arithmetic> AugSubscript<Op> {
    /// Computes with two numbers that stand at hand, the left one in a list or dict that does, and
    /// stores the result there; what stood there comes back to be dropped.
    #[inline(always)]
    fn at_once(&self, frame: &Frame<'_>) -> Option<Result<Option<Ref>, Raised>> {
        let index = read_number(self.index.at_hand(frame)?);
        self.of_object(frame, self.object.at_hand(frame)?, &index)
    }

    #[inline(always)]
    fn of_object(
        &self,
        frame: &Frame<'_>,
        object: &Ref,
        index: &Value,
    ) -> Option<Result<Option<Ref>, Raised>> {
        let vm = frame.vm;
        let right = read_number(self.right.at_hand(frame)?);
        if let Some(list) = object.get::<List>().filter(|_| object.is_exact::<List>()) {
            let Value::Int(index) = *index else { return None };
            let mut items = list.items.borrow_mut();
            let at = place(index, items.len());
            let item = items.get_mut(at)?;
            let value = of_numbers::<Op>(&read_number(item), &right)?;
            return Some(store_at(vm, item, value));
        }
        let dict = object.get::<Dict>().filter(|_| object.is_exact::<Dict>())?;
        let position = match index {
            Value::Int(key) => dict.position_of_int(*key),
            Value::Obj(key) => dict.position(key, quick_hash(key)?),
            _ => None,
        }??;
        let value = of_numbers::<Op>(&dict.look_at(position, read_number)?, &right)?;
        Some(store_in_place(vm, dict, position, value))
    }

    /// As a whole, with an index that has to be computed and contains no call.
    #[inline(never)]
    fn with_index(&self, frame: &Frame<'_>, index: &Node) -> Result<(), Raised> {
        if !self.object.is_bound(frame) {
            self.object.object(frame)?;
        }
        let index = index.operand(frame)?;
        let stored = self.object.at_hand(frame).and_then(|it| self.of_object(frame, it, &index));
        if let Some(stored) = stored {
            return stored.map(drop);
        }
        let vm = frame.vm;
        let at = vm.stack.push(self.object.object(frame)?, Role::Receiver);
        vm.stack.push(vm.to_object(index)?, Role::Argument);
        let result = self.update_held(frame, at);
        vm.stack.truncate(at);
        result
    }

    /// The item and its place, where it is a number and all is at hand, and the right side leaves
    /// it there: then nothing needs to be held meanwhile.
    #[inline(always)]
    fn number(&self, frame: &Frame<'_>) -> Option<(Value, Option<Place>)> {
        if self.right_calls {
            return None;
        }
        if let Some((list, index)) = self.list_at_hand(frame) {
            let item = list_item(list, index, read_number);
            let is_number = |item: &Value| matches!(item, Value::Int(_) | Value::Float(_));
            return Some((item.filter(is_number)?, None));
        }
        self.object.look(frame, |object| self.index.look(frame, |index| number_in(object, index)))
    }

    /// A list and a place in it, where both stand at hand.
    #[inline(always)]
    fn list_at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<(&'f Ref, i64)> {
        let list = self.object.at_hand(frame).filter(|object| object.is_exact::<List>())?;
        match read_number(self.index.at_hand(frame)?) {
            Value::Int(index) => Some((list, index)),
            _ => None,
        }
    }

    #[inline(always)]
    fn update_number(
        &self,
        frame: &Frame<'_>,
        left: Value,
        place: Option<Place>,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        let right = self.right.operand(frame)?;
        let value = apply_inplace::<Op>(vm, left, right)
            .map_err(|raised| vm.locate(frame, raised, self.span))?;
        if let Some((list, index)) = self.list_at_hand(frame) {
            return match quick_store(vm, list, &Value::Int(index), value) {
                Ok(stored) => stored.map(drop),
                Err(value) => self.write(frame, value),
            };
        }
        self.store_number(frame, place, value)
    }

    /// Stores the sum, or whatever it is, in a dict or in what is not at hand.
    #[inline(never)]
    fn store_number(
        &self,
        frame: &Frame<'_>,
        place: Option<Place>,
        value: Value,
    ) -> Result<(), Raised> {
        let vm = frame.vm;
        let mut value = Some(value);
        let stored = self.object.look(frame, |object| {
            if let Some(Place { position, version }) = place {
                let dict = object.get::<Dict>().filter(|dict| dict.version() == version)?;
                return Some(store_in_place(vm, dict, position, value.take()?));
            }
            self.index.look(frame, |index| {
                match quick_store(vm, object, &read_number(index), value.take()?) {
                    Ok(stored) => Some(stored),
                    Err(unstored) => {
                        value = Some(unstored);
                        None
                    }
                }
            })
        });
        match (stored, value) {
            (Some(old), _) => old.map(drop),
            (None, value) => self.write(frame, value.unwrap_or_default()),
        }
    }

    /// Assigns the item in full.
    #[cold]
    fn write(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised> {
        let vm = frame.vm;
        let at = vm.stack.push(self.object.object(frame)?, Role::Receiver);
        let result = self.index.object(frame).and_then(|index| {
            vm.stack.push(index, Role::Argument);
            let parts = vm.stack.window(at, 2);
            write_item(vm, parts.req(0), parts.req(1), value)
        });
        vm.stack.truncate(at);
        result.map_err(|raised| vm.locate(frame, raised, self.item_span))
    }

    #[inline(never)]
    fn update_any(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        let at = frame.vm.stack.top();
        let result = self.update(frame, at);
        frame.vm.stack.truncate(at);
        result
    }

    #[inline(always)]
    fn update(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        vm.stack.push(object, Role::Receiver);
        let index = self.index.object(frame)?;
        vm.stack.push(index, Role::Argument);
        self.update_held(frame, at)
    }

    /// Updates the item of the container at `at` of the slot stack; the index stands above it.
    fn update_held(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let parts = vm.stack.window(at, 2);
        let (object, index) = (parts.req(0), parts.req(1));
        if let Some(stored) = self.of_object(frame, object, &read_number(index)) {
            return stored.map(drop);
        }
        let located = |raised| vm.locate(frame, raised, self.item_span);
        let left = read_item(vm, object, index, self.right_calls).map_err(located)?;
        let (left, right) = held(frame, left, Role::LeftOperand, || self.right.operand(frame))?;
        let value = apply_inplace::<Op>(vm, left, right)
            .map_err(|raised| vm.locate(frame, raised, self.span))?;
        write_item(vm, object, index, value).map_err(located)
    }
}

/// `name op= right` for a name that is not a local.
pub struct AugAssign {
    pub read: Node,
    pub right: Node,
    pub op: BinaryOp,
    pub write: Box<dyn Target>,
    pub span: Span,
}

impl Stm for AugAssign {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let left = attempt!(self.read.eval(frame));
        let (left, right) =
            attempt!(held(frame, left, Role::LeftOperand, || self.right.operand(frame)));
        let result = inplace_by(frame.vm, self.op, left, right);
        let value: Value =
            attempt!(result.map_err(|raised| frame.vm.locate(frame, raised, self.span)));
        attempt!(self.write.assign(frame, value));
        Flow::Next
    }
}
