//! The `_tracemalloc` module: switching the tracer, and its traces as Python objects.

use crate::heap::Ref;
use crate::runtime::object::number::int_view;
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::tracer::Made;
use crate::runtime::{Args, Eval, Raised, Value, Vm};

static FUNCTIONS: [Method; 10] = [
    function(
        "_get_object_traceback",
        "(obj, /)",
        get_object_traceback,
        "Get the traceback where the Python object obj was allocated.",
    ),
    function(
        "_get_traces",
        "()",
        get_traces,
        "Get traces of all memory blocks allocated by Python.",
    ),
    function("clear_traces", "()", clear_traces, "Clear traces of memory blocks."),
    function(
        "get_traceback_limit",
        "()",
        get_traceback_limit,
        "Get the maximum number of frames stored in the traceback of a trace.",
    ),
    function(
        "get_traced_memory",
        "()",
        get_traced_memory,
        "Get the current size and peak size of memory blocks traced by tracemalloc.",
    ),
    function(
        "get_tracemalloc_memory",
        "()",
        get_tracemalloc_memory,
        "Get the memory usage in bytes of the tracemalloc module.",
    ),
    function("is_tracing", "()", is_tracing, "Return True if allocations are being traced."),
    function("reset_peak", "()", reset_peak, "Set the peak size to the current size."),
    function("start", "(nframe=1, /)", start, "Start tracing Python memory allocations."),
    function("stop", "()", stop, "Stop tracing Python memory allocations."),
];

pub static TRACEMALLOC: ModuleSpec = ModuleSpec {
    name: "_tracemalloc",
    doc: "Traces the cells of Refscope's heap.",
    functions: &FUNCTIONS,
    types: &[],
    setup: None,
};

/// The longest traceback that can be asked for.
const MOST_FRAMES: i64 = 65535;

fn start(vm: &Vm, args: Args<'_>) -> Eval {
    let frames = match args.get(0) {
        Some(frames) if int_view(frames).is_none() => {
            let class = vm.class_name(frames);
            return Err(
                vm.type_error(format!("'{class}' object cannot be interpreted as an integer"))
            );
        }
        Some(frames) => vm.index_of(frames)?,
        None => 1,
    };
    if !(1..=MOST_FRAMES).contains(&frames) {
        let message = format!("the number of frames must be in range [1; {MOST_FRAMES}]");
        return Err(vm.value_error(message));
    }
    vm.tracer.start(vm, frames as usize);
    Ok(Value::None)
}

fn stop(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.tracer.stop(vm);
    Ok(Value::None)
}

fn is_tracing(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::bool(vm.tracer.is_tracing()))
}

fn clear_traces(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.tracer.clear(vm);
    Ok(Value::None)
}

fn reset_peak(vm: &Vm, _args: Args<'_>) -> Eval {
    vm.tracer.reset_peak(vm);
    Ok(Value::None)
}

fn get_traceback_limit(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.tracer.limit() as i64))
}

fn get_tracemalloc_memory(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(vm.tracer.own_memory() as i64))
}

fn get_traced_memory(vm: &Vm, _args: Args<'_>) -> Eval {
    let (now, peak) = vm.tracer.memory(vm);
    let pair = vec![vm.new_int(now as i64)?, vm.new_int(peak as i64)?];
    vm.new_tuple(pair).map(Value::Obj)
}

/// `((file name, line), …)`, innermost first.
fn traceback(vm: &Vm, made: &Made) -> Result<Ref, Raised> {
    let line = |(source, line): &(crate::source::Source, u32)| {
        vm.new_tuple_of([vm.intern(source.name())?, vm.new_int(i64::from(*line))?])
    };
    vm.new_tuple(made.lines.iter().map(line).collect::<Result<_, _>>()?)
}

/// `(domain, size, traceback, number of frames)`.
fn trace(vm: &Vm, made: &Made) -> Result<Ref, Raised> {
    vm.new_tuple_of([
        vm.new_int(0)?,
        vm.new_int(made.size as i64)?,
        traceback(vm, made)?,
        vm.new_int(made.depth as i64)?,
    ])
}

fn get_traces(vm: &Vm, _args: Args<'_>) -> Eval {
    if !vm.tracer.is_tracing() {
        return vm.new_list(Vec::new()).map(Value::Obj);
    }
    let traces = vm.tracer.all(vm);
    // The list of traces is not itself traced.
    vm.heap.trace_cells(false);
    let traces = traces.iter().map(|made| trace(vm, made)).collect::<Result<Vec<_>, _>>();
    let list = traces.and_then(|traces| vm.new_list(traces));
    vm.heap.trace_cells(true);
    list.map(Value::Obj)
}

/// `(traceback, number of frames)`, or `None`.
fn get_object_traceback(vm: &Vm, args: Args<'_>) -> Eval {
    match vm.tracer.at(args.req(0).address()) {
        Some(made) => {
            let pair = vec![traceback(vm, &made)?, vm.new_int(made.depth as i64)?];
            vm.new_tuple(pair).map(Value::Obj)
        }
        None => Ok(Value::None),
    }
}
