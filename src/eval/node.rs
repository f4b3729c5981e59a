//! What a node is: the traits of expressions, statements and targets, and the simplest operands.

use super::embed::Embed;
use super::iteration::next_item;
use crate::heap::Ref;
use crate::runtime::object::code::Body;
use crate::runtime::object::number::unbox;
use crate::runtime::object::{Float, Int};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value};
use crate::source::Span;

/// An expression.
pub trait Exp: Embed + 'static {
    /// The value, in a form that may be stored: a stored number comes as its object, so that
    /// identity is shared.
    fn eval(&self, frame: &Frame<'_>) -> Eval;

    /// The value for an operation that only reads it: numbers unboxed and uncounted.
    #[inline]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match self.eval(frame)? {
            Value::Obj(object) => Ok(unbox(object)),
            value => Ok(value),
        }
    }

    /// The truth of the value.
    #[inline]
    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        let value = self.operand(frame)?;
        frame.vm.truth(&value)
    }

    /// Whether the value is `None`.
    #[inline]
    fn is_none(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        Ok(match self.eval(frame)? {
            Value::None => true,
            Value::Obj(object) => frame.vm.is_none(&object),
            _ => false,
        })
    }

    /// The attribute of the local in the first slot that this reads, by the number of its name.
    fn attribute_of_first(&self) -> Option<u32> {
        None
    }

    /// The value as an object.
    #[inline]
    fn object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        let value = self.eval(frame)?;
        frame.vm.to_object(value)
    }

    /// The value as an object, where it can be had without running other code. Items have it.
    fn object_at_once(&self, _frame: &Frame<'_>) -> Option<Ref> {
        None
    }
}

/// An expression of any sort, behind one indirect call.
pub type Node = Box<dyn Exp>;

impl Exp for Node {
    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        (**self).eval(frame)
    }

    #[inline(always)]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        (**self).operand(frame)
    }

    #[inline(always)]
    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        (**self).truth(frame)
    }

    #[inline(always)]
    fn is_none(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        (**self).is_none(frame)
    }

    fn attribute_of_first(&self) -> Option<u32> {
        (**self).attribute_of_first()
    }

    #[inline(always)]
    fn object(&self, frame: &Frame<'_>) -> Result<Ref, Raised> {
        (**self).object(frame)
    }

    #[inline(always)]
    fn object_at_once(&self, frame: &Frame<'_>) -> Option<Ref> {
        (**self).object_at_once(frame)
    }
}

/// An expression whose sort is known when the node around it is compiled.
pub trait Operand: Exp {
    /// Whether evaluating it may run other code, so that what was evaluated before must stand in
    /// the slot stack meanwhile.
    const MAY_CALL: bool;

    /// Runs `look` on the object where that stands in a slot; `look` must not run Python code.
    /// `None` for operands that stand in none, and where `look` says so.
    #[inline(always)]
    fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        // Counted, since `look` may write to the very slot that it stands in.
        let object = self.at_hand(frame)?.clone();
        look(&object)
    }

    /// The object where it stands in a slot, for a look; see [`Frame::at_hand`].
    #[inline(always)]
    fn at_hand<'f>(&'f self, _frame: &'f Frame<'_>) -> Option<&'f Ref> {
        None
    }

    /// The value where it is a small int that can be had without a call. With it nodes have a
    /// path that calls nothing, so that they need save no registers.
    #[inline(always)]
    fn int(&self, _frame: &Frame<'_>) -> Option<i64> {
        None
    }

    /// As [`Operand::int`], for floats.
    #[inline(always)]
    fn float(&self, _frame: &Frame<'_>) -> Option<f64> {
        None
    }

    /// Whether this is the local in the first slot.
    fn is_first(&self) -> bool {
        false
    }

    /// Whether the operand has a value; a local may have none.
    #[inline(always)]
    fn is_bound(&self, _frame: &Frame<'_>) -> bool {
        true
    }
}

impl Operand for Node {
    const MAY_CALL: bool = true;
}

