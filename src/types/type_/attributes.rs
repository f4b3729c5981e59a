//! The attributes of classes: names, bases, documentation, annotations.

use crate::heap::Ref;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::object::{Class, Dict, Str, Tuple};
use crate::runtime::spec::GetSetRow;
use crate::runtime::{ErrorKind, Eval, Raised, Value, Vm, getset, getter, kinds};

use super::layout::best_base;
use super::signatures::text_signature;
use crate::types::mapping_proxy::new_mapping_proxy;
use crate::types::native::read_only;

pub const ATTRIBUTES: [GetSetRow; 14] = [
    getset("__abstractmethods__", get_abstract, set_abstract, "names of methods still abstract"),
    getset("__annotations__", get_annotations, set_annotations, "the annotations"),
    read_only(
        "__base__",
        |_, class| Ok(slot(&data(class).base)),
        "the base that decides the layout",
    ),
    getset("__bases__", get_bases, set_bases, "the direct bases"),
    read_only("__basicsize__", basic_size, "bytes of an instance"),
    getter("__dict__", get_dict, "the namespace, read-only"),
    getset("__doc__", get_doc, set_doc, "the docstring"),
    read_only("__flags__", get_flags, "feature bits"),
    getset("__module__", get_module, set_module, "the module's name"),
    getter("__mro__", |_, class| Ok(slot(&data(class).mro)), "the order of bases"),
    getset("__name__", get_name, set_name, "the name"),
    getset("__qualname__", get_qualname, set_qualname, "the qualified name"),
    getter("__text_signature__", text_signature, "how the class is called"),
    getset("__type_params__", get_type_params, set_type_params, "the type parameters"),
];

fn data(class: &Ref) -> &Class {
    class.as_ref()
}

fn slot(slot: &crate::heap::Slot) -> Value {
    slot.get().map_or(Value::None, Value::Obj)
}

/// Builtin classes cannot be changed.
fn check_mutable(vm: &Vm, class: &Ref, name: &str) -> Result<(), Raised> {
    if !data(class).flags.get().builtin {
        return Ok(());
    }
    let message =
        format!("cannot set '{name}' attribute of immutable type '{}'", data(class).name_text());
    Err(vm.type_error(message))
}

fn check_value<'a>(
    vm: &Vm,
    class: &Ref,
    name: &str,
    value: Option<&'a Ref>,
) -> Result<&'a Ref, Raised> {
    check_mutable(vm, class, name)?;
    match value {
        Some(value) => Ok(value),
        None => {
            let class = data(class).name_text();
            Err(vm.type_error(format!(
                "cannot delete '{name}' attribute of immutable type '{class}'"
            )))
        }
    }
}

/// The entry `name` of the class's own namespace.
fn own(vm: &Vm, class: &Ref, name: &str) -> Option<Ref> {
    vm.namespace(class).get_str(&vm.name(name))
}

fn set_own(vm: &Vm, class: &Ref, name: &str, value: &Ref) -> Result<(), Raised> {
    vm.namespace(class).set(vm, vm.name(name), value.clone())?;
    vm.class_epoch.set(vm.class_epoch.get() + 1);
    Ok(())
}

fn get_name(_vm: &Vm, class: &Ref) -> Eval {
    Ok(slot(&data(class).name))
}

fn set_name(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__name__", value)?;
    if !value.is::<Str>() {
        return Err(vm.type_error(format!(
            "can only assign string to {}.__name__, not '{}'",
            data(class).name_text(),
            vm.class_name(value)
        )));
    }
    if value.text().contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    data(class).name.set(Some(value.clone()));
    Ok(())
}

fn get_qualname(_vm: &Vm, class: &Ref) -> Eval {
    Ok(slot(&data(class).qualname))
}

fn set_qualname(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__qualname__", value)?;
    if !value.is::<Str>() {
        return Err(vm.type_error(format!(
            "can only assign string to {}.__qualname__, not '{}'",
            data(class).name_text(),
            vm.class_name(value)
        )));
    }
    data(class).qualname.set(Some(value.clone()));
    Ok(())
}

