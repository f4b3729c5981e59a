//! The machine behind a session: compiles and runs text in one namespace.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::display::{Shown, Watching, show};
use super::failing;
use super::look::Look;
use super::outcome::{Mode, Options, Outcome};
use super::watch::Watches;
use crate::builtins;
use crate::eval::run::CompileError;
use crate::eval::{self, lower};
use crate::gc;
use crate::heap::{Place, Ref};
use crate::inspect;
use crate::runtime::console::Console;
use crate::runtime::departed::Reading;
use crate::runtime::object::{Dict, Exception, Module};
use crate::runtime::value::Raised;
use crate::runtime::vm::Config;
use crate::runtime::{ErrorKind, Eval, Vm};
use crate::source::Source;

/// One name of the session and what it holds.
pub struct OwnName {
    pub name: String,
    pub class: String,
    /// Empty for what never dies.
    pub count: Option<i64>,
    pub address: u64,
}

/// A machine with a `__main__` module.
pub struct Engine {
    // Fields are dropped in this order: the namespace before the machine.
    pub(super) globals: RefCell<Ref>,
    pub(super) vm: Rc<Vm>,
    shown: Rc<RefCell<Shown>>,
    /// How many names `builtins` has at the start.
    pub(super) builtin_names: usize,
    /// Recorded addresses that a note has explained.
    noted: RefCell<Vec<(u64, u64)>>,
    /// What was said about addresses of objects that are gone.
    explained: RefCell<BTreeSet<String>>,
    /// What `%watch` watches.
    pub(super) watches: Rc<RefCell<Watches>>,
    ran_for: Cell<Duration>,
    /// Why output did not reach its reader, where no program was told.
    pub(super) lost_output: Cell<Option<std::io::Error>>,
}

/// The oldest generation: a collection of it looks at everything.
pub(super) const OLDEST: u8 = 2;

impl Engine {
    /// A machine that reads and writes through `console`.
    ///
    /// # Errors
    /// When the heap cannot be had.
    pub fn new(options: Options, console: Box<dyn Console>) -> Result<Engine, String> {
        let config = Config {
            max_heap: options.max_heap,
            argv: options.argv,
            warnings: options.warnings,
            optimize: options.optimize,
            attention: options.attention,
            native_stack: options.native_stack,
            path: options.path,
        };
        let shown = Rc::new(RefCell::new(Shown {
            width: options.width,
            paint: options.paint,
            ..Shown::default()
        }));
        let console = Box::new(Watching { console, shown: shown.clone() });
        let vm = Vm::new(&super::registry::REGISTRY, config, console)?;
        let globals = start(&vm, options.file.as_deref()).map_err(|raised| {
            let exception = vm.take_raised(raised);
            failing::of_exception(&vm, &exception).summary
        })?;
        let display = shown.clone();
        inspect::remember_departed(&vm);
        gc::leave_youth(&vm.heap);
        *vm.display.borrow_mut() = Some(Rc::new(move |vm, value| show(vm, value, &display)));
        let globals = RefCell::new(globals);
        let builtin_names = vm.builtins.as_ref::<Dict>().len();
        Ok(Engine {
            globals,
            vm,
            shown,
            builtin_names,
            noted: RefCell::default(),
            explained: RefCell::default(),
            watches: Rc::default(),
            ran_for: Cell::default(),
            lost_output: Cell::default(),
        })
    }

    /// Runs `source` in the session's namespace.
    pub fn run(&self, source: &Source, mode: Mode) -> Outcome {
        let shows = match mode {
            Mode::Script => lower::Mode::Exec,
            Mode::Prompt => lower::Mode::ShowAll,
            Mode::Notebook => lower::Mode::ShowLast,
        };
        {
            let mut shown = self.shown.borrow_mut();
            shown.keep = mode == Mode::Notebook;
            shown.kept = None;
        }
        let compiled = match self.compile(source, shows) {
            Ok(compiled) => compiled,
            Err(CompileError::Source(diagnostic))
                if mode == Mode::Notebook && diagnostic.awaits =>
            {
                return self.run_awaiting(source, shows);
            }
            Err(error) => return self.not_compiled(source, error),
        };
        let start = Instant::now();
        let result = eval::run_code(&self.vm, compiled, &self.globals.borrow(), None);
        self.ran_for.set(start.elapsed());
        self.done(source, result)
    }

