//! The virtual machine: the heap, the slot stack, the singletons, and what is pending.
//!
//! It is always passed as `&Vm`; everything that changes is in cells, so that dropping a reference
//! (which may run `__del__`) is allowed anywhere.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::console::Console;
use super::input::Ahead;
use super::intern::Interned;
use super::kinds;
use super::object::generator::{Resumption, Wake};
use super::object::shape::ShapeId;
use super::object::shared_keys::SharedKeys;
use super::object::singleton::{EllipsisCell, NoneCell, NotImplementedCell};
use super::object::{Bool, Dict, Int, Tuple};
use super::raise::ErrorKind;
use super::slots::Slots;
use super::spec::Registry;
use super::stack::{Role, SlotStack};
use super::value::{Eval, Raised, Value};
use crate::heap::{Attention, Heap, HeapFull, Kind, Payload, Ref, Slot};

/// The evaluator's way in: runs the Python function in the window at a place of the slot stack.
pub type CallPython = fn(&Vm, usize, Option<&Ref>) -> Eval;

/// Shows the value of a statement typed at the prompt.
pub type Display = Rc<dyn Fn(&Vm, &Ref) -> Result<(), Raised>>;

/// What the layer above the evaluator installs.
#[derive(Clone, Copy)]
pub struct Evaluator {
    pub call: CallPython,
    /// Compiles and runs a module's source in a namespace: source text, name, namespace.
    pub run_module: fn(&Vm, crate::source::Source, &Ref) -> Result<(), Raised>,
    /// Resumes a generator; `Undef` when it has ended. Its return value is then in
    /// [`Vm::stop_value`].
    pub resume: fn(&Vm, &Ref, Wake<'_>) -> Eval,
}

/// Limits and switches given at start.
pub struct Config {
    pub max_heap: Option<u64>,
    pub argv: Vec<String>,
    /// `sys.warnoptions` behind those of `PYTHONWARNINGS`.
    pub warnings: Vec<String>,
    /// `sys.flags.optimize`: 1 leaves out assertions, 2 docstrings, too.
    pub optimize: u8,
    /// Set by Ctrl-C; checked on loops and calls.
    pub attention: Attention,
    /// Bytes of native stack this thread may use.
    pub native_stack: usize,
    /// Directories searched for modules, in order.
    pub path: Vec<String>,
}

/// Objects of which there is one each, and which never die.
pub struct Singletons {
    pub none: Ref,
    pub true_: Ref,
    pub false_: Ref,
    pub ellipsis: Ref,
    pub not_implemented: Ref,
    pub empty_tuple: Ref,
    pub empty_str: Ref,
}

/// Small ints are made once and never die, as in CPython.
pub const SMALL_MIN: i64 = -5;
pub const SMALL_MAX: i64 = 256;

/// Whether there is only one object of this int.
#[inline(always)]
pub const fn is_small(int: i64) -> bool {
    (int.wrapping_sub(SMALL_MIN) as u64) <= (SMALL_MAX - SMALL_MIN) as u64
}

/// The machine: one heap, one slot stack, and what a running program needs beside them. Two machines
/// share no objects.
pub struct Vm {
    pub stack: SlotStack,
    pub singletons: Singletons,
    pub small_ints: Box<[Ref]>,
    /// `bytes` of one byte, and `b''` behind them; made when first needed, immortal.
    pub single_bytes: Box<[OnceCell<Ref>]>,
    pub registry: &'static Registry,
    pub(super) builtin_classes: Box<[OnceCell<Ref>]>,
    /// What cells of a kind can do, where that does not depend on a class of their own.
    pub(super) kind_slots: Box<[Cell<Option<&'static Slots>>]>,
    pub(super) other_classes: RefCell<Vec<(*const super::spec::TypeSpec, Ref)>>,
    pub(super) exception_classes: Box<[OnceCell<Ref>]>,
    pub interned: Interned,
    pub modules: Ref,
    pub builtins: Ref,
    pub console: RefCell<Box<dyn Console>>,
    /// Of the console's input, what nobody took yet.
    pub ahead: Ahead,
    /// Which of `sys.stdin`, `sys.stdout` and `sys.stderr` the program has closed.
    pub closed_streams: [Cell<bool>; 3],
    pub argv: RefCell<Vec<String>>,
    pub warnings: Vec<String>,
    /// As in [`Config`].
    pub optimize: u8,
    pub path: RefCell<Vec<String>>,
    /// Modules whose code is running for the first time.
    pub(super) initializing: RefCell<Vec<String>>,
    pub(super) pending: Slot,
    /// Whether the pending exception's place in the running frame is known already.
    pub(super) located: Cell<bool>,
    /// The exception being handled: what a bare `raise` raises again.
    pub handled: Slot,
    /// What is sent into the generator being resumed, if anything.
    pub resume_with: Slot,
    /// What the generator being resumed is resumed with.
    pub resumed_by: Cell<Resumption>,
    /// An empty buffer for the next text that is put together: [`Vm::put_together`].
    pub(super) spare_text: Cell<String>,
    /// The value a generator has just yielded, on its way to whoever resumed it.
    pub yielded: Cell<Value>,
    /// How the front end shows a statement's value.
    pub display: RefCell<Option<Display>>,
    /// Whether the pending exception's traceback has the running frame already.
    pub(super) traced: Cell<bool>,
    /// The value a generator returned, for `StopIteration` and `yield from`.
    pub stop_value: Slot,
    /// How a `throw` with a class was called: the exception made of that, then its arguments.
    pub thrown_as: Slot,
    pub(super) evaluator: Cell<Option<Evaluator>>,
    /// Whether something has been made whose end can be noticed ([`Vm::ends_are_noticed`]).
    pub notices_ends: Cell<bool>,
    /// Somebody types at a prompt, whose texts `sys` has then.
    pub has_prompt: Cell<bool>,
    /// Changes whenever a class changes in a way that inline caches must notice.
    pub class_epoch: Cell<u64>,
    pub(super) fresh_shape: Cell<ShapeId>,
    /// The keys of classes whose instances' dicts were wanted, by their numbers less one.
    pub(super) shared_keys: RefCell<Vec<Rc<SharedKeys>>>,
    pub depth: Cell<usize>,
    /// Levels of native recursion: nested data in `repr`, `==` and relatives.
    pub(super) native_depth: Cell<usize>,
    pub recursion_limit: Cell<usize>,
    pub(super) native_floor: Cell<usize>,
    pub(super) attention: Attention,
    /// Objects whose `repr` is being computed, to cut recursion.
    pub(super) repr_stack: RefCell<Vec<u64>>,
    /// Memory in which texts are written that become objects; empty between two.
    pub(super) draft: Cell<String>,
    /// The longest int in decimal that is converted; 0 for no limit.
    pub int_digits_limit: Cell<usize>,
    pub(super) lookups: super::lookup::LookupCache,
    /// References in locals of builtins below which Python code runs.
    pub(super) lent: super::lent::Lent,
    pub(super) meanings: super::meaning::Meanings,
    pub collector: super::collect::CollectorState,
    /// The class of what `sys.unraisablehook` is given, once `sys` has been imported.
    pub unraisable_args: Slot,
    /// What bounds the results of decimal arithmetic, once `decimal` has made a context.
    pub decimal_limits: Slot,
    pub weakrefs: RefCell<super::finalize::WeakTable>,
    /// Allocated objects of layers above, by name (module state).
    pub extras: RefCell<std::collections::HashMap<&'static str, Rc<dyn std::any::Any>>>,
    /// Addresses from recorded outputs; `ctypes` asks here before it reads.
    pub aliases: super::aliases::Aliases,
    /// What lived at addresses that somebody has looked at.
    pub departed: super::departed::Departed,
    /// What `sys` was told about coroutines and asynchronous generators.
    pub asynchrony: super::awaiting::Asynchrony,
    /// Stops between statements.
    pub probes: super::probe::Probes,
    /// Which line made each cell, while somebody wants to know.
    pub tracer: super::tracer::Tracer,
    /// What `sys.last_exc` is; the front end sets it.
    pub last_exc: Slot,
    /// Set while the interpreter shuts down.
    pub finishing: Cell<bool>,
    // The heap goes last: everything above may hold references into it.
    pub heap: Box<Heap>,
}

impl Vm {
    /// A machine with its builtin types reachable and nothing imported.
    ///
    /// # Errors
    /// When the heap's address space cannot be had.
    pub fn new(
        registry: &'static Registry,
        config: Config,
        console: Box<dyn Console>,
    ) -> Result<Rc<Vm>, String> {
        let heap = Heap::new(registry.kinds, config.max_heap)?;
        let full = |_: HeapFull| "the heap is too small to start".to_owned();
        let singletons = make_singletons(&heap).map_err(full)?;
        let small_ints = make_small_ints(&heap).map_err(full)?;
        let modules = heap.alloc(Dict::default()).map_err(full)?;
        let builtins = heap.alloc(Dict::default()).map_err(full)?;
        let cells = |count: usize| (0..count).map(|_| OnceCell::new()).collect::<Box<[_]>>();
        let here = 0u8;
        let vm = Rc::new(Vm {
            stack: SlotStack::new(),
            singletons,
            small_ints,
            single_bytes: cells(257),
            registry,
            builtin_classes: cells(256),
            kind_slots: (0..256).map(|_| Cell::new(None)).collect(),
            other_classes: RefCell::new(Vec::new()),
            exception_classes: cells(super::raise::ERROR_KINDS),
            interned: Interned::default(),
            modules,
            builtins,
            console: RefCell::new(console),
            ahead: Ahead::default(),
            closed_streams: Default::default(),
            argv: RefCell::new(config.argv),
            warnings: config.warnings,
            optimize: config.optimize,
            path: RefCell::new(config.path),
            initializing: RefCell::default(),
            pending: Slot::empty(),
            located: Cell::new(false),
            handled: Slot::empty(),
            stop_value: Slot::empty(),
            thrown_as: Slot::empty(),
            resume_with: Slot::empty(),
            resumed_by: Cell::new(Resumption::Next),
            spare_text: Cell::new(String::new()),
            yielded: Cell::new(Value::Undef),
            display: RefCell::new(None),
            traced: Cell::new(false),
            evaluator: Cell::new(None),
            notices_ends: Cell::new(false),
            has_prompt: Cell::new(true),
            class_epoch: Cell::new(1),
            fresh_shape: Cell::new(0),
            shared_keys: RefCell::default(),
            depth: Cell::new(0),
            native_depth: Cell::new(0),
            recursion_limit: Cell::new(1000),
            native_floor: Cell::new((&raw const here).addr().saturating_sub(config.native_stack)),
            attention: config.attention,
            repr_stack: RefCell::new(Vec::new()),
            draft: Cell::default(),
            int_digits_limit: Cell::new(4300),
            lookups: Default::default(),
            lent: Default::default(),
            meanings: Default::default(),
            collector: Default::default(),
            unraisable_args: Slot::empty(),
            decimal_limits: Slot::empty(),
            weakrefs: RefCell::default(),
            extras: RefCell::default(),
            aliases: super::aliases::Aliases::default(),
            departed: super::departed::Departed::default(),
            asynchrony: Default::default(),
            probes: super::probe::Probes::default(),
            tracer: super::tracer::Tracer::default(),
            last_exc: Slot::empty(),
            finishing: Cell::new(false),
            heap,
        });
        vm.heap.report_to(vm.attention.clone());
        super::finalize::install_hooks(&vm);
        crate::gc::set_enabled(&vm.heap, true);
        Ok(vm)
    }

