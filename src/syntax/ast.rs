//! The syntax tree: Python 3.13's statements and expressions with their spans.
//!
//! The shapes follow CPython's `Parser/Python.asdl`; names are interned per module, so a node
//! compares and copies a name as a number. *Invariant:* the tree holds text and numbers only; it
//! knows nothing of scopes, values or the heap.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::quick_hash::QuickMap;

/// An interned identifier of one [`Module`]; [`Names`] has its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub u32);

/// The identifiers of one module, each once (NFKC-normalised).
#[derive(Debug, Default)]
pub struct Names {
    texts: Vec<Box<str>>,
    index: QuickMap<Box<str>, Name>,
}

impl Names {
    /// The name for `text`, the same one each time.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.index.get(text) {
            return name;
        }
        let name = Name(self.texts.len() as u32);
        self.texts.push(text.into());
        self.index.insert(text.into(), name);
        name
    }

    /// The text of `name`.
    pub fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }

    /// How many names there are; they are numbered from 0.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no name at all.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// One parsed unit of input.
#[derive(Debug)]
pub struct Module {
    pub body: Vec<Stmt>,
    pub names: Names,
    /// What the parser took with a `SyntaxWarning`, in source order.
    pub warnings: Vec<Diagnostic>,
}

/// An identifier where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident {
    pub name: Name,
    pub span: Span,
}

pub type Block = Vec<Stmt>;

