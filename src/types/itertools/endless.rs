//! `count`, `cycle` and `repeat`.

use std::cell::Cell;

use super::tool::{Tool, holding, iterating, make, next_from, state, tool};
use crate::heap::Ref;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::spec::{Method, TypeSpec, method, staticmethod};
use crate::runtime::{Args, BinaryOp, Eval, Raised, Slots, Value, Vm, kinds};
use crate::types::iterators::HINT_DOC;
use crate::types::{expect, held};

/// `count` keeps small ints in `next` and `step`; anything else in `kept` and `func`.
fn count_new(vm: &Vm, args: Args<'_>) -> Eval {
    let zero = vm.new_int(0)?;
    let one = vm.new_int(1)?;
    let (start, step) = (args.get(1).unwrap_or(&zero), args.get(2).unwrap_or(&one));
    for number in [start, step] {
        if !expect::is_number(vm, number) {
            return Err(vm.type_error("a number is required"));
        }
    }
    let tool = Tool { kept: holding(start), func: holding(step), ..Tool::default() };
    // CPython keeps whatever is an int of this size as a number, `True` too.
    let small = |number: &Ref| int_view(number).and_then(IntView::small);
    if let (Some(start), Some(step)) = (small(start), small(step)) {
        tool.next.set(start);
        tool.step.set(step);
        tool.flag.set(true);
    }
    make::<{ kinds::COUNT.0 }>(vm, args.req(0), tool)
}

fn count_next(vm: &Vm, count: &Ref) -> Eval {
    let tool = state::<{ kinds::COUNT.0 }>(count);
    if tool.flag.get() {
        let now = tool.next.get();
        match now.checked_add(tool.step.get()) {
            Some(next) => tool.next.set(next),
            None => {
                tool.kept.set(Some(vm.new_int(now)?));
                tool.flag.set(false);
                return count_next(vm, count);
            }
        }
        return Ok(Value::Int(now));
    }
    let (Some(now), Some(step)) = (tool.kept.get(), tool.func.get()) else {
        return Ok(Value::Undef);
    };
    let following =
        held::with(vm, [now.clone(), step], |[now, step]| vm.binary(BinaryOp::Add, now, step))?;
    tool.kept.set(Some(vm.to_object(following)?));
    Ok(Value::Obj(now))
}

fn count_repr(vm: &Vm, count: &Ref) -> Eval {
    let tool = state::<{ kinds::COUNT.0 }>(count);
    let now = match tool.kept.get() {
        _ if tool.flag.get() => vm.new_int(tool.next.get())?,
        Some(now) => now,
        None => vm.none(),
    };
    let now = vm.repr_text(&now)?;
    let step = tool.func.get().unwrap_or_else(|| vm.none());
    let is_one = int_view(&step).and_then(|view| view.small()) == Some(1);
    let name = vm.short_class_name(count);
    if is_one {
        return vm.str_value(&format!("{name}({now})"));
    }
    let step = vm.repr_text(&step)?;
    vm.str_value(&format!("{name}({now}, {step})"))
}

static COUNT_NEW: Method = staticmethod(
    "__new__",
    "(type, start=0, step=1)",
    count_new,
    "Create and return a new object.",
);

pub static COUNT: TypeSpec = {
    let spec = tool::<{ kinds::COUNT.0 }>(
        "count",
        &COUNT_NEW,
        count_next,
        "Return a count object whose .__next__() method returns consecutive values.",
    );
    TypeSpec { slots: Slots { repr: Some(count_repr), ..spec.slots }, ..spec }
};

fn cycle_new(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(1))?;
    make::<{ kinds::CYCLE.0 }>(vm, args.req(0), Tool { source, ..Tool::default() })
}

fn cycle_next(vm: &Vm, cycle: &Ref) -> Eval {
    let tool = state::<{ kinds::CYCLE.0 }>(cycle);
    if !tool.source.is_none() {
        if let Some(item) = next_from(vm, &tool.source)? {
            tool.items.borrow_mut().push(item.clone());
            return Ok(Value::Obj(item));
        }
        tool.source.set(None);
    }
    let items = tool.items.borrow();
    let at = tool.at.get() as usize;
    match items.get(at) {
        Some(item) => {
            let next = if at + 1 == items.len() { 0 } else { at + 1 };
            tool.at.set(next as i64);
            Ok(Value::Obj(item.clone()))
        }
        None => Ok(Value::Undef),
    }
}