    /// Connects the evaluator; done once, by the layer above.
    pub fn install_evaluator(&self, evaluator: Evaluator) {
        self.evaluator.set(Some(evaluator));
    }

    #[inline]
    pub(super) fn evaluator(&self) -> Evaluator {
        match self.evaluator.get() {
            Some(evaluator) => evaluator,
            None => panic!("no evaluator was installed"),
        }
    }

    /// A new cell of `payload`.
    #[inline(always)]
    pub fn alloc<T: Payload>(&self, payload: T) -> Result<Ref, Raised> {
        match self.heap.alloc(payload) {
            Ok(object) => Ok(object),
            Err(full) => Err(self.heap_full(full)),
        }
    }

    /// A new cell that is an instance of `class`: plain where `class` is the builtin type of `T`
    /// itself, with room for class and `__dict__` where it is a Python subclass.
    pub fn alloc_in<T: Payload>(&self, payload: T, class: &Ref) -> Result<Ref, Raised> {
        let result = if class.same(self.class_of_kind(T::KIND)) {
            self.heap.alloc(payload)
        } else {
            self.heap.alloc_extended(payload, class.clone())
        };
        result.map(|object| self.prepared(object, class)).map_err(|full| self.heap_full(full))
    }

    /// Like [`Vm::alloc_in`], with room for attributes and for another class also where the class is
    /// the builtin one.
    pub fn alloc_extended<T: Payload>(&self, payload: T, class: &Ref) -> Result<Ref, Raised> {
        let made = self.heap.alloc_extended(payload, class.clone());
        made.map(|object| self.prepared(object, class)).map_err(|full| self.heap_full(full))
    }