    /// How long the last source ran, reading it not counted.
    pub fn ran_for(&self) -> Duration {
        self.ran_for.get()
    }

    /// Runs a cell that awaits at its top level, as notebooks do.
    fn run_awaiting(&self, source: &Source, shows: lower::Mode) -> Outcome {
        match eval::compile_cell(&self.vm, source, shows) {
            Ok(compiled) => {
                let start = Instant::now();
                let result = eval::run_cell(&self.vm, compiled, &self.globals.borrow());
                self.ran_for.set(start.elapsed());
                self.done(source, result)
            }
            Err(error) => self.not_compiled(source, error),
        }
    }

    fn not_compiled(&self, source: &Source, error: CompileError) -> Outcome {
        match error {
            CompileError::Source(diagnostic) => {
                Outcome::Failed(Box::new(failing::of_diagnostic(source, &diagnostic)))
            }
            CompileError::Raised(raised) => self.ended(raised),
        }
    }

    fn done(&self, source: &Source, result: Eval) -> Outcome {
        match result {
            Ok(_) => {
                let quiet = source.text().trim_end().ends_with(';');
                let result = self.shown.borrow_mut().kept.take();
                Outcome::Done { result: result.filter(|_| !quiet) }
            }
            Err(raised) => self.ended(raised),
        }
    }

    /// Compiles without moving into cells that the program has just seen emptied.
    fn compile(&self, source: &Source, mode: lower::Mode) -> Result<eval::Compiled, CompileError> {
        let kept = self.vm.heap.keep_observed_free();
        let compiled = eval::compile(&self.vm, source, mode, false);
        self.vm.heap.give_back(kept);
        compiled
    }

    /// What an uncaught exception means for the session.
    pub(super) fn ended(&self, raised: Raised) -> Outcome {
        let vm = &self.vm;
        let exception = vm.take_raised(raised);
        if vm.is_error(&exception, ErrorKind::SystemExit) {
            return Outcome::Exit(self.exit_status(&exception));
        }
        let told = crate::modules::sys::tell_excepthook(vm, &exception);
        let failure = match told {
            true => Box::default(),
            false => Box::new(failing::of_exception(vm, &exception)),
        };
        let interrupted = vm.is_error(&exception, ErrorKind::KeyboardInterrupt);
        crate::modules::sys::remember_last(vm, exception);
        if interrupted { Outcome::Interrupted(failure) } else { Outcome::Failed(failure) }
    }

    /// The status of a `SystemExit`; what is no number goes to standard error and means 1.
    fn exit_status(&self, exception: &Ref) -> i32 {
        let vm = &self.vm;
        let args = exception.get::<Exception>().and_then(|payload| payload.args.get());
        let args: Vec<Ref> =
            args.map_or_else(Vec::new, |args| crate::runtime::object::tuple::tuple_refs(&args));
        let reason = match args.as_slice() {
            [] => return 0,
            [only] => only.clone(),
            _ => exception.clone(),
        };
        if vm.is_none(&reason) {
            return 0;
        }
        if let Some(number) = crate::runtime::object::number::int_view(&reason) {
            return number.small().map_or(-1, |number| number as i32);
        }
        let text = vm.str_text(&reason).unwrap_or_else(|raised| {
            drop(vm.take_raised(raised));
            String::new()
        });
        vm.tell_stderr(&format!("{text}\n"));
        1
    }

    /// Brings output to its reader.
    pub fn flush(&self) {
        if let Err(error) = self.vm.console.borrow_mut().flush() {
            self.lost_output.set(Some(error));
        }
    }

    /// Sets what stands before the next output; `None` takes it back.
    pub fn label_output(&self, label: Option<&str>) {
        self.shown.borrow_mut().label = label.map(|label| format!("{label}:\n"));
    }

