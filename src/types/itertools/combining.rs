//! `accumulate`, `batched`, `chain`, `pairwise`, `starmap` and `zip_longest`.

use std::cell::{Cell, RefCell};

use super::tool::{Tool, ended, holding, iterating, make, next_from, next_value, state, tool};
use crate::heap::{Ref, Slot};
use crate::runtime::object::Tuple;
use crate::runtime::object::tuple::tuple_refs;
use crate::runtime::spec::{Method, TypeSpec, classmethod, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, BinaryOp, Eval, Value, Vm, kinds};
use crate::types::iterators::next_of_given;
use crate::types::{adapters, generic_alias, held};

const NEW_DOC: &str = "Create and return a new object.";

/// `accumulate`: the total is in `kept`, an initial value not yet given in `other`.
fn accumulate_new(vm: &Vm, args: Args<'_>) -> Eval {
    let given = |at: usize| args.get(at).filter(|argument| !vm.is_none(argument)).cloned();
    let tool = Tool {
        source: iterating(vm, args.req(1))?,
        func: Slot::from(given(2)),
        other: Slot::from(given(3)),
        ..Tool::default()
    };
    make::<{ kinds::ACCUMULATE.0 }>(vm, args.req(0), tool)
}

fn accumulate_next(vm: &Vm, accumulate: &Ref) -> Eval {
    let tool = state::<{ kinds::ACCUMULATE.0 }>(accumulate);
    if let Some(initial) = tool.other.take() {
        tool.kept.set(Some(initial.clone()));
        return Ok(Value::Obj(initial));
    }
    let Some(item) = next_from(vm, &tool.source)? else { return Ok(Value::Undef) };
    let Some(total) = tool.kept.get() else {
        tool.kept.set(Some(item.clone()));
        return Ok(Value::Obj(item));
    };
    let sum = match tool.func.get() {
        Some(func) => held::with(vm, [item], |[item]| vm.call_handed(func, [total, item.clone()])),
        None => {
            held::with(vm, [total, item], |[total, item]| vm.binary(BinaryOp::Add, total, item))
        }
    }?;
    let sum = vm.to_object(sum)?;
    tool.kept.set(Some(sum.clone()));
    Ok(Value::Obj(sum))
}

static ACCUMULATE_NEW: Method = staticmethod(
    "__new__",
    "(type, iterable, func=None, *, initial=None)",
    accumulate_new,
    NEW_DOC,
);

pub static ACCUMULATE: TypeSpec = tool::<{ kinds::ACCUMULATE.0 }>(
    "accumulate",
    &ACCUMULATE_NEW,
    accumulate_next,
    "Return series of accumulated sums (or other binary function results).",
);

fn batched_new(vm: &Vm, args: Args<'_>) -> Eval {
    let size = vm.size_of(args.req(2))?;
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let strict = match args.get(3) {
        Some(strict) => vm.truth_of(strict)?,
        None => false,
    };
    let tool = Tool {
        source: iterating(vm, args.req(1))?,
        at: Cell::new(size),
        flag: Cell::new(strict),
        ..Tool::default()
    };
    make::<{ kinds::BATCHED.0 }>(vm, args.req(0), tool)
}

fn batched_next(vm: &Vm, batched: &Ref) -> Eval {
    let tool = state::<{ kinds::BATCHED.0 }>(batched);
    let size = tool.at.get() as usize;
    if tool.source.is_none() {
        return Ok(Value::Undef);
    }
    let at = vm.stack.top();
    while vm.stack.top() - at < size {
        match next_from(vm, &tool.source) {
            Ok(Some(item)) => vm.stack.push(item, Role::Builtin),
            Ok(None) => break,
            Err(raised) => {
                vm.stack.truncate(at);
                tool.source.set(None);
                return Err(raised);
            }
        };
    }
    if vm.stack.top() - at < size {
        if vm.stack.top() == at {
            tool.source.set(None);
            return Ok(Value::Undef);
        }
        if tool.flag.get() {
            vm.stack.truncate(at);
            tool.source.set(None);
            return Err(vm.value_error("batched(): incomplete batch"));
        }
    }
    let batch = vm.stack.alloc_tail(&vm.heap, Tuple::new(), at);
    batch.map(Value::Obj).map_err(|full| vm.heap_full(full))
}

static BATCHED_NEW: Method =
    staticmethod("__new__", "(type, iterable, n, *, strict=False)", batched_new, NEW_DOC);

