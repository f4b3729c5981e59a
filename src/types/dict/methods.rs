//! The methods of `dict`.

use crate::heap::Ref;
use crate::runtime::compare::quick_hash;
use crate::runtime::object::Dict;
use crate::runtime::object::dict_table::{DictTable, Entry};
use crate::runtime::spec::{Method, classmethod, method};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Value, Vm};
use crate::types::ordered_dict::ORDERED_DICT;
use crate::types::set::{FrozenSet, Set, next_key, table_of};
use crate::types::{generic_alias, held, measure};

use super::{fill, iterators, operators, views};

pub(super) fn new(vm: &Vm, args: Args<'_>) -> Eval {
    vm.alloc_in(Dict::default(), args.req(0)).map(Value::Obj)
}

/// `dict.__init__` and `dict.update`: a mapping or pairs, then keywords.
fn update(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0);
    if let Some(other) = args.get(1) {
        fill::update(vm, dict, other)?;
    }
    if let Some(keywords) = args.get(2)
        && !took_over(dict, keywords)
    {
        fill::merge(vm, dict, keywords)?;
    }
    Ok(Value::None)
}

/// Gives a dict that was never filled the table of `keywords`, if nobody else has that.
fn took_over(dict: &Ref, keywords: &Ref) -> bool {
    let (own, given) = (dict.as_ref::<Dict>(), keywords.as_ref::<Dict>());
    let fits = keywords.count() == 1 && dict.aux() == 0 && own.table.borrow().is_untouched();
    if fits {
        own.keys_changed();
        own.table.swap(&given.table);
    }
    fits
}

/// `dict(other)` of a dict that can be copied as it is.
pub(super) fn dict_briefly(
    vm: &Vm,
    other: &Ref,
    more: Option<&Ref>,
    _: Option<&Ref>,
) -> Option<Eval> {
    let source = other.get::<Dict>().filter(|_| other.is_exact::<Dict>() && more.is_none())?;
    if !source.table.borrow().is_compact() {
        return None;
    }
    let copy = |dict: Ref| fill::merge(vm, &dict, other).map(|()| Value::Obj(dict));
    Some(vm.alloc(Dict::default()).and_then(copy))
}

pub(super) fn init(vm: &Vm, args: Args<'_>) -> Eval {
    update(vm, args)
}

fn clear(vm: &Vm, args: Args<'_>) -> Eval {
    clear_dict(vm, args.req(0));
    Ok(Value::None)
}

/// `dict.clear()`: the dict is empty before its first key dies.
pub fn clear_dict(vm: &Vm, dict: &Ref) {
    let payload = dict.as_ref::<Dict>();
    let mut old = payload.table.replace(DictTable::default());
    payload.keys_changed();
    let mut from = 0;
    let mut objects = Vec::with_capacity(2 * old.len());
    while let Some(Entry { key, value, .. }) = old.take_first(&mut from) {
        objects.push(key);
        objects.push(value);
    }
    payload.table.borrow_mut().succeed(&old);
    vm.cleared(dict);
    held::drop_forwards(vm, objects);
}

fn copy(vm: &Vm, args: Args<'_>) -> Eval {
    operators::copy(vm, args.req(0)).map(Value::Obj)
}

fn fromkeys(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, iterable) = (args.req(0), args.req(1));
    let none = vm.none();
    let value = args.get(2).unwrap_or(&none);
    let dict = vm.call_object(class, &[])?;
    if let Some(target) = dict.get::<Dict>().filter(|_| dict.is_exact::<Dict>())
        && let Some(source) = iterable.get::<Dict>().filter(|_| iterable.is_exact::<Dict>())
    {
        return vm.lend(&dict, Role::Builtin, || {
            let mut at = 0;
            while let Some((next, key, hash)) = source.next_hashed(at) {
                target.set_hashed(vm, key, hash, value.clone())?;
                at = next;
            }
            Ok(Value::Obj(dict.clone()))
        });
    }
    if let Some(target) = dict.get::<Dict>().filter(|_| dict.is_exact::<Dict>())
        && let Some(source) = table_of(iterable)
            .filter(|_| iterable.is_exact::<Set>() || iterable.is_exact::<FrozenSet>())
    {
        return vm.lend(&dict, Role::Builtin, || {
            let mut at = 0;
            while let Some((key, hash)) = next_key(source, &mut at) {
                target.set_hashed(vm, key, hash, value.clone())?;
            }
            Ok(Value::Obj(dict.clone()))
        });
    }
    vm.lend(&dict, Role::Builtin, || {
        vm.each(iterable, &mut |key| {
            match dict.get::<Dict>().filter(|_| dict.is_exact::<Dict>()) {
                Some(payload) => payload.set_item(vm, key, value.clone())?,
                None => held::with(vm, [key], |[key]| vm.set_item(&dict, key, Some(value)))?,
            }
            Ok(true)
        })
    })?;
    Ok(Value::Obj(dict))
}