    /// Marks a new instance of a class with `__del__` for finalization.
    pub fn prepared(&self, object: Ref, class: &Ref) -> Ref {
        let class = class.as_ref::<super::object::Class>();
        if class.flags.get().has_del {
            object.set_flag(crate::heap::Flag::NEEDS_HOOK);
        }
        object
    }

    /// Makes what the interpreter needs for itself, elsewhere than where a program has just seen a
    /// cell emptied, without counting it for the collector or against the program's memory.
    pub(super) fn apart<R>(&self, make: impl FnOnce() -> R) -> R {
        let kept = self.heap.keep_observed_free();
        let limit = self.heap.limit();
        self.heap.set_limit(None);
        let made = self.heap.uncounted(make);
        self.heap.set_limit(limit);
        self.heap.give_back(kept);
        made
    }

    /// Counts bytes of a buffer outside the heap's cells.
    pub fn charge(&self, bytes: usize) -> Result<(), Raised> {
        self.heap.charge(bytes).map_err(|full| self.heap_full(full))
    }

    /// `MemoryError`.
    #[cold]
    pub fn heap_full(&self, _full: HeapFull) -> Raised {
        // The exception needs a little memory itself.
        let limit = self.heap.limit();
        self.heap.set_limit(None);
        let raised = self.raise(ErrorKind::MemoryError, String::new());
        self.heap.set_limit(limit);
        raised
    }

