//! `super`: attributes of the bases after a class in an object's order of bases.
//!
//! (CPython: `super_getattro`, `super_init_without_args` in `Objects/typeobject.c`.)

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::{CellObject, Class};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::stack::Frame;
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds, method, staticmethod,
};

use super::native::read_only;
use super::object::{OBJECT, attribute_name};

#[derive(Default)]
pub struct Super {
    /// The class whose successors are searched.
    pub class: Slot,
    /// Empty where it is not bound to an object.
    pub object: Slot,
    /// The class whose order of bases is followed.
    pub object_class: Slot,
}

impl Super {
    fn slots(&self) -> [&Slot; 3] {
        [&self.object, &self.class, &self.object_class]
    }
}

impl Payload for Super {
    const KIND: Kind = kinds::SUPER;
    const NAME: &'static str = "super";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.slots().iter().for_each(|slot| slot.visit(visit));
    }

    fn release(&self, dying: &Dying) {
        self.slots().iter().for_each(|slot| dying.give_up_slot(slot));
    }
}

pub static SUPER: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    doc: "super() -> same as super(__class__, <first argument>)\n\
          super(type) -> unbound super object\n\
          super(type, obj) -> bound super object; requires isinstance(obj, type)\n\
          super(type, type2) -> bound super object; requires issubclass(type2, type)",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots {
        repr: Some(repr),
        getattr: Some(getattr),
        describe: Some(describe),
        ..Slots::EMPTY
    },
    getset: &[
        read_only(
            "__self__",
            |_, object| Ok(slot(&of(object).object)),
            "the instance invoking super(); may be None",
        ),
        read_only(
            "__self_class__",
            |_, object| Ok(slot(&of(object).object_class)),
            "the type of the instance invoking super(); may be None",
        ),
        read_only(
            "__thisclass__",
            |_, object| Ok(slot(&of(object).class)),
            "the class invoking super()",
        ),
    ],
    ..TypeSpec::of::<Super>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method = method("__init__", "(cls=None, obj=None, /)", init, "Initialize self.");

fn of(object: &Ref) -> &Super {
    object.as_ref()
}

fn slot(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Super::default(), args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, object) = match args.get(1) {
        Some(class) => (class.clone(), args.get(2).filter(|object| !vm.is_none(object)).cloned()),
        None => {
            let (class, object) = from_frame(vm)?;
            (class, Some(object).filter(|object| !vm.is_none(object)))
        }
    };
    if !class.is::<Class>() {
        let name = vm.class_name(&class);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {name}")));
    }
    let object_class = match &object {
        Some(object) => Some(checked_class(vm, &class, object)?),
        None => None,
    };
    let payload = of(args.req(0));
    payload.class.set(Some(class));
    payload.object.set(object);
    payload.object_class.set(object_class);
    Ok(Value::None)
}

/// The class and object of the running method: its `__class__` cell and its first argument.
fn from_frame(vm: &Vm) -> Result<(Ref, Ref), Raised> {
    let error = |message: &str| vm.raise(ErrorKind::RuntimeError, message.to_owned());
    let found = vm.stack.with_frame(|frame| {
        if frame.code.parameters.positional == 0 {
            return Err("super(): no arguments");
        }
        let object = first_argument(frame).ok_or("super(): arg[0] deleted")?;
        let at = frame.code.free.iter().position(|name| name.text() == "__class__");
        let at = at.ok_or("super(): __class__ cell not found")?;
        let slot = frame.code.variables.len() + at;
        let cell = frame.get(slot as u32).filter(|cell| cell.is::<CellObject>());
        let cell = cell.ok_or("super(): bad __class__ cell")?;
        let class = cell.as_ref::<CellObject>().content.get();
        Ok((class.ok_or("super(): empty __class__ cell")?, object))
    });
    match found {
        None => Err(error("super(): no current frame")),
        Some(Err(message)) => Err(error(message)),
        Some(Ok((class, object))) if class.is::<Class>() => Ok((class, object)),
        Some(Ok((class, _))) => {
            let name = vm.class_name(&class);
            Err(error(&format!("super(): __class__ is not a type ({name})")))
        }
    }
}

