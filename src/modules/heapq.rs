//! `heapq`: the heap of the smallest item, kept in a list.
//!
//! The items are compared in CPython's order (`Modules/_heapqmodule.c`), so that equal items come
//! out as they do there. `merge`, `nlargest` and `nsmallest` are in Python (`python/heapq.py`).

use crate::heap::Ref;
use crate::runtime::compare::plain_order;
use crate::runtime::object::List;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::held;

/// Which item stands on top.
#[derive(Clone, Copy)]
enum Top {
    Least,
    Greatest,
}

/// The heap, which a message calls `what`.
fn list<'a>(vm: &Vm, object: &'a Ref, what: &str) -> Result<&'a List, Raised> {
    object.get::<List>().ok_or_else(|| {
        let class = vm.class_name(object);
        vm.type_error(format!("{what} must be list, not {class}"))
    })
}

fn resized(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::RuntimeError, "list changed size during iteration".into())
}

/// Whether the item at one place goes above the item at another.
fn compare(vm: &Vm, heap: &List, one: usize, other: usize, top: Top) -> Result<bool, Raised> {
    let (left, right) = {
        let items = heap.items.borrow();
        let (Some(left), Some(right)) = (items.get(one), items.get(other)) else {
            return Err(resized(vm));
        };
        if let Some(order) = plain_order(left, right) {
            return Ok(match top {
                Top::Least => order.is_lt(),
                Top::Greatest => order.is_gt(),
            });
        }
        (left.clone(), right.clone())
    };
    let len = heap.len();
    let result = held::with(vm, [left, right], |[left, right]| match top {
        Top::Least => vm.less(left, right),
        Top::Greatest => vm.less(right, left),
    })?;
    if heap.len() == len { Ok(result) } else { Err(resized(vm)) }
}

/// Lets the item at `at` rise towards `start`.
fn rise(vm: &Vm, heap: &List, start: usize, mut at: usize, top: Top) -> Result<(), Raised> {
    if at >= heap.len() {
        return Err(vm.index_error("index out of range"));
    }
    while at > start {
        let parent = (at - 1) >> 1;
        if !compare(vm, heap, at, parent, top)? {
            break;
        }
        heap.items.borrow_mut().swap(at, parent);
        at = parent;
    }
    Ok(())
}

/// Lets the item at `start` sink to a leaf, then rise to its place.
fn sink(vm: &Vm, heap: &List, start: usize, top: Top) -> Result<(), Raised> {
    let end = heap.len();
    let limit = end >> 1;
    let mut at = start;
    while at < limit {
        let mut child = 2 * at + 1;
        if child + 1 < end && !compare(vm, heap, child, child + 1, top)? {
            child += 1;
        }
        heap.items.borrow_mut().swap(at, child);
        at = child;
    }
    rise(vm, heap, start, at, top)
}

fn heapify_by(vm: &Vm, args: Args<'_>, top: Top) -> Eval {
    let heap = list(vm, args.req(0), "heapify() argument")?;
    for at in (0..heap.len() >> 1).rev() {
        sink(vm, heap, at, top)?;
        vm.poll()?;
    }
    Ok(Value::None)
}

fn pop_by(vm: &Vm, object: &Ref, top: Top) -> Eval {
    let heap = list(vm, object, "heappop() argument")?;
    let last = heap.items.borrow_mut().pop();
    let Some(last) = last else { return Err(vm.index_error("index out of range")) };
    if heap.is_empty() {
        return Ok(Value::Obj(last));
    }
    let first = std::mem::replace(&mut heap.items.borrow_mut()[0], last);
    held::with(vm, [first.clone()], |_| sink(vm, heap, 0, top))?;
    Ok(Value::Obj(first))
}

fn replace_by(vm: &Vm, args: Args<'_>, top: Top) -> Eval {
    let heap = list(vm, args.req(0), "heapreplace() argument 1")?;
    if heap.is_empty() {
        return Err(vm.index_error("index out of range"));
    }
    let first = std::mem::replace(&mut heap.items.borrow_mut()[0], args.req(1).clone());
    held::with(vm, [first.clone()], |_| sink(vm, heap, 0, top))?;
    Ok(Value::Obj(first))
}

fn heapify(vm: &Vm, args: Args<'_>) -> Eval {
    heapify_by(vm, args, Top::Least)
}

fn heapify_max(vm: &Vm, args: Args<'_>) -> Eval {
    heapify_by(vm, args, Top::Greatest)
}

fn heappop(vm: &Vm, args: Args<'_>) -> Eval {
    pop_by(vm, args.req(0), Top::Least)
}

fn heappop_max(vm: &Vm, args: Args<'_>) -> Eval {
    pop_by(vm, args.req(0), Top::Greatest)
}

fn heapreplace(vm: &Vm, args: Args<'_>) -> Eval {
    replace_by(vm, args, Top::Least)
}

fn heapreplace_max(vm: &Vm, args: Args<'_>) -> Eval {
    replace_by(vm, args, Top::Greatest)
}

fn heappush(vm: &Vm, args: Args<'_>) -> Eval {
    let heap = list(vm, args.req(0), "heappush() argument 1")?;
    heap.push(&vm.heap, args.req(1).clone()).map_err(|full| vm.heap_full(full))?;
    rise(vm, heap, 0, heap.len() - 1, Top::Least)?;
    Ok(Value::None)
}

fn heappushpop(vm: &Vm, args: Args<'_>) -> Eval {
    let heap = list(vm, args.req(0), "heappushpop() argument 1")?;
    let item = args.req(1);
    let Some(top) = heap.get(0) else { return Ok(Value::Obj(item.clone())) };
    let smaller = held::with(vm, [top], |[top]| vm.less(top, item))?;
    if !smaller {
        return Ok(Value::Obj(item.clone()));
    }
    if heap.is_empty() {
        return Err(vm.index_error("index out of range"));
    }
    replace_by(vm, args, Top::Least)
}

static FUNCTIONS: [Method; 8] = [
    function("_heapify_max", "(heap, /)", heapify_max, "Maxheap variant of heapify."),
    function("_heappop_max", "(heap, /)", heappop_max, "Maxheap variant of heappop."),
    function(
        "_heapreplace_max",
        "(heap, item, /)",
        heapreplace_max,
        "Maxheap variant of heapreplace.",
    ),
    function(
        "heapify",
        "(heap, /)",
        heapify,
        "Transform list into a heap, in-place, in O(len(heap)) time.",
    ),
    function(
        "heappop",
        "(heap, /)",
        heappop,
        "Pop the smallest item off the heap, maintaining the heap invariant.",
    ),
    function(
        "heappush",
        "(heap, item, /)",
        heappush,
        "Push item onto heap, maintaining the heap invariant.",
    ),
    function(
        "heappushpop",
        "(heap, item, /)",
        heappushpop,
        "Push item on the heap, then pop and return the smallest item from the heap.",
    ),
    function(
        "heapreplace",
        "(heap, item, /)",
        heapreplace,
        "Pop and return the current smallest value, and add the new item.",
    ),
];

pub static HEAPQ: ModuleSpec = ModuleSpec {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};
