//! Traceback objects: where an exception passed, one frame each.

use crate::heap::{Fixed, Ref, Slot};
use crate::runtime::object::{Code, FrameObject, Traceback};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, getset, getter, method, staticmethod};

use super::object::OBJECT;

pub static TRACEBACK: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    doc: "Create a new traceback object.",
    construct: Some(&NEW),
    slots: Slots::EMPTY,
    methods: &METHODS,
    getset: &[
        getter("tb_frame", |_, object| Ok(Value::Obj((*of(object).frame).clone())), "the frame"),
        getter(
            "tb_lasti",
            |_, object| Ok(Value::Int(of(object).position.get().start.into())),
            "where in the code",
        ),
        getter("tb_lineno", line, "the line"),
        getset("tb_next", get_next, set_next, "the next inner entry"),
    ],
    ..TypeSpec::of::<Traceback>()
};

static METHODS: [Method; 1] = [method("__dir__", "()", dir, "The names of its own attributes.")];

/// Only what is its own, as CPython lists it.
fn dir(vm: &Vm, _args: Args<'_>) -> Eval {
    let names = ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"];
    vm.new_list(names.map(|name| vm.name(name)).to_vec()).map(Value::Obj)
}

static NEW: Method = staticmethod(
    "__new__",
    "(type, tb_next, tb_frame, tb_lasti, tb_lineno)",
    new,
    "Create and return a new object.",
);

fn of(object: &Ref) -> &Traceback {
    object.as_ref()
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let (next, frame) = (args.req(1), args.req(2));
    if !vm.is_none(next) && !next.is::<Traceback>() {
        let class = vm.class_name(next);
        return Err(vm.type_error(format!("expected traceback object or None, got '{class}'")));
    }
    let Some(payload) = frame.get::<FrameObject>() else {
        let class = vm.class_name(frame);
        return Err(
            vm.type_error(format!("traceback() argument 'tb_frame' must be frame, not {class}"))
        );
    };
    let position = std::cell::Cell::new(payload.position.get());
    let next = Slot::from((!vm.is_none(next)).then(|| next.clone()));
    vm.alloc(Traceback { next, frame: Fixed::new(frame.clone()), position }).map(Value::Obj)
}

fn line(_vm: &Vm, object: &Ref) -> Eval {
    let frame = of(object).frame.as_ref::<FrameObject>();
    let source = &frame.code.as_ref::<Code>().source;
    Ok(Value::Int(source.line_shown(of(object).position.get().start).into()))
}

fn get_next(_vm: &Vm, object: &Ref) -> Eval {
    Ok(of(object).next.get().map_or(Value::None, Value::Obj))
}

fn set_next(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(value) = value else { return Err(vm.type_error("can't delete tb_next attribute")) };
    if vm.is_none(value) {
        of(object).next.set(None);
        return Ok(());
    }
    if !value.is::<Traceback>() {
        let class = vm.class_name(value);
        return Err(vm.type_error(format!("expected traceback object, got '{class}'")));
    }
    let mut link = Some(value.clone());
    while let Some(entry) = link {
        if entry.same(object) {
            return Err(vm.value_error("traceback loop detected"));
        }
        link = of(&entry).next.get();
    }
    of(object).next.set(Some(value.clone()));
    Ok(())
}