fn get(vm: &Vm, args: Args<'_>) -> Eval {
    match args.req(0).as_ref::<Dict>().get(vm, args.req(1))? {
        Some(value) => Ok(Value::Obj(value)),
        None => Ok(args.get(2).map_or(Value::None, |default| Value::Obj(default.clone()))),
    }
}

fn get_briefly(_vm: &Vm, dict: &Ref, key: Option<&Ref>, default: Option<&Ref>) -> Option<Eval> {
    let key = key?;
    let hash = quick_hash(key)?;
    let dict = dict.get::<Dict>()?;
    let value = match dict.position(key, hash)? {
        Some(at) => Value::Obj(dict.value_at(at)?),
        None => default.map_or(Value::None, |default| Value::Obj(default.clone())),
    };
    Some(Ok(value))
}

/// `dict.setdefault(key, default)`.
pub fn setdefault(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0).as_ref::<Dict>();
    let key = args.req(1);
    let hash = vm.hash(key)?;
    if let Some(value) = dict.find(vm, key, hash)?.and_then(|at| dict.value_at(at)) {
        return Ok(Value::Obj(value));
    }
    let value = args.get(2).cloned().unwrap_or_else(|| vm.none());
    dict.insert_new(vm, key.clone(), hash, value.clone())?;
    Ok(Value::Obj(value))
}

/// `dict.pop(key[, default])`.
pub fn pop(vm: &Vm, args: Args<'_>) -> Eval {
    let dict = args.req(0).as_ref::<Dict>();
    let key = args.req(1);
    if dict.is_empty() {
        // The key is not asked for its hash.
        return match args.get(2) {
            Some(default) => Ok(Value::Obj(default.clone())),
            None => Err(vm.key_error(key)),
        };
    }
    match dict.remove(vm, key)? {
        Some(Entry { key, value, .. }) => {
            drop(key);
            Ok(Value::Obj(value))
        }
        None => match args.get(2) {
            Some(default) => Ok(Value::Obj(default.clone())),
            None => Err(vm.key_error(key)),
        },
    }
}

/// Takes an entry out whose key somebody else holds too, so that nothing dies.
fn pop_briefly(_: &Vm, dict: &Ref, key: Option<&Ref>, default: Option<&Ref>) -> Option<Eval> {
    let key = key?;
    let hash = quick_hash(key)?;
    let payload = dict.get::<Dict>()?;
    let Some(at) = payload.position(key, hash)? else {
        return default.map(|default| Ok(Value::Obj(default.clone())));
    };
    if payload.table.borrow().at(at)?.key.count() == 1 {
        return None;
    }
    payload.remove_at(at).map(|entry| Ok(Value::Obj(entry.value)))
}

fn popitem(vm: &Vm, args: Args<'_>) -> Eval {
    vm.unshare_keys(args.req(0));
    let dict = args.req(0).as_ref::<Dict>();
    match dict.pop_last() {
        Some(Entry { key, value, .. }) => vm.new_tuple_of([key, value]).map(Value::Obj),
        None => Err(vm.raise(ErrorKind::KeyError, "popitem(): dictionary is empty".into())),
    }
}

/// `setdefault(key)`, `setdefault(key, default)`.
fn setdefault_briefly(
    vm: &Vm,
    dict: &Ref,
    key: Option<&Ref>,
    default: Option<&Ref>,
) -> Option<Eval> {
    let key = key?;
    let hash = quick_hash(key)?;
    let payload = dict.get::<Dict>()?;
    if let Some(at) = payload.position(key, hash)? {
        return payload.value_at(at).map(|value| Ok(Value::Obj(value)));
    }
    let value = default.cloned().unwrap_or_else(|| vm.none());
    let added = payload.insert_new(vm, key.clone(), hash, value.clone());
    Some(added.map(|()| Value::Obj(value)))
}

