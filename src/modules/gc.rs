//! The `gc` module: the cycle collector from Python.

use std::collections::HashSet;

use super::referents::{referents, transparent_dict};
use crate::gc;
use crate::heap::{Flag, Ref};
use crate::runtime::object::number::int_view;
use crate::runtime::object::{Dict, Function, Instance, List};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm, kinds};

static FUNCTIONS: [Method; 18] = [
    function(
        "collect",
        "(generation=2)",
        collect,
        "Run the garbage collector and return the number of unreachable objects.",
    ),
    function("disable", "()", disable, "Disable automatic garbage collection."),
    function("enable", "()", enable, "Enable automatic garbage collection."),
    function(
        "freeze",
        "()",
        freeze,
        "Freeze all current tracked objects and ignore them for future collections.",
    ),
    function(
        "get_count",
        "()",
        get_count,
        "Return a three-tuple of the current collection counts.",
    ),
    function("get_debug", "()", get_debug, "Get the garbage collection debugging flags."),
    function(
        "get_freeze_count",
        "()",
        get_freeze_count,
        "Return the number of objects in the permanent generation.",
    ),
    function(
        "get_objects",
        "(generation=None)",
        get_objects,
        "Return a list of objects tracked by the collector (excluding the list returned).",
    ),
    function(
        "get_referents",
        "(*objs)",
        get_referents,
        "Return the list of objects that are directly referred to by 'objs'.",
    ),
    function(
        "get_referrers",
        "(*objs)",
        get_referrers,
        "Return the list of objects that directly refer to any of 'objs'.",
    ),
    function(
        "get_stats",
        "()",
        get_stats,
        "Return a list of dictionaries containing per-generation statistics.",
    ),
    function("get_threshold", "()", get_threshold, "Return the current collection thresholds."),
    function(
        "is_finalized",
        "(obj, /)",
        is_finalized,
        "Returns true if the object has been already finalized by the GC.",
    ),
    function(
        "is_tracked",
        "(obj, /)",
        is_tracked,
        "Returns true if the object is tracked by the garbage collector.",
    ),
    function(
        "isenabled",
        "()",
        isenabled,
        "Returns true if automatic garbage collection is enabled.",
    ),
    function("set_debug", "(flags, /)", set_debug, "Set the garbage collection debugging flags."),
    function(
        "set_threshold",
        "(threshold0=None, threshold1=None, threshold2=None, /, *args)",
        set_threshold,
        "Set the collection thresholds (the collection frequency).",
    ),
    function("unfreeze", "()", unfreeze, "Unfreeze all objects in the permanent generation."),
];

pub static GC: ModuleSpec = ModuleSpec {
    name: "gc",
    doc: "This module provides access to the garbage collector for reference cycles.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

fn setup(vm: &Vm, dict: &Ref) -> Result<(), Raised> {
    let namespace = dict.as_ref::<Dict>();
    let constants = [
        ("DEBUG_STATS", 1),
        ("DEBUG_COLLECTABLE", 2),
        ("DEBUG_UNCOLLECTABLE", 4),
        ("DEBUG_SAVEALL", 32),
        ("DEBUG_LEAK", 38),
    ];
    for (name, value) in constants {
        namespace.set(vm, vm.name(name), vm.new_int(value)?)?;
    }
    let garbage = vm.new_list(Vec::new())?;
    vm.collector.garbage.set(Some(garbage.clone()));
    namespace.set(vm, vm.name("garbage"), garbage)?;
    let callbacks = vm.new_list(Vec::new())?;
    vm.collector.callbacks.set(Some(callbacks.clone()));
    namespace.set(vm, vm.name("callbacks"), callbacks)
}

fn enable(vm: &Vm, _args: Args<'_>) -> Eval {
    gc::set_enabled(&vm.heap, true);
    Ok(Value::None)
}

fn disable(vm: &Vm, _args: Args<'_>) -> Eval {
    gc::set_enabled(&vm.heap, false);
    Ok(Value::None)
}

fn isenabled(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::bool(gc::is_enabled(&vm.heap)))
}

/// A generation from 0 to 2.
fn generation(vm: &Vm, object: &Ref) -> Result<u8, Raised> {
    match vm.index_of(object)? {
        known @ 0..=2 => Ok(known as u8),
        _ => Err(vm.no_such_generation()),
    }
}

fn collect(vm: &Vm, args: Args<'_>) -> Eval {
    let generation = match args.get(0) {
        Some(given) => generation(vm, given)?,
        None => 2,
    };
    let collected = vm.collect_garbage(generation);
    vm.poll()?;
    Ok(Value::Int((collected.collected + collected.uncollectable) as i64))
}

fn get_count(vm: &Vm, _args: Args<'_>) -> Eval {
    three(vm, gc::count(&vm.heap))
}

fn get_threshold(vm: &Vm, _args: Args<'_>) -> Eval {
    three(vm, gc::threshold(&vm.heap))
}

