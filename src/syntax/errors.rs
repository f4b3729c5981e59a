//! Post-mortem.

use super::build::Fault;
use super::parse::Failure;
use crate::diagnostic::Diagnostic;
use crate::lexer::Lexed;

pub(super) fn explain(_text: &str, lexed: &Lexed, failure: Failure) -> Diagnostic {
    match failure {
        Failure::Token(at) => Diagnostic::syntax("invalid syntax", lexed.tokens[at].span),
        Failure::Action(Fault::Final(d) | Fault::Shape(d)) => *d,
    }
}
