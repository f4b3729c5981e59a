//! Outlines: the tokens of a module without the bodies of its functions, and those of one function.
//!
//! Only for text that is known to be right, and that no bracket or string continues in a line with
//! less indentation than the function it stands in.

use logos::Logos;

use super::layout::{Layout, Lexed, Step};
use super::token::{Tok, Token};
use crate::source::Span;

/// The tokens of `text`, where one `Unread` stands for what a function's body has after its
/// docstring. Bodies in the line of their `def` are read in full.
pub fn tokenize_outline(text: &str) -> Lexed {
    let mut layout = Layout::starting(text, Tok::lexer(text), Tok::StartFile, text.len() / 16);
    layout.is_outline = true;
    layout.tokenize()
}

/// All tokens of the function whose definition stands at `span` of `text`.
pub fn tokenize_function(text: &str, span: Span) -> Lexed {
    let start = span.start as usize;
    let text = &text[..span.end as usize];
    let line = text[..start].rfind('\n').map_or(0, |line_break| line_break + 1);
    let column = (start - line) as u32;
    let mut raw = Tok::lexer(text);
    raw.bump(start);
    let mut layout = Layout::starting(text, raw, Tok::StartFile, (text.len() - start) / 4);
    layout.indents = vec![(column, column)];
    layout.line_start = false;
    layout.tokenize()
}

impl Layout<'_> {
    /// After an INDENT: steps over the lines that it opens, if they are a function's body.
    pub(super) fn body(&mut self) -> Step {
        match opened(&self.tokens) {
            Opened::Function => {}
            Opened::Other => return Ok(()),
            Opened::Unforeseen => {
                self.is_outline = false;
                return Ok(());
            }
        }
        let outer = self.indents[self.indents.len() - 2].0 as usize;
        let mut inside_line = true;
        if starts_with_string(&self.text[self.at()..]) {
            inside_line = false;
            while !self.line_start
                && let Some(Ok(tok)) = self.raw.next()
            {
                self.code(tok)?;
            }
        }
        let body = Extent::of(self.text, self.at(), outer, inside_line);
        if let Some(first) = body.first {
            self.push(Tok::Unread, first, body.last);
            self.push(Tok::Newline, body.last, body.last);
        }
        self.raw.bump(body.next - self.at());
        self.begin_line()
    }
}

/// What a line with a block begins.
enum Opened {
    Function,
    /// Something whose inner functions may use variables that are not those of a class or module.
    Unforeseen,
    Other,
}

/// What the line before the INDENT at the end of `tokens` begins.
fn opened(tokens: &[Token]) -> Opened {
    let line = &tokens[..tokens.len().saturating_sub(2)];
    let ends = |token: &Token| matches!(token.tok, Tok::Newline | Tok::Indent | Tok::Dedent);
    let first = line.iter().rposition(ends).map_or(1, |last| last + 1);
    let is = |at: usize, tok: Tok| line.get(first + at).is_some_and(|token| token.tok == tok);
    let after_async = usize::from(is(0, Tok::Async));
    if is(after_async + 2, Tok::LBracket) {
        Opened::Unforeseen
    } else if is(after_async, Tok::Def) {
        Opened::Function
    } else {
        Opened::Other
    }
}

fn starts_with_string(rest: &str) -> bool {
    rest.trim_start_matches('r').starts_with(['"', '\''])
}

/// The lines of a body: where its first statement starts, where its last line ends, and where the
/// line after it starts.
struct Extent {
    first: Option<usize>,
    last: usize,
    next: usize,
}

impl Extent {
    /// The body from `at` on of something that stands at column `outer`; `inside_line` where the
    /// indentation of its first line is read already.
    fn of(text: &str, mut at: usize, outer: usize, mut inside_line: bool) -> Extent {
        let mut extent = Extent { first: None, last: at, next: text.len() };
        while at < text.len() {
            let line = &text[at..];
            let length = line.find('\n').unwrap_or(line.len());
            let column = line.bytes().take_while(|&byte| byte == b' ').count();
            if !matches!(line.as_bytes().get(column), None | Some(b'\n' | b'#')) {
                if column <= outer && !inside_line {
                    extent.next = at;
                    break;
                }
                extent.first.get_or_insert(at + column);
                extent.last = at + length;
            }
            inside_line = false;
            at += length + 1;
        }
        extent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokenize;

    const TEXT: &str = "class C:\n    'doc'\n    def f(self):\n        \"\"\"It has\n        lines.\"\"\"\n        return 1\n\n    # note\n    def g(self, x=(1,\n  2)): return x\n\ndef h():\n    if x:\n        return {\n  }\nlast\n";

    fn kinds(lexed: Lexed) -> Vec<Tok> {
        lexed.tokens.into_iter().map(|token| token.tok).collect()
    }

    #[test]
    fn bodies_are_stepped_over() {
        use Tok::*;
        let outline = tokenize_outline(TEXT);
        let text = |token: &&Token| &TEXT[token.span.start as usize..token.span.end as usize];
        let unread = outline.tokens.iter().filter(|token| token.tok == Unread);
        let unread: Vec<&str> = unread.map(|token| text(&token)).collect();
        assert_eq!(unread, ["return 1", "if x:\n        return {\n  }"]);
        let all = kinds(outline);
        let first = [StartFile, Class, Name, Colon, Newline, Indent, Str, Newline, Def, Name];
        assert_eq!(all[..10], first);
        let last = [Indent, Unread, Newline, Dedent, Name, Newline, End];
        assert_eq!(all[all.len() - 7..], last);
    }

    #[test]
    fn a_function_alone_has_the_tokens_it_has_in_its_module() {
        let start = TEXT.find("def f").unwrap_or_default() as u32;
        let end = TEXT.find("return 1").unwrap_or_default() as u32 + 8;
        let mut alone = tokenize_function(TEXT, Span::new(start, end)).tokens;
        alone.pop();
        let whole = tokenize(TEXT, Tok::StartFile).tokens;
        let at = whole.iter().position(|token| token.span.start == start).unwrap_or_default();
        let common = alone.len() - 2;
        assert_eq!(alone[1..common], whole[at..at + common - 1]);
    }
}
