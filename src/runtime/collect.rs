//! The cycle collector's way into Python: weak references, finalizers, `gc.garbage`, callbacks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use super::object::weakref::weak_of;
use super::object::{Exception, Instance};
use super::raise::ErrorKind;
use super::stack::Role;
use super::value::Raised;
use super::vm::Vm;
use crate::gc::{self, Collected, CollectorHooks, Garbage, Step};
use crate::heap::{Flag, Heap, Ref, Unowned};

/// What the `gc` module sets and the collector reads.
#[derive(Default)]
pub struct CollectorState {
    /// The flags of `gc.set_debug`.
    pub debug: Cell<i64>,
    /// `gc.garbage`, a list, once the module has been imported.
    pub garbage: crate::heap::Slot,
    /// `gc.callbacks`, a list, once the module has been imported.
    pub callbacks: crate::heap::Slot,
    /// Who is told of each step of a collection.
    pub watcher: RefCell<Option<Watcher>>,
    /// From the first callback to the last; collections asked for meanwhile do nothing.
    busy: Cell<bool>,
}

/// Is told of each step of a collection; nothing may die meanwhile.
pub type Watcher = Rc<dyn Fn(&Vm, &Step<'_>)>;

/// Print statistics during collection.
const DEBUG_STATS: i64 = 1;
/// Print what was found unreachable.
const DEBUG_COLLECTABLE: i64 = 2;
/// Keep what was found unreachable in `gc.garbage`.
pub const DEBUG_SAVEALL: i64 = 32;

struct Hooks<'a> {
    vm: &'a Vm,
    saved: RefCell<Vec<Ref>>,
}

impl CollectorHooks for Hooks<'_> {
    fn visit_roots(&self, visit: &mut dyn FnMut(&Ref)) {
        // What programs use is reached from here, and there is less of it than `Vm::visit_roots` shows.
        self.vm.stack.visit(&mut |_, _, object| visit(object));
        self.vm.stack.each_frame(&mut |frame| {
            frame.visit(&mut |_, object| visit(object));
            true
        });
        visit(&self.vm.modules);
        visit(&self.vm.builtins);
    }

    fn clear_weakrefs(&self, garbage: &Garbage<'_>) {
        let mut referents = Vec::new();
        garbage.for_each(&mut |cell| {
            if cell.has_flag(Flag::HAS_WEAKREFS) {
                referents.push(cell.clone());
            }
        });
        let mut callbacks = Vec::new();
        for referent in &referents {
            for weak in self.vm.unlink_weakrefs(referent) {
                let callback = weak_of(&weak).and_then(|payload| payload.callback.get());
                if let Some(callback) = callback.filter(|_| !garbage.contains(&weak)) {
                    callbacks.push((weak, callback));
                }
            }
        }
        // Those among the garbage find nothing any more and keep their callbacks, which are never
        // called: what only they hold is garbage too, and counted with it.
        garbage.for_each(&mut |cell| {
            if weak_of(cell).is_some() {
                self.vm.forget_weakref(cell);
            }
        });
        self.vm.run_weakref_callbacks(callbacks);
    }

    fn finalize(&self, cell: &Ref) {
        self.vm.finalize(cell);
    }

    fn came_apart(&self, cell: &Ref) -> Option<Unowned> {
        let slot = match cell.get::<Exception>() {
            // CPython keeps these in the exception itself.
            Some(exception) => &exception.fields,
            None => &cell.get::<Instance>()?.dict,
        };
        slot.look(|part| part.map(Ref::downgrade))
    }

    fn save_all(&self) -> bool {
        self.vm.collector.debug.get() & DEBUG_SAVEALL != 0
    }

    fn step(&self, step: &Step<'_>) {
        if let Step::Unreachable(garbage) = step
            && self.vm.collector.debug.get() & DEBUG_COLLECTABLE != 0
        {
            garbage.for_each(&mut |cell| {
                let (class, address) = (self.vm.class_name(cell), cell.address());
                self.vm.write_err(&format!("gc: collectable <{class} {address:#x}>\n"));
            });
        }
        let watcher = self.vm.collector.watcher.borrow().clone();
        if let Some(watcher) = watcher {
            watcher(self.vm, step);
        }
    }

    fn save(&self, cell: &Ref) {
        self.saved.borrow_mut().push(cell.clone());
    }
}

