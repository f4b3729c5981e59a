//! What a paragraph of pasted text is: code, a recorded value, a comment, or prose.

/// What a paragraph reads as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Not Python.
    NotCode,
    /// Only comments, which in an export may also be a Markdown heading.
    Comment,
    /// One literal: what a value looks like when it is shown.
    Literal,
    /// One call of a class with literal arguments: code, or how such an object is shown.
    Repr,
    /// One bare name: code, or a word of prose.
    Word,
    /// Statements; `shows` says whether the last one is an expression.
    Code { shows: bool },
}

impl Shape {
    /// Whether the end of such a piece shows a value.
    pub fn shows(self) -> bool {
        matches!(self, Shape::Literal | Shape::Repr | Shape::Word | Shape::Code { shows: true })
    }
}

/// Tells the shape of a piece of text.
pub type Judge<'a> = &'a dyn Fn(&str) -> Shape;
