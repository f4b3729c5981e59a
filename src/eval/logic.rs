//! Truth: `not`, `and`, `or`, and the conditional expression.

use super::node::{Exp, Node};
use crate::heap::Ref;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Span;

/// `not x`.
pub struct Not(pub Node);

impl Exp for Not {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        Ok(Value::bool(!self.0.truth(frame)?))
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        Ok(!self.0.truth(frame)?)
    }
}

/// `a and b and c` (`OR` false), `a or b or c` (`OR` true).
pub struct Bool<const OR: bool> {
    pub values: Vec<Node>,
    pub last: Node,
}

impl<const OR: bool> Exp for Bool<OR> {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        for node in &self.values {
            let value = node.eval(frame)?;
            let truth = match &value {
                Value::Obj(object) if Vm::may_run_python(object) => asked_truth(frame.vm, object)?,
                other => frame.vm.truth(other)?,
            };
            if truth == OR {
                return Ok(value);
            }
        }
        self.last.eval(frame)
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        for node in &self.values {
            if node.truth(frame)? == OR {
                return Ok(OR);
            }
        }
        self.last.truth(frame)
    }
}

/// The truth of a value that may be the expression's: it stands there twice while it is asked.
#[inline(never)]
fn asked_truth(vm: &Vm, object: &Ref) -> Result<bool, Raised> {
    vm.lend(object, Role::LeftOperand, || {
        vm.hold(object, Role::LeftOperand, || vm.truth_of(object))
    })
}

/// `body if test else orelse`.
pub struct Conditional {
    pub test: Node,
    pub body: Node,
    pub orelse: Node,
    /// Of the test.
    pub span: Span,
}

impl Conditional {
    #[inline(always)]
    fn holds(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        self.test.truth(frame).map_err(|raised| frame.vm.locate(frame, raised, self.span))
    }
}

impl Exp for Conditional {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        if self.holds(frame)? { self.body.eval(frame) } else { self.orelse.eval(frame) }
    }

    fn operand(&self, frame: &Frame<'_>) -> Eval {
        if self.holds(frame)? { self.body.operand(frame) } else { self.orelse.operand(frame) }
    }

    fn truth(&self, frame: &Frame<'_>) -> Result<bool, Raised> {
        if self.holds(frame)? { self.body.truth(frame) } else { self.orelse.truth(frame) }
    }
}
