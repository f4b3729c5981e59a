//! `object`: the base of every class, and what every instance can do.

use crate::heap::Ref;
use crate::runtime::compare::by_identity;
use crate::runtime::object::shape::IN_DICT;
use crate::runtime::object::{Class, Dict, Instance, Member, Module, Str, Tuple};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec};
use crate::runtime::{
    Args, Eval, Raised, Slots, Value, Vm, classmethod, getset, method, staticmethod,
};
use crate::text::hash::hash_pointer;

pub static OBJECT: TypeSpec = TypeSpec {
    subclassable: true,
    doc: "The base class of the class hierarchy.\n\n\
          When called, it accepts no arguments and returns a new featureless\n\
          instance that has no instance attributes and cannot be given any.\n",
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(by_identity),
        getattr: Some(getattr),
        setattr: Some(setattr),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &[CLASS],
    ..TypeSpec::of::<Instance>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, /, *args, **kwargs)",
    new,
    "Create and return a new object.  See help(type) for accurate signature.",
);

static INIT: Method = method(
    "__init__",
    "(*args, **kwargs)",
    init,
    "Initialize self.  See help(type(self)) for accurate signature.",
);

static METHODS: [Method; 8] = [
    method("__dir__", "()", dir, "Default dir() implementation."),
    method("__format__", "(format_spec, /)", format, "Default object formatter."),
    method("__getstate__", "()", getstate, "Helper for pickle."),
    classmethod(
        "__init_subclass__",
        "()",
        init_subclass,
        "This method is called when a class is subclassed.",
    ),
    method("__reduce__", "()", reduce, "Helper for pickle."),
    method("__reduce_ex__", "(protocol, /)", reduce_ex, "Helper for pickle."),
    method("__sizeof__", "()", sizeof, "Size of object in memory, in bytes."),
    classmethod(
        "__subclasshook__",
        "(object, /)",
        subclasshook,
        "Abstract classes can override this to customize issubclass().",
    ),
];

const CLASS: GetSetRow = getset("__class__", get_class, set_class, "the object's class");

/// `__dict__` of instances, found in the class that first gives them one.
pub static DICT_ROW: GetSetRow = OWN_DICT;
/// `__dict__` for the tables of types whose instances have attributes.
pub const OWN_DICT: GetSetRow =
    getset("__dict__", get_dict, set_dict, "dictionary for instance variables");

/// `__weakref__` of instances, likewise.
pub static WEAKREF_ROW: GetSetRow = GetSetRow {
    name: "__weakref__",
    get: get_weakref,
    set: None,
    doc: "list of weak references to the object",
};

fn has_extra(args: Args<'_>) -> bool {
    let keywords =
        args.get(1).and_then(|dict| dict.get::<Dict>()).is_some_and(|dict| !dict.is_empty());
    keywords || args.rest().len() > 0
}

/// Whether `class` finds `name` in `object` itself.
pub(super) fn is_objects(vm: &Vm, class: &Class, name: &str) -> bool {
    let name = vm.name(name);
    let object = vm.class_of_spec(&OBJECT);
    match (class.lookup(vm, &name), object.as_ref::<Class>().lookup(vm, &name)) {
        (Some(found), Some(own)) => found.same(&own),
        _ => false,
    }
}

/// CPython's `object_new`: extra arguments are an error unless `__init__` takes them.
fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let class = args.req(0);
    let data = class.as_ref::<Class>();
    if has_extra(args) {
        if !is_objects(vm, data, "__new__") {
            return Err(vm.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if is_objects(vm, data, "__init__") {
            return Err(vm.type_error(format!("{}() takes no arguments", data.name_text())));
        }
    }
    if data.flags.get().abstract_ {
        return Err(abstract_error(vm, class)?);
    }
    vm.new_instance(class.clone()).map(Value::Obj)
}

fn abstract_error(vm: &Vm, class: &Ref) -> Result<Raised, Raised> {
    let methods = vm.get_attr_text(class, "__abstractmethods__")?;
    let methods = vm.to_object(methods)?;
    let mut names = Vec::new();
    for name in vm.collect(&methods)? {
        names.push(vm.str_text(&name)?);
    }
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} '{}'",
        class.as_ref::<Class>().name_text(),
        names.join("', '")
    )))
}

