//! From source to tree: tokens, then the generated parser, then, on failure, the post-mortem.

use lalrpop_util::{ParseError, lalrpop_mod};

use super::ast::Module;
use super::build::{Builder, Fault};
use crate::diagnostic::Diagnostic;
use crate::lexer::{Lexed, Tok, tokenize};
use crate::source::{Source, Span};

lalrpop_mod!(
    #[expect(clippy::all, clippy::pedantic, reason = "generated code")]
    python,
    "/python.rs"
);

/// How the generated parser failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// No rule goes on with the token at this index.
    Token(usize),
    Action(Fault),
}

/// Parses `source` as a module.
pub fn parse(source: &Source) -> Result<Module, Diagnostic> {
    let lexed = tokenize(source.text(), Tok::StartFile);
    run(source.text(), &lexed)
}

/// Parses `source` as the argument of `eval`: one expression, the module's only statement.
pub fn parse_expression(source: &Source) -> Result<Module, Diagnostic> {
    let lexed = tokenize(source.text(), Tok::StartEval);
    run(source.text(), &lexed)
}

/// The tree of `lexed`, or the one error to report.
pub(super) fn run(text: &str, lexed: &Lexed) -> Result<Module, Diagnostic> {
    match attempt(text, lexed) {
        Ok(module) => Ok(module),
        Err(Ok(diagnostic)) => Err(diagnostic),
        Err(Err(failure)) => Err(super::errors::explain(text, lexed, failure)),
    }
}

type Attempt = Result<Module, Result<Diagnostic, Failure>>;

/// The tree of `lexed`, or a diagnostic that needs no explaining, or how the parser failed.
pub(super) fn attempt(text: &str, lexed: &Lexed) -> Attempt {
    let mut builder = Builder::new(text);
    let tokens = lexed.tokens.iter().map(|token| Ok((token.span.start, token.tok, token.span.end)));
    match python::StartParser::new().parse(&mut builder, tokens) {
        Ok(body) => builder.finish().map(|names| Module { body, names }).map_err(Ok),
        Err(ParseError::User { error }) => Err(Err(Failure::Action(error))),
        Err(
            ParseError::UnrecognizedToken { token: (l, tok, r), .. }
            | ParseError::ExtraToken { token: (l, tok, r) },
        ) => Err(Err(Failure::Token(find(lexed, Span::new(l, r), tok)))),
        // Only where the tokens break off.
        Err(ParseError::UnrecognizedEof { .. } | ParseError::InvalidToken { .. }) => {
            match &lexed.problem {
                Some(problem) => Err(Ok(problem.diagnostic.clone())),
                None => Err(Err(Failure::Token(lexed.tokens.len().saturating_sub(1)))),
            }
        }
    }
}

/// The index of the token at `span`; several empty ones can stand at one place.
fn find(lexed: &Lexed, span: Span, tok: Tok) -> usize {
    let first = lexed.tokens.partition_point(|token| token.span.start < span.start);
    let same = |token: &crate::lexer::Token| token.tok == tok && token.span == span;
    lexed.tokens[first..].iter().position(same).map_or(first, |found| first + found)
}
