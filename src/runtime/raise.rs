//! Raising: the builtin exception classes, and the one pending exception of the machine.

use std::cell::Cell;

use super::object::{Class, Exception, Str};
use super::value::{Raised, Value};
use super::vm::Vm;
use crate::heap::{Fixed, Ref, Slot};
use crate::source::Span;

macro_rules! error_kinds {
    ($($name:ident : $base:ident $doc:literal),* $(,)?) => {
        /// A builtin exception class. ORDER RESERVED: a base comes before its subclasses.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum ErrorKind { $($name),* }

        /// How many there are.
        pub const ERROR_KINDS: usize = [$(ErrorKind::$name),*].len();

        impl ErrorKind {
            pub const ALL: [ErrorKind; ERROR_KINDS] = [$(ErrorKind::$name),*];

            /// The name in Python.
            pub const fn name(self) -> &'static str {
                const NAMES: [&str; ERROR_KINDS] = [$(stringify!($name)),*];
                NAMES[self as usize]
            }

            /// The base class; `BaseException` is its own.
            pub const fn base(self) -> ErrorKind {
                const BASES: [ErrorKind; ERROR_KINDS] = [$(ErrorKind::$base),*];
                BASES[self as usize]
            }

            /// The docstring.
            pub const fn doc(self) -> &'static str {
                const DOCS: [&str; ERROR_KINDS] = [$($doc),*];
                DOCS[self as usize]
            }
        }
    };
}

error_kinds! {
    BaseException: BaseException "Common base class for all exceptions",
    Exception: BaseException "Common base class for all non-exit exceptions.",
    BaseExceptionGroup: BaseException "A combination of multiple unrelated exceptions.",
    ExceptionGroup: BaseExceptionGroup "ExceptionGroup.",
    GeneratorExit: BaseException "Request that a generator exit.",
    KeyboardInterrupt: BaseException "Program interrupted by user.",
    SystemExit: BaseException "Request to exit from the interpreter.",
    ArithmeticError: Exception "Base class for arithmetic errors.",
    FloatingPointError: ArithmeticError "Floating-point operation failed.",
    OverflowError: ArithmeticError "Result too large to be represented.",
    ZeroDivisionError: ArithmeticError "Second argument to a division or modulo operation was zero.",
    AssertionError: Exception "Assertion failed.",
    AttributeError: Exception "Attribute not found.",
    BufferError: Exception "Buffer error.",
    EOFError: Exception "Read beyond end of file.",
    ImportError: Exception "Import can't find module, or can't find name in module.",
    ModuleNotFoundError: ImportError "Module not found.",
    LookupError: Exception "Base class for lookup errors.",
    IndexError: LookupError "Sequence index out of range.",
    KeyError: LookupError "Mapping key not found.",
    MemoryError: Exception "Out of memory.",
    NameError: Exception "Name not found globally.",
    UnboundLocalError: NameError "Local name referenced but not bound to a value.",
    OSError: Exception "Base class for I/O related errors.",
    BlockingIOError: OSError "I/O operation would block.",
    ChildProcessError: OSError "Child process error.",
    ConnectionError: OSError "Connection error.",
    BrokenPipeError: ConnectionError "Broken pipe.",
    ConnectionAbortedError: ConnectionError "Connection aborted.",
    ConnectionRefusedError: ConnectionError "Connection refused.",
    ConnectionResetError: ConnectionError "Connection reset.",
    FileExistsError: OSError "File already exists.",
    FileNotFoundError: OSError "File not found.",
    InterruptedError: OSError "Interrupted by signal.",
    IsADirectoryError: OSError "Operation doesn't work on directories.",
    NotADirectoryError: OSError "Operation only works on directories.",
    PermissionError: OSError "Not enough permissions.",
    ProcessLookupError: OSError "Process not found.",
    TimeoutError: OSError "Timeout expired.",
    ReferenceError: Exception "Weak ref proxy used after referent went away.",
    RuntimeError: Exception "Unspecified run-time error.",
    NotImplementedError: RuntimeError "Method or function hasn't been implemented yet.",
    PythonFinalizationError: RuntimeError "Operation blocked during Python finalization.",
    RecursionError: RuntimeError "Recursion limit exceeded.",
    StopAsyncIteration: Exception "Signal the end from iterator.__anext__().",
    StopIteration: Exception "Signal the end from iterator.__next__().",
    SyntaxError: Exception "Invalid syntax.",
    IndentationError: SyntaxError "Improper indentation.",
    TabError: IndentationError "Improper mixture of spaces and tabs.",
    SystemError: Exception "Internal error in the Python interpreter.",
    TypeError: Exception "Inappropriate argument type.",
    ValueError: Exception "Inappropriate argument value (of correct type).",
    UnicodeError: ValueError "Unicode related error.",
    UnicodeDecodeError: UnicodeError "Unicode decoding error.",
    UnicodeEncodeError: UnicodeError "Unicode encoding error.",
    UnicodeTranslateError: UnicodeError "Unicode translation error.",
    Warning: Exception "Base class for warning categories.",
    BytesWarning: Warning "Base class for warnings about bytes and buffer related problems.",
    DeprecationWarning: Warning "Base class for warnings about deprecated features.",
    EncodingWarning: Warning "Base class for warnings about encodings.",
    FutureWarning: Warning "Base class for warnings about constructs that will change in the future.",
    ImportWarning: Warning "Base class for warnings about probable mistakes in module imports",
    PendingDeprecationWarning: Warning "Base class for warnings about features to be deprecated.",
    ResourceWarning: Warning "Base class for warnings about resource usage.",
    RuntimeWarning: Warning "Base class for warnings about dubious runtime behavior.",
    SyntaxWarning: Warning "Base class for warnings about dubious syntax.",
    UnicodeWarning: Warning "Base class for warnings about Unicode related problems.",
    UserWarning: Warning "Base class for warnings generated by user code.",
}