fn get_module(vm: &Vm, class: &Ref) -> Eval {
    match own(vm, class, "__module__") {
        // On `type` itself the entry is this very descriptor.
        Some(module) if module.is::<Str>() || !data(class).flags.get().builtin => {
            Ok(Value::Obj(module))
        }
        _ => Ok(Value::Obj(vm.name(data(class).spec.map_or("builtins", |spec| spec.module)))),
    }
}

fn set_module(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__module__", value)?;
    // Of another module, the line would be another one.
    vm.namespace(class).remove(vm, &vm.name("__firstlineno__"))?;
    set_own(vm, class, "__module__", value)
}

fn get_doc(vm: &Vm, class: &Ref) -> Eval {
    if let Some(spec) = data(class).spec {
        return if spec.doc.is_empty() { Ok(Value::None) } else { vm.str_value(spec.doc) };
    }
    let Some(doc) = own(vm, class, "__doc__") else { return Ok(Value::None) };
    match vm.slot(&doc, |slots| slots.describe) {
        Some(describe) => describe(vm, &doc, None, Some(class)),
        None => Ok(Value::Obj(doc)),
    }
}

fn set_doc(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__doc__", value)?;
    set_own(vm, class, "__doc__", value)
}

fn get_dict(vm: &Vm, class: &Ref) -> Eval {
    vm.namespace(class);
    new_mapping_proxy(vm, &data(class).dict).map(Value::Obj)
}

fn get_annotations(vm: &Vm, class: &Ref) -> Eval {
    if data(class).flags.get().builtin {
        return Err(vm.no_attribute(class, &vm.name("__annotations__")));
    }
    match own(vm, class, "__annotations__") {
        Some(found) => match vm.slot(&found, |slots| slots.describe) {
            Some(describe) => describe(vm, &found, None, Some(class)),
            None => Ok(Value::Obj(found)),
        },
        None => {
            let dict = vm.alloc(Dict::default())?;
            set_own(vm, class, "__annotations__", &dict)?;
            Ok(Value::Obj(dict))
        }
    }
}

fn set_annotations(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    check_mutable(vm, class, "__annotations__")?;
    match value {
        Some(value) => set_own(vm, class, "__annotations__", value),
        None => match vm.namespace(class).remove(vm, &vm.name("__annotations__"))? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(class, &vm.name("__annotations__"))),
        },
    }
}

fn get_type_params(vm: &Vm, class: &Ref) -> Eval {
    match own(vm, class, "__type_params__") {
        Some(params) if !data(class).flags.get().builtin => Ok(Value::Obj(params)),
        _ => Ok(Value::Obj(vm.singletons.empty_tuple.clone())),
    }
}

fn set_type_params(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__type_params__", value)?;
    set_own(vm, class, "__type_params__", value)
}

fn get_abstract(vm: &Vm, class: &Ref) -> Eval {
    let found = own(vm, class, "__abstractmethods__");
    match found.filter(|_| !class.same(vm.class_of_kind(kinds::TYPE))) {
        Some(found) => Ok(Value::Obj(found)),
        None => Err(no_abstract(vm)),
    }
}

fn no_abstract(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::AttributeError, "__abstractmethods__".into())
}

fn set_abstract(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    check_mutable(vm, class, "__abstractmethods__")?;
    let abstract_ = match value {
        Some(value) => {
            let some = vm.truth_of(value)?;
            set_own(vm, class, "__abstractmethods__", value)?;
            some
        }
        None => {
            let name = vm.name("__abstractmethods__");
            if vm.namespace(class).remove(vm, &name)?.is_none() {
                return Err(no_abstract(vm));
            }
            false
        }
    };
    data(class).update_flags(|flags| flags.abstract_ = abstract_);
    vm.class_epoch.set(vm.class_epoch.get() + 1);
    Ok(())
}

fn get_bases(_vm: &Vm, class: &Ref) -> Eval {
    Ok(slot(&data(class).bases))
}