/// The first argument of a running function, inside its cell if an inner function uses it.
fn first_argument(frame: &Frame<'_>) -> Option<Ref> {
    let first = frame.get(0)?;
    if frame.code.captured.contains(&0)
        && let Some(cell) = first.get::<CellObject>()
    {
        return cell.content.get();
    }
    Some(first)
}

/// The class whose order is followed: `object` itself if it is a class derived from `class`, else
/// its class, else the one it claims to have.
fn checked_class(vm: &Vm, class: &Ref, object: &Ref) -> Result<Ref, Raised> {
    if object.get::<Class>().is_some_and(|own| own.is_subclass_of(class)) {
        return Ok(object.clone());
    }
    let own = vm.class_of(object);
    if own.as_ref::<Class>().is_subclass_of(class) {
        return Ok(own.clone());
    }
    if let Some(claimed) = vm.find_attr(object, &vm.name("__class__"))?
        && claimed.get::<Class>().is_some_and(|claimed| claimed.is_subclass_of(class))
    {
        return Ok(claimed);
    }
    let (what, name) = match object.get::<Class>() {
        Some(own) => ("type", own.name_text()),
        None => ("instance of", vm.class_name(object)),
    };
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {name}) is not an instance or subtype of type ({}).",
        class.as_ref::<Class>().name_text()
    )))
}

/// The attribute as found in the bases after the class.
fn find(vm: &Vm, payload: &Super, name: &Ref) -> Option<Ref> {
    let object_class = payload.object_class.get()?;
    let class = payload.class.get()?;
    let order = object_class.as_ref::<Class>().mro.get()?;
    let entries = order.tail();
    let at = entries.iter().position(|entry| entry.peek_same(&class))?;
    entries[at + 1..].iter().find_map(|entry| vm.namespace(&entry.get()?).get_str(name))
}

fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    let name = attribute_name(vm, name)?;
    let payload = of(object);
    if name.text() != "__class__"
        && let Some(found) = find(vm, payload, name)
    {
        let Some(describe) = vm.slot(&found, |slots| slots.describe) else {
            return Ok(Value::Obj(found));
        };
        let (receiver, class) = (payload.object.get(), payload.object_class.get());
        let is_class = match (&receiver, &class) {
            (Some(receiver), Some(class)) => receiver.same(class),
            _ => false,
        };
        let receiver = receiver.filter(|_| !is_class);
        return describe(vm, &found, receiver.as_ref(), class.as_ref());
    }
    vm.generic_get_attr(object, name)
}

/// An unbound `super` kept in a class binds to the instance it is found through.
fn describe(vm: &Vm, object: &Ref, instance: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let payload = of(object);
    let (Some(instance), true) = (instance, payload.object.is_none()) else {
        return Ok(Value::Obj(object.clone()));
    };
    let Some(class) = payload.class.get() else { return Ok(Value::Obj(object.clone())) };
    // A class derived from `super` makes what is bound, too.
    if !object.is_exact::<Super>() {
        let own = vm.class_of(object).clone();
        return vm.call_object(&own, &[&class, instance]).map(Value::Obj);
    }
    let object_class = checked_class(vm, &class, instance)?;
    let made = Super {
        class: Slot::new(class),
        object: Slot::new(instance.clone()),
        object_class: Slot::new(object_class),
    };
    vm.alloc_in(made, vm.class_of(object)).map(Value::Obj)
}

fn repr(vm: &Vm, object: &Ref) -> Eval {
    let payload = of(object);
    let name = |slot: &Slot| slot.get().and_then(|class| Some(class.get::<Class>()?.name_text()));
    let class = name(&payload.class).unwrap_or_else(|| "NULL".to_owned());
    match name(&payload.object_class) {
        Some(own) => vm.str_value(&format!("<super: <class '{class}'>, <{own} object>>")),
        None => vm.str_value(&format!("<super: <class '{class}'>, NULL>")),
    }
}
