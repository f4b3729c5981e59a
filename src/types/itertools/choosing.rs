//! `product`, `permutations`, `combinations` and `combinations_with_replacement`.
//!
//! The items to choose from are in `items` (for `product` one tuple for each pool), the present
//! choice in `indices`; `flag` says that one has been given, `at` that there are no more.

use std::cell::{Cell, RefCell};

use super::tool::{Tool, keep_tuple, make, state, tool};
use crate::heap::{Ref, Slot};
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, TypeSpec, staticmethod};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm, kinds};

const NEW_DOC: &str = "Create and return a new object.";

fn exhausted(tool: &Tool) -> Eval {
    tool.at.set(1);
    Ok(Value::Undef)
}

/// Hands out the items at `indices`. What the last tuple drops lives on in `items`, so that no code
/// runs while these are looked at.
fn chosen(vm: &Vm, tool: &Tool) -> Eval {
    let (items, indices) = (tool.items.borrow(), tool.indices.borrow());
    keep_tuple(vm, tool, indices.iter().map(|&at| items.get(at).cloned()))
}

/// The iterator over choices among `pool`, which begins with `indices`.
fn new_choice<const KIND: u8>(
    vm: &Vm,
    class: &Ref,
    pool: Vec<Ref>,
    indices: Vec<usize>,
    none: bool,
) -> Eval {
    let tool = Tool {
        items: RefCell::new(pool),
        indices: RefCell::new(indices),
        at: Cell::new(none.into()),
        ..Tool::default()
    };
    make::<KIND>(vm, class, tool)
}

/// More indices than this have no room anywhere.
const MOST_INDICES: usize = u32::MAX as usize;

fn choice_size(vm: &Vm, size: i64) -> Result<usize, Raised> {
    match usize::try_from(size) {
        Ok(size) if size > MOST_INDICES => Err(no_room(vm)),
        Ok(size) => Ok(size),
        Err(_) => Err(vm.value_error("r must be non-negative")),
    }
}

#[cold]
fn no_room(vm: &Vm) -> Raised {
    vm.raise(ErrorKind::MemoryError, String::new())
}

/// What is chosen from, and how many of it. The number is read first, and judged last.
fn pool_and_size(vm: &Vm, args: Args<'_>) -> Result<(Vec<Ref>, usize), Raised> {
    let size = vm.size_of(args.req(2))?;
    let pool = vm.packed(args.req(1), |pool| vm.collect(pool))?;
    Ok((pool, choice_size(vm, size)?))
}

fn product_new(vm: &Vm, args: Args<'_>) -> Eval {
    let repeat = match args.get(1) {
        Some(repeat) => vm.size_of(repeat)?,
        None => 1,
    };
    let Ok(repeat) = usize::try_from(repeat) else {
        return Err(vm.value_error("repeat argument cannot be negative"));
    };
    // Nothing is looked at that is not wanted, or whose product has no room.
    let count = if repeat == 0 { 0 } else { args.rest().count() };
    let total = count.saturating_mul(repeat);
    if total > isize::MAX as usize / size_of::<isize>() {
        return Err(vm.raise(ErrorKind::OverflowError, "repeat argument too large".into()));
    }
    if total > MOST_INDICES {
        return Err(no_room(vm));
    }
    // The first pools are held while the next iterables run.
    let held = vm.stack.top();
    let mut collect = |iterable: &Ref| {
        let items = vm.collect(iterable)?;
        let pool = vm.new_tuple(items)?;
        vm.stack.push(pool.clone(), Role::Builtin);
        Ok(pool)
    };
    let given = || args.rest().take(count);
    let pools: Result<Vec<Ref>, Raised> =
        vm.packed_all(given(), || given().map(&mut collect).collect());
    vm.stack.truncate(held);
    let pools = pools?;
    vm.charge(total.saturating_mul(size_of::<Ref>()))?;
    let repeat = if total == 0 { 0 } else { repeat };
    let pools: Vec<Ref> = (0..repeat).flat_map(|_| pools.iter().cloned()).collect();
    let none = pools.iter().any(|pool| pool.tail().is_empty());
    let indices = vec![0; pools.len()];
    new_choice::<{ kinds::PRODUCT.0 }>(vm, args.req(0), pools, indices, none)
}

fn product_next(vm: &Vm, product: &Ref) -> Eval {
    let tool = state::<{ kinds::PRODUCT.0 }>(product);
    if tool.at.get() != 0 {
        return Ok(Value::Undef);
    }
    if tool.flag.replace(true) {
        let pools = tool.items.borrow();
        let mut indices = tool.indices.borrow_mut();
        let advanced = (0..indices.len()).rev().any(|place| {
            indices[place] += 1;
            let fits = indices[place] < pools[place].tail().len();
            if !fits {
                indices[place] = 0;
            }
            fits
        });
        if !advanced {
            drop((pools, indices));
            return exhausted(tool);
        }
    }
    let (pools, indices) = (tool.items.borrow(), tool.indices.borrow());
    let places = pools.iter().zip(indices.iter());
    keep_tuple(vm, tool, places.map(|(pool, &at)| pool.tail().get(at).and_then(Slot::get)))
}

static PRODUCT_NEW: Method =
    staticmethod("__new__", "(type, *iterables, repeat=1)", product_new, NEW_DOC);

pub static PRODUCT: TypeSpec = tool::<{ kinds::PRODUCT.0 }>(
    "product",
    &PRODUCT_NEW,
    product_next,
    "Cartesian product of input iterables.  Equivalent to nested for-loops.",
);

