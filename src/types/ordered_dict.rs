//! `collections.OrderedDict`: a dict whose order can be changed and counts when comparing.

use crate::heap::{Kind, Ref};
use crate::runtime::object::Dict;
use crate::runtime::object::dict_table::Entry;
use crate::runtime::spec::{Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};

use super::dict::{DICT, fill};
use super::held;

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Dict::default(), args.req(0)).map(Value::Obj)
}

fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0);
    if let Some(other) = args.get(1) {
        fill::update(vm, dict, other)?;
    }
    if let Some(keywords) = args.get(2) {
        fill::merge(vm, dict, keywords)?;
    }
    Ok(Value::None)
}

fn flag(vm: &Vm, argument: Option<&Ref>) -> Result<bool, Raised> {
    argument.map_or(Ok(true), |argument| vm.truth_of(argument))
}

fn popitem(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0).as_ref::<Dict>();
    let last = flag(vm, args.get(1))?;
    let entry = if last {
        dict.pop_last()
    } else {
        let first = dict.table.borrow().next_from(0).map(|(at, _)| at);
        first.and_then(|at| dict.remove_at(at))
    };
    match entry {
        Some(Entry { key, value, .. }) => vm.new_tuple(vec![key, value]).map(Value::Obj),
        None => Err(vm.raise(ErrorKind::KeyError, "dictionary is empty".into())),
    }
}

fn move_to_end(vm: &Vm, args: Args<'_>) -> Eval {
    let (dict, key) = (args.req(0).as_ref::<Dict>(), args.req(1));
    let last = flag(vm, args.get(2))?;
    let Some(Entry { hash, key, value }) = dict.remove(vm, key)? else {
        return Err(vm.key_error(key));
    };
    dict.insert_new(vm, key, hash, value)?;
    if !last {
        dict.move_last_to_front();
    }
    Ok(Value::None)
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0);
    let class = vm.class_of(dict).clone();
    let copy = vm.call_object(&class, &[])?;
    copy_items(vm, &copy, dict)?;
    Ok(Value::Obj(copy))
}

/// Sets the items of one dict in another by `__setitem__`.
fn copy_items(vm: &Vm, target: &Ref, source: &Ref) -> Result<(), Raised> {
    let payload = source.as_ref::<Dict>();
    let mut at = 0;
    held::with(vm, [target.clone()], |[target]| {
        while let Some((next, key, value)) = payload.next_entry(at) {
            held::with(vm, [key, value], |[key, value]| vm.set_item(target, key, Some(value)))?;
            at = next;
        }
        Ok(())
    })
}

fn fromkeys(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let value = args.get(2).unwrap_or(&none);
    let dict = vm.call_object(args.req(0), &[])?;
    held::with(vm, [dict.clone()], |[dict]| {
        vm.each(args.req(1), &mut |key| {
            held::with(vm, [key], |[key]| vm.set_item(dict, key, Some(value)))?;
            Ok(true)
        })
    })?;
    Ok(Value::Obj(dict))
}

fn repr(vm: &Vm, dict: &Ref) -> Eval {
    let class = vm.class_name(dict);
    let payload = dict.as_ref::<Dict>();
    if payload.is_empty() {
        return vm.str_value(&format!("{class}()"));
    }
    let written = vm.without_repr_cycle(dict, || {
        let copy = vm.alloc(payload.duplicate())?;
        let items = held::with(vm, [copy], |[copy]| vm.repr(copy))?;
        vm.str_value(&format!("{class}({})", items.text()))
    })?;
    written.map_or_else(|| vm.str_value("..."), Ok)
}

/// Equal to another `OrderedDict` where items and order are, to other dicts where the items are.
fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<Dict>(), right.get::<Dict>()) else {
        return vm.not_implemented();
    };
    let Some(plain) = DICT.slots.compare else { return vm.not_implemented() };
    let equal = plain(vm, left, right, CompareOp::Eq)?;
    let mut equal = vm.truth(&equal)?;
    let class = vm.class_of_spec(&ORDERED_DICT);
    if equal && vm.is_instance(left, &class) && vm.is_instance(right, &class) {
        for (one, other) in a.keys().into_iter().zip(b.keys()) {
            equal = equal && held::equal(vm, one, &other)?;
        }
    }
    match op {
        CompareOp::Eq => Ok(Value::bool(equal)),
        CompareOp::Ne => Ok(Value::bool(!equal)),
        _ => vm.not_implemented(),
    }
}

fn or(vm: &Vm, left: &Ref, right: &Ref) -> Eval {
    if !left.is::<Dict>() || !right.is::<Dict>() {
        return vm.not_implemented();
    }
    let ordered = vm.class_of_spec(&ORDERED_DICT);
    let owner = if vm.is_instance(left, &ordered) { left } else { right };
    let class = vm.class_of(owner).clone();
    let merged = vm.call_object(&class, &[left])?;
    held::with(vm, [merged.clone()], |[merged]| fill::update(vm, merged, right))?;
    Ok(Value::Obj(merged))
}

fn inplace_or(vm: &Vm, dict: &Ref, other: &Ref) -> Eval {
    fill::update(vm, dict, other)?;
    Ok(Value::Obj(dict.clone()))
}

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method = method("__init__", "(iterable=(), /, **kwargs)", init, "Initialize self.");

static METHODS: [Method; 5] = [
    method("copy", "()", copy, "od.copy() -> a shallow copy of od"),
    method("__copy__", "()", copy, "od.copy() -> a shallow copy of od"),
    classmethod(
        "fromkeys",
        "(iterable, value=None)",
        fromkeys,
        "Create a new ordered dictionary with keys from iterable and values set to value.",
    ),
    method(
        "move_to_end",
        "(key, last=True)",
        move_to_end,
        "Move an existing element to the end (or beginning if last is false).\n\n\
         Raise KeyError if the element does not exist.",
    ),
    method(
        "popitem",
        "(last=True)",
        popitem,
        "Remove and return a (key, value) pair from the dictionary.\n\n\
         Pairs are returned in LIFO order if last is true or FIFO order if false.",
    ),
];

pub static ORDERED_DICT: TypeSpec = TypeSpec {
    name: "OrderedDict",
    module: "collections",
    base: Some(&DICT),
    kind: Kind::FREE,
    doc: "Dictionary that remembers insertion order",
    subclassable: true,
    has_dict: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    slots: Slots {
        repr: Some(repr),
        unhashable: true,
        compare: Some(compare),
        binary: Slots::binary(&[(BinaryOp::Or, or)]),
        inplace: Slots::binary(&[(BinaryOp::Or, inplace_or)]),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    ..TypeSpec::of::<Dict>()
};
