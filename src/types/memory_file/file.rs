//! What the two sorts of files in memory have in common.

use std::cell::Cell;

use crate::heap::{Payload, Ref};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

/// A file in memory, as far as it does not matter what it is a file of.
pub(super) trait MemoryFile: Payload {
    /// What most methods say of one that is closed.
    const IS_CLOSED: &'static str;

    fn closed(&self) -> &Cell<bool>;

    /// Writes `given` into the file `object`: how many items were written.
    ///
    /// # Errors
    /// `TypeError` where it is nothing to write, `ValueError` where the file is closed,
    /// `MemoryError`.
    fn write_object(vm: &Vm, object: &Ref, given: &Ref) -> Result<usize, Raised>;
}

/// The file in `object`.
///
/// # Errors
/// `ValueError` where it is closed.
pub(super) fn opened<'a, F: MemoryFile>(vm: &Vm, object: &'a Ref) -> Result<&'a F, Raised> {
    let file = object.as_ref::<F>();
    if file.closed().get() { Err(vm.value_error(F::IS_CLOSED)) } else { Ok(file) }
}

pub(super) fn write<F: MemoryFile>(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(F::write_object(vm, args.req(0), args.req(1))? as i64))
}

pub(super) fn writelines<F: MemoryFile>(vm: &Vm, args: Args<'_>) -> Eval {
    open_itself::<F>(vm, args.req(0))?;
    vm.each(args.req(1), &mut |line| {
        F::write_object(vm, args.req(0), &line)?;
        Ok(true)
    })?;
    Ok(Value::None)
}

/// The file, unless it is closed; said in the words of the class that all files are derived from.
pub(super) fn open_itself<F: MemoryFile>(vm: &Vm, file: &Ref) -> Eval {
    if file.as_ref::<F>().closed().get() {
        return Err(vm.value_error("I/O operation on closed file."));
    }
    Ok(Value::Obj(file.clone()))
}

pub(super) fn enter<F: MemoryFile>(vm: &Vm, args: Args<'_>) -> Eval {
    open_itself::<F>(vm, args.req(0))
}

pub(super) fn exit(vm: &Vm, args: Args<'_>) -> Eval {
    vm.call_method(args.req(0), "close", &[])?;
    Ok(Value::None)
}

/// `True`, but for a closed file.
pub(super) fn yes<F: MemoryFile>(vm: &Vm, args: Args<'_>) -> Eval {
    opened::<F>(vm, args.req(0)).map(|_| Value::True)
}

/// `False`, but for a closed file.
pub(super) fn no<F: MemoryFile>(vm: &Vm, args: Args<'_>) -> Eval {
    opened::<F>(vm, args.req(0)).map(|_| Value::False)
}

pub(super) fn closed<F: MemoryFile>(_vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(object.as_ref::<F>().closed().get()))
}
