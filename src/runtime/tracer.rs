//! Which line made each cell, while `tracemalloc` listens: the records behind that module.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::object::Code;
use super::vm::Vm;
use crate::heap::Place;
use crate::source::Source;

/// How far the account of buffers may run ahead of what is known before it is brought up to date.
const LEEWAY: u64 = 64 << 10;

/// One line of a traceback: the number of its file and its line.
type Line = (u32, u32);

/// A traceback, innermost line first, and how deep the stack was.
#[derive(PartialEq, Eq, Hash)]
struct Trail {
    lines: Vec<Line>,
    depth: usize,
}

struct Trace {
    /// Bytes as far as they were known last.
    size: u64,
    trail: u32,
}

/// A trace as it is handed out.
pub struct Made {
    pub size: u64,
    /// File names and lines, innermost first.
    pub lines: Vec<(Source, u32)>,
    /// How many frames there were, those left out included.
    pub depth: usize,
}

#[derive(Default)]
struct Trails {
    all: Vec<Rc<Trail>>,
    numbers: HashMap<Rc<Trail>, u32>,
    files: Vec<Source>,
}

/// The traces of all cells made since tracing began.
#[derive(Default)]
pub struct Tracer {
    /// How many frames are kept of each traceback; 0 while nobody traces.
    limit: Cell<usize>,
    traces: RefCell<HashMap<u64, Trace>>,
    trails: RefCell<Trails>,
    /// The sum of the sizes of all traces.
    known: Cell<u64>,
    /// The heap's account of buffers when sizes were last brought up to date.
    buffers: Cell<u64>,
    peak: Cell<u64>,
}

impl Tracer {
    /// Begins to trace with tracebacks of at most `limit` frames; nothing changes if it has begun.
    pub fn start(&self, vm: &Vm, limit: usize) {
        if !self.is_tracing() {
            self.limit.set(limit.max(1));
            self.buffers.set(vm.heap.stats().external);
            vm.heap.trace_cells(true);
        }
    }

    /// Ends tracing and forgets every trace.
    pub fn stop(&self, vm: &Vm) {
        if self.is_tracing() {
            vm.heap.trace_cells(false);
            self.clear(vm);
            self.limit.set(0);
        }
    }

    /// Whether cells are traced now.
    pub fn is_tracing(&self) -> bool {
        self.limit.get() > 0
    }

    /// How many frames a traceback keeps.
    pub fn limit(&self) -> usize {
        self.limit.get().max(1)
    }

    /// Forgets every trace and the peak.
    pub fn clear(&self, vm: &Vm) {
        self.traces.take();
        self.trails.take();
        self.known.set(0);
        self.peak.set(0);
        self.buffers.set(vm.heap.stats().external);
    }

    /// Bytes in traced cells and their buffers, and the most there were.
    pub fn memory(&self, vm: &Vm) -> (u64, u64) {
        if !self.is_tracing() {
            return (0, 0);
        }
        self.note_peak(vm);
        self.measure(vm);
        (self.known.get(), self.peak.get().max(self.known.get()))
    }

    /// Lets the peak start again from what is in use.
    pub fn reset_peak(&self, vm: &Vm) {
        self.measure(vm);
        self.peak.set(self.known.get());
    }

    /// Bytes that the records themselves take, roughly.
    pub fn own_memory(&self) -> usize {
        let trails = self.trails.borrow();
        let lines: usize = trails.all.iter().map(|trail| trail.lines.len()).sum();
        self.traces.borrow().capacity() * (size_of::<Trace>() + 9)
            + trails.all.len() * (2 * size_of::<Trail>())
            + lines * size_of::<Line>()
    }

    /// Every trace, in the order of addresses.
    pub fn all(&self, vm: &Vm) -> Vec<Made> {
        self.measure(vm);
        let traces = self.traces.borrow();
        let mut addresses: Vec<u64> = traces.keys().copied().collect();
        addresses.sort_unstable();
        addresses.iter().filter_map(|address| Some(self.shown(traces.get(address)?))).collect()
    }

    /// The trace of the cell at `address`.
    pub fn at(&self, address: u64) -> Option<Made> {
        self.traces.borrow().get(&address).map(|trace| self.shown(trace))
    }

    fn shown(&self, trace: &Trace) -> Made {
        let trails = self.trails.borrow();
        let trail = &trails.all[trace.trail as usize];
        let line = |&(file, line): &Line| (trails.files[file as usize].clone(), line);
        Made { size: trace.size, lines: trail.lines.iter().map(line).collect(), depth: trail.depth }
    }

    /// A cell is being made.
    pub(super) fn made(&self, vm: &Vm, address: u64, size: usize) {
        let trail = self.trail_now(vm);
        let old = self.traces.borrow_mut().insert(address, Trace { size: size as u64, trail });
        let gone = old.map_or(0, |old| old.size);
        self.known.set((self.known.get() + size as u64).saturating_sub(gone));
        self.note_peak(vm);
    }

    /// A cell has been freed.
    pub(super) fn freed(&self, vm: &Vm, address: u64) {
        self.note_peak(vm);
        if let Some(trace) = self.traces.borrow_mut().remove(&address) {
            self.known.set(self.known.get().saturating_sub(trace.size));
        }
    }

    /// Buffers are known to the traces only when they are measured; until then the heap's account
    /// says how much they have grown.
    fn note_peak(&self, vm: &Vm) {
        let ahead = vm.heap.external_bytes().saturating_sub(self.buffers.get());
        if ahead > LEEWAY + self.known.get() / 2 {
            let before = self.known.get() + ahead;
            self.measure(vm);
            self.peak.set(self.peak.get().max(self.known.get().min(before)));
            // What a measure cannot see is a buffer that has just gone with its owner.
            if self.known.get() + LEEWAY < before {
                self.peak.set(self.peak.get().max(before));
            }
            return;
        }
        self.peak.set(self.peak.get().max(self.known.get() + ahead));
    }

    /// Brings all sizes up to date.
    fn measure(&self, vm: &Vm) {
        let mut known = 0;
        for (address, trace) in self.traces.borrow_mut().iter_mut() {
            if let Place::Live { cell, .. } = vm.heap.find(*address) {
                trace.size = cell.bytes() as u64;
            }
            known += trace.size;
        }
        self.known.set(known);
        vm.heap.settle();
        self.buffers.set(vm.heap.external_bytes());
    }

    /// The number of the traceback of what runs now.
    fn trail_now(&self, vm: &Vm) -> u32 {
        let trails = &mut *self.trails.borrow_mut();
        let mut trail = Trail { lines: Vec::new(), depth: 0 };
        let limit = self.limit.get();
        vm.stack.each_frame(&mut |frame| {
            trail.depth += 1;
            if trail.lines.len() < limit
                && let Some(code) = frame.code_ref.get::<Code>()
            {
                let file = number_of(&mut trails.files, &code.source);
                trail.lines.push((file, code.source.line_shown(frame.position.get().start)));
            }
            true
        });
        if let Some(number) = trails.numbers.get(&trail) {
            return *number;
        }
        let number = trails.all.len() as u32;
        let trail = Rc::new(trail);
        trails.all.push(trail.clone());
        trails.numbers.insert(trail, number);
        number
    }
}

/// The number of a source; the newest are looked at first.
fn number_of(files: &mut Vec<Source>, source: &Source) -> u32 {
    match files.iter().rposition(|known| known.same(source)) {
        Some(number) => number as u32,
        None => {
            files.push(source.clone());
            files.len() as u32 - 1
        }
    }
}
