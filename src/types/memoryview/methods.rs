//! The methods and attributes of views.

use super::cell::{MemoryView, Shape, new_view};
use super::items::{item, live_of};
use crate::heap::Ref;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::array::size_of;
use crate::types::bytes::{hex_of, new_bytes};
use crate::types::expect;

pub(super) fn repr(vm: &Vm, object: &Ref) -> Eval {
    let state =
        if object.as_ref::<MemoryView>().object.is_none() { "released memory" } else { "memory" };
    vm.str_value(&format!("<{state} at {:#x}>", object.address()))
}

fn raw(vm: &Vm, object: &Ref) -> Result<Vec<u8>, Raised> {
    live_of(vm, object)?;
    Ok(object.as_ref::<MemoryView>().gathered().unwrap_or_default())
}

pub(super) fn tobytes(vm: &Vm, args: Args<'_>) -> Eval {
    new_bytes(vm, raw(vm, args.req(0))?).map(Value::Obj)
}

pub(super) fn hex(vm: &Vm, args: Args<'_>) -> Eval {
    hex_of(vm, args, &raw(vm, args.req(0))?)
}

pub(super) fn tolist(vm: &Vm, args: Args<'_>) -> Eval {
    let (owner, shape) = live_of(vm, args.req(0))?;
    let mut items = Vec::with_capacity(shape.count);
    for at in 0..shape.count {
        items.push(vm.to_object(item(vm, &owner, &shape, at)?)?);
    }
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn toreadonly(vm: &Vm, args: Args<'_>) -> Eval {
    let (owner, shape) = live_of(vm, args.req(0))?;
    new_view(vm, owner, Shape { readonly: true, ..shape }).map(Value::Obj)
}

pub(super) fn release(_vm: &Vm, args: Args<'_>) -> Eval {
    args.req(0).as_ref::<MemoryView>().let_go();
    Ok(Value::None)
}

pub(super) fn enter(vm: &Vm, args: Args<'_>) -> Eval {
    live_of(vm, args.req(0))?;
    Ok(Value::Obj(args.req(0).clone()))
}

pub(super) fn cast(vm: &Vm, args: Args<'_>) -> Eval {
    let (owner, shape) = live_of(vm, args.req(0))?;
    let format = expect::text(vm, args.req(1), "cast", "argument 'format'")?;
    let code = format.strip_prefix('@').unwrap_or(format);
    let known = match code.as_bytes() {
        [code] if !matches!(code, b'u' | b'w') => size_of(*code).map(|size| (*code, size)),
        _ => None,
    };
    let Some((code, size)) = known else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed \
             with an optional '@'",
        ));
    };
    if args.get(2).is_some() {
        let message = "memoryview: only one dimension is supported";
        return Err(vm.raise(ErrorKind::NotImplementedError, message.into()));
    }
    if !shape.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let byte_like = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !byte_like(code) && !byte_like(shape.format) {
        let message = "memoryview: cannot cast between two non-byte formats";
        return Err(vm.type_error(message));
    }
    let bytes = shape.count * shape.item_size;
    if !bytes.is_multiple_of(size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let stride = size as isize;
    let cast = Shape { count: bytes / size, stride, format: code, item_size: size, ..shape };
    new_view(vm, owner, cast).map(Value::Obj)
}

fn single(vm: &Vm, number: i64) -> Eval {
    vm.new_tuple_of([vm.new_int(number)?]).map(Value::Obj)
}

pub(super) fn obj(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj(live_of(vm, object)?.0))
}

pub(super) fn nbytes(vm: &Vm, object: &Ref) -> Eval {
    let shape = live_of(vm, object)?.1;
    Ok(Value::Int((shape.count * shape.item_size) as i64))
}

pub(super) fn itemsize(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(live_of(vm, object)?.1.item_size as i64))
}

pub(super) fn format(vm: &Vm, object: &Ref) -> Eval {
    vm.latin1(live_of(vm, object)?.1.format).map(Value::Obj)
}

pub(super) fn readonly(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(live_of(vm, object)?.1.readonly))
}

pub(super) fn ndim(vm: &Vm, object: &Ref) -> Eval {
    live_of(vm, object)?;
    Ok(Value::Int(1))
}

pub(super) fn shape(vm: &Vm, object: &Ref) -> Eval {
    single(vm, live_of(vm, object)?.1.count as i64)
}

pub(super) fn strides(vm: &Vm, object: &Ref) -> Eval {
    single(vm, live_of(vm, object)?.1.stride as i64)
}

pub(super) fn suboffsets(vm: &Vm, object: &Ref) -> Eval {
    live_of(vm, object)?;
    Ok(Value::Obj(vm.singletons.empty_tuple.clone()))
}

pub(super) fn contiguous(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(live_of(vm, object)?.1.is_contiguous()))
}
