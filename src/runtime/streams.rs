//! Output that the interpreter itself makes, where a program has put streams of its own into `sys`.

use super::Raised;
use super::object::{Dict, Module};
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// `sys.<name>` as the program may have replaced it; `None` where it is the console's own, and
    /// open.
    pub fn redirected(&self, name: &str) -> Option<Ref> {
        let sys = self.modules.as_ref::<Dict>().get_str(&self.name("sys"))?;
        let namespace = sys.get::<Module>()?.dict.as_ref::<Dict>();
        let stream = namespace.get_str(&self.name(name))?;
        let original = namespace.get_str(&self.name(&format!("__{name}__")))?;
        let number = ["stdin", "stdout", "stderr"].iter().position(|known| *known == name);
        let closed = || number.is_some_and(|number| self.closed_streams[number].get());
        (!stream.same(&original) || closed()).then_some(stream)
    }

    /// Whether `sys` has this stream, and it is not `None`.
    pub fn has_stream(&self, name: &str) -> bool {
        let sys = self.modules.as_ref::<Dict>().get_str(&self.name("sys"));
        let Some(module) = sys.as_ref().and_then(|sys| sys.get::<Module>()) else { return true };
        let stream = module.dict.as_ref::<Dict>().get_str(&self.name(name));
        stream.is_some_and(|stream| !self.is_none(&stream))
    }

    /// Writes to what stands for `sys.stderr`; what that raises is dropped.
    pub fn tell_stderr(&self, text: &str) {
        let Some(stream) = self.redirected("stderr") else { return self.write_err(text) };
        if self.is_none(&stream) {
            return;
        }
        let told = self.with_pending_saved(|| {
            let text = self.new_str(text)?;
            self.call_method(&stream, "write", &[&text])?;
            self.call_method(&stream, "flush", &[])
        });
        if let Err(raised) = told {
            drop(self.take_raised(raised));
        }
    }

    /// Writes to what stands for `sys.stdout`.
    ///
    /// # Errors
    /// What writing raises.
    pub fn tell_stdout(&self, text: &str) -> Result<(), Raised> {
        let Some(stream) = self.redirected("stdout") else { return self.write_out(text) };
        let text = self.new_str(text)?;
        self.call_method(&stream, "write", &[&text]).map(drop)
    }

    /// As [`Self::tell_stdout`], with the end of the line in a write of its own.
    ///
    /// # Errors
    /// What writing raises.
    pub fn tell_stdout_line(&self, text: &str) -> Result<(), Raised> {
        self.tell_stdout(text)?;
        self.tell_stdout("\n")
    }
}
