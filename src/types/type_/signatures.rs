//! `__text_signature__` of classes: how the builtin ones are called.

use crate::heap::Ref;
use crate::runtime::object::Class;
use crate::runtime::{Eval, Value, Vm};

/// The builtin classes that say how they are called (the others take arguments in ways no signature
/// can tell).
const SIGNATURES: [(&str, &str); 17] = [
    ("bool", "(object=False, /)"),
    ("classmethod", "(function, /)"),
    ("complex", "(real=0, imag=0)"),
    ("enumerate", "(iterable, start=0)"),
    ("filter", "(function, iterable, /)"),
    ("float", "(x=0, /)"),
    ("frozenset", "(iterable=(), /)"),
    ("list", "(iterable=(), /)"),
    ("map", "(function, iterable, /, *iterables)"),
    ("memoryview", "(object)"),
    ("object", "()"),
    ("property", "(fget=None, fset=None, fdel=None, doc=None)"),
    ("reversed", "(sequence, /)"),
    ("set", "(iterable=(), /)"),
    ("staticmethod", "(function, /)"),
    ("tuple", "(iterable=(), /)"),
    ("zip", "(*iterables, strict=False)"),
];

/// The same for the classes of `operator`.
const OF_OPERATOR: [(&str, &str); 3] = [
    ("attrgetter", "(attr, /, *attrs)"),
    ("itemgetter", "(item, /, *items)"),
    ("methodcaller", "(name, /, *args, **kwargs)"),
];

/// The signature in the words of CPython, `None` for a class that has none.
pub(super) fn text_signature(vm: &Vm, class: &Ref) -> Eval {
    let Some(spec) = class.as_ref::<Class>().spec else { return Ok(Value::None) };
    let listed = |rows: &[(&str, &str)]| match rows.iter().find(|(name, _)| *name == spec.name) {
        Some((_, signature)) => vm.str_value(signature),
        None => Ok(Value::None),
    };
    match (spec.module, spec.construct) {
        ("builtins", _) => listed(&SIGNATURES),
        ("operator", _) => listed(&OF_OPERATOR),
        // The iterators' `__new__` has no other parameter before them but the class.
        ("itertools", Some(new)) => vm.str_value(&new.signature.replacen("type, ", "", 1)),
        _ => Ok(Value::None),
    }
}
