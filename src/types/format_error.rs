//! What formatting can refuse, raised as Python's exceptions.

use crate::runtime::{ErrorKind, Raised, Vm};
use crate::text::format_spec::FormatError;

/// Raises `error`.
#[cold]
pub fn raise(vm: &Vm, error: FormatError) -> Raised {
    match error {
        FormatError::Value(message) => vm.value_error(message),
        FormatError::Overflow(message) => vm.raise(ErrorKind::OverflowError, message),
        FormatError::Memory => vm.raise(ErrorKind::MemoryError, String::new()),
    }
}
