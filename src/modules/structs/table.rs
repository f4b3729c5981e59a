//! The table of `_struct`.

use super::layout::Layout;
use super::values::{error, pack, unpack};
use crate::heap::Ref;
use crate::runtime::object::Str;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::types::bytes::{ByteArray, new_bytes, view};

fn layout(vm: &Vm, format: &Ref) -> Result<Layout, Raised> {
    let text = if format.is::<Str>() {
        format.text().to_owned()
    } else if let Some(bytes) = view::copied(format) {
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        let class = vm.class_name(format);
        let message = format!("Struct() argument 1 must be a str or bytes object, not {class}");
        return Err(vm.type_error(message));
    };
    Layout::parse(&text).map_err(|message| error(vm, message))
}

fn calcsize(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(layout(vm, args.req(0))?.size as i64))
}

/// The packed values behind the first `skipped` arguments.
fn packed(vm: &Vm, args: Args<'_>, name: &str) -> Result<Vec<u8>, Raised> {
    let layout = layout(vm, args.req(0))?;
    let values: Vec<&Ref> = args.rest().collect();
    if values.len() != layout.values() {
        let (expected, got) = (layout.values(), values.len());
        let message = format!("{name} expected {expected} items for packing (got {got})");
        return Err(error(vm, &message));
    }
    pack(vm, &layout, &values)
}

fn pack_values(vm: &Vm, args: Args<'_>) -> Eval {
    new_bytes(vm, packed(vm, args, "pack")?).map(Value::Obj)
}

/// Where an offset, perhaps from the end, lies in a buffer of `len` bytes with `size` behind it.
fn place(
    vm: &Vm,
    offset: &Ref,
    len: usize,
    size: usize,
    (name, verb): (&str, &str),
) -> Result<usize, Raised> {
    let offset = vm.size_of(offset)?;
    let at = if offset < 0 { offset.saturating_add(len as i64) } else { offset };
    let Ok(at) = usize::try_from(at) else {
        let message = format!("offset {offset} out of range for {len}-byte buffer");
        return Err(error(vm, &message));
    };
    if at.saturating_add(size) > len {
        let message = if offset < 0 {
            format!("not enough data to {} {size} bytes", verb.trim_end_matches("ing"))
        } else {
            let needed = at.saturating_add(size);
            format!(
                "{name} requires a buffer of at least {needed} bytes for {verb} {size} bytes at \
                 offset {at} (actual buffer size is {len})"
            )
        };
        return Err(error(vm, &message));
    }
    Ok(at)
}

fn pack_into(vm: &Vm, args: Args<'_>) -> Eval {
    let data = packed(vm, args, "pack_into")?;
    let Some(target) = args.req(1).get::<ByteArray>() else {
        let class = vm.class_name(args.req(1));
        let message =
            format!("pack_into() argument must be read-write bytes-like object, not {class}");
        return Err(vm.type_error(message));
    };
    let len = target.data.borrow().len();
    let at = place(vm, args.req(2), len, data.len(), ("pack_into", "packing"))?;
    target.data.borrow_mut()[at..at + data.len()].copy_from_slice(&data);
    Ok(Value::None)
}

fn unpack_values(vm: &Vm, args: Args<'_>) -> Eval {
    let layout = layout(vm, args.req(0))?;
    let bytes = view::required(vm, args.req(1))?.to_vec();
    if bytes.len() != layout.size {
        let message = format!("unpack requires a buffer of {} bytes", layout.size);
        return Err(error(vm, &message));
    }
    vm.new_tuple(unpack(vm, &layout, &bytes)?).map(Value::Obj)
}

fn unpack_from(vm: &Vm, args: Args<'_>) -> Eval {
    let layout = layout(vm, args.req(0))?;
    let bytes = view::required(vm, args.req(1))?.to_vec();
    let zero = vm.new_int(0)?;
    let offset = args.get(2).unwrap_or(&zero);
    let at = place(vm, offset, bytes.len(), layout.size, ("unpack_from", "unpacking"))?;
    let values = unpack(vm, &layout, &bytes[at..at + layout.size])?;
    vm.new_tuple(values).map(Value::Obj)
}

fn unpack_all(vm: &Vm, args: Args<'_>) -> Eval {
    let layout = layout(vm, args.req(0))?;
    let bytes = view::required(vm, args.req(1))?.to_vec();
    if layout.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    if !bytes.len().is_multiple_of(layout.size) {
        let size = layout.size;
        let message =
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes");
        return Err(error(vm, &message));
    }
    let mut items = Vec::new();
    for part in bytes.chunks_exact(layout.size) {
        items.push(vm.new_tuple(unpack(vm, &layout, part)?)?);
    }
    vm.new_list(items).map(Value::Obj)
}

#[rustfmt::skip]
static FUNCTIONS: [Method; 6] = [
    function("calcsize", "(format, /)", calcsize, "Return size in bytes of the struct described by the format string."),
    function("pack", "(format, /, *values)", pack_values, "Return a bytes object containing the values packed according to the format string."),
    function("pack_into", "(format, buffer, offset, /, *values)", pack_into, "Pack the values into a writable buffer at an offset."),
    function("unpack", "(format, buffer, /)", unpack_values, "Return a tuple containing values unpacked according to the format string."),
    function("unpack_all", "(format, buffer, /)", unpack_all, "Return a list of the tuples that a buffer holds one behind the other."),
    function("unpack_from", "(format, /, buffer, offset=0)", unpack_from, "Return a tuple containing values unpacked from an offset on."),
];

pub static STRUCT: ModuleSpec = ModuleSpec {
    name: "_struct",
    doc: "Functions to convert between Python values and packed binary data.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
