//! Warnings that builtins give.

use super::raise::ErrorKind;
use super::value::Raised;
use super::vm::Vm;
use crate::heap::Ref;

impl Vm {
    /// Gives a warning to `warnings.warn`; its module is imported for that where it has not been.
    ///
    /// # Errors
    /// The warning itself, where the program turned it into an exception.
    #[cold]
    pub fn warn(&self, kind: ErrorKind, message: &str) -> Result<(), Raised> {
        let module = self.import("warnings")?;
        let Some(warn) = self.find_attr(&module, &self.name("warn"))? else { return Ok(()) };
        let message = self.new_str(message)?;
        self.call(&warn, &[&message, self.exception_class(kind)]).map(drop)
    }

    /// Gives a warning about a line of a source, to `warnings.warn_explicit`.
    ///
    /// # Errors
    /// As [`Vm::warn`].
    #[cold]
    pub fn warn_explicit(
        &self,
        kind: ErrorKind,
        message: &str,
        file: &str,
        line: u32,
    ) -> Result<(), Raised> {
        let module = self.import("warnings")?;
        let Some(warn) = self.find_attr(&module, &self.name("warn_explicit"))? else {
            return Ok(());
        };
        let (message, file) = (self.new_str(message)?, self.new_str(file)?);
        let line = self.new_int(line.into())?;
        self.call(&warn, &[&message, self.exception_class(kind), &file, &line]).map(drop)
    }

    /// A special method for a number gave an instance of a class derived from `kind`.
    ///
    /// # Errors
    /// As [`Vm::warn`].
    #[cold]
    pub fn warn_of_subclass(&self, value: &Ref, method: &str, kind: &str) -> Result<(), Raised> {
        let class = self.class_name(value);
        let message = format!(
            "{method} returned non-{kind} (type {class}).  The ability to return an instance of a \
             strict subclass of {kind} is deprecated, and may be removed in a future version of \
             Python."
        );
        self.warn(ErrorKind::DeprecationWarning, &message)
    }
}
