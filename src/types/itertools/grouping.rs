//! `groupby` and the groups it gives.
//!
//! In `groupby`: `kept` is the present key, `other` the present value, `result` the key of the group
//! last given, `at` that group's number. A group has its parent in `source` and its key in `kept`.

use std::cell::Cell;

use super::tool::{Tool, holding, iterating, make, new_cell, next_from, state, tool};
use crate::heap::{Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::held;

fn groupby_new(vm: &Vm, args: Args<'_>) -> Eval {
    let key = args.get(2).filter(|key| !vm.is_none(key)).cloned();
    let source = iterating(vm, args.req(1))?;
    make::<{ kinds::GROUPBY.0 }>(
        vm,
        args.req(0),
        Tool { source, func: Slot::from(key), ..Tool::default() },
    )
}

/// Takes the next item and its key; `false` at the end.
fn advance(vm: &Vm, tool: &Tool) -> Result<bool, Raised> {
    let Some(value) = next_from(vm, &tool.source)? else { return Ok(false) };
    let key = match tool.func.get() {
        None => value.clone(),
        Some(func) => vm.lend(&value, Role::Builtin, || {
            held::with(vm, [func], |[func]| vm.call_object(func, &[&value]))
        })?,
    };
    let old = (tool.other.replace(Some(value)), tool.kept.replace(Some(key)));
    drop(old);
    Ok(true)
}

/// Whether the present key is `key`.
fn same_key(vm: &Vm, tool: &Tool, key: Ref) -> Result<bool, Raised> {
    match tool.kept.get() {
        Some(present) => held::equal_both(vm, key, present),
        None => Ok(false),
    }
}

fn groupby_next(vm: &Vm, groupby: &Ref) -> Eval {
    let tool = state::<{ kinds::GROUPBY.0 }>(groupby);
    tool.at.set(tool.at.get() + 1);
    loop {
        if !tool.kept.is_none() {
            let same = match tool.result.get() {
                Some(given) => same_key(vm, tool, given)?,
                None => false,
            };
            if !same {
                break;
            }
        }
        if !advance(vm, tool)? {
            return Ok(Value::Undef);
        }
        vm.poll()?;
    }
    let Some(key) = tool.kept.get() else { return Ok(Value::Undef) };
    tool.result.set(Some(key.clone()));
    let group = Tool {
        source: holding(groupby),
        kept: Slot::new(key.clone()),
        at: Cell::new(tool.at.get()),
        ..Tool::default()
    };
    let group = new_cell::<{ kinds::GROUPER.0 }>(vm, vm.class_of_kind(kinds::GROUPER), group)?;
    vm.new_tuple_of([key, group]).map(Value::Obj)
}

fn group_next(vm: &Vm, group: &Ref) -> Eval {
    let own = state::<{ kinds::GROUPER.0 }>(group);
    let Some(parent) = own.source.get() else { return Ok(Value::Undef) };
    let Some(key) = own.kept.get() else { return Ok(Value::Undef) };
    held::with(vm, [parent, key], |[parent, key]| {
        let tool = state::<{ kinds::GROUPBY.0 }>(parent);
        if tool.at.get() != own.at.get() {
            return Ok(Value::Undef);
        }
        if tool.other.is_none() && !advance(vm, tool)? {
            return Ok(Value::Undef);
        }
        if !same_key(vm, tool, key.clone())? {
            return Ok(Value::Undef);
        }
        let value = tool.other.take();
        tool.kept.set(None);
        Ok(value.map_or(Value::Undef, Value::Obj))
    })
}

fn group_new(vm: &Vm, _args: Args<'_>) -> Eval {
    Err(vm.type_error("cannot create 'itertools._grouper' instances"))
}

static GROUPBY_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable, key=None)",
    groupby_new,
    "Create and return a new object.",
);

static GROUPER_NEW: Method =
    staticmethod("__new__", "(type, *args)", group_new, "Refuse to create an object.");

pub static GROUPBY: TypeSpec = tool::<{ kinds::GROUPBY.0 }>(
    "groupby",
    &GROUPBY_NEW,
    groupby_next,
    "make an iterator that returns consecutive keys and groups from the iterable\n\n  \
     iterable\n    Elements to divide into groups according to the key function.\n  key\n    \
     A function for computing the group category for each element.\n    \
     If the key function is not specified or is None, the element itself\n    \
     is used for grouping.",
);

pub static GROUPER: TypeSpec = TypeSpec {
    subclassable: false,
    ..tool::<{ kinds::GROUPER.0 }>("_grouper", &GROUPER_NEW, group_next, "")
};
