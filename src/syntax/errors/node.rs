//! What the recogniser knows of an expression: its sort, its place, and the parts of a target.

use std::rc::Rc;

use crate::source::Span;

/// An expression recognised, without its value.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub span: Span,
    /// The items of a tuple or list, the value of a starred, the left side of a comparison.
    pub parts: Option<Rc<[Node]>>,
}

/// Sorts of expressions, as far as messages tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Attribute,
    Subscript,
    Call,
    Starred,
    List,
    Tuple,
    Lambda,
    /// Arithmetic, `and`, `or`, `not`.
    Operation,
    Generator,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    Literal,
    True,
    False,
    None,
    Ellipsis,
    /// A comparison whose first operator is `in`.
    In,
    Compare,
    Conditional,
    Named,
    /// No expression: a statement, a list of arguments.
    Other,
}

impl Kind {
    /// CPython's name for it in messages (`_PyPegen_get_expr_name`).
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Call => "function call",
            Kind::Starred => "starred",
            Kind::List => "list",
            Kind::Tuple => "tuple",
            Kind::Lambda => "lambda",
            Kind::Operation => "expression",
            Kind::Generator => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::Literal => "literal",
            Kind::True => "True",
            Kind::False => "False",
            Kind::None => "None",
            Kind::Ellipsis => "ellipsis",
            Kind::In | Kind::Compare => "comparison",
            Kind::Conditional => "conditional expression",
            Kind::Named => "named expression",
            Kind::Other => "statement",
        }
    }
}

/// What a target is for; it decides what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Assign,
    Delete,
    For,
}

impl Node {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Node { kind, span, parts: None }
    }

    pub(super) fn with(kind: Kind, span: Span, parts: Vec<Node>) -> Self {
        Node { kind, span, parts: Some(parts.into()) }
    }

    fn parts(&self) -> &[Node] {
        self.parts.as_deref().unwrap_or_default()
    }

    /// The innermost part that cannot serve as a target (`_PyPegen_get_invalid_target`).
    pub(super) fn invalid_target(&self, purpose: Purpose) -> Option<&Node> {
        match self.kind {
            Kind::Name | Kind::Attribute | Kind::Subscript => None,
            Kind::List | Kind::Tuple => {
                self.parts().iter().find_map(|part| part.invalid_target(purpose))
            }
            Kind::Starred if purpose == Purpose::Delete => Some(self),
            Kind::Starred => self.parts().first()?.invalid_target(purpose),
            Kind::In if purpose == Purpose::For => self.parts().first()?.invalid_target(purpose),
            Kind::Compare if purpose == Purpose::For => None,
            _ => Some(self),
        }
    }
}
