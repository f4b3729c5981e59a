//! The methods of arrays.

use super::construct::{items_of, whole_items};
use super::item::checked;
use super::operators::{new, payload};
use super::table::ARRAY;
use crate::heap::Ref;
use crate::runtime::object::{Class, List, Str};
use crate::runtime::{Args, CompareOp, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::array::Array;
use crate::types::bytes::{Bytes, new_bytes};
use crate::types::sequence::place;

fn push(vm: &Vm, object: &Ref, added: &[u8]) -> Eval {
    let len = payload(object).data.borrow().len();
    payload(object).splice(vm, len, 0, added)?;
    Ok(Value::None)
}

pub(super) fn append(vm: &Vm, args: Args<'_>) -> Eval {
    let item = checked(vm, payload(args.req(0)).code, args.req(1))?;
    push(vm, args.req(0), &item)
}

pub(super) fn extend(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let added = match args.req(1).get::<Array>() {
        Some(other) if other.code == array.code => other.data.borrow().clone(),
        Some(_) => return Err(vm.type_error("can only extend with array of same kind")),
        None => {
            let added = items_of(vm, array.code, args.req(1))?;
            // They come one by one.
            for item in added.chunks_exact(array.item_size()) {
                push(vm, args.req(0), item)?;
            }
            return Ok(Value::None);
        }
    };
    push(vm, args.req(0), &added)
}

pub(super) fn fromlist(vm: &Vm, args: Args<'_>) -> Eval {
    if !args.req(1).is::<List>() {
        return Err(vm.type_error("arg must be list"));
    }
    let added = items_of(vm, payload(args.req(0)).code, args.req(1))?;
    push(vm, args.req(0), &added)
}

pub(super) fn frombytes(vm: &Vm, args: Args<'_>) -> Eval {
    let added = whole_items(vm, payload(args.req(0)).code, args.req(1))?;
    push(vm, args.req(0), &added)
}

/// Appends what the file's `read` gives, though it be too little.
pub(super) fn fromfile(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let count = vm.size_of(args.req(2))?;
    if count < 0 {
        return Err(vm.value_error("negative count"));
    }
    let wanted = count.checked_mul(array.item_size() as i64);
    let Some(wanted) = wanted else {
        return Err(vm.raise(ErrorKind::MemoryError, String::new()));
    };
    let wanted_object = vm.new_int(wanted)?;
    let read = vm.call_method(args.req(1), "read", &[&wanted_object])?;
    let read = vm.to_object(read)?;
    if !read.is::<Bytes>() {
        return Err(vm.type_error("read() didn't return bytes"));
    }
    let added = whole_items(vm, array.code, &read)?;
    push(vm, args.req(0), &added)?;
    if (added.len() as i64) < wanted {
        let message = "read() didn't return enough bytes";
        return Err(vm.raise(ErrorKind::EOFError, message.into()));
    }
    Ok(Value::None)
}

/// Writes the machine values in blocks, as CPython does.
pub(super) fn tofile(vm: &Vm, args: Args<'_>) -> Eval {
    const BLOCK: usize = 64 * 1024;
    let data = payload(args.req(0)).data.borrow().clone();
    for block in data.chunks(BLOCK) {
        let block = new_bytes(vm, block.to_vec())?;
        drop(vm.call_method(args.req(1), "write", &[&block])?);
    }
    Ok(Value::None)
}

pub(super) fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let array = args.req(0);
    let code = vm.latin1(payload(array).code)?;
    if vm.size_of(args.req(1))? >= 3 {
        let make = vm.get_attr_text(&vm.import("array")?, "_array_reconstructor")?;
        let make = vm.to_object(make)?;
        let machine = vm.new_int(machine_code(payload(array).code))?;
        let bytes = new_bytes(vm, payload(array).data.borrow().clone())?;
        let parts = vm.new_tuple_of([vm.class_of(array).clone(), code, machine, bytes])?;
        let own = vm.find_attr(array, &vm.name("__dict__"))?.unwrap_or_else(|| vm.none());
        return vm.new_tuple_of([make, parts, own]).map(Value::Obj);
    }
    let items = tolist(vm, args)?;
    let items = vm.to_object(items)?;
    let own = vm.find_attr(array, &vm.name("__dict__"))?.unwrap_or_else(|| vm.none());
    let parts = vec![vm.class_of(array).clone(), vm.new_tuple_of([code, items])?, own];
    vm.new_tuple(parts).map(Value::Obj)
}

/// The number by which pickles name how the items are laid out (CPython's `machine_format_code`);
/// the items here have their lowest byte first.
fn machine_code(code: u8) -> i64 {
    match code {
        b'B' => 0,
        b'b' => 1,
        b'H' => 2,
        b'h' => 4,
        b'I' => 6,
        b'i' => 8,
        b'L' | b'Q' => 10,
        b'l' | b'q' => 12,
        b'f' => 14,
        b'd' => 16,
        _ => 20,
    }
}

/// `_array_reconstructor(class, typecode, layout, items)`: the array of a pickle, whose items may be
/// laid out the other way round.
pub fn reconstruct(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, code, items) = (args.req(0), args.req(1), args.req(3));
    if !class.get::<Class>().is_some_and(|class| class.is_subclass_of(&vm.class_of_spec(&ARRAY))) {
        return Err(vm.type_error("first argument must be a type object, not an instance"));
    }
    if !items.is::<Bytes>() {
        let class = vm.class_name(items);
        return Err(vm.type_error(format!("fourth argument should be bytes, not {class}")));
    }
    let letter = code.get::<Str>().and_then(|_| code.text().bytes().next()).unwrap_or(0);
    let layout = vm.size_of(args.req(2))?;
    if !(0..=21).contains(&layout) {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    }
    let array = vm.to_object(vm.call(class, &[code])?)?;
    let swapped = layout == machine_code(letter) + 1 && layout > 1;
    if !swapped && layout != machine_code(letter) {
        return Err(vm.value_error("the items are laid out as no array here is"));
    }
    vm.call_method(&array, "frombytes", &[items])?;
    if swapped {
        vm.call_method(&array, "byteswap", &[])?;
    }
    Ok(Value::Obj(array))
}

