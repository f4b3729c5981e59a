//! Builtins on iterables: `len`, `sum`, `min`, `max`, `sorted`, `any`, `all`, `iter`, `next`.

use std::cell::Cell;

use super::brief;
use crate::heap::{Flag, Ref};
use crate::runtime::compare::plain_order;
use crate::runtime::kinds;
use crate::runtime::object::{Bool, Float, Int, Str};
use crate::runtime::spec::{Method, function};
use crate::runtime::stack::Role;
use crate::runtime::{Args, BinaryOp, CompareOp, Eval, Raised, Value, Vm};
use crate::types::at_hand::AtHand;

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
    if let Some(found) = has_plain_truth(iterable, wanted) {
        return Ok(found);
    }
    let mut found = false;
    let quick = |item: Value| match plain_truth(&item) {
        Some(truth) if truth != wanted => None,
        _ => Some(item),
    };
    vm.each_quickly(iterable, &quick, &mut |item| {
        found = match Vm::may_run_python(&item) {
            true => vm.lend(&item, Role::Builtin, || vm.truth_of(&item))?,
            false => vm.truth_of(&item)?,
        } == wanted;
        Ok(!found)
    })?;
    Ok(found)
}

/// The same for items whose truth is plain, up to the one that tells.
fn has_plain_truth(iterable: &Ref, wanted: bool) -> Option<bool> {
    let mut telling = Some(!wanted);
    AtHand::of(iterable)?.all(|item| {
        telling = plain_truth_of(item);
        telling == Some(!wanted)
    })?;
    telling.map(|truth| truth == wanted)
}

/// The truth of numbers, strings and singletons.
#[inline]
fn plain_truth(value: &Value) -> Option<bool> {
    match value {
        Value::True => Some(true),
        Value::False | Value::None => Some(false),
        Value::Int(int) => Some(*int != 0),
        Value::Float(float) => Some(float.get() != 0.0),
        Value::Obj(object) => plain_truth_of(object),
        Value::Undef => None,
    }
}

