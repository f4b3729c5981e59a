//! Blocks and simple statements: `if`, `return`, `raise`, `assert`, `pass`, expressions.

use super::node::{Exp, Node, Statement, Stm, Target, attempt};
use crate::heap::Ref;
use crate::runtime::object::Exception;
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{ErrorKind, Flow, Raised, Value, Vm};
use crate::source::Span;

/// Statements one after the other.
pub struct Block {
    pub statements: Vec<Statement>,
}

impl Stm for Block {
    #[inline]
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        for statement in &self.statements {
            match statement.exec(frame) {
                Flow::Next => {}
                flow => return flow,
            }
        }
        Flow::Next
    }
}

/// `if test: body else: orelse`.
pub struct If<E> {
    pub test: E,
    pub body: Statement,
    pub orelse: Option<Statement>,
    pub span: Span,
}

impl<E: Exp> Stm for If<E> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        if attempt!(self.test.truth(frame)) {
            self.body.exec(frame)
        } else {
            match &self.orelse {
                Some(orelse) => orelse.exec(frame),
                None => Flow::Next,
            }
        }
    }
}

/// An expression evaluated for what it does.
pub struct ExpressionStm<E> {
    pub value: E,
    pub span: Span,
}

impl<E: Exp> Stm for ExpressionStm<E> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        drop(attempt!(self.value.eval(frame)));
        Flow::Next
    }
}

/// An expression whose value the front end shows: `sys.displayhook` is called with it.
pub struct DisplayStm {
    pub value: Node,
    pub span: Span,
}

impl Stm for DisplayStm {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let value = attempt!(self.value.object(frame));
        attempt!(super::run::display(frame.vm, value));
        Flow::Next
    }
}

/// `return value`.
pub struct Return<E> {
    pub value: E,
    pub span: Span,
}

impl<E: Exp> Stm for Return<E> {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        Flow::Return(attempt!(self.value.eval(frame)))
    }

    fn returned(&self) -> Option<u32> {
        self.value.attribute_of_first()
    }
}

/// `pass`, and what has nothing to do when it is reached.
pub struct Pass;

impl Stm for Pass {
    fn exec(&self, _frame: &Frame<'_>) -> Flow {
        Flow::Next
    }
}

/// `break`
pub struct Break;

impl Stm for Break {
    fn exec(&self, _frame: &Frame<'_>) -> Flow {
        Flow::Break
    }
}

/// `continue`
pub struct Continue;

impl Stm for Continue {
    fn exec(&self, _frame: &Frame<'_>) -> Flow {
        Flow::Continue
    }
}

/// `assert test, message`.
pub struct Assert {
    pub test: Node,
    pub message: Option<Node>,
    pub span: Span,
}

impl Stm for Assert {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        if attempt!(self.test.truth(frame)) {
            return Flow::Next;
        }
        let vm = frame.vm;
        let raised = match &self.message {
            Some(message) => {
                let message = attempt!(message.object(frame));
                vm.raise_with(ErrorKind::AssertionError, &message)
            }
            None => vm.raise(ErrorKind::AssertionError, String::new()),
        };
        Flow::Raise(vm.locate(frame, raised, self.span))
    }
}

/// `raise exc from cause`.
pub struct Raise {
    pub exc: Option<Node>,
    pub cause: Option<Node>,
    pub span: Span,
}

impl Stm for Raise {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let raised = match self.raise(frame) {
            Ok(raised) | Err(raised) => raised,
        };
        Flow::Raise(frame.vm.locate(frame, raised, self.span))
    }
}

impl Raise {
    fn raise(&self, frame: &Frame<'_>) -> Result<Raised, Raised> {
        let vm = frame.vm;
        let Some(exc) = &self.exc else {
            return match vm.handled.get() {
                Some(handled) => Ok(vm.reraise_traced(handled)),
                None => {
                    Err(vm.raise(ErrorKind::RuntimeError, "No active exception to reraise".into()))
                }
            };
        };
        let exc = exc.object(frame)?;
        let exception = as_exception(vm, exc)?;
        if let Some(cause) = &self.cause {
            let at = vm.stack.push(exception.clone(), Role::Raised);
            let cause = cause.object(frame).and_then(|cause| as_cause(vm, cause));
            vm.stack.truncate(at);
            let payload = exception.as_ref::<Exception>();
            payload.cause.set(cause?);
            payload.suppress_context.set(true);
        }
        Ok(vm.raise_object(exception))
    }
}

/// An exception from what `raise` was given: an instance, or a class to call.
pub fn as_exception(vm: &Vm, object: Ref) -> Result<Ref, Raised> {
    if object.is::<Exception>() {
        return Ok(object);
    }
    if vm.is_subclass(&object, vm.exception_class(ErrorKind::BaseException)) {
        return vm.make_exception(&object);
    }
    Err(vm.type_error("exceptions must derive from BaseException"))
}

fn as_cause(vm: &Vm, object: Ref) -> Result<Option<Ref>, Raised> {
    if vm.is_none(&object) {
        return Ok(None);
    }
    if object.is::<Exception>() {
        return Ok(Some(object));
    }
    if vm.is_subclass(&object, vm.exception_class(ErrorKind::BaseException)) {
        return vm.make_exception(&object).map(Some);
    }
    Err(vm.type_error("exception causes must derive from BaseException"))
}

/// `a = b = value`: the value is boxed once.
pub struct AssignMany {
    pub targets: Vec<Box<dyn Target>>,
    pub value: Node,
    pub span: Span,
}

impl Stm for AssignMany {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        frame.position.set(self.span);
        let vm = frame.vm;
        let value = attempt!(self.value.object(frame));
        let at = vm.stack.push(value, Role::Result);
        for target in &self.targets {
            let Some(value) = vm.stack.get(at) else { break };
            if let Err(raised) = target.assign(frame, Value::Obj(value)) {
                vm.stack.truncate(at);
                return Flow::Raise(raised);
            }
        }
        vm.stack.truncate(at);
        Flow::Next
    }
}

/// `(name := value)`.
pub struct Walrus {
    pub target: Box<dyn Target>,
    pub value: Node,
}

impl Exp for Walrus {
    fn eval(&self, frame: &Frame<'_>) -> crate::runtime::Eval {
        let value = self.value.object(frame)?;
        self.target.assign(frame, Value::Obj(value.clone()))?;
        Ok(Value::Obj(value))
    }
}

/// Something Refscope parses but does not run.
pub struct Unsupported {
    pub what: &'static str,
    pub span: Span,
}

impl Stm for Unsupported {
    fn exec(&self, frame: &Frame<'_>) -> Flow {
        let message = format!("{} is not supported by Refscope", self.what);
        let raised = frame.vm.raise(ErrorKind::NotImplementedError, message);
        Flow::Raise(frame.vm.locate(frame, raised, self.span))
    }
}

impl Exp for Unsupported {
    fn eval(&self, frame: &Frame<'_>) -> crate::runtime::Eval {
        let message = format!("{} is not supported by Refscope", self.what);
        let raised = frame.vm.raise(ErrorKind::NotImplementedError, message);
        Err(frame.vm.locate(frame, raised, self.span))
    }
}