/// CPython's `object_init`.
fn init(vm: &Vm, args: Args<'_>) -> Eval {
    if has_extra(args) {
        let class = vm.class_data(args.req(0));
        if !is_objects(vm, class, "__init__") {
            return Err(vm.type_error(
                "object.__init__() takes exactly one argument (the instance to initialize)",
            ));
        }
        if is_objects(vm, class, "__new__") {
            return Err(vm.type_error(format!(
                "{}.__init__() takes exactly one argument (the instance to initialize)",
                class.name_text()
            )));
        }
    }
    Ok(Value::None)
}

pub fn repr(vm: &Vm, object: &Ref) -> Eval {
    vm.str_value(&vm.plain_repr(object))
}

fn str(vm: &Vm, object: &Ref) -> Eval {
    vm.repr_named(object, "__str__").map(Value::Obj)
}

fn hash(_vm: &Vm, object: &Ref) -> Result<i64, Raised> {
    Ok(hash_pointer(object.address() as usize))
}

/// The name given to `getattr` and relatives.
///
/// # Errors
/// `TypeError` where it is no `str`.
pub fn attribute_name<'a>(vm: &Vm, name: &'a Ref) -> Result<&'a Ref, Raised> {
    if name.is::<Str>() {
        return Ok(name);
    }
    let class = vm.class_name(name);
    Err(vm.type_error(format!("attribute name must be string, not '{class}'")))
}

fn getattr(vm: &Vm, object: &Ref, name: &Ref) -> Eval {
    vm.generic_get_attr(object, attribute_name(vm, name)?)
}

fn setattr(vm: &Vm, object: &Ref, name: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    vm.generic_set_attr(object, attribute_name(vm, name)?, value)
}

/// The names in `__dict__`, if the object has one, and in its class and bases.
fn dir(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let names = vm.alloc(Dict::default())?;
    let all = names.as_ref::<Dict>();
    if let Some(own) = vm.find_attr(object, &vm.name("__dict__"))?
        && let Some(own) = own.get::<Dict>()
    {
        add_keys(vm, all, own)?;
    }
    let class = match vm.find_attr(object, &vm.name("__class__"))? {
        Some(class) if class.is::<Class>() => class,
        _ => vm.class_of(object).clone(),
    };
    for class in class.as_ref::<Class>().mro_refs() {
        add_keys(vm, all, vm.namespace(&class))?;
    }
    vm.new_list(all.keys()).map(Value::Obj)
}

/// Adds the keys of `from` to the set of names `all`.
pub fn add_keys(vm: &Vm, all: &Dict, from: &Dict) -> Result<(), Raised> {
    from.keys().into_iter().try_for_each(|key| all.set(vm, key, vm.none()))
}

fn format(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, spec) = (args.req(0), args.req(1));
    if !spec.is::<Str>() {
        let class = super::expect::class_or_none(vm, spec);
        return Err(vm.type_error(format!("__format__() argument must be str, not {class}")));
    }
    if !spec.text().is_empty() {
        let class = vm.class_name(object);
        return Err(
            vm.type_error(format!("unsupported format string passed to {class}.__format__"))
        );
    }
    vm.str(object).map(Value::Obj)
}

fn init_subclass(_vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::None)
}

fn subclasshook(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.not_implemented()
}

fn sizeof(vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Int(super::measure::own_size(vm, args.req(0)) as i64))
}

/// The `__dict__` of an object that has attributes, else `None`; with slots, a pair of dicts.
fn getstate(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let dict = vm
        .instance_dict(object)?
        .filter(|dict| dict.get::<Dict>().is_some_and(|dict| !dict.is_empty()));
    let mut slots = Vec::new();
    for class in vm.class_data(object).mro_refs() {
        for (name, member) in vm.namespace(&class).pairs() {
            if member.is::<Member>()
                && let Some(value) = super::native::member_value(vm, &member, object)?
            {
                slots.push((name, value));
            }
        }
    }
    let state = dict.unwrap_or_else(|| vm.none());
    if slots.is_empty() {
        return Ok(Value::Obj(state));
    }
    let slots = vm.new_dict(slots)?;
    vm.new_tuple_of([state, slots]).map(Value::Obj)
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if !super::reduce::is_plain(vm, object) {
        return super::reduce::reduced(vm, object, 0);
    }
    let copyreg = vm.import("copyreg")?;
    vm.call_method(&copyreg, "_reduce_ex", &[object, &vm.new_int(0)?])
}