impl Vm {
    /// Raises a builtin exception with a message (no arguments at all where it is empty).
    #[cold]
    #[inline(never)]
    pub fn raise(&self, kind: ErrorKind, message: String) -> Raised {
        match self.new_exception(kind, &message) {
            Ok(exception) => self.raise_object(exception),
            Err(raised) => raised,
        }
    }

    /// `TypeError` with a message.
    #[cold]
    pub fn type_error(&self, message: impl Into<String>) -> Raised {
        self.raise(ErrorKind::TypeError, message.into())
    }

    /// `ValueError` with a message.
    #[cold]
    pub fn value_error(&self, message: impl Into<String>) -> Raised {
        self.raise(ErrorKind::ValueError, message.into())
    }

    /// Raises a builtin exception with one argument, any object (`KeyError(key)`).
    #[cold]
    pub fn raise_with(&self, kind: ErrorKind, argument: &Ref) -> Raised {
        match self.exception_of(kind, vec![argument.clone()]) {
            Ok(exception) => self.raise_object(exception),
            Err(raised) => raised,
        }
    }

    /// An exception object of a builtin class, not raised.
    pub fn new_exception(&self, kind: ErrorKind, message: &str) -> Result<Ref, Raised> {
        let args = if message.is_empty() { Vec::new() } else { vec![self.plain_str(message)?] };
        self.exception_of(kind, args)
    }

    /// The exception that calling `class` gives.
    ///
    /// # Errors
    /// `TypeError` where that is none, or what the call raises.
    pub fn make_exception(&self, class: &Ref) -> Result<Ref, Raised> {
        let made = self.call_object(class, &[])?;
        if made.is::<Exception>() {
            return Ok(made);
        }
        Err(self.type_error(format!(
            "calling {} should have returned an instance of BaseException, not {}",
            self.repr_text(class)?,
            self.repr_text(&self.class_of(&made).clone())?
        )))
    }

    fn plain_str(&self, text: &str) -> Result<Ref, Raised> {
        self.heap.alloc_text(Str::of(text), text, None).map_err(|full| self.heap_full(full))
    }

    /// An exception object of a builtin class with `args`, not raised.
    pub fn exception_of(&self, kind: ErrorKind, args: Vec<Ref>) -> Result<Ref, Raised> {
        let args = self.new_tuple(args)?;
        self.bare_exception(self.exception_class(kind), args)
    }

    /// An instance of exception class `class` with `args` set and no `__init__` run.
    pub fn bare_exception(&self, class: &Ref, args: Ref) -> Result<Ref, Raised> {
        let exception = self.alloc(Exception {
            class: Fixed::new(class.clone()),
            dict: Slot::empty(),
            args: Slot::new(args),
            fields: Slot::empty(),
            traceback: Slot::empty(),
            context: Slot::empty(),
            cause: Slot::empty(),
            suppress_context: Cell::new(false),
        })?;
        Ok(self.prepared(exception, class))
    }

    /// Makes `exception` the pending one; its context becomes what is being handled.
    #[cold]
    pub fn raise_object(&self, exception: Ref) -> Raised {
        if let Some(handled) = self.handled.get()
            && !handled.same(&exception)
        {
            self.link_context(&exception, handled);
        }
        self.located.set(false);
        self.traced.set(false);
        self.pending.set(Some(exception));
        Raised::new()
    }

    /// As [`Vm::reraise`], where the traceback has an entry for the running frame already.
    #[cold]
    pub fn reraise_traced(&self, exception: Ref) -> Raised {
        let raised = self.reraise(exception);
        self.located.set(true);
        self.traced.set(true);
        raised
    }

    /// The proof of the exception that is pending already (one thrown into a generator).
    pub fn pending_again(&self) -> Raised {
        debug_assert!(!self.pending.is_none(), "no exception is pending");
        Raised::new()
    }

    /// Raises again what was caught, leaving its context alone.
    #[cold]
    pub fn reraise(&self, exception: Ref) -> Raised {
        self.located.set(false);
        self.traced.set(false);
        self.pending.set(Some(exception));
        Raised::new()
    }