/// New bases: the layouts must agree, and the orders of all subclasses are made afresh.
fn set_bases(vm: &Vm, class: &Ref, value: Option<&Ref>) -> Result<(), Raised> {
    let value = check_value(vm, class, "__bases__", value)?;
    let bases = checked_bases(vm, class, value)?;
    let base = best_base(vm, &bases)?;
    check_layout(vm, class, &base)?;
    vm.leave_bases(class);
    let old_bases = data(class).bases.replace(Some(value.clone()));
    let old_base = data(class).base.replace(Some(base));
    vm.enter_subclass(class);
    let result = reorder(vm, class);
    if result.is_err() {
        vm.leave_bases(class);
        data(class).bases.set(old_bases);
        data(class).base.set(old_base);
        vm.enter_subclass(class);
        vm.with_pending_saved(|| {
            if let Err(raised) = reorder(vm, class) {
                drop(vm.take_raised(raised));
            }
        });
    }
    vm.refresh_slots(class);
    result
}

/// The classes of `value`, which is to be the `__bases__` of `class`.
///
/// # Errors
/// `TypeError` where it is no tuple of classes, or one of them derives from `class`.
fn checked_bases(vm: &Vm, class: &Ref, value: &Ref) -> Result<Vec<Ref>, Raised> {
    let name = data(class).name_text();
    if !value.is::<Tuple>() {
        let class = vm.class_name(value);
        return Err(
            vm.type_error(format!("can only assign tuple to {name}.__bases__, not {class}"))
        );
    }
    let bases = tuple_refs(value);
    if bases.is_empty() {
        return Err(
            vm.type_error(format!("can only assign non-empty tuple to {name}.__bases__, not ()"))
        );
    }
    for base in &bases {
        let Some(base_data) = base.get::<Class>() else {
            let other = vm.class_name(base);
            return Err(
                vm.type_error(format!("{name}.__bases__ must be tuple of classes, not '{other}'"))
            );
        };
        if base_data.is_subclass_of(class) {
            return Err(vm.type_error("a __bases__ item causes an inheritance cycle"));
        }
    }
    Ok(bases)
}

/// Whether the instances of `class` can have the layout that `base` gives them.
///
/// # Errors
/// `TypeError` where they cannot.
fn check_layout(vm: &Vm, class: &Ref, base: &Ref) -> Result<(), Raised> {
    let same_layout = std::ptr::eq(base.as_ref::<Class>().layout, data(class).layout)
        && data(class).base.get().is_some_and(|old| {
            let (old, new) = (old.as_ref::<Class>(), base.as_ref::<Class>());
            let slots = old.slot_members.borrow().len() == new.slot_members.borrow().len();
            // A class that gave its instances a `__dict__` of its own cannot rest on one.
            slots && old.flags.get().has_dict == new.flags.get().has_dict
        });
    if same_layout {
        return Ok(());
    }
    let old = data(class).base.get().map_or_else(String::new, |old| data(&old).name_text());
    let is_builtin = |class: &Ref| data(class).flags.get().builtin;
    let native = is_builtin(base) || data(class).base.get().is_some_and(|old| is_builtin(&old));
    let what = if native { "deallocator" } else { "object layout" };
    Err(vm.type_error(format!(
        "__bases__ assignment: '{}' {what} differs from '{old}'",
        data(base).name_text()
    )))
}

fn reorder(vm: &Vm, class: &Ref) -> Result<(), Raised> {
    let order = vm.linearize(class)?;
    let order = vm.new_tuple(order)?;
    data(class).mro.set(Some(order));
    super::create::apply_mro(vm, class)?;
    vm.subclasses(class).iter().try_for_each(|subclass| reorder(vm, subclass))
}

/// CPython's sizes of the plainest instances; ours are shown by the heap's own views.
fn basic_size(_vm: &Vm, class: &Ref) -> Eval {
    let slots = data(class).slot_members.borrow().len();
    Ok(Value::Int(16 + 8 * slots as i64))
}

fn get_flags(_vm: &Vm, class: &Ref) -> Eval {
    let flags = data(class).flags.get();
    let mut bits: i64 = 1 << 12;
    bits |= i64::from(flags.subclassable) << 10;
    let fixed = flags.builtin || flags.sealed;
    bits |= i64::from(!fixed) << 9;
    bits |= i64::from(fixed) << 8;
    bits |= i64::from(flags.abstract_) << 20;
    bits |= i64::from(flags.is_sequence) << 5;
    bits |= i64::from(flags.is_mapping) << 6;
    Ok(Value::Int(bits))
}