    /// Begins to remember what is shown and printed, or stops.
    pub fn watch_output(&self, watch: bool) {
        self.shown.borrow_mut().watched = watch.then(String::new);
    }

    /// What was shown and printed since [`Engine::watch_output`].
    pub fn watched_output(&self) -> String {
        self.shown.borrow_mut().watched.take().unwrap_or_default()
    }

    /// Remarks for the person at the keyboard, each once.
    pub fn take_notes(&self) -> Vec<String> {
        let mut used = self.vm.aliases.take_used();
        used.retain(|pair| !self.noted.borrow().contains(pair));
        self.noted.borrow_mut().extend(&used);
        let mut notes: Vec<String> = used
            .iter()
            .map(|(old, new)| {
                let decimal = format!("the recorded address {old} means {new} here");
                match self.vm.heap.find(*new) {
                    Place::Live { cell, .. } => {
                        format!("{decimal} (a {})", self.vm.class_name(&cell))
                    }
                    _ => decimal,
                }
            })
            .collect();
        // What a pipe carries is what CPython's would.
        let person = self.shown.borrow().width > 0;
        for Reading { address, free, .. } in self.vm.departed.take_read() {
            // What was read of an object that came and went meanwhile cannot be explained now.
            let still = matches!(self.vm.heap.find(address), Place::Free { .. }) == free;
            if !person || !still {
                continue;
            }
            let known = inspect::explain(&self.vm, address).join("; ");
            if self.explained.borrow_mut().insert(known.clone()) {
                notes.push(known);
            }
        }
        notes
    }

    /// Whether an object of this session stands, or stood, at `address`.
    pub fn is_address(&self, address: u64) -> bool {
        !matches!(self.vm.heap.find(address), Place::Outside)
    }

    /// From now on the recorded address `old` means `new`.
    pub fn alias(&self, old: u64, new: u64) {
        self.vm.aliases.learn(old, new);
    }

