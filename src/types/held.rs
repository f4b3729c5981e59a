//! Running Python code with what a builtin holds standing on the slot stack.
//!
//! References taken out of a container are *moved* to the stack and used from there, so that each
//! counts once, as in CPython, and the books see it.

use crate::heap::{Flag, Ref, Slot};
use crate::runtime::object::quick_equal::quick_equal;
use crate::runtime::stack::Role;
use crate::runtime::{CompareOp, Eval, Raised, Vm, kinds};

/// Runs `run` on `objects`, which stand on the slot stack meanwhile and are dropped after.
#[inline]
pub fn with<const N: usize, R>(vm: &Vm, objects: [Ref; N], run: impl FnOnce([&Ref; N]) -> R) -> R {
    let at = vm.stack.top();
    for object in objects {
        vm.stack.push(object, Role::Builtin);
    }
    let window = vm.stack.window(at, N);
    let result = run(std::array::from_fn(|index| window.req(index)));
    vm.stack.truncate(at);
    result
}

/// `item == value`, or the same object.
#[inline]
pub fn equal(vm: &Vm, item: Ref, value: &Ref) -> Result<bool, Raised> {
    match quick_equal(&item, value) {
        Some(equal) => Ok(equal),
        None => with(vm, [item], |[item]| vm.equal(item, value)),
    }
}

/// `left == right` of two items.
pub fn equal_both(vm: &Vm, left: Ref, right: Ref) -> Result<bool, Raised> {
    with(vm, [left, right], |[left, right]| vm.equal(left, right))
}

/// `left op right` of two items.
pub fn compare(vm: &Vm, op: CompareOp, left: Ref, right: Ref) -> Eval {
    with(vm, [left, right], |[left, right]| vm.compare(op, left, right))
}

/// Appends `repr(item)` to `text`.
pub fn repr(vm: &Vm, item: Ref, text: &mut String) -> Result<(), Raised> {
    let repr = vm.repr_given(item)?;
    text.push_str(repr.text());
    Ok(())
}

/// Appends `repr` of each item that `get` gives for 0, 1, 2 …, until it gives none; the items are
/// parted by commas. The answer is how many there were.
pub fn repr_items(
    vm: &Vm,
    text: &mut String,
    get: &mut dyn FnMut(usize) -> Option<Ref>,
) -> Result<usize, Raised> {
    let mut at = 0;
    while let Some(item) = get(at) {
        if at > 0 {
            text.push_str(", ");
        }
        repr(vm, item, text)?;
        vm.poll()?;
        at += 1;
    }
    Ok(at)
}

/// `callable(*arguments)`, with the arguments held.
pub fn call(vm: &Vm, callable: &Ref, arguments: Vec<Ref>) -> Eval {
    let at = vm.stack.top();
    let count = arguments.len();
    if vm.stack.is_short_of(2 * count) {
        return Err(vm.too_many_arguments());
    }
    for argument in arguments {
        vm.stack.push(argument, Role::Builtin);
    }
    let window = vm.stack.window(at, count);
    let arguments: Vec<&Ref> = (0..count).map(|index| window.req(index)).collect();
    let result = vm.call(callable, &arguments);
    vm.stack.truncate(at);
    result
}

/// `func(*arguments)`, where the tuple `arguments` is held.
pub fn call_unpacked(vm: &Vm, func: Ref, arguments: &Ref) -> Eval {
    let items = arguments.tail();
    if vm.stack.is_short_of(items.len()) {
        return Err(vm.too_many_arguments());
    }
    let at = vm.stack.open_call(func);
    for item in items.iter().filter_map(Slot::get) {
        vm.stack.push(item, Role::Argument);
    }
    vm.call_window(at, None)
}

/// How many references are dropped by way of the slot stack, where the books see those that wait.
const SEEN: usize = 1 << 16;

/// Whether no code can run when the object dies.
pub fn dies_quietly(object: &Ref) -> bool {
    let atom = matches!(
        object.kind(),
        kinds::INT | kinds::FLOAT | kinds::STR | kinds::BOOL | kinds::NONE | kinds::BIG_INT
    );
    atom && !object.has_flag(Flag::EXTENDED) && !object.has_flag(Flag::HAS_WEAKREFS)
}

/// Drops references last to first; those that wait stand on the slot stack.
pub fn drop_backwards(vm: &Vm, mut objects: Vec<Ref>) {
    if objects.iter().all(dies_quietly)
        || objects.len() > SEEN
        || vm.stack.is_short_of(objects.len())
    {
        while let Some(object) = objects.pop() {
            drop(object);
        }
        return;
    }
    let at = vm.stack.top();
    for object in objects {
        vm.stack.push(object, Role::Builtin);
    }
    while vm.stack.top() > at {
        drop(vm.stack.pop());
    }
}

/// Drops references first to last; those that wait stand on the slot stack.
pub fn drop_forwards(vm: &Vm, objects: Vec<Ref>) {
    if objects.iter().all(dies_quietly)
        || objects.len() > SEEN
        || vm.stack.is_short_of(objects.len())
    {
        return drop(objects);
    }
    let at = vm.stack.top();
    for object in objects {
        vm.stack.push(object, Role::Builtin);
    }
    vm.stack.truncate(at);
}