fn reduce_ex(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    if is_objects(vm, vm.class_data(object), "__reduce__") {
        let protocol = args.req(1);
        if vm.size_of(protocol)? < 2 && super::reduce::is_plain(vm, object) {
            let copyreg = vm.import("copyreg")?;
            return vm.call_method(&copyreg, "_reduce_ex", &[object, protocol]);
        }
        return super::reduce::reduced(vm, object, vm.size_of(protocol)?);
    }
    vm.call_method(object, "__reduce__", &[])
}

fn get_class(vm: &Vm, object: &Ref) -> Eval {
    Ok(Value::Obj(vm.class_of(object).clone()))
}

/// The rules of CPython's `object_set_class`: both classes written in Python, with equal layouts.
fn set_class(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let Some(new) = value else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(new_data) = new.get::<Class>() else {
        let class = vm.class_name(new);
        return Err(
            vm.type_error(format!("__class__ must be set to a class, not '{class}' object"))
        );
    };
    let old = vm.class_of(object).clone();
    let old_data = old.as_ref::<Class>();
    let is_module = object.is::<Module>() && std::ptr::eq(new_data.layout, old_data.layout);
    if !is_module && (new_data.flags.get().builtin || old_data.flags.get().builtin) {
        return Err(vm.type_error(
            "__class__ assignment only supported for mutable types or ModuleType subclasses",
        ));
    }
    let same_layout = std::ptr::eq(new_data.layout, old_data.layout)
        && new_data.flags.get().has_dict == old_data.flags.get().has_dict
        && new_data.flags.get().weakrefable == old_data.flags.get().weakrefable
        && same_names(&new_data.slot_members.borrow(), &old_data.slot_members.borrow());
    let place = match object.get::<Instance>() {
        Some(instance) => Some(&instance.class),
        None => match object.get::<crate::runtime::object::Exception>() {
            Some(exception) => Some(&exception.class),
            None => match object.get::<Class>() {
                Some(class) => class.metaclass.as_ref(),
                None => object.extra().map(|extra| &extra.class),
            },
        },
    };
    let Some(place) = place.filter(|_| same_layout) else {
        return Err(vm.type_error(format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            new_data.name_text(),
            old_data.name_text()
        )));
    };
    if object.is::<Instance>() && object.aux() != IN_DICT {
        if old_data.flags.get().has_dict {
            vm.instance_dict(object)?;
        } else {
            object.set_aux(IN_DICT);
        }
    }
    if object.is::<Class>() || object.is::<Tuple>() {
        // What is remembered of it by its number holds no more.
        object.set_aux(IN_DICT);
    }
    if let Some(module) = object.get::<Module>() {
        // Names found in it before may mean something else in the new class.
        module.dict.as_ref::<Dict>().keys_changed();
    }
    let before = place.exchange(new.clone());
    vm.prepared(object.clone(), new);
    drop(before);
    Ok(())
}

fn same_names(left: &[Ref], right: &[Ref]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| left.text() == right.text())
}

fn get_dict(vm: &Vm, object: &Ref) -> Eval {
    match vm.instance_dict(object)? {
        Some(dict) => Ok(Value::Obj(dict)),
        None => Err(vm.no_attribute(object, &vm.name("__dict__"))),
    }
}

fn set_dict(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = match value {
        Some(value) if value.is::<Dict>() => Some(value.clone()),
        Some(value) => {
            let class = vm.class_name(value);
            return Err(
                vm.type_error(format!("__dict__ must be set to a dictionary, not a '{class}'"))
            );
        }
        None => None,
    };
    // The attributes leave the instance's slots first.
    vm.instance_dict(object)?;
    match vm.dict_slot(object) {
        Some(slot) => {
            slot.set(value);
            Ok(())
        }
        None => Err(vm.no_attribute(object, &vm.name("__dict__"))),
    }
}

/// For types whose `__dict__` can be replaced but not deleted.
pub fn replace_dict(vm: &Vm, object: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    match value {
        Some(_) => set_dict(vm, object, value),
        None => Err(vm.type_error("cannot delete __dict__")),
    }
}

fn get_weakref(vm: &Vm, object: &Ref) -> Eval {
    let first = vm.weakrefs.borrow().of(object).first().copied();
    match first.and_then(|weak| vm.heap.upgrade(weak)) {
        Some(weak) => Ok(Value::Obj(weak)),
        None => Ok(Value::None),
    }
}
