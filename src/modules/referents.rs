//! What an object refers to in the words of CPython's collector: the answers of `gc.get_referents` and
//! `gc.get_referrers`, in CPython's order.
//!
//! (CPython: the `tp_traverse` functions, `subtype_traverse` in `Objects/typeobject.c`.)

use crate::heap::{Ref, Slot};
use crate::runtime::object::{Class, Dict, Exception, Function, Generator, Instance, Module, Str};
use crate::runtime::{Vm, kinds};

/// The modules whose builtin types are made as `class` statements make theirs, so that instances refer to them.
const OF_HEAP_TYPES: [&str; 5] = ["itertools", "functools", "collections", "operator", "_operator"];

/// What `object` refers to.
pub(super) fn referents(vm: &Vm, object: &Ref) -> Vec<Ref> {
    let mut found = Vec::new();
    match object.kind() {
        kinds::OBJECT => of_instance(vm, object, &mut found),
        kinds::FUNCTION => of_function(vm, object.as_ref::<Function>(), &mut found),
        kinds::TYPE => of_class(object.as_ref::<Class>(), &mut found),
        _ => {
            of_class_statement(vm, object, &mut found);
            if object.kind() == kinds::EXCEPTION {
                of_exception(object, &mut found);
            } else if let Some(generator) = Generator::of(object) {
                of_generator(generator, &mut found);
            } else if let Some(dict) = object.get::<Dict>() {
                of_dict(vm, object, dict, &mut found);
            } else if !object.is::<Module>() || found.is_empty() {
                own_references(object, &mut found);
            }
        }
    }
    found
}

fn add(slot: &Slot, found: &mut Vec<Ref>) {
    slot.visit(&mut |object| found.push(object.clone()));
}

/// The dict of an instance that has been looked at and still has the class's keys: CPython's collector
/// goes from the instance straight to the values.
pub(super) fn transparent_dict(vm: &Vm, object: &Ref) -> Option<Ref> {
    let instance = object.get::<Instance>()?;
    let dict = instance.dict.get().filter(|dict| dict.aux() != 0)?;
    let class = instance.class.as_ref::<Class>();
    (class.shapes.reserved.get() == 0 && vm.size_with_shared_keys(&dict).is_some()).then_some(dict)
}

fn of_instance(vm: &Vm, object: &Ref, found: &mut Vec<Ref>) {
    let instance = object.as_ref::<Instance>();
    object.tail().iter().for_each(|slot| add(slot, found));
    match transparent_dict(vm, object) {
        Some(dict) => {
            let table = dict.as_ref::<Dict>().table.borrow();
            found.extend(table.iter().map(|entry| entry.value.clone()));
        }
        None => add(&instance.dict, found),
    }
    if !instance.class.as_ref::<Class>().flags.get().builtin {
        found.push((*instance.class).clone());
    }
}

fn of_function(vm: &Vm, function: &Function, found: &mut Vec<Ref>) {
    add(&function.code, found);
    found.extend([(*function.globals).clone(), vm.builtins.clone()]);
    let none = || vm.none();
    for slot in [&function.module, &function.defaults, &function.kwdefaults] {
        add(slot, found);
    }
    found.push(function.doc.get().unwrap_or_else(none));
    for slot in [
        &function.name,
        &function.dict,
        &function.closure,
        &function.annotations,
        &function.type_params,
        &function.qualname,
    ] {
        add(slot, found);
    }
}

fn of_class(class: &Class, found: &mut Vec<Ref>) {
    found.push((*class.dict).clone());
    for slot in [&class.mro, &class.bases, &class.base] {
        add(slot, found);
    }
}

/// What the class made by a `class` statement adds: attributes, then the class itself.
fn of_class_statement(vm: &Vm, object: &Ref, found: &mut Vec<Ref>) {
    let class = vm.class_of(object);
    let data = class.as_ref::<Class>();
    let heap_type = data
        .spec
        .is_some_and(|spec| OF_HEAP_TYPES.contains(&spec.module) && spec.name != "OrderedDict");
    if data.flags.get().builtin {
        if heap_type {
            found.push(class.clone());
        }
        if let Some(extra) = object.extra() {
            add(&extra.dict, found);
        }
    } else if let Some(extra) = object.extra() {
        add(&extra.dict, found);
        found.push(class.clone());
    } else {
        found.push(class.clone());
    }
}

fn of_exception(object: &Ref, found: &mut Vec<Ref>) {
    let exception = object.as_ref::<Exception>();
    for slot in [
        &exception.dict,
        &exception.args,
        &exception.fields,
        &exception.traceback,
        &exception.cause,
        &exception.context,
    ] {
        add(slot, found);
    }
}

fn of_generator(generator: &Generator, found: &mut Vec<Ref>) {
    add(&generator.name, found);
    add(&generator.qualname, found);
    if generator.func.is::<Function>() {
        found.push((*generator.func).clone());
    }
    found.push((*generator.code).clone());
    for slot in &generator.slots {
        slot.look(|object| found.extend(object.cloned()));
    }
    add(&generator.handled, found);
}

fn of_dict(vm: &Vm, object: &Ref, dict: &Dict, found: &mut Vec<Ref>) {
    let table = dict.table.borrow();
    let ordered =
        vm.class_data(object).mro_refs().iter().any(|class| {
            class.as_ref::<Class>().spec.is_some_and(|spec| spec.name == "OrderedDict")
        });
    if ordered {
        found.extend(table.iter().map(|entry| entry.key.clone()));
    }
    let only_strings = table.iter().all(|entry| entry.key.is_exact::<Str>());
    for entry in table.iter() {
        found.push(entry.value.clone());
        if !only_strings {
            found.push(entry.key.clone());
        }
    }
}

/// The references of the payload and the tail.
fn own_references(object: &Ref, found: &mut Vec<Ref>) {
    let first = found.len();
    object.trace(&mut |referent| found.push(referent.clone()));
    // What the class adds is visited last, and was shown already.
    let mut added = 0;
    if let Some(extra) = object.extra() {
        extra.dict.visit(&mut |_| added += 1);
        extra.class.visit(&mut |_| added += 1);
    }
    found.truncate((found.len() - added).max(first));
}
