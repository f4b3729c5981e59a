//! Weak references and weak proxies.
//!
//! (CPython: `Objects/weakrefobject.c`.)

use std::cell::Cell;

use crate::heap::{Ref, Slot};
use crate::runtime::object::weakref::weak_of;
use crate::runtime::object::{Str, WeakCallableProxy, WeakProxy, WeakRef};
use crate::runtime::spec::{Method, TypeSpec};
use crate::runtime::{
    Args, CompareOp, ErrorKind, Eval, Raised, Slots, Value, Vm, method, staticmethod,
};

use super::generic_alias::new_alias;
use super::native::read_only;
use super::object::OBJECT;
use super::weak_operators::{BINARY, INPLACE};

pub static WEAKREF: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "weakref",
    subclassable: true,
    construct: Some(&NEW),
    init: Some(&INIT),
    init_repeats_new: true,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        ..Slots::EMPTY
    },
    methods: &METHODS,
    getset: &[read_only("__callback__", callback, "called when the object is gone")],
    ..TypeSpec::of::<WeakRef>()
};

pub static WEAK_PROXY: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "weakref",
    slots: PROXY_SLOTS,
    methods: &PROXY_METHODS,
    ..TypeSpec::of::<WeakProxy>()
};

pub static WEAK_CALLABLE_PROXY: TypeSpec = TypeSpec {
    base: Some(&OBJECT),
    module: "weakref",
    slots: Slots { call: Some(proxy_call), ..PROXY_SLOTS },
    methods: &PROXY_METHODS,
    ..TypeSpec::of::<WeakCallableProxy>()
};

static NEW: Method = staticmethod(
    "__new__",
    "(type, object, callback=None, /)",
    new,
    "Create and return a new object.",
);
static INIT: Method = method("__init__", "(*args, **kwargs)", init, "Initialize self.");
static METHODS: [Method; 1] = [crate::runtime::classmethod(
    "__class_getitem__",
    "(object, /)",
    |vm, args| new_alias(vm, args.req(0), args.req(1)).map(Value::Obj),
    "See PEP 585",
)];

/// What `__new__` has taken is not needed again; more than that is too much.
fn init(vm: &Vm, args: Args<'_>) -> Eval {
    let given = args.rest().len();
    if given > 2 {
        let message = format!("__init__ expected at most 2 arguments, got {given}");
        return Err(vm.type_error(message));
    }
    Ok(Value::None)
}

/// The object that a weak reference or proxy refers to, while it lives.
pub fn referent(vm: &Vm, weak: &Ref) -> Option<Ref> {
    weak_of(weak)?.referent.get().and_then(|referent| vm.heap.upgrade(referent))
}

/// The live weak references to `object`: those that all share first (the reference, then the
/// proxy), then the newest first.
pub fn weak_references(vm: &Vm, object: &Ref) -> Vec<Ref> {
    let table = vm.weakrefs.borrow();
    let mut found: Vec<Ref> =
        table.of(object).iter().rev().filter_map(|weak| vm.heap.upgrade(*weak)).collect();
    found.sort_by_key(|weak| match weak_of(weak) {
        Some(payload) if !payload.callback.is_none() => 2,
        Some(_) if weak.is_exact::<WeakRef>() => 0,
        Some(_) if !weak.is::<WeakRef>() => 1,
        _ => 2,
    });
    found
}

fn payload(vm: &Vm, object: &Ref, callback: Option<&Ref>) -> Result<WeakRef, Raised> {
    if !vm.class_data(object).flags.get().weakrefable {
        let class = vm.class_name(object);
        return Err(vm.type_error(format!("cannot create weak reference to '{class}' object")));
    }
    vm.notices_ends.set(vm.notices_ends.get() || callback.is_some());
    Ok(WeakRef {
        referent: Cell::new(Some(object.downgrade())),
        callback: Slot::from(callback.cloned()),
        hash: Cell::new(None),
    })
}

fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let callback = args.get(2).filter(|callback| !vm.is_none(callback));
    new_reference(vm, args.req(0), args.req(1), callback)
}

