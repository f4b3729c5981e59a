//! From source to tree: tokens, then the generated parser, then, on failure, the post-mortem.

use lalrpop_util::{ParseError, lalrpop_mod};

use super::ast::Module;
use super::build::{Builder, Fault};
use crate::diagnostic::Diagnostic;
use crate::lexer::{Lexed, Tok, tokenize, tokenize_function, tokenize_outline};
use crate::source::{Source, Span};

lalrpop_mod!(
    #[expect(clippy::pedantic, clippy::unwrap_used, reason = "generated code")]
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

/// Parses `source`, an embedded module, without what the bodies of its functions have after their
/// docstrings ([`StmtKind::Unread`](super::ast::StmtKind::Unread)).
pub fn parse_outline(source: &Source) -> Result<Module, Diagnostic> {
    run(source.text(), &tokenize_outline(source.text()))
}

/// Parses the function whose definition stands at `span` of `source`: the module's only statement.
pub fn parse_function(source: &Source, span: Span) -> Result<Module, Diagnostic> {
    run(source.text(), &tokenize_function(source.text(), span))
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
        Ok(body) => builder.finish(body).map_err(Ok),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::ErrorClass;
    use crate::syntax::ast::{Constant, Expr, ExprKind, FPart, StmtKind};

    fn value(text: &str) -> Expr {
        let source = Source::new("<test>", text);
        let mut module = parse_expression(&source).expect("a test's source parses");
        match module.body.pop().map(|stmt| stmt.kind) {
            Some(StmtKind::Expr(value)) => value,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn literals_have_their_values() {
        let big = Constant::BigInt { digits: "9223372036854775808".into(), radix: 10 };
        for (text, expected) in [
            ("0x_ff", Constant::Int(255)),
            ("00", Constant::Int(0)),
            ("1_0.5e1", Constant::Float(105.0)),
            ("2J", Constant::Imaginary(2.0)),
            ("9223372036854775808", big),
            (r#"'a' "b\x41""#, Constant::Str("abA".into())),
            ("r'\\n' '''c\n'''", Constant::Str("\\nc\n".into())),
            (r"b'\xff' rb'\0'", Constant::Bytes(b"\xff\\0"[..].into())),
            (r"'\N{BULLET}\101\q'", Constant::Str("\u{2022}A\\q".into())),
        ] {
            match value(text).kind {
                ExprKind::Constant(found) => assert_eq!(found, expected, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn fstrings_keep_their_parts() {
        let ExprKind::JoinedStr(parts) = value("f'a{{{x = !r:>{w}}' 'b'").kind else { panic!() };
        let text = |part: &FPart| match part {
            FPart::Literal(text) => text.to_string(),
            FPart::Field(field) => format!("<{}>", field.spec.as_ref().map_or(0, Vec::len)),
        };
        assert_eq!(parts.iter().map(text).collect::<Vec<_>>(), ["a{x = ", "<2>", "b"]);
    }

    #[test]
    fn deep_trees_are_refused_and_others_can_be_dropped() {
        let deep = |terms: usize| {
            let source = Source::new("<test>", String::from("a") + &"+a".repeat(terms));
            parse(&source).map(drop).map_err(|error| error.class)
        };
        let test = move || {
            assert_eq!(deep(5000), Ok(()));
            assert_eq!(deep(50_000), Err(ErrorClass::Recursion));
        };
        let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(test);
        assert!(thread.expect("a thread starts").join().is_ok());
    }
}
