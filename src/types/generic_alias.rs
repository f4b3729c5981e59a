//! `types.GenericAlias`: `list[int]` and its relatives (PEP 585).
//!
//! Attribute lookup and calls go to the origin; the arguments are only remembered. (CPython: `Objects/genericaliasobject.c`.)

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref, Slot};
use crate::runtime::object::tuple::{Tuple, tuple_refs};
use crate::runtime::object::{Class, List};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, getter, method, staticmethod};
use crate::runtime::{Args, BinaryOp, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};

use super::iterators::{REDUCE_DOC, reduced};
use super::object::OBJECT;
use super::{held, union};

/// `origin[args]`; `args` is a tuple.
pub struct GenericAlias {
    pub origin: Fixed,
    pub args: Fixed,
    /// The type parameters found in `args`, once asked for.
    pub parameters: Slot,
    /// `*origin[args]`.
    pub starred: bool,
}

impl Payload for GenericAlias {
    const KIND: Kind = kinds::GENERIC_ALIAS;
    const NAME: &'static str = "GenericAlias";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.origin.visit(visit);
        self.args.visit(visit);
        self.parameters.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up(&self.origin);
        dying.give_up(&self.args);
        dying.give_up_slot(&self.parameters);
    }
}

/// `origin[args]`, where a single argument stands for itself.
pub fn new_alias(vm: &Vm, origin: &Ref, args: &Ref) -> Result<Ref, Raised> {
    vm.alloc(alias_of(vm, origin, args)?)
}

fn alias_of(vm: &Vm, origin: &Ref, args: &Ref) -> Result<GenericAlias, Raised> {
    let args = if args.is::<Tuple>() { args.clone() } else { vm.new_tuple_of([args.clone()])? };
    Ok(GenericAlias {
        origin: Fixed::new(origin.clone()),
        args: Fixed::new(args),
        parameters: Slot::empty(),
        starred: false,
    })
}

fn alias_new(vm: &Vm, args: Args<'_>) -> Eval {
    let alias = alias_of(vm, args.req(1), args.req(2))?;
    vm.alloc_in(alias, args.req(0)).map(Value::Obj)
}

/// A type as it is written in an annotation: classes by their names, `...`, anything else by `repr`.
pub fn type_repr(vm: &Vm, object: &Ref, text: &mut String) -> Result<(), Raised> {
    if object.kind() == kinds::ELLIPSIS {
        text.push_str("...");
        return Ok(());
    }
    if object.is::<Class>() {
        text.push_str(&vm.class_full_name(object));
        return Ok(());
    }
    if let Some(list) = object.get::<List>().filter(|_| object.is_exact::<List>()) {
        let items: Vec<Ref> = list.items.borrow().iter().cloned().collect();
        text.push('[');
        reprs(vm, &items, text)?;
        text.push(']');
        return Ok(());
    }
    held::repr(vm, object.clone(), text)
}

fn reprs(vm: &Vm, items: &[Ref], text: &mut String) -> Result<(), Raised> {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push_str(", ");
        }
        type_repr(vm, item, text)?;
    }
    Ok(())
}

fn repr(vm: &Vm, alias: &Ref) -> Eval {
    let payload = alias.as_ref::<GenericAlias>();
    vm.build_str(|text| {
        if payload.starred {
            text.push('*');
        }
        type_repr(vm, &payload.origin, text)?;
        text.push('[');
        let args = tuple_refs(&payload.args);
        if args.is_empty() {
            text.push_str("()");
        }
        reprs(vm, &args, text)?;
        text.push(']');
        Ok(())
    })
}