    fn look(&self) -> Look<'_> {
        Look { vm: &self.vm, globals: self.globals.borrow() }
    }

    /// Whether a global has this name.
    pub fn defines(&self, name: &str) -> bool {
        self.look().defines(name)
    }

    /// A text that stands in `sys`.
    pub fn system_text(&self, name: &str) -> Option<String> {
        self.look().system_text(name)
    }

    /// Names of globals and builtins.
    pub fn names(&self) -> Vec<String> {
        self.look().names()
    }

    /// Attributes of a dotted name's object.
    pub fn attributes(&self, owner: &[&str]) -> Vec<String> {
        self.look().attributes(owner)
    }

    /// Keys of a dotted name's dict.
    pub fn keys(&self, owner: &[&str]) -> Vec<String> {
        self.look().keys(owner)
    }

    /// Modules that can be imported.
    pub fn modules(&self) -> Vec<String> {
        self.look().modules()
    }

    /// Names in a module.
    pub fn module_names(&self, module: &str) -> Vec<String> {
        self.look().module_names(module)
    }

    /// The signature of a dotted name's object.
    pub fn signature(&self, path: &[&str]) -> Option<String> {
        self.look().signature(path)
    }

    /// What `x?` shows, and `x??` with its source.
    pub fn describe(&self, name: &str, source: bool) -> Option<String> {
        let path: Vec<&str> = name.split('.').collect();
        self.look().describe(&path, source)
    }

    /// The session's own names in the order they were made.
    pub fn own_names(&self) -> Vec<OwnName> {
        let globals = self.globals.borrow();
        let table = globals.as_ref::<Dict>().table.borrow();
        let own = table.iter().filter(|entry| !entry.key.text().starts_with("__"));
        own.map(|entry| OwnName {
            name: entry.key.text().to_owned(),
            class: self.vm.class_name(&entry.value),
            count: (!entry.value.is_immortal()).then(|| entry.value.count()),
            address: entry.value.address(),
        })
        .collect()
    }

    /// Deletes a global name.
    pub fn forget(&self, name: &str) {
        self.forget_in(&self.globals.borrow(), name);
    }

    pub(super) fn forget_in(&self, namespace: &Ref, name: &str) {
        let name = self.vm.name(name);
        let removed = namespace.as_ref::<Dict>().remove(&self.vm, &name);
        match removed {
            Ok(entry) => drop(entry),
            Err(raised) => drop(self.vm.take_raised(raised)),
        }
    }

    /// Runs the whole collector; what it found.
    pub fn collect(&self) -> u64 {
        let found = self.vm.collect_garbage(OLDEST);
        found.collected + found.uncollectable
    }

    /// Lays values out, or not; whether it does now.
    pub fn switch_layout(&self) -> bool {
        let mut shown = self.shown.borrow_mut();
        shown.flat = !shown.flat;
        !shown.flat
    }

    /// From now on values are laid out for so many columns; 0 leaves them as they are.
    pub fn set_width(&self, columns: usize) {
        self.shown.borrow_mut().width = columns;
    }

    /// The count of the object at an address, if one lives there.
    pub fn count_at(&self, address: u64) -> Option<i64> {
        match self.vm.heap.find(address) {
            Place::Live { cell, .. } => Some(cell.count() - 1),
            _ => None,
        }
    }

    /// Live objects and their bytes by the name of their type.
    pub fn live_by_type(&self) -> BTreeMap<String, (u64, u64)> {
        inspect::heap_by_type(&self.vm)
    }

    /// How many objects are alive.
    pub fn live_objects(&self) -> u64 {
        self.vm.heap.stats().cells
    }

    /// The heap in one line.
    pub fn heap_summary(&self) -> String {
        let stats = self.vm.heap.stats();
        let unusual = if stats.usual_addresses {
            ""
        } else {
            "\nthe usual addresses were taken: addresses differ from other runs"
        };
        format!(
            "{} objects, {} bytes and {} in buffers; at most {} so far{unusual}\n",
            stats.cells, stats.bytes, stats.external, stats.peak
        )
    }

    /// Audits the heap every `every` statements from now on; what is wrong goes to standard error.
    pub fn audit_every(&self, every: u64) {
        let passed = Cell::new(0u64);
        self.vm.probes.want();
        self.vm.probes.listen(Some(Rc::new(move |vm, source, next| {
            passed.set(passed.get() + 1);
            if passed.get().is_multiple_of(every.max(1)) {
                for wrong in inspect::discrepancies(vm) {
                    let line = source.line_of(next.start);
                    vm.write_err(&format!("audit: before {}:{line}: {wrong}\n", source.name()));
                }
            }
        })));
    }

    /// What is alive now that neither the interpreter holds nor ever dies: a line for each type.
    pub fn left_over(&self) -> Vec<String> {
        inspect::left_over(&self.vm)
    }

    /// Objects whose count is not the number of references found, in words.
    pub fn audit(&self) -> Vec<String> {
        inspect::discrepancies(&self.vm)
    }
}

/// The evaluator, the builtins and `__main__`; its namespace.
fn start(vm: &Vm, file: Option<&str>) -> Result<Ref, Raised> {
    builtins::install(vm)?;
    eval::install(vm)?;
    let main = vm.new_module("__main__", None)?;
    let globals = (*main.as_ref::<Module>().dict).clone();
    vm.modules.as_ref::<Dict>().set(vm, vm.name("__main__"), main)?;
    let builtins = vm.builtins_module()?;
    let namespace = globals.as_ref::<Dict>();
    namespace.set(vm, vm.name("__package__"), vm.none())?;
    namespace.set(vm, vm.name("__annotations__"), vm.alloc(Dict::default())?)?;
    namespace.set(vm, vm.name("__builtins__"), builtins)?;
    if let Some(file) = file {
        namespace.set(vm, vm.name("__file__"), vm.new_str(file)?)?;
        namespace.set(vm, vm.name("__cached__"), vm.none())?;
    }
    Ok(globals)
}
