//! A file that is run at the prompt sees its own name and arguments.

use super::engine::Engine;
use crate::heap::Ref;
use crate::runtime::object::{Dict, Module};
use crate::runtime::value::Raised;

impl Engine {
    /// Lets `act` run a program: meanwhile `__file__` is its name, and `sys.argv` that and what
    /// followed it.
    pub fn as_program<R>(&self, file: &str, argv: Vec<String>, act: impl FnOnce() -> R) -> R {
        let argv = self.vm.argv.replace(argv);
        self.tell_program(Some(file));
        let result = act();
        self.vm.argv.replace(argv);
        self.tell_program(None);
        result
    }

    /// A program that finds no room for its arguments runs without them.
    fn tell_program(&self, file: Option<&str>) {
        match file.map(|file| self.set_file(file)) {
            None => self.forget("__file__"),
            Some(Ok(())) => {}
            Some(Err(raised)) => drop(self.vm.take_raised(raised)),
        }
        if let Err(raised) = self.set_argv() {
            drop(self.vm.take_raised(raised));
        }
    }

    fn set_file(&self, file: &str) -> Result<(), Raised> {
        let (globals, vm) = (self.globals.borrow().clone(), &self.vm);
        globals.as_ref::<Dict>().set(vm, vm.name("__file__"), vm.new_str(file)?).map(drop)
    }

    /// Where `sys` is not imported yet, it will be made with the arguments of that time.
    fn set_argv(&self) -> Result<(), Raised> {
        let vm = &self.vm;
        let Some(module) = vm.modules.as_ref::<Dict>().get_str(&vm.name("sys")) else {
            return Ok(());
        };
        let words: Result<Vec<Ref>, Raised> =
            vm.argv.borrow().iter().map(|word| vm.new_str(word)).collect();
        let words = vm.new_list(words?)?;
        // Something else may have been put in its place.
        let Some(module) = module.get::<Module>() else { return Ok(()) };
        module.dict.as_ref::<Dict>().set(vm, vm.name("argv"), words).map(drop)
    }
}
