//! Builtins on iterables: `len`, `sum`, `min`, `max`, `sorted`, `any`, `all`, `iter`, `next`.

use super::brief;
use crate::heap::Ref;
use crate::runtime::compare::plain_order;
use crate::runtime::object::{Bool, Float, Int, List, Str};
use crate::runtime::spec::{Method, function};
use crate::runtime::stack::Role;
use crate::runtime::{Args, BinaryOp, CompareOp, Eval, Raised, Value, Vm};

pub static FUNCTIONS: [Method; 9] = [
    function(
        "all",
        "(iterable, /)",
        all,
        "Return True if bool(x) is True for all values x in the iterable.",
    ),
    function(
        "any",
        "(iterable, /)",
        any,
        "Return True if bool(x) is True for any x in the iterable.",
    ),
    function("iter", "(object, sentinel=None, /)", iter, "Get an iterator from an object."),
    function("len", "(obj, /)", len, "Return the number of items in a container.").leaf(brief::len),
    function(
        "max",
        "(*args, default=None, key=None)",
        max,
        "With a single iterable argument, return its biggest item.",
    )
    .leaf(brief::max),
    function(
        "min",
        "(*args, default=None, key=None)",
        min,
        "With a single iterable argument, return its smallest item.",
    )
    .leaf(brief::min),
    function(
        "next",
        "(iterator, default=None, /)",
        next,
        "Return the next item from the iterator.",
    ),
    function(
        "sorted",
        "(iterable, /, *, key=None, reverse=False)",
        sorted,
        "Return a new list containing all items from the iterable in ascending order.",
    ),
    function(
        "sum",
        "(iterable, /, start=0)",
        sum,
        "Return the sum of a 'start' value (default: 0) plus an iterable of numbers.",
    ),
];

fn len(vm: &Vm, args: Args<'_>) -> Eval {
    vm.len_of(args.req(0)).map(|len| Value::Int(len as i64))
}

/// Whether `wanted` turns up among the truths of the items.
fn has_truth(vm: &Vm, iterable: &Ref, wanted: bool) -> Result<bool, Raised> {
    let mut found = false;
    vm.each(iterable, &mut |item| {
        found = match Vm::may_run_python(&item) {
            true => vm.lend(&item, Role::Builtin, || vm.truth_of(&item))?,
            false => vm.truth_of(&item)?,
        } == wanted;
        Ok(!found)
    })?;
    Ok(found)
}

fn any(vm: &Vm, args: Args<'_>) -> Eval {
    has_truth(vm, args.req(0), true).map(Value::bool)
}

fn all(vm: &Vm, args: Args<'_>) -> Eval {
    has_truth(vm, args.req(0), false).map(|found| Value::bool(!found))
}

fn iter(vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    let Some(sentinel) = args.get(1) else { return vm.iter(object).map(Value::Obj) };
    if !vm.is_callable(object) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    crate::types::iterators::iter_calls(vm, object, sentinel)
}

fn next(vm: &Vm, args: Args<'_>) -> Eval {
    vm.stop_value.set(None);
    let value = vm.next(args.req(0))?;
    match (value, args.get(1)) {
        (Value::Undef, Some(default)) => Ok(Value::Obj(default.clone())),
        (Value::Undef, None) => Err(vm.raise_stop(vm.stop_value.take())),
        (value, _) => Ok(value),
    }
}

fn sorted(vm: &Vm, args: Args<'_>) -> Eval {
    let key = args.get(1).filter(|key| !vm.is_none(key));
    let reverse = match args.get(2) {
        Some(reverse) => vm.truth_of(reverse)?,
        None => false,
    };
    crate::types::list::sort::sorted(vm, args.req(0), key, reverse)
}

fn sum(vm: &Vm, args: Args<'_>) -> Eval {
    let start = match args.get(1) {
        Some(start) => start.clone(),
        None => vm.new_int(0)?,
    };
    let refused = if start.is::<Str>() {
        Some("sum() can't sum strings [use ''.join(seq) instead]")
    } else if start.kind() == crate::runtime::kinds::BYTES {
        Some("sum() can't sum bytes [use b''.join(seq) instead]")
    } else if start.kind() == crate::runtime::kinds::BYTEARRAY {
        Some("sum() can't sum bytearray [use b''.join(seq) instead]")
    } else {
        None
    };
    if let Some(message) = refused {
        return Err(vm.type_error(message));
    }
    let at = vm.stack.push_empty(Role::Builtin);
    let mut total = Total::new(vm, start, at);
    let added = vm.each(args.req(0), &mut |item| total.add(vm, item, at).map(|()| true));
    let result = added.and_then(|()| total.take(vm, at));
    vm.stack.truncate(at);
    result.map(Value::Obj)
}

/// A running sum: small ints exactly, floats with compensation (as CPython since 3.12), then
/// objects by `+`.
enum Total {
    Int(i64),
    Float {
        sum: f64,
        lost: f64,
    },
    /// It stands on the slot stack.
    Object,
}

impl Total {
    fn new(vm: &Vm, start: Ref, at: usize) -> Total {
        if start.is_exact::<Int>() {
            return Total::Int(start.as_ref::<Int>().0.get());
        }
        if start.is_exact::<Float>() {
            return Total::Float { sum: start.as_ref::<Float>().0.get(), lost: 0.0 };
        }
        vm.stack.set(at, Some(start));
        Total::Object
    }

