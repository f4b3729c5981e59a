//! Running a cell of a notebook that awaits at its top level.

use super::lower::Mode;
use super::run::{CompileError, Compiled, compile_as};
use crate::heap::Ref;
use crate::runtime::object::{Exception, FrameObject, Function, Traceback};
use crate::runtime::stack::Role;
use crate::runtime::{Eval, Raised, Value, Vm};
use crate::source::Source;

/// Compiles a cell that awaits.
///
/// # Errors
/// As [`super::run::compile`].
pub fn compile_cell(vm: &Vm, source: &Source, mode: Mode) -> Result<Compiled, CompileError> {
    compile_as(vm, source, mode, false, true, vm.optimize)
}

/// Runs such a cell to its end in the event loop of the notebook.
///
/// # Errors
/// What the cell raises; its traceback begins with the cell.
pub fn run_cell(vm: &Vm, compiled: Compiled, globals: &Ref) -> Eval {
    let Compiled { code, constants } = compiled;
    let at = vm.stack.top();
    super::run::keep_constants(vm, constants)?;
    let result = vm.keep(code, Role::Running, |code| {
        run_coroutine(vm, code, globals).map_err(|raised| begun_in(vm, raised, code))
    });
    vm.stack.truncate(at);
    result
}

fn run_coroutine(vm: &Vm, code_ref: &Ref, globals: &Ref) -> Eval {
    let function = vm.alloc(Function::of_unit(code_ref, globals))?;
    let coroutine = vm.call_handed(function, [])?;
    let at = vm.stack.push(vm.to_object(coroutine)?, Role::Running);
    let run = vm.import("_asyncio_cells").and_then(|module| vm.get_attr_text(&module, "run"));
    let run = vm.to_object(run?)?;
    let coroutine = vm.stack.take(at);
    vm.stack.truncate(at);
    match coroutine {
        Some(coroutine) => vm.call_handed(run, [coroutine]),
        None => Ok(Value::None),
    }
}

/// Drops the entries of the event loop from the head of a traceback.
fn begun_in(vm: &Vm, raised: Raised, code: &Ref) -> Raised {
    let exception = vm.take_raised(raised);
    if let Some(payload) = exception.get::<Exception>() {
        let mut entry = payload.traceback.get();
        while let Some(at) = &entry {
            let traceback = at.as_ref::<Traceback>();
            if traceback.frame.as_ref::<FrameObject>().code.same(code) {
                payload.traceback.set(entry);
                break;
            }
            entry = traceback.next.get();
        }
    }
    vm.reraise_traced(exception)
}
