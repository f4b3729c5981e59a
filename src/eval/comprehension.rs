//! Comprehensions, run inline in the frame around them as CPython 3.13 does.

use super::assign::Place;
use super::call::Arg;
use super::node::{Exp, Node, Target};
use crate::heap::Slot;
use crate::runtime::object::{CellObject, Dict, List};
use crate::runtime::stack::{Frame, Role};
use crate::runtime::{Eval, Raised, Value};
use crate::source::Span;

/// `for target in iter if conditions`, inside a comprehension.
pub struct Clause {
    pub target: Place,
    pub iter: Node,
    /// The slot of the running iterator.
    pub iterator: u32,
    pub conditions: Vec<(Node, Span)>,
    pub span: Span,
}

/// What a comprehension makes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ComprehensionKind {
    List,
    Set,
    Dict,
}

/// A comprehension that runs in the frame around it; generator expressions are functions.
pub struct Comprehension {
    pub kind: ComprehensionKind,
    /// The element; for a dict, the key.
    pub element: Arg,
    pub value: Option<Arg>,
    pub clauses: Vec<Clause>,
    /// Slots of the comprehension's own variables, emptied when it ends.
    pub own: Vec<u32>,
    /// Those of them that inner functions share: they hold cells.
    pub cells: Vec<u32>,
    /// The slot of the result while it grows.
    pub result: u32,
    /// The result is of no use: a statement of its own.
    pub discarded: bool,
    pub span: Span,
}

impl Exp for Comprehension {
    fn eval(&self, frame: &Frame<'_>) -> Eval {
        // A comprehension that is run again while it runs (recursion has other frames) is not
        // possible, so its slots are free here.
        let result = self.start(frame).and_then(|()| self.run(frame, 0));
        for clause in &self.clauses {
            frame.set(clause.iterator, None);
        }
        if self.discarded {
            // CPython's compiler puts this before the variables go.
            frame.set(self.result, None);
        }
        for &slot in &self.own {
            frame.set(slot, None);
        }
        let collected = frame.take(self.result);
        result?;
        Ok(collected.map_or(Value::None, Value::Obj))
    }
}

impl Comprehension {
    fn start(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        // The first iterable is evaluated before anything else exists.
        if let Some(first) = self.clauses.first() {
            self.open(frame, first)?;
        }
        begin(frame, self.kind, self.result, &self.cells)
    }

    fn open(&self, frame: &Frame<'_>, clause: &Clause) -> Result<(), Raised> {
        let vm = frame.vm;
        let iterable = clause.iter.object(frame)?;
        let iterator = vm.keep(iterable, Role::Iterator, |iterable| vm.iter(iterable));
        let iterator = iterator.map_err(|raised| vm.locate(frame, raised, clause.span))?;
        frame.set_as(clause.iterator, Role::Iterator, iterator);
        Ok(())
    }

    fn run(&self, frame: &Frame<'_>, depth: usize) -> Result<(), Raised> {
        let vm = frame.vm;
        let Some(clause) = self.clauses.get(depth) else { return Ok(()) };
        let is_last = depth + 1 == self.clauses.len();
        if depth > 0 {
            self.open(frame, clause)?;
        }
        'items: loop {
            let more = clause
                .target
                .assign_next(frame, clause.iterator)
                .map_err(|raised| vm.locate(frame, raised, clause.span))?;
            if !more {
                frame.set(clause.iterator, None);
                return Ok(());
            }
            for (condition, span) in &clause.conditions {
                let holds = condition.truth(frame);
                if !holds.map_err(|raised| vm.locate(frame, raised, *span))? {
                    vm.poll()?;
                    continue 'items;
                }
            }
            if is_last {
                self.add(frame)?;
            } else {
                self.run(frame, depth + 1)?;
            }
            vm.poll()?;
        }
    }

    #[inline(always)]
    fn add(&self, frame: &Frame<'_>) -> Result<(), Raised> {
        add(frame, self.kind, &self.element, self.value.as_ref(), self.result, self.span)
    }
}

/// Puts an empty collection into `result`, and new cells into the slots `cells`.
pub fn begin(
    frame: &Frame<'_>,
    kind: ComprehensionKind,
    result: u32,
    cells: &[u32],
) -> Result<(), Raised> {
    let vm = frame.vm;
    let empty = match kind {
        ComprehensionKind::List => vm.alloc(List::new(Vec::new()))?,
        ComprehensionKind::Set => crate::types::set::new_set(vm)?,
        ComprehensionKind::Dict => vm.alloc(Dict::default())?,
    };
    frame.set_as(result, Role::Element, empty);
    for &slot in cells {
        let cell = vm.alloc(CellObject { content: Slot::empty() })?;
        frame.set_as(slot, Role::Local, cell);
    }
    Ok(())
}

/// Adds an element, for a dict its key and value, to the collection in `result`.
#[inline(always)]
pub fn add(
    frame: &Frame<'_>,
    kind: ComprehensionKind,
    element: &Arg,
    value: Option<&Arg>,
    result: u32,
    span: Span,
) -> Result<(), Raised> {
    let vm = frame.vm;
    let element = element.object(frame)?;
    let Some(result) = frame.temporary(result) else { return Ok(()) };
    match kind {
        ComprehensionKind::List => {
            result.as_ref::<List>().push(&vm.heap, element).map_err(|full| vm.heap_full(full))
        }
        ComprehensionKind::Set => crate::types::set::add(vm, result, element)
            .map(drop)
            .map_err(|raised| vm.locate(frame, raised, span)),
        ComprehensionKind::Dict => {
            let Some(value) = value else { return Ok(()) };
            let (key, value) = match value {
                Arg::Member(_) | Arg::Node(_) | Arg::Global(_) => {
                    let at = vm.stack.push(element, Role::Element);
                    let value = value.object(frame);
                    let key = vm.stack.take(at);
                    vm.stack.truncate(at);
                    (key, value)
                }
                at_hand => (Some(element), at_hand.object(frame)),
            };
            match key {
                Some(key) => result
                    .as_ref::<Dict>()
                    .set(vm, key, value?)
                    .map_err(|raised| vm.locate(frame, raised, span)),
                None => Ok(()),
            }
        }
    }
}
