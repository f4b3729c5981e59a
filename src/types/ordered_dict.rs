//! `collections.OrderedDict`: a dict whose order can be changed and counts when comparing.

use crate::heap::{Fixed, Kind, Ref};
use crate::runtime::compare::quick_hash;
use crate::runtime::object::Dict;
use crate::runtime::object::dict_table::Entry;
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm};

use super::dict::views::{self, View};
use super::dict::{DICT, DICT_ITEMS, DICT_KEYS, DICT_VALUES, fill, pop, setdefault};
use super::held;
use super::object::DICT_ROW;

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
        Some(Entry { key, value, .. }) => vm.new_tuple_of([key, value]).map(Value::Obj),
        None => Err(vm.raise(ErrorKind::KeyError, "dictionary is empty".into())),
    }
}

fn move_to_end(vm: &Vm, args: Args<'_>) -> Eval {
    let (dict, key) = (args.req(0).as_ref::<Dict>(), args.req(1));
    let last = flag(vm, args.get(2))?;
    let hash = vm.hash(key)?;
    let Some(at) = dict.find(vm, key, hash)? else { return Err(vm.key_error(key)) };
    if last && dict.move_to_end(at) {
        return Ok(Value::None);
    }
    let Some(Entry { hash, key, value }) = dict.remove_at(at) else {
        return Err(vm.key_error(key));
    };
    dict.insert_new(vm, key, hash, value)?;
    if !last {
        dict.move_last_to_front();
    }
    Ok(Value::None)
}

/// `od.move_to_end(key)` of a key that is found without Python code.
fn move_to_end_briefly(_: &Vm, dict: &Ref, key: Option<&Ref>, last: Option<&Ref>) -> Option<Eval> {
    let key = key.filter(|_| last.is_none())?;
    let dict = dict.get::<Dict>()?;
    let at = dict.position(key, quick_hash(key)?)??;
    dict.move_to_end(at).then_some(Ok(Value::None))
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
    let class = vm.short_class_name(dict);
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
        let (ones, others) = (a.keys(), b.keys());
        // Comparing may have changed one of them.
        equal = ones.len() == others.len();
        for (one, other) in ones.into_iter().zip(others) {
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

/// A view of one of the classes below.
fn view<const KIND: u8>(vm: &Vm, dict: &Ref, spec: &'static TypeSpec) -> Eval {
    let view = View::<KIND> { dict: Fixed::new(dict.clone()) };
    vm.alloc_in(view, &vm.class_of_spec(spec)).map(Value::Obj)
}

fn keys(vm: &Vm, args: Args<'_>) -> Eval {
    view::<{ views::KEYS }>(vm, args.req(0), &ODICT_KEYS)
}

fn values(vm: &Vm, args: Args<'_>) -> Eval {
    view::<{ views::VALUES }>(vm, args.req(0), &ODICT_VALUES)
}

fn items(vm: &Vm, args: Args<'_>) -> Eval {
    view::<{ views::ITEMS }>(vm, args.req(0), &ODICT_ITEMS)
}

const fn view_spec<const KIND: u8>(name: &'static str, base: &'static TypeSpec) -> TypeSpec {
    TypeSpec { name, base: Some(base), kind: Kind::FREE, ..TypeSpec::of::<View<KIND>>() }
}

static ODICT_KEYS: TypeSpec = view_spec::<{ views::KEYS }>("odict_keys", &DICT_KEYS);
static ODICT_VALUES: TypeSpec = view_spec::<{ views::VALUES }>("odict_values", &DICT_VALUES);
static ODICT_ITEMS: TypeSpec = view_spec::<{ views::ITEMS }>("odict_items", &DICT_ITEMS);

static NEW: Method =
    staticmethod("__new__", "(type, *args, **kwargs)", new, "Create and return a new object.");

static INIT: Method = method("__init__", "(iterable=(), /, **kwargs)", init, "Initialize self.");

static METHODS: [Method; 9] = [
    method("copy", "()", copy, "od.copy() -> a shallow copy of od"),
    classmethod(
        "fromkeys",
        "(iterable, value=None)",
        fromkeys,
        "Create a new ordered dictionary with keys from iterable and values set to value.",
    ),
    method("items", "()", items, "od.items() -> a set-like object providing a view on od's items"),
    method("keys", "()", keys, "od.keys() -> a set-like object providing a view on od's keys"),
    method("values", "()", values, "od.values() -> an object providing a view on od's values"),
    method(
        "move_to_end",
        "(key, last=True)",
        move_to_end,
        "Move an existing element to the end (or beginning if last is false).\n\n\
         Raise KeyError if the element does not exist.",
    )
    .leaf(move_to_end_briefly),
    method(
        "pop",
        "(key, default=<unrepresentable>)",
        pop,
        "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n\
         If the key is not found, return the default if given; otherwise, raise a KeyError.",
    ),
    method(
        "setdefault",
        "(key, default=None)",
        setdefault,
        "Insert key with a value of default if key is not in the dictionary.\n\n\
         Return the value for key if key is in the dictionary, else default.",
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
    weakrefable: true,
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
    getset: &[GetSetRow {
        name: DICT_ROW.name,
        get: DICT_ROW.get,
        set: DICT_ROW.set,
        doc: DICT_ROW.doc,
    }],
    ..TypeSpec::of::<Dict>()
};
