//! The cells of Python functions and bound methods.

use super::Code;
use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::kinds;
use crate::runtime::value::Raised;
use crate::runtime::vm::Vm;

/// A function made by `def` or `lambda`.
pub struct Function {
    pub code: Slot,
    pub globals: Fixed,
    pub name: Slot,
    pub qualname: Slot,
    /// A tuple, or empty.
    pub defaults: Slot,
    /// A dict, or empty.
    pub kwdefaults: Slot,
    /// A tuple of cells, or empty.
    pub closure: Slot,
    pub doc: Slot,
    pub module: Slot,
    /// A dict, or empty until asked for.
    pub annotations: Slot,
    pub type_params: Slot,
    /// `__dict__`, made when first needed.
    pub dict: Slot,
}

impl Function {
    /// A function that runs `code` in `globals`: without parameters' defaults, cells of enclosing
    /// functions, docstring or module.
    pub fn of_unit(code: &Ref, globals: &Ref) -> Function {
        let parts = code.as_ref::<Code>();
        Function {
            code: Slot::new(code.clone()),
            globals: Fixed::new(globals.clone()),
            name: Slot::new((*parts.name).clone()),
            qualname: Slot::new((*parts.qualname).clone()),
            defaults: Slot::empty(),
            kwdefaults: Slot::empty(),
            closure: Slot::empty(),
            doc: Slot::empty(),
            module: Slot::empty(),
            annotations: Slot::empty(),
            type_params: Slot::empty(),
            dict: Slot::empty(),
        }
    }

    /// The code, whose body is read first where that has not been done yet; `None` for a function
    /// that is being freed.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn code(&self, vm: &Vm) -> Result<Option<Ref>, Raised> {
        let Some(code_ref) = self.code.get() else { return Ok(None) };
        let code = code_ref.as_ref::<Code>();
        if !code.flags.unread {
            return Ok(Some(code_ref));
        }
        let read = code.body.read(vm, &code_ref)?;
        // The text of the body mentioned `super`, but its code does not need the class.
        if read.as_ref::<Code>().free.is_empty() {
            self.closure.set(None);
        }
        self.code.set(Some(read.clone()));
        Ok(Some(read))
    }

    /// In the order CPython's `func_clear` gives them up.
    fn slots(&self) -> [&Slot; 11] {
        [
            &self.module,
            &self.code,
            &self.name,
            &self.qualname,
            &self.doc,
            &self.dict,
            &self.closure,
            &self.annotations,
            &self.defaults,
            &self.kwdefaults,
            &self.type_params,
        ]
    }
}

impl Payload for Function {
    const KIND: Kind = kinds::FUNCTION;
    const NAME: &'static str = "function";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.globals.visit(visit);
        for slot in self.slots() {
            slot.visit(visit);
        }
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.globals);
        for slot in self.slots() {
            dying.give_up_slot(slot);
        }
    }
}

/// `obj.method`: a callable and the object it is called on.
pub struct BoundMethod {
    pub func: Fixed,
    pub receiver: Fixed,
}

impl Payload for BoundMethod {
    const KIND: Kind = kinds::BOUND_METHOD;
    const NAME: &'static str = "method";
    const EMPTY_AFTER_RELEASE: bool = true;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.func.visit(visit);
        self.receiver.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.func);
        dying.give_up(&self.receiver);
    }
}
