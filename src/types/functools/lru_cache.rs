//! The wrapper that `functools.lru_cache` makes: a callable that remembers its results.
//!
//! (CPython: `lru_cache_object` in `Modules/_functoolsmodule.c`.)

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::{Bool, Dict, Str};
use crate::runtime::spec::{GetSetRow, Method, TypeSpec, method, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::object::{DICT_ROW, OBJECT};

pub struct LruCache {
    pub func: Fixed,
    /// What `cache_info` makes of its four numbers.
    info: Fixed,
    /// Results by key, the least recently used first.
    results: Dict,
    /// `None`: no limit.
    maxsize: Option<usize>,
    typed: bool,
    hits: Cell<i64>,
    misses: Cell<i64>,
    /// No entry stands before this position, as long as the table's end was not moved back.
    oldest: Cell<usize>,
    end: Cell<usize>,
}

impl Payload for LruCache {
    const KIND: Kind = kinds::LRU_CACHE;
    const NAME: &'static str = "_lru_cache_wrapper";

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.results.trace(visit);
        self.func.visit(visit);
        self.info.visit(visit);
    }

    fn release(&self, dying: &Dying) {
        self.results.clear();
        dying.give_up(&self.func);
        dying.give_up(&self.info);
    }

    fn external_bytes(&self) -> usize {
        self.results.external_bytes()
    }
}

pub static LRU_CACHE: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "functools",
    doc: "Create a cached callable that wraps another function.",
    subclassable: true,
    has_dict: true,
    weakrefable: true,
    construct: Some(&NEW),
    slots: Slots { call: Some(call), describe: Some(describe), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &[GetSetRow {
        name: "__dict__",
        get: DICT_ROW.get,
        set: DICT_ROW.set,
        doc: "attributes",
    }],
    ..TypeSpec::of::<LruCache>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, user_function, maxsize, typed, cache_info_type)",
    new,
    "Create and return a new object.",
);

static METHODS: [Method; 5] = [
    method("__copy__", "()", itself, "The wrapper itself."),
    method("__deepcopy__", "(memo, /)", itself, "The wrapper itself."),
    method(
        "__reduce__",
        "()",
        |vm, args| vm.get_attr_text(args.req(0), "__qualname__"),
        "Helper for pickle.",
    ),
    method("cache_clear", "()", cache_clear, "Clear the cache and cache statistics"),
    method("cache_info", "()", cache_info, "Report cache statistics"),
];

fn of(object: &Ref) -> &LruCache {
    object.as_ref()
}

fn itself(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::Obj(args.req(0).clone()))
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let (class, func, maxsize) = (args.req(0), args.req(1), args.req(2));
    if !vm.is_callable(func) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let maxsize = if vm.is_none(maxsize) {
        None
    } else if int_view(maxsize).is_some() {
        Some(usize::try_from(vm.size_of(maxsize)?).unwrap_or(0))
    } else {
        return Err(vm.type_error("maxsize should be integer or None"));
    };
    let payload = LruCache {
        func: Fixed::new(func.clone()),
        info: Fixed::new(args.req(4).clone()),
        results: Dict::default(),
        maxsize,
        typed: vm.truth_of(args.req(3))?,
        hits: Cell::new(0),
        misses: Cell::new(0),
        oldest: Cell::new(0),
        end: Cell::new(0),
    };
    // `update_wrapper` gives it attributes, so that it has room for a dict from the start.
    vm.alloc_extended(payload, class).map(Value::Obj)
}

/// Looked up through an instance it is a method.
fn describe(vm: &Vm, cache: &Ref, object: Option<&Ref>, _class: Option<&Ref>) -> Eval {
    match object {
        Some(object) if !vm.is_none(object) => vm.new_bound_method(cache, object).map(Value::Obj),
        _ => Ok(Value::Obj(cache.clone())),
    }
}

fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let result = match vm.stack.standing(at) {
        Some(cache) => answer(vm, cache, at, names),
        None => Ok(Value::None),
    };
    vm.stack.truncate(at);
    result
}

fn answer(vm: &Vm, cache: &Ref, at: usize, names: Option<&Ref>) -> Eval {
    let payload = of(cache);
    let (first, top) = (vm.first_argument(at), vm.stack.top());
    if payload.maxsize == Some(0) {
        payload.misses.set(payload.misses.get() + 1);
        return compute(vm, payload, first..top, names);
    }
    let key = make_key(vm, payload, first..top, names)?;
    let place = vm.stack.push(key, Role::Builtin);
    let key = vm.stack.window(place, 1).req(0);
    let hash = vm.hash(key)?;
    if let Some(position) = payload.results.find(vm, key, hash)?
        && let Some(value) = payload.use_again(vm, position)?
    {
        payload.hits.set(payload.hits.get() + 1);
        return Ok(Value::Obj(value));
    }
    payload.misses.set(payload.misses.get() + 1);
    let result = compute(vm, payload, first..top, names)?;
    let result = vm.to_object(result)?;
    payload.remember(vm, key, hash, &result)?;
    Ok(Value::Obj(result))
}

