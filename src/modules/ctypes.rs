//! The `ctypes` module, as far as it reads memory: `c_long.from_address(id(x)).value`.
//!
//! Reading is safe for every integer. Inside the heap, offset 0 of an object is its count, offset 8
//! its type's `id`, offset 16 its length where it has one; every other byte is 0. A freed cell
//! reads as 0. Outside the heap there is nothing to read, and an exception says so. Nothing can be
//! written.

use std::cell::Cell;

use crate::heap::{Dying, Kind, Payload, Place, Ref};
use crate::runtime::object::number::{float_of, int_view};
use crate::runtime::object::{Class, Dict};
use crate::runtime::spec::{
    GetSetRow, Method, ModuleSpec, TypeSpec, classmethod, function, getset, staticmethod,
};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::bytes::{ByteArray, Bytes};
use crate::types::object::OBJECT;

use super::ctypes_structure as structure;

/// What CPython 3.13 shows as the count of an immortal object.
pub const IMMORTAL_COUNT: i64 = 4_294_967_295;

/// How the bytes at an address are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Signed(u8),
    Unsigned(u8),
    Float(u8),
    Pointer,
    Char,
    Bool,
    Object,
    /// Fields, each with a form of its own.
    Structure,
}

/// The types, with CPython's sizes on 64-bit Linux.
const FORMS: [(&str, Form); 27] = [
    ("Structure", Form::Structure),
    ("c_bool", Form::Bool),
    ("c_byte", Form::Signed(1)),
    ("c_char", Form::Char),
    ("c_double", Form::Float(8)),
    ("c_float", Form::Float(4)),
    ("c_int", Form::Signed(4)),
    ("c_int16", Form::Signed(2)),
    ("c_int32", Form::Signed(4)),
    ("c_int64", Form::Signed(8)),
    ("c_int8", Form::Signed(1)),
    ("c_long", Form::Signed(8)),
    ("c_longlong", Form::Signed(8)),
    ("c_short", Form::Signed(2)),
    ("c_size_t", Form::Unsigned(8)),
    ("c_ssize_t", Form::Signed(8)),
    ("c_ubyte", Form::Unsigned(1)),
    ("c_uint", Form::Unsigned(4)),
    ("c_uint16", Form::Unsigned(2)),
    ("c_uint32", Form::Unsigned(4)),
    ("c_uint64", Form::Unsigned(8)),
    ("c_uint8", Form::Unsigned(1)),
    ("c_ulong", Form::Unsigned(8)),
    ("c_ulonglong", Form::Unsigned(8)),
    ("c_ushort", Form::Unsigned(2)),
    ("c_void_p", Form::Pointer),
    ("py_object", Form::Object),
];

impl Form {
    pub(super) const fn size(self) -> usize {
        match self {
            Form::Signed(size) | Form::Unsigned(size) | Form::Float(size) => size as usize,
            Form::Pointer | Form::Object | Form::Structure => 8,
            Form::Char | Form::Bool => 1,
        }
    }
}

/// A C value: one of its own, or a view of the memory at an address.
pub struct Data {
    pub(super) form: Form,
    own: Cell<u64>,
    /// Where it looks; `None` for a value of its own.
    at: Cell<Option<u64>>,
    /// The object of a `py_object`.
    object: crate::heap::Slot,
    /// Makes these cells larger than most: looking at an address whose object has gone should not
    /// let the looking glass move in there.
    _size: [u64; 48],
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

fn canonical(name: &str) -> &str {
    match name {
        "c_int8" => "c_byte",
        "c_int16" => "c_short",
        "c_int32" => "c_int",
        "c_int64" | "c_longlong" | "c_ssize_t" => "c_long",
        "c_uint8" => "c_ubyte",
        "c_uint16" => "c_ushort",
        "c_uint32" => "c_uint",
        "c_uint64" | "c_ulonglong" | "c_size_t" => "c_ulong",
        other => other,
    }
}

/// The form of a C type, found by the name of the class or a base.
pub(super) fn form_of(vm: &Vm, class: &Ref) -> Result<Form, Raised> {
    let data = class.get::<Class>();
    let found = data.and_then(|data| {
        data.mro_refs().iter().find_map(|class| {
            let name = class.as_ref::<Class>().name_text();
            FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| *form)
        })
    });
    found.ok_or_else(|| vm.type_error("abstract class"))
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let form = form_of(vm, class)?;
    if form == Form::Structure {
        return Err(vm.type_error(
            "Refscope's structures are read where an object stands: use from_address(id(x))",
        ));
    }
    let data = Data {
        form,
        own: Cell::new(0),
        at: Cell::new(None),
        object: crate::heap::Slot::empty(),
        _size: [0; 48],
    };
    if let Some(value) = args.get(1).filter(|value| !vm.is_none(value)) {
        if form == Form::Object {
            data.object.set(Some(value.clone()));
        } else {
            data.own.set(bits_of(vm, form, value)?);
        }
    }
    vm.alloc_in(data, class).map(Value::Obj)
}

/// The bits of a Python number in a C type, cut to its size as C does.
fn bits_of(vm: &Vm, form: Form, value: &Ref) -> Result<u64, Raised> {
    if let Form::Float(size) = form {
        let float = match (float_of(value), int_view(value).and_then(|view| view.small())) {
            (Some(float), _) => float,
            (None, Some(int)) => int as f64,
            (None, None) => {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!("must be real number, not {class}")));
            }
        };
        return Ok(if size == 4 { (float as f32).to_bits().into() } else { float.to_bits() });
    }
    if form == Form::Bool {
        return vm.truth_of(value).map(u64::from);
    }
    if form == Form::Char {
        return letter_of(vm, value);
    }
    match int_view(value) {
        Some(view) => match view.small() {
            Some(small) => Ok(small as u64),
            None => {
                let mask = (dashu_int::IBig::from(1) << 64) - dashu_int::IBig::from(1);
                let low = view.to_big() & mask;
                Ok(u64::try_from(&low).unwrap_or(0))
            }
        },
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!("'{class}' object cannot be interpreted as an integer")))
        }
    }
}

