//! `__buffer__` and `__release_buffer__` of the types whose memory a `memoryview` shows (PEP 688).

use crate::runtime::kinds;
use crate::runtime::spec::{Method, method};
use crate::runtime::{Args, Eval, Value, Vm};
use crate::types::memoryview::own_view;

/// The row of `__buffer__`.
pub const fn buffer_row() -> Method {
    method(
        "__buffer__",
        "(flags, /)",
        buffer,
        "Return a buffer object that exposes the underlying memory of the object.",
    )
}

/// The row of `__release_buffer__`.
pub const fn release_buffer_row() -> Method {
    method(
        "__release_buffer__",
        "(buffer, /)",
        release_buffer,
        "Release the buffer object that exposes the underlying memory of the object.",
    )
}

fn buffer(vm: &Vm, args: Args<'_>) -> Eval {
    vm.index_of(args.req(1))?;
    own_view(vm, args.req(0)).map(Value::Obj)
}

fn release_buffer(vm: &Vm, args: Args<'_>) -> Eval {
    let view = args.req(1);
    if view.kind() != kinds::MEMORYVIEW {
        return Err(vm.type_error("expected a memoryview object"));
    }
    let shown = vm.get_attr_text(view, "obj").and_then(|shown| vm.to_object(shown));
    match shown {
        Ok(shown) if shown.same(args.req(0)) => {}
        Ok(_) => return Err(vm.value_error("memoryview's buffer is not this object")),
        Err(raised) => {
            drop(vm.take_raised(raised));
            return Err(vm.value_error("memoryview's buffer has already been released"));
        }
    }
    vm.call_method(view, "release", &[])?;
    Ok(Value::None)
}