#[inline]
fn plain_truth_of(object: &Ref) -> Option<bool> {
    if object.has_flag(Flag::EXTENDED) {
        return None;
    }
    match object.kind() {
        kinds::NONE => Some(false),
        kinds::BOOL => Some(object.get::<Bool>()?.0),
        kinds::INT => Some(object.get::<Int>()?.0.get() != 0),
        kinds::FLOAT => Some(object.get::<Float>()?.0.get() != 0.0),
        kinds::STR => Some(!object.text().is_empty()),
        _ => None,
    }
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
    let Some(default) = args.get(1) else { return vm.next_or_raise(args.req(0)) };
    match vm.next(args.req(0))? {
        Value::Undef => Ok(Value::Obj(default.clone())),
        value => Ok(value),
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
    let total = Cell::new(Total::new(vm, start, at));
    if let Some(whole) = total.get().with_all(args.req(0)) {
        let sum = whole.take(vm, at);
        vm.stack.truncate(at);
        return sum.map(Value::Obj);
    }
    let quick = |item| {
        total.get().with(&item).map_or(Some(item), |next| {
            total.set(next);
            None
        })
    };
    let added = vm.each_quickly(args.req(0), &quick, &mut |item| {
        total.set(total.get().and(vm, item, at)?);
        Ok(true)
    });
    let result = added.and_then(|()| total.get().take(vm, at));
    vm.stack.truncate(at);
    result.map(Value::Obj)
}

/// A running sum: small ints exactly, floats with compensation (as CPython since 3.12), then
/// objects by `+`.
#[derive(Clone, Copy)]
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

    /// The sum with a number more, if both are small ints or floats.
    #[inline]
    fn with(self, item: &Value) -> Option<Total> {
        match item {
            Value::Int(int) => self.with_int(*int),
            Value::Float(float) => self.with_float(float.get()),
            Value::True => self.with_int(1),
            Value::False => self.with_int(0),
            Value::Obj(object) => self.with_object(object),
            Value::None | Value::Undef => None,
        }
    }

    #[inline(always)]
    fn with_object(self, object: &Ref) -> Option<Total> {
        match object.get::<Int>() {
            // As in CPython, ints of any class among floats are added plainly.
            Some(int) if matches!(self, Total::Float { .. }) || object.is_exact::<Int>() => {
                self.with_int(int.0.get())
            }
            Some(_) => None,
            None if object.is_exact::<Float>() => self.with_float(object.get::<Float>()?.0.get()),
            None => self.with_int(object.get::<Bool>()?.0.into()),
        }
    }

    /// The sum with all items of a container more, if they are small ints and floats.
    fn with_all(mut self, container: &Ref) -> Option<Total> {
        let added = |item: &Ref| self.with_object(item).map(|next| self = next).is_some();
        AtHand::of(container)?.all(added)?.then_some(self)
    }

    #[inline]
    fn with_int(self, int: i64) -> Option<Total> {
        match self {
            Total::Int(sum) => sum.checked_add(int).map(Total::Int),
            Total::Float { sum, lost } => Some(Total::Float { sum: sum + int as f64, lost }),
            Total::Object => None,
        }
    }

    #[inline]
    fn with_float(self, float: f64) -> Option<Total> {
        match self {
            Total::Int(sum) => Some(Total::Float { sum: sum as f64 + float, lost: 0.0 }),
            Total::Float { mut sum, mut lost } => {
                add_compensated(&mut sum, &mut lost, float);
                Some(Total::Float { sum, lost })
            }
            Total::Object => None,
        }
    }

    /// The sum with `item` more, whatever that is.
    fn and(self, vm: &Vm, item: Ref, at: usize) -> Result<Total, Raised> {
        let item = Value::Obj(item);
        if let Some(total) = self.with(&item) {
            return Ok(total);
        }
        let (left, item) = (self.take(vm, at)?, vm.to_object(item)?);
        let value =
            vm.lend_all([&left, &item], Role::Builtin, || vm.binary(BinaryOp::Add, &left, &item))?;
        vm.stack.set(at, Some(vm.to_object(value)?));
        drop(left);
        Ok(Total::Object)
    }

    /// The sum so far, which is no longer kept.
    fn take(self, vm: &Vm, at: usize) -> Result<Ref, Raised> {
        match self {
            Total::Int(sum) => vm.new_int(sum),
            Total::Float { sum, lost } => vm.new_float(compensated(sum, lost)),
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
    let quick = |item: Value| match key {
        None => better_quickly(vm, at, item, op),
        Some(_) => Some(item),
    };
    let mut consider = |item: Ref| better(vm, at, item, key, op).map(|()| true);
    let result = match given.as_slice() {
        [] => Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.each_quickly(iterable, &quick, &mut consider),
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
/// among the items of a container that is the only one.
fn plain_extreme(args: Args<'_>, op: CompareOp) -> Option<Ref> {
    let mut given = args.rest();
    let first = given.next()?;
    let mut winner = Winner { best: None, op };
    let told = if given.len() > 0 {
        winner.meets(first) && given.all(|item| winner.meets(item))
    } else {
        AtHand::of(first)?.all(|item| winner.meets(item))?
    };
    winner.best.filter(|_| told)
}

/// The best of the items met so far.
struct Winner {
    best: Option<Ref>,
    op: CompareOp,
}

impl Winner {
    /// Takes note of an item; whether it can be compared without Python code.
    #[inline(always)]
    fn meets(&mut self, item: &Ref) -> bool {
        let wins = match &self.best {
            None => Some(true),
            Some(best) => plain_order(item, best).map(|order| self.op.holds(order)),
        };
        if wins == Some(true) {
            self.best = Some(item.clone());
        }
        wins.is_some()
    }
}

/// Keeps `item` where it beats what is kept; hands it back if that is not easily told.
fn better_quickly(vm: &Vm, at: usize, item: Value, op: CompareOp) -> Option<Value> {
    let Some(best) = vm.stack.standing(at + 1) else { return Some(item) };
    let order = match &item {
        Value::Int(int) if best.is_exact::<Int>() => int.cmp(&best.as_ref::<Int>().0.get()),
        Value::Obj(item) => match plain_order(item, best) {
            Some(order) => order,
            None => return Some(Value::Obj(item.clone())),
        },
        _ => return Some(item),
    };
    if !op.holds(order) {
        return None;
    }
    match vm.boxed_or_back(item) {
        Ok(item) => {
            vm.stack.set(at, Some(item.clone()));
            vm.stack.set(at + 1, Some(item));
            None
        }
        Err(item) => Some(item),
    }
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
