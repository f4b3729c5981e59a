//! Running a Python function: its frame and its end.

use crate::heap::{Ref, Slot};
use crate::runtime::object::tuple::tuple_items;
use crate::runtime::object::{CellObject, Code, Function};
use crate::runtime::stack::{Frame, FrameSlots, Role};
use crate::runtime::{ErrorKind, Eval, Flow, Raised, Value, Vm};

/// Calls the Python function in the window at `at`; see [`crate::runtime::call`].
pub fn call_python(vm: &Vm, at: usize, names: Option<&Ref>) -> Eval {
    call_function(vm, at, vm.first_argument(at), names)
}

/// As [`call_python`] for a call of `func` with `given` arguments, without keywords, the first of
/// them at `first`.
#[inline(always)]
pub fn call_positional(vm: &Vm, func: &Ref, at: usize, first: usize, given: usize) -> Eval {
    let function = func.as_ref::<Function>();
    if let Some(code_ref) = function.code.get() {
        let code = code_ref.as_ref::<Code>();
        if code.plain_arity == given {
            return call_plain(vm, func, function, &code_ref, code, at, first);
        }
    }
    call_function(vm, at, first, None)
}

/// As [`call_positional`] for the `__init__` of an instance that a call makes. Given just what it
/// takes, CPython makes a frame that waits for the instance, which counts as a level of its own
/// (`CALL_ALLOC_AND_ENTER_INIT`).
#[inline(always)]
pub fn call_init(vm: &Vm, init: &Ref, at: usize, first: usize, given: usize) -> Eval {
    let takes = |code: Option<&Ref>| Some(code?.as_ref::<Code>().parameters.exactly);
    let waiting = usize::from(init.as_ref::<Function>().code.look(takes) == Some(given));
    vm.depth.set(vm.depth.get() + waiting);
    let result = call_positional(vm, init, at, first, given);
    vm.depth.set(vm.depth.get() - waiting);
    result
}

/// Calls a function whose arguments stand where its parameters are, and that needs no cells.
#[inline(always)]
fn call_plain(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    at: usize,
    first: usize,
) -> Eval {
    match vm.enter_frame(first, code.slot_count) {
        Ok(slots) => {
            if !code.free.is_empty() {
                bring_closure(vm, function, code, first);
            }
            let result = run(vm, func, function, code_ref, code, first, slots);
            vm.leave();
            vm.stack.close_call(at, slots);
            result
        }
        Err(raised) => {
            vm.stack.end_call(at);
            Err(raised)
        }
    }
}

/// As [`call_python`], where the place of the first argument is known.
#[inline(never)]
pub fn call_function(vm: &Vm, at: usize, first: usize, names: Option<&Ref>) -> Eval {
    // The function stays in its slot while it runs.
    let Some(func) = vm.stack.standing(at) else {
        vm.stack.truncate(at);
        return Err(vm.type_error("the function is gone"));
    };
    let function = func.as_ref::<Function>();
    let Some(code_ref) = function.code.get() else {
        vm.stack.truncate(at);
        return Err(vm.type_error("the function has no code"));
    };
    let code = code_ref.as_ref::<Code>();
    if names.is_none() && code.plain_arity == vm.stack.top() - first {
        return call_plain(vm, func, function, &code_ref, code, at, first);
    }
    if code.flags.unread {
        // What is read takes the place of this code, which nobody else may hold then.
        drop(code_ref);
        return call_unread(vm, at, first, names);
    }
    let bound = if names.is_none() && vm.stack.top() - first == code.parameters.exactly {
        Ok(())
    } else {
        super::binding::arrange(vm, function, code, first, names)
    };
    let result = match bound.and_then(|()| vm.enter_frame(first, code.slot_count)) {
        Ok(slots) => {
            let result = prepare_and_run(vm, func, function, &code_ref, code, first, slots);
            vm.leave();
            result
        }
        Err(raised) => Err(raised),
    };
    vm.stack.end_call(at);
    result
}

/// As [`call_function`] for the first call of a function whose body is yet to be read.
#[cold]
#[inline(never)]
fn call_unread(vm: &Vm, at: usize, first: usize, names: Option<&Ref>) -> Eval {
    let read = match vm.stack.standing(at) {
        Some(func) => func.as_ref::<Function>().code(vm).map(drop),
        None => Ok(()),
    };
    match read {
        Ok(()) => call_function(vm, at, first, names),
        Err(raised) => {
            vm.stack.end_call(at);
            Err(raised)
        }
    }
}

