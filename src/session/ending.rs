//! How a session ends: what is still to run runs, and everything is let go in CPython's order.

use std::io;

use super::engine::{Engine, OLDEST};
use crate::gc;
use crate::heap::{Ref, Unowned};
use crate::runtime::Vm;
use crate::runtime::console::Captured;
use crate::runtime::object::{Dict, Module, Str};

impl Engine {
    /// Runs what is to run at the end and lets everything go.
    pub fn finish(&self) {
        self.flush_streams(false);
        self.run_exit_functions();
        self.flush_streams(true);
        self.let_all_go();
    }

    /// As [`Engine::finish`] where the process ends too: objects stay as they are if nobody can
    /// notice their end.
    ///
    /// # Errors
    /// Where output could not be brought to its reader.
    pub fn leave(&self) -> io::Result<()> {
        self.flush_streams(false);
        self.run_exit_functions();
        self.flush_streams(true);
        if self.vm.ends_are_noticed() {
            self.let_all_go();
        }
        self.flush();
        self.lost_output.take().map_or(Ok(()), Err)
    }

    /// What `atexit` was told to run, if it was imported.
    fn run_exit_functions(&self) {
        let vm = &self.vm;
        let name = vm.name("atexit");
        let Some(module) = vm.modules.as_ref::<Dict>().get_str(&name) else { return };
        if let Err(raised) = vm.call_method(&module, "_run_exitfuncs", &[]) {
            vm.report_unraisable(raised, "Exception ignored in atexit callback", None);
        }
    }

    /// Lets the program's own `sys.stdout` and `sys.stderr` write what they still hold; what goes wrong
    /// with the first is told the second time only.
    fn flush_streams(&self, tells: bool) {
        let vm = &self.vm;
        let sys = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys"));
        let Some(sys) = sys.as_ref().and_then(Ref::get::<Module>) else { return };
        for name in ["stdout", "stderr"] {
            let stream = sys.dict.as_ref::<Dict>().get_str(&vm.name(name));
            let Some(stream) = stream.filter(|stream| !vm.is_none(stream)) else { continue };
            let closed = vm.get_attr_text(&stream, "closed").and_then(|closed| vm.truth(&closed));
            match closed {
                Ok(true) => continue,
                Ok(false) => {}
                Err(raised) => drop(vm.take_raised(raised)),
            }
            match vm.call_method(&stream, "flush", &[]) {
                Err(raised) if tells && name == "stdout" => {
                    let what = "Exception ignored on flushing sys.stdout";
                    vm.report_unraisable(raised, what, None);
                }
                Err(raised) => drop(vm.take_raised(raised)),
                Ok(_) => {}
            }
        }
    }

    fn let_all_go(&self) {
        let vm = &self.vm;
        vm.finishing.set(true);
        crate::modules::sys::forget_last(vm);
        self.forget_in(&vm.builtins, "_");
        // Where the program has made nothing that could be part of a cycle, there is none.
        let has_made = !gc::is_as_at_start(&vm.heap);
        if has_made {
            vm.collect_garbage(OLDEST);
        }
        // The later collections are nobody's business.
        vm.collector.callbacks.set(None);
        let main = self.let_main_go();
        if has_made {
            vm.collect_garbage(OLDEST);
        }
        if let Some((module, globals)) = &main
            && let Some(globals) = namespace_of_main(vm, *globals)
            && module.look(|module| module.get::<Module>().is_some_and(|it| it.dict.same(&globals)))
                == Some(true)
        {
            clear_namespace(vm, &globals);
            drop(globals);
            vm.collect_garbage(OLDEST);
        }
        let emptied = self.let_modules_go();
        if main.is_some_and(|(_, globals)| namespace_of_main(vm, globals).is_some()) {
            self.let_machine_go();
        } else if emptied {
            vm.collect_garbage(OLDEST);
        }
        self.flush();
    }

    /// Empties the namespaces of imported modules, the last first; whether there were any.
    fn let_modules_go(&self) -> bool {
        let modules = self.vm.modules.as_ref::<Dict>().pairs();
        let mut imported = modules.iter().rev().filter_map(|(name, module)| {
            let kept = matches!(name.text(), "__main__" | "builtins" | "sys");
            module.get::<Module>().filter(|_| !kept)
        });
        imported.by_ref().map(|module| module.dict.as_ref::<Dict>().clear()).count() > 0
    }

    /// Empties the namespaces of `sys` and `builtins` where something of the program is still held.
    fn let_machine_go(&self) {
        let vm = &self.vm;
        // There is no `sys.stdout` any more.
        let console = vm.console.replace(Box::new(Captured::default()));
        for name in ["sys", "builtins"] {
            let module = vm.modules.as_ref::<Dict>().get_str(&vm.name(name));
            if let Some(module) = module.as_ref().and_then(Ref::get::<Module>) {
                clear_namespace(vm, &module.dict);
            }
        }
        vm.collect_garbage(OLDEST);
        drop(vm.console.replace(console));
    }

    /// Takes out of `builtins` what the program has put there.
    fn restore_builtins(&self) {
        let dict = self.vm.builtins.as_ref::<Dict>();
        let own = dict.pairs().split_off(self.builtin_names.min(dict.len()));
        for (name, _) in own {
            self.forget_in(&self.vm.builtins, name.text());
        }
    }

    /// Gives up `__main__`: usually its functions and their globals hold only each other now, and the
    /// collector finalizes what they hold. A module that somebody holds has its names cleared, as CPython
    /// does. Returns the module and its namespace.
    fn let_main_go(&self) -> Option<(Unowned, Unowned)> {
        let vm = &self.vm;
        let empty = vm.new_dict(Vec::new()).ok()?;
        // It stands there as long as the session, for nobody.
        empty.make_immortal();
        let globals = self.globals.replace(empty);
        let left = globals.downgrade();
        let name = vm.name("__main__");
        let removed = vm.modules.as_ref::<Dict>().remove(vm, &name);
        drop(globals);
        let module = match removed {
            Ok(entry) => entry?.value.downgrade(),
            Err(raised) => {
                drop(vm.take_raised(raised));
                return None;
            }
        };
        self.restore_builtins();
        Some((module, left))
    }
}

/// The globals of `__main__` if they are still alive; a finalizer's object may have got their cell.
fn namespace_of_main(vm: &Vm, globals: Unowned) -> Option<Ref> {
    let globals = globals.look(Ref::clone)?;
    let name = globals.get::<Dict>()?.get_str(&vm.name("__name__"))?;
    (name.is::<Str>() && name.text() == "__main__").then_some(globals)
}

/// Empties a module's namespace as CPython does: first the names that begin with one `_`, then the
/// others, in the order they were made.
fn clear_namespace(vm: &Vm, namespace: &Ref) {
    let dict = namespace.as_ref::<Dict>();
    let private = |name: &str| name.starts_with('_') && !name.starts_with("__");
    for wanted in [true, false] {
        for name in dict.keys() {
            if name.text() != "__builtins__" && private(name.text()) == wanted {
                let old = dict.set(vm, name, vm.none());
                if let Err(raised) = old {
                    drop(vm.take_raised(raised));
                }
            }
        }
    }
}
