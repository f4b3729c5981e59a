//! `ctypes.Structure`: the fields of a class's `_fields_`, read where an object stands.
//!
//! Fields are found when they are read, without making any object but the answer: what is looked at
//! may just have gone, and nothing should move in there.

use super::data::{Data, address_of_data, unwritable};
use super::forms::{Form, form_of, number};
use super::memory::{current_word, object_at};
use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, List, Str, Tuple};
use crate::runtime::{Args, Eval, Raised, Vm};
use crate::types::object::attribute_name;

/// Where a field stands in its structure, and what it is read as.
struct Field {
    form: Form,
    offset: u64,
}

/// A field of a structure, or an attribute like any other.
pub(super) fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    let name = attribute_name(vm, name)?;
    match field(vm, object, name)? {
        Some(field) => read(vm, object, &field),
        None => vm.generic_get_attr(object, name),
    }
}

/// Fields stand in memory that cannot be written.
pub(super) fn setattr(
    vm: &Vm,
    object: &Ref,
    name: &Ref,
    value: Option<&Ref>,
) -> Result<(), Raised> {
    let name = attribute_name(vm, name)?;
    match field(vm, object, name)? {
        Some(_) => Err(unwritable(vm)),
        None => vm.generic_set_attr(object, name, value),
    }
}

fn read(vm: &Vm, object: &Ref, field: &Field) -> Eval {
    let at = address_of_data(object.as_ref::<Data>()).wrapping_add(field.offset);
    let bits = current_word(vm, at)?;
    match field.form {
        Form::Object => object_at(vm, bits),
        form => number(vm, form, bits),
    }
}

fn field(vm: &Vm, object: &Ref, name: &Ref) -> Result<Option<Field>, Raised> {
    if object.as_ref::<Data>().form != Form::Structure || !name.is::<Str>() {
        return Ok(None);
    }
    let (mut found, mut end) = (None, 0);
    each_field(vm, vm.class_of(object), &mut |known, field| {
        end = field.offset + field.form.size() as u64;
        if found.is_none() && known.text() == name.text() {
            found = Some(field);
        }
    })?;
    Ok(found)
}

/// The fields of `class` with those of its bases before them, as C lays them out.
fn each_field(vm: &Vm, class: &Ref, act: &mut dyn FnMut(&Ref, Field)) -> Result<(), Raised> {
    let mut offset = 0_u64;
    let mro = class.as_ref::<Class>().mro_refs();
    for class in mro.iter().rev() {
        let Some(fields) = vm.namespace(class).get_str(&vm.name("_fields_")) else { continue };
        for pair in items(vm, &fields)? {
            let parts = items(vm, &pair)?;
            let (Some(name), Some(form)) = (parts.first(), parts.get(1)) else {
                return Err(not_pairs(vm));
            };
            if !name.is::<Str>() || !form.is::<Class>() {
                return Err(not_pairs(vm));
            }
            let form = form_of(vm, form)?;
            let size = form.size() as u64;
            offset = offset.next_multiple_of(size);
            act(name, Field { form, offset });
            offset += size;
        }
    }
    Ok(())
}

fn items(vm: &Vm, sequence: &Ref) -> Result<Vec<Ref>, Raised> {
    match sequence.get::<List>() {
        Some(list) => Ok((0..list.len()).filter_map(|index| list.get(index)).collect()),
        None if sequence.is::<Tuple>() => Ok(tuple_refs(sequence)),
        None => Err(not_pairs(vm)),
    }
}

fn not_pairs(vm: &Vm) -> Raised {
    vm.type_error("_fields_ must be a sequence of pairs")
}

/// The bytes that a structure's fields take.
pub(super) fn size(vm: &Vm, class: &Ref) -> Result<usize, Raised> {
    let (mut end, mut widest) = (0, 1);
    each_field(vm, class, &mut |_, field| {
        let size = field.form.size() as u64;
        end = field.offset + size;
        widest = widest.max(size);
    })?;
    Ok(end.next_multiple_of(widest) as usize)
}

/// What CPython's `ctypes` has for calling C and for changing memory.
const FOREIGN: [&str; 24] = [
    "Array",
    "BigEndianStructure",
    "CDLL",
    "CFUNCTYPE",
    "DEFAULT_MODE",
    "LibraryLoader",
    "LittleEndianStructure",
    "POINTER",
    "PYFUNCTYPE",
    "PyDLL",
    "Union",
    "byref",
    "c_char_p",
    "c_wchar",
    "c_wchar_p",
    "cdll",
    "create_string_buffer",
    "create_unicode_buffer",
    "memmove",
    "memset",
    "pointer",
    "pydll",
    "pythonapi",
    "wstring_at",
];

/// `__getattr__` of the module: what is absent, and why.
pub(super) fn absent(vm: &Vm, args: Args<'_>) -> Eval {
    let name = attribute_name(vm, args.req(0))?;
    let mut message = format!("module 'ctypes' has no attribute '{}'", name.text());
    if FOREIGN.contains(&name.text()) {
        message += ": Refscope's ctypes looks at memory; it neither calls C nor changes anything";
    }
    let module = vm.import("ctypes")?;
    Err(vm.attribute_error(message, &module, name))
}