pub static BATCHED: TypeSpec = tool::<{ kinds::BATCHED.0 }>(
    "batched",
    &BATCHED_NEW,
    batched_next,
    "Batch data into tuples of length n. The last batch may be shorter than n.\n\n\
     Loops over the input iterable and accumulates data into tuples\n\
     up to size n.  The input is consumed lazily, just enough to\n\
     fill a batch.  The result is yielded as soon as a batch is full\n\
     or when the input iterable is exhausted.\n\n    \
     >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    ...\n    \
     ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\n\
     If \"strict\" is True, raises a ValueError if the final batch is shorter\nthan n.",
);

/// `chain`: `source` gives iterables, `kept` is the iterator over the present one.
fn chain_new(vm: &Vm, args: Args<'_>) -> Eval {
    let iterables = vm.new_tuple(args.rest().cloned().collect())?;
    let source = Slot::new(vm.iter(&iterables)?);
    make::<{ kinds::CHAIN.0 }>(vm, args.req(0), Tool { source, ..Tool::default() })
}

fn chain_from_iterable(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(1))?;
    make::<{ kinds::CHAIN.0 }>(vm, args.req(0), Tool { source, ..Tool::default() })
}

fn chain_next(vm: &Vm, chain: &Ref) -> Eval {
    let tool = state::<{ kinds::CHAIN.0 }>(chain);
    while !tool.source.is_none() {
        if tool.kept.is_none() {
            let iterable = match next_from(vm, &tool.source) {
                Ok(Some(iterable)) => iterable,
                Ok(None) => return ended(tool),
                Err(raised) => {
                    tool.source.set(None);
                    return Err(raised);
                }
            };
            match held::with(vm, [iterable], |[iterable]| vm.iter(iterable)) {
                Ok(iterator) => tool.kept.set(Some(iterator)),
                Err(raised) => {
                    tool.source.set(None);
                    return Err(raised);
                }
            }
        }
        let item = next_value(vm, &tool.kept)?;
        if !item.is_undef() {
            return Ok(item);
        }
        tool.kept.set(None);
        vm.poll()?;
    }
    Ok(Value::Undef)
}

fn class_getitem(vm: &Vm, args: Args<'_>) -> Eval {
    generic_alias::new_alias(vm, args.req(0), args.req(1)).map(Value::Obj)
}

static CHAIN_NEW: Method = staticmethod("__new__", "(type, *iterables)", chain_new, NEW_DOC);

static CHAIN_METHODS: [Method; 2] = [
    classmethod(
        "from_iterable",
        "(iterable, /)",
        chain_from_iterable,
        "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
    ),
    classmethod("__class_getitem__", "(item, /)", class_getitem, "See PEP 585"),
];

pub static CHAIN: TypeSpec = TypeSpec {
    methods: &CHAIN_METHODS,
    ..tool::<{ kinds::CHAIN.0 }>(
        "chain",
        &CHAIN_NEW,
        chain_next,
        "Return a chain object whose .__next__() method returns elements from the\n\
         first iterable until it is exhausted, then elements from the next\n\
         iterable, until all of the iterables are exhausted.",
    )
};

fn pairwise_new(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(1))?;
    make::<{ kinds::PAIRWISE.0 }>(vm, args.req(0), Tool { source, ..Tool::default() })
}

fn pairwise_next(vm: &Vm, pairwise: &Ref) -> Eval {
    let tool = state::<{ kinds::PAIRWISE.0 }>(pairwise);
    let old = match tool.kept.get() {
        Some(old) => old,
        None => {
            let Some(first) = next_from(vm, &tool.source)? else { return ended(tool) };
            tool.kept.set(Some(first.clone()));
            first
        }
    };
    let found = match adapters::quick_item(&tool.source) {
        Some(new) => Some((old, new)),
        None => held::with(vm, [old], |[old]| {
            Ok(next_from(vm, &tool.source)?.map(|new| (old.clone(), new)))
        })?,
    };
    let Some((old, new)) = found else {
        tool.kept.set(None);
        return ended(tool);
    };
    tool.kept.set(Some(new.clone()));
    let pair = adapters::reuse_pair(vm, &tool.result, old, new)?;
    if tool.result.is_none()
        && let Value::Obj(pair) = &pair
    {
        tool.result.set(Some(pair.clone()));
    }
    Ok(pair)
}

static PAIRWISE_NEW: Method = staticmethod("__new__", "(type, iterable, /)", pairwise_new, NEW_DOC);

pub static PAIRWISE: TypeSpec = tool::<{ kinds::PAIRWISE.0 }>(
    "pairwise",
    &PAIRWISE_NEW,
    pairwise_next,
    "Return an iterator of overlapping pairs taken from the input iterator.\n\n    \
     s -> (s0,s1), (s1,s2), (s2, s3), ...",
);

