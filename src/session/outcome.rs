//! What goes into a session and what comes out.

use crate::diagnostic::Failure;
use crate::heap::Attention;

/// Which statements of an input show their value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// None.
    Script,
    /// Each expression at the outermost level; the last value shown stays in `_`.
    Prompt,
    /// Only a last expression, whose value is the cell's result.
    Notebook,
}

/// One unit of input.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What tracebacks call it: a path, `<cell 4>`.
    pub name: &'a str,
    pub text: &'a str,
    pub mode: Mode,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It ran to its end; in a notebook, with the text of its last value.
    Done { result: Option<String> },
    /// An exception nobody caught.
    Failed(Box<Failure>),
    /// `sys.exit`, with the exit status.
    Exit(i32),
    /// Ctrl-C; the failure has its traceback.
    Interrupted(Box<Failure>),
}

impl Outcome {
    /// A run that ended well and has no result.
    pub const DONE: Outcome = Outcome::Done { result: None };
}

/// What a session is started with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The script, for `__file__`.
    pub file: Option<String>,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// What `-W` says of warnings.
    pub warnings: Vec<String>,
    /// 1 leaves out assertions, 2 docstrings, too.
    pub optimize: u8,
    /// Where modules are looked for, in order.
    pub path: Vec<String>,
    pub max_heap: Option<u64>,
    /// Set by Ctrl-C; the engine looks at it on every loop and call.
    pub attention: Attention,
    /// Bytes of native stack the thread has.
    pub native_stack: usize,
    /// Lay out shown values for a terminal this wide; 0 shows plain reprs.
    pub width: usize,
    /// Colours the text of a shown value; changes none of its letters.
    pub paint: Option<fn(&str) -> String>,
}

/// Who listens to a session that runs several cells.
pub trait Audience {
    /// A remark about what was done to the input.
    fn note(&mut self, text: &str);
    /// The text a `%` command answers with.
    fn say(&mut self, text: &str);
    /// An exception ended a cell.
    fn failed(&mut self, failure: &Failure);
    /// A command chose how errors are drawn: `plain` or `pretty`.
    fn draw_errors(&mut self, pretty: bool);
    /// A command chose another prompt.
    fn set_prompt(&mut self, prompt: &str);
    /// A command asks for text to be put on the next prompt, to be edited.
    fn offer(&mut self, text: &str);
}
