//! Tokens for colouring what is typed: tolerant, never fails.

use logos::Logos;

use super::token::{Tok, soft_keyword};
use crate::source::Span;

/// What a piece of text is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenClass {
    Keyword,
    /// A name that Python's builtins define.
    Builtin,
    Name,
    String,
    Number,
    Comment,
    Operator,
    /// Characters that make no token.
    Error,
}

/// The coloured pieces of `text`, in order; what lies between them is white space. Unfinished
/// strings are strings to the end of the text.
pub fn tokens_for_highlight(text: &str) -> Vec<(Span, TokenClass)> {
    let mut pieces = Vec::new();
    let mut lexer = Tok::lexer(text);
    let mut line_start = true;
    while let Some(found) = lexer.next() {
        let mut span = lexer.span();
        let class = match found {
            Ok(Tok::Space | Tok::Continuation) => continue,
            Ok(Tok::LineBreak) => {
                line_start = true;
                continue;
            }
            Ok(Tok::Comment) => TokenClass::Comment,
            Ok(Tok::Number) => TokenClass::Number,
            Ok(Tok::Str) => TokenClass::String,
            Ok(Tok::FStart) => {
                let opener = lexer.slice();
                let rest = string_rest(opener, lexer.remainder());
                lexer.bump(rest);
                span.end += rest;
                TokenClass::String
            }
            Ok(Tok::Name) => name_class(text, span.clone(), line_start),
            Ok(tok) if tok.is_keyword() => TokenClass::Keyword,
            Ok(_) => TokenClass::Operator,
            Err(()) => {
                let opener = lexer.slice();
                if opener.ends_with(['"', '\'']) {
                    let rest = string_rest(opener, lexer.remainder());
                    lexer.bump(rest);
                    span.end += rest;
                    TokenClass::String
                } else {
                    TokenClass::Error
                }
            }
        };
        line_start = false;
        pieces.push((Span::new(span.start as u32, span.end as u32), class));
    }
    pieces
}

/// How far a string goes whose opener is read: to its closing quotes, or as far as it can.
fn string_rest(opener: &str, rest: &str) -> usize {
    let quotes = if opener.ends_with("\"\"\"") || opener.ends_with("'''") { 3 } else { 1 };
    let close = &opener[opener.len() - quotes..];
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if rest[at..].starts_with(close) {
            return at + quotes;
        } else if quotes == 1 && c == '\n' {
            return at;
        }
    }
    rest.len()
}

fn name_class(text: &str, span: std::ops::Range<usize>, line_start: bool) -> TokenClass {
    let name = &text[span.clone()];
    let after = text[span.end..].trim_start_matches(' ');
    let attribute = text[..span.start].trim_end().ends_with('.');
    let opens = after.starts_with(|c: char| c.is_alphanumeric() || "_\"'([{-".contains(c));
    if line_start
        && name != "_"
        && soft_keyword(name)
        && opens
        && (name != "match" || !after.starts_with('('))
    {
        TokenClass::Keyword
    } else if !attribute && BUILTINS.binary_search(&name).is_ok() {
        TokenClass::Builtin
    } else {
        TokenClass::Name
    }
}

/// Names of Python's builtin functions and common types, sorted; for colour only.
const BUILTINS: [&str; 71] = [
    "__import__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_input_is_coloured_to_its_end() {
        let classes: Vec<_> =
            tokens_for_highlight("def f(): return 'abc").into_iter().map(|p| p.1).collect();
        use TokenClass::{Keyword, Name, Operator, String};
        assert_eq!(classes, [Keyword, Name, Operator, Operator, Operator, Keyword, String]);
    }

    #[test]
    fn builtin_names_are_sorted() {
        assert!(BUILTINS.is_sorted());
    }
}
