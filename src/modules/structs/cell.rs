//! `struct.Struct`: a format that has been read.

use std::cell::RefCell;
use std::rc::Rc;

use super::format::{Format, read};
use super::iterator::iterate;
use super::transfer::{pack_into, packed, unpack_at, unpack_from, unpacked};
use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::Int;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::object::OBJECT;

/// Without a format until `__init__` has run.
pub struct Struct(RefCell<Option<Rc<Format>>>);

impl Payload for Struct {
    const KIND: Kind = kinds::STRUCT;
    const NAME: &'static str = "Struct";
    const TRACKED: bool = false;
}

pub static STRUCT_TYPE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    subclassable: true,
    weakrefable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    ..TypeSpec::of::<Struct>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, *args, **kwargs)",
    |vm, args| vm.alloc_in(Struct(RefCell::new(None)), args.req(0)).map(Value::Obj),
    "Create and return a new object.  See help(type) for accurate signature.",
);

static INIT: Method = method("__init__", "(format)", init, "Initialize self.");

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let format = read(vm, args.req(1))?;
    args.req(0).as_ref::<Struct>().0.replace(Some(format));
    Ok(Value::None)
}

/// The format of `self`, kept alive while values are converted: they may start it anew.
fn format(vm: &Vm, object: &Ref) -> Result<Rc<Format>, Raised> {
    let format = object.as_ref::<Struct>().0.borrow().clone();
    format.ok_or_else(|| {
        vm.raise(ErrorKind::RuntimeError, "Struct object is not initialized".to_owned())
    })
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let text = vm.new_str(&format(vm, object)?.text)?;
    let text = vm.repr(&text)?;
    let class = vm.class_name(object);
    let class = class.rsplit('.').next().unwrap_or_default();
    vm.new_str(&format!("{class}({})", text.text())).map(Value::Obj)
}

fn briefly(vm: &Vm, object: &Ref, buffer: Option<&Ref>, offset: i64) -> Option<Eval> {
    let format = object.get::<Struct>()?.0.borrow();
    unpack_at(vm, &format.as_ref()?.layout, buffer?, offset)
}

#[rustfmt::skip]
static METHODS: [Method; 5] = [
    method("iter_unpack", "(buffer, /)", |vm, args| iterate(vm, format(vm, args.req(0))?, args.req(1)), "Return an iterator yielding tuples."),
    method("pack", "(*values)", |vm, args| packed(vm, &format(vm, args.req(0))?.layout, args.rest()), "S.pack(v1, v2, ...) -> bytes"),
    method("pack_into", "(*values)", |vm, args| pack_into(vm, &format(vm, args.req(0))?.layout, args.rest()), "S.pack_into(buffer, offset, v1, v2, ...)"),
    method("unpack", "(buffer, /)", |vm, args| unpacked(vm, &format(vm, args.req(0))?.layout, args.req(1)), "Return a tuple containing unpacked values."),
    method("unpack_from", "(buffer, offset=0)", |vm, args| unpack_from(vm, &format(vm, args.req(0))?.layout, args.req(1), args.get(2)), "Return a tuple containing unpacked values.")
        .leaf(|vm, object, buffer, offset| match offset {
            None => briefly(vm, object, buffer, 0),
            Some(offset) => briefly(vm, object, buffer, offset.get::<Int>()?.0.get()),
        }),
];

static GETSET: [GetSetRow; 2] = [
    getter(
        "format",
        |vm, object| vm.new_str(&format(vm, object)?.text).map(Value::Obj),
        "struct format string",
    ),
    getter(
        "size",
        |_, object| {
            let format = object.as_ref::<Struct>().0.borrow();
            Ok(Value::Int(format.as_ref().map_or(-1, |format| format.layout.size as i64)))
        },
        "struct size in bytes",
    ),
];
