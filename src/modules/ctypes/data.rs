//! The `ctypes` module, as far as it reads memory: `c_long.from_address(id(x)).value`.
//!
//! Reading is safe for every integer. Inside the heap, offset 0 of an object is its count, offset 8
//! its type's `id`, offset 16 its length where it has one; every other byte is 0. A freed cell
//! reads as 0. Outside the heap there is nothing to read, and an exception says so. Nothing can be
//! written.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::Dict;
use crate::runtime::spec::{
    GetSetRow, Method, ModuleSpec, TypeSpec, classmethod, function, getset, staticmethod,
};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::object::OBJECT;

use super::forms::{FORMS, Form, bits_of, canonical, form_of, number};
use super::memory::{address_of, current_word, object_at};
use super::structure;

/// A C value: one of its own, or a view of the memory at an address.
pub struct Data {
    pub(super) form: Form,
    own: Cell<u64>,
    /// Where it looks; `None` for a value of its own.
    at: Cell<Option<u64>>,
    /// The object of a `py_object`.
    object: Slot,
    /// Makes these cells larger than most: looking at an address whose object has gone should not
    /// let the looking glass move in there.
    _size: [u64; 48],
}

impl Data {
    /// A value of its own, or one that stands `at` an address.
    fn new(form: Form, own: u64, at: Option<u64>) -> Data {
        Data { form, own: Cell::new(own), at: Cell::new(at), object: Slot::empty(), _size: [0; 48] }
    }
}

impl Payload for Data {
    const KIND: Kind = kinds::CTYPES_DATA;
    const NAME: &'static str = "_SimpleCData";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.object.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.object);
    }
}

static METHODS: [Method; 2] = [
    classmethod(
        "from_address",
        "(address, /)",
        from_address,
        "C.from_address(integer) -> C instance: access a C instance at the specified address.",
    ),
    classmethod(
        "from_buffer",
        "(source, offset=0, /)",
        refused,
        "Not available: Refscope's memory cannot be written.",
    ),
];

static GETSET: [GetSetRow; 1] = [getset("value", value, set_value, "current value")];

static NEW: Method = staticmethod("__new__", "(type, value=None, /)", new, "Create a C value.");

