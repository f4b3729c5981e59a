//! What happens when an object dies: `__del__`, weak references and their callbacks, and the
//! cycle collector's hooks into them.

use std::collections::HashMap;
use std::rc::{Rc, Weak};

use super::kinds;
use super::object::generator::Wake;
use super::object::weakref::weak_of;
use super::object::{
    BuiltinFunction, Class, Dict, Exception, Generator, Instance, List, Module, Str, Tuple,
};
use super::raise::ErrorKind;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::{Flag, Hooks, Ref, Unowned};
use crate::text::system_error::plain_words;

/// The weak references to each object that has some, oldest first, by the object's address.
#[derive(Default)]
pub struct WeakTable(HashMap<u64, Vec<Unowned>>);

impl WeakTable {
    /// Enters a weak reference to `object`.
    pub fn add(&mut self, object: &Ref, weak: &Ref) {
        object.set_flag(Flag::HAS_WEAKREFS);
        weak.set_flag(Flag::NEEDS_HOOK);
        self.0.entry(object.address()).or_default().push(weak.downgrade());
    }

    /// The weak references to `object`, oldest first.
    pub fn of(&self, object: &Ref) -> &[Unowned] {
        self.0.get(&object.address()).map_or(&[], Vec::as_slice)
    }

    /// Takes one weak reference, which dies, out.
    fn remove(&mut self, referent: u64, weak: u64) {
        if let Some(list) = self.0.get_mut(&referent) {
            list.retain(|other| other.address() != weak);
            if list.is_empty() {
                self.0.remove(&referent);
            }
        }
    }

    fn take(&mut self, referent: u64) -> Vec<Unowned> {
        self.0.remove(&referent).unwrap_or_default()
    }
}

/// How the report of an exception begins that nobody can handle.
const IGNORED: &str = "Exception ignored in: ";

/// Reaches the machine from the heap without owning it.
struct VmHooks(Weak<Vm>);

/// Connects the heap's release path to the machine.
pub fn install_hooks(vm: &Rc<Vm>) {
    vm.heap.share_hooks(Some(Rc::new(VmHooks(Rc::downgrade(vm)))));
}

impl Hooks for VmHooks {
    fn made(&self, address: u64, size: usize) {
        if let Some(vm) = self.0.upgrade() {
            vm.tracer.made(&vm, address, size);
        }
    }

    fn freed(&self, address: u64, _kind: crate::heap::Kind) {
        if let Some(vm) = self.0.upgrade() {
            vm.tracer.freed(&vm, address);
        }
    }

    fn observed_dies(&self, dying: &Ref) {
        if let Some(vm) = self.0.upgrade() {
            vm.departed.note(&vm, dying);
        }
    }

    fn finalize(&self, dying: &Ref) {
        if let Some(vm) = self.0.upgrade() {
            vm.finalize(dying);
        }
    }

    fn clear_weakrefs(&self, dying: &Ref) {
        if let Some(vm) = self.0.upgrade() {
            let callbacks = vm.detach_weakrefs(dying);
            vm.run_weakref_callbacks(callbacks);
        }
    }
}

impl Vm {
    /// Does what an object with `NEEDS_HOOK` needs done when its count comes to 0.
    pub(super) fn finalize(&self, dying: &Ref) {
        match dying.kind() {
            kinds::STR if dying.get::<Str>().is_some_and(Str::is_interned) => {
                self.forget_interned(dying);
            }
            kinds::WEAKREF | kinds::WEAK_PROXY | kinds::WEAK_CALLABLE_PROXY => {
                self.forget_weakref(dying);
            }
            kinds::GENERATOR | kinds::COROUTINE | kinds::ASYNC_GENERATOR => {
                dying_generator(self, dying);
            }
            kinds::ASYNC_SEND | kinds::ASYNC_THROW => self.end_step(dying),
            kinds::TYPE => self.forget_subclass(dying),
            _ => {}
        }
        if self.class_data(dying).flags.get().has_del {
            dying.set_flag(Flag::FINALIZED);
            self.run_del(dying);
        }
    }

    /// A weak reference that dies, or is garbage, finds nothing any more.
    pub fn forget_weakref(&self, weak: &Ref) {
        let referent = weak_of(weak).and_then(|weak| weak.referent.take());
        if let Some(referent) = referent {
            self.weakrefs.borrow_mut().remove(referent.address(), weak.address());
        }
    }

    fn forget_subclass(&self, class: &Ref) {
        self.class_epoch.set(self.class_epoch.get() + 1);
        self.leave_bases(class);
    }

    /// Whether the program, or who reads its files, could notice the end of some object: a
    /// finalizer, a weak reference with a callback, a file or a generator with `try` or `with` has
    /// been made, or somebody listens to the collector.
    pub fn ends_are_noticed(&self) -> bool {
        let listeners = self.collector.callbacks.get();
        let listens = |list: &Ref| list.get::<List>().is_none_or(|list| !list.is_empty());
        self.notices_ends.get()
            || self.collector.debug.get() != 0
            || listeners.as_ref().is_some_and(listens)
    }