pub(super) fn fromunicode(vm: &Vm, args: Args<'_>) -> Eval {
    let text = args.req(1);
    if !matches!(payload(args.req(0)).code, b'u' | b'w') || !text.is::<Str>() {
        let message = "fromunicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(message));
    }
    let added: Vec<u8> =
        text.text().chars().flat_map(|letter| (letter as u32).to_ne_bytes()).collect();
    push(vm, args.req(0), &added)
}

pub(super) fn tounicode(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    if !matches!(array.code, b'u' | b'w') {
        let message = "tounicode() may only be called on unicode type arrays ('u' or 'w')";
        return Err(vm.value_error(message));
    }
    vm.build_str(|text| {
        for at in 0..array.len() {
            text.push_str(vm.to_object(array.get(vm, at)?)?.text());
        }
        Ok(())
    })
}

pub(super) fn insert(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let index = vm.size_of(args.req(1))?;
    let item = checked(vm, array.code, args.req(2))?;
    let len = array.len() as i64;
    let at = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    array.splice(vm, at as usize * array.item_size(), 0, &item)?;
    Ok(Value::None)
}

pub(super) fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let index = args.get(1).map_or(Ok(-1), |index| vm.index_of(index))?;
    if array.is_empty() {
        return Err(vm.index_error("pop from empty array"));
    }
    let Some(at) = place(index, array.len()) else {
        return Err(vm.index_error("pop index out of range"));
    };
    let item = array.get(vm, at)?;
    array.splice(vm, at * array.item_size(), array.item_size(), &[])?;
    Ok(item)
}

/// The first place at or after `from`, before `to`, whose item equals `wanted`.
fn find(
    vm: &Vm,
    array: &Array,
    wanted: &Ref,
    from: usize,
    to: usize,
) -> Result<Option<usize>, Raised> {
    let mut at = from;
    while at < to.min(array.len()) {
        let item = vm.to_object(array.get(vm, at)?)?;
        if vm.compare_truth(CompareOp::Eq, &item, wanted)? {
            return Ok(Some(at));
        }
        vm.poll()?;
        at += 1;
    }
    Ok(None)
}

pub(super) fn index(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let part = crate::types::str::within(vm, args, 2, array.len())?;
    let found = match part {
        Some(part) => find(vm, array, args.req(1), part.start, part.end)?,
        None => None,
    };
    match found {
        Some(at) => Ok(Value::Int(at as i64)),
        None => Err(vm.value_error("array.index(x): x not in array")),
    }
}

pub(super) fn count(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let (mut count, mut at) = (0, 0);
    while let Some(found) = find(vm, array, args.req(1), at, usize::MAX)? {
        count += 1;
        at = found + 1;
    }
    Ok(Value::Int(count))
}

pub(super) fn contains(vm: &Vm, object: &Ref, item: &Ref) -> Result<bool, Raised> {
    Ok(find(vm, payload(object), item, 0, usize::MAX)?.is_some())
}

pub(super) fn remove(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    match find(vm, array, args.req(1), 0, usize::MAX)? {
        Some(at) => {
            array.splice(vm, at * array.item_size(), array.item_size(), &[])?;
            Ok(Value::None)
        }
        None => Err(vm.value_error("array.remove(x): x not in array")),
    }
}

pub(super) fn reverse(_vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let size = array.item_size();
    let reversed: Vec<u8> =
        array.data.borrow().chunks_exact(size).rev().flatten().copied().collect();
    array.data.borrow_mut().copy_from_slice(&reversed);
    Ok(Value::None)
}

pub(super) fn byteswap(_vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let size = array.item_size();
    array.data.borrow_mut().chunks_exact_mut(size).for_each(<[u8]>::reverse);
    Ok(Value::None)
}

pub(super) fn tolist(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let mut items = Vec::with_capacity(array.len());
    for at in 0..array.len() {
        items.push(vm.to_object(array.get(vm, at)?)?);
    }
    vm.new_list(items).map(Value::Obj)
}

pub(super) fn tobytes(vm: &Vm, args: Args<'_>) -> Eval {
    let data = payload(args.req(0)).data.borrow().clone();
    new_bytes(vm, data).map(Value::Obj)
}

pub(super) fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    let len = payload(args.req(0)).data.borrow().len();
    payload(args.req(0)).splice(vm, 0, len, &[])?;
    Ok(Value::None)
}

pub(super) fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    let array = payload(args.req(0));
    let data = array.data.borrow().clone();
    new(vm, array.code, data)
}

/// The address is the object's own: the buffer has none that a program could use.
pub(super) fn buffer_info(vm: &Vm, args: Args<'_>) -> Eval {
    let address = vm.new_int(args.req(0).address() as i64)?;
    let len = vm.new_int(payload(args.req(0)).len() as i64)?;
    vm.new_tuple_of([address, len]).map(Value::Obj)
}

pub(super) fn sizeof(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(64 + payload(args.req(0)).data.borrow().capacity() as i64))
}
