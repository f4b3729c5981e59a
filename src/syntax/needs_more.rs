//! "Does this input need more lines?", answered by the same parse that will run it.

use super::parse::{Failure, attempt};
use crate::diagnostic::Diagnostic;
use crate::lexer::{Lexed, Tok, tokenize};

use super::ast::{Stmt, StmtKind};

/// Whether typed input can run as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    Complete,
    /// More lines are needed; the word says for what: `bracket`, `string`, `backslash`, `block`.
    Incomplete(&'static str),
    Error(Box<Diagnostic>),
}

/// Judges `text`, the lines typed so far without the line break that ends the last one. A
/// compound statement goes on until a blank line.
pub fn completeness(text: &str) -> Completeness {
    let lexed = tokenize(text, Tok::StartFile);
    if let Some(why) = lexed.problem.as_ref().and_then(|problem| problem.incomplete) {
        return Completeness::Incomplete(why);
    }
    let blank = ends_blank(text);
    match attempt(text, &lexed) {
        Ok(module) if !blank && module.body.last().is_some_and(is_compound) => {
            Completeness::Incomplete("block")
        }
        Ok(_) => Completeness::Complete,
        Err(Ok(diagnostic)) => Completeness::Error(Box::new(diagnostic)),
        Err(Err(Failure::Token(at)))
            if lexed.open.is_some() && lexed.tokens[at].tok == Tok::End =>
        {
            Completeness::Incomplete("bracket")
        }
        Err(Err(Failure::Token(at))) if !blank && in_tail(&lexed, at) => {
            Completeness::Incomplete("block")
        }
        Err(Err(failure)) => {
            Completeness::Error(Box::new(super::errors::explain(text, &lexed, failure)))
        }
    }
}

/// Whether the last of several lines is blank.
fn ends_blank(text: &str) -> bool {
    text.rsplit_once('\n').is_some_and(|(_, last)| last.trim().is_empty())
}

/// Whether the token at `at` only marks the end of the input, after its last line.
fn in_tail(lexed: &Lexed, at: usize) -> bool {
    lexed.tokens[at..].iter().all(|token| matches!(token.tok, Tok::Dedent | Tok::End))
}

/// Whether a statement has a block.
pub fn is_compound(stmt: &Stmt) -> bool {
    matches!(
        stmt.kind,
        StmtKind::If { .. }
            | StmtKind::While { .. }
            | StmtKind::For { .. }
            | StmtKind::With { .. }
            | StmtKind::Try { .. }
            | StmtKind::FunctionDef(_)
            | StmtKind::ClassDef(_)
            | StmtKind::Match { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_is_judged_as_a_prompt_would() {
        let complete = [
            "",
            "x = 1",
            "if x: pass\n",
            "def f():\n    pass\n",
            "# only a remark",
            "if x:\n    y\nz",
        ];
        for text in complete {
            assert_eq!(completeness(text), Completeness::Complete, "{text:?}");
        }
        for (text, why) in [
            ("if x: pass", "block"),
            ("if x:", "block"),
            ("def f():\n    return 1", "block"),
            ("try:\n    pass", "block"),
            ("@decorated", "block"),
            ("x = (1,", "bracket"),
            ("f(\n\n", "bracket"),
            ("'''text\n", "string"),
            ("f'''{x}", "string"),
            ("x = 1 + \\\n", "backslash"),
            ("x = 1 + \\", "backslash"),
            ("match x:", "block"),
        ] {
            assert_eq!(completeness(text), Completeness::Incomplete(why), "{text:?}");
        }
        for text in ["x =", "if x:\n", "1 +", "(1 2", "x = )", "'abc", "else:", "try:\n    pass\n"]
        {
            assert!(matches!(completeness(text), Completeness::Error(_)), "{text:?}");
        }
    }
}