    /// Calls `__del__`; what it raises is reported and goes no further.
    pub fn run_del(&self, object: &Ref) {
        self.with_pending_saved(|| {
            let Some(method) = self.lookup_special(object, "__del__") else { return };
            let result = self.call_special(method, object, &[]);
            if let Err(raised) = result {
                let method = self.lookup_special(object, "__del__");
                self.report_unraisable(raised, "Exception ignored in: ", method.as_ref());
            }
        });
    }

    /// Clears the weak references to `dying`; their callbacks come back, newest first.
    fn detach_weakrefs(&self, dying: &Ref) -> Vec<(Ref, Ref)> {
        let with_callback = |weak: Ref| {
            let callback = weak_of(&weak)?.callback.take()?;
            Some((weak, callback))
        };
        self.unlink_weakrefs(dying).into_iter().filter_map(with_callback).collect()
    }

    /// Clears the weak references to `dying` and gives them back, newest first. Each keeps its
    /// callback.
    pub fn unlink_weakrefs(&self, dying: &Ref) -> Vec<Ref> {
        let list = self.weakrefs.borrow_mut().take(dying.address());
        dying.clear_flag(Flag::HAS_WEAKREFS);
        let mut unlinked = Vec::new();
        for weak in list.into_iter().rev() {
            let Some(weak) = self.heap.upgrade(weak) else { continue };
            let Some(payload) = weak_of(&weak) else { continue };
            payload.referent.set(None);
            unlinked.push(weak);
        }
        unlinked
    }

    /// Calls the callbacks of weak references whose objects are gone.
    pub fn run_weakref_callbacks(&self, callbacks: Vec<(Ref, Ref)>) {
        if callbacks.is_empty() {
            return;
        }
        let run = || {
            for (weak, callback) in &callbacks {
                if let Err(raised) = self.call(callback, &[weak]) {
                    self.report_unraisable(raised, "Exception ignored in: ", Some(callback));
                }
            }
        };
        let held = callbacks.iter().flat_map(|(weak, callback)| [weak, callback]);
        self.with_pending_saved(|| self.lend_all(held, super::stack::Role::Builtin, run));
    }

    /// Reports an exception that nobody can handle: to `sys.unraisablehook` if there is one of the
    /// user's, else on stderr. `what` is CPython's opening words.
    pub fn report_unraisable(&self, raised: Raised, what: &str, object: Option<&Ref>) {
        let exception = self.take_raised(raised);
        self.give_traceback(&exception);
        let message = (what != IGNORED).then_some(what);
        match self.user_unraisablehook() {
            Some(hook) => {
                if let Err(raised) = self.tell_unraisable(&hook, &exception, message, object) {
                    let second = self.take_raised(raised);
                    let what = "Exception ignored in sys.unraisablehook";
                    self.write_unraisable(&second, Some(what), Some(&hook));
                    self.drop_exception(second);
                }
            }
            None => self.write_unraisable(&exception, message, object),
        }
        self.drop_exception(exception);
    }

    fn user_unraisablehook(&self) -> Option<Ref> {
        let sys = self.modules.as_ref::<Dict>().get_str(&self.name("sys"))?;
        let namespace = sys.get::<Module>()?.dict.as_ref::<Dict>();
        let hook = namespace.get_str(&self.name("unraisablehook"))?;
        (!hook.is::<BuiltinFunction>()).then_some(hook)
    }

    fn tell_unraisable(
        &self,
        hook: &Ref,
        exception: &Ref,
        message: Option<&str>,
        object: Option<&Ref>,
    ) -> Result<(), Raised> {
        let traceback = exception.get::<Exception>().and_then(|payload| payload.traceback.get());
        let values = [
            self.class_of(exception).clone(),
            exception.clone(),
            traceback.unwrap_or_else(|| self.none()),
            message.map_or_else(|| Ok(self.none()), |message| self.new_str(message))?,
            object.cloned().unwrap_or_else(|| self.none()),
        ];
        let report = self
            .heap
            .alloc_refs(Tuple::new(), values.map(Some).into_iter(), self.unraisable_args.get())
            .map_err(|full| self.heap_full(full))?;
        self.call(hook, &[&report]).map(drop)
    }

    /// Writes `Exception ignored in: …` and the traceback to stderr.
    pub fn write_unraisable(&self, exception: &Ref, message: Option<&str>, object: Option<&Ref>) {
        let object = object.filter(|object| !self.is_none(object));
        let mut text = String::new();
        if message.is_some() || object.is_some() {
            text.push_str(message.unwrap_or(IGNORED.trim_end_matches(": ")));
            text.push(':');
        }
        if let Some(object) = object {
            text.push(' ');
            match self.repr_text(object) {
                Ok(repr) => text.push_str(&repr),
                Err(raised) => {
                    drop(self.take_raised(raised));
                    text.push_str("<object repr() failed>");
                }
            }
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&self.ignored_text(exception));
        self.tell_stderr(&text);
    }