/// Makes the cells that the function needs; a generator function then makes its generator.
#[inline(always)]
fn prepare_and_run(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
    slots: FrameSlots<'_>,
) -> Eval {
    make_cells(vm, code, first)?;
    bring_closure(vm, function, code, first);
    if code.flags.makes.waits() {
        return super::generator::new_generator(vm, func, function, code_ref, code, first);
    }
    run(vm, func, function, code_ref, code, first, slots)
}

#[inline(always)]
fn run(
    vm: &Vm,
    func: &Ref,
    function: &Function,
    code_ref: &Ref,
    code: &Code,
    first: usize,
    slots: FrameSlots<'_>,
) -> Eval {
    let frame = Frame::new(vm, code, code_ref, Some(func), &function.globals, first, slots);
    let guard = vm.stack.enter(&frame);
    let flow = match vm.poll() {
        Ok(()) => code.body.run(&frame),
        Err(raised) => Flow::Raise(raised),
    };
    let result = match flow {
        Flow::Return(value) => Ok(value),
        Flow::Raise(raised) => {
            let raised = leave_raising(vm, &frame, raised);
            vm.stack.truncate(first + code.slot_count);
            Err(raised)
        }
        _ => Ok(Value::None),
    };
    if !frame.object.is_none() {
        vm.detach_frame(&frame, code.variables.len() + code.free.len());
    }
    drop(guard);
    result
}

/// Adds the frame to the traceback; the caller's place in it is yet to be known.
#[cold]
#[inline(never)]
pub fn leave_raising(vm: &Vm, frame: &Frame<'_>, raised: Raised) -> Raised {
    let raised = vm.add_traceback(frame, raised);
    vm.leave_frame_traceback();
    raised
}

/// Gives captured locals their cells.
fn make_cells(vm: &Vm, code: &Code, first: usize) -> Result<(), Raised> {
    for &slot in &code.captured {
        let place = first + slot as usize;
        let content = vm.stack.take(place);
        let cell = vm.alloc(CellObject { content: Slot::from(content) })?;
        vm.stack.set(place, Some(cell));
    }
    Ok(())
}

/// Puts the closure's cells into their slots.
#[inline]
fn bring_closure(vm: &Vm, function: &Function, code: &Code, first: usize) {
    function.closure.look(|closure| {
        let cells = closure.and_then(tuple_items).unwrap_or(&[]);
        for (index, cell) in cells.iter().enumerate() {
            vm.stack.set(first + code.variables.len() + index, cell.get());
        }
    });
}

/// Runs the code of a module, a class body or `exec` in a frame of its own.
pub fn run_code_in(
    vm: &Vm,
    code_ref: &Ref,
    globals: &Ref,
    namespace: Option<&Ref>,
    closure: Option<&Ref>,
) -> Eval {
    let code = code_ref.as_ref::<Code>();
    vm.enter(code.slot_count + 3)?;
    let at = vm.stack.push(globals.clone(), Role::Namespace);
    if let Some(namespace) = namespace {
        vm.stack.push(namespace.clone(), Role::Namespace);
    }
    let first = vm.stack.top();
    vm.stack.grow_to(first + code.slot_count);
    let result = run_code_at(vm, code_ref, globals, namespace, closure, first);
    vm.stack.truncate(at);
    vm.leave();
    result
}

fn run_code_at(
    vm: &Vm,
    code_ref: &Ref,
    globals: &Ref,
    namespace: Option<&Ref>,
    closure: Option<&Ref>,
    first: usize,
) -> Eval {
    let code = code_ref.as_ref::<Code>();
    for &slot in &code.captured {
        let cell = vm.alloc(CellObject { content: Slot::empty() })?;
        vm.stack.set(first + slot as usize, Some(cell));
    }
    let cells = closure.and_then(tuple_items).unwrap_or(&[]);
    for (index, cell) in cells.iter().enumerate() {
        vm.stack.set(first + code.variables.len() + index, cell.get());
    }
    let slots = vm.stack.frame_slots(first, code.slot_count);
    let mut frame = Frame::new(vm, code, code_ref, None, globals, first, slots);
    frame.namespace = namespace;
    let guard = vm.stack.enter(&frame);
    let flow = code.body.run(&frame);
    let result = match flow {
        Flow::Return(value) => Ok(value),
        Flow::Raise(raised) => Err(leave_raising(vm, &frame, raised)),
        Flow::Next | Flow::Break | Flow::Continue => Ok(Value::None),
        Flow::Yield => Err(vm.raise(ErrorKind::SystemError, "yield outside a generator".into())),
    };
    if !frame.object.is_none() {
        vm.detach_frame(&frame, code.variables.len() + code.free.len());
    }
    drop(guard);
    result
}