fn hash(vm: &Vm, alias: &Ref) -> Result<i64, Raised> {
    let payload = alias.as_ref::<GenericAlias>();
    let hash = vm.hash(&payload.origin)? ^ vm.hash(&payload.args)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    let (Some(a), Some(b)) = (left.get::<GenericAlias>(), right.get::<GenericAlias>()) else {
        return vm.not_implemented();
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return vm.not_implemented();
    }
    let equal =
        a.starred == b.starred && vm.equal(&a.origin, &b.origin)? && vm.equal(&a.args, &b.args)?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

/// The type parameters in `args`, each once, in order.
pub fn parameters_in(vm: &Vm, args: &[Ref]) -> Result<Vec<Ref>, Raised> {
    let mut found: Vec<Ref> = Vec::new();
    let mut add = |parameter: Ref| {
        if !found.iter().any(|known| known.same(&parameter)) {
            found.push(parameter);
        }
    };
    for argument in args {
        if argument.is::<Class>() {
            continue;
        }
        if vm.lookup_special(argument, "__typing_subst__").is_some() {
            add(argument.clone());
        } else if let Some(inner) = vm.find_attr(argument, &vm.name("__parameters__"))? {
            tuple_refs(&inner).into_iter().for_each(&mut add);
        }
    }
    Ok(found)
}

fn parameters(vm: &Vm, alias: &Ref) -> Result<Ref, Raised> {
    let payload = alias.as_ref::<GenericAlias>();
    if let Some(known) = payload.parameters.get() {
        return Ok(known);
    }
    let found = parameters_in(vm, &tuple_refs(&payload.args))?;
    let found = vm.new_tuple(found)?;
    payload.parameters.set(Some(found.clone()));
    Ok(found)
}

/// `args` with each of `parameters` replaced by what stands at its place in `items`; where these are
/// not plain classes, `typing` knows what they mean.
///
/// # Errors
/// `TypeError` where there are no parameters, or the numbers differ.
pub fn substitute(
    vm: &Vm,
    alias: &Ref,
    args: &[Ref],
    parameters: &[Ref],
    item: &Ref,
) -> Result<Vec<Ref>, Raised> {
    if parameters.is_empty() {
        let what = vm.repr_text(alias)?;
        return Err(vm.type_error(format!("{what} is not a generic class")));
    }
    let items = if item.is::<Tuple>() { tuple_refs(item) } else { vec![item.clone()] };
    let one_for_one = items.len() == parameters.len()
        && parameters.iter().all(|parameter| vm.class_name(parameter) == "TypeVar")
        && items.iter().all(|item| item.is::<Class>());
    if !one_for_one {
        return substitute_by_typing(vm, alias, items);
    }
    let value_of = |parameter: &Ref| {
        parameters.iter().position(|known| known.same(parameter)).map(|at| items[at].clone())
    };
    let mut replaced = Vec::with_capacity(args.len());
    for argument in args {
        if let Some(value) = value_of(argument) {
            replaced.push(value);
            continue;
        }
        let inner = if argument.is::<Class>() {
            Vec::new()
        } else {
            parameters_in(vm, std::slice::from_ref(argument))?
        };
        if inner.is_empty() {
            replaced.push(argument.clone());
            continue;
        }
        let values = vm.new_tuple(inner.iter().filter_map(value_of).collect())?;
        let value = vm.get_item(argument, &values)?;
        replaced.push(vm.to_object(value)?);
    }
    Ok(replaced)
}

/// Where one argument may stand for several parameters, or several for one, `typing` knows how.
fn substitute_by_typing(vm: &Vm, alias: &Ref, items: Vec<Ref>) -> Result<Vec<Ref>, Raised> {
    let typing = vm.import("typing")?;
    let substituted = vm.to_object(vm.get_attr_text(&typing, "_substituted")?)?;
    let found = vm.call(&substituted, &[alias, &vm.new_tuple(items)?])?;
    vm.collect(&vm.to_object(found)?)
}

fn get_item(vm: &Vm, alias: &Ref, item: &Ref) -> Eval {
    let payload = alias.as_ref::<GenericAlias>();
    let parameters = tuple_refs(&parameters(vm, alias)?);
    let args = substitute(vm, alias, &tuple_refs(&payload.args), &parameters, item)?;
    let args = vm.new_tuple(args)?;
    if !alias.is_exact::<GenericAlias>()
        && let Some(again) = vm.lookup_special(alias, "_with_args")
    {
        return vm.call_special(again, alias, &[&args]);
    }
    let starred = payload.starred;
    vm.alloc(GenericAlias { starred, ..alias_of(vm, &payload.origin, &args)? }).map(Value::Obj)
}

/// Attributes that are the alias's own; all others are the origin's.
const OWN: [&str; 11] = [
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
];

fn get_attr(vm: &Vm, alias: &Ref, name: &Ref) -> Eval {
    let own = OWN.contains(&name.text());
    if !own && !matches!(name.text(), "__bases__" | "__instancecheck__" | "__subclasscheck__") {
        return vm.get_attr(&alias.as_ref::<GenericAlias>().origin, name);
    }
    vm.generic_get_attr(alias, name)
}

/// `list[int](…)`: calls the origin; what it makes learns of the alias if it can.
fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let Some(alias) = vm.stack.get(at) else { return Err(vm.type_error("the callable is gone")) };
    vm.stack.set(at, Some((*alias.as_ref::<GenericAlias>().origin).clone()));
    let result = vm.call_window(at, names)?;
    let object = vm.to_object(result)?;
    match vm.set_attr(&object, &vm.name("__orig_class__"), Some(&alias)) {
        Err(raised)
            if vm.pending_is(&raised, ErrorKind::AttributeError)
                || vm.pending_is(&raised, ErrorKind::TypeError) =>
        {
            drop(vm.take_raised(raised));
        }
        other => other?,
    }
    Ok(Value::Obj(object))
}

