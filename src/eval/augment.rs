//! Augmented assignment to attributes, items and names that are not locals.

use std::marker::PhantomData;

use super::arith::{Arithmetic, apply_inplace, inplace_by};
use super::attribute::AugmentedName;
use super::node::{Node, Stm, Target, attempt, held};
use super::subscript::{read_item, write_item};
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{BinaryOp, Flow, Raised, Value};
use crate::source::Span;

/// `object.name op= right`: the object is evaluated once and stands in the slot stack meanwhile.
pub struct AugAttribute<Op> {
    pub object: Node,
    pub attribute: AugmentedName,
    pub right: Node,
    /// Whether the right side contains a call, before which a stored left operand is counted.
    pub right_calls: bool,
    pub span: Span,
    pub op: PhantomData<Op>,
}

impl<Op: Arithmetic> Stm for AugAttribute<Op> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let object = attempt!(self.object.object(frame));
        attempt!(frame.vm.keep(object, Role::Receiver, |object| self.update(frame, object)));
        Flow::Next
    }
}

impl<Op: Arithmetic> AugAttribute<Op> {
    #[inline(always)]
    fn update(&self, frame: &Frame<'_>, object: &Ref) -> Result<(), Raised> {
        let left = self.attribute.read(frame, object, self.right_calls)?;
        let (left, right) = held(frame, left, Role::LeftOperand, || self.right.operand(frame))?;
        let value = apply_inplace::<Op>(frame.vm, left, right)
            .map_err(|raised| frame.vm.locate(frame, raised, self.span))?;
        self.attribute.write(frame, object, value)
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
