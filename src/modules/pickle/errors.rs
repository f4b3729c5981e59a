//! What the Python side of pickling has: its exceptions and what is seldom needed.

use crate::heap::Ref;
use crate::runtime::{Eval, Raised, Vm};

/// Calls the function `name` of `_pickle_parts`.
///
/// # Errors
/// What the function raises.
#[cold]
pub(super) fn part(vm: &Vm, name: &str, args: &[&Ref]) -> Eval {
    let module = vm.import("_pickle_parts")?;
    let function = vm.get_attr_text(&module, name)?;
    vm.call(&vm.to_object(function)?, args)
}

#[cold]
fn raise(vm: &Vm, class: &str, message: &str) -> Raised {
    let made = vm
        .new_str(message)
        .and_then(|message| part(vm, class, &[&message]))
        .and_then(|exception| vm.to_object(exception));
    match made {
        Ok(exception) => vm.raise_object(exception),
        Err(raised) => raised,
    }
}

/// `PicklingError` with a message.
#[cold]
pub(super) fn pickling_error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    raise(vm, "PicklingError", message.as_ref())
}

/// `UnpicklingError` with a message.
#[cold]
pub(super) fn unpickling_error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    raise(vm, "UnpicklingError", message.as_ref())
}