/// Methods that take nothing and cannot be seen running.
macro_rules! brief {
    ($($name:ident: $run:expr;)*) => {
        $(fn $name(vm: &Vm, dict: &Ref, more: Option<&Ref>, _: Option<&Ref>) -> Option<Eval> {
            let run: fn(&Vm, &Ref) -> Eval = $run;
            more.is_none().then(|| run(vm, dict))
        })*
    };
}

brief! {
    copy_briefly: |vm, dict| operators::copy(vm, dict).map(Value::Obj);
    items_briefly: views::new::<{ views::ITEMS }>;
    keys_briefly: views::new::<{ views::KEYS }>;
    values_briefly: views::new::<{ views::VALUES }>;
}

fn keys(vm: &Vm, args: Args<'_>) -> Eval {
    views::new::<{ views::KEYS }>(vm, args.req(0))
}

fn values(vm: &Vm, args: Args<'_>) -> Eval {
    views::new::<{ views::VALUES }>(vm, args.req(0))
}

fn items(vm: &Vm, args: Args<'_>) -> Eval {
    views::new::<{ views::ITEMS }>(vm, args.req(0))
}

fn reversed(vm: &Vm, args: Args<'_>) -> Eval {
    iterators::new::<{ iterators::REVERSE_KEYS }>(vm, args.req(0))
}

fn get_item(vm: &Vm, args: Args<'_>) -> Eval {
    operators::get_item(vm, args.req(0), args.req(1))
}

fn contains(vm: &Vm, args: Args<'_>) -> Eval {
    operators::contains(vm, args.req(0), args.req(1)).map(Value::bool)
}

/// `dict.__sizeof__`, also of the types that extend it by fields of their own.
fn size_of_dict(vm: &Vm, args: Args<'_>) -> Eval {
    let own = measure::own_size(vm, args.req(0));
    let table = vm.size_with_shared_keys(args.req(0));
    let table = table.unwrap_or_else(|| args.req(0).as_ref::<Dict>().table.borrow().python_size());
    let ordered = vm.class_data(args.req(0)).is_subclass_of(&vm.class_of_spec(&ORDERED_DICT));
    let order = if ordered { args.req(0).as_ref::<Dict>().table.borrow().order_size() } else { 0 };
    Ok(Value::Int((own + table + order - DictTable::default().python_size()) as i64))
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

pub(super) static METHODS: [Method; 16] = [
    method("clear", "()", clear, "Remove all items from the dict."),
    method("copy", "()", copy, "Return a shallow copy of the dict.").leaf(copy_briefly),
    classmethod(
        "fromkeys",
        "(iterable, value=None, /)",
        fromkeys,
        "Create a new dictionary with keys from iterable and values set to value.",
    ),
    method(
        "get",
        "(key, default=None, /)",
        get,
        "Return the value for key if key is in the dictionary, else default.",
    )
    .leaf(get_briefly),
    method("items", "()", items, "Return a set-like object providing a view on the dict's items.")
        .leaf(items_briefly),
    method("keys", "()", keys, "Return a set-like object providing a view on the dict's keys.")
        .leaf(keys_briefly),
    method(
        "pop",
        "(key, default=<unrepresentable>, /)",
        pop,
        "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n\
         If the key is not found, return the default if given; otherwise,\nraise a KeyError.",
    )
    .leaf(pop_briefly),
    method(
        "popitem",
        "()",
        popitem,
        "Remove and return a (key, value) pair as a 2-tuple.\n\n\
         Pairs are returned in LIFO (last-in, first-out) order.\n\
         Raises KeyError if the dict is empty.",
    ),
    method(
        "setdefault",
        "(key, default=None, /)",
        setdefault,
        "Insert key with a value of default if key is not in the dictionary.\n\n\
         Return the value for key if key is in the dictionary, else default.",
    )
    .leaf(setdefault_briefly),
    method(
        "update",
        "(other=(), /, **kwargs)",
        update,
        "D.update([E, ]**F) -> None.  Update D from mapping/iterable E and F.",
    ),
    method("values", "()", values, "Return an object providing a view on the dict's values.")
        .leaf(values_briefly),
    method(
        "__contains__",
        "(key, /)",
        contains,
        "True if the dictionary has the specified key, else False.",
    ),
    method("__getitem__", "(key, /)", get_item, "Return self[key]."),
    method("__reversed__", "()", reversed, "Return a reverse iterator over the dict keys."),
    method("__sizeof__", "()", size_of_dict, "Return the size of the dict in memory."),
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
];