    /// Drops an exception, its traceback first.
    fn drop_exception(&self, exception: Ref) {
        if let Some(payload) = exception.get::<Exception>() {
            payload.traceback.set(None);
        }
        drop(exception);
    }

    /// Writes text to stdout.
    ///
    /// # Errors
    /// `BrokenPipeError` and other `OSError`s.
    pub fn write_out(&self, text: &str) -> Result<(), Raised> {
        let written = self.console.borrow_mut().write_out(text);
        written.map_err(|error| self.io_error(&error))
    }

    /// Flushes stdout.
    pub fn flush_out(&self) -> Result<(), Raised> {
        let flushed = self.console.borrow_mut().flush();
        flushed.map_err(|error| self.io_error(&error))
    }

    #[cold]
    fn io_error(&self, error: &std::io::Error) -> Raised {
        let kind = match error.kind() {
            std::io::ErrorKind::BrokenPipe => ErrorKind::BrokenPipeError,
            _ => ErrorKind::OSError,
        };
        let text = plain_words(error);
        let Some(errno) = error.raw_os_error() else { return self.raise(kind, text) };
        let made = self.new_int(errno.into()).and_then(|errno| {
            let text = self.new_str(&text)?;
            self.exception_of(kind, vec![errno, text])
        });
        match made {
            Ok(exception) => self.raise_object(exception),
            Err(raised) => raised,
        }
    }

    /// Writes text to stderr; a closed stderr is no reason to fail.
    pub fn write_err(&self, text: &str) {
        let text = crate::text::surrogate::escaped(text);
        let mut console = self.console.borrow_mut();
        let _ = console.flush();
        let _ = console.write_err(&text);
    }

    /// A class gained `__del__`: instances that exist already get it too.
    pub(super) fn mark_instances_for_finalization(&self, class: &Ref) {
        self.heap.for_each_live(&mut |object| {
            let own = match object.get::<Instance>() {
                Some(instance) => Some(&*instance.class),
                None => object.extra().map(|extra| &*extra.class),
            };
            if own.is_some_and(|own| own.as_ref::<Class>().is_subclass_of(class)) {
                object.set_flag(Flag::NEEDS_HOOK);
            }
        });
    }
}

/// Closes a generator that dies suspended, so that its `finally` blocks run.
fn dying_generator(vm: &Vm, generator: &Ref) {
    use super::object::generator::GeneratorState;
    let Some(payload) = Generator::of(generator) else { return };
    if generator.kind() != kinds::GENERATOR {
        generator.set_flag(Flag::FINALIZED);
        if vm.end_asynchronous(generator, payload) {
            return;
        }
    }
    if payload.state.get() != GeneratorState::Suspended {
        return;
    }
    generator.set_flag(Flag::FINALIZED);
    vm.with_pending_saved(|| {
        if let Err(raised) = vm.close_generator(generator) {
            vm.report_unraisable(raised, "Exception ignored in: ", Some(generator));
        }
    });
}

impl Vm {
    /// `generator.close()`: raises `GeneratorExit` where it is suspended.
    pub fn close_generator(&self, generator: &Ref) -> super::value::Eval {
        use super::object::generator::GeneratorState;
        use super::value::Value;
        let Some(payload) = Generator::of(generator) else { return Ok(Value::None) };
        match payload.state.get() {
            GeneratorState::Created => {
                // As in CPython 3.13, what it was called with stays alive as long as it does.
                payload.state.set(GeneratorState::Finished);
                return Ok(Value::None);
            }
            GeneratorState::Finished => return Ok(Value::None),
            GeneratorState::Suspended if payload.just_ends() => {
                payload.state.set(GeneratorState::Finished);
                payload.clear_slots();
                return Ok(Value::None);
            }
            _ => {}
        }
        payload.keeps_func.set(true);
        let raised = self.raise(ErrorKind::GeneratorExit, String::new());
        let result = {
            let exception = self.take_raised(raised);
            let _ = self.reraise(exception);
            self.resume_generator(generator, Wake::Throw)
        };
        match result {
            Ok(Value::Undef) => Ok(self.stop_value.take().map_or(Value::None, Value::Obj)),
            Ok(_) => {
                payload.keeps_func.set(false);
                let word = payload.makes().word();
                Err(self.raise(ErrorKind::RuntimeError, format!("{word} ignored GeneratorExit")))
            }
            Err(raised)
                if self.pending_is(&raised, ErrorKind::GeneratorExit)
                    || self.pending_is(&raised, ErrorKind::StopIteration) =>
            {
                drop(self.take_raised(raised));
                Ok(Value::None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Resumes a generator; see [`super::vm::Evaluator::resume`].
    pub fn resume_generator(&self, generator: &Ref, wake: Wake<'_>) -> super::value::Eval {
        (self.evaluator().resume)(self, generator, wake)
    }
}