    /// Holds `object` where it can be seen while `run` may run Python code.
    pub fn hold<R>(&self, object: &Ref, role: Role, run: impl FnOnce() -> R) -> R {
        let at = self.stack.push(object.clone(), role);
        let result = run();
        self.stack.truncate(at);
        result
    }

    /// Puts `object` on the slot stack while `run` looks at it there, without counting it again.
    pub fn keep<R>(&self, object: Ref, role: Role, run: impl FnOnce(&Ref) -> R) -> R {
        let at = self.stack.push(object, role);
        let result = run(self.stack.window(at, 1).req(0));
        self.stack.truncate(at);
        result
    }

    /// `None` as a counted object.
    #[inline(always)]
    pub fn none(&self) -> Ref {
        self.singletons.none.clone()
    }

    /// Whether `object` is `None`.
    #[inline(always)]
    pub fn is_none(&self, object: &Ref) -> bool {
        object.kind() == kinds::NONE
    }

    /// `NotImplemented`, as binary slots return it.
    #[inline(always)]
    pub fn not_implemented(&self) -> Eval {
        Ok(Value::Obj(self.singletons.not_implemented.clone()))
    }

    /// Visits every reference that the machine itself owns, with what holds it.
    pub fn visit_roots(&self, visit: &mut dyn FnMut(&str, &Ref)) {
        self.visit_fixtures(visit);
        self.stack.visit(&mut |_, role, object| visit(role.describe(), object));
        self.stack.each_frame(&mut |frame| {
            frame.visit(&mut |what, object| visit(what, object));
            true
        });
    }