/// A statement.
pub trait Stm: Body {
    fn exec(&self, frame: &Frame<'_>) -> Flow;

    /// See [`Body::attribute_returned`].
    fn returned(&self) -> Option<u32> {
        None
    }
}

/// Any statement may be the whole body of a function.
impl<S: Stm> Body for S {
    fn run(&self, frame: &Frame<'_>) -> Flow {
        self.exec(frame)
    }

    fn attribute_returned(&self) -> Option<u32> {
        self.returned()
    }
}

/// A statement of any kind.
pub type Statement = Box<dyn Stm>;

/// Something that can be assigned to.
pub trait Target {
    fn assign(&self, frame: &Frame<'_>, value: Value) -> Result<(), Raised>;

    /// Assigns the next item of the iterator in the temporary slot `iterator`; `false` at its end.
    #[inline(always)]
    fn assign_next(&self, frame: &Frame<'_>, iterator: u32) -> Result<bool, Raised> {
        let value = next_item(frame, iterator)?;
        if value.is_undef() {
            return Ok(false);
        }
        self.assign(frame, value)?;
        Ok(true)
    }
}

/// Turns a raised exception into a statement's end.
macro_rules! attempt {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(raised) => return Flow::Raise(raised),
        }
    };
}
pub(crate) use attempt;

/// The int that `object` is, if it is a small one of just that type.
#[inline(always)]
pub fn small_int(object: &Ref) -> Option<i64> {
    match object.is_exact::<Int>() {
        true => object.get::<Int>().map(|int| int.0.get()),
        false => None,
    }
}

/// A local variable (or temporary) in the frame's slots.
#[derive(Clone, Copy)]
pub struct Local {
    pub slot: u32,
    pub span: Span,
}

impl Operand for Local {
    const MAY_CALL: bool = false;

    fn is_first(&self) -> bool {
        self.slot == 0
    }

    #[inline(always)]
    fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        look(frame.at_hand(self.slot)?)
    }

    #[inline(always)]
    fn at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<&'f Ref> {
        frame.at_hand(self.slot)
    }

    #[inline(always)]
    fn int(&self, frame: &Frame<'_>) -> Option<i64> {
        small_int(frame.at_hand(self.slot)?)
    }

    #[inline(always)]
    fn float(&self, frame: &Frame<'_>) -> Option<f64> {
        let object = frame.at_hand(self.slot).filter(|object| object.is_exact::<Float>())?;
        object.get::<Float>().map(|float| float.0.get())
    }

    #[inline(always)]
    fn is_bound(&self, frame: &Frame<'_>) -> bool {
        frame.at_hand(self.slot).is_some()
    }
}

impl Exp for Local {
    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        match frame.get(self.slot) {
            Some(object) => Ok(Value::Obj(object)),
            None => Err(unbound(frame, self.slot, self.span)),
        }
    }

    #[inline(always)]
    fn operand(&self, frame: &Frame<'_>) -> Eval {
        match frame.operand(self.slot) {
            Value::Undef => Err(unbound(frame, self.slot, self.span)),
            value => Ok(value),
        }
    }

    #[inline(always)]
    fn is_none(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        match self.look(frame, |object| Some(frame.vm.is_none(object))) {
            Some(answer) => Ok(answer),
            None => Err(unbound(frame, self.slot, self.span)),
        }
    }
}

/// `UnboundLocalError` for a local in a slot.
#[cold]
#[inline(never)]
pub fn unbound(frame: &Frame<'_>, slot: u32, span: Span) -> Raised {
    let raised = match variable(frame, slot) {
        Ok(name) => {
            let message = format!(
                "cannot access local variable '{}' where it is not associated with a value",
                name.text()
            );
            frame.vm.raise_with_fields(ErrorKind::UnboundLocalError, &message, &[("name", &name)])
        }
        Err(raised) => raised,
    };
    frame.vm.locate(frame, raised, span)
}

