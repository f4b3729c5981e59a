//! `types.SimpleNamespace`: an object that is its attributes.

use crate::heap::{Kind, Payload, Ref};
use crate::runtime::object::Dict;
use crate::runtime::spec::{Method, TypeSpec, getset, method, staticmethod};
use crate::runtime::{Args, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};

use super::dict::fill;
use super::held;
use super::object::{DICT_ROW, OBJECT};

/// The attributes are in the instance's `__dict__`.
pub struct SimpleNamespace;

impl Payload for SimpleNamespace {
    const KIND: Kind = kinds::SIMPLE_NAMESPACE;
    const NAME: &'static str = "SimpleNamespace";
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_extended(SimpleNamespace, args.req(0)).map(Value::Obj)
}

/// The attributes of a namespace.
fn attributes(vm: &Vm, namespace: &Ref) -> Result<Ref, Raised> {
    match vm.instance_dict(namespace)? {
        Some(dict) => Ok(dict),
        None => vm.new_dict(Vec::new()),
    }
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = attributes(vm, args.req(0))?;
    if let Some(other) = args.get(1) {
        let given = vm.new_dict(Vec::new())?;
        held::with(vm, [given], |[given]| {
            fill::update(vm, given, other)?;
            if !given.as_ref::<Dict>().keys().iter().all(Ref::is::<crate::runtime::object::Str>) {
                return Err(vm.type_error("keywords must be strings"));
            }
            fill::merge(vm, &dict, given)
        })?;
    }
    if let Some(keywords) = args.get(2) {
        fill::merge(vm, &dict, keywords)?;
    }
    Ok(Value::None)
}

fn repr(vm: &Vm, namespace: &Ref) -> Eval {
    let class = vm.class_of(namespace);
    let plain = class.same(vm.class_of_kind(kinds::SIMPLE_NAMESPACE));
    let name = if plain { "namespace".to_owned() } else { vm.short_class_name(namespace) };
    let written = vm.without_repr_cycle(namespace, || {
        let dict = attributes(vm, namespace)?;
        vm.build_str(|text| {
            text.push_str(&format!("{name}("));
            let mut first = true;
            for (key, value) in dict.as_ref::<Dict>().pairs() {
                if !key.is::<crate::runtime::object::Str>() || key.text().is_empty() {
                    continue;
                }
                if !first {
                    text.push_str(", ");
                }
                first = false;
                text.push_str(key.text());
                text.push('=');
                held::repr(vm, value, text)?;
            }
            text.push(')');
            Ok(())
        })
    })?;
    written.map_or_else(|| vm.str_value(&format!("{name}(...)")), Ok)
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !left.is::<SimpleNamespace>() || !right.is::<SimpleNamespace>() {
        return vm.not_implemented();
    }
    let (left, right) = (attributes(vm, left)?, attributes(vm, right)?);
    held::compare(vm, op, left, right)
}

fn replace(vm: &Vm, args: Args<'_>) -> Eval {
    let namespace = args.req(0);
    if args.rest().len() > 0 {
        return Err(vm.type_error(format!(
            "_replace() takes no positional arguments ({} given)",
            args.rest().len()
        )));
    }
    let class = vm.class_of(namespace).clone();
    let copy = vm.call_object(&class, &[])?;
    held::with(vm, [copy.clone()], |[copy]| {
        let dict = attributes(vm, copy)?;
        fill::merge(vm, &dict, &attributes(vm, namespace)?)?;
        match args.get(1) {
            Some(keywords) => fill::merge(vm, &dict, keywords),
            None => Ok(()),
        }
    })?;
    Ok(Value::Obj(copy))
}

fn read_only(vm: &Vm, _: &Ref, _: Option<&Ref>) -> Result<(), Raised> {
    Err(vm.raise(ErrorKind::AttributeError, "readonly attribute".into()))
}

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method =
    method("__init__", "(mapping_or_iterable=(), /, **kwargs)", init, "Initialize self.");

static METHODS: [Method; 1] = [method(
    "__replace__",
    "(*args, **kwargs)",
    replace,
    "Return a copy of the namespace object with new values for the specified attributes.",
)];

pub static SIMPLE_NAMESPACE: TypeSpec = TypeSpec {
    module: "types",
    base: Some(&OBJECT),
    doc: "A simple attribute-based namespace.",
    subclassable: true,
    has_dict: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    new_ignores_arguments: true,
    slots: Slots { repr: Some(repr), unhashable: true, compare: Some(compare), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[getset("__dict__", DICT_ROW.get, read_only, DICT_ROW.doc)],
    ..TypeSpec::of::<SimpleNamespace>()
};