    /// The pending exception becomes one raised while `handled` was handled.
    #[cold]
    pub fn chain_pending(&self, handled: Ref) {
        let Some(exception) = self.pending.get() else { return };
        if !handled.same(&exception) {
            self.link_context(&exception, handled);
        }
    }

    /// Sets `exception.__context__`, cutting the cycle that would make. A cycle somebody made by
    /// hand is noticed by a second, slower walk.
    fn link_context(&self, exception: &Ref, handled: Ref) {
        let Some(payload) = exception.get::<Exception>() else { return };
        let context_of = |link: &Ref| link.get::<Exception>().and_then(|inner| inner.context.get());
        let (mut link, mut slow) = (handled.clone(), Some(handled.clone()));
        let mut moves_slow = false;
        while let Some(next) = context_of(&link) {
            if next.same(exception) {
                if let Some(inner) = link.get::<Exception>() {
                    inner.context.set(None);
                }
                break;
            }
            link = next;
            if slow.as_ref().is_some_and(|slow| slow.same(&link)) {
                break;
            }
            if moves_slow {
                slow = slow.as_ref().and_then(context_of);
            }
            moves_slow = !moves_slow;
        }
        payload.context.set(Some(handled));
    }

    /// Takes the pending exception; holding `Raised` proves that there is one.
    pub fn take_raised(&self, _raised: Raised) -> Ref {
        match self.pending.take() {
            Some(exception) => exception,
            None => unreachable!("Raised without a pending exception"),
        }
    }

    /// Whether the pending exception is an instance of `kind`.
    pub fn pending_is(&self, _raised: &Raised, kind: ErrorKind) -> bool {
        self.pending.get().is_some_and(|exception| self.is_error(&exception, kind))
    }

    /// Whether `exception` is an instance of builtin class `kind`.
    pub fn is_error(&self, exception: &Ref, kind: ErrorKind) -> bool {
        let class = self.class_of(exception);
        class.as_ref::<Class>().is_subclass_of(self.exception_class(kind))
    }

    /// Drops a pending exception, if any.
    pub fn clear_pending(&self) {
        self.pending.set(None);
    }

    /// Puts the pending exception aside (for `__del__` and callbacks) and brings it back after.
    pub fn with_pending_saved<R>(&self, run: impl FnOnce() -> R) -> R {
        let pending = self.pending.take();
        let marks = (self.located.get(), self.traced.get());
        let place = pending.map(|pending| self.stack.push(pending, super::stack::Role::Raised));
        let result = run();
        if let Some(place) = place {
            self.pending.set(self.stack.take(place));
            self.stack.truncate(place);
        }
        self.located.set(marks.0);
        self.traced.set(marks.1);
        result
    }

    /// Notes that the pending exception arose at `span`, unless an inner expression did already.
    #[cold]
    pub fn locate(&self, frame: &super::stack::Frame<'_>, raised: Raised, span: Span) -> Raised {
        if !self.located.replace(true) {
            frame.position.set(span);
        }
        raised
    }

    /// `StopIteration`, carrying `value` unless that is `None`.
    #[cold]
    pub fn raise_stop(&self, value: Option<Ref>) -> Raised {
        let value = value.filter(|value| !self.is_none(value));
        match self.exception_of(ErrorKind::StopIteration, value.iter().cloned().collect()) {
            Ok(exception) => match value.map_or(Ok(()), |value| self.set_stop(&exception, value)) {
                Ok(()) => self.raise_object(exception),
                Err(raised) => raised,
            },
            Err(raised) => raised,
        }
    }

    /// The value of a `StopIteration` is a field of it as well as its argument.
    fn set_stop(&self, exception: &Ref, value: Ref) -> Result<(), Raised> {
        let fields = self.alloc(super::object::Dict::default())?;
        fields.as_ref::<super::object::Dict>().set(self, self.name("value"), value)?;
        exception.as_ref::<Exception>().fields.set(Some(fields));
        Ok(())
    }

    /// Turns a `StopIteration` into `Undef`, the end of an iterator; other errors pass.
    pub fn stop_to_end(&self, result: super::value::Eval) -> super::value::Eval {
        match result {
            Err(raised) if self.pending_is(&raised, ErrorKind::StopIteration) => {
                let exception = self.take_raised(raised);
                let value = exception.get::<Exception>().and_then(|payload| payload.args.get());
                let value = value.and_then(|args| args.tail().first().and_then(Slot::get));
                self.stop_value.set(value);
                Ok(Value::Undef)
            }
            other => other,
        }
    }

    /// The message of an exception as `str(exc)` gives it, for lookups of known builtin errors.
    pub fn exception_message(&self, exception: &Ref) -> String {
        match self.str_text(exception) {
            Ok(text) => text,
            Err(raised) => {
                drop(self.take_raised(raised));
                "<exception str() failed>".into()
            }
        }
    }
}
