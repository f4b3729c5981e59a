//! The steps of a class statement: bases, metaclass, namespace, and the call that makes the class.
//!
//! (CPython: `builtin___build_class__` in `Python/bltinmodule.c`, PEP 3115, PEP 560.)

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Dict, Tuple};
use crate::runtime::{Eval, Raised, Vm, kinds};

/// The bases with each non-class replaced by what its `__mro_entries__` gives, and whether any was.
///
/// # Errors
/// `TypeError` where `__mro_entries__` gives no tuple.
pub fn resolve_bases(vm: &Vm, bases: Vec<Ref>) -> Result<(Vec<Ref>, bool), Raised> {
    if bases.iter().all(|base| base.is::<Class>()) {
        return Ok((bases, false));
    }
    let original = vm.new_tuple(bases.clone())?;
    let mut resolved = Vec::with_capacity(bases.len());
    let mut changed = false;
    for base in bases {
        let entries = if base.is::<Class>() {
            None
        } else {
            vm.find_attr(&base, &vm.name("__mro_entries__"))?
        };
        let Some(entries) = entries else {
            resolved.push(base);
            continue;
        };
        let given = vm.call_object(&entries, &[&original])?;
        if !given.is::<Tuple>() {
            return Err(vm.type_error("__mro_entries__ must return a tuple"));
        }
        resolved.extend(tuple_refs(&given));
        changed = true;
    }
    Ok((resolved, changed))
}

/// The metaclass for a class statement: `explicit` (`metaclass=…`), or that of the first base; if
/// it is a class, the most derived of all involved.
///
/// # Errors
/// `TypeError` where the metaclasses of the bases do not fit together.
pub fn choose_metaclass(vm: &Vm, explicit: Option<&Ref>, bases: &[Ref]) -> Result<Ref, Raised> {
    let start = match (explicit, bases.first()) {
        (Some(metaclass), _) => metaclass.clone(),
        (None, Some(base)) => vm.class_of(base).clone(),
        (None, None) => vm.class_of_kind(kinds::TYPE).clone(),
    };
    if start.is::<Class>() { calculate_metaclass(vm, &start, bases) } else { Ok(start) }
}

/// The most derived of `metaclass` and the classes of `bases`.
///
/// # Errors
/// `TypeError` where there is none.
pub fn calculate_metaclass(vm: &Vm, metaclass: &Ref, bases: &[Ref]) -> Result<Ref, Raised> {
    let mut winner = metaclass.clone();
    for base in bases {
        let candidate = vm.class_of(base);
        if winner.as_ref::<Class>().is_subclass_of(candidate) {
            continue;
        }
        if candidate.as_ref::<Class>().is_subclass_of(&winner) {
            winner = candidate.clone();
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass \
             of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

/// The namespace a class body runs in: what `__prepare__` gives, or a new dict.
///
/// # Errors
/// `TypeError` where `__prepare__` gives no mapping, or what it raises.
pub fn prepare(
    vm: &Vm,
    metaclass: &Ref,
    name: &Ref,
    bases: &Ref,
    keywords: &[(Ref, Ref)],
) -> Result<Ref, Raised> {
    if metaclass.same(vm.class_of_kind(kinds::TYPE)) {
        return vm.alloc(Dict::default());
    }
    let Some(prepare) = vm.find_attr(metaclass, &vm.name("__prepare__"))? else {
        return vm.alloc(Dict::default());
    };
    let namespace = vm.call_with(&prepare, &[name.clone(), bases.clone()], keywords)?;
    let namespace = vm.to_object(namespace)?;
    if vm.slot(&namespace, |slots| slots.getitem.is_some()) {
        return Ok(namespace);
    }
    let owner = match metaclass.get::<Class>() {
        Some(class) => class.name_text(),
        None => "<metaclass>".to_owned(),
    };
    let class = vm.class_name(&namespace);
    Err(vm.type_error(format!("{owner}.__prepare__() must return a mapping, not {class}")))
}

/// The class: `metaclass(name, bases, namespace, **keywords)`.
pub fn create(
    vm: &Vm,
    metaclass: &Ref,
    name: &Ref,
    bases: &Ref,
    namespace: &Ref,
    keywords: &[(Ref, Ref)],
) -> Eval {
    vm.call_with(metaclass, &[name.clone(), bases.clone(), namespace.clone()], keywords)
}