#[derive(Debug)]
pub struct Stmt {
    pub kind: StmtKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum StmtKind {
    Expr(Expr),
    /// `a = b = value`: targets in source order.
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    AugAssign {
        target: Expr,
        op: BinOp,
        value: Expr,
    },
    /// `simple`: the target is a bare name, not in parentheses.
    AnnAssign {
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
        simple: bool,
    },
    Delete(Vec<Expr>),
    Pass,
    /// Statements of a function's body that are to be read when it is first called; its last one.
    Unread,
    Break,
    Continue,
    Return(Option<Expr>),
    Raise {
        exc: Option<Expr>,
        cause: Option<Expr>,
    },
    Assert {
        test: Expr,
        msg: Option<Expr>,
    },
    Global(Vec<Ident>),
    Nonlocal(Vec<Ident>),
    Import(Vec<Alias>),
    /// `from ..module import names`; `level` counts the dots, `module` is the dotted text.
    ImportFrom {
        module: Option<Ident>,
        level: u32,
        names: Vec<Alias>,
    },
    If {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    While {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    For {
        target: Expr,
        iter: Expr,
        body: Block,
        orelse: Block,
        is_async: bool,
    },
    With {
        items: Vec<WithItem>,
        body: Block,
        is_async: bool,
    },
    /// `star`: the handlers are `except*`.
    Try {
        body: Block,
        handlers: Vec<Handler>,
        orelse: Block,
        finalbody: Block,
        star: bool,
    },
    FunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    Match {
        subject: Expr,
        cases: Vec<MatchCase>,
    },
    TypeAlias {
        name: Ident,
        type_params: Vec<TypeParam>,
        value: Expr,
    },
}

/// `module.path as name`; for `from m import *` the name is `*`.
#[derive(Debug)]
pub struct Alias {
    pub name: Ident,
    pub asname: Option<Ident>,
    pub span: Span,
}

#[derive(Debug)]
pub struct WithItem {
    pub context: Expr,
    pub target: Option<Expr>,
}

#[derive(Debug)]
pub struct Handler {
    /// `None` for a bare `except:`.
    pub class: Option<Expr>,
    pub name: Option<Ident>,
    pub body: Block,
    pub span: Span,
}

#[derive(Debug)]
pub struct FunctionDef {
    pub name: Ident,
    pub type_params: Vec<TypeParam>,
    pub params: Params,
    pub body: Block,
    pub decorators: Vec<Expr>,
    pub returns: Option<Expr>,
    pub is_async: bool,
}

#[derive(Debug)]
pub struct ClassDef {
    pub name: Ident,
    pub type_params: Vec<TypeParam>,
    pub args: Vec<Arg>,
    pub body: Block,
    pub decorators: Vec<Expr>,
}

/// The parameters of a function, by kind, each kind in source order.
#[derive(Debug, Default)]
pub struct Params {
    pub positional_only: Vec<Param>,
    pub regular: Vec<Param>,
    pub vararg: Option<Box<Param>>,
    pub keyword_only: Vec<Param>,
    pub kwarg: Option<Box<Param>>,
}

#[derive(Debug)]
pub struct Param {
    pub name: Ident,
    pub annotation: Option<Expr>,
    pub default: Option<Expr>,
}

/// One entry of a type parameter list (PEP 695, PEP 696).
#[derive(Debug)]
pub struct TypeParam {
    pub name: Ident,
    pub kind: TypeParamKind,
    pub bound: Option<Expr>,
    pub default: Option<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeParamKind {
    TypeVar,
    TypeVarTuple,
    ParamSpec,
}

#[derive(Debug)]
pub struct MatchCase {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Block,
}

#[derive(Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum PatternKind {
    /// A literal, a signed or complex number, or a dotted name: compared with `==`.
    Value(Expr),
    /// `None`, `True` or `False`: compared with `is`.
    Singleton(Constant),
    Sequence(Vec<Pattern>),
    Mapping {
        keys: Vec<Expr>,
        patterns: Vec<Pattern>,
        rest: Option<Ident>,
    },
    Class {
        class: Expr,
        patterns: Vec<Pattern>,
        keywords: Vec<(Ident, Pattern)>,
    },
    /// `*name` or `*_` (then `None`) inside a sequence.
    Star(Option<Ident>),
    /// `pattern as name`; a bare name has no pattern, `_` has neither.
    As {
        pattern: Option<Box<Pattern>>,
        name: Option<Ident>,
    },
    Or(Vec<Pattern>),
}

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
    /// Height of the tree below, so that walks of it can be refused before they recurse too deep.
    pub depth: u16,
}

#[derive(Debug)]
pub enum ExprKind {
    Constant(Constant),
    Name(Name),
    /// An f-string, its parts in order (adjacent literals merged).
    JoinedStr(Vec<FPart>),
    Attribute {
        value: Box<Expr>,
        attr: Ident,
    },
    Subscript {
        value: Box<Expr>,
        index: Box<Expr>,
    },
    /// Only as (part of) a subscript's index.
    Slice {
        lower: Option<Box<Expr>>,
        upper: Option<Box<Expr>>,
        step: Option<Box<Expr>>,
    },
    Call(Box<Call>),
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a and b and c` is one node with three values.
    Bool {
        op: BoolOp,
        values: Vec<Expr>,
    },
    /// `a < b <= c`: one node; `rest` pairs each operator with its right operand.
    Compare {
        left: Box<Expr>,
        rest: Vec<(CmpOp, Expr)>,
    },
    Conditional {
        test: Box<Expr>,
        body: Box<Expr>,
        orelse: Box<Expr>,
    },
    Lambda(Box<Lambda>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    /// A `None` key stands for `**value`.
    Dict(Vec<(Option<Expr>, Expr)>),
    ListComp(Box<Comprehension>),
    SetComp(Box<Comprehension>),
    /// The element is the key, `value` the value.
    DictComp(Box<Comprehension>),
    Generator(Box<Comprehension>),
    /// `*value` in a display, call or target list.
    Starred(Box<Expr>),
    /// `target := value`.
    Walrus {
        target: Ident,
        value: Box<Expr>,
    },
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Await(Box<Expr>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    /// A literal that fits.
    Int(i64),
    /// One that does not: its digits without prefix or underscores, in `radix`.
    BigInt {
        digits: Box<str>,
        radix: u8,
    },
    Float(f64),
    Imaginary(f64),
    Str(Box<str>),
    Bytes(Box<[u8]>),
}

/// A part of an f-string.
#[derive(Debug)]
pub enum FPart {
    Literal(Box<str>),
    Field(Box<FField>),
}

/// `{value!r:spec}`; `{value=}` comes as a literal `value=` followed by this.
#[derive(Debug)]
pub struct FField {
    pub value: Expr,
    pub conversion: Option<Conversion>,
    /// The format specification's own parts; `None` when there is no `:`.
    pub spec: Option<Vec<FPart>>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

#[derive(Debug)]
pub struct Call {
    pub func: Expr,
    pub args: Vec<Arg>,
}

/// One argument of a call or class statement, in source order.
#[derive(Debug)]
pub enum Arg {
    Positional(Expr),
    /// `*value`
    Star(Expr),
    Keyword {
        name: Ident,
        value: Expr,
    },
    /// `**value`
    DoubleStar(Expr),
}

#[derive(Debug)]
pub struct Lambda {
    pub params: Params,
    pub body: Expr,
}

#[derive(Debug)]
pub struct Comprehension {
    pub element: Expr,
    /// Only in a dict comprehension.
    pub value: Option<Expr>,
    pub clauses: Vec<CompClause>,
}

#[derive(Debug)]
pub struct CompClause {
    pub target: Expr,
    pub iter: Expr,
    pub conditions: Vec<Expr>,
    pub is_async: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Neg,
    Pos,
    Invert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    MatMul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Is,
    IsNot,
    In,
    NotIn,
}