/// The reference without callback that there is already.
fn plain_reference(vm: &Vm, object: &Ref) -> Option<Ref> {
    let table = vm.weakrefs.borrow();
    let mut known = table.of(object).iter().filter_map(|weak| vm.heap.upgrade(*weak));
    known.find(|weak| weak.is_exact::<WeakRef>() && weak.as_ref::<WeakRef>().callback.is_none())
}

/// `weakref.ref(object, callback)`. Without callback there is one reference for all who ask.
///
/// # Errors
/// `TypeError` where objects of this class cannot be weakly referenced.
pub fn new_reference(vm: &Vm, class: &Ref, object: &Ref, callback: Option<&Ref>) -> Eval {
    if callback.is_none()
        && let Some(known) = plain_reference(vm, object)
        && vm.class_of(&known).same(class)
    {
        return Ok(Value::Obj(known));
    }
    let weak = vm.alloc_in(payload(vm, object, callback)?, class)?;
    vm.weakrefs.borrow_mut().add(object, &weak);
    Ok(Value::Obj(weak))
}

/// `weakref.proxy(object, callback)`.
pub fn new_proxy(vm: &Vm, object: &Ref, callback: Option<&Ref>) -> Eval {
    let known = weak_references(vm, object).into_iter().find(|weak| {
        callback.is_none()
            && !weak.is::<WeakRef>()
            && weak_of(weak).is_some_and(|weak| weak.callback.is_none())
    });
    if let Some(known) = known {
        return Ok(Value::Obj(known));
    }
    let made = payload(vm, object, callback)?;
    let proxy = if vm.is_callable(object) {
        vm.alloc(WeakCallableProxy(made))?
    } else {
        vm.alloc(WeakProxy(made))?
    };
    vm.weakrefs.borrow_mut().add(object, &proxy);
    Ok(Value::Obj(proxy))
}

fn call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let given = vm.stack.top() - vm.first_argument(at);
    let weak = vm.stack.get(at);
    vm.stack.truncate(at);
    if names.is_some() {
        return Err(vm.type_error("ReferenceType() takes no keyword arguments"));
    }
    if given > 0 {
        return Err(
            vm.type_error(format!("ReferenceType expected at most 0 arguments, got {given}"))
        );
    }
    Ok(weak.and_then(|weak| referent(vm, &weak)).map_or(Value::None, Value::Obj))
}

fn callback(_vm: &Vm, weak: &Ref) -> Eval {
    let callback = weak_of(weak).and_then(|weak| weak.callback.get());
    Ok(callback.map_or(Value::None, Value::Obj))
}

fn hash(vm: &Vm, weak: &Ref) -> Result<i64, Raised> {
    let payload = weak.as_ref::<WeakRef>();
    if let Some(hash) = payload.hash.get() {
        return Ok(hash);
    }
    let Some(object) = referent(vm, weak) else {
        return Err(vm.type_error("weak object has gone away"));
    };
    let hash = vm.hash(&object)?;
    payload.hash.set(Some(hash));
    Ok(hash)
}

/// Live ones compare by what they refer to, dead ones by identity.
fn compare(vm: &Vm, left: &Ref, right: &Ref, op: CompareOp) -> Eval {
    if !left.is::<WeakRef>()
        || !right.is::<WeakRef>()
        || !matches!(op, CompareOp::Eq | CompareOp::Ne)
    {
        return vm.not_implemented();
    }
    match (referent(vm, left), referent(vm, right)) {
        (Some(left), Some(right)) => vm.compare(op, &left, &right),
        _ => Ok(Value::bool(left.same(right) == (op == CompareOp::Eq))),
    }
}

