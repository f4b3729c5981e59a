//! The tokens, and how logos finds the raw ones.

use logos::{Lexer, Logos};

use super::number;
use crate::source::Span;

/// A token where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub tok: Tok,
    pub span: Span,
}

/// What a token is. The variants after `End` never come from logos itself or never reach the
/// parser; the layout layer turns one sort into the other.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tok {
    #[regex("[A-Za-z_][A-Za-z0-9_]*", name)]
    #[regex("[^\x00-\x7F]", name)]
    Name,
    #[regex(r"[0-9]|\.[0-9]", number)]
    Number,
    #[regex(r#"(?i:r|u|b|br|rb)?("""|'''|"|')"#, string)]
    Str,
    #[regex(r#"(?i:f|fr|rf)("""|'''|"|')"#)]
    FStart,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LBracket,
    #[token("]")]
    RBracket,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semi,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Arrow,
    #[token("!")]
    Bang,
    #[token("=")]
    Assign,
    #[token(":=")]
    Walrus,
    #[token("==")]
    EqEq,
    #[token("!=")]
    NotEq,
    #[token("<>")]
    LtGt,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEq,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEq,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("**")]
    DoubleStar,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("@")]
    At,
    #[token("&")]
    Amper,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("<<")]
    LShift,
    #[token(">>")]
    RShift,
    #[token("+=")]
    PlusAssign,
    #[token("-=")]
    MinusAssign,
    #[token("*=")]
    StarAssign,
    #[token("**=")]
    DoubleStarAssign,
    #[token("/=")]
    SlashAssign,
    #[token("//=")]
    DoubleSlashAssign,
    #[token("%=")]
    PercentAssign,
    #[token("@=")]
    AtAssign,
    #[token("&=")]
    AmperAssign,
    #[token("|=")]
    BarAssign,
    #[token("^=")]
    CaretAssign,
    #[token("<<=")]
    LShiftAssign,
    #[token(">>=")]
    RShiftAssign,
    /// `$`, `?`, `` ` ``: characters of the language's alphabet that no rule uses.
    #[token("$")]
    #[token("?")]
    #[token("`")]
    Unknown,

    #[regex("[ \t\x0C]+")]
    Space,
    #[regex("#[^\r\n]*", allow_greedy = true)]
    Comment,
    /// `\` and the line break after it.
    #[regex(r"\\\r?\n")]
    #[regex(r"\\\r")]
    Continuation,
    #[regex(r"\r?\n")]
    #[regex(r"\r")]
    LineBreak,

    /// The end of a logical line.
    Newline,
    Indent,
    Dedent,
    End,
    /// Literal text of an f-string or of a format specification.
    FMiddle,
    FEnd,
    /// The statements of a function's body that are to be read when it is first called.
    Unread,
    /// The soft keywords, where they act as such.
    Match,
    Case,
    Type,
    /// `(` after `with` that encloses with-items.
    WithParen,
    /// Marks for the parser: what is to be parsed.
    StartFile,
    StartEval,
}

/// The hard keywords of Python 3.13, sorted as CPython's `keyword.kwlist`.
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Whether `text` is a hard keyword.
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

/// Whether `text` is a keyword in some places only (`match`, `case`, `type`, `_`).
pub fn soft_keyword(text: &str) -> bool {
    matches!(text, "_" | "case" | "match" | "type")
}

impl Tok {
    /// Whether this is a hard keyword.
    pub fn is_keyword(self) -> bool {
        (Tok::False..=Tok::Yield).contains(&self)
    }
}

/// Extends a name over what follows beyond ASCII; fails where a character fits no name.
fn name(lexer: &mut Lexer<Tok>) -> bool {
    let first = lexer.slice().chars().next();
    if first.is_some_and(|c| !c.is_ascii() && !starts_name(c)) {
        return false;
    }
    let more = name_tail(lexer.remainder());
    lexer.bump(more);
    true
}

/// How many bytes of `rest` continue a name.
pub(super) fn name_tail(rest: &str) -> usize {
    if rest.as_bytes().first().is_none_or(|byte| byte.is_ascii() && !continues_ascii(*byte)) {
        return 0;
    }
    rest.find(|c: char| !continues_name(c)).unwrap_or(rest.len())
}

fn continues_ascii(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// Whether `c` may begin an identifier (`XID_Start` or `_`).
pub(super) fn starts_name(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_start(c) || stands_for_ascii(c)
}

fn continues_name(c: char) -> bool {
    c == '_' || unicode_ident::is_xid_continue(c) || stands_for_ascii(c)
}

/// Whether `c` stands for a character that only the names of syntax trees can have: for the one
/// whose number is smaller by U+F0000. Other sources are refused later.
fn stands_for_ascii(c: char) -> bool {
    ('\u{F0020}'..='\u{F007F}').contains(&c)
}

fn number(lexer: &mut Lexer<Tok>) -> bool {
    let rest = &lexer.source()[lexer.span().start..];
    match number::scan(rest.as_bytes()) {
        Ok(length) => {
            lexer.bump(length - lexer.slice().len());
            true
        }
        Err(_) => false,
    }
}

fn string(lexer: &mut Lexer<Tok>) -> bool {
    let quotes =
        if lexer.slice().ends_with("\"\"\"") || lexer.slice().ends_with("'''") { 3 } else { 1 };
    let quote = lexer.slice().as_bytes()[lexer.slice().len() - 1];
    match closing_quote(lexer.remainder().as_bytes(), quote, quotes) {
        Some(end) => {
            lexer.bump(end);
            true
        }
        None => false,
    }
}

/// Where the string whose body starts `rest` ends (after its closing quotes), if it does.
fn closing_quote(rest: &[u8], quote: u8, quotes: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        match *rest.get(at)? {
            b'\\' => {
                at += if rest.get(at + 1) == Some(&b'\r') && rest.get(at + 2) == Some(&b'\n') {
                    3
                } else {
                    2
                };
            }
            b'\n' | b'\r' if quotes == 1 => return None,
            byte if byte == quote => {
                if quotes == 1 || rest[at..].starts_with(&[quote; 3]) {
                    return Some(at + quotes);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
}
