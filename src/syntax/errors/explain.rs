//! From a failed parse to the one error to report.

use super::probe::Probe;
use crate::diagnostic::{Diagnostic, ErrorClass};
use crate::lexer::{Lexed, Tok};
use crate::source::Span;
use crate::syntax::build::Fault;
use crate::syntax::parse::Failure;

/// Why the tokens of `text`, which all are well-formed, made no module.
pub(in crate::syntax) fn explain(text: &str, lexed: &Lexed, failure: Failure) -> Diagnostic {
    let (failed_at, own) = match failure {
        Failure::Action(Fault::Final(diagnostic)) => return final_error(text, lexed, *diagnostic),
        Failure::Action(Fault::Shape(diagnostic)) => {
            (token_at(lexed, diagnostic.span), Some(*diagnostic))
        }
        Failure::Token(at) => (at, None),
    };
    let levels = bracket_levels(lexed);
    let start = statement_before(lexed, failed_at);
    let mut plain = Probe::new(text, lexed, &levels, start, false);
    let accepted = run(&mut plain, lexed);
    if let Some(error) = plain.error {
        return prefer_lexer(lexed, at_end(text, error));
    }
    let last = plain.reached.max(if accepted { failed_at } else { 0 });
    let mut probe = Probe::new(text, lexed, &levels, start, true);
    run(&mut probe, lexed);
    let found = probe.error.take().or(if accepted { own } else { None });
    let error = match found {
        Some(error) => error,
        None => {
            let error = generic(lexed, if plain.gave_up { failed_at } else { last });
            if error.class == ErrorClass::Indentation {
                return error;
            }
            error
        }
    };
    let error = at_end(text, unclosed(&probe, last).unwrap_or(error));
    prefer_lexer(lexed, error)
}

/// An action's own error, unless the next token would have been worse.
fn final_error(text: &str, lexed: &Lexed, error: Diagnostic) -> Diagnostic {
    let next = lexed.tokens.partition_point(|token| token.span.start < error.span.end);
    let at_end = lexed.tokens.get(next).is_some_and(|token| token.tok == Tok::End);
    let open = Probe::new(text, lexed, &[], next, false).never_closed().filter(|_| at_end);
    prefer_lexer(lexed, open.unwrap_or(error))
}

/// What is wrong with later characters goes before what is wrong with tokens, except within an
/// f-string.
fn prefer_lexer(lexed: &Lexed, error: Diagnostic) -> Diagnostic {
    match &lexed.problem {
        Some(problem) if !problem.yields => problem.diagnostic.clone(),
        _ => error,
    }
}

fn run(probe: &mut Probe, lexed: &Lexed) -> bool {
    let eval = lexed.tokens[0].tok == Tok::StartEval;
    let found = if eval { probe.eval_input() } else { probe.file() };
    found.is_some()
}

/// The bracket that is still open at the end, where it opens on a line before the error.
fn unclosed(probe: &Probe, last: usize) -> Option<Diagnostic> {
    let open = probe.never_closed().filter(|_| probe.lexed_whole())?;
    let reached = probe.span_at(probe.reached.max(last));
    (probe.line(reached) > probe.line(open.span)).then_some(open)
}

/// The error where no rule knows better.
fn generic(lexed: &Lexed, at: usize) -> Diagnostic {
    let token = lexed.tokens[at];
    let indentation = |message: &str| Diagnostic::new(ErrorClass::Indentation, message, token.span);
    match token.tok {
        Tok::Indent => indentation("unexpected indent"),
        Tok::Dedent => indentation("unexpected unindent"),
        _ => Diagnostic::syntax("invalid syntax", token.span),
    }
}

/// An error at the end of the text is shown on its last line.
fn at_end(text: &str, mut error: Diagnostic) -> Diagnostic {
    let end = text.trim_end_matches(['\n', '\r']).len() as u32;
    if error.span.start > end {
        error.span = Span::new(end, end);
    }
    error
}

fn token_at(lexed: &Lexed, span: Span) -> usize {
    lexed.tokens.partition_point(|token| token.span.start < span.start).min(lexed.tokens.len() - 1)
}

/// How many brackets are open after each token.
fn bracket_levels(lexed: &Lexed) -> Vec<u16> {
    let mut level = 0_u16;
    let after = lexed.tokens.iter().map(|token| {
        match token.tok {
            Tok::LParen | Tok::WithParen | Tok::LBracket | Tok::LBrace => level += 1,
            Tok::RParen | Tok::RBracket | Tok::RBrace => level = level.saturating_sub(1),
            _ => {}
        }
        level
    });
    after.collect()
}

/// Where to begin: the top-level statement before the one that holds the token at `at` (which may
/// itself be what that statement lacked).
fn statement_before(lexed: &Lexed, at: usize) -> usize {
    let (mut previous, mut current) = (1, 1);
    let mut indents = 0_usize;
    let mut line_start = true;
    let mut decorated = false;
    for (index, token) in lexed.tokens.iter().enumerate().take(at + 1).skip(1) {
        match token.tok {
            Tok::Indent => indents += 1,
            Tok::Dedent => indents = indents.saturating_sub(1),
            Tok::Newline => {}
            Tok::Else | Tok::Elif | Tok::Except | Tok::Finally if line_start && indents == 0 => {}
            tok if line_start && indents == 0 => {
                if !decorated {
                    (previous, current) = (current, index);
                }
                decorated = tok == Tok::At;
            }
            _ => {}
        }
        line_start = matches!(token.tok, Tok::Newline | Tok::Indent | Tok::Dedent);
    }
    previous.min(current)
}
