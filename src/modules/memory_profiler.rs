//! The `_memory_profiler` module: how the heap grows from line to line of profiled functions.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::heap::Ref;
use crate::runtime::object::{Code, Function};
use crate::runtime::spec::{Method, ModuleSpec, function};
use crate::runtime::{Args, Eval, Raised, Value, Vm};
use crate::source::{Source, Span};

static FUNCTIONS: [Method; 3] = [
    function("begin", "(function, /)", begin, "Begin to profile a call of a Python function."),
    function(
        "end",
        "()",
        end,
        "End the innermost profile: the file's name and (line, bytes, increment, times, text) rows.",
    ),
    function("usage", "()", usage, "Return the bytes in use in the heap."),
];

pub static MEMORY_PROFILER: ModuleSpec = ModuleSpec {
    name: "_memory_profiler",
    doc: "Measures Refscope's heap between the lines of a function.",
    functions: &FUNCTIONS,
    types: &[],
    setup: Some(setup),
};

/// What one line did.
#[derive(Default)]
struct Row {
    /// The most bytes there were after it.
    bytes: u64,
    increment: i64,
    times: u64,
}

/// A call that is being profiled.
struct Profile {
    /// The address of its code.
    code: u64,
    source: Source,
    span: Span,
    /// The line that runs, and the one before it.
    running: u32,
    before: Option<u32>,
    rows: BTreeMap<u32, Row>,
}

/// The calls being profiled, innermost last, and what was measured last.
#[derive(Default)]
struct Profiler {
    calls: RefCell<Vec<Profile>>,
    /// Cells made and freed when the account of buffers was last settled.
    settled: Cell<u64>,
}

const STATE: &str = "memory_profiler";

fn state(vm: &Vm) -> Rc<Profiler> {
    let mut extras = vm.extras.borrow_mut();
    let state = extras.entry(STATE).or_insert_with(|| Rc::new(Profiler::default()));
    state.clone().downcast::<Profiler>().unwrap_or_default()
}

/// Code compiled from now on stops at each statement.
fn setup(vm: &Vm, _dict: &Ref) -> Result<(), Raised> {
    vm.probes.want();
    Ok(())
}

impl Profiler {
    /// Bytes in use; exact where `exact`, or where enough has happened since the last time.
    fn measure(&self, vm: &Vm, exact: bool) -> u64 {
        let stats = vm.heap.stats();
        let happened = stats.allocated + stats.freed;
        if exact || happened - self.settled.get() > stats.cells / 8 {
            vm.heap.settle();
            self.settled.set(happened);
        }
        let stats = vm.heap.stats();
        stats.bytes + stats.external
    }

    /// The running line of the innermost call has ended; `next` is the one after it, if any.
    fn line_ended(&self, vm: &Vm, next: Option<u32>) {
        let first_time = {
            let calls = self.calls.borrow();
            let Some(call) = calls.last() else { return };
            !call.rows.contains_key(&call.running)
        };
        let bytes = self.measure(vm, first_time || next.is_none());
        let mut calls = self.calls.borrow_mut();
        let Some(call) = calls.last_mut() else { return };
        let before = call.before.and_then(|line| call.rows.get(&line)).map_or(0, |row| row.bytes);
        let row = call.rows.entry(call.running).or_default();
        row.increment += bytes as i64 - before as i64;
        row.bytes = row.bytes.max(bytes);
        row.times += 1;
        call.before = Some(call.running);
        call.running = next.unwrap_or(call.running);
    }

    /// A statement of the innermost profiled code comes next.
    fn stop(&self, vm: &Vm, source: &Source, next: Span) {
        let wanted = self.calls.borrow().last().map(|call| call.code);
        let mut running = None;
        vm.stack.each_frame(&mut |frame| {
            running = Some(frame.code_ref.address());
            false
        });
        if wanted.is_some() && wanted == running {
            self.line_ended(vm, Some(source.line_of(next.start)));
        }
    }
}

fn begin(vm: &Vm, args: Args<'_>) -> Eval {
    let function = args.req(0).get::<Function>();
    let code = function.map(|function| function.code(vm)).transpose()?.flatten();
    let Some(code) = code else { return Err(vm.type_error("a Python function is needed")) };
    let data = code.as_ref::<Code>();
    let state = state(vm);
    state.calls.borrow_mut().push(Profile {
        code: code.address(),
        source: data.source.clone(),
        span: data.span,
        running: data.source.line_of(data.span.start),
        before: None,
        rows: BTreeMap::new(),
    });
    let listening = state.clone();
    vm.probes.listen(Some(Rc::new(move |vm, source, next| listening.stop(vm, source, next))));
    Ok(Value::None)
}

fn end(vm: &Vm, _args: Args<'_>) -> Eval {
    let state = state(vm);
    state.line_ended(vm, None);
    let call = state.calls.borrow_mut().pop();
    if state.calls.borrow().is_empty() {
        vm.probes.listen(None);
    }
    let Some(call) = call else { return Err(vm.value_error("no call is being profiled")) };
    let last = call.source.line_of(call.span.end.saturating_sub(1));
    let mut rows = Vec::new();
    for line in call.source.line_of(call.span.start)..=last {
        let text = vm.new_str(call.source.line(line).unwrap_or(""))?;
        let numbers = match call.rows.get(&line) {
            Some(row) => [Some(row.bytes as i64), Some(row.increment), Some(row.times as i64)],
            None => [None; 3],
        };
        let mut fields = vec![vm.new_int(i64::from(line))?];
        for number in numbers {
            fields.push(number.map_or_else(|| Ok(vm.none()), |number| vm.new_int(number))?);
        }
        fields.push(text);
        rows.push(vm.new_tuple(fields)?);
    }
    let rows = vm.new_list(rows)?;
    vm.new_tuple_of([vm.new_str(call.source.name())?, rows]).map(Value::Obj)
}

fn usage(vm: &Vm, _args: Args<'_>) -> Eval {
    Ok(Value::Int(state(vm).measure(vm, true) as i64))
}