/// Calls the function with the arguments that stand in the places `given`.
fn compute(
    vm: &Vm,
    payload: &LruCache,
    given: std::ops::Range<usize>,
    names: Option<&Ref>,
) -> Eval {
    if vm.stack.is_short_of(given.len() + 2) {
        return Err(vm.too_many_arguments());
    }
    let own = vm.stack.push((*payload.func).clone(), Role::Callable);
    vm.stack.push_empty(Role::Receiver);
    for place in given {
        if let Some(argument) = vm.stack.get(place) {
            vm.stack.push(argument, Role::Argument);
        }
    }
    vm.call_window(own, names)
}

/// A lone `int` or `str` is its own key; other arguments make a tuple.
fn make_key(
    vm: &Vm,
    payload: &LruCache,
    given: std::ops::Range<usize>,
    names: Option<&Ref>,
) -> Result<Ref, Raised> {
    if names.is_none() && !payload.typed && given.len() == 1 {
        let only = vm.stack.get(given.start);
        if let Some(only) = only.filter(is_simple) {
            return Ok(only);
        }
    }
    let mut parts = vm.window_refs(given.start);
    let values = parts.split_off(parts.len() - names.map_or(0, |names| names.tail().len()));
    let mut types: Vec<Ref> = Vec::new();
    if payload.typed {
        types.extend(parts.iter().chain(&values).map(|part| vm.class_of(part).clone()));
    }
    if let Some(names) = names {
        // Parts positional arguments from keywords.
        parts.push(vm.class_of_kind(kinds::LRU_CACHE).clone());
        for (name, value) in names.tail().iter().zip(values) {
            parts.extend(name.get());
            parts.push(value);
        }
    }
    parts.extend(types);
    vm.new_tuple(parts)
}

fn is_simple(key: &Ref) -> bool {
    key.is_exact::<Str>()
        || (matches!(int_view(key), Some(IntView::Small(_) | IntView::Big(_)))
            && key.extra().is_none()
            && !key.is::<Bool>())
}

impl LruCache {
    /// The result at `position`, which becomes the most recently used.
    fn use_again(&self, vm: &Vm, position: usize) -> Result<Option<Ref>, Raised> {
        if self.maxsize.is_none() || position + 1 == self.results.table.borrow().end() {
            return Ok(self.results.value_at(position));
        }
        let entry = self.results.table.borrow_mut().remove(position);
        let Some(entry) = entry else { return Ok(None) };
        let value = entry.value.clone();
        self.results.insert_new(vm, entry.key, entry.hash, entry.value)?;
        self.note_end();
        Ok(Some(value))
    }

    fn remember(&self, vm: &Vm, key: &Ref, hash: i64, result: &Ref) -> Result<(), Raised> {
        let Some(maxsize) = self.maxsize else {
            return self.results.set_hashed(vm, key.clone(), hash, result.clone());
        };
        // The call itself may have remembered this key.
        if self.results.find(vm, key, hash)?.is_some() {
            return Ok(());
        }
        let evicted = if self.results.len() >= maxsize { self.take_oldest() } else { None };
        // Compared once more: that may have made room for this key, or remembered it.
        self.results.set_hashed(vm, key.clone(), hash, result.clone())?;
        self.note_end();
        drop(evicted);
        Ok(())
    }

    fn take_oldest(&self) -> Option<crate::runtime::object::dict_table::Entry> {
        let mut table = self.results.table.borrow_mut();
        let position = table.next_from(self.oldest.get())?.0;
        self.oldest.set(position + 1);
        table.remove(position)
    }

    /// Closing holes moves entries to lower positions: the search starts afresh then.
    fn note_end(&self) {
        let end = self.results.table.borrow().end();
        if end <= self.end.get() {
            self.oldest.set(0);
        }
        self.end.set(end);
    }
}

fn cache_clear(_vm: &Vm, args: Args<'_>) -> Eval {
    let payload = of(args.req(0));
    payload.hits.set(0);
    payload.misses.set(0);
    payload.oldest.set(0);
    payload.end.set(0);
    payload.results.clear();
    Ok(Value::None)
}

fn cache_info(vm: &Vm, args: Args<'_>) -> Eval {
    let payload = of(args.req(0));
    let maxsize = match payload.maxsize {
        Some(maxsize) => vm.new_int(maxsize as i64)?,
        None => vm.none(),
    };
    let (hits, misses) = (vm.new_int(payload.hits.get())?, vm.new_int(payload.misses.get())?);
    let size = vm.new_int(payload.results.len() as i64)?;
    vm.call(&payload.info, &[&hits, &misses, &maxsize, &size])
}
