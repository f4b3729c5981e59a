//! `bisect`: places in sorted sequences.

use std::cmp::Ordering;

use crate::heap::Ref;
use crate::runtime::compare::plain_order;
use crate::runtime::object::number::{IntView, int_view};
use crate::runtime::object::{Class, Dict, List};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::held;
use crate::types::mapping_proxy::MappingProxy;

/// The part of a sequence to search.
fn bounds(vm: &Vm, args: Args<'_>) -> Result<(i64, i64), Raised> {
    let low = args.get(2).map_or(Ok(0), |low| vm.size_of(low))?;
    let high = args.get(3).filter(|high| !vm.is_none(high));
    let high = high.map_or(Ok(-1), |high| end_of(vm, high))?;
    if low < 0 {
        return Err(vm.value_error("lo must be non-negative"));
    }
    let sequence = args.req(0);
    if is_native_mapping(vm, sequence) {
        return Err(vm.type_error(format!("{} is not a sequence", vm.class_name(sequence))));
    }
    let high = if high == -1 { vm.len_of(sequence)? as i64 } else { high };
    if vm.slot(sequence, |slots| slots.getitem).is_none() {
        let class = vm.class_name(sequence);
        return Err(vm.type_error(format!("'{class}' object does not support indexing")));
    }
    Ok((low, high))
}

/// `hi` as a number.
fn end_of(vm: &Vm, high: &Ref) -> Result<i64, Raised> {
    if vm.slot(high, |slots| slots.index).is_none() {
        let class = vm.class_name(high);
        let message = format!("argument should be integer or None, not '{class}'");
        return Err(vm.type_error(message));
    }
    let index = vm.to_index(high)?;
    int_view(&index).and_then(IntView::small).ok_or_else(|| {
        let message = format!("cannot fit '{}' into an index-sized integer", vm.class_name(high));
        vm.raise(ErrorKind::OverflowError, message)
    })
}

/// Whether this is a mapping to CPython too: classes written in Python are sequences as well if they
/// have `__getitem__`.
fn is_native_mapping(vm: &Vm, object: &Ref) -> bool {
    let is_native = vm.class_of(object).as_ref::<Class>().spec.is_some();
    is_native && (object.is::<Dict>() || object.is::<MappingProxy>())
}

/// On which side of items equal to it a value belongs.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl Side {
    /// Whether a value that stands to an item in this order belongs before it.
    fn goes_before(self, order: Ordering) -> bool {
        match self {
            Side::Left => order.is_le(),
            Side::Right => order.is_lt(),
        }
    }

    /// Whether `value` belongs before `item`.
    fn compare(self, vm: &Vm, value: &Ref, item: &Ref) -> Result<bool, Raised> {
        match self {
            Side::Left => Ok(!vm.less(item, value)?),
            Side::Right => vm.less(value, item),
        }
    }
}

