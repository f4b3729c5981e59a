//! The exception that is handled, and what becomes of one that nobody catches.

use crate::heap::Ref;
use crate::runtime::object::{Dict, Exception, Module};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

pub(super) fn exception(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(vm.handled.get().map_or(Value::None, Value::Obj))
}

pub(super) fn exc_info(vm: &Vm, _args: Args<'_>) -> Eval {
    let Some(handled) = vm.handled.get() else {
        return vm.new_tuple_of([vm.none(), vm.none(), vm.none()]).map(Value::Obj);
    };
    let class = vm.class_of(&handled).clone();
    let traceback = handled.get::<Exception>().and_then(|payload| payload.traceback.get());
    let traceback = traceback.unwrap_or_else(|| vm.none());
    vm.new_tuple_of([class, handled, traceback]).map(Value::Obj)
}

/// Keeps an uncaught exception as `sys.last_exc` and its older names.
pub fn remember_last(vm: &Vm, exception: Ref) {
    let sys = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys"));
    match sys.as_ref().and_then(|sys| sys.get::<Module>()) {
        Some(sys) => {
            if let Err(raised) = set_last(vm, &sys.dict, &exception) {
                drop(vm.take_raised(raised));
            }
        }
        None => vm.last_exc.set(Some(exception)),
    }
}

/// Lets go of `sys.last_exc` and its older names at the end of a session.
pub fn forget_last(vm: &Vm) {
    vm.last_exc.set(None);
    let sys = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys"));
    let Some(sys) = sys.as_ref().and_then(|sys| sys.get::<Module>()) else { return };
    for name in ["last_exc", "last_type", "last_value", "last_traceback"] {
        match sys.dict.as_ref::<Dict>().remove(vm, &vm.name(name)) {
            Ok(entry) => drop(entry),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
}

pub(super) fn set_last(vm: &Vm, namespace: &Ref, exception: &Ref) -> Result<(), Raised> {
    let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
    let values = [
        ("last_exc", exception.clone()),
        ("last_type", vm.class_of(exception).clone()),
        ("last_value", exception.clone()),
        ("last_traceback", traceback.unwrap_or_else(|| vm.none())),
    ];
    for (name, value) in values {
        namespace.as_ref::<Dict>().set(vm, vm.name(name), value)?;
    }
    Ok(())
}

pub(super) fn excepthook(vm: &Vm, args: Args<'_>) -> Eval {
    let exception = args.req(1);
    if exception.is::<Exception>() {
        let text = vm.traceback_text(exception);
        vm.tell_stderr(&text);
    } else {
        let class = vm.class_name(exception);
        vm.tell_stderr(&format!(
            "TypeError: print_exception(): Exception expected for value, {class} found\n"
        ));
    }
    Ok(Value::None)
}

/// Hands an uncaught exception to the hook or the stderr that the program has put in place of our
/// own; whether there is one.
pub fn tell_excepthook(vm: &Vm, exception: &Ref) -> bool {
    let Some(sys) = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys")) else { return false };
    let Some(module) = sys.get::<Module>() else { return false };
    let entry = |name: &str| module.dict.as_ref::<Dict>().get_str(&vm.name(name));
    let (Some(hook), Some(own)) = (entry("excepthook"), entry("__excepthook__")) else {
        return false;
    };
    if hook.same(&own) {
        let elsewhere = vm.redirected("stderr").is_some();
        if elsewhere {
            vm.tell_stderr(&vm.traceback_text(exception));
        }
        return elsewhere;
    }
    let class = vm.class_of(exception).clone();
    let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
    let traceback = traceback.unwrap_or_else(|| vm.none());
    match vm.call(&hook, &[&class, exception, &traceback]) {
        Ok(_) => true,
        Err(raised) => {
            let failed = vm.take_raised(raised);
            let text = vm.traceback_text(&failed);
            vm.tell_stderr(&format!("Error in sys.excepthook:\n{text}\nOriginal exception was:\n"));
            false
        }
    }
}
