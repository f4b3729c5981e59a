//! What `sys` says and is told about coroutines and asynchronous generators.

use crate::heap::{Ref, Slot};
use crate::runtime::{Args, Eval, Raised, Value, Vm};

use super::struct_sequence;

/// `sys.get_asyncgen_hooks()`.
pub(super) fn get_asyncgen_hooks(vm: &Vm, _args: Args<'_>) -> Eval {
    let hook = |slot: &Slot| slot.get().unwrap_or_else(|| vm.none());
    let hooks = vec![hook(&vm.asynchrony.firstiter), hook(&vm.asynchrony.finalizer)];
    let known = &vm.asynchrony.hooks_class;
    let class = match known.get() {
        Some(class) => class,
        None => {
            let fields = ["firstiter", "finalizer"];
            let class = struct_sequence::new_class(vm, "sys.asyncgen_hooks", &fields)?;
            known.set(Some(class.clone()));
            class
        }
    };
    struct_sequence::instance(vm, &class, hooks).map(Value::Obj)
}

/// `sys.set_asyncgen_hooks(firstiter=..., finalizer=...)`: what is not given stays as it is.
pub(super) fn set_asyncgen_hooks(vm: &Vm, args: Args<'_>) -> Eval {
    let (firstiter, finalizer) = (args.get(0), args.get(1));
    check_hook(vm, firstiter, "firstiter")?;
    check_hook(vm, finalizer, "finalizer")?;
    let state = &vm.asynchrony;
    for (given, slot) in [(finalizer, &state.finalizer), (firstiter, &state.firstiter)] {
        if let Some(hook) = given {
            slot.set(Some(hook.clone()).filter(|hook| !vm.is_none(hook)));
        }
    }
    Ok(Value::None)
}

fn check_hook(vm: &Vm, hook: Option<&Ref>, name: &str) -> Result<(), Raised> {
    match hook.filter(|hook| !vm.is_none(hook) && vm.slot(hook, |slots| slots.call.is_none())) {
        Some(hook) => {
            let class = vm.class_name(hook);
            Err(vm.type_error(format!("callable {name} expected, got {class}")))
        }
        None => Ok(()),
    }
}

/// `sys.get_coroutine_origin_tracking_depth()`.
pub(super) fn get_origin_depth(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.asynchrony.origin_depth.get() as i64))
}

/// `sys.set_coroutine_origin_tracking_depth(depth)`.
pub(super) fn set_origin_depth(vm: &Vm, args: Args<'_>) -> Eval {
    let depth = vm.size_of(args.req(0))?;
    let Ok(depth) = usize::try_from(depth) else {
        return Err(vm.value_error("depth must be >= 0"));
    };
    vm.asynchrony.origin_depth.set(depth);
    Ok(Value::None)
}
