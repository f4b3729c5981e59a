//! What an error in source text is: its Python class, message, place and helpful remarks.
//!
//! Knows nothing of colours or terminals; `report` draws diagnostics.

use crate::source::{Source, Span};

/// Which Python exception a diagnostic becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    Syntax,
    Indentation,
    Tab,
    /// Nesting beyond what the parser accepts.
    Memory,
    /// Nesting beyond what the compiler accepts.
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
            ErrorClass::Memory => "MemoryError",
            ErrorClass::Recursion => "RecursionError",
            ErrorClass::NotImplemented => "NotImplementedError",
        }
    }
}

/// Which part of its place an error's exception names, as CPython's does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// From the beginning to the end.
    Whole,
    /// As `Whole`, found by CPython's tokenizer.
    Literal,
    /// The first character, found by CPython's tokenizer.
    Character,
    /// Where it begins, without an end.
    Start,
    /// As `Start`, found by CPython's tokenizer.
    Bracket,
    /// The character after the first one, without an end.
    After,
    /// The blanks that a line begins with.
    Indentation,
    /// The end of the line on which it begins.
    LineEnd,
    /// The first column of the line on which it begins.
    FirstColumn,
    /// The column before the first character, without an end: where blocks end.
    Dedent,
    /// The line only: it was at the end of everything.
    Line,
    /// Where a block is missed; at the end of everything, the line only.
    Block,
    /// No place at all; what quotes the source takes the whole.
    Nowhere,
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
    pub extent: Extent,
    /// Something awaits where only a notebook's cell may: outside an asynchronous function.
    pub awaits: bool,
    /// The exception has no argument but its message, as those of CPython's symbol table.
    pub message_alone: bool,
}

impl Diagnostic {
    /// An error of `class` at `span`.
    pub fn new(class: ErrorClass, message: impl Into<String>, span: Span) -> Self {
        Diagnostic {
            class,
            message: message.into(),
            span,
            labels: Vec::new(),
            help: None,
            extent: Extent::Whole,
            awaits: false,
            message_alone: false,
        }
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

/// Where a `SyntaxError` stands, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorPlace {
    pub line: u32,
    pub offset: i64,
    pub end_line: u32,
    /// 0 or -1 where CPython knows no end.
    pub end_offset: i64,
}

/// The text without the line break at its end.
pub fn without_last_break(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

impl Diagnostic {
    /// The same error, naming this part of its place.
    pub fn extent(mut self, extent: Extent) -> Self {
        self.extent = extent;
        self
    }

    /// The line that the exception shows. Where CPython's tokenizer finds the error, the line comes
    /// without its end.
    pub fn line_shown(&self, source: &Source) -> String {
        let number = self.place(source).line;
        let Some(line) = source.line(number) else { return String::new() };
        let with_end = match self.extent {
            Extent::Character | Extent::Literal => false,
            // Of the last line of text that is in no file the tokenizer has the end still.
            Extent::Bracket if source.name().starts_with('<') => {
                source.line(number + 1).is_none_or(str::is_empty)
                    && source.line(number + 2).is_none()
            }
            // A file's line is as it stands there.
            _ => {
                number < source.line_count()
                    || source.name().starts_with('<')
                    || source.text().ends_with('\n')
            }
        };
        format!("{line}{}", if with_end { "\n" } else { "" })
    }

    /// The place as the exception's attributes give it.
    pub fn place(&self, source: &Source) -> ErrorPlace {
        let start = source.place_of(self.span.start);
        let end = source.place_of(self.span.end.max(self.span.start));
        let offset = i64::from(start.column) + 1;
        let here = |offset, end_offset| ErrorPlace {
            line: start.line,
            offset,
            end_line: start.line,
            end_offset,
        };
        match self.extent {
            Extent::Line => here(0, 0),
            Extent::FirstColumn => here(1, 0),
            Extent::Dedent => here(offset - 1, -1),
            Extent::Start | Extent::Bracket => here(offset, 0),
            Extent::After => here(offset + 1, 0),
            Extent::Character => here(offset, offset),
            Extent::Indentation => here(i64::from(end.column).max(1), -1),
            Extent::LineEnd => {
                let length = source.line(start.line).map_or(0, |line| line.chars().count());
                here(length as i64 + 1, -1)
            }
            Extent::Block if self.is_behind(without_last_break(source.text())) => {
                // In a file CPython has left the last line behind by then.
                here(if source.name().starts_with('<') { offset } else { 0 }, -1)
            }
            // What is missing at the end of everything is missed at the line break that is not there.
            _ if self.span.start == self.span.end && self.is_behind(source.text()) => {
                here(offset, offset + 1)
            }
            // A missing token is missed at the line break, which ends on its own line.
            _ if end.line > start.line && end.column == 0 => {
                let length = source.line(start.line).map_or(0, |line| line.chars().count());
                here(offset, length as i64 + 2)
            }
            Extent::Whole | Extent::Literal | Extent::Block | Extent::Nowhere => ErrorPlace {
                line: start.line,
                offset,
                end_line: end.line,
                end_offset: i64::from(end.column) + 1,
            },
        }
    }

    fn is_behind(&self, text: &str) -> bool {
        self.span.start as usize >= text.len()
    }
}

/// One call that was running when an exception was raised.
#[derive(Clone, Debug)]
pub struct FailedFrame {
    pub source: Source,
    /// What was being evaluated.
    pub span: Span,
    /// The function's name, `<module>` at the outermost level.
    pub function: String,
}

/// How an exception came after another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// `raise … from`.
    Cause,
    /// Raised while the other one was handled.
    Context,
}

impl Link {
    /// The sentence CPython writes between the two tracebacks.
    pub const fn sentence(self) -> &'static str {
        match self {
            Link::Cause => "The above exception was the direct cause of the following exception:",
            Link::Context => "During handling of the above exception, another exception occurred:",
        }
    }
}

/// An exception nobody caught, as text and places; it holds no object of the program.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// `NameError`.
    pub class: String,
    /// `str()` of the exception.
    pub message: String,
    /// CPython's last line, with notes below it where there are any; no line break at the end.
    pub summary: String,
    /// The whole plain traceback, ending in a line break.
    pub plain: String,
    /// The calls that were running, outermost first.
    pub frames: Vec<FailedFrame>,
    /// Remarks about further places.
    pub labels: Vec<(Source, Label)>,
    /// Advice in our own words.
    pub help: Option<String>,
    /// The exceptions in it, if it is a group.
    pub members: Vec<Failure>,
    /// The exception before this one.
    pub before: Option<(Box<Failure>, Link)>,
}
