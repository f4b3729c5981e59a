//! Which base decides what instances look like in memory, and what `__slots__` adds.
//!
//! (CPython: `best_base`, `solid_base`, `type_new_slots` in `Objects/typeobject.c`.)

use crate::heap::Ref;
use crate::runtime::object::{Class, Dict, Str};
use crate::runtime::{ErrorKind, Raised, Vm, kinds};

/// Exceptions whose instances CPython gives fields of their own.
const EXCEPTIONS_WITH_FIELDS: [ErrorKind; 11] = [
    ErrorKind::BaseExceptionGroup,
    ErrorKind::StopIteration,
    ErrorKind::SystemExit,
    ErrorKind::ImportError,
    ErrorKind::OSError,
    ErrorKind::NameError,
    ErrorKind::AttributeError,
    ErrorKind::SyntaxError,
    ErrorKind::UnicodeEncodeError,
    ErrorKind::UnicodeDecodeError,
    ErrorKind::UnicodeTranslateError,
];

/// The class in the line of bases of `class` that last added to the instances' layout.
pub fn solid_base(vm: &Vm, class: &Ref) -> Ref {
    let mut at = class.clone();
    loop {
        let data = at.as_ref::<Class>();
        let Some(base) = data.base.get() else { return at };
        let below = base.as_ref::<Class>();
        let adds = if data.flags.get().builtin {
            data.layout.kind != below.layout.kind
                || EXCEPTIONS_WITH_FIELDS.iter().any(|kind| vm.exception_class(*kind).same(&at))
        } else {
            data.slot_members.borrow().len() > below.slot_members.borrow().len()
        };
        if adds {
            return at;
        }
        at = base;
    }
}

/// The base whose layout the new class extends.
///
/// # Errors
/// `TypeError` where a base is no class, may not be a base, or two layouts do not go together.
pub fn best_base(vm: &Vm, bases: &[Ref]) -> Result<Ref, Raised> {
    let mut best: Option<(Ref, Ref)> = None;
    for base in bases {
        let Some(data) = base.get::<Class>() else {
            return Err(vm.type_error("bases must be types"));
        };
        if !data.flags.get().subclassable {
            let name = vm.class_full_name(base);
            return Err(vm.type_error(format!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(vm, base);
        match &best {
            None => best = Some((base.clone(), solid)),
            Some((_, winner)) if winner.as_ref::<Class>().is_subclass_of(&solid) => {}
            Some((_, winner)) if solid.as_ref::<Class>().is_subclass_of(winner) => {
                best = Some((base.clone(), solid));
            }
            Some(_) => {
                return Err(vm.type_error("multiple bases have instance lay-out conflict"));
            }
        }
    }
    match best {
        Some((base, _)) => Ok(base),
        None => Ok(vm.class_of_kind(kinds::OBJECT).clone()),
    }
}

/// What a class body's `__slots__` (or its absence) means.
pub struct Layout {
    /// Mangled and sorted.
    pub members: Vec<Ref>,
    pub adds_dict: bool,
    pub adds_weakrefs: bool,
}

/// Whether instances have a length of their own in CPython, so that nothing can follow them.
fn is_variable_sized(class: &Class) -> bool {
    matches!(class.layout.kind, kinds::INT | kinds::TUPLE | kinds::BYTES | kinds::TYPE)
}

/// The layout that `namespace` asks for on top of `base`.
///
/// # Errors
/// `TypeError` and `ValueError` as CPython's for `__slots__`.
pub fn layout_of(
    vm: &Vm,
    name: &Ref,
    base: &Ref,
    bases: &[Ref],
    namespace: &Dict,
) -> Result<Layout, Raised> {
    let data = base.as_ref::<Class>();
    let may_add_dict = !data.flags.get().has_dict;
    let may_add_weakrefs = !data.flags.get().weakrefable && !is_variable_sized(data);
    let Some(slots) = namespace.get_str(&vm.name("__slots__")) else {
        return Ok(Layout {
            members: Vec::new(),
            adds_dict: may_add_dict,
            adds_weakrefs: may_add_weakrefs,
        });
    };
    let names = if slots.is::<Str>() { vec![slots.clone()] } else { vm.collect(&slots)? };
    if !names.is_empty() && is_variable_sized(data) {
        let base = data.name_text();
        return Err(
            vm.type_error(format!("nonempty __slots__ not supported for subtype of '{base}'"))
        );
    }
    let mut layout = Layout { members: Vec::new(), adds_dict: false, adds_weakrefs: false };
    for slot in &names {
        add_name(vm, slot, &mut layout, may_add_dict, may_add_weakrefs)?;
    }
    layout.members = mangled(vm, name, &layout.members)?;
    for member in &layout.members {
        if namespace.get_str(member).is_some() && !is_implicit(member.text()) {
            let member = vm.repr_text(member)?;
            return Err(
                vm.value_error(format!("{member} in __slots__ conflicts with class variable"))
            );
        }
    }
    layout.members.sort_by(|left, right| left.text().cmp(right.text()));
    layout.members.dedup_by(|left, right| left.same(right));
    for other in bases.iter().filter(|other| !other.same(base)) {
        let flags = other.as_ref::<Class>().flags.get();
        layout.adds_dict |= may_add_dict && flags.has_dict;
        layout.adds_weakrefs |= may_add_weakrefs && flags.weakrefable;
    }
    Ok(layout)
}

/// Names that the class body may bind although they are slots.
fn is_implicit(name: &str) -> bool {
    matches!(name, "__qualname__" | "__classcell__")
}

fn add_name(
    vm: &Vm,
    slot: &Ref,
    layout: &mut Layout,
    may_add_dict: bool,
    may_add_weakrefs: bool,
) -> Result<(), Raised> {
    if !slot.is::<Str>() {
        let class = vm.class_name(slot);
        return Err(vm.type_error(format!("__slots__ items must be strings, not '{class}'")));
    }
    let text = slot.text();
    if !crate::text::chars::str_isidentifier(text) {
        return Err(vm.type_error("__slots__ must be identifiers"));
    }
    let (may, has, what) = match text {
        "__dict__" => (may_add_dict, &mut layout.adds_dict, "__dict__"),
        "__weakref__" => (may_add_weakrefs, &mut layout.adds_weakrefs, "__weakref__"),
        _ => {
            layout.members.push(slot.clone());
            return Ok(());
        }
    };
    if !may || *has {
        return Err(vm.type_error(format!("{what} slot disallowed: we already got one")));
    }
    *has = true;
    Ok(())
}

/// Private names get their class's name in front (`__x` in `C` is `_C__x`).
fn mangled(vm: &Vm, class: &Ref, names: &[Ref]) -> Result<Vec<Ref>, Raised> {
    let class = class.text().trim_start_matches('_');
    names
        .iter()
        .map(|name| {
            let text = name.text();
            if class.is_empty() || !text.starts_with("__") || text.ends_with("__") {
                return vm.intern(text);
            }
            vm.intern(&format!("_{class}{text}"))
        })
        .collect()
}
