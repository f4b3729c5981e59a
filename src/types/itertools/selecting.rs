//! `compress`, `dropwhile`, `filterfalse`, `islice` and `takewhile`: some of the items, in order.

use std::cell::Cell;

use super::tool::{Tool, ended, holding, iterating, make, next_from, next_value, state, tool};
use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};
use crate::types::adapters::passes;
use crate::types::held;

const NEW_DOC: &str = "Create and return a new object.";

fn compress_new(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(1))?;
    let func = iterating(vm, args.req(2))?;
    make::<{ kinds::COMPRESS.0 }>(vm, args.req(0), Tool { source, func, ..Tool::default() })
}

/// `bool()` of the next item of the iterator in `slot`; `None` at its end.
#[inline]
fn next_is_true(vm: &Vm, slot: &Slot) -> Result<Option<bool>, Raised> {
    let value = next_value(vm, slot)?;
    match value {
        Value::Undef => Ok(None),
        Value::Obj(item) => match plain_truth(&item) {
            Some(truth) => Ok(Some(truth)),
            None => held::with(vm, [item], |[item]| vm.truth_of(item)).map(Some),
        },
        value => vm.truth(&value).map(Some),
    }
}

/// `bool(item)` of a bool or an int, which no code can watch.
#[inline]
fn plain_truth(item: &Ref) -> Option<bool> {
    match item.kind() {
        kinds::BOOL | kinds::INT if !item.has_flag(Flag::EXTENDED) => {
            int_view(item).and_then(|view| view.small()).map(|number| number != 0)
        }
        _ => None,
    }
}

fn compress_next(vm: &Vm, compress: &Ref) -> Eval {
    let tool = state::<{ kinds::COMPRESS.0 }>(compress);
    loop {
        let Some(item) = next_from(vm, &tool.source)? else { return Ok(Value::Undef) };
        let at = vm.stack.push(item, Role::Builtin);
        let selected = next_is_true(vm, &tool.func);
        let item = vm.stack.take(at);
        vm.stack.truncate(at);
        match selected? {
            Some(true) => return Ok(item.map_or(Value::Undef, Value::Obj)),
            Some(false) => {}
            None => return Ok(Value::Undef),
        }
        drop(item);
        vm.poll()?;
    }
}

static COMPRESS_NEW: Method =
    staticmethod("__new__", "(type, data, selectors)", compress_new, NEW_DOC);

pub static COMPRESS: TypeSpec = tool::<{ kinds::COMPRESS.0 }>(
    "compress",
    &COMPRESS_NEW,
    compress_next,
    "Return data elements corresponding to true selector elements.\n\n\
     Forms a shorter iterator from selected data elements using the selectors to\n\
     choose the data elements.",
);

/// A predicate, then an iterable.
fn filter_new<const KIND: u8>(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(2))?;
    let func = holding(args.req(1));
    make::<KIND>(vm, args.req(0), Tool { source, func, ..Tool::default() })
}

/// `bool(func(item))`.
fn holds(vm: &Vm, tool: &Tool, item: &Ref) -> Result<bool, Raised> {
    let Some(func) = tool.func.get() else { return Ok(false) };
    held::with(vm, [func], |[func]| {
        let good = vm.call(func, &[item])?;
        vm.truth(&good)
    })
}

/// The next item for which `test` says yes; `None` at the end.
fn next_where(
    vm: &Vm,
    tool: &Tool,
    test: impl Fn(&Ref) -> Result<bool, Raised>,
) -> Result<Option<Ref>, Raised> {
    while let Some(item) = next_from(vm, &tool.source)? {
        let at = vm.stack.push(item, Role::Builtin);
        let chosen = test(vm.stack.window(at, 1).req(0));
        let item = vm.stack.take(at);
        vm.stack.truncate(at);
        if chosen? {
            return Ok(item);
        }
        drop(item);
        vm.poll()?;
    }
    Ok(None)
}

fn dropwhile_next(vm: &Vm, dropwhile: &Ref) -> Eval {
    let tool = state::<{ kinds::DROPWHILE.0 }>(dropwhile);
    if tool.flag.get() {
        return next_value(vm, &tool.source);
    }
    let found = next_where(vm, tool, |item| Ok(!holds(vm, tool, item)?))?;
    tool.flag.set(found.is_some());
    Ok(found.map_or(Value::Undef, Value::Obj))
}

fn takewhile_next(vm: &Vm, takewhile: &Ref) -> Eval {
    let tool = state::<{ kinds::TAKEWHILE.0 }>(takewhile);
    if tool.flag.get() {
        return Ok(Value::Undef);
    }
    let Some(item) = next_from(vm, &tool.source)? else { return Ok(Value::Undef) };
    let taken = held::with(vm, [item], |[item]| {
        Ok(if holds(vm, tool, item)? { Some(item.clone()) } else { None })
    })?;
    tool.flag.set(taken.is_none());
    Ok(taken.map_or(Value::Undef, Value::Obj))
}