fn mro_entries(vm: &Vm, args: Args<'_>) -> Eval {
    let origin = (*args.req(0).as_ref::<GenericAlias>().origin).clone();
    vm.new_tuple_of([origin]).map(Value::Obj)
}

fn instance_check(vm: &Vm, _args: Args<'_>) -> Eval {
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn subclass_check(vm: &Vm, _args: Args<'_>) -> Eval {
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

/// `iter(alias)` gives the starred alias, once: `*tuple[int]`.
struct AliasIterator {
    alias: Slot,
    done: Cell<bool>,
}

impl AliasIterator {
    fn over(alias: &Ref) -> Self {
        AliasIterator { alias: Slot::new(alias.clone()), done: Cell::new(false) }
    }
}

impl Payload for AliasIterator {
    const KIND: Kind = kinds::GENERIC_ALIAS_ITERATOR;
    const NAME: &'static str = "generic_alias_iterator";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.alias.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        dying.give_up_slot(&self.alias);
    }
}

fn iter(vm: &Vm, alias: &Ref) -> Eval {
    vm.alloc(AliasIterator::over(alias)).map(Value::Obj)
}

fn iterator_next(vm: &Vm, iterator: &Ref) -> Eval {
    let payload = iterator.as_ref::<AliasIterator>();
    let Some(alias) = payload.alias.take().filter(|_| !payload.done.replace(true)) else {
        return Ok(Value::Undef);
    };
    let inner = alias.as_ref::<GenericAlias>();
    vm.alloc(GenericAlias {
        origin: Fixed::new((*inner.origin).clone()),
        args: Fixed::new((*inner.args).clone()),
        parameters: Slot::empty(),
        starred: true,
    })
    .map(Value::Obj)
}

fn iterator_reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let left = args.req(0).as_ref::<AliasIterator>().alias.get();
    let left = left.map_or_else(|| vm.new_tuple(Vec::new()), Ok)?;
    reduced(vm, "iter", vec![left], None)
}

static ITERATOR_METHODS: [Method; 1] = [method("__reduce__", "()", iterator_reduce, REDUCE_DOC)];

pub static GENERIC_ALIAS_ITERATOR: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    methods: &ITERATOR_METHODS,
    slots: Slots {
        iter: Some(super::iterators::itself),
        next: Some(iterator_next),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<AliasIterator>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, origin, args, /)",
    alias_new,
    "Create and return a new object.",
);

/// What makes the alias again: its class with origin and arguments; for `*list[int]` the first step
/// of iterating over `list[int]`.
fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let alias = args.req(0).as_ref::<GenericAlias>();
    let class = vm.class_of_spec(&GENERIC_ALIAS);
    let parts = [(*alias.origin).clone(), (*alias.args).clone()];
    if alias.starred {
        let plain = vm.call_object(&class, &[&parts[0], &parts[1]])?;
        let next = vm.to_object(vm.get_attr_text(&vm.builtins_module()?, "next")?)?;
        let items = vm.iter(&plain)?;
        return vm.new_tuple_of([next, vm.new_tuple(vec![items])?]).map(Value::Obj);
    }
    vm.new_tuple_of([class, vm.new_tuple_of(parts)?]).map(Value::Obj)
}

static METHODS: [Method; 4] = [
    method("__reduce__", "()", reduce, "What makes the alias again."),
    method("__mro_entries__", "(bases, /)", mro_entries, "Return the class to derive from."),
    method("__instancecheck__", "(instance, /)", instance_check, "Refuse isinstance()."),
    method("__subclasscheck__", "(cls, /)", subclass_check, "Refuse issubclass()."),
];

static GETSET: &[GetSetRow] = &[
    getter(
        "__origin__",
        |_, alias| Ok(Value::Obj((*alias.as_ref::<GenericAlias>().origin).clone())),
        "The class that was subscripted.",
    ),
    getter(
        "__args__",
        |_, alias| Ok(Value::Obj((*alias.as_ref::<GenericAlias>().args).clone())),
        "The tuple of arguments.",
    ),
    getter(
        "__parameters__",
        |vm, alias| parameters(vm, alias).map(Value::Obj),
        "Type variables in the GenericAlias.",
    ),
    getter(
        "__unpacked__",
        |_, alias| Ok(Value::bool(alias.as_ref::<GenericAlias>().starred)),
        "Whether the alias was unpacked by a star.",
    ),
];

pub static GENERIC_ALIAS: TypeSpec = TypeSpec {
    weakrefable: true,
    module: "types",
    base: Some(&OBJECT),
    doc: "Represent a PEP 585 generic type\n\n\
          E.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    subclassable: true,
    construct: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        getattr: Some(get_attr),
        getitem: Some(get_item),
        iter: Some(iter),
        binary: Slots::binary(&[(BinaryOp::Or, union::or)]),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: GETSET,
    ..TypeSpec::of::<GenericAlias>()
};
