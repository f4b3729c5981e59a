//! The state of one parse: the text, the names met so far, and how deep the tree is.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, ErrorClass, Extent};
use crate::lexer::Tok;
use crate::source::Span;
use crate::syntax::ast::{BinOp, Constant, Expr, ExprKind, Ident, Module, Names, Stmt, StmtKind};

/// How deep expressions may nest (CPython gives up between 5,000 and 10,000).
pub const MAX_DEPTH: u16 = 6000;
/// How many `elif` one `if` may have (they nest in the tree).
pub const MAX_ELIFS: u16 = 5000;

/// Why an action refuses its input.
#[derive(Debug)]
pub enum Fault {
    /// The message is final.
    Final(Box<Diagnostic>),
    /// Something the post-mortem can say better, or this.
    Shape(Box<Diagnostic>),
}

/// What a fallible action gives the generated parser.
pub(super) type Refused = lalrpop_util::ParseError<u32, Tok, Fault>;

impl Fault {
    pub(super) fn shape(message: impl Into<String>, span: Span) -> Refused {
        Refused::User { error: Fault::Shape(Box::new(Diagnostic::syntax(message, span))) }
    }

    pub(super) fn definite(message: impl Into<String>, span: Span) -> Refused {
        Refused::User { error: Fault::Final(Box::new(Diagnostic::syntax(message, span))) }
    }
}

/// What a text ends in that was written for a syntax tree with names that no source can have.
const OF_TREE: &str = "#\u{F0000}";

/// Builds the nodes of one parse.
pub struct Builder<'a> {
    pub(super) text: &'a str,
    pub(super) names: Names,
    too_deep: Option<Diagnostic>,
    /// The first name with characters that only the names of syntax trees can have.
    stand_in: Option<Diagnostic>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    /// A builder for the parse of `text`.
    pub fn new(text: &'a str) -> Self {
        let (names, warnings) = (Names::default(), Vec::new());
        Builder { text, names, too_deep: None, stand_in: None, warnings }
    }

    /// The module of these statements, or the refusal of a tree that is too deep.
    pub fn finish(self, body: Vec<Stmt>) -> Result<Module, Diagnostic> {
        let is_of_tree = self.text.ends_with(OF_TREE);
        match self.too_deep.or(self.stand_in.filter(|_| !is_of_tree)) {
            None => Ok(Module { body, names: self.names, warnings: self.warnings }),
            Some(refusal) => Err(refusal),
        }
    }

    /// Notes something that CPython takes with a warning.
    pub(super) fn warn(&mut self, message: impl Into<String>, span: Span, extent: Extent) {
        self.warnings.push(Diagnostic::syntax(message, span).extent(extent));
    }

    pub(super) fn depth_error(span: Span) -> Diagnostic {
        let message = "maximum recursion depth exceeded during compilation";
        Diagnostic::new(ErrorClass::Recursion, message, span)
    }

    fn parser_error(span: Span) -> Diagnostic {
        let message = "Parser stack overflowed - Python source too complex to parse";
        Diagnostic::new(ErrorClass::Memory, message, span)
    }

    pub(super) fn text_of(&self, span: Span) -> &'a str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The identifier at `l..r`.
    pub fn ident(&mut self, l: u32, r: u32) -> Ident {
        let span = Span::new(l, r);
        let text = self.text_of(span);
        let name = if text.is_ascii() {
            self.names.intern(text)
        } else {
            let name = self.without_stand_ins(text, span);
            self.names.intern(&name.nfkc().collect::<String>())
        };
        Ident { name, span }
    }

    /// A name whose characters that stand for others are those others.
    fn without_stand_ins(&mut self, text: &str, span: Span) -> String {
        let meant = |c: char| match c {
            '\u{F0020}'..='\u{F007F}' => char::from_u32(c as u32 - 0xF0000).unwrap_or(c),
            _ => c,
        };
        if let Some(stray) = text.chars().find(|c| meant(*c) != *c) {
            let message = format!("invalid non-printable character U+{:04X}", stray as u32);
            self.stand_in.get_or_insert_with(|| Diagnostic::syntax(message, span));
        }
        text.chars().map(meant).collect()
    }

    /// A dotted name, without the white space within it.
    pub fn dotted(&mut self, l: u32, r: u32) -> Ident {
        let text = self.text_of(Span::new(l, r));
        // `import a.b` binds `a`, which so becomes a name of the tree.
        if let Some((first, _)) = text.split_once(|c: char| !c.is_alphanumeric() && c != '_') {
            self.names.intern(&first.nfkc().collect::<String>());
        }
        if !text.contains(|c: char| c.is_ascii_whitespace() || c == '\\' || c == '#') {
            return self.ident(l, r);
        }
        // Comments stand here only inside parentheses, which cannot enclose a dotted name.
        let joined: String =
            text.chars().filter(|c| !c.is_ascii_whitespace() && *c != '\\').nfkc().collect();
        Ident { name: self.names.intern(&joined), span: Span::new(l, r) }
    }

    /// A node over `l..r` above children whose greatest depth is `below`.
    pub(super) fn node(&mut self, l: u32, r: u32, below: u16, kind: ExprKind) -> Box<Expr> {
        let span = Span::new(l, r);
        if below >= MAX_DEPTH {
            self.too_deep.get_or_insert_with(|| match &kind {
                kind if nests_to_the_right(kind) => Self::parser_error(span),
                _ => Self::depth_error(span),
            });
            // Cuts the tree, so that dropping it is safe; the parse fails in the end.
            return Box::new(Expr { kind: ExprKind::Constant(Constant::None), span, depth: 0 });
        }
        Box::new(Expr { kind, span, depth: below + 1 })
    }

    /// The statement over `l..r`.
    pub fn stmt(&mut self, l: u32, kind: StmtKind, r: u32) -> Box<Stmt> {
        Box::new(Stmt { kind, span: Span::new(l, r) })
    }
}

/// The greatest depth among `exprs`.
pub(super) fn deepest<'e>(exprs: impl IntoIterator<Item = &'e Expr>) -> u16 {
    exprs.into_iter().map(|expr| expr.depth).max().unwrap_or(0)
}

/// Whether CPython's parser itself recurses into the last part of such an expression.
fn nests_to_the_right(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Binary { op, .. } => *op == BinOp::Pow,
        ExprKind::Unary { .. } | ExprKind::Lambda(_) | ExprKind::Conditional { .. } => true,
        _ => false,
    }
}
