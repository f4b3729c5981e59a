//! Augmented assignment to attributes, items and names that are not locals.

use std::marker::PhantomData;

use super::arith::{Arithmetic, apply_inplace, inplace_by};
use super::attribute::{AttributeTarget, Reading};
use super::node::{Exp, Node, Operand, Stm, Target, attempt, held};
use super::store::write_item;
use super::subscript::read_item;
use crate::heap::Ref;
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
    pub object: Node,
    pub index: Node,
    pub right: Node,
    pub right_calls: bool,
    /// Where the item is read.
    pub item_span: Span,
    pub span: Span,
    pub op: PhantomData<Op>,
}

impl<Op: Arithmetic> Stm for AugSubscript<Op> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let at = frame.vm.stack.top();
        let result = self.update(frame, at);
        frame.vm.stack.truncate(at);
        attempt!(result);
        Flow::Next
    }
}

impl<Op: Arithmetic> AugSubscript<Op> {
    #[inline(always)]
    fn update(&self, frame: &Frame<'_>, at: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let object = self.object.object(frame)?;
        vm.stack.push(object, Role::Receiver);
        let index = self.index.object(frame)?;
        vm.stack.push(index, Role::Argument);
        let parts = vm.stack.window(at, 2);
        let (object, index) = (parts.req(0), parts.req(1));
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