fn three(vm: &Vm, numbers: [i64; 3]) -> Eval {
    let numbers = numbers.into_iter().map(|number| vm.new_int(number)).collect::<Result<_, _>>()?;
    vm.new_tuple(numbers).map(Value::Obj)
}

fn set_threshold(vm: &Vm, args: Args<'_>) -> Eval {
    if args.get(0).is_none() || args.rest().len() > 0 {
        return Err(vm.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut thresholds = gc::threshold(&vm.heap);
    for (index, threshold) in thresholds.iter_mut().enumerate() {
        if let Some(given) = args.get(index) {
            *threshold = vm.index_of(given)?;
        }
    }
    gc::set_threshold(&vm.heap, thresholds);
    Ok(Value::None)
}

fn get_debug(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.collector.debug.get()))
}

fn set_debug(vm: &Vm, args: Args<'_>) -> Eval {
    vm.collector.debug.set(vm.index_of(args.req(0))?);
    Ok(Value::None)
}

fn get_stats(vm: &Vm, _args: Args<'_>) -> Eval {
    let mut rows = Vec::new();
    for stats in gc::stats(&vm.heap) {
        let numbers = [
            ("collections", stats.collections),
            ("collected", stats.collected),
            ("uncollectable", stats.uncollectable),
        ];
        let pairs = numbers
            .into_iter()
            .map(|(name, number)| Ok((vm.name(name), vm.new_int(number as i64)?)))
            .collect::<Result<_, Raised>>()?;
        rows.push(vm.new_dict(pairs)?);
    }
    vm.new_list(rows).map(Value::Obj)
}

fn get_objects(vm: &Vm, args: Args<'_>) -> Eval {
    let generation = match args.get(0).filter(|given| !vm.is_none(given)) {
        None => None,
        Some(given) => {
            if int_view(given).is_none() {
                let class = vm.class_name(given);
                return Err(
                    vm.type_error(format!("argument should be integer or None, not '{class}'"))
                );
            }
            match vm.index_of(given)? {
                known @ 0..=2 => Some(known as u8),
                -1 => None,
                negative if negative < 0 => {
                    return Err(vm.value_error("generation parameter cannot be negative"));
                }
                _ => {
                    return Err(vm.value_error(
                        "generation parameter must be less than the number of available generations (3)",
                    ));
                }
            }
        }
    };
    vm.new_list(gc::objects(&vm.heap, generation)).map(Value::Obj)
}

fn get_referents(vm: &Vm, args: Args<'_>) -> Eval {
    let mut found = Vec::new();
    for object in args.rest() {
        if gc::is_tracked(object) || may_refer(object) {
            found.extend(referents(vm, object));
        }
    }
    vm.new_list(found).map(Value::Obj)
}

/// Whether cells of this kind refer to others at all, tracked or not.
fn may_refer(object: &Ref) -> bool {
    object.is::<Dict>() || object.is::<List>() || !object.tail().is_empty()
}

fn get_referrers(vm: &Vm, args: Args<'_>) -> Eval {
    let targets: Vec<Ref> = args.rest().cloned().collect();
    let is_target = |object: &Ref| targets.iter().any(|target| target.same(object));
    let asks_builtins = is_target(&vm.builtins);
    let mut transparent = HashSet::new();
    gc::for_each(&vm.heap, &mut |cell| {
        transparent.extend(transparent_dict(vm, cell).map(|dict| dict.address()));
    });
    let mut found = Vec::new();
    gc::for_each(&vm.heap, &mut |cell| {
        let mut may = asks_builtins && cell.is::<Function>();
        cell.trace(&mut |held| may |= is_target(held));
        if let Some(instance) = cell.get::<Instance>() {
            instance.dict.visit(&mut |dict| dict.trace(&mut |held| may |= is_target(held)));
        }
        if may
            && !transparent.contains(&cell.address())
            && referents(vm, cell).iter().any(is_target)
        {
            found.push(cell.clone());
        }
    });
    drop(targets);
    vm.new_list(found).map(Value::Obj)
}

fn is_tracked(_vm: &Vm, args: Args<'_>) -> Eval {
    let object = args.req(0);
    // The collector passes over what builtin classes hold for good; CPython's does not.
    let descriptor = matches!(
        object.kind(),
        kinds::SLOT_WRAPPER
            | kinds::METHOD_DESCRIPTOR
            | kinds::CLASSMETHOD_DESCRIPTOR
            | kinds::GETSET
            | kinds::BUILTIN_FUNCTION
    );
    Ok(Value::bool(descriptor || gc::is_tracked(object)))
}

fn is_finalized(_vm: &Vm, args: Args<'_>) -> Eval {
    Ok(Value::bool(args.req(0).has_flag(Flag::FINALIZED)))
}

fn freeze(vm: &Vm, _args: Args<'_>) -> Eval {
    gc::freeze(&vm.heap);
    Ok(Value::None)
}

fn unfreeze(vm: &Vm, _args: Args<'_>) -> Eval {
    gc::unfreeze(&vm.heap);
    Ok(Value::None)
}

fn get_freeze_count(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(gc::freeze_count(&vm.heap) as i64))
}
