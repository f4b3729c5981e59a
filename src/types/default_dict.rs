//! `collections.defaultdict`: a dict that makes what is missing.
//!
//! Its cells are dicts. The factory stands where another object would keep its `__dict__`; in an
//! instance of a Python subclass, which has a `__dict__`, it is an entry there.

use crate::heap::{Kind, Ref};
use crate::runtime::object::Dict;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, BinaryOp, Eval, Raised, Slots, Value, Vm};

use super::dict::{DICT, fill};
use super::held;

const FACTORY: &str = "default_factory";

/// The factory of a defaultdict; `None` where it has none.
fn factory(vm: &Vm, dict: &Ref) -> Option<Ref> {
    let held = dict.extra()?.dict.get()?;
    match held.get::<Dict>().filter(|_| vm.has_dict(dict)) {
        Some(attributes) => attributes.get_str(&vm.name(FACTORY)),
        None => Some(held),
    }
    .filter(|factory| !vm.is_none(factory))
}

fn set_factory(vm: &Vm, dict: &Ref, factory: Option<&Ref>) -> Result<(), Raised> {
    if !vm.has_dict(dict) {
        if let Some(extra) = dict.extra() {
            extra.dict.set(factory.cloned());
        }
        return Ok(());
    }
    let Some(attributes) = vm.instance_dict(dict)? else { return Ok(()) };
    let value = factory.cloned().unwrap_or_else(|| vm.none());
    attributes.as_ref::<Dict>().set(vm, vm.name(FACTORY), value)
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Dict::default(), args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0);
    let keywords = args.get(1);
    let mut rest = args.rest();
    let factory = rest.next();
    if rest.len() > 1 {
        let message = format!("dict expected at most 1 argument, got {}", rest.len());
        return Err(vm.type_error(message));
    }
    if let Some(factory) = factory
        && !vm.is_none(factory)
        && !vm.is_callable(factory)
    {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    set_factory(vm, dict, factory.filter(|factory| !vm.is_none(factory)))?;
    if let Some(other) = rest.next() {
        fill::update(vm, dict, other)?;
    }
    if let Some(keywords) = keywords {
        fill::merge(vm, dict, keywords)?;
    }
    Ok(Value::None)
}

fn missing(vm: &Vm, args: Args<'_>) -> Eval {
    let (dict, key) = (args.req(0), args.req(1));
    let Some(factory) = factory(vm, dict) else { return Err(vm.key_error(key)) };
    let value = held::with(vm, [factory], |[factory]| vm.call_object(factory, &[]))?;
    held::with(vm, [value], |[value]| {
        vm.set_item(dict, key, Some(value))?;
        Ok(Value::Obj(value.clone()))
    })
}

fn copy_of(vm: &Vm, dict: &Ref) -> Result<Ref, Raised> {
    let class = vm.class_of(dict).clone();
    let factory = factory(vm, dict).unwrap_or_else(|| vm.none());
    held::with(vm, [factory], |[factory]| vm.call_object(&class, &[factory, dict]))
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    copy_of(vm, args.req(0)).map(Value::Obj)
}

fn repr(vm: &Vm, dict: &Ref) -> Eval {
    let factory = match factory(vm, dict) {
        None => "None".to_owned(),
        Some(factory) => {
            let written = vm.without_repr_cycle(&factory, || vm.repr_text(&factory))?;
            written.unwrap_or_else(|| "...".to_owned())
        }
    };
    let Some(plain) = DICT.slots.repr else { return vm.not_implemented() };
    let items = plain(vm, dict)?;
    let items = vm.to_object(items)?;
    vm.str_value(&format!("{}({factory}, {})", vm.short_class_name(dict), items.text()))
}

fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !left.is::<Dict>() || !right.is::<Dict>() {
        return vm.not_implemented();
    }
    let class = vm.class_of_spec(&DEFAULT_DICT);
    let merged = if vm.is_instance(left, &class) {
        copy_of(vm, left)?
    } else {
        let factory = factory(vm, right).unwrap_or_else(|| vm.none());
        let class = vm.class_of(right).clone();
        held::with(vm, [factory], |[factory]| vm.call_object(&class, &[factory, left]))?
    };
    held::with(vm, [merged.clone()], |[merged]| fill::update(vm, merged, right))?;
    Ok(Value::Obj(merged))
}

fn get_factory(vm: &Vm, dict: &Ref) -> Eval {
    Ok(factory(vm, dict).map_or(Value::None, Value::Obj))
}

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method = method("__init__", "(*args, **kwargs)", init, "Initialize self.");

static METHODS: [Method; 3] = [
    method("copy", "()", copy, "D.copy() -> a shallow copy of D."),
    method("__copy__", "()", copy, "D.copy() -> a shallow copy of D."),
    method(
        "__missing__",
        "(key, /)",
        missing,
        "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  \
         if self.default_factory is None: raise KeyError((key,))\n  \
         self[key] = value = self.default_factory()\n  return value",
    ),
];

static GETSET: &[GetSetRow] = &[getset(
    FACTORY,
    get_factory,
    set_factory,
    "Factory for default value called by __missing__().",
)];

pub static DEFAULT_DICT: TypeSpec = TypeSpec {
    name: "defaultdict",
    module: "collections",
    base: Some(&DICT),
    kind: Kind::FREE,
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\n\
          The default factory is called without arguments to produce\n\
          a new value when a key is not present, in __getitem__ only.\n\
          A defaultdict compares equal to a dict with the same items.\n\
          All remaining arguments are treated the same as if they were\n\
          passed to the dict constructor, including keyword arguments.",
    subclassable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots { repr: Some(repr), binary: Slots::binary(&[(BinaryOp::Or, or)]), ..Slots::EMPTY },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<Dict>()
};
