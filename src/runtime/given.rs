//! Special methods asked of objects that the caller gives away.
//!
//! CPython often asks an object that only its container holds: the item of a list for its `repr`, an iterator for its
//! next value. A second reference in the asking builtin would be counted. Here it moves into the call, where it is the
//! one that the method's own argument counts for.

use super::kinds;
use super::object::{Class, Str};
use super::stack::Role;
use super::value::{Eval, Raised};
use super::vm::Vm;
use crate::heap::{Flag, Ref};

impl Vm {
    /// `repr(object)`.
    ///
    /// # Errors
    /// What the method raises; `TypeError` where it returns no string.
    pub fn repr_given(&self, object: Ref) -> Result<Ref, Raised> {
        self.repr_given_named(object, "__repr__")
    }

    fn repr_given_named(&self, object: Ref, asked: &str) -> Result<Ref, Raised> {
        let Some(method) = self.own_function(&object, "__repr__") else {
            return self.keep(object, Role::Builtin, |object| self.repr_named(object, asked));
        };
        let what = " while getting the repr of an object";
        let text = self.recurse(what, || self.call_given(method, object, []))?;
        self.checked_str(text, asked)
    }

    /// `str(object)`.
    ///
    /// # Errors
    /// As of [`Vm::repr_given`].
    pub fn str_given(&self, object: Ref) -> Result<Ref, Raised> {
        if object.is_exact::<Str>() {
            return Ok(object);
        }
        if let Some(method) = self.own_function(&object, "__str__") {
            let what = " while getting the str of an object";
            let text = self.recurse(what, || self.call_given(method, object, []))?;
            return self.checked_str(text, "__str__");
        }
        let by = |object: &Ref| self.slot(object, |slots| slots.str);
        let usual = self.class_of_kind(kinds::OBJECT).as_ref::<Class>().slots.borrow().str;
        match (by(&object), usual) {
            (Some(by), Some(usual)) if !std::ptr::fn_addr_eq(by, usual) => {
                self.keep(object, Role::Builtin, |object| self.str(object))
            }
            _ => self.repr_given_named(object, "__str__"),
        }
    }

    /// `hash(object)`.
    ///
    /// # Errors
    /// What the method raises; `TypeError` where it returns no int, or the object has no hash.
    pub fn hash_given(&self, object: Ref) -> Result<i64, Raised> {
        let Some(method) = self.own_function(&object, "__hash__") else {
            return self.keep(object, Role::Builtin, |object| self.hash(object));
        };
        let value = self.recurse_freely(|| self.call_given(method, object, []))?;
        super::slot_user::hash_of(self, value)
    }

    /// The next value of an iterator; see [`Vm::next`].
    ///
    /// # Errors
    /// What the iterator raises.
    #[inline]
    pub fn next_given(&self, iterator: Ref) -> Eval {
        match self.own_function(&iterator, "__next__") {
            Some(method) => {
                let result = self.call_given(method, iterator, []);
                self.stop_to_end(result)
            }
            None => self.keep(iterator, Role::Iterator, |iterator| self.next(iterator)),
        }
    }

    /// The special method that the class of an object has as a Python function.
    #[inline]
    fn own_function(&self, object: &Ref, name: &'static str) -> Option<Ref> {
        if !may_count(object) {
            return None;
        }
        self.lookup_special(object, name).filter(|method| method.kind() == kinds::FUNCTION)
    }

    /// Calls such a method with what is given to it.
    fn call_given<const N: usize>(&self, method: Ref, object: Ref, args: [Ref; N]) -> Eval {
        let at = self.stack.open_method(method, object);
        for arg in args {
            self.stack.push(arg, Role::Argument);
        }
        (self.evaluator().call)(self, at, None)
    }

    /// Calls a special method as CPython does where it binds it first (`_PyObject_LookupSpecial`): what it is bound to
    /// refers to the object while it runs.
    pub fn call_bound_special(&self, method: Ref, object: &Ref, args: &[&Ref]) -> Eval {
        if method.kind() != kinds::FUNCTION {
            return self.call_special(method, object, args);
        }
        self.keep(object.clone(), Role::Receiver, |object| self.call_special(method, object, args))
    }

    /// Runs `run` with an argument held once more, as CPython does where it packs the arguments of a builtin into a tuple
    /// (`METH_VARARGS`).
    pub fn packed<R>(&self, argument: &Ref, run: impl FnOnce(&Ref) -> R) -> R {
        if may_count(argument) {
            return self.keep(argument.clone(), Role::Argument, run);
        }
        run(argument)
    }

    /// As [`Vm::packed`] for several arguments.
    pub fn packed_all<'a, R>(
        &self,
        arguments: impl Iterator<Item = &'a Ref>,
        run: impl FnOnce() -> R,
    ) -> R {
        let at = self.stack.top();
        for argument in arguments.filter(|argument| may_count(argument)) {
            self.stack.push(argument.clone(), Role::Argument);
        }
        let result = run();
        self.stack.truncate(at);
        result
    }
}

/// Whether the object may have Python code that looks at its own count.
fn may_count(object: &Ref) -> bool {
    object.kind() == kinds::OBJECT || object.has_flag(Flag::EXTENDED)
}
