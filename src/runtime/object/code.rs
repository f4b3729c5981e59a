//! The cell of a code object: what a function, class body or module runs, and its constants.

use std::cell::Cell;

use crate::heap::{Dying, Fixed, Kind, Payload, Ref};
use crate::runtime::kinds;
use crate::runtime::stack::Frame;
use crate::runtime::value::{Flow, Raised};
use crate::runtime::vm::Vm;
use crate::source::{Source, Span};

/// The executable part, made by lowering; runs in a frame.
pub trait Body {
    /// Runs the statements. `Next` means that the end was reached without `return`.
    fn run(&self, frame: &Frame<'_>) -> Flow;

    /// The attribute, by the number of its name, of the first parameter that the body returns if
    /// that is all it does.
    fn attribute_returned(&self) -> Option<u32> {
        None
    }

    /// For a body that is read when it is first needed: the code that takes the place of `code`,
    /// to which it belongs.
    ///
    /// # Errors
    /// `MemoryError`.
    fn read(&self, _vm: &Vm, code: &Ref) -> Result<Ref, Raised> {
        Ok(code.clone())
    }
}

/// How a code object takes its arguments; counts of parameters by kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parameters {
    pub positional_only: usize,
    /// Positional ones in all, `positional_only` included.
    pub positional: usize,
    pub keyword_only: usize,
    pub vararg: bool,
    pub kwarg: bool,
    /// The number of arguments that need no arranging; `usize::MAX` where all do.
    pub exactly: usize,
}

impl Parameters {
    /// The same with `exactly` worked out.
    #[must_use]
    pub fn settled(self) -> Self {
        Parameters { exactly: if self.is_simple() { self.positional } else { usize::MAX }, ..self }
    }

    /// Slots the parameters take.
    pub fn total(self) -> usize {
        self.positional + self.keyword_only + usize::from(self.vararg) + usize::from(self.kwarg)
    }

    /// Whether there are only positional parameters, so that arguments can be evaluated in place.
    #[inline]
    pub fn is_simple(self) -> bool {
        self.keyword_only == 0 && !self.vararg && !self.kwarg
    }
}

/// What a call of a function makes whose frame is resumed later.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Makes {
    /// Nothing: the call runs the function.
    #[default]
    Result,
    Generator,
    Coroutine,
    AsyncGenerator,
}

impl Makes {
    /// Whether the call runs nothing yet.
    #[inline(always)]
    pub fn waits(self) -> bool {
        self != Makes::Result
    }

    /// As messages call it.
    pub const fn word(self) -> &'static str {
        match self {
            Makes::Result | Makes::Generator => "generator",
            Makes::Coroutine => "coroutine",
            Makes::AsyncGenerator => "async generator",
        }
    }
}

/// What is known of code before it runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct CodeFlags {
    /// What calling it makes, instead of running it.
    pub makes: Makes,
    /// What is raised in it may be caught, or changed, there: it has `try` or `with` statements.
    pub guarded: bool,
    /// Calling it makes a frame of its own locals (not a module or class body).
    pub function: bool,
    pub nested: bool,
    /// Only its parameters and docstring are known: [`Body::read`] gives the code to run.
    pub unread: bool,
    pub has_docstring: bool,
}

/// Slots of a frame, in order: parameters and other locals (`variables`), free variables'
/// cells (`free`), then unnamed temporaries up to `slot_count`.
pub struct Code {
    pub name: Fixed,
    pub qualname: Fixed,
    pub source: Source,
    pub span: Span,
    pub parameters: Parameters,
    pub flags: CodeFlags,
    /// A generator function whose generators can be awaited: `types.coroutine`.
    pub awaitable: Cell<bool>,
    /// Names of locals, parameters first.
    pub variables: Box<[Fixed]>,
    /// Which of `variables` are captured by inner functions: their slots hold cells.
    pub captured: Box<[u32]>,
    pub free: Box<[Fixed]>,
    /// Variables of comprehensions, which run inline: they stand in slots of their own, that are
    /// empty while their comprehension does not run.
    pub inlined: Box<[(Box<str>, u32)]>,
    pub slot_count: usize,
    /// How many resume positions a generator's statements use.
    pub state_count: usize,
    pub constants: Box<[Fixed]>,
    /// Names that the body mentions: of globals and attributes, and the `unlisted`.
    pub names: Box<[Fixed]>,
    /// Which of `names` belong to cells and keywords.
    pub unlisted: Box<[u32]>,
    pub body: Box<dyn Body>,
    /// The code of other names whose body this one runs: what `replace` was called on.
    pub origin: Option<Fixed>,
    /// The number of arguments with which a call has neither to arrange them nor to make cells or a
    /// generator; `usize::MAX` where it always has to.
    pub plain_arity: usize,
}

impl Payload for Code {
    const KIND: Kind = kinds::CODE;
    const NAME: &'static str = "code";
    const TRACKED: bool = false;

    fn trace(&self, visit: &mut dyn FnMut(&Ref)) {
        self.name.visit(visit);
        self.qualname.visit(visit);
        for list in [&self.constants, &self.names, &self.variables, &self.free] {
            list.iter().for_each(|fixed| visit(fixed));
        }
        self.origin.iter().for_each(|origin| origin.visit(visit));
    }

    fn release(&self, dying: &Dying) {
        for list in [&self.constants, &self.names, &self.variables, &self.free] {
            list.iter().for_each(|fixed| dying.give_up(fixed));
        }
        dying.give_up(&self.name);
        dying.give_up(&self.qualname);
        self.origin.iter().for_each(|origin| dying.give_up(origin));
    }
}

impl Code {
    /// The 1-based line the code starts at.
    pub fn first_line(&self) -> u32 {
        self.source.line_shown(self.span.start)
    }
}