/// The one byte of a `c_char`.
fn letter_of(vm: &Vm, value: &Ref) -> Result<u64, Raised> {
    let letter = match (value.get::<Bytes>(), int_view(value).and_then(|view| view.small())) {
        (Some(bytes), _) if bytes.data.len() == 1 => Some(u64::from(bytes.data[0])),
        (None, Some(number @ 0..256)) => Some(number as u64),
        _ => None,
    };
    letter.ok_or_else(|| vm.type_error("one character bytes, bytearray or integer expected"))
}

/// `address` as a number, with tutorials' recorded addresses translated.
pub(super) fn address_of(vm: &Vm, object: &Ref) -> Result<u64, Raised> {
    let Some(view) = int_view(object) else { return Err(vm.type_error("integer expected")) };
    let address = match view.small() {
        Some(small) => small as u64,
        None => bits_of(vm, Form::Unsigned(8), object)?,
    };
    Ok(vm.aliases.resolve(address))
}

fn from_address(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let form = form_of(vm, class)?;
    let at = address_of(vm, args.req(1))?;
    let data = Data {
        form,
        own: Cell::new(0),
        at: Cell::new(Some(at)),
        object: crate::heap::Slot::empty(),
        _size: [0; 48],
    };
    vm.alloc_in(data, class).map(Value::Obj)
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

/// The 8 bytes at `address`, as CPython's layout has them.
pub(super) fn current_word(vm: &Vm, address: u64) -> Result<u64, Raised> {
    match vm.heap.find(address) {
        Place::Live { cell, offset } => {
            cell.observe();
            vm.departed.reads(cell.address(), address, false);
            Ok(word_of(vm, &cell, offset))
        }
        Place::Free { cell } => {
            vm.departed.reads(cell, address, true);
            Ok(0)
        }
        Place::Unused => Ok(0),
        Place::Outside => Err(vm.raise(
            ErrorKind::ValueError,
            format!(
                "there is nothing to read at {address:#x}: the address is outside Refscope's heap"
            ),
        )),
    }
}

fn word_of(vm: &Vm, cell: &Ref, offset: usize) -> u64 {
    let words = [
        // Looking holds the cell once more.
        if cell.is_immortal() { IMMORTAL_COUNT as u64 } else { (cell.count() - 1) as u64 },
        vm.class_of(cell).address(),
        length_of(cell),
    ];
    let low = words.get(offset / 8).copied().unwrap_or(0);
    let shift = (offset % 8) * 8;
    if shift == 0 {
        return low;
    }
    let high = words.get(offset / 8 + 1).copied().unwrap_or(0);
    (low >> shift) | (high << (64 - shift))
}

/// What CPython keeps at offset 16 of objects with a length.
fn length_of(cell: &Ref) -> u64 {
    if let Some(list) = cell.get::<crate::runtime::object::List>() {
        return list.len() as u64;
    }
    if let Some(dict) = cell.get::<Dict>() {
        return dict.len() as u64;
    }
    if let Some(bytes) = cell.get::<Bytes>() {
        return bytes.data.len() as u64;
    }
    if let Some(array) = cell.get::<ByteArray>() {
        return array.data.borrow().len() as u64;
    }
    match cell.get::<crate::runtime::object::Str>() {
        Some(text) => text.chars() as u64,
        None => cell.tail().len() as u64,
    }
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

/// What `bits` are, read so.
pub(super) fn number(vm: &Vm, form: Form, bits: u64) -> Eval {
    Ok(match form {
        Form::Signed(size) => Value::Int(sign_extended(bits, size)),
        Form::Unsigned(8) | Form::Pointer => {
            if form == Form::Pointer && bits == 0 {
                return Ok(Value::None);
            }
            return vm.new_big_int(dashu_int::IBig::from(bits));
        }
        Form::Unsigned(size) => Value::Int((bits & ((1 << (size as u32 * 8)) - 1)) as i64),
        Form::Float(4) => Value::float(f32::from_bits(bits as u32).into()),
        Form::Float(_) => Value::float(f64::from_bits(bits)),
        Form::Bool => Value::bool(bits & 0xff != 0),
        Form::Char => {
            return crate::types::bytes::new_bytes(vm, vec![bits as u8]).map(Value::Obj);
        }
        Form::Object | Form::Structure => Value::None,
    })
}

fn object_value(vm: &Vm, data: &Data) -> Eval {
    if let Some(object) = data.object.get() {
        return Ok(Value::Obj(object));
    }
    let Some(at) = data.at.get() else { return Err(vm.value_error("PyObject is NULL")) };
    object_at(vm, at)
}

/// The object that stands at an address.
pub(super) fn object_at(vm: &Vm, at: u64) -> Eval {
    if let Place::Live { cell, offset: 0 } = vm.heap.find(at) {
        return Ok(Value::Obj(cell));
    }
    let known = crate::inspect::explain(vm, at).join("; ");
    Err(vm.value_error(format!("there is no object at this address: {known}")))
}

fn sign_extended(bits: u64, size: u8) -> i64 {
    let shift = 64 - u32::from(size) * 8;
    ((bits << shift) as i64) >> shift
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
    let data = Data {
        form,
        own: Cell::new(at),
        at: Cell::new((form == Form::Object).then_some(at)),
        object: crate::heap::Slot::empty(),
        _size: [0; 48],
    };
    vm.alloc_in(data, class).map(Value::Obj)
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
