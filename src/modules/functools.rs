//! `_functools`: the native part of `functools`; the decorators around it are in Python.

use crate::heap::Ref;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::stack::Role;
use crate::runtime::{Args, ErrorKind, Eval, Raised, Value, Vm};
use crate::types::functools::{LRU_CACHE, PARTIAL, new_key_function};

pub static FUNCTOOLS: ModuleSpec = ModuleSpec {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: &FUNCTIONS,
    types: &[&LRU_CACHE, &PARTIAL],
    setup: None,
};

static FUNCTIONS: [Method; 2] = [
    function(
        "cmp_to_key",
        "(mycmp)",
        |vm, args| new_key_function(vm, args.req(0)),
        "Convert a cmp= function into a key= function.",
    ),
    function(
        "reduce",
        "(function, iterable, initial=None, /)",
        reduce,
        "Apply a function of two arguments cumulatively to the items of an iterable, from left to \
         right.",
    ),
];

/// `functools.reduce`: the iterator and the result so far stand on the slot stack.
fn reduce(vm: &Vm, args: Args<'_>) -> Eval {
    let (func, iterable) = (args.req(0), args.req(1));
    let iterator = match vm.iter(iterable) {
        Ok(iterator) => iterator,
        Err(raised) if vm.pending_is(&raised, ErrorKind::TypeError) => {
            drop(vm.take_raised(raised));
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        Err(raised) => return Err(raised),
    };
    let at = vm.stack.push(iterator, Role::Iterator);
    let result = fold(vm, func, at, args.get(2).cloned());
    vm.stack.truncate(at);
    result
}

fn fold(vm: &Vm, func: &Ref, at: usize, initial: Option<Ref>) -> Eval {
    let iterator = vm.stack.window(at, 1).req(0);
    let mut result = match initial {
        Some(initial) => initial,
        None => match vm.next(iterator)? {
            Value::Undef => return Err(empty(vm)),
            first => vm.to_object(first)?,
        },
    };
    loop {
        let held = vm.stack.push(result, Role::Builtin);
        let item = vm.next(iterator)?;
        let held_result = vm.stack.take(held);
        vm.stack.truncate(held);
        let Some(so_far) = held_result else { return Ok(Value::None) };
        if item.is_undef() {
            return Ok(Value::Obj(so_far));
        }
        // A tuple of arguments holds both as well, in CPython one and the same for all calls.
        let packed = vm.new_tuple_of([so_far, vm.to_object(item)?])?;
        let value = vm.keep(packed, Role::Argument, |packed| {
            let pair = [packed.fixed_item(0), packed.fixed_item(1)];
            let [Some(so_far), Some(item)] = pair else { return Ok(Value::None) };
            vm.call(func, &[so_far, item])
        })?;
        result = vm.to_object(value)?;
        vm.poll()?;
    }
}

fn empty(vm: &Vm) -> Raised {
    vm.type_error("reduce() of empty iterable with no initial value")
}
