//! What an error in source text is: its Python class, message, place and helpful remarks.
//!
//! Knows nothing of colours or terminals; `report` draws diagnostics.

use crate::source::Span;

/// Which Python exception a diagnostic becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    Syntax,
    Indentation,
    Tab,
    /// Nesting beyond what the parser accepts (CPython raises `MemoryError` or `RecursionError`).
    Recursion,
    /// Valid Python that Refscope does not run.
    NotImplemented,
}

impl ErrorClass {
    /// The name of the exception class.
    pub const fn name(self) -> &'static str {
        match self {
            ErrorClass::Syntax => "SyntaxError",
            ErrorClass::Indentation => "IndentationError",
            ErrorClass::Tab => "TabError",
            ErrorClass::Recursion => "RecursionError",
            ErrorClass::NotImplemented => "NotImplementedError",
        }
    }
}

/// A remark about a second place in the source ("opened here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One error found before a program runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub class: ErrorClass,
    /// CPython 3.13's message, without the class name.
    pub message: String,
    pub span: Span,
    pub labels: Vec<Label>,
    /// Advice in our own words, shown below the source.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error of `class` at `span`.
    pub fn new(class: ErrorClass, message: impl Into<String>, span: Span) -> Self {
        Diagnostic { class, message: message.into(), span, labels: Vec::new(), help: None }
    }

    /// A `SyntaxError` at `span`.
    pub fn syntax(message: impl Into<String>, span: Span) -> Self {
        Self::new(ErrorClass::Syntax, message, span)
    }

    /// The same error with a remark at another place.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same error with advice.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}