fn filterfalse_next(vm: &Vm, filterfalse: &Ref) -> Eval {
    let tool = state::<{ kinds::FILTERFALSE.0 }>(filterfalse);
    let func = tool.func.get().unwrap_or_else(|| vm.none());
    let found = if vm.is_none(&func) {
        next_where(vm, tool, |item| Ok(!vm.truth_of(item)?))
    } else {
        held::with(vm, [func], |[func]| next_where(vm, tool, |item| Ok(!passes(vm, func, item)?)))
    }?;
    Ok(found.map_or(Value::Undef, Value::Obj))
}

static DROPWHILE_NEW: Method = staticmethod(
    "__new__",
    "(type, predicate, iterable, /)",
    filter_new::<{ kinds::DROPWHILE.0 }>,
    NEW_DOC,
);
static TAKEWHILE_NEW: Method = staticmethod(
    "__new__",
    "(type, predicate, iterable, /)",
    filter_new::<{ kinds::TAKEWHILE.0 }>,
    NEW_DOC,
);
static FILTERFALSE_NEW: Method = staticmethod(
    "__new__",
    "(type, function, iterable, /)",
    filter_new::<{ kinds::FILTERFALSE.0 }>,
    NEW_DOC,
);

pub static DROPWHILE: TypeSpec = tool::<{ kinds::DROPWHILE.0 }>(
    "dropwhile",
    &DROPWHILE_NEW,
    dropwhile_next,
    "Drop items from the iterable while predicate(item) is true.\n\n\
     Afterwards, return every element until the iterable is exhausted.",
);

pub static TAKEWHILE: TypeSpec = tool::<{ kinds::TAKEWHILE.0 }>(
    "takewhile",
    &TAKEWHILE_NEW,
    takewhile_next,
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
);

pub static FILTERFALSE: TypeSpec = tool::<{ kinds::FILTERFALSE.0 }>(
    "filterfalse",
    &FILTERFALSE_NEW,
    filterfalse_next,
    "Return those items of iterable for which function(item) is false.\n\n\
     If function is None, return the items that are false.",
);

/// A bound of `islice`; `None` where the argument is `None` or absent.
fn bound(vm: &Vm, argument: Option<&Ref>, message: &str) -> Result<Option<i64>, Raised> {
    let Some(argument) = argument.filter(|argument| !vm.is_none(argument)) else { return Ok(None) };
    let wrong = || vm.value_error(message);
    if int_view(argument).is_none() && !vm.slot(argument, |slots| slots.index.is_some()) {
        return Err(wrong());
    }
    let index = vm.to_index(argument)?;
    let small = int_view(&index).and_then(|view| view.small()).filter(|small| *small >= 0);
    small.map(Some).ok_or_else(wrong)
}

const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// `islice`: `at` items were taken, the wanted one is `next`; `stop` is below 0 without end.
fn islice_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (start, stop, step) = match args.get(3) {
        None => (0, bound(vm, args.get(2), STOP)?, 1),
        Some(stop) => {
            let start = bound(vm, args.get(2), INDICES)?.unwrap_or(0);
            let stop = bound(vm, Some(stop), STOP)?;
            (start, stop, bound(vm, args.get(4), STEP)?.unwrap_or(1))
        }
    };
    if step < 1 {
        return Err(vm.value_error(STEP));
    }
    let tool = Tool {
        source: iterating(vm, args.req(1))?,
        next: Cell::new(start),
        stop: Cell::new(stop.unwrap_or(-1)),
        step: Cell::new(step),
        ..Tool::default()
    };
    make::<{ kinds::ISLICE.0 }>(vm, args.req(0), tool)
}

fn islice_next(vm: &Vm, islice: &Ref) -> Eval {
    let tool = state::<{ kinds::ISLICE.0 }>(islice);
    let stop = tool.stop.get();
    while tool.at.get() < tool.next.get() {
        match next_from(vm, &tool.source)? {
            Some(skipped) => drop(skipped),
            None => return ended(tool),
        }
        tool.at.set(tool.at.get() + 1);
        vm.poll()?;
    }
    if stop >= 0 && tool.at.get() >= stop {
        return ended(tool);
    }
    let item = next_value(vm, &tool.source)?;
    if item.is_undef() {
        return ended(tool);
    }
    tool.at.set(tool.at.get() + 1);
    let next = tool.next.get().checked_add(tool.step.get());
    tool.next.set(next.filter(|next| stop < 0 || *next <= stop).unwrap_or(stop));
    Ok(item)
}

static ISLICE_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable, start, stop=None, step=None, /)",
    islice_new,
    NEW_DOC,
);

pub static ISLICE: TypeSpec = tool::<{ kinds::ISLICE.0 }>(
    "islice",
    &ISLICE_NEW,
    islice_next,
    "islice(iterable, stop) --> islice object\n\
     islice(iterable, start, stop[, step]) --> islice object\n\n\
     Return an iterator whose next() method returns selected values from an\n\
     iterable.  If start is specified, will skip all preceding elements;\n\
     otherwise, start defaults to zero.  Step defaults to one.  If\n\
     specified as another value, step determines how many values are\n\
     skipped between successive calls.  Works like a slice() on a list\n\
     but returns an iterator.",
);