    /// Visits the references that stand neither on the slot stack nor in a running frame.
    pub fn visit_fixtures(&self, visit: &mut dyn FnMut(&str, &Ref)) {
        let singles = &self.singletons;
        for single in [
            &singles.none,
            &singles.true_,
            &singles.false_,
            &singles.ellipsis,
            &singles.not_implemented,
            &singles.empty_tuple,
            &singles.empty_str,
        ] {
            visit("the interpreter", single);
        }
        self.small_ints.iter().for_each(|int| visit("the interpreter's small ints", int));
        for bytes in self.single_bytes.iter().filter_map(OnceCell::get) {
            visit("the interpreter's single bytes", bytes);
        }
        for class in self.builtin_classes.iter().chain(&*self.exception_classes) {
            if let Some(class) = class.get() {
                visit("the interpreter's builtin types", class);
            }
        }
        for (_, class) in self.other_classes.borrow().iter() {
            visit("the interpreter's builtin types", class);
        }
        self.interned.visit(&mut |name| visit("the interpreter's interned names", name));
        self.lookups.visit(&mut |name| visit("the interpreter's lookup cache", name));
        self.meanings.visit(&mut |name| visit("the interpreter's lookup cache", name));
        self.lent.visit(visit);
        visit("sys.modules", &self.modules);
        visit("the builtins", &self.builtins);
        let named = [
            ("the exception on its way", &self.pending),
            ("the exception being handled", &self.handled),
            ("the value a generator returned", &self.stop_value),
            ("what is thrown into a generator", &self.thrown_as),
            ("sys.last_exc", &self.last_exc),
            ("gc.garbage", &self.collector.garbage),
            ("gc.callbacks", &self.collector.callbacks),
            ("the interpreter's builtin types", &self.unraisable_args),
            ("the decimal context", &self.decimal_limits),
            ("what is sent into a generator", &self.resume_with),
            ("sys.set_asyncgen_hooks", &self.asynchrony.firstiter),
            ("sys.set_asyncgen_hooks", &self.asynchrony.finalizer),
            ("the interpreter's builtin types", &self.asynchrony.hooks_class),
        ];
        for (what, slot) in named {
            slot.visit(&mut |object| visit(what, object));
        }
    }
}

fn immortal(object: Ref) -> Ref {
    object.make_immortal();
    object
}

fn untracked(object: Ref) -> Ref {
    object.clear_flag(crate::heap::Flag::TRACKED);
    object
}

fn make_singletons(heap: &Heap) -> Result<Singletons, HeapFull> {
    use super::object::Str;
    Ok(Singletons {
        none: immortal(heap.alloc(NoneCell)?),
        true_: immortal(heap.alloc(Bool(true))?),
        false_: immortal(heap.alloc(Bool(false))?),
        ellipsis: immortal(heap.alloc(EllipsisCell)?),
        not_implemented: immortal(heap.alloc(NotImplementedCell)?),
        empty_tuple: untracked(immortal(heap.alloc_refs(
            Tuple::new(),
            std::iter::empty(),
            None,
        )?)),
        empty_str: immortal(heap.alloc_text(Str::of(""), "", None)?),
    })
}

fn make_small_ints(heap: &Heap) -> Result<Box<[Ref]>, HeapFull> {
    (SMALL_MIN..=SMALL_MAX).map(|small| Ok(immortal(heap.alloc(Int(Cell::new(small)))?))).collect()
}

/// The class of a kind's cells, for kinds of cells with a class of their own.
pub(super) fn kind_index(kind: Kind) -> usize {
    // A big int is an int to everyone above the cells.
    if kind == kinds::BIG_INT { kinds::INT.0 as usize } else { kind.0 as usize }
}