/// `<weakref at 0x…; to 'C' at 0x…>`.
fn repr(vm: &Vm, weak: &Ref) -> Eval {
    let address = weak.address();
    let Some(object) = referent(vm, weak) else {
        return vm.str_value(&format!("<weakref at {address:#x}; dead>"));
    };
    let class = vm.class_name(&object).clone();
    let own = match vm.find_attr(&object, &vm.name("__name__")) {
        Ok(own) => own.filter(|name| name.is::<Str>()),
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    let name = own.map_or_else(String::new, |name| format!(" ({})", name.text()));
    vm.str_value(&format!(
        "<weakref at {address:#x}; to '{class}' at {:#x}{name}>",
        object.address()
    ))
}

/// The object behind a proxy.
///
/// # Errors
/// `ReferenceError` once it is gone.
pub(super) fn behind(vm: &Vm, proxy: &Ref) -> Result<Ref, Raised> {
    if weak_of(proxy).is_none() || proxy.is::<WeakRef>() {
        return Ok(proxy.clone());
    }
    referent(vm, proxy).ok_or_else(|| {
        vm.raise(ErrorKind::ReferenceError, "weakly-referenced object no longer exists".into())
    })
}

macro_rules! unary {
    ($slot:ident, $what:literal) => {
        Some(|vm, proxy| vm.unary(&behind(vm, proxy)?, |slots| slots.$slot, $what))
    };
}

const PROXY_SLOTS: Slots = Slots {
    repr: Some(proxy_repr),
    str: Some(|vm, proxy| vm.str(&behind(vm, proxy)?).map(Value::Obj)),
    unhashable: true,
    getattr: Some(|vm, proxy, name| vm.get_attr(&behind(vm, proxy)?, name)),
    setattr: Some(|vm, proxy, name, value| vm.set_attr(&behind(vm, proxy)?, name, value)),
    compare: Some(|vm, left, right, op| vm.compare(op, &behind(vm, left)?, &behind(vm, right)?)),
    iter: Some(|vm, proxy| vm.iter(&behind(vm, proxy)?).map(Value::Obj)),
    next: Some(proxy_next),
    len: Some(|vm, proxy| vm.len_of(&behind(vm, proxy)?)),
    truth: Some(|vm, proxy| vm.truth_of(&behind(vm, proxy)?)),
    getitem: Some(|vm, proxy, key| vm.get_item(&behind(vm, proxy)?, key)),
    setitem: Some(|vm, proxy, key, value| vm.set_item(&behind(vm, proxy)?, key, value)),
    contains: Some(|vm, proxy, item| vm.contains(&behind(vm, proxy)?, item)),
    binary: BINARY,
    inplace: INPLACE,
    neg: unary!(neg, "unary -"),
    pos: unary!(pos, "unary +"),
    abs: unary!(abs, "abs()"),
    invert: unary!(invert, "unary ~"),
    int: unary!(int, "int()"),
    float: unary!(float, "float()"),
    index: Some(|vm, proxy| vm.to_index(&behind(vm, proxy)?).map(Value::Obj)),
    ..Slots::EMPTY
};

static PROXY_METHODS: [Method; 2] = [
    method("__bytes__", "()", |vm, args| proxy_method(vm, args, "__bytes__"), ""),
    method("__reversed__", "()", |vm, args| proxy_method(vm, args, "__reversed__"), ""),
];

fn proxy_method(vm: &Vm, args: Args<'_>, name: &str) -> Eval {
    vm.call_method(&behind(vm, args.req(0))?, name, &[])
}

fn proxy_next(vm: &Vm, proxy: &Ref) -> Eval {
    let object = behind(vm, proxy)?;
    if vm.slot(&object, |slots| slots.next.is_some()) {
        return vm.next(&object);
    }
    let class = vm.class_name(&object);
    Err(vm.type_error(format!("Weakref proxy referenced a non-iterator '{class}' object")))
}

fn proxy_repr(vm: &Vm, proxy: &Ref) -> Eval {
    let address = proxy.address();
    let text = match referent(vm, proxy) {
        Some(object) => {
            let class = vm.class_name(&object);
            format!("<weakproxy at {address:#x} to {class} at {:#x}>", object.address())
        }
        None => format!("<weakproxy at {address:#x}; dead>"),
    };
    vm.str_value(&text)
}

fn proxy_call(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    let Some(proxy) = vm.stack.get(at) else { return Ok(Value::None) };
    match behind(vm, &proxy) {
        Ok(object) => {
            vm.stack.set(at, Some(object));
            vm.call_window(at, names)
        }
        Err(raised) => {
            vm.stack.truncate(at);
            Err(raised)
        }
    }
}
