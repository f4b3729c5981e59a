//! `tee`: several iterators over one, which share a chain of blocks of items.
//!
//! A block has the shared iterator in `source`, its items in `items` and the next block in `kept`;
//! blocks that every iterator has passed die. An iterator has its block in `source` and its place
//! there in `at`.

use std::cell::Cell;

use super::tool::{Tool, holding, iterating, make, new_cell, next_from, state, tool};
use crate::heap::{Ref, Slot};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};

/// Items in one block.
const BLOCK: usize = 57;

fn new_block(vm: &Vm, iterator: &Ref) -> Result<Ref, Raised> {
    let tool = Tool { source: holding(iterator), ..Tool::default() };
    new_cell::<{ kinds::TEE_DATA.0 }>(vm, vm.class_of_kind(kinds::TEE_DATA), tool)
}

fn new_tee(vm: &Vm, class: &Ref, block: Ref, at: i64) -> Result<Ref, Raised> {
    let tool = Tool { source: Slot::new(block), at: Cell::new(at), ..Tool::default() };
    new_cell::<{ kinds::TEE.0 }>(vm, class, tool)
}

/// A tee iterator over `iterable`: a copy if that is one already.
fn tee_of(vm: &Vm, iterable: &Ref) -> Result<Ref, Raised> {
    let class = vm.class_of_kind(kinds::TEE);
    let iterator = vm.iter(iterable)?;
    if iterator.kind() == kinds::TEE {
        return copy_of(vm, &iterator);
    }
    let block = new_block(vm, &iterator)?;
    new_tee(vm, class, block, 0)
}

fn copy_of(vm: &Vm, tee: &Ref) -> Result<Ref, Raised> {
    let tool = state::<{ kinds::TEE.0 }>(tee);
    let block = tool.source.get().unwrap_or_else(|| vm.none());
    new_tee(vm, vm.class_of_kind(kinds::TEE), block, tool.at.get())
}

fn tee_new(vm: &Vm, args: Args<'_>) -> Eval {
    tee_of(vm, args.req(1)).map(Value::Obj)
}

/// `tee(iterable, n=2)`: a tuple of `n` iterators.
pub fn tee(vm: &Vm, args: Args<'_>) -> Eval {
    let count = match args.get(1) {
        Some(count) => vm.size_of(count)?,
        None => 2,
    };
    if count < 0 {
        return Err(vm.value_error("n must be >= 0"));
    }
    let mut made = Vec::new();
    if count == 0 {
        return vm.new_tuple(made).map(Value::Obj);
    }
    let iterator = vm.iter(args.req(0))?;
    if let Some(copy) = vm.find_attr(&iterator, &vm.name("__copy__"))? {
        made.push(iterator);
        for _ in 1..count {
            made.push(vm.call_object(&copy, &[])?);
        }
    } else {
        made.push(tee_of(vm, &iterator)?);
        for _ in 1..count {
            made.push(copy_of(vm, &made[0])?);
        }
    }
    vm.new_tuple(made).map(Value::Obj)
}

/// Item `at` of a block, taken from the shared iterator if need be; `None` at the end.
fn item_of(vm: &Vm, block: &Ref, at: usize) -> Result<Option<Ref>, Raised> {
    let tool = state::<{ kinds::TEE_DATA.0 }>(block);
    if let Some(item) = tool.items.borrow().get(at) {
        return Ok(Some(item.clone()));
    }
    if tool.flag.replace(true) {
        let message = "cannot re-enter the tee iterator";
        return Err(vm.raise(ErrorKind::RuntimeError, message.into()));
    }
    let item = next_from(vm, &tool.source);
    tool.flag.set(false);
    let Some(item) = item? else { return Ok(None) };
    tool.items.borrow_mut().push(item.clone());
    Ok(Some(item))
}

fn tee_next(vm: &Vm, tee: &Ref) -> Eval {
    let tool = state::<{ kinds::TEE.0 }>(tee);
    let Some(mut block) = tool.source.get() else { return Ok(Value::Undef) };
    if tool.at.get() as usize >= BLOCK {
        let inner = state::<{ kinds::TEE_DATA.0 }>(&block);
        let next = match (inner.kept.get(), inner.source.get()) {
            (Some(next), _) => next,
            (None, Some(iterator)) => {
                let next = new_block(vm, &iterator)?;
                inner.kept.set(Some(next.clone()));
                next
            }
            (None, None) => return Ok(Value::Undef),
        };
        tool.source.set(Some(next.clone()));
        tool.at.set(0);
        block = next;
    }
    let at = tool.at.get() as usize;
    let item = crate::types::held::with(vm, [block], |[block]| item_of(vm, block, at))?;
    if item.is_some() {
        tool.at.set(at as i64 + 1);
    }
    Ok(item.map_or(Value::Undef, Value::Obj))
}

fn tee_copy(vm: &Vm, args: Args<'_>) -> Eval {
    copy_of(vm, args.req(0)).map(Value::Obj)
}

fn data_new(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(1))?;
    make::<{ kinds::TEE_DATA.0 }>(vm, args.req(0), Tool { source, ..Tool::default() })
}

static TEE_NEW: Method =
    staticmethod("__new__", "(type, iterable, /)", tee_new, "Create and return a new object.");
static DATA_NEW: Method =
    staticmethod("__new__", "(type, iterable, /)", data_new, "Create and return a new object.");

static TEE_METHODS: [Method; 1] =
    [method("__copy__", "()", tee_copy, "Returns an independent iterator.")];

pub static TEE: TypeSpec = TypeSpec {
    methods: &TEE_METHODS,
    subclassable: false,
    ..tool::<{ kinds::TEE.0 }>("_tee", &TEE_NEW, tee_next, "Iterator wrapped to make it copyable.")
};

pub static TEE_DATA: TypeSpec = TypeSpec {
    subclassable: false,
    slots: crate::runtime::Slots::EMPTY,
    ..tool::<{ kinds::TEE_DATA.0 }>(
        "_tee_dataobject",
        &DATA_NEW,
        tee_next,
        "Data container common to multiple tee objects.",
    )
};
