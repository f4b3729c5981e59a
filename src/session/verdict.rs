//! Whether what has been typed so far should run, or wants more lines.

use super::dedent::dedent;
use super::{export, magic, transcript};
use crate::syntax::{Completeness, completeness};

/// What Enter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Run,
    More,
}

/// The verdict on typed or pasted text; `waiting` says that further input is there already.
///
/// Where more is waiting, a blank line does not end a block yet (the class may go on), and what is
/// broken so far is not run yet (the rest of the paste may explain it).
pub fn of_typed(text: &str, waiting: bool) -> Verdict {
    if text.trim().is_empty() || magic::is_command(text) {
        return Verdict::Run;
    }
    if export::is_export(text) {
        return if waiting { Verdict::More } else { Verdict::Run };
    }
    if text.lines().any(transcript::is_prompt) {
        return of_transcript(text, waiting);
    }
    let code = magic::without_commands(&dedent(text));
    match completeness(&code) {
        Completeness::Incomplete(_) => Verdict::More,
        Completeness::Error(_) if waiting => Verdict::More,
        Completeness::Complete if waiting && ends_in_block(&code) => Verdict::More,
        Completeness::Complete | Completeness::Error(_) => Verdict::Run,
    }
}

/// Whether the last statement has a block, so that more lines could belong to it.
fn ends_in_block(code: &str) -> bool {
    matches!(completeness(code.trim_end()), Completeness::Incomplete(_))
}

fn of_transcript(text: &str, waiting: bool) -> Verdict {
    let (cells, _) = transcript::read(text);
    let open = cells.last().is_some_and(|cell| {
        let code = cell.code.strip_suffix('\n').unwrap_or(&cell.code);
        cell.recorded.is_none() && matches!(completeness(code), Completeness::Incomplete(_))
    });
    if waiting || open && !text.ends_with('\n') { Verdict::More } else { Verdict::Run }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_statements_run_and_open_ones_go_on() {
        for text in ["x = 1", "", "  x = 1", "def f():\n    pass\n", "x = = 1", "%who", "x?"] {
            assert_eq!(of_typed(text, false), Verdict::Run, "{text:?}");
        }
        for text in ["def f():", "def f():\n    pass", "f(", "'''a", "if a:\n  b\nelse:"] {
            assert_eq!(of_typed(text, false), Verdict::More, "{text:?}");
        }
    }

    #[test]
    fn a_paste_that_is_still_arriving_is_gathered() {
        assert_eq!(of_typed("class A:\n    def f(self): pass\n", true), Verdict::More);
        assert_eq!(of_typed("class A:\n    def f(self): pass\n\nA()", true), Verdict::Run);
        assert_eq!(of_typed("def f(x):\ny = 1", true), Verdict::More);
        assert_eq!(of_typed("In [3]:\nx", true), Verdict::More);
        assert_eq!(of_typed("x = 1", true), Verdict::Run);
    }

    #[test]
    fn transcripts_run_when_their_last_statement_is_whole() {
        assert_eq!(of_typed(">>> x\n1", false), Verdict::Run);
        assert_eq!(of_typed(">>> def f():", false), Verdict::More);
    }
}
