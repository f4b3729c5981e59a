//! What a document holds, and what may be wrong with it.

/// One thing that a document holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A name with its namespace, and the attributes in order.
    Start(&'a str, &'a [(String, String)]),
    End(&'a str),
    Data(&'a str),
    Comment(&'a str),
    Instruction(&'a str, &'a str),
    /// A prefix, which may be empty, and the namespace it stands for from here on.
    StartNamespace(&'a str, &'a str),
    EndNamespace(&'a str),
    /// The name of the document's type, its public and its system identifier.
    Doctype(&'a str, Option<&'a str>, Option<&'a str>),
}

/// How finely a document is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pieces {
    /// Elements and text only; text that stands together is one piece.
    Tree,
    /// Everything, and text in the pieces that expat makes.
    All,
}

/// What is wrong. The numbers are expat's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Syntax = 2,
    NoElement = 3,
    Invalid = 4,
    Unclosed = 5,
    Mismatched = 7,
    Duplicate = 8,
    Junk = 9,
    Undefined = 11,
    Recursive = 12,
    BadNumber = 14,
    Misplaced = 17,
    UnclosedCdata = 20,
    Unbound = 27,
    Undeclared = 28,
    BadDeclaration = 30,
}

impl Wrong {
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Wrong::Syntax => "syntax error",
            Wrong::NoElement => "no element found",
            Wrong::Invalid => "not well-formed (invalid token)",
            Wrong::Unclosed => "unclosed token",
            Wrong::Mismatched => "mismatched tag",
            Wrong::Duplicate => "duplicate attribute",
            Wrong::Junk => "junk after document element",
            Wrong::Undefined => "undefined entity",
            Wrong::Recursive => "recursive entity reference",
            Wrong::BadNumber => "reference to invalid character number",
            Wrong::UnclosedCdata => "unclosed CDATA section",
            Wrong::Unbound => "unbound prefix",
            Wrong::Undeclared => "must not undeclare prefix",
            Wrong::Misplaced => "XML or text declaration not at start of entity",
            Wrong::BadDeclaration => "XML declaration not well-formed",
        }
    }
}

/// What is wrong, and the byte where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    pub wrong: Wrong,
    pub at: usize,
}

/// Why reading stopped early: for a problem, or because the listener wanted no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    Wrong(Problem),
    Told,
}

/// The line, from 1, and the column, from 0, of a byte.
#[must_use]
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let (mut line, mut column, mut chars) = (1, 0, text[..at].chars().peekable());
    while let Some(c) = chars.next() {
        if c == '\n' || c == '\r' && chars.peek() != Some(&'\n') {
            line += 1;
            column = 0;
        } else {
            column += 1;
        }
    }
    (line, column)
}
