//! References that stand in a local of a builtin while Python code runs below it.
//!
//! What a builtin owns it puts on the slot stack. Where a reference cannot move there (an operand
//! it was handed, an item out of a table that must not stay borrowed), it is lent to the books for
//! that time: neither counted again nor owned, only seen.

use std::cell::RefCell;

use super::kinds;
use super::stack::Role;
use super::vm::Vm;
use crate::heap::{Flag, Ref, Unowned};

/// References that locals of builtins hold while Python code runs below them: the books know of them.
#[derive(Default)]
pub struct Lent(RefCell<Vec<(Unowned, Role)>>);

impl Lent {
    /// Visits what is lent, with what it is held for.
    pub fn visit(&self, visit: &mut dyn FnMut(&str, &Ref)) {
        for (object, role) in self.0.borrow().iter() {
            object.look(|object| visit(role.describe(), object));
        }
    }
}

impl Vm {
    /// Lets the books see the reference `object`, which the caller has in a local, while `run` may
    /// run Python code.
    pub fn lend<R>(&self, object: &Ref, role: Role, run: impl FnOnce() -> R) -> R {
        self.lend_all([object], role, run)
    }

    /// As [`Vm::lend`] for several references.
    pub fn lend_all<'a, R>(
        &self,
        objects: impl IntoIterator<Item = &'a Ref>,
        role: Role,
        run: impl FnOnce() -> R,
    ) -> R {
        let before = {
            let mut lent = self.lent.0.borrow_mut();
            let before = lent.len();
            lent.extend(objects.into_iter().map(|object| (object.downgrade(), role)));
            before
        };
        let result = run();
        self.lent.0.borrow_mut().truncate(before);
        result
    }

    /// Whether asking `object` for its hash or truth may run Python code.
    #[inline(always)]
    pub fn may_run_python(object: &Ref) -> bool {
        matches!(object.kind(), kinds::OBJECT | kinds::TUPLE) || object.has_flag(Flag::EXTENDED)
    }
}
