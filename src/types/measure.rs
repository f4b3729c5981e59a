//! What `__sizeof__` and `sys.getsizeof` report where an object's size follows from its class.

use crate::heap::Ref;
use crate::runtime::object::{Class, Code, Generator, Instance, Tuple};
use crate::runtime::{Vm, kinds};
use crate::text::getsizeof::{self, fixed_size, has_collector_header};

/// What CPython has before an object that its collector knows.
const COLLECTOR_HEADER: usize = 16;
/// What it has before an instance whose class made room for a dict or weak references.
const MANAGED_HEADER: usize = 16;
/// The count and the type, with which every object begins.
const OBJECT: usize = 16;
const POINTER: usize = 8;

/// The bytes of an object of fixed size, its headers not counted: `object.__sizeof__`.
pub fn own_size(vm: &Vm, object: &Ref) -> usize {
    let class = vm.class_data(object);
    let slots = slot_bytes(object, class);
    if object.is::<Instance>() {
        return calendar_size(class).unwrap_or(OBJECT + slots);
    }
    if object.is::<Tuple>() {
        return getsizeof::tuple_size(object.tail().len()) - COLLECTOR_HEADER + slots;
    }
    let variable = Generator::of(object).map_or(0, |generator| {
        // The first local is counted in the type's size.
        let code = generator.code.get::<Code>();
        POINTER * code.map_or(0, |code| code.variables.len().saturating_sub(1))
    });
    let sized = class.mro_refs().into_iter().find_map(|base| {
        let base = base.as_ref::<Class>();
        let name = base.name_text();
        let size = fixed_size(&name).filter(|_| base.flags.get().builtin)?;
        Some(size - header_of(&name))
    });
    sized.unwrap_or(OBJECT) + variable + slots
}

fn header_of(type_name: &str) -> usize {
    match type_name {
        // The one builtin type that is made as a `class` statement makes its classes.
        "ExceptionGroup" => COLLECTOR_HEADER + MANAGED_HEADER,
        _ if has_collector_header(type_name) => COLLECTOR_HEADER,
        _ => 0,
    }
}

/// The bytes of what `__slots__` adds to instances of a class.
pub fn slot_bytes(object: &Ref, class: &Class) -> usize {
    if class.flags.get().builtin || object.kind() == kinds::TYPE {
        return 0;
    }
    POINTER * usize::from(class.shapes.reserved.get())
}

/// The bytes of instances of a class of `datetime`, before which nothing stands.
fn calendar_size(class: &Class) -> Option<usize> {
    getsizeof::calendar_size(&class.name_text()).filter(|_| class.flags.get().sealed)
}

/// The bytes before an object, which `sys.getsizeof` adds to its `__sizeof__`.
pub fn headers(vm: &Vm, object: &Ref) -> usize {
    let class = vm.class_data(object);
    if object.get::<Class>().is_some_and(|class| class.flags.get().builtin) {
        return 0;
    }
    if class.flags.get().builtin {
        return header_of(&class.name_text());
    }
    if calendar_size(class).is_some() {
        return 0;
    }
    COLLECTOR_HEADER + if is_managed(class) { MANAGED_HEADER } else { 0 }
}

/// Whether a class made room for a dict or weak references that its builtin base has not.
fn is_managed(class: &Class) -> bool {
    has_managed_dict(class) || (class.flags.get().weakrefable && !class.layout.weakrefable)
}

fn has_managed_dict(class: &Class) -> bool {
    class.flags.get().has_dict && !class.layout.has_dict
}

/// The bytes of a class, its collector header not counted.
pub fn class_size(class: &Class) -> usize {
    if class.flags.get().builtin {
        getsizeof::BUILTIN_TYPE
    } else if has_managed_dict(class) {
        getsizeof::CLASS - COLLECTOR_HEADER
    } else {
        getsizeof::SLOTTED_CLASS - COLLECTOR_HEADER
    }
}
