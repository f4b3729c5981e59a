//! The methods and attributes of views.

use super::cell::{MemoryView, reshaped};
use super::items::{item, live_of};
use super::shape::{Rank, Shape};
use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{List, Tuple};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
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
    let order = match args.get(1).filter(|order| !vm.is_none(order)) {
        Some(order) => expect::text(vm, order, "tobytes", "argument 'order'")?,
        None => "C",
    };
    if !matches!(order, "A" | "C" | "F") {
        return Err(vm.value_error("order must be 'C', 'F' or 'A'"));
    }
    let shape = live_of(vm, args.req(0))?.1;
    if order == "F" && matches!(shape.rank, Rank::Grid(_)) {
        let view = args.req(0).as_ref::<MemoryView>();
        let bytes = view.gathered_in(shape.by_columns().into_iter()).unwrap_or_default();
        return new_bytes(vm, bytes).map(Value::Obj);
    }
    new_bytes(vm, raw(vm, args.req(0))?).map(Value::Obj)
}

pub(super) fn hex(vm: &Vm, args: Args<'_>) -> Eval {
    hex_of(vm, args, &raw(vm, args.req(0))?)
}

pub(super) fn tolist(vm: &Vm, args: Args<'_>) -> Eval {
    let (owner, shape) = live_of(vm, args.req(0))?;
    if shape.rank == Rank::Scalar {
        return item(vm, &owner, &shape, 0);
    }
    let mut items = Vec::with_capacity(shape.items());
    for at in 0..shape.items() {
        items.push(vm.to_object(item(vm, &owner, &shape, at)?)?);
    }
    // The lists of the last dimension first.
    for &length in shape.lengths().iter().skip(1).rev() {
        let rows: Result<Vec<Ref>, Raised> =
            items.chunks(length).map(|row| vm.new_list(row.to_vec())).collect();
        items = rows?;
    }
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn toreadonly(vm: &Vm, args: Args<'_>) -> Eval {
    let shape = live_of(vm, args.req(0))?.1;
    reshaped(vm, args.req(0), Shape { readonly: true, ..shape }).map(Value::Obj)
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
    let shape = live_of(vm, args.req(0))?.1;
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
    let lengths = match args.get(2) {
        Some(wanted) => Some(wanted_lengths(vm, wanted, &shape)?),
        None => None,
    };
    if !shape.is_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let byte_like = |code: u8| matches!(code, b'b' | b'B' | b'c');
    if !byte_like(code) && !byte_like(shape.format) {
        let message = "memoryview: cannot cast between two non-byte formats";
        return Err(vm.type_error(message));
    }
    let bytes = shape.bytes();
    if !bytes.is_multiple_of(size) {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let line = Shape::line(bytes / size, code, size, shape.readonly);
    let line = Shape { start: shape.start, ..line };
    let cast = match lengths {
        Some(lengths) => folded(vm, line, &lengths)?,
        None => line,
    };
    reshaped(vm, args.req(0), cast).map(Value::Obj)
}

/// The lengths that `cast` is given.
fn wanted_lengths(vm: &Vm, wanted: &Ref, shape: &Shape) -> Result<Vec<usize>, Raised> {
    let given = if wanted.is::<Tuple>() {
        tuple_refs(wanted)
    } else if let Some(list) = wanted.get::<List>() {
        list.items.borrow().to_vec()
    } else {
        return Err(vm.type_error("shape must be a list or a tuple"));
    };
    if given.len() > 64 {
        return Err(vm.value_error("memoryview: number of dimensions must not exceed 64"));
    }
    if shape.rank != Rank::Line && given.len() != 1 {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    let length = |length: &Ref| {
        let Some(view) = int_view(length) else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        view.small()
            .and_then(|small| usize::try_from(small).ok())
            .filter(|&size| size > 0)
            .ok_or_else(|| {
                vm.value_error("memoryview.cast(): elements of shape must be integers > 0")
            })
    };
    given.iter().map(length).collect()
}

/// The items of `line` in as many dimensions as there are `lengths`.
fn folded(vm: &Vm, line: Shape, lengths: &[usize]) -> Result<Shape, Raised> {
    let mut product = 1_usize;
    for &length in lengths {
        product = product
            .checked_mul(length)
            .filter(|&product| i64::try_from(product).is_ok())
            .ok_or_else(|| vm.value_error("memoryview.cast(): product(shape) > SSIZE_MAX"))?;
    }
    if product != line.count {
        let message = "memoryview: product(shape) * itemsize != buffer size";
        return Err(vm.type_error(message));
    }
    Ok(match lengths {
        [] => Shape { rank: Rank::Scalar, ..line },
        [_] => line,
        [first, inner @ ..] => {
            let stride = (product / first * line.item_size) as isize;
            Shape { count: *first, stride, rank: Rank::Grid(inner.into()), ..line }
        }
    })
}

fn numbers(vm: &Vm, numbers: impl Iterator<Item = i64>) -> Eval {
    let numbers: Result<Vec<Ref>, Raised> = numbers.map(|number| vm.new_int(number)).collect();
    vm.new_tuple(numbers?).map(Value::Obj)
}

pub(super) fn obj(vm: &Vm, object: &Ref) -> Eval {
    let owner = live_of(vm, object)?.0;
    Ok(Value::Obj(object.as_ref::<MemoryView>().holder.get().unwrap_or(owner)))
}

pub(super) fn nbytes(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Int(live_of(vm, object)?.1.bytes() as i64))
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
    Ok(Value::Int(live_of(vm, object)?.1.dimensions() as i64))
}

pub(super) fn shape(vm: &Vm, object: &Ref) -> Eval {
    let lengths = live_of(vm, object)?.1.lengths();
    numbers(vm, lengths.into_iter().map(|length| length as i64))
}

pub(super) fn strides(vm: &Vm, object: &Ref) -> Eval {
    let strides = live_of(vm, object)?.1.strides();
    numbers(vm, strides.into_iter().map(|stride| stride as i64))
}

pub(super) fn suboffsets(vm: &Vm, object: &Ref) -> Eval {
    live_of(vm, object)?;
    Ok(Value::Obj(vm.singletons.empty_tuple.clone()))
}

pub(super) fn c_contiguous(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(live_of(vm, object)?.1.is_contiguous()))
}

pub(super) fn f_contiguous(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::bool(live_of(vm, object)?.1.is_by_columns()))
}

pub(super) fn contiguous(vm: &Vm, object: &Ref) -> Eval {
    let shape = live_of(vm, object)?.1;
    Ok(Value::bool(shape.is_contiguous() || shape.is_by_columns()))
}
