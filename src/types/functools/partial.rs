//! `functools.partial`: a callable with some of its arguments given in advance.
//!
//! (CPython: `Modules/_functoolsmodule.c`.)

use crate::heap::{Dying, Kind, Payload, Ref, Slot};
use crate::runtime::object::tuple::{Tuple, tuple_refs};
use crate::runtime::object::{Dict, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, classmethod, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::generic_alias::new_alias;
use crate::types::held;
use crate::types::native::read_only;
use crate::types::object::{DICT_ROW, OBJECT, replace_dict};

/// `func(*args, **keywords)` waiting for the rest.
pub struct Partial {
    pub func: Slot,
    /// A tuple.
    pub args: Slot,
    /// A dict.
    pub keywords: Slot,
}

impl Payload for Partial {
    const KIND: Kind = kinds::PARTIAL;
    const NAME: &'static str = "partial";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        for slot in [&self.func, &self.args, &self.keywords] {
            slot.visit(visit);
        }
    }

    fn release(&self, dying: &Dying) {
        for slot in [&self.func, &self.args, &self.keywords] {
            dying.give_up_slot(slot);
        }
    }
}

pub static PARTIAL: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "functools",
    doc: "partial(func, *args, **keywords) - new function with partial application\n    \
          of the given arguments and keywords.\n",
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    construct: Some(&NEW),
    slots: Slots { repr: Some(repr), call: Some(call), describe: Some(describe), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[
        GetSetRow {
            name: "__dict__",
            get: DICT_ROW.get,
            set: Some(replace_dict),
            doc: "attributes",
        },
        read_only(
            "args",
            |_, object| part(&of(object).args),
            "tuple of arguments to future partial calls",
        ),
        read_only(
            "func",
            |_, object| part(&of(object).func),
            "function object to use in future partial calls",
        ),
        read_only(
            "keywords",
            |_, object| part(&of(object).keywords),
            "dictionary of keyword arguments to future partial calls",
        ),
    ],
    ..TypeSpec::of::<Partial>()
};

static NEW: Method =
    staticmethod("__new__", "(type, /, *args, **keywords)", new, "Create and return a new object.");

static METHODS: [Method; 3] = [
    classmethod("__class_getitem__", "(object, /)", class_getitem, "See PEP 585"),
    method("__reduce__", "()", reduce, "Helper for pickle."),
    method("__setstate__", "(state, /)", setstate, "Set the state given by __reduce__."),
];

fn of(object: &Ref) -> &Partial {
    object.as_ref()
}

fn part(slot: &Slot) -> Eval {
    Ok(slot.get().map_or(Value::None, Value::Obj))
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

/// A partial of a partial without attributes of its own is flattened.
fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let mut rest = args.rest();
    let (class, keywords) = (args.req(0), args.get(1));
    let Some(func) = rest.next() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let inner = func.get::<Partial>().filter(|_| {
        vm.class_of(func).same(vm.class_of_kind(kinds::PARTIAL))
            && vm.dict_slot(func).is_none_or(Slot::is_none)
    });
    let mut known = None;
    let mut named = Vec::new();
    let mut target = func.clone();
    if let Some(inner) = inner {
        known = inner.args.get();
        named = inner.keywords.get().map_or_else(Vec::new, |known| known.as_ref::<Dict>().pairs());
        target = inner.func.get().unwrap_or(target);
    }
    let added: Vec<Ref> = rest.cloned().collect();
    let given = match known {
        Some(known) if added.is_empty() => known,
        known => vm.new_tuple(known.iter().flat_map(tuple_refs).chain(added).collect())?,
    };
    if let Some(keywords) = keywords.and_then(|keywords| keywords.get::<Dict>()) {
        named.extend(keywords.pairs());
    }
    let payload = Partial {
        func: Slot::new(target),
        args: Slot::new(given),
        keywords: Slot::new(vm.new_dict(named)?),
    };
    // Plain instances have attributes too, so that all are allocated with room for a dict.
    vm.alloc_extended(payload, class).map(Value::Obj)
}

/// Found through an instance it is no method, but will be one day.
fn describe(vm: &Vm, partial: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    if object.is_some() {
        let message = "functools.partial will be a method descriptor in future Python versions; \
                       wrap it in staticmethod() if you want to preserve the old behavior";
        vm.warn(ErrorKind::FutureWarning, message)?;
    }
    Ok(Value::Obj(partial.clone()))
}

/// The callee's arguments stand in a window of their own above the caller's.
fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let result = vm.recurse_freely(|| call_above(vm, at, names));
    vm.stack.truncate(at);
    result
}