fn combinations_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (pool, size) = pool_and_size(vm, args)?;
    let none = size > pool.len();
    let indices = if none { Vec::new() } else { (0..size).collect() };
    new_choice::<{ kinds::COMBINATIONS.0 }>(vm, args.req(0), pool, indices, none)
}

fn combinations_next(vm: &Vm, combinations: &Ref) -> Eval {
    let tool = state::<{ kinds::COMBINATIONS.0 }>(combinations);
    if tool.at.get() != 0 {
        return Ok(Value::Undef);
    }
    if tool.flag.replace(true) {
        let count = tool.items.borrow().len();
        let mut indices = tool.indices.borrow_mut();
        let size = indices.len();
        // The rightmost index that can still rise.
        let Some(place) = (0..size).rev().find(|&place| indices[place] != place + count - size)
        else {
            drop(indices);
            return exhausted(tool);
        };
        let first = indices[place] + 1;
        for (offset, index) in indices[place..].iter_mut().enumerate() {
            *index = first + offset;
        }
    }
    chosen(vm, tool)
}

static COMBINATIONS_NEW: Method =
    staticmethod("__new__", "(type, iterable, r)", combinations_new, NEW_DOC);

pub static COMBINATIONS: TypeSpec = tool::<{ kinds::COMBINATIONS.0 }>(
    "combinations",
    &COMBINATIONS_NEW,
    combinations_next,
    "Return successive r-length combinations of elements in the iterable.\n\n\
     combinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), (1,2,3)",
);

fn replacement_new(vm: &Vm, args: Args<'_>) -> Eval {
    let (pool, size) = pool_and_size(vm, args)?;
    let none = pool.is_empty() && size > 0;
    vm.charge(size.saturating_mul(size_of::<usize>()))?;
    new_choice::<{ kinds::COMBINATIONS_WITH_REPLACEMENT.0 }>(
        vm,
        args.req(0),
        pool,
        vec![0; size],
        none,
    )
}

fn replacement_next(vm: &Vm, combinations: &Ref) -> Eval {
    let tool = state::<{ kinds::COMBINATIONS_WITH_REPLACEMENT.0 }>(combinations);
    if tool.at.get() != 0 {
        return Ok(Value::Undef);
    }
    if tool.flag.replace(true) {
        let count = tool.items.borrow().len();
        let mut indices = tool.indices.borrow_mut();
        let Some(place) = (0..indices.len()).rev().find(|&place| indices[place] != count - 1)
        else {
            drop(indices);
            return exhausted(tool);
        };
        let index = indices[place] + 1;
        indices[place..].fill(index);
    }
    chosen(vm, tool)
}

static REPLACEMENT_NEW: Method =
    staticmethod("__new__", "(type, iterable, r)", replacement_new, NEW_DOC);

pub static COMBINATIONS_WITH_REPLACEMENT: TypeSpec = tool::<
    { kinds::COMBINATIONS_WITH_REPLACEMENT.0 },
>(
    "combinations_with_replacement",
    &REPLACEMENT_NEW,
    replacement_next,
    "Return successive r-length combinations of elements in the iterable allowing individual elements \
     to have successive repeats.\n\n\
     combinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), \
     ('C','C')",
);

/// `permutations` keeps all places in `indices` and how far each has turned in `cycles`.
fn permutations_new(vm: &Vm, args: Args<'_>) -> Eval {
    let pool = vm.packed(args.req(1), |pool| vm.collect(pool))?;
    let size = match args.get(2).filter(|size| !vm.is_none(size)) {
        Some(size) if int_view(size).is_none() => {
            return Err(vm.type_error("Expected int as r"));
        }
        Some(size) => choice_size(vm, vm.size_of(size)?)?,
        None => pool.len(),
    };
    let count = pool.len();
    let none = size > count;
    let cycles = if none { Vec::new() } else { (0..size).map(|place| count - place).collect() };
    let tool = Tool {
        items: RefCell::new(pool),
        indices: RefCell::new((0..count).collect()),
        cycles: RefCell::new(cycles),
        at: Cell::new(none.into()),
        ..Tool::default()
    };
    make::<{ kinds::PERMUTATIONS.0 }>(vm, args.req(0), tool)
}

/// Goes on to the next permutation; whether there is one.
fn permute(indices: &mut [usize], cycles: &mut [usize]) -> bool {
    let count = indices.len();
    for place in (0..cycles.len()).rev() {
        cycles[place] -= 1;
        if cycles[place] > 0 {
            indices.swap(place, count - cycles[place]);
            return true;
        }
        indices[place..].rotate_left(1);
        cycles[place] = count - place;
    }
    false
}

fn permutations_next(vm: &Vm, permutations: &Ref) -> Eval {
    let tool = state::<{ kinds::PERMUTATIONS.0 }>(permutations);
    if tool.at.get() != 0 {
        return Ok(Value::Undef);
    }
    if tool.flag.replace(true)
        && !permute(&mut tool.indices.borrow_mut(), &mut tool.cycles.borrow_mut())
    {
        return exhausted(tool);
    }
    let (items, indices) = (tool.items.borrow(), tool.indices.borrow());
    let size = tool.cycles.borrow().len();
    keep_tuple(vm, tool, indices[..size].iter().map(|&at| items.get(at).cloned()))
}

static PERMUTATIONS_NEW: Method =
    staticmethod("__new__", "(type, iterable, r=None)", permutations_new, NEW_DOC);

pub static PERMUTATIONS: TypeSpec = tool::<{ kinds::PERMUTATIONS.0 }>(
    "permutations",
    &PERMUTATIONS_NEW,
    permutations_next,
    "Return successive r-length permutations of elements in the iterable.\n\n\
     permutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), (2,0), (2,1)",
);