impl Vm {
    /// `gc.collect(generation)`: what was found unreachable and could not be saved by finalizers.
    pub fn collect_garbage(&self, generation: u8) -> Collected {
        self.collect_by(gc::collect, generation)
    }

    /// Runs the collector because a generation is due.
    pub(super) fn collect_when_due(&self) {
        if let Some(generation) = gc::due_generation(&self.heap) {
            self.collect_by(gc::collect_due, generation);
        }
    }

    fn collect_by(
        &self,
        collect: fn(&Heap, u8, &dyn CollectorHooks) -> Collected,
        generation: u8,
    ) -> Collected {
        if self.collector.busy.replace(true) {
            return Collected::default();
        }
        self.tell_callbacks("start", generation, Collected::default());
        let hooks = Hooks { vm: self, saved: RefCell::default() };
        let told = self.collector.debug.get() & DEBUG_STATS != 0;
        let started = told.then(|| self.tell_start(generation));
        let collected = self.with_pending_saved(|| collect(&self.heap, generation, &hooks));
        if let Some(started) = started {
            let all = collected.collected + collected.uncollectable;
            self.write_err(&format!(
                "gc: done, {all} unreachable, {} uncollectable, {:.4}s elapsed\n",
                collected.uncollectable,
                started.elapsed().as_secs_f64()
            ));
        }
        self.keep_saved(hooks.saved.into_inner());
        self.tell_callbacks("stop", generation, collected);
        self.collector.busy.set(false);
        collected
    }

    /// Prints what `gc.DEBUG_STATS` asks for before a collection; when that was.
    fn tell_start(&self, generation: u8) -> Instant {
        let sizes = [0, 1, 2].map(|number| gc::objects(&self.heap, Some(number)).len());
        let [young, middle, old] = sizes;
        let frozen = gc::freeze_count(&self.heap);
        self.write_err(&format!(
            "gc: collecting generation {generation}...\n\
             gc: objects in each generation: {young} {middle} {old}\n\
             gc: objects in permanent generation: {frozen}\n"
        ));
        Instant::now()
    }

    fn keep_saved(&self, saved: Vec<Ref>) {
        let Some(garbage) = self.collector.garbage.get() else { return };
        for object in saved {
            let list = garbage.get::<super::object::List>();
            if list.is_some_and(|list| list.push(&self.heap, object).is_err()) {
                return;
            }
        }
    }

    /// Calls `gc.callbacks` with the phase and what is known of the collection.
    fn tell_callbacks(&self, phase: &str, generation: u8, collected: Collected) {
        let Some(callbacks) = self.collector.callbacks.get() else { return };
        let callbacks = match callbacks.get::<super::object::List>() {
            Some(list) => list.items.borrow().clone(),
            None => return,
        };
        if callbacks.is_empty() {
            return;
        }
        self.with_pending_saved(|| {
            let at = self.stack.top();
            for callback in callbacks {
                self.stack.push(callback, Role::Builtin);
            }
            for place in at..self.stack.top() {
                let Some(callback) = self.stack.get(place) else { continue };
                if let Err(raised) = self.tell_one(&callback, phase, generation, collected) {
                    self.report_unraisable(raised, "Exception ignored in: ", Some(&callback));
                }
            }
            self.stack.truncate(at);
        });
    }

    fn tell_one(
        &self,
        callback: &Ref,
        phase: &str,
        generation: u8,
        collected: Collected,
    ) -> Result<(), Raised> {
        let info = self.new_dict(vec![
            (self.name("generation"), self.new_int(generation.into())?),
            (self.name("collected"), self.new_int(collected.collected as i64)?),
            (self.name("uncollectable"), self.new_int(collected.uncollectable as i64)?),
        ])?;
        let phase = self.new_str(phase)?;
        self.call(callback, &[&phase, &info]).map(drop)
    }

    /// `ValueError` for a generation that does not exist.
    #[cold]
    pub fn no_such_generation(&self) -> Raised {
        self.raise(ErrorKind::ValueError, "invalid generation".into())
    }
}