/// The name of the variable in a slot, which may be that of a comprehension.
fn variable(frame: &Frame<'_>, slot: u32) -> Result<Ref, Raised> {
    if let Some(name) = frame.code.variables.get(slot as usize) {
        return Ok((**name).clone());
    }
    let mut inlined = frame.code.inlined.iter();
    let name = inlined.find(|(_, its)| *its == slot).map_or("", |(name, _)| name);
    frame.vm.new_str(name)
}

/// A constant of the code object.
#[derive(Clone, Copy)]
pub struct Const {
    pub index: u32,
}

impl Operand for Const {
    const MAY_CALL: bool = false;

    #[inline(always)]
    fn look<R>(&self, frame: &Frame<'_>, look: impl FnOnce(&Ref) -> Option<R>) -> Option<R> {
        look(&frame.code.constants[self.index as usize])
    }

    #[inline(always)]
    fn at_hand<'f>(&'f self, frame: &'f Frame<'_>) -> Option<&'f Ref> {
        Some(&frame.code.constants[self.index as usize])
    }
}

impl Exp for Const {
    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(Value::Obj((*frame.code.constants[self.index as usize]).clone()))
    }
}

/// A small number among the constants, also kept unboxed.
#[derive(Clone)]
pub struct Number<const FLOAT: bool> {
    pub index: u32,
    pub bits: u64,
}

impl<const FLOAT: bool> Operand for Number<FLOAT> {
    const MAY_CALL: bool = false;

    #[inline(always)]
    fn int(&self, _frame: &Frame<'_>) -> Option<i64> {
        (!FLOAT).then_some(self.bits as i64)
    }

    #[inline(always)]
    fn float(&self, _frame: &Frame<'_>) -> Option<f64> {
        FLOAT.then(|| f64::from_bits(self.bits))
    }
}

impl<const FLOAT: bool> Exp for Number<FLOAT> {
    #[inline(always)]
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(Value::Obj((*frame.code.constants[self.index as usize]).clone()))
    }

    #[inline(always)]
    fn operand(&self, _frame: &Frame<'_>) -> Eval {
        Ok(if FLOAT {
            Value::float(f64::from_bits(self.bits))
        } else {
            Value::Int(self.bits as i64)
        })
    }
}

/// `None`, `True`, `False`.
pub struct Singleton(pub Value);

impl Exp for Singleton {
    #[inline(always)]
    fn eval(&self, _frame: &Frame<'_>) -> Eval {
        Ok(self.0.clone())
    }
}

/// A temporary that a statement before put aside; reading it empties the slot.
pub struct TakeTemp {
    pub slot: u32,
}

impl Exp for TakeTemp {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(frame.take(self.slot).map_or(Value::None, Value::Obj))
    }
}

/// A temporary that is read again later.
pub struct ReadTemp {
    pub slot: u32,
}

impl Exp for ReadTemp {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(frame.get(self.slot).map_or(Value::None, Value::Obj))
    }
}

/// Puts a value aside in a temporary slot.
pub struct SetTemp {
    pub slot: u32,
    pub role: Role,
    pub value: Node,
}

impl Stm for SetTemp {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let value = attempt!(self.value.object(frame));
        frame.set_as(self.slot, self.role, value);
        Flow::Next
    }
}

/// Evaluates `right` with `left` standing in the slot stack meanwhile.
#[inline(always)]
pub fn held<R>(
    frame: &Frame<'_>,
    left: Value,
    role: Role,
    right: impl FnOnce() -> Result<R, Raised>,
) -> Result<(Value, R), Raised> {
    match left {
        Value::Obj(object) => {
            let stack = &frame.vm.stack;
            let at = stack.push(object, role);
            let right = right();
            let left = stack.take_top(at);
            match (left, right) {
                (Some(left), Ok(right)) => Ok((unbox(left), right)),
                (_, Err(raised)) => Err(raised),
                (None, Ok(right)) => Ok((Value::Undef, right)),
            }
        }
        number => right().map(|right| (number, right)),
    }
}