    fn add(&mut self, vm: &Vm, item: Ref, at: usize) -> Result<(), Raised> {
        match self {
            Total::Int(sum) => {
                let small = match item.get::<Int>() {
                    Some(int) if item.is_exact::<Int>() => Some(int.0.get()),
                    _ => item.get::<Bool>().map(|bool| bool.0.into()),
                };
                if let Some(next) = small.and_then(|small| sum.checked_add(small)) {
                    *sum = next;
                    return Ok(());
                }
                if item.is_exact::<Float>() {
                    let sum = *sum as f64 + item.as_ref::<Float>().0.get();
                    *self = Total::Float { sum, lost: 0.0 };
                    return Ok(());
                }
            }
            Total::Float { sum, lost } => {
                if item.is_exact::<Float>() {
                    add_compensated(sum, lost, item.as_ref::<Float>().0.get());
                    return Ok(());
                }
                // As in CPython, ints among floats are added plainly.
                let whole = item.get::<Int>().map(|int| int.0.get());
                if let Some(whole) = whole.or_else(|| item.get::<Bool>().map(|bool| bool.0.into()))
                {
                    *sum += whole as f64;
                    return Ok(());
                }
            }
            Total::Object => {}
        }
        let left = self.take(vm, at)?;
        let value =
            vm.lend_all([&left, &item], Role::Builtin, || vm.binary(BinaryOp::Add, &left, &item))?;
        vm.stack.set(at, Some(vm.to_object(value)?));
        drop(left);
        *self = Total::Object;
        Ok(())
    }

    /// The sum so far, which is no longer kept.
    fn take(&self, vm: &Vm, at: usize) -> Result<Ref, Raised> {
        match self {
            Total::Int(sum) => vm.new_int(*sum),
            Total::Float { sum, lost } => vm.new_float(compensated(*sum, *lost)),
            Total::Object => Ok(vm.stack.take(at).unwrap_or_else(|| vm.none())),
        }
    }
}

/// Neumaier's summation: what rounding loses is gathered apart.
fn add_compensated(sum: &mut f64, lost: &mut f64, value: f64) {
    let next = *sum + value;
    if sum.abs() >= value.abs() {
        *lost += (*sum - next) + value;
    } else {
        *lost += (value - next) + *sum;
    }
    *sum = next;
}

fn compensated(sum: f64, lost: f64) -> f64 {
    if lost != 0.0 && lost.is_finite() { sum + lost } else { sum }
}

fn max(vm: &Vm, args: Args<'_>) -> Eval {
    extreme(vm, args, "max", CompareOp::Gt)
}

fn min(vm: &Vm, args: Args<'_>) -> Eval {
    extreme(vm, args, "min", CompareOp::Lt)
}

fn extreme(vm: &Vm, args: Args<'_>, name: &str, op: CompareOp) -> Eval {
    let key = args.get(1).filter(|key| !vm.is_none(key));
    let default = args.get(0);
    if key.is_none()
        && default.is_none()
        && let Some(best) = plain_extreme(args, op)
    {
        return Ok(Value::Obj(best));
    }
    let given: Vec<&Ref> = args.rest().collect();
    let at = vm.stack.push_empty(Role::Builtin);
    vm.stack.push_empty(Role::Builtin);
    let mut consider = |item: Ref| better(vm, at, item, key, op).map(|()| true);
    let result = match given.as_slice() {
        [] => Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.each(iterable, &mut consider),
        _ if default.is_some() => Err(vm.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        ))),
        many => many.iter().try_for_each(|item| consider((*item).clone()).map(drop)),
    };
    let best = vm.stack.take(at);
    vm.stack.truncate(at);
    result?;
    match (best, default) {
        (Some(best), _) => Ok(Value::Obj(best)),
        (None, Some(default)) => Ok(Value::Obj(default.clone())),
        (None, None) => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}

/// The winner where all comparisons can be made without Python code: among the arguments, or
/// among the items of a list that is the only one.
fn plain_extreme(args: Args<'_>, op: CompareOp) -> Option<Ref> {
    let mut given = args.rest();
    let first = given.next()?;
    if given.len() > 0 {
        return winner(first, given, op);
    }
    let items = first.get::<List>().filter(|_| first.is_exact::<List>())?.items.borrow();
    let (first, others) = items.split_first()?;
    winner(first, others.iter(), op)
}

fn winner<'a>(first: &'a Ref, others: impl Iterator<Item = &'a Ref>, op: CompareOp) -> Option<Ref> {
    let mut best = first;
    for item in others {
        if op.holds(plain_order(item, best)?) {
            best = item;
        }
    }
    Some(best.clone())
}

/// Keeps `item` (slot `at`) and its key (the slot after) where it beats what is kept.
fn better(vm: &Vm, at: usize, item: Ref, key: Option<&Ref>, op: CompareOp) -> Result<(), Raised> {
    let rank = match key {
        Some(key) => vm.lend(&item, Role::Builtin, || vm.call_object(key, &[&item]))?,
        None => item.clone(),
    };
    let wins = match vm.stack.standing(at + 1) {
        Some(best) => match plain_order(&rank, best) {
            Some(order) => op.holds(order),
            None if Vm::may_run_python(&rank) => {
                vm.lend_all([&item, &rank], Role::Builtin, || vm.compare_truth(op, &rank, best))?
            }
            None => vm.compare_truth(op, &rank, best)?,
        },
        None => true,
    };
    if wins {
        vm.stack.set(at, Some(item));
        vm.stack.set(at + 1, Some(rank));
    }
    Ok(())
}
