//! From a failed parse to the one error to report.

use super::probe::Probe;
use crate::diagnostic::{Diagnostic, ErrorClass, Extent, without_last_break};
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
    probe.reached = plain.reached;
    run(&mut probe, lexed);
    let found = probe.error.take().or(if accepted { own } else { None });
    let error = if let Some(error) = found {
        error
    } else {
        let error = generic(lexed, if plain.gave_up { failed_at } else { last });
        if error.class == ErrorClass::Indentation {
            return at_end(text, error);
        }
        error
    };
    let error = at_end(text, unclosed(&probe, last).unwrap_or(error));
    prefer_lexer(lexed, error)
}

/// An action's own error, unless the next token would have been worse.
fn final_error(text: &str, lexed: &Lexed, mut error: Diagnostic) -> Diagnostic {
    let next = lexed.tokens.partition_point(|token| token.span.start < error.span.end);
    if error.message.starts_with("cannot mix bytes")
        && let Some(token) = lexed.tokens.get(next)
        && token.tok != Tok::End
    {
        // CPython has looked at one token more by then.
        error.span = token.span;
    }
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
        Tok::Indent => indentation("unexpected indent").extent(Extent::Indentation),
        Tok::Dedent => indentation("unexpected unindent").extent(Extent::Block),
        tok => {
            let eval = lexed.tokens[0].tok == Tok::StartEval;
            let at_end = tok == Tok::End || eval && tok == Tok::Newline;
            let extent = if at_end { Extent::Line } else { Extent::Whole };
            Diagnostic::syntax("invalid syntax", token.span).extent(extent)
        }
    }
}

/// An error at the end of the text is shown on its last line, which may be blank.
fn at_end(text: &str, mut error: Diagnostic) -> Diagnostic {
    let end = without_last_break(text).len() as u32;
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

#[cfg(test)]
mod tests {
    use crate::source::Source;

    /// Snippets with the last line of CPython 3.13's error and its line number.
    const TABLE: &[(&str, &str, u32)] = &[
        (
            "print 1",
            "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
            1,
        ),
        ("x = = 1", "SyntaxError: invalid syntax", 1),
        ("f(a b)", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1),
        (
            "1 = x",
            "SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?",
            1,
        ),
        (
            "if x = 1: pass",
            "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
            1,
        ),
        (
            "f() += 1",
            "SyntaxError: 'function call' is an illegal expression for augmented assignment",
            1,
        ),
        ("del f()", "SyntaxError: cannot delete function call", 1),
        ("for 1 in x: pass", "SyntaxError: cannot assign to literal", 1),
        (
            "if x:\npass",
            "IndentationError: expected an indented block after 'if' statement on line 1",
            2,
        ),
        (
            "def f():\n    x\n   y",
            "IndentationError: unindent does not match any outer indentation level",
            3,
        ),
        ("x\n  y", "IndentationError: unexpected indent", 2),
        (
            "if x:\n\ty\n        z",
            "TabError: inconsistent use of tabs and spaces in indentation",
            3,
        ),
        ("while x\n  y", "SyntaxError: expected ':'", 1),
        ("def f: pass", "SyntaxError: expected '('", 1),
        ("try:\n  x\ny", "SyntaxError: expected 'except' or 'finally' block", 3),
        ("x = (1,\n2", "SyntaxError: '(' was never closed", 1),
        ("x = [1,\ny = 2", "SyntaxError: '[' was never closed", 1),
        ("(]", "SyntaxError: closing parenthesis ']' does not match opening parenthesis '('", 1),
        (")", "SyntaxError: unmatched ')'", 1),
        ("'abc", "SyntaxError: unterminated string literal (detected at line 1)", 1),
        (
            "x = 1\n'''abc\nd",
            "SyntaxError: unterminated triple-quoted string literal (detected at line 3)",
            2,
        ),
        ("1abc", "SyntaxError: invalid decimal literal", 1),
        ("a = \u{201c}b\u{201d}", "SyntaxError: invalid character '\u{201c}' (U+201C)", 1),
        ("f'{}'", "SyntaxError: f-string: valid expression required before '}'", 1),
        ("f'{a b}'", "SyntaxError: invalid syntax. Perhaps you forgot a comma?", 1),
        ("f'{a'", "SyntaxError: f-string: expecting '}'", 1),
        ("f'}'", "SyntaxError: f-string: single '}' is not allowed", 1),
        (
            "f'{x!z}'",
            "SyntaxError: f-string: invalid conversion character 'z': expected 's', 'r', or 'a'",
            1,
        ),
        (
            "def f(a=1, b): pass",
            "SyntaxError: parameter without a default follows parameter with a default",
            1,
        ),
        ("def f(*): pass", "SyntaxError: named arguments must follow bare *", 1),
        ("f(a=1, 2)", "SyntaxError: positional argument follows keyword argument", 1),
        (
            "f(1=2)",
            "SyntaxError: expression cannot contain assignment, perhaps you meant \"==\"?",
            1,
        ),
        ("f(x for x in y, 1)", "SyntaxError: Generator expression must be parenthesized", 1),
        ("{1: 2, 3}", "SyntaxError: ':' expected after dictionary key", 1),
        ("[*x for x in y]", "SyntaxError: iterable unpacking cannot be used in comprehension", 1),
        ("(a, b): int", "SyntaxError: only single target (not tuple) can be annotated", 1),
        ("import a from b", "SyntaxError: Did you mean to use 'from ... import ...' instead?", 1),
        (
            "from a import b,",
            "SyntaxError: trailing comma not allowed without surrounding parentheses",
            1,
        ),
        ("a if b", "SyntaxError: expected 'else' after 'if' expression", 1),
        ("b'a' 'b'", "SyntaxError: cannot mix bytes and nonbytes literals", 1),
        ("match x:\n  case a as _: pass", "SyntaxError: cannot use '_' as a target", 2),
        ("x = 1 \\ y", "SyntaxError: unexpected character after line continuation character", 1),
    ];

    #[test]
    fn errors_are_cpythons_word_for_word() {
        for &(text, expected, line) in TABLE {
            let source = Source::new("<test>", text);
            let error = crate::syntax::parse(&source).map(drop).expect_err(text);
            let found = format!("{}: {}", error.class.name(), error.message);
            assert_eq!(
                (found.as_str(), source.line_of(error.span.start)),
                (expected, line),
                "{text}"
            );
        }
    }
}