/// The place for `value`.
fn search(vm: &Vm, args: Args<'_>, value: &Ref, side: Side) -> Result<i64, Raised> {
    let (mut low, mut high) = bounds(vm, args)?;
    let key = args.get(4).filter(|key| !vm.is_none(key));
    if key.is_none() {
        narrow(args.req(0), value, side, &mut low, &mut high);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        let item = item_at(vm, args.req(0), middle)?;
        let left = held::with(vm, [item], |[item]| match key {
            None => side.compare(vm, value, item),
            Some(key) => {
                let key = vm.call_object(key, &[item])?;
                held::with(vm, [key], |[key]| side.compare(vm, value, key))
            }
        })?;
        if left {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

/// Searches an exact list as far as no Python code is needed to compare.
fn narrow(sequence: &Ref, value: &Ref, side: Side, low: &mut i64, high: &mut i64) {
    let Some(list) = sequence.get::<List>().filter(|_| sequence.is_exact::<List>()) else { return };
    let items = list.items.borrow();
    while *low < *high {
        let middle = *low + (*high - *low) / 2;
        let item = items.get(middle as usize);
        let Some(order) = item.and_then(|item| plain_order(value, item)) else { return };
        if side.goes_before(order) {
            *high = middle;
        } else {
            *low = middle + 1;
        }
    }
}

/// `bisect_left(a, x)` or `bisect_right(a, x)` where no Python code is needed.
fn search_briefly(list: &Ref, value: Option<&Ref>, more: Option<&Ref>, side: Side) -> Option<Eval> {
    let value = value.filter(|_| more.is_none() && list.is_exact::<List>())?;
    let (mut low, mut high) = (0, list.get::<List>()?.len() as i64);
    narrow(list, value, side, &mut low, &mut high);
    (low == high).then_some(Ok(Value::Int(low)))
}

fn left_briefly(_: &Vm, list: &Ref, value: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    search_briefly(list, value, more, Side::Left)
}

fn right_briefly(_: &Vm, list: &Ref, value: Option<&Ref>, more: Option<&Ref>) -> Option<Eval> {
    search_briefly(list, value, more, Side::Right)
}

fn item_at(vm: &Vm, sequence: &Ref, at: i64) -> Result<Ref, Raised> {
    let index = vm.new_int(at)?;
    let item = vm.get_item(sequence, &index)?;
    vm.to_object(item)
}

fn bisect_right(vm: &Vm, args: Args<'_>) -> Eval {
    search(vm, args, args.req(1), Side::Right).map(Value::Int)
}

fn bisect_left(vm: &Vm, args: Args<'_>) -> Eval {
    search(vm, args, args.req(1), Side::Left).map(Value::Int)
}

fn insort(vm: &Vm, args: Args<'_>, side: Side) -> Eval {
    let (sequence, value) = (args.req(0), args.req(1));
    let at = match args.get(4).filter(|key| !vm.is_none(key)) {
        None => search(vm, args, value, side)?,
        Some(key) => {
            let key = vm.call_object(key, &[value])?;
            held::with(vm, [key], |[key]| search(vm, args, key, side))?
        }
    };
    if sequence.is_exact::<List>()
        && let Some(list) = sequence.get::<List>()
    {
        list.push(&vm.heap, value.clone()).map_err(|full| vm.heap_full(full))?;
        let mut items = list.items.borrow_mut();
        let at = (at as usize).min(items.len() - 1);
        items[at..].rotate_right(1);
        return Ok(Value::None);
    }
    let at = vm.new_int(at)?;
    vm.call_method(sequence, "insert", &[&at, value])?;
    Ok(Value::None)
}

fn insort_right(vm: &Vm, args: Args<'_>) -> Eval {
    insort(vm, args, Side::Right)
}

fn insort_left(vm: &Vm, args: Args<'_>) -> Eval {
    insort(vm, args, Side::Left)
}

const SIGNATURE: &str = "(a, x, lo=0, hi=None, *, key=None)";
const RIGHT_DOC: &str = "Return the index where to insert item x in list a, assuming a is sorted.\n\n\
     The return value i is such that all e in a[:i] have e <= x, and all e in a[i:] have e > x.";
const LEFT_DOC: &str = "Return the index where to insert item x in list a, assuming a is sorted.\n\n\
     The return value i is such that all e in a[:i] have e < x, and all e in a[i:] have e >= x.";
const INSORT_RIGHT_DOC: &str = "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n\
     If x is already in a, insert it to the right of the rightmost x.";
const INSORT_LEFT_DOC: &str = "Insert item x in list a, and keep it sorted assuming a is sorted.\n\n\
     If x is already in a, insert it to the left of the leftmost x.";

static FUNCTIONS: [Method; 4] = [
    function("bisect_left", SIGNATURE, bisect_left, LEFT_DOC).leaf(left_briefly),
    function("bisect_right", SIGNATURE, bisect_right, RIGHT_DOC).leaf(right_briefly),
    function("insort_left", SIGNATURE, insort_left, INSORT_LEFT_DOC),
    function("insort_right", SIGNATURE, insort_right, INSORT_RIGHT_DOC),
];

pub static BISECT: ModuleSpec = ModuleSpec {
    name: "bisect",
    doc: "Bisection algorithms.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

/// The short names are the same functions.
fn setup(vm: &Vm, namespace: &Ref) -> Result<(), Raised> {
    let namespace = namespace.as_ref::<Dict>();
    for (short, name) in [("bisect", "bisect_right"), ("insort", "insort_right")] {
        if let Some(function) = namespace.get_str(&vm.name(name)) {
            namespace.set(vm, vm.name(short), function)?;
        }
    }
    Ok(())
}
