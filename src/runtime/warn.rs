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

    /// Warns of a coroutine that was never awaited, by `warnings._warn_unawaited_coroutine` where
    /// that works.
    #[cold]
    pub fn warn_of_unawaited(&self, coroutine: &Ref, name: &str) {
        let warned = (|| {
            let module = self.import("warnings")?;
            let warn = self.find_attr(&module, &self.name("_warn_unawaited_coroutine"))?;
            match warn {
                Some(warn) => self.call(&warn, &[coroutine]).map(|_| true),
                None => Ok(false),
            }
        })();
        let warned = warned.unwrap_or_else(|raised| {
            let is_warning = self.pending_is(&raised, ErrorKind::RuntimeWarning);
            self.report_unraisable(raised, "Exception ignored in: ", Some(coroutine));
            is_warning
        });
        if !warned {
            let message = format!("coroutine '{name}' was never awaited");
            self.warn_of_unused(coroutine, &message);
        }
    }

    /// Gives a `RuntimeWarning` about `source`, which was made and not used; what goes wrong is
    /// reported and goes no further.
    #[cold]
    pub fn warn_of_unused(&self, source: &Ref, message: &str) {
        let warned = (|| {
            let module = self.import("warnings")?;
            let Some(warn) = self.find_attr(&module, &self.name("_warn_unused"))? else {
                return Ok(());
            };
            let message = self.new_str(message)?;
            self.call(&warn, &[source, &message]).map(drop)
        })();
        if let Err(raised) = warned {
            self.report_unraisable(raised, "Exception ignored in: ", Some(source));
        }
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