pub static DATA: TypeSpec = TypeSpec {
    module: "_ctypes",
    base: Some(&OBJECT),
    subclassable: true,
    doc: "Base class of the simple C types.",
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(structure::getattr),
        setattr: Some(structure::setattr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Data>()
};

static FUNCTIONS: [Method; 5] = [
    function("__getattr__", "(name, /)", structure::absent, "Say why a name is absent."),
    function(
        "addressof",
        "(obj, /)",
        addressof,
        "Return the address of the C instance internal buffer.",
    ),
    function("cast", "(obj, typ, /)", cast, "Reinterpret an address as an object of another type."),
    function("sizeof", "(obj, /)", sizeof, "Return the size in bytes of a C instance or type."),
    function(
        "string_at",
        "(ptr, size=-1, /)",
        string_at,
        "Return the bytes at an address: CPython's layout as far as Refscope has it.",
    ),
];

pub static CTYPES: ModuleSpec = ModuleSpec {
    name: "ctypes",
    doc: "Reading memory through C types. Refscope reads its own heap, safely; it calls no C code.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

fn setup(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    let base = vm.class_of_spec(&DATA);
    let namespace = dict.as_ref::<Dict>();
    for (name, _) in FORMS {
        // As in CPython on 64-bit Linux, `c_longlong` is `c_long` under another name.
        let canonical = canonical(name);
        let class = match namespace.get_str(&vm.name(canonical)) {
            Some(class) if canonical != name => class,
            _ => {
                let own = vm.alloc(Dict::default())?;
                own.as_ref::<Dict>().set(vm, vm.name("__module__"), vm.name("ctypes"))?;
                let bases = vm.new_tuple_of([base.clone()])?;
                let make = vm.class_of_kind(kinds::TYPE).clone();
                vm.call_object(&make, &[&vm.name(canonical), &bases, &own])?
            }
        };
        namespace.set(vm, vm.name(canonical), class.clone())?;
        namespace.set(vm, vm.name(name), class)?;
    }
    warm_up(vm, namespace)
}

/// Reads once, so that what the first reading makes (classes of the machinery) is there before a
/// program looks at a cell that should stay empty.
fn warm_up(vm: &Vm, namespace: &Dict) -> Result<(), Raised> {
    let Some(class) = namespace.get_str(&vm.name("c_long")) else { return Ok(()) };
    let address = vm.new_big_int(dashu_int::IBig::from(class.address()))?;
    let address = vm.to_object(address)?;
    let data = vm.call_method(&class, "from_address", &[&address])?;
    let data = vm.to_object(data)?;
    vm.get_attr(&data, &vm.name("value")).map(drop)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let form = form_of(vm, class)?;
    if form == Form::Structure {
        return Err(vm.type_error(
            "Refscope's structures are read where an object stands: use from_address(id(x))",
        ));
    }
    let data = Data::new(form, 0, None);
    if let Some(value) = args.get(1).filter(|value| !vm.is_none(value)) {
        if form == Form::Object {
            data.object.set(Some(value.clone()));
        } else {
            data.own.set(bits_of(vm, form, value)?);
        }
    }
    vm.alloc_in(data, class).map(Value::Obj)
}

fn from_address(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let form = form_of(vm, class)?;
    let at = address_of(vm, args.req(1))?;
    vm.alloc_in(Data::new(form, 0, Some(at)), class).map(Value::Obj)
}

fn refused(vm: &Vm, _args: Args<'_>) -> Eval {
    Err(unwritable(vm))
}

pub(super) fn unwritable(vm: &Vm) -> Raised {
    vm.type_error("Refscope's memory cannot be written through ctypes: it would break the counts")
}

/// Where `data` looks.
pub(super) fn address_of_data(data: &Data) -> u64 {
    data.at.get().unwrap_or(0)
}

fn current_bits(vm: &Vm, data: &Data) -> Result<u64, Raised> {
    match data.at.get() {
        Some(address) => current_word(vm, address),
        None => Ok(data.own.get()),
    }
}

fn value(vm: &Vm, object: &Ref) -> Eval {
    let data = object.as_ref::<Data>();
    if data.form == Form::Object {
        return object_value(vm, data);
    }
    if data.form == Form::Structure {
        return Err(vm.no_attribute(object, &vm.name("value")));
    }
    number(vm, data.form, current_bits(vm, data)?)
}

fn object_value(vm: &Vm, data: &Data) -> Eval {
    if let Some(object) = data.object.get() {
        return Ok(Value::Obj(object));
    }
    let Some(at) = data.at.get() else { return Err(vm.value_error("PyObject is NULL")) };
    object_at(vm, at)
}

fn set_value(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let data = object.as_ref::<Data>();
    let Some(value) = value else { return Err(vm.type_error("can't delete attribute")) };
    if data.at.get().is_some() {
        return Err(unwritable(vm));
    }
    if data.form == Form::Object {
        data.object.set(Some(value.clone()));
        return Ok(());
    }
    data.own.set(bits_of(vm, data.form, value)?);
    Ok(())
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let name = vm.short_class_name(object);
    if object.as_ref::<Data>().form == Form::Structure {
        return crate::types::object::repr(vm, object);
    }
    if !FORMS.iter().any(|(known, _)| *known == name) {
        return vm.str_value(&format!("<{name} object at {:#x}>", object.address()));
    }
    let shown = value(vm, object)?;
    let shown = vm.to_object(shown)?;
    vm.str_value(&format!("{name}({})", vm.repr_text(&shown)?))
}

fn sizeof(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let (class, form) = match object.get::<Data>() {
        Some(data) => (vm.class_of(object), data.form),
        None => (object, form_of(vm, object)?),
    };
    let size = if form == Form::Structure { structure::size(vm, class)? } else { form.size() };
    Ok(Value::Int(size as i64))
}

fn addressof(vm: &Vm, args: Args<'_>) -> Eval {
    match args.req(0).get::<Data>() {
        Some(data) => Ok(Value::Int(data.at.get().unwrap_or_else(|| args.req(0).address()) as i64)),
        None => Err(vm.type_error("invalid type")),
    }
}

/// `cast(address, py_object)`: the object at the address.
fn cast(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(1);
    let form = form_of(vm, class)?;
    let at = match args.req(0).get::<Data>() {
        Some(data) => current_bits(vm, data)?,
        None => address_of(vm, args.req(0))?,
    };
    let looks = (form == Form::Object).then_some(at);
    vm.alloc_in(Data::new(form, at, looks), class).map(Value::Obj)
}

fn string_at(vm: &Vm, args: Args<'_>) -> Eval {
    let at = address_of(vm, args.req(0))?;
    let size = match args.get(1) {
        Some(size) => vm.index_of(size)?,
        None => 8,
    };
    let size = usize::try_from(size).unwrap_or(8).min(1 << 16);
    let mut bytes = Vec::with_capacity(size);
    for offset in (0..size as u64).step_by(8) {
        let word = current_word(vm, at.wrapping_add(offset))?;
        bytes.extend_from_slice(&word.to_le_bytes());
    }
    bytes.truncate(size);
    crate::types::bytes::new_bytes(vm, bytes).map(Value::Obj)
}