static CYCLE_NEW: Method =
    staticmethod("__new__", "(type, iterable, /)", cycle_new, "Create and return a new object.");

pub static CYCLE: TypeSpec = tool::<{ kinds::CYCLE.0 }>(
    "cycle",
    &CYCLE_NEW,
    cycle_next,
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
);

/// `repeat` keeps its object in `kept` and what is left in `at`, below 0 without end.
fn repeat_new(vm: &Vm, args: Args<'_>) -> Eval {
    let times = match args.get(2) {
        Some(times) => vm.size_of(times)?.max(0),
        None => -1,
    };
    let tool = Tool { kept: holding(args.req(1)), at: Cell::new(times), ..Tool::default() };
    make::<{ kinds::REPEAT.0 }>(vm, args.req(0), tool)
}

fn repeat_next(_vm: &Vm, repeat: &Ref) -> Eval {
    let tool = state::<{ kinds::REPEAT.0 }>(repeat);
    let left = tool.at.get();
    if left == 0 {
        return Ok(Value::Undef);
    }
    if left > 0 {
        tool.at.set(left - 1);
    }
    Ok(tool.kept.get().map_or(Value::Undef, Value::Obj))
}

fn repeat_repr(vm: &Vm, repeat: &Ref) -> Eval {
    let tool = state::<{ kinds::REPEAT.0 }>(repeat);
    let object = tool.kept.get().unwrap_or_else(|| vm.none());
    let object = vm.repr_text(&object)?;
    let name = vm.short_class_name(repeat);
    match tool.at.get() {
        left if left < 0 => vm.str_value(&format!("{name}({object})")),
        left => vm.str_value(&format!("{name}({object}, {left})")),
    }
}

fn repeat_hint(vm: &Vm, args: Args<'_>) -> Eval {
    match state::<{ kinds::REPEAT.0 }>(args.req(0)).at.get() {
        left if left < 0 => Err(vm.type_error("len() of unsized object")),
        left => Ok(Value::Int(left)),
    }
}

static REPEAT_NEW: Method = staticmethod(
    "__new__",
    "(type, object, times=None)",
    repeat_new,
    "Create and return a new object.",
);

static REPEAT_METHODS: [Method; 1] = [method("__length_hint__", "()", repeat_hint, HINT_DOC)];

pub static REPEAT: TypeSpec = {
    let spec = tool::<{ kinds::REPEAT.0 }>(
        "repeat",
        &REPEAT_NEW,
        repeat_next,
        "repeat(object [,times]) -> create an iterator which returns the object\n\
         for the specified number of times.  If not specified, returns the object\nendlessly.",
    );
    TypeSpec {
        slots: Slots { repr: Some(repeat_repr), ..spec.slots },
        methods: &REPEAT_METHODS,
        ..spec
    }
};

/// The arguments that make a `count` or a `repeat` again as it is now; `None` for other iterators.
///
/// # Errors
/// Where memory runs out.
pub fn arguments(vm: &Vm, iterator: &Ref) -> Result<Option<Vec<Ref>>, Raised> {
    if iterator.kind() == kinds::COUNT {
        let tool = state::<{ kinds::COUNT.0 }>(iterator);
        let kept = tool.kept.get();
        let now = if tool.flag.get() { Some(vm.new_int(tool.next.get())?) } else { kept };
        let mut arguments: Vec<Ref> = now.into_iter().collect();
        let step = tool.func.get();
        let is_one = |step: &Ref| int_view(step).and_then(|view| view.small()) == Some(1);
        arguments.extend(step.filter(|step| !is_one(step)));
        return Ok(Some(arguments));
    }
    if iterator.kind() == kinds::REPEAT {
        let tool = state::<{ kinds::REPEAT.0 }>(iterator);
        let mut arguments: Vec<Ref> = tool.kept.get().into_iter().collect();
        if tool.at.get() >= 0 {
            arguments.push(vm.new_int(tool.at.get())?);
        }
        return Ok(Some(arguments));
    }
    Ok(None)
}