fn starmap_new(vm: &Vm, args: Args<'_>) -> Eval {
    let source = iterating(vm, args.req(2))?;
    make::<{ kinds::STARMAP.0 }>(
        vm,
        args.req(0),
        Tool { source, func: holding(args.req(1)), ..Tool::default() },
    )
}

fn starmap_next(vm: &Vm, starmap: &Ref) -> Eval {
    let tool = state::<{ kinds::STARMAP.0 }>(starmap);
    let Some(packed) = next_from(vm, &tool.source)? else { return Ok(Value::Undef) };
    let arguments = if packed.is_exact::<Tuple>() {
        packed
    } else {
        let items = held::with(vm, [packed], |[packed]| vm.collect(packed))?;
        vm.new_tuple(items)?
    };
    let Some(func) = tool.func.get() else { return Ok(Value::Undef) };
    let result =
        held::with(vm, [arguments], |[arguments]| held::call_unpacked(vm, func, arguments))?;
    Ok(if result.is_undef() { Value::None } else { result })
}

static STARMAP_NEW: Method =
    staticmethod("__new__", "(type, function, iterable, /)", starmap_new, NEW_DOC);

pub static STARMAP: TypeSpec = tool::<{ kinds::STARMAP.0 }>(
    "starmap",
    &STARMAP_NEW,
    starmap_next,
    "Return an iterator whose values are returned from the function evaluated with an argument tuple \
     taken from the given sequence.",
);

/// `zip_longest`: the iterators are in `items` (`None` where one has ended), the fill value in
/// `func`, and how many still run in `at`.
fn zip_longest_new(vm: &Vm, args: Args<'_>) -> Eval {
    let none = vm.none();
    let given = args.rest();
    let iterators = vm.packed_all(given.clone(), || adapters::iterators_of(vm, given))?;
    let items = tuple_refs(&iterators);
    let tool = Tool {
        func: holding(args.get(1).unwrap_or(&none)),
        result: Slot::new(vm.new_tuple(vec![none; items.len()])?),
        at: Cell::new(items.len() as i64),
        items: RefCell::new(items),
        ..Tool::default()
    };
    make::<{ kinds::ZIP_LONGEST.0 }>(vm, args.req(0), tool)
}

fn zip_longest_next(vm: &Vm, zip: &Ref) -> Eval {
    let tool = state::<{ kinds::ZIP_LONGEST.0 }>(zip);
    let count = tool.items.borrow().len();
    if count == 0 || tool.at.get() == 0 {
        return Ok(Value::Undef);
    }
    let fill = tool.func.get().unwrap_or_else(|| vm.none());
    let at = vm.stack.top();
    for index in 0..count {
        let quick = adapters::quick_of(&tool.items.borrow()[index]);
        if let Some(item) = quick {
            vm.stack.push(item, Role::Builtin);
            continue;
        }
        let iterator = tool.items.borrow()[index].clone();
        let has_ended = vm.is_none(&iterator);
        let next = match has_ended {
            true => Ok(None),
            false => next_of_given(vm, iterator).and_then(|value| match value {
                Value::Undef => Ok(None),
                value => vm.to_object(value).map(Some),
            }),
        };
        match next {
            Ok(Some(item)) => vm.stack.push(item, Role::Builtin),
            Ok(None) => {
                if !has_ended {
                    tool.at.set(tool.at.get() - 1);
                    let old = std::mem::replace(&mut tool.items.borrow_mut()[index], vm.none());
                    drop(old);
                    if tool.at.get() == 0 {
                        vm.stack.truncate(at);
                        return Ok(Value::Undef);
                    }
                }
                vm.stack.push(fill.clone(), Role::Builtin)
            }
            Err(raised) => {
                tool.at.set(0);
                vm.stack.truncate(at);
                return Err(raised);
            }
        };
    }
    let items = (at..at + count).map(|place| vm.stack.take(place));
    let result = adapters::reuse_tuple(vm, &tool.result, items);
    vm.stack.truncate(at);
    result
}

static ZIP_LONGEST_NEW: Method =
    staticmethod("__new__", "(type, *iterables, fillvalue=None)", zip_longest_new, NEW_DOC);

pub static ZIP_LONGEST: TypeSpec = tool::<{ kinds::ZIP_LONGEST.0 }>(
    "zip_longest",
    &ZIP_LONGEST_NEW,
    zip_longest_next,
    "Return a zip_longest object whose .__next__() method returns a tuple where\n\
     the i-th element comes from the i-th iterable argument.  The .__next__()\n\
     method continues until the longest iterable in the argument sequence\n\
     is exhausted and then it raises StopIteration.  When the shorter iterables\n\
     are exhausted, the fillvalue is substituted in their place.  The fillvalue\n\
     defaults to None or can be specified by a keyword argument.",
);
