//! `property`: an attribute computed by functions.
//!
//! (CPython: `Objects/descrobject.c`.)

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::Class;
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{
    Args, ErrorKind, Eval, Raised, Slots, Value, Vm, getset, getter, kinds, method, staticmethod,
};

use super::native::read_only;
use super::object::OBJECT;
use super::staticmethod::is_abstract;

#[derive(Default)]
pub struct Property {
    pub get: Slot,
    pub set: Slot,
    pub delete: Slot,
    pub doc: Slot,
    pub name: Slot,
    /// The docstring came from the getter, so that a new getter brings its own.
    getter_doc: std::cell::Cell<bool>,
}

impl Payload for Property {
    const KIND: Kind = kinds::PROPERTY;
    const NAME: &'static str = "property";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in [&self.get, &self.set, &self.delete, &self.doc, &self.name] {
            slot.visit(visit);
        }
    }

    fn release(&self, dying: &Dying) {
        for slot in [&self.get, &self.set, &self.delete, &self.doc, &self.name] {
            dying.give_up_slot(slot);
        }
    }
}

pub static PROPERTY: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    subclassable: true,
    doc: "Property attribute.",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { describe: Some(describe), describe_set: Some(describe_set), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        getset("__doc__", |_, object| Ok(slot(&of(object).doc)), set_doc, "the docstring"),
        getter("__isabstractmethod__", get_abstract, "whether a function of it is abstract"),
        getset("__name__", get_name, set_name, "the name"),
        read_only("fdel", |_, object| Ok(slot(&of(object).delete)), "the deleter"),
        read_only("fget", |_, object| Ok(slot(&of(object).get)), "the getter"),
        read_only("fset", |_, object| Ok(slot(&of(object).set)), "the setter"),
    ],
    ..TypeSpec::of::<Property>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **kwargs)", new, "Create and return a new object.");
static INIT: Method =
    method("__init__", "(fget=None, fset=None, fdel=None, doc=None)", init, "Initialize self.");

static METHODS: [Method; 4] = [
    method("__set_name__", "(*args)", set_name_method, "Note the attribute's name."),
    method(
        "deleter",
        "(object, /)",
        deleter,
        "Descriptor to obtain a copy of the property with a different deleter.",
    ),
    method(
        "getter",
        "(object, /)",
        getter_method,
        "Descriptor to obtain a copy of the property with a different getter.",
    ),
    method(
        "setter",
        "(object, /)",
        setter,
        "Descriptor to obtain a copy of the property with a different setter.",
    ),
];

fn of(object: &Ref) -> &Property {
    object.as_ref()
}

fn slot(slot: &Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Property::default(), args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let property = of(object);
    let given = |index: usize| args.get(index).filter(|value| !vm.is_none(value)).cloned();
    property.get.set(given(1));
    property.set.set(given(2));
    property.delete.set(given(3));
    property.getter_doc.set(false);
    let mut doc = given(4);
    if doc.is_none()
        && let Some(get) = given(1)
    {
        doc = vm.find_attr(&get, &vm.name("__doc__"))?.filter(|doc| !vm.is_none(doc));
        property.getter_doc.set(doc.is_some());
    }
    // An instance of a Python subclass shows the docstring as an attribute of its own.
    if !object.is_exact::<Property>() && vm.has_dict(object) {
        let shown = doc.clone().unwrap_or_else(|| vm.none());
        vm.instance_set(object, &vm.name("__doc__"), Some(&shown))?;
    }
    property.doc.set(doc);
    Ok(Value::None)
}

fn describe(vm: &Vm, object: &Ref, instance: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    let Some(instance) = instance else { return Ok(Value::Obj(object.clone())) };
    match of(object).get.get() {
        Some(get) => vm.call_with_first(get, instance),
        None => Err(missing(vm, object, instance, "getter")),
    }
}

fn describe_set(vm: &Vm, object: &Ref, instance: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let property = of(object);
    let (function, what) = match value {
        Some(_) => (property.set.get(), "setter"),
        None => (property.delete.get(), "deleter"),
    };
    let Some(function) = function else { return Err(missing(vm, object, instance, what)) };
    match value {
        Some(value) => vm.call(&function, &[instance, value]),
        None => vm.call(&function, &[instance]),
    }
    .map(drop)
}

