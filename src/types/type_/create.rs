//! `type.__new__`: from name, bases and namespace to a class.
//!
//! (CPython: `type_new_impl` and its parts in `Objects/typeobject.c`.)

use crate::heap::{Fixed, Ref};
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{
    CellObject, Class, ClassMethodDescriptor, Dict, Function, GetSet, Member, Str, Tuple,
};
use crate::runtime::python_class::ClassParts;
use crate::runtime::slot_user::is_special_name;
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};

use super::build::calculate_metaclass;
use super::layout::{Layout, best_base, layout_of, solid_base};
use crate::types::classmethod::new_classmethod;
use crate::types::coding;
use crate::types::object::{DICT_ROW, WEAKREF_ROW};
use crate::types::staticmethod::new_staticmethod;

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`; with one argument, its class.
pub fn new(vm: &Vm, args: Args<'_>) -> Eval {
    let metaclass = args.req(0);
    let keywords = args.req(1);
    let given: Vec<&Ref> = args.rest().collect();
    let no_keywords = keywords.as_ref::<Dict>().is_empty();
    let is_type = metaclass.same(vm.class_of_kind(kinds::TYPE));
    match given[..] {
        [object] if no_keywords && is_type => Ok(Value::Obj(vm.class_of(object).clone())),
        [name, bases, namespace] => {
            check_arguments(vm, name, bases, namespace)?;
            let bases = tuple_refs(bases);
            new_class(vm, metaclass, name, bases, namespace, keywords)
        }
        _ => Err(vm.type_error(format!(
            "type.__new__() takes exactly 3 arguments ({} given)",
            given.len()
        ))),
    }
}

fn check_arguments(vm: &Vm, name: &Ref, bases: &Ref, namespace: &Ref) -> Result<(), Raised> {
    let wrong = if !name.is::<Str>() {
        (1, "str", name)
    } else if !bases.is::<Tuple>() {
        (2, "tuple", bases)
    } else if !namespace.is::<Dict>() {
        (3, "dict", namespace)
    } else {
        return Ok(());
    };
    let (place, wanted, object) = wrong;
    let class = if vm.is_none(object) { "None".into() } else { vm.class_name(object) };
    Err(vm.type_error(format!("type.__new__() argument {place} must be {wanted}, not {class}")))
}

fn new_class(
    vm: &Vm,
    metaclass: &Ref,
    name: &Ref,
    bases: Vec<Ref>,
    namespace: &Ref,
    keywords: &Ref,
) -> Eval {
    check_entries(vm, &bases)?;
    let winner = calculate_metaclass(vm, metaclass, &bases)?;
    if !winner.same(metaclass) {
        let new = winner.as_ref::<Class>().lookup(vm, &vm.name("__new__"));
        let own = metaclass.as_ref::<Class>().lookup(vm, &vm.name("__new__"));
        if let (Some(new), Some(own)) = (new, own)
            && !new.same(&own)
        {
            let new = vm.bind_static(&new, &winner)?;
            let bases = vm.new_tuple(bases)?;
            let args = [winner, name.clone(), bases, namespace.clone()];
            return vm.call_with(&new, &args, &keywords.as_ref::<Dict>().pairs());
        }
    }
    let bases =
        if bases.is_empty() { vec![vm.class_of_kind(kinds::OBJECT).clone()] } else { bases };
    let base = best_base(vm, &bases)?;
    let own = vm.alloc(namespace.as_ref::<Dict>().duplicate())?;
    let class = assemble(vm, &winner, name, &base, bases, own)?;
    set_names(vm, &class)?;
    tell_parent(vm, &class, keywords)?;
    Ok(Value::Obj(class))
}

/// A base that only becomes a class by `__mro_entries__` needs a class statement.
fn check_entries(vm: &Vm, bases: &[Ref]) -> Result<(), Raised> {
    for base in bases.iter().filter(|base| !base.is::<Class>()) {
        if vm.find_attr(base, &vm.name("__mro_entries__"))?.is_some() {
            return Err(
                vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()")
            );
        }
    }
    Ok(())
}

/// Makes the class and fills its namespace with what it implies.
fn assemble(
    vm: &Vm,
    metaclass: &Ref,
    name: &Ref,
    base: &Ref,
    bases: Vec<Ref>,
    own: Ref,
) -> Result<Ref, Raised> {
    let namespace = own.as_ref::<Dict>();
    if name.text().contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    if !name.text().is_ascii() {
        // Lone surrogates are refused.
        coding::encode(vm, name, "utf-8", "strict")?;
    }
    let layout = layout_of(vm, name, base, &bases, namespace)?;
    let qualname = take_qualname(vm, name, namespace)?;
    let cell = take_class_cell(vm, namespace)?;
    // What comes with type parameters goes on to read the class's own namespace.
    let class_dict = namespace.remove(vm, &vm.name("__classdictcell__"))?;
    if let Some(cell) = class_dict.as_ref().and_then(|entry| entry.value.get::<CellObject>()) {
        cell.content.set(Some(own.clone()));
    }
    set_module(vm, namespace)?;
    wrap_implicit(vm, namespace)?;
    let inherited = base.as_ref::<Class>().slot_members.borrow().len();
    let Layout { members, adds_dict, adds_weakrefs } = layout;
    let class = vm.make_class(ClassParts {
        name: vm.intern_object(name),
        qualname,
        base: base.clone(),
        bases,
        metaclass: metaclass.clone(),
        namespace: own.clone(),
        members: members.clone(),
        adds_dict,
        adds_weakrefs,
    })?;
    add_members(vm, &class, namespace, members, inherited)?;
    for (wanted, row) in [(adds_dict, &DICT_ROW), (adds_weakrefs, &WEAKREF_ROW)] {
        let name = vm.name(row.name);
        if wanted && namespace.get_str(&name).is_none() {
            let descriptor = vm.alloc(GetSet { row, class: Fixed::new(class.clone()) })?;
            namespace.set(vm, name, descriptor)?;
        }
    }
    finish_namespace(vm, &class, namespace)?;
    if let Some(cell) = cell {
        cell.as_ref::<CellObject>().content.set(Some(class.clone()));
    }
    apply_mro(vm, &class)?;
    Ok(class)
}

/// The cell that `__class__` and `super()` of the body's functions read, if they do.
fn take_class_cell(vm: &Vm, namespace: &Dict) -> Result<Option<Ref>, Raised> {
    let Some(entry) = namespace.remove(vm, &vm.name("__classcell__"))? else { return Ok(None) };
    if entry.value.is::<CellObject>() {
        return Ok(Some(entry.value));
    }
    let class = vm.repr_text(vm.class_of(&entry.value))?;
    Err(vm.type_error(format!("__classcell__ must be a nonlocal cell, not {class}")))
}

/// Makes a descriptor for each name of `__slots__`. A derived class's slots stand before the
/// `inherited` ones of its base, which keep their places from the end.
fn add_members(
    vm: &Vm,
    class: &Ref,
    namespace: &Dict,
    members: Vec<Ref>,
    inherited: usize,
) -> Result<(), Raised> {
    let count = inherited + members.len();
    let special = members.iter().any(is_special_name);
    for (at, name) in members.into_iter().enumerate() {
        let member = Member {
            name: Fixed::new(name.clone()),
            class: Fixed::new(class.clone()),
            from_end: count - at,
        };
        namespace.set(vm, name, vm.alloc(member)?)?;
    }
    if special {
        // What operators ask for may stand in the instances.
        vm.update_class(class);
    }
    Ok(())
}

fn take_qualname(vm: &Vm, name: &Ref, namespace: &Dict) -> Result<Ref, Raised> {
    match namespace.remove(vm, &vm.name("__qualname__"))? {
        Some(entry) if entry.value.is::<Str>() => Ok(entry.value),
        Some(entry) => {
            let class = vm.class_name(&entry.value);
            Err(vm.type_error(format!("type __qualname__ must be a str, not {class}")))
        }
        None => Ok(name.clone()),
    }
}

/// `__module__` is that of the code that makes the class.
fn set_module(vm: &Vm, namespace: &Dict) -> Result<(), Raised> {
    let key = vm.name("__module__");
    if namespace.get_str(&key).is_some() {
        return Ok(());
    }
    let name = vm.stack.with_frame(|frame| frame.globals.get_str(&vm.name("__name__"))).flatten();
    match name {
        Some(name) => namespace.set(vm, key, name),
        None => Ok(()),
    }
}

/// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods.
fn wrap_implicit(vm: &Vm, namespace: &Dict) -> Result<(), Raised> {
    for (name, wrap) in [
        ("__new__", new_staticmethod as fn(&Vm, &Ref) -> Result<Ref, Raised>),
        ("__init_subclass__", new_classmethod),
        ("__class_getitem__", new_classmethod),
    ] {
        let name = vm.name(name);
        if let Some(found) = namespace.get_str(&name)
            && found.is_exact::<Function>()
        {
            namespace.set(vm, name, wrap(vm, &found)?)?;
        }
    }
    Ok(())
}

/// `__doc__` is always there; `__eq__` without `__hash__` makes instances unhashable.
fn finish_namespace(vm: &Vm, class: &Ref, namespace: &Dict) -> Result<(), Raised> {
    let doc = vm.name("__doc__");
    if namespace.get_str(&doc).is_none() {
        namespace.set(vm, doc, vm.none())?;
    }
    let hash = vm.name("__hash__");
    let has_eq = namespace.get_str(&vm.name("__eq__")).is_some();
    if has_eq && namespace.get_str(&hash).is_none() {
        namespace.set(vm, hash, vm.none())?;
        vm.update_class(class);
    }
    Ok(())
}

/// A metaclass with an `mro` of its own decides the order.
pub(super) fn apply_mro(vm: &Vm, class: &Ref) -> Result<(), Raised> {
    let Some(own) = vm.lookup_special(class, "mro") else { return Ok(()) };
    if own.is::<crate::runtime::object::MethodDescriptor>() {
        return Ok(());
    }
    let order = vm.call_special(own, class, &[])?;
    let order = vm.collect(&vm.to_object(order)?)?;
    if order.is_empty() {
        return Err(vm.type_error("type MRO must not be empty"));
    }
    if let Some(other) = order.iter().find(|entry| !entry.is::<Class>()) {
        let name = vm.class_name(other);
        return Err(vm.type_error(format!("mro() returned a non-class ('{name}')")));
    }
    let solid = solid_base(vm, class);
    let misfit =
        order.iter().find(|base| !solid.as_ref::<Class>().is_subclass_of(&solid_base(vm, base)));
    if let Some(misfit) = misfit {
        let name = misfit.as_ref::<Class>().name_text();
        return Err(vm.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
    }
    let order = vm.new_tuple(order)?;
    class.as_ref::<Class>().mro.set(Some(order));
    vm.refresh_slots(class);
    Ok(())
}

/// Calls `__set_name__` of each value in the namespace that has one (PEP 487).
fn set_names(vm: &Vm, class: &Ref) -> Result<(), Raised> {
    for (name, value) in vm.namespace(class).pairs() {
        // What most class bodies hold.
        if value.is::<Function>() || value.is::<Str>() {
            continue;
        }
        let Some(method) = vm.lookup_special(&value, "__set_name__") else { continue };
        let told = vm.lend_all([&name, &value], Role::Builtin, || {
            vm.call_special(method, &value, &[class, &name])
        });
        if let Err(raised) = told {
            let note = format!(
                "Error calling __set_name__ on '{}' instance {} in '{}'",
                vm.class_name(&value),
                crate::text::str_repr::repr(name.text()),
                class.as_ref::<Class>().name_text()
            );
            let exception = vm.take_raised(raised);
            crate::types::exception::add_note(vm, &exception, &note)?;
            return Err(vm.reraise(exception));
        }
    }
    Ok(())
}

/// Calls `super(class, class).__init_subclass__(**keywords)` (PEP 487).
fn tell_parent(vm: &Vm, class: &Ref, keywords: &Ref) -> Result<(), Raised> {
    let keywords = keywords.as_ref::<Dict>().pairs();
    let name = vm.name("__init_subclass__");
    let found = class
        .as_ref::<Class>()
        .mro_refs()
        .into_iter()
        .skip(1)
        .find_map(|base| vm.namespace(&base).get_str(&name));
    let Some(found) = found else { return Ok(()) };
    if keywords.is_empty() && found.is::<ClassMethodDescriptor>() {
        return Ok(());
    }
    let bound = match vm.slot(&found, |slots| slots.describe) {
        Some(describe) => {
            let bound = describe(vm, &found, None, Some(class))?;
            vm.to_object(bound)?
        }
        None => found,
    };
    vm.call_with(&bound, &[], &keywords).map(drop)
}