fn call_above(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let Some(partial) = vm.stack.get(at) else { return Ok(Value::None) };
    let payload = of(&partial);
    let (Some(func), Some(first_args), Some(keywords)) =
        (payload.func.get(), payload.args.get(), payload.keywords.get())
    else {
        return Ok(Value::None);
    };
    drop(partial);
    let first = vm.first_argument(at);
    let top = vm.stack.top();
    if vm.stack.is_short_of(top - first + first_args.tail().len() + 2) {
        return Err(vm.too_many_arguments());
    }
    let own = vm.stack.push(func, Role::Callable);
    vm.stack.push_empty(Role::Receiver);
    for slot in first_args.tail() {
        if let Some(argument) = slot.get() {
            vm.stack.push(argument, Role::Argument);
        }
    }
    drop(first_args);
    if keywords.as_ref::<Dict>().is_empty() {
        drop(keywords);
        for place in first..top {
            if let Some(argument) = vm.stack.get(place) {
                vm.stack.push(argument, Role::Argument);
            }
        }
        return vm.call_window(own, names);
    }
    let positional = top - names.map_or(0, |names| names.tail().len());
    for place in first..positional {
        if let Some(argument) = vm.stack.get(place) {
            vm.stack.push(argument, Role::Argument);
        }
    }
    let merged = keywords.as_ref::<Dict>().duplicate();
    drop(keywords);
    let given = names.map_or_else(Vec::new, tuple_refs);
    for (place, name) in (positional..top).zip(given) {
        if let Some(value) = vm.stack.get(place) {
            merged.set(vm, name, value)?;
        }
    }
    let mut all = Vec::new();
    for (name, value) in merged.pairs() {
        if !name.is::<Str>() {
            return Err(vm.type_error("keywords must be strings"));
        }
        all.push(name);
        vm.stack.push(value, Role::Argument);
    }
    drop(merged);
    let all = vm.new_tuple(all)?;
    vm.lend(&all, Role::Builtin, || vm.call_window(own, Some(&all)))
}

/// `functools.partial(<function f at 0x…>, 1, key=2)`.
fn repr(vm: &Vm, object: &Ref) -> Eval {
    let text = vm.without_repr_cycle(object, || {
        let payload = of(object);
        let class = vm.class_of(object).clone();
        let name = vm.get_attr_text(&class, "__qualname__")?;
        let name = vm.str_text(&vm.to_object(name)?)?;
        let module = vm.get_attr_text(&class, "__module__")?;
        let module = vm.str_text(&vm.to_object(module)?)?;
        let mut text = format!("{module}.{name}(");
        if let Some(func) = payload.func.get() {
            text.push_str(&vm.repr_text(&func)?);
        }
        let mut at = 0;
        while let Some(argument) = payload.args.get().and_then(|args| args.tail().get(at)?.get()) {
            text.push_str(", ");
            held::repr(vm, argument, &mut text)?;
            at += 1;
        }
        let pairs = payload.keywords.get().map(|known| known.as_ref::<Dict>().pairs());
        for (name, value) in pairs.unwrap_or_default() {
            text.push_str(&format!(", {}={}", vm.str_text(&name)?, vm.repr_text(&value)?));
        }
        text.push(')');
        Ok(text)
    })?;
    vm.str_value(text.as_deref().unwrap_or("..."))
}

fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let payload = of(object);
    let get = |slot: &Slot| slot.get().unwrap_or_else(|| vm.none());
    let dict = vm.dict_slot(object).and_then(Slot::get).unwrap_or_else(|| vm.none());
    let func = get(&payload.func);
    let state =
        vm.new_tuple_of([func.clone(), get(&payload.args), get(&payload.keywords), dict])?;
    let call = vm.new_tuple_of([func])?;
    vm.new_tuple_of([vm.class_of(object).clone(), call, state]).map(Value::Obj)
}

fn setstate(vm: &Vm, args: Args<'_>) -> Eval {
    let (object, state) = (args.req(0), args.req(1));
    let parts = if state.is::<Tuple>() { tuple_refs(state) } else { Vec::new() };
    let [func, given, keywords, dict] = &parts[..] else {
        return Err(invalid_state(vm));
    };
    let none = vm.is_none(keywords);
    if !vm.is_callable(func) || !given.is::<Tuple>() || !(none || keywords.is::<Dict>()) {
        return Err(invalid_state(vm));
    }
    let keywords = if none { vm.new_dict(Vec::new())? } else { keywords.clone() };
    let plain = |object: &Ref, kind| vm.class_of(object).same(vm.class_of_kind(kind));
    let given =
        if plain(given, kinds::TUPLE) { given.clone() } else { vm.new_tuple(tuple_refs(given))? };
    let keywords = if plain(&keywords, kinds::DICT) {
        keywords
    } else {
        vm.new_dict(keywords.as_ref::<Dict>().pairs())?
    };
    let payload = of(object);
    payload.func.set(Some(func.clone()));
    payload.args.set(Some(given));
    payload.keywords.set(Some(keywords));
    if let Some(slot) = vm.dict_slot(object) {
        slot.set(Some(dict.clone()).filter(|dict| !vm.is_none(dict)));
    }
    Ok(Value::None)
}

fn invalid_state(vm: &Vm) -> Raised {
    vm.type_error("invalid partial state")
}