/// The name as known from the class body, or the getter's.
fn name_of(vm: &Vm, object: &Ref) -> Result<Option<Ref>, Raised> {
    let property = of(object);
    if let Some(name) = property.name.get() {
        return Ok(Some(name));
    }
    match property.get.get() {
        Some(get) => vm.find_attr(&get, &vm.name("__name__")),
        None => Ok(None),
    }
}

/// The class that has this property if it stands for one written in C.
fn sealed_owner(vm: &Vm, property: &Ref, instance: &Ref, name: &Ref) -> Option<Ref> {
    vm.class_data(instance).mro_refs().into_iter().find(|class| {
        let data = class.as_ref::<Class>();
        data.flags.get().sealed
            && vm.namespace(class).get_str(name).is_some_and(|found| found.same(property))
    })
}

#[cold]
fn missing(vm: &Vm, object: &Ref, instance: &Ref, what: &str) -> Raised {
    let name = match name_of(vm, object) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    if what != "getter"
        && let Some(name) = &name
        && let Some(owner) = sealed_owner(vm, object, instance, name)
    {
        let owner = vm.class_full_name(&owner);
        let name = name.text();
        let text = format!("attribute '{name}' of '{owner}' objects is not writable");
        return vm.raise(ErrorKind::AttributeError, text);
    }
    let class = vm.class_data(instance).qualname.get();
    let class = class.map_or_else(String::new, |name| name.text().to_owned());
    let message = match name {
        Some(name) => match vm.repr_text(&name) {
            Ok(name) => format!("property {name} of '{class}' object has no {what}"),
            Err(raised) => return raised,
        },
        None => format!("property of '{class}' object has no {what}"),
    };
    vm.raise(ErrorKind::AttributeError, message)
}

/// A copy with one function replaced, of the property's own class.
fn copy_with(vm: &Vm, object: &Ref, at: usize, function: &Ref) -> Eval {
    let property = of(object);
    let none = vm.none();
    let mut parts = [&property.get, &property.set, &property.delete]
        .map(|slot| slot.get().unwrap_or_else(|| none.clone()));
    if !vm.is_none(function) {
        parts[at] = function.clone();
    }
    let keep_doc = !(property.getter_doc.get() && (at != 0 || !vm.is_none(&parts[0])));
    let doc = if keep_doc { property.doc.get().unwrap_or(none) } else { none };
    let [get, set, delete] = &parts;
    let made = vm.call_object(vm.class_of(object), &[get, set, delete, &doc])?;
    if let Some(copy) = made.get::<Property>() {
        copy.name.set(property.name.get());
    }
    Ok(Value::Obj(made))
}

fn getter_method(vm: &Vm, args: Args<'_>) -> Eval {
    copy_with(vm, args.req(0), 0, args.req(1))
}

fn setter(vm: &Vm, args: Args<'_>) -> Eval {
    copy_with(vm, args.req(0), 1, args.req(1))
}

fn deleter(vm: &Vm, args: Args<'_>) -> Eval {
    copy_with(vm, args.req(0), 2, args.req(1))
}

fn set_name_method(vm: &Vm, args: Args<'_>) -> Eval {
    let given: Vec<&Ref> = args.rest().collect();
    let [_, name] = given[..] else {
        let count = given.len();
        return Err(vm.type_error(format!(
            "__set_name__() takes 2 positional arguments but {count} were given"
        )));
    };
    of(args.req(0)).name.set(Some(name.clone()));
    Ok(Value::None)
}

fn get_name(vm: &Vm, object: &Ref) -> Eval {
    match name_of(vm, object)? {
        Some(name) => Ok(Value::Obj(name)),
        None => Err(vm.no_attribute(object, &vm.name("__name__"))),
    }
}

fn set_name(_vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).name.set(value.cloned());
    Ok(())
}

fn set_doc(_vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    of(object).doc.set(value.cloned());
    Ok(())
}

fn get_abstract(vm: &Vm, object: &Ref) -> Eval {
    let property = of(object);
    for function in [&property.get, &property.set, &property.delete] {
        if let Some(function) = function.get()
            && is_abstract(vm, &function)?
        {
            return Ok(Value::True);
        }
    }
    Ok(Value::False)
}
